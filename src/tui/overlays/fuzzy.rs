//! Finding by a few letters: the better a text holds them, the earlier it stands.

use crate::order::Order as _;
use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The places of the texts that hold what was typed, the best first, at most `most` of them; all of them
/// in their own order where nothing was typed.
pub fn rank<'t>(typed: &str, texts: impl Iterator<Item = &'t str>, most: usize) -> Vec<usize> {
    if typed.trim().is_empty() {
        return texts.enumerate().map(|(at, _)| at).take(most).collect();
    }
    let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let scored = texts.enumerate().filter_map(|(at, text)| {
        let score = pattern.score(Utf32Str::new(text, &mut letters), &mut matcher)?;
        Some((Reverse(score), text.len(), at))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.order();
    scored.into_iter().take(most).map(|(.., at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_stands_first_and_nothing_typed_finds_all() {
        let texts = ["Gate: review", "Go to the next view", "Next variant of the view", "Quit"];
        let found = |typed| rank(typed, texts.into_iter(), 9);
        assert_eq!(found(""), [0, 1, 2, 3]);
        assert_eq!(found("quit"), [3]);
        assert_eq!(found("nxvar"), [2]);
        assert_eq!(found("zzz"), [0_usize; 0]);
        assert_eq!(rank("", texts.into_iter(), 2).len(), 2);
    }
}
