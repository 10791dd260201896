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
#[cfg(test)]
pub(crate) mod sample;
mod state;
mod steps;
mod title;
mod together;
mod trial;
mod unsaved;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::disk::{Snapshot, Store};
use crate::finding::Finding;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::edit::Edit;
use crate::plan::telling::Telling;
use crate::source::{Before, Limits, Patch, Read, Source, Unreadable};
use state::{Near, State, next_state};
use steps::{Becomes, Steps};
pub use title::{Title, Verb};
use trial::Tried;
pub use trial::is_merged;
pub use unsaved::Changed;

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does, as undo names it: "move consent to scale".
    pub title: Title,
    /// The edits that make it up; all of them or none.
    pub edits: Vec<Edit>,
}

/// Why a change is not made. The plan is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why, in one line without a full stop.
    pub message: Telling,
    /// What to do, in a sentence; may be empty.
    pub help: Telling,
    /// Whether it is because a file holds the marks of a merge that was not finished.
    pub conflict: bool,
    /// The rule that the plan would break, where that is why; else empty.
    pub rule: &'static str,
}

impl Refused {
    /// A refusal, with what to do about it.
    pub fn new(message: impl Into<Telling>, help: impl Into<Telling>) -> Self {
        Self { message: message.into(), help: help.into(), conflict: false, rule: "" }
    }
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
    /// Of each file that a step changed, the text that is on the disk; none where it is gone from there.
    on_disk: BTreeMap<PathBuf, Option<String>>,
    steps: Steps,
    /// Which state it is in; see [`Self::state`].
    state: u64,
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

    /// Its items and waves as graphs. They do not depend on the day that the plan is looked at as of.
    #[must_use]
    pub fn graph(&self) -> &Rc<Graph> {
        self.now.graph.get_or_init(|| Rc::new(Graph::new(&self.now.plan)))
    }

    /// Takes graphs of the plan as it now stands that somebody has made of those of before.
    pub fn know_graph(&self, graph: &Rc<Graph>) {
        self.now.graph.get_or_init(|| Rc::clone(graph));
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
        let Tried { patches, store, read, files, brought } = self.tried(change)?;
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
                self.on_disk.insert(path, Some(content));
            }
        }
        self.on_disk.extend(brought.iter().map(|it| (it.path.clone(), None)));
        self.steps.push(change.title.clone(), touched, brought);
        self.go(true, State::new(store, read));
        Ok(())
    }

    /// Says what the last step is made of: what is [unsaved](Self::unsaved) tells that one by one in place of the
    /// step's title.
    pub fn made_of(&mut self, parts: Vec<Title>) {
        self.steps.made_of(parts);
    }

    /// Whether a change could be made.
    ///
    /// # Errors
    /// [`Refused`], as [`Self::apply`] would be.
    pub fn would(&self, change: &Change) -> Result<(), Refused> {
        self.tried(change).map(|_| ())
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

    /// Takes back the last step, and gives its title; `None` where there is none.
    pub fn undo(&mut self) -> Option<Title> {
        if let Some(title) = self.take_near(true) {
            return Some(title);
        }
        let (title, led) = self.steps.undo(|place| self.now.text_at(place))?;
        self.take(led, true).then_some(title)
    }

    /// Makes the step again that was taken back last, and gives its title; `None` where there is none.
    pub fn redo(&mut self) -> Option<Title> {
        if let Some(title) = self.take_near(false) {
            return Some(title);
        }
        let (title, led) = self.steps.redo(|place| self.now.text_at(place))?;
        self.take(led, false).then_some(title)
    }

    /// Takes the state that a step leads to, or is taken back to, where that is at hand: its texts need not be made
    /// again, which takes a while of a large plan.
    fn take_near(&mut self, back: bool) -> Option<Title> {
        let Near { state, .. } = self.near.take_if(|near| near.back == back)?;
        let title = self.steps.goes(back)?;
        self.go(!back, state);
        Some(title)
    }

    fn take(&mut self, led: Vec<Becomes>, back: bool) -> bool {
        let mut store = self.now.store.clone();
        led.into_iter().for_each(|it| it.put(&mut store));
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
        self.steps.undoable().map(Title::as_str)
    }

    /// The title of the step that [`Self::redo`] would make again.
    #[must_use]
    pub fn redoable(&self) -> Option<&str> {
        self.steps.redoable().map(Title::as_str)
    }

    /// Another draft of the plan as it stands here, with no step made: what happens in one does not
    /// reach the other.
    #[must_use]
    pub fn fork(&self) -> Option<Self> {
        let Read { source, findings, .. } = self.read()?;
        Some(Self {
            paths: self.paths.clone(),
            limits: self.limits,
            now: State {
                store: self.now.store.clone(),
                source,
                plan: self.shared_plan(),
                findings,
                graph: self.now.graph.clone(),
            },
            near: None,
            spent: None,
            on_disk: BTreeMap::new(),
            steps: Steps::default(),
            state: next_state(),
        })
    }
}
