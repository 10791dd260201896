//! What a terminal says of its colours, and what it can show, in a terminal that says so.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "what cannot be started has failed")]

use std::path::Path;
use std::time::{Duration, Instant};

use crate::pty::Terminal;

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

#[test]
fn the_theme_follows_what_the_terminal_answers_and_no_answer_is_a_key() {
    let (light, dark) = ("48;2;251;250;247", "48;2;18;22;28");
    let cases = [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c", "", Some(light)),
        ("\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b[?62;22c", "", Some(dark)),
        ("\x1b[?62;22c", "15;0", Some(dark)),
        ("\x1b]11;rgb:5555/nonsense/2\x07\x1b[?62;22c", "", None),
        ("", "", None),
    ];
    for (said, colorfgbg, expected) in cases {
        let folder = folder("auto");
        let mut terminal = start(folder.path(), &[("COLORFGBG", colorfgbg)]);
        answer(&mut terminal, said);
        terminal.until("[1 Board]");
        // Keys in an answer would lead to other views.
        terminal.type_in("j");
        terminal.until("[1 Board]");
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        for paint in [light, dark] {
            assert_eq!(raw.contains(paint), expected == Some(paint), "{said:?}: {paint}");
        }
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
        terminal.assert_restored();
    }
}

#[test]
fn an_answer_that_comes_late_is_no_keys() {
    let folder = folder("auto");
    let mut terminal = start(folder.path(), &[]);
    let asked = Instant::now();
    terminal.until("[1 Board]");
    assert!(asked.elapsed() < Duration::from_secs(5));
    terminal.type_in("\x1b]11;rgb:2222/3333/4444\x1b\\\x1b[?62c");
    std::thread::sleep(Duration::from_millis(400));
    terminal.type_in("\x0c");
    std::thread::sleep(Duration::from_millis(200));
    terminal.until("[1 Board]");
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
}

#[test]
fn a_theme_is_converted_to_the_colours_that_a_terminal_has() {
    for (term, indexed) in [("xterm-256color", true), ("xterm", false), ("linux", false)] {
        let folder = folder("dark");
        let mut terminal = start(folder.path(), &[("COLORTERM", ""), ("TERM", term)]);
        terminal.until("[1 Board]");
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
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

#[test]
fn a_terminal_that_can_do_nothing_is_refused_in_a_sentence() {
    let folder = folder("dark");
    let mut terminal = start(folder.path(), &[("TERM", "dumb")]);
    assert_eq!(terminal.end(Duration::from_secs(5)), 2);
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(raw.contains("this needs a terminal") && !raw.contains('\x1b'), "{raw:?}");
}
