//! `driver-without-need`: each driver has its interdependency map.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "driver-without-need",
    family: Family::Strategy,
    severity: Severity::Warning,
    holds: "a driver in a wave says which capabilities it needs, itself or through another driver",
    why: "what a driver stands on decides when it can bring value; without that map its wave is a guess, and no gap shows",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
«quality» = { name = "Engagement quality", wave = "one", needs = ["steering"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "one", needs = ["steering", "segments"] }

[capability]
crm = { name = "CRM", wave = "one" }
segments = { name = "Segments", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Needs, Aspect::Phased], check },
};

// A plan without capabilities has nothing yet that a driver could need. A mandate allows a driver, but
// does not carry it. What is only preferred holds nothing back, so it is no map either.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if plan.items_of(Dimension::OperatingModel).next().is_none() {
        return;
    }
    for (ix, item) in plan.drivers().filter(|(_, item)| !item.steps.is_empty()) {
        let carries = |dimension| dimension != Dimension::Leadership;
        if item.needs.iter().any(|need| need.item != ix && carries(plan.item(need.item).dimension())) {
            continue;
        }
        let (message, label) = match item.needs.is_empty() {
            true => (tell!("driver {} needs nothing", item), "no needs"),
            false => (tell!("driver {} needs mandates alone, and no capability", item), "no capability"),
        };
        let mut finding = Finding::new(RULE.name, plan.item_address(ix), message)
            .label(label)
            .help(tell!("List in `needs` the capabilities, and their levels, that {} works with.", item));
        if !item.prefers.is_empty() {
            finding = finding
                .related(plan.item_address(ix).to("prefers"), "only preferred: it waits for none of them");
        }
        findings.push(finding);
    }
}
