//! Which values of a plan go into which figures: for each family of figures the values that it is made of, by table and
//! key, as sets that families share.
//!
//! A test tries it: it sets each value of a plan otherwise, and all figures that change then are told here.

use crate::plan::address::{Address, Part, Table};

/// Values of a plan, by table and by the way to them inside it: `value.likely`; `cost!run` is `cost` but for its `run`.
#[derive(Clone, Copy)]
struct Reads {
    keys: &'static [(Table, &'static str)],
    /// Whether they decide only how a figure is parted, by wave or by another axis, and not what it is.
    parts: bool,
}

impl Reads {
    const fn of(keys: &'static [(Table, &'static str)]) -> Self {
        Self { keys, parts: false }
    }

    /// The same, where they only part a figure.
    const fn parting(self) -> Self {
        Self { parts: true, ..self }
    }
}

use Table::{
    Archetype, Assessed, Brand, Capability, CustomerType, Decision, Driver, Exception, Gate, Kpi, Mandate,
    Market, Plan, Policy, Pool, Reading, Realized, Risk, Spent, Wave,
};

/// The months that are counted.
const MONTHS: Reads = Reads::of(&[(Plan, "start"), (Plan, "horizon")]);
/// The month that is looked at where none is named.
const NOW: Reads = Reads::of(&[(Plan, "as-of")]);
const START: Reads = Reads::of(&[(Plan, "start")]);
const HORIZON: Reads = Reads::of(&[(Plan, "horizon")]);
/// When markets, brands and customer types go live, and their shares.
const SCOPE: Reads = Reads::of(&[
    (Market, "share"),
    (Market, "archetype"),
    (Brand, "share"),
    (CustomerType, "share"),
    (Archetype, "lag-months"),
    (Wave, "opens"),
    (Wave, "end"),
]);
/// When drivers go live.
const GO_LIVE: Reads = Reads::of(&[(Driver, "wave"), (Driver, "live"), (Wave, "end")]);
/// What drivers are planned to bring.
const VALUE: Reads = Reads::of(&[(Driver, "value.likely"), (Driver, "ramp"), (Driver, "pool")]);
const ONCE: Reads = Reads::of(&[(Driver, "once")]);
const RAMP: Reads = Reads::of(&[(Driver, "ramp")]);
const CAP: Reads = Reads::of(&[(Pool, "cap"), (Pool, "base")]);
const BASE: Reads = Reads::of(&[(Pool, "base")]);
const CONFIDENCE: Reads = Reads::of(&[(Driver, "confidence")]);
/// What value is parted by.
const AXES: Reads =
    Reads::of(&[(Driver, "category"), (Driver, "objective"), (Driver, "stage"), (Driver, "pool")]).parting();
/// What was realized.
const RECORD: Reads =
    Reads::of(&[(Realized, "driver"), (Realized, "period"), (Realized, "value"), (Plan, "as-of")]);
const RECORDED: Reads = Reads::of(&[(Realized, "driver"), (Realized, "period"), (Plan, "as-of")]);
/// Steps: to which level, in which wave.
const STEPS: Reads = Reads::of(&[
    (Driver, "wave"),
    (Capability, "wave"),
    (Capability, "reaches"),
    (Mandate, "wave"),
    (Mandate, "reaches"),
]);
/// Levels: of which step, and how high it is where only its wave is said.
const LEVELS: Reads = Reads::of(&[
    (Capability, "wave"),
    (Capability, "reaches"),
    (Capability, "target"),
    (Capability, "maturity"),
    (Capability, "live"),
    (Mandate, "wave"),
    (Mandate, "reaches"),
    (Mandate, "live"),
    (Wave, "end"),
]);
/// The day on which steps are live.
const DAYS: Reads = Reads::of(&[(Driver, "live"), (Capability, "live"), (Mandate, "live"), (Wave, "end")]);
/// What must be live first.
const NEEDS: Reads = Reads::of(&[(Driver, "needs"), (Capability, "needs"), (Mandate, "needs")]);
/// What evidence says of levels.
const EVIDENCE: Reads = Reads::of(&[
    (Assessed, "capability"),
    (Assessed, "mandate"),
    (Assessed, "date"),
    (Assessed, "level"),
    (Assessed, "unit"),
    (Capability, "maturity"),
    (Mandate, "granted"),
    (Mandate, "until"),
    (Plan, "as-of"),
    (Plan, "units"),
]);
/// One-off and running cost of items, and the waves that one-off cost falls in.
const ONE_OFF: Reads = Reads::of(&[
    (Driver, "cost!run"),
    (Capability, "cost!run"),
    (Mandate, "cost!run"),
    (Driver, "wave"),
    (Capability, "wave"),
    (Capability, "reaches"),
    (Mandate, "wave"),
    (Mandate, "reaches"),
]);
const RUN: Reads = Reads::of(&[(Driver, "cost.run"), (Capability, "cost.run"), (Mandate, "cost.run")]);
const WAVES: Reads = Reads::of(&[(Wave, "start"), (Wave, "end")]);
const ROLL_OUT: Reads =
    Reads::of(&[(Market, "cost"), (Market, "archetype"), (Archetype, "cost-factor"), (Wave, "opens.market")]);
