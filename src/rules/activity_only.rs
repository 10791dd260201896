//! `activity-only`: a driver is not steered by reach and frequency alone.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::KpiIx;
use crate::plan::kpi::Lens;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "activity-only",
    family: Family::Kpis,
    severity: Severity::Warning,
    holds: "a driver is measured by more than activity: engagement, experience, content, adoption, value or risk",
    why: "mails sent and contacts made rise with every mail and contact; whether anybody changed their mind does not show in them",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
«reach» = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi.mails-opened]
name = "Mails opened"
measures = ["reach"]
kind = "leading"
lens = "activity"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Campaigns"

[kpi.contacts]
name = "Customers reached"
measures = ["reach"]
kind = "lagging"
lens = "activity"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Campaigns"
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

[kpi.mails-opened]
name = "Mails opened"
measures = ["reach"]
kind = "leading"
lens = "activity"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Campaigns"

[kpi.new-prescribers]
name = "New prescribers"
measures = ["reach"]
kind = "lagging"
lens = "value"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Campaigns"
"#,
    found: Found::Checking { reads: &[Aspect::Kpis, Aspect::Steps], check },
};

/// How many of the KPIs are shown.
const SHOWN: usize = 3;

// A driver without a KPI is not steered by activity, and a KPI without a lens may look at anything.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut measured_by: Vec<Vec<KpiIx>> = vec![Vec::new(); plan.drivers().count()];
    for (ix, kpi) in plan.kpis() {
        for link in &kpi.measures {
            if let Some(of) = measured_by.get_mut(link.to.at()) {
                of.push(ix);
            }
        }
    }
    for (ix, item) in plan.drivers().filter(|(_, item)| !item.unplanned) {
        let kpis = &measured_by[ix.at()];
        if kpis.is_empty() || kpis.iter().any(|kpi| plan.kpi(*kpi).lens != Some(Lens::Activity)) {
            continue;
        }
        let ids: Vec<Telling> = kpis.iter().map(|kpi| tell!("{}", plan.kpi(*kpi))).collect();
        let shown = match ids.get(SHOWN..) {
            Some(more) if !more.is_empty() => {
                tell!("{} and {} more", Telling::joined(&ids[..SHOWN], ", "), more.len())
            }
            _ => Telling::listed(&ids),
        };
        let message = tell!("{} is measured by activity alone: {}", item, shown);
        let mut finding = Finding::new(RULE.name, plan.item_address(ix), message)
            .label("no outcome is measured")
            .help(tell!("Measure what {} changes for the customer or in the accounts, too.", item));
        for kpi in kpis.iter().take(SHOWN) {
            let kpi = plan.kpi(*kpi);
            finding = finding
                .related(Address::new(Table::Kpi, &kpi.id).to("lens"), tell!("{} counts activity", kpi));
        }
        findings.push(finding);
    }
}
