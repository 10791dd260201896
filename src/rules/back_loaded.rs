//! `back-loaded`: no late wave carries more than its share.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "back-loaded",
    family: Family::Waves,
    severity: Severity::Advice,
    holds: "of three waves or more, none in the second half carries more than 60 % of all steps or of all one-off money",
    why: "what is left for the end is what is cut when money or patience runs out, and it is most of the case",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }
«three» = { name = "Run", start = 2027-01-01, end = 2027-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }
loyalty = { name = "Loyalty", wave = "three", needs = ["crm >= 3"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2, three = 3 }, cost = { one = 50_000, two = 50_000, three = 400_000 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2, three = 3 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
three = { wave = "three" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }
three = { name = "Run", start = 2027-01-01, end = 2027-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }
loyalty = { name = "Loyalty", wave = "three", needs = ["crm >= 3"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2, three = 3 }, cost = { one = 150_000, two = 150_000, three = 200_000 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2, three = 3 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
three = { wave = "three" }
"#,
    found: Found::Checking {
        reads: &[Aspect::Steps, Aspect::Costs, Aspect::Scope, Aspect::Waves, Aspect::WaveOrder],
        check,
    },
};

/// Of two waves one always carries most; a share says something from three on.
const WAVES: usize = 3;

// The second half of the waves, the middle one included; what is heavy before is `front-loaded`.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let Some(last) = plan.waves.len().checked_sub(1).filter(|last| last + 1 >= WAVES) else { return };
    let bound = plan.policy.threshold(RULE.name) / 100.0;
    let carried = cx.figures.carried();
    for (position, (ix, wave)) in plan.waves().enumerate().filter(|(position, _)| position * 2 >= last) {
        let parts = [(carried[ix.at()].steps, "all steps"), (carried[ix.at()].money, "all one-off money")];
        let heavy = parts.iter().filter(|(share, _)| *share > bound);
        let heavy: Vec<String> =
            heavy.map(|(share, of)| format!("{} of {of}", wording::percent(*share, &[bound]))).collect();
        if heavy.is_empty() {
            continue;
        }
        let heavy = wording::list(&heavy);
        let message = tell!("{}, wave {} of {}, carries {heavy}", wave, position + 1, last + 1);
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), message)
                .label(format!("more than {}", wording::percent(bound, &[])))
                .help(tell!("Move steps or spending of {} to earlier waves.", wave)),
        );
    }
}
