//! A trend over the revisions: from left to right when they were written, from below to above what stood in
//! them. Of a milestone: a line that rises is one that slips.

use crate::order::Order as _;
use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::history::Trend;
use crate::safe;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::wording;

/// The signs of the lines that are drawn.
const SIGNS: [&str; 4] = ["●", "◆", "○", "▲"];
/// Rows and columns that it needs.
const LEAST: (u16, u16) = (6, 40);

/// Draws the lines that moved most, where any did and there is room; says whether it has. `days` are the day
/// of the newest revision and then that of each move, the newest first; `chosen` is the move to point at.
pub(super) fn draw(trend: &Trend, days: &[NaiveDate], chosen: usize, area: Rect, pen: &mut Pen<'_>) -> bool {
    let moved = |line: &&crate::history::Drawn| line.points.windows(2).any(|pair| pair[0] != pair[1]);
    let drawn: Vec<_> = trend.lines.iter().filter(moved).take(SIGNS.len()).collect();
    let points = || drawn.iter().flat_map(|line| line.points.iter().flatten()).copied();
    let (low, high) = (points().fold(f64::MAX, f64::min), points().fold(f64::MIN, f64::max));
    let (Some(newest), Some(oldest)) = (days.iter().max(), days.iter().min()) else { return false };
    if drawn.is_empty() || low > high || area.height < LEAST.0 || area.width < LEAST.1 {
        return false;
    }
    let high = if high > low { high } else { low + 1.0 };
    let [top, bottom] = [high, low].map(|at| trend.shown(at));
    let left = columns(&top).max(columns(&bottom)) + 1;
    let names: Vec<String> = drawn.iter().map(|line| safe::cut(&line.name, 20).into_owned()).collect();
    let right = names.iter().map(|name| columns(name)).max().unwrap_or(0) + 4;
    let width = area.width.saturating_sub(left + 1 + right);
    let chart = Rect { x: area.x + left + 1, width, height: area.height - 2, ..area };
    if chart.width < 10 {
        return false;
    }
    pen.put_right(chart.x - 2, chart.y, left, &top, Tone::Plain);
    pen.put_right(chart.x - 2, chart.bottom() - 1, left, &bottom, Tone::Plain);
    pen.bar(chart.x - 1, chart.y, chart.height);
    pen.put(chart.x - 1, chart.bottom(), 1, "└", Tone::Rule);
    pen.rule(chart.x, chart.bottom(), chart.width);
    let span = newest.signed_duration_since(*oldest).num_days().max(0);
    let moves = days.len().saturating_sub(1);
    // Revisions of one day stand beside each other, one after the other.
    let column = |nth: usize| -> u16 {
        let day = days.get(nth + 1).map_or(0, |day| day.signed_duration_since(*oldest).num_days());
        let (part, whole) =
            if span > 0 { (day, span) } else { (moves as i64 - 1 - nth as i64, moves as i64) };
        u16::try_from(part.max(0) * i64::from(chart.width - 1) / whole.max(1)).unwrap_or(0)
    };
    let row = |at: f64| -> u16 {
        chart.y + ((high - at) / (high - low) * f64::from(chart.height - 1)).round().clamp(0.0, 1e3) as u16
    };
    if chosen < moves {
        for y in chart.y..chart.bottom() {
            pen.put(chart.x + column(chosen), y, 1, "┊", Tone::Faint);
        }
    }
    for (line, sign) in drawn.iter().zip(SIGNS) {
        let mut until = chart.width;
        for (nth, at) in line.points.iter().enumerate() {
            let from = column(nth);
            if let Some(at) = at {
                for x in from..until {
                    pen.put(chart.x + x, row(*at), 1, "·", Tone::Faint);
                }
                if line.points.get(nth + 1) != Some(&Some(*at)) {
                    pen.put(chart.x + from, row(*at), 1, sign, Tone::Strong);
                }
            }
            until = until.min(from);
        }
    }
    let mut free = chart.y;
    let mut ends: Vec<(u16, String)> = Vec::new();
    for ((line, sign), name) in drawn.iter().zip(SIGNS).zip(&names) {
        if let Some(at) = line.points.iter().flatten().next() {
            ends.push((row(*at), format!("{sign} {name}")));
        }
    }
    ends.order();
    for (nth, (y, name)) in ends.iter().enumerate() {
        let below = cells(ends.len() - nth);
        let y = (*y).max(free).min(chart.bottom().saturating_sub(below).max(free));
        pen.put(chart.right() + 1, y, right, name, Tone::Plain);
        free = y + 1;
    }
    let [first, last] = [*oldest, *newest].map(wording::date);
    pen.put(chart.x, chart.bottom() + 1, chart.width, &first, Tone::Faint);
    if columns(&first) + columns(&last) + 2 < chart.width && span > 0 {
        pen.put_right(chart.right(), chart.bottom() + 1, chart.width, &last, Tone::Faint);
    }
    true
}
