//! The program in a terminal: it comes up, answers keys, and gives the terminal back however it ends.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "what cannot be started has failed")]

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use groundswell::tui::{self, Options};
use groundswell::workspace::Workspace;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// What the program may leave switched on: nothing.
const MODES: [&str; 4] = ["?1049", "?2004", "?1000", "?1006"];

fn parser() -> vt100::Parser {
    parser_of(24, 80)
}

fn parser_of(rows: u16, columns: u16) -> vt100::Parser {
    let [rows, columns] = [rows, columns].map(|size| NonZero::new(size).expect("not zero"));
    vt100::Parser::new(rows, columns, 0)
}

/// The processor time of the programs that a shell runs, in the system's ticks.
#[cfg(target_os = "linux")]
fn ticks_below(shell: u32) -> u64 {
    let ticks = |entry: std::fs::DirEntry| -> Option<u64> {
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        // What follows the name in brackets: state, parent, …, and as 12th and 13th the time of user and system.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |nth: usize| fields.get(nth)?.parse::<u64>().ok();
        (number(1)? == u64::from(shell)).then_some(number(11)? + number(12)?)
    };
    std::fs::read_dir("/proc").expect("processes").flatten().filter_map(ticks).sum()
}

pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    input: Option<Box<dyn std::io::Write + Send>>,
    output: Receiver<Vec<u8>>,
    pub(crate) raw: Vec<u8>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Runs one of the tests below that are the program with something wrong in it.
    fn start_test(name: &str) -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
        command.args(["--ignored", "--exact", "--nocapture", name]);
        Self::run(command)
    }

    pub(crate) fn start(set: &[(&str, &str)]) -> Self {
        Self::start_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens"), set)
    }

    /// Runs the program in a folder, on the plan there.
    pub(crate) fn start_in(folder: &Path, set: &[(&str, &str)]) -> Self {
        Self::start_with(folder, &[&folder.join("plan.toml").to_string_lossy()], set)
    }

    /// Runs the program in a folder with these arguments.
    pub(crate) fn start_with(folder: &Path, arguments: &[&str], set: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_swell"));
        command.args(arguments);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        // Whoever runs the tests may have preferences of their own.
        command.env("XDG_CONFIG_HOME", Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens"));
        // What one keeps unsaved is nothing to another.
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let own = format!("state-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        command.env("XDG_STATE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join(own));
        for (name, value) in set {
            command.env(name, value);
        }
        Self::run(command)
    }

    fn run(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let input = pair.master.take_writer().expect("its input");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = parser();
        Self { child, master: Some(pair.master), input: Some(input), output, raw: Vec::new(), screen }
    }

    /// Takes in output until it shows `words`.
    pub(crate) fn until(&mut self, words: &str) {
        let end = Instant::now() + Duration::from_secs(10);
        while !self.screen.screen().contents().contains(words) {
            assert!(Instant::now() < end, "no “{words}” on\n{}", self.screen.screen().contents());
            self.take(Duration::from_millis(50));
        }
    }

    /// Takes in output until `bytes` have come.
    pub(crate) fn until_raw(&mut self, bytes: &str) {
        let end = Instant::now() + Duration::from_secs(10);
        while !String::from_utf8_lossy(&self.raw).contains(bytes) {
            assert!(Instant::now() < end, "no {bytes:?} came");
            self.take(Duration::from_millis(20));
        }
    }

    fn take(&mut self, wait: Duration) {
        match self.output.recv_timeout(wait) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.raw.extend(bytes);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(wait.min(Duration::from_millis(10))),
        }
    }

    pub(crate) fn type_in(&mut self, keys: &str) {
        let input = self.input.as_mut().expect("the terminal is open");
        input.write_all(keys.as_bytes()).expect("the program takes keys");
    }

    /// How the program ended, within `limit`.
    pub(crate) fn end(&mut self, limit: Duration) -> u32 {
        let end = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be asked") {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                return status.exit_code();
            }
            assert!(Instant::now() < end, "still running after {limit:?}");
            self.take(Duration::from_millis(10));
        }
    }

    /// Takes in output for so long.
    pub(crate) fn wait(&mut self, long: Duration) {
        let end = Instant::now() + long;
        while Instant::now() < end {
            self.take(Duration::from_millis(50));
        }
    }

    /// The text on the screen.
    pub(crate) fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Closes the terminal that the program runs in.
    pub(crate) fn close(&mut self) {
        // The thread that reads ends with the next output, and with it the last hold on the terminal.
        self.output = channel().1;
        self.type_in("j");
        std::thread::sleep(Duration::from_millis(500));
        (self.master, self.input) = (None, None);
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// Every mode that was switched on was switched off, and the cursor is there.
    pub(crate) fn assert_restored(&self) {
        let raw = String::from_utf8_lossy(&self.raw);
        for mode in MODES {
            let (on, off) = (raw.rfind(&format!("{mode}h")), raw.rfind(&format!("{mode}l")));
            assert!(on < off, "{mode} stays on");
        }
        assert!(!self.screen.screen().alternate_screen());
        assert!(!self.screen.screen().hide_cursor());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn keys_move_and_q_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::start(&[]);
    terminal.until("[1 Board]");
    terminal.type_in("5");
    terminal.until("[5 Value]");
    terminal.type_in("/");
    terminal.until("type to search");
    terminal.type_in("\x1b[200~q\x1b[201~");
    terminal.until("/q");
    terminal.type_in("\x1b");
    terminal.until("search");
    std::thread::sleep(Duration::from_millis(300));
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    terminal.assert_restored();
}

#[test]
fn the_main_job_of_the_readme_opens_its_plan() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("the README is there");
    let call = readme.lines().find_map(|line| line.strip_prefix("cargo run --release -- "));
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_swell"));
    command.args(call.expect("the README runs the main job").split(' '));
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::run(command);
    terminal.until("Omnichannel engagement");
    terminal.until("[1 Board]");
    for (key, view) in [("2", "[2 Timeline]"), ("3", "[3 Deps]"), ("4", "[4 KPIs]"), ("5", "[5 Value]")] {
        terminal.type_in(key);
        terminal.until(view);
    }
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
    terminal.assert_restored();
}

