//! The program itself, killed at each call that writes, and with each such call failing with each error: what
//! it leaves is the old or the new, what it says names the error, and the next run leaves nothing beside it.
//! The sweeps of `disk::write` do the same within the process, without strace, for more kinds of files.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "what is skipped, and how much there is, is said")]

use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

const OLD: &str = "format = 1\ninclude = [\"record.toml\"]\n[kpi.rate]\n";
const RECORD: &str = "[[reading]]\nkpi = \"rate\"\ndate = 2026-02-28\nvalue = 3\n";

/// The calls that make, write or name something, as far as this system has them.
const CALLS: &str = "?open,?openat,?creat,?write,?writev,?pwrite64,?fsync,?fdatasync,?ftruncate,?rename,?renameat,\
                     ?renameat2,?link,?linkat,?chmod,?fchmod,?fchmodat,?chown,?fchown,?fchownat,?fsetxattr,?unlink,\
                     ?unlinkat,?mkdir,?mkdirat,?flock";

const ERRORS: [(&str, &str); 6] = [
    ("ENOSPC", "(ENOSPC)"),
    ("EDQUOT", "(EDQUOT)"),
    ("EIO", "(EIO)"),
    ("EROFS", "(EROFS)"),
    ("EACCES", "not permitted"),
    ("EINTR", "(EINTR)"),
];

/// What is saved: how its folder begins, what is run, and which files come of it.
struct Layout {
    name: &'static str,
    begin: fn(&Path),
    run: &'static [&'static str],
    files: &'static [&'static str],
}

fn plan_and_record(folder: &Path) {
    std::fs::write(folder.join("plan.toml"), OLD).unwrap();
    std::fs::write(folder.join("record.toml"), RECORD).unwrap();
}

const LAYOUTS: [Layout; 5] = [
    Layout {
        name: "a new file",
        begin: |_| {},
        run: &["init", "--start", "2026-01-01", "--currency", "EUR"],
        files: &["plan.toml"],
    },
    Layout {
        name: "a file",
        begin: plan_and_record,
        run: &["set", "kpi.rate.name", "Rate", "--quiet"],
        files: &["plan.toml"],
    },
    Layout {
        name: "a link",
        begin: |folder| {
            plan_and_record(folder);
            std::fs::rename(folder.join("plan.toml"), folder.join("real.toml")).unwrap();
            symlink("real.toml", folder.join("plan.toml")).unwrap();
        },
        run: &["set", "kpi.rate.name", "Rate", "--quiet"],
        files: &["real.toml"],
    },
    Layout {
        name: "two names",
        begin: |folder| {
            plan_and_record(folder);
            std::fs::hard_link(folder.join("plan.toml"), folder.join("second")).unwrap();
        },
        run: &["set", "kpi.rate.name", "Rate", "--quiet"],
        files: &["plan.toml"],
    },
    Layout {
        name: "two files",
        begin: plan_and_record,
        run: &["rename", "rate", "share"],
        files: &["plan.toml", "record.toml"],
    },
];

/// A call, by its name and its number among those of that name.
#[derive(Clone, Debug)]
struct Point {
    call: String,
    nth: usize,
    /// The call as strace has it.
    line: String,
}

impl Layout {
    fn folder(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        (self.begin)(folder.path());
        folder
    }

    /// Runs the program under strace.
    fn trace(&self, folder: &Path, log: &Path, more: &[String]) -> Output {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-s", "200", "-e", &format!("trace={CALLS}")]).args(more);
        command.arg("-o").arg(log).arg(env!("CARGO_BIN_EXE_swell")).args(self.run);
        command.current_dir(folder).env_clear().stdin(Stdio::null());
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path))).output().unwrap()
    }

    /// The texts of its files; none of one that is not there.
    fn texts(&self, folder: &Path) -> Vec<Option<String>> {
        self.files.iter().map(|file| std::fs::read_to_string(folder.join(file)).ok()).collect()
    }

    /// The points of a run that nothing happens to, from the first file that it makes on, and what it leads to.
    fn points(&self) -> (Vec<Point>, Vec<Option<String>>) {
        let (folder, logs) = (self.folder(), tempfile::tempdir().unwrap());
        let log = logs.path().join("log");
        let ran = self.trace(folder.path(), &log, &[]);
        assert!(ran.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&ran.stderr));
        let mut counts = std::collections::BTreeMap::new();
        let mut points = Vec::new();
        for line in std::fs::read_to_string(log).unwrap().lines() {
            let Some((call, _)) = line.split_once('(') else { continue };
            let call = call.split_whitespace().last().unwrap().to_owned();
            let nth = *counts.entry(call.clone()).and_modify(|nth| *nth += 1).or_insert(1);
            let begun = !points.is_empty() || line.contains("O_CREAT");
            // What is said in the end changes no file.
            if begun && !line.contains("write(1,") {
                points.push(Point { call, nth, line: line.to_owned() });
            }
        }
        (points, self.texts(folder.path()))
    }

    /// What another run clears up, whatever was left, and whether anything is left after that.
    fn again(&self, folder: &Path) {
        let words: &[&str] = match self.name {
            "a new file" => &["init", "--start", "2026-01-01"],
            _ => &["set", "plan.name", "P", "--quiet"],
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_swell"));
        command.args(words).current_dir(folder).env_clear().stdin(Stdio::null());
        assert!(command.output().unwrap().status.code().is_some_and(|code| code == 0 || code == 2));
        let names = std::fs::read_dir(folder).unwrap().flatten().map(|it| it.file_name());
        let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains(".swell-")).collect();
        assert!(left.is_empty(), "{}: {left:?}", self.name);
    }
}

