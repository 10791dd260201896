//! What is overdue: it was due by `as-of`, and evidence says that it is not there. Neither a run of a simulation nor a
//! slip has it live on a day of which that is known.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::quantity::Money;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::{Limits, Source};

use crate::program::{folder, swell};

/// The data was to be at level 2 by the end of June 2026, and was seen at level 1 on a day.
fn text(assessed: &str) -> String {
    format!(
        r#"format = 1
[plan]
currency = "EUR"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-11-15
discount-rate = 0
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2027-06-30
[capability.data]
maturity = 1
reaches = {{ one = 2 }}
cost = {{ run = 12_000 }}
[capability.use]
maturity = 1
reaches = {{ two = 2 }}
needs = ["data >= 2"]
[gate.now]
date = 2026-11-15
criteria = ["data >= 2"]
[gate.soon]
date = 2026-11-16
criteria = ["data >= 2"]
[gate.then]
date = 2027-07-05
criteria = ["data >= 2", "use >= 2"]
[[assessed]]
capability = "data"
level = 1
date = {assessed}
"#
    )
}

fn plan(assessed: &str) -> Plan {
    let store = Memory::default().with("plan.toml", text(assessed));
    Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap().plan
}

/// By hand: seen short on 1 November, the data is at level 2 on 16 November at the earliest. The first wave ends then,
/// late in every run; a gate of the 15th fails, and one of the 16th holds, as does the one of a year later, when what
/// needs the data is live too. What was not looked at since it was due counts as live for the waves, and for gates from
/// the same day on.
#[test]
fn no_run_has_it_live_before_the_day_after_as_of() {
    for (assessed, end, late) in [("2026-11-01", "2026-11-16", 50), ("2026-06-01", "2026-06-30", 0)] {
        let plan = plan(assessed);
        let settings = Settings { runs: Some(50), ..Settings::default() };
        let simulation = Simulation::of(&Figures::new(&plan), &Graph::new(&plan), &settings);
        let [one, two] = [0, 1].map(|wave| &simulation.waves[wave]);
        assert_eq!((one.end.by, one.late.times), ([Some(end.parse().unwrap()); 3], late), "{assessed}");
        assert_eq!(one.ended_by_plan, "2026-06-30".parse().unwrap());
        assert_eq!((two.end.by[2], two.late.times), (Some(two.ended_by_plan), 0), "{assessed}");
        let gates = simulation.gates.iter().map(|gate| gate.chance.unwrap().times);
        assert_eq!(gates.collect::<Vec<_>>(), [0, 50, 50], "{assessed}");
        let folder = folder(&[("plan.toml", &*text(assessed))]);
        let told = swell(folder.path(), &["simulate", "plan.toml", "--runs", "100"]).out;
        let said = "1 step is overdue: live on 16 Nov 2026 at the earliest, the day after what is known\n";
        assert_eq!(told.contains(said), late > 0, "{told}");
        let row = "one 30 Jun 2026 30 Jun 2026 16 Nov 2026 16 Nov 2026 100 % no budget";
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words.contains(row), late > 0, "a wave with an overdue step is to end yet: {told}");
    }
}

