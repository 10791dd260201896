//! The commands that edit a plan: what they say, what they write, how they end.

use std::fs;

use crate::program::{folder, swell};

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
    assert_eq!(ends(&sound, &["decide", "exit", "go"]), (2, "error: it is not said when that was".into()));
    assert_eq!(
        ends(&sound, &["remove", "consent"]),
        (2, "error: the plan refers to `consent` in plan.toml:15".into())
    );
    assert_eq!(ends(&sound, &["set", "reach.wave"]).0, 2);
    assert_eq!(ends(&merging, &["set", "reach.wave", "scale"]).0, 3);
    assert_eq!(fs::read_to_string(sound.path().join("plan.toml")).unwrap(), PLAN);
}
