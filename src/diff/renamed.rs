//! Tables that have another id: each is one change, and what names it elsewhere is none.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::change::{Area, Change};
use crate::disk::Memory;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::edit::Edit;
use crate::source::written::{Value, Written};
use crate::source::{Limits, Patch, Read, Source};

/// Renamed tables that are followed at most, since each reads the plan once more; and new tables of one name.
const MOST: usize = 12;

/// Tables by their kind and name.
type Named = FxHashMap<(Table, Option<String>), Vec<(Address, Value)>>;

/// A plan with the ids that its tables have later, and the tables that have others: their old address, and
/// their new one.
pub(super) fn with_new_ids(before: Read, after: &Written) -> (Read, Vec<(Address, Address)>) {
    let pairs = pairs(&before.source.written(), after);
    let mut now = before;
    let mut renamed = Vec::new();
    for (old, new) in pairs.into_iter().take(MOST) {
        if let Some(read) = with_new_id(&now, &old, &new) {
            now = read;
            renamed.push((old, new));
        }
    }
    (now, renamed)
}

/// Tables that are gone, and new ones of their kind that say much the same: by the same name at least half, and
/// without names all of it.
fn pairs(before: &Written, after: &Written) -> Vec<(Address, Address)> {
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

/// The plan with one table under another id; `None` where its files do not allow it.
fn with_new_id(read: &Read, old: &Address, new: &Address) -> Option<Read> {
    let source = &read.source;
    let patches = source.patches(&read.plan, &[Edit::Rename(old.clone(), new.key.to_string())])?;
    let mut store = Memory::default();
    let mut files = 0_u32;
    for (file, path) in (0_u32..).zip(source.paths()) {
        let own: Vec<&Patch> = patches.iter().filter(|patch| patch.file == file).collect();
        store = store.with(path, source.patched(file, own)?);
        files = file + 1;
    }
    let root = PathBuf::from(source.paths().next()?);
    let again = Source::read(&store, &[root], Limits::default()).ok()?;
    let whole = again.source.paths().count() == files as usize
        && again.source.written().tables().len() == source.written().tables().len();
    whole.then_some(again)
}

/// What is said of a table that has another id.
pub(super) fn change(old: &Address, new: &Address, after: &Written) -> Change {
    let id = |at: &Address| Some(Value::Text(at.key.to_string().into()));
    let name = after.table(new).and_then(|table| table.get("name")).and_then(Value::as_str);
    let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
    Change {
        at: new.clone(),
        before: id(old),
        after: id(new),
        area: Area::of(new.table),
        wave: None,
        sentence: format!("the {} `{}`{name} is called `{}`", old.table.noun(), old.key, new.key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read {
        let store = Memory::default().with("plan.toml", text);
        Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
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
        let (now, renamed) = with_new_ids(read(PLAN), &read(&after).source.written());
        let told: Vec<(String, String)> =
            renamed.iter().map(|(old, new)| (old.to_string(), new.to_string())).collect();
        let expected = [("driver.reach", "driver.outreach"), ("capability.crm", "capability.contacts")];
        assert_eq!(told, expected.map(|(old, new)| (old.to_owned(), new.to_owned())));
        assert_eq!(now.source.text(0).content.as_str(), after);
        let change = change(&renamed[0].0, &renamed[0].1, &now.source.written());
        assert_eq!(change.sentence, "the driver `reach` (Reach) is called `outreach`");
    }

    #[test]
    fn what_came_with_another_name_is_new() {
        let after = PLAN.replace("reach", "calls").replace("\"Reach\"", "\"Calls\"");
        assert_eq!(with_new_ids(read(PLAN), &read(&after).source.written()).1, []);
        // Of two that are alike, neither is it.
        let twice = PLAN.replace("[driver.reach]", "[driver.one]");
        let twice =
            twice + "[driver.two]\nname = \"Reach\"\ncategory = \"revenue\"\nneeds = [\"crm >= 2\"]\n";
        assert_eq!(with_new_ids(read(PLAN), &read(&twice).source.written()).1, []);
    }
}
