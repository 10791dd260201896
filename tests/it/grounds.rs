//! What a terminal says of its colours, and what it can show, in a terminal that says so.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "what cannot be started has failed")]

use std::path::Path;

use crate::pty::{PATIENCE, Terminal};

/// A folder with a plan, and preferences with a theme.
fn folder(theme: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("plan.toml"), include_str!("screens/plan.toml")).expect("a plan");
    std::fs::create_dir(folder.path().join("groundswell")).expect("a folder");
    let preferences = folder.path().join("groundswell/config.toml");
    std::fs::write(preferences, format!("theme = \"{theme}\"\n")).expect("preferences");
    folder
}

fn start(folder: &Path, set: &[(&str, &str)]) -> Terminal {
    let home = folder.to_string_lossy();
    let all: Vec<(&str, &str)> = [("XDG_CONFIG_HOME", &*home), ("COLORTERM", "truecolor"), ("COLORFGBG", "")]
        .into_iter()
        .chain(set.iter().copied())
        .collect();
    Terminal::start_in(folder, &all)
}

/// Waits until the terminal is asked, and answers.
fn answer(terminal: &mut Terminal, answer: &str) {
    terminal.until_raw("\x1b]11;?");
    terminal.type_in(answer);
}

/// The grounds of the light and of the dark theme, as they are painted.
const LIGHT: &str = "48;2;251;250;247";
const DARK: &str = "48;2;18;22;28";

///
#[test]
fn the_theme_follows_what_the_terminal_answers_and_no_answer_is_a_key() {
    let cases = [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "", Some(LIGHT)),
        ("\x1b]11;rgb:1e1e/1e1e/2e2e\x07", "", Some(DARK)),
        // A terminal that tells its kind unasked.
        ("\x1b[?62;22c", "15;0", Some(DARK)),
        ("\x1b]11;rgb:5555/nonsense/2\x07", "", None),
        ("\x1b]11;rgb:5555/nonsense/2\x1b\\", "0;15", Some(LIGHT)),
        ("\x1b]10;rgb:0000/0000/0000\x1b\\", "", None),
        ("", "", None),
    ];
    for (said, colorfgbg, expected) in cases {
        let folder = folder("auto");
        let mut terminal = start(folder.path(), &[("COLORFGBG", colorfgbg)]);
        answer(&mut terminal, said);
        if let Some(paint) = expected {
            terminal.until_raw(paint);
        }
        terminal.until("? help");
        // Keys in an answer would lead to another view, or to what lies over one.
        terminal.type_in("7");
        terminal.until("[7 Lead]");
        terminal.type_in("q");
        assert_eq!(terminal.end(PATIENCE), 0);
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        let other: Vec<&str> = [LIGHT, DARK]
            .into_iter()
            .filter(|paint| raw.contains(paint) && Some(*paint) != expected)
            .collect();
        assert_eq!(other, [""; 0], "{said:?}");
        terminal.assert_restored();
    }
}

/// a terminal that never answers holds the first screen up for no more than 100 ms: the quickest of some starts
/// with the question against the quickest of as many without.
#[test]
fn a_terminal_that_does_not_answer_delays_the_start_by_a_tenth_of_a_second_at_most() {
    let quickest = |theme: &str| {
        let start = |_| {
            let folder = folder(theme);
            let begun = std::time::Instant::now();
            let mut terminal = start(folder.path(), &[]);
            terminal.until("? help");
            let taken = begun.elapsed();
            let asked = String::from_utf8_lossy(&terminal.raw).contains("\x1b]11;?");
            assert_eq!(asked, theme == "auto", "{theme}");
            terminal.type_in("q");
            assert_eq!(terminal.end(PATIENCE), 0);
            taken
        };
        (0..6).map(start).min().expect("several starts")
    };
    let (asked, known) = (quickest("auto"), quickest("dark"));
    let delay = asked.saturating_sub(known);
    assert!(delay <= std::time::Duration::from_millis(100), "{asked:?} against {known:?}");
}

#[test]
fn keys_that_are_typed_around_an_answer_are_not_lost() {
    for (said, paint) in [
        ("5\x1b]11;rgb:ffff/ffff/ffff\x1b\\T", Some(LIGHT)),
        ("5T\x1b]11;rgb:1e1e/1e1e/2e2e\x07", Some(DARK)),
        ("\x1b]11;wrong\x075T", None),
        ("5T", None),
    ] {
        let folder = folder("auto");
        let mut terminal = start(folder.path(), &[]);
        answer(&mut terminal, said);
        terminal.until("[5 Value]");
        terminal.until("Value driver, €");
        if let Some(paint) = paint {
            terminal.until_raw(paint);
        }
        terminal.type_in("q");
        assert_eq!(terminal.end(PATIENCE), 0);
    }
}

#[test]
fn an_answer_that_comes_late_is_no_keys_and_is_followed_all_the_same() {
    let folder = folder("auto");
    let mut terminal = start(folder.path(), &[]);
    terminal.until("? help");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains(LIGHT), "nothing is known yet");
    terminal.type_in("\x1b]11;rgb:eeee/eeee/eeee\x1b\\");
    terminal.until_raw(LIGHT);
    terminal.until("[1 Board]");
    terminal.type_in("7");
    terminal.until("[7 Lead]");
    terminal.type_in("q");
    assert_eq!(terminal.end(PATIENCE), 0);
}

///
#[test]
fn a_theme_is_converted_to_the_colours_that_a_terminal_has() {
    for (term, indexed) in [("xterm-256color", true), ("xterm", false), ("linux", false)] {
        let folder = folder("dark");
        let mut terminal = start(folder.path(), &[("COLORTERM", ""), ("TERM", term)]);
        terminal.until("[1 Board]");
        terminal.type_in("q");
        assert_eq!(terminal.end(PATIENCE), 0);
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert!(!raw.contains("8;2;") && !raw.contains("]11;?"), "{term} has no such colours");
        // Its ground and its inks are converted, not left out: crossterm writes the sixteen as `5;n`, too.
        let numbers: Vec<u8> = raw
            .split("8;5;")
            .skip(1)
            .filter_map(|after| after.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok())
            .collect();
        assert!(raw.contains("48;5;") && raw.contains("38;5;"), "{term}: ground and ink are painted");
        assert_eq!(numbers.iter().any(|number| *number > 15), indexed, "{term}: {numbers:?}");
    }
}

///
#[test]
fn a_terminal_that_can_do_nothing_is_refused_in_a_sentence() {
    let folder = folder("dark");
    let mut terminal = start(folder.path(), &[("TERM", "dumb")]);
    assert_eq!(terminal.end(PATIENCE), 2);
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(raw.contains("TERM is \"dumb\": this needs a terminal") && !raw.contains('\x1b'), "{raw:?}");
}