/// By hand: three months after 16 November, the first day on which it can be there, is 16 February 2027; it runs from
/// March in place of July 2026, and eight months of 1,000 are later. Nine months after is 16 August 2027: fourteen
/// months of 1,000. Its cost of delay is that of a month's slip, to 16 December: 6,000 are saved, and no value is lost.
/// What needs it is live on 30 June 2027, 226 days after 16 November: so late it moves nothing else, a day later it does.
#[test]
fn a_slip_and_slack_count_from_the_day_after_as_of() {
    let folder = folder(&[("plan.toml", &*text("2026-11-01"))]);
    let slip = |by: &str| swell(folder.path(), &["slip", "plan.toml", "data", by]).out;
    let three = slip("3");
    for said in [
        "1 step was due by 15 Nov 2026 and is not there: what is overdue can be live on 16 Nov 2026 at the earliest, and \
         is late from there.",
        "NPV +8.00 k€",
        "Cost up to Dec 2027: 8.00 k€ later, none saved.",
        "data is late already. data can be 226 days late before anything else moves",
        "Data 3 months late moves nothing else",
        "Months that are over are planned to cost less then, since what was due in them begins to run later; what was \
         spent in them stays.",
        "data      2  one   30 Jun 2026  16 Feb 2027  it is late",
    ] {
        assert!(three.contains(said), "{said}: {three}");
    }
    assert!(!three.contains("one-off cost"), "no wave moves: {three}");
    let nine = slip("9");
    assert!(nine.contains("30 Jun 2026  16 Aug 2027  it is late"), "{nine}");
    assert!(nine.contains("Cost up to Dec 2027: 14.0 k€ later, none saved."), "{nine}");
    assert!(slip("226d").contains("moves nothing else"), "{}", slip("226d"));
    assert!(slip("227d").contains("two   30 Jun 2027  01 Jul 2027  it needs data"), "{}", slip("227d"));
    let explained = swell(folder.path(), &["explain", "plan.toml", "slack.data"]).out;
    for said in [
        "slack.data = 226 days",
        "data at 2 can be live at the earliest  16 Nov 2026",
        "From 16 Nov 2026 to 30 Jun 2027",
    ] {
        assert!(explained.contains(said), "{said}: {explained}");
    }

    let plan = plan("2026-11-01");
    let figures = Figures::new(&plan);
    let data = plan.item_by_id("data").unwrap();
    let cost = figures.costs_of_delay()[data.at()].unwrap();
    assert_eq!((cost.value, cost.npv), (Money::ZERO, Money(-600_000)));
}

