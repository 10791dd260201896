//! Board: what do we adopt in which wave, in the three dimensions?
//!
//! JSON: `waves`, in their order: `id`, `name`, `start`, `end`, `opens` (`market`, `brand`,
//! `customer_type`: ids), `live` and `steps` (how many of its steps are live, by plan alone or not), and the steps of each
//! dimension under `strategy`, `operating_model` and `leadership`: `id`, `name`, `level`, `state` (by its dates: ahead,
//! underway, overdue, expired, live) and `status` (as the terminal says it: done, not assessed, on track, not started, at risk,
//! late or blocked), `spent`, what was spent of its `budget` (`null`: it has none), and its `gates` by their dates: `id`,
//! `name`, `date`, and the `outcome` and day (`decided`) of the newest decision (`null`: none that is told); `unplanned`: ids
//! of items left out of the waves on purpose; `unphased`: of those without a wave.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::item::{Dimension, Item};
use crate::plan::leadership::Gate;
use crate::plan::strategy::{Multiplier, MultiplierKind};
use crate::plan::veil::PRIVATE;
use crate::show::gates;
use crate::show::{Context, Show, json};
use crate::status::{self, Progress, Standings};
use crate::{safe, wording};

pub(super) const SHOW: Show = Show {
    id: "board",
    title: "Board",
    question: "What do we adopt in which wave, in the three dimensions?",
    dated: false,
    stands: true,
    text,
    json,
};

/// The steps that fall in each wave: item and number of the step, in the order of the items.
fn steps(plan: &Plan) -> Vec<Vec<(ItemIx, usize)>> {
    let mut waves = vec![Vec::new(); plan.waves.len()];
    for (ix, item) in plan.items() {
        for (nth, step) in item.steps.iter().enumerate() {
            waves[step.wave.at()].push((ix, nth));
        }
    }
    waves
}

fn without_wave(plan: &Plan, unplanned: bool) -> impl Iterator<Item = &Item> {
    let of_no_wave = move |item: &&Item| item.steps.is_empty() && !item.is_group();
    plan.items().map(|(_, item)| item).filter(of_no_wave).filter(move |item| item.unplanned == unplanned)
}

fn heading(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Strategy => "Strategy",
        Dimension::OperatingModel => "Operating model",
        Dimension::Leadership => "Leadership",
    }
}

fn key(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::OperatingModel => "operating_model",
        other => other.as_str(),
    }
}

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let mut text = format!("Board as of {}\n", wording::date(plan.as_of));
    let standings = context.standings();
    let progress = status::progress(plan, &standings);
    for (((ix, _), steps), progress) in plan.waves().zip(steps(plan)).zip(&progress) {
        text.push('\n');
        wave(context, &standings, (ix, progress), &steps, &mut text);
    }
    for (unplanned, heading) in [(true, "Unplanned on purpose"), (false, "Without a wave")] {
        if without_wave(plan, unplanned).next().is_some() {
            let _ = write!(text, "\n{heading}\n");
        }
        for item in without_wave(plan, unplanned) {
            let _ = writeln!(text, "    {} ({})", safe::line(item.title()), item.id);
        }
    }
    text
}

fn wave(
    context: &Context<'_>,
    standings: &Standings,
    (ix, progress): (WaveIx, &Progress),
    steps: &[(ItemIx, usize)],
    text: &mut String,
) {
    let wave = context.plan.wave(ix);
    let title = safe::line(wave.title());
    let (start, end) = (wording::date(wave.start), wording::date(wave.end));
    let _ = writeln!(text, "{title} ({}), {start} to {end}, {}", wave.id, progress.words());
    if let Some(budget) = wave.budget {
        let spent = context.figures.spent_in(ix, context.plan.as_of);
        let _ = writeln!(text, "  {}", wording::spent_of(spent, budget, context.plan.currency));
    }
    let opens: Vec<&Multiplier> =
        MultiplierKind::ALL.into_iter().flat_map(|kind| opened(context.plan, ix, kind)).collect();
    if !opens.is_empty() {
        text.push_str("  Opens\n");
    }
    for scope in opens {
        let _ = writeln!(text, "    {} ({})", safe::line(scope.title()), scope.id);
    }
    for dimension in Dimension::ALL {
        let of = |step: &&(ItemIx, usize)| context.plan.item(step.0).dimension() == dimension;
        let mut steps: Vec<&(ItemIx, usize)> = steps.iter().filter(of).collect();
        steps.order_by_key(|(item, _)| context.plan.item(*item).title());
        if !steps.is_empty() {
            let _ = writeln!(text, "  {}", heading(dimension));
        }
        for (item, step) in steps {
            let _ = writeln!(text, "    {}", line(context, standings, *item, *step));
        }
    }
    for (nth, (gate, asks)) in gates_of(context.plan, ix).enumerate() {
        if nth == 0 {
            text.push_str("  Gates\n");
        }
        let (title, told) = (safe::line(gates::title(asks)), told_of_gate(context, gate, asks));
        let _ = writeln!(text, "    {title} ({}), {told}", asks.id);
    }
}

/// The gates of a wave, by their dates.
fn gates_of(plan: &Plan, wave: WaveIx) -> impl Iterator<Item = (GateIx, &Gate)> {
    gates::all(plan).filter(move |(_, gate)| gate.wave == Some(wave))
}

