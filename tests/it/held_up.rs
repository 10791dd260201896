//! What is live by its date alone and needs what was seen short waits with it: on the board, in levels, slips, slack, what
//! a month costs and runs of a simulation.

use groundswell::figures::Figures;
use groundswell::figures::readiness::StepState;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::quantity::Money;
use groundswell::simulation::{Settings, Simulation};
use groundswell::status::Status;

use crate::driven::{edited_and_afresh, open};
use crate::program::{folder, swell};

/// All of the first wave is due by 31 December 2026. The base was seen at 1 of 2 on 15 January 2027. Nobody has seen the
/// tool, which needs it, nor first, which needs the base, nor second, which needs the tool. Paid has brought value, begun is
/// being worked on, low needs no more of the base than was seen, and known was seen since.
const TEXT: &str = r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2027-01-31
discount-rate = 0
[wave.one]
start = 2026-01-01
end = 2026-12-31
[wave.two]
start = 2027-01-01
end = 2027-12-31
[capability.base]
maturity = 0
reaches = { one = 2 }
[capability.tool]
reaches = { one = 2 }
needs = ["base >= 2"]
cost = { run = 12_000 }
[capability.known]
reaches = { one = 2 }
needs = ["base >= 2"]
[driver.first]
wave = "one"
value = 120_000
needs = ["base >= 2"]
ramp = { months = 1, shape = "step" }
[driver.second]
wave = "one"
value = 60_000
needs = ["tool >= 2"]
ramp = { months = 1, shape = "step" }
[driver.paid]
wave = "one"
value = 12_000
needs = ["base >= 2"]
ramp = { months = 1, shape = "step" }
[driver.begun]
wave = "one"
value = 12_000
stage = "executing"
needs = ["base >= 2"]
ramp = { months = 1, shape = "step" }
[driver.low]
wave = "one"
value = 12_000
needs = ["base >= 1"]
ramp = { months = 1, shape = "step" }
[driver.next]
wave = "two"
value = 12_000
needs = ["tool >= 2"]
ramp = { months = 1, shape = "step" }
[[assessed]]
capability = "base"
date = 2027-01-15
level = 1
[[assessed]]
capability = "known"
date = 2027-01-15
level = 2
[[realized]]
driver = "paid"
period = "2027-01"
value = 1_000
"#;

