//! `estimate-disordered`: the ends of an estimate stand around its likely value.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "estimate-disordered",
    family: Family::Value,
    severity: Severity::Error,
    holds: "low ≤ likely ≤ high; a warning where all three are one number",
    why: "a range that does not hold its own middle cannot be simulated, and a range of one number is a promise dressed as an estimate",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = { low = 600_000, likely = 900_000, high = «800_000» }, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = { low = 600_000, likely = 900_000, high = 1_400_000 }, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Values], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, item) in plan.drivers() {
        let Some(value) = item.driver().and_then(|driver| driver.value) else { continue };
        let at = plan.item_address(ix).to("value");
        if value.low.is_some_and(|low| low == value.likely) && value.high == Some(value.likely) {
            let amount = wording::money(value.likely, plan.currency);
            let message = tell!("the value of {} is {amount} at its low, likely and high end alike", item);
            findings.push(
                Finding::new(RULE.name, at, message)
                    .severity(Severity::Warning)
                    .label("a range without width")
                    .help("Say how far the value may fall short and rise, or write it as one number."),
            );
            continue;
        }
        let low = value.low.filter(|low| *low > value.likely).map(|low| ("low", low, "more"));
        let high = value.high.filter(|high| *high < value.likely).map(|high| ("high", high, "less"));
        for (key, end, side) in low.into_iter().chain(high) {
            let [end, likely] = wording::money_apart([end, value.likely], plan.currency);
            let message = tell!("the {key} end of {} is {end}, {side} than its likely {likely}", item);
            findings.push(
                Finding::new(RULE.name, at.clone().to(key), message)
                    .label(format!("{side} than likely"))
                    .related(at.clone().to("likely"), "the likely value")
                    .help("Order the estimate: low, likely, high."),
            );
        }
    }
}
