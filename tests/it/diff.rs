//! What changed in a plan and what that does, in a real repository.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Ran, folder, swell, write};

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(folder).args(who).args(arguments);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A repository with one commit of some files.
pub(crate) fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = folder(files);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(folder.path(), "c");
    folder
}

pub(crate) fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", message]);
}

/// One driver of 1,200 a year, live at the end of June 2026, seen to the end of 2027.
const PLAN: &str = r#"format = 1
include = ["record/*.toml"]
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-12-31
[wave]
one = { name = "One", start = 2026-01-01, end = 2026-06-30, budget = 500 }
two = { name = "Two", start = 2026-07-01, end = 2026-12-31, budget = 500 }
[driver]
reach = { name = "Reach", wave = "one", value = 1200, needs = ["crm >= 2"] }
[capability]
crm = { name = "CRM", reaches = { one = 2 }, cost = { one = 300 } }
[gate]
exit = { wave = "one", criteria = ["crm >= 2"] }
"#;

const RECORD: &str = "[[assessed]]\ncapability = \"crm\"\ndate = 2026-09-30\nlevel = 2\n";

fn changed() -> TempDir {
    let folder = repository(&[("p/plan.toml", PLAN), ("p/record/a.toml", RECORD)]);
    let text = PLAN
        .replace("wave = \"one\", value", "wave = \"two\", value")
        .replace("cost = { one = 300 }", "cost = { one = 400 }")
        .replace("name = \"CRM\"", "name = \"CRM, renewed\"");
    write(folder.path(), "p/plan.toml", &text);
    write(folder.path(), "p/record/a.toml", &RECORD.replace("level = 2", "level = 1"));
    folder
}

/// Holds an output to a line, whatever the width of its columns.
fn says(ran: &Ran, line: &str) {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(ran.out.lines().any(|it| plain(it) == plain(line)), "{line}\n{}", ran.out);
}

/// By hand: at one the driver earns 18 months of 100 from July 2026, at two 12 months from January 2027. So 300 are paid
/// back in September 2026, and in March 2027; 400 a month later.
#[test]
fn what_changed_and_what_it_does_is_told() {
    let folder = changed();
    let ran = swell(folder.path(), &["diff", "p"]);
    for line in [
        "p/plan.toml: HEAD → working tree, 4 changes",
        "Strategy",
        "  Two",
        "  Reach (`reach`) moves from One to Two",
        "  cost of CRM, renewed (`crm`) in One: 300 € → 400 € (+100 €)",
        "  name of CRM, renewed (`crm`): \"CRM\" → \"CRM, renewed\"",
        "  level of the assessment of CRM, renewed (`crm`) 30 Sep 2026: 2 → 1",
        "  planned value      1.80 k€ →  1.20 k€          −600 €",
        "  cost            300 € →  400 €           +100 €",
        "  −600 €  −600 €  Reach moves from One to Two; payback and forecast payback Sep 2026 → Mar 2027",
        "  −100 €  0 €  cost of CRM, renewed in One: 300 € → 400 € (+100 €); payback and forecast payback Mar 2027 → Apr 2027",
        "  Reach (`reach`) is live 30 Jun 2026 → 31 Dec 2026 (184 days later)",
        "  `exit`: CRM, renewed (`crm`) >= 2 holds no more",
        "    due to level of the assessment of CRM, renewed 30 Sep 2026: 2 → 1",
        "  gone: warning[empty-wave]: nothing goes live in “Two” (p/plan.toml:10)",
        "    due to Reach moves from One to Two",
    ] {
        says(&ran, line);
    }
    assert_eq!(ran.code, 0);
    assert_eq!(swell(folder.path(), &["diff", "p", "--exit-code"]).code, 1);
    assert_eq!(swell(folder.path(), &["diff", "HEAD..HEAD", "p", "--exit-code"]).code, 0);
}

