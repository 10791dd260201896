//! Marked items: what is done to them is done to all of them, as one step.

use super::editing::make;
use super::effect::Effect;
use super::filter::Filter;
use super::model::{Model, tell};
use super::msg::Target;
use super::pen::Pen;
use super::theme::Tone;
use crate::draft::{Change, Title, Verb, asked};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::{ItemIx, WaveIx};
use crate::wording::count;

/// The sign before what is marked.
const SIGN: &str = "•";

/// Marks the selection, or takes its mark away.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    let Some(at) = model.desk().sheet.current().map(|spot| spot.at.clone()) else { return Vec::new() };
    match model.marked.iter().position(|marked| *marked == at) {
        Some(nth) => drop(model.marked.remove(nth)),
        None => model.marked.push(at),
    }
    said(model)
}

/// Marks the selection, which may be marked already.
pub(super) fn mark(model: &mut Model) {
    let at = model.desk().sheet.current().map(|spot| spot.at.clone());
    if let Some(at) = at.filter(|at| !model.marked.contains(at)) {
        model.marked.push(at);
    }
}

/// Tells how much is marked.
pub(super) fn said(model: &mut Model) -> Vec<Effect> {
    model.message = Some(match model.marked.len() {
        0 => "Nothing is marked".into(),
        many => format!("{} marked · Esc takes the marks away", count(many, "place")),
    });
    Vec::new()
}

/// Takes all marks away; says whether there were any.
pub(super) fn clear(model: &mut Model) -> bool {
    let marked = std::mem::take(&mut model.marked);
    if !marked.is_empty() {
        model.message = Some(format!("{} no longer marked", count(marked.len(), "place")));
    }
    !marked.is_empty()
}

/// Shows nothing but what is marked, in every view.
pub fn only(model: &mut Model) -> Vec<Effect> {
    let mut ids: Vec<&str> = model.marked.iter().map(|at| &*at.key).filter(|key| !key.is_empty()).collect();
    ids.order();
    ids.dedup();
    // With a comma it is a list of whole ids, even where it is one.
    let comma = if ids.len() == 1 { "," } else { "" };
    let words = format!("id:{}{comma}", ids.join(","));
    model.filter = Filter::parse(&words);
    for desk in &mut model.desks {
        desk.settings.filter = model.filter.clone();
    }
    model.forget_views();
    let filter = model.key("filter");
    tell(model, format!("Only what is marked; {filter} Esc shows everything again"))
}

/// Something is marked.
pub fn any(model: &Model) -> Result<(), &'static str> {
    if model.marked.is_empty() { Err("nothing is marked; {mark} marks") } else { Ok(()) }
}

/// Moves what is marked to the wave before or after its own, or else the selected step.
pub fn shift(model: &mut Model, later: bool) -> Vec<Effect> {
    if !model.marked.is_empty() {
        return shift_marked(model, later);
    }
    let plan = model.work.plan();
    let Some((ix, from)) = selected_step(model) else {
        return tell(model, unmoved(model));
    };
    let to = if later { from.at().checked_add(1) } else { from.at().checked_sub(1) };
    let Some(to) = to.filter(|to| *to < plan.waves.len()).map(WaveIx::from) else {
        let (item, wave) = (plan.item(ix).title(), plan.wave(from).title());
        let edge = if later { "last" } else { "first" };
        return tell(model, format!("{item} is in {wave}, the {edge} wave, already"));
    };
    let item = plan.item_address(ix);
    if let Some(there) = step_in(plan, ix, to) {
        let words = taken(model, ix, (to, there));
        return tell(model, words);
    }
    let id = |wave: WaveIx| plan.wave(wave).id.to_string();
    let (from, to) = (id(from), id(to));
    if make(model, |draft| asked::moved(draft, &item.to_string(), &to, Some(&from))) {
        let plan = model.work.plan();
        let moved = plan.wave_by_id(&to).and_then(|wave| step_in(plan, ix, wave));
        model.selection = moved.map(|step| plan.step_address(ix, step)).or(Some(item));
    }
    Vec::new()
}

fn step_in(plan: &Plan, ix: ItemIx, wave: WaveIx) -> Option<usize> {
    plan.item(ix).steps.iter().position(|step| step.wave == wave)
}

/// Why a step is not moved to a wave in which its item has another one, and what would have to be done first.
fn taken(model: &Model, ix: ItemIx, (to, there): (WaveIx, usize)) -> String {
    let plan = model.work.plan();
    let item = plan.item(ix);
    let (name, to) = (item.title(), plan.wave(to).title());
    let other = match item.driver() {
        Some(_) => "a step".to_owned(),
        None => item.steps.get(there).map(|it| format!("its step to {}", it.level)).unwrap_or_default(),
    };
    format!(
        "{name} has {other} in {to} already, and a wave holds one of them. Move that one first, or give this one \
         a live date of its own ({})",
        model.key("edit")
    )
}

