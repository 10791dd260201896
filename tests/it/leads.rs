//! Figures lead down to the lines that decide them: a value is set otherwise, and each figure that comes to something
//! else then leads to that value.

use std::collections::HashSet;
use std::path::Path;

use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::address::{Address, Part};
use groundswell::simulation::{Settings, Simulation};
use groundswell::trace::Origin;
use groundswell::trace::name::Name;
use groundswell::trace::value::Value;
use groundswell::traces;
use toml::Value as Toml;

use crate::reads::{read, whole};

/// A value by its keys, what it is set to, and figures that come to something else then.
type Case = (&'static str, &'static str, &'static [&'static str]);

const FIRST: &[Case] = &[
    (
        "wave.pilot.end",
        "2026-10-31",
        &[
            "planned.visits@2027-03",
            "unweighted.visits@2027-03",
            "ramp.visits@2027-03",
            "planned.visits@2026-10",
            "run.forms@2026-10",
            "cost@2026-10",
            "net@2027",
            "npv",
            "level.forms@2026-10-15",
            "slack.visits",
            "chain-months.visits",
        ],
    ),
    (
        "driver.visits.wave",
        "\"town\"",
        &["planned.visits@2027-03", "ramp.visits@2027-03", "slack.visits", "payback"],
    ),
    (
        "driver.visits.live",
        "2026-06-30",
        &["planned.visits@2026-08", "planned.visits@2027-03", "slack.visits"],
    ),
    ("driver.visits.value", "600_000", &["planned.visits@2027-03", "npv", "roi"]),
    ("driver.visits.ramp.months", "18", &["planned.visits@2027-03", "ramp.visits@2027-03"]),
    ("capability.forms.live", "2026-08-31", &["run.forms@2026-09", "level.forms@2026-09-15", "cost@2026-09"]),
    ("capability.forms.cost.run", "70_000", &["run.forms@2027-01", "run@2027", "npv"]),
];

const OMNICHANNEL: &[Case] = &[
    ("capability.brand-plan.live", "2026-06-15", &["level.brand-plan.dk@2026-05-31"]),
    ("capability.brand-plan.live", "2027-01-31", &["due-steps.foundation"]),
    (
        "wave.engage.end",
        "2027-04-30",
        &[
            "planned.engagement@2027-06",
            "ramp.engagement@2027-06",
            "scope@2027-04",
            "opening@2027-04",
            "run.de-double-opt-in@2027-07",
        ],
    ),
    (
        "wave.engage.opens.market",
        "[\"uk\"]",
        &["planned.engagement@2027-09", "scope@2027-09", "run.de-double-opt-in@2027-09"],
    ),
    ("wave.engage.opens.customer-type", "[]", &["planned.engagement@2027-06", "scope@2027-06"]),
    (
        "archetype.customized.lag-months",
        "9",
        &["planned.engagement@2028-08", "scope@2028-08", "run.us-content@2028-08"],
    ),
    ("archetype.customized.cost-factor", "3.2", &["one-off.us", "one-off.scale", "cost", "npv"]),
    ("exception.de-double-opt-in.until", "2027-08-31", &["run.de-double-opt-in@2027-09", "run@2027-09"]),
    ("market.dk.share", "0.2", &["planned.engagement@2027-06", "scope@2027-04"]),
    ("driver.engagement.confidence", "0.5", &["planned.engagement@2027-06", "chance-of-gate.embed-exit.4"]),
    ("driver.engagement.value.low", "100_000", &["chance-of-gate.embed-exit.4"]),
    ("driver.engagement.value.high", "9_900_000", &["chance-of-gate.embed-exit.4"]),
    ("policy.ramp-high", "4.0", &["chance-of-gate.embed-exit.4"]),
    (
        "risk.local-budgets.probability",
        "0.6",
        &["chance-of-gate.engage-exit.1", "chance-of-gate.engage-exit.2", "chance-of-gate.engage-exit.6"],
    ),
    ("risk.local-budgets.delays.affiliate-budgets", "0", &["chance-of-gate.engage-exit.1"]),
    ("risk.local-budgets.costs", "900_000", &["chance-of-gate.engage-exit.6", "chance-of-budget.engage"]),
    ("capability.journey-design.cost.engage", "390_000", &["chance-of-gate.engage-exit.6", "one-off.engage"]),
];

/// As of the first month, before anything was live.
const BEFORE: &[Case] = &[
    ("capability.brand-plan.live", "2026-06-15", &["slack.brand-plan", "level.brand-plan.dk@2026-05-31"]),
    ("wave.foundation.end", "2026-07-31", &["chain-months.crm", "chance-of-gate.foundation-exit.1"]),
];

fn parsed(value: &str) -> Toml {
    format!("it = {value}").parse::<toml::Table>().unwrap().remove("it").unwrap()
}

