//! How markets' values become the global one: by their shares, as their mean, as their sum, or the worst.
//!
//! What adds up over a window has been read by some markets in periods in which others were not. So what is expected
//! of the whole is what is expected of it in each period, times the part of it that was read:
//!
//! - by shares, and as a mean: the weight of the markets that were read in the period, of the weight of all that
//!   were read in the window. So each market is held to the periods in which it was read;
//! - as a sum: the same, of the weight of all that report, since one that was not read is missing in the sum. By
//!   shares, which say how large markets are, or alike where none has any;
//! - the worst: that of the market, which stands for the whole: see `course`. It is the one of the worst value, a
//!   period that was read, for fewer periods come to less; of several alike the one that was read last.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::Figures;
use super::Measure;
use super::cadence::months_between;
use crate::plan::Plan;
use crate::plan::id::MarketIx;
use crate::plan::kpi::{Better, Kpi, Rollup, Target};

/// What counts of a market.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted {
    /// The market.
    pub(super) market: MarketIx,
    /// The day of its newest reading.
    pub(super) read: NaiveDate,
    /// Its reading, or what its readings add up to.
    pub(super) value: f64,
    /// Of what adds up over a window, the last days of the periods of the window in which it was read.
    pub(super) ends: BTreeSet<NaiveDate>,
}

/// The global value that the markets' values make.
pub(super) fn rolled_up(plan: &Plan, kpi: &Kpi, by_market: &[Counted]) -> Option<f64> {
    let rollup = kpi.rolls_up();
    let markets = by_market.iter().map(|counted| counted.market);
    let weights = weights(plan, rollup, markets);
    let of = |weights: &[f64]| -> f64 {
        by_market.iter().zip(weights).map(|(counted, weight)| weight * counted.value).sum()
    };
    Some(match rollup {
        _ if by_market.is_empty() => return None,
        Rollup::Share | Rollup::Mean => of(&weights) / weights.iter().sum::<f64>(),
        Rollup::Sum => by_market.iter().map(|counted| counted.value).sum(),
        Rollup::Worst => worst(kpi, by_market)?.value,
    })
}

/// The periods of a window in which any market was read, each with the part of it that was; `all` are the markets
/// that report.
pub(super) fn parts(
    plan: &Plan,
    kpi: &Kpi,
    by_market: &[Counted],
    all: &[MarketIx],
) -> Vec<(NaiveDate, f64)> {
    let rollup = kpi.rolls_up();
    let markets: Vec<MarketIx> = match rollup {
        Rollup::Sum => all.to_vec(),
        _ => by_market.iter().map(|counted| counted.market).collect(),
    };
    let weights = weights(plan, rollup, markets.iter().copied());
    let whole: f64 = weights.iter().sum();
    let weights: BTreeMap<MarketIx, f64> = markets.into_iter().zip(weights).collect();
    let mut parts: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for counted in by_market {
        let weight = weights.get(&counted.market).copied().unwrap_or(0.0);
        counted.ends.iter().for_each(|end| *parts.entry(*end).or_default() += weight);
    }
    parts.into_iter().map(|(end, weight)| (end, weight / whole)).collect()
}

/// How much each market weighs: its share, or all alike where that is the way or none of them has any.
fn weights(plan: &Plan, rollup: Rollup, markets: impl Iterator<Item = MarketIx>) -> Vec<f64> {
    let share = |market: MarketIx| plan.markets.get(market.at()).map_or(0.0, |market| market.share);
    let shares: Vec<f64> = markets.map(share).collect();
    match rollup {
        Rollup::Share | Rollup::Sum if shares.iter().sum::<f64>() > 0.0 => shares,
        _ => vec![1.0; shares.len()],
    }
}

