//! Cost by wave and month.
//!
//! One-off cost falls evenly on the months of its wave, a market's roll-out cost (times its archetype's
//! factor) on those of the wave that opens it. Running cost is a twelfth a month from the first month after
//! the item is first live to the horizon, and belongs to the wave of its first step. An exception costs a
//! twelfth a month from the first month after its market is live through the month of its `until`, and
//! belongs to the wave that opens the market; without a market it runs from plan start and belongs to no
//! wave. Twelfths are even parts of a year, so that each twelve months add up to the amount in the plan.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::Figures;
use super::grid::{EvenParts, Grid, months_of, settled};
use super::scope::LiveScope;
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, MarketIx, WaveIx};
use crate::plan::item::Item;
use crate::plan::operating_model::Exception;
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;

/// Cost by wave and month of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// One-off cost.
    pub one_off: Lanes,
    /// The part of it that is the roll-out to markets.
    pub rollout: Lanes,
    /// Running cost, exceptions included.
    pub running: Lanes,
    /// The part of it that is the price of exceptions.
    pub exceptions: Lanes,
}

/// Amounts by wave and month of the grid, with what belongs to no wave.
#[derive(Clone, Debug, PartialEq)]
pub struct Lanes {
    /// By wave; empty where a wave has nothing.
    waves: Vec<Vec<Money>>,
    unattributed: Vec<Money>,
    zeros: Vec<Money>,
    total: Vec<Money>,
}

/// What money is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// An item.
    Item(ItemIx),
    /// The roll-out to a market.
    Market(MarketIx),
}

impl Lanes {
    fn empty(waves: usize, months: usize) -> Self {
        let zeros = vec![Money::ZERO; months];
        Self { waves: vec![Vec::new(); waves], unattributed: zeros.clone(), total: zeros.clone(), zeros }
    }

    fn lane_mut(&mut self, wave: Option<WaveIx>) -> &mut [Money] {
        match wave {
            Some(wave) => {
                let lane = &mut self.waves[wave.at()];
                lane.resize(self.zeros.len(), Money::ZERO);
                lane
            }
            None => &mut self.unattributed,
        }
    }

    fn summed(mut self) -> Self {
        for lane in self.waves.iter().chain([&self.unattributed]) {
            for (total, amount) in self.total.iter_mut().zip(lane) {
                *total += *amount;
            }
        }
        self
    }

    /// The amounts of a wave by month of the grid.
    #[must_use]
    pub fn of(&self, wave: WaveIx) -> &[Money] {
        self.waves.get(wave.at()).filter(|lane| !lane.is_empty()).unwrap_or(&self.zeros)
    }

    /// What belongs to no wave, by month of the grid.
    #[must_use]
    pub fn unattributed(&self) -> &[Money] {
        &self.unattributed
    }

    /// All waves and what belongs to none, by month of the grid.
    #[must_use]
    pub fn total(&self) -> &[Money] {
        &self.total
    }
}

impl Costs {
    /// One-off and running cost of all waves by month of the grid.
    #[must_use]
    pub fn total(&self) -> Vec<Money> {
        added(&self.one_off.total, &self.running.total)
    }

    /// One-off and running cost of a wave by month of the grid.
    #[must_use]
    pub fn of(&self, wave: WaveIx) -> Vec<Money> {
        added(self.one_off.of(wave), self.running.of(wave))
    }
}

fn added(left: &[Money], right: &[Money]) -> Vec<Money> {
    left.iter().zip(right).map(|(left, right)| *left + *right).collect()
}

pub(super) fn costs(figures: &Figures<'_>) -> Costs {
    let (plan, grid) = (figures.plan, figures.grid());
    let [mut one_off, mut rollout, mut running, mut exceptions] =
        [(); 4].map(|()| Lanes::empty(plan.waves.len(), grid.len()));
    each_one_off(plan, figures.scope(), |source, wave, amount| {
        spread_over_wave(plan, grid, wave, amount, one_off.lane_mut(Some(wave)));
        if matches!(source, Source::Market(_)) {
            spread_over_wave(plan, grid, wave, amount, rollout.lane_mut(Some(wave)));
        }
    });
    run(plan, grid, &mut running);
    for exception in &plan.exceptions {
        let wave = exception
            .market
            .and_then(|market| figures.scope().opened_by(MultiplierKind::Market, market.at()));
        exceptional(figures, exception, running.lane_mut(wave));
        exceptional(figures, exception, exceptions.lane_mut(wave));
    }
    Costs {
        one_off: one_off.summed(),
        rollout: rollout.summed(),
        running: running.summed(),
        exceptions: exceptions.summed(),
    }
}

/// Every one-off amount with what it is for and the wave it falls in.
pub(super) fn each_one_off(plan: &Plan, scope: &LiveScope, mut tell: impl FnMut(Source, WaveIx, Money)) {
    for (ix, item) in plan.items() {
        one_off_of(item, |wave, amount| tell(Source::Item(ix), wave, amount));
    }
    for market in (0..plan.markets.len()).map(MarketIx::from) {
        if let Some((wave, amount)) = rollout(plan, scope, market) {
            tell(Source::Market(market), wave, amount);
        }
    }
}

