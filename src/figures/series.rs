//! Rows of months by driver, and records grouped by what they are about.

use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;

/// An amount for each driver and month of the grid. Drivers without any share one row of zeros, so a
/// plan with many drivers and little value stays small.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    months: usize,
    /// Where the row of a driver starts in `cells`; 0 is the row of zeros.
    starts: Vec<usize>,
    cells: Vec<Money>,
    total: Vec<Money>,
}

impl Series {
    /// Nothing for any of `drivers` drivers in `months` months, with room for `rows` rows: a large plan
    /// should not move them while it grows.
    pub(super) fn empty(drivers: usize, months: usize, rows: usize) -> Self {
        let mut cells = Vec::with_capacity((rows + 1) * months);
        cells.resize(months, Money::ZERO);
        Self { months, starts: vec![0; drivers], total: vec![Money::ZERO; months], cells }
    }

    /// How many drivers have a row of their own.
    pub(super) fn rows(&self) -> usize {
        self.starts.iter().filter(|start| **start > 0).count()
    }

    /// The row of a driver, made when first written to. Ends in [`Series::summed`].
    pub(super) fn row_mut(&mut self, driver: ItemIx) -> &mut [Money] {
        if self.starts[driver.at()] == 0 {
            self.starts[driver.at()] = self.cells.len();
            self.cells.resize(self.cells.len() + self.months, Money::ZERO);
        }
        let start = self.starts[driver.at()];
        &mut self.cells[start..start + self.months]
    }

    /// With its totals.
    pub(super) fn summed(mut self) -> Self {
        self.total.fill(Money::ZERO);
        for row in self.cells.chunks_exact(self.months.max(1)) {
            for (total, amount) in self.total.iter_mut().zip(row) {
                *total += *amount;
            }
        }
        self
    }

    /// The amounts of a driver by month of the grid.
    #[must_use]
    pub fn of(&self, driver: ItemIx) -> &[Money] {
        let start = self.starts.get(driver.at()).copied().unwrap_or(0);
        &self.cells[start..start + self.months]
    }

    /// Whether a driver has a row of its own: where not, all its amounts are zero.
    #[must_use]
    pub fn has(&self, driver: ItemIx) -> bool {
        self.starts.get(driver.at()).is_some_and(|start| *start > 0)
    }

    /// The sum over all drivers by month of the grid.
    #[must_use]
    pub fn total(&self) -> &[Money] {
        &self.total
    }

    /// The sum over all months of a driver.
    #[must_use]
    pub fn sum_of(&self, driver: ItemIx) -> Money {
        if self.has(driver) { self.of(driver).iter().copied().sum() } else { Money::ZERO }
    }
}

/// Positions of records, grouped by the index of what they are about; inside a group in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Groups {
    ends: Vec<u32>,
    positions: Vec<u32>,
}

impl Groups {
    /// Groups the records whose owners, one after the other, are `owners`, all below `count`.
    pub(crate) fn new(count: usize, owners: impl Iterator<Item = usize> + Clone) -> Self {
        let mut ends = vec![0_u32; count + 1];
        for owner in owners.clone() {
            ends[owner + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut next = ends.clone();
        let mut positions = vec![0; ends[count] as usize];
        for (position, owner) in (0_u32..).zip(owners) {
            positions[next[owner] as usize] = position;
            next[owner] += 1;
        }
        Self { ends, positions }
    }

    /// The positions of the records about `owner`.
    pub(crate) fn of(&self, owner: usize) -> &[u32] {
        &self.positions[self.ends[owner] as usize..self.ends[owner + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drivers_without_amounts_share_a_row_of_zeros() {
        let mut series = Series::empty(3, 2, 2);
        series.row_mut(ItemIx(2))[1] = Money(5);
        series.row_mut(ItemIx(0))[1] = Money(7);
        let series = series.summed();
        assert_eq!(series.of(ItemIx(2)), [Money(0), Money(5)]);
        assert_eq!(series.of(ItemIx(1)), [Money(0), Money(0)]);
        assert_eq!(series.total(), [Money(0), Money(12)]);
        assert!(!series.has(ItemIx(1)));
    }

    #[test]
    fn groups_keep_the_order_of_the_record() {
        let groups = Groups::new(3, [2, 0, 2].into_iter());
        assert_eq!((groups.of(0), groups.of(1), groups.of(2)), (&[1][..], &[][..], &[0, 2][..]));
    }
}
