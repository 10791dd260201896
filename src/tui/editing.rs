//! Editing in the terminal: changes of the draft that the open plan is shown from, undo and redo, saving,
//! and what keeps unsaved changes from being lost. Nothing here touches a file: saving is an effect.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::effect::Effect;
use super::marking;
use super::model::{Model, Overlay, tell};
use super::msg::Key;
use super::overlays::form::{self, Form};
use super::overlays::menu::{self, Menu};
use super::overlays::outside;
use super::overlays::quitting;
use super::overlays::recorded::{self, Recorded};
use super::overlays::recovery::{self, Recovery};
use super::overlays::removing::{self, Removing};
use super::overlays::scoping::{self, Scoping};
use super::pen::Pen;
use super::present;
use super::scenario;
use crate::disk::{Replacement, Saved, Unwritten};
use crate::draft::{Change, Draft, Refused, asked};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, WaveIx};
use crate::safe;
use crate::wording::count;
use crate::workspace::Workspace;

/// What a slide says of a plan with changes that are not saved.
pub const DRAFT: &str = "DRAFT — not saved";

/// What lies over a view while the plan is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Whether to leave with changes that are not saved, and with what is typed into a form.
    Quit(Option<Box<Form>>),
    /// A form that is being filled in.
    Form(Box<Form>),
    /// What is to be added.
    Menu(Menu),
    /// What others did to the files, while something is not saved.
    Outside,
    /// Files that are to be saved are gone.
    Gone(Vec<Replacement>),
    /// What an earlier session left unsaved.
    Recover(Recovery),
    /// What a wave opens.
    Scope(Scoping),
    /// Whether something is to go, with what refers to it.
    Remove(Removing),
    /// Whether what is recorded takes the place of what the record says already.
    Recorded(Recorded),
}

/// Why a plan without files is not changed.
pub const ONLY_LOOKED_AT: &str = "This plan is only looked at: it has no files to change";

// ------------------------------------------------------------ changes

/// Makes a change of the plan, and tells what was done and how to undo it, or why it was not done. Gives
/// whether it was.
pub fn make(model: &mut Model, asked: impl FnOnce(&Draft) -> Result<Change, Refused>) -> bool {
    if model.work.beside.is_some() {
        return scenario::make(model, asked);
    }
    let Some(mut draft) = model.work.draft.take() else {
        tell(model, ONLY_LOOKED_AT);
        return false;
    };
    let made = asked(&draft).and_then(|change| draft.apply(&change).map(|()| change.title));
    let done = made.is_ok();
    let words = match made {
        Ok(title) => format!("{} · u undo", past(&title)),
        Err(refused) => refusal(&refused),
    };
    show(model, draft, done);
    tell(model, words);
    done
}

/// Shows a draft again, as it stands now where it has changed.
pub(super) fn show(model: &mut Model, draft: Box<Draft>, changed: bool) {
    if !changed {
        model.work.draft = Some(draft);
        return;
    }
    let beside = model.work.beside.take();
    if beside.is_none() {
        model.scenarios.stale();
    }
    let work = Workspace::after(&model.work, draft);
    take(model, work);
    model.work.beside = beside;
}

/// Takes another state of the plan; the views are built anew, each when it is looked at.
pub(super) fn take(model: &mut Model, work: Workspace) {
    model.take(work);
    forget_views(model);
}

/// Has the views built anew, each when it is looked at.
pub(super) fn forget_views(model: &mut Model) {
    model.names = None;
    // What is told over a view is told of the plan as it stands.
    model.overlay = match model.overlay.take() {
        Some(Overlay::Explain(pages)) => pages.renewed(&model.work).map(Overlay::Explain),
        Some(Overlay::Page(page)) => page.renewed(model).map(Overlay::Page),
        Some(Overlay::Fixes(fixes)) => fixes.renewed(&model.work).map(Overlay::Fixes),
        other => other,
    };
    model.forget_views();
    present::renew(model);
}

