//! What the terminal interface hands over: the terminal to an editor, a text to the clipboard; and what it
//! takes from its user's preferences.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::pty::Terminal;

/// An editor that does this.
fn editor(folder: &TempDir, name: &str, does: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn leave(mut terminal: Terminal) {
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    terminal.assert_restored();
}

#[test]
fn an_editor_gets_the_line_and_whatever_it_does_the_terminal_is_ours_again() {
    let folder = TempDir::new().unwrap();
    let told = folder.path().join("told");
    let does = format!(
        "printf '%s|' \"$@\" > '{}'; stty raw -echo; printf '\\033[?1049h\\033[31m\\033[?25h'; exit 0",
        told.display()
    );
    let vim = editor(&folder, "vim", &does);
    let mut terminal = Terminal::start(&[("VISUAL", ""), ("EDITOR", &vim.display().to_string())]);
    terminal.until("[1 Board]");
    terminal.type_in("E");
    terminal.until("nothing has changed");
    let told = fs::read_to_string(told).unwrap();
    let (line, file) = told.split_once('|').unwrap();
    assert!(line.starts_with('+') && line[1..].parse::<u32>().is_ok(), "{told}");
    assert!(file.ends_with("plan.toml|"), "{told}");
    // The interface is drawn anew and takes keys.
    terminal.type_in("7");
    terminal.until("[7 Lead]");
    leave(terminal);
}

#[test]
fn an_editor_that_fails_is_told_and_nothing_is_lost() {
    let folder = TempDir::new().unwrap();
    let failing = editor(&folder, "failing", "exit 3").display().to_string();
    let killed = editor(&folder, "killed", "kill -9 $$").display().to_string();
    let missing = folder.path().join("missing").display().to_string();
    for (editor, words) in [
        (failing.as_str(), "ended with exit code 3"),
        (killed.as_str(), "was killed"),
        (missing.as_str(), "There is no editor"),
    ] {
        // The message is longer than a narrow screen where the folder's name is.
        let mut terminal = Terminal::start(&[("VISUAL", editor)]);
        terminal.until("[1 Board]");
        terminal.type_in("6E");
        terminal.until("[6 Caps]");
        terminal.type_in(":messages\r");
        terminal.until(words);
        terminal.type_in("\x1b");
        std::thread::sleep(Duration::from_millis(300));
        leave(terminal);
    }
}

#[test]
fn only_copying_writes_to_the_clipboard_and_what_was_selected() {
    let mut terminal = Terminal::start(&[]);
    terminal.until("[1 Board]");
    terminal.type_in("/wrong\r");
    terminal.until("Fewer wrong forms: ");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("\x1b]52"));
    terminal.type_in("yi");
    terminal.until("Copied id: 6 bytes");
    // `errors` in base 64.
    assert!(String::from_utf8_lossy(&terminal.raw).contains("\x1b]52;c;ZXJyb3Jz"));
    leave(terminal);
}

fn with_preferences(text: &str) -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("groundswell")).unwrap();
    fs::write(folder.path().join("groundswell/config.toml"), text).unwrap();
    let path = folder.path().display().to_string();
    (folder, path)
}

#[test]
fn preferences_are_taken_from_the_users_folder_and_their_faults_told() {
    let (_kept, path) =
        with_preferences("theme = \"blue\"\nmouse = false\n[keys.everywhere]\nquit = [\"Q\"]\n");
    let mut terminal = Terminal::start(&[("XDG_CONFIG_HOME", &path)]);
    terminal.until("config.toml:1: theme is");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("?1000h"), "the mouse is left alone");
    terminal.type_in("q7");
    terminal.until("[7 Lead]");
    terminal.type_in("Q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
}

#[test]
fn a_theme_is_shown_in_the_colours_that_the_terminal_has() {
    let (_kept, path) = with_preferences("theme = \"dark\"\n");
    let shown = |set: &[(&str, &str)]| {
        let set: Vec<_> = set.iter().copied().chain([("XDG_CONFIG_HOME", path.as_str())]).collect();
        let mut terminal = Terminal::start(&set);
        terminal.until("[1 Board]");
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        leave(terminal);
        raw
    };
    let all = shown(&[("COLORTERM", "truecolor")]);
    assert!(all.contains("48;2;18;22;28"), "the ground is painted as it is");
    let some = shown(&[("COLORTERM", "")]);
    assert!(some.contains("48;5;") && !some.contains("8;2;"), "256 colours");
    let few = shown(&[("COLORTERM", ""), ("TERM", "linux")]);
    assert!(!few.contains("8;2;"), "16 colours");
    let none = shown(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]);
    assert!(!none.contains("8;2;") && !none.contains("8;5;"), "NO_COLOR weighs more");
}

#[test]
fn preferences_never_come_from_the_folder_of_the_plan() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens/plan.toml");
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("groundswell")).unwrap();
    fs::copy(plan, folder.path().join("plan.toml")).unwrap();
    for name in ["config.toml", "groundswell/config.toml", ".config.toml"] {
        fs::write(folder.path().join(name), "theme = \"blue\"\n").unwrap();
    }
    let mut terminal = Terminal::start_in(folder.path(), &[]);
    terminal.until("[1 Board]");
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("theme is"));
    leave(terminal);
}
