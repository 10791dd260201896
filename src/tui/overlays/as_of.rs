//! The plan looked at as of another day, in memory: what was known then, or what is planned to be by then.

use chrono::NaiveDate;

use super::line::Line;
use super::question::{Question, ask};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::wording;
use crate::workspace::Workspace;

/// Whether the plan is looked at as of another day than its own.
pub(in crate::tui) fn is_another(model: &Model) -> bool {
    let own = model.work.draft.as_ref().map(|draft| draft.shared_plan().as_of);
    model.work.as_of.is_some_and(|day| own.is_some_and(|own| own != day))
}

/// Why the day cannot be another now, if it cannot.
pub(in crate::tui) fn can_look(model: &Model) -> Result<(), &'static str> {
    match (&model.work.draft, &model.work.beside) {
        (_, Some(_)) => Err("a scenario is open; {whatif} leaves it"),
        (None, _) => Err("the plan could not be read whole"),
        _ => Ok(()),
    }
}

/// Asks for the day, or goes back from one.
pub(in crate::tui) fn ask_day(model: &mut Model) -> Vec<Effect> {
    if is_another(model) {
        return look(model, None);
    }
    let asked = "The day, as in 2026-12-31; empty: as of the plan's own day. Nothing is written.";
    ask(model, Question::new("Look at the plan as of", asked, Line::default(), answer))
}

/// Looks at the plan as of the day typed, or as of its own where none is.
pub(in crate::tui) fn answer(model: &mut Model, words: &str) -> Result<Vec<Effect>, String> {
    let day: Option<NaiveDate> = match words {
        "" => None,
        words => Some(words.parse().map_err(|_| format!("“{words}” is no day: write 2026-12-31"))?),
    };
    Ok(look(model, day))
}

/// Looks at the plan as of a day, or as of its own. What is not saved stays.
fn look(model: &mut Model, day: Option<NaiveDate>) -> Vec<Effect> {
    if let Err(why) = can_look(model) {
        let why = model.keys.filled(model.view, why);
        return tell(model, format!("Look at another day: {why}"));
    }
    let Some(draft) = model.work.draft.take() else { return Vec::new() };
    model.take(Workspace::drafted(draft, day));
    let shown = wording::date(model.work.plan().as_of);
    tell(
        model,
        match day {
            Some(_) => format!("Looked at as of {shown}; :as-of alone goes back, nothing is written"),
            None => format!("As of the plan's own day again: {shown}"),
        },
    )
}
