//! The lines in which two texts differ.

use similar::{ChangeTag, TextDiff};

/// A line of one of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `-` is gone, `+` is new, a blank is in both.
    pub sign: char,
    /// Its number in the new text, or in the old one where it is gone; from 1.
    pub number: usize,
    /// The line.
    pub text: String,
}

/// The lines in which two texts differ, in order, with so many lines `around` them.
#[must_use]
pub fn lines(old: &str, new: &str, around: usize) -> Vec<Line> {
    let diff = TextDiff::from_lines(old, new);
    let groups = diff.grouped_ops(around);
    let changes = groups.iter().flatten().flat_map(|op| diff.iter_changes(op));
    let line = |change: similar::Change<&str>| {
        let (sign, at) = match change.tag() {
            ChangeTag::Equal => (' ', change.new_index()),
            ChangeTag::Delete => ('-', change.old_index()),
            ChangeTag::Insert => ('+', change.new_index()),
        };
        let text = change.value().trim_end_matches(['\r', '\n']).to_owned();
        Line { sign, number: at.map_or(0, |at| at + 1), text }
    };
    changes.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_told_with_some_around_them() {
        let shown = |around| {
            let lines = lines("a\nb\nc\nd\n", "a\nB\nc\nd\n", around);
            lines.iter().map(|it| format!("{}{}{}", it.number, it.sign, it.text)).collect::<Vec<_>>()
        };
        assert_eq!(shown(0), ["2-b", "2+B"]);
        assert_eq!(shown(1), ["1 a", "2-b", "2+B", "3 c"]);
        assert_eq!(lines("same", "same", 3), []);
    }
}