/// The roll-out cost of a market, times its archetype's factor, and the wave that it falls in.
pub(super) fn rollout(plan: &Plan, scope: &LiveScope, ix: MarketIx) -> Option<(WaveIx, Money)> {
    let market = &plan.markets[ix.at()];
    let wave = scope.opened_by(MultiplierKind::Market, ix.at())?;
    let cost = market.cost.filter(|cost| *cost != Money::ZERO)?;
    let factor = market.archetype.map_or(1.0, |name| plan.archetype(name).cost_factor);
    Some((wave, Money::from_minor_f64(settled(cost.minor_f64() * factor))))
}

/// The one-off cost of an item by wave: what it names by wave, and its even spread over its steps.
pub(super) fn one_off_of(item: &Item, mut tell: impl FnMut(WaveIx, Money)) {
    for (wave, amount) in &item.cost().by_wave {
        tell(*wave, *amount);
    }
    if let Some(spread) = item.cost().spread {
        for (step, part) in item.steps.iter().zip(EvenParts::of(spread, item.steps.len())) {
            tell(step.wave, part);
        }
    }
}

fn spread_over_wave(plan: &Plan, grid: Grid, wave: WaveIx, amount: Money, lane: &mut [Money]) {
    spread(grid, months_of(plan.wave(wave)), amount, lane);
}

/// Spreads an amount evenly over months: the first, and how many. What falls off the grid is left out.
pub(super) fn spread(grid: Grid, (first, count): (Month, usize), amount: Money, lane: &mut [Money]) {
    let mut parts = EvenParts::of(amount, count);
    let mut next = 0;
    for (position, nth) in grid.stretch(first, count) {
        lane[position] += parts.nth(nth - next).unwrap_or_default();
        next = nth + 1;
    }
}

/// Adds running cost. Items that start in one month and wave are added up by twelfth first, so that the
/// work grows with the items and not with items times months.
fn run(plan: &Plan, grid: Grid, lanes: &mut Lanes) {
    let mut together: FxHashMap<(WaveIx, Month), [Money; 12]> = FxHashMap::default();
    for (ix, item) in plan.items() {
        let Some(run) = item.cost().run.filter(|run| *run != Money::ZERO) else { continue };
        let (Some(step), Some(live)) = (item.steps.first(), plan.first_live(ix)) else { continue };
        let twelfths = together.entry((step.wave, Month::after(live))).or_default();
        for (sum, part) in twelfths.iter_mut().zip(EvenParts::of(run, 12)) {
            *sum += part;
        }
    }
    for ((wave, first), twelfths) in together {
        repeat(grid, first, grid.len(), &twelfths, lanes.lane_mut(Some(wave)));
    }
}

/// Adds twelfths of a year from month `first` on to the months of the grid before position `end`.
pub(super) fn repeat(grid: Grid, first: Month, end: usize, twelfths: &[Money; 12], lane: &mut [Money]) {
    let from = grid.position_from(first);
    for (position, amount) in lane.iter_mut().enumerate().take(end).skip(from) {
        let since = usize::try_from(grid.month(position).since(first)).unwrap_or(0);
        *amount += twelfths[since % 12];
    }
}

fn exceptional(figures: &Figures<'_>, exception: &Exception, lane: &mut [Money]) {
    let grid = figures.grid();
    let Some((cost, first)) = exception.cost.zip(begins(figures, exception)) else { return };
    let end = exception.until.map_or(grid.len(), |until| grid.position_from(Month::after(until)));
    repeat(grid, first, end, &twelfths(cost), lane);
}

/// The first month that an exception costs something: that after its market is live, or the first of the plan;
/// `None` where its market never is.
pub(super) fn begins(figures: &Figures<'_>, exception: &Exception) -> Option<Month> {
    let live = |market: MarketIx| figures.scope().live(MultiplierKind::Market, market.at());
    match exception.market.map(live) {
        None => Some(Month::of(figures.plan.start)),
        Some(live) => live.map(Month::after),
    }
}

