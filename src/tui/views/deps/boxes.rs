//! The items beside the one in focus: in boxes where there is room, else a line each.

use ratatui::layout::Rect;

use super::link::Link;
use crate::plan::address::Address;
use crate::tui::detail::Text;
use crate::tui::msg::Target;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::tui::view::Scene;

/// An item as it stands in a lane.
pub(super) struct Node {
    pub(super) at: Address,
    pub(super) title: String,
    pub(super) mark: (&'static str, Tone),
    pub(super) link: Link,
    /// A second line: level and date, and the same with a short date.
    pub(super) under: [String; 2],
    /// The level alone, where there is no room for its date: `≥ 3`; empty where none is asked.
    pub(super) level: String,
    /// The need that links it to the focus.
    pub(super) need: Option<Address>,
}

/// A name in the lines that it has: the first, and what does not go into it.
fn in_lines(name: &str, width: u16, lines: u16) -> [String; 2] {
    if lines < 2 || columns(name) <= width {
        return [name.to_owned(), String::new()];
    }
    let mut text = Text::new(width);
    text.words(name, Tone::Plain);
    let line = |pieces: Vec<(String, Tone)>| pieces.into_iter().map(|(piece, _)| piece).collect::<String>();
    let mut lines = text.lines.into_iter().map(line);
    let first = lines.next().unwrap_or_default();
    [first, lines.collect::<Vec<_>>().join(" ")]
}

/// Draws the nodes of a lane in so many lines each, with four in boxes and with more than one above their level and
/// date, and says at which lines their links leave.
pub(super) fn lane(
    scene: Scene<'_>,
    lane: usize,
    nodes: &[Node],
    area: Rect,
    tall: u16,
    pen: &mut Pen<'_>,
) -> Vec<(u16, Link)> {
    let room = usize::from(area.height / tall);
    let fits = nodes.len() <= room;
    let room = if fits { room } else { room.saturating_sub(1) };
    let cursor = (0..nodes.len()).find(|nth| scene.sheet.is_at(lane, *nth)).unwrap_or(0);
    let first = if cursor < room { 0 } else { cursor + 1 - room };
    let mut wires = Vec::new();
    for (nth, node) in nodes.iter().enumerate().skip(first).take(room) {
        let y = area.y + cells(nth - first) * tall;
        let row = Rect { y, height: tall, ..area };
        let selected = scene.sheet.is_at(lane, nth);
        if tall == 4 {
            draw(node, row, selected, false, pen);
            wires.push((y + 1, node.link));
        } else if tall > 1 {
            pen.row(row.x + 1, y, row.width.saturating_sub(1), &[node.mark, (" ", Tone::Plain)]);
            let wide = row.width.saturating_sub(4);
            let [first, second] = in_lines(&node.title, wide, tall - 1);
            pen.put(row.x + 3, y, wide, &first, Tone::Plain);
            pen.put(row.x + 3, y + 1, wide, &second, Tone::Plain);
            let [long, short] = &node.under;
            let under = [long, short].into_iter().find(|it| columns(it) <= wide).unwrap_or(&node.level);
            let last = y + if second.is_empty() { 1 } else { 2 };
            pen.put(row.x + 3, last, wide, under, Tone::Faint);
            if selected {
                pen.select(Rect { height: if second.is_empty() { 1 } else { 2 }, ..row });
            }
            wires.push((y, node.link));
        } else {
            let [long, short] = &node.under;
            let text = columns(&node.title);
            let under = if row.width > columns(long) + text.min(16) + 6 { long } else { short };
            pen.row(row.x + 1, y, row.width.saturating_sub(1), &[node.mark, (" ", Tone::Plain)]);
            // Two levels of one item are told apart even where their dates have no room.
            let words = if row.width > columns(under) + 16 { under } else { &node.level };
            let wide = columns(words);
            let left = row.width.saturating_sub(if wide > 0 { wide + 6 } else { 4 });
            pen.put(row.x + 3, y, left, &node.title, Tone::Plain);
            pen.put_right(row.right().saturating_sub(1), y, wide, words, Tone::Faint);
            if selected {
                pen.select(row);
            }
            wires.push((y, node.link));
        }
        pen.hit(row, Target::Spot(node.at.clone()));
    }
    if !fits {
        let hidden = nodes.len() - room;
        pen.put(area.x + 1, area.bottom() - 1, area.width, &format!("+{hidden} more"), Tone::Faint);
    }
    wires
}

/// Draws an item in its box; a heavy one is what the view is built around.
pub(super) fn draw(node: &Node, area: Rect, selected: bool, heavy: bool, pen: &mut Pen<'_>) {
    let inside = pen.frame(area, "");
    if heavy && !inside.is_empty() {
        for x in area.x + 1..area.right() - 1 {
            pen.put(x, area.y, 1, "═", Tone::Strong);
            pen.put(x, area.bottom() - 1, 1, "═", Tone::Strong);
        }
        for y in area.y + 1..area.bottom() - 1 {
            pen.put(area.x, y, 1, "║", Tone::Strong);
            pen.put(area.right() - 1, y, 1, "║", Tone::Strong);
        }
        let corners = [(area.x, area.y, "╔"), (area.right() - 1, area.y, "╗")];
        let low = [(area.x, area.bottom() - 1, "╚"), (area.right() - 1, area.bottom() - 1, "╝")];
        for (x, y, corner) in corners.into_iter().chain(low) {
            pen.put(x, y, 1, corner, Tone::Strong);
        }
    }
    let tone = if heavy { Tone::Strong } else { Tone::Plain };
    let wide = inside.width.saturating_sub(3);
    let [first, second] = in_lines(&node.title, wide, inside.height.saturating_sub(1));
    pen.row(
        inside.x + 1,
        inside.y,
        inside.width.saturating_sub(1),
        &[node.mark, (" ", Tone::Plain), (&first, tone)],
    );
    pen.put(inside.x + 3, inside.y + 1, if second.is_empty() { 0 } else { wide }, &second, tone);
    let last = inside.y + if second.is_empty() { 1 } else { 2 };
    if last < inside.bottom() {
        let room = inside.width.saturating_sub(3);
        let [long, short] = &node.under;
        let under = if columns(long) <= room { long } else { short };
        // What is a little longer begins further to the left: no year is cut.
        let indent = 3 - columns(under).saturating_sub(room).min(3);
        let room = inside.width.saturating_sub(indent);
        pen.put(inside.x + indent, last, room, under, Tone::Faint);
    }
    if selected {
        pen.select(Rect { height: inside.height.min(1), ..inside });
    }
}
