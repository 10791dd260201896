//! KPIs as figures are of them: in all, and in a market.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::name::When;
use super::of::{Kind, Of};
use super::term::Term;
use super::value::Value;
use super::{Origin, Row, Trace};
use crate::figures::Figures;
use crate::figures::performance::{Measure, Newest, Point, looked_at};
use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::{Kpi, Rollup};
use crate::wording;

/// What figures of KPIs are of.
pub const KPI: &[Kind] = &[Kind::Kpi, Kind::InMarket];

/// The KPI, and the market where one is named.
#[must_use]
pub fn parts(of: &Of) -> Option<(KpiIx, Option<MarketIx>)> {
    match of {
        Of::Kpi(kpi) => Some((*kpi, None)),
        Of::InMarket(kpi, market) => Some((*kpi, Some(*market))),
        _ => None,
    }
}

/// Takes in the readings that were due by a day, one by one. Those that do not hold stand first: where there are many,
/// the others may be left out.
pub fn take_due(figures: &Figures<'_>, of: &Of, by: NaiveDate, trace: &mut Trace) {
    let Some((ix, market)) = parts(of) else { return };
    let (plan, unit) = (figures.plan, unit(figures, ix));
    let mut periods = figures.due_readings(ix, market);
    // The period that the day lies in counts with those before it.
    let last = periods.iter().map(|due| due.end).filter(|end| by <= *end).min();
    periods.retain(|due| last.is_none_or(|last| due.end <= last));
    periods.order_by_key(|due| due.holds);
    for due in periods {
        let to = wording::date(due.end);
        let place = due.market.map(|market| format!(" in {}", plan.markets[market.at()].title()));
        let to = format!("{to}{}", place.unwrap_or_default());
        let of = due.market.map_or_else(|| of.clone(), |market| Of::InMarket(ix, market));
        match due.read {
            None => trace.take(&format!("to {to}: no reading"), Value::Nothing, Origin::Rule),
            Some((day, value)) => {
                let how = if due.holds { "holds" } else { "does not hold" };
                let name = of.name(plan, "kpi", Some(When::Day(day)));
                trace.take_in(unit, &format!("to {to}: {how}"), read(plan.kpi(ix), value), name)
            }
        };
    }
}

/// How it stands; `None` in a market that neither reports nor has targets of its own.
#[must_use]
pub fn measure<'f>(figures: &'f Figures<'_>, of: &Of) -> Option<&'f Measure> {
    let (ix, market) = parts(of)?;
    let figure = figures.kpi(ix);
    match market {
        None => Some(&figure.global),
        Some(market) => figure.markets.iter().find(|(of, _)| *of == market).map(|(_, measure)| measure),
    }
}

/// Whose reading and targets it is held by: its own, or of a whole that is its worst market those of that market.
#[must_use]
pub fn speaker(figures: &Figures<'_>, of: &Of) -> Of {
    match (of, measure(figures, of).and_then(Measure::worst)) {
        (Of::Kpi(ix), Some(worst)) => Of::InMarket(*ix, worst),
        _ => of.clone(),
    }
}

/// The page of a figure of a whole that is its worst market, which is that of the market; `None` where it is not, or
/// each market is held to its targets by itself.
#[must_use]
pub fn as_worst(figures: &Figures<'_>, of: &Of, word: &str, value: Value) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, _) = parts(of)?;
    let measure = measure(figures, of).filter(|measure| measure.held.is_none())?;
    let newest = measure.newest.as_ref()?;
    let title = plan.markets[newest.worst?.at()].title();
    let mut trace = Trace::new(value, "the whole is its worst market, and stands as that does");
    let reading = read(plan.kpi(ix), newest.value);
    trace.take_in(unit(figures, ix), "reading of the worst market", reading, of.name(plan, "kpi", None));
    let own = speaker(figures, of).name(plan, word, None);
    let own = trace.take(&format!("the same in {title}"), value, own);
    Some(match value.number(plan.currency) {
        Some(_) => trace.by(own),
        None => trace.because(format!("that is {title}")),
    })
}

/// The table of a KPI.
#[must_use]
pub fn address(figures: &Figures<'_>, kpi: KpiIx) -> Address {
    Address::new(Table::Kpi, &figures.plan.kpi(kpi).id)
}

/// The day that is asked for: `as-of` where none is named.
#[must_use]
pub fn day(figures: &Figures<'_>, when: Option<When>) -> NaiveDate {
    match when {
        Some(When::Day(day)) => day,
        _ => figures.plan.as_of,
    }
}

/// The unit of a KPI; empty where it has none.
#[must_use]
pub fn unit<'f>(figures: &'f Figures<'_>, kpi: KpiIx) -> &'f str {
    figures.plan.kpi(kpi).unit.as_deref().unwrap_or("")
}

