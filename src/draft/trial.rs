//! Trying a change: what it leads to, and whether that is what it asks for and nothing else.

use crate::order::Order as _;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::steps::Whole;
use super::{Change, Draft, Refused};
use crate::disk::{Snapshot, Store as _, Way};
use crate::finding::{Finding, Place, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::edit::Edit;
use crate::plan::id::Id;
use crate::plan::tell::tell;
use crate::rules::by_name;
use crate::source::{Patch, Read, Source, lies_in};

/// What a change leads to.
pub(super) struct Tried {
    pub(super) patches: Vec<Patch>,
    pub(super) store: Snapshot,
    pub(super) read: Read,
    pub(super) files: Vec<u32>,
    /// The files that are there again.
    pub(super) brought: Vec<Whole>,
}

/// Whether no file of a plan that was read holds the marks of a merge that was left unfinished; see
/// [`Draft::is_merged`].
///
/// # Errors
/// [`Refused`], with the place of the first.
pub fn is_merged(source: &Source, plan: &Plan, findings: &[Finding]) -> Result<(), Refused> {
    let Some(finding) = findings.iter().find(|finding| finding.rule == "merge-conflict") else {
        return Ok(());
    };
    let spot = source.locate(plan, &finding.at);
    Err(Refused {
        message: tell!("{}:{}: {}", spot.path, spot.start.line, finding.message),
        help: "Finish the merge first (`git mergetool`, or by hand), or take it back (`git merge --abort`); \
               until then nothing is written to any file of the plan."
            .into(),
        conflict: true,
        rule: finding.rule,
    })
}

impl Draft {
    /// What a change leads to, where that is what it asks for.
    pub(super) fn tried(&self, change: &Change) -> Result<Tried, Refused> {
        let patches = self.patches(change)?;
        let files = files_of(&patches);
        let mut store = self.now.store.clone();
        for file in &files {
            let (Some(path), Some(text)) = (self.place(*file), self.source().patched(*file, &patches)) else {
                return Err(Refused::new("the edit falls into the middle of a character", ""));
            };
            store.put(&path, text);
        }
        let brought = self.brought_back(change, &mut store)?;
        let Some(read) = self.read_from(&store) else {
            return Err(Refused::new("the plan could not be read any more after it", ""));
        };
        let is_part =
            |it: &Whole| (0..).map_while(|nth| read.source.canonical(nth)).any(|place| place == it.path);
        if let Some(Whole { path, .. }) = brought.iter().find(|it| !is_part(it)) {
            return Err(unfound(path));
        }
        self.holds(change, &read, &files)?;
        Ok(Tried { patches, store, read, files, brought })
    }

    /// How a file that is gone would be found again: below the plan's folder, where no name leads elsewhere.
    pub(super) fn way_back(&self, place: &Path) -> Option<Way> {
        let root = Source::root(&self.now.store, self.paths.first()?);
        let real = self.source().canonical(0)?.parent()?;
        Way::below(root.parent()?, real, place).filter(|way| !self.now.store.parts_from(way))
    }

    /// Has the files again in a store that a change brings back.
    fn brought_back(&self, change: &Change, store: &mut Snapshot) -> Result<Vec<Whole>, Refused> {
        let mut brought = Vec::new();
        for edit in &change.edits {
            let Edit::Bring(path, text) = edit else { continue };
            let way = self.way_back(path).filter(|_| self.now.text_at(path).is_none());
            let Some(way) = way else { return Err(unfound(path)) };
            store.put_back(path, text.clone(), &way);
            brought.push(Whole { path: path.clone(), text: text.clone(), way, after: true });
        }
        Ok(brought)
    }

    /// The patches of a change, in order, none of which touch.
    fn patches(&self, change: &Change) -> Result<Vec<Patch>, Refused> {
        let source = self.source();
        let mut patches = Vec::new();
        let of_text = |edit: &&Edit| !matches!(edit, Edit::Bring(..));
        for edit in change.edits.iter().filter(of_text) {
            let Some(some) = source.patches(self.plan(), std::slice::from_ref(edit)) else {
                let at = edit.address().map(ToString::to_string).unwrap_or_default();
                return Err(Refused::new(
                    format!("`{at}` is not written in a way that this could change"),
                    "Edit its file by hand.",
                ));
            };
            patches.extend(some);
        }
        if !patches.is_empty() && !self.settles(change) {
            self.is_merged()?;
        }
        patches.order_by_key(|patch| (patch.file, patch.range.start, patch.range.end));
        let meet = |pair: &[Patch]| pair[0].file == pair[1].file && pair[1].range.start < pair[0].range.end;
        if patches.windows(2).any(meet) {
            return Err(Refused::new("two of its edits are of the same text", "Make one after the other."));
        }
        for file in files_of(&patches) {
            self.is_sound(file)?;
        }
        Ok(patches)
    }

    /// Whether no file of the plan holds the marks of a merge that was left unfinished. While one does, none is
    /// changed: what the plan says hangs on how that ends, and taking the merge back would meet the change.
    ///
    /// # Errors
    /// [`Refused`], with the place of the first.
    pub fn is_merged(&self) -> Result<(), Refused> {
        is_merged(self.source(), self.plan(), self.findings())
    }

    /// Whether a change does nothing but choose what is to stand in place of the marks of a merge: the one change
    /// that is made while there are some.
    fn settles(&self, change: &Change) -> bool {
        let marks = || self.findings().iter().filter(|finding| finding.rule == "merge-conflict");
        let choices = || marks().flat_map(|finding| &finding.fixes);
        !change.edits.is_empty()
            && change.edits.iter().all(|edit| choices().any(|choice| choice.edits.contains(edit)))
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
            here && error && finding.rule == "syntax-error"
        };
        if let Some(finding) = self.findings().iter().find(torn) {
            let line = self.source().locate(self.plan(), &finding.at).start.line;
            return Err(Refused {
                message: tell!("{path}:{line}: {}", finding.message),
                help: "Mend the file first; until then nothing is written to it.".into(),
                conflict: false,
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
        // What a side of a merge says is chosen with its faults: they may hang on what is chosen next. Only what
        // could not be read at all is no choice.
        let settles = self.settles(change);
        let of_text = |rule: &str| matches!(rule, "syntax-error" | "duplicate-id");
        for finding in after.findings.iter().filter(|it| !settles || of_text(it.rule)) {
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
            Edit::Write(..) | Edit::Bring(..) | Edit::Withdraw(..) => true,
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
}

/// Says of a file that it cannot be there again: the plan would not find it, or something else is there.
pub(super) fn unfound(path: &Path) -> Refused {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Refused::new(
        format!("{name} is gone, and cannot be put back: the plan finds no file there"),
        "Have the plan's `include` name it, or undo what was changed in it.",
    )
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
    files.order();
    files.dedup();
    files
}