/// Why something was refused, and what to do, in one line.
pub(super) fn refusal(refused: &Refused) -> String {
    let Refused { message, help, .. } = refused;
    if help.is_empty() { message.clone() } else { format!("{message}. {help}") }
}

/// What a title asks for, as something that was done: "move consent to scale" as "Moved consent to scale".
pub(super) fn past(title: &str) -> String {
    let (verb, rest) = title.split_once(' ').unwrap_or((title, ""));
    let done = match verb {
        "move" => "Moved",
        "set" => "Set",
        "edit" => "Edited",
        "add" => "Added",
        "record" => "Recorded",
        "decide" => "Decided",
        "remove" => "Removed",
        "ignore" => "Ignored",
        "leave" => "Left",
        "write" => "Wrote",
        "rename" => "Renamed",
        "bring" => "Brought",
        "drop" => "Dropped",
        "open" => "Opened",
        "close" => "Closed",
        "slip" => "Slipped",
        "shift" => "Shifted",
        "apply" => "Applied",
        _ => return format!("Done: {title}"),
    };
    format!("{done} {rest}")
}

/// Moves the selected step to the wave before or after its own.
pub fn shift(model: &mut Model, later: bool) -> Vec<Effect> {
    if !model.marked.is_empty() {
        return marking::shift(model, later);
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

/// Why the selection is not moved to another wave.
fn unmoved(model: &Model) -> String {
    let plan = model.work.plan();
    let item = model.desk().sheet.current().and_then(|spot| model.work.item_at(&spot.at));
    match item.map(|ix| plan.item(ix)) {
        None => "Select an item: waves themselves have dates".into(),
        Some(item) if item.steps.is_empty() => format!("{} is in no wave: e gives it one", item.title()),
        Some(item) => format!("{} has a step in several waves: choose one on the Board", item.title()),
    }
}

/// The item that is selected, and the wave of its step: the step that is selected, or its only one.
fn selected_step(model: &Model) -> Option<(ItemIx, WaveIx)> {
    let at = &model.desk().sheet.current()?.at;
    let (ix, step) = model.work.step_at(at)?;
    match (&*model.work.plan().item(ix).steps, step) {
        (steps, Some(step)) => Some((ix, steps.get(step)?.wave)),
        ([only], None) => Some((ix, only.wave)),
        _ => None,
    }
}

/// Takes back the last change, or makes it again.
pub fn undo(model: &mut Model, back: bool) -> Vec<Effect> {
    if model.work.beside.is_some() {
        return scenario::undo(model, back);
    }
    let Some(mut draft) = model.work.draft.take() else { return Vec::new() };
    let title = if back { draft.undo() } else { draft.redo() };
    show(model, draft, title.is_some());
    match title {
        Some(title) if back => tell(model, format!("Undone: {title}{} · U redo", outside::warning(&title))),
        Some(title) => tell(model, format!("{} again · u undo", past(&title))),
        None => tell(model, if back { "Nothing to undo" } else { "Nothing to redo" }),
    }
}

// ------------------------------------------------------------ saving and leaving

/// Saves what was changed.
pub fn save(model: &mut Model) -> Vec<Effect> {
    if model.work.beside.is_some() {
        return tell(model, "This is a scenario; A applies it to the plan");
    }
    let files = model.work.draft.as_ref().map(|draft| draft.replacements()).unwrap_or_default();
    if files.is_empty() {
        return tell(model, "Nothing to save: the files say the same");
    }
    vec![Effect::Save(files)]
}

/// Takes in how saving went; leaves, where that was to follow.
pub(super) fn saved(model: &mut Model, how: Result<Saved, Unwritten>) -> Vec<Effect> {
    let leave = std::mem::take(&mut model.leaving);
    match how {
        Ok(saved) => {
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
            tell(model, format!("Saved {} in {}{notes}", count(changes, "change"), count(files, "file")))
        }
        Err(why) => {
            let typed = |it: &Overlay| matches!(it, Overlay::Editing(Panel::Form(_)));
            model.overlay = model.overlay.take().filter(typed);
            let name = why.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let kept = count(model.work.unsaved.len(), "change");
            let name = safe::line(&name);
            tell(
                model,
                match why.changed {
                    true => {
                        format!("Not saved: {name} changed on disk. {kept} kept · R brings them together")
                    }
                    false => {
                        format!("Not saved: {name}: {}. {kept} kept · C writes a copy elsewhere", why.message)
                    }
                },
            )
        }
    }
}

/// Leaves a form with something typed open where all else is cancelled, and says whether there is one: the next
/// Esc closes it.
pub(super) fn keep_typed(model: &mut Model) -> bool {
    let form = match model.overlay.take() {
        Some(Overlay::Editing(Panel::Form(form))) => Ok(form),
        Some(Overlay::Editing(Panel::Recorded(asked))) => Ok(asked.into_form()),
        other => Err(other),
    };
    let kept = form.map(|mut form| (form.ask_to_leave(), Some(Overlay::Editing(Panel::Form(form)))));
    let (kept, overlay) = kept.unwrap_or_else(|other| (false, other));
    model.overlay = overlay;
    kept
}

/// Takes the plan as it was read again. Changes that are not saved are brought into it, by what they say;
/// where both sides changed the same, everything stays as it was and it is asked what is to come of it.
pub(super) fn reread(model: &mut Model, read: Result<Box<Workspace>, String>) -> Vec<Effect> {
    if model.work.beside.is_some() {
        return tell(model, "Not read: a scenario is open. w leaves it, then R reads");
    }
    let mut work = match read {
        Err(why) => return tell(model, format!("Not read: {why}")),
        Ok(work) => *work,
    };
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
            all => format!("bring {} to what was read", count(all.len(), "change")),
        };
        match mine.bring_to(&mut theirs, &title) {
            Ok(()) => work = Workspace::drafted(theirs, work.as_of),
            Err(_) => {
                outside::ask(model, theirs);
                return Vec::new();
            }
        }
        told = format!("Read again, with your {unsaved} on it; ctrl-s saves");
        words = &told;
    } else if let (Some(mine), Some(mut theirs)) = (model.work.draft.take(), work.draft.take()) {
        // What was done here can still be undone, and what others did as well.
        if theirs.follow(*mine, outside::THEIRS) {
            told = format!("{words} · u undo");
            words = &told;
        }
        work = Workspace::drafted(theirs, work.as_of);
    }
    model.scenarios.stale();
    take(model, work);
    tell(model, words)
}

