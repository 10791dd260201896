//! Writing on a buffer: the only way text gets on the screen. Whatever comes from a plan is made safe
//! here and cut to its place; what lies outside of the buffer is left out.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::msg::{Key, Target};
use super::theme::{Look, Tone};
use crate::safe;

/// A place on the screen that stands for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub area: Rect,
    /// For what.
    pub target: Target,
}

/// A buffer being written on, and the places found to stand for something.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    /// How things look.
    pub look: Look,
    /// What was drawn that stands for something.
    pub hits: Vec<Hit>,
}

impl<'a> Pen<'a> {
    /// A pen for a buffer.
    pub fn new(buffer: &'a mut Buffer, look: Look) -> Self {
        Self { buffer, look, hits: Vec::new() }
    }

    /// Writes `text` at a place, in at most `width` columns, and says how many it took.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone) -> u16 {
        let area = self.buffer.area;
        if !area.contains(Position { x, y }) {
            return 0;
        }
        let width = width.min(area.right() - x);
        let text = self.look.spell(text);
        let text = safe::cut(&text, usize::from(width));
        let (end, _) = self.buffer.set_stringn(x, y, &text, usize::from(width), self.look.style(tone));
        end - x
    }

    /// Writes `text` so that it ends before column `end`, in at most `width` columns.
    pub fn put_right(&mut self, end: u16, y: u16, width: u16, text: &str, tone: Tone) {
        let text = self.look.spell(text);
        let cut = safe::cut(&text, usize::from(width));
        let wide = columns(&cut);
        self.put(end.saturating_sub(wide), y, wide, &cut, tone);
    }

    /// Writes several pieces one after the other, in at most `width` columns in all.
    pub fn row(&mut self, x: u16, y: u16, width: u16, pieces: &[(&str, Tone)]) -> u16 {
        let mut used = 0;
        for (text, tone) in pieces {
            used += self.put(x + used, y, width - used, text, *tone);
        }
        used
    }

    /// Puts a mark of one column where an area has room for it: in front of what it shows, or behind; of a box, inside.
    pub fn mark(&mut self, area: Rect, mark: &str, tone: Tone) {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        let free = |at: &Position| self.buffer[*at].symbol() == " ";
        let ends = |x: [u16; 2], y: u16| x.map(|x| Position { x, y });
        let on_edge = ends([area.x, area.right() - 1], area.y);
        // Of a box the edge is a line: within it, from the top down.
        let within = (area.y..area.bottom()).filter(|_| area.width > 2);
        let within = within.flat_map(|y| ends([area.x + 1, area.right().saturating_sub(2)], y));
        if let Some(at) = on_edge.into_iter().chain(within).find(free) {
            self.put(at.x, at.y, 1, mark, tone);
        }
    }

    /// Whether nothing stands in a row.
    #[must_use]
    pub fn is_blank(&self, row: Rect) -> bool {
        let row = row.intersection(self.buffer.area);
        !row.is_empty() && (row.left()..row.right()).all(|x| self.buffer[(x, row.y)].symbol() == " ")
    }

    /// Puts a mark and a few words at the end of the first line of an area, or else in its widest gap, where there
    /// is room for them; gives whether there was.
    pub fn beside(&mut self, area: Rect, mark: &str, words: &str, tone: Tone) -> bool {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return false;
        }
        let marked = (area.x..area.right()).any(|x| self.buffer[(x, area.y)].symbol() == mark);
        let text = if marked { words.to_owned() } else { format!("{mark} {words}") };
        let wanted = columns(&text) + 3;
        let (mut widest, mut run) = ((0, 0), 0);
        for x in area.x..area.right() {
            run = if self.buffer[(x, area.y)].symbol() == " " { run + 1 } else { 0 };
            if run >= widest.0 || x + 1 == area.right() && run >= wanted {
                widest = (run, x + 1);
            }
        }
        let (room, end) = widest;
        if room < wanted {
            return false;
        }
        // Before what stands behind it there are two blanks, so that what was and what is do not read as one.
        let behind = if end == area.right() { 1 } else { 2 };
        self.put_right(end - behind, area.y, columns(&text), &text, tone);
        true
    }

    /// A horizontal line.
    pub fn rule(&mut self, x: u16, y: u16, width: u16) {
        for column in x..x.saturating_add(width) {
            self.put(column, y, 1, "─", Tone::Rule);
        }
    }

    /// A vertical line.
    pub fn bar(&mut self, x: u16, y: u16, height: u16) {
        for line in y..y.saturating_add(height) {
            self.put(x, line, 1, "│", Tone::Rule);
        }
    }

    /// A box with a title on its upper edge, and the area inside it.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for y in [area.y, bottom] {
            self.rule(area.x, y, area.width);
        }
        for x in [area.x, right] {
            self.bar(x, area.y, area.height);
        }
        for (x, y, corner) in
            [(area.x, area.y, "┌"), (right, area.y, "┐"), (area.x, bottom, "└"), (right, bottom, "┘")]
        {
            self.put(x, y, 1, corner, Tone::Rule);
        }
        if !title.is_empty() && area.width > 6 {
            self.put(area.x + 2, area.y, area.width - 4, &format!(" {} ", safe::line(title)), Tone::Strong);
        }
        Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
    }

    /// A box in the middle of an area, over what was drawn, and the area inside it, with a margin at its sides.
    pub fn window(&mut self, area: Rect, width: u16, height: u16, title: &str) -> Rect {
        let inside = self.boxed(area, width, height, title);
        Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
    }

    /// The same without a margin.
    pub fn boxed(&mut self, area: Rect, width: u16, height: u16, title: &str) -> Rect {
        let (width, height) = (area.width.min(width), area.height.min(height));
        let (x, y) = (area.x + (area.width - width) / 2, area.y + (area.height - height) / 2);
        let at = Rect { x, y, width, height };
        self.cover(at);
        self.frame(at, title)
    }

    /// Empties an area for what lies over all else: what was drawn before stands for nothing any more.
    pub fn cover(&mut self, area: Rect) {
        self.hits.clear();
        self.hit(self.buffer.area, Target::Outside);
        self.hit(area, Target::Within);
        self.clear(area);
    }

    /// Has hints in an area, such as `s save   Esc close`, stand for their keys, where they were written on one line.
    pub fn offer(&mut self, area: Rect, hints: &str) {
        let area = area.intersection(self.buffer.area);
        let hints: Vec<(String, Key)> = hints
            .split("   ")
            .filter_map(|hint| {
                let key = Key::of_shown(hint.split(' ').next()?)?;
                Some((self.look.spell(hint).into_owned(), key))
            })
            .collect();
        for y in area.y..area.bottom() {
            let row: String = (area.x..area.right()).map(|x| self.buffer[(x, y)].symbol()).collect();
            let mut from = 0;
            for (hint, key) in &hints {
                let Some(at) = row.get(from..).and_then(|rest| rest.find(hint.as_str())) else { continue };
                let x = area.x + columns(&row[..from + at]);
                from += at + hint.len();
                self.hit(Rect { x, y, width: columns(hint), height: 1 }, Target::Key(*key));
            }
        }
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                self.buffer[(x, y)].reset();
                self.buffer[(x, y)].set_style(self.look.ground());
            }
        }
    }

    /// Lays a tone over what an area shows.
    pub fn tint(&mut self, area: Rect, tone: Tone) {
        let style = self.look.style(tone);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Says what an area stands for.
    pub fn hit(&mut self, area: Rect, target: Target) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            self.hits.push(Hit { area, target });
        }
    }

    /// Has the lines of a text in an area, scrolled by so many, stand for entries: each from the line that it begins
    /// on to the next one, or the end of all.
    pub fn choices(&mut self, begins: &[u16], end: u16, scroll: u16, area: Rect) {
        let ends = begins.iter().skip(1).copied().chain([end]);
        for (nth, (from, to)) in begins.iter().copied().zip(ends).enumerate() {
            let top = from.saturating_sub(scroll).min(area.height);
            let bottom = to.saturating_sub(scroll).min(area.height);
            let rows = Rect { y: area.y + top, height: bottom.saturating_sub(top), ..area };
            self.hit(rows, Target::Choice(nth));
        }
    }

    /// Draws a selected row: the marker in front and reversed.
    pub fn select(&mut self, area: Rect) {
        self.put(area.x, area.y, 1, ">", Tone::Strong);
        self.tint(area, Tone::Selected);
    }
}

