//! Which columns of the list there is room for, and what stands in them.

use ratatui::layout::Rect;

use super::row::Row;
use crate::status::Status;
use crate::tui::chart;
use crate::tui::pen::Pen;
use crate::tui::theme::{Tone, mark};

/// Which columns there is room for: each with its head, its width and whether it is shown.
pub(super) struct Columns {
    shown: Vec<(usize, &'static str, u16)>,
    title: u16,
}

const TREND: usize = 6;
const FORECAST: usize = 7;
const AS_OF: usize = 8;
const OWNER: usize = 9;

impl Columns {
    pub(super) fn of(area: Rect) -> Self {
        let wide = area.width >= 96;
        let of = |wide_one: u16, narrow: u16| if wide { wide_one } else { narrow };
        let all: [(usize, &'static str, u16, u16); 10] = [
            (0, "unit", of(8, 6), 50),
            (1, "base", 7, 110),
            (2, "target", of(8, 7), 0),
            (3, "actual", of(7, 6), 0),
            (4, "plan now", 8, 90),
            (5, "to plan", of(8, 7), 58),
            (TREND, "trend", of(12, 7), 66),
            (FORECAST, "forecast", of(9, 8), 72),
            (AS_OF, "as of", 7, 74),
            (OWNER, "owner", 18, 130),
        ];
        let shown: Vec<_> = (all.into_iter())
            .filter(|(_, _, _, least)| area.width >= *least)
            .map(|(nth, head, width, _)| (nth, head, width))
            .collect();
        let taken: u16 = shown.iter().map(|(_, _, width)| width + 1).sum();
        Self { title: area.width.saturating_sub(taken + 6), shown }
    }

    fn places(&self, area: Rect) -> impl Iterator<Item = (usize, &'static str, u16, u16)> {
        let mut x = area.x + 4 + self.title + 1;
        self.shown.iter().map(move |(nth, head, width)| {
            let at = x;
            x += width + 1;
            (*nth, *head, at, *width)
        })
    }

    pub(super) fn head(&self, area: Rect, pen: &mut Pen<'_>) {
        pen.put(area.x + 4, area.y, self.title, "KPI", Tone::Faint);
        for (nth, head, x, width) in self.places(area) {
            match nth {
                0 | TREND | OWNER => drop(pen.put(x, area.y, width, head, Tone::Faint)),
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
                TREND => drop(pen.put(
                    x,
                    area.y,
                    width,
                    &chart::spark(&row.trend, usize::from(width)),
                    Tone::Actual,
                )),
                FORECAST => forecast(row, x, area.y, width, pen),
                AS_OF => {
                    let stale = if row.stale { "!" } else { " " };
                    pen.put_right(x + width, area.y, width, &format!("{}{stale}", row.as_of), Tone::Plain);
                }
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
