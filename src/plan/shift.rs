//! How far a date is moved: whole months first, then days.

use std::fmt;

use chrono::{Days, NaiveDate};

use super::calendar::plus_months;

/// How far a date is moved; earlier where it is negative. Two shifts of a month are one of two months, and
/// so move a date exactly as far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shift {
    /// Whole months, as the calendar counts them.
    pub months: i32,
    /// Days, after the months.
    pub days: i32,
}

/// The most months of a shift: a century is as good as never.
const MONTHS: i32 = 1200;
/// The most days of a shift.
const DAYS: i32 = 36_525;

impl Shift {
    /// A shift of whole months.
    #[must_use]
    pub fn months(months: u32) -> Self {
        Self { months: i32::try_from(months).unwrap_or(MONTHS).min(MONTHS), days: 0 }
    }

    /// Nothing is moved.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Whether it moves a date to later, and no part of it to earlier.
    #[must_use]
    pub fn is_later(self) -> bool {
        !self.is_none() && self.months >= 0 && self.days >= 0
    }

    /// It as one word that reads back: `3m`, `45d`, `1m15d`.
    #[must_use]
    pub fn in_short(self) -> String {
        let part = |many: i32, unit: char| if many == 0 { String::new() } else { format!("{many}{unit}") };
        part(self.months, 'm') + &part(self.days, 'd')
    }

    /// This and another one, together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let sum = |one: i32, other: i32, most: i32| one.saturating_add(other).clamp(-most, most);
        Self { months: sum(self.months, other.months, MONTHS), days: sum(self.days, other.days, DAYS) }
    }

    /// The date, moved. Months keep it inside of the month that they lead to, on its last day where it is on a last day;
    /// days are counted from there.
    #[must_use]
    pub fn from(self, date: NaiveDate) -> NaiveDate {
        let date = plus_months(date, self.months.clamp(-MONTHS, MONTHS));
        let days = Days::new(u64::from(self.days.clamp(-DAYS, DAYS).unsigned_abs()));
        let moved = if self.days < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) };
        moved.unwrap_or(date)
    }

    /// Reads `3m`, `45d`, `6w`, `1y`, several of them (`1m 15d`), each with a sign where it is to be earlier,
    /// and the words that [`fmt::Display`] writes. A number alone is months.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('−', "-").replace(" and ", " ");
        let mut shift = Self::default();
        let mut rest = text.trim_start();
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let digits = rest.find(|it: char| !it.is_ascii_digit() && it != '-' && it != '+');
            let (number, after) = rest.split_at_checked(digits.unwrap_or(rest.len()))?;
            let number: i32 = number.parse().ok()?;
            let after = after.trim_start();
            let word = after.find(|it: char| !it.is_alphabetic()).unwrap_or(after.len());
            let (unit, after) = after.split_at_checked(word)?;
            let one = match unit {
                "" if after.is_empty() => Self { months: number, days: 0 },
                "m" | "mo" | "month" | "months" => Self { months: number, days: 0 },
                "y" | "year" | "years" => Self { months: number.checked_mul(12)?, days: 0 },
                "d" | "day" | "days" => Self { months: 0, days: number },
                "w" | "week" | "weeks" => Self { months: 0, days: number.checked_mul(7)? },
                _ => return None,
            };
            if one.months.abs() > MONTHS || one.days.abs() > DAYS {
                return None;
            }
            shift = shift.and(one);
            rest = after.trim_start_matches([' ', ',']);
        }
        Some(shift)
    }
}

impl fmt::Display for Shift {
    /// `3 months`, `45 days`, `1 month and 15 days`, `−2 months`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |many: i32, noun: &str| {
            let (minus, s) = (if many < 0 { "−" } else { "" }, if many.abs() == 1 { "" } else { "s" });
            format!("{minus}{} {noun}{s}", many.unsigned_abs())
        };
        match (self.months, self.days) {
            (months, 0) => f.write_str(&part(months, "month")),
            (0, days) => f.write_str(&part(days, "day")),
            (months, days) => write!(f, "{} and {}", part(months, "month"), part(days, "day")),
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
    fn a_shift_as_one_word_reads_back() {
        for shift in [Shift::months(3), Shift { months: 1, days: 15 }, Shift { months: 0, days: 45 }] {
            assert_eq!(Shift::parse(&shift.in_short()), Some(shift), "{}", shift.in_short());
        }
        assert_eq!(Shift { months: 1, days: 15 }.in_short(), "1m15d");
        assert!(!Shift::default().is_later() && !Shift { months: 2, days: -1 }.is_later());
    }

    #[test]
    fn months_that_add_up_are_exact_where_one_after_the_other_is_not() {
        let month = Shift::months(1);
        let end = day("2026-01-31");
        let before = day("2026-01-30");
        assert_eq!(month.from(month.from(before)), day("2026-03-31"), "the end of February is in between");
        assert_eq!(month.and(month).from(before), day("2026-03-30"));
        assert_eq!(month.from(month.from(end)), day("2026-03-31"), "the last day stays one");
        assert_eq!(Shift { months: 1, days: 15 }.from(end), day("2026-03-15"));
        assert_eq!(Shift { months: -2, days: 0 }.from(day("2026-04-30")), day("2026-02-28"));
        assert_eq!(Shift { months: 0, days: -45 }.from(end), day("2025-12-17"));
    }

    #[test]
    fn shifts_read_as_people_type_them_and_as_they_are_written() {
        let read = |text: &str| Shift::parse(text).map(|it| it.to_string());
        for (typed, written) in [
            ("3m", "3 months"),
            ("45d", "45 days"),
            ("6w", "42 days"),
            ("1y", "12 months"),
            ("1m 15d", "1 month and 15 days"),
            ("-1m", "−1 month"),
            ("−2 months", "−2 months"),
            ("1 month and 15 days", "1 month and 15 days"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(written), "{typed}");
            assert_eq!(Shift::parse(written), Shift::parse(typed));
        }
        for typed in ["", "m", "3x", "soon", "99999999999m", "3m!", "1.5m", "--1m", "5000y"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