const EXCEPTIONS: Reads = Reads::of(&[
    (Exception, "cost"),
    (Exception, "until"),
    (Exception, "market"),
    (Market, "archetype"),
    (Archetype, "lag-months"),
    (Wave, "opens.market"),
    (Wave, "end"),
]);
const BUDGET: Reads = Reads::of(&[(Wave, "budget")]);
const WAVE_START: Reads = Reads::of(&[(Wave, "start")]);
const SPENT: Reads = Reads::of(&[
    (Spent, "item"),
    (Spent, "wave"),
    (Spent, "period"),
    (Spent, "value"),
    (Wave, "start"),
    (Plan, "as-of"),
]);
const RATE: Reads = Reads::of(&[(Plan, "discount-rate"), (Plan, "discounting")]);
const DISCOUNTING: Reads = Reads::of(&[(Plan, "discounting")]);
/// How a KPI stands.
const READ: Reads = Reads::of(&[
    (Reading, "kpi"),
    (Reading, "date"),
    (Reading, "value"),
    (Reading, "market"),
    (Kpi, "counts"),
    (Kpi, "window"),
    (Kpi, "cadence"),
    (Kpi, "rollup"),
    (Kpi, "better"),
    (Market, "share"),
    (Plan, "as-of"),
    (Plan, "start"),
    // From when on a market is asked.
    (Wave, "opens.market"),
    (Wave, "end"),
    (Market, "wave"),
]);
const READ_ON: Reads = Reads::of(&[
    (Reading, "kpi"),
    (Reading, "date"),
    (Reading, "market"),
    (Kpi, "cadence"),
    (Plan, "as-of"),
    (Plan, "start"),
    (Wave, "opens.market"),
    (Wave, "end"),
    (Market, "wave"),
]);
/// What is expected of it.
const EXPECTED: Reads = Reads::of(&[
    (Kpi, "baseline"),
    (Kpi, "target"),
    (Kpi, "local"),
    (Kpi, "counts"),
    (Kpi, "window"),
    (Kpi, "cadence"),
    (Kpi, "better"),
    (Kpi, "rollup"),
    (Plan, "as-of"),
    (Plan, "start"),
    (Wave, "end"),
    (Reading, "kpi"),
    (Reading, "market"),
    // What part of the baseline of a sum a market has.
    (Market, "share"),
    (Wave, "opens.market"),
    (Market, "wave"),
]);
const TOLERANCE: Reads = Reads::of(&[(Kpi, "tolerance")]);
const STALE: Reads = Reads::of(&[(Policy, "kpi-stale")]);
const PREDICTS: Reads = Reads::of(&[(Kpi, "predicts")]);
const BUILT: Reads = Reads::of(&[(Capability, "layer"), (Capability, "dimensions"), (Capability, "part-of")]);
const GROUP: Reads = Reads::of(&[(Capability, "part-of")]);
const LAYER: Reads = Reads::of(&[(Capability, "layer")]);
const FORCE: Reads = Reads::of(&[
    (Mandate, "granted"),
    (Mandate, "until"),
    (Mandate, "wave"),
    (Mandate, "reaches"),
    (Wave, "start"),
]);
/// Which markets take part.
const OPENS: Reads = Reads::of(&[(Wave, "opens.market"), (Market, "wave"), (Plan, "units")]);
const WORK: Reads = Reads::of(&[
    (Driver, "start"),
    (Capability, "start"),
    (Mandate, "start"),
    (Wave, "start"),
    (Plan, "start"),
]);
const AFTER: Reads = Reads::of(&[(Wave, "after"), (Wave, "start")]);
const EFFORT: Reads = Reads::of(&[(Driver, "effort"), (Capability, "effort"), (Mandate, "effort")]);
const CRITERIA: Reads = Reads::of(&[(Gate, "criteria"), (Gate, "wave"), (Gate, "date")]);
/// The days on which gates ask about KPIs.
const GATE_DAYS: Reads = Reads::of(&[(Gate, "criteria"), (Gate, "wave"), (Gate, "date"), (Wave, "end")]);
/// The digits in which values of KPIs are written.
const WRITTEN: Reads = Reads::of(&[(Kpi, "baseline"), (Kpi, "target")]);
const DECIDED: Reads = Reads::of(&[(Decision, "gate"), (Decision, "outcome"), (Decision, "date")]);
/// What a simulation draws, beside the likely values.
const RANGES: Reads =
    Reads::of(&[(Driver, "value.low"), (Driver, "value.high"), (Policy, "ramp-low"), (Policy, "ramp-high")]);
