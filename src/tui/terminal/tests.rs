//! What becomes of an open plan, of what is not saved of it and of what others did to its files meanwhile, whatever
//! its user does then: every state, by every change on the disk, by every way on.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail like a test")]

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::watch::EVERY;
use super::{Screen, state};
use crate::disk::{Disk, Journal};
use crate::draft::{Draft, asked};
use crate::source::Limits;
use crate::tui::editing::make;
use crate::tui::model::Model;
use crate::tui::msg::{Key, Msg};
use crate::tui::theme::Look;
use crate::workspace::Workspace;

const PLAN: &str = "format = 1
include = [\"more.toml\", \"record/*.toml\"]
[wave.one]
start = 2026-01-01
end = 2026-06-30
[driver.b]
name = \"B\"
wave = \"one\"
";
/// The file that is edited here.
const MORE: &str = "[driver.a]\nname = \"A\"\nwave = \"one\"\n";
const RECORD: &str = "[[action]]\nwhat = \"Ask\"\ndate = 2026-02-01\nowner = \"X\"\n";
const FILES: [(&str, &str); 3] = [("plan.toml", PLAN), ("more.toml", MORE), ("record/a.toml", RECORD)];
const MINE: &str = "name = \"My A\"";

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    /// There is nothing to do: what is open is what is on the disk, and that is as others left it.
    Nothing,
    /// What was changed here is on the disk, with all that others did.
    Saved,
    /// It is asked what is to come of it, and nothing is written.
    Asks,
    /// The two are together here, to be saved; nothing is written.
    Together,
    /// What is here is in a copy beside the plan, and stays unsaved.
    Copied,
    /// The program has ended: there was nothing to lose.
    Left,
}
use Then::{Asks, Copied, Left, Nothing, Saved, Together};

/// What others do, what comes of each way on with nothing unsaved, and what with a change unsaved.
type Row = (&'static str, fn(&Path), [Then; 5], [Then; 5]);

/// The ways on, by what is pressed.
const WAYS: [(&str, &str); 5] = [
    ("save", "ctrl-s"),
    ("later, then save", "ctrl-s <esc> ctrl-s"),
    ("quit", "q"),
    ("copy", "C"),
    ("merge", "R"),
];

/// Where nothing is unsaved, whatever is on the disk is what is open.
const CLEAN: [Then; 5] = [Nothing, Nothing, Left, Nothing, Nothing];
/// Where the disk says what it said, a change is saved as ever.
const DIRTY: [Then; 5] = [Saved, Saved, Asks, Copied, Nothing];
/// Where both did something, nothing is written over anything before it was chosen.
const BOTH: [Then; 5] = [Asks, Asks, Asks, Copied, Together];
/// What is gone is nowhere but here: no way on forgets it, and all of it can be copied.
const GONE: [Then; 5] = [Asks, Asks, Asks, Copied, Nothing];

const DAY: Duration = Duration::from_secs(86_400);

const ROWS: [Row; 13] = [
    ("edited", |folder| write(folder, "plan.toml", &PLAN.replace("\"B\"", "\"Their B\"")), CLEAN, BOTH),
    (
        "edited in the same file",
        |folder| write(folder, "more.toml", &(MORE.to_owned() + "value = 1\n")),
        CLEAN,
        BOTH,
    ),
    (
        "edited in the same place",
        |folder| write(folder, "more.toml", &MORE.replace("\"A\"", "\"Their A\"")),
        CLEAN,
        BOTH,
    ),
    ("touched", |folder| set_time(&folder.join("more.toml"), time(folder) + DAY), CLEAN, DIRTY),
    (
        "edited, as long and at the same time",
        |folder| {
            let before = time(folder);
            write(folder, "more.toml", &MORE.replace("\"one\"", "\"two\""));
            set_time(&folder.join("more.toml"), before);
        },
        CLEAN,
        BOTH,
    ),
    (
        "edited by a clock a day behind",
        |folder| {
            let before = time(folder);
            write(folder, "more.toml", &(MORE.to_owned() + "value = 1\n"));
            set_time(&folder.join("more.toml"), before - DAY);
        },
        CLEAN,
        BOTH,
    ),
    ("a file gone", |folder| std::fs::remove_file(folder.join("record/a.toml")).unwrap(), CLEAN, BOTH),
    (
        "the file gone that is edited",
        |folder| std::fs::remove_file(folder.join("more.toml")).unwrap(),
        CLEAN,
        BOTH,
    ),
    (
        "the plan's own file gone",
        |folder| std::fs::remove_file(folder.join("plan.toml")).unwrap(),
        GONE,
        GONE,
    ),
    ("its folder gone", |folder| std::fs::remove_dir_all(folder).unwrap(), GONE, GONE),
    (
        "a table moved to another file",
        |folder| {
            write(folder, "more.toml", "");
            write(folder, "plan.toml", &(PLAN.to_owned() + MORE));
        },
        CLEAN,
        BOTH,
    ),
    // Of what is no TOML nobody knows what it says: it is looked at, and not brought together with anything.
    (
        "broken",
        |folder| write(folder, "more.toml", &(MORE.to_owned() + "[[[broken\n")),
        CLEAN,
        [Asks, Asks, Asks, Copied, Asks],
    ),
    (
        "edited, and back as it was",
        |folder| {
            write(folder, "more.toml", "");
            write(folder, "more.toml", MORE);
        },
        CLEAN,
        DIRTY,
    ),
];

fn write(folder: &Path, name: &str, text: &str) {
    let beside = folder.join(".beside");
    std::fs::write(&beside, text).unwrap();
    std::fs::rename(beside, folder.join(name)).unwrap();
}

fn time(folder: &Path) -> SystemTime {
    std::fs::metadata(folder.join("more.toml")).unwrap().modified().unwrap()
}

fn set_time(path: &Path, time: SystemTime) {
    std::fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

/// The texts of all files in a folder and the folders in it.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => texts.extend(self::texts(&path)),
            path => texts.push((path.clone(), std::fs::read_to_string(path).unwrap())),
        }
    }
    texts.sort();
    texts
}

