//! A plan that is being edited: its files as they were read, as they are now, and every step between.
//!
//! - [`Draft::open`] reads a plan once; from then on nothing that happens on the disk reaches it.
//! - A [`Change`] is what somebody asked for: a title and a few [`Edit`]s, all of them or none. The
//!   functions of [`asked`] make one of plain words: `set`, `moved`, `added`, …
//! - [`Draft::apply`] turns it into patches, reads the result, and takes it only if it says what was asked
//!   and nothing else, with no fault that was not there before.
//! - [`Draft::undo`] and [`Draft::redo`] go through the steps by name. Saving is no step and ends none:
//!   what was saved can be undone, and saved again.
//! - [`Draft::replacements`] is what there is to save; [`Draft::saved`] says that it was.
//!
//! For views, `check(draft.read(), None)` gives the plan as it now stands.

pub mod asked;
mod state;
mod steps;
mod together;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::disk::{Replacement, Snapshot, Store};
use crate::finding::{Finding, Place, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::edit::Edit;
use crate::plan::id::Id;
use crate::rules::by_name;
use crate::source::{Before, Limits, Patch, Read, Source, Unreadable, lies_in};
use state::{Near, State, next_state};
use steps::Steps;

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does, as undo names it: "move consent to scale".
    pub title: String,
    /// The edits that make it up; all of them or none.
    pub edits: Vec<Edit>,
}

/// Why a change is not made. The plan is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why, in one line without a full stop.
    pub message: String,
    /// What to do, in a sentence; may be empty.
    pub help: String,
    /// Whether it is because a file holds the marks of a merge that was not finished.
    pub conflict: bool,
    /// The rule that the plan would break, where that is why; else empty.
    pub rule: &'static str,
}

impl Refused {
    /// A refusal, with what to do about it.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), conflict: false, rule: "" }
    }
}

/// A file of a draft that is not as it was read or last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<'d> {
    /// Its path, as people know it.
    pub path: &'d str,
    /// Where it really is.
    pub place: &'d Path,
    /// Its text on the disk.
    pub old: &'d str,
    /// Its text in the draft.
    pub new: &'d str,
}

/// A plan that is being edited.
pub struct Draft {
    paths: Vec<PathBuf>,
    limits: Limits,
    now: State,
    /// What the last step came from, or led to where it was taken back: one step and back cost no reading.
    near: Option<Near>,
    /// What stands for no step near any more, until somebody has the time to drop it.
    spent: Option<State>,
    /// Of each file that a step changed, the text that is on the disk.
    on_disk: BTreeMap<PathBuf, String>,
    steps: Steps,
    /// Which state it is in; see [`Self::state`].
    state: u64,
}

/// What a change leads to.
struct Tried {
    patches: Vec<Patch>,
    store: Snapshot,
    read: Read,
    files: Vec<u32>,
}

impl Draft {
    /// Reads a plan, as [`Source::read`] does.
    ///
    /// # Errors
    /// [`Unreadable`], where a path that was named leads to no file that can be read.
    pub fn open(store: &dyn Store, paths: &[PathBuf], limits: Limits) -> Result<Self, Unreadable> {
        let (read, store) = Snapshot::of(store, |store| Source::read(store, paths, limits));
        Ok(Self {
            paths: paths.to_vec(),
            limits,
            now: State::new(store, read?),
            near: None,
            spent: None,
            on_disk: BTreeMap::new(),
            steps: Steps::default(),
            state: next_state(),
        })
    }

