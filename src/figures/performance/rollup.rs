//! How markets' values become the global one: by their shares, as their mean, as their sum, or the worst.

use crate::plan::Plan;
use crate::plan::id::MarketIx;
use crate::plan::kpi::{Better, Kpi, Rollup, Target};

/// The global value that the markets' values make; by their shares where the KPI does not say how.
pub(super) fn rolled_up(plan: &Plan, kpi: &Kpi, by_market: &[(MarketIx, f64)]) -> Option<f64> {
    let count = f64::from(u32::try_from(by_market.len()).unwrap_or(u32::MAX));
    let sum: f64 = by_market.iter().map(|(_, value)| value).sum();
    let share = |market: &MarketIx| plan.markets.get(market.at()).map_or(0.0, |market| market.share);
    let shares: f64 = by_market.iter().map(|(market, _)| share(market)).sum();
    if by_market.is_empty() {
        return None;
    }
    Some(match kpi.rollup.unwrap_or(Rollup::Share) {
        Rollup::Share if shares > 0.0 => {
            by_market.iter().map(|(market, value)| share(market) * value).sum::<f64>() / shares
        }
        Rollup::Share | Rollup::Mean => sum / count,
        Rollup::Sum => sum,
        Rollup::Worst => worst(kpi, by_market),
    })
}

fn worst(kpi: &Kpi, by_market: &[(MarketIx, f64)]) -> f64 {
    let values = by_market.iter().map(|(_, value)| *value);
    let middle = match kpi.target.last() {
        Some((_, Target::Band(low, high))) => Some(f64::midpoint(*low, *high)),
        _ => None,
    };
    match (kpi.better, middle) {
        (Some(Better::Lower), _) => values.fold(f64::NEG_INFINITY, f64::max),
        (Some(Better::Within), Some(middle)) => {
            values.max_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs())).unwrap_or(middle)
        }
        _ => values.fold(f64::INFINITY, f64::min),
    }
}
