//! `reading-gap`: between two readings of a KPI no period of its cadence is left out.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::performance::{overdue, settles};
use crate::figures::readiness::Opening;
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::calendar::Month;
use crate::plan::id::MarketIx;
use crate::plan::kpi::Cadence;
use crate::plan::record::Reading;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "reading-gap",
    family: Family::Kpis,
    severity: Severity::Warning,
    holds: "between two readings of a KPI there is no month, quarter or wave of its cadence without one",
    why: "the figure goes missing when it would have been bad; a line drawn over the gap hides exactly that",
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
cadence = "month"
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = 2026-01-31
value = 22

[[reading]]
kpi = "crm-use"
date = «2026-03-31»
value = 27
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

[[reading]]
kpi = "crm-use"
date = 2026-03-31
value = 27
"#,
    found: Found::Missing {
        reads: &[Aspect::Kpis, Aspect::Readings, Aspect::Scope, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// Only between readings: a KPI that has fallen silent is `kpi-stale`'s to report, and one that was never
// read has not begun. A gap is a whole calendar period without a reading, and a distance of more cadences
// than `kpi-stale` allows, so that a reading a few days late is none. Markets are read by themselves. After what is
// done nothing is left out: it is not asked for again.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let known = plan.readings.iter().enumerate().filter(|(_, reading)| reading.date <= plan.as_of);
    let known: Vec<(usize, &Reading)> = known.collect();
    for readings in known.chunk_by(|(_, one), (_, other)| one.kpi == other.kpi) {
        let Some((_, first)) = readings.first() else { continue };
        let kpi = plan.kpi(first.kpi);
        let Some(cadence) = kpi.cadence else { continue };
        let mut last: BTreeMap<Option<MarketIx>, (usize, NaiveDate)> = BTreeMap::new();
        for (nth, reading) in readings {
            let Some((before, date)) = last.insert(reading.market, (*nth, reading.date)) else { continue };
            let Some(from) = asked_since(cx.figures, cadence, reading.market, date) else { continue };
            let missing = missing(plan, cadence, from, reading.date);
            if missing == 0 || settles(plan, &plan.readings[before]) {
                continue;
            }
            let noun = cadence.as_str();
            let place = reading.market.map(|ix| tell!(" in {}", plan.tell_market(ix))).unwrap_or_default();
            let message = tell!(
                "{} was not read{} for {} between {} and {}",
                kpi,
                place,
                wording::count(missing, noun),
                wording::date(date),
                wording::date(reading.date)
            );
            findings.push(
                Finding::new(RULE.name, plan.record_address(Table::Reading, *nth).to("date"), message)
                    .label(format!("{} missing before", wording::count(missing, noun)))
                    .related(plan.record_address(Table::Reading, before).to("date"), "the reading before")
                    .help(tell!("Record what {} was, or read it less often with `cadence`.", kpi)),
            );
        }
    }
}

/// From when on a reading is left out after one of a day: that day, or the day before the period in which the wave that
/// opens its market ends, where that is later; `None`: no wave does, and nothing is.
fn asked_since(
    figures: &Figures<'_>,
    cadence: Cadence,
    market: Option<MarketIx>,
    read: NaiveDate,
) -> Option<NaiveDate> {
    let asked = match market.map_or(Opening::Always, |market| figures.market_opening(market)) {
        Opening::Always => return Some(read),
        Opening::Never => return None,
        Opening::With { end } => end,
    };
    let month = Month::of(asked);
    let first = match cadence {
        Cadence::Month => month.first_day(),
        Cadence::Quarter => month.plus(-((month.number().cast_signed() - 1) % 3)).first_day(),
        // The wave that ends then, or one that does later.
        Cadence::Wave => {
            let waves = figures.plan.waves.iter().filter(|wave| asked <= wave.end);
            waves.map(|wave| wave.start).min()?
        }
    };
    Some(read.max(first.pred_opt()?))
}

/// How many periods of a cadence lie between two readings without one.
fn missing(plan: &Plan, cadence: Cadence, from: NaiveDate, to: NaiveDate) -> usize {
    let period = |date: NaiveDate, months: i32| {
        let month = Month::of(date);
        (month.year() * 12 + month.number().cast_signed() - 1).div_euclid(months)
    };
    let between = |months: i32| usize::try_from(period(to, months) - period(from, months) - 1).unwrap_or(0);
    match cadence {
        Cadence::Month if overdue(plan, Some(cadence), from, to) => between(1),
        Cadence::Quarter if overdue(plan, Some(cadence), from, to) => between(3),
        Cadence::Month | Cadence::Quarter => 0,
        Cadence::Wave => {
            // Waves are sorted by start.
            let later = &plan.waves[plan.waves.partition_point(|wave| wave.start <= from)..];
            later.iter().take_while(|wave| wave.start < to).filter(|wave| wave.end < to).count()
        }
    }
}