/// The data is overdue, and so is what uses it: both are live on 16 November at the earliest. The board is phased into
/// the second wave, and expires before that ends, so that it does nothing for what needs it on that day. From 16 November
/// to the horizon it is a year and 45 days.
#[test]
fn what_is_late_already_or_expires_first_is_said_not_to_govern() {
    let more = "[driver.old]\nwave = \"one\"\nneeds = [\"data >= 2\"]\nstage = \"planned\"\nvalue = 12_000\n\
                [mandate.board]\nreaches = { two = 2 }\ngranted = 2026-01-01\nuntil = 2027-03-31\n\
                [driver.late]\nwave = \"two\"\nneeds = [\"board\", \"sure\"]\nvalue = 12_000\n\
                [mandate.sure]\nreaches = { two = 2 }\ngranted = 2026-01-01\nuntil = 2027-06-30\n";
    let folder = folder(&[("plan.toml", &*format!("{}{more}", text("2026-11-01")))]);
    let run = |arguments: &[&str]| {
        let ran = swell(folder.path(), arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let shown = run(&["show", "plan.toml", "dependencies"]);
    for said in [
        "data 0, late already ",
        "board 0, expires 31 Mar 2027 ",
        "sure 0, governs ",
        "old 410 days, horizon, late already ",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let json = run(&["show", "plan.toml", "dependencies", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let slip = |item: &str| -> serde_json::Value {
        serde_json::from_str(&run(&["slip", "plan.toml", item, "3m", "--format", "json"])).unwrap()
    };
    for (item, late, expires) in
        [("data", true, None), ("board", false, Some("2027-03-31")), ("sure", false, None)]
    {
        for room in [&json["room"][item], &slip(item)["room"][item]] {
            assert_eq!((&room["slack"], &room["late_already"]), (&0.into(), &late.into()), "{item}");
            assert_eq!(room["expires_first"].as_str(), expires, "{item}");
        }
    }
    let slip = |item: &str| run(&["slip", "plan.toml", item, "3m"]);
    assert!(slip("data").contains("data is late already. Any further delay of data moves something else."));
    let board = "board expires on 31 Mar 2027, before it is live, and governs nothing by itself.";
    assert!(slip("board").contains(board), "{}", slip("board"));
    assert!(slip("sure").contains("sure has no slack: any delay moves something else."));
    assert!(run(&["explain", "plan.toml", "slack.data"]).contains("It is late already: "));
    let board = run(&["explain", "plan.toml", "slack.board"]);
    assert!(
        board.contains("It expires on 31 Mar 2027, before it is live: ")
            && board.contains("mandate.board.until = "),
        "{board}"
    );
    assert!(!run(&["explain", "plan.toml", "slack.sure"]).contains("It expires"));
}

/// By hand: the risk happens in every run, so that nothing is drawn. The data, overdue, is late from 16 November on: a
/// month later it is there on 16 December, and ten months later on 16 September 2027, which holds up what needs it, and
/// the second wave, to the same day. Its 10,000 are in every run. None of it is a chance: `late` is certain, no input
/// swings net present value, and the gate of July 2027 holds in every run or in none.
#[test]
fn a_risk_that_is_certain_delays_it_from_the_day_after_as_of_and_is_no_chance() {
    let ends = [(1, "2026-12-16", "2027-06-30", 50), (10, "2027-09-16", "2027-09-16", 0)];
    for (months, first, second, holds) in ends {
        let risk =
            format!("[risk.vendor]\nprobability = 1\ncosts = 10_000\ndelays = {{ data = {months} }}\n");
        let text = text("2026-11-01") + &risk;
        let store = Memory::default().with("plan.toml", text.as_str());
        let plan = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap().plan;
        let settings = Settings { runs: Some(50), ..Settings::default() };
        let simulation = Simulation::of(&Figures::new(&plan), &Graph::new(&plan), &settings);
        let by = [0, 1].map(|wave| simulation.waves[wave].end.by);
        assert_eq!(by, [first, second].map(|day| [Some(day.parse().unwrap()); 3]), "{months}");
        let late = &simulation.waves[0].late;
        assert_eq!((late.times, late.certain, late.interval()), (50, true, [1.0, 1.0]));
        assert_eq!((simulation.drawn.all(), simulation.swings.len()), (0, 0));
        let then = simulation.gates[2].chance.unwrap();
        assert_eq!((then.times, then.certain), (holds, true), "{months}");
        let folder = folder(&[("plan.toml", &*text)]);
        let told = swell(folder.path(), &["simulate", "plan.toml", "--runs", "100"]).out;
        for said in [
            "Nothing is uncertain in this plan\n1 risk of probability 1 happens in every run",
            "Every run is the same: the plan's own forecast, and what is certain to happen.",
        ] {
            assert!(told.contains(said), "{said}: {told}");
        }
        assert!(!told.contains("What drives the spread") && !told.contains("under 3 %"), "{told}");
    }
}

/// What nothing drawn reaches is certain, beside a risk that does reach something else: the second wave waits for what
/// the risk delays, the first one for nothing, and no risk costs anything.
#[test]
fn what_no_draw_decides_is_certain_beside_what_one_does() {
    let text = text("2026-11-01") + "[risk.late]\nprobability = 0.3\ndelays = { use = 9 }\n";
    let folder = folder(&[("plan.toml", &*text)]);
    let told = swell(folder.path(), &["simulate", "plan.toml", "--runs", "200", "--format", "json"]).out;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let certain = |pointer: &str| told.pointer(pointer).unwrap()["certain"].as_bool().unwrap();
    assert!(certain("/waves/one/late") && !certain("/waves/two/late"), "{told}");
    assert!(certain("/gates/now/chance") && !certain("/gates/then/chance"));
    // The data is there at the earliest then: no draw decides it, and nobody says that it will be.
    assert!(told.pointer("/gates/then/criteria/0/at_most").unwrap() == true, "{told}");
    assert!(!certain("/gates/then/criteria/0/chance") && !certain("/gates/then/criteria/1/chance"));
    // Its running cost alone would begin later, and it has none.
    assert!(certain("/chance_of_no_loss") && certain("/chance_of_forecast_value"));
    let text = swell(folder.path(), &["simulate", "plan.toml", "--runs", "200"]).out;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("one 30 Jun 2026 30 Jun 2026 16 Nov 2026 16 Nov 2026 100 %"), "{text}");
    assert!(
        words.contains("two 30 Jun 2027 30 Jun 2027") && words.contains("at least 30 % no budget"),
        "{text}"
    );
    assert!(text.contains("0 % chance of no loss"), "{text}");
    let explained = swell(folder.path(), &["explain", "plan.toml", "chance-of-late.one"]).out;
    let words = explained.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("nothing that they draw decides it, so that it is certain"), "{explained}");
}

/// Of a thing that is late twice the later holds, and its slack is told once.
#[test]
fn what_is_late_twice_is_told_once() {
    let folder = folder(&[("plan.toml", &*text("2026-11-01"))]);
    let told = swell(folder.path(), &["slip", "plan.toml", "use", "3", "use", "2"]).out;
    assert_eq!(told.matches("late up to the horizon of the plan, 31 Dec 2027").count(), 1, "{told}");
    assert!(told.contains("Use 3 months late moves") && !told.contains("2 months late"), "{told}");
}

/// Due with the first wave, in June: the data was seen short since, the KPI stands at 20 of 40, and nothing is on record of
/// the 10,000. A KPI that is there comes never too late, whatever its targets. Of these gates only that of a month to come
/// could be passed still: by hand, the data is there three months after 16 November, on 16 February.
#[test]
fn a_slip_says_of_what_was_due_whether_it_was_met() {
    let more = "[driver.old]\nwave = \"one\"\nneeds = [\"data >= 2\"]\nvalue = 120_000\nstage = \"planned\"\n\
                [kpi.rate]\nmeasures = [\"data\"]\nbetter = \"higher\"\nbaseline = 0\ntarget = { one = 50, two = 80 }\n\
                [kpi.there]\nmeasures = [\"data\"]\nbetter = \"higher\"\nbaseline = 0\ntarget = { one = 50, two = 80 }\n\
                [[reading]]\nkpi = \"rate\"\ndate = 2026-11-10\nvalue = 20\n\
                [[reading]]\nkpi = \"there\"\ndate = 2026-11-10\nvalue = 45\n\
                [gate.past]\ndate = 2026-07-15\n\
                criteria = [\"data >= 2\", \"kpi.rate >= 40\", \"kpi.there >= 40\", \"realized.old >= 10_000\"]\n";
    let folder = folder(&[("plan.toml", &*format!("{}{more}", text("2026-11-01")))]);
    let said = swell(folder.path(), &["slip", "plan.toml", "data", "3", "--format", "json"]).json();
    let told = |gate: &str| -> Vec<(String, serde_json::Value, serde_json::Value)> {
        let criteria = said["gates"][gate]["criteria"].as_array().unwrap().iter();
        criteria
            .map(|it| (it["text"].as_str().unwrap().into(), it["met"][0].clone(), it["overdue"].clone()))
            .collect()
    };
    let overdue = |text: &str| (text.to_owned(), "2026-11-16".into(), serde_json::json!([true, false]));
    assert_eq!(told("past"), [overdue("data >= 2"), overdue("realized.old >= 10_000")]);
    assert_eq!(told("soon"), [overdue("data >= 2")]);
    let lost = ["past", "now", "soon"].map(|gate| said["gates"][gate]["lost"].as_bool().unwrap());
    assert_eq!(lost, [false, false, true]);
    let text = swell(folder.path(), &["slip", "plan.toml", "data", "3"]).out;
    assert!(text.contains("not yet; 16 Nov 2026 at the earliest (too late already)  16 Feb 2027"), "{text}");
}
