//! What is private is in nothing that is written for others, unless that is asked for.

use std::process::Command;

use crate::presenting::canaries;
use crate::program::{folder, swell};

/// Whether a text tells of a private name, note or amount; ids are no secret of a finding.
fn tells(text: &str) -> bool {
    let named = text
        .match_indices("canary-")
        .any(|(at, it)| text[at + it.len()..].starts_with(|letter: char| letter.is_ascii_digit()));
    named || ["7.3 M", "7300000", "7_300_000"].iter().any(|amount| text.contains(amount))
}

#[test]
fn no_report_of_findings_tells_more_of_what_is_private_than_its_id() {
    // Without owners, stages and KPIs there is much to find, and all of it of private tables too.
    let folder = folder(&[("plan.toml", &canaries())]);
    let mut told = 0;
    for format in ["text", "json", "sarif", "markdown", "github", "gitlab", "junit", "checkstyle"] {
        let command = ["check", "plan.toml", "--format", format];
        let out = swell(folder.path(), &command).out;
        assert!(!tells(&out), "{format}\n{out}");
        assert!(out.contains("is private"), "{format}: findings of private tables are counted and placed");
        let open = swell(folder.path(), &[&command[..], &["--include-private"]].concat()).out;
        let rules = |text: &str| text.matches("without-owner").count();
        assert_eq!(rules(&out), rules(&open), "{format}");
        told += usize::from(tells(&open));
    }
    assert!(told > 2, "with what is private, reports show it: {told}");
    let shown = swell(folder.path(), &["show", "plan.toml", "check"]).out;
    assert!(!tells(&shown), "{shown}");
}

#[test]
fn nothing_else_that_is_written_for_others_tells_of_it() {
    let plan = canaries();
    let later = plan.replace("7_300_000", "7_310_000").replace("value = 1_000_000", "value = 1_100_000");
    let folder = folder(&[("plan.toml", &plan), ("before/plan.toml", &plan), ("after/plan.toml", &later)]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        assert!(command.args(arguments).status().is_ok_and(|it| it.success()));
    };
    git(&["init", "--quiet"]);
    git(&["add", "plan.toml"]);
    git(&["commit", "--quiet", "-m", "plan"]);
    let mut told = 0;
    for command in [
        &["diff", "before", "after"][..],
        &["diff", "before", "after", "--format", "json"],
        &["diff", "before", "after", "--format", "markdown"],
        &["explain", "plan.toml", "planned", "--depth", "6"],
        &["explain", "plan.toml", "cost", "--depth", "6", "--format", "json"],
        &["slip", "plan.toml", "crm", "3", "--as-of", "2026-01-01"],
        &["slip", "plan.toml", "crm", "3", "--as-of", "2026-01-01", "--format", "json"],
        &["history", "plan.toml", "gate.next.criteria"],
        &["history", "plan.toml", "gate.next.criteria", "--format", "json"],
    ] {
        let ran = swell(folder.path(), command);
        assert_eq!((ran.code, &*ran.err), (0, ""), "{command:?}");
        assert!(!ran.out.contains("canary") && !tells(&ran.out), "{command:?}\n{}", ran.out);
        let open = swell(folder.path(), &[command, &["--include-private"]].concat()).out;
        told += usize::from(open.contains("canary"));
    }
    for command in [
        &["history", "plan.toml", "driver.canary-driver.value"][..],
        &["explain", "plan.toml", "planned.canary-driver"],
        &["slip", "plan.toml", "canary-driver", "3", "--as-of", "2026-01-01"],
    ] {
        let ran = swell(folder.path(), command);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{command:?}");
        assert!(ran.err.contains("is private") && !tells(&ran.err), "{}", ran.err);
    }
    assert!(told > 6, "with what is private, the same commands show it: {told}");
}
