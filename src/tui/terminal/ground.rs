//! Whether a terminal is light or dark: it is asked once, and what it says is taken out of what is typed.
//!
//! The question is OSC 11 of xterm's control sequences. Its answer comes in between the keys and is told as
//! keys, the first of them `]` with Alt: so whatever else is typed meanwhile stays what it is.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};

use super::system;
use crate::tui::theme::{Look, Theme};

/// What is behind the text?
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";
/// How long the first screen waits for the answer.
const WAIT: Duration = Duration::from_millis(80);
/// The most keys of an answer.
const LONGEST: usize = 64;

/// The theme that fits what `COLORFGBG` says, while the terminal has not answered.
fn unanswered(colorfgbg: &str) -> Theme {
    said(colorfgbg).map_or(Theme::Terminal, fitting)
}

fn fitting(light: bool) -> Theme {
    if light { Theme::Light } else { Theme::Dark }
}

/// Whether the answer `11;rgb:RRRR/GGGG/BBBB` is a light colour, by the weights of ITU-R BT.709.
fn answered(answer: &str) -> Option<bool> {
    let colour = answer.strip_prefix("11;rgb")?;
    let colour = colour.strip_prefix('a').unwrap_or(colour).strip_prefix(':')?;
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

/// What a key is, as far as an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A key that somebody pressed.
    Key,
    /// Part of an answer.
    Part,
    /// The end of an answer, and the theme that fits it, if it says.
    End(Option<Theme>),
}

/// Listens for the answer.
#[derive(Default)]
pub(super) struct Ground {
    /// An answer may still come.
    awaited: bool,
    /// What has come of it.
    coming: Option<String>,
}

impl Ground {
    /// How things are to look: where that follows the terminal, it is asked, and for a short time waited for.
    /// What else happens meanwhile is put into `early`.
    pub(super) fn ask(
        &mut self,
        look: Look,
        colorfgbg: &str,
        early: &mut VecDeque<Event>,
    ) -> io::Result<Look> {
        if look.theme != Theme::Auto {
            return Ok(look);
        }
        let mut theme = unanswered(colorfgbg);
        self.awaited = system::ask(QUESTION);
        let end = Instant::now() + WAIT;
        while self.awaited && event::poll(end.saturating_duration_since(Instant::now()))? {
            let event = event::read()?;
            let heard = if let Event::Key(key) = &event { self.hears(key) } else { Heard::Key };
            match heard {
                Heard::Key => early.push_back(event),
                Heard::Part => {}
                Heard::End(answer) => theme = answer.unwrap_or(theme),
            }
        }
        Ok(Look { theme, ..look })
    }

    /// What a key is.
    pub(super) fn hears(&mut self, key: &KeyEvent) -> Heard {
        if !self.awaited {
            return Heard::Key;
        }
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let Some(coming) = &mut self.coming else {
            let begins = alt && key.code == KeyCode::Char(']');
            self.coming = begins.then(String::new);
            return if begins { Heard::Part } else { Heard::Key };
        };
        let bell = key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('g');
        if bell || alt && key.code == KeyCode::Char('\\') {
            let theme = answered(coming).map(fitting);
            *self = Self::default();
            return Heard::End(theme);
        }
        match key.code {
            KeyCode::Char(sign)
                if !alt && coming.len() < LONGEST && (sign.is_ascii_digit() || !coming.is_empty()) =>
            {
                coming.push(sign);
                Heard::Part
            }
            // This is no answer.
            _ => {
                self.coming = None;
                Heard::Key
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(sign: char, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(sign), modifiers)
    }

    fn plain(sign: char) -> KeyEvent {
        key(sign, KeyModifiers::NONE)
    }

    #[test]
    fn the_first_screen_waits_for_a_tenth_of_a_second_at_most() {
        assert!(WAIT <= Duration::from_millis(100));
    }

    #[test]
    fn the_theme_follows_the_answer_then_the_environment_then_nothing() {
        let cases = [
            ("11;rgb:ffff/ffff/ffff", "15;0", Theme::Light),
            ("11;rgb:1e1e/1e1e/2e2e", "0;15", Theme::Dark),
            ("11;rgba:fd/f6/e3/ff", "", Theme::Light),
            ("11;rgb:0/0/0", "", Theme::Dark),
            ("10;rgb:ffff/ffff/ffff", "15;0", Theme::Dark),
            ("11;rgb:blue", "0;default;15", Theme::Light),
            ("11;rgb:fffff/0/0", "", Theme::Terminal),
            ("", "15", Theme::Terminal),
            ("", "", Theme::Terminal),
        ];
        for (answer, environment, expected) in cases {
            let theme = answered(answer).map_or_else(|| unanswered(environment), fitting);
            assert_eq!(theme, expected, "{answer:?} {environment}");
        }
    }

    #[test]
    fn an_answer_is_no_keys_and_what_stands_around_it_is() {
        let mut ground = Ground { awaited: true, ..Ground::default() };
        assert_eq!(ground.hears(&plain('1')), Heard::Key, "before it begins, a key is a key");
        assert_eq!(ground.hears(&key(']', KeyModifiers::ALT)), Heard::Part);
        assert!("11;rgb:1e1e/none/q".chars().all(|sign| ground.hears(&plain(sign)) == Heard::Part));
        assert_eq!(ground.hears(&key('\\', KeyModifiers::ALT)), Heard::End(None));
        assert_eq!(ground.hears(&plain('1')), Heard::Key);
        assert_eq!(ground.hears(&key(']', KeyModifiers::ALT)), Heard::Key, "there is one answer");
    }

    #[test]
    fn an_answer_that_ends_in_a_bell_tells_the_theme() {
        let mut ground = Ground { awaited: true, ..Ground::default() };
        ground.hears(&key(']', KeyModifiers::ALT));
        assert!("11;rgb:ff/ff/ff".chars().all(|sign| ground.hears(&plain(sign)) == Heard::Part));
        assert_eq!(ground.hears(&key('g', KeyModifiers::CONTROL)), Heard::End(Some(Theme::Light)));
    }

    #[test]
    fn what_only_begins_like_an_answer_is_keys() {
        let mut ground = Ground { awaited: true, ..Ground::default() };
        ground.hears(&key(']', KeyModifiers::ALT));
        assert_eq!(ground.hears(&plain('q')), Heard::Key, "an answer begins with a number");
        ground.hears(&key(']', KeyModifiers::ALT));
        assert_eq!(ground.hears(&plain('1')), Heard::Part);
        assert_eq!(ground.hears(&KeyEvent::new(KeyCode::Down, KeyModifiers::NONE)), Heard::Key);
        assert_eq!(ground.hears(&plain('1')), Heard::Key, "and then it is over");
    }
}