#[test]
fn signals_end_it_with_the_terminal_restored() {
    for (name, code) in [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)] {
        let mut terminal = Terminal::start(&[]);
        terminal.until("[1 Board]");
        terminal.signal(name);
        assert_eq!(terminal.end(Duration::from_millis(1500)), code, "{name}");
        terminal.assert_restored();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let mut terminal = Terminal::start(&[]);
    terminal.until("[1 Board]");
    terminal.close();
    terminal.end(Duration::from_secs(2));
}

#[test]
fn without_colours_the_selection_stays_reversed() {
    let mut terminal = Terminal::start(&[("NO_COLOR", "1")]);
    terminal.until("[1 Board]");
    let screen = terminal.screen.screen();
    let cells = || (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
    assert!(cells().any(vt100::Cell::inverse), "the selection is reversed");
    assert!(cells().all(|cell| cell.fgcolor() == vt100::Color::Default));
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
}

#[test]
fn nothing_but_saving_writes_the_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("plan.toml");
    let text = include_str!("screens/plan.toml");
    std::fs::write(&plan, text).expect("a plan");
    let now = || std::fs::read_to_string(&plan).expect("the plan");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_swell"));
    command.arg(&plan);
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::run(command);
    terminal.until("[1 Board]");
    terminal.type_in("/fees\r<");
    terminal.until("Moved county-fees to town");
    terminal.until("1 unsaved");
    assert_eq!(now(), text);
    let other = text.replace("budget = 300_000", "budget = 310_000");
    std::fs::write(&plan, &other).expect("somebody else writes it");
    terminal.type_in("\x13");
    terminal.until("changed on disk");
    assert_eq!(now(), other, "what somebody else wrote stays");
    terminal.type_in("R");
    terminal.until("with your 1 change");
    terminal.type_in("\x13");
    terminal.until("Saved 1 change in 1 file");
    let [from, to] = ["county", "town"].map(|wave| format!("category = \"revenue\"\nwave = \"{wave}\""));
    assert_eq!(now(), other.replacen(&from, &to, 1));
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
}

