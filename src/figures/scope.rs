//! Which share of the full scope is live, and since when.
//!
//! A cell is one market × one brand × one customer type; its share is the product of theirs, and a kind
//! that the plan does not use counts 1. It is live when all its members are. Since shares multiply, the
//! share that goes live at a date follows from what each kind has live by then: the cells need not be
//! gone through one by one.

use crate::order::Order as _;
use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::calendar::{Month, plus_months};
use crate::plan::id::{BrandIx, CustomerTypeIx, MarketIx, WaveIx};
use crate::plan::strategy::MultiplierKind;

/// What is live of the scope.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveScope {
    /// The wave that opens each multiplier, and the date it is live, by kind and position.
    opened: [Vec<Option<(WaveIx, NaiveDate)>>; 3],
    /// What goes live together: the first month with value, and the share of all cells in it.
    steps: Vec<(Month, f64)>,
}

/// One market × one brand × one customer type. A kind that the plan does not use is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The market.
    pub market: Option<MarketIx>,
    /// The brand.
    pub brand: Option<BrandIx>,
    /// The customer type.
    pub customer_type: Option<CustomerTypeIx>,
    /// Its share of the full-scope value.
    pub share: f64,
    /// The first month after it is live; `None`: never live.
    pub first_month: Option<Month>,
}

impl LiveScope {
    pub(super) fn of(plan: &Plan) -> Self {
        let opened = MultiplierKind::ALL.map(|kind| opened(plan, kind));
        let steps = steps(plan, &opened);
        Self { opened, steps }
    }

    /// The wave that opens a multiplier: of several the one that ends first.
    #[must_use]
    pub fn opened_by(&self, kind: MultiplierKind, position: usize) -> Option<WaveIx> {
        self.opened[kind as usize].get(position).copied().flatten().map(|(wave, _)| wave)
    }

    /// When a multiplier is live.
    #[must_use]
    pub fn live(&self, kind: MultiplierKind, position: usize) -> Option<NaiveDate> {
        self.opened[kind as usize].get(position).copied().flatten().map(|(_, live)| live)
    }

    /// The months in which scope first counts, with the share that is added then. A plan that uses no
    /// multipliers has all its scope from the beginning of time.
    #[must_use]
    pub fn steps(&self) -> &[(Month, f64)] {
        &self.steps
    }

    /// The share of the full scope whose value counts in `month`.
    #[must_use]
    pub fn share_in(&self, month: Month) -> f64 {
        self.steps.iter().take_while(|(from, _)| *from <= month).map(|(_, share)| share).sum()
    }

    /// All cells, by market, brand and customer type.
    pub fn cells<'p>(&'p self, plan: &'p Plan) -> impl Iterator<Item = Cell> + 'p {
        let positions = |kind: MultiplierKind| match plan.multipliers(kind).len() {
            0 => vec![None],
            count => (0..count).map(Some).collect(),
        };
        let [markets, brands, types] = MultiplierKind::ALL.map(positions);
        markets.into_iter().flat_map(move |market| {
            let types = types.clone();
            brands.clone().into_iter().flat_map(move |brand| {
                types.clone().into_iter().map(move |customer| self.cell(plan, [market, brand, customer]))
            })
        })
    }

    fn cell(&self, plan: &Plan, members: [Option<usize>; 3]) -> Cell {
        let mut share = 1.0;
        let mut first_month = Some(always());
        for (kind, member) in MultiplierKind::ALL.into_iter().zip(members) {
            let Some(position) = member else { continue };
            share *= plan.multipliers(kind)[position].share;
            let live = self.live(kind, position).map(Month::after);
            first_month = first_month.zip(live).map(|(so_far, live)| so_far.max(live));
        }
        Cell {
            market: members[0].map(MarketIx::from),
            brand: members[1].map(BrandIx::from),
            customer_type: members[2].map(CustomerTypeIx::from),
            share,
            first_month,
        }
    }
}

/// A month before all plans.
fn always() -> Month {
    Month::of(NaiveDate::MIN)
}

/// The wave that opens each multiplier of a kind and when it is live, in one pass over the waves: see
/// [`Plan::opened_by`] and [`Plan::multiplier_live`].
fn opened(plan: &Plan, kind: MultiplierKind) -> Vec<Option<(WaveIx, NaiveDate)>> {
    let multipliers = plan.multipliers(kind);
    let mut opened: Vec<Option<(WaveIx, NaiveDate)>> = vec![None; multipliers.len()];
    let mut waves: Vec<_> = plan.waves().collect();
    waves.order_by_key(|(ix, wave)| (wave.end, *ix));
    for (ix, wave) in waves {
        for position in Plan::named_in(&wave.opens, kind) {
            let Some(multiplier) = multipliers.get(position) else { continue };
            let lag = multiplier.archetype.map_or(0, |name| plan.archetype(name).lag_months);
            let live = || (ix, plus_months(wave.end, lag.min(1200).cast_signed()));
            opened[position].get_or_insert_with(live);
        }
    }
    opened
}

fn steps(plan: &Plan, opened: &[Vec<Option<(WaveIx, NaiveDate)>>; 3]) -> Vec<(Month, f64)> {
    let mut events: Vec<(Month, usize, f64)> = Vec::new();
    for (kind, opened) in MultiplierKind::ALL.into_iter().zip(opened) {
        let multipliers = plan.multipliers(kind);
        if multipliers.is_empty() {
            events.push((always(), kind as usize, 1.0));
        }
        for (multiplier, opened) in multipliers.iter().zip(opened) {
            if let Some((_, live)) = opened {
                events.push((Month::after(*live), kind as usize, multiplier.share));
            }
        }
    }
    events.order_by_key(|(month, kind, _)| (*month, *kind));
    let mut before = [0.0; 3];
    let mut steps = Vec::new();
    for together in events.chunk_by(|a, b| a.0 == b.0) {
        let mut new = [0.0; 3];
        for (_, kind, share) in together {
            new[*kind] += share;
        }
        let now: [f64; 3] = std::array::from_fn(|kind| before[kind] + new[kind]);
        // What the product grows by, without a difference that would cost digits.
        let added = new[0] * now[1] * now[2] + before[0] * new[1] * now[2] + before[0] * before[1] * new[2];
        if added > 0.0 {
            steps.push((together[0].0, added));
        }
        before = now;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn cells_and_steps_agree() {
        let plan = sample::plan();
        let scope = LiveScope::of(&plan);
        let cells: Vec<Cell> = scope.cells(&plan).collect();
        assert_eq!(cells.len(), 2);
        for month in [Month::new(2026, 3), Month::new(2026, 4), Month::new(2026, 9), Month::new(2026, 10)] {
            let live: f64 = cells
                .iter()
                .filter(|cell| cell.first_month.is_some_and(|first| first <= month))
                .map(|cell| cell.share)
                .sum();
            assert!((live - scope.share_in(month)).abs() < 1e-12, "{month}");
        }
    }

    #[test]
    fn scope_that_the_plan_does_not_use_is_live() {
        let scope = LiveScope::of(&Plan::empty(NaiveDate::MIN));
        assert!((scope.share_in(Month::new(1900, 1)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_no_wave_opens_never_counts() {
        let mut plan = sample::plan();
        for wave in &mut plan.waves {
            wave.opens.markets.clear();
        }
        assert!(LiveScope::of(&plan).steps().is_empty());
    }
}
