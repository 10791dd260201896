//! What other programs do to the files while the plan is open: taken in where nothing is unsaved, asked
//! about where something is, and never a reason to lose either side.

mod clashing;

use std::path::{Path, PathBuf};

use super::elsewhere;

use ratatui::layout::Rect;

use crate::disk::Replacement;
use crate::disk::with_ending;
use crate::draft::Draft;
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::editing::{self, Panel, refusal, take, window};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::wording::count;
use crate::workspace::Workspace;
use clashing::Clashes;

/// The plan as it is on the disk now, while changes of it are not saved here.
pub struct Outside {
    theirs: Box<Draft>,
    /// Why the two cannot be merged at all.
    refused: Option<String>,
    /// What both sides changed differently.
    clashes: Clashes,
}

/// The title of the step that stands for what others did.
pub(in crate::tui) const THEIRS: &str = "take what changed on disk";
/// How the title of a step ends that brought together what both did.
const TO_THEIRS: &str = "to what changed on disk";

/// Takes in that files are not as they were.
pub(in crate::tui) fn changed(model: &mut Model, read: Result<Box<Workspace>, String>) -> Vec<Effect> {
    let mut work = match read {
        Err(why) => {
            return tell(model, format!("The plan cannot be read any more, and stays open here: {why}"));
        }
        Ok(work) => *work,
    };
    // A file that is no part of the plan came or went beside it.
    let own = model.work.beside.as_deref().unwrap_or(&model.work).draft.as_ref();
    if own.zip(work.draft.as_ref()).is_some_and(|(own, read)| own.is_known(read)) {
        return Vec::new();
    }
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
    model.work.draft = Some(mine);
    ask(model, theirs);
    Vec::new()
}

/// Asks what is to come of what is not saved here and of the plan as it is on the disk.
pub(in crate::tui) fn ask(model: &mut Model, theirs: Box<Draft>) {
    let Some(mine) = &model.work.draft else { return };
    let (refused, clashes) = match theirs.clashes(&mine.texts().collect::<Vec<_>>()) {
        Ok(clashes) => (None, Clashes::of(clashes)),
        Err(refused) => (Some(refusal(&refused)), Clashes::default()),
    };
    model.outside = Some(Outside { theirs, refused, clashes });
    model.overlay = Some(Overlay::Editing(Panel::Outside));
}

/// Takes a key.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(outside) = &mut model.outside else { return Vec::new() };
    if !outside.clashes.is_empty() && outside.clashes.on_key(key) {
        model.overlay = Some(Overlay::Editing(Panel::Outside));
        return Vec::new();
    }
    let (mergeable, clashing) = (outside.refused.is_none(), !outside.clashes.is_empty());
    match key.code {
        Code::Char('m') if !key.ctrl && mergeable && !clashing => merge(model),
        Code::Enter if clashing => merge(model),
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
            let copies = mine.changed().map(|it| (aside(it.place), it.new.to_owned())).collect();
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

/// Where a copy of a file's own text goes: `plan.mine.toml`.
fn aside(place: &Path) -> PathBuf {
    with_ending(&place.with_extension(""), ".mine.toml")
}

fn both(model: &mut Model) -> Option<(Box<Draft>, Box<Draft>)> {
    let theirs = model.outside.take()?.theirs;
    Some((model.work.draft.take()?, theirs))
}

/// Does to the plan on the disk what is not saved here, with what was chosen where both changed the same: one
/// decision, and so one step. Where that cannot be, nothing happens and the question stays.
fn merge(model: &mut Model) -> Vec<Effect> {
    let (Some(mine), Some(outside)) = (&model.work.draft, &mut model.outside) else { return Vec::new() };
    let many = count(mine.unsaved().len(), "change");
    let title = format!("bring {many} {TO_THEIRS}");
    let done = match outside.clashes.decided() {
        Ok(choices) => outside
            .theirs
            .merged_by(&mine.texts().collect::<Vec<_>>(), &title, &choices)
            .and_then(|change| outside.theirs.apply(&change))
            .map_err(|refused| format!("Not together: {}", refusal(&refused))),
        Err(open) => Err(format!("{} still to decide: t theirs, m mine", count(open, "row"))),
    };
    if let Err(why) = done {
        match outside.clashes.is_empty() {
            true => outside.refused = Some(why),
            false => outside.clashes.fault = Some(why),
        }
        model.overlay = Some(Overlay::Editing(Panel::Outside));
        return Vec::new();
    }
    let Some((mine, mut theirs)) = both(model) else { return Vec::new() };
    theirs.follow(*mine, &title);
    take(model, Workspace::drafted(theirs, model.work.as_of));
    tell(model, format!("Both together: your {many} on what changed on disk · u undo · ctrl-s save"))
}

/// What there is to say of a step that is taken back, where what others wrote goes with it.
#[must_use]
pub fn warning(title: &str) -> &'static str {
    if title == THEIRS || title.ends_with(TO_THEIRS) { "; saved now, theirs would go" } else { "" }
}

