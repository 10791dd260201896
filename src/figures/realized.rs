//! What was realized, at what rate of plan, and what is to be expected therefore.
//!
//! - **Realized**: what was recorded, each period's amount spread evenly over its months. A record whose
//!   period ends after `as-of` is not known yet and counts nowhere; a month without a record counts 0.
//! - **Realization rate** of a driver: realized ÷ planned over its recorded months; undefined while
//!   nothing was planned in them. Value that was recorded before the plan has the driver live at all was held
//!   against another plan, and putting a driver off would raise its rate and so its forecast. What is planned
//!   counts then as if its value had begun with the first month of that record, without the cap of its pool.
//! - **Forecast**: realized in recorded months, planned × rate in all others, those before `as-of`
//!   included, since the record lags behind. While the rate is undefined it counts 1.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::Figures;
use super::benefit::{Curve, Weight, full};
use super::grid::{EvenParts, settled};
use super::series::Series;
use crate::plan::Plan;
use crate::plan::calendar::{Month, Period};
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::record::Realized;

/// Realized value and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Realized value by driver and month.
    pub series: Series,
    recorded: FxHashMap<ItemIx, Vec<bool>>,
    to_date: FxHashMap<ItemIx, Money>,
    earliest: FxHashMap<ItemIx, Period>,
}

/// How much of the planned value came about, over the months that are recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Realized in the recorded months.
    pub realized: Money,
    /// Planned for the same months.
    pub planned: Money,
}

impl Rate {
    /// Realized ÷ planned; `None` while nothing was planned.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.planned != Money::ZERO).then(|| self.realized.minor_f64() / self.planned.minor_f64())
    }
}

impl Evidence {
    /// Whether each month of the grid is recorded; empty for a driver without any record.
    #[must_use]
    pub fn recorded(&self, driver: ItemIx) -> &[bool] {
        self.recorded.get(&driver).map_or(&[], Vec::as_slice)
    }

    /// All that a driver realized up to `as-of`, in months off the grid too.
    #[must_use]
    pub fn to_date(&self, driver: ItemIx) -> Money {
        self.to_date.get(&driver).copied().unwrap_or_default()
    }
}

/// The records of realized value that are known at `as-of`.
pub fn known(plan: &Plan) -> impl Iterator<Item = &Realized> {
    plan.realized.iter().filter(|record| record.period.end() <= plan.as_of)
}

pub(super) fn evidence(figures: &Figures<'_>) -> Evidence {
    let (plan, grid) = (figures.plan, figures.grid());
    let drivers = plan.drivers().count();
    let mut series = Series::empty(drivers, grid.len(), 0);
    let mut recorded: FxHashMap<ItemIx, Vec<bool>> = FxHashMap::default();
    let mut to_date: FxHashMap<ItemIx, Money> = FxHashMap::default();
    let mut earliest: FxHashMap<ItemIx, Period> = FxHashMap::default();
    for record in known(plan).filter(|record| record.driver.at() < drivers) {
        *to_date.entry(record.driver).or_default() += record.value;
        if record.value != Money::ZERO {
            let first = earliest.entry(record.driver).or_insert(record.period);
            if (record.period.end(), record.period.first) < (first.end(), first.first) {
                *first = record.period;
            }
        }
        let row = series.row_mut(record.driver);
        let seen = recorded.entry(record.driver).or_insert_with(|| vec![false; grid.len()]);
        let parts = EvenParts::of(record.value, usize::try_from(record.period.months).unwrap_or(1));
        for (month, part) in record.period.iter().zip(parts) {
            if let Some(position) = grid.position(month) {
                row[position] += part;
                seen[position] = true;
            }
        }
    }
    Evidence { series: series.summed(), recorded, to_date, earliest }
}

impl Figures<'_> {
    /// The realization rate of a driver; `None` where no month of the grid is recorded.
    pub fn rate(&self, driver: ItemIx) -> Option<Rate> {
        let evidence = self.evidence();
        let recorded = evidence.recorded(driver);
        let realized = evidence.series.of(driver);
        let planned = match self.begun_before(driver) {
            Some(begun) => Cow::Owned(self.begun(driver, begun)),
            None => Cow::Borrowed(self.planned().of(driver)),
        };
        let months = (0..recorded.len()).filter(|position| recorded[*position]);
        months.fold(None, |rate: Option<Rate>, position| {
            let mut rate = rate.unwrap_or_default();
            rate.realized += realized[position];
            rate.planned += planned[position];
            Some(rate)
        })
    }

    /// The months of the grid, by position, that are over at `as-of`, in which a driver plans something and nothing is
    /// recorded of it: its forecast takes them as planned, times the rate so far.
    #[must_use]
    pub fn unrecorded(&self, driver: ItemIx) -> Vec<usize> {
        let over = self.grid().months_over(self.plan.as_of);
        let recorded = self.evidence().recorded(driver);
        let planned = self.planned().of(driver).iter().enumerate().take(over);
        let open =
            planned.filter(|(at, planned)| **planned != Money::ZERO && recorded.get(*at) != Some(&true));
        open.map(|(at, _)| at).collect()
    }

    /// How many such months all drivers have together, each month of each driver counted.
    #[must_use]
    pub fn unrecorded_in_all(&self) -> usize {
        self.plan.drivers().map(|(driver, _)| self.unrecorded(driver).len()).sum()
    }

    /// The month with which the value of a driver began by its record, where that is before the plan has the driver
    /// live: its whole first period with value is over by then. `None` where plan and record agree.
    #[must_use]
    pub fn begun_before(&self, driver: ItemIx) -> Option<Month> {
        let first = self.evidence().earliest.get(&driver)?;
        self.plan.first_live(driver).filter(|live| first.end() <= *live).map(|_| first.first)
    }

    /// What a driver would have planned by month of the grid if its value had begun with a month, without the cap
    /// of its pool.
    #[must_use]
    pub fn begun(&self, driver: ItemIx, with: Month) -> Vec<Money> {
        let Some(own) = self.plan.item(driver).driver() else { return Vec::new() };
        let (monthly, once) = full(own, Weight::Confidence);
        let curve = Curve::of(self.grid(), self.scope(), with, own.ramp.as_ref());
        let months = curve.ramped.iter().zip(&curve.first);
        months
            .map(|(ramped, first)| Money::from_minor_f64(settled(monthly * ramped + once * first)))
            .collect()
    }
}

