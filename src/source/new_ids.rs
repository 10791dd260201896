//! Tables that have another id: which ones they are, and the plan with their new ids, in all that names them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::written::{Value, Written};
use super::{Limits, Patch, Read, Source};
use crate::disk::Memory;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::edit::Edit;
use crate::plan::id::is_kebab_case;

/// New tables of one name that are compared at most.
const MOST: usize = 12;

/// Addresses of tables as they were, and as they are.
pub type NewIds = Vec<(Address, Address)>;

/// Tables by their kind and name.
type Named = FxHashMap<(Table, Option<String>), Vec<(Address, Value)>>;

/// Tables that are gone, and new ones of their kind that say much the same: by the same name at least half, and
/// without names all of it.
#[must_use]
pub fn new_ids(before: &Written, after: &Written) -> NewIds {
    let by_id = |at: &Address| at.table.holds() == Holds::ById;
    let apart = |one: &Written, other: &Written| -> Vec<(Address, Value)> {
        let tables = one.tables().iter().filter(|(at, _)| by_id(at) && other.table(at).is_none());
        tables.cloned().collect()
    };
    let mut new = Named::default();
    for (at, is) in apart(after, before) {
        new.entry((at.table, name(&is))).or_default().push((at, is));
    }
    let mut pairs = Vec::new();
    if new.is_empty() {
        return pairs;
    }
    for (old, was) in apart(before, after) {
        let Some(named) = new.get_mut(&(old.table, name(&was))).filter(|it| it.len() <= MOST) else {
            continue;
        };
        let mut alike = named.iter().enumerate().filter(|(_, (_, is))| same(&was, is));
        if let (Some((nth, _)), None) = (alike.next(), alike.next()) {
            pairs.push((old, named.remove(nth).0));
        }
    }
    pairs
}

fn name(value: &Value) -> Option<String> {
    value.get("name").and_then(Value::as_str).map(str::to_owned)
}

/// Whether two tables of one name say much the same.
fn same(was: &Value, is: &Value) -> bool {
    let (Value::Table(old), Value::Table(new)) = (was, is) else { return false };
    let common = old.iter().filter(|(key, value)| is.get(key) == Some(value)).count();
    let most = old.len().max(new.len());
    if name(was).is_some() { 2 * common >= most } else { common == most && most > 0 }
}

/// A plan whose tables have new ids, with every reference to them, and those of the ids that it could be given.
#[must_use]
pub fn with_new_ids(read: Read, ids: &NewIds) -> (Read, NewIds) {
    match given(&read, ids) {
        Some((given, followed)) => (given, followed),
        None => (read, NewIds::new()),
    }
}

/// A plan as it was, in which what has another id `now` has that already.
#[must_use]
pub fn under_ids_of(now: &Source, was: Read) -> Read {
    let by_id = || Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById);
    let is_other = |table: Table| {
        let [own, past]: [BTreeSet<&str>; 2] =
            [now, &was.source].map(|source| source.ids(table).into_iter().collect());
        !own.is_subset(&past) && !past.is_subset(&own)
    };
    if !by_id().any(is_other) {
        return was;
    }
    let ids = new_ids(&was.source.written(), &now.written());
    with_new_ids(was, &ids).0
}

/// The plan under new ids; `None` where its files do not allow it.
fn given(read: &Read, ids: &NewIds) -> Option<(Read, NewIds)> {
    let source = &read.source;
    let (mut patches, mut followed) = (Vec::new(), NewIds::new());
    for (old, new) in ids.iter().filter(|(_, new)| is_kebab_case(&new.key)) {
        if let Some(own) = source.patches(&read.plan, &[Edit::Rename(old.clone(), new.key.to_string())]) {
            patches.extend(own);
            followed.push((old.clone(), new.clone()));
        }
    }
    if followed.is_empty() {
        return None;
    }
    let paths: Vec<PathBuf> = source.paths().map(PathBuf::from).collect();
    let mut store = Memory::default();
    for (file, path) in (0_u32..).zip(source.paths()) {
        let own: Vec<&Patch> = patches.iter().filter(|patch| patch.file == file).collect();
        store = store.with(path, source.patched(file, own)?);
    }
    let again = Source::read_like(source, &store, &paths, Limits::default()).ok()?;
    let whole = again.source.paths().eq(source.paths())
        && again.source.written().tables().len() == source.written().tables().len();
    whole.then_some((again, followed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read {
        let store = Memory::default().with("plan.toml", text);
        Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
    }

    fn of(before: &str, after: &str) -> NewIds {
        new_ids(&read(before).source.written(), &read(after).source.written())
    }

    const PLAN: &str = "format = 1
[driver.reach]
name = \"Reach\"
category = \"revenue\"
needs = [\"crm >= 2\"]
[capability.crm]
name = \"CRM\"
[kpi.rate]
measures = [\"reach\", \"crm\"]
";

    #[test]
    fn a_table_of_another_id_is_followed_with_all_that_names_it() {
        let after = PLAN.replace("reach", "outreach").replace("crm", "contacts");
        let (now, renamed) = with_new_ids(read(PLAN), &of(PLAN, &after));
        let told: Vec<(String, String)> =
            renamed.iter().map(|(old, new)| (old.to_string(), new.to_string())).collect();
        let expected = [("driver.reach", "driver.outreach"), ("capability.crm", "capability.contacts")];
        assert_eq!(told, expected.map(|(old, new)| (old.to_owned(), new.to_owned())));
        assert_eq!(now.source.text(0).content.as_str(), after);
    }

    #[test]
    fn what_came_with_another_name_is_new() {
        let after = PLAN.replace("reach", "calls").replace("\"Reach\"", "\"Calls\"");
        assert_eq!(of(PLAN, &after), []);
        // Of two that are alike, neither is it.
        let twice = PLAN.replace("[driver.reach]", "[driver.one]");
        let twice =
            twice + "[driver.two]\nname = \"Reach\"\ncategory = \"revenue\"\nneeds = [\"crm >= 2\"]\n";
        assert_eq!(of(PLAN, &twice), []);
    }
}
