//! The cost of delay: what one month's slip of an item costs, with all that it pushes.
//!
//! Value is what is lost of planned value up to the horizon; NPV is what is lost of the plan's present
//! value: the lost value less the running cost that begins later, both discounted. One-off cost stays where
//! it is. It is what NPV, told in whole coins, loses: NPV as it is less NPV as it would be, each rounded once, and not
//! the loss rounded by itself, which may be a coin off their difference. Where a pool binds, what a late driver loses is made up for by the others as far as they overlap with it, or
//! claim more than the cap: what the pool pays, `min(claims, cap/12)`, before less after, where claims and twelfths are
//! rounded as those of planned value are, so that it is to the cent what a slip of a month says.
//!
//! All items are asked for at once. A month reaches no further than what is live within a month after, so
//! the work grows with the items and what they push, not with their square: only steps that come to value or
//! running cost are walked, and what a driver loses by starting in another month is computed once.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::Figures;
use super::benefit::{Claims, Weight};
use super::business_case::npv_unrounded;
use super::cost::twelfths;
use super::discounting::{Running, unrounded};
use super::grid::settled;
use super::pool::Asked;
use crate::graph::{Graph, StepIx};
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;

/// What one month's slip of an item costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostOfDelay {
    /// Planned value that is lost up to the horizon.
    pub value: Money,
    /// What NPV falls by; below zero where more running cost is saved than value is lost.
    pub npv: Money,
}

/// A part of what a slip costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lost {
    /// What loses it.
    pub by: Loser,
    /// Planned value that is lost.
    pub value: Money,
    /// Present value that is lost, in whole coins that add up to that of the slip.
    pub present: Money,
}

/// A part of what a slip costs, its present value in minor units before it is rounded.
struct Part {
    by: Loser,
    value: Money,
    present: f64,
}

/// What loses value in a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loser {
    /// An item that is first live on this day.
    Item(ItemIx, NaiveDate),
    /// The drivers of a pool together, and whether its cap takes anything off what they claim in any month, as things
    /// are or as they would be.
    Pool(PoolIx, bool),
}

/// What one month's slip of an item costs, part by part; `None` for an item without a step that is still
/// ahead.
#[must_use]
pub fn cost_of_delay(figures: &Figures<'_>, graph: &Graph, item: ItemIx) -> Option<(CostOfDelay, Vec<Lost>)> {
    let live = |step: StepIx| figures.is_past(graph.item_of(step), graph.nth_of(step));
    graph.steps_of(item).find(|step| !live(*step))?;
    let mut moved: Vec<(ItemIx, NaiveDate)> = Vec::new();
    graph.pushed(figures.day_ahead(), live).by(item, 1, |step, to| {
        if graph.nth_of(step) == 0 {
            moved.push((graph.item_of(step), to));
        }
    });
    let mut losses = Losses::of(figures);
    moved.retain(|(item, _)| losses.has(*item));
    moved.sort_unstable();
    let (mut parts, mut running) = (Vec::new(), losses.running());
    losses.each(&moved, |lost| {
        parts.push(Lost { by: lost.by, value: lost.value, present: running.add(lost.present) });
    });
    Some((losses.sum(&moved), parts))
}

/// What one month's slip costs, by item. `None` for an item without a step that is still ahead.
#[must_use]
pub fn costs_of_delay(figures: &Figures<'_>, graph: &Graph) -> Vec<Option<CostOfDelay>> {
    let plan = figures.plan;
    let ahead: Vec<bool> = (0..graph.step_count() as u32)
        .map(|step| !figures.is_past(graph.item_of(StepIx(step)), graph.nth_of(StepIx(step))))
        .collect();
    let mut losses = Losses::of(figures);
    let matters = matters(graph, &losses, &ahead);
    let mut pushed = graph.pushed(figures.day_ahead(), |step| !matters[step.at()]);
    let mut moved: Vec<(ItemIx, NaiveDate)> = Vec::new();
    let cost = |(item, _): (ItemIx, _)| {
        graph.steps_of(item).find(|step| ahead[step.at()])?;
        moved.clear();
        // Value and running cost begin with the first step.
        pushed.by(item, 1, |step, to| {
            if graph.nth_of(step) == 0 {
                moved.push((graph.item_of(step), to));
            }
        });
        // Sums of fractions must not depend on the way of the walk.
        moved.sort_unstable();
        Some(losses.sum(&moved))
    };
    plan.items().map(cost).collect()
}

