//! `one-sided-wave`: a wave moves all three dimensions.

use crate::figures::readiness::moved;
use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "one-sided-wave",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "a wave moves all three dimensions: strategy (a driver or scope), operating model, leadership",
    why: "the value chain is as strong as its weakest dimension: tools without drivers bring nothing, drivers without a mandate stall",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
«two» = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

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
    found: Found::Missing { reads: &[Aspect::Steps, Aspect::Capabilities, Aspect::Waves], check },
};

// Opening scope moves strategy: what is in focus reaches further. A wave that moves nothing at all
// is `empty-wave`.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let moved = moved(plan);
    for (ix, wave) in plan.waves() {
        let moved = moved[ix.at()];
        if moved == [true; 3] || moved == [false; 3] {
            continue;
        }
        let named = |wanted: bool| -> Vec<&str> {
            let words = Dimension::ALL.into_iter().zip(["strategy", "the operating model", "leadership"]);
            words
                .filter(|(dimension, _)| moved[*dimension as usize] == wanted)
                .map(|(_, word)| word)
                .collect()
        };
        let (still, left) = (wording::list(&named(false)), named(false).len());
        let message = tell!("{} moves {} but not {still}", wave, wording::list(&named(true)));
        let wanting: Vec<&str> = Dimension::ALL
            .into_iter()
            .zip(["a driver or scope to open", "a capability step", "a mandate step"])
            .filter(|(dimension, _)| !moved[*dimension as usize])
            .map(|(_, word)| word)
            .collect();
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), message)
                .label(format!("{still} {} still", if left == 1 { "stands" } else { "stand" }))
                .help(tell!("Give {} {}.", wave, wording::list(&wanting))),
        );
    }
}
