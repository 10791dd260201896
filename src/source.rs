//! Files and the model: TOML is read into a [`Plan`], and an address leads back to
//! file, line and column.
//!
//! Reading never fails: whatever is wrong with the text is a [`Finding`], and
//! what is sound around it is in the plan. Only a file that was named and cannot be had at all is an
//! error.

mod added;
mod beside;
mod cut;
mod entries;
mod habit;
pub mod hidden;
mod include;
mod layout;
mod leaving;
mod literal;
mod mention;
pub mod new_ids;
mod patch;
pub mod pieces;
mod place;
mod read;
mod reference;
mod removal;
pub mod schema;
mod secret;
mod spare;
mod spelling;
mod syntax;
pub mod text;
mod unlike;
pub mod written;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{Fault, Store};
use crate::finding::Finding;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Table};

pub use include::shown;
use include::{File, Gathering, Part};
pub use layout::{comments, laid_out};
pub use literal::{is_literal, key, literal, quoted};
pub use patch::Patch;
pub use place::Spot;
pub use reference::Reference;
pub use secret::Secrets;
pub use unlike::{Trees, lies_in};

/// How much a plan may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all files.
    pub total: u64,
    /// Files.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 8 << 20, total: 64 << 20, files: 256 }
    }
}

/// The files of a plan.
pub struct Source {
    files: Vec<File>,
    parts: Vec<Part>,
    places: place::Places,
    items_read: usize,
}

/// What reading gives.
pub struct Read {
    /// The files, for finding the places of addresses.
    pub source: Source,
    /// What they say.
    pub plan: Plan,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
}

/// What was read before a change.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The files.
    pub source: &'a Source,
    /// What they said.
    pub plan: &'a Plan,
    /// What was wrong with them.
    pub findings: &'a [Finding],
}

/// A file that was named and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The path, as it was named.
    pub path: PathBuf,
    /// Why.
    pub fault: Fault,
}

impl Source {
    /// Reads a plan from `paths`: its own file (or the folder that holds `plan.toml`), and files that
    /// belong to it besides those it includes.
    ///
    /// # Errors
    /// [`Unreadable`], where a path that was named leads to no file that can be read.
    pub fn read(store: &dyn Store, paths: &[PathBuf], limits: Limits) -> Result<Read, Unreadable> {
        Self::read_beside(None, None, store, paths, limits)
    }

    /// Reads a plan that is much `like` another: what the files of both have in common is not parsed again.
    ///
    /// # Errors
    /// As for [`Source::read`].
    pub fn read_like(
        like: &Self,
        store: &dyn Store,
        paths: &[PathBuf],
        limits: Limits,
    ) -> Result<Read, Unreadable> {
        Self::read_beside(Some(like), None, store, paths, limits)
    }

    /// Reads a plan again after a change: what has not changed is neither parsed nor read again. Gives what
    /// [`Source::read`] gives.
    ///
    /// # Errors
    /// As for [`Source::read`].
    pub fn read_after(
        before: Before<'_>,
        store: &dyn Store,
        paths: &[PathBuf],
        limits: Limits,
    ) -> Result<Read, Unreadable> {
        Self::read_beside(Some(before.source), Some(before), store, paths, limits)
    }

    /// How many items were read from text, rather than taken over from what was read before.
    #[must_use]
    pub fn items_read(&self) -> usize {
        self.items_read
    }

    /// Into how many parts its files are cut.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// How many parts of its files were taken over from another source.
    #[must_use]
    pub fn parts_shared_with(&self, other: &Self) -> usize {
        let all: Vec<usize> = other.parts.iter().map(Part::tree_address).collect();
        self.parts.iter().filter(|part| all.contains(&part.tree_address())).count()
    }

    fn read_beside(
        like: Option<&Self>,
        before: Option<Before<'_>>,
        store: &dyn Store,
        paths: &[PathBuf],
        limits: Limits,
    ) -> Result<Read, Unreadable> {
        let roots: Vec<PathBuf> = paths.iter().map(|path| Self::root(store, path)).collect();
        let mut gathered = Gathering::read(store, &roots, limits, like)
            .map_err(|(path, fault)| Unreadable { path, fault })?;
        let built = loop {
            match read::plan(&gathered.parts, before) {
                Ok(read) => break read,
                Err(torn) => gathered.mend(&torn),
            }
        };
        let read::Built { plan, findings: mut faults, origins, items_read } = built;
        let mut findings = gathered.findings;
        findings.append(&mut faults);
        let places = place::Places::new(origins);
        let source = Self { files: gathered.files, parts: gathered.parts, places, items_read };
        Ok(Read { source, plan, findings })
    }

    /// The file that a path stands for: a folder for the `plan.toml` in it.
    #[must_use]
    pub fn root(store: &dyn Store, path: &Path) -> PathBuf {
        if store.is_folder(path) { path.join("plan.toml") } else { path.to_path_buf() }
    }

    /// The paths of the files, the plan's own first.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.path)
    }

    /// The same paths, to be changed.
    pub fn paths_mut(&mut self) -> impl Iterator<Item = &mut Arc<str>> {
        self.files.iter_mut().map(|file| &mut file.path)
    }

    /// The path of a file as people know it.
    #[must_use]
    pub fn path(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |file| &file.path)
    }

    /// Where a file really is, with links followed.
    #[must_use]
    pub fn canonical(&self, file: u32) -> Option<&Path> {
        self.files.get(file as usize).map(|file| file.canonical.as_path())
    }

    /// The ids of the tables of a kind, as the files have them.
    #[must_use]
    pub fn ids(&self, table: Table) -> Vec<&str> {
        let by_id = self.parts.iter().filter(|_| table.holds() == Holds::ById);
        let tables = by_id.filter_map(|part| part.tree.table().get(table.key())?.as_table());
        tables.flatten().map(|(key, _)| key.as_str()).collect()
    }

    /// The address that begins with an id alone, as people type it: `consent.wave` for
    /// `capability.consent.wave`; `None` where nothing has that id, or several things have.
    #[must_use]
    pub fn address_by_id(&self, words: &str) -> Option<Address> {
        let id = words.split(['.', '[']).next()?;
        let mut with_id = Table::ALL.into_iter().filter(|table| self.ids(*table).contains(&id));
        let (table, None) = (with_id.next()?, with_id.next()) else { return None };
        Address::parse(&format!("{}.{words}", table.key()))
    }

    /// Whether the files write large numbers in groups: `1_000`.
    #[must_use]
    pub fn groups_digits(&self) -> bool {
        let grouped = |text: &str| {
            let pairs = text.match_indices('_');
            pairs.into_iter().any(|(at, _)| {
                let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
                let bytes = text.as_bytes();
                at > 0 && digit(bytes.get(at - 1)) && (1..=3).all(|next| digit(bytes.get(at + next)))
            })
        };
        self.files.iter().any(|file| grouped(&file.text.content))
    }
}
