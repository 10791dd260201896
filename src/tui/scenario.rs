//! What-if: a scenario is a fork of the plan's draft. While it is open every view shows it, edits go to it
//! alone, and the plan waits beside it; what was tried reaches the plan as one step that can be undone.

use super::editing::{self, make, refusal, take};
use super::effect::Effect;
use super::model::Model;
use super::update::tell;
use crate::draft::{Change, Changed, Draft, Refused, asked};
use crate::figures::Figures;
use crate::graph::{Delay, Delayed, Graph, Past};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::id::{ItemIx, WaveIx};
use crate::wording::count;
use crate::workspace::Workspace;

/// What stands in the first row of every screen while a scenario is shown.
pub const BANNER: &str = "SCENARIO — not the plan";

/// Opens a scenario, or leaves it and keeps it for later.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.work.beside.is_some() { leave(model) } else { enter(model) }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(fork) = model.work.draft.as_ref().and_then(|draft| draft.fork()) else {
        return tell(model, "This plan is only looked at: it has no files to try changes on");
    };
    let (draft, words) = match model.scenario.take() {
        Some(kept) => match resumed(kept, fork) {
            Ok(draft) => (draft, "The scenario again: w leaves it, 9 compares"),
            Err((kept, refused)) => {
                let why = format!("The plan has changed under the scenario: {}", refusal(&refused));
                model.scenario = Some(kept);
                return tell(model, why);
            }
        },
        None => (Box::new(fork), "What if: edits go to a scenario; 9 compares, A applies, w leaves"),
    };
    let scenario = Workspace::drafted(draft, model.work.as_of);
    let plan = std::mem::replace(&mut model.work, scenario);
    model.work.beside = Some(Box::new(plan));
    editing::forget_views(model);
    tell(model, words)
}

/// A scenario that was left, opened again: as it was where the plan is, else its changes as one step on the
/// plan as it is now.
fn resumed(kept: Box<Draft>, mut fork: Draft) -> Result<Box<Draft>, (Box<Draft>, Refused)> {
    if began_from(&kept, &fork) {
        return Ok(kept);
    }
    match kept.bring_to(&mut fork, "bring the scenario to the plan of now") {
        Ok(()) => Ok(Box::new(fork)),
        Err(refused) => Err((kept, refused)),
    }
}

/// Whether a scenario was forked from a plan that says what this one says, file by file.
fn began_from(kept: &Draft, plan: &Draft) -> bool {
    let changed: Vec<Changed<'_>> = kept.changed().collect();
    let began = |file: u32| {
        let place = kept.source().canonical(file)?;
        let old = changed.iter().find(|it| it.place == place).map(|it| it.old);
        Some((place, old.unwrap_or(kept.source().text(file).content.as_str())))
    };
    let now = |file: u32| Some((plan.source().canonical(file)?, plan.source().text(file).content.as_str()));
    (0..)
        .map(|file| (began(file), now(file)))
        .take_while(|it| *it != (None, None))
        .all(|(one, other)| one == other)
}

fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(plan) = model.work.beside.take() else { return Vec::new() };
    let kept = model.work.draft.take().filter(|draft| draft.is_changed());
    let words = match &kept {
        Some(_) => "Back in the plan; w opens the scenario again",
        None => "Back in the plan",
    };
    model.scenario = kept;
    take(model, *plan);
    tell(model, words)
}

/// Makes the changes of the scenario in the plan, as one step that can be undone, and leaves it.
pub fn apply(model: &mut Model) -> Vec<Effect> {
    let Some(mut plan) = model.work.beside.take() else { return Vec::new() };
    let (Some(scenario), Some(draft)) = (&model.work.draft, &mut plan.draft) else { return Vec::new() };
    let changes = count(scenario.unsaved().len(), "change");
    match scenario.bring_to(draft, "apply the scenario") {
        Err(refused) => {
            let why = format!("Not applied: {}", refusal(&refused));
            model.work.beside = Some(plan);
            tell(model, why)
        }
        Ok(()) => {
            let as_of = plan.as_of;
            if let Some(draft) = plan.draft.take() {
                take(model, Workspace::drafted(draft, as_of));
            }
            tell(model, format!("Applied {changes} to the plan · u undo · ctrl-s save"))
        }
    }
}

