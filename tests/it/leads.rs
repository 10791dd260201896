//! Figures lead down to the lines that decide them: a value is set otherwise, and each figure that comes to something
//! else then leads to that value.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use groundswell::explain::into::Into;
use groundswell::explain::look::Look;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::address::{Address, Holds, Part, Table};
use groundswell::simulation::{Cause, Settings, Simulation};
use groundswell::source::schema::fields;
use groundswell::trace::Origin;
use groundswell::trace::name::Name;
use groundswell::trace::reads;
use groundswell::trace::value::Value;
use groundswell::traces;
use toml::Value as Toml;

use crate::program::swell;
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
    ("policy.ramp-low", "0.1", &["chance-of-gate.embed-exit.4"]),
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

/// The plan with a value set, at a way of keys and, in lists, places.
fn with(all: &toml::Table, address: &str, value: Toml) -> toml::Table {
    let mut plan = Toml::Table(all.clone());
    let (way, key) = address.rsplit_once('.').unwrap();
    let mut at = &mut plan;
    for key in way.split('.') {
        at = match (at, key.parse::<usize>()) {
            (Toml::Array(list), Ok(nth)) => &mut list[nth],
            (at, _) => {
                let table = at.as_table_mut().unwrap();
                table.entry(key).or_insert_with(|| Toml::Table(toml::Table::new()))
            }
        };
    }
    match (at, key.parse::<usize>()) {
        (Toml::Array(list), Ok(nth)) => list[nth] = value,
        (at, _) => drop(at.as_table_mut().unwrap().insert(key.to_owned(), value)),
    }
    plan.as_table().unwrap().clone()
}

/// A plan with what is known of it.
struct Known<'p> {
    figures: Figures<'p>,
    simulation: Option<Simulation>,
}

impl<'p> Known<'p> {
    /// With a simulation where any of the figures asked for is of one.
    fn of(plan: &'p Plan, names: &[&str]) -> Self {
        let figures = Figures::new(plan);
        let drawn = |name: &&str| traces::is_simulated(&Name::parse(name).unwrap().word);
        let settings = Settings { runs: Some(400), ..Settings::default() };
        let simulation =
            names.iter().any(drawn).then(|| Simulation::of(&figures, &Graph::new(plan), &settings));
        Self { figures, simulation }
    }

    fn figure(&self, name: &Name) -> Option<traces::Figure> {
        traces::figure_beside(&self.figures, self.simulation.as_ref(), name).ok()
    }

    fn value(&self, name: &str) -> Option<Value> {
        Some(self.figure(&Name::parse(name).unwrap())?.trace.value)
    }

    /// The lines that a figure leads to.
    fn lines(&self, name: &str) -> HashSet<Address> {
        let mut open = vec![Name::parse(name).unwrap()];
        let (mut seen, mut lines) = (HashSet::new(), HashSet::new());
        while let Some(name) = open.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let Some(figure) = self.figure(&name) else { continue };
            lines.extend(figure.trace.decided.into_iter().map(|line| line.at));
            for input in figure.trace.inputs {
                match input.from {
                    Origin::Figure(name) => open.push(name),
                    Origin::Plan(address) => drop(lines.insert(address)),
                    Origin::Rule => {}
                }
            }
        }
        lines
    }
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

/// Whether the page of a value names a figure, or its family where it goes into those of other things.
fn goes_into(known: &Known<'_>, address: &Address, name: &str) -> bool {
    let look = Look::of(&known.figures, None);
    let (into, name) = (Into::of(look, address), Name::parse(name).unwrap());
    let own = |told: &String| {
        let told = Name::parse(told).unwrap();
        told.word == name.word && told.of.iter().all(|id| name.of.contains(id))
    };
    into.words.contains(&&*name.word) || into.names.iter().any(own)
}

