//! Findings for services that look files up in a repository: paths from its top.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::since::Was;
use super::{Checked, Reported};

impl Checked {
    /// Gives each file the path that `name` gives for the one that it has.
    pub fn place(&mut self, name: impl Fn(&str) -> String) {
        let mut known: FxHashMap<Arc<str>, Arc<str>> = FxHashMap::default();
        let mut named = |path: &mut Arc<str>| {
            let new = known.entry(Arc::clone(path)).or_insert_with(|| name(path).into());
            *path = Arc::clone(new);
        };
        self.source.paths_mut().for_each(&mut named);
        let mut placed = |it: &mut Reported| {
            named(&mut it.spot.path);
            it.related.iter_mut().for_each(|spot| named(&mut spot.path));
        };
        self.findings.iter_mut().for_each(&mut placed);
        if let Some(since) = &mut self.since {
            since.removed.iter_mut().for_each(&mut placed);
            if let Was::There(path) = &mut since.was {
                *path = name(path);
            }
        }
    }
}
