//! Plan text made safe for a sink. All text that came out of a file is hostile until it went through
//! here: a name may hold escape sequences, text that reads from right to left, or nothing visible at all.

use crate::order::Order as _;
use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Combining marks that a grapheme keeps at most; more are cut.
const MARKS: usize = 4;

/// What makes a character unfit to be shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsafe {
    /// A control character: C0, DEL or C1.
    Control,
    /// It changes the direction of the text around it.
    Direction,
    /// It cannot be seen: zero width, tags, fillers, line and paragraph separators.
    Invisible,
}

/// Why `character` is unfit to be shown as it is, if it is. Joiners and variation selectors, which
/// are part of many scripts, are judged by what stands around them: see [`unsafe_in`].
#[must_use]
pub fn judge(character: char) -> Option<Unsafe> {
    match character {
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(Unsafe::Control),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Unsafe::Direction)
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Some(Unsafe::Invisible),
        _ => None,
    }
}

/// The unsafe characters of `text` with their byte positions. Line breaks and tabs count where
/// `lines` is false, and joiners where they join nothing: next to ASCII or at an end.
pub fn unsafe_in(text: &str, lines: bool) -> impl Iterator<Item = (usize, char, Unsafe)> + '_ {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let text = if plain { "" } else { text };
    let mut before: Option<char> = None;
    text.char_indices().filter_map(move |(at, character)| {
        let previous = before.replace(character);
        match character {
            '\n' | '\t' if lines => None,
            '\r' if lines && text.as_bytes().get(at + 1) == Some(&b'\n') => None,
            '\u{200c}' | '\u{200d}' => {
                let next = text[at + character.len_utf8()..].chars().next();
                let joins = |side: Option<char>| side.is_some_and(|side| !side.is_ascii());
                (!(joins(previous) && joins(next))).then_some((at, character, Unsafe::Invisible))
            }
            _ => judge(character).map(|why| (at, character, why)),
        }
    })
}

/// `text` as one line that cannot act on a terminal: control characters become pictures (`␛`), other
/// unsafe characters tokens (`<U+202E>`), line breaks and tabs spaces; piled-up marks are cut.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut faults = unsafe_in(text, true).map(|(at, ..)| at).peekable();
    let mut marks = 0;
    let mut last = ' ';
    for (at, character) in text.char_indices() {
        let fault = faults.next_if_eq(&at).is_some();
        let before = std::mem::replace(&mut last, character);
        match character {
            '\r' if !fault => {}
            '\n' | '\t' | '\r' => safe.push(' '),
            '\0'..='\u{1f}' => safe.extend(char::from_u32(0x2400 + character as u32)),
            '\u{7f}' => safe.push('␡'),
            _ if fault => {
                let _ = write!(safe, "<U+{:04X}>", character as u32);
            }
            // Terminals disagree on the width of what a variation selector makes: it is left out.
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {}
            // So they do on that of pictures joined into one, or tinted: each picture stands alone.
            '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' if before >= '\u{2000}' => {}
            // And on that of a flag, which not all of them have: its two letters say the same.
            '\u{1f1e6}'..='\u{1f1ff}' => {
                marks = 0;
                safe.extend(char::from_u32('A' as u32 + (character as u32 - 0x1f1e6)));
            }
            _ => {
                let mark = UnicodeWidthStr::width(&text[at..at + character.len_utf8()]) == 0;
                marks = if mark { marks + 1 } else { 0 };
                if marks <= MARKS {
                    safe.push(character);
                }
            }
        }
    }
    Cow::Owned(safe)
}

/// `text` as [`line()`], in at most `width` terminal columns; what does not fit ends in `…`. No number is cut: half
/// of one reads as another, so it goes with what is cut off.
#[must_use]
pub fn cut(text: &str, width: usize) -> Cow<'_, str> {
    let safe = line(text);
    if UnicodeWidthStr::width(&*safe) <= width {
        return safe;
    }
    let mut end = 0;
    let mut used = 0;
    for (at, grapheme) in safe.grapheme_indices(true) {
        let wide = UnicodeWidthStr::width(grapheme);
        if used + wide + 1 > width {
            break;
        }
        used += wide;
        end = at + grapheme.len();
    }
    let mut short = before_number(&safe, end).to_owned();
    if width > 0 {
        short.push('…');
    }
    Cow::Owned(short)
}

/// What stands before a place of a text, without the number that goes on there.
fn before_number(text: &str, end: usize) -> &str {
    let (kept, rest) = text.split_at(end);
    let part = |sign: char| matches!(sign, '.' | ',');
    let begun = kept.trim_end_matches(part).ends_with(|sign: char| sign.is_ascii_digit());
    let goes_on = rest.trim_start_matches(part).starts_with(|sign: char| sign.is_ascii_digit());
    let whole = kept.trim_end_matches(|sign: char| sign.is_ascii_digit() || part(sign));
    // Behind a letter it is part of an id.
    let of_id = whole.ends_with(char::is_alphabetic);
    if begun && goes_on && !of_id { whole } else { kept }
}

/// Safe `text` in two: the most letters from its beginning that `width` terminal columns hold, one at least, and the
/// rest.
#[must_use]
pub fn split(text: &str, width: usize) -> (&str, &str) {
    let mut used = 0;
    let fits = text.grapheme_indices(true).find(|(at, grapheme)| {
        used += UnicodeWidthStr::width(*grapheme);
        used > width && *at > 0
    });
    text.split_at(fits.map_or(text.len(), |(at, _)| at))
}

/// `text` as [`cut()`], filled up with blanks to `width` terminal columns: a cell of a table. Letters of two
/// columns count two, which padding by characters would not see.
#[must_use]
pub fn fit(text: &str, width: usize) -> String {
    let mut fit = cut(text, width).into_owned();
    fit.extend(std::iter::repeat_n(' ', width.saturating_sub(UnicodeWidthStr::width(&*fit))));
    fit
}

