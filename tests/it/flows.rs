//! A steering meeting, question by question, in a terminal: what the room sees, and after how many keys.
//!
//! A-05 and A-19: typed words do not count as keys. The mouse is off throughout, and nothing but saving writes a file.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "what cannot be started has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::pty::{PATIENCE, Terminal};

const ESCAPE: &str = "\x1b";
const ENTER: &str = "\r";
const F2: &str = "\x1bOQ";
const SAVE: &str = "\x13";

struct Meeting {
    folder: TempDir,
    terminal: Terminal,
    keys: usize,
    /// Something was tried that leaving asks about.
    tried: bool,
}

impl Meeting {
    /// The omnichannel plan, opened at its board.
    fn begin() -> Self {
        Self::begin_with(&[], "[1 Board]")
    }

    /// The omnichannel plan, opened in some way.
    fn begin_with(arguments: &[&str], words: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel"), folder.path());
        let preferences = folder.path().join("preferences/groundswell");
        std::fs::create_dir_all(&preferences).expect("a folder");
        std::fs::write(preferences.join("config.toml"), "mouse = false\n").expect("preferences");
        let home = preferences.parent().and_then(Path::to_str).expect("a path in letters").to_owned();
        let state = folder.path().join("state").display().to_string();
        let set = [("XDG_CONFIG_HOME", home.as_str()), ("XDG_STATE_HOME", state.as_str())];
        let terminal = match arguments {
            [] => Terminal::start_in(folder.path(), &set),
            arguments => Terminal::start_with(folder.path(), arguments, &set),
        };
        let mut meeting = Self { folder, terminal, keys: 0, tried: false };
        meeting.sees(words);
        meeting
    }

    /// Presses one key; the room sees some words.
    fn press(&mut self, key: &str, words: &str) {
        self.keys += 1;
        self.terminal.type_in(key);
        self.sees(words);
    }

    /// Types words, which are then on the screen.
    fn say(&mut self, words: &str) {
        self.terminal.type_in(words);
        self.sees(words);
    }

    fn sees(&mut self, words: &str) {
        self.terminal.until(words);
    }

    fn shown(&self) -> String {
        self.terminal.contents()
    }

    /// Forgets the keys of what came before, and goes to an item of the board by its name.
    fn at(&mut self, name: &str, words: &str) {
        self.press("1", "[1 Board]");
        self.press("/", "type to search");
        self.say(name);
        self.press(ENTER, words);
        self.keys = 0;
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_path_buf(), self.folder.path().join("record")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().extension().is_some_and(|extension| extension == "toml") {
                    found.insert(entry.path(), std::fs::read(entry.path()).expect("a file"));
                }
            }
        }
        found
    }

    /// The flow has taken no more than two seconds of the processor, in a build for tests and with all that
    /// comes before it; and the terminal was never asked for the mouse.
    fn assert_quick_and_without_mouse(&self) {
        #[cfg(target_os = "linux")]
        {
            let own = self.terminal.process();
            let ticks = crate::pty::ticks(|process, _| process == own);
            assert!(Path::new(&format!("/proc/{own}/stat")).exists(), "it runs still");
            assert!(ticks <= 200, "{ticks} hundredths of a second");
        }
        let raw = String::from_utf8_lossy(&self.terminal.raw);
        for mode in ["?1000h", "?1002h", "?1003h", "?1006h"] {
            assert!(!raw.contains(mode), "the mouse is off");
        }
    }

    /// Leaves without saving.
    fn leave(mut self, before: &BTreeMap<PathBuf, Vec<u8>>) {
        assert_eq!(&self.files(), before, "only saving writes");
        self.assert_quick_and_without_mouse();
        self.terminal.type_in("q");
        if self.tried || self.shown().contains("unsaved") {
            self.sees("discard");
            self.terminal.type_in("d");
        }
        assert_eq!(self.terminal.end(PATIENCE), 0);
        self.terminal.assert_restored();
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

#[test]
fn the_laptop_is_plugged_in() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.press("P", "Where we stand");
    assert!(meeting.keys <= 1);
    meeting.sees("as of 15 Nov 2026");
    meeting.sees("0 of 34 live · at risk");
    meeting.sees("2 to decide today");
    meeting.sees("Bring the team bonus");
    meeting.sees("1 / 4");
    let slide = meeting.shown();
    let path = meeting.folder.path().display().to_string();
    assert!(!slide.contains("plan.toml") && !slide.contains(&path), "{slide}");
    meeting.press(ESCAPE, "[1 Board]");
    meeting.leave(&before);
}

