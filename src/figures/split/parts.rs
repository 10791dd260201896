//! What lies in some parts of several axes at once: the finest that value is cut up into, by driver and month.

use std::ops::Range;

use super::{Axis, Measure, Part, Split, Sums};
use crate::figures::Figures;
use crate::figures::benefit::{FullScope, Weight};
use crate::figures::scope::Cell;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
use crate::plan::quantity::Money;
use crate::plan::strategy::{Category, MultiplierKind, Stage};

impl Part {
    /// What belongs to no member of an axis.
    #[must_use]
    pub fn none(axis: Axis) -> Self {
        Self { axis, position: None }
    }

    /// The member of an axis that has this id or is this word. Periods are no parts in this sense.
    #[must_use]
    pub fn of(plan: &Plan, axis: Axis, id: &str) -> Option<Self> {
        let position = match axis {
            Axis::Month | Axis::Quarter | Axis::Year => None,
            Axis::Wave => plan.wave_by_id(id).map(|ix| ix.at()),
            Axis::Driver => {
                plan.item_by_id(id).filter(|ix| plan.item(*ix).driver().is_some()).map(|ix| ix.at())
            }
            Axis::Category => Category::WORDS.iter().position(|word| *word == id),
            Axis::Objective => plan.objectives.iter().position(|objective| &*objective.id == id),
            Axis::Stage => Stage::WORDS.iter().position(|word| *word == id),
            Axis::Pool => plan.pools.iter().position(|pool| &*pool.id == id),
            Axis::Market | Axis::Brand | Axis::CustomerType => {
                plan.multipliers(axis.kind()?).iter().position(|it| &*it.id == id)
            }
        };
        position.map(|position| Self { axis, position: Some(position) })
    }

    /// The members of an axis, in their order.
    pub fn all(plan: &Plan, axis: Axis) -> impl Iterator<Item = Self> + use<> {
        (0..axis.members(plan)).map(move |position| Self { axis, position: Some(position) })
    }

    /// Its axis.
    #[must_use]
    pub fn axis(self) -> Axis {
        self.axis
    }

    /// The position of the member; `None` for what belongs to none.
    #[must_use]
    pub fn position(self) -> Option<usize> {
        self.position
    }

    /// Whether a driver decides by itself that it belongs to the part, whatever the month and the scope.
    #[must_use]
    pub fn of_drivers(self) -> bool {
        self.axis.kind().is_none()
    }

    fn has_driver(self, ix: ItemIx, item: &Item) -> bool {
        !self.of_drivers() || self.axis.of_driver(ix, item) == self.position
    }

    fn has_cell(self, cell: &Cell) -> bool {
        self.of_drivers() || self.axis.of_cell(cell) == self.position
    }
}

impl Axis {
    /// The axis of a kind of multipliers.
    #[must_use]
    pub fn of_kind(kind: MultiplierKind) -> Self {
        match kind {
            MultiplierKind::Market => Self::Market,
            MultiplierKind::Brand => Self::Brand,
            MultiplierKind::CustomerType => Self::CustomerType,
        }
    }

    /// Whether it cuts value by time.
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(self, Self::Month | Self::Quarter | Self::Year)
    }
}

