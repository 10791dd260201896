//! Gates whose day has come: what is known decides them, and nothing that is drawn; and what no draw decides of the
//! others.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::id::WaveIx;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::{Limits, Source};

use crate::program::{folder, swell};

/// Two units, of which the labs were never assessed; the first gate's day has passed, the second's is to come.
const PLAN: &str = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-12-01
units = ["north", "labs"]
[wave.one]
start = 2026-01-05
end = 2026-06-30
opens = { market = ["north"] }
[wave.two]
start = 2026-07-01
end = 2027-06-30
budget = 100_000
[market.north]
share = 1
[driver.reach]
wave = "two"
needs = ["crm >= 3"]
value = { low = 100_000, likely = 200_000, high = 400_000 }
[capability.crm]
maturity = { north = 2 }
reaches = { one = 2, two = 3 }
cost = { two = 90_000 }
[capability.data]
maturity = { north = 2 }
reaches = { one = 2 }
[capability.secret]
private = true
maturity = { north = 1 }
reaches = { one = 2 }
[gate.exit]
wave = "one"
date = 2026-07-15
criteria = ["crm >= 2", "data >= 2", "secret >= 2", "realized.reach >= 0"]
[gate.two-exit]
wave = "two"
date = 2027-09-15
criteria = ["crm >= 3", "spent.two <= 100_000", "realized.reach >= 1_000"]
[[assessed]]
capability = "crm"
date = 2026-07-10
level = 2
unit = "north"
"#;

/// A risk that delays the CRM by some months and costs some money, where it happens.
fn risk(months: u32, money: u32) -> String {
    format!("[risk.late]\nprobability = 0.4\ndelays = {{ crm = {months} }}\ncosts = {money}\n")
}

fn read(text: &str) -> Plan {
    let store = Memory::default().with("plan.toml", text.to_owned());
    Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap().plan
}

fn simulated(plan: &Plan) -> Simulation {
    let settings = Settings { runs: Some(2_000), ..Settings::default() };
    Simulation::of(&Figures::new(plan), &Graph::new(plan), &settings)
}

/// In how many runs each criterion of a gate holds, and whether that is certain.
fn told(simulation: &Simulation, gate: usize) -> Vec<(u32, bool)> {
    let chances = simulation.gates[gate].criteria.iter().map(|told| told.chance.unwrap());
    chances.map(|chance| (chance.times, chance.certain)).collect()
}

#[test]
fn a_gate_whose_day_has_passed_is_told_as_what_is_known() {
    let plan = read(&format!("{PLAN}{}", risk(4, 5_000)));
    let simulation = simulated(&plan);
    let gate = &simulation.gates[0];
    assert_eq!(gate.at, plan.as_of);
    // The labs were never assessed, so that no level holds in all units; nothing was to be realized.
    assert_eq!(told(&simulation, 0), [(0, true), (0, true), (0, true), (2_000, true)]);
    assert_eq!(gate.chance.map(|it| (it.times, it.certain)), Some((0, true)));
    // As wherever else the gate is told.
    let figures = Figures::new(&plan);
    let verdict = figures.verdict(gate.gate, plan.as_of).now;
    assert_eq!(verdict.iter().map(|it| it.holds).collect::<Vec<_>>(), [false, false, false, true]);
}

/// By plan the CRM is live on 30 June 2027, ten weeks before the gate asks: two months late it is there, three not.
/// Of 100,000 for the wave 90,000 are planned.
#[test]
fn what_a_risk_cannot_turn_is_certain() {
    let told = |months, money| {
        let simulation = simulated(&read(&format!("{PLAN}{}", risk(months, money))));
        let gate = told(&simulation, 1);
        let wave = simulation.waves[WaveIx(1).at()].budget.unwrap();
        let all = simulation.budget.unwrap();
        assert_eq!((wave.times, wave.certain), (all.times, all.certain), "one wave has a budget");
        (gate[0], gate[1], (wave.times, wave.certain))
    };
    let sure = (2_000, true);
    assert_eq!(told(2, 10_000), (sure, sure, sure));
    let (late, spent, budget) = told(3, 10_001);
    for (times, certain) in [late, spent, budget] {
        assert!((1_100..1_300).contains(&times) && !certain, "{times} of 2,000 at three in five");
    }
    // Live by the end of June, value comes from July on, and from September at the latest: August has ended by the gate.
    let realized =
        |months| super::asked::told(&simulated(&read(&format!("{PLAN}{}", risk(months, 0)))), 1)[2];
    assert_eq!(realized(0), (2_000, false), "what is drawn brings more than that in each run");
    let (times, certain) = realized(2);
    assert!((1_100..1_300).contains(&times) && !certain);
}

