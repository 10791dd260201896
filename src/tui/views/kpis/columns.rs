//! Which columns of the list there is room for, and what stands in them.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::row::{Row, month_short};
use crate::plan::calendar::Month;
use crate::status::Status;
use crate::tui::chart;
use crate::tui::pen::Pen;
use crate::tui::theme::{Tone, mark};

/// Which columns there is room for: each with its head, its width and whether it is shown.
pub(super) struct Columns {
    shown: Vec<(usize, String, u16)>,
    title: u16,
}

const TREND: usize = 6;
const FORECAST: usize = 7;
const AGE: usize = 8;
const READ: usize = 9;
const OWNER: usize = 10;

impl Columns {
    /// What a reading is held against stands beside it; beside a forecast what is planned for the same `end`.
    pub(super) fn of(area: Rect, end: Option<NaiveDate>) -> Self {
        let of = |wide: u16, narrow: u16| if area.width >= 96 { wide } else { narrow };
        let planned =
            end.map_or_else(|| "target".into(), |end| format!("by {}", month_short(Month::of(end))));
        let all: [(usize, &str, u16, u16); 11] = [
            (0, "unit", if area.width >= 110 { 8 } else { 6 }, 50),
            (1, "base", 7, 110),
            (3, "actual", of(7, 6), 0),
            (4, "plan then", 9, 90),
            (5, "to plan", of(9, 8), 58),
            (TREND, "trend", of(14, 9), 66),
            (2, &planned, 9, 0),
            (FORECAST, "forecast", of(9, 8), 72),
            (AGE, "age", 6, 74),
            (READ, "read on", 9, 124),
            (OWNER, "owner", 18, 140),
        ];
        let shown: Vec<_> = (all.into_iter())
            .filter(|(_, _, _, least)| area.width >= *least)
            .map(|(nth, head, width, _)| (nth, head.to_owned(), width))
            .collect();
        let taken: u16 = shown.iter().map(|(_, _, width)| width + 1).sum();
        Self { title: area.width.saturating_sub(taken + 6), shown }
    }

    fn places(&self, area: Rect) -> impl Iterator<Item = (usize, &str, u16, u16)> {
        let mut x = area.x + 4 + self.title + 1;
        self.shown.iter().map(move |(nth, head, width)| {
            let at = x;
            x += width + 1;
            (*nth, head.as_str(), at, *width)
        })
    }

    pub(super) fn head(&self, area: Rect, pen: &mut Pen<'_>) {
        pen.put(area.x + 4, area.y, self.title, "KPI", Tone::Faint);
        for (nth, head, x, width) in self.places(area) {
            match nth {
                // Behind the line stands where what is planned next lies; it is told in the next column.
                TREND => {
                    pen.put(x, area.y, width, head, Tone::Faint);
                    pen.put(x + width - 2, area.y, 1, "│", Tone::Faint);
                }
                0 | OWNER => drop(pen.put(x, area.y, width, head, Tone::Faint)),
                _ => pen.put_right(x + width, area.y, width, head, Tone::Faint),
            }
        }
    }

    pub(super) fn row(&self, row: &Row, area: Rect, pen: &mut Pen<'_>) {
        let tone = Tone::Status(row.status);
        pen.row(
            area.x + 2,
            area.y,
            self.title + 2,
            &[(mark(row.status), tone), (" ", tone), (&row.title, Tone::Plain)],
        );
        for (nth, _, x, width) in self.places(area) {
            match nth {
                0 => drop(pen.put(x, area.y, width, &row.cells[0], Tone::Faint)),
                TREND => {
                    let bars = chart::spark(&row.trend, usize::from(width - 2));
                    let aim = [("│", Tone::Rule), (row.aim, Tone::Planned)];
                    pen.row(x, area.y, width, &[(&bars, Tone::Actual), aim[0], aim[1]]);
                }
                FORECAST => forecast(row, x, area.y, width, pen),
                AGE => {
                    let stale = if row.stale { "!" } else { " " };
                    pen.put_right(x + width, area.y, width, &format!("{}{stale}", row.age), Tone::Plain);
                }
                READ => pen.put_right(x + width, area.y, width, &row.read, Tone::Plain),
                OWNER => drop(pen.put(x, area.y, width, &row.owner, Tone::Faint)),
                3 | 5 => pen.put_right(x + width, area.y, width, &row.cells[nth], Tone::Strong),
                nth => pen.put_right(
                    x + width,
                    area.y,
                    width,
                    row.cells.get(nth).map_or("", String::as_str),
                    Tone::Plain,
                ),
            }
        }
    }
}

/// The forecast, marked by whether it is enough.
fn forecast(row: &Row, x: u16, y: u16, width: u16, pen: &mut Pen<'_>) {
    let Some((value, meets)) = &row.forecast else {
        return pen.put_right(x + width, y, width, "–  ", Tone::Faint);
    };
    pen.put_right(x + width - 2, y, width - 2, value, Tone::Plain);
    let status = match meets {
        Some(true) => Status::Done,
        Some(false) => Status::Late,
        None => return,
    };
    pen.put(x + width - 1, y, 1, mark(status), Tone::Status(status));
}
