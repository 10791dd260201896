//! The reading of a KPI that counts: the newest, a window of them or all since plan start; in all and by market.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::performance::Newest;
use crate::plan::address::Table;
use crate::plan::id::{GateIx, KpiIx, MarketIx};
use crate::plan::kpi::{Counts, Rollup};
use crate::plan::leadership::Subject;
use crate::plan::strategy::MultiplierKind;
use crate::trace::begins::Begins;
use crate::trace::measured::{KPI, all, day, days_read, each, parts, read, unit, with_others};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::told::asked;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "kpi",
    means: "Reading of a KPI",
    of: KPI,
    timing: Timing::Day,
    trace: |figures, of, when| trace(figures, of, day(figures, when)),
    each: tell,
};

/// Tells what counts as of `as-of`, on each day on which something was read, and on those that gates ask about.
fn tell(figures: &Figures<'_>, tell: &mut dyn FnMut(Row)) {
    let plan = figures.plan;
    each(figures, tell, |figures, of| trace(figures, of, figures.plan.as_of));
    let mut by_kpi: BTreeMap<KpiIx, Vec<NaiveDate>> = BTreeMap::new();
    for (subject, day) in asked(plan).into_iter().filter(|(_, day)| *day != plan.as_of) {
        if let Subject::Kpi(kpi) = subject {
            by_kpi.entry(kpi).or_default().push(day);
        }
    }
    // A gate to come asks those that are open on its day, where these are others than today.
    for (position, gate) in plan.gates.iter().enumerate() {
        let day = figures.asked_by(GateIx::from(position), plan.as_of);
        for criterion in gate.criteria.iter().filter(|_| plan.as_of < day) {
            if let Subject::Kpi(kpi) = criterion.subject
                && !figures.joins(kpi, day).read.is_empty()
            {
                by_kpi.entry(kpi).or_default().push(day);
            }
        }
    }
    for of in all(figures) {
        let Some((ix, market)) = parts(&of) else { continue };
        let mut days = days_read(figures, &of);
        // What counted on another day is what was newest by then; gates ask about all markets together.
        for day in by_kpi.get(&ix).filter(|_| market.is_none()).into_iter().flatten() {
            if let Some(newest) = figures.reading_at(ix, market, *day) {
                days.insert(*day, newest.value);
            }
        }
        for (day, value) in days {
            let value = read(plan.kpi(ix), value);
            tell(Row { unit: unit(figures, ix).into(), ..Row::new(of.clone(), Some(When::Day(day)), value) });
        }
    }
}

fn trace(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, market) = parts(of)?;
    let (kpi, unit) = (plan.kpi(ix), unit(figures, ix));
    let counts = figures.counts(ix, market);
    let Some(newest) = figures.reading_at(ix, market, at) else {
        let trace =
            Trace::new(Value::Nothing, "the newest reading").unit(unit).because("nothing is read yet");
        return Some(with_others(figures, of, trace, "kpi"));
    };
    let by_market =
        market.is_none() && newest.records.iter().any(|nth| plan.readings[*nth as usize].market.is_some());
    let rollup = by_market.then(|| kpi.rolls_up());
    let mut trace = Trace::new(read(kpi, newest.value), "").unit(unit);
    let (mut term, how) = added_up(figures, &mut trace, &newest, rollup);
    if counts == Counts::Cumulative
        && let Some(baseline) = Begins::of(figures, ix, market).take(&mut trace, unit)
    {
        term = Term::Sum(vec![baseline, term]);
    }
    if term == Term::Part(0, trace.inputs.len()) {
        term = Term::All(0);
    }
    trace.rule = match (counts, how) {
        (Counts::Newest, "") => "the newest reading".into(),
        (Counts::Newest, how) => format!("the newest reading of each market, {how}"),
        (Counts::Window, how) => apart("the readings of the window's periods, added up", how),
        (Counts::Cumulative, how) => {
            apart("all readings since plan start, added up on top of the baseline", how)
        }
    };
    let newer = if market.is_none() && !by_market { left_aside(figures, ix, newest.date, at) } else { None };
    let mut trace = with_others(figures, of, trace.by(term), "kpi");
    if by_market {
        trace.notes.extend(not_open(figures, ix, &newest, at));
        trace.notes.extend(figures.joins(ix, at).words(plan));
    }
    if let Some((market, day)) = newer {
        let title = plan.markets[market.at()].title();
        let of = "a reading of all markets together counts, however old, and those of markets are left aside";
        trace.notes.push(format!("{of}: the newest of these is of {} in {title}", wording::date(day)));
        trace.also.insert(0, Of::InMarket(ix, market).name(plan, "kpi", Some(When::Day(day))));
    }
    Some(trace)
}