const DELAYS: Reads = Reads::of(&[(Risk, "delays")]);
const RISK_COSTS: Reads = Reads::of(&[(Risk, "costs")]);

/// Families that are made of the same, by their words.
const FAMILIES: &[(&[&str], &[&[Reads]])] = &[
    (&["planned"], &[PLANNED, &[AXES]]),
    (&["unweighted"], &[UNWEIGHTED, &[AXES]]),
    (&["planned-so-far"], &[PLANNED, &[NOW]]),
    (&["realized"], &[&[RECORD, AXES, SCOPE.parting(), GO_LIVE.parting(), START]]),
    (&["realized-so-far"], &[&[RECORD, MONTHS]]),
    (&["rate"], &[PLANNED, &[RECORD]]),
    (&["claim-rate"], &[CLAIMED, &[CONFIDENCE, BASE, RECORD]]),
    (&["unrecorded"], &[&[RECORDED, GO_LIVE]]),
    (&["forecast"], &[PLANNED, &[RECORD, AXES]]),
    (&["forecast-so-far", "delta", "delta-share"], &[PLANNED, &[RECORD]]),
    (&["cost"], &[COST]),
    (&["cost-so-far"], &[COST, &[NOW]]),
    (&["one-off"], &[&[ONE_OFF, ROLL_OUT, WAVES, MONTHS]]),
    (&["one-off-of-items"], &[&[ONE_OFF, WAVES, MONTHS]]),
    (&["roll-out"], &[&[ROLL_OUT, WAVES, MONTHS]]),
    (&["run"], &[RUNNING, &[EXCEPTIONS]]),
    (&["run-of-items"], &[RUNNING]),
    (&["exceptions"], &[&[EXCEPTIONS, MONTHS]]),
    (&["expected-cost"], &[&[RISK_COSTS]]),
    (&["budget"], &[&[BUDGET]]),
    (&["budget-so-far"], &[&[BUDGET, WAVE_START]]),
    (&["left"], &[&[BUDGET, SPENT]]),
    (&["net", "payback", "payback-months", "roi", "peak-funding"], &[PLANNED, COST]),
    (&["net-so-far"], &[PLANNED, COST, &[NOW]]),
    (
        &["forecast-net", "forecast-net-so-far", "forecast-payback", "forecast-roi", "forecast-peak-funding"],
        &[PLANNED, COST, &[RECORD]],
    ),
    (&["npv"], &[PLANNED, COST, &[RATE]]),
    (&["forecast-npv"], &[PLANNED, COST, &[RECORD, RATE]]),
    (&["irr"], &[PLANNED, COST, &[DISCOUNTING]]),
    (&["forecast-irr"], &[PLANNED, COST, &[RECORD, DISCOUNTING]]),
    (&["kpi"], &[&[READ, GATE_DAYS, DECIDED]]),
    (&["slope", "lowest-reading", "highest-reading"], &[&[READ]]),
    (&["kpi-line"], &[&[READ, GATE_DAYS]]),
    (&["kpi-spread"], &[&[READ, WRITTEN, GATE_DAYS]]),
    (&["kpi-scatter"], &[&[READ, WRITTEN]]),
    (&["expected", "expected-of-period"], &[&[EXPECTED]]),
    (&["to-plan", "attainment"], &[&[READ, EXPECTED]]),
    (&["status"], &[&[READ, EXPECTED, TOLERANCE]]),
    (&["kpis"], &[&[READ, EXPECTED, TOLERANCE, STALE]]),
    (&["missed-readings"], &[&[READ_ON, EXPECTED, WAVE_START]]),
    (&["held-readings"], &[&[READ, EXPECTED]]),
    (&["reading-age"], &[&[READ]]),
    (&["kpi-forecast", "needed-slope"], &[&[READ, EXPECTED, STALE]]),
    (&["prediction", "said-before", "came-before"], &[&[READ, EXPECTED, PREDICTS]]),
    (&["level"], &[LEVEL, &[GROUP]]),
    (&["mandates-in-force"], &[&[FORCE, EVIDENCE]]),
    (&["assessed"], &[&[EVIDENCE]]),
    (&["evident"], &[LEVEL]),
    (&["step"], &[&[STEPS, LEVELS]]),
    (&["target"], &[&[STEPS, LEVELS]]),
    (&["gap", "short"], &[LEVEL, &[WAVE_START]]),
    (&["mean-level", "mean-gap"], &[LEVEL, &[GROUP, LAYER]]),
    (&["fulfilment", "lowest-fulfilment"], &[LEVEL, &[BUILT]]),
    (&["live-steps", "progress", "weakest"], &[SOON]),
    (&["change-load"], &[&[LEVELS, OPENS, EVIDENCE]]),
    (&["slack"], &[SOON, &[NEEDS, HORIZON]]),
    (&["chain-months"], &[&[STEPS, DAYS, NEEDS, WORK]]),
    (&["slip"], &[SOON, &[NEEDS, AFTER]]),
    (&["cost-later", "cost-saved"], &[COST, SOON, &[NEEDS, AFTER]]),
    (&["cost-of-delay"], &[PLANNED, SOON, &[NEEDS]]),
    (&["cost-of-delay-npv"], &[PLANNED, SOON, &[NEEDS, RUN, RATE]]),
    (&["gate"], &[ASKED, &[DECIDED]]),
    (&["asked", "missing"], &[ASKED, &[DECIDED]]),
    (&["evidence"], &[LEVEL, &[CRITERIA]]),
    (
        &["gate-ahead", "asked-ahead"],
        &[ASKED, PLANNED, &[DECIDED, STEPS, DAYS, NEEDS, FORCE, ONE_OFF, ROLL_OUT, WAVES, EXPECTED, STALE]],
    ),
    (&["spent"], &[&[SPENT]]),
    (
        &["bac", "pv", "ev", "spi", "cpi", "tcpi", "eac", "eac-atypical", "eac-both", "vac"],
        &[SOON, &[ONE_OFF, ROLL_OUT, WAVE_START, SPENT]],
    ),
    (&["ac", "wave-steps", "due-steps", "earned-steps"], &[SOON, &[SPENT]]),
    (&["asked-for"], &[&[ONE_OFF, ROLL_OUT]]),
    (&["effort"], &[&[EFFORT, STEPS]]),
    (
        &[
            "npv-nine-in-ten",
            "npv-even",
            "npv-one-in-ten",
            "npv-mean",
            "npv-step",
            "npv-swing",
            "npv-if-low",
            "npv-if-high",
            "npv-swing-off-by",
            "chance-of-forecast",
            "chance-of-no-loss",
        ],
        &[SIMULATED, COST, &[RISK_COSTS, RATE]],
    ),
    (&["payback-even", "payback-nine-in-ten"], &[SIMULATED, COST, &[RISK_COSTS]]),
    (
        &[
            "value-nine-in-ten",
            "value-even",
            "value-one-in-ten",
            "value-mean",
            "value-step",
            "chance-of-forecast-value",
        ],
        &[SIMULATED],
    ),
    (&["end-even", "end-nine-in-ten", "chance-of-late"], &[MOVED]),
    (&["chance-of-governing"], &[MOVED, &[WORK]]),
    (&["chance-of-budget"], &[SOON, &[BUDGET, ONE_OFF, ROLL_OUT, WAVES, SPENT, RISK_COSTS, DELAYS]]),
    (&["chance-of-gate"], &[ASKED, SIMULATED, &[DECIDED, ONE_OFF, ROLL_OUT, WAVES, RISK_COSTS, STALE]]),
    (&["discount"], &[&[RATE, MONTHS, NOW]]),
    (&["scope", "opening"], &[&[SCOPE, MONTHS, NOW]]),
    (&["ramp"], &[&[SCOPE, MONTHS, GO_LIVE, RAMP, NOW]]),
    (&["starting"], &[&[SCOPE, MONTHS, GO_LIVE, NOW]]),
    (&["pool"], &[CLAIMED, &[CONFIDENCE, CAP, NOW]]),
    (&["unweighted-pool"], &[CLAIMED, &[CAP, NOW]]),
    (&["overlap"], &[CLAIMED, &[CONFIDENCE, BASE, NOW]]),
    (&["unweighted-overlap"], &[CLAIMED, &[BASE, NOW]]),
    (&["overlapped"], &[CLAIMED, &[CONFIDENCE, BASE]]),
    (&["claimed"], &[CLAIMED, &[CONFIDENCE, NOW]]),
    (&["claims"], &[CLAIMED, &[CONFIDENCE]]),
    (&["unweighted-claimed"], &[CLAIMED, &[NOW]]),
    (&["forecast-claimed"], &[CLAIMED, &[CONFIDENCE, BASE, RECORD]]),
    (&["forecast-overlap"], &[CLAIMED, &[CONFIDENCE, BASE, RECORD]]),
    (&["forecast-pool"], &[CLAIMED, &[CONFIDENCE, CAP, RECORD]]),
];