/// Where a market begins, or the whole: of a sum, whose baseline is that of all markets together, each that takes part
/// has its part of it, by shares or alike where none has any. One that no wave opens takes none, where others are opened.
#[must_use]
pub fn baseline_of(plan: &Plan, kpi: &Kpi, whose: Option<MarketIx>) -> Option<f64> {
    let part = whose.filter(|_| kpi.rolls_up() == Rollup::Sum).map(|market| {
        let markets = taking_part(plan);
        let weights = weights(plan, Rollup::Sum, markets.iter().copied());
        let own = markets.binary_search(&market).ok().and_then(|at| weights.get(at));
        own.map_or(0.0, |own| own / weights.iter().sum::<f64>())
    });
    Some(kpi.baseline? * part.unwrap_or(1.0))
}

/// The markets that a wave opens; all of them where none is opened, or none of those that are.
fn taking_part(plan: &Plan) -> Vec<MarketIx> {
    let opened = plan.waves.iter().flat_map(|wave| &wave.opens.markets).map(|link| link.to);
    let opened: BTreeSet<MarketIx> = opened.filter(|market| !plan.markets[market.at()].unplanned).collect();
    match opened.is_empty() {
        true => (0..plan.markets.len()).map(MarketIx::from).collect(),
        false => opened.into_iter().collect(),
    }
}

/// Of a KPI that rolls up to its worst market, the market that is the worst on a day to come if each goes on as its
/// newest readings do, of those that are asked then, or else of all. One of which nobody can say how it goes on is taken
/// as it stands.
pub(super) fn worst_at(
    figures: &Figures<'_>,
    kpi: &Kpi,
    markets: &[(MarketIx, Measure)],
    at: NaiveDate,
) -> Option<MarketIx> {
    if kpi.rolls_up() != Rollup::Worst {
        return None;
    }
    let ahead = |(market, measure): &(MarketIx, Measure)| {
        let newest = measure.newest.as_ref()?;
        let a_month = measure.slope.filter(|_| !measure.stale).map_or(0.0, |slope| slope.a_month);
        let value = newest.value + a_month * months_between(newest.date, at);
        Some(Counted { market: *market, read: newest.date, value, ends: BTreeSet::new() })
    };
    let (asked, others): (Vec<Counted>, Vec<Counted>) =
        markets.iter().filter_map(ahead).partition(|it| figures.market_opening(it.market).is_by(at));
    worst(kpi, if asked.is_empty() { &others } else { &asked }).map(|worst| worst.market)
}

