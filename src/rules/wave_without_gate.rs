//! `wave-without-gate`: a gate stands at the end of each wave.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-without-gate",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "a gate stands at the end of each wave",
    why: "without a gate nobody asks whether the value is coming before the next wave's money is spent",
    bad: r#"format = 1

[wave]
«one» = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Waves, Aspect::WaveDates, Aspect::Gates], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut has_gate = vec![false; plan.waves.len()];
    for wave in plan.gates.iter().filter_map(|gate| gate.wave) {
        has_gate[wave.at()] = true;
    }
    for (ix, wave) in plan.waves().filter(|(ix, _)| !has_gate[ix.at()]) {
        let message = tell!("no gate stands at the end of {} on {}", wave, wording::date(wave.end));
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), message)
                .label("no gate")
                .help(format!("Add a gate with `wave = \"{}\"` and the criteria for going on.", wave.id)),
        );
    }
}
