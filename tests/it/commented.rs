//! Edits where people wrote comments, dates of their own, and lists over several lines.

use std::fs::{self, File};
use std::process::Stdio;

use crate::program::{command, folder, ran, swell};

const PLAN: &str = "format = 1

[wave.one]
start = 2026-01-01
end = 2026-06-30
opens = { market = [\"dk\"] }

[wave.two]
start = 2026-07-01
end = 2026-12-31

[market.dk]
[market.se]

[driver.d]
wave = \"one\"
live = 2026-05-31
needs = [
  \"a\", # why a
  \"b\" # why b
]

[capability.a]
wave = \"one\"

[capability.b]
wave = \"one\"

[capability.c]
wave = \"one\"

[gate.exit]
wave = \"one\"
";

#[track_caller]
fn after(arguments: &[&str]) -> (String, String) {
    let folder = folder(&[("plan.toml", PLAN)]);
    let ran = swell(folder.path(), &[arguments, &["--quiet"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    (ran.out, fs::read_to_string(folder.path().join("plan.toml")).unwrap())
}

#[test]
fn a_comment_stays_with_the_entry_that_it_is_about() {
    let (_, text) = after(&["set", "d.needs[2]", "c"]);
    assert_eq!(text, PLAN.replace("\"b\" # why b\n", "\"b\", # why b\n  \"c\"\n"));
    let (said, text) = after(&["set", "d.needs", "b, a >= 1"]);
    assert_eq!(
        text,
        PLAN.replace("\"a\", # why a\n  \"b\" # why b\n", "\"b\", # why b\n  \"a >= 1\" # why a\n")
    );
    assert!(!said.contains("- "), "{said}");
    // A comment that goes is told.
    let (said, text) = after(&["set", "d.needs", "b"]);
    assert_eq!(text, PLAN.replace("  \"a\", # why a\n", ""));
    assert_eq!(said, "set driver.d.needs to b\nplan.toml:19  - \"a\", # why a\n");
}

#[test]
fn a_move_takes_the_live_date_out_and_says_so() {
    let (said, text) = after(&["move", "d", "two"]);
    assert_eq!(text, PLAN.replacen("wave = \"one\"\nlive = 2026-05-31\n", "wave = \"two\"\n", 1));
    assert!(said.starts_with("move d to two, without its live date 2026-05-31\n"), "{said}");
}

#[test]
fn options_stand_anywhere_and_missing_words_are_named() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let ran = swell(folder.path(), &["set", "plan.toml", "d.owner", "--dry-run", "X", "--quiet"]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    assert!(ran.out.contains("+owner = \"X\"\n"), "{}", ran.out);
    let ran = swell(folder.path(), &["set", "d.owner", "--dry-run"]);
    assert_eq!((ran.code, ran.err.lines().next()), (2, Some("error: expected ADDRESS VALUE, found 1 word")));
    let ran = swell(folder.path(), &["move", "plan.toml", "d", "two", "one"]);
    assert_eq!((ran.code, ran.err.lines().next()), (2, Some("error: expected ITEM WAVE, found 4 words")));
}

#[test]
fn a_wrong_word_is_said_before_a_missing_one() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let said = |arguments: &[&str]| {
        let ran = swell(folder.path(), arguments);
        assert_eq!(ran.code, 2, "{}", ran.out);
        ran.err
    };
    assert_eq!(
        said(&["decide", "exit", "maybe"]),
        "error: `maybe` is no outcome of a gate\n  help: Write one of: go, conditions, hold, stop.\n"
    );
    assert!(said(&["decide", "exitt", "go"]).starts_with("error: there is no gate `exitt`\n"));
    // The plan knows of no day but its first.
    assert_eq!(
        said(&["decide", "exit", "go"]),
        "error: it is not said when that was\n  help: Add --date 2026-01-01, say.\n"
    );
}

#[test]
fn a_new_error_is_told_also_where_nothing_else_is() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let ran = swell(folder.path(), &["set", "one.end", "2025-12-01", "--quiet"]);
    assert_eq!((ran.code, &*ran.out), (0, "set wave.one.end to 2025-12-01\nplan.toml:5  end = 2025-12-01\n"));
    assert!(ran.err.starts_with("new: error[wave-dates]"), "{}", ran.err);
}

#[test]
fn fmt_lays_out_standard_input() {
    let folder = folder(&[("in.toml", "format=1\n[wave]\n"), ("torn.toml", "a = = 1\n")]);
    let fmt = |file: &str, arguments: &[&str]| {
        let mut command = command(folder.path(), &[&["fmt", "-"], arguments].concat());
        command.stdin(Stdio::from(File::open(folder.path().join(file)).unwrap()));
        ran(&mut command)
    };
    let laid_out = fmt("in.toml", &[]);
    assert_eq!((laid_out.code, &*laid_out.out, &*laid_out.err), (0, "format = 1\n\n[wave]\n", ""));
    assert_eq!(fmt("in.toml", &["--check"]).code, 1);
    assert!(fmt("in.toml", &["--diff"]).out.contains("-format=1\n+format = 1\n"));
    let torn = fmt("torn.toml", &[]);
    assert_eq!((torn.code, &*torn.out), (2, ""));
}
