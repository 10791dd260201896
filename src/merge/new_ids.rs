//! Ids that a side changed: all three texts are given the new one, with all that refers to it, before they
//! are merged. So what one side edited arrives where the other has renamed it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Files;
use crate::disk::Memory;
use crate::plan::address::{Address, Table};
use crate::source::new_ids::{NewIds, new_ids, with_new_ids};
use crate::source::pieces::{Body, cut};
use crate::source::written::Written;
use crate::source::{Limits, Read, Source};

/// An id that one side changed, and the other changed otherwise or removed: nobody but people can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    table: Table,
    /// What all three texts call it now.
    to: String,
    /// What it was called.
    base: String,
    /// What our side calls it; `None` where it removed it.
    ours: Option<String>,
    /// What their side calls it; `None` where it removed it.
    theirs: Option<String>,
}

/// One of three texts.
#[derive(Clone, Copy)]
pub(super) enum Whose {
    /// The last common one.
    Base,
    /// What our side made of it.
    Ours,
    /// What their side made of it.
    Theirs,
}

/// Three plans under the ids of whoever changed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The files: base, ours, theirs.
    pub files: [Files; 3],
    /// What is called otherwise: its address in the base, and the one that it has now.
    pub new_ids: NewIds,
    /// What is called so though the sides do not agree.
    pub disputes: Vec<Dispute>,
}

/// Gives what a side has renamed its new id on all sides. `sides`: base, ours, theirs.
#[must_use]
pub fn with_ids_of_both(sides: [&Files; 3]) -> Followed {
    let unchanged =
        || Followed { files: sides.map(Clone::clone), new_ids: NewIds::new(), disputes: Vec::new() };
    let [base, ours, theirs] = sides.map(tables);
    let renamed = |side: &BTreeSet<String>| !base.is_subset(side) && !side.is_subset(&base);
    if !renamed(&ours) && !renamed(&theirs) {
        return unchanged();
    }
    followed(sides).unwrap_or_else(unchanged)
}

/// The three plans under new ids; `None` where nothing has another one, or a text does not allow it.
fn followed(sides: [&Files; 3]) -> Option<Followed> {
    let [base, ours, theirs] = sides.map(read);
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let said = [&base, &ours, &theirs].map(|read| read.source.written());
    let [old, here, there] = &said;
    let pairs = [new_ids(old, here), new_ids(old, there)];
    let mut wanted: [NewIds; 3] = Default::default();
    let mut disputes = Vec::new();
    for from in pairs.iter().flatten().map(|(old, _)| old).collect::<BTreeSet<_>>() {
        let called = |nth: usize| pairs[nth].iter().find(|(old, _)| old == from).map(|(_, new)| new);
        let (one, other) = (called(0), called(1));
        let Some(to) = one.or(other) else { continue };
        // An id that something else has on the other side is given to nothing.
        let free = |said: &Written, own: Option<&Address>| own == Some(to) || said.table(to).is_none();
        if !free(here, one) || !free(there, other) {
            continue;
        }
        let name = |said: &Written, own: Option<&Address>| match own {
            Some(own) => Some(own.clone()),
            None => said.table(from).map(|_| from.clone()),
        };
        let names = [Some(from.clone()), name(here, one), name(there, other)];
        let (ours, theirs) = (&names[1], &names[2]);
        if ours.is_none() || theirs.is_none() || (one.is_some() && other.is_some() && one != other) {
            let id = |name: &Option<Address>| name.as_ref().map(|it| it.key.to_string());
            disputes.push(Dispute {
                table: to.table,
                to: to.key.to_string(),
                base: from.key.to_string(),
                ours: id(ours),
                theirs: id(theirs),
            });
        }
        for (wanted, name) in wanted.iter_mut().zip(names) {
            wanted.extend(name.filter(|name| name != to).map(|name| (name, to.clone())));
        }
    }
    let new_ids = wanted[0].clone();
    let mut files = sides.map(Clone::clone);
    for ((read, wanted), files) in [base, ours, theirs].into_iter().zip(wanted).zip(&mut files) {
        if wanted.is_empty() {
            continue;
        }
        let (read, given) = with_new_ids(read, &wanted);
        if given != wanted {
            return None;
        }
        for (file, path) in (0_u32..).zip(read.source.paths()) {
            files.insert(path.to_owned(), read.source.text(file).content.to_string());
        }
    }
    Some(Followed { files, new_ids, disputes })
}