/// By hand: the CRM runs for 120 a year from July 2026; a quarter later it runs from October, so that 30 less are
/// paid up to the horizon. At half of it, 18 months of 10 less 15 months of 5 are 105: 15 later, 90 saved.
#[test]
fn cost_that_falls_later_is_not_told_as_saved() {
    let of = |live: &str, run: u32| {
        let cost = format!("cost = {{ one = 300, run = {run} }}{live}");
        PLAN.replace("cost = { one = 300 }", &cost)
    };
    let folder = folder(&[
        ("a/plan.toml", &*of("", 120)),
        ("a/record/a.toml", RECORD),
        ("b/plan.toml", &*of(", live = 2026-09-30", 120)),
        ("b/record/a.toml", RECORD),
        ("c/plan.toml", &*of(", live = 2026-09-30", 60)),
        ("c/record/a.toml", RECORD),
    ]);
    for (after, told) in [("b", "−30 € (30 € later, none saved)"), ("c", "−105 € (15 € later, 90 € saved)")]
    {
        let ran = swell(folder.path(), &["diff", "a", after]);
        let row = ran.out.lines().find(|line| line.trim_start().starts_with("cost  ")).unwrap();
        assert!(row.ends_with(told), "{row}");
        let ran = swell(folder.path(), &["diff", "a", after, "--format", "markdown"]);
        assert!(ran.out.contains(told), "{}", ran.out);
    }
    for (after, later, saved) in [("b", 30.0, 0.0), ("c", 15.0, 90.0)] {
        let ran = swell(folder.path(), &["diff", "a", after, "--format", "json"]);
        let view: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(view["effects"]["timing"], serde_json::json!({ "later": later, "saved": saved }));
    }
}

/// The CRM was at 2 when the gate was decided on 5 October, and is seen to have fallen to 1 in November: an open gate is
/// judged otherwise then, one that is decided is judged by what was known on its day. An assessment of before that
/// day, recorded late, is told of both.
#[test]
fn a_gate_that_is_decided_is_judged_as_of_its_decision() {
    let decided = "[[decision]]\ndate = 2026-10-05\ngate = \"exit\"\noutcome = \"go\"\nby = \"Board\"\n";
    let fell = |date: &str| format!("[[assessed]]\ncapability = \"crm\"\ndate = {date}\nlevel = 1\n");
    for (decision, seen, told) in [
        ("", "2026-11-15", true),
        (decided, "2026-11-15", false),
        (decided, "2026-10-05", true),
        (decided, "2026-10-06", false),
    ] {
        let before = format!("{RECORD}{decision}");
        let after = format!("{before}{}", fell(seen));
        let folder = folder(&[
            ("a/plan.toml", PLAN),
            ("a/record/a.toml", &before),
            ("b/plan.toml", PLAN),
            ("b/record/a.toml", &after),
        ]);
        let ran = swell(folder.path(), &["diff", "a", "b", "--format", "json"]);
        let view: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let expected = match told {
            true => {
                serde_json::json!([{ "gate": "exit", "criterion": "crm >= 2", "holds": false, "changes": [0] }])
            }
            false => serde_json::json!([]),
        };
        assert_eq!(view["effects"]["gates"], expected, "{decision}{seen}");
    }
}