/// A plan open in a terminal that nobody looks at.
struct Session {
    plan: PathBuf,
    model: Model,
    screen: Screen,
}

fn read(plan: &Path) -> Result<Workspace, String> {
    let draft = Draft::open(&Disk, &[plan.to_path_buf()], Limits::default());
    draft.map(|draft| Workspace::drafted(Box::new(draft), None)).map_err(|it| it.fault.message)
}

impl Session {
    fn open(plan: &Path, folder: &Path) -> Self {
        let model = crate::tui::open(read(plan).unwrap(), Look::default(), 80, 24);
        let mut screen = Screen::new(String::new(), Journal::all(folder, plan).unwrap().own);
        screen.state = state(&model);
        let mut session = Self { plan: plan.to_path_buf(), model, screen };
        session.screen.look(&mut session.model);
        session
    }

    /// Waits until the files were looked at.
    fn wait(&mut self) {
        for _ in 0..EVERY {
            self.screen.look_outside(&mut self.model, &mut || read(&self.plan));
            assert!(!self.went_on(), "nobody leaves unasked");
        }
    }

    /// Presses keys, and gives whether the program has ended.
    fn press(&mut self, keys: &str) -> bool {
        Key::parse_all(keys).into_iter().any(|key| {
            self.screen.happened(&mut self.model, Msg::Key(key));
            self.went_on()
        })
    }

    fn went_on(&mut self) -> bool {
        let ended = self.screen.carry_out(&mut self.model, &mut || read(&self.plan)).unwrap();
        self.screen.keep(&mut self.model);
        ended
    }

    fn asks(&self) -> Option<&'static str> {
        self.model.overlay.as_ref().map(|over| over.name())
    }

    /// All that the plan says here.
    fn says(&self) -> String {
        let draft = self.model.work.draft.as_ref().unwrap();
        draft.texts().map(|(_, _, text)| text.to_owned()).collect()
    }
}

