//! A mandate that has expired is in force nowhere: not in figures, not at a gate in a run, and not in what a slip says.

use std::path::Path;

use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::{Limits, Source};

use crate::program::{folder, swell};

/// A mandate that is live on 31 March and expires with 30 June, and a gate on that day and on the next.
const PLAN: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-01-31
[wave.one]
start = 2026-01-01
end = 2026-12-31
[mandate.steering]
leadership = "executive"
wave = "one"
live = 2026-03-31
granted = 2026-02-15
until = 2026-06-30
[gate.last]
date = 2026-06-30
criteria = ["steering"]
[gate.after]
date = 2026-07-01
criteria = ["steering"]
"#;

fn read(text: String) -> Plan {
    let store = Memory::default().with("plan.toml", text);
    Source::read(&store, &["plan.toml".into()], Limits::default()).ok().unwrap().plan
}

/// In which share of the runs the gate of the last day holds, and that of the day after.
fn shares(plan: &Plan) -> [f64; 2] {
    let settings = Settings { runs: Some(100), ..Settings::default() };
    let gates = Simulation::of(&Figures::new(plan), &Graph::new(plan), &settings).gates;
    [0, 1].map(|nth| gates[nth].criteria[0].chance.unwrap().share())
}

#[test]
#[expect(clippy::float_cmp, reason = "none or all of the runs")]
fn no_run_has_it_in_force_at_a_gate() {
    let mut plan = read(PLAN.into());
    assert_eq!(shares(&plan), [1.0, 0.0]);
    let steering = plan.item_by_id("steering").unwrap();
    for (gate, strength) in [("2026-06-30", Some(1)), ("2026-07-01", None)] {
        let at = gate.parse().unwrap();
        assert_eq!(Figures::new(&plan).level_at(steering, None, at), strength, "{gate}");
    }
    // Seen on the day after, it was in force whatever is written down.
    plan = read(format!("{PLAN}[[assessed]]\nmandate = \"steering\"\ndate = 2026-07-01\nlevel = 1\n"));
    plan.as_of = "2026-07-01".parse().unwrap();
    assert_eq!(shares(&plan)[1], 1.0);
}

/// Four months late it is live on 31 July, a month after it has expired: it is lost for the gate of 30 June, and at that
/// of 1 July it never was in force.
#[test]
fn a_slip_loses_no_gate_by_which_it_has_expired() {
    let plan = folder(&[("plan.toml", PLAN)]);
    let said =
        swell(Path::new(plan.path()), &["slip", "plan.toml", "steering", "4", "--format", "json"]).json();
    let gates = said["gates"].as_object().unwrap();
    assert_eq!(gates.keys().collect::<Vec<_>>(), ["last"], "{said}");
    assert_eq!(gates["last"]["criteria"][0]["met"], serde_json::json!(["2026-03-31", "2026-07-31"]));
}

/// Live in January, and granted on 15 February: at a gate it is in force from then on.
#[test]
fn a_slip_counts_a_mandate_from_its_grant_on() {
    let text = PLAN
        .replace("live = 2026-03-31", "live = 2026-02-10")
        .replace("date = 2026-06-30", "date = 2026-02-12");
    let plan = folder(&[("plan.toml", &text)]);
    let said =
        swell(Path::new(plan.path()), &["slip", "plan.toml", "steering", "2", "--format", "json"]).json();
    let criterion = &said["gates"]["last"]["criteria"][0];
    assert_eq!(criterion["met"], serde_json::json!(["2026-02-15", "2026-04-10"]), "{said}");
    assert_eq!(criterion["lost"], false, "it was too late already");
}

/// Steering was live on 31 March and has expired; audit was to be there with the first wave, and is granted in 2027.
const STANDS: &str = r#"
format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-11-15
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2027-06-30
[mandate.steering]
leadership = "executive"
wave = "one"
granted = 2026-02-15
until = 2026-09-30
[mandate.audit]
leadership = "executive"
wave = "one"
granted = 2027-01-05
[mandate.sponsor]
leadership = "executive"
wave = "one"
granted = 2026-01-05
[capability.crm]
wave = "one"
[capability.consent]
wave = "two"
needs = ["steering"]
[driver.reach]
wave = "one"
value = 1_000
"#;

/// By hand: of the three mandates of the first wave sponsor alone is in force, and of its five steps three are live.
#[test]
fn what_is_not_in_force_is_live_nowhere() {
    let files = folder(&[("plan.toml", STANDS)]);
    let shown = |view: &str| swell(files.path(), &["show", "plan.toml", view]).out;
    let leadership = shown("leadership");
    let wave = leadership.lines().rfind(|line| line.starts_with("one ")).unwrap();
    assert!(wave.contains("1 of 3") && wave.trim_end().ends_with("leadership"), "{leadership}");
    let board = shown("board");
    assert!(board.contains("3 of 5 steps live"), "{board}");
    let step = |id: &str| board.lines().find(|line| line.contains(&format!("({id})"))).unwrap();
    assert!(step("steering").contains("at risk") && step("audit").contains("late or blocked"), "{board}");
    let needs = shown("dependencies");
    let need = needs.lines().find(|line| line.starts_with("consent ")).unwrap();
    assert!(need.trim_end().ends_with("expired"), "{needs}");
    let counted = swell(files.path(), &["explain", "plan.toml", "live-steps.one.leadership"]).out;
    assert!(
        counted.contains("steering at 1, expired") && counted.contains("audit at 1, overdue"),
        "{counted}"
    );
    // What has expired cannot be late any more, and what is granted later is not there before.
    let slip = swell(files.path(), &["slip", "plan.toml", "steering", "1"]).out;
    assert!(slip.contains("nothing moves"), "{slip}");
    let late = slides(files.path());
    assert!(late.contains("steering") && late.contains("it has expired"), "{late}");
    assert!(late.contains("it is granted only later"), "{late}");
}

fn slides(files: &Path) -> String {
    swell(files, &["present", "plan.toml", "--plain"]).out
}
