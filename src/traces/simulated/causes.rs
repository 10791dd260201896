//! What simulated value, the end and the money of a wave, payback, and what governs, come from: lines of the plan that a run draws or
//! takes as they are, and no others.

use rustc_hash::FxHashSet;

use super::swung::NAMED;
use crate::figures::Figures;
use crate::graph::{Graph, StepIx};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::leadership::Risk;
use crate::plan::quantity::Money;
use crate::trace::Trace;
use crate::trace::of::Of;
use crate::trace::value::Value;

/// With the wave's planned end and the risks that may move it.
pub(super) fn of_end(figures: &Figures<'_>, wave: WaveIx, trace: Trace) -> Trace {
    let plan = figures.plan;
    let own = plan.wave_address(wave).to("end");
    let trace = trace.with("planned end of the wave", Value::Date(plan.wave(wave).end), own);
    let steps = steps(figures.graph()).filter(|step| figures.graph().wave_of(*step) == wave);
    delaying(figures, steps.collect(), trace)
}

/// With the days of an item's steps and the risks that may move them.
pub(super) fn of_governing(figures: &Figures<'_>, item: ItemIx, mut trace: Trace) -> Trace {
    let (plan, graph) = (figures.plan, figures.graph());
    let title = plan.item(item).title();
    for (nth, step) in graph.steps_of(item).enumerate() {
        trace.take(
            &format!("{title} live by plan"),
            Value::Date(graph.live(step)),
            plan.step_address(item, nth),
        );
    }
    delaying(figures, graph.steps_of(item).collect(), trace)
}

/// With what is to be paid back: value, the largest drivers first, and cost, with the risks that may move or raise them.
pub(super) fn of_payback(figures: &Figures<'_>, mut trace: Trace) -> Trace {
    let cost = Of::Plan.name(figures.plan, "cost", None);
    trace.take("cost as planned", Value::Money(figures.case().cost), cost);
    let plan = figures.plan;
    for risk in plan.risks.iter().filter(|risk| happens(risk)) {
        trace = costing(risk, trace);
    }
    of_value(figures, None, trace)
}

/// With the drivers that go live with a wave, or of all, the largest first, and the risks that may move them.
pub(super) fn of_value(figures: &Figures<'_>, wave: Option<WaveIx>, mut trace: Trace) -> Trace {
    let (plan, graph) = (figures.plan, figures.graph());
    let in_wave = |step: &StepIx| wave.is_none_or(|wave| graph.wave_of(*step) == wave);
    let first = |ix: ItemIx| graph.step(ix, 0).filter(in_wave);
    let drivers = plan.drivers().filter_map(|(ix, _)| Some((figures.forecast().sum_of(ix), ix, first(ix)?)));
    let mut drivers: Vec<(Money, ItemIx, StepIx)> = drivers.filter(|(sum, ..)| *sum != Money::ZERO).collect();
    drivers.sort_by_key(|(sum, ix, _)| (std::cmp::Reverse(sum.0.abs()), *ix));
    for (sum, ix, _) in drivers.iter().take(NAMED) {
        let label = format!("forecast of {}", plan.item(*ix).title());
        trace.take(&label, Value::Money(*sum), Of::Item(*ix).name(plan, "forecast", None));
    }
    delaying(figures, drivers.iter().map(|(.., step)| *step).collect(), trace)
}

/// With the budget of a wave, or of all, and the risks whose money falls there.
pub(super) fn of_budget(figures: &Figures<'_>, wave: Option<WaveIx>, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    for (ix, own) in plan.waves().filter(|(ix, _)| wave.is_none_or(|wave| wave == *ix)) {
        if let Some(budget) = own.budget {
            let label = format!("budget of {}", own.title());
            trace.take(&label, Value::Money(budget), plan.wave_address(ix).to("budget"));
        }
    }
    for risk in plan.risks.iter().filter(|risk| happens(risk)) {
        if wave.is_none() || falls_in(figures, risk) == wave {
            trace = costing(risk, trace);
        }
    }
    trace
}

/// The wave that pays for a risk: that of the first step ahead that it delays, or that of `as-of`.
fn falls_in(figures: &Figures<'_>, risk: &Risk) -> Option<WaveIx> {
    let (plan, graph) = (figures.plan, figures.graph());
    let ahead = |step: &StepIx| !figures.is_live(graph.item_of(*step), graph.nth_of(*step));
    let delayed = risk.delays.iter().filter(|(_, months)| *months > 0.0);
    let steps = delayed.flat_map(|(item, _)| graph.steps_of(*item)).filter(ahead);
    steps.map(|step| graph.wave_of(step)).min().or_else(|| plan.wave_at(plan.as_of))
}

fn steps(graph: &Graph) -> impl Iterator<Item = StepIx> + '_ {
    graph.order()
}

fn happens(risk: &Risk) -> bool {
    risk.probability.is_some_and(|probability| probability > 0.0)
}

/// With the risks that delay some steps, or what these wait for.
fn delaying(figures: &Figures<'_>, steps: Vec<StepIx>, mut trace: Trace) -> Trace {
    let (plan, graph) = (figures.plan, figures.graph());
    let mut met: FxHashSet<StepIx> = steps.iter().copied().collect();
    let mut open = steps;
    while let Some(step) = open.pop() {
        open.extend(graph.needed_for(step).map(|edge| edge.needed).filter(|needed| met.insert(*needed)));
    }
    let items: FxHashSet<ItemIx> = met.into_iter().map(|step| graph.item_of(step)).collect();
    for risk in plan.risks.iter().filter(|risk| happens(risk)) {
        if risk.delays.iter().any(|(item, months)| *months > 0.0 && items.contains(item)) {
            trace = likely(risk, trace);
            trace = delays(plan, risk, trace);
        }
    }
    trace
}

fn address(risk: &Risk) -> Address {
    Address::new(Table::Risk, &risk.id)
}

fn title(risk: &Risk) -> &str {
    risk.about.name.as_deref().unwrap_or(&risk.id)
}

fn named(risk: &Risk, what: &str) -> String {
    format!("{what} of {}", title(risk))
}

/// With how likely a risk is.
fn likely(risk: &Risk, trace: Trace) -> Trace {
    let probability = Value::maybe(risk.probability, Value::Share);
    trace.with(&named(risk, "probability"), probability, address(risk).to("probability"))
}

fn costing(risk: &Risk, trace: Trace) -> Trace {
    match risk.costs {
        Some(costs) => {
            likely(risk, trace).with(&named(risk, "costs"), Value::Money(costs), address(risk).to("costs"))
        }
        None => trace,
    }
}

/// With the months by which a risk delays each item.
pub(super) fn delays(plan: &Plan, risk: &Risk, mut trace: Trace) -> Trace {
    for (item, months) in &risk.delays {
        let item = plan.item(*item);
        let line = address(risk).to("delays").to(&*item.id);
        // It names the risk, so that whoever may not read of that is told nothing of the line.
        let label = format!("delay of {} by {}", item.title(), title(risk));
        trace.take_in("months", &label, Value::Number(*months), line);
    }
    trace
}
