//! However the program ends, the terminal is what it was before: modes, settings, cursor and screen.
#![cfg(unix)]

use std::path::Path;
use std::time::{Duration, Instant};

use groundswell::tui::{self, Options};
use groundswell::workspace::Workspace;
use portable_pty::CommandBuilder;

use crate::pty::{PATIENCE, Terminal};

/// How long a signal may take, measured as the least of some attempts: a machine that has much else to do
/// is late now and then.
const AT_ONCE: Duration = Duration::from_millis(500);
const ATTEMPTS: usize = 8;

/// Signals, with the exit code of each.
const SIGNALS: [(&str, u32); 4] = [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)];

/// Sends a signal to a program that runs, and says how long its end takes.
fn ends_by(terminal: &mut Terminal, signal: &str, code: u32) -> Duration {
    let sent = Instant::now();
    terminal.signal(signal);
    assert_eq!(terminal.end(PATIENCE), code, "{signal}");
    let took = sent.elapsed();
    terminal.assert_restored();
    took
}

fn assert_at_once(what: &str, mut attempt: impl FnMut() -> Duration) {
    let took: Vec<Duration> = (0..ATTEMPTS)
        .map(|_| attempt())
        .scan(false, |done, took| {
            let goes_on = !*done;
            *done = took <= AT_ONCE;
            goes_on.then_some(took)
        })
        .collect();
    assert!(took.iter().any(|took| *took <= AT_ONCE), "{what}: {took:?}");
}

#[test]
fn signals_end_it_with_the_terminal_restored() {
    for (signal, code) in SIGNALS {
        assert_at_once(signal, || {
            let mut terminal = Terminal::start(&[]);
            terminal.until("[1 Board]");
            ends_by(&mut terminal, signal, code)
        });
    }
}

#[test]
fn signals_end_a_program_that_hangs() {
    for (signal, code) in SIGNALS {
        assert_at_once(signal, || {
            let mut terminal = Terminal::start_test("ending::the_program_that_hangs");
            terminal.until("[1 Board]");
            terminal.type_in("R");
            terminal.until_raw("hangs now");
            ends_by(&mut terminal, signal, code)
        });
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

/// The shell is the leader of the session and passes over the signal; what it starts is to end all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_ends_it_at_once_and_without_turning_in_circles() {
    let gone = |process: u32| !Path::new(&format!("/proc/{process}/fd/0")).exists();
    let mut took = Vec::new();
    for _ in 0..ATTEMPTS {
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
        let closed = Instant::now();
        let mut used = 0;
        while !gone(child) {
            assert!(closed.elapsed() < PATIENCE, "it stays");
            used = used.max(ticks().saturating_sub(before));
            std::thread::sleep(Duration::from_millis(5));
        }
        took.push(closed.elapsed());
        assert!(used <= 5, "{used} hundredths of a second of processor time");
        if took.last().is_some_and(|took| *took <= Duration::from_secs(1)) {
            return;
        }
    }
    panic!("{took:?}");
}

/// Where the program breaks, and the keys that lead there.
#[cfg(debug_assertions)]
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

#[cfg(debug_assertions)]
#[test]
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
