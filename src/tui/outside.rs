//! What other programs do to the files while the plan is open: taken in where nothing is unsaved, asked
//! about where something is, and never a reason to lose either side.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::detail::Text;
use super::editing::{self, Panel, refusal, take, window};
use super::effect::Effect;
use super::model::{Model, Overlay};
use super::msg::{Code, Key};
use super::pen::{Pen, cells};
use super::theme::Tone;
use super::update::tell;
use crate::disk::Replacement;
use crate::draft::Draft;
use crate::safe;
use crate::wording::count;
use crate::workspace::Workspace;

/// The plan as it is on the disk now, while changes of it are not saved here.
pub struct Outside {
    theirs: Box<Draft>,
    /// What both sides changed.
    conflict: Option<String>,
}

/// The title of the step that stands for what others did.
const THEIRS: &str = "take what changed on disk";

/// Takes in that files are not as they were.
pub(super) fn changed(model: &mut Model, read: Result<Box<Workspace>, String>) -> Vec<Effect> {
    let mut work = match read {
        Err(why) => {
            return tell(model, format!("The plan cannot be read any more, and stays open here: {why}"));
        }
        Ok(work) => *work,
    };
    if model.work.beside.is_some() {
        return tell(model, "The plan was changed on disk: w leaves the scenario, then R reads it");
    }
    let (Some(mine), Some(mut theirs)) = (model.work.draft.take(), work.draft.take()) else {
        return Vec::new();
    };
    if !mine.is_changed() {
        let undone = theirs.follow(*mine, THEIRS);
        take(model, Workspace::drafted(theirs, model.work.as_of));
        let undo = if undone { " · u undo" } else { "" };
        return tell(model, format!("The plan was changed on disk, and is read again{undo}"));
    }
    let conflict = theirs.merged(&changes(&mine), THEIRS).err().map(|refused| refusal(&refused));
    model.work.draft = Some(mine);
    model.outside = Some(Outside { theirs, conflict });
    model.overlay = Some(Overlay::Editing(Panel::Outside));
    Vec::new()
}

fn changes(draft: &Draft) -> Vec<(PathBuf, &str, &str)> {
    draft.changed().map(|it| (it.place.to_path_buf(), it.old, it.new)).collect()
}

/// Takes a key.
pub(super) fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let conflict = model.outside.as_ref().is_some_and(|it| it.conflict.is_some());
    match key.code {
        Code::Char('m') if !key.ctrl && !conflict => merge(model),
        Code::Char('r') if !key.ctrl => {
            if let Some((mine, mut theirs)) = both(model) {
                let many = count(mine.unsaved().len(), "change");
                let kept = theirs.follow(*mine, THEIRS);
                take(model, Workspace::drafted(theirs, model.work.as_of));
                let undo = if kept { format!("; u brings your {many} back") } else { String::new() };
                return tell(model, format!("Read from disk{undo}"));
            }
            Vec::new()
        }
        Code::Char('k') if !key.ctrl => {
            let Some((mine, mut theirs)) = both(model) else { return Vec::new() };
            let copies =
                mine.changed().map(|it| (it.place.with_extension("mine.toml"), it.new.to_owned())).collect();
            theirs.follow(*mine, THEIRS);
            take(model, Workspace::drafted(theirs, model.work.as_of));
            vec![Effect::Copies(copies)]
        }
        Code::Esc => {
            model.outside = None;
            tell(model, "Later: R brings both together; saving waits for that")
        }
        _ => {
            model.overlay = Some(Overlay::Editing(Panel::Outside));
            Vec::new()
        }
    }
}

fn both(model: &mut Model) -> Option<(Box<Draft>, Box<Draft>)> {
    let theirs = model.outside.take()?.theirs;
    Some((model.work.draft.take()?, theirs))
}

/// Does to the plan on the disk what is not saved here.
fn merge(model: &mut Model) -> Vec<Effect> {
    let Some((mine, mut theirs)) = both(model) else { return Vec::new() };
    let many = count(mine.unsaved().len(), "change");
    let change = theirs.merged(&changes(&mine), &format!("bring {many} to what changed on disk"));
    theirs.follow(*mine, THEIRS);
    let done = change.and_then(|change| theirs.apply(&change));
    take(model, Workspace::drafted(theirs, model.work.as_of));
    match done {
        Ok(()) => {
            tell(model, format!("Both together: your {many} on what changed on disk · u undo · ctrl-s save"))
        }
        Err(refused) => tell(model, format!("Not together, u brings yours back: {}", refusal(&refused))),
    }
}

/// The keys of the question.
pub(super) fn keys(model: &Model) -> &'static str {
    match model.outside.as_ref().is_some_and(|it| it.conflict.is_some()) {
        false => "m merge   r theirs, u brings yours back   k keep yours as a copy   Esc later",
        true => "r theirs, u brings yours back   k keep yours as a copy   Esc later",
    }
}

/// Draws the question over a view.
pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_>) {
    let mut text = Text::new(area.width.min(76).saturating_sub(4));
    text.words(
        "Another program changed the plan on disk, and you have changes that are not saved:",
        Tone::Strong,
    );
    for title in model.work.unsaved.iter().rev().take(6) {
        text.entry("~", Tone::Faint, &safe::line(title));
    }
    text.gap();
    match model.outside.as_ref().and_then(|it| it.conflict.as_ref()) {
        None => text.words("The two do not touch the same values.", Tone::Plain),
        Some(conflict) => text.words(conflict, Tone::Warning),
    }
    text.gap();
    text.words(&keys(model).replace("   ", " · "), Tone::Strong);
    let inside = window(area, 76, cells(text.lines.len()) + 2, "Changed on disk", pen);
    text.draw(0, inside, pen);
}

// ------------------------------------------------------------ files that are gone

/// Asks whether files that are gone are to be written again.
pub(super) fn gone(model: &mut Model, files: Vec<Replacement>) -> Vec<Effect> {
    model.overlay = Some(Overlay::Editing(Panel::Gone(files)));
    Vec::new()
}

/// The keys of that question.
pub(super) const GONE: &str = "w write it again, with its folder   Esc not now";

/// Takes a key.
pub(super) fn on_key_of_gone(model: &mut Model, key: Key, files: Vec<Replacement>) -> Vec<Effect> {
    match key.code {
        Code::Char('w') if !key.ctrl => vec![Effect::WriteAgain(files)],
        Code::Esc => {
            let many = count(model.work.unsaved.len(), "change");
            tell(model, format!("Not saved: {many} kept here"))
        }
        _ => gone(model, files),
    }
}

/// Draws the question over a view.
pub(super) fn draw_gone(files: &[Replacement], area: Rect, pen: &mut Pen<'_>) {
    let mut text = Text::new(area.width.min(64).saturating_sub(4));
    text.words("A file that is to be saved is gone from the disk:", Tone::Strong);
    for file in files.iter().take(8) {
        text.entry("·", Tone::Faint, &file.path.to_string_lossy());
    }
    text.gap();
    text.words(&GONE.replace("   ", " · "), Tone::Strong);
    let inside = window(area, 64, cells(text.lines.len()) + 2, "Write it again?", pen);
    text.draw(0, inside, pen);
}

/// Nothing lies in the way of looking at the disk.
#[must_use]
pub fn is_idle(model: &Model) -> bool {
    model.overlay.is_none() && (model.present.is_none() || editing::dirt(model).is_empty())
}
