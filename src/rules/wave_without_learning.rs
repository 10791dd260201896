//! `wave-without-learning`: a closed wave recorded a learning.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::plan::wave::Wave;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-without-learning",
    family: Family::Waves,
    severity: Severity::Advice,
    holds: "a wave that has ended has a learning on record",
    why: "each wave is to correct the next; what was learnt and not written down is paid for twice",
    bad: r#"format = 1

[plan]
as-of = 2026-09-30

[wave]
«one» = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-09-30

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    found: Found::Checking { reads: &[Aspect::Waves, Aspect::WaveDates, Aspect::Record], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let closed = |wave: &Wave| wave.start <= wave.end && wave.end < plan.as_of;
    let mut learnt = vec![false; plan.waves.len()];
    for wave in plan.learnings.iter().filter_map(|learning| learning.wave) {
        learnt[wave.at()] = true;
    }
    for (ix, wave) in plan.waves().filter(|(ix, wave)| closed(wave) && !learnt[ix.at()]) {
        let message = tell!("{} ended on {} and recorded no learning", wave, wording::date(wave.end));
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), message)
                .label("nothing learnt on record")
                .help(tell!("Record with `[[learning]]` what {} taught and what it leads to.", wave)),
        );
    }
}
