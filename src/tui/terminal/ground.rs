//! Whether a terminal is light or dark: it is asked once, and what it says is taken out of what is typed.
//!
//! The question is OSC 11 of xterm's control sequences. The question for the kind of terminal, which all
//! answer, comes after it, so that a terminal that knows only the second one is not waited for.

use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::system;
use crate::tui::theme::{Look, Theme};

/// What is behind the text, and what kind of terminal this is.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";
/// How long the terminal has to answer.
const WAIT: Duration = Duration::from_millis(100);
/// The most keys of an answer that comes late.
const LONGEST: u8 = 48;

/// Whether all answers are here: the one that every terminal gives comes last.
fn is_whole(answer: &[u8]) -> bool {
    let kind = answer.windows(3).position(|three| three == b"\x1b[?");
    kind.is_some_and(|at| answer[at..].contains(&b'c'))
}

/// The theme that fits what a terminal answered, or else what `COLORFGBG` says, or else none.
fn theme(answer: &[u8], colorfgbg: &str) -> Theme {
    match answered(answer).or_else(|| said(colorfgbg)) {
        Some(true) => Theme::Light,
        Some(false) => Theme::Dark,
        None => Theme::Terminal,
    }
}

/// Whether the answer `rgb:RRRR/GGGG/BBBB` is a light colour, by the weights of ITU-R BT.709.
fn answered(answer: &[u8]) -> Option<bool> {
    let text = String::from_utf8_lossy(answer);
    let after = text.split_once("\u{1b}]11;rgb")?.1;
    let colour = after.trim_start_matches('a').strip_prefix(':')?;
    let colour = colour.split(['\u{1b}', '\u{7}']).next()?;
    let mut parts = colour.split('/').map(|part| {
        let digits = u32::try_from(part.len()).ok().filter(|digits| (1..=4).contains(digits))?;
        let value = u32::from_str_radix(part, 16).ok()?;
        Some(f64::from(value) / f64::from(16_u32.pow(digits) - 1))
    });
    let mut part = || parts.next().flatten();
    let (red, green, blue) = (part()?, part()?, part()?);
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)
}

/// Whether the last of the colours in `COLORFGBG`, one of the sixteen, is light.
fn said(colorfgbg: &str) -> Option<bool> {
    let (_, back) = colorfgbg.rsplit_once(';')?;
    match back.trim().parse::<u8>().ok()? {
        7 | 9..=15 => Some(true),
        0..=6 | 8 => Some(false),
        _ => None,
    }
}

/// Takes an answer that comes late out of the keys: it begins like `]` with Alt, and is told as keys.
#[derive(Default)]
pub(super) struct Late {
    /// An answer may still come.
    awaited: bool,
    left: u8,
}

impl Late {
    /// How things are to look: where that follows the terminal, it is asked.
    pub(super) fn ask(&mut self, look: Look, colorfgbg: &str) -> Look {
        if look.theme != Theme::Auto {
            return look;
        }
        let answer = system::ask(QUESTION, WAIT, is_whole);
        self.awaited = !is_whole(&answer);
        Look { theme: theme(&answer, colorfgbg), ..look }
    }

    /// Whether a key is part of an answer.
    pub(super) fn takes(&mut self, key: &KeyEvent) -> bool {
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        if self.awaited && alt && key.code == KeyCode::Char(']') {
            (self.awaited, self.left) = (false, LONGEST);
            return true;
        }
        if self.left == 0 {
            return false;
        }
        let bell = key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('g');
        let end = bell || alt && key.code == KeyCode::Char('\\');
        let part =
            matches!(key.code, KeyCode::Char(sign) if sign.is_ascii_hexdigit() || ";:/rgba".contains(sign));
        self.left = if end || !part { 0 } else { self.left - 1 };
        end || part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_follows_the_answer_then_the_environment_then_nothing() {
        let cases: [(&[u8], &str, Theme); 9] = [
            (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62c", "15;0", Theme::Light),
            (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b[?62c", "0;15", Theme::Dark),
            (b"\x1b]11;rgba:fd/f6/e3/ff\x07", "", Theme::Light),
            (b"\x1b]11;rgb:0/0/0\x07", "", Theme::Dark),
            (b"\x1b[?62c", "15;0", Theme::Dark),
            (b"\x1b]11;rgb:blue\x07", "0;default;15", Theme::Light),
            (b"\x1b]11;rgb:fffff/0/0\x07", "", Theme::Terminal),
            (b"", "15", Theme::Terminal),
            (b"", "", Theme::Terminal),
        ];
        for (answer, environment, expected) in cases {
            assert_eq!(theme(answer, environment), expected, "{answer:?} {environment}");
        }
    }

    #[test]
    fn a_late_answer_is_no_keys_and_what_comes_after_it_is() {
        let key = |sign, modifiers| KeyEvent::new(KeyCode::Char(sign), modifiers);
        let plain = |sign| key(sign, KeyModifiers::NONE);
        let mut late = Late { awaited: true, ..Late::default() };
        assert!(!late.takes(&plain('1')), "before it begins, a key is a key");
        assert!(late.takes(&key(']', KeyModifiers::ALT)));
        assert!("11;rgb:1e1e/1e1e/2e2e".chars().all(|sign| late.takes(&plain(sign))));
        assert!(late.takes(&key('\\', KeyModifiers::ALT)));
        assert!(!late.takes(&plain('1')) && !late.takes(&key(']', KeyModifiers::ALT)));
        let mut never = Late::default();
        assert!(!never.takes(&key(']', KeyModifiers::ALT)) && !never.takes(&plain('2')));
    }
}
