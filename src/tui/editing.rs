//! Editing in the terminal: changes of the draft that the open plan is shown from, undo and redo, saving,
//! and what keeps unsaved changes from being lost. Nothing here touches a file: saving is an effect.

use rustc_hash::FxHashSet;

use super::effect::Effect;
use super::model::{Model, OnDisk, tell};
use super::scenario;
use super::words::refusal;
use crate::draft::{Change, Draft, Refused, Title, Verb};
use crate::finding::{Edit, Finding, Place, Severity};
use crate::impact::apart;
use crate::order::Order as _;
use crate::plan::address::Part;
use crate::wording::aloud::Aloud;
use crate::wording::count;
use crate::workspace::{Located, Workspace};

/// What a slide says of a plan with changes that are not saved.
pub const DRAFT: &str = "DRAFT — not saved";

/// The title of the step that stands for what others did.
pub(super) const THEIRS: &str = "take what changed on disk";
/// How the title of a step ends that brought together what both did.
pub(super) const TO_THEIRS: &str = "to what changed on disk";

/// The title of changes that are brought to a plan that was read again as one step: it names them.
pub(super) fn brought_over(titles: &[Title]) -> Title {
    let one =
        |all: Title, (nth, title): (usize, &Title)| all.words(if nth > 0 { "; " } else { "" }).title(title);
    titles.iter().enumerate().fold(Title::new(Verb::Bring).words("to what was read: "), one)
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
    let made = asked(&draft).and_then(|change| draft.apply(&change).map(|()| change));
    let done = made.is_ok();
    let before = model.work.shared_plan().clone();
    model.show(draft, done);
    let aloud = Aloud { plans: &[model.work.plan(), &before], room: model.present.is_some() };
    let (words, edits) = match made {
        Ok(Change { title, edits }) => (format!("{} · {} undo", title.done(aloud), model.key("undo")), edits),
        Err(refused) => (aloud.message(&refusal(&refused)), Vec::new()),
    };
    let brought = model
        .replaced()
        .filter(|_| done)
        .map(|before| brought(before, &model.work, &edits, model.present.is_some()));
    tell(model, words + &brought.unwrap_or_default());
    done
}

/// The errors and warnings that a change brought, the weightiest first, by their rules: at the end of a line, where
/// they may be cut; before a `room`, which knows no rules, their count. Nothing where there are none. What has another id by these `edits` is the same thing.
pub(super) fn brought(before: &Workspace, now: &Workspace, edits: &[Edit], room: bool) -> String {
    fn weighty(work: &Workspace) -> impl Iterator<Item = &Located> {
        work.findings.iter().filter(|it| it.severity != Severity::Advice)
    }
    let known: FxHashSet<(&str, &str)> =
        weighty(before).map(|it| (it.finding.rule, it.finding.message.as_str())).collect();
    // Most changes bring nothing that would be worth a closer look.
    if weighty(now).all(|it| known.contains(&(it.finding.rule, it.finding.message.as_str()))) {
        return String::new();
    }
    let known = |it: &Located| (under_new_ids(&it.finding, edits), it.severity);
    let old: Vec<(Finding, Severity)> = weighty(before).map(known).collect();
    let new: Vec<(Finding, Severity)> = weighty(now).map(|it| (it.finding.clone(), it.severity)).collect();
    let (mut new, _) = apart(&old, &new, |(finding, _)| finding);
    if new.is_empty() {
        return String::new();
    }
    new.order_by_key(|(_, severity)| *severity);
    let mut rules: Vec<&str> = Vec::new();
    for (finding, _) in &new {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
    }
    let count = count(new.len(), "finding");
    if room { format!(" · brings {count}") } else { format!(" · brings {count}: {}", rules.join(", ")) }
}

/// A finding as it is told of what has another id since these edits.
fn under_new_ids(finding: &Finding, edits: &[Edit]) -> Finding {
    let mut finding = finding.clone();
    for edit in edits {
        let Edit::Rename(old, new) = edit else { continue };
        if !old.path.is_empty() {
            continue;
        }
        finding.message = finding.message.under_new_id(old, new);
        if let Place::Address(at) | Place::Both(at, _) = &mut finding.at {
            if at.root() == *old {
                at.key = new.as_str().into();
            }
            // What is said by wave or by item is under its id: `reaches.pilot`.
            for part in at.path.iter_mut().skip(1) {
                if *part == Part::from(&*old.key) {
                    *part = Part::from(new.as_str());
                }
            }
        }
    }
    finding
}