#[test]
fn text_json_and_pages_name_one_day_and_what_is_missing() {
    let folder = folder(&[("plan.toml", &*format!("{PLAN}{}", risk(4, 5_000)))]);
    let run = |arguments: &[&str]| {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = run(&["simulate", "plan.toml", "--runs", "100"]);
    // Of a gate that asks of something private too, neither how likely it is nor what is least likely is told to others.
    assert!(text.contains("exit 01 Dec 2026 █████ private"), "{text}");
    let all = run(&["simulate", "plan.toml", "--runs", "100", "--include-private"]);
    assert!(all.contains("exit 01 Dec 2026 0 % crm >= 2 (0 %) 0 of 4"), "{all}");
    let missing = "exit 15 Jul 2026 crm >= 2 unknown in labs; 2 planned, not assessed";
    assert!(text.contains(missing) && !text.contains("secret"), "{text}");
    let json = run(&["simulate", "plan.toml", "--runs", "100", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let gates = &json["gates"];
    assert_eq!((&gates["exit"]["date"], &gates["exit"]["at"]), (&"2026-07-15".into(), &"2026-12-01".into()));
    for told in ["least_likely", "chance"] {
        assert!(gates["exit"][told].is_null(), "{told}");
    }
    assert_eq!(gates["two-exit"]["least_likely"], "crm >= 3");
    let words = |gate: &str, nth: usize| gates[gate]["criteria"][nth]["missing_words"].clone();
    assert_eq!(words("exit", 0), "unknown in labs; 2 planned, not assessed");
    assert_eq!(words("exit", 3), "");
    assert!(words("exit", 2).is_null() && words("two-exit", 0).is_null(), "private, and to come");
    for name in ["chance-of-gate.exit", "chance-of-gate.exit.1"] {
        // The gate asks of something private too: its count is told to whoever may read that.
        let page = run(&["explain", "plan.toml", name, "--include-private"]);
        let day =
            "asked on 01 Dec 2026 plan.as-of = 2026-12-01 plan.toml:6 its day, which has passed 15 Jul 2026";
        assert!(page.contains(day) && page.contains("so that it is certain"), "{page}");
    }
    for name in ["chance-of-gate.exit.1", "gate.exit.1", "asked.exit.1", "missing.exit.1"] {
        let page = run(&["explain", "plan.toml", name]);
        assert!(page.contains("labs, never assessed n/a evidence.exit.1.labs@2026-12-01"), "{page}");
    }
    let unit = run(&["explain", "plan.toml", "evidence.exit.1.labs"]);
    assert!(unit.contains("It was never assessed. ") && unit.contains("maturity = { north = 2 }"), "{unit}");
}

/// A decision that is recorded for a day to come is not known, and is why the gate is asked all the same.
#[test]
fn a_decision_of_a_day_to_come_is_led_to() {
    let decision = "[[decision]]\ndate = 2026-12-10\ngate = \"exit\"\noutcome = \"go\"\n";
    let folder = folder(&[("plan.toml", &*format!("{PLAN}{decision}"))]);
    let page =
        swell(folder.path(), &["explain", "plan.toml", "chance-of-gate.exit", "--include-private"]).out;
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "a decision of a day to come decision[2026-12-10 exit].date = 2026-12-10 plan.toml:";
    assert!(words.contains(line), "{page}");
    let found = swell(folder.path(), &["check", "plan.toml"]).out;
    assert!(found.contains("a decision of 10 Dec 2026 is on record, and not known before"), "{found}");
}