const CLAIMED: &[Reads] = &[MONTHS, SCOPE, GO_LIVE, VALUE, ONCE];
const UNWEIGHTED: &[Reads] = &[MONTHS, SCOPE, GO_LIVE, VALUE, ONCE, CAP];
const PLANNED: &[Reads] = &[MONTHS, SCOPE, GO_LIVE, VALUE, ONCE, CAP, CONFIDENCE];
const RUNNING: &[Reads] = &[RUN, STEPS, DAYS, MONTHS];
const COST: &[Reads] = &[ONE_OFF, RUN, ROLL_OUT, WAVES, MONTHS, STEPS, DAYS, EXCEPTIONS];
/// Levels by plan and by evidence.
const LEVEL: &[Reads] = &[LEVELS, EVIDENCE, OPENS];
/// Steps, and which of them are overdue.
const SOON: &[Reads] = &[STEPS, DAYS, LEVELS, EVIDENCE, OPENS];
const MOVED: &[Reads] = &[STEPS, DAYS, LEVELS, EVIDENCE, OPENS, NEEDS, DELAYS];
const SIMULATED: &[Reads] = &[
    MONTHS, SCOPE, GO_LIVE, VALUE, ONCE, CAP, CONFIDENCE, RECORD, RANGES, STEPS, DAYS, LEVELS, EVIDENCE,
    NEEDS, DELAYS,
];
const ASKED: &[Reads] = &[CRITERIA, GATE_DAYS, LEVELS, EVIDENCE, OPENS, READ, RECORD, SPENT];

