//! Saving under every fault: each call fails once with each error, the process dies at each call, somebody
//! else writes before each call. A file is old or new, never anything else, and nothing is lost.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail like a test")]

mod grounds;

use std::cell::Cell;
use std::collections::VecDeque;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::sync::{Condvar, Mutex};

use super::*;
use crate::disk::{Disk, Store as _};

const OLD: &str = "format = 1\n[plan]\nname = \"Old\"\n";
const NEW: &str = "format = 1\n[plan]\nname = \"New, and longer\"\n";

/// What goes wrong at one of the calls.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// The process dies: the call is half done, and no other follows.
    Killed,
    /// The call fails with this number, once.
    Once(i32),
    /// From here on every call that writes fails.
    Full,
    /// Somebody else writes the file, by renaming another over it, or by writing over it.
    Foreign(bool),
}

/// The file system with a fault at one of the calls, counted from 0.
struct Faulty<'t> {
    at: usize,
    fault: Fault,
    target: &'t Path,
    /// Whether the system knows of no exchange.
    plain: bool,
    /// Whether the folder of the files is read-only.
    shut: bool,
    made: Cell<usize>,
}

impl<'t> Faulty<'t> {
    fn new(at: usize, fault: Fault, target: &'t Path) -> Self {
        Self { at, fault, target, plain: false, shut: false, made: Cell::new(0) }
    }

    /// Whether the fault was come to.
    fn struck(&self) -> bool {
        self.made.get() > self.at
    }

    /// Refuses what would change the names in a folder that is read-only.
    fn names(&self, path: &Path) -> Result<(), Error> {
        let refused = self.shut && path.parent() == self.target.parent();
        if refused { Err(Error::from_raw_os_error(13)) } else { Ok(()) }
    }