/// Why the selection is not moved to another wave.
fn unmoved(model: &Model) -> String {
    let plan = model.work.plan();
    let item = model.desk().sheet.current().and_then(|spot| model.work.item_at(&spot.at));
    match item.map(|ix| plan.item(ix)) {
        None => "Select an item: waves themselves have dates".into(),
        Some(item) if item.steps.is_empty() => {
            format!("{} is in no wave: {} gives it one", item.title(), model.key("edit"))
        }
        Some(item) => format!("All steps of {} are live: choose one on the Board", item.title()),
    }
}

/// The item that is selected, and the wave of its step: the step that is selected, here or in the view that it was
/// followed from; of an item as a whole the next one that is not live, or its only one.
fn selected_step(model: &Model) -> Option<(ItemIx, WaveIx)> {
    let at = &model.desk().sheet.current()?.at;
    let (ix, step) = model.work.step_at(at)?;
    let followed = || model.selection.as_ref().filter(|kept| kept.root() == at.root());
    let step = step.or_else(|| model.work.step_at(followed()?)?.1);
    // Of an item as a whole it is the one that comes next: what is live is not moved any more.
    let steps = || 0..model.work.plan().item(ix).steps.len();
    let step = step.or_else(|| steps().find(|nth| !model.work.figures().is_past(ix, *nth)));
    match (&*model.work.plan().item(ix).steps, step) {
        (steps, Some(step)) => Some((ix, steps.get(step)?.wave)),
        ([only], None) => Some((ix, only.wave)),
        _ => None,
    }
}

/// Moves all marked steps to the wave before or after their own, as one step; all of them or none.
fn shift_marked(model: &mut Model, later: bool) -> Vec<Effect> {
    let plan = model.work.plan();
    let last = plan.waves.len();
    let mut steps = Vec::new();
    for at in &model.marked {
        let Some((ix, nth)) = model.work.step_at(at) else {
            return tell(model, "Not moved: what is marked are not items alone");
        };
        let item = plan.item(ix);
        let nth = match (nth, &*item.steps) {
            (Some(nth), _) => nth,
            (None, [_]) => 0,
            _ => {
                let title = item.title().to_owned();
                return tell(model, format!("Not moved: mark one of the steps of {title}"));
            }
        };
        let Some(from) = item.steps.get(nth).map(|step| step.wave) else { continue };
        let to = if later { from.at().checked_add(1) } else { from.at().checked_sub(1) };
        let Some(to) = to.filter(|to| *to < last).map(WaveIx::from) else {
            let (item, wave) = (item.title(), plan.wave(from).title());
            let edge = if later { "last" } else { "first" };
            return tell(model, format!("Not moved: {item} is in {wave}, the {edge} wave, already"));
        };
        let id = |wave: WaveIx| plan.wave(wave).id.to_string();
        steps.push((ix, plan.item_address(ix), id(from), id(to)));
    }
    let way = if later { "after" } else { "before" };
    let title = Title::new(Verb::Move).words(format!("{} to the wave {way}", count(steps.len(), "item")));
    let done = make(model, |draft| {
        let mut edits = Vec::new();
        for (_, at, from, to) in &steps {
            edits.extend(asked::moved(draft, &at.to_string(), to, Some(from))?.edits);
        }
        Ok(Change { title, edits })
    });
    if done {
        // The marks go along.
        let plan = model.work.plan();
        let there = |(ix, at, _, to): (_, Address, String, String)| {
            let wave = plan.wave_by_id(&to);
            let step = plan.item(ix).steps.iter().position(|step| Some(step.wave) == wave);
            step.map_or(at, |step| plan.step_address(ix, step))
        };
        model.marked = steps.into_iter().map(there).collect();
        model.selection = model.marked.last().cloned().or(model.selection.take());
    }
    Vec::new()
}

/// Puts the sign before what is marked, after the view was drawn.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    if model.marked.is_empty() {
        return;
    }
    let is_marked = |target: &Target| match target {
        Target::Spot(at) | Target::Cell(at, _) => model.marked.contains(at),
        _ => false,
    };
    let marked: Vec<_> = pen.hits.iter().filter(|hit| is_marked(&hit.target)).map(|hit| hit.area).collect();
    for area in marked {
        pen.put(area.x, area.y, 1, SIGN, Tone::Strong);
    }
}
