//! How much of time the timeline shows.

use chrono::TimeDelta;

use super::{CELLS_A_MONTH, Timeline};
use crate::tui::axis::Scale;
use crate::tui::view::Settings;

/// From dates to columns, as the timeline is set: all of the plan, or so much of it around the as-of date.
pub(super) fn scale(timeline: &Timeline, settings: &Settings, width: u16) -> Scale {
    let whole = Scale::whole(timeline.first, timeline.last, width);
    let wanted = CELLS_A_MONTH[usize::from(settings.zoom).min(CELLS_A_MONTH.len() - 1)] / 30.437;
    if wanted <= whole.cells_a_day {
        return whole;
    }
    let days = f64::from(width) / whole.cells_a_day;
    let screen = f64::from(width) / wanted;
    let shift = if settings.shift == i32::MIN { 0 } else { settings.shift };
    let from =
        (timeline.as_of - timeline.first).num_days() as f64 - screen / 3.0 + f64::from(shift) * screen / 4.0;
    let from = from.clamp(0.0, (days - screen).max(0.0));
    let from = TimeDelta::try_days(from as i64).and_then(|days| timeline.first.checked_add_signed(days));
    Scale { origin: from.unwrap_or(timeline.first), cells_a_day: wanted, width }
}