/// The even twelfths of a year's amount.
pub(super) fn twelfths(year: Money) -> [Money; 12] {
    let mut parts = EvenParts::of(year, 12);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

impl Figures<'_> {
    /// The cost of one item by month of the grid: one-off, and running.
    #[must_use]
    pub fn costs_of_item(&self, ix: ItemIx) -> [Vec<Money>; 2] {
        let (plan, grid) = (self.plan, self.grid());
        let item = plan.item(ix);
        let mut one_off = vec![Money::ZERO; grid.len()];
        one_off_of(item, |wave, amount| spread_over_wave(plan, grid, wave, amount, &mut one_off));
        let mut running = vec![Money::ZERO; grid.len()];
        if let (Some(run), Some(live)) = (item.cost().run, plan.first_live(ix)) {
            repeat(grid, Month::after(live), grid.len(), &twelfths(run), &mut running);
        }
        [one_off, running]
    }

    /// The cost of one item by month of the grid, one-off and running together.
    #[must_use]
    pub fn cost_of_item(&self, ix: ItemIx) -> Vec<Money> {
        let [one_off, running] = self.costs_of_item(ix);
        added(&one_off, &running)
    }

    /// By how much less an item costs to run, by month of the grid, if it is first live at another date.
    pub(super) fn running_saved(&self, ix: ItemIx, live: NaiveDate) -> Vec<Money> {
        let mut later = vec![Money::ZERO; self.grid().len()];
        if let Some(run) = self.plan.item(ix).cost().run {
            repeat(self.grid(), Month::after(live), self.grid().len(), &twelfths(run), &mut later);
        }
        let [_, running] = self.costs_of_item(ix);
        running.iter().zip(later).map(|(now, later)| *now - later).collect()
    }

    /// The roll-out cost of one market by month of the grid.
    #[must_use]
    pub fn rollout_of(&self, market: MarketIx) -> Vec<Money> {
        let mut months = vec![Money::ZERO; self.grid().len()];
        if let Some((wave, amount)) = rollout(self.plan, self.scope(), market) {
            spread_over_wave(self.plan, self.grid(), wave, amount, &mut months);
        }
        months
    }

    /// The one-off money that a wave spends on one thing, by month of the grid.
    #[must_use]
    pub fn one_off_months(&self, on: Source, wave: WaveIx) -> Vec<Money> {
        let mut months = vec![Money::ZERO; self.grid().len()];
        for (_, amount) in self.one_off().of(wave).iter().filter(|(source, _)| *source == on) {
            spread_over_wave(self.plan, self.grid(), wave, *amount, &mut months);
        }
        months
    }

    /// Tells the one-off money that a wave spends on each item, by month of the grid.
    pub fn one_off_of_items(&self, wave: WaveIx, tell: &mut dyn FnMut(ItemIx, &[Money])) {
        // An item that costs by wave and in all is told twice in a row.
        for same in self.one_off().of(wave).chunk_by(|(one, _), (other, _)| one == other) {
            let Some((Source::Item(item), _)) = same.first() else { continue };
            let mut months = vec![Money::ZERO; self.grid().len()];
            for (_, amount) in same {
                spread_over_wave(self.plan, self.grid(), wave, *amount, &mut months);
            }
            tell(*item, &months);
        }
    }

    /// The cost of one exception by month of the grid, by its position in the plan.
    #[must_use]
    pub fn cost_of_exception(&self, position: usize) -> Vec<Money> {
        let mut months = vec![Money::ZERO; self.grid().len()];
        if let Some(exception) = self.plan.exceptions.get(position) {
            exceptional(self, exception, &mut months);
        }
        months
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn euros(amounts: &[Money]) -> Vec<i128> {
        amounts.iter().map(|amount| amount.0 / 100).collect()
    }

    /// By hand, Jan 2026 to Mar 2027. One-off: crm 9,000 over two steps, reach 3,000 and north 6,000 in the
    /// first wave, south 4,000 × 1.5 in the second. Running: crm 12,000 a year from April. Exceptions: 2,400
    /// a year in north from April through June, 1,200 a year everywhere through February.
    #[test]
    fn every_month_costs_what_falls_in_it() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let costs = figures.costs();
        let total = [[4600, 4600, 4500], [2950; 3], [2750; 3], [1000; 3], [1000; 3]].concat();
        assert_eq!(euros(&costs.total()), total);
        assert_eq!(total.iter().sum::<i128>(), 36_800);
        let sum = |amounts: &[Money]| euros(amounts).iter().sum::<i128>();
        assert_eq!(sum(&costs.of(WaveIx(0))), 26_100);
        assert_eq!(sum(&costs.of(WaveIx(1))), 10_500);
        assert_eq!(sum(costs.running.unattributed()), 200);
        assert_eq!(sum(costs.one_off.total()), 24_000);
        assert_eq!((sum(costs.rollout.of(WaveIx(0))), sum(costs.rollout.of(WaveIx(1)))), (6_000, 6_000));
        assert_eq!((sum(costs.exceptions.of(WaveIx(0))), sum(costs.exceptions.total())), (600, 800));
    }

    #[test]
    fn items_and_the_rest_add_up_to_the_whole() {
        let mut plan = sample::plan();
        for nth in 0..5 {
            let cost = plan.item_mut(ItemIx(nth)).cost.get_or_insert_default();
            cost.run = Some(Money(100_003 + i128::from(nth) * 7));
            cost.spread = Some(Money(99_999 + i128::from(nth)));
        }
        let figures = Figures::new(&plan);
        let mut sum = figures.costs().one_off.total().to_vec();
        sum = added(&sum, figures.costs().running.total());
        let mut parts = vec![Money::ZERO; sum.len()];
        for (ix, _) in plan.items() {
            parts = added(&parts, &figures.cost_of_item(ix));
        }
        for position in 0..plan.exceptions.len() {
            parts = added(&parts, &figures.cost_of_exception(position));
        }
        for market in (0..plan.markets.len()).map(MarketIx::from) {
            parts = added(&parts, &figures.rollout_of(market));
        }
        assert_eq!(parts, sum);
    }
}
