//! What a check is told: on the command line, in the plan's policy, and by its waivers.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::program::{Ran, folder, swell};

/// A sound plan but for a wave without a gate (a warning) and an expired day (an error).
const PLAN: &str = r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-06-30, end = 2026-01-01 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }
"#;

fn check(more: &str, arguments: &[&str]) -> Ran {
    let folder = folder(&[("plan.toml", &format!("{PLAN}{more}"))]);
    swell(folder.path(), &[&["check", "--format", "json"], arguments].concat())
}

fn rules(ran: &Ran) -> Vec<(String, String)> {
    let row = |row: &serde_json::Value| {
        (row["rule"].as_str().unwrap().to_owned(), row["severity"].as_str().unwrap().to_owned())
    };
    ran.json()["findings"].as_array().unwrap().iter().map(row).collect()
}

fn severity(ran: &Ran, rule: &str) -> Option<String> {
    rules(ran).into_iter().find(|(name, _)| name == rule).map(|(_, severity)| severity)
}

#[test]
fn the_plan_allows_and_denies_by_rule_family_and_severity() {
    assert_eq!(severity(&check("", &[]), "empty-wave").as_deref(), Some("warning"));
    for word in ["empty-wave", "waves", "warning"] {
        let ran = check(&format!("[policy]\nallow = [\"{word}\"]\n"), &[]);
        assert_eq!(severity(&ran, "empty-wave"), None, "{word}");
        let ran = check(&format!("[policy]\ndeny = [\"{word}\"]\n"), &[]);
        assert_eq!(severity(&ran, "empty-wave").as_deref(), Some("error"), "{word}");
    }
    let ran = check("[policy]\nallow = [\"waves\"]\ndeny = [\"empty-wave\"]\n", &[]);
    assert_eq!(severity(&ran, "empty-wave").as_deref(), Some("error"));
    assert_eq!(severity(&ran, "wave-dates"), None);
}

#[test]
fn the_call_goes_before_the_plan() {
    let denied = "[policy]\ndeny = [\"empty-wave\"]\n";
    assert_eq!(severity(&check(denied, &["--allow", "waves"]), "empty-wave"), None);
    let allowed = "[policy]\nallow = [\"empty-wave\"]\n";
    assert_eq!(severity(&check(allowed, &["--deny", "warning"]), "empty-wave").as_deref(), Some("error"));
    let only = check("", &["--only", "wave-dates,kpis", "--only", "value"]);
    assert_eq!(rules(&only), [("wave-dates".to_owned(), "error".to_owned())]);
    let none = check("", &["--only", "wave-dates", "--allow", "error"]);
    assert_eq!((rules(&none), none.code), (vec![], 0));
}

#[test]
fn warnings_fail_where_the_call_is_strict() {
    assert_eq!(check("", &["--only", "warning"]).code, 0);
    assert_eq!(check("", &["--only", "warning", "--strict"]).code, 1);
    assert_eq!(check("", &["--only", "advice", "--strict"]).code, 0);
    assert_eq!(check("", &["--only", "warning", "--deny", "empty-wave"]).code, 1);
}

