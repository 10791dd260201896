//! What other programs do to the files while the plan is open: taken in where nothing is unsaved, asked
//! about where something is, and never a reason to lose either side.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use ratatui::layout::Rect;

use crate::disk::with_ending;
use crate::draft::Draft;
use crate::finding::{Finding, Place};
use crate::safe;
use crate::tui::editing::{self, THEIRS, TO_THEIRS};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, OnDisk, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::overlays::clashing::{self, Clashes};
use crate::tui::pen::Pen;
use crate::tui::theme::Tone;
use crate::tui::words::refusal;
use crate::wording::aloud::Aloud;
use crate::wording::count;
use crate::workspace::Workspace;

/// The plan as it is on the disk now, while changes of it are not saved here.
struct Outside {
    theirs: Box<Draft>,
    /// What is more to say of theirs: files that are gone there, or cannot be read.
    told: Vec<String>,
    /// Why the two cannot be merged at all.
    refused: Option<String>,
    /// What both sides changed differently.
    clashes: Clashes,
}

/// Takes in that files are not as they were.
pub(in crate::tui) fn changed(model: &mut Model, read: Result<Box<Workspace>, String>) -> Vec<Effect> {
    let mut work = match read {
        Err(why) => {
            let words = format!("The plan cannot be read any more, and stays open here: {why}");
            model.on_disk = OnDisk::Lost(why);
            return tell(model, words);
        }
        Ok(work) => *work,
    };
    // A file that is no part of the plan came or went beside it.
    let own = model.work.beside.as_deref().unwrap_or(&model.work).draft.as_ref();
    let known = own.zip(work.draft.as_ref()).is_some_and(|(own, read)| own.is_known(read));
    let before = std::mem::take(&mut model.on_disk);
    if known {
        return match before {
            OnDisk::Known => Vec::new(),
            _ => tell(model, "The files are on disk as they are known here"),
        };
    }
    if model.work.beside.is_some() {
        model.on_disk = OnDisk::Changed(None);
        return tell(
            model,
            model.filled("The plan was changed on disk: {whatif} leaves the scenario, then it is read again"),
        );
    }
    let (Some(mine), Some(mut theirs)) = (model.work.draft.take(), work.draft.take()) else {
        return Vec::new();
    };
    if !mine.is_changed() {
        let undone = theirs.follow(*mine, THEIRS);
        model.take(Workspace::drafted(theirs, model.work.as_of));
        let undo = if undone { format!(" · {} undo", model.key("undo")) } else { String::new() };
        return tell(model, format!("The plan was changed on disk, and is read again{undo}"));
    }
    let many = count(mine.unsaved().len(), "change");
    model.work.draft = Some(mine);
    model.on_disk = OnDisk::Changed(Some(theirs));
    let keys = model.filled("{reread} brings both together; {save} asks what to keep");
    tell(model, format!("Changed on disk, and {many} not saved here: {keys}"))
}

/// What others changed can be looked at by now: nothing is unsaved any more, or nobody has looked yet.
#[must_use]
pub fn is_due(model: &Model) -> bool {
    match &model.on_disk {
        OnDisk::Changed(theirs) => {
            model.work.beside.is_none() && (theirs.is_none() || model.work.unsaved.is_empty())
        }
        OnDisk::Known | OnDisk::Lost(_) => false,
    }
}

/// Saves what was changed, where the files are on the disk as they are known here. Nothing is written over what
/// others did before somebody has chosen; and a plan that is not there any more is written again, all of it.
pub fn save(model: &mut Model) -> Vec<Effect> {
    if model.work.beside.is_some() {
        return editing::save(model);
    }
    match std::mem::take(&mut model.on_disk) {
        OnDisk::Known => editing::save(model),
        OnDisk::Changed(Some(theirs)) => {
            ask(model, theirs);
            Vec::new()
        }
        OnDisk::Changed(None) => vec![Effect::Reread],
        OnDisk::Lost(why) => {
            model.on_disk = OnDisk::Lost(why);
            model.work.draft.as_ref().map(|draft| Effect::Save(draft.whole())).into_iter().collect()
        }
    }
}

