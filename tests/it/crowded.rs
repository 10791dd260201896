//! Plans with very many findings: each costs and writes what it shows, and no more; and calls that name
//! what is not there.

use crate::program::{folder, swell};

const HEAD: &str = "format = 1\n[plan]\nas-of = 2026-01-01\nhorizon = 2030-12-31\n\
                    [wave]\npilot = { name = \"Pilot\", start = 2026-01-01, end = 2026-12-31 }\n";

/// A plan with one line that names so many items that are not there.
fn one_line(unknown: usize) -> String {
    let needs: Vec<String> = (0..unknown).map(|nth| format!("\"zzq{nth:05}\"")).collect();
    format!("{HEAD}[capability]\na = {{ name = \"A\", wave = \"pilot\", needs = [{}] }}\n", needs.join(", "))
}

#[test]
fn an_excerpt_of_a_long_line_shows_what_is_pointed_at_and_costs_what_it_shows() {
    let written = |unknown: usize| {
        let folder = folder(&[("plan.toml", &one_line(unknown))]);
        swell(folder.path(), &["check", "--only", "unknown-id"]).out
    };
    let [some, many] = [2_000, 8_000].map(written);
    assert!(many.contains("there is no item `zzq00050`") && many.contains("\"zzq00050\""), "{many}");
    assert!(!many.contains("`zzq00100`"), "one hundred of a kind are shown");
    assert!(many.contains("\n7,900 more of unknown-id in plan.toml; --format json lists them all\n"));
    assert!(many.contains("8000 errors"), "all are counted");
    let ratio = many.len() as f64 / some.len() as f64;
    assert!(ratio < 1.1, "a line four times as long makes the same report {ratio} times as long");
}

#[test]
fn machines_are_told_every_column_of_a_long_line() {
    let text = one_line(3_000);
    let folder = folder(&[("plan.toml", &text)]);
    let line = text.lines().last().unwrap();
    let column = line.find("\"zzq02999\"").unwrap() + 1;
    let sarif = swell(folder.path(), &["check", "--format", "sarif", "--only", "unknown-id"]).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3_000);
    let region = &results[2_999]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&column.into(), &(column + 10).into()));
}

#[test]
fn what_is_alike_is_looked_for_a_few_hundred_times_and_then_no_more() {
    let known: String = (0..600).map(|nth| format!("item{nth} = {{ wave = \"pilot\" }}\n")).collect();
    let wrong: Vec<String> = (0..600).map(|nth| format!("\"itme{nth}\"")).collect();
    let text =
        format!("{HEAD}[capability]\n{known}z = {{ wave = \"pilot\", needs = [{}] }}\n", wrong.join(", "));
    let folder = folder(&[("plan.toml", &text)]);
    let json = swell(folder.path(), &["check", "--format", "json", "--only", "unknown-id"]).json();
    let help: Vec<&str> =
        json["findings"].as_array().unwrap().iter().filter_map(|it| it["help"].as_str()).collect();
    assert_eq!(help.len(), 600);
    assert_eq!(help[0], "Did you mean the item `item0`?");
    assert_eq!(help.iter().filter(|help| help.starts_with("Did you mean")).count(), 300);
    assert_eq!(help[599], "Write the id of an item.");
}

#[test]
fn a_waiver_on_what_is_not_there_accepts_nothing() {
    let waiver = |on: &str| {
        let text = format!(
            "{HEAD}scale = {{ name = \"Scale\", start = 2027-01-01, end = 2027-12-31 }}\n\
             [[waiver]]\nrule = \"empty-wave\"\non = {on}\nreason = \"r\"\nby = \"CEO\"\n"
        );
        let folder = folder(&[("plan.toml", &text)]);
        let json = swell(folder.path(), &["check", "--format", "json", "--only", "empty-wave,format"]).json();
        let rows = json["findings"].as_array().unwrap().iter();
        let said = |key: &str, row: &serde_json::Value| row[key].as_str().unwrap().to_owned();
        let rows: Vec<[String; 3]> =
            rows.map(|row| [said("rule", row), said("message", row), said("help", row)]).collect();
        (rows.iter().filter(|row| row[0] == "empty-wave").count(), rows)
    };
    assert_eq!(waiver("\"pilot\"").0, 1, "it accepts the one, and the other is left");
    let (left, rows) = waiver("\"pilott\"");
    assert_eq!(left, 2, "{rows:?}");
    let told =
        ["unknown-id", "nothing has the id `pilott`", "Did you mean the wave `pilot`?"].map(str::to_owned);
    assert!(rows.contains(&told), "{rows:?}");
    assert_eq!(waiver("5").0, 2, "nor on what is no id");
}

