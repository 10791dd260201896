//! `wave-order`: `after` agrees with the dates.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-order",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "a wave starts after each wave that its `after` names has ended",
    why: "a wave that starts before its predecessor's gate has nothing to decide it by",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-09-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, after = [«"one"»] }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, after = ["one"] }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking { reads: &[Aspect::Waves, Aspect::WaveDates], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, wave) in plan.waves() {
        for link in wave.after.iter().flatten() {
            let other = plan.wave(link.to);
            if other.end < wave.start {
                continue;
            }
            let message = if link.to == ix {
                tell!("{} comes after itself", wave)
            } else {
                tell!(
                    "{} comes after {}, but starts on {} and {} ends on {}",
                    wave,
                    other,
                    wording::date(wave.start),
                    other,
                    wording::date(other.end)
                )
            };
            findings.push(
                Finding::new(RULE.name, plan.wave_address(ix).to("after").to(link.nth), message)
                    .label("not ended by then")
                    .related(plan.wave_address(ix).to("start"), tell!("{} starts here", wave))
                    .related(plan.wave_address(link.to).to("end"), tell!("{} ends here", other))
                    .help(tell!("Move the dates, or take {} out of `after`.", other)),
            );
        }
    }
}