// ------------------------------------------------------------ what lies over the view

/// A key, while something of editing lies over the view.
pub(super) fn on_key(model: &mut Model, key: Key, panel: Panel) -> Vec<Effect> {
    match panel {
        Panel::Quit(form) => quitting::on_key(model, key, form),
        Panel::Form(form) => form::on_key(model, key, form),
        Panel::Menu(menu) => menu::on_key(model, key, menu),
        Panel::Outside => outside::on_key(model, key),
        Panel::Gone(files) => outside::on_key_of_gone(model, key, files),
        Panel::Recover(recovery) => recovery::on_key(model, key, recovery),
        Panel::Scope(scoping) => scoping::on_key(model, key, scoping),
        Panel::Remove(removing) => removing::on_key(model, key, removing),
        Panel::Recorded(asked) => recorded::on_key(model, key, asked),
    }
}

/// Text that is pasted, while something of editing lies over the view.
pub(super) fn paste(model: &mut Model, text: &str, panel: Panel) -> Vec<Effect> {
    match panel {
        Panel::Form(form) => form::paste(model, text, form),
        panel => model.overlay = Some(Overlay::Editing(panel)),
    }
    Vec::new()
}

/// The keys of what lies over the view.
pub(super) fn keys(model: &Model, panel: &Panel) -> Cow<'static, str> {
    Cow::Borrowed(match panel {
        Panel::Quit(_) => quitting::keys(model),
        Panel::Form(form) if form.rows.len() == 1 => "⏎ keep   Esc cancel",
        Panel::Form(form) if form.aloud => "Tab next   S-Tab back   F2 record   Esc cancel",
        Panel::Form(_) => "Tab next   S-Tab back   F2 keep all   Esc cancel",
        Panel::Menu(_) => "choose by its letter, or ↑↓ and ⏎   Esc close",
        Panel::Outside => return Cow::Owned(outside::brief(model)),
        Panel::Gone(_) => outside::GONE,
        Panel::Recover(recovery) => recovery::keys(recovery),
        Panel::Scope(_) => scoping::KEYS,
        Panel::Remove(removing) => removing::keys(removing),
        Panel::Recorded(asked) => recorded::keys(asked),
    })
}

