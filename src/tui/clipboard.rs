//! What is put into the clipboard: as much of a text as terminals take.

use super::effect::Effect;
use super::model::{Model, tell};
use crate::wording::count;

/// The most bytes that are copied. Terminals take about 100 KB in the encoding of the clipboard, which
/// needs four bytes for three.
pub const MOST: usize = 74_000;

/// What fits into the clipboard, and whether something was cut.
#[must_use]
pub fn fitting(mut text: String) -> (String, bool) {
    if text.len() <= MOST {
        return (text, false);
    }
    let end = (0..=MOST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    (text, true)
}

/// Copies a text, as much of it as fits, and tells how much that is.
pub(in crate::tui) fn copied(model: &mut Model, text: String) -> Vec<Effect> {
    let (text, cut) = fitting(text);
    let first = if cut { "the first " } else { "" };
    tell(model, format!("Copied {first}{}", count(text.len(), "byte")));
    vec![Effect::Copy(text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_at_a_character() {
        assert_eq!(fitting("short".into()), ("short".into(), false));
        let (cut, was_cut) = fitting("€".repeat(MOST));
        assert!(was_cut && cut.len() <= MOST && cut.len() > MOST - 3);
    }
}
