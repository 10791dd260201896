//! However the program ends, the terminal is what it was before: modes, settings, cursor and screen.
#![cfg(unix)]

use std::path::Path;
use std::time::Duration;

use groundswell::tui::{self, Options};
use groundswell::workspace::Workspace;
use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::clock::Watch;
use crate::pty::{PATIENCE, Terminal};

/// How long a signal may take, without what others take of the machine meanwhile.
const AT_ONCE: Duration = Duration::from_millis(500);

/// Signals, with the exit code of each.
const SIGNALS: [(Signal, u32); 4] =
    [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)];

/// Ends a program that runs by a signal: at once, and with the terminal restored.
fn assert_ends_by(mut terminal: Terminal, signal: Signal, code: u32) {
    let (ended, took) = terminal.end_by(signal);
    assert_eq!(ended, code, "{signal:?}");
    assert!(took <= AT_ONCE, "{signal:?}: {took:?}");
    terminal.assert_restored();
}

///
#[test]
fn signals_end_it_with_the_terminal_restored() {
    for (signal, code) in SIGNALS {
        let mut terminal = Terminal::start(&[]);
        terminal.until("[1 Board]");
        assert_ends_by(terminal, signal, code);
    }
}

///
#[test]
fn signals_end_a_program_that_hangs() {
    for (signal, code) in SIGNALS {
        let mut terminal = Terminal::start_test("ending::the_program_that_hangs");
        terminal.until("[1 Board]");
        terminal.type_in("R");
        terminal.until_raw("hangs now");
        assert_ends_by(terminal, signal, code);
    }
}

fn program(reread: &mut dyn FnMut() -> Result<Workspace, String>) {
    let plan = groundswell::plan::Plan::empty(chrono::NaiveDate::default());
    let ran = tui::run(Workspace::new(plan, "plan.toml", Vec::new()), Options::default(), reread);
    assert!(matches!(ran, Ok(()) | Err(tui::Error::NoTerminal)));
}

#[test]
#[ignore = "run by another test, in a terminal"]
fn the_program_that_hangs() {
    program(&mut || {
        eprint!("hangs now");
        std::thread::sleep(Duration::from_secs(600));
        Err("late".into())
    });
}

/// the shell is the leader of the session and passes over the signal; what it starts is to end all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_ends_it_at_once_and_without_turning_in_circles() {
    let gone = |process: u32| !Path::new(&format!("/proc/{process}/fd/0")).exists();
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens/plan.toml");
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' HUP; \"$0\" \"$1\"; sleep 60"]);
    command.args([env!("CARGO_BIN_EXE_swell").as_ref(), plan.as_os_str()]);
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::run(command);
    terminal.until("[1 Board]");
    let shell = terminal.process();
    let children = format!("/proc/{shell}/task/{shell}/children");
    let child = std::fs::read_to_string(children).expect("the shell waits for it");
    let child: u32 = child.trim().parse().expect("one process");
    let ticks = || crate::pty::ticks(|process, _| process == child);
    let before = ticks();
    terminal.close();
    let mut watch = Watch::of(child);
    let mut used = 0;
    while !gone(child) {
        assert!(watch.passed() <= Duration::from_secs(1), "it stays");
        used = used.max(ticks().saturating_sub(before));
        std::thread::sleep(Duration::from_millis(5));
        watch.look();
    }
    assert!(used <= 5, "{used} hundredths of a second of processor time");
}

/// Breaking after the plan's file was replaced loses nothing and makes nothing twice: the file has the change, and
/// the next session has nothing to offer.
#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build cannot be broken on purpose")]
fn what_was_saved_when_it_broke_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let (plan, state) = (folder.path().join("plan.toml"), folder.path().join("state"));
    std::fs::write(&plan, crate::driven::PLAN).expect("a plan");
    let state = state.to_string_lossy();
    let mut terminal =
        Terminal::start_in(folder.path(), &[("SWELL_BREAK", "save"), ("XDG_STATE_HOME", &state)]);
    terminal.until("? help");
    terminal.type_in("/fees\r<\x13");
    assert_eq!(terminal.end(PATIENCE), 101);
    terminal.assert_restored();
    let [from, to] = ["county", "town"].map(|wave| format!("category = \"revenue\"\nwave = \"{wave}\""));
    let saved = crate::driven::PLAN.replacen(&from, &to, 1);
    assert_eq!(std::fs::read_to_string(&plan).expect("the plan"), saved);
    let beside = std::fs::read_dir(folder.path()).expect("the folder").flatten();
    let mut names: Vec<_> = beside.map(|it| it.file_name()).collect();
    names.sort();
    assert_eq!(names, ["plan.toml", "state"], "nothing is left beside it");
    let mut terminal = Terminal::start_in(folder.path(), &[("XDG_STATE_HOME", &state)]);
    terminal.until("? help");
    assert!(!terminal.contents().contains("Unsaved changes"), "{}", terminal.contents());
    terminal.leave();
}

/// Where the program breaks, and the keys that lead there.
const PLACES: [(&str, &str); 10] = [
    ("begin", ""),
    ("draw", ""),
    ("write", ""),
    ("key", "j"),
    ("effect", "R"),
    ("save", "/fees\r<\x13"),
    ("worker", "5"),
    ("lent", "E"),
    ("signal", "the signal"),
    ("restore", "q"),
];

///
#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build cannot be broken on purpose")]
fn wherever_it_breaks_the_terminal_is_restored_before_it_speaks() {
    for (place, keys) in PLACES {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("plan.toml"), crate::driven::PLAN).expect("a plan");
        let mut terminal = Terminal::start_in(folder.path(), &[("SWELL_BREAK", place), ("EDITOR", "true")]);
        if !keys.is_empty() {
            terminal.until("? help");
        }
        match keys {
            "the signal" => terminal.signal("TERM"),
            keys => terminal.type_in(keys),
        }
        assert_eq!(terminal.end(PATIENCE), 101, "{place}");
        terminal.assert_restored();
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        let words = format!("broken on purpose: {place}");
        assert_eq!(raw.matches(&words).count(), 1, "{place}: {raw}");
        let after = raw.rfind("?1049l").expect("the screen is given back") < raw.find(&words).unwrap_or(0);
        assert!(after, "{place}: the message stands on the shell's screen");
        assert!(raw.contains("?1049h"), "{place}: the terminal had been taken");
    }
}
