//! Whether a sum tells a single private amount: to whoever knows its other parts, it does where it has one.

use super::Figures;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;

/// How many parts of the plan's sums are private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alone {
    /// Of value: drivers of which something is private, and which have value or realized some.
    pub values: usize,
    /// Of cost: items, exceptions and markets that are private and cost something.
    pub costs: usize,
}

impl Alone {
    /// Whether a sum of value or of cost has one private part alone.
    #[must_use]
    pub fn tells(self) -> bool {
        self.values == 1 || self.costs == 1
    }

    /// Whether any sum has a private part.
    #[must_use]
    pub fn any(self) -> bool {
        self.values + self.costs > 0
    }
}

impl Figures<'_> {
    /// How many parts of its sums are private.
    #[must_use]
    pub fn alone(&self) -> Alone {
        let plan = self.plan;
        if !plan.has_private() {
            return Alone::default();
        }
        let valued = |ix: ItemIx| self.planned().has(ix) || self.realized().has(ix);
        let values = plan.drivers().filter(|(ix, _)| plan.is_private_value(*ix) && valued(*ix)).count();
        let some = |cost: Option<Money>| cost.is_some_and(|cost| cost != Money::ZERO);
        let items = plan.items().filter(|(_, it)| {
            let cost = it.cost();
            it.about.private && (some(cost.run) || cost.spread.is_some() || !cost.by_wave.is_empty())
        });
        let exceptions = plan.exceptions.iter().filter(|it| it.about.private && some(it.cost));
        let markets = plan.markets.iter().filter(|it| it.about.private && some(it.cost));
        Alone { values, costs: items.count() + exceptions.count() + markets.count() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    #[test]
    fn a_sum_of_one_private_part_tells_it_and_of_two_does_not() {
        let mut plan = sample::plan();
        assert_eq!(Figures::new(&plan).alone(), Alone::default());
        let valued: Vec<ItemIx> = {
            let figures = Figures::new(&plan);
            plan.drivers().map(|(ix, _)| ix).filter(|ix| figures.planned().has(*ix)).collect()
        };
        plan.item_mut(valued[0]).about.private = true;
        assert_eq!(Figures::new(&plan).alone().values, 1);
        assert!(Figures::new(&plan).alone().tells());
        plan.item_mut(valued[1]).about.private = true;
        assert_eq!(Figures::new(&plan).alone().values, 2);
    }
}