    /// Counts a call; `Some` where it is the one that is half done.
    fn count(&self, writes: bool) -> Result<bool, Error> {
        let nth = self.made.get();
        self.made.set(nth + 1);
        match self.fault {
            Fault::Killed if nth == self.at => Ok(true),
            Fault::Killed if nth > self.at => Err(Error::other("dead")),
            Fault::Once(number) if nth == self.at => Err(Error::from_raw_os_error(number)),
            Fault::Full if nth >= self.at && writes => Err(Error::from_raw_os_error(28)),
            Fault::Foreign(renames) if nth == self.at => {
                let beside = self.target.with_file_name("foreign");
                let place = if renames { &beside } else { self.target };
                std::fs::write(place, "theirs")?;
                if renames {
                    std::fs::rename(&beside, self.target)?;
                }
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn whole<T>(&self, writes: bool, call: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        match self.count(writes)? {
            // Dead before it, or dead after it: both are tried, since each call follows another.
            true => Err(Error::other("dead")),
            false => call(),
        }
    }
}

impl Calls for Faulty<'_> {
    fn create(&self, path: &Path) -> Result<File, Error> {
        self.whole(true, || self.names(path).and_then(|()| System.create(path)))
    }

    fn open(&self, path: &Path) -> Result<File, Error> {
        self.whole(false, || System.open(path))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> Result<usize, Error> {
        // Short writes: a few bytes at a time.
        let some = &bytes[..bytes.len().min(20)];
        if self.count(true)? {
            System.write(file, &some[..some.len() / 2])?;
            return Err(Error::other("dead"));
        }
        System.write(file, some)
    }

    fn cut(&self, file: &File, length: u64) -> Result<(), Error> {
        self.whole(true, || System.cut(file, length))
    }

    fn dress(&self, file: &File, like: &File) -> Result<(), Error> {
        self.whole(true, || System.dress(file, like))
    }

    // What is on the disk by when cannot be seen by a process that goes on.
    fn sync(&self, _: &File) -> Result<(), Error> {
        self.whole(true, || Ok(()))
    }

    fn sync_folder(&self, _: &Path) -> Result<(), Error> {
        self.whole(true, || Ok(()))
    }

    fn exchange(&self, one: &Path, other: &Path) -> Result<(), Error> {
        if self.plain {
            return Err(ErrorKind::Unsupported.into());
        }
        self.whole(false, || self.names(other).and_then(|()| System.exchange(one, other)))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Error> {
        self.whole(false, || self.names(to).and_then(|()| System.rename(from, to)))
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        self.whole(false, || self.names(path).and_then(|()| System.remove(path)))
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        self.whole(false, || System.read(path))
    }
}

/// What is saved, and where.
#[derive(Clone, Copy)]
struct Layout {
    what: &'static str,
    many: usize,
    /// Whether one of the files has two names.
    linked: bool,
    /// Whether the system knows of no exchange.
    plain: bool,
    /// Whether the folder is read-only.
    shut: bool,
}

const ONE: Layout = Layout { what: "one file", many: 1, linked: false, plain: false, shut: false };
const THREE: Layout = Layout { what: "three files", many: 3, ..ONE };

const LAYOUTS: [Layout; 8] = [
    ONE,
    Layout { what: "two names", linked: true, ..ONE },
    Layout { what: "one file, without exchange", plain: true, ..ONE },
    Layout { what: "one file in a read-only folder", shut: true, ..ONE },
    THREE,
    Layout { what: "three files, one with two names", linked: true, ..THREE },
    Layout { what: "three files, without exchange", plain: true, ..THREE },
    Layout { what: "three files in a read-only folder", shut: true, ..THREE },
];

impl Layout {
    /// Saves with a fault at one of the calls; `None` where there are not so many.
    fn saved(self, fixture: &Fixture, at: usize, fault: Fault) -> Option<Result<Saved, Unwritten>> {
        let new = Faulty::new(at, fault, &fixture.files[0].path);
        let calls = Faulty { plain: self.plain, shut: self.shut, ..new };
        let saved = replace_by(&calls, &fixture.files, Some(fixture.spare.path()));
        if !calls.struck() {
            assert!(saved.is_ok() && fixture.text() == NEW, "{}", self.what);
            assert_eq!(fixture.beside(), Vec::<String>::new(), "{}", self.what);
        }
        calls.struck().then_some(saved)
    }

    fn fixture(self) -> Fixture {
        Fixture::new(self.many, self.linked)
    }
}

struct Fixture {
    folder: tempfile::TempDir,
    spare: tempfile::TempDir,
    files: Vec<Replacement>,
}

impl Fixture {
    fn new(many: usize, linked: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = (0..many).map(|nth| {
            let path = folder.path().join(format!("{nth}.toml"));
            std::fs::write(&path, OLD).unwrap();
            Replacement { path, old: OLD.into(), new: NEW.into() }
        });
        let files: Vec<Replacement> = files.collect();
        if linked {
            std::fs::hard_link(&files[many / 2].path, folder.path().join("other-name")).unwrap();
        }
        Self { files, folder, spare: tempfile::tempdir().unwrap() }
    }

    /// The texts of the files; all hold one.
    fn text(&self) -> String {
        let texts: Vec<String> =
            self.files.iter().map(|file| std::fs::read_to_string(&file.path).unwrap()).collect();
        assert!(texts.windows(2).all(|pair| pair[0] == pair[1]), "{texts:?}");
        texts[0].clone()
    }

    /// The text after the next run has cleared up.
    fn recovered(&self) -> String {
        leftover::cleared(&System, self.folder.path(), Some(self.spare.path()));
        assert_eq!(self.beside(), Vec::<String>::new());
        self.text()
    }

    fn beside(&self) -> Vec<String> {
        let names = Disk.list(self.folder.path()).unwrap_or_default();
        let kept = super::super::spare::of(self.spare.path(), self.folder.path());
        let spare = Disk.list(&kept).unwrap_or_default();
        let all = names.into_iter().chain(spare).map(|entry| entry.name);
        all.filter(|name| name.starts_with('.')).collect()
    }
}

#[test]
fn a_run_killed_at_any_call_leaves_the_old_or_the_new() {
    for layout in LAYOUTS {
        let (what, mut seen) = (layout.what, [0, 0]);
        for at in 0.. {
            let fixture = layout.fixture();
            if layout.saved(&fixture, at, Fault::Killed).is_none() {
                break;
            }
            if layout.many == 1 && !layout.linked && !layout.shut {
                assert!([OLD, NEW].contains(&&*fixture.text()), "{what}, killed at {at}");
            }
            let text = fixture.recovered();
            assert!([OLD, NEW].contains(&&*text), "{what}, killed at {at}: {text}");
            seen[usize::from(text == NEW)] += 1;
        }
        assert!(seen[0] > 3 && seen[1] > 0, "{what}: {seen:?}");
    }
}

#[test]
fn an_error_at_any_call_leaves_the_old_and_is_named() {
    let errors = [
        (28, "ENOSPC"),
        (122, "EDQUOT"),
        (27, "EFBIG"),
        (5, "EIO"),
        (30, "EROFS"),
        (4, "EINTR"),
        (13, "permitted"),
    ];
    for layout in LAYOUTS {
        for (number, name) in errors {
            let (what, mut failed) = (layout.what, 0);
            for at in 0.. {
                let fixture = layout.fixture();
                match layout.saved(&fixture, at, Fault::Once(number)) {
                    None => break,
                    Some(Ok(_)) => assert_eq!(fixture.recovered(), NEW, "{what}, {name} at {at}"),
                    Some(Err(unwritten)) => {
                        failed += 1;
                        assert_eq!(fixture.text(), OLD, "{what}, {name} at {at}");
                        assert!(
                            unwritten.message.contains(name) && !unwritten.changed,
                            "{}",
                            unwritten.message
                        );
                        assert_eq!(fixture.recovered(), OLD, "{what}, {name} at {at}");
                    }
                }
            }
            assert!(failed > 3, "{what}, {name}: {failed}");
        }
    }
}

#[test]
fn a_disk_that_stays_full_leaves_the_old() {
    for layout in LAYOUTS {
        for at in 0.. {
            let fixture = layout.fixture();
            let in_place = layout.linked || layout.shut || layout.plain && layout.many > 1;
            match layout.saved(&fixture, at, Fault::Full) {
                None => break,
                Some(Ok(_)) => assert_eq!(fixture.recovered(), NEW, "{} at {at}", layout.what),
                // What is written over cannot be written back either; the next run completes it.
                Some(Err(unwritten)) if in_place && unwritten.message.contains("the old content is in") => {}
                Some(Err(unwritten)) => {
                    assert!(unwritten.message.contains("ENOSPC"), "{}", unwritten.message);
                    if !in_place {
                        assert_eq!(fixture.text(), OLD, "{} at {at}", layout.what);
                    }
                }
            }
        }
    }
}

/// Of a file that is written in place, only what is written into it while our own bytes are is lost: a file that
/// takes its name never is, and neither is what came before our last look or after our last byte.
#[test]
fn what_somebody_else_writes_while_a_file_is_written_in_place_is_lost_in_one_gap_alone() {
    // The new content is written in three pieces.
    let pieces = NEW.len().div_ceil(20);
    for layout in LAYOUTS.into_iter().filter(|it| it.many == 1 && (it.linked || it.shut)) {
        for renames in [true, false] {
            let (mut lost, mut calls) = (0, 0);
            for at in 0.. {
                let fixture = layout.fixture();
                let (new, target) = (Fault::Foreign(renames), &fixture.files[0].path);
                let faulty = Faulty { shut: layout.shut, ..Faulty::new(at, new, target) };
                let saved = replace_by(&faulty, &fixture.files, Some(fixture.spare.path()));
                if !faulty.struck() {
                    break;
                }
                calls += 1;
                if std::fs::read_to_string(target).unwrap() != "theirs" {
                    lost += 1;
                } else if let Err(unwritten) = saved {
                    assert!(unwritten.changed, "{}, at {at}: {}", layout.what, unwritten.message);
                }
                let _ = leftover::cleared(&System, fixture.folder.path(), Some(fixture.spare.path()));
                assert_eq!(fixture.beside(), Vec::<String>::new(), "{}, at {at}", layout.what);
            }
            assert_eq!(lost, if renames { 0 } else { pieces }, "{} of {calls} calls", layout.what);
        }
    }
}

#[test]
fn what_somebody_else_writes_at_any_call_is_not_lost() {
    for renames in [true, false] {
        for many in [1, 3] {
            for at in 0.. {
                let fixture = Fixture::new(many, false);
                let target = &fixture.files[many - 1].path;
                let calls = Faulty::new(at, Fault::Foreign(renames), target);
                let saved = replace_by(&calls, &fixture.files, None);
                if !calls.struck() {
                    assert!(at > 8, "{at} calls");
                    break;
                }
                assert_eq!(std::fs::read_to_string(target).unwrap(), "theirs", "at {at}");
                let others = fixture.files[..many - 1].iter();
                let expected = if saved.is_ok() { NEW } else { OLD };
                for other in others {
                    assert_eq!(std::fs::read_to_string(&other.path).unwrap(), expected, "at {at}");
                }
                if let Err(unwritten) = saved {
                    assert!(unwritten.changed && unwritten.path == *target, "at {at}: {}", unwritten.message);
                }
                leftover::cleared(&System, fixture.folder.path(), None);
                assert_eq!(fixture.beside(), Vec::<String>::new());
            }
        }
    }
}

#[test]
fn of_two_runs_at_once_one_saves_and_the_other_sees_it() {
    for _ in 0..50 {
        let fixture = Fixture::new(2, false);
        let saved = std::thread::scope(|scope| {
            let runs = ["one", "other"].map(|new| {
                let files = fixture.files.iter().map(|file| Replacement { new: new.into(), ..file.clone() });
                let files: Vec<Replacement> = files.collect();
                scope.spawn(move || replace(&files))
            });
            runs.map(|run| run.join().unwrap())
        });
        let done = saved.iter().filter(|saved| saved.is_ok()).count();
        assert_eq!(done, 1);
        assert!(saved.iter().all(|saved| saved.as_ref().err().is_none_or(|unwritten| unwritten.changed)));
        assert_eq!(fixture.text(), if saved[0].is_ok() { "one" } else { "other" });
    }
}

/// Two runs that take turns by a plan, call by call, where the file system knows no locks.
struct Turns<'t> {
    who: usize,
    /// Who makes the next calls, and who has ended.
    plan: &'t Mutex<(VecDeque<usize>, [bool; 2])>,
    next: &'t Condvar,
}

impl Turns<'_> {
    /// Waits for its turn, which is over with what it does.
    fn turn<T>(&self, call: impl FnOnce() -> T) -> T {
        let mut plan = self.plan.lock().unwrap();
        while plan.0.front().is_some_and(|who| *who != self.who) && !plan.1[1 - self.who] {
            plan = self.next.wait(plan).unwrap();
        }
        plan.0.pop_front();
        let done = call();
        self.next.notify_all();
        done
    }

    fn end(&self) {
        self.plan.lock().unwrap().1[self.who] = true;
        self.next.notify_all();
    }
}

impl Calls for Turns<'_> {
    fn lock(&self, _: &Path) -> Result<Option<Lock>, String> {
        Ok(None)
    }

    fn create(&self, path: &Path) -> Result<File, Error> {
        self.turn(|| System.create(path))
    }

    fn open(&self, path: &Path) -> Result<File, Error> {
        self.turn(|| System.open(path))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> Result<usize, Error> {
        self.turn(|| System.write(file, bytes))
    }

    fn cut(&self, file: &File, length: u64) -> Result<(), Error> {
        self.turn(|| System.cut(file, length))
    }

    fn dress(&self, file: &File, like: &File) -> Result<(), Error> {
        self.turn(|| System.dress(file, like))
    }

    // What is on the disk by when is no matter of turns.
    fn sync(&self, _: &File) -> Result<(), Error> {
        self.turn(|| Ok(()))
    }

    fn sync_folder(&self, _: &Path) -> Result<(), Error> {
        self.turn(|| Ok(()))
    }

    fn exchange(&self, one: &Path, other: &Path) -> Result<(), Error> {
        self.turn(|| System.exchange(one, other))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Error> {
        self.turn(|| System.rename(from, to))
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        self.turn(|| System.remove(path))
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        self.turn(|| System.read(path))
    }
}

/// One run makes some calls, the other some, the first some more, the other the rest, then the first: every
/// such order, of one file. Without any lock one saves and the other sees it, whatever the order.
#[test]
fn two_runs_in_every_order_of_their_calls_lose_nothing() {
    const CALLS: usize = 12;
    let mut orders = 0;
    for (first, other, more) in (0..CALLS)
        .flat_map(|first| (1..CALLS).map(move |other| (first, other)))
        .flat_map(|(first, other)| (1..CALLS - first).map(move |more| (first, other, more)))
    {
        let fixture = Fixture::new(1, false);
        let stretches = [(0, first), (1, other), (0, more), (1, CALLS), (0, CALLS)];
        let plan = stretches.into_iter().flat_map(|(who, many)| std::iter::repeat_n(who, many)).collect();
        let (plan, next) = (Mutex::new((plan, [false; 2])), Condvar::new());
        let saved = std::thread::scope(|scope| {
            let runs = [0, 1].map(|who| {
                let new = ["one", "other"][who].into();
                let files = [Replacement { new, ..fixture.files[0].clone() }];
                let (plan, next) = (&plan, &next);
                scope.spawn(move || {
                    let turns = Turns { who, plan, next };
                    let saved = replace_by(&turns, &files, None);
                    turns.end();
                    saved
                })
            });
            runs.map(|run| run.join().unwrap())
        });
        let order = format!("{first} {other} {more}: {saved:?}");
        let text = fixture.text();
        assert_eq!(saved.iter().filter(|saved| saved.is_ok()).count(), 1, "{order}");
        assert_eq!(text, if saved[0].is_ok() { "one" } else { "other" }, "{order}");
        let failed = saved.iter().find_map(|saved| saved.as_ref().err());
        assert!(failed.is_some_and(|it| it.changed), "{order}");
        assert_eq!(fixture.beside(), Vec::<String>::new(), "{order}");
        orders += 1;
    }
    assert_eq!(orders, 726);
}

fn replaced(path: &Path) -> Result<Saved, Unwritten> {
    let path = path.canonicalize().unwrap();
    replace(&[Replacement { path, old: OLD.into(), new: NEW.into() }])
}
