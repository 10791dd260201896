//! A line that is typed: its text, a cursor among what a reader takes for characters, and the keys that
//! readline users know.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::safe;
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::MOST;

/// A text as one line: each of its line breaks becomes a blank, those at its ends are left out, and so are
/// controls: none of them can be seen in a line.
#[must_use]
pub fn as_one(text: &str) -> String {
    let breaks =
        |it: char| matches!(it, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let blank = |it: char| if breaks(it) || it == '\t' { ' ' } else { it };
    let text = text.trim_matches(breaks).replace("\r\n", "\n");
    text.chars().map(blank).filter(|it| !it.is_control()).collect()
}

/// A line that is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// The byte that the cursor stands before.
    at: usize,
    /// Whether the text is offered: what is typed takes its place, any other key begins to change it.
    offered: bool,
}

impl Line {
    /// A line with the cursor at its end.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { at: text.len(), text, offered: false }
    }

    /// A line with a text that gives way to what is typed, and stands where nothing is.
    #[must_use]
    pub fn offered(text: impl Into<String>) -> Self {
        Self { offered: true, ..Self::new(text) }
    }

    /// Offers what it holds: what is typed next takes its place.
    pub fn offer(&mut self) {
        *self = Self::offered(std::mem::take(&mut self.text));
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the cursor stands behind all of it.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// What stands before the cursor, and what behind it.
    fn halves(&self) -> (&str, &str) {
        self.text.split_at_checked(self.at).unwrap_or((&self.text, ""))
    }

    /// Puts a text where the cursor is, [as one line](as_one).
    pub fn insert(&mut self, text: &str) {
        let kept = as_one(text);
        if std::mem::take(&mut self.offered) {
            *self = Self::default();
        }
        if self.text.len() + kept.len() <= MOST && self.text.is_char_boundary(self.at) {
            self.text.insert_str(self.at, &kept);
            self.at += kept.len();
        }
    }

    /// Takes a key; says whether it was one for a line.
    pub fn on_key(&mut self, key: Key) -> bool {
        let (before, after) = self.halves();
        let left = before.graphemes(true).next_back().map_or(0, str::len);
        let right = after.graphemes(true).next().map_or(0, str::len);
        let word = before.len() - before.trim_end().rfind(' ').map_or(0, |at| at + 1);
        let (at, end) = (self.at, self.text.len());
        match (key.code, key.ctrl) {
            (Code::Left, false) | (Code::Char('b'), true) => self.at -= left,
            (Code::Right, false) | (Code::Char('f'), true) => self.at += right,
            (Code::Left, true) => self.at -= word,
            (Code::Right, true) => {
                let skipped = after.len() - after.trim_start().len();
                let to = after
                    .get(skipped..)
                    .and_then(|rest| rest.find(' '))
                    .map_or(after.len(), |it| it + skipped);
                self.at += to;
            }
            (Code::Home, _) | (Code::Char('a'), true) => self.at = 0,
            (Code::End, _) | (Code::Char('e'), true) => self.at = end,
            (Code::Backspace, _) => self.cut(at - left, at),
            (Code::Delete, _) | (Code::Char('d'), true) => self.cut(at, at + right),
            (Code::Char('u'), true) => self.cut(0, at),
            (Code::Char('k'), true) => self.cut(at, end),
            (Code::Char('w'), true) => self.cut(at - word, at),
            (Code::Char(character), false) => self.insert(character.encode_utf8(&mut [0; 4])),
            _ => return false,
        }
        self.offered = false;
        true
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.at = from;
    }

    /// The line with its cursor, made safe, in `width` columns around the cursor.
    #[must_use]
    pub fn shown(&self, width: u16) -> String {
        let (before, after) = self.halves();
        let before = safe::line(before);
        let room = usize::from(width).saturating_sub(2);
        let mut start = 0;
        if safe::width(&before) > room {
            // What is left out at the front has a sign for it.
            let keep = room.saturating_sub(room / 4).max(1);
            let mut used = 0;
            for (at, grapheme) in before.grapheme_indices(true).rev() {
                used += safe::width(grapheme);
                if used > keep {
                    break;
                }
                start = at;
            }
        }
        let sign = if start > 0 { "…" } else { "" };
        format!("{sign}{}▏{}", before.get(start..).unwrap_or_default(), safe::line(after))
    }
}

