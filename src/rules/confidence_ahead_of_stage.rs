//! `confidence-ahead-of-stage`: a driver that is not yet executed is not as good as certain.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::strategy::Stage;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "confidence-ahead-of-stage",
    family: Family::Value,
    severity: Severity::Warning,
    holds: "a driver that is not yet executing claims no more than 90 % confidence",
    why: "a plan that is sure of what nobody has tried has no room for what the first wave teaches",
    bad: r#"format = 1

[plan]
as-of = 2025-12-01

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], stage = "planned", confidence = «0.95», value = 900_000, ramp = { months = 12, shape = "linear" } }

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
as-of = 2025-12-01

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], stage = "planned", confidence = 0.7, value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Values, Aspect::Drivers], check },
};

// Speaks about drivers that name their stage and have a value. Without a confidence the figures count the
// value in full, and so does this rule.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let limit = plan.policy.threshold(RULE.name);
    for (ix, item) in plan.drivers() {
        let Some(driver) = item.driver().filter(|it| it.value.is_some() || it.once.is_some()) else {
            continue;
        };
        let Some(stage) = driver.stage.filter(|stage| *stage < Stage::Executing) else { continue };
        let confidence = driver.confidence.unwrap_or(1.0);
        if confidence <= limit {
            continue;
        }
        let at = plan.item_address(ix);
        let (place, how) = match driver.confidence {
            Some(_) => (at.clone().to("confidence"), "claims a confidence of"),
            None => (at.clone().to("stage"), "names no confidence, which counts as"),
        };
        let [limit, confidence] = [limit, confidence].map(|share| wording::percent(share, &[limit]));
        let message =
            tell!("{} {how} {confidence}, and at stage {} at most {limit} holds", item, stage.as_str());
        let finding = Finding::new(RULE.name, place, message)
            .label(format!("more than {limit}"))
            .help(tell!("Give {} the confidence that it has earned so far, at most {limit}.", item));
        findings.push(match driver.confidence {
            Some(_) => finding.related(at.to("stage"), "how far it has come"),
            None => finding,
        });
    }
}
