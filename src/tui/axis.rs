//! Time across an area: dates as columns, and above them years with quarters or months.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, TimeDelta};
use ratatui::layout::Rect;

use super::pen::{Pen, columns};
use super::theme::Tone;
use crate::plan::calendar::Month;
use crate::wording;

/// From dates to columns.
#[derive(Clone, Copy)]
pub struct Scale {
    /// The day of the first column.
    pub origin: NaiveDate,
    /// How many columns a day takes.
    pub cells_a_day: f64,
    /// How many columns there are.
    pub width: u16,
}

impl Scale {
    /// All days from one to another, in so many columns.
    #[must_use]
    pub fn whole(first: NaiveDate, last: NaiveDate, width: u16) -> Self {
        let days = (last - first).num_days().max(1) as f64 + 1.0;
        Self { origin: first, cells_a_day: f64::from(width) / days, width }
    }

    /// The column of a date; before the first or past the last column where it is out of sight.
    #[must_use]
    pub fn column(self, date: NaiveDate) -> i32 {
        let days = (date - self.origin).num_days() as f64;
        (days * self.cells_a_day).floor().clamp(-1.0, f64::from(self.width)) as i32
    }

    /// The first day that lies in a column.
    #[must_use]
    pub fn day(self, column: u16) -> Option<NaiveDate> {
        let days = (f64::from(column) / self.cells_a_day).ceil();
        self.origin.checked_add_signed(TimeDelta::try_days(days as i64)?)
    }

    /// Whether a stretch of days goes on before the first column, and past the last one.
    #[must_use]
    pub fn beyond(self, from: NaiveDate, to: NaiveDate) -> [bool; 2] {
        [from < self.origin, self.column(to) >= i32::from(self.width)]
    }

    /// The columns in sight where a year begins.
    pub fn years(self) -> impl Iterator<Item = u16> {
        let first = (self.origin.year()..).map_while(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let columns = first.map(move |day| self.column(day));
        columns.filter_map(|column| u16::try_from(column).ok()).take_while(move |column| *column < self.width)
    }

    /// The columns of a stretch of days, both ends included and rounded outwards; `None` out of sight.
    #[must_use]
    pub fn stretch(self, from: NaiveDate, to: NaiveDate) -> Option<(u16, u16)> {
        let days = (to - self.origin).num_days() as f64 + 1.0;
        let end = ((days * self.cells_a_day).ceil() - 1.0).clamp(-1.0, f64::from(self.width)) as i32;
        let (start, end) = (self.column(from), end.max(self.column(from)));
        let last = i32::from(self.width) - 1;
        if end < 0 || start > last || self.width == 0 {
            return None;
        }
        Some((u16::try_from(start.max(0)).ok()?, u16::try_from(end.min(last)).ok()?))
    }

    /// The years in sight, each with the column that its label stands in and the one where the next begins.
    fn labelled(self, first: Month) -> Vec<(i32, u16, u16)> {
        let begins = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).map_or(i32::MAX, |day| self.column(day));
        let column = |column: i32| u16::try_from(column.clamp(0, i32::from(self.width))).unwrap_or(0);
        let years = (first.year()..first.year() + 200).map(|year| (year, begins(year), begins(year + 1)));
        let seen = years.take_while(|(_, from, _)| *from < i32::from(self.width));
        let seen = seen.map(|(year, from, until)| (year, column(from), column(until)));
        // A year that only ends here leaves its place to the next.
        seen.filter(|(_, from, until)| *from > 0 || *until >= 5 || *until == self.width).collect()
    }

