//! Which columns of the list there is room for, and what stands in them.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::row::{Row, month_short};
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::status::Status;
use crate::tui::chart;
use crate::tui::pen::{Pen, within};
use crate::tui::theme::{Tone, mark};

/// Which columns there is room for: each with its head, its width and whether it is shown.
pub(super) struct Columns {
    shown: Vec<(usize, String, u16)>,
    title: u16,
}

const UNIT: usize = 0;
const BASE: usize = 1;
const PLANNED: usize = 2;
const ACTUAL: usize = 3;
const THEN: usize = 4;
const TO_PLAN: usize = 5;
const TREND: usize = 6;
const FORECAST: usize = 7;
const AGE: usize = 8;
const READ: usize = 9;
const OWNER: usize = 10;

/// The lines that a name takes at most.
const LINES: usize = 3;

/// The columns of the longest name, unit and owner of a list.
#[derive(Clone, Copy, Default)]
pub(super) struct Longest {
    pub(super) title: u16,
    pub(super) unit: u16,
    pub(super) owner: u16,
}

/// The columns of the longest owner from which one is told by part of the name.
const OWNERS: u16 = 18;

/// The columns from which a list shows everything at its full width.
const WIDE: u16 = 96;

/// The marks before a name with the blanks around them.
const MARKS: u16 = 6;

impl Columns {
    /// What a reading is held against stands beside it; beside a forecast what is planned for the same `end`. Names
    /// come first: as much as has room beside them is shown, what tells least gives way, and what is longer than the
    /// columns that are left to names goes on below.
    pub(super) fn of(width: u16, end: Option<NaiveDate>, longest: Longest) -> Self {
        let wide = width >= WIDE;
        let of = |much: u16, little: u16| if wide { much } else { little };
        let planned =
            end.map_or_else(|| "target".into(), |end| format!("by {}", month_short(Month::of(end))));
        let Longest { title, unit, owner } = longest;
        // From left to right: head and width.
        let all: [(usize, &str, u16); 11] = [
            (UNIT, "unit", unit.clamp(4, of(10, 6))),
            (BASE, "base", 7),
            (ACTUAL, "actual", of(7, 6)),
            (THEN, "plan then", 9),
            (TO_PLAN, "to plan", of(9, 8)),
            (TREND, "trend", of(14, 9)),
            (PLANNED, &planned, 9),
            (FORECAST, "forecast", of(9, 8)),
            (AGE, "age", 6),
            (READ, "read on", 9),
            (OWNER, "owner", owner.max(5)),
        ];
        // What no name takes the room of, with a blank behind each: reading and plan, then the distance, the forecast.
        let least = match width {
            WIDE.. => 54,
            72.. => 35,
            58.. => 26,
            _ => 17,
        };
        let title = title.max(3).min(width.saturating_sub(MARKS + least));
        let mut left = width.saturating_sub(MARKS + title);
        let mut shown = Vec::new();
        for nth in [ACTUAL, PLANNED, TO_PLAN, FORECAST, TREND, THEN, AGE, UNIT, OWNER, BASE, READ] {
            let Some((_, head, width)) = all.iter().find(|(it, ..)| *it == nth) else { continue };
            let width = if nth == OWNER { (*width).min(left.saturating_sub(1).max(OWNERS)) } else { *width };
            if width < left {
                shown.push((nth, (*head).to_owned(), width));
                left = left.saturating_sub(width + 1);
            }
        }
        // Where a unit has no column it stands with the reading, which has a little more room for it.
        let is_shown = |nth: usize| shown.iter().any(|(it, ..)| *it == nth);
        if !is_shown(UNIT)
            && let Some((.., width)) = shown.iter_mut().find(|(nth, ..)| *nth == ACTUAL)
        {
            *width += left.saturating_sub(1).min(2);
        }
        let place = |nth: usize| all.iter().position(|(it, ..)| *it == nth);
        shown.order_by_key(|(nth, ..)| place(*nth));
        let taken: u16 = shown.iter().map(|(_, _, width)| width + 1).sum();
        Self { title: width.saturating_sub(taken + MARKS), shown }
    }

    /// The lines of a name: one, or as many as hold it, and three at most.
    pub(super) fn name(&self, title: &str) -> Vec<String> {
        within(title, self.title, self.title, LINES)
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
                UNIT | OWNER => drop(pen.put(x, area.y, width, head, Tone::Faint)),
                _ => pen.put_right(x + width, area.y, width, head, Tone::Faint),
            }
        }
    }

    pub(super) fn row(&self, row: &Row, area: Rect, pen: &mut Pen<'_>) {
        let tone = Tone::Status(row.status);
        pen.put(area.x + 2, area.y, 1, mark(row.status), tone);
        for (y, line) in (area.y..area.bottom()).zip(self.name(&row.title)) {
            pen.put(area.x + 4, y, self.title, &line, Tone::Plain);
        }
        let has_unit = self.shown.iter().any(|(nth, ..)| *nth == UNIT);
        for (nth, _, x, width) in self.places(area) {
            match nth {
                UNIT => drop(pen.put(x, area.y, width, &row.cells[UNIT], Tone::Faint)),
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
                ACTUAL if !has_unit => {
                    pen.put_right(x + width, area.y, width, &row.actual_in(width), Tone::Strong);
                }
                ACTUAL | TO_PLAN => pen.put_right(x + width, area.y, width, &row.cells[nth], Tone::Strong),
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
