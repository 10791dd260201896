//! Only what a change did, against a commit of a real repository.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Ran, folder, swell, write};

fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(folder).args(who).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with one commit of some files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = folder(files);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(folder.path());
    folder
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message", "c"]);
}

fn since(folder: &Path, plan: &str, more: &[&str]) -> Ran {
    swell(folder, &[&["check", plan, "--since", "HEAD", "--format", "json"], more].concat())
}

fn rows(ran: &Ran, key: &str) -> Vec<String> {
    let row = |row: &serde_json::Value| format!("{} {}", row["rule"], row["line"]).replace('"', "");
    ran.json()[key].as_array().unwrap().iter().map(row).collect()
}

const WAVES: &str = r#"format = 1
include = ["part/*.toml"]

[wave]
one = { name = "One", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Two", start = 2026-07-01, end = 2026-06-01 }
"#;

#[test]
fn only_what_the_change_did_is_reported() {
    let folder = repository(&[("p/plan.toml", WAVES), ("p/part/a.toml", "[driver.reach]\nnothing = 1\n")]);
    let ran = since(folder.path(), "p", &[]);
    assert_eq!((rows(&ran, "findings"), rows(&ran, "removed"), ran.code), (vec![], vec![], 0));
    assert_eq!(ran.json()["since"], "HEAD");

    // Lines that moved, and a file that has another name, are not new; one fault is mended, one added.
    std::fs::rename(folder.path().join("p/part/a.toml"), folder.path().join("p/part/b.toml")).unwrap();
    let moved = WAVES.replace("[wave]", "\n\n# The waves\n[wave]").replace("2026-06-01", "2026-12-31");
    write(
        folder.path(),
        "p/plan.toml",
        &(moved + "three = { name = \"Three\", start = 2027-01-01, ends = 1 }\n"),
    );
    let ran = since(folder.path(), "p", &["--only", "format,wave-dates"]);
    assert_eq!(rows(&ran, "findings"), ["missing-key 10", "unknown-key 10"]);
    assert_eq!(rows(&ran, "removed"), ["wave-dates 6"]);
    assert_eq!(ran.code, 1);
    let text = swell(folder.path(), &["check", "p", "--since", "HEAD", "--only", "format,wave-dates"]).out;
    let gone =
        "gone: error[wave-dates]: `two` ends on 01 Jun 2026, before its start on 01 Jul 2026 (p/plan.toml:6)";
    assert!(text.contains(gone), "{text}");
    assert!(text.contains("; new since HEAD, 1 finding is gone, 1 known finding left out)"), "{text}");
    let arguments = ["check", "p", "--since", "HEAD", "--only", "format,wave-dates", "--format", "markdown"];
    let comment = swell(folder.path(), &arguments).out;
    for told in [
        "### swell: 2 errors",
        "New since <code>HEAD</code>; 1 known finding left out.",
        "<summary>1 finding gone</summary>",
        "| <code>p/plan.toml:6</code> | <code>two</code> ends on 01 Jun 2026, before its start",
    ] {
        assert!(comment.contains(told), "{told}: {comment}");
    }
}

#[test]
fn a_fault_in_a_new_include_is_new() {
    let folder = repository(&[("plan.toml", WAVES), ("part/a.toml", "")]);
    write(folder.path(), "part/new.toml", "[driver.reach]\nnothing = 1\n");
    let ran = since(folder.path(), ".", &["--only", "unknown-key"]);
    assert_eq!(rows(&ran, "findings"), ["unknown-key 2"]);
}

#[test]
fn what_has_other_figures_or_got_worse_is_no_new_finding() {
    let plan = "format = 1\n[plan]\nas-of = 2026-06-01\n[wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-03-31\nbudget = 900_000\n[capability.a]\nname = \"A\"\nwave = \"one\"\ncost = 990_000\n[gate.exit]\nwave = \"one\"\ndate = 2026-04-07\n";
    let folder = repository(&[("plan.toml", plan)]);
    let all = rows(&swell(folder.path(), &["check", "--format", "json"]), "findings");
    assert!(all.iter().any(|row| row.starts_with("over-budget")), "{all:?}");
    assert!(all.iter().any(|row| row.starts_with("decision-overdue")), "{all:?}");
    for (from, to) in [("as-of = 2026-06-01", "as-of = 2026-06-03"), ("900_000", "880_000")] {
        assert!(plan.contains(from));
        write(folder.path(), "plan.toml", &plan.replace(from, to));
        let ran = since(folder.path(), "plan.toml", &["--strict"]);
        let told = (rows(&ran, "findings"), rows(&ran, "removed"), ran.code);
        assert_eq!(told, (vec![], vec![], 0), "{to}");
        let diff = swell(folder.path(), &["diff", "--format", "json", "HEAD", "plan.toml"]).json();
        assert_eq!(diff["findings"]["new"], serde_json::json!([]), "{to}: {}", diff["findings"]);
    }
}

#[test]
fn what_only_has_another_id_has_no_new_findings() {
    let plan = "format = 1\n[wave.one]\nname = \"One\"\nstart = 2026-01-01\nend = 2026-06-30\n[driver.reach]\n\
                name = \"Reach\"\nwave = \"one\"\nneeds = [\"crm\"]\n[capability.crm]\nname = \"CRM\"\n\
                wave = \"one\"\nneeds = [\"reach\"]\n";
    let folder = repository(&[("p/plan.toml", plan)]);
    let found = swell(folder.path(), &["check", "p", "--format", "json"]).json();
    let says = |id: &str| {
        let id = format!("`{id}`");
        found["findings"].as_array().unwrap().iter().any(|it| it["message"].as_str().unwrap().contains(&id))
    };
    assert!(says("reach") && says("crm"), "{found}");
    for (old, new) in [("reach", "outreach"), ("crm", "customers")] {
        assert_eq!(swell(folder.path(), &["rename", "p", old, new]).code, 0);
        let ran = since(folder.path(), "p", &[]);
        assert_eq!((rows(&ran, "findings"), rows(&ran, "removed")), (vec![], vec![]), "{new}");
    }
    // What is another thing by what it says has findings of its own.
    let other = plan.replace("[driver.reach]\nname = \"Reach\"", "[driver.calls]\nname = \"Calls\"");
    write(folder.path(), "p/plan.toml", &other);
    let ran = since(folder.path(), "p", &[]);
    assert!(!rows(&ran, "findings").is_empty() && !rows(&ran, "removed").is_empty());
}

#[test]
fn one_more_of_the_same_is_new() {
    let kpi = "format = 1\n[kpi.rate]\nx = 1\n";
    let reading = "[[reading]]\nkpi = \"rate\"\nvalue = 1\n";
    let folder = repository(&[("plan.toml", &format!("{kpi}{reading}"))]);
    write(folder.path(), "plan.toml", &format!("{kpi}{reading}{reading}"));
    let ran = since(folder.path(), ".", &["--only", "format"]);
    assert_eq!(rows(&ran, "findings"), ["missing-key 7"]);
}

#[test]
fn a_plan_that_was_not_there_is_new_altogether() {
    let folder = repository(&[("README", "")]);
    write(folder.path(), "plan.toml", WAVES);
    let ran = since(folder.path(), ".", &["--only", "wave-dates"]);
    assert_eq!(
        (rows(&ran, "findings"), rows(&ran, "removed")),
        (vec!["include-missing 2".to_owned(), "wave-dates 6".to_owned()], vec![])
    );
}

#[cfg(unix)]
#[test]
fn links_of_the_repository_are_followed_inside_it() {
    let folder = repository(&[("real/plan.toml", WAVES), ("real/part/a.toml", "[driver.reach]\nx = 1\n")]);
    std::os::unix::fs::symlink("../real/part", folder.path().join("real/linked")).unwrap();
    std::os::unix::fs::symlink("real", folder.path().join("plan")).unwrap();
    commit(folder.path());
    let ran = since(folder.path(), "plan", &[]);
    assert_eq!((rows(&ran, "findings"), rows(&ran, "removed")), (vec![], vec![]));
    let inside = swell(&folder.path().join("real"), &["check", "--since", "main~1", "--quiet"]);
    assert_eq!(inside.code, 0, "{}{}", inside.out, inside.err);
}

#[test]
fn what_git_cannot_do_is_said_in_words() {
    let alone = folder(&[("plan.toml", WAVES)]);
    let ran = since(alone.path(), ".", &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the plan lies in no git repository"), "{}", ran.err);
    let folder = repository(&[("plan.toml", WAVES)]);
    for name in ["nowhere", "--all", "", "HEAD:plan.toml", "a\nb", "HEAD $(true)"] {
        let ran = swell(folder.path(), &["check", &format!("--since={name}")]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains("there is no commit"), "{name}: {}", ran.err);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_swell"));
    command.current_dir(folder.path()).args(["check", "--since", "HEAD"]).env("PATH", "");
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git was not found"), "{}", ran.err);
}

#[test]
fn a_hook_may_call_it() {
    let folder = repository(&[("p/plan.toml", WAVES), ("p/part/a.toml", "")]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_swell"));
    command.current_dir(folder.path()).args(["check", "p", "--since", "HEAD"]);
    command.env("GIT_DIR", ".git").env("GIT_INDEX_FILE", ".git/index").env("GIT_PREFIX", "");
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
}

const HISTORY: &str = r#"format = 1
[plan]
as-of = 2026-08-31
currency = "EUR"
[wave]
one = { name = "One", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Two", start = 2026-07-01, end = 2026-12-31 }
later = { name = "Later", start = 2027-01-01, end = 2027-12-31 }
[market]
dk = { share = 0.5 }
[driver]
reach = { name = "Reach", wave = "one", value = 1000 }
next = { name = "Next", wave = "later" }
[kpi]
rate = { measures = ["reach"], unit = "%", baseline = 20 }
hope = { measures = ["next"], unit = "%", baseline = 1 }
[[reading]]
kpi = "rate"
date = 2026-06-30
market = "dk"
value = 34.5
[[realized]]
driver = "reach"
period = "2026-07"
value = 500
"#;

fn history(change: &[(&str, &str)]) -> Vec<String> {
    let folder = repository(&[("plan.toml", HISTORY)]);
    let changed = change.iter().fold(HISTORY.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    write(folder.path(), "plan.toml", &changed);
    let ran = since(folder.path(), ".", &["--only", "history-changed"]);
    let message = |row: &serde_json::Value| row["message"].as_str().unwrap().to_owned();
    ran.json()["findings"].as_array().unwrap().iter().map(message).collect()
}

#[test]
fn what_was_recorded_changes_only_with_a_new_decision() {
    let reading = ("34.5", "36");
    let message = "`rate` read 34.5 % on 30 Jun 2026 in `dk` and now reads 36 %";
    assert_eq!(history(&[reading]), [message]);
    assert_eq!(
        history(&[("date = 2026-06-30\n", "date = 2026-06-29\n")]),
        ["`rate` read 34.5 % on 30 Jun 2026 in `dk`, and that reading is gone"]
    );
    assert_eq!(
        history(&[("value = 500\n", "value = 450\n")]),
        ["`reach` realized 500.00 EUR in 2026-07 and now 450.00 EUR"]
    );
    assert_eq!(
        history(&[("baseline = 20", "baseline = 25")]),
        ["the baseline of `rate` was 20 % and is 25 %"]
    );
    assert_eq!(
        history(&[("start = 2026-07-01", "start = 2026-08-01")]),
        ["`two` started on 01 Jul 2026 and now on 01 Aug 2026"]
    );
    let decision = "[[decision]]\ndate = 2026-08-15\nnote = \"Corrected\"\naffects = [\"rate\"]\n[[reading]]";
    assert_eq!(history(&[reading, ("[[reading]]", decision)]), [""; 0]);
}

#[test]
fn what_lies_ahead_and_what_is_added_is_no_history() {
    let more = "[[reading]]\nkpi = \"rate\"\ndate = 2026-03-31\nvalue = 30\n[[realized]]";
    let ahead = [
        ("2027-12-31", "2027-06-30"),
        ("end = 2026-12-31", "end = 2026-11-30"),
        ("baseline = 1 ", "baseline = 2 "),
        ("[[realized]]", more),
    ];
    assert_eq!(history(&ahead), [""; 0]);
}

#[test]
fn what_is_gone_altogether_is_one_finding() {
    let (start, end) = (HISTORY.find("[[reading]]").unwrap(), HISTORY.find("[[realized]]").unwrap());
    let gone = [
        ("rate = { measures = [\"reach\"], unit = \"%\", baseline = 20 }\n", ""),
        (&HISTORY[start..end], ""),
    ];
    assert_eq!(history(&gone), ["`rate` is gone with 1 reading"]);
    let decision = "[[decision]]\ndate = 2026-08-15\naffects = [\"reach\"]\n[[realized]]";
    assert_eq!(history(&[gone[0], gone[1], ("[[realized]]", decision)]), [""; 0]);
}

#[test]
fn a_folder_that_only_looks_like_a_repository_is_passed_over() {
    let folder = repository(&[("p/plan.toml", WAVES), ("p/part/a.toml", ""), ("p/.git/config", "")]);
    write(folder.path(), "p/plan.toml", &WAVES.replace("2026-06-01", "2026-12-31"));
    let ran = since(folder.path(), "p", &["--only", "wave-dates"]);
    assert_eq!((rows(&ran, "findings"), rows(&ran, "removed")), (vec![], vec!["wave-dates 6".to_owned()]));
}

/// A large file is read in parts, and those that are as they were serve for both sides.
#[test]
fn in_a_large_file_places_are_those_of_their_own_side() {
    // Three lines each, and a key that nobody knows here and there.
    let plan = |strays: &[usize]| {
        let driver = |nth| {
            let stray = if strays.contains(&nth) { "nothing = 1" } else { "# Nothing" };
            format!("[driver.d{nth:05}]\nname = \"{}\"\n{stray}\n", "Driver ".repeat(12))
        };
        "format = 1\n".to_owned() + &(0..9_000).map(driver).collect::<String>()
    };
    let old = plan(&[100, 4_000, 8_000]);
    let folder = repository(&[("plan.toml", &old)]);
    let new = plan(&[100, 8_000, 8_500]).replace("format = 1\n", "# One line more\nformat = 1\n");
    write(folder.path(), "plan.toml", &new);
    let ran = since(folder.path(), ".", &["--only", "unknown-key"]);
    assert_eq!(rows(&ran, "findings"), ["unknown-key 25505"]);
    assert_eq!(rows(&ran, "removed"), ["unknown-key 12004"]);
    let text = swell(folder.path(), &["check", "--since", "HEAD", "--only", "unknown-key"]).out;
    assert!(text.contains("2 known findings left out"), "{text}");
}

/// A message without its figures, as far as the example plan has such: words that hold digits, and those behind.
fn without_figures(message: &str) -> String {
    let mut after = false;
    let figure = |word: &str| word.contains(|it: char| it.is_ascii_digit());
    let kept = |word: &&str| {
        let gone = figure(word) && !word.contains('`') || after;
        after = figure(word) && !word.contains('`');
        !gone
    };
    message.split(' ').filter(kept).collect::<Vec<_>>().join(" ")
}

/// What makes findings the same, wherever they stand: the rule, the value or line, what the message names.
fn marks(folder: &Path, findings: &serde_json::Value) -> Vec<String> {
    let mark = |row: &serde_json::Value| {
        let line = || {
            let text = std::fs::read_to_string(folder.join(row["file"].as_str().unwrap())).unwrap();
            text.lines().nth(row["line"].as_u64().unwrap() as usize - 1).unwrap_or("").trim().to_owned()
        };
        let place = row["address"].as_str().map_or_else(line, |address| {
            // Without places in lists and numbers of equal records.
            let parts = address.split(['[', ']']).filter(|part| part.parse::<u32>().is_err());
            parts.map(|part| part.split(" #").next().unwrap()).collect::<Vec<_>>().join("/")
        });
        format!("{}: {place}: {}", row["rule"], without_figures(row["message"].as_str().unwrap()))
    };
    let mut marks: Vec<String> = findings.as_array().unwrap().iter().map(mark).collect();
    marks.retain(|mark| !mark.starts_with("\"history-changed\""));
    marks.sort();
    marks
}

/// What one sorted list has more of than the other.
fn more(one: &[String], other: &[String]) -> Vec<String> {
    let mut other = other.to_vec();
    let left = one.iter().filter(|mark| match other.iter().position(|known| known == *mark) {
        Some(at) => {
            other.remove(at);
            false
        }
        None => true,
    });
    left.cloned().collect()
}

/// Lines of an example plan are taken out, doubled or given to another place, at random: what is new and
/// what is gone is the difference of two plain checks.
#[test]
fn what_is_new_and_gone_is_the_difference_of_two_checks() {
    let mut dice = fastrand::Rng::with_seed(26);
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel");
    let names = ["plan.toml", "strategy.toml", "operating-model.toml", "leadership.toml", "kpis.toml"];
    let names =
        names.into_iter().chain(["record/2026-q2.toml", "record/2026-q3.toml", "record/2026-survey.toml"]);
    let texts: Vec<(&str, String)> =
        names.map(|name| (name, std::fs::read_to_string(plan.join(name)).unwrap())).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = repository(&files);
    let checked =
        |more: &[&str]| swell(folder.path(), &[&["check", "--format", "json"], more].concat()).json();
    let mut differences = 0;
    for _ in 0..12 {
        let past = marks(folder.path(), &checked(&[])["findings"]);
        let before = crate::program::folder(&[]);
        for (name, _) in &texts {
            write(before.path(), name, &std::fs::read_to_string(folder.path().join(name)).unwrap());
        }
        for _ in 0..dice.usize(1..4) {
            let (name, _) = &texts[dice.usize(0..texts.len())];
            let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            let (at, to) = (dice.usize(0..lines.len()), dice.usize(0..lines.len()));
            match dice.u8(0..4) {
                0 => lines.insert(to, lines[at]),
                1 => lines.swap(at, to),
                _ => drop(lines.remove(at)),
            }
            write(folder.path(), name, &(lines.join("\n") + "\n"));
        }
        let now = marks(folder.path(), &checked(&[])["findings"]);
        let since = checked(&["--since", "HEAD"]);
        assert_eq!(marks(folder.path(), &since["findings"]), more(&now, &past));
        let (gone, told) = (more(&past, &now), marks(before.path(), &since["removed"]));
        // Where not all of the plan can be read, rules wait; what they say no more is not mended.
        let whole = swell(folder.path(), &["show"]).code == 0;
        assert!(told == gone || !whole && more(&told, &gone).is_empty(), "{told:?} {gone:?}");
        differences += usize::from(now != past);
        commit(folder.path());
    }
    assert!(differences > 5, "{differences}");
}

/// A plan with two faults, at a path.
fn moved(from: &str, to: &str) -> TempDir {
    let folder = repository(&[(from, WAVES), ("other.toml", "[tool]\n")]);
    write(folder.path(), to, &WAVES.replace("\"Two\"", "\"The second\""));
    std::fs::remove_file(folder.path().join(from)).unwrap();
    folder
}

#[test]
fn a_plan_that_was_moved_or_renamed_is_compared_with_itself() {
    for (from, to) in [("plans/old/plan.toml", "plans/new/plan.toml"), ("plans/a.toml", "plans/b.toml")] {
        let folder = moved(from, to);
        let ran = since(folder.path(), to, &[]);
        assert_eq!((rows(&ran, "findings"), rows(&ran, "removed")), (vec![], vec![]), "{from}");
        let told = swell(folder.path(), &["check", "--since", "HEAD"]);
        assert!(told.out.contains(&format!("new since HEAD (then {from}), ")), "{}", told.out);
        assert!(!told.out.contains("is gone since"), "{}", told.out);
        let diff = swell(folder.path(), &["diff", "--format", "json"]).json();
        assert_eq!(diff["changes"].as_array().unwrap().len(), 1, "{diff}");
    }
    let folder = repository(&[("old/plan.toml", "format = 1\n[wave.x]\nstart = 2026-01-01\n")]);
    write(folder.path(), "plan.toml", WAVES);
    std::fs::remove_file(folder.path().join("old/plan.toml")).unwrap();
    let told = swell(folder.path(), &["check", "--since", "HEAD"]);
    assert!(told.out.contains("all new, since there was no plan at this path at HEAD"), "{}", told.out);
}

#[test]
fn a_plan_that_is_gone_is_told_and_no_plan_on_either_side_is_no_fault() {
    let folder = repository(&[("plans/a.toml", WAVES), ("other.toml", "[tool]\n")]);
    std::fs::remove_file(folder.path().join("plans/a.toml")).unwrap();
    let since = ["check", "--since", "HEAD"];
    let ran = swell(folder.path(), &since);
    let gone = "the plan `plans/a.toml` is gone since `HEAD`\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, gone, ""));
    let ran = swell(folder.path(), &[&since[..], &["--format", "sarif"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, gone));
    assert_eq!(ran.json()["runs"][0]["results"], serde_json::json!([]));
    let ran = swell(folder.path(), &[&since[..], &["--format", "markdown"]].concat());
    assert!(ran.code == 0 && ran.out.contains("<code>plans/a.toml</code> is gone"), "{}", ran.out);
    let diff = swell(folder.path(), &["diff", "HEAD"]);
    assert!(diff.code == 2 && diff.out.contains("plans/a.toml"), "{}{}", diff.out, diff.err);

    let folder = repository(&[("other.toml", "[tool]\n")]);
    let ran = swell(folder.path(), &since);
    let none = "there is no plan here, and there was none at `HEAD`\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, none, ""));
    assert_eq!(swell(folder.path(), &["check"]).code, 2, "asked for by itself it is a fault");
    for format in ["text", "json", "sarif", "markdown", "github", "gitlab", "junit", "checkstyle"] {
        let ran = swell(folder.path(), &["check", "--if-any", "--format", format]);
        assert!(ran.code == 0 && (ran.out + &ran.err).contains("there is no plan here"), "{format}");
    }
}

#[test]
fn services_get_the_same_report_wherever_the_program_runs() {
    let inside = repository(&[("plans/p/plan.toml", WAVES), ("docs/x/README", "")]);
    let top = inside.path().canonicalize().unwrap();
    let path = top.join("plans/p/plan.toml");
    let calls: [(&str, &str); 5] = [
        ("", "plans/p/plan.toml"),
        ("docs/x", "../../plans/p"),
        ("plans/p", "."),
        ("plans/p", "../p/./plan.toml"),
        ("docs", path.to_str().unwrap()),
    ];
    for format in ["sarif", "markdown", "github", "gitlab", "junit", "checkstyle"] {
        let reports =
            calls.map(|(here, plan)| swell(&top.join(here), &["check", plan, "--format", format]).out);
        assert!(reports[0].contains("plans/p/plan.toml"), "{format}: {}", reports[0]);
        for (report, (here, plan)) in reports[1..].iter().zip(&calls[1..]) {
            assert_eq!(*report, reports[0], "{format} of {plan} in {here}");
        }
    }
    // Where there is no repository, nothing tells where on the machine the plan lies.
    let outside = folder(&[("p/plan.toml", WAVES), ("here/x", "")]);
    let path = outside.path().join("p/plan.toml");
    let ran =
        swell(&outside.path().join("here"), &["check", path.to_str().unwrap(), "--format", "checkstyle"]);
    assert!(ran.out.contains("<file name=\"p/plan.toml\">"), "{}", ran.out);
}

#[test]
fn what_git_has_unmerged_still_is_noted_and_decides_nothing() {
    let part = |name: &str| format!("[driver.reach]\nname = \"{name}\"\nwave = \"one\"\n");
    let folder = repository(&[("p/plan.toml", WAVES), ("p/part/a b.toml", &part("A"))]);
    let at = folder.path();
    git(at, &["checkout", "--quiet", "-b", "side"]);
    write(at, "p/part/a b.toml", &part("Side"));
    commit(at);
    git(at, &["checkout", "--quiet", "main"]);
    write(at, "p/part/a b.toml", &part("Main"));
    commit(at);
    let checked = || swell(at, &["check", "p"]);
    let before = checked();
    assert_eq!((before.code, &*before.err), (1, ""));
    let merge = Command::new("git").current_dir(at).args(["merge", "side"]).output().unwrap();
    assert!(!merge.status.success());
    // The markers are an error; that git waits as well goes without saying.
    let marked = checked();
    assert_eq!((marked.code, &*marked.err), (3, ""));
    write(at, "p/part/a b.toml", &part("Main"));
    let settled = checked();
    let note = "note: git still has p/part/a b.toml unmerged: once it says what it is to say, run `git add \
                'p/part/a b.toml'`\n";
    assert_eq!((settled.code, &settled.out, &*settled.err), (1, &before.out, note));
    git(at, &["add", "--all"]);
    assert_eq!(checked().err, "");
}