/// The market of the worst value.
pub(super) fn worst<'c>(kpi: &Kpi, by_market: &'c [Counted]) -> Option<&'c Counted> {
    let last = kpi.target.last().map(|(_, target)| *target);
    let middle = match last {
        Some(Target::Band(low, high)) => Some(f64::midpoint(low, high)),
        _ => None,
    };
    let a_period = |counted: &Counted| {
        counted.value / f64::from(u32::try_from(counted.ends.len().max(1)).unwrap_or(u32::MAX))
    };
    let off = |counted: &Counted| match (kpi.better, middle) {
        (Some(Better::Within), Some(middle)) => (counted.value - middle).abs(),
        (Some(Better::Lower), _) => a_period(counted),
        _ if last == Some(Target::Done(false)) => counted.value,
        _ => -a_period(counted),
    };
    by_market.iter().max_by(|one, other| off(one).total_cmp(&off(other)).then(one.read.cmp(&other.read)))
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::super::{KpiFigure, Status};
    use super::*;
    use crate::plan::id::{KpiIx, WaveIx};
    use crate::plan::kpi::Counts;

    /// Known up to 31 August 2026; waves end on 31 March and 30 September. South was read on 30 June and stands worst,
    /// north on 31 August. Both are open since March.
    fn plan(better: Better, targets: [Target; 2], [south, north]: [f64; 2]) -> Plan {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("consent-rate", better, &targets)];
        (plan.kpis[0].baseline, plan.kpis[0].rollup) = (Some(10.0), Some(Rollup::Worst));
        sample::read(&mut plan, "2026-06-30", Some(1), south);
        sample::read(&mut plan, "2026-08-31", Some(0), north);
        plan
    }

    fn close(left: Option<f64>, right: f64) -> bool {
        left.is_some_and(|left| (left - right).abs() < 1e-9)
    }

    /// 46 are wanted 183 days after 28: 36.95 on 30 June, 91 days on, of which 25 are 15 ÷ 26.95 from 10 on. On 31 August
    /// 43.05 are, of which north has 30 ÷ 33.05.
    #[test]
    fn a_whole_that_is_its_worst_market_stands_as_that_market() {
        let mut plan = plan(Better::Higher, [Target::Value(28.0), Target::Value(46.0)], [25.0, 40.0]);
        let KpiFigure { global, markets } = Figures::new(&plan).kpi(KpiIx(0)).clone();
        let june = 28.0 + 18.0 * 91.0 / 183.0;
        assert!(close(global.attainment, 15.0 / (june - 10.0)), "{global:?}");
        assert!(close(global.to_plan(), 25.0 - june));
        assert_eq!((global.status, global.stale), (Status::Red, true));
        let newest = global.newest.as_ref().unwrap();
        assert_eq!((newest.value, newest.date), (25.0, day("2026-06-30")));
        assert_eq!((newest.worst, newest.records.len()), (Some(MarketIx(1)), 2));
        let south = &markets[1].1;
        assert_eq!((south.expected, south.attainment), (global.expected, global.attainment));
        assert_eq!((south.status, south.stale), (Status::Red, true));
        assert_eq!((markets[0].1.status, markets[0].1.stale), (Status::Green, false), "30 of 33.05");
        // What it came to on the day on which north was read is what south had come to in June.
        let course = Figures::new(&plan).course(KpiIx(0), None);
        let said: Vec<_> = course.iter().map(|point| (point.date, point.read, point.attainment)).collect();
        let [june, august] = [day("2026-06-30"), day("2026-08-31")];
        assert_eq!(said, [(june, june, global.attainment), (august, june, global.attainment)]);
        // Against a target of its own, of 20 from March on, south has 15 of 10.
        plan.kpis[0].local = vec![(MarketIx(1), vec![(WaveIx(0), Target::Value(20.0))])];
        let global = Figures::new(&plan).kpi(KpiIx(0)).global.clone();
        assert_eq!((global.attainment, global.status, global.stale), (Some(1.5), Status::Green, true));
        // Of two alike the one speaks that was read last.
        plan.readings[1].value = 25.0;
        let global = Figures::new(&plan).kpi(KpiIx(0)).global.clone();
        assert_eq!((global.worst(), global.stale), (Some(MarketIx(0)), false));
    }

    /// 10 a month in south from April to June, 20 in north from June to August, 15 wanted of each month: 30 of 45.
    #[test]
    fn the_window_of_the_worst_market_is_its_own() {
        let mut plan = plan(Better::Higher, [Target::Value(15.0); 2], [10.0, 20.0]);
        (plan.kpis[0].counts, plan.kpis[0].window) = (Some(Counts::Window), Some(3));
        plan.kpis[0].baseline = None;
        plan.readings.clear();
        for (date, market, value) in [
            ("2026-04-30", 1, 10.0),
            ("2026-05-31", 1, 10.0),
            ("2026-06-30", 1, 10.0),
            ("2026-06-30", 0, 20.0),
            ("2026-07-31", 0, 20.0),
            ("2026-08-31", 0, 20.0),
        ] {
            sample::read(&mut plan, date, Some(market), value);
        }
        let global = Figures::new(&plan).kpi(KpiIx(0)).global.clone();
        assert_eq!(global.read_and_planned(), Some((30.0, 45.0)));
        assert_eq!((global.in_part, global.stale), (None, true));
        assert!(close(global.attainment, 30.0 / 45.0));
    }

    /// Not done in south in June: that it was done in north in August makes the no no newer.
    #[test]
    fn an_answer_is_as_old_as_in_the_market_that_gives_it() {
        let plan = plan(Better::Done, [Target::Done(true); 2], [0.0, 1.0]);
        let global = Figures::new(&plan).kpi(KpiIx(0)).global.clone();
        let newest = global.newest.as_ref().unwrap();
        assert_eq!((newest.value, newest.date, global.stale), (0.0, day("2026-06-30"), true));
    }
}
