//! What simulated value, the end and the money of a wave, payback, and what governs, come from: lines of the plan that a run draws or
//! takes as they are, and no others.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::NAMED;
use crate::figures::Figures;
use crate::graph::{Graph, StepIx};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::leadership::{Risk, Subject};
use crate::plan::quantity::Money;
use crate::simulation::{Cause, Simulation, is_open};
use crate::trace::Trace;
use crate::trace::amounts::{Basis, one_off, value};
use crate::trace::days::Days;
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::wording;

/// With the end that the wave has by plan and the risks that may move it.
pub(super) fn of_end(figures: &Figures<'_>, wave: WaveIx, trace: Trace) -> Trace {
    let plan = figures.plan;
    let graph = figures.graph();
    let (own, end) = (plan.wave_address(wave).to("end"), plan.wave(wave).end);
    let steps: Vec<StepIx> = steps(graph).filter(|step| graph.wave_of(*step) == wave).collect();
    let later = steps.iter().copied().filter(|step| graph.live(*step) > end);
    let trace = match later.max_by_key(|step| (graph.live(*step), Reverse(*step))) {
        None => trace.with("end of the wave", Value::Date(end), own),
        Some(last) => {
            let (item, nth, live) = (graph.item_of(last), graph.nth_of(last), graph.live(last));
            let of_last = format!("last step of the wave: {} live", plan.item(item).title());
            let mut trace = trace.with(&of_last, Value::Date(live), plan.live_address(item, nth));
            trace.take("end of the wave", Value::Date(end), own);
            let day = wording::date(live);
            trace.rule.push_str(&format!(
                "; by plan a wave has ended on its end, or where a step of it is live later, then: on {day}"
            ));
            trace
        }
    };
    delaying(figures, steps, trace)
}

/// Whose end is governed, where the last wave holds nothing.
pub(super) fn governed(plan: &Plan, simulation: &Simulation) -> Option<String> {
    let empty = simulation.empty_last(plan)?;
    let governed = plan.wave(simulation.governed?).title();
    let title = plan.wave(empty).title();
    Some(format!(
        "{title}, the last wave, holds nothing and ends as planned: what governs is of the end of {governed}"
    ))
}

/// With the days of an item's steps and the risks that may move them.
pub(super) fn of_governing(figures: &Figures<'_>, item: ItemIx, mut trace: Trace) -> Trace {
    let (plan, graph) = (figures.plan, figures.graph());
    let (own, title) = (plan.item(item), plan.item(item).title());
    let at = |nth: usize| match own.steps.get(nth).filter(|_| own.driver().is_none()) {
        Some(step) => format!(" at {}", step.level),
        None => String::new(),
    };
    let mut days = Days::default();
    for (nth, step) in graph.steps_of(item).enumerate() {
        trace.take(
            &format!("{title}{} live by plan", at(nth)),
            Value::Date(graph.live(step)),
            plan.live_address(item, nth),
        );
        days.end(plan, &mut trace, (item, nth));
    }
    delaying(figures, graph.steps_of(item).collect(), trace)
}

/// With what decides whether a criterion of a gate holds that is asked about on a day to come.
pub(super) fn of_criterion(figures: &Figures<'_>, subject: Subject, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    match subject {
        Subject::Level(item) => of_governing(figures, item, trace),
        Subject::Kpi(_) => trace,
        Subject::Realized(driver) => {
            let title = plan.item(driver).title();
            let of = Of::Item(driver);
            for basis in [Basis::Realized, Basis::Forecast] {
                let sum = value(figures, basis, &of).into_iter().sum();
                let label = format!("{} of {title}", basis.word());
                trace.take(&label, Value::Money(sum), of.name(plan, basis.word(), None));
            }
            trace = drawn(plan, driver, trace);
            delaying(figures, figures.graph().step(driver, 0).into_iter().collect(), trace)
        }
        Subject::SpentInWave(wave) => {
            trace = spending(figures, Of::Wave(wave), figures.spent_in(wave, plan.as_of), trace);
            for risk in plan.risks.iter().filter(|risk| happens(risk)) {
                if falls_in(figures, risk) == Some(wave) {
                    trace = costing(risk, trace);
                }
            }
            trace
        }
        Subject::SpentOnItem(item) => {
            spending(figures, Of::Item(item), figures.spent_on(item, plan.as_of), trace)
        }
    }
}

