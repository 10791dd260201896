//! `kpi-stale`: the newest reading of a KPI is not older than its cadence allows.

use std::collections::BTreeMap;

use crate::figures::performance::{settles, stale};
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::MarketIx;
use crate::plan::kpi::{Cadence, Kpi};
use crate::plan::record::Reading;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "kpi-stale",
    family: Family::Kpis,
    severity: Severity::Warning,
    holds: "the newest reading of a KPI is at most 1.5 of its cadences old",
    why: "a figure that nobody collects any more still stands on the slide, and is believed",
    bad: r#"format = 1

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

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
cadence = «"month"»
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = 2026-01-31
value = 22
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

[[reading]]
kpi = "crm-use"
date = 2026-01-31
value = 22

[[reading]]
kpi = "crm-use"
date = 2026-02-28
value = 25
"#,
    found: Found::Missing {
        reads: &[Aspect::Kpis, Aspect::Readings, Aspect::Scope, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// Speaks once a KPI has been read. Where only markets report, or a market has targets of its own, each is
// held to the cadence by itself: in a roll-up one that has fallen silent does not show. What is done is not asked
// for again, in the market where it is.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let known = plan.readings.iter().enumerate().filter(|(_, reading)| reading.date <= plan.as_of);
    let known: Vec<(usize, &Reading)> = known.collect();
    for readings in known.chunk_by(|(_, one), (_, other)| one.kpi == other.kpi) {
        // Readings are sorted by date: of each market, the last one stays.
        let newest: BTreeMap<Option<MarketIx>, (usize, &Reading)> =
            readings.iter().map(|(nth, reading)| (reading.market, (*nth, *reading))).collect();
        let Some((_, last)) = readings.last() else { continue };
        let kpi = plan.kpi(last.kpi);
        let silent = |reading: &Reading| stale(plan, kpi.cadence, reading.date) && !settles(plan, reading);
        if newest.values().all(|(_, reading)| silent(reading)) {
            findings.push(finding(plan, kpi, None, readings[readings.len() - 1]));
            continue;
        }
        let global = newest.get(&None);
        if let Some(global) = global.filter(|(_, reading)| silent(reading)) {
            findings.push(finding(plan, kpi, None, *global));
            continue;
        }
        for (market, (nth, reading)) in &newest {
            let Some(market) = *market else { continue };
            let by_itself = global.is_none() || kpi.local.iter().any(|(own, _)| *own == market);
            if by_itself && silent(reading) {
                findings.push(finding(plan, kpi, Some(market), (*nth, *reading)));
            }
        }
    }
}

fn finding(plan: &Plan, kpi: &Kpi, market: Option<MarketIx>, (nth, reading): (usize, &Reading)) -> Finding {
    let place = market.map(|market| tell!(" in {}", plan.tell_market(market))).unwrap_or_default();
    let due = match kpi.cadence {
        Some(Cadence::Month) => "every month",
        Some(Cadence::Quarter) => "every quarter",
        _ => "every wave",
    };
    let days = usize::try_from((plan.as_of - reading.date).num_days()).unwrap_or(0);
    let days = wording::count(days, "day");
    let message = tell!(
        "{} was last read{} on {}, {days} ago, and is due {due}",
        kpi,
        place,
        wording::date(reading.date)
    );
    Finding::new(RULE.name, Address::new(Table::Kpi, &kpi.id).to("cadence"), message)
        .label(format!("silent for {days}"))
        .related(plan.record_address(Table::Reading, nth).to("date"), "the last reading")
        .help(tell!("Read {}{} again, or stop showing it.", kpi, place))
}