#[test]
fn a_name_that_is_none_is_refused_with_the_nearest() {
    for option in ["--only", "--allow", "--deny"] {
        let ran = check("", &[option, "empty-waves"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("did you mean empty-wave?"), "{}", ran.err);
    }
    let ran = check("[policy]\nallow = [\"empty-waves\"]\n", &[]);
    assert!(ran.out.contains("there is no rule `empty-waves`") && ran.out.contains("`empty-wave`?"));
}

#[test]
fn errors_of_the_format_cannot_be_taken_away() {
    let fault = "[policy]\nallow = [\"unknown-key\", \"format\", \"error\"]\nfocsu = 3\n";
    let ran = check(fault, &["--only", "kpis", "--allow", "error"]);
    let found = rules(&ran);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(ran.out.contains("`unknown-key` cannot be allowed: it is an error of the format"));
    let ran = check("", &["--allow", "unknown-key"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("always reported"), "{}", ran.err);
    let waived = "[policy]\nfocsu = 3\n[[waiver]]\nrule = \"unknown-key\"\nreason = \"r\"\nby = \"CEO\"\n";
    assert_eq!(severity(&check(waived, &["--only", "format"]), "unknown-key").as_deref(), Some("error"));
}

#[test]
fn a_waiver_hides_what_it_names_until_its_last_day() {
    let waiver = |on: &str, until: &str| {
        format!(
            "[[waiver]]\nrule = \"empty-wave\"\non = \"{on}\"\nreason = \"r\"\nby = \"CEO\"\nuntil = {until}\n"
        )
    };
    let hygiene = |ran: &Ran| rules(ran).into_iter().filter(|(rule, _)| rule.starts_with("waiver")).count();
    let ran = check(&waiver("one", "2026-03-31"), &["--only", "empty-wave,hygiene"]);
    assert_eq!(rules(&ran).len(), 1, "the one on `two` is left: {}", ran.out);
    let ran = check(&waiver("one", "2026-03-30"), &["--only", "empty-wave,hygiene"]);
    assert_eq!(severity(&ran, "waiver-expired").as_deref(), Some("error"));
    assert_eq!((rules(&ran).len(), hygiene(&ran)), (3, 1));
}

#[test]
fn a_waiver_of_a_rule_that_was_not_asked_is_not_called_unused() {
    let waiver = "[[waiver]]\nrule = \"split-group\"\nreason = \"r\"\nby = \"CEO\"\n";
    assert_eq!(severity(&check(waiver, &[]), "waiver-unused").as_deref(), Some("warning"));
    assert_eq!(severity(&check(waiver, &["--only", "hygiene"]), "waiver-unused"), None);
    assert_eq!(severity(&check(waiver, &["--allow", "split-group"]), "waiver-unused"), None);
    let history = waiver.replace("split-group", "history-changed");
    assert_eq!(severity(&check(&history, &[]), "waiver-unused"), None);
}

#[test]
fn quiet_says_only_how_the_plan_stands_and_statistics_what_there_is_most_of() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let quiet = swell(folder.path(), &["check", "--quiet", "--only", "waves"]);
    assert_eq!(quiet.out.lines().count(), 1, "{}", quiet.out);
    assert!(quiet.out.starts_with("plan.toml: 1 error, "), "{}", quiet.out);
    let table = swell(folder.path(), &["check", "--statistics", "--only", "empty-wave,wave-dates"]).out;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[..3], ["     2  warning  empty-wave", "     1  error    wave-dates", ""]);
    assert_eq!(lines.len(), 4);
}

fn piped(folder: &std::path::Path, text: &str, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_swell"));
    command.current_dir(folder).args(["check", "-"]).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A call that is refused is over before it reads.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn a_plan_is_read_from_standard_input_with_its_includes_from_here() {
    let folder = folder(&[("more/wave.toml", "[wave.two]\nstart = 2026-07-01\nend = 2026-06-01\n")]);
    let ran =
        piped(folder.path(), "format = 1\ninclude = [\"more/*.toml\"]\nx = 1\n", &["--only", "wave-dates"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("<stdin>:3:1") && ran.out.contains("more/wave.toml:3:"), "{}", ran.out);
    let outside = piped(folder.path(), "format = 1\ninclude = [\"../x.toml\"]\n", &[]);
    assert!(outside.out.contains("leads out of the plan's folder"), "{}", outside.out);
    for arguments in [&["--since", "HEAD"][..], &["--watch"], &["other.toml"]] {
        assert_eq!(piped(folder.path(), "format = 1\n", arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn watching_checks_again_when_a_file_changes() {
    use std::io::{BufRead as _, BufReader};
    let folder = folder(&[("plan.toml", "format = 1\ninclude = [\"*.toml\"]\n")]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_swell"));
    command.current_dir(folder.path()).args(["check", "--watch", "--quiet", "--only", "format"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    assert!(next().starts_with("plan.toml: no findings (1 file)"));
    std::fs::write(folder.path().join("more.toml"), "nothing = 1\n").unwrap();
    let said = next();
    assert!(said.starts_with("plan.toml: 1 error (2 files)"), "{said}");
    std::fs::write(folder.path().join("more.toml"), "").unwrap();
    let said = next();
    assert!(said.starts_with("plan.toml: no findings (2 files)"), "{said}");
    child.kill().unwrap();
    child.wait().unwrap();
}