/// What is wrong in a plan: figures that another value changes and that do not lead to it, or that
/// its page does not name. What the plan itself says is
/// found out once for all that is tried.
fn faults(all: &toml::Table, cases: &[Case]) -> Vec<String> {
    let plan = read(all).unwrap();
    let names: Vec<&str> = cases.iter().flat_map(|(.., names)| *names).copied().collect();
    let before = Known::of(&plan, &names);
    let mut lines: HashMap<&str, HashSet<Address>> = HashMap::new();
    let mut faults = Vec::new();
    for (way, value, names) in cases {
        let Some(then) = read(&with(all, way, parsed(value))) else {
            faults.push(format!("{way} = {value} cannot be read"));
            continue;
        };
        let after = Known::of(&then, names);
        // A record is told by what it is about, which another value may change.
        let record = way.split('.').nth(1).is_some_and(|key| key.parse::<usize>().is_ok());
        let table = Table::of(way.split('.').next().unwrap()).unwrap();
        let address = if record { Address::new(table, "") } else { Address::parse(way).unwrap() };
        let is_led = |line: &Address| if record { line.table == table } else { is_of(line, &address) };
        for name in *names {
            let lines = lines.entry(name).or_insert_with(|| before.lines(name));
            if before.value(name) == after.value(name) {
                faults.push(format!("{name} is {:?} whatever {way}", before.value(name)));
            } else if !lines.iter().any(is_led) && !after.lines(name).iter().any(is_led) {
                faults.push(format!("{name} does not lead to {way}"));
            }
            if !record && !goes_into(&before, &address, name) {
                faults.push(format!("{way} is not said to go into {name}"));
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

/// What the plan that says something under every key has besides, so that each of them can be set otherwise.
const BESIDES: &str = r#"
[mandate.office]
leadership = "transformation"
wave = "two"
cost = { two = 3_000, run = 600 }
effort = 2
needs = ["crm >= 2"]
[capability.rules]
part-of = "crm"
wave = "two"
maturity = 1
[pool.other]
cap = 30_000
[market.west]
share = 0.1
wave = "unplanned"
[kpi.trust]
measures = ["reach"]
kind = "lagging"
unit = "points"
better = "higher"
baseline = 0
target = { one = 10, two = 20 }
cadence = "month"
rollup = "worst"
[[reading]]
kpi = "trust"
date = 2026-08-31
value = 12
market = "north"
[[reading]]
kpi = "trust"
date = 2026-08-31
value = 9
market = "south"
"#;

/// Every kind of value that goes into figures, and one of each with figures that lead to it.
const KINDS: &[Case] = &[
    (
        "capability.rules.part-of",
        "\"consent\"",
        &["mean-gap.layer.commercial", "fulfilment.two.technological"],
    ),
    ("driver.content.needs", "[]", &["cost-of-delay.crm", "slip.crm", "slack.crm"]),
    ("market.south.wave", "\"unplanned\"", &["asked.two-exit.1", "gap.crm.south"]),
    ("plan.units", "[\"north\", \"south\", \"head\", \"lab\"]", &["evident.crm"]),
    (
        "capability.crm.dimensions",
        "[\"data\"]",
        &["fulfilment.two.technology", "lowest-fulfilment.two.processes"],
    ),
    (
        "capability.consent.layer",
        "\"transformational\"",
        &["fulfilment.three.commercial", "mean-gap.layer.commercial"],
    ),
    ("capability.consent.needs", "[]", &["chain-months.consent"]),
    (
        "capability.consent.target",
        "2",
        &["level.consent.north@2027-06-30", "target.consent", "step.consent.three"],
    ),
    ("capability.crm.live.one", "2026-12-15", &["run.crm@2026-11", "level.crm.south@2026-07-02"]),
    ("decision.0.date", "2026-09-16", &["chance-of-gate.one-exit.2", "chance-of-gate.one-exit"]),
    ("decision.0.outcome", "\"hold\"", &["chance-of-gate.one-exit.2"]),
    ("driver.reach.category", "\"cost\"", &["planned.category.revenue", "forecast.category.revenue@2027"]),
    ("driver.reach.objective", "\"save\"", &["planned.objective.grow", "unweighted.objective.grow"]),
    (
        "driver.reach.pool",
        "\"other\"",
        &["planned.pool.sales", "claims.sales", "overlap.sales@2028-03", "planned.more@2028-03"],
    ),
    ("driver.reach.stage", "\"valued\"", &["planned.stage.executing", "realized.stage.executing"]),
    ("exception.own-crm.market", "\"north\"", &["run.own-crm@2026-08", "exceptions.own-crm@2026-08", "cost"]),
    ("gate.one-exit.wave", "\"two\"", &["gate.one-exit.1", "asked.one-exit.1", "evidence.one-exit.1.south"]),
    ("kpi.rate.counts", "\"cumulative\"", &["kpi.rate", "attainment.rate", "slope.rate"]),
    ("kpi.rate.predicts.after", "3", &["prediction.rate"]),
    ("kpi.sales.window", "2", &["kpi.sales", "expected.sales"]),
    ("mandate.office.needs", "[]", &["chain-months.office"]),
    (
        "market.north.archetype",
        "\"adapted\"",
        &["roll-out.north@2026-03", "scope@2026-07", "planned.reach@2026-07"],
    ),
    ("policy.kpi-stale", "0.2", &["kpis.stale", "kpi-forecast.rate"]),
    ("wave.three.after", "[\"one\"]", &["slip.two"]),
    ("archetype.standardized.cost-factor", "0.5", &["roll-out", "cost", "asked-for.one"]),
    ("archetype.standardized.lag-months", "1", &["planned.reach@2026-07"]),
    ("assessed.0.capability", "\"consent\"", &["evident.crm.north"]),
    ("assessed.0.date", "2026-07-25", &["gate.one-exit.1@2026-07-02"]),
    ("assessed.0.level", "3", &["evident.crm.north"]),
    ("assessed.0.unit", "\"south\"", &["evident.crm.north"]),
    ("assessed.3.mandate", "\"office\"", &["assessed.funding"]),
    ("brand.a.share", "0.3", &["scope@2026-08", "planned.reach@2026-08"]),
    ("capability.consent.live", "2027-05-31", &["level.consent@2027-06-15"]),
    ("capability.consent.maturity", "3", &["level.consent"]),
    ("capability.consent.start", "2027-03-01", &["chain-months.consent"]),
    (
        "capability.consent.wave",
        "\"two\"",
        &["slack.consent", "one-off.three", "asked-for.three", "effort.three"],
    ),
    ("capability.crm.cost.one", "120_000", &["one-off.crm", "cost"]),
    ("capability.crm.cost.run", "36_000", &["run.crm"]),
    ("capability.crm.effort.it", "12", &["effort.one.it"]),
    ("capability.crm.reaches.one", "3", &["step.crm.one"]),
    ("customer-type.x.share", "0.35", &["scope@2026-08"]),
    ("driver.content.once", "15_000", &["planned.content"]),
    ("driver.content.wave", "\"three\"", &["planned.content@2027-03"]),
    ("driver.more.start", "2026-09-01", &["chain-months.more"]),
    ("driver.reach.confidence", "0.4", &["planned.reach@2026-08"]),
    ("driver.reach.cost.one", "45_000", &["one-off.reach"]),
    ("driver.reach.cost.run", "18_000", &["run.reach"]),
    ("driver.reach.effort.it", "6", &["effort.one.it"]),
    ("driver.reach.live", "2026-08-10", &["planned.reach@2026-08"]),
    ("driver.reach.ramp.months", "18", &["ramp.reach@2026-08"]),
    ("driver.reach.value.high", "600_000", &["npv-even"]),
    ("driver.reach.value.likely", "360_000", &["claims.reach@2026-08"]),
    ("driver.reach.value.low", "180_000", &["npv-even"]),
    ("exception.own-crm.cost", "12_000", &["run.own-crm"]),
    ("exception.own-crm.until", "2027-05-21", &["run.own-crm"]),
    ("gate.one-exit.criteria.0", "\"crm >= 3\"", &["gate.one-exit.1"]),
    ("gate.three-exit.date", "2027-06-21", &["chance-of-gate.three-exit.1"]),
    ("kpi.rate.baseline", "30", &["attainment.rate"]),
    ("kpi.rate.local.south.one", "60", &["expected.rate.south"]),
    ("kpi.rate.target.one", "90", &["expected.rate"]),
    ("mandate.funding.granted", "2026-05-01", &["mandates-in-force@2026-04-15"]),
    ("mandate.funding.reaches.one", "3", &["step.funding.one"]),
    ("mandate.funding.until", "2026-08-31", &["level.funding", "mandates-in-force"]),
    ("mandate.office.cost.two", "9_000", &["one-off.office"]),
    ("mandate.office.effort", "5", &["effort.two"]),
    ("mandate.office.live", "2026-10-31", &["run.office@2026-11"]),
    ("mandate.office.start", "2026-10-01", &["chain-months.office"]),
    ("mandate.office.wave", "\"three\"", &["slack.office"]),
    ("market.north.cost", "60_000", &["roll-out"]),
    ("market.north.share", "0.25", &["planned.reach@2026-08"]),
    ("plan.as-of", "2026-10-20", &["reading-age.rate"]),
    ("plan.discount-rate", "0.04", &["npv", "discount@2027-03"]),
    ("plan.discounting", "\"mid-year\"", &["npv", "irr"]),
    ("plan.horizon", "2028-03-31", &["slack.content"]),
    ("plan.start", "2025-11-22", &["npv", "expected.rate@2026-04-30"]),
    ("pool.sales.base", "400_000", &["overlap.sales@2027-03", "planned.reach@2027-03"]),
    ("pool.sales.cap", "12_000", &["pool.sales@2027-03", "planned.reach@2027-03"]),
    ("reading.0.date", "2026-03-21", &["slope.rate.north"]),
    ("reading.0.kpi", "\"sales\"", &["slope.rate.north"]),
    ("reading.0.market", "\"south\"", &["slope.rate.north"]),
    ("reading.0.value", "54", &["highest-reading.rate.north"]),
    ("realized.0.driver", "\"content\"", &["realized.reach"]),
    ("realized.0.period", "\"2026-05\"", &["forecast.reach@2026-06"]),
    ("realized.0.value", "9_000", &["realized.reach"]),
    ("risk.vendor.costs", "90_000", &["npv-mean"]),
    ("risk.vendor.delays.crm", "9", &["npv-mean"]),
    ("risk.vendor.probability", "0.9", &["npv-mean"]),
    ("spent.0.item", "\"reach\"", &["spent.crm"]),
    ("spent.0.period", "\"2026-Q4\"", &["spent.crm"]),
    ("spent.0.value", "60_000", &["spent.crm", "left.one"]),
    ("spent.3.wave", "\"two\"", &["spent.one"]),
    ("wave.one.budget", "240_000", &["budget", "left.one"]),
    (
        "wave.one.end",
        "2026-05-31",
        &[
            "scope@2026-06",
            "one-off.one@2026-06",
            "expected.rate@2026-04-30",
            "attainment.rate",
            "prediction.rate",
        ],
    ),
    ("wave.one.opens.market", "[\"south\"]", &["scope@2026-08", "change-load.one.north", "asked-for.one"]),
    ("wave.one.start", "2026-02-01", &["one-off.crm@2026-01", "chain-months.crm"]),
    ("wave.one.start", "2027-02-05", &["spent.one", "ac.one"]),
    ("wave.two.start", "2027-03-01", &["budget-so-far.two"]),
    ("wave.three.start", "2027-02-01", &["slip.two"]),
];

/// What both markets are to be asked for: the first wave opens them.
const ASKED: &[Case] = &[
    ("kpi.trust.better", "\"lower\"", &["kpi.trust", "attainment.trust"]),
    ("kpi.rate.rollup", "\"mean\"", &["kpi.rate", "to-plan.rate", "gate.one-exit@2026-07-02"]),
    ("kpi.rate.cadence", "\"quarter\"", &["missed-readings.rate"]),
    ("kpi.rate.tolerance.green", "0.85", &["status.rate"]),
];

/// Kinds of values of which no figure has a line, and why.
const UNLED: &[(&str, &str)] = &[(
    "decision.gate",
    "a gate that nobody decided has no record; one that is decided has no chance, and says by which",
)];

/// A kind that is new in the format has a case here, or a reason why nothing leads to it.
#[test]
fn every_kind_of_value_is_led_to() {
    let mut all = whole(Path::new("tests/it/data/reads.toml"));
    for (table, more) in BESIDES.parse::<toml::Table>().unwrap() {
        match (all.get_mut(&table).unwrap(), more) {
            (Toml::Table(own), Toml::Table(more)) => own.extend(more),
            (Toml::Array(own), Toml::Array(more)) => own.extend(more),
            _ => panic!("{table}"),
        }
    }
    let both = with(&all, "wave.one.opens.market", parsed("[\"north\", \"south\"]"));
    let both = with(&both, "wave.two.opens.market", parsed("[]"));
    // September is not read: a month is missed, and no quarter.
    let both = with(&both, "plan.as-of", parsed("2026-10-15"));
    let mut faults = [faults(&all, KINDS), faults(&both, ASKED)].concat();
    let cases = [KINDS, ASKED, FIRST, OMNICHANNEL, BEFORE].into_iter().flatten();
    let known: HashSet<String> = cases
        .map(|(way, ..)| {
            let parts: Vec<&str> = way.split('.').collect();
            let one = Table::of(parts[0]).is_some_and(|table| table.holds() == Holds::One);
            format!("{}.{}", parts[0], parts[if one { 1 } else { 2 }])
        })
        .chain(UNLED.iter().map(|(kind, _)| (*kind).to_owned()))
        .collect();
    let mut kinds = HashSet::new();
    for table in Table::ALL {
        for field in fields(table) {
            let address =
                Address::new(table, if table.holds() == Holds::One { "" } else { "it" }).to(field.key);
            if reads::words().any(|word| reads::reads(word, &address).is_some()) {
                kinds.insert(format!("{}.{}", table.key(), field.key));
            }
        }
    }
    faults.extend(kinds.difference(&known).map(|kind| format!("{kind} has no case")));
    let unled = UNLED.iter().map(|(kind, _)| *kind).filter(|kind| !kinds.contains(*kind));
    faults.extend(unled.map(|kind| format!("{kind} goes into no figure")));
    faults.sort_unstable();
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

/// What a decision has settled is not drawn any more, and says which decision that was.
#[test]
fn a_gate_that_is_decided_names_its_decision() {
    let plan = read(&whole(Path::new("tests/it/data/reads.toml"))).unwrap();
    let name = Name::parse("chance-of-gate.one-exit.2").unwrap();
    let unknown = traces::figure(&Figures::new(&plan), &name).map(|figure| figure.trace.value).unwrap_err();
    let help = "It was decided on 02 Jul 2026 (`decision[2026-07-02 one-exit]`): what holds of its criteria is told as `gate.one-exit`.";
    assert_eq!(unknown.help, help);
}

/// A program reads which lines decide, with what they say and where, apart from the numbers of the arithmetic.
#[test]
fn what_decides_is_told_apart_from_the_numbers() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/reads.toml");
    let ran = swell(Path::new("."), &["explain", plan.to_str().unwrap(), "slack.crm", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let decided = &told["figures"][0]["decided_by"];
    assert_eq!(decided.as_array().unwrap().len(), 1, "{decided}");
    assert_eq!(decided[0]["label"], "content needs crm");
    assert_eq!(decided[0]["address"], "driver.content.needs[0]");
    assert_eq!(decided[0]["written"], "\"crm >= 3\"");
    let text = std::fs::read_to_string(&plan).unwrap();
    let line = text.lines().position(|line| line == r#"needs = ["crm >= 3", "funding"]"#).unwrap() + 1;
    assert_eq!(decided[0]["line"], line);
    let inputs = told["figures"][0]["inputs"].as_array().unwrap();
    assert!(inputs.iter().all(|input| input["address"] != decided[0]["address"]), "{inputs:?}");
}

/// A figure of a simulation leads to lines of the plan at once, those that state what is drawn for it, the weightiest
/// first.
#[test]
fn what_is_simulated_leads_to_the_lines_that_state_what_is_drawn() {
    let plan = read(&whole(Path::new("plans/omnichannel"))).unwrap();
    let figures = Figures::new(&plan);
    let settings = Settings { runs: Some(400), band: true, ..Settings::default() };
    let simulation = Simulation::of(&figures, &Graph::new(&plan), &settings);
    let mut names = Vec::new();
    traces::each_of(&figures, &simulation, &mut |family, row| {
        names.push(row.of.name(&plan, family.word, row.when));
    });
    let page = |name: &Name| traces::figure_beside(&figures, Some(&simulation), name).unwrap().trace;
    let mut unled: Vec<String> = Vec::new();
    for name in &names {
        let trace = page(name);
        let of_plan = |from: &Origin| matches!(from, Origin::Plan(_));
        if trace.decided.is_empty() && !trace.inputs.iter().any(|input| of_plan(&input.from)) {
            unled.push(name.to_string());
        }
    }
    assert!(names.len() > 100, "{}", names.len());
    assert_eq!(unled, Vec::<String>::new());
    // The line of what swings NPV most comes first, and each line once.
    let lines = |name: &str| -> Vec<String> {
        let lines = page(&Name::parse(name).unwrap()).decided;
        lines.into_iter().map(|line| line.at.to_string()).collect()
    };
    let first = match simulation.swings[0].cause {
        Cause::Value(item) => plan.item_address(item).to("value").to_string(),
        Cause::Ramp(item) => plan.item_address(item).to("ramp").to_string(),
        Cause::Risk(nth) => format!("risk.{}.probability", plan.risks[nth as usize].id),
        Cause::Kpi(_) => unreachable!("NPV follows from no KPI"),
    };
    for name in ["npv-even", "npv-mean", "npv-step", "chance-of-no-loss"] {
        let lines = lines(name);
        assert_eq!(lines[0], first, "{name}");
        assert_eq!(lines.iter().filter(|line| *line == "policy.ramp-low").count(), 1, "{name}: {lines:?}");
    }
    // Of value the driver that is to bring most.
    let most = plan.drivers().max_by_key(|(ix, _)| figures.forecast().sum_of(*ix)).unwrap().0;
    let most = plan.item_address(most).to("value").to_string();
    assert_eq!((lines("value-even")[0].as_str(), lines("value-step")[0].as_str()), (&*most, &*most));
}