    /// Years above, quarters or months below; a label stands only where it has room.
    pub fn axis(self, as_of: NaiveDate, chart: Rect, y: u16, pen: &mut Pen<'_>) {
        let first = Month::of(self.origin);
        let month_wide = self.cells_a_day * 30.4;
        let step = match month_wide {
            wide if wide >= 5.0 => 1,
            wide if wide >= 1.35 => 3,
            wide if wide >= 0.68 => 6,
            _ => 12,
        };
        let mut free = [0_u16; 2];
        let mut put = |pen: &mut Pen<'_>, row: usize, column: u16, words: &str, tone: Tone| {
            let wide = columns(words);
            if column >= free[row] && column + wide <= chart.width {
                pen.put(chart.x + column, y + u16::try_from(row).unwrap_or(0), wide, words, tone);
                free[row] = column + wide + 1;
            }
        };
        // The as-of date first: it keeps its place, and no year in sight loses its label to it.
        let today = u16::try_from(self.column(as_of)).unwrap_or(u16::MAX);
        let years = self.labelled(first);
        let sign = (today < chart.width && step < 12).then(|| Sign::of(as_of, today, &years, chart.width));
        let sign = sign.or_else(|| (today < chart.width).then(|| Sign::alone(as_of, today, chart.width)));
        if let Some(sign) = &sign {
            pen.put(chart.x + sign.span.start, y, columns(&sign.label), &sign.label, Tone::Strong);
        }
        for (nth, (year, ..)) in years.iter().enumerate().filter(|_| step < 12) {
            let seat = sign.as_ref().map_or(Some(years[nth].1), |sign| sign.seats[nth]);
            if let Some(column) = seat {
                put(pen, 0, column, &year.to_string(), Tone::Strong);
            }
        }
        for nth in 0..2400 {
            let month = first.plus(nth);
            let column = self.column(month.first_day());
            if column >= i32::from(chart.width) {
                break;
            }
            let column = u16::try_from(column.max(0)).unwrap_or(0);
            let label = match step {
                1 => wording::month(month).chars().take(3).collect(),
                3 if (month.number() - 1).is_multiple_of(3) => format!("Q{}", (month.number() - 1) / 3 + 1),
                6 if (month.number() - 1).is_multiple_of(6) => format!("H{}", (month.number() - 1) / 6 + 1),
                12 if month.number() == 1 && month_wide >= 0.5 => month.year().to_string(),
                12 if month.number() == 1 => format!("{:02}", month.first_day().year() % 100),
                _ => continue,
            };
            // Of a month that began out of sight only the rest is there: its label must not push others.
            let rest = self.column(month.plus(step).first_day());
            if month.first_day() >= self.origin || rest > i32::from(columns(&label)) + 1 {
                put(pen, 1, column, &format!("│{label}"), Tone::Faint);
            }
            // Close by, days stand between the months.
            let days: &[u32] = match self.cells_a_day {
                wide if wide >= 0.9 => &[8, 15, 22],
                wide if wide >= 0.45 => &[11, 21],
                _ => &[],
            };
            for day in days.iter().filter_map(|day| month.first_day().with_day(*day)) {
                let column = self.column(day);
                if let Ok(column) = u16::try_from(column)
                    && step == 1
                {
                    put(pen, 1, column, &day.day().to_string(), Tone::Faint);
                }
            }
        }
    }
}

/// The label of the as-of date above a chart, and where the years have theirs beside it.
struct Sign {
    label: String,
    /// The columns that it takes.
    span: Range<u16>,
    /// Where each year in sight has its label; `None` where it has none.
    seats: Vec<Option<u16>>,
}

/// How the as-of date is told.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    /// Its day, which reads with the year of its label.
    Day,
    /// Its day with the year.
    Date,
    /// By the sign alone: the title of the screen says the day.
    Sign,
}

impl Sign {
    /// The one among years: with the day, or with the year too where it stands on that, or alone, whichever is the
    /// first by which no year loses its label.
    fn of(as_of: NaiveDate, today: u16, years: &[(i32, u16, u16)], width: u16) -> Self {
        let ways =
            [Told::Day, Told::Date, Told::Sign].into_iter().flat_map(|told| [(told, false), (told, true)]);
        let of = |(told, left): (Told, bool)| Self::told(as_of, told, left, today, years, width);
        let lost = |(told, sign): &(Told, Self)| {
            // A date with its year stands for the label of that.
            let lost = years.iter().zip(&sign.seats).filter(|(_, seat)| seat.is_none());
            lost.filter(|((year, ..), _)| *told != Told::Date || *year != as_of.year()).count()
        };
        let best = ways.filter_map(|way| Some((way.0, of(way)?))).min_by_key(lost);
        best.map_or_else(|| Self::alone(as_of, today, width), |(_, sign)| sign)
    }