    /// The plan as it now stands.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.now.plan
    }

    /// The plan as it now stands, to be held beside the draft.
    #[must_use]
    pub fn shared_plan(&self) -> Rc<Plan> {
        Rc::clone(&self.now.plan)
    }

    /// Its files as they now stand.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.now.source
    }

    /// Whether something is written at an address.
    #[must_use]
    pub fn has(&self, at: &Address) -> bool {
        self.source().words(self.plan(), at).is_some()
    }

    /// The text that is written at an address.
    #[must_use]
    pub fn text(&self, at: &Address) -> Option<String> {
        self.source().said(self.plan(), at).map(str::to_owned)
    }

    /// The value at an address, in the words of its file.
    #[must_use]
    pub fn words(&self, at: &Address) -> Option<&str> {
        self.source().words(self.plan(), at)
    }

    /// What is wrong with its text.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.now.findings
    }

    /// The plan as it now stands, read once more, to be checked and shown.
    #[must_use]
    pub fn read(&self) -> Option<Read> {
        self.read_from(&self.now.store)
    }

    /// The plan as it was read or last saved.
    #[must_use]
    pub fn saved_read(&self) -> Option<Read> {
        let mut store = self.now.store.clone();
        for (path, text) in &self.on_disk {
            store.put(path, text.clone());
        }
        self.read_from(&store)
    }

    /// The paths that it is read from.
    #[must_use]
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// How much of it is read at most.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Reads what a store says now: what has not changed is not read again.
    fn read_from(&self, store: &Snapshot) -> Option<Read> {
        let State { source, plan, findings, .. } = &self.now;
        let before = Before { source, plan, findings };
        Source::read_after(before, store, &self.paths, self.limits).ok()
    }

    /// Makes a change, as a step that can be undone.
    ///
    /// # Errors
    /// [`Refused`], where the change names what is not there, would not say what was asked, or would bring
    /// in a fault.
    pub fn apply(&mut self, change: &Change) -> Result<(), Refused> {
        let Tried { patches, store, read, files } = self.tried(change)?;
        let touched: Vec<(PathBuf, Patch, String)> = patches
            .into_iter()
            .filter_map(|patch| {
                let old = self.source().text(patch.file).content.get(patch.range.clone())?.to_owned();
                Some((self.place(patch.file)?, patch, old))
            })
            .collect();
        for file in &files {
            if let Some(path) = self.place(*file).filter(|path| !self.on_disk.contains_key(path)) {
                let content = self.source().text(*file).content.to_string();
                self.on_disk.insert(path, content);
            }
        }
        self.steps.push(&change.title, touched);
        self.go(true, State::new(store, read));
        Ok(())
    }

    /// Whether a change could be made.
    ///
    /// # Errors
    /// [`Refused`], as [`Self::apply`] would be.
    pub fn would(&self, change: &Change) -> Result<(), Refused> {
        self.tried(change).map(|_| ())
    }

    /// What a change leads to, where that is what it asks for.
    fn tried(&self, change: &Change) -> Result<Tried, Refused> {
        let patches = self.patches(change)?;
        let files = files_of(&patches);
        let mut store = self.now.store.clone();
        for file in &files {
            let (Some(path), Some(text)) = (self.place(*file), self.source().patched(*file, &patches)) else {
                return Err(Refused::new("the edit falls into the middle of a character", ""));
            };
            store.put(&path, text);
        }
        let Some(read) = self.read_from(&store) else {
            return Err(Refused::new("the plan could not be read any more after it", ""));
        };
        self.holds(change, &read, &files)?;
        Ok(Tried { patches, store, read, files })
    }

    /// Goes to a state one step from here; `back` leads here again, or else making a step again does.
    fn go(&mut self, back: bool, to: State) {
        let state = std::mem::replace(&mut self.now, to);
        self.spent = self.near.replace(Near { back, state }).map(|near| near.state);
        self.state = next_state();
    }

    /// Drops what is of no use any more. A large plan takes a while: to be called when nobody waits.
    pub fn tidy(&mut self) {
        self.spent = None;
    }

    fn place(&self, file: u32) -> Option<PathBuf> {
        self.source().canonical(file).map(Path::to_path_buf)
    }

    /// The patches of a change, in order, none of which touch.
    fn patches(&self, change: &Change) -> Result<Vec<Patch>, Refused> {
        let source = self.source();
        let mut patches = Vec::new();
        for edit in &change.edits {
            let Some(some) = source.patches(self.plan(), std::slice::from_ref(edit)) else {
                let at = edit.address().map(ToString::to_string).unwrap_or_default();
                return Err(Refused::new(
                    format!("`{at}` is not written in a way that this could change"),
                    "Edit its file by hand.",
                ));
            };
            patches.extend(some);
        }
        patches.sort_by_key(|patch| (patch.file, patch.range.start, patch.range.end));
        let meet = |pair: &[Patch]| pair[0].file == pair[1].file && pair[1].range.start < pair[0].range.end;
        if patches.windows(2).any(meet) {
            return Err(Refused::new("two of its edits are of the same text", "Make one after the other."));
        }
        for file in files_of(&patches) {
            self.is_sound(file)?;
        }
        Ok(patches)
    }

    /// Whether a file may be changed: it can be read as it is, without repair.
    fn is_sound(&self, file: u32) -> Result<(), Refused> {
        let path = self.source().path(file);
        let torn = |finding: &&Finding| {
            let here = match &finding.at {
                Place::Text(span) | Place::Both(_, span) => span.file == file,
                Place::Address(_) => false,
            };
            let error = finding.severity.is_none_or(|severity| severity == Severity::Error);
            here && error && matches!(finding.rule, "syntax-error" | "merge-conflict")
        };
        if let Some(finding) = self.findings().iter().find(torn) {
            let line = self.source().locate(self.plan(), &finding.at).start.line;
            return Err(Refused {
                message: format!("{path}:{line}: {}", finding.message),
                help: "Mend the file first; until then nothing is written to it.".into(),
                conflict: finding.rule == "merge-conflict",
                rule: finding.rule,
            });
        }
        let content = &self.source().text(file).content;
        match self.source().canonical(file).and_then(|place| self.now.store.held(place)) {
            Some(held) if Arc::ptr_eq(&held, content) || held == *content => Ok(()),
            _ => Err(Refused::new(format!("{path} is not UTF-8"), "Save it as UTF-8 first.")),
        }
    }

    /// Whether what a change led to is what it asked for.
    fn holds(&self, change: &Change, after: &Read, files: &[u32]) -> Result<(), Refused> {
        let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for finding in self.findings() {
            *known.entry((finding.rule, &finding.message)).or_default() += 1;
        }
        for finding in &after.findings {
            let known = known.entry((finding.rule, &finding.message)).or_default();
            if *known > 0 {
                *known -= 1;
            } else if weight(finding) == Severity::Error {
                let Finding { message, help, rule, .. } = finding;
                return Err(Refused { rule, ..Refused::new(message.clone(), help.clone()) });
            }
        }
        let asked = |edit: &Edit| match edit {
            Edit::Insert(at, key, _) if at.path.is_empty() => Some(at.clone().to(key.as_str())),
            Edit::Rename(at, key) => Some(renamed(at, key)),
            edit => edit.address().cloned(),
        };
        // What refers to an id stands anywhere, and text that is written over may say anything.
        let anywhere = change.edits.iter().any(|edit| match edit {
            Edit::Write(..) | Edit::Withdraw(..) => true,
            Edit::Rename(at, _) => at.path.is_empty(),
            _ => false,
        });
        if anywhere {
            return Ok(());
        }
        // By table: a slip may be thousands of edits.
        let table = |at: &Address| {
            (at.table, if at.table.holds() == Holds::Many { "".into() } else { at.key.clone() })
        };
        let mut named: FxHashMap<(Table, Id), Vec<Address>> = FxHashMap::default();
        for at in change.edits.iter().flat_map(|edit| asked(edit).into_iter().chain(edit.address().cloned()))
        {
            named.entry(table(&at)).or_default().push(at);
        }
        let stray =
            |at: &Address| !named.get(&table(at)).is_some_and(|named| named.iter().any(|it| lies_in(at, it)));
        for file in files {
            let strays = self.source().unlike(&after.source, *file).into_iter().find(stray);
            if let Some(stray) = strays {
                return Err(Refused::new(
                    format!("`{stray}` would change as well"),
                    "Edit the file by hand, and please report this.",
                ));
            }
        }
        Ok(())
    }

    /// Takes back the last step, and gives its title; `None` where there is none.
    pub fn undo(&mut self) -> Option<String> {
        let (title, texts) = self.steps.undo(|path| self.now.store.text(path))?;
        self.take(texts, true).then_some(title)
    }

    /// Makes the step again that was taken back last, and gives its title; `None` where there is none.
    pub fn redo(&mut self) -> Option<String> {
        let (title, texts) = self.steps.redo(|path| self.now.store.text(path))?;
        self.take(texts, false).then_some(title)
    }

    fn take(&mut self, texts: BTreeMap<PathBuf, String>, back: bool) -> bool {
        if let Some(Near { state, .. }) = self.near.take_if(|near| near.back == back) {
            self.go(!back, state);
            return true;
        }
        let mut store = self.now.store.clone();
        for (path, text) in texts {
            store.put(&path, text);
        }
        let read = self.read_from(&store);
        let could = read.is_some();
        if let Some(read) = read {
            self.go(!back, State::new(store, read));
        }
        could
    }

    /// A number for the state that it is in: no other draft, and no other state of this one, has it.
    #[must_use]
    pub fn state(&self) -> u64 {
        self.state
    }

    /// The title of the step that [`Self::undo`] would take back.
    #[must_use]
    pub fn undoable(&self) -> Option<&str> {
        self.steps.undoable()
    }

    /// The title of the step that [`Self::redo`] would make again.
    #[must_use]
    pub fn redoable(&self) -> Option<&str> {
        self.steps.redoable()
    }

    /// The files that are not as they are on the disk, in the order of the plan.
    pub fn changed(&self) -> impl Iterator<Item = Changed<'_>> {
        let source = self.source();
        let files = (0..).map_while(|file| Some((file, source.canonical(file)?)));
        files.filter_map(move |(file, place)| {
            let old = self.on_disk.get(place)?.as_str();
            let new = source.text(file).content.as_str();
            (old != new).then(|| Changed { path: source.path(file), place, old, new })
        })
    }

    /// The folders that its files are in, each once.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let files = (0..).map_while(|file| self.source().canonical(file));
        let mut folders: Vec<PathBuf> = files.filter_map(|file| Some(file.parent()?.to_path_buf())).collect();
        folders.sort_unstable();
        folders.dedup();
        folders
    }

    /// Whether anything is to be saved.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.changed().next().is_some()
    }

    /// What is to be saved.
    #[must_use]
    pub fn replacements(&self) -> Vec<Replacement> {
        let replacement = |it: Changed<'_>| Replacement {
            path: it.place.to_path_buf(),
            old: it.old.as_bytes().to_vec(),
            new: it.new.as_bytes().to_vec(),
        };
        self.changed().map(replacement).collect()
    }

    /// Says that everything was saved. The steps stay: they can be undone, and that be saved.
    pub fn saved(&mut self) {
        let now: Vec<(PathBuf, String)> =
            self.changed().map(|it| (it.place.to_path_buf(), it.new.to_owned())).collect();
        self.on_disk.extend(now);
        self.steps.saved();
        self.state = next_state();
    }

    /// The titles of what was done since it was saved last, in that order; none where the text is the same.
    #[must_use]
    pub fn unsaved(&self) -> Vec<String> {
        if !self.is_changed() {
            return Vec::new();
        }
        let titles = self.steps.unsaved();
        // So many steps were made that the oldest are not known any more.
        if titles.is_empty() { vec!["earlier changes".into()] } else { titles }
    }

    /// Takes over the steps of the same plan as it was before others changed its files, and what they did as
    /// one more step of this title, so that all of it can be undone. Gives whether that could be: the plan
    /// has the same files.
    pub fn follow(&mut self, before: Self, title: &str) -> bool {
        let places = |draft: &Self| -> Vec<PathBuf> { (0..).map_while(|file| draft.place(file)).collect() };
        let own = places(self);
        if own != places(&before) {
            return false;
        }
        let mut stretches = Vec::new();
        for (file, place) in (0..).zip(own) {
            let (old, new) = (&before.source().text(file).content, &self.source().text(file).content);
            if old != new {
                let patch = Patch { file, range: 0..old.len(), text: new.to_string() };
                stretches.push((place.clone(), patch, old.to_string()));
            }
            if old != new || before.on_disk.contains_key(&place) {
                self.on_disk.insert(place, self.source().text(file).content.to_string());
            }
        }
        self.steps = before.steps;
        self.near = None;
        if !stretches.is_empty() {
            self.steps.push(title, stretches);
        }
        self.steps.saved();
        self.state = next_state();
        true
    }

    /// The text of a file as it is on the disk, as far as is known here.
    #[must_use]
    pub fn text_on_disk(&self, file: u32) -> Option<(&Path, &str)> {
        let place = self.source().canonical(file)?;
        let now = || self.source().text(file).content.as_str();
        Some((place, self.on_disk.get(place).map_or_else(now, String::as_str)))
    }

    /// Another draft of the plan as it stands here, with no step made: what happens in one does not
    /// reach the other.
    #[must_use]
    pub fn fork(&self) -> Option<Self> {
        let Read { source, findings, .. } = self.read()?;
        Some(Self {
            paths: self.paths.clone(),
            limits: self.limits,
            now: State { store: self.now.store.clone(), source, plan: self.shared_plan(), findings },
            near: None,
            spent: None,
            on_disk: BTreeMap::new(),
            steps: Steps::default(),
            state: next_state(),
        })
    }
}

fn weight(finding: &Finding) -> Severity {
    let own = || by_name(finding.rule).map_or(Severity::Error, |rule| rule.severity);
    finding.severity.unwrap_or_else(own)
}

/// The address of what has another key now.
fn renamed(at: &Address, key: &str) -> Address {
    let mut at = at.clone();
    match at.path.pop() {
        Some(_) => at.to(key),
        None => Address::new(at.table, key),
    }
}

fn files_of(patches: &[Patch]) -> Vec<u32> {
    let mut files: Vec<u32> = patches.iter().map(|patch| patch.file).collect();
    files.sort_unstable();
    files.dedup();
    files
}
