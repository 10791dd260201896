//! The commands that edit a plan: what they say, what they write, how they end.

use std::fs;
use std::path::Path;

use crate::diff::git;
use crate::program::{command, folder, ran, swell};

const PLAN: &str = "format = 1 # one
include = [\"record.toml\"]

[wave.pilot]
start = 2026-01-05
end = 2026-06-30
budget = 90_000

[wave.scale]
start = 2026-07-01
end = 2026-12-31

[driver.reach]
wave = \"pilot\" # for now
needs = [\"consent >= 2\"]

[capability.consent]
reaches = { pilot = 2, scale = 3 }
cost = { pilot = 9_000, run = 1_000 }

[kpi.rate]
measures = [\"reach\"]

[gate.exit]
wave = \"pilot\"
";

const RECORD: &str = "[[reading]]
kpi = \"rate\"
date = 2026-02-28
value = 3
";

#[test]
fn each_command_says_which_lines_it_wrote() {
    let folder = folder(&[("plan.toml", PLAN), ("record.toml", RECORD)]);
    let said = |arguments: &[&str]| {
        let ran = swell(folder.path(), &[arguments, &["--quiet"]].concat());
        assert_eq!((ran.code, &*ran.err), (0, ""), "{arguments:?}");
        ran.out
    };
    assert_eq!(
        said(&["move", "reach", "scale"]),
        "move reach to scale\nplan.toml:14  wave = \"scale\" # for now\n"
    );
    assert_eq!(
        said(&["set", "plan.toml", "consent.cost.run", "1500"]),
        "set capability.consent.cost.run to 1500\nplan.toml:19  cost = { pilot = 9_000, run = 1_500 }\n"
    );
    assert_eq!(
        said(&["record", "kpi", "rate", "-3.5", "--date", "2026-03-31"]),
        "record reading rate -3.5 for 2026-03-31\nrecord.toml:6  [[reading]]\nrecord.toml:7  kpi = \"rate\"\nrecord.toml:8  date = 2026-03-31\nrecord.toml:9  value = -3.5\n"
    );
    assert_eq!(
        said(&["decide", "exit", "go", "--as-of", "2026-07-01", "--affects", "reach, consent"]),
        "decide exit: go\nrecord.toml:11  [[decision]]\nrecord.toml:12  date = 2026-07-01\nrecord.toml:13  gate = \"exit\"\nrecord.toml:14  outcome = \"go\"\nrecord.toml:15  affects = [\"reach\", \"consent\"]\n"
    );
    assert_eq!(
        said(&["add", ".", "risk", "late", "probability=0.3", "costs=1000"]),
        "add risk late\nplan.toml:27  [risk.late]\nplan.toml:28  probability = 0.3\nplan.toml:29  costs = 1_000\n"
    );
    assert_eq!(
        said(&["rename", "rate", "opt-ins"]),
        "rename rate to opt-ins\nplan.toml:21  [kpi.opt-ins]\nrecord.toml:2  kpi = \"opt-ins\"\nrecord.toml:7  kpi = \"opt-ins\"\n"
    );
    assert_eq!(
        said(&["remove", "wave.pilot.budget"]),
        "remove wave.pilot.budget\nplan.toml:7  - budget = 90_000\n"
    );
    assert_eq!(said(&["set", "exit.wave", "pilot"]), "set gate.exit.wave to pilot: it is so already\n");
    let expected = PLAN
        .replace("wave = \"pilot\" # for", "wave = \"scale\" # for")
        .replace("run = 1_000", "run = 1_500")
        .replace("kpi.rate", "kpi.opt-ins")
        .replace("budget = 90_000\n", "")
        + "\n[risk.late]\nprobability = 0.3\ncosts = 1_000\n";
    assert_eq!(fs::read_to_string(folder.path().join("plan.toml")).unwrap(), expected);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside the files");
}

/// By hand: at 12,000 a year from March on, ten months bring 10,000; from July on, six bring 6,000.
#[test]
fn an_edit_says_what_it_does_to_figures_and_findings() {
    let plan = "format = 1
[plan]
start = 2026-01-01
horizon = 2026-12-31
[wave.one]
start = 2026-01-05
end = 2026-02-28
budget = 100
[wave.two]
start = 2026-03-01
end = 2026-06-30
[driver.reach]
wave = \"one\"
value = 12_000
cost = 200
";
    let folder = folder(&[("plan.toml", plan)]);
    let ran = swell(folder.path(), &["move", "reach", "two", "--dry-run"]);
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = ran.out.lines().map(words).collect();
    let has = |said: &str| assert!(lines.iter().any(|it| it.starts_with(said)), "{said}\n{}", ran.out);
    has("planned value 10.0 k → 6.00 k −4.00 k");
    has("new: warning[empty-wave]: ");
    has("gone: error[over-budget]: ");
    assert_eq!(fs::read_to_string(folder.path().join("plan.toml")).unwrap(), plan);
    let quiet = swell(folder.path(), &["move", "reach", "two", "--quiet"]).out;
    assert_eq!(quiet, "move reach to two\nplan.toml:13  wave = \"two\"\n");
}

#[test]
fn a_dry_run_shows_the_change_and_writes_nothing() {
    let folder = folder(&[("plan.toml", PLAN), ("record.toml", RECORD)]);
    let ran = swell(folder.path(), &["move", "consent", "scale", "--from", "pilot", "--dry-run"]);
    assert_eq!(
        (ran.code, &*ran.err),
        (
            2,
            "error: `consent` has a step in scale already\n  help: Set the level it reaches there, or remove the step: capability.consent.reaches.pilot.\n"
        )
    );
    let ran = swell(folder.path(), &["set", "reach.needs[1]", "consent", "--dry-run", "--quiet"]);
    assert_eq!(
        (ran.code, &*ran.out),
        (
            0,
            "--- a/plan.toml\n+++ b/plan.toml\n@@ -12,7 +12,7 @@\n \n [driver.reach]\n wave = \"pilot\" # for now\n-needs = [\"consent >= 2\"]\n+needs = [\"consent >= 2\", \"consent\"]\n \n [capability.consent]\n reaches = { pilot = 2, scale = 3 }\nset driver.reach.needs[1] to consent: would change 1 file; nothing was written\n"
        )
    );
    assert_eq!(fs::read_to_string(folder.path().join("plan.toml")).unwrap(), PLAN);
}

#[test]
fn a_dry_run_is_a_patch_that_git_applies() {
    let list = PLAN.replace(
        "needs = [\"consent >= 2\"]",
        "needs = [\n\t\"consent >= 2\" , # \u{1f9d1}\u{200d}\u{1f52c} by Ada\n]",
    );
    let bom = format!("\u{feff}{list}");
    let open_end = format!("{}# the end", bom.replace('\n', "\r\n"));
    for text in [list.clone(), list.replace('\n', "\r\n"), bom, open_end] {
        for edit in [
            &["set", "p q/plan.toml", "reach.needs", "consent >= 3"][..],
            &["set", "p q/plan.toml", "pilot.end", "2026-06-29"],
            &["remove", "p q/plan.toml", "exit"],
            &["rename", "p q/plan.toml", "reach", "range"],
        ] {
            let folder = folder(&[("p q/plan.toml", &text), ("p q/record.toml", RECORD)]);
            let dry = swell(folder.path(), &[edit, &["--dry-run"]].concat());
            assert_eq!(dry.code, 0, "{}", dry.err);
            fs::write(folder.path().join("change.patch"), &dry.out).unwrap();
            git(folder.path(), &["init", "--quiet"]);
            git(folder.path(), &["apply", "change.patch"]);
            let patched = fs::read(folder.path().join("p q/plan.toml")).unwrap();
            fs::write(folder.path().join("p q/plan.toml"), &text).unwrap();
            assert_eq!(swell(folder.path(), edit).code, 0);
            let edited = fs::read(folder.path().join("p q/plan.toml")).unwrap();
            assert!(patched == edited && edited != text.as_bytes(), "{edit:?}\n{}", dry.out);
        }
    }
}

#[test]
fn what_an_edit_takes_out_is_told() {
    let tall = "needs = [\n  \"consent >= 2\",\n  \"data\",\n  \"people\",\n]";
    let plan = PLAN.replace("needs = [\"consent >= 2\"]", tall);
    let folder = folder(&[("plan.toml", &plan), ("record.toml", RECORD)]);
    let said = |arguments: &[&str]| swell(folder.path(), &[arguments, &["--quiet"]].concat()).out;
    assert_eq!(
        said(&["set", "reach.needs", "consent >= 3"]),
        "set driver.reach.needs to consent >= 3\nplan.toml:17  - \"data\",\nplan.toml:18  - \"people\",\nplan.toml:16  \"consent >= 3\",\n"
    );
}

#[test]
fn what_cannot_be_done_ends_with_why() {
    let torn = PLAN.replace("[kpi.rate]", "<<<<<<< ours\n[kpi.rate]\n=======\n[kpi.raet]\n>>>>>>> theirs");
    let sound = folder(&[("plan.toml", PLAN), ("record.toml", RECORD)]);
    let merging = folder(&[("plan.toml", &torn), ("record.toml", RECORD)]);
    let ends = |folder: &tempfile::TempDir, arguments: &[&str]| {
        let ran = swell(folder.path(), arguments);
        assert_eq!(ran.out, "", "{arguments:?}");
        (ran.code, ran.err.lines().next().unwrap_or_default().to_owned())
    };
    assert_eq!(ends(&sound, &["set", "reach.wave", "scael"]), (2, "error: there is no wave `scael`".into()));
    assert_eq!(ends(&sound, &["decide", "exit", "perhaps", "--as-of", "2026-07-01"]).0, 2);
    let alone = PLAN.replace("include = [\"record.toml\"]\n", "");
    let alone = folder(&[("plan.toml", &alone)]);
    assert_eq!(ends(&alone, &["decide", "exit", "go"]), (2, "error: it is not said when that was".into()));
    assert_eq!(
        ends(&sound, &["remove", "consent"]),
        (2, "error: the plan refers to `consent` in plan.toml:15".into())
    );
    assert_eq!(ends(&sound, &["set", "reach.wave"]).0, 2);
    assert_eq!(ends(&merging, &["set", "reach.wave", "scale"]).0, 3);
    assert_eq!(fs::read_to_string(sound.path().join("plan.toml")).unwrap(), PLAN);
}

/// A plan with a KPI in percent, known up to November.
fn in_percent() -> String {
    let plan = "[plan]\nas-of = 2026-11-15\n[wave.pilot]";
    PLAN.replace("[wave.pilot]", plan).replace(
        "measures = [\"reach\"]\n",
        "measures = [\"reach\"]\nunit = \"%\"\nbaseline = 3\ntarget = { scale = 35 }\n",
    )
}

#[test]
fn what_people_write_is_read_and_written_as_the_format_has_it() {
    let written = |arguments: &[&str], line: &str| {
        let folder = folder(&[("plan.toml", &in_percent()), ("record.toml", RECORD)]);
        let ran = swell(folder.path(), &[arguments, &["--quiet"]].concat());
        assert_eq!((ran.code, &*ran.err), (0, ""), "{arguments:?}");
        let files =
            ["plan.toml", "record.toml"].map(|name| fs::read_to_string(folder.path().join(name)).unwrap());
        assert!(files.concat().lines().any(|own| own == line), "{arguments:?}: {}", files.concat());
        ran.out
    };
    for date in ["30 Sep 2026", "30.9.2026", "2026-9-30", "09/30/2026"] {
        written(&["record", "kpi", "rate", "33,5 %", "--date", date], "date = 2026-09-30");
    }
    let out = written(&["record", "kpi", "rate", "33.5%", "--date", "30 Sep 2026"], "value = 33.5");
    assert!(out.starts_with("record reading rate 33.5 for 2026-09-30\n"), "{out}");
    written(&["record", "value", "reach", "1.2m", "--period", "Q3 2026"], "value = 1_200_000");
    written(&["record", "value", "reach", "360k", "--period", "Q3 2026"], "period = \"2026-Q3\"");
    written(&["set", "wave.pilot.budget", "1,200,000"], "budget = 1_200_000");
    written(&["set", "wave.pilot.end", "1 Jun 2026"], "end = 2026-06-01");
    written(&["set", "plan.discount-rate", "8%"], "discount-rate = 0.08");
    written(&["add", "pool", "core", "cap=1.5m"], "cap = 1_500_000");
    written(&["set", "kpi.rate.target.scale", "40%"], "target = { scale = 40 }");
    let range = "{ low = 1.2m, likely = 1.5m, high = 2m, }";
    let written_range = "value = { low = 1_200_000, likely = 1_500_000, high = 2_000_000 }";
    // That the driver lacks other things is said besides.
    let folder = folder(&[("plan.toml", &in_percent()), ("record.toml", RECORD)]);
    assert_eq!(swell(folder.path(), &["set", "reach.value", range, "--quiet"]).code, 0);
    let plan = fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    assert!(plan.lines().any(|line| line == written_range), "{plan}");
    written(
        &["set", "consent.cost", "{ pilot = 10k, run = 1000 }"],
        "cost = { pilot = 10_000, run = 1_000 }",
    );
    // What is given beside it tells what a share of a KPI is.
    let kpi = ["add", "kpi", "share", "unit=%", "baseline=8%", "target={ scale = 33.5% }"];
    written(&kpi, "baseline = 8");
    written(&kpi, "target = { scale = 33.5 }");
}

#[test]
fn what_may_mean_two_things_or_says_nothing_is_refused() {
    let folder = folder(&[("plan.toml", &in_percent()), ("record.toml", RECORD)]);
    for (arguments, expected) in [
        (&["set", "wave.pilot.end", "09/10/2026"][..], "09/10/2026 may be 2026-10-09 or 2026-09-10"),
        (&["record", "kpi", "rate", "30", "--date", "09/10/2026"], "may be 2026-10-09 or 2026-09-10"),
        (&["set", "wave.pilot.budget", "1.200"], "1.200 may be 1200 or 1.20; write one of these"),
        (&["set", "reach.value", "{ low = 1,200, likely = 2k }"], "a comma stands between two values here"),
        (&["set", "reach.value", "{ low = cheap, likely = 2k }"], "`cheap` is no amount of money"),
        (&["set", "wave.pilot.end", "2026-02-30"], "February 2026 has 28 days"),
        (&["remove", "reading[0]"], "has no number: reading[rate 2026-02-28] is the last"),
        (&["remove", "reach.needs[1]"], "driver.reach.needs has one entry, driver.reach.needs[0]: they are"),
        (&["move", "reach", "xyz"], "The plan has 2 waves: pilot and scale."),
        (&["add", "action", "date=2026-01-01", "what= "], "it is not said what is to be done"),
        (&["add", "decision", "date=2026-01-01", "note="], "it is not said what was decided"),
        (&["add", "learning", "date=2026-01-01"], "it is not said what was learnt"),
        (&["add", "risk", "late", "name="], "it is not said what may happen"),
        (&["record", "kpi", "rate", "335"], "335 % lies outside of 0 to 100, between which rate is planned"),
        (&["set", "reading[rate 2026-02-28].value", "-3"], "-3 % lies outside of 0 to 100"),
    ] {
        let ran = swell(folder.path(), arguments);
        assert!(ran.code == 2 && ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
    for (name, text) in [("plan.toml", &*in_percent()), ("record.toml", RECORD)] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
    }
}

#[test]
fn a_record_without_a_day_takes_the_plans_and_says_so() {
    let said = |arguments: &[&str]| {
        let folder = folder(&[("plan.toml", &in_percent()), ("record.toml", RECORD)]);
        // Nothing but --as-of depends on the day: 23 November 2026.
        let ran = ran(command(folder.path(), &[arguments, &["--quiet"]].concat())
            .env("SOURCE_DATE_EPOCH", "1795392000"));
        assert_eq!((ran.code, &*ran.err), (0, ""), "{arguments:?}");
        ran.out
    };
    let out = said(&["decide", "exit", "go"]);
    assert!(out.contains("date = 2026-11-15\n"), "{out}");
    assert!(out.ends_with("note: on 2026-11-15, the plan's as-of; --date says another day\n"), "{out}");
    let out = said(&["record", "kpi", "rate", "30"]);
    assert!(out.contains("date = 2026-11-15\n"), "{out}");
    let ago = "note: on 2026-11-15, the plan's as-of; --date says another day\n";
    let leap = "note: rate: 0.2 is a tenth or less of all that is known of it: is the unit right?\n";
    assert!(out.ends_with(ago), "{out}");
    assert!(!said(&["decide", "exit", "go", "--date", "6 Apr 2026"]).contains("note:"));
    // Of 3 read and 3 and 35 planned, 0.2 is less than a tenth of each; it is recorded all the same.
    let out = said(&["record", "kpi", "rate", "0.2"]);
    assert!(out.contains("value = 0.2\n") && out.ends_with(leap), "{out}");
}

#[test]
fn records_that_go_from_several_files_are_told_as_they_stood_each_for_itself() {
    let reading = |date: &str, kpi: &str| format!("[[reading]]\nkpi = \"{kpi}\"\ndate = {date}\nvalue = 3\n");
    let plan = PLAN
        .replace("[gate", "[kpi.other]\nmeasures = [\"reach\"]\n\n[gate")
        .replace("include = [\"record.toml\"]", "include = [\"record.toml\", \"q2.toml\"]");
    let one = reading("2026-01-31", "rate") + "\n" + &reading("2026-01-31", "other") + "\n";
    let one = one + &reading("2026-02-28", "rate") + "\n" + &reading("2026-02-28", "other");
    let two = reading("2026-03-31", "other") + "\n# a late one\n" + &reading("2026-03-31", "rate");
    let files = [("plan.toml", &*plan), ("record.toml", &*one), ("q2.toml", &*two)];
    let folder = folder(&files);
    let dry = swell(folder.path(), &["remove", "kpi.rate", "--records", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    let gone =
        |date: &str| reading(date, "rate").lines().map(|line| format!("-{line}\n")).collect::<String>();
    for part in [
        gone("2026-01-31") + "-\n",
        gone("2026-02-28") + "-\n",
        "-\n-# a late one\n".to_owned() + &gone("2026-03-31"),
    ] {
        assert!(dry.out.contains(&part), "{part}\n{}", dry.out);
    }
    // As a patch it leads to what the command writes.
    let patch = dry.out.rsplit_once("remove kpi.rate").unwrap().0;
    fs::write(folder.path().join("gone.patch"), patch).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["apply", "gone.patch"]);
    let read = || files.map(|(path, _)| fs::read_to_string(folder.path().join(path)).unwrap());
    let patched = read();
    for (path, text) in files {
        fs::write(folder.path().join(path), text).unwrap();
    }
    let ran = swell(folder.path(), &["remove", "kpi.rate", "--records", "--quiet"]);
    let expected = "remove kpi.rate with 3 references\n\
        plan.toml:21  - [kpi.rate]\n\
        plan.toml:22  - measures = [\"reach\"]\n\
        record.toml:1  - [[reading]]\n\
        record.toml:2  - kpi = \"rate\"\n\
        record.toml:3  - date = 2026-01-31\n\
        record.toml:4  - value = 3\n\
        record.toml:11  - [[reading]]\n\
        record.toml:12  - kpi = \"rate\"\n\
        record.toml:13  - date = 2026-02-28\n\
        record.toml:14  - value = 3\n\
        q2.toml:6  - # a late one\n\
        q2.toml:7  - [[reading]]\n\
        q2.toml:8  - kpi = \"rate\"\n\
        q2.toml:9  - date = 2026-03-31\n\
        q2.toml:10  - value = 3\n";
    assert_eq!((ran.code, &*ran.out), (0, expected));
    assert_eq!(read(), patched);
}

#[test]
fn a_line_that_goes_is_told_where_another_of_its_key_is_changed() {
    let plan = "format = 1\n[driver.reach]\nneeds = [\"base\", \"consent\"]\n\n[capability.base]\nname = \"B\"\n\n\
        [capability.consent]\nname = \"C\"\nneeds = [\"base\"]\n";
    let folder = folder(&[("plan.toml", plan)]);
    let ran = swell(folder.path(), &["remove", "consent", "--references", "--quiet"]);
    let expected = "remove capability.consent with 1 reference\n\
        plan.toml:3  needs = [\"base\"]\n\
        plan.toml:8  - [capability.consent]\n\
        plan.toml:9  - name = \"C\"\n\
        plan.toml:10  - needs = [\"base\"]\n";
    assert_eq!((ran.code, &*ran.out), (0, expected), "{}", ran.err);
}

#[test]
fn what_the_record_says_then_is_told() {
    let plan = "format = 1\n[plan]\nas-of = 2026-09-30\ncurrency = \"EUR\"\n\n[wave.scale]\nstart = 2026-01-05\nend = 2026-12-31\nbudget = 900_000\n\n[driver.reach]\nwave = \"scale\"\n\n[kpi.rate]\nunit = \"%\"\nbaseline = 20\ntarget = { scale = 40 }\n\n[[spent]]\nwave = \"scale\"\nperiod = \"2026-08\"\nvalue = 360_000\n";
    let folder = folder(&[("plan.toml", plan)]);
    let said = |arguments: &[&str]| {
        let ran = swell(folder.path(), arguments);
        assert_eq!(ran.code, 0, "{arguments:?} {}", ran.err);
        ran.out
    };
    // 360 + 120 of 900 k€.
    let out = said(&["record", "spent", "scale", "120k", "--period", "2026-09"]);
    assert!(out.contains("\n  spent in scale  360 k€ → 480 k€  420 k€ left of 900 k€\n"), "{out}");
    let out = said(&["record", "spent", "scale", "500k", "--period", "2026-07"]);
    assert!(out.contains("\n  spent in scale  480 k€ → 980 k€  80.0 k€ over its 900 k€\n"), "{out}");
    // From 20 on 5 January to 40 on 31 December is 360 days; on 30 June, after 176 of them, 29.78.
    let out = said(&["record", "kpi", "rate", "35", "--date", "2026-06-30"]);
    assert!(out.contains("\n  rate  not read → 35 % green  29.78 % planned\n"), "{out}");
    let out = said(&["record", "kpi", "rate", "12", "--date", "2026-06-30", "--replace"]);
    assert!(out.contains("\n  rate  35 % green → 12 % red  29.78 % planned\n"), "{out}");
    // What is no record tells of none.
    let out = said(&["set", "scale.budget", "1M"]);
    assert!(!out.contains("spent in"), "{out}");
}

#[test]
fn an_amount_below_zero_is_no_option_whatever_its_unit() {
    let folder = folder(&[("plan.toml", PLAN), ("record.toml", RECORD)]);
    let said = |arguments: &[&str]| {
        let ran = swell(folder.path(), &[arguments, &["--quiet"]].concat());
        assert_eq!(ran.code, 0, "{arguments:?} {}", ran.err);
        ran.out
    };
    let out = said(&["set", "reach.once", "-5k"]);
    assert!(out.ends_with("  once = -5_000\n"), "{out}");
    let out = said(&["record", "spent", "consent", "-1.5k", "--period", "2026-03", "--dry-run"]);
    assert!(out.contains("\n+value = -1_500\n"), "{out}");
    // What are options stay options.
    assert!(said(&["set", "reach.once", "-4k", "--dry-run"]).contains("nothing was written"));
    let ran = swell(folder.path(), &["slip", "reach", "-3m"]);
    assert!(ran.err.contains("a slip pushes and never pulls"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_saved_is_called_as_it_was_named() {
    let folder = folder(&[("p/plan.toml", PLAN), ("p/record.toml", RECORD)]);
    // No file may grow: whoever runs it, nothing can be written.
    let limited = "ulimit -f 0; trap '' XFSZ; exec \"$0\" \"$@\"";
    let direct = command(folder.path(), &["set", "p", "reach.once", "5"]);
    let mut shell = std::process::Command::new("sh");
    shell.current_dir(folder.path()).args(["-c", limited]).arg(direct.get_program()).args(direct.get_args());
    shell.env("XDG_STATE_HOME", folder.path().join("state"));
    let ran = ran(&mut shell);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.starts_with("error: p/plan.toml cannot be saved: "), "{}", ran.err);
    assert!(!ran.err.contains(&folder.path().display().to_string()), "{}", ran.err);
    assert_eq!(fs::read_to_string(folder.path().join("p/plan.toml")).unwrap(), PLAN);
}

/// Every command that writes names the files as the call named the plan: in what it says, and in its patches.
#[test]
fn every_writer_names_the_files_as_the_call_named_the_plan() {
    let plan = PLAN.replace("[driver.reach]\n", "[driver.reach]   \nonce = 5\n");
    let files = [("p/plan.toml", &*plan), ("p/record.toml", RECORD), ("q/r/x", "")];
    let (base, theirs) = (plan.clone(), plan.replacen("format = 1", "format = 1 # theirs", 1));
    let folder = folder(&[&files[..], &[("base/plan.toml", &base), ("base/record.toml", RECORD)]].concat());
    crate::program::write(folder.path(), "theirs/plan.toml", &theirs);
    crate::program::write(folder.path(), "theirs/record.toml", RECORD);
    let top = folder.path().canonicalize().unwrap().display().to_string();
    for (from, way) in [("", "p"), ("", "./p"), ("q/r", "../../p"), ("p", "."), ("q", &*format!("{top}/p"))] {
        let base = Path::new(&top).join("base").display().to_string();
        let theirs = Path::new(&top).join("theirs").display().to_string();
        let file = if way == "." { String::new() } else { format!("{}/", way.trim_start_matches("./")) };
        for (words, name) in [
            (&["set", way, "reach.once", "7"][..], "plan.toml"),
            (&["move", way, "reach", "scale"], "plan.toml"),
            (&["add", way, "driver", "other", "wave=scale"], "plan.toml"),
            (&["add", way, "reading", "kpi=rate", "date=2026-11-30", "value=4"], "record.toml"),
            (&["remove", way, "reach.once"], "plan.toml"),
            (&["rename", way, "reach", "outreach"], "plan.toml"),
            (&["record", "kpi", way, "rate", "4", "--date", "2026-11-30"], "record.toml"),
            (&["decide", way, "exit", "hold", "--date", "2026-11-30"], "record.toml"),
            (&["fmt", way], "plan.toml"),
            (&["merge", &base, way, &theirs], "plan.toml"),
        ] {
            let at = folder.path().join(from);
            let dry = if words[0] == "fmt" { "--diff" } else { "--dry-run" };
            let ran = swell(&at, &[words, &[dry]].concat());
            assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
            let shown = match words[0] {
                "merge" => format!("write {file}{name}\n"),
                _ => format!("--- a/{file}{name}\n+++ b/{file}{name}\n"),
            };
            assert!(ran.out.contains(&shown), "{from}: {words:?}: {shown}{}", ran.out);
            let all = ["p/plan.toml", "p/record.toml"]
                .map(|path| (path, fs::read_to_string(folder.path().join(path)).unwrap()));
            let ran = swell(&at, words);
            assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
            let own = match words[0] {
                "fmt" => format!("{file}{name}\n"),
                "merge" => format!("write {file}{name}\n"),
                _ => format!("\n{file}{name}:"),
            };
            assert!(ran.out.contains(&own), "{from}: {words:?}: {own} in {}", ran.out);
            assert!(way.starts_with('/') || !ran.out.contains(&top), "{words:?}: {}", ran.out);
            all.iter().for_each(|(path, text)| crate::program::write(folder.path(), path, text));
        }
    }
}

#[test]
fn a_target_that_is_no_number_says_what_it_may_be() {
    let plan = PLAN.replace("measures = [\"reach\"]", "better = \"within\"\ntarget = { scale = [20, 28] }");
    let folder = folder(&[("plan.toml", &plan), ("record.toml", RECORD)]);
    let refused = |value: &str| {
        let ran = swell(folder.path(), &["set", "rate.target.scale", value]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        ran.err.lines().next().unwrap_or_default().to_owned()
    };
    let within =
        "error: `scale` is a number; expected a band of two numbers, [40, 60], since within it is better";
    assert_eq!(refused("20,28"), within);
    assert_eq!(
        refused("20 to 28"),
        "error: `scale` is a text; expected a number, a band of two numbers, [40, 60], or true"
    );
    assert_eq!(swell(folder.path(), &["set", "rate.target.scale", "[21, 28]"]).code, 0);
}
