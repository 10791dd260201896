//! What the open scenario tries, below the figures or alone: its changes, what they would write, and what they
//! move in time.

use ratatui::layout::Rect;

use super::listed::rows;
use super::{BOXES, WhatIf, most_words, time};
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::tui::view::{Room, Scene};
use crate::wording;

/// Lines between the changes and what they would write: an empty one, and a heading.
pub(super) const GAP: u16 = 2;

/// The most items of a plan whose lines are compared unasked.
const SMALL: usize = 2_000;

/// What is said of the lines that would be written.
pub(super) const WRITTEN: &str = "As TOML: what applying it would write";

/// What lies below the heading of a variant, and the rule under it.
pub(super) fn below_head(area: Rect) -> Rect {
    let head = area.height.min(2);
    Rect { x: area.x, y: area.y + head, width: area.width, height: area.height - head }
}

/// Says on the lower edge of a box, or in its last line, how many more there are.
fn more(many: usize, scene: Scene<'_>, edge: Rect, pen: &mut Pen<'_>) {
    if many > 0 {
        let words = format!(" +{many} more, {} shows all ", scene.key("variant"));
        pen.put_right(
            edge.right().saturating_sub(2),
            edge.y,
            edge.width.saturating_sub(4),
            &words,
            Tone::Faint,
        );
    }
}

impl WhatIf {
    /// How many changes there are, and what they move.
    pub(super) fn head(&self) -> String {
        let changes = wording::count(self.tries().len(), "change");
        match self.moved.len() {
            0 => format!("{changes} · no date moves · the plan is unchanged"),
            1 => format!("{changes} · 1 date moves · the plan is unchanged"),
            many => format!("{changes} · {many} dates move · the plan is unchanged"),
        }
    }

    /// What is tried, below the figures.
    pub(super) fn draw_below(&self, scene: Scene<'_>, tall: bool, area: Rect, pen: &mut Pen<'_>) {
        if area.height < 3 {
            return;
        }
        let width = area.width.saturating_sub(2);
        pen.rule(area.x + 1, area.y, width);
        let Some(open) = self.open() else {
            let room = Rect { x: area.x + 1, y: area.y + 1, width, height: area.height - 1 };
            return self.why_none(scene, room, pen);
        };
        let words = self.in_words(open, tall, area.width);
        let lines = cells(words.lines.len().min(most_words(tall))).min(area.height - 2);
        words.draw(0, Rect { x: area.x + 1, y: area.y + 1, height: lines, width: area.width - 1 }, pen);
        let rest = area.height - lines - 1;
        let area = Rect { y: area.bottom() - rest, height: rest, ..area };
        if scene.room >= Room::Wide && rest >= 5 {
            return self.draw_boxes(scene, area, pen);
        }
        pen.put(area.x + 1, area.y, width, &self.head(), Tone::Strong);
        self.draw_tries(scene, Rect { y: area.y + 1, height: rest - 1, ..area }, pen);
    }

    /// The changes, as many as an area shows; gives how many are out of sight.
    fn draw_tries(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) -> usize {
        let (tries, room) = (self.tries(), usize::from(area.height));
        let cursor = scene.sheet.cursor.checked_sub(self.rows.len());
        // The newest are seen, or where one is selected, that.
        let first = match cursor {
            Some(cursor) => (cursor + 1).saturating_sub(room),
            None => tries.len().saturating_sub(room),
        };
        for (y, (nth, title)) in (area.y..area.bottom()).zip(tries.iter().enumerate().skip(first)) {
            self.draw_try(
                nth,
                &self.said(title, scene.work),
                cursor == Some(nth),
                Rect { y, height: 1, ..area },
                pen,
            );
        }
        tries.len().saturating_sub(room)
    }

    fn draw_try(&self, nth: usize, title: &str, selected: bool, line: Rect, pen: &mut Pen<'_>) {
        let words = format!("{}  {title}", nth + 1);
        pen.put(line.x + 1, line.y, line.width.saturating_sub(2), &words, Tone::Plain);
        if selected {
            pen.select(line);
        }
    }

