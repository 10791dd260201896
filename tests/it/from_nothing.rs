//! A plan that is built with commands alone, from an empty one on.

use std::fs;
use std::path::Path;

use groundswell::plan::address::Table;
use tempfile::TempDir;

use crate::program::{Ran, folder, swell};

/// Runs a command that must succeed.
#[track_caller]
fn done(folder: &TempDir, arguments: &[&str]) -> Ran {
    let ran = swell(folder.path(), arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}: {}", ran.out);
    ran
}

fn text(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("plan.toml")).unwrap()
}

#[test]
fn what_was_emptied_is_filled_again() {
    let here = folder(&[]);
    done(&here, &["init", "-t", "blank", "."]);
    for at in [
        "gate.first-exit",
        "gate.second-exit",
        "one-driver",
        "next-driver",
        "one-tool",
        "one-process",
        "one-skill",
        "sponsor",
        "lead",
        "wave.first",
        "wave.second",
    ] {
        done(&here, &["remove", at, "--references"]);
    }
    for (kind, id) in [("wave", "pilot"), ("driver", "tills"), ("capability", "pos"), ("mandate", "chair")] {
        let dates = ["start=2027-01-01", "end=2027-06-30"];
        for id in [id.to_owned(), format!("{id}-2")] {
            let name = format!("name={id}");
            let values = if kind == "wave" { &dates[..] } else { &[] };
            done(&here, &[&["add", kind, &id, &name], values].concat());
        }
        let text = text(&here);
        let [first, second] = ["", "-2"].map(|more| text.find(&format!("[{kind}.{id}{more}]")).unwrap());
        let header = text.find(&format!("[{kind}]")).unwrap();
        assert!(header < first && first < second, "{text}");
    }
    let checked = swell(here.path(), &["check"]);
    assert!(!checked.out.contains("twice"), "{}", checked.out);
}

