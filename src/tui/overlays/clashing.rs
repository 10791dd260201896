//! What both sides changed differently, row by row: theirs or mine is chosen for each, and the merge is
//! taken once every row is decided.

use ratatui::layout::Rect;

use crate::merge::{Clash, Side};
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording::count;

/// So many signs of what a side says are shown.
const SHOWN: usize = 160;

/// So wide is a question that may have rows.
const WIDTH: u16 = 76;

/// What such a question is written on.
pub(super) fn paper(area: Rect) -> Text {
    Text::new(area.width.min(WIDTH).saturating_sub(4))
}

/// Draws a question with its keys: they are always in sight, and so is the row that begins on the line `at`.
pub(super) fn draw(text: &Text, at: u16, keys: &str, title: &str, area: Rect, pen: &mut Pen<'_>) {
    let mut last = paper(area);
    last.words(&keys.replace("   ", " · "), Tone::Strong);
    let (lines, below) = (cells(text.lines.len()), cells(last.lines.len()));
    let inside = pen.window(area, WIDTH, lines.saturating_add(below).saturating_add(3), title);
    let height = inside.height.saturating_sub(below + 1);
    let scroll = (at + 4).saturating_sub(height).min(lines.saturating_sub(height));
    text.draw(scroll, Rect { height, ..inside }, pen);
    let y = inside.y + inside.height.saturating_sub(below);
    let below = Rect { y, height: below.min(inside.height), ..inside };
    last.draw(0, below, pen);
    pen.offer(below, keys);
}

/// Clashes, each with what was chosen for it so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clashes {
    rows: Vec<(Clash, Option<Side>)>,
    cursor: usize,
    /// Why what was chosen could not be taken.
    pub(super) fault: Option<String>,
}

/// The keys that choose.
pub(super) const KEYS: &str = "↑↓ row   t theirs   m mine   T M for all   ⏎ take the merge";

impl Clashes {
    pub(super) fn of(clashes: Vec<Clash>) -> Self {
        Self { rows: clashes.into_iter().map(|clash| (clash, None)).collect(), ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes a key that moves or chooses; gives whether it was one.
    pub(super) fn on_key(&mut self, key: Key) -> bool {
        match key {
            Key { code: Code::Up, .. } => self.cursor = self.cursor.saturating_sub(1),
            Key { code: Code::Down, .. } => {
                self.cursor = (self.cursor + 1).min(self.rows.len().saturating_sub(1));
            }
            Key { code: Code::Char('t'), ctrl: false } => self.choose(Side::Theirs),
            Key { code: Code::Char('m'), ctrl: false } => self.choose(Side::Ours),
            Key { code: Code::Char('T'), ctrl: false } => self.choose_for_all(Side::Theirs),
            Key { code: Code::Char('M'), ctrl: false } => self.choose_for_all(Side::Ours),
            _ => return false,
        }
        true
    }

    /// Decides the row, and goes to the next one that is open.
    fn choose(&mut self, side: Side) {
        if let Some((_, choice)) = self.rows.get_mut(self.cursor) {
            *choice = Some(side);
        }
        let open = |(_, choice): &(Clash, Option<Side>)| choice.is_none();
        let below = self.rows.iter().skip(self.cursor).position(open).map(|nth| self.cursor + nth);
        self.cursor = below.or_else(|| self.rows.iter().position(open)).unwrap_or(self.cursor);
        self.fault = None;
    }

    fn choose_for_all(&mut self, side: Side) {
        self.rows.iter_mut().for_each(|(_, choice)| *choice = Some(side));
        self.fault = None;
    }

    /// What was chosen.
    ///
    /// # Errors
    /// How many rows are open, in words.
    pub(super) fn decided(&self) -> Result<Vec<Side>, String> {
        let choices: Vec<Side> = self.rows.iter().filter_map(|(_, choice)| *choice).collect();
        match self.rows.len() - choices.len() {
            0 => Ok(choices),
            open => Err(format!("{} still to decide: t theirs, m mine", count(open, "row"))),
        }
    }

    /// Writes the rows, and gives the line that the chosen one begins on.
    pub(super) fn write(&self, text: &mut Text) -> u16 {
        let values = count(self.rows.len(), "value");
        let were = if self.rows.len() == 1 { "was" } else { "were" };
        text.words(&format!("{values} {were} changed on both sides; choose for each:"), Tone::Warning);
        let mut at = 0;
        for (nth, (clash, choice)) in self.rows.iter().enumerate() {
            let chosen = nth == self.cursor;
            if chosen {
                at = cells(text.lines.len());
            }
            let (mark, tone) = if chosen { ("> ", Tone::Strong) } else { ("  ", Tone::Plain) };
            let was = clash.base.as_deref().map_or("was not there".into(), |it| format!("was {}", said(it)));
            text.put(&[(mark, tone)], &format!("{}, {was}", safe::line(&clash.name)), tone, 4);
            let sides = [("theirs", Side::Theirs, &clash.theirs), ("mine  ", Side::Ours, &clash.ours)];
            for (name, side, value) in sides {
                let taken = *choice == Some(side);
                let (mark, tone) = if taken { ("[x]", Tone::Strong) } else { ("[ ]", Tone::Plain) };
                let value = value.as_deref().map_or("removed".into(), said);
                text.put(&[(&format!("    {mark} {name}  "), tone)], &value, tone, 16);
            }
        }
        if let Some(fault) = &self.fault {
            text.words(fault, Tone::Error);
        }
        at
    }
}

/// What a side says, in a line.
fn said(value: &str) -> String {
    let lines: Vec<&str> = value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = lines.join(if value.starts_with('[') && value.contains("]\n") { "; " } else { " " });
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", safe::line(&line[..at])),
        None => safe::line(&line).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_side_says_is_one_safe_line_of_some_length() {
        assert_eq!(said("[wave.two]\n\nbudget = 6\nfocus = 1"), "[wave.two]; budget = 6; focus = 1");
        assert_eq!(said("[\n  \"a\",\n  \"b\",\n]"), "[ \"a\", \"b\", ]");
        assert!(!said("\"\u{1b}[2J\"").contains('\u{1b}'));
        assert_eq!(said(&"ä".repeat(500)).chars().count(), SHOWN + 1);
    }
}
