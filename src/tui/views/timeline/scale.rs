//! From dates to columns.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{CELLS_A_MONTH, Timeline};
use crate::tui::view::Settings;

/// From dates to columns.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) origin: NaiveDate,
    pub(super) cells_a_day: f64,
    pub(super) width: u16,
}

impl Scale {
    pub(super) fn of(timeline: &Timeline, settings: &Settings, width: u16) -> Self {
        let days = (timeline.last - timeline.first).num_days().max(1) as f64 + 1.0;
        let whole = f64::from(width) / days;
        let wanted = CELLS_A_MONTH[usize::from(settings.zoom).min(CELLS_A_MONTH.len() - 1)] / 30.437;
        if wanted <= whole {
            return Self { origin: timeline.first, cells_a_day: whole, width };
        }
        let screen = f64::from(width) / wanted;
        let shift = if settings.shift == i32::MIN { 0 } else { settings.shift };
        let from = (timeline.as_of - timeline.first).num_days() as f64 - screen / 3.0
            + f64::from(shift) * screen / 4.0;
        let from = from.clamp(0.0, (days - screen).max(0.0));
        let from = TimeDelta::try_days(from as i64).and_then(|days| timeline.first.checked_add_signed(days));
        Self { origin: from.unwrap_or(timeline.first), cells_a_day: wanted, width }
    }

    /// The column of a date; before the first or past the last column where it is out of sight.
    pub(super) fn column(self, date: NaiveDate) -> i32 {
        let days = (date - self.origin).num_days() as f64;
        (days * self.cells_a_day).floor().clamp(-1.0, f64::from(self.width)) as i32
    }

    /// The columns in sight where a year begins.
    pub(super) fn years(self) -> impl Iterator<Item = u16> {
        let first = (self.origin.year()..).map_while(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let columns = first.map(move |day| self.column(day));
        columns.filter_map(|column| u16::try_from(column).ok()).take_while(move |column| *column < self.width)
    }

    /// The columns of a stretch of days, both ends included and rounded outwards; `None` out of sight.
    pub(super) fn stretch(self, from: NaiveDate, to: NaiveDate) -> Option<(u16, u16)> {
        let days = (to - self.origin).num_days() as f64 + 1.0;
        let end = ((days * self.cells_a_day).ceil() - 1.0).clamp(-1.0, f64::from(self.width)) as i32;
        let (start, end) = (self.column(from), end.max(self.column(from)));
        let last = i32::from(self.width) - 1;
        if end < 0 || start > last || self.width == 0 {
            return None;
        }
        Some((u16::try_from(start.max(0)).ok()?, u16::try_from(end.min(last)).ok()?))
    }
}
