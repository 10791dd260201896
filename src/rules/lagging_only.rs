//! `lagging-only`: a driver is read early, not by its result alone.

use crate::figures::performance::overdue;
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::KpiIx;
use crate::plan::kpi::{Cadence, KpiKind};
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::plan::wave::Wave;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "lagging-only",
    family: Family::Kpis,
    severity: Severity::Warning,
    holds: "where the lagging KPI of a driver is read, a leading one is read too",
    why: "a result tells whether the wave worked a year after anything could be done about it",
    bad: r#"format = 1

[plan]
as-of = 2026-05-31

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

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
cadence = "month"
owner = "Sales operations"

[kpi.new-prescribers]
name = "New prescribers"
measures = ["reach"]
kind = "lagging"
lens = "value"
unit = "doctors"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Controller"

[[reading]]
kpi = "new-prescribers"
date = 2026-05-31
value = 31
"#,
    good: r#"format = 1

[plan]
as-of = 2026-05-31

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

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
cadence = "month"
owner = "Sales operations"

[kpi.new-prescribers]
name = "New prescribers"
measures = ["reach"]
kind = "lagging"
lens = "value"
unit = "doctors"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Controller"

[[reading]]
kpi = "crm-use"
date = 2026-05-31
value = 38

[[reading]]
kpi = "new-prescribers"
date = 2026-05-31
value = 31
"#,
    found: Found::Missing {
        reads: &[Aspect::Kpis, Aspect::Readings, Aspect::Steps, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// A driver with no leading KPI at all is `driver-without-leading-kpi`'s to report; this one is about those
// that have it on paper. A leading KPI has until `kpi-stale` cadences after the start of the driver's wave,
// and of the first wave that it has a target in, for its first reading.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut read = vec![false; plan.kpis.len()];
    for reading in plan.readings.iter().filter(|reading| reading.date <= plan.as_of) {
        read[reading.kpi.at()] = true;
    }
    let mut measured_by: Vec<Vec<KpiIx>> = vec![Vec::new(); plan.drivers().count()];
    for (ix, kpi) in plan.kpis() {
        for link in &kpi.measures {
            if let Some(of) = measured_by.get_mut(link.to.at()) {
                of.push(ix);
            }
        }
    }
    for (ix, item) in plan.drivers() {
        let Some(step) = item.steps.first() else { continue };
        let of_kind =
            |kind| measured_by[ix.at()].iter().copied().filter(move |it| plan.kpi(*it).kind == Some(kind));
        let leading: Vec<KpiIx> = of_kind(KpiKind::Leading).collect();
        let Some(lagging) = of_kind(KpiKind::Lagging).find(|kpi| read[kpi.at()]) else { continue };
        let wave = plan.wave(step.wave);
        if leading.is_empty() || leading.iter().any(|kpi| read[kpi.at()] || !due(plan, *kpi, wave)) {
            continue;
        }
        let result = plan.kpi(lagging);
        let ids: Vec<Telling> = leading.iter().map(|kpi| tell!("{}", plan.kpi(*kpi))).collect();
        let never = Telling::listed(&ids);
        let message =
            tell!("{} is read on {}, which lags; {}, which should lead, was never read", item, result, never);
        let mut finding = Finding::new(RULE.name, plan.item_address(ix), message)
            .label("no early warning")
            .related(Address::new(Table::Kpi, &result.id).to("kind"), tell!("{} is read", result))
            .help(tell!("Read {}, or name another leading KPI that can be read.", never));
        for kpi in leading {
            let kpi = plan.kpi(kpi);
            finding = finding
                .related(Address::new(Table::Kpi, &kpi.id).to("kind"), tell!("{} was never read", kpi));
        }
        findings.push(finding);
    }
}

/// Whether a KPI should have been read by `as-of`, given the wave of what it measures.
fn due(plan: &Plan, kpi: KpiIx, wave: &Wave) -> bool {
    let kpi = plan.kpi(kpi);
    let first_target = kpi.target.iter().map(|(wave, _)| plan.wave(*wave).start).min();
    let from = first_target.map_or(wave.start, |start| start.max(wave.start));
    overdue(plan, kpi.cadence.or(Some(Cadence::Wave)), from, plan.as_of)
}
