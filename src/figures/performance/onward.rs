//! What a KPI comes to on a day to come if it goes on as it went: from the newest reading of those that are asked then, by
//! their slope; of a whole that is its worst market, the market that is the worst on that day.

use chrono::NaiveDate;

use super::super::Figures;
use super::cadence::{months_between, stale};
use super::course::Point;
use super::slope::{NoForecast, Slope, is_share, is_yes_or_no, looked_at};
use crate::plan::id::{KpiIx, MarketIx};

/// What a KPI comes to on a day to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Onward {
    /// Of a whole that is its worst market, the one that is the worst then.
    pub market: Option<MarketIx>,
    /// The day of its newest reading.
    pub date: NaiveDate,
    /// What it was then.
    pub newest: f64,
    /// How fast it moves.
    pub slope: Slope,
    /// Whether it is a percentage that stays between 0 and 100.
    pub share: bool,
}

impl Onward {
    /// What it comes to on a day, held to nothing.
    #[must_use]
    pub fn free(&self, day: NaiveDate) -> f64 {
        self.newest + self.slope.a_month * months_between(self.date, day)
    }

    /// What it comes to on a day.
    #[must_use]
    pub fn value(&self, day: NaiveDate) -> f64 {
        let free = self.free(day);
        if self.share { free.clamp(0.0, 100.0) } else { free }
    }
}

impl Figures<'_> {
    /// How a KPI goes on up to a day to come.
    ///
    /// # Errors
    /// Why nobody can tell.
    pub fn onward(&self, ix: KpiIx, day: NaiveDate) -> Result<Onward, NoForecast> {
        let (figure, kpi) = (self.kpi(ix), self.plan.kpi(ix));
        if is_yes_or_no(kpi, None) {
            return Err(NoForecast::YesOrNo);
        }
        let market = self.worst_ahead(ix, day);
        let own = figure.markets.iter().find(|(of, _)| market == Some(*of)).map(|(_, measure)| measure);
        if let Some(own) = own {
            let newest = own.newest.as_ref().ok_or(NoForecast::NoReading)?;
            let why = own.forecast.err().filter(|why| *why != NoForecast::NoWaveAhead);
            let slope = own.slope.ok_or_else(|| why.unwrap_or(NoForecast::TooFew(1)))?;
            let share = is_share(kpi, market, &self.course(ix, market));
            return match own.stale {
                true => Err(NoForecast::Stale),
                false => Ok(Onward { market, date: newest.date, newest: newest.value, slope, share }),
            };
        }
        let course = self.course_ahead(ix, None, day);
        let last = course.last().ok_or(NoForecast::NoReading)?;
        let too_few = || match figure.global.forecast {
            Err(why @ (NoForecast::Filling(_) | NoForecast::Joined(_))) => why,
            _ => NoForecast::TooFew(u32::try_from(looked_at(&course).len()).unwrap_or(u32::MAX)),
        };
        let slope = Slope::of(&course).ok_or_else(too_few)?;
        let long_ago = match &figure.global.newest {
            Some(newest) if newest.date == last.date => figure.global.stale,
            _ => !figure.global.not_due && stale(self.plan, kpi.cadence, last.date),
        };
        if long_ago {
            return Err(NoForecast::Stale);
        }
        let share = is_share(kpi, None, &course);
        let Point { date, value: newest, .. } = *last;
        Ok(Onward { market: None, date, newest, slope, share })
    }
}