/// The keys of the question.
pub(in crate::tui) fn keys(model: &Model) -> String {
    let rest = "k keep yours as a copy   Esc later";
    match &model.outside {
        Some(Outside { refused: Some(_), .. }) | None => format!("r theirs, u brings yours back   {rest}"),
        Some(outside) if outside.clashes.is_empty() => {
            format!("m merge   r theirs, u brings yours back   {rest}")
        }
        Some(_) => format!("{}   r only theirs   {rest}", clashing::KEYS),
    }
}

/// The same, for the last line: of a list of rows in as few words as fit.
pub(in crate::tui) fn brief(model: &Model) -> String {
    match &model.outside {
        Some(outside) if outside.refused.is_none() && !outside.clashes.is_empty() => {
            "t theirs   m mine   T M for all   ⏎ merge   r only theirs   k copy   Esc later".into()
        }
        _ => keys(model),
    }
}

/// Draws the question over a view.
pub(in crate::tui) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_>) {
    let Some(outside) = &model.outside else { return };
    let width = area.width.min(76).saturating_sub(4);
    let (mut text, mut last) = (Text::new(width), Text::new(width));
    text.words(
        "Another program changed the plan on disk, and you have changes that are not saved:",
        Tone::Strong,
    );
    let shown = if outside.clashes.is_empty() { 6 } else { 3 };
    for title in model.work.unsaved.iter().rev().take(shown) {
        text.entry("~", Tone::Faint, &safe::line(title));
    }
    text.gap();
    let mut at = 0;
    match &outside.refused {
        Some(why) => text.words(why, Tone::Warning),
        None if outside.clashes.is_empty() => {
            text.words("The two do not touch the same values.", Tone::Plain);
        }
        None => at = outside.clashes.write(&mut text),
    }
    last.words(&keys(model).replace("   ", " · "), Tone::Strong);
    let (lines, below) = (cells(text.lines.len()), cells(last.lines.len()));
    let inside = window(area, 76, lines.saturating_add(below).saturating_add(3), "Changed on disk", pen);
    // The keys are always in sight, and the row that is decided next.
    let height = inside.height.saturating_sub(below + 1);
    let scroll = (at + 4).saturating_sub(height).min(lines.saturating_sub(height));
    text.draw(scroll, Rect { height, ..inside }, pen);
    let y = inside.y + inside.height.saturating_sub(below);
    last.draw(0, Rect { y, height: below.min(inside.height), ..inside }, pen);
}

// ------------------------------------------------------------ files that are gone

/// Asks whether files that are gone are to be written again.
pub(in crate::tui) fn gone(model: &mut Model, files: Vec<Replacement>) -> Vec<Effect> {
    model.overlay = Some(Overlay::Editing(Panel::Gone(files)));
    Vec::new()
}

/// The keys of that question.
pub(in crate::tui) const GONE: &str = "w write it again, with its folder   c a copy elsewhere   Esc not now";

/// Takes a key.
pub(in crate::tui) fn on_key_of_gone(model: &mut Model, key: Key, files: Vec<Replacement>) -> Vec<Effect> {
    match key.code {
        Code::Char('w') if !key.ctrl => vec![Effect::WriteAgain(files)],
        Code::Char('c') if !key.ctrl => elsewhere::copy(model),
        Code::Esc => {
            let many = count(model.work.unsaved.len(), "change");
            tell(model, format!("Not saved: {many} kept here"))
        }
        _ => gone(model, files),
    }
}

/// Draws the question over a view.
pub(in crate::tui) fn draw_gone(files: &[Replacement], area: Rect, pen: &mut Pen<'_>) {
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
