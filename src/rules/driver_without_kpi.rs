//! `driver-without-kpi`: each driver has a KPI.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "driver-without-kpi",
    family: Family::Strategy,
    severity: Severity::Warning,
    holds: "once the plan has KPIs, each driver in a wave is measured by one",
    why: "nobody can say whether a driver that is not measured works, so it is neither steered nor stopped",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
«quality» = { name = "Engagement quality", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi]
doctors = { name = "Doctors reached", measures = ["reach", "crm"] }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi]
doctors = { name = "Doctors reached", measures = ["reach", "crm"] }
experience = { name = "Customer experience", measures = ["quality"] }
"#,
    found: Found::Missing { reads: &[Aspect::Kpis, Aspect::Phased], check },
};

// A KPI of a capability says that the tool is used, not that the driver brings anything.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if plan.kpis.is_empty() {
        return;
    }
    let mut measured = vec![false; plan.items.len()];
    for link in plan.kpis.iter().flat_map(|kpi| &kpi.measures) {
        measured[link.to.at()] = true;
    }
    for (ix, item) in plan.drivers().filter(|(ix, item)| !item.steps.is_empty() && !measured[ix.at()]) {
        let message = tell!("no KPI measures driver {}", item);
        findings.push(
            Finding::new(RULE.name, plan.item_address(ix), message)
                .label("measured by no KPI")
                .help(tell!("Name {} in the `measures` of a KPI.", item)),
        );
    }
}