/// Which steps are still ahead and come to value or running cost: their own, or that of what needs them.
fn matters(graph: &Graph, losses: &Losses<'_, '_>, ahead: &[bool]) -> Vec<bool> {
    let mut matters = vec![false; ahead.len()];
    for step in graph.order().rev().filter(|step| ahead[step.at()]) {
        let own = graph.nth_of(step) == 0 && losses.has(graph.item_of(step));
        matters[step.at()] = own || graph.held_by(step).any(|edge| matters[edge.needing.at()]);
    }
    matters
}

/// What is lost when the first steps of items move.
struct Losses<'f, 'p> {
    figures: &'f Figures<'p>,
    claims: Claims<'f, 'p>,
    /// The claim of each driver that has one.
    of_driver: FxHashMap<ItemIx, usize>,
    /// What the drivers of each pool with a base or a cap ask of it, by month.
    pools: Vec<Vec<Asked>>,
    /// Value and present value lost outside of pools, and present value of running cost saved, by item
    /// and month.
    known: FxHashMap<(ItemIx, Month), (Money, f64)>,
    /// NPV of the plan before it is rounded.
    npv: f64,
}

impl<'f, 'p> Losses<'f, 'p> {
    fn of(figures: &'f Figures<'p>) -> Self {
        let claims = Claims::of(figures, Weight::Confidence);
        let of_driver = claims.all.iter().enumerate().map(|(nth, claim)| (claim.driver, nth)).collect();
        let pools = claims.of_pools();
        let npv = npv_unrounded(figures);
        Self { figures, of_driver, pools, known: FxHashMap::default(), claims, npv }
    }

    /// A total from NPV below zero up, to which what is lost is added: it grows by the coins that NPV falls by.
    fn running(&self) -> Running {
        Running::from(-self.npv)
    }

    /// Whether anything depends on when an item is first live.
    fn has(&self, item: ItemIx) -> bool {
        self.of_driver.contains_key(&item) || self.figures.plan.item(item).cost().run.is_some()
    }

    fn sum(&mut self, moved: &[(ItemIx, NaiveDate)]) -> CostOfDelay {
        let (mut value, mut present) = (Money::ZERO, 0.0);
        self.each(moved, |lost| {
            value += lost.value;
            present += lost.present;
        });
        CostOfDelay { value, npv: self.running().add(present) }
    }

    /// Tells what is lost part by part.
    fn each(&mut self, moved: &[(ItemIx, NaiveDate)], mut tell: impl FnMut(Part)) {
        let discounts = self.figures.discounts();
        let mut pooled: Vec<(PoolIx, Vec<Asked>)> = Vec::new();
        for &(item, to) in moved {
            let known = self.known.get(&(item, Month::after(to))).copied();
            let (value, of_it) = match known {
                Some(known) => known,
                None => self.lost(item, to),
            };
            tell(Part { by: Loser::Item(item, to), value, present: of_it });
            if let Some((pool, nth)) = self.pool_of(item) {
                let begun = self.claims.begun(nth, Month::after(to));
                let known = pooled.iter().position(|(known, _)| *known == pool).unwrap_or_else(|| {
                    pooled.push((pool, self.pools[pool.at()].clone()));
                    pooled.len() - 1
                });
                for (asked, (now, later)) in pooled[known].1.iter_mut().zip(begun) {
                    *asked = asked.without(rounded(now)).with(rounded(later));
                }
            }
        }
        for (pool, later) in pooled {
            let caps = self.figures.plan.pools[pool.at()].cap.map(twelfths);
            let months = self.pools[pool.at()].iter().zip(later).enumerate();
            let mut capped = false;
            let lost = months.map(|(position, (now, later))| {
                let most = caps.map(|caps| caps[position % 12]);
                let [now, later] = [now, &later].map(|asked| {
                    let counts = asked.counts(most);
                    // Once is enough to know.
                    capped = capped || most.is_some() && counts < asked.counts(None);
                    counts
                });
                now - later
            });
            let lost: Vec<Money> = lost.collect();
            let value = lost.iter().copied().sum();
            tell(Part { by: Loser::Pool(pool, capped), value, present: unrounded(&lost, discounts) });
        }
    }