/// The changes, in their order: the move, the cost, the name, the level that was assessed.
#[test]
fn dates_gates_and_findings_name_the_changes_that_they_are_due_to() {
    let folder = changed();
    let ran = swell(folder.path(), &["diff", "p", "--format", "json"]);
    let view: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let changes: Vec<&str> =
        view["changes"].as_array().unwrap().iter().map(|it| it["address"].as_str().unwrap()).collect();
    let level = "assessed[crm 2026-09-30].level";
    assert_eq!(changes, ["driver.reach.wave", "capability.crm.cost.one", "capability.crm.name", level]);
    let due = |of: &serde_json::Value| -> Vec<u64> {
        of["changes"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect()
    };
    let effects = &view["effects"];
    assert_eq!((due(&effects["dates"][0]), due(&effects["gates"][0])), (vec![0], vec![3]));
    let payback = |before: &str, after: &str| {
        let of = |name: &str| serde_json::json!({ "name": name, "before": before, "after": after });
        serde_json::json!([of("payback"), of("forecast payback")])
    };
    assert_eq!(effects["reasons"][0]["paybacks"], payback("2026-09", "2027-03"));
    assert_eq!(effects["reasons"][1]["paybacks"], payback("2027-03", "2027-04"));
    let findings = |side: &str, rule: &str| -> Vec<Vec<u64>> {
        let all = view["findings"][side].as_array().unwrap().iter().filter(|it| it["rule"] == rule);
        all.map(due).collect()
    };
    assert_eq!(findings("new", "item-overdue"), [[3]]);
    assert_eq!(findings("gone", "empty-wave"), [[0]]);
    // Of one change all is due to it, and that is not said again.
    write(folder.path(), "p/plan.toml", PLAN);
    let ran = swell(folder.path(), &["diff", "p"]);
    assert!(ran.out.contains("holds no more") && !ran.out.contains("due to"), "{}", ran.out);
}

#[test]
fn the_reasons_add_up_to_the_change() {
    let folder = changed();
    let json = swell(folder.path(), &["diff", "p", "--format", "json"]).json();
    let figure = |name: &str| {
        let figures = json["effects"]["figures"].as_array().unwrap();
        let found = figures.iter().find(|it| it["name"] == name).unwrap();
        found["after"].as_f64().unwrap() - found["before"].as_f64().unwrap()
    };
    let reasons = json["effects"]["reasons"].as_array().unwrap();
    let sum = |key: &str| reasons.iter().map(|it| it[key].as_f64().unwrap()).sum::<f64>();
    assert!((figure("planned value") + 600.0).abs() < 1e-9 && (sum("planned") + 600.0).abs() < 1e-9);
    assert!((figure("NPV") - sum("npv")).abs() < 1e-6);
    assert_eq!(json["effects"]["rest"].as_f64(), Some(0.0));
    let addresses: Vec<&str> =
        json["changes"].as_array().unwrap().iter().map(|it| it["address"].as_str().unwrap()).collect();
    let expected = [
        "driver.reach.wave",
        "capability.crm.cost.one",
        "capability.crm.name",
        "assessed[crm 2026-09-30].level",
    ];
    assert_eq!(addresses, expected);
}

#[test]
fn revisions_plans_and_places_are_compared() {
    let folder = changed();
    commit(folder.path(), "moved");
    git(folder.path(), &["tag", "v2"]);
    std::fs::rename(folder.path().join("p"), folder.path().join("q")).unwrap();
    let head = |arguments: &[&str]| {
        let ran = swell(folder.path(), &[&["diff"], arguments].concat());
        ran.out.lines().next().unwrap_or(&ran.err).to_owned()
    };
    assert_eq!(head(&["HEAD~1..v2", "p"]), "p: HEAD~1 → v2, 4 changes");
    assert_eq!(head(&["v2", "HEAD~1", "p"]), "p: v2 → HEAD~1, 4 changes");
    assert_eq!(head(&["HEAD~1:p", "v2:p"]), "p: HEAD~1:p → v2:p, 4 changes");
    assert_eq!(head(&["HEAD~1:p", "q"]), "q/plan.toml: HEAD~1:p → working tree, 4 changes");
    assert_eq!(head(&["q"]), "q/plan.toml: HEAD → working tree, no change", "it is followed where it was");
    write(folder.path(), "r/plan.toml", PLAN);
    assert_eq!(head(&["q", "r"]), "q → r, 4 changes");
    for nothing in [&["nowhere"][..], &["nowhere", "r"], &["v2", "v2", "v2"], &["v2", "other"]] {
        let ran = swell(folder.path(), &[&["diff"], nothing].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{nothing:?}: {}", ran.err);
    }
}

#[test]
fn a_revision_with_a_path_is_of_the_repository_that_one_stands_in() {
    let one = repository(&[("p/plan.toml", PLAN), ("sub/note", "")]);
    let other = repository(&[("plan.toml", &PLAN.replace("value = 1200", "value = 2400"))]);
    let top = |folder: &TempDir| folder.path().canonicalize().unwrap();
    let (here, there) = (top(&one), top(&other));
    let path = there.join("plan.toml");
    let refused = |folder: &Path, word: &str, whose: &Path, stood: &Path| {
        let ran = swell(folder, &["diff", word]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{word}: {}", ran.err);
        let (whose, stood) = (whose.display(), stood.display());
        let path = word.strip_prefix("HEAD:").unwrap();
        for words in [
            format!("{path} lies in the repository {whose}, and the revision is looked up in the one"),
            format!("that you stand in, {stood}"),
            format!("swell diff HEAD {path}"),
        ] {
            assert!(ran.err.contains(&words), "{words}\n{}", ran.err);
        }
    };
    // By a whole path, from the top and from a folder below it.
    let word = format!("HEAD:{}", path.display());
    refused(&here, &word, &there, &here);
    refused(&here.join("sub"), &word, &there, &here);
    // The path by itself is looked up where it lies.
    let apart = swell(&here, &["diff", "HEAD", path.to_str().unwrap()]);
    assert!(apart.out.contains("HEAD → working tree, no change"), "{}{}", apart.out, apart.err);
    // A repository in the repository, from either of them.
    let nested = here.join("nested");
    write(&here, "nested/plan.toml", PLAN);
    git(&nested, &["init", "--quiet", "--initial-branch=main"]);
    commit(&nested, "n");
    commit(&here, "with it");
    refused(&here, "HEAD:nested/plan.toml", &nested, &here);
    refused(&here, "HEAD:nested", &nested, &here);
    refused(&nested, "HEAD:../p/plan.toml", &here, &nested);
    let own = |folder: &Path, word: &str| {
        let ran = swell(folder, &["diff", word]);
        assert!(ran.out.contains(&format!("{word} → working tree, no change")), "{}{}", ran.out, ran.err);
    };
    own(&nested, "HEAD:plan.toml");
    own(&here.join("sub"), "HEAD:../p");
    own(&here.join("sub"), &format!("HEAD~1:{}", here.join("p").display()));
    // A plan that both sides have lost is in no repository but this one.
    let gone = swell(&here, &["diff", "HEAD:lost/plan.toml"]);
    assert!(gone.err.contains("there is no plan"), "{}", gone.err);
    // Outside of all repositories there is none to look it up in.
    let nowhere = folder(&[("note", "")]);
    let ran = swell(nowhere.path(), &["diff", &word]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("you stand in no git repository"), "{}", ran.err);
    assert!(ran.err.contains(&format!("swell diff HEAD {}", path.display())), "{}", ran.err);
}

#[test]
fn git_runs_it_as_its_external_diff() {
    let folder = changed();
    write(folder.path(), "p/record/new.toml", "[[learning]]\ndate = 2026-10-01\nnote = \"Small first\"\n");
    git(folder.path(), &["add", "--all"]);
    let program = env!("CARGO_BIN_EXE_swell");
    let mut command = Command::new("git");
    command.current_dir(folder.path()).args(["diff", "--cached"]);
    let ran = Ran::of(command.env("GIT_EXTERNAL_DIFF", format!("{program} diff")).output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for line in [
        "p/plan.toml: 3 changes",
        "  Reach (`reach`) moves from One to Two",
        "p/record/a.toml: 1 change",
        // By itself this file knows no names.
        "  level of the assessment of `crm` 30 Sep 2026: 2 → 1",
        "  new learning of 01 Oct 2026: Small first",
    ] {
        says(&ran, line);
    }
    assert!(!ran.out.contains("What it does"), "a part of a plan has no figures of its own\n{}", ran.out);
}

#[test]
fn the_comment_of_a_pull_request_is_sound_markdown() {
    let folder = changed();
    let ran = swell(folder.path(), &["diff", "p", "--format", "markdown"]);
    for line in [
        "<!-- swell diff -->",
        "### swell: 4 changes in <code>p/plan.toml</code>",
        "| planned value | 1.80 k€ | 1.20 k€ | −600 € |",
        "- Reach (<code>reach</code>) moves from One to Two",
        "**Gates**",
    ] {
        says(&ran, line);
    }
}

#[test]
fn many_changes_are_explained_together() {
    let drivers = |value: u32| -> String {
        let driver = |nth| format!("d{nth} = {{ name = \"D\", wave = \"one\", value = {value} }}\n");
        (0..200).map(driver).collect()
    };
    let with = |value| PLAN.replace("[capability]", &format!("{}[capability]", drivers(value)));
    let folder = repository(&[("plan.toml", &with(120)), ("record/a.toml", RECORD)]);
    write(folder.path(), "plan.toml", &with(240));
    let json = swell(folder.path(), &["diff", "--format", "json"]).json();
    let reasons = json["effects"]["reasons"].as_array().unwrap();
    // 200 drivers, each with 120 a year more for 18 months.
    assert_eq!((reasons.len(), reasons[0]["planned"].as_f64()), (1, Some(36_000.0)));
    assert_eq!(reasons[0]["changes"].as_array().unwrap().len(), 200);
}

#[test]
fn without_a_name_all_plans_here_are_compared() {
    let plan = |name: &str| PLAN.replace("[plan]\n", &format!("[plan]\nname = \"{name}\"\n"));
    let (one, other) = (plan("One"), plan("Other"));
    let folder = repository(&[
        ("plans/a/plan.toml", &one),
        ("plans/a/record/a.toml", RECORD),
        ("plans/b/plan.toml", &other),
        ("plans/b/record/a.toml", RECORD),
    ]);
    let none = swell(folder.path(), &["diff", "--exit-code"]);
    assert_eq!((none.code, none.out.as_str()), (0, "No change in any of 2 plans.\n"));
    write(folder.path(), "plans/b/plan.toml", &other.replace("value = 1200", "value = 2400"));
    let changed = swell(folder.path(), &["diff", "HEAD", "--exit-code"]);
    assert_eq!(changed.code, 1, "{}", changed.err);
    assert!(
        changed.out.starts_with("plans/b/plan.toml: ") && !changed.out.contains("plans/a"),
        "{}",
        changed.out
    );
    write(folder.path(), "plans/a/plan.toml", &one.replace("value = 1200", "value = 600"));
    let both = swell(folder.path(), &["diff", "--format", "markdown"]);
    assert!(
        both.out.contains("1 change in <code>plans/a/") && both.out.contains("1 change in <code>plans/b/"),
        "{}",
        both.out
    );
    let json = swell(folder.path(), &["diff", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).unwrap_or_default();
    let plans = document["plans"].as_array().map_or(0, Vec::len);
    assert_eq!((json.code, plans), (0, 2), "{}{}", json.out, json.err);
    assert!(document["plans"][0]["plan"].as_str().is_some_and(|plan| plan.ends_with("plans/a/plan.toml")));
}

/// An id that is another one now is one change: neither is its table gone and new, nor did whatever names it
/// change, and no figure moves with it.
#[test]
fn a_renamed_id_is_one_change() {
    let plan = "format = 1\n[plan]\ncurrency = \"EUR\"\nhorizon = 2027-12-31\nas-of = 2026-06-30\n\
                [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
                [driver.reach]\nname = \"Reach\"\nwave = \"one\"\nvalue = 1200\n\
                [kpi.rate]\nmeasures = [\"reach\"]\n[risk.strike]\nname = \"Strike\"\ndelays = { reach = 3 }\n";
    let folder = repository(&[("plan.toml", plan)]);
    write(folder.path(), "plan.toml", &plan.replace("reach", "outreach").replace("1200", "600"));
    let ran = swell(folder.path(), &["diff", "--format", "json"]);
    let json = ran.json();
    let sentences: Vec<&str> =
        json["changes"].as_array().unwrap().iter().map(|it| it["sentence"].as_str().unwrap()).collect();
    assert_eq!(
        sentences,
        ["value of `outreach`: 1.2 k€ → 600 € (−600 €)", "the driver `reach` (Reach) is called `outreach`"]
    );
    assert_eq!(json["changes"][1]["before"], "reach");
    // By hand: 12 months of 100, and then of 50.
    let planned = &json["effects"]["figures"][0];
    assert_eq!((&planned["before"], &planned["after"]), (&1200.0.into(), &600.0.into()));
    assert_eq!(json["effects"]["reasons"].as_array().unwrap().len(), 1);
    assert_eq!(json["findings"]["gone"], serde_json::json!([]));
}

/// The driver's value is no number on one side: nothing is said of figures without it, nor of what is gone.
#[test]
fn no_figures_are_told_where_a_side_cannot_be_read_whole() {
    let folder = changed();
    let path = folder.path();
    let whole = swell(path, &["diff", "p"]);
    assert!(whole.code == 0 && whole.out.contains("NPV"), "{}", whole.out);
    let torn = std::fs::read_to_string(path.join("p/plan.toml"))
        .unwrap()
        .replace("value = 1200", "value = \"1200\"");
    write(path, "p/plan.toml", &torn);
    let ran = swell(path, &["diff", "p"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    says(&ran, "not all of working tree can be read: p/plan.toml:12");
    says(
        &ran,
        "What it does is not told: figures of the rest would be wrong. `swell check` tells what to mend.",
    );
    assert!(!ran.out.contains("NPV"), "{}", ran.out);
    assert!(ran.out.contains("new: ") && ran.out.contains("wrong-type"), "{}", ran.out);
    let json = swell(path, &["diff", "p", "--format", "json"]);
    assert_eq!(json.code, 2);
    let document: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert!(document["effects"].is_null(), "{document}");
    assert_eq!(document["torn"]["after"], serde_json::json!([{ "file": "p/plan.toml", "line": 12 }]));
    let comment = swell(path, &["diff", "p", "--format", "markdown"]);
    assert!(
        comment.code == 2 && comment.out.contains("**not all of working tree can be read"),
        "{}",
        comment.out
    );
    let asked = swell(path, &["diff", "p", "--partial"]);
    assert!(asked.code == 0 && asked.out.contains("NPV"), "{}", asked.out);
    // What cannot be read may hold anything: it is not the same.
    git(path, &["checkout", "--quiet", "p"]);
    write(path, "p/plan.toml", &format!("{PLAN}[kpi.broken\n"));
    let ran = swell(path, &["diff", "--exit-code", "p"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    says(&ran, "p/plan.toml: HEAD → working tree, no change in what can be read");
    let since = swell(path, &["check", "p", "--since", "HEAD", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&since.out).unwrap();
    assert_eq!(document["removed"], serde_json::json!([]), "{document}");
}

/// By hand: what costs 300 in June 2026 and brings 100 a month from July on is paid back in September, in any money.
#[test]
fn in_another_currency_nothing_is_told_to_move_that_stays() {
    let one = PLAN.replace("include = [\"record/*.toml\"]\n", "");
    let other = one.replace("\"EUR\"", "\"USD\"");
    let folder = folder(&[("a.toml", &*one), ("b.toml", &*other)]);
    for format in ["text", "markdown"] {
        let told = swell(folder.path(), &["diff", "a.toml", "b.toml", "--format", format]).out;
        assert!(told.contains("planned value") && !told.contains("payback"), "{told}");
        assert!(!told.contains("0 months") && !told.contains("0 points"), "{told}");
    }
}

/// A driver is live or not, and has no level.
#[test]
fn only_what_has_levels_is_told_with_one() {
    let one = PLAN.replace("include = [\"record/*.toml\"]\n", "");
    let other = one
        .replace("wave = \"one\", value", "wave = \"two\", value")
        .replace("reaches = { one = 2 }", "reaches = { two = 2 }");
    let folder = folder(&[("a.toml", &*one), ("b.toml", &*other)]);
    let told = swell(folder.path(), &["diff", "a.toml", "b.toml", "--format", "json"]).json();
    let dates = told["effects"]["dates"].as_array().unwrap();
    let level = |item: &str| dates.iter().find(|it| it["item"] == item).map(|it| it["level"].clone());
    assert_eq!((level("reach"), level("crm")), (Some(serde_json::Value::Null), Some(2.into())), "{told}");
}