/// Columns that a text takes, as a screen counts them; of one that no screen holds so many that sums of some are still
/// counted.
#[must_use]
pub fn columns(text: &str) -> u16 {
    cells(safe::width(text).min(MOST))
}

/// A small number of things as a screen counts them.
#[must_use]
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// So many columns of a text are broken into lines, whatever its length: no screen shows more of it.
const MOST: usize = 4096;

/// `text` in lines that end between words: the first of at most so many columns, the others of at most `rest`. Only
/// a word that no line holds is broken.
#[must_use]
pub fn broken(text: &str, first: u16, rest: u16) -> Vec<String> {
    let text = safe::cut(text, MOST);
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut room = usize::from(first);
    let (mut used, rest) = (0, usize::from(rest.max(1)));
    for mut word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = safe::width(word);
        let gap = usize::from(used > 0);
        if used + gap + wide > room && (used > 0 || wide <= rest) {
            lines.push(std::mem::take(&mut line));
            (used, room) = (0, rest);
        } else if gap == 1 {
            line.push(' ');
            used += 1;
        }
        // What is left is counted down: measured each time, a long word would cost its length for each of its lines.
        let mut left = wide;
        while left > room.max(1) && !word.is_empty() {
            let (head, tail) = safe::split(word, room.max(1));
            left = left.saturating_sub(safe::width(head));
            line.push_str(head);
            lines.push(std::mem::take(&mut line));
            (word, used, room) = (tail, 0, rest);
        }
        line.push_str(word);
        used += safe::width(word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A line of a file in rows of so many columns, its blanks as they are: it is broken behind a blank where there is one
/// in the second half of a row, and later rows are set in by `indent`.
#[must_use]
pub fn as_written(text: &str, width: u16, indent: u16) -> Vec<String> {
    let text = safe::line(text);
    let (width, indent) = (usize::from(width.max(1)), usize::from(indent.min(width / 2)));
    let (mut rows, mut rest, mut before) = (Vec::new(), &*text, 0);
    loop {
        let (head, tail) = safe::split(rest, width - before);
        if tail.is_empty() {
            break;
        }
        let blank = head.rfind(' ').map(|at| at + 1).filter(|at| *at > head.len() / 2);
        let (head, tail) = rest.split_at(blank.unwrap_or(head.len()));
        rows.push(format!("{}{}", " ".repeat(before), head.trim_end()));
        (rest, before) = (tail, indent);
    }
    rows.push(format!("{}{rest}", " ".repeat(before)));
    rows
}

/// The same in so many lines at most: the last has all that is left, and is cut where it is drawn.
#[must_use]
pub fn within(text: &str, first: u16, rest: u16, most: usize) -> Vec<String> {
    if most <= 1 {
        return vec![text.to_owned()];
    }
    let mut lines = broken(text, first, rest);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words_and_a_word_only_where_no_line_holds_it() {
        assert_eq!(broken("one two three", 7, 5), ["one two", "three"]);
        assert_eq!(broken("one two three", 20, 5), ["one two three"]);
        // No part of a word stands in a first line that does not hold it.
        assert_eq!(broken("three two", 3, 9), ["", "three two"]);
        assert_eq!(broken("a conditional", 4, 5), ["a", "condi", "tiona", "l"]);
        assert_eq!(broken("", 4, 5), [""]);
        // What there is no line for is left to the last.
        assert_eq!(within("one two ten", 3, 3, 2), ["one", "two ten"]);
        assert_eq!(within("one two three", 3, 9, 2), ["one", "two three"]);
        assert_eq!(within("one two ten", 3, 3, 1), ["one two ten"]);
        // A line of a file keeps its blanks, and no row of it is empty.
        assert_eq!(as_written("a  =  { b = 1, c = 2 }", 11, 2), ["a  =  { b", "  = 1, c =", "  2 }"]);
        assert_eq!(as_written("abcdefghij", 4, 2), ["abcd", "  ef", "  gh", "  ij"]);
        assert_eq!(as_written("多渠道", 1, 0), ["多", "渠", "道"]);
        assert_eq!(as_written("  a", 9, 2), ["  a"]);
        assert_eq!(as_written("", 9, 2), [""]);
        // Letters of two columns each.
        assert_eq!(broken("多渠道互动", 4, 4), ["多渠", "道互", "动"]);
        assert_eq!(broken("多渠", 0, 0), ["多", "渠"]);
    }
}
