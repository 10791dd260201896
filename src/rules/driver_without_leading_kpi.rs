//! `driver-without-leading-kpi`: of the KPIs of a driver, one leads.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::KpiIx;
use crate::plan::kpi::KpiKind;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "driver-without-leading-kpi",
    family: Family::Strategy,
    severity: Severity::Warning,
    holds: "of the KPIs that measure a driver one leads, or one of them is led by another KPI",
    why: "lagging figures tell of a driver in trouble when its wave is over and its money is spent",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
«reach» = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi]
prescribers = { name = "New prescribers", measures = ["reach"], kind = "lagging" }
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

[kpi]
doctors = { name = "Doctors reached", measures = ["reach", "crm"], kind = "leading", predicts = { kpi = "prescribers", after = 6 } }
prescribers = { name = "New prescribers", measures = ["reach"], kind = "lagging" }
"#,
    found: Found::Missing { reads: &[Aspect::Kpis, Aspect::Phased], check },
};

// A KPI that says nothing of its kind may lead, so the driver is not judged; one that predicts another
// leads whatever it says. Without any KPI the driver is `driver-without-kpi`.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut led = vec![false; plan.kpis.len()];
    for predicts in plan.kpis.iter().filter_map(|kpi| kpi.predicts) {
        led[predicts.kpi.at()] = true;
    }
    let mut steered = vec![false; plan.items.len()];
    let mut lagging: Vec<Option<KpiIx>> = vec![None; plan.items.len()];
    for (ix, kpi) in plan.kpis() {
        let lags = kpi.kind == Some(KpiKind::Lagging) && kpi.predicts.is_none() && !led[ix.at()];
        for link in &kpi.measures {
            steered[link.to.at()] |= !lags;
            lagging[link.to.at()].get_or_insert(ix);
        }
    }
    for (ix, item) in plan.drivers().filter(|(ix, item)| !item.steps.is_empty() && !steered[ix.at()]) {
        let Some(kpi) = lagging[ix.at()] else { continue };
        let kpi = plan.kpi(kpi);
        let message = tell!("driver {} is measured by lagging KPIs alone", item);
        findings.push(
            Finding::new(RULE.name, plan.item_address(ix), message)
                .label("no leading KPI")
                .related(Address::new(Table::Kpi, &kpi.id).to("kind"), tell!("{} lags", kpi))
                .help(tell!("Let a KPI that moves first measure {}, or predict {}.", item, kpi)),
        );
    }
}