/// The same from the shell: the first thing that the room sees is the slide.
#[test]
fn the_laptop_is_plugged_in_and_presents_at_once() {
    let mut meeting = Meeting::begin_with(&["present", "plan.toml"], "Where we stand");
    let before = meeting.files();
    assert_eq!(meeting.keys, 0);
    meeting.sees("as of 15 Nov 2026");
    let raw = String::from_utf8_lossy(&meeting.terminal.raw).into_owned();
    let path = meeting.folder.path().display().to_string();
    assert!(!raw.contains("[1 Board]") && !raw.contains("plan.toml") && !raw.contains(&path));
    meeting.press(ESCAPE, "[1 Board]");
    meeting.leave(&before);
}

#[test]
fn where_are_we() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.press("P", "Where we stand");
    meeting.keys = 0;
    meeting.press(ESCAPE, "[1 Board]");
    meeting.press("1", "[1 Board]");
    meeting.press(ENTER, "Status    at risk");
    assert!(meeting.keys <= 3);
    meeting.sees("0 of 34 steps");
    meeting.press(ESCAPE, "Foundation");
    meeting.leave(&before);
}

#[test]
fn why_is_it_late() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.at("Local champions", "Local champions");
    meeting.press("3", "[3 Deps]");
    assert!(meeting.keys <= 1);
    // Planned for 30 Jun, seen on 15 Nov to be at level 1: 138 days.
    meeting.sees("No predecessor is late: its own slip of 138 days.");
    meeting.sees("level 1 was seen, 2 was planned by now");
    meeting.leave(&before);
}

#[test]
fn what_if_we_wait() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.at("Agency", "Agency consolidation");
    meeting.press("w", "SCENARIO");
    meeting.press(">", "Moved Agency consolidation to Embed");
    meeting.press("9", "[9 What-if]");
    assert!(meeting.keys <= 3);
    for words in ["SCENARIO", "Planned value", "difference", "worse", "the plan is unchanged"] {
        meeting.sees(words);
    }
    // Whoever walks in sees on every view that it is not the plan.
    for (key, view) in [("1", "Board"), ("2", "Timeline"), ("4", "KPIs"), ("5", "Value"), ("8", "Check")] {
        meeting.press(key, &format!("[{key} {view}"));
        assert!(meeting.shown().starts_with(" SCENARIO"), "{view}\n{}", meeting.shown());
    }
    meeting.press("w", "Back in the plan");
    meeting.tried = true;
    meeting.leave(&before);
}

/// From why to what if without leaving the item, one with steps in several waves: it is late itself by a month, and
/// then its step of the last wave but one waits for the last.
#[test]
fn why_is_it_late_and_what_if_it_is_later_still() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.at("Field incentives", "Field incentives");
    meeting.press("3", "[3 Deps]");
    meeting.sees("Value office in finance");
    meeting.press("w", "SCENARIO");
    meeting.press("]", "Slipped Field incentives by 1 month");
    meeting.press("9", "[9 What-if]");
    assert!(meeting.keys <= 1 + 3, "flow 3, then flow 4");
    for words in ["difference", "worse", "Field incentives by 1 month", "the plan is unchanged"] {
        meeting.sees(words);
    }
    meeting.press("u", "Undone");
    // Its step of Scale, the match after that of Engage.
    meeting.at("Field incentives", "Field incentives");
    meeting.press("n", "Scale");
    meeting.press(">", "Moved Field incentives to Embed");
    meeting.press("9", "[9 What-if]");
    meeting.sees("move Field incentives to Embed");
    meeting.press("w", "Back in the plan");
    meeting.tried = true;
    meeting.leave(&before);
}