/// Asks what is to come of what is not saved here and of the plan as it is on the disk.
pub(in crate::tui) fn ask(model: &mut Model, theirs: Box<Draft>) {
    let Some(mine) = &model.work.draft else { return };
    let (refused, clashes) = match theirs.clashes(&mine.texts().collect::<Vec<_>>()) {
        Ok(clashes) => (None, Clashes::of(clashes)),
        Err(refused) => (Some(refusal(&refused).into()), Clashes::default()),
    };
    let told = told(mine, &theirs);
    (model.on_disk, model.leaving) = (OnDisk::Known, false);
    model.overlay = Some(Box::new(Outside { theirs, told, refused, clashes }));
}

/// The files that are known here and gone on the disk, and those there that cannot be taken apart.
fn told(mine: &Draft, theirs: &Draft) -> Vec<String> {
    let name = |path: &Path| safe::line(&path.file_name().unwrap_or_default().to_string_lossy()).into_owned();
    let there: Vec<PathBuf> = theirs.texts().map(|(path, ..)| path).collect();
    let gone = mine.texts().filter(|(path, old, _)| !old.is_empty() && !there.contains(path));
    let mut told: Vec<String> = gone.map(|(path, ..)| format!("{} is gone on disk", name(&path))).collect();
    let mut broken: Vec<u32> = theirs.findings().iter().filter_map(torn).collect();
    broken.dedup();
    let place = |file: u32| theirs.source().canonical(file).map(Path::to_path_buf);
    told.extend(
        broken.into_iter().filter_map(place).map(|path| format!("{} is no sound TOML on disk", name(&path))),
    );
    told
}

/// The file that cannot be read whole, where that is what was found.
fn torn(finding: &Finding) -> Option<u32> {
    match &finding.at {
        Place::Text(span) if finding.rule == "syntax-error" => Some(span.file),
        _ => None,
    }
}

impl Overlay for Outside {
    fn name(&self) -> &'static str {
        "outside"
    }

    fn on_key(mut self: Box<Self>, _: &Model, key: Key) -> Answer {
        if !self.clashes.is_empty() && self.clashes.on_key(key) {
            return Answer::stay(self);
        }
        let (mergeable, clashing) = (self.refused.is_none(), !self.clashes.is_empty());
        match key.code {
            Code::Char('m') if !key.ctrl && mergeable && !clashing => {
                Answer::close().then(|model| merge(model, self))
            }
            Code::Enter if clashing => Answer::close().then(|model| merge(model, self)),
            Code::Char('r') if !key.ctrl => Answer::close().then(|model| take_theirs(model, self.theirs)),
            Code::Char('k') if !key.ctrl => Answer::close().then(|model| keep_aside(model, self.theirs)),
            Code::Esc => Answer::close().then(|model| {
                (model.on_disk, model.leaving) = (OnDisk::Changed(Some(self.theirs)), false);
                let words = model.filled("Later: {reread} brings both together; saving waits for that");
                tell(model, words)
            }),
            _ => Answer::stay(self),
        }
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        let mut text = clashing::paper(area);
        text.words(
            "Another program changed the plan on disk, and you have changes that are not saved:",
            Tone::Strong,
        );
        let shown = if self.clashes.is_empty() { 6 } else { 3 };
        let aloud = Aloud { plans: &[model.work.plan()], room: model.present.is_some() };
        for title in model.work.unsaved.iter().rev().take(shown) {
            text.entry("~", Tone::Faint, &safe::line(&aloud.said(title)));
        }
        text.gap();
        for words in self.told.iter().take(4) {
            text.words(words, Tone::Warning);
        }
        let mut at = 0;
        match &self.refused {
            Some(why) => text.words(why, Tone::Warning),
            None if self.clashes.is_empty() => {
                text.words("The two do not touch the same values.", Tone::Plain);
            }
            None => at = self.clashes.write(&mut text),
        }
        clashing::draw(&text, at, &self.whole(model), "Changed on disk", area, pen);
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        // Of a list of rows in as few words as fit.
        if self.refused.is_none() && !self.clashes.is_empty() {
            return "t theirs   m mine   T M for all   ⏎ merge   r only theirs   k copy   Esc later".into();
        }
        self.whole(model).into()
    }

    fn rolls(&self) -> bool {
        true
    }

    fn insists(&self) -> bool {
        true
    }
}