/// Takes back the last change, or makes it again.
pub fn undo(model: &mut Model, back: bool) -> Vec<Effect> {
    if model.work.beside.is_some() {
        return scenario::undo(model, back);
    }
    let Some(mut draft) = model.work.draft.take() else { return Vec::new() };
    let before = model.work.shared_plan().clone();
    let title = if back { draft.undo() } else { draft.redo() };
    model.show(draft, title.is_some());
    let scenario =
        title.as_ref().map(|title| scenario::went(model, title, back, &before)).unwrap_or_default();
    let aloud = Aloud { plans: &[model.work.plan(), &before], room: model.present.is_some() };
    let said = title.as_ref().map(|title| if back { aloud.said(title) } else { title.done(aloud) });
    match said.zip(title) {
        Some((said, title)) if back => {
            let redo = model.key("redo");
            tell(model, format!("Undone: {said}{}{scenario} · {redo} redo", warning(&title)))
        }
        Some((said, _)) => {
            let undo = model.key("undo");
            tell(model, format!("{said} again{scenario} · {undo} undo"))
        }
        None => tell(model, if back { "Nothing to undo" } else { "Nothing to redo" }),
    }
}

/// What there is to say of a step that is taken back, where what others wrote goes with it.
fn warning(title: &str) -> &'static str {
    if title == THEIRS || title.ends_with(TO_THEIRS) { "; saved now, theirs would go" } else { "" }
}

// ------------------------------------------------------------ saving

/// Saves what was changed. Whoever asks for that goes through what lies between the plan and the disk first.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    if model.work.beside.is_some() {
        let apply = model.key("whatif.apply");
        return tell(model, format!("This is a scenario; {apply} applies it to the plan"));
    }
    let files = model.work.draft.as_ref().map(|draft| draft.replacements()).unwrap_or_default();
    if files.is_empty() {
        return tell(model, "Nothing to save: the files say the same");
    }
    vec![Effect::Save(files)]
}

/// How much of the plan is not saved, for the first row; empty where all is. What a scenario tries is no change
/// of the plan.
pub(super) fn dirt(model: &Model) -> String {
    match model.work.beside.as_deref().unwrap_or(&model.work).unsaved.len() {
        0 => String::new(),
        many => format!(" · {many} unsaved"),
    }
}

/// That the plan's files cannot be written as things are, for the first row.
pub(super) fn locked(model: &Model) -> &'static str {
    if model.locked.is_some() { " · RO" } else { "" }
}

/// Whether what is open here is all there is of the plan: it cannot be read from the disk any more.
pub(super) fn is_lost(model: &Model) -> bool {
    matches!(model.on_disk, OnDisk::Lost(_))
}

/// What is said of the files on the disk for as long as they are not as they are known here.
pub(super) fn banner(model: &Model) -> Option<String> {
    let words = match model.on_disk {
        OnDisk::Known => return None,
        OnDisk::Changed(_) if model.work.beside.is_some() => {
            "The plan was changed on disk: {whatif} leaves the scenario, then it is read again"
        }
        OnDisk::Changed(_) => "Changed on disk, too: {reread} brings both together; {save} asks what to keep",
        OnDisk::Lost(_) => {
            "Gone from disk, this is all there is: {save} writes it again · {save.copy} copies it"
        }
    };
    Some(model.filled(words))
}

/// Takes in whether the plan's files can be written, and says so where they have become such that they cannot.
pub fn lock(model: &mut Model, locked: Option<String>) {
    if let Some(why) = locked.as_ref().filter(|why| model.locked.as_ref() != Some(why)) {
        let copy = model.filled("what you change stays here; {save.copy} writes a copy elsewhere");
        tell(model, format!("{why}: {copy}"));
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
    match draft.map(|draft| (draft.undoable(), draft.redoable())) {
        Some((Some(_), _)) => Ok(()),
        Some((None, Some(_))) => Err("all changes are undone; {redo} makes them again"),
        _ => Err("nothing was changed yet"),
    }
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
    if let Some(plan) = &model.work.beside {
        return Err(match plan.unsaved.is_empty() {
            true => "this is a scenario; {whatif.apply} applies it to the plan",
            false => {
                "this is a scenario; {whatif} leaves it, and what is not saved of the plan can be saved then"
            }
        });
    }
    match model.work.unsaved.is_empty() && !is_lost(model) {
        true => Err("nothing has changed since it was saved"),
        false => Ok(()),
    }
}
