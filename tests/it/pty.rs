//! The program in a terminal: it comes up, answers keys, and gives the terminal back however it ends.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "what cannot be started has failed")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use groundswell::tui::theme::Look;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal};

use crate::clock::Watch;
#[cfg(target_os = "linux")]
use crate::clock::used_by;

/// Modes that the program switches on for itself: clicks, the form in which they are told, pasted text.
const TAKEN: [&str; 3] = ["?1000", "?1006", "?2004"];

/// What the program may leave switched on: nothing. Mouse, focus, other screen, pasted text.
const MODES: [&str; 7] = ["?1000", "?1002", "?1003", "?1004", "?1006", "?1049", "?2004"];

/// How long something may take on a machine that has much else to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

fn parser() -> vt100::Parser {
    parser_of(24, 80)
}

fn parser_of(rows: u16, columns: u16) -> vt100::Parser {
    let [rows, columns] = [rows, columns].map(|size| NonZero::new(size).expect("not zero"));
    vt100::Parser::new(rows, columns, 0)
}

/// The processor time of the processes that something holds of, given their id and their parent's, in the
/// system's ticks of ten milliseconds.
#[cfg(target_os = "linux")]
pub(crate) fn ticks(of: impl Fn(u32, u32) -> bool) -> u64 {
    let ticks = |entry: std::fs::DirEntry| -> Option<u64> {
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let (process, rest) = (stat.split(' ').next()?.parse().ok()?, stat.rsplit_once(')')?.1);
        // What follows the name in brackets: state, parent, …, and as 12th and 13th the time of user and system.
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |nth: usize| fields.get(nth)?.parse::<u64>().ok();
        of(process, number(1)?.try_into().ok()?).then_some(number(11)? + number(12)?)
    };
    std::fs::read_dir("/proc").expect("processes").flatten().filter_map(ticks).sum()
}

pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    input: Option<Box<dyn std::io::Write + Send>>,
    output: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<()>>,
    before: String,
    pub(crate) raw: Vec<u8>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Runs one of the tests below that are the program with something wrong in it.
    pub(crate) fn start_test(name: &str) -> Self {
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
        Self::start_below(&[], folder, arguments, set)
    }

    /// Runs it below a shell that resumes it as often as it is suspended, says nothing, and ends as it does.
    pub(crate) fn start_resumed(folder: &Path, arguments: &[&str], set: &[(&str, &str)]) -> Self {
        const RESUMES: &str = "set -m; \"$0\" \"$@\"; code=$?
            while [ -n \"$(jobs -p)\" ]; do fg > /dev/null; code=$?; done; exit $code";
        Self::start_below(&["bash", "--norc", "-c", RESUMES], folder, arguments, set)
    }

    /// Runs it in a folder by a command of some words, of which there may be none.
    fn start_below(words: &[&str], folder: &Path, arguments: &[&str], set: &[(&str, &str)]) -> Self {
        let words = [words, &[env!("CARGO_BIN_EXE_swell")], arguments].concat();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        // Whoever runs the tests may have preferences of their own.
        command.env("XDG_CONFIG_HOME", Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens"));
        // What one keeps unsaved is nothing to another.
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let own = format!("state-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        command.env("XDG_STATE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join(own));
        command.env_remove("CI");
        for (name, value) in set {
            command.env(name, value);
        }
        Self::run(command)
    }

    pub(crate) fn run(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let before = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let input = pair.master.take_writer().expect("its input");
        let (send, output) = channel();
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if send.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (screen, raw, reader) = (parser(), Vec::new(), Some(reader));
        Self { child, master: Some(pair.master), input: Some(input), output, reader, before, raw, screen }
    }

    /// Takes in output until something holds of the screen.
    pub(crate) fn until_screen(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self.screen.screen()) {
            assert!(Instant::now() < end, "not {what} on\n{}", self.screen.screen().contents());
            self.take(Duration::from_millis(50));
        }
    }

    /// Takes in output until it shows `words`.
    pub(crate) fn until(&mut self, words: &str) {
        self.until_screen(&format!("“{words}”"), |screen| screen.contents().contains(words));
    }

    /// Takes in output until `words` are gone from the screen.
    pub(crate) fn until_gone(&mut self, words: &str) {
        self.until_screen(&format!("without “{words}”"), |screen| !screen.contents().contains(words));
    }

    /// Takes in output until `bytes` have come.
    pub(crate) fn until_raw(&mut self, bytes: &str) {
        let end = Instant::now() + PATIENCE;
        while !String::from_utf8_lossy(&self.raw).contains(bytes) {
            assert!(Instant::now() < end, "no {bytes:?} came");
            self.take(Duration::from_millis(20));
        }
    }

    /// Takes in what comes next, if that does not take longer than this.
    pub(crate) fn take(&mut self, wait: Duration) {
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
                self.rest();
                return status.exit_code();
            }
            assert!(Instant::now() < end, "still running after {limit:?}");
            self.take(Duration::from_millis(10));
        }
    }

    /// How the program ends by a signal, and how long that takes without what others take of the machine.
    pub(crate) fn end_by(&mut self, signal: Signal) -> (u32, Duration) {
        let mut watch = Watch::of(self.process());
        let process = self.process().try_into().ok().and_then(Pid::from_raw).expect("it runs");
        rustix::process::kill_process(process, signal).expect("it can be told");
        loop {
            watch.look();
            let ended = self.child.try_wait().expect("the program can be asked");
            let passed = watch.passed();
            if let Some(status) = ended {
                self.rest();
                return (status.exit_code(), passed);
            }
            assert!(passed < PATIENCE, "still running after {passed:?}");
            self.take(Duration::from_millis(2));
        }
    }

    /// Takes in all that was written before the program ended.
    fn rest(&mut self) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            match self.output.recv_timeout(Duration::from_millis(100)) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Leaves the program, which has nothing to ask first.
    pub(crate) fn leave(&mut self) {
        self.type_in("q");
        assert_eq!(self.end(Duration::from_secs(5)), 0);
    }

    /// Takes in output for so long.
    pub(crate) fn wait(&mut self, long: Duration) {
        let end = Instant::now() + long;
        while Instant::now() < end {
            self.take(Duration::from_millis(50).min(long));
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
        self.type_in("\x0c");
        self.reader.take().map(JoinHandle::join).expect("it reads").expect("it ends");
        (self.master, self.input) = (None, None);
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// The process that has the terminal, as the leader of its job.
    pub(crate) fn job(&self) -> Pid {
        let leader = self.master.as_ref().expect("open").process_group_leader();
        leader.and_then(Pid::from_raw).expect("somebody has the terminal")
    }

    /// Waits until the program that has the terminal comes to rest: until in so long it takes less than a twentieth of
    /// that as processor time, whatever else the machine has to do. One that turns in circles never does, even one
    /// that takes but a tenth.
    #[cfg(target_os = "linux")]
    pub(crate) fn until_at_rest(&mut self, long: Duration) {
        let process = self.job().as_raw_nonzero().get().unsigned_abs();
        let mut used = Vec::new();
        for _ in 0..20 {
            let (before, begun) = (used_by(process), Instant::now());
            self.wait(long);
            let (used_then, passed) = (used_by(process).saturating_sub(before), begun.elapsed());
            if used_then * 20 < passed {
                return;
            }
            used.push((used_then, passed));
        }
        panic!("it turns in circles: {used:?}");
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, cols: u16, rows: u16) {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("open").resize(size).expect("a new size");
    }

    /// Gives the terminal another size; what was on it is forgotten.
    pub(crate) fn resize_afresh(&mut self, cols: u16, rows: u16) {
        self.resize(cols, rows);
        self.screen = parser_of(rows, cols);
    }

    /// What the program runs as.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// How the terminal takes input and gives output, as `stty -a` tells it.
    pub(crate) fn settings(&self) -> String {
        format!("{:?}", self.master.as_ref().expect("open").get_termios())
    }

    /// Waits until the terminal is set otherwise than this.
    pub(crate) fn until_set_otherwise(&mut self, than: &str) {
        let end = Instant::now() + PATIENCE;
        while self.settings() == than {
            assert!(Instant::now() < end, "it stays as it is");
            self.take(Duration::from_millis(10));
        }
    }

    /// Which of some modes are on after this part of what was sent: switched on, and not off after that.
    fn on<'a>(sent: &[u8], modes: &[&'a str]) -> Vec<&'a str> {
        let sent = String::from_utf8_lossy(sent);
        let on = |mode: &&&str| sent.rfind(&format!("{mode}h")) > sent.rfind(&format!("{mode}l"));
        modes.iter().filter(on).copied().collect()
    }

    /// Every mode that was switched on was switched off, keys are told as ever, and the cursor is there.
    pub(crate) fn assert_restored(&self) {
        let raw = String::from_utf8_lossy(&self.raw);
        assert_eq!(Self::on(&self.raw, &MODES), [""; 0], "modes stay on");
        // How keys are told is put upon a stack and taken off again: `CSI > … u`, `CSI < u`.
        assert!(!raw.contains("\x1b[>"), "keys are told otherwise");
        assert_eq!(self.settings(), self.before, "the terminal is set as before");
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
    // A key after Esc in one go would be that key with Alt.
    terminal.type_in("\x1b");
    terminal.until_gone("/q");
    terminal.type_in("q");
    assert_eq!(terminal.end(PATIENCE), 0);
    terminal.assert_restored();
}

