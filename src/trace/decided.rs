//! The lines of a plan that decide a figure without being a number in its arithmetic: what a driver belongs to, how a
//! KPI counts, which units are asked, what must be live first, what a gate was decided on.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::flow::stretch;
use super::late::{late, moved};
use super::measured;
use super::name::When;
use super::of::{Built, Of};
use super::value::Value;
use super::{Input, Origin, Trace};
use crate::figures::Figures;
use crate::figures::split::{Axis, Measure, Part};
use crate::graph::{Because, Edge, Slip};
use crate::plan::Plan;
use crate::plan::address::{Address, Part as Place, Table};
use crate::plan::capability::Layer;
use crate::plan::id::{GateIx, ItemIx, KpiIx, MarketIx, UnitIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::kpi::{Better, Counts, Rollup};
use crate::plan::leadership::Subject;
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;
use crate::wording;

/// Takes in the lines that decide a figure of a family, where the plan says anything there. What a family knows better
/// by itself, it has taken in before.
pub fn take(figures: &Figures<'_>, word: &str, of: &Of, when: Option<When>, trace: &mut Trace) {
    let plan = figures.plan;
    match of {
        Of::Cut(parts) => belonging(figures, word, parts, when, trace),
        Of::Item(_) | Of::Wave(_) | Of::Late(..) if OF_SLIPS.contains(&word) => {
            if let Some((what, by)) = late(of) {
                pushed(figures, &moved(figures, figures.graph(), what, by), trace);
            }
        }
        Of::Item(driver) if CLAIMS.contains(&word) => pool(plan, *driver, trace),
        Of::Item(item) if word == "chance-of-governing" => {
            let graph = figures.graph();
            let held = graph.steps_of(*item).flat_map(|step| graph.needed_for(step));
            held.for_each(|edge| need(figures, edge, trace));
        }
        Of::Wave(wave) | Of::Team(wave, _) if ["asked-for", "effort"].contains(&word) => {
            of_wave(figures, *wave, trace);
        }
        Of::Wave(wave) if ["budget-so-far", "spent"].contains(&word) => {
            let label = format!("start of {}", plan.wave(*wave).title());
            trace.decide(label, plan.wave_address(*wave).to("start"));
        }
        Of::InWave(item, wave) if word == "one-off" => placed(plan, *item, *wave, trace),
        Of::Kpi(kpi) => {
            let figure = figures.kpi(*kpi);
            of_kpi(plan, word, *kpi, figure.markets.is_empty(), trace);
            let whole = |nth: &u32| plan.readings[*nth as usize].market.is_some();
            let rolled = figure.global.newest.as_ref().is_some_and(|newest| newest.records.iter().any(whole));
            let rolled = rolled && plan.kpi(*kpi).rolls_up() != Rollup::Sum;
            if COUNTED.contains(&word) && (figure.global.by_market || rolled) || word == "kpi" && rolled {
                figure.markets.iter().for_each(|(market, _)| opening_of(figures, *market, trace));
            }
        }
        Of::InMarket(kpi, market) => {
            of_kpi(plan, word, *kpi, true, trace);
            if COUNTED.contains(&word) || ["attainment", "status"].contains(&word) {
                opening_of(figures, *market, trace);
            }
        }
        Of::Standing(_) => stale(trace),
        Of::Gate(gate) => {
            of_gate(plan, *gate, measured::day(figures, when), trace);
            if word == "chance-of-gate" {
                to_be_decided(plan, *gate, trace);
            }
        }
        Of::Criterion(gate, _) if word == "chance-of-gate" => {
            of_gate(plan, *gate, plan.as_of, trace);
            to_be_decided(plan, *gate, trace);
            of_criterion(figures, of, *gate, trace);
        }
        Of::Criterion(gate, _) | Of::Evidence(gate, ..) => of_criterion(figures, of, *gate, trace),
        Of::Exception(nth) => of_exception(plan, *nth, trace),
        Of::Market(market) if word == "one-off" => archetype(plan, *market, trace),
        Of::Taking(_, market) => opening_of(figures, *market, trace),
        Of::Bundle(_, built) => built_of(figures, *built, trace),
        Of::Layer(layer) => of_layer(plan, *layer, trace),
        Of::Item(item) if OVER_UNITS.contains(&word) => {
            over_units(figures, *item, measured::day(figures, when), trace);
        }
        Of::InUnit(_, unit) if ["gap", "short"].contains(&word) => opening(figures, *unit, trace),
        Of::InWave(item, wave) if word == "fulfilment" => {
            over_units(figures, *item, plan.wave(*wave).end, trace);
        }
        _ => {}
    }
    if ["irr", "forecast-irr"].contains(&word) {
        trace.decide("when in a year money counts", Address::new(Table::Plan, "").to("discounting"));
    }
    targets(plan, trace);
    lines_of_kpis(plan, word, trace);
    // Each line once, and none that stands among the numbers.
    let numbers = trace.inputs.iter().filter_map(|input| match &input.from {
        Origin::Plan(at) => Some(at.clone()),
        _ => None,
    });
    let mut known: FxHashSet<Address> = numbers.collect();
    trace.decided.retain(|line| known.insert(line.at.clone()));
}

/// Where the level of a step is said apart from its wave.
fn targets(plan: &Plan, trace: &mut Trace) {
    let of_step = |input: &Input| match &input.from {
        Origin::Plan(at) if matches!(input.value, Value::Level(_)) && at.table == Table::Capability => {
            let capability = plan.item_by_id(&at.key).and_then(|ix| plan.item(ix).capability());
            let placed = matches!(at.path.first(), Some(Place::Key(key)) if &**key == "reaches");
            (placed && capability.is_some_and(|it| it.target.is_some())).then(|| at.root().to("target"))
        }
        _ => None,
    };
    let lines: Vec<Address> = trace.inputs.iter().filter_map(of_step).collect();
    for at in lines {
        trace.decide("the level of its step", at);
    }
}

/// When the targets of a KPI are to be reached, and from when on its lines run.
fn lines_of_kpis(plan: &Plan, word: &str, trace: &mut Trace) {
    let written = trace.inputs.iter().filter_map(|input| match &input.from {
        Origin::Plan(at) if at.table == Table::Kpi => Some(at.path.clone()),
        _ => None,
    });
    for path in written.collect::<Vec<_>>() {
        let wave = match path.as_slice() {
            [Place::Key(key), Place::Key(wave)] if &**key == "target" => wave,
            [Place::Key(key), _, Place::Key(wave)] if &**key == "local" => wave,
            [Place::Key(key)] if &**key == "baseline" && EXPECTED.contains(&word) => {
                trace.decide("start of the plan", Address::new(Table::Plan, "").to("start"));
                continue;
            }
            _ => continue,
        };
        if let Some(ix) = plan.wave_by_id(wave) {
            trace.decide(format!("end of {}", plan.wave(ix).title()), plan.wave_address(ix).to("end"));
        }
    }
}

/// Families of what is expected of KPIs.
const EXPECTED: [&str; 2] = ["expected", "expected-of-period"];

/// Families that count the periods for which KPIs are asked: a market is asked from when it takes part.
const COUNTED: [&str; 2] = ["held-readings", "missed-readings"];

/// What places the cost or the effort of each item in a wave, and what opens its markets.
fn of_wave(figures: &Figures<'_>, wave: WaveIx, trace: &mut Trace) {
    let plan = figures.plan;
    let written = trace.inputs.iter().filter_map(|input| match &input.from {
        Origin::Plan(at) => Some(at.clone()),
        _ => None,
    });
    for at in written.collect::<Vec<_>>() {
        if at.table == Table::Market {
            if let Ok(position) = plan.markets.binary_search_by(|market| market.id.cmp(&at.key)) {
                rolled_out(figures, position.into(), trace);
            }
        } else if let Some(item) = plan.item_by_id(&at.key) {
            let spread = matches!(at.path.first(), Some(Place::Key(key)) if &**key == "effort");
            if spread {
                steps_in(plan, item, wave, trace);
            } else {
                placed(plan, item, wave, trace);
            }
        }
    }
}

/// What the roll-out to a market costs, and in which wave.
fn rolled_out(figures: &Figures<'_>, ix: MarketIx, trace: &mut Trace) {
    let plan = figures.plan;
    let market = &plan.markets[ix.at()];
    archetype(plan, ix, trace);
    if let Some(name) = market.archetype {
        let label = format!("cost factor of {}", name.as_str());
        trace.decide(label, Address::new(Table::Archetype, name.as_str()).to("cost-factor"));
    }
    if let Some(wave) = figures.scope().opened_by(MultiplierKind::Market, ix.at()) {
        let label = format!("{} opens with {}", market.title(), plan.wave(wave).title());
        trace.decide(label, plan.wave_address(wave).to("opens").to(Table::Market.key()));
    }
}

/// What places the cost of an item in a wave, where the plan does not say it by wave.
fn placed(plan: &Plan, ix: ItemIx, wave: WaveIx, trace: &mut Trace) {
    if plan.item(ix).cost().spread.is_some() {
        steps_in(plan, ix, wave, trace);
    }
}

/// What places the steps of an item in a wave.
fn steps_in(plan: &Plan, ix: ItemIx, wave: WaveIx, trace: &mut Trace) {
    let item = plan.item(ix);
    if let Some(nth) = item.steps.iter().position(|step| step.wave == wave) {
        let label = format!("{} in {}", item.title(), plan.wave(wave).title());
        trace.decide(label, plan.step_address(ix, nth));
    }
}

/// Families whose figures of a capability are over the units that take part.
const OVER_UNITS: [&str; 4] = ["level", "evident", "mean-level", "mean-gap"];

/// Families that tell what a slip does, and do not list what it pushes.
const OF_SLIPS: [&str; 4] = ["cost-of-delay", "cost-of-delay-npv", "cost-later", "cost-saved"];

/// Families of what a driver claims of its pool.
const CLAIMS: [&str; 4] = ["claimed", "unweighted-claimed", "forecast-claimed", "claims"];

/// The pool that a driver shares.
fn pool(plan: &Plan, ix: ItemIx, trace: &mut Trace) {
    if plan.item(ix).driver().is_some_and(|driver| driver.pool.is_some()) {
        trace.decide("its pool", plan.item_address(ix).to("pool"));
    }
}

/// What a driver belongs to that lies in some parts: of one driver its own lines, of several those of each.
fn belonging(figures: &Figures<'_>, word: &str, parts: &[Part], when: Option<When>, trace: &mut Trace) {
    let plan = figures.plan;
    let Some(measure) = Measure::ALL.iter().find(|measure| measure.as_str() == word) else { return };
    let named: Vec<Axis> = parts
        .iter()
        .filter(|part| part.position().is_some())
        .map(|part| part.axis())
        .filter(|axis| matches!(axis, Axis::Category | Axis::Objective | Axis::Stage | Axis::Pool))
        .collect();
    if named.is_empty() {
        return;
    }
    let Some(range) = stretch(figures.grid(), when) else { return };
    let brings = |months: &[Money]| months.iter().any(|month| *month != Money::ZERO);
    let found = figures.in_parts(*measure, parts, &range);
    for (ix, _) in found.iter().filter(|(_, months)| brings(months)) {
        for axis in &named {
            let label = format!("{} of {}", axis.as_str(), plan.item(*ix).title());
            trace.decide(label, plan.item_address(*ix).to(axis.as_str()));
        }
    }
}

/// How a KPI counts, as far as a family asks for it.
fn of_kpi(plan: &Plan, word: &str, ix: KpiIx, alone: bool, trace: &mut Trace) {
    let kpi = plan.kpi(ix);
    let own = |key: &str| Address::new(Table::Kpi, &kpi.id).to(key);
    let over_window = kpi.counting() == Counts::Window;
    let rolled = !alone && kpi.rollup.is_some();
    let worst = rolled && kpi.rolls_up() == Rollup::Worst;
    // Higher and lower differ in which market is the worst; how far both have come is told in one way.
    let apart = matches!(kpi.better, Some(Better::Done | Better::Within));
    let [counts, window, cadence, rollup, better] = match word {
        "kpi" => [true, over_window, over_window, rolled, worst || apart],
        "lowest-reading" | "highest-reading" => [true, over_window, over_window, false, false],
        "expected" | "expected-of-period" => [over_window, over_window, over_window, false, apart],
        "attainment" | "to-plan" | "status" => [false, false, false, false, apart],
        "held-readings" => [false, false, true, false, apart],
        _ => [false; 5],
    };
    let lines = [
        (counts && kpi.counts.is_some(), "which readings count", "counts"),
        (window && kpi.window.is_some(), "periods that count", "window"),
        (cadence && kpi.cadence.is_some(), "a period", "cadence"),
        (rollup, "how markets come together", "rollup"),
        (better && kpi.better.is_some(), "which way is better", "better"),
    ];
    for (_, label, key) in lines.into_iter().filter(|(decides, ..)| *decides) {
        trace.decide(label, own(key));
    }
    if ["prediction", "said-before", "came-before"].contains(&word) && kpi.predicts.is_some() {
        trace.decide("what it leads", own("predicts").to("kpi"));
        trace.decide("months after which it shows", own("predicts").to("after"));
    }
    if ["kpi-forecast", "needed-slope"].contains(&word) {
        stale(trace);
    }
}

/// From when on a reading is too old.
fn stale(trace: &mut Trace) {
    trace.decide("when a reading is stale", Address::new(Table::Policy, "").to("kpi-stale"));
}

/// What was decided of a gate on a day.
fn of_gate(plan: &Plan, gate: GateIx, at: NaiveDate, trace: &mut Trace) {
    let at = at.min(plan.as_of);
    let newest = plan.decided_at(gate, at);
    let nth = newest.and_then(|decision| plan.decisions.iter().position(|it| std::ptr::eq(it, decision)));
    if let (Some(nth), Some(newest)) = (nth, newest) {
        let label = format!("decided on {}", wording::date(newest.date));
        trace.decide(label, plan.record_address(Table::Decision, nth).to("outcome"));
    }
}

/// That a decision on a gate is on record with a day to come, which is not known yet: so it is asked still.
fn to_be_decided(plan: &Plan, gate: GateIx, trace: &mut Trace) {
    let to_come = plan.decisions.iter().position(|it| it.gate == Some(gate) && it.date > plan.as_of);
    if let Some(nth) = to_come {
        trace.decide("a decision of a day to come", plan.record_address(Table::Decision, nth).to("date"));
    }
}

/// Which units a criterion asks about: of a level, those that take part by the end of the gate's wave.
fn of_criterion(figures: &Figures<'_>, of: &Of, gate: GateIx, trace: &mut Trace) {
    let plan = figures.plan;
    let it = &plan.gates[gate.at()];
    let (nth, unit) = match of {
        Of::Criterion(_, nth) => (*nth, None),
        Of::Evidence(_, nth, unit) => (*nth, Some(*unit)),
        _ => return,
    };
    let Some(Subject::Level(item)) = it.criteria.get(nth as usize).map(|it| it.subject) else { return };
    if plan.item(item).capability().is_none() || plan.units.is_empty() {
        return;
    }
    if it.wave.is_some() {
        trace.decide("units that are open by its end", Address::new(Table::Gate, &it.id).to("wave"));
    }
    match unit {
        Some(unit) => opening(figures, unit, trace),
        None => over_units(figures, item, it.wave.map_or(NaiveDate::MAX, |wave| plan.wave(wave).end), trace),
    }
}

/// Which units there are for a capability to hold in, and why some of them take no part by a day.
fn over_units(figures: &Figures<'_>, item: ItemIx, at: NaiveDate, trace: &mut Trace) {
    let plan = figures.plan;
    if plan.item(item).capability().is_none() || plan.units.is_empty() {
        return;
    }
    trace.decide("the units of the plan", Address::new(Table::Plan, "").to("units"));
    for closed in figures.not_open(at) {
        opening(figures, closed.unit, trace);
    }
}

/// From when on a unit takes part, where it is a market.
fn opening(figures: &Figures<'_>, unit: UnitIx, trace: &mut Trace) {
    let plan = figures.plan;
    let id = &plan.units[unit.at()];
    if let Ok(position) = plan.markets.binary_search_by(|market| market.id.cmp(id)) {
        opening_of(figures, position.into(), trace);
    }
}

/// From when on a market takes part: with the wave that opens it, unless it is left out of the waves.
fn opening_of(figures: &Figures<'_>, ix: MarketIx, trace: &mut Trace) {
    let (plan, at) = (figures.plan, ix.at());
    let market = &plan.markets[at];
    if market.unplanned {
        let label = format!("{} takes no part", market.title());
        return trace.decide(label, plan.multiplier_address(MultiplierKind::Market, at).to("wave"));
    }
    if let Some(wave) = figures.scope().opened_by(MultiplierKind::Market, at) {
        let (title, address) = (plan.wave(wave).title(), plan.wave_address(wave));
        let label = format!("{} takes part with {title}", market.title());
        trace.decide(label, address.clone().to("opens").to(Table::Market.key()));
        trace.decide(format!("end of {title}"), address.to("end"));
    }
}

/// For which market something runs beside the rules.
fn of_exception(plan: &Plan, nth: u32, trace: &mut Trace) {
    let exception = &plan.exceptions[nth as usize];
    if let Some(market) = exception.market {
        trace.decide("its market", Address::new(Table::Exception, &exception.id).to("market"));
        archetype(plan, market, trace);
    }
}

/// How far a market differs from the others, which says its lag and what it costs.
pub fn archetype(plan: &Plan, ix: MarketIx, trace: &mut Trace) {
    let market = &plan.markets[ix.at()];
    if market.archetype.is_some() {
        let label = format!("archetype of {}", market.title());
        trace.decide(label, plan.multiplier_address(MultiplierKind::Market, ix.at()).to("archetype"));
    }
}

/// What the capabilities of a wave's bundle belong to.
fn built_of(figures: &Figures<'_>, built: Built, trace: &mut Trace) {
    let plan = figures.plan;
    let told: Vec<ItemIx> = trace
        .inputs
        .iter()
        .filter_map(|input| match &input.from {
            Origin::Figure(name) => plan.item_by_id(name.of.iter().find(|id| plan.item_by_id(id).is_some())?),
            _ => None,
        })
        .collect();
    for ix in told {
        match built {
            Built::Layer(_) => layer(plan, ix, trace),
            Built::Dimension(_) => {
                let label = format!("dimensions of {}", plan.item(ix).title());
                trace.decide(label, plan.item_address(ix).to("dimensions"));
            }
        }
    }
}

/// What the capabilities of a layer belong to.
fn of_layer(plan: &Plan, of: Layer, trace: &mut Trace) {
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        if !item.is_group() && plan.layer(ix) == Some(of) {
            layer(plan, ix, trace);
        }
    }
}