/// What was decided at a gate, or how it stands: what the terminal pins below its wave, in full words.
fn told_of_gate(context: &Context<'_>, ix: GateIx, gate: &Gate) -> String {
    let verdict = context.figures.verdict(ix, context.plan.as_of);
    let day = status::gate_date(context.plan, ix);
    let words = match (verdict.decision, gates::told_decision(context, &verdict)) {
        (Some(_), None) => PRIVATE.to_owned(),
        (_, Some(decision)) => {
            let outcome = decision.outcome.map_or("open", |outcome| outcome.as_str());
            let met = gates::met_of_told(gate, &verdict.then);
            return format!("{outcome} on {}, met then: {met}", wording::date(decision.date));
        }
        (None, None) if day.is_some_and(|day| day < context.plan.as_of) => "overdue".into(),
        (None, None) if day == Some(context.plan.as_of) => "due today".into(),
        (None, None) => format!("met: {}", gates::met_of_told(gate, &verdict.now)),
    };
    day.map_or(words.clone(), |day| format!("{}, {words}", wording::date(day)))
}

/// A step with where it stands, in the words of the terminal.
fn line(context: &Context<'_>, standings: &Standings, ix: ItemIx, step: usize) -> String {
    let item = context.plan.item(ix);
    let level = match item.dimension() {
        Dimension::Strategy => String::new(),
        _ => format!(" to {}", item.steps[step].level),
    };
    let status = standings[ix.at()].get(step).map_or("", |standing| standing.status.as_str());
    format!("{} ({}){level}, {status}", safe::line(item.title()), item.id)
}

fn opened(plan: &Plan, wave: WaveIx, kind: MultiplierKind) -> impl Iterator<Item = &Multiplier> {
    let multipliers = plan.multipliers(kind);
    Plan::named_in(&plan.wave(wave).opens, kind).map(|position| &multipliers[position])
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let standings = context.standings();
    let progress = status::progress(plan, &standings);
    let waves = plan.waves().zip(steps(plan)).zip(progress).map(|(((ix, wave), steps), progress)| {
        let opens = |kind| opened(plan, ix, kind).map(|scope| &*scope.id).collect::<Value>();
        let mut object = Map::new();
        object.insert("id".into(), json!(wave.id));
        object.insert("name".into(), json!(wave.title()));
        object.insert("start".into(), json::date(wave.start));
        object.insert("end".into(), json::date(wave.end));
        let opens = json!({
            "market": opens(MultiplierKind::Market),
            "brand": opens(MultiplierKind::Brand),
            "customer_type": opens(MultiplierKind::CustomerType),
        });
        object.insert("opens".into(), opens);
        object.insert("live".into(), json!(progress.live));
        object.insert("steps".into(), json!(progress.steps));
        object.insert("budget".into(), json!(wave.budget.map(|it| json::money(it, plan.currency))));
        object.insert("spent".into(), json::money(context.figures.spent_in(ix, plan.as_of), plan.currency));
        object.insert(
            "gates".into(),
            gates_of(plan, ix).map(|(ix, gate)| gate_of(context, ix, gate)).collect(),
        );
        for dimension in Dimension::ALL {
            let of = |step: &&(ItemIx, usize)| plan.item(step.0).dimension() == dimension;
            let cards = steps.iter().filter(of).map(|(item, step)| card(context, &standings, *item, *step));
            object.insert(key(dimension).into(), cards.collect());
        }
        Value::from(object)
    });
    let mut view = json::head(context);
    view.insert("waves".into(), waves.collect());
    let ids = |unplanned| without_wave(plan, unplanned).map(|item| &*item.id).collect::<Value>();
    view.insert("unplanned".into(), ids(true));
    view.insert("unphased".into(), ids(false));
    view.into()
}

fn gate_of(context: &Context<'_>, ix: GateIx, gate: &Gate) -> Value {
    let verdict = context.figures.verdict(ix, context.plan.as_of);
    let decision = gates::told_decision(context, &verdict);
    json!({
        "id": gate.id,
        "name": gates::title(gate),
        "date": json!(status::gate_date(context.plan, ix).map(json::date)),
        "outcome": decision.and_then(|it| it.outcome).map(|outcome| outcome.as_str()),
        "decided": decision.map(|it| json::date(it.date)),
    })
}

fn card(context: &Context<'_>, standings: &Standings, ix: ItemIx, step: usize) -> Value {
    let item = context.plan.item(ix);
    json!({
        "id": item.id,
        "name": item.title(),
        "level": item.steps[step].level,
        "state": context.figures.step_state(ix, step).as_str(),
        "status": standings[ix.at()].get(step).map(|standing| standing.status.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};

    #[test]
    fn each_step_stands_in_its_wave_and_dimension() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        plan.item_mut(reach).steps = Box::default();
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let text = text(&context);
        assert!(
            text.contains("one (one), 01 Jan 2026") && text.contains("    crm (crm) to 3, on track"),
            "{text}"
        );
        assert!(text.contains("Without a wave\n    reach (reach)\n"), "{text}");
        let view = json(&context);
        assert_eq!(view["waves"][0]["opens"]["market"], json!(["north"]));
        assert_eq!(view["waves"][1]["operating_model"][0]["level"], 3);
        assert_eq!((&view["unphased"], &view["unplanned"]), (&json!(["reach"]), &json!([])));
    }
}