/// Moves the cursor of a list with `count` entries below the line that is typed; says whether the key was one
/// for it, and not for the line.
pub(in crate::tui) fn choose(cursor: &mut usize, count: usize, key: Key) -> bool {
    let last = count.saturating_sub(1);
    *cursor = match key.code {
        Code::Up => cursor.saturating_sub(1),
        Code::Down => (*cursor + 1).min(last),
        Code::PageUp => cursor.saturating_sub(10),
        Code::PageDown => (*cursor + 10).min(last),
        Code::Char('p') if key.ctrl => cursor.saturating_sub(1),
        Code::Char('n') if key.ctrl => (*cursor + 1).min(last),
        _ => return false,
    };
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &mut Line, keys: &str) -> String {
        Key::parse_all(keys).into_iter().for_each(|key| assert!(line.on_key(key), "{key:?}"));
        line.shown(60)
    }

    #[test]
    fn a_line_takes_the_keys_of_readline() {
        let mut line = Line::new("one two");
        assert_eq!(typed(&mut line, "<left> <bs> x"), "one tx▏o");
        assert_eq!(typed(&mut line, "ctrl-w"), "one ▏o");
        assert_eq!(typed(&mut line, "ctrl-a <del> ctrl-<right>"), "ne▏ o");
        assert_eq!(typed(&mut line, "ctrl-k ctrl-u"), "▏");
        assert!(!line.on_key(Key::plain(Code::Enter)) && !line.on_key(Key::plain(Code::Up)));
    }

    #[test]
    fn what_is_offered_gives_way_to_what_is_typed() {
        assert_eq!(typed(&mut Line::offered("351"), "3 6 0"), "360▏");
        assert_eq!(typed(&mut Line::offered("351"), "<bs> 2"), "352▏");
        assert_eq!(typed(&mut Line::offered("351"), "<home> 1"), "1▏351");
        let mut line = Line::offered("351");
        assert!(!line.on_key(Key::plain(Code::Enter)));
        assert_eq!(line.text(), "351");
        line.insert("97");
        assert_eq!(line.text(), "97");
    }

    #[test]
    fn the_cursor_goes_by_what_a_reader_takes_for_characters() {
        let mut line = Line::new("ae\u{301}東👨\u{200d}👩\u{200d}👧");
        assert_eq!(typed(&mut line, "<left> <left>").split('▏').next(), Some("ae\u{301}"));
        line.on_key(Key::plain(Code::Backspace));
        assert!(line.text().starts_with("a東"), "{}", line.text());
    }

    #[test]
    fn what_is_pasted_is_one_line_and_nothing_in_it_acts() {
        let mut line = Line::default();
        line.insert("a\r\nb\tc\u{1b}[2J\u{7}d\u{202e}");
        assert_eq!(line.text(), "a b c[2Jd\u{202e}");
        assert_eq!(line.shown(60), "a b c[2Jd<U+202E>▏");
        // A terminal sends a return for each line break of what it pastes.
        for breaks in ["\r", "\n", "\r\n", "\u{2028}"] {
            assert_eq!(
                as_one(&["", "Budget frei", "gegeben", "UK", ""].join(breaks)),
                "Budget frei gegeben UK"
            );
        }
        line.insert(&"x".repeat(MOST));
        assert_eq!(line.text().len(), 12, "more than a line takes is left out");
    }

    #[test]
    fn a_long_line_shows_what_is_around_the_cursor() {
        let mut line = Line::new("0123456789".repeat(9));
        assert_eq!(line.shown(12), "…23456789▏");
        line.on_key(Key::plain(Code::Home));
        assert!(line.shown(12).starts_with("▏0123"));
        let wide = Line::new("東".repeat(50));
        assert!(safe::width(&wide.shown(12)) <= 12, "{}", wide.shown(12));
    }
}