#[test]
fn whoever_is_here_for_the_first_time_is_told_the_keys_once() {
    const TIP: &str = "New here?";
    let folder = tempfile::tempdir().expect("a folder");
    let sees = |state: &Path, set: &[(&str, &str)]| {
        let state = state.to_string_lossy();
        let mut terminal = Terminal::start(&[&[("XDG_STATE_HOME", &*state)], set].concat());
        terminal.until("? help");
        let tip = terminal.contents().contains(TIP);
        terminal.type_in("j");
        terminal.until_gone(TIP);
        terminal.leave();
        tip
    };
    let state = folder.path().join("state");
    assert!(!sees(&folder.path().join("built"), &[("CI", "true")]), "a build reads no tips");
    assert!(sees(&state, &[]), "the first time");
    assert!(!sees(&state, &[]), "not again");
    // Where it cannot be kept that somebody was told, nobody is told each time.
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    assert!(!sees(&file, &[]), "a file stands in the place of the folder");
    assert!(!sees(Path::new(""), &[("HOME", "")]), "there is no place for it");
}

#[test]
fn a_simulation_tells_how_far_it_is_and_ends_at_once_when_asked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel");
    let start = |runs: &str, set: &[(&str, &str)]| {
        Terminal::start_with(&folder, &["simulate", "--threads", "1", "--runs", runs], set)
    };
    let mut ended = start("200000", &[]);
    ended.until("runs so far; Ctrl-C ends it");
    ended.type_in("\x03");
    assert_eq!(ended.end(PATIENCE), 130);
    assert_eq!(ended.contents().trim().trim_start_matches("^C"), "", "the line is gone");
    for (set, tells) in [(&[][..], true), (&[("CI", "true")], false), (&[("TERM", "dumb")], false)] {
        let mut terminal = start("20000", set);
        assert_eq!(terminal.end(PATIENCE), 0);
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert_eq!(raw.contains("runs so far"), tells, "{set:?}");
        assert!(raw.contains("20,000 runs") && !terminal.contents().contains("so far"), "{set:?}: {raw}");
    }
}

#[test]
fn the_main_job_of_the_readme_opens_its_plan() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("the README is there");
    let call = readme.lines().find_map(|line| line.strip_prefix("cargo run --release -- "));
    let call: Vec<&str> = call.expect("the README runs the main job").split(' ').collect();
    let mut terminal = Terminal::start_with(Path::new(env!("CARGO_MANIFEST_DIR")), &call, &[]);
    terminal.until("Omnichannel engagement");
    terminal.until("[1 Board]");
    for (key, view) in [("2", "[2 Timeline]"), ("3", "[3 Deps]"), ("4", "[4 KPIs]"), ("5", "[5 Value]")] {
        terminal.type_in(key);
        terminal.until(view);
    }
    terminal.type_in("q");
    assert_eq!(terminal.end(PATIENCE), 0);
    terminal.assert_restored();
}