/// With what is spent on something so far, and what it is planned to cost once.
fn spending(figures: &Figures<'_>, of: Of, spent: Money, trace: Trace) -> Trace {
    let plan = figures.plan;
    let planned: Money = one_off(figures, &of).into_iter().sum();
    let word = |word: &str| of.name(plan, word, None);
    let title = match of {
        Of::Wave(wave) => plan.wave(wave).title(),
        Of::Item(item) => plan.item(item).title(),
        _ => "all",
    };
    trace.with(&format!("spent so far on {title}"), Value::Money(spent), word("spent")).with(
        &format!("one-off cost of {title} as planned"),
        Value::Money(planned),
        word("one-off"),
    )
}

/// With what a run draws of a driver: its value between low and high, and how long it ramps up.
fn drawn(plan: &Plan, driver: ItemIx, mut trace: Trace) -> Trace {
    let (item, address) = (plan.item(driver), plan.item_address(driver));
    let (title, own) = (item.title(), item.driver());
    if let Some(value) = own.and_then(|own| own.value) {
        for (key, amount) in [("low", value.low), ("high", value.high)] {
            if let Some(amount) = amount {
                let label = format!("{key} value of {title}");
                trace.take(&label, Value::Money(amount), address.clone().to("value").to(key));
            }
        }
    }
    if own.and_then(|own| own.ramp.as_ref()).is_some_and(|ramp| ramp.months > 0.0) {
        for (key, label) in RAMPS {
            let times = Value::Number(plan.policy.threshold(key));
            trace.take(label, times, Address::new(Table::Policy, "").to(key));
        }
    }
    trace
}

/// With the lines that say what a run draws of an input: a range, a ramp and how far that strays, a risk.
pub(super) fn says(plan: &Plan, cause: Cause, trace: &mut Trace) {
    match cause {
        Cause::Value(item) => {
            trace
                .decide(format!("value of {}", plan.item(item).title()), plan.item_address(item).to("value"));
        }
        Cause::Ramp(item) => {
            trace.decide(format!("ramp of {}", plan.item(item).title()), plan.item_address(item).to("ramp"));
            for (key, label) in RAMPS {
                trace.decide(label, Address::new(Table::Policy, "").to(key));
            }
        }
        Cause::Risk(nth) => {
            let Some(risk) = plan.risks.get(nth as usize) else { return };
            trace.decide(named(risk, "probability"), address(risk).to("probability"));
            if !risk.delays.is_empty() {
                trace.decide(named(risk, "delays"), address(risk).to("delays"));
            }
            if risk.costs.is_some() {
                trace.decide(named(risk, "costs"), address(risk).to("costs"));
            }
        }
        Cause::Kpi(_) => {}
    }
}

/// How far each ramp strays in a run.
pub(super) const RAMPS: [(&str, &str); 2] =
    [("ramp-low", "ramp at its shortest"), ("ramp-high", "ramp at its longest")];

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
    drivers.order_by_key(|(sum, ix, _)| (Reverse(sum.0.abs()), *ix));
    for (sum, ix, _) in drivers.iter().take(NAMED) {
        let label = format!("forecast of {}", plan.item(*ix).title());
        trace.take(&label, Value::Money(*sum), Of::Item(*ix).name(plan, "forecast", None));
        for cause in [Cause::Value(*ix), Cause::Ramp(*ix)].into_iter().filter(|it| is_open(plan, *it)) {
            says(plan, cause, &mut trace);
        }
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
            trace = spending(figures, Of::Wave(ix), figures.spent_in(ix, plan.as_of), trace);
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
    let ahead = |step: &StepIx| !figures.is_past(graph.item_of(*step), graph.nth_of(*step));
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
        trace.take_in(in_months(*months), &label, Value::Number(*months), line);
    }
    trace
}

/// The unit of so many months.
pub(super) fn in_months(many: f64) -> &'static str {
    if (many - 1.0).abs() > 0.0 { "months" } else { "month" }
}