impl Outside {
    /// The keys of the question.
    fn whole(&self, model: &Model) -> String {
        let theirs = model.filled("r theirs, {undo} brings yours back");
        let rest = "k keep yours as a copy   Esc later";
        match &self.refused {
            Some(_) => format!("{theirs}   {rest}"),
            None if self.clashes.is_empty() => format!("m merge   {theirs}   {rest}"),
            None => format!("{}   r only theirs   {rest}", clashing::KEYS),
        }
    }
}

/// Shows the plan as it is on the disk; what was done here can be brought back.
fn take_theirs(model: &mut Model, mut theirs: Box<Draft>) -> Vec<Effect> {
    let Some(mine) = model.work.draft.take() else { return Vec::new() };
    let many = count(mine.unsaved().len(), "change");
    let kept = theirs.follow(*mine, THEIRS);
    model.take(Workspace::drafted(theirs, model.work.as_of));
    let undo = if kept { format!("; {} brings your {many} back", model.key("undo")) } else { String::new() };
    tell(model, format!("Read from disk{undo}"))
}

/// Shows the plan as it is on the disk, and writes what was done here beside it.
fn keep_aside(model: &mut Model, mut theirs: Box<Draft>) -> Vec<Effect> {
    let Some(mine) = model.work.draft.take() else { return Vec::new() };
    let copies = mine.changed().map(|it| (aside(it.place), it.new.to_owned())).collect();
    theirs.follow(*mine, THEIRS);
    model.take(Workspace::drafted(theirs, model.work.as_of));
    vec![Effect::Copies(copies)]
}

/// Where a copy of a file's own text goes: `plan.mine.toml`.
fn aside(place: &Path) -> PathBuf {
    with_ending(&place.with_extension(""), ".mine.toml")
}

/// Does to the plan on the disk what is not saved here, with what was chosen where both changed the same: one
/// decision, and so one step. Where that cannot be, nothing happens and the question stays.
fn merge(model: &mut Model, mut outside: Box<Outside>) -> Vec<Effect> {
    let Some(mine) = &model.work.draft else { return Vec::new() };
    let many = count(mine.unsaved().len(), "change");
    let title = format!("bring {many} {TO_THEIRS}");
    let done = match outside.clashes.decided() {
        Ok(choices) => outside
            .theirs
            .merged_by(&mine.texts().collect::<Vec<_>>(), &*title, &choices)
            .and_then(|change| outside.theirs.apply(&change))
            .map_err(|refused| format!("Not together: {}", &*refusal(&refused))),
        Err(open) => Err(open),
    };
    if let Err(why) = done {
        match outside.clashes.is_empty() {
            true => outside.refused = Some(why),
            false => outside.clashes.fault = Some(why),
        }
        model.overlay = Some(outside);
        return Vec::new();
    }
    let Some(mine) = model.work.draft.take() else { return Vec::new() };
    let mut theirs = outside.theirs;
    theirs.follow(*mine, title);
    model.take(Workspace::drafted(theirs, model.work.as_of));
    let (undo, save) = (model.key("undo"), model.key("save"));
    tell(model, format!("Both together: your {many} on what changed on disk · {undo} undo · {save} save"))
}

/// Nothing lies in the way of looking at the disk.
#[must_use]
pub fn is_idle(model: &Model) -> bool {
    model.overlay.is_none() && (model.present.is_none() || editing::dirt(model).is_empty())
}