/// The plan with a value set.
fn with(all: &toml::Table, address: &str, value: Toml) -> toml::Table {
    let mut plan = Toml::Table(all.clone());
    let (way, key) = address.rsplit_once('.').unwrap();
    let mut table = plan.as_table_mut().unwrap();
    for key in way.split('.') {
        table = table.entry(key).or_insert_with(|| Toml::Table(toml::Table::new())).as_table_mut().unwrap();
    }
    table.insert(key.to_owned(), value);
    plan.as_table().unwrap().clone()
}

/// A figure, and all lines that it leads to, however far down.
fn led(figures: &Figures<'_>, simulation: &Simulation, name: &str) -> (Option<Value>, Vec<Address>) {
    let mut open = vec![Name::parse(name).unwrap()];
    let (mut seen, mut lines, mut value) = (HashSet::new(), Vec::new(), None);
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Ok(figure) = traces::figure_beside(figures, Some(simulation), &name) else { continue };
        value = value.or(Some(figure.trace.value));
        for input in figure.trace.inputs {
            match input.from {
                Origin::Figure(name) => open.push(name),
                Origin::Plan(address) => lines.push(address),
                Origin::Rule => {}
            }
        }
    }
    (value, lines)
}

/// Whether a line is that of a value: both say so much as the shorter of them does. A step is placed by `wave` as by
/// `reaches`.
fn is_of(line: &Address, value: &Address) -> bool {
    let keys = |address: &Address| -> Vec<String> {
        let keys = address.path.iter().filter_map(|part| match part {
            Part::Key(key) => Some(key.to_string()),
            Part::Nth(_) => None,
        });
        let keys: Vec<String> = keys.collect();
        if keys.first().is_some_and(|key| key == "reaches") { vec!["wave".into()] } else { keys }
    };
    let (one, other) = (keys(line), keys(value));
    line.table == value.table
        && line.key == value.key
        && one.iter().zip(&other).all(|(one, other)| one == other)
}

/// What is wrong in a plan: figures that another value changes and that do not lead to it.
fn faults(all: &toml::Table, cases: &[Case]) -> Vec<String> {
    let told = |plan: &Plan, names: &[&str]| -> Vec<(Option<Value>, Vec<Address>)> {
        let figures = Figures::new(plan);
        let settings = Settings { runs: Some(400), ..Settings::default() };
        let simulation = Simulation::of(&figures, &Graph::new(plan), &settings);
        names.iter().map(|name| led(&figures, &simulation, name)).collect()
    };
    let before = read(all).unwrap();
    let mut faults = Vec::new();
    for (address, value, names) in cases {
        let Some(after) = read(&with(all, address, parsed(value))) else {
            faults.push(format!("{address} = {value} cannot be read"));
            continue;
        };
        let address = Address::parse(address).unwrap();
        for ((name, before), after) in names.iter().zip(told(&before, names)).zip(told(&after, names)) {
            if before.0 == after.0 {
                faults.push(format!("{name} is {:?} whatever {address}", before.0));
            } else if !before.1.iter().chain(&after.1).any(|line| is_of(line, &address)) {
                faults.push(format!("{name} does not lead to {address}"));
            }
        }
    }
    faults
}

#[test]
fn a_figure_leads_to_the_values_that_decide_it() {
    let omnichannel = whole(Path::new("plans/omnichannel"));
    let before = with(&omnichannel, "plan.as-of", parsed("2026-01-31"));
    let first = whole(Path::new("plans/first.toml"));
    let plans = [(&first, FIRST), (&omnichannel, OMNICHANNEL), (&before, BEFORE)];
    let faults: Vec<String> = plans.iter().flat_map(|(all, cases)| faults(all, cases)).collect();
    assert_eq!(faults, Vec::<String>::new());
}

/// The day is told with its own line, though the wave ends later.
#[test]
fn a_day_of_its_own_is_told_with_the_line_that_it_stands_in() {
    let omnichannel = whole(Path::new("plans/omnichannel"));
    let days = |all: &toml::Table, name: &str| -> Vec<(Value, String)> {
        let plan = read(all).unwrap();
        let name = Name::parse(name).unwrap();
        let trace = traces::figure(&Figures::new(&plan), &name).unwrap().trace;
        let told = trace.inputs.into_iter().filter_map(|input| match input.from {
            Origin::Plan(address) if matches!(input.value, Value::Date(_)) => {
                Some((input.value, address.to_string()))
            }
            _ => None,
        });
        told.collect()
    };
    let own = (Value::Date("2026-04-30".parse().unwrap()), "capability.brand-plan.live".to_owned());
    let before = with(&omnichannel, "plan.as-of", parsed("2026-01-31"));
    for name in ["slack.brand-plan", "level.brand-plan.dk@2026-05-31"] {
        assert_eq!(days(&before, name)[0], own, "{name}");
    }
    let due = days(&omnichannel, "due-steps.foundation");
    assert!(due.contains(&own), "{due:?}");
    let end = (Value::Date("2026-06-30".parse().unwrap()), "wave.foundation.end".to_owned());
    assert_eq!(due.iter().filter(|line| **line == end).count(), 1, "once for all steps: {due:?}");
}
