//! `leading-without-follow`: where a leading KPI stays red, the forecast of what it leads moves.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::figures::performance::{Point, Status};
use crate::figures::realized::Rate;
use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::calendar::plus_months;
use crate::plan::id::KpiIx;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "leading-without-follow",
    family: Family::Kpis,
    severity: Severity::Advice,
    holds: "where a leading KPI has been red for longer than its lead, its lagging KPI, a forecast or a decision has answered",
    why: "a warning light that nobody answers is a decoration; the result arrives as predicted, and surprises everybody",
    bad: r#"format = 1

[plan]
as-of = 2026-06-30

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-12-31 }

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
predicts = «{ kpi = "new-prescribers", after = 2 }»
baseline = 20
target = { one = 60 }
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
date = 2026-03-31
value = 21

[[reading]]
kpi = "crm-use"
date = 2026-06-30
value = 22

[[reading]]
kpi = "new-prescribers"
date = 2026-06-30
value = 41
"#,
    good: r#"format = 1

[plan]
as-of = 2026-06-30

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-12-31 }

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
predicts = { kpi = "new-prescribers", after = 2 }
baseline = 20
target = { one = 60 }
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
date = 2026-03-31
value = 21

[[reading]]
kpi = "crm-use"
date = 2026-06-30
value = 22

[[reading]]
kpi = "new-prescribers"
date = 2026-06-30
value = 41

[[decision]]
date = 2026-06-16
outcome = "conditions"
by = "Steering committee"
note = "No campaign without the CRM from July on; the forecast of reach waits for September"
affects = ["crm-use"]
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Kpis,
            Aspect::Readings,
            Aspect::Decisions,
            Aspect::Realized,
            Aspect::Values,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Pools,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

// Judged by the global readings alone. Answered is a red light where its lagging KPI is no longer green
// itself, where a driver that either KPI measures realizes less than plan, so that its forecast follows, or
// where a decision since then names one of the KPIs or what they measure.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut positions: Vec<Vec<usize>> = vec![Vec::new(); plan.kpis.len()];
    for (nth, reading) in plan.readings.iter().enumerate() {
        if reading.market.is_none() && reading.date <= plan.as_of {
            positions[reading.kpi.at()].push(nth);
        }
    }
    let mut decided: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for decision in plan.decisions.iter().filter(|decision| decision.date <= plan.as_of) {
        // Decisions are sorted by date: the last one stays.
        decided.extend(decision.affects.iter().map(|id| (&**id, decision.date)));
    }
    for (ix, kpi) in plan.kpis() {
        let Some(predicts) = kpi.predicts else { continue };
        let readings = &positions[ix.at()];
        let course = cx.figures.course(ix, None);
        let red = readings.iter().rev().take_while(|nth| is_red(&course, plan.readings[**nth].date)).count();
        let [first, .., last] = readings[readings.len() - red..] else { continue };
        let [since, newest] = [first, last].map(|nth| plan.readings[nth].date);
        let lead = i32::try_from(predicts.after).unwrap_or(i32::MAX);
        if newest <= plus_months(since, lead.min(12_000))
            || is_answered(cx, ix, predicts.kpi, since, &decided)
        {
            continue;
        }
        let led = plan.kpi(predicts.kpi);
        let lead = wording::count(predicts.after as usize, "month");
        let message = tell!(
            "{} has been red since {}, longer than the {lead} by which it leads {}, and nothing has moved",
            kpi,
            wording::date(since),
            led
        );
        let mut finding = Finding::new(RULE.name, Address::new(Table::Kpi, &kpi.id).to("predicts"), message)
            .label(format!("red for longer than {lead}"))
            .related(plan.record_address(Table::Reading, first).to("value"), "red from here on")
            .help(tell!(
                "Lower the forecast behind {}, or decide with `affects` what is done about {}.",
                led,
                kpi
            ));
        if let Some(record) = positions[predicts.kpi.at()].last() {
            finding = finding
                .related(plan.record_address(Table::Reading, *record).to("value"), "green all the same");
        }
        findings.push(finding);
    }
}

/// Whether a KPI was red, by its attainment, after the reading of a day.
fn is_red(course: &[Point], date: NaiveDate) -> bool {
    let point = course.binary_search_by_key(&date, |point| point.date).map(|nth| course[nth]);
    point.is_ok_and(|point| point.status == Status::Red && point.attainment.is_some())
}

fn is_answered(
    cx: &Context<'_>,
    leading: KpiIx,
    lagging: KpiIx,
    since: NaiveDate,
    decided: &BTreeMap<&str, NaiveDate>,
) -> bool {
    let plan = cx.plan;
    if cx.figures.kpi(lagging).global.status != Status::Green {
        return true;
    }
    [leading, lagging].into_iter().map(|ix| plan.kpi(ix)).any(|kpi| {
        let items = || kpi.measures.iter().map(|link| link.to);
        let below = |rate: Rate| rate.realized < rate.planned;
        let ids = items().map(|item| &*plan.item(item).id).chain([&*kpi.id]);
        ids.into_iter().any(|id| decided.get(id).is_some_and(|date| *date >= since))
            || items()
                .any(|item| plan.item(item).driver().is_some() && cx.figures.rate(item).is_some_and(below))
    })
}
