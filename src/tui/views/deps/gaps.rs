//! The links between neighbouring lanes of a list, each on a track of its own.

use ratatui::layout::Rect;

use super::link::Link;
use super::wires::joint;
use crate::status::Status;
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// A link from a lane to the next, from line to line.
#[derive(Clone, Copy)]
pub(super) struct Wire {
    pub(super) lane: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) link: Link,
    /// Whether the selected item is at one of its ends.
    pub(super) of_selection: bool,
}

/// What goes through a cell of a gap: lines up, down, left and right, and whether one is too late.
#[derive(Clone, Copy, Default)]
struct Crossing {
    up: bool,
    down: bool,
    left: bool,
    right: bool,
    late: bool,
    of_selection: bool,
    end: bool,
}

/// Draws the links of a gap, each on a track of its own; those that find none are left to the marks.
pub(super) fn draw(wires: &[Wire], scroll: usize, area: Rect, pen: &mut Pen<'_>) {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    if width < 4 {
        return;
    }
    let mut grid = vec![Crossing::default(); width * height];
    let mut tracks: Vec<Vec<(usize, usize)>> = vec![Vec::new(); width - 3];
    for wire in wires {
        let (Some(from), Some(to)) = (wire.from.checked_sub(scroll), wire.to.checked_sub(scroll)) else {
            continue;
        };
        if from >= height || to >= height {
            continue;
        }
        let span = (from.min(to), from.max(to));
        let free =
            |track: &Vec<(usize, usize)>| track.iter().all(|(top, end)| span.1 < *top || span.0 > *end);
        let Some(track) = tracks.iter().position(free) else { continue };
        tracks[track].push(span);
        let column = track + 1;
        let late = wire.link.is_late();
        let mut at = |x: usize, y: usize, mend: &dyn Fn(&mut Crossing)| {
            let cell = &mut grid[y * width + x];
            cell.late |= late;
            cell.of_selection |= wire.of_selection;
            mend(cell);
        };
        for x in 0..column {
            at(x, from, &|cell| (cell.left, cell.right) = (true, true));
        }
        at(column, from, &|cell| cell.left = true);
        for x in column + 1..width {
            at(x, to, &|cell| (cell.left, cell.right) = (true, true));
        }
        at(column, to, &|cell| cell.right = true);
        at(width - 1, to, &|cell| cell.end = true);
        for y in span.0..span.1 {
            at(column, y, &|cell| cell.down = true);
            at(column, y + 1, &|cell| cell.up = true);
        }
    }
    for (nth, cell) in grid.iter().enumerate() {
        if !(cell.up || cell.down || cell.left || cell.right) {
            continue;
        }
        let sign = match (cell.end, cell.late, cell.up || cell.down) {
            (true, ..) => "▶",
            (false, true, false) => "━",
            (false, true, true) if !(cell.left || cell.right) => "┃",
            _ => joint(cell.up, cell.down, cell.left, cell.right),
        };
        let tone = match (cell.late, cell.of_selection) {
            (true, _) => Tone::Status(Status::Late),
            (false, true) => Tone::Strong,
            (false, false) => Tone::Faint,
        };
        pen.put(area.x + cells(nth % width), area.y + cells(nth / width), 1, sign, tone);
    }
}
