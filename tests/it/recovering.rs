//! No way to end loses an edit: what is not saved is asked about, or kept and offered again.
#![cfg(unix)]

use std::path::Path;
use std::time::Duration;

use crate::pty::Terminal;

const PLAN: &str = include_str!("screens/plan.toml");

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), PLAN).unwrap();
    folder
}

fn start(folder: &Path) -> Terminal {
    let state = folder.join("state");
    let mut terminal = Terminal::start_in(folder, &[("XDG_STATE_HOME", state.to_str().unwrap())]);
    terminal.until("Town hall");
    terminal
}

/// Moves an item, and waits until that is in the journal.
fn edited(folder: &Path) -> Terminal {
    let mut terminal = start(folder);
    terminal.type_in("/fees\r<");
    terminal.until("Moved county-fees to town");
    let kept = folder.join("state/groundswell/journal");
    // What is still being written there has another name, and so has the lock.
    let whole = |name: &std::ffi::OsStr| {
        let name = name.to_string_lossy();
        name.starts_with("plan.toml") && name.ends_with(".json")
    };
    let written = || {
        std::fs::read_dir(&kept).is_ok_and(|mut all| all.any(|it| it.is_ok_and(|it| whole(&it.file_name()))))
    };
    let end = std::time::Instant::now() + Duration::from_secs(2);
    while !written() {
        assert!(std::time::Instant::now() < end, "not kept within two seconds");
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal
}

fn plan(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("plan.toml")).unwrap()
}

fn moved() -> String {
    let (from, to) = ("category = \"revenue\"\nwave = \"county\"", "category = \"revenue\"\nwave = \"town\"");
    assert!(PLAN.contains(from));
    PLAN.replacen(from, to, 1)
}

#[test]
fn what_a_signal_ends_is_offered_again_and_restored() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("QUIT", 131), ("KILL", 1)] {
        let folder = folder();
        let mut terminal = edited(folder.path());
        terminal.signal(signal);
        let ended = terminal.end(Duration::from_secs(2));
        assert!(ended == code || signal == "KILL", "{signal}: {ended}");
        assert_eq!(plan(folder.path()), PLAN, "nothing is written that nobody saved");
        let mut terminal = start(folder.path());
        terminal.until("changes to 1 file that were not saved");
        terminal.until("+ wave = \"town\"");
        terminal.type_in("r");
        terminal.until("Restored what was not saved");
        terminal.type_in("\x13");
        terminal.until("Saved 1 change in 1 file");
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
        assert_eq!(plan(folder.path()), moved());
        let mut terminal = start(folder.path());
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "what is saved is not offered again");
    }
}

#[test]
fn a_second_session_is_offered_nothing_that_the_first_is_still_at() {
    let folder = folder();
    let mut first = edited(folder.path());
    let mut second = start(folder.path());
    second.type_in("/forms\r");
    second.wait(Duration::from_millis(300));
    assert!(!second.contents().contains("not saved"), "{}", second.contents());
    second.type_in("q");
    assert_eq!(second.end(Duration::from_secs(5)), 0);
    first.signal("KILL");
    first.end(Duration::from_secs(2));
    let mut third = start(folder.path());
    third.until("that were not saved");
    third.until("+ wave = \"town\"");
    third.type_in("q");
    assert_eq!(third.end(Duration::from_secs(5)), 0);
}

#[test]
fn a_closed_terminal_loses_nothing_and_keeping_for_later_keeps() {
    let folder = folder();
    let mut terminal = edited(folder.path());
    terminal.close();
    terminal.end(Duration::from_secs(2));
    for _ in 0..2 {
        let mut terminal = start(folder.path());
        terminal.until("that were not saved");
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    }
    let mut terminal = start(folder.path());
    terminal.until("that were not saved");
    terminal.type_in("d");
    terminal.until("Discarded");
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    assert_eq!(plan(folder.path()), PLAN);
    let mut terminal = start(folder.path());
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
}

#[test]
fn every_way_out_asks_where_something_is_not_saved() {
    for way in ["q", "\x03\x03", ":quit\r"] {
        let folder = folder();
        let mut terminal = edited(folder.path());
        terminal.type_in(way);
        terminal.until("Quit?");
        terminal.type_in("d");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "{way:?}");
        assert_eq!(plan(folder.path()), PLAN);
        let mut terminal = start(folder.path());
        terminal.type_in("q");
        assert_eq!(terminal.end(Duration::from_secs(5)), 0, "what was discarded is not offered");
    }
}

#[test]
fn what_changed_since_is_brought_together_or_told() {
    let folder = folder();
    edited(folder.path()).signal("KILL");
    let theirs = PLAN.replacen("name = \"Online forms\"", "name = \"Forms online\"", 1);
    std::fs::write(folder.path().join("plan.toml"), &theirs).unwrap();
    let mut terminal = start(folder.path());
    terminal.until("The plan has changed since");
    terminal.type_in("r");
    terminal.until("Restored what was not saved");
    terminal.type_in("\x13");
    terminal.until("Saved");
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    assert_eq!(
        plan(folder.path()),
        moved().replacen("name = \"Online forms\"", "name = \"Forms online\"", 1)
    );
}