    /// The one where no year stands beside it.
    fn alone(as_of: NaiveDate, today: u16, width: u16) -> Self {
        let ways = [(Told::Date, false), (Told::Date, true), (Told::Day, false), (Told::Day, true)];
        let sign = || Self { label: "▼".into(), span: today..today + 1, seats: Vec::new() };
        let mut of =
            ways.iter().filter_map(|(told, left)| Self::told(as_of, *told, *left, today, &[], width));
        of.next().unwrap_or_else(sign)
    }

    fn told(
        as_of: NaiveDate,
        told: Told,
        left: bool,
        today: u16,
        years: &[(i32, u16, u16)],
        width: u16,
    ) -> Option<Self> {
        let day = match told {
            Told::Day => wording::day_and_month(as_of),
            Told::Date => wording::date(as_of),
            Told::Sign => String::new(),
        };
        let label = match left {
            _ if told == Told::Sign => "▼".to_owned(),
            true => format!("{day} ▼"),
            false => format!("▼ {day}"),
        };
        let wide = columns(&label);
        let start = if left { (today + 1).checked_sub(wide)? } else { today };
        let span = start..start + wide;
        // No year follows a day so closely that the two would read as one date.
        let behind = if told == Told::Day && !left { 2 } else { 1 };
        let hides = |year: u16| span.start < year + 5 && year < span.end + behind;
        let seat = |(year, from, until): &(i32, u16, u16)| {
            // A label that is hidden may stand further right in its year, but behind no day without one.
            let moved = span.end + 1;
            let last = if *until < width { until.saturating_sub(1) } else { width };
            match hides(*from) {
                false => Some(*from),
                // The date tells its own year.
                true if told == Told::Date && *year == as_of.year() => None,
                true if told != Told::Day && moved > *from && moved + 4 <= last => Some(moved),
                true => None,
            }
        };
        (span.end <= width).then(|| Self {
            label,
            seats: years.iter().map(seat).collect(),
            span: span.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    /// The labels of a calendar of four years, and of the as-of date, in so many columns.
    fn labels(first: &str, last: &str, as_of: &str, width: u16) -> (String, Vec<(i32, Option<u16>)>) {
        let scale = Scale::whole(day(first), day(last), width);
        let years = scale.labelled(Month::of(scale.origin));
        let today = u16::try_from(scale.column(day(as_of))).unwrap();
        let sign = Sign::of(day(as_of), today, &years, width);
        (sign.label, years.iter().map(|(year, ..)| *year).zip(sign.seats).collect())
    }

    /// By hand: 48 columns are four years of twelve, so that 15 Nov 2026 lies in column 10 and 2027 begins
    /// in the next. To its left is no room behind 2026, to its right none before 2027.
    #[test]
    fn no_year_loses_its_label_to_the_as_of_date() {
        let (label, years) = labels("2026-01-01", "2029-12-31", "2026-11-15", 48);
        assert_eq!(label, "▼");
        assert_eq!(years, [(2026, Some(0)), (2027, Some(12)), (2028, Some(23)), (2029, Some(36))]);
        // With twice the room the day stands left of it, between the two.
        let (label, years) = labels("2026-01-01", "2029-12-31", "2026-11-15", 96);
        assert_eq!(label, "15 Nov ▼");
        assert!(years.iter().all(|(_, seat)| seat.is_some()), "{years:?}");
    }

    /// By hand: a plan that begins on the as-of date has a month of that year, which is no room for its label; the
    /// date tells it. The next year's label moves behind it, within that year: of 70 columns for 1127 days these are 1 to 23.
    #[test]
    fn a_date_with_its_year_stands_for_the_label_of_that() {
        let (label, years) = labels("2026-12-01", "2029-12-31", "2026-12-01", 70);
        assert_eq!(label, "▼ 01 Dec 2026");
        assert_eq!(years[0], (2027, Some(14)), "{years:?}");
    }
}