/// A plan as its files say it, whatever they include.
fn read(files: &Files) -> Option<Read> {
    let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(path, text.as_str()));
    let paths: Vec<PathBuf> = files.keys().map(PathBuf::from).collect();
    let read = Source::read(&store, &paths, Limits::default()).ok()?;
    (read.source.paths().count() == files.len()).then_some(read)
}

/// What the tables of a plan are called.
fn tables(files: &Files) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for series in files.values().filter_map(|text| cut(text)) {
        for section in series.pieces.iter().filter(|section| !section.key.starts_with('[')) {
            let keys = if let Body::Series(keys) = &section.body { keys.pieces.as_slice() } else { &[] };
            let own = std::iter::once(section.key.clone());
            let keys = keys.iter().map(|key| format!("{}.{}", section.key, key.key));
            let two = |name: String| -> Option<String> {
                let mut parts = name.split('.').filter(|part| !part.is_empty());
                Some(format!("{}.{}", parts.next()?, parts.next()?))
            };
            names.extend(own.chain(keys).filter_map(two));
        }
    }
    names
}

impl Dispute {
    /// Whether a table or key belongs to what it is about, by its whole name.
    pub(super) fn is_about(&self, name: &str) -> bool {
        let rest = name.strip_prefix(self.table.key()).and_then(|rest| rest.strip_prefix('.'));
        let rest = rest.and_then(|rest| rest.strip_prefix(&self.to));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// What each side did, where a piece of this name is the thing itself and no part of it.
    pub(super) fn name(&self, name: &str) -> Option<String> {
        let side = |whose: &str, id: &Option<String>| match id {
            Some(id) if *id == self.base => format!("{whose} keeps it"),
            Some(id) => format!("{whose} calls it `{id}`"),
            None => format!("{whose} removed it"),
        };
        let Self { table, base, ours, theirs, .. } = self;
        let (kind, to) = (table.key(), &self.to);
        let told = || format!("{kind}.{base} ({}, {})", side("ours", ours), side("theirs", theirs));
        (name == format!("{kind}.{to}")).then(told)
    }

    /// How a piece begins as one of the texts calls it.
    pub(super) fn head(&self, head: &str, whose: Whose) -> String {
        let id = match whose {
            Whose::Base => Some(&self.base),
            Whose::Ours => self.ours.as_ref(),
            Whose::Theirs => self.theirs.as_ref(),
        };
        let after_kind = head.find(self.table.key()).map_or(0, |at| at + self.table.key().len());
        let place = head.get(after_kind..).and_then(|rest| rest.find(&self.to)).map(|at| after_kind + at);
        match (id, place) {
            (Some(id), Some(at)) => {
                let (before, after) = (&head[..at], &head[at + self.to.len()..]);
                format!("{before}{id}{after}")
            }
            _ => head.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Markers, Merged, merge};

    const PLAN: &str = "format = 1
# the first
[wave.one]
name = \"One\"
start = 2026-01-01
end = 2026-12-31
[driver.reach]
name = \"Reach\"
wave = \"one\"
value = 100
owner = \"Sales\"
[kpi.rate]
name = \"Rate\"
measures = [\"reach\"]
";

    fn merged(ours: &str, theirs: &str) -> Merged {
        merge(PLAN, ours, theirs, &Markers::default()).unwrap()
    }

    fn renamed() -> String {
        PLAN.replace("driver.reach", "driver.outreach").replace("\"reach\"", "\"outreach\"")
    }

    /// A merge that comes out the same from both sides, with nothing in conflict.
    fn both(ours: &str, theirs: &str, expected: &str) {
        for (one, other) in [(ours, theirs), (theirs, ours)] {
            assert_eq!(merged(one, other), Merged { text: expected.to_owned(), conflicts: Vec::new() });
        }
    }

    #[test]
    fn an_edit_arrives_where_the_other_side_has_renamed() {
        let edit = |text: &str| text.replace("value = 100", "value = 200 # more");
        both(&renamed(), &edit(PLAN), &edit(&renamed()));
    }

    #[test]
    fn a_new_reference_to_the_old_id_takes_the_new_one() {
        let more = |id: &str| format!("[kpi.calls]\nname = \"Calls\"\nmeasures = [\"{id}\"]\n");
        both(&renamed(), &(PLAN.to_owned() + &more("reach")), &(renamed() + &more("outreach")));
        let record = |id: &str| format!("[[realized]]\ndriver = \"{id}\"\nperiod = \"2026-03\"\nvalue = 7\n");
        both(&renamed(), &(PLAN.to_owned() + &record("reach")), &(renamed() + &record("outreach")));
    }

    #[test]
    fn what_both_renamed_alike_is_renamed() {
        let ours = renamed().replace("\"Sales\"", "\"Marketing\"");
        let theirs = renamed().replace("= 100", "= 300");
        both(&ours, &theirs, &ours.replace("= 100", "= 300"));
    }

    #[test]
    fn two_sides_may_rename_two_things() {
        let wave = |text: &str| text.replace("wave.one", "wave.first").replace("\"one\"", "\"first\"");
        both(&renamed(), &wave(PLAN), &wave(&renamed()));
    }

    #[test]
    fn what_one_side_renamed_and_the_other_removed_is_a_conflict() {
        let table = "[driver.reach]\nname = \"Reach\"\nwave = \"one\"\nvalue = 100\nowner = \"Sales\"\n";
        let removed = PLAN.replace(table, "").replace("measures = [\"reach\"]\n", "");
        let one = merged(&renamed(), &removed);
        assert_eq!(one.conflicts[0], "driver.reach (ours calls it `outreach`, theirs removed it)");
        let new = table.replace("driver.reach", "driver.outreach");
        let marked = format!("<<<<<<< ours\n{new}||||||| base\n{table}=======\n>>>>>>> theirs\n");
        assert!(one.text.contains(&marked), "{}", one.text);
        let other = merged(&removed, &renamed());
        assert_eq!(other.conflicts[0], "driver.reach (ours removed it, theirs calls it `outreach`)");
    }

    #[test]
    fn what_both_renamed_differently_is_a_conflict_about_the_table_alone() {
        let theirs = PLAN.replace("driver.reach", "driver.range").replace("\"reach\"", "\"range\"");
        let both = merged(&renamed(), &theirs);
        assert_eq!(both.conflicts, ["driver.reach (ours calls it `outreach`, theirs calls it `range`)"]);
        let ids = ["outreach", "reach", "range"].map(|id| both.text.contains(&format!("[driver.{id}]")));
        assert_eq!(ids, [true; 3]);
        // What refers to it is as ours has it.
        assert!(both.text.ends_with("measures = [\"outreach\"]\n"), "{}", both.text);
    }

    /// Whichever way the table of a thing is written.
    #[test]
    fn what_both_renamed_differently_is_a_conflict_in_any_spelling() {
        let whole = "format = 1\n[wave]\none = { name = \"One\", start = 2026-01-01, end = 2026-12-31 }\n";
        let dotted =
            "format = 1\nwave.one.name = \"One\"\nwave.one.start = 2026-01-01\nwave.one.end = 2026-12-31\n";
        let keys = "format = 1\n[wave]\none.name = \"One\"\none.start = 2026-01-01\none.end = 2026-12-31\n";
        for wave in [whole, dotted, keys] {
            let base = format!("{wave}[driver.reach]\nname = \"Reach\"\nwave = \"one\"\n");
            let called = |id: &str| {
                let new = base.replace("wave.one.", &format!("wave.{id}."));
                new.replace("\none", &format!("\n{id}")).replace("\"one\"", &format!("\"{id}\""))
            };
            for [one, other] in [["first", "early"], ["early", "first"]] {
                let both = merge(&base, &called(one), &called(other), &Markers::default()).unwrap();
                assert!(!both.conflicts.is_empty(), "{}", both.text);
                for id in [one, other] {
                    let spelled =
                        [format!("\n{id} = {{"), format!("\n{id}.name"), format!("\nwave.{id}.name")];
                    assert!(spelled.iter().any(|it| both.text.contains(it.as_str())), "{id}: {}", both.text);
                }
            }
            // What one removed is not gone without a word for that the other gave it a name of its own.
            let first = wave.lines().position(|line| line.contains("One")).unwrap();
            let kept = base.lines().enumerate().filter(|(nth, line)| {
                *nth < first || line.starts_with("[driver") || line.starts_with("name")
            });
            let removed: String = kept.map(|(_, line)| format!("{line}\n")).collect();
            for (one, other) in [(called("first"), removed.clone()), (removed.clone(), called("first"))] {
                let both = merge(&base, &one, &other, &Markers::default()).unwrap();
                assert!(!both.conflicts.is_empty(), "{}", both.text);
            }
        }
    }

    #[test]
    fn an_id_that_the_other_side_gave_to_something_else_is_not_given_twice() {
        let other = "[driver.outreach]\nname = \"Something else\"\nvalue = 1\n";
        let both = merged(&renamed(), &(PLAN.to_owned() + other));
        assert_eq!(both.conflicts, ["driver.outreach"]);
    }
}
