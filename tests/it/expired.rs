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