#[test]
fn a_storm_of_sizes_ends_in_a_right_screen() {
    let mut terminal = Terminal::start(&[]);
    terminal.until("[1 Board]");
    for step in 0..100 {
        let size = PtySize { rows: step % 40, cols: step * 7 % 200, pixel_width: 0, pixel_height: 0 };
        terminal.master.as_ref().expect("open").resize(size).expect("a new size");
        terminal.take(Duration::from_millis(2));
    }
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    terminal.master.as_ref().expect("open").resize(size).expect("a new size");
    terminal.screen = parser();
    std::thread::sleep(Duration::from_millis(500));
    terminal.type_in("\x0c");
    terminal.until("[1 Board]");
    terminal.until("? help");
    terminal.type_in("q");
    assert_eq!(terminal.end(Duration::from_secs(5)), 0);
}

#[test]
fn without_a_terminal_it_says_so_in_one_line() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens/plan.toml");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_swell")).arg(plan).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert_eq!((ran.stdout.as_slice(), said.lines().count()), (&b""[..], 1), "{said}");
    assert!(!said.contains('\x1b'));
}

#[test]
fn a_shell_suspends_and_resumes_it() {
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "-i"]);
    command.env("TERM", "xterm-256color");
    command.env("PS1", "ready> ");
    let mut terminal = Terminal::run(command);
    terminal.until("ready>");
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens/plan.toml");
    terminal.type_in(&format!("clear; '{}' '{}'\n", env!("CARGO_BIN_EXE_swell"), plan.display()));
    terminal.until("? help");
    for nth in 0..50 {
        terminal.type_in("\x1a");
        terminal.until("Stopped");
        // Before it prompts, the shell reads the terminal's size and writes it back: a size that is set
        // between the two is lost, whoever has the terminal next.
        terminal.until("ready>");
        // The shell itself asks for bracketed paste again: what counts here is the screen.
        let screen = terminal.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        let (rows, cols) = (24 + nth % 3 * 8, 80 + nth % 2 * 60);
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        terminal.master.as_ref().expect("open").resize(size).expect("a new size");
        terminal.screen = parser_of(rows, cols);
        terminal.type_in("clear; fg\n");
        terminal.until("? help");
        let last = terminal.contents().lines().nth(usize::from(rows) - 1).unwrap_or_default().to_owned();
        assert!(last.trim_end().ends_with("? help"), "{rows} × {cols}\n{}", terminal.contents());
    }
    #[cfg(target_os = "linux")]
    {
        let shell = terminal.child.process_id().expect("it runs");
        terminal.wait(Duration::from_millis(500));
        let before = ticks_below(shell);
        terminal.wait(Duration::from_secs(1));
        assert!(ticks_below(shell) - before < 30, "it waits for keys without turning in circles");
    }
    terminal.until("[1 Board]");
    terminal.type_in("q");
    terminal.until("ready>");
    terminal.type_in("echo code $?\n");
    terminal.until("code 0");
    terminal.type_in("exit\n");
    terminal.end(Duration::from_secs(5));
}

#[test]
fn a_panic_restores_the_terminal_before_it_speaks() {
    let mut terminal = Terminal::start_test("pty::the_program_that_panics");
    terminal.until("[1 Board]");
    terminal.type_in("R");
    assert_eq!(terminal.end(Duration::from_secs(5)), 101);
    terminal.assert_restored();
    let raw = String::from_utf8_lossy(&terminal.raw);
    assert!(raw.rfind("?1049l") < raw.rfind("broken on purpose"), "the message stands on the shell's screen");
}

#[test]
fn a_signal_ends_a_program_that_hangs() {
    let mut terminal = Terminal::start_test("pty::the_program_that_hangs");
    terminal.until("[1 Board]");
    terminal.type_in("R");
    std::thread::sleep(Duration::from_millis(300));
    terminal.signal("TERM");
    assert_eq!(terminal.end(Duration::from_millis(1000)), 143);
    terminal.assert_restored();
}

fn program(reread: &mut dyn FnMut() -> Result<Workspace, String>) {
    let plan = groundswell::plan::Plan::empty(chrono::NaiveDate::default());
    let ran = tui::run(Workspace::new(plan, "plan.toml", Vec::new()), Options::default(), reread);
    assert!(matches!(ran, Ok(()) | Err(tui::Error::NoTerminal)));
}

#[test]
#[ignore = "run by another test, in a terminal"]
fn the_program_that_panics() {
    program(&mut || panic!("broken on purpose"));
}

#[test]
#[ignore = "run by another test, in a terminal"]
fn the_program_that_hangs() {
    program(&mut || {
        std::thread::sleep(Duration::from_secs(60));
        Err("late".into())
    });
}