/// `text` as [`line()`], as a cell of a table that spreadsheets open: what they would take for a formula, even
/// after blanks and in full-width signs, gets a `'` before it.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let safe = line(text);
    let begins = |character: char| matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    if safe.trim_start().starts_with(begins) || text.starts_with(['\t', '\r', '\n', '\0']) {
        return Cow::Owned(format!("'{safe}"));
    }
    safe
}

/// Stands before a line that is meant as a command to a CI runner. No text that went through [`line()`] or
/// was escaped as JSON holds it, so that no plan can write one; the last step of printing takes it away.
pub const COMMAND: char = '\u{1}';

/// `text` without what CI runners take for commands to them: a line that begins with `::`, and `##[`,
/// `##vso[` and their like anywhere in one. A `_` breaks them; a line after [`COMMAND`] may begin so.
#[must_use]
pub fn inert(text: &str) -> Cow<'_, str> {
    let mut breaks: Vec<usize> = runner_brackets(text).map(|(name, _)| name).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start();
        if rest.starts_with("::") {
            breaks.push(start + line.len() - rest.len() + 1);
        }
        start += line.len();
    }
    if breaks.is_empty() {
        return Cow::Borrowed(text);
    }
    breaks.order();
    let mut broken = String::with_capacity(text.len() + breaks.len());
    let mut written = 0;
    for at in breaks {
        broken.extend([&text[written..at], "_"]);
        written = at;
    }
    broken.push_str(&text[written..]);
    Cow::Owned(broken)
}

/// The commands to CI runners that stand in brackets after `##`: where their name begins, and where
/// their bracket stands.
pub fn runner_brackets(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.match_indices('[').filter_map(|(bracket, _)| {
        let before = text[..bracket].trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        before.ends_with("##").then_some((before.len(), bracket))
    })
}

/// JSON text in which nothing acts on a terminal or a CI runner that it is shown on: JSON itself escapes
/// only the controls below a blank.
#[must_use]
pub fn json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut faults = unsafe_in(json, true).map(|(at, ..)| at).peekable();
    let mut brackets = runner_brackets(json).map(|(_, bracket)| bracket).peekable();
    for (at, character) in json.char_indices() {
        if faults.next_if_eq(&at).is_some() || brackets.next_if_eq(&at).is_some() {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Columns that `text`, made safe, takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(&*line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_cut() {
        for (text, width, short) in [
            ("forecast 615 k€", 12, "forecast …"),
            ("to 31 Jan 2029", 12, "to 31 Jan …"),
            ("1,845 k", 4, "…"),
            ("1,845 k", 3, "…"),
            ("−12.5 %", 5, "−…"),
            ("level 3 of 4", 8, "level 3…"),
            ("wave two", 5, "wave…"),
            ("v2a and more", 5, "v2a …"),
            ("c005010", 5, "c005…"),
        ] {
            assert_eq!(cut(text, width), short, "{text} in {width}");
        }
    }

    #[test]
    fn a_cell_takes_its_width_whatever_it_is_written_in() {
        for (text, cell) in
            [("ab", "ab    "), ("数据", "数据  "), ("拡大フェーズ", "拡大… "), ("abcdefg", "abcde…")]
        {
            assert_eq!((fit(text, 6).as_str(), width(&fit(text, 6))), (cell, 6));
        }
    }

    #[test]
    fn nothing_that_acts_comes_through() {
        assert_eq!(line("\u{1b}[2J a\u{9b}b\u{7f}"), "␛[2J a<U+009B>b␡");
        assert_eq!(line("a\u{202e}b\u{200b}c\u{2028}d"), "a<U+202E>b<U+200B>c<U+2028>d");
        assert_eq!(line("one\r\ntwo\tthree"), "one two three");
    }

    #[test]
    fn no_runner_finds_a_command() {
        let text = "::error::a\n  ::b\nc ::d\n##[group]e\n###vso[f] ##[g]##teamcity[h\n# # [i]\n[##]";
        let inert_text =
            ":_:error::a\n  :_:b\nc ::d\n##_[group]e\n###_vso[f] ##_[g]##_teamcity[h\n# # [i]\n[##]";
        assert_eq!(inert(text), inert_text);
        assert_eq!(inert("\u{a0}\u{3000}::x"), "\u{a0}\u{3000}:_:x");
        assert!(matches!(inert("[plan]\nname = \"a::b\""), Cow::Borrowed(_)));
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "＝1", "＠x"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        for text in ["reach", "a = b", "1-2", "kpi.a@2027", ""] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn other_scripts_stay_as_they_are() {
        for text in ["Ærø Åse", "客户同意", "שלום", "ক্‍ষ", "é"] {
            assert_eq!(line(text), text);
            assert_eq!(unsafe_in(text, false).count(), 0);
        }
        assert_eq!(line("a\u{200d}b"), "a<U+200D>b");
        assert_eq!(line("👩\u{200d}👧👍\u{1f3fd}"), "👩👧👍", "as wide in every terminal");
        assert_eq!(line("🇩🇰 Denmark, 🇬🇧"), "DK Denmark, GB", "a flag is two letters of its own alphabet");
        assert_eq!(line("क्\u{200d}ष"), "क्\u{200d}ष", "a joiner within a script stays");
    }

    #[test]
    fn piles_of_marks_are_cut() {
        let pile = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(line(&pile).chars().count(), 2 + MARKS);
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(cut("Customer data", 8), "Custome…");
        assert_eq!(cut("客户同意", 6), "客户…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abc", 0), "");
    }
}
