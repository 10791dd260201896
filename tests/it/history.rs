//! How a plan came to be what it is, from the revisions of a real repository.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{folder, swell};

const PLAN: &str = r#"format = 1
include = ["record/*.toml"]
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-03-31
[wave]
one = { name = "One", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Two", start = 2026-07-01, end = 2026-12-31 }
[gate]
exit = { wave = "one" }
[driver.reach]
name = "Reach"
wave = "one"
value = 1200
[kpi.rate]
measures = ["reach"]
target = { one = 30 }
"#;

/// A commit: who, what they say, and the files of the plan.
struct Given<'g> {
    author: &'g str,
    subject: &'g str,
    files: Vec<(&'g str, String)>,
}

/// A repository made of commits one day after the other, by `git fast-import`.
fn repository(commits: &[Given<'_>]) -> TempDir {
    let folder = folder(&[]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder.path()).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command
    };
    assert!(git(&["init", "--quiet", "--initial-branch=main"]).status().unwrap().success());
    let mut stream = String::new();
    for (nth, given) in commits.iter().enumerate() {
        // From 1 March 2026 on, at noon.
        let when = 1_772_366_400 + nth * 86_400;
        let who = format!("{} <a@example.org> {when} +0000", given.author);
        let subject = given.subject;
        let _ = write!(
            stream,
            "commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {}\n{subject}\n",
            subject.len()
        );
        stream.push_str("deleteall\n");
        for (path, text) in &given.files {
            let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
        }
    }
    let mut import = git(&["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    assert!(git(&["reset", "--quiet", "--hard"]).status().unwrap().success());
    folder
}

fn given<'g>(author: &'g str, subject: &'g str, path: &'g str, text: &str, record: &str) -> Given<'g> {
    let beside = if path.starts_with("p/") { "p/record/a.toml" } else { "q/record/a.toml" };
    Given { author, subject, files: vec![(path, text.to_owned()), (beside, record.to_owned())] }
}

/// Six commits: the plan, something else, a target lowered with a decision, a value, a folder renamed, a
/// wave moved.
fn six() -> TempDir {
    let decision = "[[decision]]\ndate = 2026-03-03\naffects = [\"rate\"]\nby = \"Board\"\nnote = \"Too steep\"\n[[decision]]\ndate = 2026-03-03\naffects = [\"reach\"]\nnote = \"Beside it\"\n";
    let lower = PLAN.replace("one = 30", "one = 20");
    let less = lower.replace("1200", "600");
    let late = less.replace("end = 2026-12-31", "end = 2027-01-31");
    let mut commits = vec![
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Ann", "Beside it", "p/plan.toml", PLAN, ""),
        given("Bo", "Lower the target", "p/plan.toml", &lower, decision),
        given("Cy", "Half the value", "p/plan.toml", &less, decision),
        given("Cy", "Move house", "q/plan.toml", &less, decision),
        given("Ann", "Later", "q/plan.toml", &late, decision),
    ];
    commits[1].files.push(("README", "x".to_owned()));
    repository(&commits)
}

fn lines(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let ran = swell(folder, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    // Names of commits depend on nothing that is told here.
    let plain = |line: &str| {
        let words = line
            .split_whitespace()
            .filter(|word| word.len() != 8 || !word.bytes().all(|it| it.is_ascii_hexdigit()));
        words.collect::<Vec<_>>().join(" ")
    };
    ran.out.lines().map(plain).collect()
}

#[test]
fn a_target_moves_with_a_name_and_a_decision() {
    let folder = six();
    assert_eq!(
        lines(folder.path(), &["history", "q", "kpi.rate.target.one"]),
        [
            "q/plan.toml, kpi.rate.target.one: 2 moves in 5 revisions",
            "",
            "2026-03-03 30 → 20",
            "by Bo: Lower the target",
            "decision 2026-03-03, Too steep (by Board)",
            "2026-03-01 – → 30",
            "by Ann: The plan",
        ]
    );
}

/// By hand: 18 months of 100, and then of 50.
#[test]
fn a_figure_moves_with_what_was_decided_beside_it() {
    let folder = six();
    let told = lines(folder.path(), &["history", "q", "planned"]);
    assert_eq!(told[0], "q/plan.toml, planned: 2 moves in 5 revisions");
    assert_eq!(told[2], "2026-03-04 1.8 k€ → 900 € (−900 €)");
    assert_eq!(told[4], "2026-03-01 – → 1.8 k€");
}

#[test]
fn the_figures_of_each_revision_stand_under_each_other() {
    let folder = six();
    let json = swell(folder.path(), &["history", "q", "--format", "json"]).json();
    assert_eq!(json["revisions"], 5);
    let moves = json["moves"].as_array().unwrap();
    let row = |it: &serde_json::Value| {
        let years: Vec<f64> =
            it["years"].as_array().unwrap().iter().map(|year| year["forecast"].as_f64().unwrap()).collect();
        (it["date"].as_str().unwrap().to_owned(), it["last_wave_ends"].as_str().unwrap().to_owned(), years)
    };
    let expected = [
        ("2026-03-06", "2027-01-31", [300.0, 600.0]),
        ("2026-03-04", "2026-12-31", [300.0, 600.0]),
        ("2026-03-01", "2026-12-31", [600.0, 1200.0]),
    ];
    let expected = expected.map(|(date, end, years)| (date.to_owned(), end.to_owned(), years.to_vec()));
    assert_eq!(moves.iter().map(row).collect::<Vec<_>>(), expected);
    assert_eq!(moves[0]["next_gate"]["date"], "2026-06-30");
    let told = lines(folder.path(), &["history", "q"]);
    let half = "2026-03-04 900 € 900 € 0 € 900 € Jan 2026 31 Dec 2026 exit 30 Jun 2026 Cy Half the value";
    assert!(told.contains(&half.to_owned()), "{told:#?}");
    assert!(told.contains(&"What was forecast for each year".to_owned()), "{told:#?}");
    assert!(told.contains(&"2026-03-01 600 € 1.2 k€".to_owned()), "{told:#?}");
}

#[test]
fn a_merge_is_no_move_where_a_side_had_it() {
    let folder = crate::diff::repository(&[("plan.toml", PLAN)]);
    let git = |arguments: &[&str]| crate::diff::git(folder.path(), arguments);
    git(&["checkout", "--quiet", "-b", "side"]);
    crate::program::write(folder.path(), "plan.toml", &PLAN.replace("value = 1200", "value = 600"));
    crate::diff::commit(folder.path(), "Half");
    git(&["checkout", "--quiet", "main"]);
    crate::program::write(folder.path(), "plan.toml", &PLAN.replace("one = 30", "one = 20"));
    crate::diff::commit(folder.path(), "Lower");
    git(&["merge", "--quiet", "side", "--message", "Both"]);
    let subjects = |more: &[&str]| -> Vec<String> {
        let json =
            swell(folder.path(), &[&["history", "driver.reach.value", "--format", "json"], more].concat())
                .json();
        json["moves"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["subject"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(subjects(&[]), ["Half", "c"]);
    assert_eq!(subjects(&["--first-parent"]), ["Both", "c"]);
    assert_eq!(subjects(&["--from", "side"]), ["Half", "c"]);
}

#[test]
fn what_cannot_be_told_is_said_in_words() {
    let folder = six();
    for (arguments, says) in [
        (&["history", "q", "nothing"][..], "no address and no figure"),
        (&["history", "nowhere"], "nowhere was in no revision up to HEAD"),
        (&["history", "q", "--from", "nowhere"], "there is no commit"),
    ] {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
    let moved = lines(folder.path(), &["history", "q", "driver.other.value"]);
    assert_eq!(moved[0], "q/plan.toml, driver.other.value: 0 moves in 5 revisions");
}

#[test]
fn names_and_messages_of_commits_do_not_act() {
    let hostile = "\u{1b}[2J\u{202e}##[group]x";
    let folder = repository(&[
        given(hostile, hostile, "p/plan.toml", PLAN, ""),
        given("::error::x", "::error::x", "p/plan.toml", &PLAN.replace("1200", "600"), ""),
    ]);
    for arguments in
        [&["history", "p"][..], &["history", "p", "planned"], &["history", "p", "--format", "json"]]
    {
        let ran = swell(folder.path(), arguments);
        for acting in ['\u{1b}', '\u{202e}'] {
            assert!(!ran.out.contains(acting), "{arguments:?}: {}", ran.out);
        }
        assert!(
            !ran.out.contains("##[") && !ran.out.lines().any(|line| line.trim_start().starts_with("::")),
            "{}",
            ran.out
        );
    }
}

/// A plan of the size that people have, over 300 commits, each of which moves something.
#[test]
fn three_hundred_revisions_take_seconds() {
    let plan = |nth: usize| {
        let mut text = PLAN.replace("value = 1200", &format!("value = {}", 1200 + nth));
        for item in 0..100 {
            let _ =
                write!(text, "[capability.c{item}]\nname = \"C\"\nwave = \"two\"\ncost = {}\n", 10 + nth % 7);
        }
        text
    };
    let texts: Vec<String> = (0..300).map(plan).collect();
    let commits: Vec<Given<'_>> =
        texts.iter().map(|text| given("Ann", "Next", "p/plan.toml", text, "")).collect();
    let folder = repository(&commits);
    for (arguments, moves) in [
        (&["history", "p", "--format", "json"][..], 300),
        (&["history", "p", "driver.reach.value", "--format", "json"], 300),
    ] {
        let start = Instant::now();
        let ran = swell(folder.path(), arguments);
        let took = start.elapsed();
        assert_eq!(ran.json()["moves"].as_array().unwrap().len(), moves);
        println!("{arguments:?}: {took:?}");
        assert!(took < Duration::from_secs(30), "{arguments:?} took {took:?}");
    }
    let start = Instant::now();
    let ran = swell(folder.path(), &["diff", "HEAD~299", "HEAD", "p"]);
    println!("diff: {:?}", start.elapsed());
    assert_eq!(ran.code, 0);
    assert!(start.elapsed() < Duration::from_secs(30));
}