    /// The lines that the boxes take: no more than they have to show, and fewer where the figures need the room.
    pub(super) fn boxes(&self, scene: Scene<'_>, room: u16) -> u16 {
        let is_small = scene.work.plan().items.len() <= SMALL;
        let written = if is_small { self.written(scene.work).lines.len() } else { 0 };
        let left = cells(self.tries().len() + written) + if written > 0 { GAP } else { 0 };
        let right = time::lines(self.moved.len());
        let [most, least] = BOXES;
        (left.max(right) + 2).max(5).min(most.min(room.max(least)))
    }

    /// Changes and what they would write at the left, what they move in time at the right.
    fn draw_boxes(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let left = Rect { width: area.width * 2 / 5, ..area };
        let right = Rect { x: left.right(), width: area.width - left.width, ..area };
        let edge = |of: Rect| Rect { y: of.bottom() - 1, height: 1, ..of };
        let inside = pen.frame(left, &wording::count(self.tries().len(), "change"));
        let is_small = scene.work.plan().items.len() <= SMALL;
        let written = if is_small { &*self.written(scene.work).lines } else { &[] };
        // What is written has at least half of the room, where it needs that.
        let wanted = cells(written.len()) + GAP;
        let kept = if written.is_empty() { 0 } else { wanted.min(inside.height / 2) };
        let upper = cells(self.tries().len()).min(inside.height - kept);
        let mut hidden = self.draw_tries(scene, Rect { height: upper, ..inside }, pen);
        let lower = Rect { y: inside.y + upper, height: inside.height - upper, ..inside };
        if lower.height > GAP && !written.is_empty() {
            pen.put(lower.x + 1, lower.y + 1, lower.width - 1, WRITTEN, Tone::Strong);
            let lines = Rect { y: lower.y + GAP, height: lower.height - GAP, ..lower };
            hidden += self.draw_written(scene, lines, pen);
        }
        more(hidden, scene, edge(left), pen);
        let title = match self.moved.len() {
            0 => "Effect on time".to_owned(),
            many => format!("Effect on time · {}, furthest first", wording::count(many, "date")),
        };
        let inside = pen.frame(right, &title);
        let of = (scene.work.plan().as_of, self.name(), scene.was);
        time::draw(&self.moved, (0, None), of, inside, pen);
        more(self.moved.len().saturating_sub(usize::from(time::shown(inside))), scene, edge(right), pen);
    }

    /// As many of the lines that would be written as an area shows; gives how many are out of sight.
    fn draw_written(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) -> usize {
        let lines = &self.written(scene.work).lines;
        let mut y = area.y;
        for (nth, line) in lines.iter().enumerate() {
            let rows = rows(line, area.width.saturating_sub(2));
            let height = cells(rows.lines.len());
            if y >= area.bottom() {
                return lines.len() - nth;
            }
            let room = Rect { x: area.x + 1, y, width: area.width.saturating_sub(2), height };
            // As much of the last one as there is room for.
            rows.draw(0, room.intersection(area), pen);
            y += height;
        }
        0
    }

    /// What is at another time, alone.
    pub(super) fn draw_all_moved(&self, scene: Scene<'_>, area: Rect, pen: &mut Pen<'_>) {
        let width = area.width.saturating_sub(2);
        let head = match self.moved.len() {
            0 => "Effect on time".to_owned(),
            many => format!("Effect on time · {}, furthest first", wording::count(many, "date")),
        };
        let legend = "▚ later than in the plan   ┤ its end there   ● first benefit   ┊ as of";
        let used = pen.put(area.x + 1, area.y, width, &head, Tone::Strong);
        if columns(legend) + used + 3 <= width {
            pen.put_right(area.x + 1 + width, area.y, width, legend, Tone::Faint);
        }
        pen.rule(area.x + 1, area.y + 1, width);
        let first = scene.sheet.scroll as usize / usize::from(time::LINES);
        let of = (scene.work.plan().as_of, self.name(), scene.was);
        let body = below_head(area);
        let body = Rect { width: body.width.saturating_sub(1), ..body };
        time::draw(&self.moved, (first, Some(scene.sheet.cursor)), of, body, pen);
    }
}