/// Which markets were read by a day and do not speak for the whole, since they are not open by then.
fn not_open(figures: &Figures<'_>, kpi: KpiIx, newest: &Newest, at: NaiveDate) -> Option<String> {
    let plan = figures.plan;
    if plan.kpi(kpi).rolls_up() == Rollup::Sum {
        return None;
    }
    let of = |nth: &u32| plan.readings[*nth as usize].market;
    let speak: BTreeSet<MarketIx> = newest.records.iter().filter_map(of).collect();
    let read = figures.readings().of(kpi.at()).iter().filter(|nth| plan.readings[**nth as usize].date <= at);
    let closed = |market: &MarketIx| !figures.market_opening(*market).is_by(at) && !speak.contains(market);
    let closed: BTreeSet<MarketIx> = read.filter_map(of).filter(closed).collect();
    let titles: Vec<&str> = closed.into_iter().map(|market| plan.markets[market.at()].title()).collect();
    (!titles.is_empty()).then(|| format!("not open by then, and left aside: {}", titles.join(", ")))
}

/// The newest reading of a market that is newer than the one of all markets that counts, by a day.
fn left_aside(
    figures: &Figures<'_>,
    kpi: KpiIx,
    counts: NaiveDate,
    at: NaiveDate,
) -> Option<(MarketIx, NaiveDate)> {
    let readings = figures.readings().of(kpi.at()).iter().map(|nth| &figures.plan.readings[*nth as usize]);
    let newer = readings.filter(|reading| counts < reading.date && reading.date <= at);
    newer.filter_map(|reading| Some((reading.market?, reading.date))).max_by_key(|(_, day)| *day)
}

fn apart(rule: &str, how: &str) -> String {
    if how.is_empty() { rule.into() } else { format!("{rule}; of each market, and {how}") }
}

/// Takes in the readings that count. The term of what they come to, and how markets are rolled up.
fn added_up(
    figures: &Figures<'_>,
    trace: &mut Trace,
    newest: &Newest,
    rollup: Option<Rollup>,
) -> (Term, &'static str) {
    let plan = figures.plan;
    let of = |nth: &u32| plan.readings[*nth as usize].market;
    let unit = trace.unit.clone();
    let (mut sums, mut weights) = (Vec::new(), Vec::new());
    for records in newest.records.chunk_by(|one, other| of(one) == of(other)) {
        let first = trace.inputs.len();
        for nth in records {
            let record = &plan.readings[*nth as usize];
            let label = format!("read on {}{}", wording::date(record.date), place(figures, record.market));
            let address = plan.record_address(Table::Reading, *nth as usize).to("value");
            trace.take_in(&unit, &label, read(plan.kpi(record.kpi), record.value), address);
        }
        sums.push(match records.len() {
            1 => Term::Input(first),
            _ => Term::Part(first, trace.inputs.len()),
        });
        if let (Some(Rollup::Share), Some(market)) = (rollup, records.first().and_then(of)) {
            let address = plan.multiplier_address(MultiplierKind::Market, market.at()).to("share");
            let share = Value::Number(plan.markets[market.at()].share);
            weights.push(trace.take("its share", share, address));
        }
    }
    let number = |value: Value| value.number(plan.currency).unwrap_or(0.0);
    let numbers: Vec<f64> = trace.inputs.iter().map(|input| number(input.value)).collect();
    let weighs = Term::Sum(weights.clone()).value(&numbers) > 0.0;
    match rollup {
        None => (sums.pop().unwrap_or(Term::All(0)), ""),
        Some(Rollup::Share) if weighs => {
            let weighted = sums.into_iter().zip(&weights);
            let weighted = weighted.map(|(sum, weight)| Term::Product(vec![sum, weight.clone()]));
            (Term::Sum(weighted.collect()).over(Term::Sum(weights)), "weighted by the markets' shares")
        }
        Some(Rollup::Share | Rollup::Mean) => {
            let count = f64::from(u32::try_from(sums.len()).unwrap_or(u32::MAX));
            (Term::Sum(sums).over(Term::Number(count)), "their mean")
        }
        Some(Rollup::Sum) => (Term::Sum(sums), "added up"),
        Some(Rollup::Worst) => {
            let markets = newest.records.chunk_by(|one, other| of(one) == of(other));
            let worst = markets.zip(sums).find(|(records, _)| records.first().and_then(of) == newest.worst);
            (worst.map_or(Term::Number(0.0), |(_, sum)| sum), "the worst of them speaks for all")
        }
    }
}

