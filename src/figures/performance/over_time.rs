//! A KPI over time: its course, and what it came to month by month.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::Figures;
use super::course::{Ledger, Point};
use super::rollup::worst_at;
use super::{Readings, known, slope};
use crate::plan::calendar::Month;
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::record::Reading;

impl Figures<'_> {
    /// Whether a KPI is a percentage that has never left, and is not wanted outside, 0 to 100: what it comes to
    /// stays there. On a day to come, of those that are asked then.
    #[must_use]
    pub fn is_share(&self, kpi: KpiIx, at: NaiveDate) -> bool {
        slope::is_share(self.plan.kpi(kpi), None, &self.course_ahead(kpi, None, at))
    }

    /// Of a KPI whose whole is its worst market, the market that is the worst on a day to come.
    #[must_use]
    pub fn worst_ahead(&self, kpi: KpiIx, at: NaiveDate) -> Option<MarketIx> {
        let figure = self.kpi(kpi);
        figure.global.worst_ahead?;
        worst_at(self, self.plan.kpi(kpi), &figure.markets, at)
    }

    /// How a KPI stood after each day on which it was read, as far as it is known at `as-of`.
    #[must_use]
    pub fn course(&self, kpi: KpiIx, market: Option<MarketIx>) -> Vec<Point> {
        let readings: Readings<'_> = known(self, kpi).collect();
        Ledger::new(self, self.plan.kpi(kpi), market).course(&readings, self.plan.as_of)
    }

    /// The course of a KPI by its own readings: in a market, of that market alone.
    pub(super) fn course_of(&self, kpi: KpiIx, market: Option<MarketIx>) -> Vec<Point> {
        let own = |it: &(u32, &Reading)| market.is_none() || it.1.market == market;
        let readings: Readings<'_> = known(self, kpi).filter(own).collect();
        Ledger::new(self, self.plan.kpi(kpi), market).course(&readings, self.plan.as_of)
    }

    /// A KPI by month of the grid up to `as-of`: how it stood after the newest reading of each month. A
    /// month without a reading is a gap; nothing is put between two readings.
    #[must_use]
    pub fn trend(&self, kpi: KpiIx, market: Option<MarketIx>) -> Vec<(Month, Option<f64>)> {
        let by_month: BTreeMap<Month, f64> =
            self.course(kpi, market).iter().map(|point| (Month::of(point.date), point.value)).collect();
        let months = self.grid().months().take_while(|month| month.first_day() <= self.plan.as_of);
        months.map(|month| (month, by_month.get(&month).copied())).collect()
    }

    /// The last day of each month of the plan up to `as-of` on which a KPI was read, with what counted then: as
    /// [`Figures::trend`], without windows that were read in part, which hold less by that alone.
    #[must_use]
    pub fn read_by_month(&self, kpi: KpiIx, market: Option<MarketIx>) -> Vec<(NaiveDate, f64)> {
        let mut days: Vec<(NaiveDate, f64)> = Vec::new();
        for point in self.course(kpi, market).into_iter().filter(|point| point.full) {
            let month = Month::of(point.date);
            if self.grid().position(month).is_none() || self.plan.as_of < month.first_day() {
                continue;
            }
            match days.last_mut().filter(|(day, _)| Month::of(*day) == month) {
                Some(last) => *last = (point.date, point.value),
                None => days.push((point.date, point.value)),
            }
        }
        days
    }
}