#[test]
fn nothing_but_saving_writes_the_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("plan.toml");
    let text = include_str!("screens/plan.toml");
    std::fs::write(&plan, text).expect("a plan");
    let now = || std::fs::read_to_string(&plan).expect("the plan");
    let mut terminal = Terminal::start_in(folder.path(), &[]);
    terminal.until("[1 Board]");
    terminal.type_in("/fees\r<");
    terminal.until("Moved Fees for running it for the county to Whole town");
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
    assert_eq!(terminal.end(PATIENCE), 0);
}

///
#[test]
fn a_storm_of_a_thousand_sizes_ends_in_what_a_fresh_terminal_shows() {
    let frame = |screen: &vt100::Screen| screen.contents_formatted();
    let mut fresh = Terminal::start(&[]);
    fresh.until("? help");
    let expected = frame(fresh.screen());
    let mut terminal = Terminal::start(&[]);
    terminal.until("? help");
    let mut random = fastrand::Rng::with_seed(10);
    for _ in 0..1000 {
        terminal.resize(random.u16(0..300), random.u16(0..100));
        terminal.take(Duration::from_millis(5));
    }
    terminal.resize(80, 24);
    terminal.until_screen("the fresh frame", |screen| frame(screen) == expected);
    for terminal in [&mut fresh, &mut terminal] {
        terminal.type_in("q");
        assert_eq!(terminal.end(PATIENCE), 0);
        terminal.assert_restored();
    }
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

/// fifty times, with another size each time. While it is stopped the terminal is the shell's, with no mode left
/// on; after that the mouse is ours again, what is on the screen is what a terminal of that size shows of the plan
/// opened afresh, and it comes to rest.
#[test]
fn a_shell_suspends_and_resumes_it() {
    let plan = include_str!("screens/plan.toml");
    let frames: BTreeMap<(u16, u16), String> = (0..3)
        .flat_map(|rows| (0..2).map(move |columns| (80 + columns * 60, 24 + rows * 8)))
        .map(|(columns, rows)| {
            let fresh =
                groundswell::tui::screen(crate::driven::open(plan), Look::default(), "", columns, rows);
            ((columns, rows), fresh)
        })
        .collect();
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
        let sent = terminal.raw.len();
        terminal.type_in("\x1a");
        terminal.until("Stopped");
        // Before it prompts, the shell reads the terminal's size and writes it back: a size that is set
        // between the two is lost, whoever has the terminal next.
        terminal.until("ready>");
        // The shell itself asks for bracketed paste again, after it has told who stopped.
        let raw = &terminal.raw;
        let told = raw.windows(7).rposition(|it| it == b"Stopped").filter(|told| *told > sent);
        let stopped = Terminal::on(&raw[..told.expect("the shell tells that it stopped")], &MODES);
        assert_eq!(stopped, [""; 0], "modes stay on while it is stopped, {nth}");
        let screen = terminal.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        let (rows, cols) = (24 + nth % 3 * 8, 80 + nth % 2 * 60);
        terminal.resize_afresh(cols, rows);
        terminal.type_in("clear; fg\n");
        // What is told once at the start, of a plan in git, is none of a frame's own: its last line but one.
        let body = |rows: Vec<&str>| -> Vec<String> {
            let told = rows.len().saturating_sub(2);
            let kept = rows.iter().enumerate().filter(|(nth, _)| *nth != told);
            kept.map(|(_, row)| row.trim_end().to_owned()).collect()
        };
        let expected = body(frames[&(cols, rows)].lines().collect());
        terminal.until_screen(&format!("the frame of {cols} × {rows}"), |screen| {
            let shown: Vec<String> = screen.rows(0, cols).collect();
            body(shown.iter().map(String::as_str).collect()) == expected
        });
        assert_eq!(Terminal::on(&terminal.raw, &TAKEN), TAKEN, "what is clicked and pasted comes in, {nth}");
        #[cfg(target_os = "linux")]
        terminal.until_at_rest(Duration::from_millis(100));
    }
    #[cfg(target_os = "linux")]
    terminal.until_at_rest(Duration::from_secs(2));
    terminal.until("[1 Board]");
    terminal.type_in("q");
    terminal.until("ready>");
    terminal.type_in("echo code $?\n");
    terminal.until("code 0");
    terminal.type_in("exit\n");
    terminal.end(PATIENCE);
}
