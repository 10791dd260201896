//! What was promised for each month, quarter or year, and what it came to.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::calendar::{Month, Period};
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, drivers, value};
use crate::trace::of::Of;

/// What a revision says of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The month.
    pub month: Month,
    /// What was planned for it.
    pub planned: Money,
    /// What was forecast for it.
    pub forecast: Money,
    /// What it is known to have come to; `None`: nothing is recorded for it.
    pub realized: Option<Money>,
    /// The drivers that are planned to bring something, and of which nothing is recorded though it is over.
    pub unrecorded: usize,
}

/// What a revision says of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The period.
    pub period: Period,
    /// What was planned for it.
    pub planned: Money,
    /// What was forecast for it.
    pub forecast: Money,
    /// Whether it is over at `as-of`.
    pub over: bool,
    /// What it came to; `None`: it is not over at `as-of`, or nothing is recorded for it.
    pub realized: Option<Money>,
    /// Its months of drivers that are over without a record: what is missing from what it came to.
    pub unrecorded: usize,
}

/// The periods that promises are told by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each year.
    #[default]
    Year,
}

impl Per {
    /// The period that a month lies in.
    #[must_use]
    pub fn of(self, month: Month) -> Period {
        let (months, number) = match self {
            Self::Month => (1, month.number()),
            Self::Quarter => (3, month.number() - (month.number() - 1) % 3),
            Self::Year => (12, 1),
        };
        Period { first: Month::new(month.year(), number), months }
    }

    /// What one of them is called.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// What is planned, forecast and realized in each month of the plan, of all of it, of a wave or of a driver.
pub(super) fn months(figures: &Figures<'_>, of: &Of) -> Vec<Promised> {
    let grid = figures.grid();
    let [planned, forecast, realized] =
        [Basis::Planned, Basis::Forecast, Basis::Realized].map(|basis| value(figures, basis, of));
    let (mut recorded, mut unrecorded) = (vec![false; grid.len()], vec![0; grid.len()]);
    let mut record = |driver: ItemIx| {
        let own = figures.evidence().recorded(driver);
        recorded.iter_mut().zip(own).for_each(|(any, own)| *any |= *own);
        figures.unrecorded(driver).into_iter().for_each(|at| unrecorded[at] += 1);
    };
    match of {
        Of::Item(driver) => record(*driver),
        of => drivers(figures, of).for_each(record),
    }
    let amounts = planned.into_iter().zip(forecast).zip(realized).zip(recorded.into_iter().zip(unrecorded));
    let month = |(position, (((planned, forecast), realized), (recorded, unrecorded)))| Promised {
        month: grid.month(position),
        planned,
        forecast,
        realized: Some(realized).filter(|_| recorded),
        unrecorded,
    };
    amounts.enumerate().map(month).collect()
}

/// The months as periods, in order.
#[must_use]
pub fn by(months: &[Promised], per: Per, as_of: NaiveDate) -> Vec<Promise> {
    let of = |it: &Promised| per.of(it.month);
    let chunks = months.chunk_by(|one, other| of(one) == of(other));
    chunks.filter_map(|chunk| Some(summed(chunk, of(chunk.first()?), as_of))).collect()
}

/// What is said of one period; `None` where the plan has none of its months.
#[must_use]
pub fn of_period(months: &[Promised], period: Period, as_of: NaiveDate) -> Option<Promise> {
    let from = months.partition_point(|it| it.month < period.first);
    let to = months.partition_point(|it| it.month <= period.last());
    let own = months.get(from..to).filter(|own| !own.is_empty())?;
    Some(summed(own, period, as_of))
}

fn summed(months: &[Promised], period: Period, as_of: NaiveDate) -> Promise {
    let over = period.last().last_day() <= as_of;
    let known = months.iter().filter_map(|it| it.realized);
    Promise {
        period,
        planned: months.iter().map(|it| it.planned).sum(),
        forecast: months.iter().map(|it| it.forecast).sum(),
        over,
        realized: (over && known.clone().next().is_some()).then(|| known.sum()),
        unrecorded: months.iter().map(|it| it.unrecorded).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: four months from November on, of which two lie in each year; recorded are November and
    /// January, December and February are not.
    #[test]
    fn a_period_came_to_something_once_it_is_over_and_recorded() {
        let money = |amount: i128| Money(amount);
        let month = |nth: i32, realized: Option<i128>| Promised {
            month: Month::new(2026, 11).plus(nth),
            planned: money(100),
            forecast: money(80),
            realized: realized.map(Money),
            unrecorded: usize::from(realized.is_none()),
        };
        let months = [month(0, Some(70)), month(1, None), month(2, Some(5)), month(3, None)];
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let told = |per, as_of| -> Vec<(String, i128, i128, Option<i128>)> {
            let told = by(&months, per, day(as_of)).into_iter();
            told.map(|it| (it.period.to_string(), it.planned.0, it.forecast.0, it.realized.map(|it| it.0)))
                .collect()
        };
        let year = |year: &str, realized| (year.to_owned(), 200, 160, realized);
        assert_eq!(told(Per::Year, "2026-12-30"), [year("2026", None), year("2027", None)]);
        assert_eq!(told(Per::Year, "2027-02-28"), [year("2026", Some(70)), year("2027", None)]);
        assert_eq!(told(Per::Quarter, "2027-03-31"), [year("2026-Q4", Some(70)), year("2027-Q1", Some(5))]);
        let realized: Vec<Option<i128>> = told(Per::Month, "2027-02-28").into_iter().map(|it| it.3).collect();
        assert_eq!(realized, [Some(70), None, Some(5), None]);
        let of = |text: &str| of_period(&months, Period::parse(text).unwrap(), day("2027-12-31"));
        assert_eq!(of("2027-Q1").map(|it| (it.forecast.0, it.realized)), Some((160, Some(money(5)))));
        assert_eq!(["2026", "2027", "2027-01"].map(|it| of(it).map(|it| it.unrecorded)), [1, 1, 0].map(Some));
        assert_eq!(of("2028"), None);
    }
}
