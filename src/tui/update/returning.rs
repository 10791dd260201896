//! What comes back from the disk: the plan as it was read again, and how saving went.

use std::path::Path;

use crate::disk::{Saved, Unwritten};
use crate::draft::{Title, Verb};
use crate::safe;
use crate::tui::editing::{self, THEIRS};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, OnDisk, tell};
use crate::tui::overlays::{outside, quitting};
use crate::tui::scenario;
use crate::wording::count;
use crate::workspace::Workspace;

/// Takes in how saving went; leaves, where that was to follow.
pub(super) fn saved(model: &mut Model, how: Result<Saved, Unwritten>) -> Vec<Effect> {
    let leave = std::mem::take(&mut model.leaving);
    match how {
        Ok(saved) => {
            let lost = editing::is_lost(model);
            model.on_disk = OnDisk::Known;
            let changes = model.work.unsaved.len();
            let files = model.work.draft.as_ref().map_or(0, |draft| draft.changed().count());
            if let Some(draft) = &mut model.work.draft {
                draft.saved();
            }
            model.work.unsaved.clear();
            if leave {
                return quitting::go_on(model);
            }
            let notes: String = saved.notes.iter().map(|note| format!(" · {note}")).collect();
            let saved = match (lost, changes) {
                (true, 0) => "The plan is on disk again, as it is here".to_owned(),
                (_, _) => format!("Saved {} in {}", count(changes, "change"), count(files, "file")),
            };
            tell(model, saved + &notes)
        }
        Err(why) => {
            model.overlay = model.overlay.take().and_then(|over| over.typed());
            let name = why.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let kept = count(model.work.unsaved.len(), "change");
            let name = safe::line(&name);
            tell(
                model,
                match why.changed {
                    true => {
                        let reread = model.key("reread");
                        format!(
                            "Not saved: {name} changed on disk. {kept} kept · {reread} brings them together"
                        )
                    }
                    false => {
                        let copy = model.key("save.copy");
                        format!(
                            "Not saved: {name}: {}. {kept} kept · {copy} writes a copy elsewhere",
                            why.message
                        )
                    }
                },
            )
        }
    }
}

/// Takes in what its user made of a file of the plan in an editor that was given it as it is here, as one step; it is
/// not saved by that.
pub(super) fn edited(model: &mut Model, path: &Path, text: &str) -> Vec<Effect> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // What was edited is the plan: an open scenario is made anew on it.
    let tries = model.work.beside.is_some();
    if tries {
        scenario::toggle(model);
    }
    editing::make(model, |draft| {
        let files = draft.texts().map(|(place, _, now)| {
            let new = if place == path { text } else { now };
            (place, now, new)
        });
        draft
            .merged(&files.collect::<Vec<_>>(), Title::new(Verb::Edit).words(format!("{name} in the editor")))
    });
    if tries && !model.scenarios.all.is_empty() {
        let told = model.message.take().unwrap_or_default();
        scenario::toggle(model);
        let again = model.message.take().filter(|_| model.work.beside.is_none());
        let again = again.unwrap_or_else(|| format!("{} is open again", model.scenarios.name()));
        return tell(model, format!("{told} · in the plan; {again}"));
    }
    Vec::new()
}

/// Takes the plan as it was read again. Changes that are not saved are brought into it, by what they say;
/// where both sides changed the same, everything stays as it was and it is asked what is to come of it.
pub(super) fn reread(model: &mut Model, read: Result<Box<Workspace>, String>) -> Vec<Effect> {
    if model.work.beside.is_some() {
        return tell(
            model,
            model.filled("Not read: a scenario is open. {whatif} leaves it, then {reread} reads"),
        );
    }
    let mut work = match read {
        Err(why) => {
            let words = format!("Not read: {why}");
            model.on_disk = OnDisk::Lost(why);
            return tell(model, words);
        }
        Ok(work) => *work,
    };
    model.on_disk = OnDisk::Known;
    // Whoever looks at another day goes on doing so.
    if work.as_of != model.work.as_of
        && let Some(draft) = work.draft.take()
    {
        work = Workspace::drafted(draft, model.work.as_of);
    }
    let same = model.work.plan() == work.plan() && model.work.findings == work.findings;
    let unsaved = count(model.work.unsaved.len(), "change");
    let mut words = if same { "Read again: nothing has changed" } else { "Read again: the plan has changed" };
    let told;
    if let (false, Some(mine)) = (model.work.unsaved.is_empty(), &model.work.draft) {
        let Some(theirs) = work.draft.take() else {
            return tell(model, format!("Not read: {unsaved} would be lost; save or undo them first"));
        };
        let mut theirs = theirs;
        let title = match &*model.work.unsaved {
            [only] => only.clone(),
            // Whoever is asked what is not saved reads which changes these are.
            all => editing::brought_over(all),
        };
        match mine.bring_to(&mut theirs, title) {
            Ok(()) => {
                if model.work.unsaved.len() > 1 {
                    theirs.made_of(model.work.unsaved.clone());
                }
                work = Workspace::drafted(theirs, work.as_of);
            }
            Err(_) => {
                outside::ask(model, theirs);
                return Vec::new();
            }
        }
        told = format!("Read again, with your {unsaved} on it; {} saves", model.key("save"));
        words = &told;
    } else if let (Some(mine), Some(mut theirs)) = (model.work.draft.take(), work.draft.take()) {
        // What was done here can still be undone, and what others did as well.
        if theirs.follow(*mine, THEIRS) {
            told = format!("{words} · {} undo", model.key("undo"));
            words = &told;
        }
        work = Workspace::drafted(theirs, work.as_of);
    }
    model.take(work);
    tell(model, words)
}
