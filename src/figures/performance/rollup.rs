//! How markets' values become the global one: by their shares, as their mean, as their sum, or the worst.
//!
//! What adds up over a window has been read by some markets in periods in which others were not. So what is expected
//! of the whole is what is expected of it in each period, times the part of it that was read:
//!
//! - by shares, and as a mean: the weight of the markets that were read in the period, of the weight of all that
//!   were read in the window. So each market is held to the periods in which it was read;
//! - as a sum: the same, of the weight of all that report, since one that was not read is missing in the sum. By
//!   shares, which say how large markets are, or alike where none has any;
//! - the worst: the periods of that market. It is the one that stands worst a period that was read, for fewer
//!   periods come to less.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

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
    if rollup == Rollup::Worst {
        let worst = worst(kpi, by_market);
        return worst.into_iter().flat_map(|worst| worst.ends.iter().map(|end| (*end, 1.0))).collect();
    }
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

/// Of a KPI that rolls up to its worst market, the market that is the worst on a day to come if each goes on as its
/// newest readings do. One of which nobody can say how it goes on is taken as it stands.
pub(super) fn worst_at(kpi: &Kpi, markets: &[(MarketIx, Measure)], at: NaiveDate) -> Option<MarketIx> {
    if kpi.rolls_up() != Rollup::Worst {
        return None;
    }
    let ahead = |(market, measure): &(MarketIx, Measure)| {
        let newest = measure.newest.as_ref()?;
        let a_month = measure.slope.filter(|_| !measure.stale).map_or(0.0, |slope| slope.a_month);
        let value = newest.value + a_month * months_between(newest.date, at);
        Some(Counted { market: *market, value, ends: BTreeSet::new() })
    };
    worst(kpi, &markets.iter().filter_map(ahead).collect::<Vec<_>>()).map(|worst| worst.market)
}

/// The market that stands worst.
fn worst<'c>(kpi: &Kpi, by_market: &'c [Counted]) -> Option<&'c Counted> {
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
    by_market.iter().max_by(|one, other| off(one).total_cmp(&off(other)))
}
