//! The lines between the item in focus and those beside it.

use super::link::Link;
use crate::tui::pen::Pen;
use crate::tui::theme::Tone;

/// Draws the links of a lane to the focus: from each node to a trunk, and from the trunk on.
pub(super) fn wires(x: u16, gap: u16, hub: u16, lines: &[(u16, Link)], into: bool, pen: &mut Pen<'_>) {
    if lines.is_empty() {
        return;
    }
    let trunk = x + gap / 2;
    let top = lines.iter().map(|(y, _)| *y).min().unwrap_or(hub).min(hub);
    let bottom = lines.iter().map(|(y, _)| *y).max().unwrap_or(hub).max(hub);
    let worst = lines.iter().map(|(_, link)| *link).min().unwrap_or(Link::FINE);
    for y in top..=bottom {
        let own = lines.iter().find(|(line, _)| *line == y).map(|(_, link)| *link);
        let (up, down, at_hub) = (y > top, y < bottom, y == hub);
        let node_side = own.is_some();
        let (left, right) = if into { (node_side, at_hub) } else { (at_hub, node_side) };
        pen.put(trunk, y, 1, joint(up, down, left, right), Tone::Plain);
        if let Some(link) = own {
            let (sign, tone) = link.line();
            let (from, to) = if into { (x, trunk) } else { (trunk + 1, x + gap) };
            for column in from..to {
                pen.put(column, y, 1, sign, tone);
            }
            if !into {
                pen.put(x + gap - 1, y, 1, "▶", tone);
            }
        }
        if at_hub {
            let (sign, tone) = if worst.is_late() { worst.line() } else { ("─", Tone::Plain) };
            let (from, to) = if into { (trunk + 1, x + gap) } else { (x, trunk) };
            for column in from..to {
                pen.put(column, y, 1, sign, if into { tone } else { Tone::Plain });
            }
            if into {
                pen.put(x + gap - 1, y, 1, "▶", tone);
            }
        }
    }
}

/// The sign where lines meet.
pub(super) fn joint(up: bool, down: bool, left: bool, right: bool) -> &'static str {
    match (up, down, left, right) {
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┤",
        (true, true, false, true) => "├",
        (true, true, false, false) => "│",
        (false, true, true, true) => "┬",
        (true, false, true, true) => "┴",
        (false, true, true, false) => "┐",
        (false, true, false, _) => "┌",
        (true, false, true, false) => "┘",
        (true, false, false, _) => "└",
        (false, false, ..) => "─",
    }
}