fn words(arguments: &[&str]) -> String {
    let folder = folder(&[("plan.toml", TEXT)]);
    let ran = swell(folder.path(), arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let folder = folder(&[("plan.toml", TEXT)]);
    swell(folder.path(), arguments).json()
}

/// What was seen comes first: it stands wherever what it needs stands.
#[test]
fn what_nobody_has_seen_is_late_with_what_it_needs() {
    let work = open(TEXT);
    let stands = |id: &str| {
        let standing = &work.standings[work.plan().item_by_id(id).unwrap().at()][0];
        let why = standing.reasons.first().map(|reason| reason.say(work.plan())).unwrap_or_default();
        (standing.status, standing.live, why)
    };
    let waits = |what: &str| (Status::Late, false, format!("waits for {what}, which is late itself"));
    assert_eq!(stands("base"), (Status::Late, false, "level 1 was seen, 2 was planned by now".into()));
    assert_eq!(stands("tool"), waits("base at 2"));
    assert_eq!(stands("first"), waits("base at 2"));
    assert_eq!(stands("second"), waits("tool at 2"));
    for live in ["known", "paid", "begun", "low"] {
        assert!(stands(live).1, "{live}: {:?}", stands(live));
    }
    let next = &work.standings[work.plan().item_by_id("next").unwrap().at()][0];
    let said: Vec<String> = next.reasons.iter().map(|reason| reason.say(work.plan())).collect();
    assert!(said.contains(&"waits for tool at 2, which is late itself".to_owned()), "{said:?}");
    // Of the eight of the first wave four are live.
    assert!(words(&["show", "plan.toml", "board"]).contains("4 of 8 steps live, 1 of them not assessed"));
    let told = words(&["explain", "plan.toml", "live-steps.one"]);
    for said in
        ["live-steps.one = 4 of 8", "second, overdue, waits for tool", "tool at 2, overdue, waits for base"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
}

/// By hand: of 10,000, the four of eight steps that are there earn 5,000 by the end of December. The tool, first and second
/// were live by their dates alone.
#[test]
fn what_waits_earns_nothing_and_is_said_to() {
    let spent = "[[spent]]\nwave = \"one\"\nperiod = \"2026-12\"\nvalue = 4_000\n";
    let budget = TEXT.replacen("end = 2026-12-31\n", "end = 2026-12-31\nbudget = 10_000\n", 1);
    let folder = folder(&[("plan.toml", &(budget + spent))]);
    let said = |command: &[&str]| {
        let out = swell(folder.path(), command).out;
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(said(&["explain", "plan.toml", "ev.one"]).contains("ev.one = 5,000.00 EUR"));
    let told = said(&["show", "plan.toml", "value"]);
    for words in [
        "tool at 2 waits for base, and earns nothing.",
        "first waits for base, and earns nothing.",
        "second waits for tool, and earns nothing.",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("paid waits") && told.contains("or waits for what is not there"), "{told}");
}

/// The level of the tool rises with nothing: it is not told as planned and there, and the page says why.
#[test]
fn a_level_that_waits_is_not_there() {
    let levels = json(&["show", "plan.toml", "capabilities", "--format", "json"]);
    assert_eq!(levels["capabilities"]["tool"]["level"], serde_json::Value::Null, "{levels}");
    let told = words(&["explain", "plan.toml", "level.tool"]);
    assert!(told.contains("2 of 31 Dec 2026 waits for base, which is not there"), "{told}");
    let before = words(&["explain", "plan.toml", "level.tool@2027-01-14"]);
    assert!(before.contains("level.tool@2027-01-14 = 2"), "nobody knew before the 15th: {before}");
}

/// By hand: three months after 1 February, the first day on which it can be there, is 1 May 2027. What waits moves with it,
/// to begin in June in place of January 2027: five months of 10,000, of 5,000, and of 1,000 that the tool does not run.
/// A month late is 1 March, to begin in April: three months of 15,000, less 3,000. Nothing is left before others move.
#[test]
fn a_slip_of_what_is_needed_moves_what_waits_for_it() {
    let told = words(&["slip", "plan.toml", "base", "3m"]);
    for said in [
        "Base 3 months late moves 3 other steps",
        "It costs 75.0 k€ of planned value up to Dec 2028; NPV −70.0 k€",
        "Cost up to Dec 2028: 5.00 k€ later, none saved.",
        "Any further delay of base moves something else.",
        "tool 2 one 31 Dec 2026 01 May 2027 it needs base",
        "first one 31 Dec 2026 01 May 2027 it needs base",
        "second one 31 Dec 2026 01 May 2027 it needs tool",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    for moved in ["first", "second", "tool"] {
        assert!(!told.contains(&format!("`{moved}` goes live on 31 Dec 2026")), "{told}");
    }
    let plan = open(TEXT).plan().clone();
    let figures = Figures::new(&plan);
    let cost = |id: &str| figures.costs_of_delay()[plan.item_by_id(id).unwrap().at()];
    let base = cost("base").unwrap();
    assert_eq!((base.value, base.npv), (Money(4_500_000), Money(4_200_000)));
    assert_eq!([cost("paid"), cost("begun"), cost("known")], [None; 3], "nothing of these is ahead");
}

/// By hand, where a risk is certain and delays the base by three months, to 1 May 2027: the wave ends then, and as much
/// value is lost as in a slip. The tool, which could run from March on, runs from June on: three months of 1,000 are saved,
/// and what the month that is over cost is not. Of 444,000 of value and 24,000 of cost 369,000 and 21,000 are left.
#[test]
fn a_run_of_a_simulation_waits_too() {
    let run = |text: &str| {
        let plan = open(text).plan().clone();
        let settings = Settings { runs: Some(50), ..Settings::default() };
        Simulation::of(&Figures::new(&plan), &Graph::new(&plan), &settings)
    };
    let ends = |simulation: &Simulation| simulation.waves[0].end.by.map(|day| day.unwrap().to_string());
    let plain = run(TEXT);
    assert_eq!(ends(&plain), ["2027-02-01"; 3]);
    assert!((plain.npv.mean.value - 42_000_000.0).abs() < 0.5, "{:?}", plain.npv.mean);
    let late = run(&format!("{TEXT}[risk.late]\nprobability = 1\ndelays = {{ base = 3 }}\n"));
    assert_eq!(ends(&late), ["2027-05-01"; 3]);
    assert!((late.npv.mean.value - 34_800_000.0).abs() < 0.5, "{:?}", late.npv.mean);
}

fn states(plan: &Plan) -> Vec<(String, StepState)> {
    let figures = Figures::new(plan);
    plan.items().map(|(ix, item)| (item.id.to_string(), figures.step_state(ix, 0))).collect()
}

/// A step may wait through others, and no edit of what these need stands at the step itself.
#[test]
fn after_an_edit_all_stands_as_in_the_plan_opened_afresh() {
    for (at, value) in [
        ("capability.base.maturity", "2"),
        ("capability.base.live", "2027-06-30"),
        ("capability.tool.needs", "[]"),
        ("driver.first.stage", "executing"),
        ("assessed[base 2027-01-15].level", "2"),
    ] {
        let work = open(TEXT);
        let before = states(work.plan());
        let [work, fresh] = edited_and_afresh(work, at, value);
        assert_eq!(work.standings, fresh.standings, "{at}");
        assert_eq!(work.progress, fresh.progress, "{at}");
        assert_eq!(work.figures().costs_of_delay(), fresh.figures().costs_of_delay(), "{at}");
        assert_ne!(states(work.plan()), before, "{at}: so that it tells something");
    }
}