/// Draws what lies over the view.
pub(super) fn draw(model: &Model, panel: &Panel, area: Rect, pen: &mut Pen<'_>) {
    match panel {
        Panel::Quit(_) => quitting::draw(model, area, pen),
        Panel::Form(form) => form::draw(model, form, area, pen),
        Panel::Menu(menu) => menu::draw(menu, area, pen),
        Panel::Outside => outside::draw(model, area, pen),
        Panel::Gone(files) => outside::draw_gone(files, area, pen),
        Panel::Recover(recovery) => recovery::draw(recovery, area, pen),
        Panel::Scope(scoping) => scoping::draw(model, scoping, area, pen),
        Panel::Remove(removing) => removing::draw(removing, area, pen),
        Panel::Recorded(asked) => recorded::draw(asked, area, pen),
    }
}

/// A box in the middle of an area, and the area inside it.
pub(super) fn window(area: Rect, width: u16, height: u16, title: &str, pen: &mut Pen<'_>) -> Rect {
    let (width, height) = (area.width.min(width), area.height.min(height));
    let at =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    pen.hits.clear();
    pen.clear(at);
    let inside = pen.frame(at, title);
    Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
}

/// How much is not saved, for the first row; empty where all is.
pub(super) fn dirt(model: &Model) -> String {
    match model.work.unsaved.len() {
        0 => String::new(),
        many => format!(" · {many} unsaved"),
    }
}

/// That the plan's files cannot be written as things are, for the first row.
pub(super) fn locked(model: &Model) -> &'static str {
    if model.locked.is_some() { " · RO" } else { "" }
}

/// Takes in whether the plan's files can be written, and says so where they have become such that they cannot.
pub fn lock(model: &mut Model, locked: Option<String>) {
    if let Some(why) = locked.as_ref().filter(|why| model.locked.as_ref() != Some(why)) {
        tell(model, format!("{why}: what you change stays here; C writes a copy elsewhere"));
    }
    model.changed |= model.locked != locked;
    model.locked = locked;
}

// ------------------------------------------------------------ what must hold

/// The plan has files to change.
pub fn editable(model: &Model) -> Result<(), &'static str> {
    if model.work.draft.is_some() { Ok(()) } else { Err("this plan is only looked at") }
}

/// There is something to undo.
pub fn undoable(model: &Model) -> Result<(), &'static str> {
    if model.work.beside.is_some() {
        return if model.scenarios.can(true) { Ok(()) } else { Err("nothing was tried yet") };
    }
    let draft = model.work.draft.as_ref();
    draft.and_then(|draft| draft.undoable()).map(|_| ()).ok_or("nothing was changed yet")
}

/// There is something to redo.
pub fn redoable(model: &Model) -> Result<(), &'static str> {
    if model.work.beside.is_some() {
        return if model.scenarios.can(false) { Ok(()) } else { Err("nothing was undone") };
    }
    let draft = model.work.draft.as_ref();
    draft.and_then(|draft| draft.redoable()).map(|_| ()).ok_or("nothing was undone")
}

/// There is something to save.
pub fn unsaved(model: &Model) -> Result<(), &'static str> {
    if model.work.beside.is_some() {
        return Err("this is a scenario; A applies it to the plan");
    }
    if model.work.unsaved.is_empty() { Err("nothing has changed since it was saved") } else { Ok(()) }
}
