//! Months and the periods of the record. All figures stand on one grid of calendar months.

use crate::order::Order as _;
use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month that `date` lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(date.year() * 12 + date.month0().cast_signed())
    }

    /// Month `month` (1 to 12) of `year`.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Self {
        Self(year * 12 + month.saturating_sub(1).min(11).cast_signed())
    }

    /// The month of a number among all: see [`Month::number_of_all`].
    #[must_use]
    pub fn numbered(number: i32) -> Self {
        Self(number)
    }

    /// Its number among all months, counted from the year 0.
    #[must_use]
    pub fn number_of_all(self) -> i32 {
        self.0
    }

    /// The month `months` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months))
    }

    /// Months from `earlier` to this one; negative where this one comes first.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The first month that begins after `date`.
    #[must_use]
    pub fn after(date: NaiveDate) -> Self {
        Self::of(date).plus(1)
    }

    /// The year it lies in.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Its number in the year, 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12).unsigned_abs() + 1
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or(NaiveDate::MAX)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.plus(1).first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// `date` moved by whole months. The last day of a month leads to a last day, as what ends with a month goes on to end
/// with one; any other day stays the same day of the month, or becomes the last one where that month has none.
#[must_use]
pub fn plus_months(date: NaiveDate, months: i32) -> NaiveDate {
    let (from, to) = (Month::of(date), Month::of(date).plus(months));
    match NaiveDate::from_ymd_opt(to.year(), to.number(), date.day()) {
        Some(same) if date != from.last_day() => same,
        _ => to.last_day(),
    }
}

/// Spans of days, both ends included, joined where they overlap or touch, in order.
#[must_use]
pub fn joined(mut spans: Vec<(NaiveDate, NaiveDate)>) -> Vec<(NaiveDate, NaiveDate)> {
    spans.retain(|(first, last)| first <= last);
    spans.order();
    let mut joined: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(spans.len());
    for (first, last) in spans {
        match joined.last_mut() {
            Some((_, end)) if end.succ_opt().is_none_or(|next| first <= next) => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// The first day from `first` to `last` that none of the [`joined`] spans covers.
#[must_use]
pub fn first_uncovered(
    joined: &[(NaiveDate, NaiveDate)],
    first: NaiveDate,
    last: NaiveDate,
) -> Option<NaiveDate> {
    let uncovered = match joined[..joined.partition_point(|(start, _)| *start <= first)].last() {
        Some((_, end)) if *end >= first => end.succ_opt()?,
        _ => first,
    };
    (uncovered <= last).then_some(uncovered)
}

/// A year, a quarter or a month of the record: `2026`, `2026-Q3`, `2026-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first month.
    pub first: Month,
    /// How many months it has: 12, 3 or 1.
    pub months: i32,
}

impl Period {
    /// Reads `2026`, `2026-Q3` or `2026-09`; years from 1900 to 2200.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) {
            return None;
        }
        let year: i32 = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
        match rest {
            None => Some(Self { first: Month::new(year, 1), months: 12 }),
            Some("Q1") => Some(Self { first: Month::new(year, 1), months: 3 }),
            Some("Q2") => Some(Self { first: Month::new(year, 4), months: 3 }),
            Some("Q3") => Some(Self { first: Month::new(year, 7), months: 3 }),
            Some("Q4") => Some(Self { first: Month::new(year, 10), months: 3 }),
            Some(month) if month.len() == 2 && digits(month) => {
                let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
                Some(Self { first: Month::new(year, month), months: 1 })
            }
            Some(_) => None,
        }
    }

    /// The period that lies so many of its length after it.
    #[must_use]
    pub fn plus(self, periods: i32) -> Self {
        Self { first: self.first.plus(periods.saturating_mul(self.months)), ..self }
    }

    /// Its last month.
    #[must_use]
    pub fn last(self) -> Month {
        self.first.plus(self.months - 1)
    }

    /// Its last day.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        self.last().last_day()
    }

    /// Its months, in order.
    pub fn iter(self) -> impl Iterator<Item = Month> {
        (0..self.months).map(move |nth| self.first.plus(nth))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.months {
            12 => write!(f, "{:04}", self.first.year()),
            3 => write!(f, "{:04}-Q{}", self.first.year(), self.first.number().div_ceil(3)),
            _ => self.first.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_count_and_have_ends() {
        let february = Month::of(day("2028-02-10"));
        assert_eq!(february.to_string(), "2028-02");
        assert_eq!(february.last_day(), day("2028-02-29"));
        assert_eq!(Month::after(day("2026-12-31")).to_string(), "2027-01");
        assert_eq!(Month::new(2027, 3).since(Month::new(2026, 11)), 4);
    }

    #[test]
    fn a_date_moved_by_months_stays_in_the_month() {
        assert_eq!(plus_months(day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(plus_months(day("2026-03-31"), -1), day("2026-02-28"));
        assert_eq!(plus_months(day("2026-11-15"), 3), day("2027-02-15"));
        for (from, months, to) in [
            ("2026-09-30", 3, "2026-12-31"),
            ("2027-02-28", 1, "2027-03-31"),
            ("2027-12-31", 2, "2028-02-29"),
            ("2028-02-28", 1, "2028-03-28"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2026-02-28", -1, "2026-01-31"),
            ("2026-01-30", 1, "2026-02-28"),
            ("2026-04-01", 1, "2026-05-01"),
            ("2026-06-30", 0, "2026-06-30"),
        ] {
            assert_eq!(plus_months(day(from), months), day(to), "{from} and {months} months");
        }
    }

    #[test]
    fn the_first_day_that_no_span_covers_is_found() {
        let spans = joined(vec![
            (day("2026-07-01"), day("2026-09-30")),
            (day("2026-01-01"), day("2026-06-30")),
            (day("2027-01-01"), day("2026-01-01")),
            (day("2026-11-01"), NaiveDate::MAX),
        ]);
        assert_eq!(spans.len(), 2);
        let uncovered = |first, last| first_uncovered(&spans, day(first), day(last)).map(|it| it.to_string());
        assert_eq!(uncovered("2026-02-01", "2026-09-30"), None);
        assert_eq!(uncovered("2026-02-01", "2026-12-31").as_deref(), Some("2026-10-01"));
        assert_eq!(uncovered("2025-12-01", "2026-12-31").as_deref(), Some("2025-12-01"));
        assert_eq!(uncovered("2026-11-01", "2200-12-31"), None);
    }

    #[test]
    fn periods_read_and_print() {
        for text in ["2026", "2026-Q1", "2026-Q4", "2026-09"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        for text in ["26", "2026-Q5", "2026-13", "2026-9", "2026-00", "1899", "2026-", "+026", ""] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        assert_eq!(Period::parse("2026-Q3").unwrap().end(), day("2026-09-30"));
    }
}
