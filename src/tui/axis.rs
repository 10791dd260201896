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

fn month_number(day: NaiveDate) -> i32 {
    i32::try_from(day.month()).unwrap_or(1)
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
        // The as-of date first: it keeps its place.
        let today = u16::try_from(self.column(as_of)).unwrap_or(u16::MAX);
        // No year follows a day so closely that the two would read as one date.
        let hides = |span: &Range<u16>, year: u16| {
            span.start < year + 5 && year < span.end + if span.start == today { 2 } else { 1 }
        };
        let hidden = |span: &Range<u16>| self.years().filter(|year| hides(span, *year)).count();
        let place = |day: &str| {
            let wide = columns(day) + 2;
            let right = today..today.saturating_add(wide);
            let left = today.saturating_sub(wide - 1)..today.saturating_add(1);
            // It stands where it hides the fewer years, to the right if it can.
            let is_left = chart.width.saturating_sub(today) < wide
                || today + 1 >= wide && step < 12 && hidden(&left) < hidden(&right);
            (is_left, if is_left { left } else { right })
        };
        let mut day = wording::day_and_month(as_of);
        let (mut is_left, mut span) = place(&day);
        let its_year = self.column(Month::of(as_of).plus(1 - month_number(as_of)).first_day()).max(0);
        if u16::try_from(its_year).is_ok_and(|year| hides(&span, year)) {
            day = wording::date(as_of);
            (is_left, span) = place(&day);
        }
        if today < chart.width {
            let label = if is_left { format!("{day} ▼") } else { format!("▼ {day}") };
            pen.put(chart.x + span.start, y, columns(&label), &label, Tone::Strong);
        }
        for nth in 0..2400 {
            let month = first.plus(nth);
            let column = self.column(month.first_day());
            if column >= i32::from(chart.width) {
                break;
            }
            let column = u16::try_from(column.max(0)).unwrap_or(0);
            let is_free = today >= chart.width || !hides(&span, column);
            // A year that only ends here leaves its place to the next.
            let ends = nth == 0 && self.years().any(|year| year > 0 && year < 5);
            if step < 12 && (month.number() == 1 || nth == 0) && is_free && !ends {
                put(pen, 0, column, &month.year().to_string(), Tone::Strong);
            }
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
