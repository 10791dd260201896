//! Tables that had another id: each revision is read under the ids that the newest gives them, so that what is
//! looked at is followed through all of its names.

use crate::order::Order as _;
use std::rc::Rc;

use super::{Asked, Renamed};
use crate::git::Commit;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::id::Id;
use crate::source::Read;
use crate::source::new_ids::{NewIds, new_ids, with_new_ids};
use crate::source::written::Written;

/// What a revision calls its tables, and what they are called in the newest.
struct Known {
    written: Rc<Written>,
    ids: NewIds,
}

/// The revisions of a plan, followed from the newest back.
pub(super) struct Following<'a> {
    asked: &'a Asked,
    /// Of each revision, the one after it that its ids are held against.
    later: Vec<Option<usize>>,
    /// How many revisions are still to be held against each.
    wanted: Vec<usize>,
    known: Vec<Option<Rc<Known>>>,
}

/// A revision under the ids of the newest.
pub(super) struct Followed {
    pub(super) read: Read,
    /// Whether its own ids are others.
    pub(super) anew: bool,
    /// What is written in it.
    pub(super) written: Rc<Written>,
    /// What the revision itself calls the tables that are asked for.
    pub(super) called: Vec<(Address, Id)>,
    /// The revision in which what is asked for got another id than it is asked for by.
    pub(super) became: Option<(usize, Renamed)>,
}

impl<'a> Following<'a> {
    /// To be asked for each of these commits in their order.
    pub(super) fn new(commits: &[Commit], asked: &'a Asked) -> Self {
        let mut later: Vec<Option<usize>> = vec![None; commits.len()];
        let mut wanted = vec![0; commits.len()];
        for (nth, commit) in commits.iter().enumerate() {
            for parent in &commit.parents {
                if let Some(own @ None) = later.get_mut(*parent) {
                    *own = Some(nth);
                    wanted[nth] += 1;
                }
            }
        }
        Self { asked, known: commits.iter().map(|_| None).collect(), later, wanted }
    }

    /// The revision at this place under the ids of the newest; `None` where it is no plan.
    pub(super) fn follow(&mut self, nth: usize, read: Option<Read>) -> Option<Followed> {
        let place = self.later.get(nth).copied().flatten();
        let later = place.and_then(|place| {
            self.wanted[place] -= 1;
            if self.wanted[place] == 0 { self.known[place].take() } else { self.known[place].clone() }
        });
        let Some(read) = read else {
            // What is older is held against the next that is a plan.
            self.known[nth] = later;
            return None;
        };
        let written = Rc::new(read.source.written());
        let (ids, own) = later.map(|later| self.ids(&written, &later)).unwrap_or_default();
        let (read, given) = if ids.is_empty() { (read, NewIds::new()) } else { with_new_ids(read, &ids) };
        let anew = !given.is_empty();
        let under = if anew { Rc::new(read.source.written()) } else { Rc::clone(&written) };
        let called = called(self.asked, &under, &given);
        self.known[nth] = Some(Rc::new(Known { written, ids: given }));
        Some(Followed { read, anew, written: under, called, became: place.zip(own) })
    }

    /// What the tables of a revision are called in the newest, by those of the one after it; and the next id of
    /// what is asked for, which keeps its own.
    fn ids(&self, written: &Written, later: &Known) -> (NewIds, Option<Renamed>) {
        let mut ids: NewIds =
            later.ids.iter().filter(|(old, _)| written.table(old).is_some()).cloned().collect();
        let mut own = None;
        for (old, next) in new_ids(written, &later.written) {
            if self.asked.address().is_some_and(|at| at.root() == old || keys(at).any(|key| *key == *old.key))
            {
                let (from, to) = (old.key.clone(), next.key);
                own = own.or(Some(Renamed { table: old, from, to }));
                continue;
            }
            let newest = later.ids.iter().find(|(it, _)| *it == next).map_or(next, |(_, it)| it.clone());
            ids.push((old, newest));
        }
        ids.retain(|(_, new)| written.table(new).is_none());
        (ids, own)
    }
}

/// The keys below the table of an address.
fn keys(at: &Address) -> impl Iterator<Item = &str> {
    at.path.iter().filter_map(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    })
}

/// What the tables that are asked for are called, by the ids that they are given.
fn called(asked: &Asked, written: &Written, given: &NewIds) -> Vec<(Address, Id)> {
    let mut keys: Vec<&str> = asked.figure().into_iter().flat_map(|name| &name.of).map(|id| &**id).collect();
    let mut found = Vec::new();
    if let Some(at) = asked.address() {
        match at.table.holds() {
            Holds::ById => found.push(at.root()),
            Holds::Many => keys.extend(at.key.split(' ')),
            _ => {}
        }
        keys.extend(self::keys(at));
    }
    let tables = || Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById);
    found.extend(keys.into_iter().flat_map(|key| tables().map(move |table| Address::new(table, key))));
    found.order();
    found.dedup();
    found.retain(|at| written.table(at).is_some());
    let id =
        |at: &Address| given.iter().find(|(_, new)| new == at).map_or(&at.key, |(old, _)| &old.key).clone();
    found.into_iter().map(|at| (at.clone(), id(&at))).collect()
}
