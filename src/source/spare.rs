//! What is sound in an inline table with a fault: the entry at fault is taken out, so that the others are
//! still read and nothing is missed that is there.

use crate::order::Order as _;
use std::ops::Range;

/// The text with blanks for the entry of an inline table in which each of `faults` lies, and the first fault
/// of each such table: those after it may be no more than what it led to. Blanks are as long as what they
/// stand for, so that all places stay. `None` where no fault lies in an inline table.
#[must_use]
pub(super) fn spared(content: &str, faults: &[usize]) -> Option<(String, Vec<usize>)> {
    let mut bytes = content.as_bytes().to_vec();
    let mut first: Vec<usize> = Vec::new();
    let mut faults: Vec<usize> = faults.to_vec();
    faults.order();
    let mut told = 0;
    for at in faults {
        // One entry a line and round: what is behind a fault is only known once it is out of the way.
        if at < told {
            continue;
        }
        let Some(entry) = entry_at(content, at) else { continue };
        told = entry.line_end;
        first.push(at);
        // Whole characters become blanks, so what was UTF-8 still is.
        bytes.get_mut(entry.stretch.clone())?.fill(b' ');
        let from =
            entry.stretch.end.checked_sub(entry.close.len()).filter(|from| *from >= entry.stretch.start)?;
        bytes.get_mut(from..entry.stretch.end)?.copy_from_slice(entry.close.as_bytes());
    }
    let text = String::from_utf8(bytes).ok()?;
    (!first.is_empty()).then_some((text, first))
}

/// An entry of an inline table, with the comma that goes with it.
struct Entry {
    stretch: Range<usize>,
    /// What closes all that is open, where the entry swallows it: a text without its closing quote does.
    close: String,
    line_end: usize,
}

/// A bracket that is open.
struct Open {
    closes_with: u8,
    /// Where the entry begins that is being read, with the comma before it.
    comma: usize,
}

/// The entry of the innermost inline table of the line in which `at` lies.
fn entry_at(content: &str, at: usize) -> Option<Entry> {
    let bytes = content.as_bytes();
    let line = content.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line_end = content.get(at..)?.find('\n').map_or(content.len(), |end| at + end);
    let mut open: Vec<Open> = Vec::new();
    let mut position = line;
    while position < at {
        match bytes[position] {
            byte @ (b'{' | b'[') => open.push(Open { closes_with: byte + 2, comma: position }),
            byte @ (b'}' | b']') if open.last()?.closes_with == byte => drop(open.pop()),
            b',' => open.last_mut()?.comma = position,
            b'"' | b'\'' => match text_end(bytes, position, line_end) {
                Some(end) if end < at => position = end,
                // The fault lies in this text.
                _ => break,
            },
            b'#' => return None,
            _ => {}
        }
        position += 1;
    }
    while open.last()?.closes_with == b']' {
        open.pop();
    }
    let from = open.last()?.comma;
    let mut inner: Vec<u8> = Vec::new();
    let mut end = from + 1;
    let stretch = loop {
        match bytes.get(end).filter(|_| end < line_end) {
            // It swallows what closes the line.
            None => break from..line_end,
            Some(byte @ (b'{' | b'[')) => inner.push(byte + 2),
            Some(byte @ (b'}' | b']')) => match inner.iter().rposition(|closes| closes == byte) {
                Some(nth) => inner.truncate(nth),
                None if *byte == b'}' => break from..end,
                None => {}
            },
            Some(b',') if inner.is_empty() => break from..end,
            Some(b'"' | b'\'') => match text_end(bytes, end, line_end) {
                Some(closing) => end = closing,
                None => break from..line_end,
            },
            _ => {}
        }
        end += 1;
    };
    let swallows = stretch.end == line_end;
    let close = if swallows {
        open.iter().rev().map(|open| char::from(open.closes_with)).collect()
    } else {
        String::new()
    };
    // Of the first entry the bracket stays and the comma behind goes; of every other the comma before.
    let is_first = bytes[stretch.start] != b',';
    let start = stretch.start + usize::from(is_first);
    let end = stretch.end + usize::from(is_first && bytes.get(stretch.end) == Some(&b','));
    Some(Entry { stretch: start..end, close, line_end })
}

/// Where a text on one line closes; `None` where it does not, or is one of several lines.
fn text_end(bytes: &[u8], quote: usize, line_end: usize) -> Option<usize> {
    let mut position = quote + 1;
    while position < line_end {
        match bytes[position] {
            b'\\' if bytes[quote] == b'"' => position += 1,
            byte if byte == bytes[quote] => return Some(position),
            _ => {}
        }
        position += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, at: &str) -> String {
        let (text, first) = spared(text, &[text.find(at).unwrap()]).unwrap();
        assert_eq!(first.len(), 1);
        text
    }

    #[test]
    fn the_entry_at_fault_goes_with_a_comma() {
        assert_eq!(without("a = { b = 1, c = 3k, d = 2 }\n", "3k"), "a = { b = 1        , d = 2 }\n");
        assert_eq!(without("a = { b = 3k, d = 2 }", "3k"), "a = {         d = 2 }");
        assert_eq!(without("a = { b = 1, c = 3k }", "3k"), "a = { b = 1         }");
        assert_eq!(without("a = { b = 3k }", "3k"), "a = {        }");
    }

    #[test]
    fn brackets_and_texts_within_belong_to_the_entry() {
        assert_eq!(
            without("a = { b = 1, c = [\"x, }\", 3k], d = { e = 2 } }", "3k"),
            "a = { b = 1                  , d = { e = 2 } }"
        );
        assert_eq!(
            without("a = { b = { c = 3k, d = 1 }, e = 2 }", "3k"),
            "a = { b = {         d = 1 }, e = 2 }"
        );
        let unclosed = "a = { b = [\"x\", c = 3k, d = 1 }";
        assert_eq!(without(unclosed, "3k"), format!("a = {{{}}}", " ".repeat(unclosed.len() - 6)));
    }

    #[test]
    fn a_text_without_its_quote_takes_the_line_and_leaves_it_closed() {
        assert_eq!(
            without("a = { b = 1, c = \"x, d = 2 }\nz = 1", "\"x"),
            "a = { b = 1                }\nz = 1"
        );
    }

    #[test]
    fn what_is_in_no_inline_table_is_left_to_the_parser() {
        assert!(spared("a = 3k\n", &[4]).is_none());
        assert!(spared("a = [1, 3k]\n", &[8]).is_none());
        assert!(spared("# { a = 3k }\n", &[8]).is_none());
        assert!(spared("é = { b = 3k }", &[1]).is_none(), "in the midst of a character");
    }

    #[test]
    fn of_faults_in_one_line_the_first_counts() {
        let text = "a = { b = 3k, c = 4k }\nd = { e = 5k }";
        let (spared, first) = spared(text, &[10, 18, 33]).unwrap();
        assert_eq!((spared.as_str(), first), ("a = {         c = 4k }\nd = {        }", vec![10, 33]));
    }
}