/// Whether there is a strace that may trace; where there is none, it is said.
fn is_traced() -> bool {
    let ran = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    let there = ran.is_ok_and(|ran| ran.status.success());
    if !there {
        eprintln!("skipped: there is no strace that may trace here");
    }
    there
}

/// Does something at each point of each layout, in as many threads as there are processors.
fn each_point(done: impl Fn(&Layout, &Point, &[Option<String>], &[Option<String>]) + Sync) -> Vec<usize> {
    let all: Vec<_> = LAYOUTS
        .iter()
        .map(|layout| {
            let (points, new) = layout.points();
            (layout, points, layout.texts(layout.folder().path()), new)
        })
        .collect();
    let jobs: Vec<_> = all
        .iter()
        .flat_map(|(layout, points, old, new)| points.iter().map(move |it| (*layout, it, old, new)))
        .collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((layout, point, old, new)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    done(layout, point, old, new);
                }
            });
        }
    });
    all.iter().map(|(_, points, ..)| points.len()).collect()
}

/// At least so many points of each layout there are: fewer, and the sweep would look in the wrong place.
fn are_enough(points: &[usize]) {
    eprintln!("points of each layout: {points:?}");
    assert!(points.iter().zip([6, 9, 9, 14, 20]).all(|(points, least)| *points >= least), "{points:?}");
}

#[test]
fn killed_at_any_call_it_leaves_the_old_or_the_new_and_the_next_run_nothing_beside() {
    if !is_traced() {
        return;
    }
    are_enough(&each_point(|layout, point, old, new| {
        let (folder, logs) = (layout.folder(), tempfile::tempdir().unwrap());
        let kill = format!("inject={}:signal=KILL:when={}", point.call, point.nth);
        let ran = layout.trace(folder.path(), &logs.path().join("log"), &["-e".into(), kill]);
        let at = format!("{} killed at {}", layout.name, point.line);
        assert_eq!(ran.status.signal(), Some(9), "{at}: {ran:?}");
        let left = std::fs::read_dir(folder.path()).unwrap().flatten().map(|it| it.file_name());
        let left = left.filter(|it| it.to_string_lossy().ends_with(".tmp")).count();
        assert!(left <= layout.files.len(), "{at}: {left} beside");
        let one_of = |texts: &[Option<String>]| {
            let each = texts.iter().zip(old).zip(new).zip(layout.files);
            for (((text, old), new), file) in each {
                assert!(text == old || text == new, "{at}: {file} is {text:?}");
            }
        };
        // One that is written in place is whole again after the next run.
        if layout.name != "two names" {
            one_of(&layout.texts(folder.path()));
        }
        layout.again(folder.path());
        let texts = layout.texts(folder.path());
        if layout.files.len() == 1 && layout.name != "a new file" {
            let text = texts[0].clone().unwrap_or_default();
            let begins =
                |with: &Option<String>| with.as_ref().is_some_and(|with| text.starts_with(with.as_str()));
            assert!(begins(&old[0]) || begins(&new[0]), "{at}: {text}");
        }
        if layout.files.len() > 1 {
            let of = |texts: &[Option<String>]| texts[1].clone();
            let is_new = texts[0].as_ref().is_some_and(|text| text.contains("share"));
            assert_eq!(of(&texts), of(if is_new { new } else { old }), "{at}: all of the files or none");
        }
    }));
}

#[test]
fn with_any_call_failing_it_leaves_the_old_and_names_the_error() {
    if !is_traced() {
        return;
    }
    let failed = AtomicUsize::new(0);
    are_enough(&each_point(|layout, point, old, new| {
        for (error, named) in ERRORS {
            let (folder, logs) = (layout.folder(), tempfile::tempdir().unwrap());
            let fault = format!("inject={}:error={error}:when={}", point.call, point.nth);
            let ran = layout.trace(folder.path(), &logs.path().join("log"), &["-e".into(), fault]);
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            let at = format!("{}: {error} at {}: {said}", layout.name, point.line);
            let texts = layout.texts(folder.path());
            match ran.status.code() {
                // Something else did as well, or it was only to clear up.
                Some(0) => assert_eq!(texts, new, "{at}"),
                Some(2) => {
                    assert_eq!(texts, old, "{at}");
                    assert!(said.contains(named), "{at}");
                    failed.fetch_add(1, Ordering::Relaxed);
                }
                _ => panic!("{at}: {ran:?}"),
            }
            layout.again(folder.path());
        }
    }));
    assert!(failed.into_inner() > 100);
}