    /// The pool with a base or a cap that a driver claims from, and its claim.
    fn pool_of(&self, item: ItemIx) -> Option<(PoolIx, usize)> {
        let nth = *self.of_driver.get(&item)?;
        let pool = self.claims.all[nth].pool?;
        (!self.pools[pool.at()].is_empty()).then_some((pool, nth))
    }

    /// What is lost when one item is first live on another day: its value where no pool binds it, and the
    /// present value of that less what is saved of its running cost.
    fn lost(&mut self, item: ItemIx, to: NaiveDate) -> (Money, f64) {
        let discounts = self.figures.discounts();
        let mut lost = (Money::ZERO, 0.0);
        if self.figures.plan.item(item).cost().run.is_some() {
            lost.1 -= unrounded(&self.figures.running_saved(item, to), discounts);
        }
        if let Some(nth) = self.of_driver.get(&item).copied().filter(|_| self.pool_of(item).is_none()) {
            let begun = self.claims.begun(nth, Month::after(to));
            let fewer = begun.map(|(now, later)| rounded(now) - rounded(later));
            let fewer: Vec<Money> = fewer.collect();
            lost = (fewer.iter().copied().sum(), lost.1 + unrounded(&fewer, discounts));
        }
        self.known.insert((item, Month::after(to)), lost);
        lost
    }
}

/// A claim of a month as planned value rounds it.
fn rounded(minor: f64) -> Money {
    Money::from_minor_f64(settled(minor))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::item::Need;

    /// By hand, in the sample plan as of its first day, with `reach` needing `crm` at level 2.
    ///
    /// `crm` goes live on 31 March 2026, and a month later with its first two steps. `reach` goes with it:
    /// 3,000 of April are lost. One month of running cost, 1,000, is saved. Both are discounted from the
    /// middle of April, three and a half months after the start.
    #[test]
    fn a_month_costs_the_value_of_what_waits_less_the_running_cost() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let item = |id: &str| plan.item_by_id(id).unwrap();
        let (reach, content, crm, steering) = (item("reach"), item("content"), item("crm"), item("steering"));
        plan.item_mut(reach).needs = [Need { item: crm, level: None, wave: None, nth: 0 }].into();
        let figures = Figures::new(&plan);
        let costs = costs_of_delay(&figures, &Graph::new(&plan));
        let of = |item: ItemIx| costs[item.at()].unwrap();
        assert_eq!(of(crm).value, euros(3_000));
        let npv = 2_000.0 * 1.1_f64.powf(-3.5 / 12.0);
        assert_eq!(of(crm).npv, Money::from_minor_f64(npv * 100.0));
        assert_eq!(of(reach).value, euros(3_000));
        // Linear over four months: north loses 1/8 to 7/8, then nothing, of 1,200 a month; 600 of `once`
        // only move; south starts in January 2027 whatever `content` does.
        assert_eq!(of(content).value, euros(150 + 300 + 300 + 300 + 150));
        assert_eq!(of(steering), CostOfDelay::default(), "nothing needs it");
    }

    #[test]
    fn what_is_live_costs_no_delay() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let costs = costs_of_delay(&figures, &Graph::new(&plan));
        let of = |id: &str| costs[plan.item_by_id(id).unwrap().at()];
        assert_eq!((of("reach"), of("content")), (None, None));
        assert_eq!(of("crm"), Some(CostOfDelay::default()), "its second step is ahead");
        // North: a month of 3,000 × 0.9 × 0.6 at the horizon. South opens later anyway.
        assert_eq!(of("launch").unwrap().value, euros(1_620));
    }
}