#[test]
fn then_we_decide_that() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.press("c", "decision");
    meeting.press("d", "Record decision");
    meeting.say("Two releases");
    meeting.sees("“Two releases”");
    meeting.press(F2, "Recorded decision “Two releases” · u undo");
    assert!(meeting.keys <= 3);
    meeting.sees("1 unsaved");
    meeting.press("u", "Undone: record decision “Two releases”");
    meeting.leave(&before);
}

/// The same while a scenario is open: it is part of what is decided, and is applied to the plan with it.
#[test]
fn then_we_decide_what_was_tried() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.at("Agency", "Agency consolidation");
    meeting.press("w", "SCENARIO");
    meeting.press(">", "Moved Agency consolidation to Embed");
    meeting.keys = 0;
    meeting.press("c", "decision");
    meeting.press("d", "Record decision");
    meeting.say("The agencies wait");
    meeting.press(F2, "Recorded, and applied 1 change to the plan");
    assert!(meeting.keys <= 3);
    meeting.sees("2 unsaved");
    assert!(!meeting.shown().contains("SCENARIO"), "it is the plan now\n{}", meeting.shown());
    assert_eq!(meeting.files(), before, "only saving writes");
    meeting.press(SAVE, "Saved 2 changes in 2 files");
    let after = meeting.files();
    let new = |words: &str| {
        after
            .iter()
            .filter(|(path, text)| {
                String::from_utf8_lossy(text).contains(words) && before.get(*path) != Some(text)
            })
            .count()
    };
    assert_eq!(new("The agencies wait"), 1);
    meeting.leave(&after);
}

#[test]
fn go_hold_or_no_go() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.press("7", "[7 Lead]");
    meeting.press(ENTER, "Criteria");
    meeting.sees("✗ Calls logged with preference ≥ 60 % · now 34.2 %");
    meeting.sees("✓ Engage spent ≤ 2.75 M€ · now 933 k€");
    meeting.press("c", "gate");
    meeting.press("g", "Record gate outcome");
    assert!(meeting.keys <= 4);
    meeting.sees("1 of 6 criteria hold");
    meeting.sees("go · conditions · hold · stop");
    meeting.say("go");
    meeting.press(F2, "5 criteria of the gate do not hold");
    meeting.press(ESCAPE, "Left: nothing was changed");
    meeting.leave(&before);
}

#[test]
fn do_we_get_the_money() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.press("5", "[5 Value]");
    meeting.sees("Forecast 24.9 M€ against plan 26.2 M€");
    meeting.press("v", "monthly");
    meeting.press("v", "bridge");
    assert!(meeting.keys <= 3);
    meeting.sees("Reach low-access HCPs         −2.23 M€");
    meeting.press(ENTER, "Value driver");
    meeting.sees("Needs");
    meeting.press(ESCAPE, "−2.23 M€");
    meeting.press("T", "2029");
    meeting.leave(&before);
}

#[test]
fn that_number_is_wrong() {
    let mut meeting = Meeting::begin();
    let before = meeting.files();
    meeting.press("4", "[4 KPIs]");
    meeting.press("e", "New prescribers a quarter · 30 Sep 2026");
    // The reading of 351 gives way to what is typed.
    meeting.say("360");
    meeting.press(ENTER, "Set New prescribers a quarter 2026-09-30 to 360 · u undo");
    assert!(meeting.keys <= 3);
    meeting.sees("1 unsaved");
    assert_eq!(meeting.files(), before);
    meeting.keys = 0;
    meeting.press("u", "Undone: set New prescribers a quarter 2026-09-30 to 360");
    assert!(meeting.keys <= 1);
    // Said again and saved, it is one line of one file.
    meeting.press("U", "360");
    meeting.press(SAVE, "Saved 1 change in 1 file");
    let after = meeting.files();
    let changed: Vec<_> = before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).collect();
    let [(path, bytes)] = changed[..] else { panic!("one file is changed") };
    let [then, now] = [bytes, &after[path]].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let lines: Vec<_> = then.lines().zip(now.lines()).filter(|(then, now)| then != now).collect();
    let [(then, now)] = lines[..] else { panic!("one line is changed: {lines:?}") };
    assert_eq!(then.replace("351", "360"), now);
    meeting.leave(&after);
}
