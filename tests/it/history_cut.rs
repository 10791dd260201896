//! What is told of a history that a clone has only in part.

use std::process::Command;

use crate::history::{PLAN, given, lines, repository};
use crate::program::swell;

/// The second of three revisions is the oldest that the clone has: it changed nothing of what is asked for.
#[test]
fn a_shallow_clone_says_that_its_history_is_cut_and_takes_nobody_for_the_author_of_what_was_there() {
    let less = PLAN.replace("1200", "600");
    let folder = repository(&[
        given("Ann", "The plan", "p/plan.toml", PLAN, ""),
        given("Bo", "A comment", "p/plan.toml", &format!("{PLAN}# why\n"), ""),
        given("Cy", "Half the value", "p/plan.toml", &format!("{less}# why\n"), ""),
    ]);
    let outer = tempfile::tempdir().unwrap();
    let from = format!("file://{}", folder.path().display());
    let clone = Command::new("git")
        .current_dir(outer.path())
        .args(["clone", "--quiet", "--depth", "2", &from, "c"])
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .status();
    assert!(clone.unwrap().success());
    let clone = outer.path().join("c");
    // The name of the commit is left out of the lines.
    let cut = "The history is cut at of 02 Mar 2026: what was before is not in this clone; \
               git fetch --unshallow gets it";
    assert_eq!(
        lines(&clone, &["history", "p", "wave.two.end"]),
        [
            "p/plan.toml, wave.two.end: 0 moves in 2 revisions",
            "",
            cut,
            "",
            "2026-03-02 31 Dec 2026 already",
            "by –: the history is cut here",
        ]
    );
    assert_eq!(
        lines(&clone, &["history", "p", "driver.reach.value"]),
        [
            "p/plan.toml, driver.reach.value: 1 move in 2 revisions",
            "",
            cut,
            "",
            "2026-03-03 1.2 k€ → 600 €",
            "by Cy: Half the value",
            "2026-03-02 1.2 k€ already",
            "by –: the history is cut here",
        ]
    );
    let ran = swell(&clone, &["history", "p", "wave.two.end", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["cut"].as_array().map(Vec::len), Some(1), "{document}");
    // A whole clone has nothing to say of that.
    let ran = swell(folder.path(), &["history", "p", "wave.two.end", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["cut"], serde_json::json!([]));
    assert!(!lines(folder.path(), &["history", "p"]).concat().contains("is cut"));
}