impl Figures<'_> {
    /// The forecast of one driver by month of the grid, without that of all others: what was realized where
    /// that is recorded, else what is planned × the rate at which the driver came true so far.
    #[must_use]
    pub fn forecast_of(&self, driver: ItemIx) -> Vec<Money> {
        let evidence = self.evidence();
        let rate = self.rate(driver).filter(|rate| rate.planned != Money::ZERO);
        let (recorded, realized) = (evidence.recorded(driver), evidence.series.of(driver));
        let amount = |(position, planned): (usize, &Money)| match rate {
            _ if recorded.get(position) == Some(&true) => realized[position],
            Some(rate) => planned.part(rate.realized.0, rate.planned.0),
            None => *planned,
        };
        self.planned().of(driver).iter().enumerate().map(amount).collect()
    }
}

pub(super) fn forecast(figures: &Figures<'_>) -> Series {
    let evidence = figures.evidence();
    // Without any record the forecast is the plan.
    if evidence.recorded.is_empty() {
        return figures.planned().clone();
    }
    let rows = figures.planned().rows() + evidence.series.rows();
    let mut series = Series::empty(figures.plan.drivers().count(), figures.grid().len(), rows);
    for (driver, _) in figures.plan.drivers() {
        if figures.planned().has(driver) || evidence.series.has(driver) {
            series.row_mut(driver).copy_from_slice(&figures.forecast_of(driver));
        }
    }
    series.summed()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;

    #[test]
    fn the_forecast_follows_the_evidence() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let reach = plan.item_by_id("reach").unwrap();
        let cents = |euros: &[i128]| euros.iter().map(|euro| Money(euro * 100)).collect::<Vec<_>>();
        // Recorded: 6,000 for the second quarter and 1,500 for July, of 9,000 and 3,000 planned.
        let realized = cents(&[0, 0, 0, 2000, 2000, 2000, 1500, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(figures.realized().of(reach), realized);
        assert_eq!(figures.rate(reach).and_then(Rate::share), Some(0.625));
        let expected =
            cents(&[0, 0, 0, 2000, 2000, 2000, 1500, 1875, 1875, 1875, 1875, 1875, 3125, 3125, 3125]);
        assert_eq!(figures.forecast().of(reach), expected);
        let total: Money = figures.forecast().total().iter().copied().sum();
        assert_eq!(total, euros(49_060));
    }

    /// Recorded as above, and then put off to the end of September: in April to July nothing is planned any more.
    /// What was recorded was held against value that had begun with April, so the rate stays, and putting it off
    /// raises nothing. A record of the period in which a driver goes live is none from before it.
    #[test]
    fn a_driver_that_is_put_off_keeps_the_rate_at_which_it_came_true() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        let before: Money = Figures::new(&plan).forecast().of(reach).iter().copied().sum();
        plan.moved.insert((reach, 0), sample::day("2026-09-30"));
        let figures = Figures::new(&plan);
        let begun = Month::of(sample::day("2026-04-01"));
        assert_eq!(figures.begun_before(reach), Some(begun));
        // 120,000 ÷ 12 × 0.5 × (0.6 of north from April, 1.0 with south from January), as it was planned.
        let planned = [vec![Money(0); 3], vec![Money(300_000); 9], vec![Money(500_000); 3]].concat();
        assert_eq!(figures.begun(reach, begun), planned);
        assert_eq!(figures.rate(reach).and_then(Rate::share), Some(0.625));
        // Realized 7,500; then 3 × 3,000 × 0.625 from October and 3 × 5,000 × 0.625 from January.
        let after: Money = figures.forecast().of(reach).iter().copied().sum();
        assert_eq!(after, euros(7_500 + 5_625 + 9_375));
        assert!(after < before);
        // Live within the second quarter: its record tells of the months since.
        plan.moved.insert((reach, 0), sample::day("2026-05-31"));
        assert_eq!(Figures::new(&plan).begun_before(reach), None);
    }

    #[test]
    fn what_ends_after_as_of_is_not_known() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let content = plan.item_by_id("content").unwrap();
        assert_eq!(plan.realized.iter().filter(|record| record.driver == content).count(), 1);
        assert_eq!(figures.evidence().to_date(content), Money::ZERO);
        assert_eq!(figures.rate(content), None);
        assert_eq!(figures.forecast().of(content), figures.planned().of(content));
    }

    #[test]
    fn a_rate_of_nothing_planned_is_undefined() {
        assert_eq!(Rate { realized: Money(5), planned: Money::ZERO }.share(), None);
    }
}