/// The day on which the reading was read that counts of a KPI, where it counted as it does now: of a whole, nobody is asked
/// since who speaks too, and of one that is its worst market, another may have been the worst then.
#[must_use]
pub fn read_when(figures: &Figures<'_>, of: &Of, newest: &Newest) -> Option<When> {
    let (kpi, market) = parts(of)?;
    let rolled = market.is_none() && figures.plan.kpi(kpi).rolls_up() != Rollup::Sum;
    let joined = rolled && joins(figures, newest.date, figures.plan.as_of);
    (newest.worst.is_none() && !joined).then_some(When::Day(newest.date))
}

/// Whether any market is asked since a day, and was not on it.
fn joins(figures: &Figures<'_>, from: NaiveDate, to: NaiveDate) -> bool {
    figures.market_openings().iter().any(|opening| !opening.is_by(from) && opening.is_by(to))
}

/// With the other figures that say how a KPI stands: what was expected, for the day that it was read.
#[must_use]
pub fn with_others(figures: &Figures<'_>, of: &Of, mut trace: Trace, own: &str) -> Trace {
    let words = ["kpi", "expected", "attainment", "status"].into_iter().filter(|word| *word != own);
    let read = measure(figures, of).and_then(|measure| Some(When::Day(measure.newest.as_ref()?.date)));
    let name = |word| match word {
        "expected" => speaker(figures, of).name(figures.plan, word, read),
        _ => of.name(figures.plan, word, None),
    };
    trace.also = words.map(name).collect();
    trace
}

/// Each KPI, in all and in each of its markets.
pub fn all<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Of> + 'f {
    figures.plan.kpis().flat_map(|(kpi, _)| {
        let markets = figures.kpi(kpi).markets.iter().map(move |(market, _)| Of::InMarket(kpi, *market));
        std::iter::once(Of::Kpi(kpi)).chain(markets)
    })
}

/// Tells one figure of each KPI, in all and in each of its markets, where there is one.
pub fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), trace: fn(&Figures<'_>, &Of) -> Option<Trace>) {
    for of in all(figures) {
        if let Some(trace) = trace(figures, &of) {
            tell(Row { of, when: None, value: trace.value, unit: trace.unit });
        }
    }
}

/// The days on which a KPI was read, in all or in a market: what counted on each, and on the last day of its month, as
/// far as that is known.
#[must_use]
pub fn days_read(figures: &Figures<'_>, of: &Of) -> BTreeMap<NaiveDate, f64> {
    let mut days = BTreeMap::new();
    let Some((kpi, market)) = parts(of) else { return days };
    let as_of = figures.plan.as_of;
    for point in figures.course(kpi, market) {
        let joined = market.is_none() && joins(figures, point.date, as_of);
        for day in [point.date, Month::of(point.date).last_day().min(as_of)] {
            // One who is asked since may speak too.
            let told = if joined { figures.reading_at(kpi, market, day) } else { None };
            days.insert(day, told.map_or(point.value, |newest| newest.value));
        }
    }
    days
}

/// A reading: yes or no, where it is one of the two and the KPI asks for it.
#[must_use]
pub fn read(kpi: &Kpi, value: f64) -> Value {
    kpi.yes_or_no(value).map_or(Value::Number(value), Value::Flag)
}

/// The unit of how fast a KPI moves.
#[must_use]
pub fn a_month(figures: &Figures<'_>, kpi: KpiIx) -> String {
    format!("{} a month", unit(figures, kpi)).trim_start().to_owned()
}

/// The readings that a slope looks at which goes on to a day.
#[must_use]
pub fn newest(figures: &Figures<'_>, ix: KpiIx, market: Option<MarketIx>, by: NaiveDate) -> Vec<Point> {
    looked_at(&figures.course_ahead(ix, market, by))
}

/// Takes in what counted on a day on which a KPI was read, of those that are asked by another.
pub fn reading(figures: &Figures<'_>, of: &Of, by: NaiveDate, trace: &mut Trace, point: &Point) -> Term {
    let newest = measure(figures, of).and_then(|measure| measure.newest.as_ref());
    let newest = newest.filter(|newest| newest.worst.is_none() && newest.date == point.date);
    let when = newest.map_or(Some(When::Day(point.date)), |newest| read_when(figures, of, newest));
    let label = format!("read on {}", wording::date(point.date));
    let Some((kpi, market)) = parts(of) else {
        return trace.take(&label, Value::Number(point.value), Origin::Rule);
    };
    // On its own day others may have been asked.
    let shows = |when: &Option<When>| {
        let shown = figures.reading_at(kpi, market, day(figures, *when));
        shown.is_some_and(|shown| shown.value.total_cmp(&point.value).is_eq())
    };
    let last = figures.reading_at(kpi, market, by).is_some_and(|last| last.date == point.date);
    let then = last.then_some(Some(When::Day(by)));
    let name = [Some(when), then].into_iter().flatten().find(shows);
    let origin = name.map_or(Origin::Rule, |when| of.name(figures.plan, "kpi", when).into());
    trace.take_in(unit(figures, kpi), &label, Value::Number(point.value), origin)
}