/// Makes the selected item or wave a month late, with all that this pushes.
pub fn slip(model: &mut Model) -> Vec<Effect> {
    let at = model.desk().sheet.current().map(|spot| spot.at.root());
    let plan = model.work.plan();
    let item = at.as_ref().and_then(|at| model.work.item_at(at));
    let wave = at.as_ref().filter(|at| at.table == Table::Wave).and_then(|at| plan.wave_by_id(&at.key));
    let (what, id) = match (item, wave) {
        (Some(item), _) => (Delayed::Item(item), plan.item(item).id.to_string()),
        (_, Some(wave)) => (Delayed::Wave(wave), plan.wave(wave).id.to_string()),
        _ => return tell(model, "Select an item or a wave to be late"),
    };
    let values = late(model.work.figures(), what);
    make(model, |draft| {
        let mut edits = Vec::new();
        for (at, date) in values? {
            edits.extend(asked::set(draft, &at, &date)?.edits);
        }
        Ok(Change { title: format!("slip {id} by a month"), edits })
    });
    Vec::new()
}

/// The dates that a plan has to say, by address, for something to be a month late: what the slip moves,
/// written as a planner would.
fn late(figures: &Figures<'_>, what: Delayed) -> Result<Vec<(String, String)>, Refused> {
    let plan = figures.plan;
    let graph = Graph::new(plan);
    let live = |step| figures.is_live(graph.item_of(step), graph.nth_of(step));
    let slip = graph.slip(&[Delay { what, months: 1 }], Past { as_of: plan.as_of, live: &live });
    if slip.steps.is_empty() && slip.waves.is_empty() {
        return Err(Refused::new("nothing of it lies ahead, so it cannot be late any more", ""));
    }
    let later = slip.applied_to(&graph, plan);
    let mut values = Vec::new();
    let mut put = |at: String, date: chrono::NaiveDate| values.push((at, date.to_string()));
    for (nth, (old, new)) in plan.waves.iter().zip(&later.waves).enumerate() {
        let at = plan.wave_address(WaveIx::from(nth));
        if old.start != new.start {
            put(format!("{at}.start"), new.start);
        }
        if old.end != new.end {
            put(format!("{at}.end"), new.end);
        }
    }
    for (old, new) in plan.gates.iter().zip(&later.gates) {
        if let Some(date) = new.date.filter(|_| old.date != new.date) {
            put(format!("gate.{}.date", old.id), date);
        }
    }
    for (ix, old) in plan.items() {
        let (new, at) = (later.item(ix), plan.item_address(ix));
        if let Some(date) = new.start.filter(|_| old.start != new.start) {
            put(format!("{at}.start"), date);
        }
        if let Some(date) = new.end.filter(|_| old.end != new.end) {
            put(format!("{at}.end"), date);
        }
        for nth in 0..new.steps.len() {
            if let Some(date) = said(&later, ix, nth)? {
                put(format!("{at}.live"), date);
            }
        }
    }
    Ok(values)
}

/// The `live` that a step needs after a slip; none where it is live when the plan would have it anyway.
fn said(later: &Plan, ix: ItemIx, nth: usize) -> Result<Option<chrono::NaiveDate>, Refused> {
    let item = later.item(ix);
    let wave = item.steps.get(nth).map(|step| later.wave(step.wave));
    let (Some(live), Some(wave)) = (later.step_live(ix, nth), wave) else { return Ok(None) };
    let written = item.live.filter(|_| nth == 0).unwrap_or(wave.end);
    match nth {
        _ if live == written => Ok(None),
        0 => Ok(Some(live)),
        _ => Err(Refused::new(
            format!(
                "{} would reach a later level after {} ends, and `live` dates only a first",
                item.id, wave.id
            ),
            "Move that step (>), or slip the wave.",
        )),
    }
}

/// A scenario is open.
pub fn is_open(model: &Model) -> Result<(), &'static str> {
    if model.work.beside.is_some() { Ok(()) } else { Err("no scenario is open; w opens one") }
}

/// A scenario is open and changes something.
pub fn applicable(model: &Model) -> Result<(), &'static str> {
    is_open(model)?;
    if model.work.unsaved.is_empty() { Err("the scenario changes nothing yet") } else { Ok(()) }
}
