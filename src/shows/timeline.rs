//! Timeline: when?
//!
//! JSON: `waves` (`id`, `name`, `start`, `end`); `steps`, by wave and item (`item`, `name`, `dimension`,
//! `level` (1 for a driver, which has none to rise to), `wave`, `start`, `end`, `live`, `benefit`, `state`, `status`
//! in the words of the terminal; `benefit` of a driver is the first day on which it brings something by the year, as
//! planned, and the first one on which it brings all: `from`, `full`); `scope`, what each wave opens (`kind`, `id`, `name`, `wave`, `live`); `gates` (`id`, `name`,
//! `wave`, `date`, the end of its wave where it names
//! none; `outcome` and the day on which it was `decided`, `null`: it is not); `record`, in the order of days what was
//! decided without a gate and what is to be done by a day (`kind`: decision or action; `date`, `what`, `state`: the outcome
//! of a decision or "decided", of an action "open" or "late").

use crate::order::Order as _;
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::item::Item;
use crate::plan::leadership::Gate;
use crate::plan::quantity::Level;
use crate::plan::record::{Decision, Outcome};
use crate::plan::strategy::MultiplierKind;
use crate::show::record;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::status::{self, Status};
use crate::wording;

pub(super) const SHOW: Show =
    Show { id: "timeline", title: "Timeline", question: "When?", dated: false, stands: true, text, json };

/// All steps, by wave and item.
fn steps(plan: &Plan) -> Vec<(WaveIx, ItemIx, usize)> {
    let of = |ix: ItemIx, waves: Vec<WaveIx>| {
        waves.into_iter().enumerate().map(move |(nth, wave)| (wave, ix, nth))
    };
    let mut steps: Vec<_> = plan
        .items()
        .flat_map(|(ix, item)| of(ix, item.steps.iter().map(|step| step.wave).collect()))
        .collect();
    steps.order();
    steps
}

/// When a step is worked on: as its item says, or for as long as its wave lasts. What an item says holds
/// where it lies inside the wave.
fn worked_on(plan: &Plan, wave: WaveIx, ix: ItemIx) -> (NaiveDate, NaiveDate) {
    let (wave, item) = (plan.wave(wave), plan.item(ix));
    let inside = |date: &NaiveDate| (wave.start..=wave.end).contains(date);
    (item.start.filter(inside).unwrap_or(wave.start), item.end.filter(inside).unwrap_or(wave.end))
}

/// The level that a step reaches; a driver is in focus or not, and has none.
fn level(item: &Item, step: usize) -> Option<Level> {
    item.driver().is_none().then(|| item.steps[step].level)
}

/// The first day on which a driver brings something by the year, as planned, and the first one on which it brings all.
fn benefit(context: &Context<'_>, ix: ItemIx, step: usize) -> Option<[NaiveDate; 2]> {
    let (from, full) = context.figures.brings(ix).filter(|_| step == 0)?;
    Some([from.first_day(), full.first_day()])
}

/// When a gate is held.
fn held(plan: &Plan, gate: &Gate) -> Option<NaiveDate> {
    gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))
}

/// The newest decision that gave a gate an outcome, where that is told: of a private one neither outcome nor day is.
fn decided<'p>(context: &'p Context<'_>, gate: GateIx) -> Option<&'p Decision> {
    let plan = context.plan;
    let newest = plan.decided_at(gate, plan.as_of);
    newest.filter(|it| !(it.about.private && context.withholds()))
}

/// What is on record and stands at no gate, and is to be done or was decided on a day.
struct Recorded {
    date: NaiveDate,
    kind: &'static str,
    what: String,
    state: &'static str,
}

/// What was decided without a gate and what is to be done by a day, in the order of days.
fn recorded(context: &Context<'_>) -> Vec<Recorded> {
    let decided = record::decided(context).filter(|it| it.gate.is_none()).map(|it| Recorded {
        date: it.date,
        kind: "decision",
        what: it.said(),
        state: it.outcome.map_or("decided", Outcome::as_str),
    });
    let to_do = record::agreed(context).into_iter().filter(|(standing, _)| *standing != Status::Done);
    let to_do = to_do.filter_map(|(standing, it)| {
        Some(Recorded {
            date: it.due?,
            kind: "action",
            what: it.what.to_string(),
            state: record::state(standing),
        })
    });
    // The newest decision comes first there.
    let mut all: Vec<Recorded> = decided.collect();
    all.reverse();
    all.extend(to_do);
    all.order_by_key(|it| it.date);
    all
}

fn kind_word(kind: MultiplierKind) -> &'static str {
    match kind {
        MultiplierKind::Market => "market",
        MultiplierKind::Brand => "brand",
        MultiplierKind::CustomerType => "customer type",
    }
}

