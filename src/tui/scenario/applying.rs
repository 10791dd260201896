//! Applying a scenario: what it tries reaches the plan as one step. The scenario is gone with it, and is there
//! again where that step is taken back; the others go on leading to the days that they led to.

use super::tried::{Applied, Back, Before, Tried};
use crate::draft::{Title, Verb};
use crate::plan::Plan;
use crate::scenario::meant;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::words::refusal;
use crate::wording::{count, list};
use crate::workspace::Workspace;

/// Makes the changes of the scenario in the plan, as one step that can be undone, and leaves it.
pub fn apply(model: &mut Model) -> Vec<Effect> {
    let title = Title::new(Verb::Apply).words(model.scenarios.name());
    let changes = model.scenarios.current().map_or(0, |it| it.scenario.tries.len());
    bring_in(model, title, &format!("Applied {}", count(changes, "change")), |_| {})
}

/// Makes the changes of the scenario in the plan with the decision that was recorded in it last, as one step.
pub(in crate::tui) fn decided(model: &mut Model, title: Title) -> Vec<Effect> {
    let title = title.words(format!(" and apply {}", model.scenarios.name()));
    let changes = model.scenarios.current().map_or(0, |it| it.scenario.tries.len().saturating_sub(1));
    let done = format!("Recorded, and applied {}", count(changes, "change"));
    // Where all is taken back, the scenario is what it was before the decision.
    bring_in(model, title, &done, |it| {
        if let Some((_, Before::Tried(before))) = it.past.pop() {
            it.scenario.tries = before;
        }
    })
}

/// Makes the changes of the scenario in the plan, as one step of this title, and tells what was done. `leave`
/// makes of the scenario what it is to be where the step is taken back.
fn bring_in(model: &mut Model, title: Title, done: &str, leave: impl FnOnce(&mut Tried)) -> Vec<Effect> {
    let Some(mut plan) = model.work.beside.take() else { return Vec::new() };
    let (Some(scenario), Some(draft)) = (&model.work.draft, &mut plan.draft) else { return Vec::new() };
    if let Err(refused) = scenario.bring_to(draft, title.clone()) {
        let why = format!("Not applied: {}", &*refusal(&refused));
        model.work.beside = Some(plan);
        return tell(model, why);
    }
    let parts = model.scenarios.current().map(|it| it.scenario.tries.iter().map(|it| it.title.clone()));
    draft.made_of(parts.into_iter().flatten().collect());
    let before = plan.shared_plan().clone();
    if let Some(draft) = plan.draft.take() {
        model.take(Workspace::after(&plan, draft));
    }
    let now = model.work.shared_plan().clone();
    let mut kept = String::new();
    if model.scenarios.at < model.scenarios.all.len() {
        let at = model.scenarios.at;
        let mut it = model.scenarios.all.remove(at);
        leave(&mut it);
        it.draft = None;
        kept = put_in(model, (title, at), it, &before, &now);
    }
    model.scenarios.back.clear();
    let (undo, save) = (model.key("undo"), model.key("save"));
    // While slides are shown nothing is saved.
    let save = if model.present.is_some() { String::new() } else { format!(" · {save} save") };
    tell(model, format!("{done} to the plan{kept} · {undo} undo{save}"))
}

/// Takes a scenario as one that was applied, and has the others lead to the days to which they led before. Says
/// which of them do so by another slip now.
fn put_in(model: &mut Model, (title, at): (Title, usize), it: Tried, before: &Plan, now: &Plan) -> String {
    let scenarios = &mut model.scenarios;
    scenarios.at = at.min(scenarios.all.len()).saturating_sub(1);
    let mut others = Vec::new();
    for other in &mut scenarios.all {
        let old = other.scenario.clone();
        let words = other.follow(before, now);
        if !words.is_empty() {
            other.note = format!("Since {} was applied, {}", it.scenario.name, list(&words));
            others.push((old, other.scenario.clone()));
        }
    }
    let names: Vec<&str> = others.iter().map(|(_, it)| it.name.as_str()).collect();
    let kept = match names.len() {
        0 => String::new(),
        1 => format!(" · {} keeps its dates", names[0]),
        _ => format!(" · {} keep their dates", list(&names)),
    };
    scenarios.applied.push(Applied { title, at, it, others });
    kept
}

/// A step of the plan was taken back, or made again: where it applied a scenario, that is there again, or gone
/// again, and the others are what they were. Says so.
pub(in crate::tui) fn went(model: &mut Model, title: &Title, back: bool, before: &Plan) -> String {
    let now = model.work.shared_plan().clone();
    let scenarios = &mut model.scenarios;
    if back {
        let Some(Applied { title, at, it, others }) = scenarios.applied.pop_if(|it| it.title == *title)
        else {
            return String::new();
        };
        for other in &mut scenarios.all {
            match others.iter().find(|(_, since)| *since == other.scenario) {
                Some((old, _)) => {
                    other.follow(before, &now);
                    other.scenario = old.clone();
                }
                None => drop(other.follow(before, &now)),
            }
            other.note.clear();
        }
        let (name, at) = (it.scenario.name.clone(), at.min(scenarios.all.len()));
        scenarios.back.push(Back { title, scenario: it.scenario.clone() });
        scenarios.all.insert(at, it);
        scenarios.at = at;
        return format!(" · scenario {name} is there again");
    }
    let Some(Back { title, scenario }) = scenarios.back.pop_if(|it| it.title == *title) else {
        return String::new();
    };
    let Some(at) = scenarios.all.iter().position(|it| it.scenario == scenario) else { return String::new() };
    let it = scenarios.all.remove(at);
    put_in(model, (title, at), it, before, &now)
}

impl Tried {
    /// Has it lead to the days on the plan as it is `now` to which it led on the plan `before`, in all that it
    /// tried and may try again. Says what is another slip now.
    fn follow(&mut self, before: &Plan, now: &Plan) -> Vec<String> {
        let (tries, words) = meant(&self.scenario.tries, before, now);
        self.scenario.tries = tries;
        for (_, step) in self.past.iter_mut().chain(&mut self.undone) {
            if let Before::Tried(tries) = step {
                *tries = meant(tries, before, now).0;
            }
        }
        words
    }
}
