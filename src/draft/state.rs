//! The states of a draft: what its files are, and what they say, before and after a step.

use std::cell::OnceCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::disk::Snapshot;
use crate::finding::Finding;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::source::{Read, Source};

/// The files of a plan, and what they say.
pub(super) struct State {
    pub(super) store: Snapshot,
    pub(super) source: Source,
    pub(super) plan: Rc<Plan>,
    pub(super) findings: Vec<Finding>,
    /// The plan's graphs, once somebody asked for them or has them.
    pub(super) graph: OnceCell<Rc<Graph>>,
}

impl State {
    pub(super) fn new(store: Snapshot, read: Read) -> Self {
        Self {
            store,
            source: read.source,
            plan: Rc::new(read.plan),
            findings: read.findings,
            graph: OnceCell::new(),
        }
    }

    /// The text of the plan's file at a place; a file that is no part of the plan has none here.
    pub(super) fn text_at(&self, place: &Path) -> Option<Arc<String>> {
        let mut files = (0..).map_while(|file| Some((file, self.source.canonical(file)?)));
        let (file, _) = files.find(|(_, it)| *it == place)?;
        Some(Arc::clone(&self.source.text(file).content))
    }
}

/// A state one step from here.
pub(super) struct Near {
    /// Whether it was before the last step, rather than after one that was taken back.
    pub(super) back: bool,
    pub(super) state: State,
}

/// The number of the next state of a draft.
pub(super) fn next_state() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