/// The words of all families that are told of here.
pub fn words() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|(words, _)| words.iter().copied())
}

/// How a value goes into the figures of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It decides only how they are parted.
    Parting,
    /// They are made of it.
    Made,
}

/// How the value at an address goes into the figures of a family; `None`: not at all. A table stands for all of its
/// values.
#[must_use]
pub fn reads(word: &str, address: &Address) -> Option<Way> {
    let mut path = String::new();
    for part in &address.path {
        let Part::Key(key) = part else { break };
        path.push_str(if path.is_empty() { "" } else { "." });
        path.push_str(key);
    }
    let meets = |key: &str| {
        let (key, but) = key.split_once('!').unwrap_or((key, ""));
        let below = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let other =
            but.is_empty() || path.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')) != Some(but);
        path.is_empty() || other && below(&path, key) || below(key, &path)
    };
    let sets = FAMILIES.iter().filter(|(words, _)| words.contains(&word)).flat_map(|(_, sets)| *sets);
    let met = sets
        .flat_map(|set| set.iter())
        .filter(|reads| reads.keys.iter().any(|(table, key)| *table == address.table && meets(key)));
    met.map(|reads| if reads.parts { Way::Parting } else { Way::Made }).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_in_by_its_own_key_and_by_what_lies_below_it() {
        let way = |word: &str, address: &str| reads(word, &Address::parse(address).unwrap());
        assert_eq!(way("planned", "driver.reach.value.likely"), Some(Way::Made));
        assert_eq!(way("planned", "driver.reach.value"), Some(Way::Made), "a number alone is likely");
        assert_eq!(way("planned", "driver.reach.value.high"), None);
        assert_eq!(way("npv-even", "driver.reach.value.high"), Some(Way::Made));
        assert_eq!(way("planned", "driver.reach.category"), Some(Way::Parting));
        assert_eq!(way("npv", "driver.reach.category"), None);
        assert_eq!(way("run", "capability.crm.cost.one"), None, "one-off");
        assert_eq!(way("run", "capability.crm.cost.run"), Some(Way::Made));
        assert_eq!(way("budget", "wave.one"), Some(Way::Made), "a table stands for all of it");
        assert_eq!(way("bac", "wave.one.budget"), None);
    }
}
