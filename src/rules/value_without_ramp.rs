//! `value-without-ramp`: the value of a driver grows after it goes live.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::strategy::Shape;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "value-without-ramp",
    family: Family::Value,
    severity: Severity::Warning,
    holds: "the value of a driver ramps up over months after it goes live",
    why: "nobody changes how they work on the day a tool goes live; the first year of such a case is always missed",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = «0», shape = "linear" } }

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
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Values, Aspect::Steps, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// Value that comes once needs no ramp. A driver without a ramp is judged before its wave starts; from then
// on it is `value-incomplete`'s to report.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, item) in plan.drivers() {
        let (Some(step), Some(driver)) = (item.steps.first(), item.driver()) else { continue };
        let Some(value) = driver.value.filter(|value| value.likely.0 > 0) else { continue };
        let at = plan.item_address(ix);
        let (place, why) = match driver.ramp {
            None if plan.wave(step.wave).start < plan.as_of => continue,
            None => (at.to("value"), "has no ramp"),
            Some(ramp) if ramp.months <= 0.0 => (at.to("ramp").to("months"), "ramps up in no time"),
            Some(ramp) if ramp.shape == Shape::Step => (at.to("ramp").to("shape"), "steps up at once"),
            Some(_) => continue,
        };
        let message = tell!(
            "{} {why} and counts its full {} a year from the first month on",
            item,
            wording::money(value.likely, plan.currency)
        );
        findings.push(Finding::new(RULE.name, place, message).label("full from the first month").help(tell!(
            "Give {} a ramp with the months that people take, such as `{{ months = 12, shape = \"linear\" }}`.",
            item
        )));
    }
}