const PLAN: &str = "format = 1
include = [\"record/*.toml\"]

[wave.pilot]
name = \"Pilot\"
start = 2026-01-01
end = 2026-06-30
budget = 900_000

[capability.pos]
name = \"Tills\"
wave = \"pilot\"
";

#[test]
fn what_no_plan_includes_is_not_written_to() {
    let (record, stray) = ("[[learning]]\ndate = 2026-02-01\nnote = \"x\"\n", "# third quarter\n");
    let here = folder(&[("p/plan.toml", PLAN), ("p/record/q2.toml", record), ("p/record-q3.toml", stray)]);
    let spent = |file: &str| {
        swell(here.path(), &["record", "spent", file, "pos", "10k", "--period", "2026-Q2", "--quiet"])
    };
    let refused = spent("p/record-q3.toml");
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    let said = "error: p/record-q3.toml is no part of p/plan.toml: its `include` does not name it";
    assert!(refused.err.starts_with(said), "{}", refused.err);
    for (path, text) in [("p/plan.toml", PLAN), ("p/record/q2.toml", record), ("p/record-q3.toml", stray)] {
        assert_eq!(fs::read_to_string(here.path().join(path)).unwrap(), text);
    }
    let done = spent("p/record/q2.toml");
    assert!(done.code == 0 && done.out.contains("p/record/q2.toml:5"), "{}{}", done.out, done.err);
}

#[test]
fn a_rename_names_the_scenarios_that_speak_of_the_old_id() {
    let late = "scenario = 1\nname = \"pos late\"\n\n[[change]]\ntitle = \"slip pos\"\nslip = \"capability.pos\"\nby = \"1 month\"\n";
    let other = late.replace("capability.pos", "capability.pos-2");
    let files = [("plan.toml", PLAN), ("scenarios/late.toml", late), ("scenarios/other.toml", &*other)];
    let here = folder(&files);
    let renamed = done(&here, &["rename", "pos", "till"]);
    let note = "note: scenarios/late.toml:6 speaks of `pos` and stays as it is: write `till` there, too\n";
    assert!(renamed.out.ends_with(note), "{}", renamed.out);
    assert!(!renamed.out.contains("other.toml"));
    let again = done(&here, &["rename", "till", "tills"]);
    assert!(!again.out.contains("note:"), "{}", again.out);
}

#[test]
fn whoever_begins_is_told_what_there_is() {
    let here = folder(&[("plan.toml", PLAN)]);
    let fails = |arguments: &[&str]| {
        let ran = swell(here.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        ran.err
    };
    for arguments in [&["add"][..], &["add", "thing", "x"]] {
        let err = fails(arguments);
        for kind in ["wave", "driver", "customer-type", "spent"] {
            assert!(err.contains(&format!(" {kind},")), "{kind}: {err}");
        }
    }
    assert!(fails(&["add", "divrer", "x"]).contains("Did you mean `driver`?"));
    assert!(fails(&["add", "driver"]).contains("`swell explain driver` lists the keys"));
    assert!(fails(&["new"]).contains("`swell init` begins a plan"));
    let keys = done(&here, &["explain", "driver"]).out;
    for key in ["\nvalue  ", "\nneeds  ", "\nwave  the id of a wave\n"] {
        assert!(keys.contains(key), "{key}: {keys}");
    }
    assert!(done(&here, &["explain", "wave"]).out.contains("\nstart  needed: a day"));
    assert!(done(&here, &["explain", "objective"]).out.starts_with("The keys of an objective,"));
}

#[test]
fn every_kind_that_add_takes_has_its_keys_explained_though_figures_begin_with_the_same_word() {
    let omnichannel = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/omnichannel");
    let plan = omnichannel.to_str().unwrap();
    for table in Table::ALL.into_iter().filter(|table| *table != Table::Top) {
        let kind = table.key();
        let ran = swell(&omnichannel, &["explain", kind]);
        assert_eq!(ran.code, 0, "{kind}: {}", ran.err);
        let keys = |out: &str| out.find("The keys of ").map(|at| out[at..].to_owned());
        assert!(keys(&ran.out).is_some(), "{kind}: {}", ran.out);
        let named = swell(&omnichannel, &["explain", plan, kind]).out;
        assert_eq!(keys(&named), keys(&ran.out), "{kind}, with the plan named");
    }
    // What was spent is a figure, too, and comes first.
    let spent = swell(&omnichannel, &["explain", "spent"]).out;
    assert!(spent.starts_with("spent = ") && spent.contains("swell add spent KEY=VALUE"), "{spent}");
    assert!(swell(&omnichannel, &["explain", "kpi.consent-rate"]).out.starts_with("kpi.consent-rate = "));
}

#[test]
fn help_fills_the_lines_of_a_narrow_terminal() {
    for command in ["set", "record", "move", "remove", "rename", "add", "decide", "fmt"] {
        let help = done(&folder(&[]), &[command, "--help"]).out;
        assert!(help.contains(&format!("Examples:\n  swell {command}")), "{help}");
        // A line ends before its width where a paragraph does, and nowhere else.
        let above = help.split("Usage:").next().unwrap();
        for paragraph in above.split("\n\n") {
            let lines: Vec<&str> = paragraph.lines().collect();
            for pair in lines.windows(2) {
                let next = pair[1].split(' ').next().unwrap();
                assert!(pair[0].len() + 1 + next.len() > 80, "{command}: {pair:?}");
            }
        }
    }
}

const MEASURED: &str = "
[driver.baskets]
name = \"Bigger baskets\"
wave = \"pilot\"
stage = \"planned\"
owner = \"Shop\"
value = 100_000
ramp = { months = 6 }

[kpi.tills]
name = \"Tills\"
better = \"done\"
target = { pilot = true }

[gate.exit]
wave = \"pilot\"
";

fn whole() -> String {
    format!("{PLAN}{MEASURED}").replace("include = [\"record/*.toml\"]\n", "")
}

#[test]
fn criteria_and_readings_are_taken_as_people_write_them() {
    let here = folder(&[("plan.toml", &whole())]);
    let quiet = |arguments: &[&str]| done(&here, &[arguments, &["--quiet"]].concat()).out;
    quiet(&["set", "exit.criteria", "spent.pilot <= 600k, pos >= 2"]);
    assert!(
        text(&here).contains("criteria = [\"spent.pilot <= 600_000\", \"pos >= 2\"]\n"),
        "{}",
        text(&here)
    );
    for (typed, written) in [("1.2M€", "1_200_000"), ("1.20 M", "1_200_000"), ("880 k€", "880_000")] {
        let plan = text(&here)
            .replace("[plan]\n", "")
            .replace("format = 1\n", "format = 1\n[plan]\ncurrency = \"EUR\"\n");
        let with_currency = folder(&[("plan.toml", &plan.replace("include = [\"record/*.toml\"]\n", ""))]);
        done(&with_currency, &["set", "pilot.budget", typed, "--quiet"]);
        assert!(text(&with_currency).contains(&format!("budget = {written}\n")), "{typed}");
    }
    let said = quiet(&["record", "kpi", "tills", "no", "--date", "2026-05-31"]);
    assert!(said.contains("value = 0\n"), "{said}");
    quiet(&["record", "kpi", "tills", "yes", "--date", "2026-06-30"]);
    assert!(text(&here).contains("date = 2026-06-30\nvalue = 1\n"), "{}", text(&here));
    for (criterion, help) in [
        ("kpi.tills", "\"kpi.tills = 1\""),
        ("kpi.tills in 2030", "A band is two criteria: \"kpi.rate >= 20\""),
        ("npv >= 1_000_000", "Or measure kpi.ID, realized.ID or spent.ID."),
    ] {
        let refused = swell(here.path(), &["set", "exit.criteria", criterion]);
        assert!(refused.code == 2 && refused.err.contains(help), "{criterion}: {}", refused.err);
    }
}