/// What comes of one case; what is lost in it fails the test.
fn then(case: &str, is_edited: bool, done: fn(&Path), keys: &str) -> Then {
    let outer = tempfile::tempdir().unwrap();
    let (folder, kept) = (outer.path().canonicalize().unwrap().join("plans"), outer.path().join("state"));
    std::fs::create_dir_all(folder.join("record")).unwrap();
    FILES.iter().for_each(|(name, text)| std::fs::write(folder.join(name), text).unwrap());
    let plan = folder.join("plan.toml");
    let mut session = Session::open(&plan, &kept);
    if is_edited {
        assert!(make(&mut session.model, |draft| asked::set(draft, "a.name", "My A")), "{case}");
        session.went_on();
    }
    let first = texts(&folder);
    done(&folder);
    let theirs = texts(&folder);
    session.wait();
    assert_eq!(session.asks(), None, "{case}: a line tells it, and nothing takes the keys");
    assert_eq!(texts(&folder), theirs, "{case}: nothing is written unasked");
    assert!(!is_edited || session.says().contains(MINE), "{case}");
    let mut ended = session.press(keys);
    match (keys, session.asks()) {
        ("C", Some(_)) => ended = session.press("<enter>"),
        ("R", Some("outside")) => ended = session.press("m M <enter>"),
        _ => {}
    }
    let now = texts(&folder);
    let is_written = |text: &str| now.iter().any(|(_, it)| it.contains(text));
    let then = if ended {
        Left
    } else if session.asks().is_some() {
        Asks
    } else if now.len() > theirs.len() {
        Copied
    } else if now != theirs {
        Saved
    } else if keys == "R" && is_edited && plan.exists() && theirs != first {
        Together
    } else {
        Nothing
    };
    // Whatever others left is there, but where a change was saved on it.
    for (path, text) in &theirs {
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(
            kept == *text || then == Saved && kept == text.replace("name = \"A\"", MINE),
            "{case}: {kept}"
        );
    }
    // What was done here is here or written; and what is gone from the disk is all here.
    if is_edited {
        assert!(is_written(MINE) || !ended && session.says().contains(MINE), "{case}: mine is lost");
    }
    if !plan.exists() {
        assert!(!ended, "{case}: the plan is lost");
        FILES.iter().for_each(|(_, text)| {
            let text = if is_edited { text.replace("name = \"A\"", MINE) } else { (*text).to_owned() };
            assert!(session.says().contains(&text), "{case}: {text} is lost");
            assert!(then != Copied || is_written(&text), "{case}: {text} is not copied");
        });
    }
    if then == Together {
        let says = session.says();
        assert!(says.contains(MINE), "{case}: {says}");
        for text in theirs.iter().map(|(_, text)| text.replace("name = \"A\"", MINE)) {
            assert!(
                says.contains(&text.replace("name = \"Their A\"", MINE)),
                "{case}: {text} is not in {says}"
            );
        }
    }
    // A crash now loses nothing either.
    drop(session);
    let left = Journal::all(&kept, &plan).unwrap().left;
    let left: String =
        left.iter().flat_map(|it| it.kept().unwrap()).flat_map(|it| it.files).map(|it| it.text).collect();
    if is_edited {
        assert!(is_written(MINE) || left.contains(MINE), "{case}: a crash loses mine");
    }
    for (_, text) in FILES.iter().filter(|_| !plan.exists()) {
        let text = if is_edited { text.replace("name = \"A\"", MINE) } else { (*text).to_owned() };
        assert!(left.contains(&text), "{case}: a crash loses {text}");
    }
    then
}

#[test]
fn whatever_others_do_and_whatever_is_done_then_nothing_is_lost() {
    let mut wrong = Vec::new();
    for (change, done, clean, edited) in ROWS {
        for (state, expected, is_edited) in [("clean", clean, false), ("edited", edited, true)] {
            for ((way, keys), expected) in WAYS.into_iter().zip(expected) {
                let case = format!("{state}, {change}, {way}");
                let is = then(&case, is_edited, done, keys);
                if is != expected {
                    wrong.push(format!("{case}: {is:?}, not {expected:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a meeting says while something is tried is the plan's: it is kept for a crash as that, and saved as that.
#[test]
fn what_is_captured_with_a_scenario_open_is_kept_and_saved_with_the_plan() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, kept) = (outer.path().canonicalize().unwrap(), outer.path().join("state"));
    FILES.iter().for_each(|(name, text)| {
        std::fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
    });
    let plan = folder.join("plan.toml");
    let captured = || {
        let mut session = Session::open(&plan, &kept);
        session.press("w c n Agreed <f2>");
        assert!(session.model.work.beside.is_some());
        session
    };
    drop(captured());
    let left = Journal::all(&kept, &plan).unwrap().left;
    let left: Vec<_> = left.iter().flat_map(|it| it.kept().unwrap()).collect();
    let files: String = left.iter().flat_map(|it| &it.files).map(|it| &*it.text).collect();
    assert!(files.contains("note = \"Agreed\""), "{files}");
    assert!(left.iter().all(|it| it.scenarios.is_empty()));
    captured().press("w ctrl-s");
    assert!(texts(&folder).iter().any(|(_, text)| text.contains("note = \"Agreed\"")));
}