/// The new content is on the disk before it takes its place, and the name before the old content goes.
/// A limit that the system sets is met by a signal first, which would end the program in the middle.
#[test]
fn where_a_file_may_not_become_so_large_it_leaves_the_old_and_says_so() {
    let limit = |layout: &Layout, folder: &Path, blocks: u32| {
        let mut command = Command::new("sh");
        let script = format!("ulimit -f {blocks} && exec \"$0\" \"$@\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_swell")]).args(layout.run).current_dir(folder);
        command.env_clear().stdin(Stdio::null()).output().unwrap()
    };
    for layout in &LAYOUTS {
        let mut refused = 0;
        for blocks in 0..40 {
            let folder = layout.folder();
            for name in layout.files {
                // Several blocks large, so that the limit is met at the first byte and further on.
                let path = folder.path().join(name);
                if let Ok(text) = std::fs::read_to_string(&path) {
                    std::fs::write(path, text + &"# what is known of it\n".repeat(100)).unwrap();
                }
            }
            let old = layout.texts(folder.path());
            let ran = limit(layout, folder.path(), blocks);
            let (texts, said) =
                (layout.texts(folder.path()), String::from_utf8_lossy(&ran.stderr).into_owned());
            let names = std::fs::read_dir(folder.path()).unwrap().flatten().map(|it| it.file_name());
            let beside = names.filter(|name| name.to_string_lossy().contains(".swell-")).count();
            assert_eq!(beside, 0, "{} at {blocks}: {said}", layout.name);
            if ran.status.success() {
                assert!(texts.iter().zip(&old).all(|(text, old)| text != old), "{}: {said}", layout.name);
                break;
            }
            assert_eq!((ran.status.code(), texts), (Some(2), old), "{} at {blocks}: {said}", layout.name);
            assert!(said.contains("(EFBIG)"), "{} at {blocks}: {said}", layout.name);
            refused += 1;
        }
        assert!((1..40).contains(&refused), "{}: {refused} limits", layout.name);
    }
}

#[test]
fn what_is_written_is_brought_to_the_disk_in_this_order() {
    if !is_traced() {
        return;
    }
    let (points, _) = LAYOUTS[1].points();
    let steps: Vec<&str> = points
        .iter()
        .filter(|point| !point.line.contains("O_RDONLY"))
        .map(|point| point.call.trim_start_matches("f").trim_end_matches("at"))
        .collect();
    assert_eq!(steps, ["open", "write", "chmod", "sync", "renameat2", "sync", "unlink"], "{points:?}");
}

/// Two runs at once, one of them held up at each call: each that says it saved has saved, and what it did is
/// still there in the end.
#[test]
fn of_two_runs_at_once_none_loses_what_the_other_saved() {
    if !is_traced() {
        return;
    }
    let both = AtomicUsize::new(0);
    are_enough(&each_point(|layout, point, _, _| {
        if layout.name == "a new file" {
            return;
        }
        let (folder, logs) = (layout.folder(), tempfile::tempdir().unwrap());
        let at = format!("{} held up at {}", layout.name, point.line);
        let delay = format!("inject={}:delay_enter=120000:when={}", point.call, point.nth);
        let (one, other) = std::thread::scope(|scope| {
            let one =
                scope.spawn(|| layout.trace(folder.path(), &logs.path().join("log"), &["-e".into(), delay]));
            let mut command = Command::new(env!("CARGO_BIN_EXE_swell"));
            command.args(["set", "plan.sponsor", "Both", "--quiet"]).current_dir(folder.path());
            let other = command.env_clear().stdin(Stdio::null()).output().unwrap();
            (one.join().unwrap(), other)
        });
        let codes = [&one, &other].map(|ran| ran.status.code());
        assert!(codes.iter().all(|code| matches!(code, Some(0 | 3))), "{at}: {one:?} {other:?}");
        assert!(codes.contains(&Some(0)), "{at}: one of them saves");
        let text = layout.texts(folder.path()).into_iter().flatten().collect::<String>();
        let done =
            [if layout.files.len() > 1 { "[kpi.share]" } else { "name = \"Rate\"" }, "sponsor = \"Both\""];
        for (code, done) in codes.iter().zip(done) {
            assert_eq!(text.contains(done), *code == Some(0), "{at}: {codes:?}\n{text}");
        }
        both.fetch_add(usize::from(codes == [Some(0), Some(0)]), Ordering::Relaxed);
        layout.again(folder.path());
    }));
    eprintln!("both saved, one after the other: {}", both.into_inner());
}
