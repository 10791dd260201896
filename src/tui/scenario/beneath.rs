//! What goes to the plan while a scenario of it is open: what a meeting says is so, whatever is being tried. The
//! plan takes it as a step, and the scenario is made anew on the plan as it is then.

use super::aloud;
use super::tried::Before;
use crate::draft::{Change, Draft, Refused, Title};
use crate::scenario::Terms;
use crate::tui::editing::{ONLY_LOOKED_AT, brought};
use crate::tui::model::{Model, tell};
use crate::tui::words::refusal;
use crate::workspace::Workspace;

/// Makes a change of the plan below the open scenario, and tells so, or why not. Gives whether it was made.
pub(in crate::tui) fn capture(model: &mut Model, change: &Change) -> bool {
    let (before, left) = match step(model, |draft| draft.apply(change)) {
        Ok(((), before, left)) => (before, left),
        Err(refused) => {
            let words = aloud(model, |aloud| aloud.message(&refusal(&refused)));
            tell(model, words);
            return false;
        }
    };
    if let Some(it) = model.scenarios.current().filter(|_| left.is_none()) {
        it.past.push((change.title.clone(), Before::Plan));
        it.undone.clear();
    }
    let said = aloud(model, |aloud| change.title.done(aloud));
    let brings = brought(&before, plan_of(model), &change.edits, model.present.is_some());
    let left = left.unwrap_or_default();
    let words = format!("{said} in the plan · {} undo{left}{brings}", model.key("undo"));
    tell(model, words);
    true
}

/// Takes back the last step of the plan below the open scenario, or makes it again, where it is the one of this title.
pub(super) fn undo(model: &mut Model, title: Title, back: bool) {
    let went = step(model, |draft| {
        let next = if back { draft.undoable() } else { draft.redoable() };
        let is_it = next == Some(title.as_str());
        let done = is_it.then(|| if back { draft.undo() } else { draft.redo() }).flatten();
        done.ok_or_else(|| Refused::new("the plan has changed since", ""))
    });
    let left = match went {
        Ok((_, _, left)) => left,
        Err(refused) => {
            tell(model, refusal(&refused));
            return;
        }
    };
    let words = match back {
        true => {
            let said = aloud(model, |aloud| aloud.said(&title));
            format!("Undone: {said} in the plan · {} redo", model.key("redo"))
        }
        false => {
            let said = aloud(model, |aloud| title.done(aloud));
            format!("{said} again in the plan · {} undo", model.key("undo"))
        }
    };
    if let Some(it) = model.scenarios.current().filter(|_| left.is_none()) {
        let list = if back { &mut it.undone } else { &mut it.past };
        list.push((title, Before::Plan));
    }
    tell(model, words + &left.unwrap_or_default());
}

/// The plan, whether or not a scenario of it is open.
fn plan_of(model: &Model) -> &Workspace {
    model.work.beside.as_deref().unwrap_or(&model.work)
}

/// Does something to the draft of the plan below the open scenario, and makes that anew. Gives what came of it, the
/// plan as it was, and where the scenario cannot be made on the plan any more, that it was left, and why.
///
/// # Errors
/// [`Refused`], where the plan does not take it; nothing has changed then.
fn step<T>(
    model: &mut Model,
    change: impl FnOnce(&mut Draft) -> Result<T, Refused>,
) -> Result<(T, Box<Workspace>, Option<String>), Refused> {
    let only_looked_at = || Refused::new(ONLY_LOOKED_AT, "");
    let mut before = model.work.beside.take().ok_or_else(only_looked_at)?;
    let done = match &mut before.draft {
        Some(draft) => change(draft),
        None => Err(only_looked_at()),
    };
    let (done, draft) = match (done, before.draft.take()) {
        (Ok(done), Some(draft)) => (done, draft),
        (done, draft) => {
            before.draft = draft;
            model.work.beside = Some(before);
            return Err(done.err().unwrap_or_else(only_looked_at));
        }
    };
    // What could be tried before can be, whatever it wrote over.
    let terms = Terms { as_of: before.as_of, strict: false };
    let fork = draft.fork().ok_or_else(|| Refused::new("the plan cannot be read", ""));
    let plan = Workspace::after(&before, draft);
    let made = match model.scenarios.current() {
        Some(it) => fork.and_then(|mut fork| it.scenario.make(&mut fork, terms).map(|()| fork)),
        None => fork,
    };
    let left = match made {
        Ok(fork) => {
            let mut work = Workspace::after(&model.work, Box::new(fork));
            work.beside = Some(Box::new(plan));
            model.take(work);
            None
        }
        Err(refused) => {
            model.take(plan);
            let why = aloud(model, |aloud| aloud.message(&refusal(&refused)));
            Some(format!(
                " · scenario {} was left, as it cannot be made any more: {why} · {}",
                model.scenarios.name(),
                model.filled("{view.whatif} {variant} lists its changes")
            ))
        }
    };
    Ok((done, before, left))
}