fn place(figures: &Figures<'_>, market: Option<MarketIx>) -> String {
    market.map_or_else(String::new, |market| format!(" in {}", figures.plan.markets[market.at()].title()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::Plan;
    use crate::plan::kpi::{Better, Cadence, Target};
    use crate::trace::Steps;

    /// Read in two quarters and two markets, north of 60 % and south of 40 %.
    fn plan(counts: Counts) -> Plan {
        let mut plan = sample::plan();
        plan.as_of = sample::day("2026-12-31");
        let mut kpi = sample::kpi("orders", Better::Higher, &[Target::Value(1_000.0)]);
        (kpi.counts, kpi.window, kpi.cadence) = (Some(counts), None, Some(Cadence::Quarter));
        plan.kpis = vec![kpi];
        for (date, north, south) in [("2026-03-31", 100.0, 20.0), ("2026-06-30", 110.0, 30.0)] {
            sample::read(&mut plan, date, Some(0), north);
            sample::read(&mut plan, date, Some(1), south);
        }
        plan
    }

    /// The value, and what the arithmetic gives.
    fn both(plan: &Plan) -> [f64; 2] {
        let trace = trace(&Figures::new(plan), &Of::Kpi(KpiIx(0)), plan.as_of).unwrap();
        let Steps::Term(term) = &trace.steps else { panic!("{trace:?}") };
        let number = |value: Value| value.number(plan.currency).unwrap();
        let inputs: Vec<f64> = trace.inputs.iter().map(|input| number(input.value)).collect();
        [number(trace.value), term.value(&inputs)]
    }

    fn close(both: [f64; 2], expected: f64) -> bool {
        both.iter().all(|value| (value - expected).abs() < 1e-9)
    }

    /// By hand: (210 × 0.6 + 50 × 0.4) ÷ 1 = 146, on top of a baseline of 18.
    #[test]
    fn sums_of_markets_are_rolled_up_in_the_open() {
        let mut plan = plan(Counts::Cumulative);
        assert!(close(both(&plan), 164.0), "{:?}", both(&plan));
        plan.kpis[0].rollup = Some(Rollup::Sum);
        assert!(close(both(&plan), 278.0), "{:?}", both(&plan));
        plan.kpis[0].rollup = Some(Rollup::Worst);
        assert!(close(both(&plan), 68.0), "{:?}", both(&plan));
        plan.kpis[0].counts = Some(Counts::Window);
        plan.kpis[0].rollup = Some(Rollup::Mean);
        assert!(close(both(&plan), 130.0), "{:?}", both(&plan));
    }

    #[test]
    fn the_newest_reading_is_itself() {
        let mut plan = plan(Counts::Newest);
        plan.kpis[0].rollup = Some(Rollup::Mean);
        assert!(close(both(&plan), 70.0), "{:?}", both(&plan));
        sample::read(&mut plan, "2026-09-30", None, 99.0);
        assert!(close(both(&plan), 99.0), "a global reading speaks for itself");
        let page = |plan: &Plan| trace(&Figures::new(plan), &Of::Kpi(KpiIx(0)), plan.as_of).unwrap();
        assert_eq!(page(&plan).notes, [""; 0], "no market was read since");
        sample::read(&mut plan, "2026-10-31", Some(1), 12.0);
        let page = page(&plan);
        assert!(page.notes[0].ends_with("the newest of these is of 31 Oct 2026 in south"), "{page:?}");
        assert_eq!(page.also[0].to_string(), "kpi.orders.south@2026-10-31");
    }
}