impl Figures<'_> {
    /// The amounts of a measure that lie in all of some parts, in some months of the grid, for each driver that
    /// has any. Its work grows with those drivers, with the months, and with the cells of the scope.
    #[must_use]
    pub fn in_parts(
        &self,
        measure: Measure,
        parts: &[Part],
        range: &Range<usize>,
    ) -> Vec<(ItemIx, Vec<Money>)> {
        let (plan, series) = (self.plan, self.measured(measure));
        let by_cell = parts.iter().any(|part| !part.of_drivers());
        let cells = if by_cell { self.live_cells() } else { Vec::new() };
        let weight = if measure == Measure::Unweighted { Weight::Plain } else { Weight::Confidence };
        let mut found = Vec::new();
        for (ix, item) in plan.drivers().filter(|(ix, _)| series.has(*ix)) {
            if !parts.iter().all(|part| part.has_driver(ix, item)) {
                continue;
            }
            let mut months = series.of(ix).get(range.clone()).unwrap_or_default().to_vec();
            if by_cell {
                let full = FullScope::of(plan, ix, weight);
                let months = range.clone().zip(&mut months);
                for (position, amount) in months.filter(|(_, it)| **it != Money::ZERO) {
                    let live = full.as_ref().map(|full| self.in_cells(full, *amount, &cells, position));
                    *amount = match live.filter(|live| !live.is_empty()) {
                        Some(live) => {
                            let inside =
                                live.iter().filter(|(cell, _)| parts.iter().all(|part| part.has_cell(cell)));
                            inside.map(|(_, amount)| *amount).sum()
                        }
                        None if parts.iter().all(|it| it.of_drivers() || it.position.is_none()) => *amount,
                        None => Money::ZERO,
                    };
                }
            }
            if months.iter().any(|amount| *amount != Money::ZERO) {
                found.push((ix, months));
            }
        }
        found
    }

    /// Value cut up by each of some axes and by month, all in one pass: what a [`split`](Figures::split) of each
    /// crossed with the months says.
    #[must_use]
    pub fn splits_by_month(&self, measure: Measure, axes: &[Axis]) -> Vec<Split> {
        let (plan, series, months) = (self.plan, self.measured(measure), self.grid().len());
        let by_cell = axes.iter().any(|axis| axis.kind().is_some());
        let cells = if by_cell { self.live_cells() } else { Vec::new() };
        let weight = if measure == Measure::Unweighted { Weight::Plain } else { Weight::Confidence };
        let empty = |axis: &Axis| Sums {
            columns: months + 1,
            amounts: vec![Money::ZERO; (axis.members(plan) + 1) * (months + 1)],
        };
        let mut sums: Vec<Sums> = axes.iter().map(empty).collect();
        for (ix, item) in plan.drivers().filter(|(ix, _)| series.has(*ix)) {
            let full = by_cell.then(|| FullScope::of(plan, ix, weight)).flatten();
            for (position, amount) in series.of(ix).iter().enumerate().filter(|(_, it)| **it != Money::ZERO) {
                let live = full.as_ref().map(|full| self.in_cells(full, *amount, &cells, position));
                let live = live.unwrap_or_default();
                for (axis, sums) in axes.iter().zip(&mut sums) {
                    if axis.kind().is_none() {
                        sums.add(axis.of_driver(ix, item), Some(position), *amount);
                    } else if live.is_empty() {
                        sums.add(None, Some(position), *amount);
                    } else {
                        live.iter()
                            .for_each(|(cell, part)| sums.add(axis.of_cell(cell), Some(position), *part));
                    }
                }
            }
        }
        axes.iter().zip(sums).map(|(axis, sums)| sums.trimmed(*axis, Some(Axis::Month))).collect()
    }

    /// Whether any scope counts for a driver in a month of the grid, so that its amount is shared out.
    #[must_use]
    pub fn is_shared_out(&self, driver: ItemIx, position: usize) -> bool {
        let month = self.grid().month(position);
        let full = FullScope::of(self.plan, driver, Weight::Confidence);
        let counts = |cell: &Cell| {
            cell.first_month
                .is_some_and(|first| full.as_ref().is_some_and(|full| full.in_month(first, month).is_some()))
        };
        self.live_cells().iter().any(counts)
    }

    /// The number of the month in which the cell of three multipliers is for a driver, from 1; `None` where it
    /// does not count yet.
    #[must_use]
    pub fn month_of_cell(&self, driver: ItemIx, parts: &[Part], position: usize) -> Option<u32> {
        let from = crate::plan::calendar::Month::after(self.plan.first_live(driver)?);
        let cell = self.live_cells().into_iter().find(|cell| parts.iter().all(|part| part.has_cell(cell)))?;
        let months = self.grid().month(position).since(cell.first_month?.max(from)) + 1;
        u32::try_from(months).ok().filter(|months| *months >= 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};

    #[test]
    fn one_pass_says_what_each_split_by_month_says() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let axes = [Axis::Market, Axis::Category, Axis::Brand];
        for measure in Measure::ALL {
            let each = axes.map(|axis| figures.split(*measure, axis, Some(Axis::Month)));
            assert_eq!(figures.splits_by_month(*measure, &axes), each, "{measure:?}");
        }
    }

    /// By hand, as in the tests of splits: reach brings 36,000 in north and 6,000 in south, from April 2026 and
    /// January 2027 on.
    #[test]
    fn parts_of_several_axes_hold_what_lies_in_all_of_them() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let part = |axis, id| Part::of(&plan, axis, id).unwrap();
        let of = |parts: &[Part]| -> Money {
            figures
                .in_parts(Measure::Planned, parts, &(0..15))
                .into_iter()
                .flat_map(|(_, months)| months)
                .sum()
        };
        assert_eq!(of(&[part(Axis::Driver, "reach"), part(Axis::Market, "south")]), euros(6_000));
        assert_eq!(of(&[part(Axis::Market, "north")]), euros(55_890));
        assert_eq!(of(&[Part::none(Axis::Brand), part(Axis::Market, "north")]), euros(55_890));
        assert_eq!(of(&[]), euros(64_810));
        assert_eq!(Part::of(&plan, Axis::Market, "nowhere"), None);
        assert_eq!(Part::of(&plan, Axis::Month, "2026-01"), None);
        let reach = plan.item_by_id("reach").unwrap();
        assert!(!figures.is_shared_out(reach, 2) && figures.is_shared_out(reach, 3));
        assert_eq!(figures.month_of_cell(reach, &[part(Axis::Market, "south")], 13), Some(2));
    }
}