/// What is opened: kind, position, the wave, and when it is live.
fn opened<'c>(
    context: &Context<'c>,
) -> impl Iterator<Item = (MultiplierKind, usize, WaveIx, NaiveDate)> + use<'c> {
    let (plan, scope) = (context.plan, context.figures.scope());
    let of =
        move |kind: MultiplierKind| (0..plan.multipliers(kind).len()).map(move |position| (kind, position));
    MultiplierKind::ALL.into_iter().flat_map(of).filter_map(|(kind, position)| {
        Some((kind, position, scope.opened_by(kind, position)?, scope.live(kind, position)?))
    })
}

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let mut table =
        Table::new(&["What", "Kind", ">Level", "Wave", "Start", "End", "Live", "Benefit, in full", "Status"]);
    let blank = String::new;
    let standings = context.standings();
    for (ix, wave) in plan.waves() {
        let progress = context.figures.progress(ix);
        let state = format!("{} of {} live", progress.live, progress.steps);
        let (start, end) = (wording::date(wave.start), wording::date(wave.end));
        table.row([
            wave.title().to_owned(),
            "wave".into(),
            blank(),
            wave.id.to_string(),
            start,
            end,
            blank(),
            blank(),
            state,
        ]);
    }
    for (kind, position, wave, live) in opened(context) {
        let title = plan.multipliers(kind)[position].title().to_owned();
        let wave = plan.wave(wave).id.to_string();
        table.row([title, kind_word(kind).into(), blank(), wave, blank(), blank(), wording::date(live)]);
    }
    for (wave, ix, step) in steps(plan) {
        let item = plan.item(ix);
        let (start, end) = worked_on(plan, wave, ix);
        table.row([
            item.title().to_owned(),
            Plan::item_table(item).key().into(),
            level(item, step).map_or_else(blank, |level| level.to_string()),
            plan.wave(wave).id.to_string(),
            wording::date(start),
            wording::date(end),
            plan.step_live(ix, step).map_or_else(blank, wording::date),
            benefit(context, ix, step).map_or_else(blank, |days| {
                let [from, full] = days.map(|day| wording::month(Month::of(day)));
                format!("{from} – {full}")
            }),
            standings[ix.at()].get(step).map_or_else(blank, |standing| standing.status.as_str().into()),
        ]);
    }
    for (ix, gate) in (0..plan.gates.len()).map(GateIx::from).zip(&plan.gates) {
        let wave = gate.wave.map_or_else(blank, |wave| plan.wave(wave).id.to_string());
        let date = held(plan, gate).map_or_else(blank, wording::date);
        let title = gate.about.name.as_deref().unwrap_or(&gate.id).to_owned();
        let status = match decided(context, ix) {
            Some(decision) => format!("{}, {}", decision.outcome_words(), wording::date(decision.date)),
            None if status::gate_status(context.figures, ix) == Status::Open => "to be decided".to_owned(),
            None => "to come".to_owned(),
        };
        table.row([title, "gate".into(), blank(), wave, blank(), date, blank(), blank(), status]);
    }
    for it in recorded(context) {
        let (date, state) = (wording::date(it.date), it.state.into());
        table.row([it.what, it.kind.into(), blank(), blank(), blank(), date, blank(), blank(), state]);
    }
    let heading = format!("Timeline as of {}\n", wording::date(plan.as_of));
    if table.is_empty() { heading + "The plan has no waves.\n" } else { format!("{heading}\n{table}") }
}

fn json(context: &Context<'_>) -> Value {
    let plan = context.plan;
    let id = |wave: WaveIx| &plan.wave(wave).id;
    let waves = plan.waves().map(|(_, wave)| {
        let (start, end) = (json::date(wave.start), json::date(wave.end));
        json!({"id": wave.id, "name": wave.title(), "start": start, "end": end})
    });
    let standings = context.standings();
    let steps = steps(plan).into_iter().map(|(wave, ix, step)| {
        let item = plan.item(ix);
        let (start, end) = worked_on(plan, wave, ix);
        json!({
            "item": item.id,
            "name": item.title(),
            "dimension": item.dimension().as_str(),
            "level": item.steps[step].level,
            "wave": id(wave),
            "start": json::date(start),
            "end": json::date(end),
            "live": plan.step_live(ix, step).map(json::date),
            "benefit": benefit(context, ix, step)
                .map(|[from, full]| json!({"from": json::date(from), "full": json::date(full)})),
            "state": context.figures.step_state(ix, step).as_str(),
            "status": standings[ix.at()].get(step).map(|standing| standing.status.as_str()),
        })
    });
    let scope = opened(context).map(|(kind, position, wave, live)| {
        let multiplier = &plan.multipliers(kind)[position];
        let (kind, live) = (kind_word(kind).replace(' ', "-"), json::date(live));
        json!({"kind": kind, "id": multiplier.id, "name": multiplier.title(), "wave": id(wave), "live": live})
    });
    let gates = (0..plan.gates.len()).map(GateIx::from).zip(&plan.gates).map(|(ix, gate)| {
        let decided = decided(context, ix);
        let name = gate.about.name.as_deref().unwrap_or(&gate.id);
        let date = held(plan, gate).map(json::date);
        json!({
            "id": gate.id,
            "name": name,
            "wave": gate.wave.map(id),
            "date": date,
            "outcome": decided.and_then(|it| it.outcome).map(|outcome| outcome.as_str()),
            "decided": decided.map(|it| json::date(it.date)),
        })
    });
    let mut view = json::head(context);
    view.insert("waves".into(), waves.collect());
    view.insert("steps".into(), steps.collect());
    view.insert("scope".into(), scope.collect());
    view.insert("gates".into(), gates.collect());
    let record = recorded(context).into_iter();
    let record = record
        .map(|it| json!({"kind": it.kind, "date": json::date(it.date), "what": it.what, "state": it.state}));
    view.insert("record".into(), record.collect());
    view.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};

    #[test]
    fn a_market_is_live_its_lag_after_its_wave() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let view = json(&Context::new(&plan, &figures));
        assert_eq!(view["scope"][1]["live"], "2026-12-31");
        assert_eq!(view["steps"][0]["item"], "content");
        assert_eq!(view["steps"].as_array().map(Vec::len), Some(6));
    }
}
