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
        assert_eq!(one.planned_end, "2026-06-30".parse().unwrap());
        assert_eq!((two.end.by[2], two.late.times), (Some(two.planned_end), 0), "{assessed}");
        let gates = simulation.gates.iter().map(|gate| gate.chance.unwrap().times);
        assert_eq!(gates.collect::<Vec<_>>(), [0, 50, 50], "{assessed}");
        let folder = folder(&[("plan.toml", &*text(assessed))]);
        let told = swell(folder.path(), &["simulate", "plan.toml", "--runs", "100"]).out;
        let said = "1 step is overdue: live on 16 Nov 2026 at the earliest, the day after what is known\n";
        assert_eq!(told.contains(said), late > 0, "{told}");
        let row = "one          30 Jun 2026  16 Nov 2026  16 Nov 2026  100 %      no budget";
        assert_eq!(told.contains(row), late > 0, "a wave with an overdue step is to end yet: {told}");
    }
}

/// By hand: three months after June is September, which is over, so the data is live on 16 November; it runs from
/// December in place of July, and five months of 1,000 are later, four of which are over. Nine months after June is
/// March: nine months of 1,000. Its cost of delay is that of a month's slip: 5,000 are saved, and no value is lost.
#[test]
fn no_slip_has_it_live_before_the_day_after_as_of() {
    let folder = folder(&[("plan.toml", &*text("2026-11-01"))]);
    let slip = |by: &str| swell(folder.path(), &["slip", "plan.toml", "data", by]).out;
    let three = slip("3");
    for said in [
        "1 step was due by 15 Nov 2026 and is not there: no slip has what is overdue live before 16 Nov 2026.",
        "NPV +5.00 k€",
        "Cost up to Dec 2027: 5.00 k€ later, none saved.",
        "Months that are over are planned to cost less then, since what was due in them begins to run later; what was \
         spent in them stays.",
        "data      2  one   30 Jun 2026  16 Nov 2026  it is late",
    ] {
        assert!(three.contains(said), "{said}: {three}");
    }
    assert!(!three.contains("one-off cost"), "no wave moves: {three}");
    let nine = slip("9");
    assert!(nine.contains("30 Jun 2026  30 Mar 2027  it is late"), "{nine}");
    assert!(nine.contains("Cost up to Dec 2027: 9.00 k€ later, none saved."), "{nine}");

    let plan = plan("2026-11-01");
    let figures = Figures::new(&plan);
    let data = plan.item_by_id("data").unwrap();
    let cost = figures.costs_of_delay()[data.at()].unwrap();
    assert_eq!((cost.value, cost.npv), (Money::ZERO, Money(-500_000)));
}