/// Where a capability says its layer, or the group that it is part of does.
fn layer(plan: &Plan, ix: ItemIx, trace: &mut Trace) {
    let mut at = ix;
    // As deep as groups go, with the bound of [`Plan::layer`].
    for _ in 0..8 {
        let Some(capability) = plan.item(at).capability() else { return };
        if capability.layer.is_some() {
            return trace
                .decide(format!("layer of {}", plan.item(at).title()), plan.item_address(at).to("layer"));
        }
        let Some(group) = capability.part_of else { return };
        let label = format!("group of {}", plan.item(at).title());
        trace.decide(label, plan.item_address(at).to("part-of"));
        at = group;
    }
}

/// What pushes the steps and the waves that a slip moves: needs, and what a wave comes after.
pub fn pushed(figures: &Figures<'_>, slip: &Slip, trace: &mut Trace) {
    let plan = figures.plan;
    for moved in &slip.waves {
        let wave = plan.wave(moved.wave);
        if let Some(first) = moved.because.filter(|_| wave.after.is_some()) {
            let label = format!("{} comes after {}", wave.title(), plan.wave(first).title());
            trace.decide(label, plan.wave_address(moved.wave).to("after"));
        }
    }
    for moved in &slip.steps {
        if let Some(Because::Need(edge)) = moved.because {
            need(figures, edge, trace);
        }
    }
}

/// What an item says that it needs, behind an edge of the graph.
pub fn need(figures: &Figures<'_>, edge: Edge, trace: &mut Trace) {
    let (plan, graph) = (figures.plan, figures.graph());
    let ix = graph.item_of(edge.needing);
    let item = plan.item(ix);
    if let Some(need) = edge.need.and_then(|position| item.needs.get(position as usize)) {
        let label = format!("{} needs {}", item.title(), plan.item(need.item).title());
        trace.decide(label, plan.need_address(ix, "needs", need));
    }
}