#[test]
fn a_command_that_there_is_not_is_answered_with_the_nearest() {
    let folder = folder(&[("plans/first.toml", HEAD), ("plans/b/plan.toml", HEAD)]);
    for call in [&["chekc"][..], &["chekc", "plans/first.toml"], &["chekc", "--strict"]] {
        let ran = swell(folder.path(), call);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{call:?}");
        let expected =
            "error: there is no command and no plan `chekc`\n  help: Did you mean `swell check`?\n";
        assert_eq!(ran.err, expected, "{call:?}");
    }
    let [all, named] =
        [&["check", "--quiet"][..], &["check", "plans", "--quiet"]].map(|it| swell(folder.path(), it));
    assert!(all.out.contains("2 plans in all"), "{}{}", all.out, all.err);
    assert_eq!((all.out, all.code), (named.out, named.code), "a folder of plans stands for them");
}

/// A pull request may change a link, and what the check quotes is in the log of its run.
#[cfg(unix)]
#[test]
fn a_link_to_what_is_no_plan_is_refused_unread() {
    let secret = folder(&[("secret", "TOKEN=canary\n"), ("real.toml", HEAD)]);
    let folder = folder(&[("plans/evil/note", ""), ("plans/good/note", "")]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(secret.path().join(from), folder.path().join(to)).unwrap();
    };
    link("real.toml", "plans/good/plan.toml");
    let ran = swell(folder.path(), &["check", "--quiet"]);
    assert!(ran.out.contains("plans/good/plan.toml"), "a link to a plan is one: {}{}", ran.out, ran.err);
    link("secret", "plans/evil/plan.toml");
    link("secret", "plans/other.toml");
    for call in
        [&["check"][..], &["check", "plans/evil"], &["check", "plans/other.toml"], &["show", "plans/evil"]]
    {
        let ran = swell(folder.path(), call);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{call:?}: {}", ran.err);
        assert!(ran.err.contains("is a link to a file elsewhere that is no plan"), "{call:?}: {}", ran.err);
        assert!(!ran.err.contains("canary") && !ran.err.contains("secret"), "{call:?}: {}", ran.err);
    }
}

#[test]
fn value_in_too_many_cells_is_refused_at_once() {
    let members = |table: &str| {
        let all: String = (0..600).map(|nth| format!("{table}{nth} = {{ share = 0.001 }}\n")).collect();
        format!("[{table}]\n{all}")
    };
    let folder = folder(&[("plan.toml", &[HEAD, &members("market"), &members("brand")].concat())]);
    let ran = swell(folder.path(), &["show", ".", "value", "--by", "market", "--by", "brand"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("has 361,201 cells, and at most 250,000 are written"), "{}", ran.err);
}

/// What is wrong and what a change does are posted as one comment, and GitHub takes 65,536 characters of it.
#[test]
fn both_reports_of_a_large_change_fit_into_one_comment_and_no_table_is_without_rows() {
    let kpis: String =
        (0..900).map(|nth| format!("k{nth} = {{ name = \"KPI {nth}\", measures = [\"a\"] }}\n")).collect();
    let plan = format!("{}[kpi]\n{kpis}", one_line(900));
    let folder = folder(&[("before.toml", HEAD), ("after.toml", &plan)]);
    let check = swell(folder.path(), &["check", "after.toml", "--format", "markdown"]).out;
    let diff = swell(folder.path(), &["diff", "before.toml", "after.toml", "--format", "markdown"]).out;
    assert!(check.contains("did not fit") && diff.contains("did not fit"), "{check}{diff}");
    let sizes = [&check, &diff].map(|text| text.chars().count());
    assert!(sizes.iter().all(|size| *size > 20_000) && sizes.iter().sum::<usize>() < 65_000, "{sizes:?}");
    for head in ["|---|\n\n", "---:|\n\n", "**\n\n\n", "**\n\n**"] {
        assert!(!check.contains(head) && !diff.contains(head), "{head}");
    }
}

#[test]
fn two_things_are_never_written_to_one_output() {
    let folder = folder(&[("plan.toml", HEAD)]);
    for (asked, format) in [("--diff", "sarif"), ("--quiet", "json"), ("--statistics", "github")] {
        let ran = swell(folder.path(), &["check", asked, "--format", format]);
        let expected = format!("error: {asked} writes text, and --format {format} something else\n");
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.starts_with(&expected), "{}", ran.err);
    }
    let ran = swell(folder.path(), &["check", "--diff", "--statistics"]);
    assert!(ran.code == 2 && ran.err.contains("cannot be used with"), "{}", ran.err);
}
