//! Texts as TOML writes them.

use std::ops::Range;

use super::written::{self, Value};
use crate::safe;

/// The text `raw`, in its quotes, without the characters that are unsafe to show, whether they stand
/// there themselves or as escapes. Everything else stays as it is written. `None` where that cannot be
/// done: a line break is no character to leave out, and what is left has to be a text again.
pub(super) fn cleaned(raw: &str, lines: bool) -> Option<String> {
    let tokens = tokens(raw)?;
    let mut decoded = String::new();
    let mut starts = Vec::with_capacity(tokens.len());
    for (_, character) in &tokens {
        starts.push(decoded.len());
        decoded.extend(*character);
    }
    let mut kept = String::with_capacity(raw.len());
    let mut clean = String::with_capacity(decoded.len());
    let mut left_out = safe::unsafe_in(&decoded, lines).peekable();
    left_out.peek()?;
    let body = tokens.first()?.0.start;
    kept.push_str(raw.get(..body)?);
    for ((range, character), start) in tokens.iter().zip(starts) {
        let unsafe_here = character.is_some() && left_out.next_if(|(at, ..)| *at == start).is_some();
        match character {
            Some('\n' | '\r' | '\t') if unsafe_here => return None,
            _ if unsafe_here => {}
            _ => {
                kept.push_str(raw.get(range.clone())?);
                clean.extend(*character);
            }
        }
    }
    kept.push_str(raw.get(tokens.last()?.0.end..)?);
    reads(&kept, &clean).then_some(kept)
}

/// A text in quotes, as TOML writes it.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A key, in quotes only where it needs them.
#[must_use]
pub fn key(name: &str) -> String {
    let bare = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

/// Whether a text is one value of TOML, and nothing besides.
#[must_use]
pub fn is_literal(text: &str) -> bool {
    let document = format!("x = {text}\n");
    let arena = toml_spanner::Arena::new();
    let parsed = toml_spanner::parse(&document, &arena).ok();
    let whole = |table: &toml_spanner::Table<'_>| {
        let value = table.get("x").map(|toml| toml.span().range());
        table.len() == 1 && value == Some("x = ".len().."x = ".len() + text.len())
    };
    parsed.is_some_and(|parsed| whole(parsed.table()))
}

/// What one value of TOML says; `None` where a text is none, or has something besides.
#[must_use]
pub fn literal(text: &str) -> Option<Value> {
    if !is_literal(text) {
        return None;
    }
    let document = format!("x = {text}\n");
    let arena = toml_spanner::Arena::new();
    let parsed = toml_spanner::parse(&document, &arena).ok()?;
    Some(written::value(parsed.table().get("x")?, &document))
}

/// Whether a text in its quotes says `meant`.
fn reads(raw: &str, meant: &str) -> bool {
    let document = format!("x = {raw}\n");
    let arena = toml_spanner::Arena::new();
    let parsed = toml_spanner::parse(&document, &arena).ok();
    parsed.is_some_and(|parsed| parsed.table().get("x").and_then(|item| item.as_str()) == Some(meant))
}

/// The stretches of a text between its quotes, each with the character that it stands for, if any.
fn tokens(raw: &str) -> Option<Vec<(Range<usize>, Option<char>)>> {
    let quote = raw.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let fence = if raw.len() >= 6 && raw.starts_with(&long) { 3 } else { 1 };
    let end = raw.len().checked_sub(fence)?;
    let mut tokens = Vec::new();
    let mut at = fence;
    let after_fence = raw.get(fence..end)?;
    if fence == 3 {
        // A line break right after the opening quotes is no part of the text.
        let skip =
            if after_fence.starts_with("\r\n") { 2 } else { usize::from(after_fence.starts_with('\n')) };
        if skip > 0 {
            tokens.push((at..at + skip, None));
            at += skip;
        }
    }
    while at < end {
        let rest = raw.get(at..end)?;
        let mut characters = rest.chars();
        let first = characters.next()?;
        let (length, character) = match first {
            '\\' if quote == '"' => escape(rest)?,
            other => (other.len_utf8(), Some(other)),
        };
        tokens.push((at..at + length, character));
        at += length;
    }
    Some(tokens)
}

/// The length of an escape and the character that it stands for; none for one that joins lines.
fn escape(rest: &str) -> Option<(usize, Option<char>)> {
    let kind = rest.chars().nth(1)?;
    let digits = |many: usize| {
        let code = u32::from_str_radix(rest.get(2..2 + many)?, 16).ok()?;
        Some((2 + many, Some(char::from_u32(code)?)))
    };
    match kind {
        'b' => Some((2, Some('\u{8}'))),
        't' => Some((2, Some('\t'))),
        'n' => Some((2, Some('\n'))),
        'f' => Some((2, Some('\u{c}'))),
        'r' => Some((2, Some('\r'))),
        'e' => Some((2, Some('\u{1b}'))),
        '"' => Some((2, Some('"'))),
        '\\' => Some((2, Some('\\'))),
        'x' => digits(2),
        'u' => digits(4),
        'U' => digits(8),
        blank if blank.is_ascii_whitespace() => {
            let blanks = rest.get(1..)?;
            let length = blanks.len() - blanks.trim_start_matches([' ', '\t', '\r', '\n']).len();
            Some((1 + length, None))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{cleaned, is_literal, key, quoted};

    #[test]
    fn texts_and_keys_are_quoted_where_they_must_be() {
        assert_eq!(quoted("a \"b\" \\ \n\u{1b}é"), r#""a \"b\" \\ \n\u001Bé""#);
        assert_eq!([key("low-access-2"), key("a b"), key("")], ["low-access-2", "\"a b\"", "\"\""]);
        for value in ["1_000", "-3.5", "2026-01-01", "true", "[1, 2]", "{ a = 1 }", "\"x\"", "'x'"] {
            assert!(is_literal(value), "{value}");
        }
        for other in ["", "scale", "1 # one", "1\ny = 2", "2026-02-30", "\"x", "1 2", "a = 1", " 1", "]"] {
            assert!(!is_literal(other), "{other}");
        }
    }

    #[test]
    fn only_what_is_unsafe_is_left_out() {
        let clean = |raw: &str| cleaned(raw, true);
        assert_eq!(clean(r#""Re\u202Each \"x\" \\u202E""#).unwrap(), r#""Reach \"x\" \\u202E""#);
        assert_eq!(clean("'a\u{200b}b\\n'").unwrap(), "'ab\\n'");
        assert_eq!(
            clean("\"\"\"\r\na\\x1b[2J\\\r\n  b\u{9b}\"\"\"").unwrap(),
            "\"\"\"\r\na[2J\\\r\n  b\"\"\""
        );
        assert_eq!(clean("\"sound\""), None);
        assert_eq!(clean("\"\"\"a\"\"\u{200b}\"b\"\"\""), None, "the rest would end too early");
        assert_eq!(cleaned("\"a\\nb\"", false), None, "a line break is more than nothing");
    }
}
