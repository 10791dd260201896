//! What two readings of a file say differently, as data: the proof that an edit changed what it was to
//! change, and nothing else.

use crate::order::Order as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use toml_spanner::{Item as Toml, Table as TomlTable, Value};

use super::Source;
use super::include::Part;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part as Step, Table};

/// A table of a file: its kind, and its id or place among its like.
type Place<'s> = (Option<Table>, &'s str, usize);

/// What the files of a plan said, held to be compared with what they say after a change.
#[derive(Clone)]
pub struct Trees(Vec<Part>);

impl Trees {
    /// The tables that the files of a source say differently, as [`Source::unlike`] gives them; `None` where
    /// they are not the same files.
    #[must_use]
    pub fn unlike(&self, now: &Source) -> Option<Vec<Address>> {
        let files = |parts: &[Part]| -> BTreeSet<(u32, Arc<str>)> {
            parts.iter().map(|part| (part.file, Arc::clone(&part.path))).collect()
        };
        let all = files(&self.0);
        (all == files(&now.parts))
            .then(|| all.into_iter().flat_map(|(file, _)| unlike(&self.0, &now.parts, file)).collect())
    }
}

impl Source {
    /// What the files say, to be held for later.
    #[must_use]
    pub fn trees(&self) -> Trees {
        Trees(self.parts.clone())
    }

    /// Whether a table is written.
    #[must_use]
    pub fn has_table(&self, plan: &Plan, at: &Address) -> bool {
        self.table_at(plan, at).is_some()
    }

    /// The keys of a table that another source says differently, each once; none where both say the same.
    #[must_use]
    pub fn keys_unlike(
        &self,
        (plan, at): (&Plan, &Address),
        (other, other_plan): (&Self, &Plan),
    ) -> Vec<String> {
        let (own, theirs) = (self.table_at(plan, at), other.table_at(other_plan, at));
        let Some(((.., own), (.., theirs))) = own.zip(theirs) else { return Vec::new() };
        let mut found = Vec::new();
        differing(&(Some(at.table), &at.key, 0), own, theirs, &mut found);
        // A key that both have was found in both.
        let mut seen = FxHashSet::default();
        let keys = found.into_iter().filter_map(|at| match at.path.into_iter().next() {
            Some(Step::Key(key)) => Some(String::from(key)),
            _ => None,
        });
        keys.filter(|key| seen.insert(key.clone())).collect()
    }

    /// The tables, or their keys, that a file says differently from the same file of another source. Of
    /// records, which have no id, the key of the address is empty.
    #[must_use]
    pub fn unlike(&self, other: &Self, file: u32) -> Vec<Address> {
        unlike(&self.parts, &other.parts, file)
    }
}

fn unlike(one: &[Part], other: &[Part], file: u32) -> Vec<Address> {
    let (own, theirs) = (tables(one, file, other), tables(other, file, one));
    let mut found = Vec::new();
    // An edit of values leaves all tables where they are.
    if own.iter().map(|(place, _)| place).eq(theirs.iter().map(|(place, _)| place)) {
        for ((place, one), (_, other)) in own.iter().zip(&theirs) {
            differing(place, one, other, &mut found);
        }
    } else {
        let [own, theirs]: [BTreeMap<_, _>; 2] = [own, theirs].map(|tables| tables.into_iter().collect());
        for place in own.keys().chain(theirs.keys().filter(|place| !own.contains_key(*place))) {
            match (own.get(place), theirs.get(place)) {
                (Some(one), Some(other)) => differing(place, one, other, &mut found),
                _ => found.push(address(place)),
            }
        }
    }
    found.order();
    found.dedup();
    found
}

fn address(place: &Place<'_>) -> Address {
    Address::new(place.0.unwrap_or(Table::Top), place.1)
}

/// Adds what is not the same in a table: its keys, or itself where it is none.
fn differing(place: &Place<'_>, one: &Toml<'_>, other: &Toml<'_>, found: &mut Vec<Address>) {
    let (Some(own), Some(theirs)) = (one.as_table(), other.as_table()) else {
        found.extend((!same(one, other)).then(|| address(place)));
        return;
    };
    if let Some(mut pairs) = in_step(own, theirs)
        && pairs.all(|(_, one, other)| same(one, other))
    {
        return;
    }
    let keys = own.into_iter().chain(theirs).map(|(key, _)| key.as_str());
    let differ = |key: &&str| match (own.get(key), theirs.get(key)) {
        (Some(one), Some(other)) => !same(one, other),
        _ => true,
    };
    found.extend(keys.filter(differ).map(|key| address(place).to(key)));
}

/// The values of two tables that have the same keys in the same order.
fn in_step<'t, 's>(
    one: &'t TomlTable<'s>,
    other: &'t TomlTable<'s>,
) -> Option<impl Iterator<Item = (&'t str, &'t Toml<'s>, &'t Toml<'s>)>> {
    let pairs = || one.into_iter().zip(other);
    let alike =
        one.len() == other.len() && pairs().all(|((own, _), (theirs, _))| own.as_str() == theirs.as_str());
    alike.then(|| pairs().map(|((key, one), (_, other))| (key.as_str(), one, other)))
}

/// The tables of a file, but for those of parts that the same file of another source shares, in the order in which
/// they stand. What is no table of a plan stands under its own key.
fn tables<'p>(parts: &'p [Part], file: u32, other: &[Part]) -> Vec<(Place<'p>, &'p Toml<'p>)> {
    let of_file = |part: &&Part| part.file == file;
    let shared: FxHashSet<usize> = other.iter().filter(of_file).map(Part::tree_address).collect();
    let mut all = Vec::new();
    let mut records = vec![0; Table::ALL.len()];
    for part in parts.iter().filter(of_file) {
        if shared.contains(&part.tree_address()) {
            continue;
        }
        for (key, toml) in part.tree.table() {
            let kind = Table::of(key.as_str());
            match (kind.map(|kind| (kind, kind.holds())), toml.value()) {
                (Some((_, Holds::ById)), Value::Table(tables)) => {
                    all.extend(tables.into_iter().map(|(id, toml)| ((kind, id.as_str(), 0), toml)));
                }
                (Some((table, Holds::Many)), Value::Array(list)) => {
                    for toml in list {
                        let nth = &mut records[table as usize];
                        all.push(((kind, "", *nth), toml));
                        *nth += 1;
                    }
                }
                (Some(_), _) => all.push(((kind, "", 0), toml)),
                (None, _) => all.push(((None, key.as_str(), 0), toml)),
            }
        }
    }
    all
}

/// Whether two values say the same, however they are written.
pub(super) fn same(one: &Toml<'_>, other: &Toml<'_>) -> bool {
    let mut open = Vec::new();
    let mut next = Some((one, other));
    while let Some((one, other)) = next {
        let alike = match (one.value(), other.value()) {
            (Value::String(one), Value::String(other)) => one == other,
            (Value::Integer(one), Value::Integer(other)) => one.as_i128() == other.as_i128(),
            (Value::Float(one), Value::Float(other)) => one.to_bits() == other.to_bits(),
            (Value::Boolean(one), Value::Boolean(other)) => one == other,
            (Value::DateTime(one), Value::DateTime(other)) => one == other,
            (Value::Array(one), Value::Array(other)) => {
                open.extend(one.iter().zip(other.iter()));
                one.len() == other.len()
            }
            (Value::Table(one), Value::Table(other)) => match in_step(one, other) {
                Some(pairs) => {
                    open.extend(pairs.map(|(_, one, other)| (one, other)));
                    true
                }
                None => {
                    let pairs = one.into_iter().map(|(key, toml)| Some((toml, other.get(key.as_str())?)));
                    let pairs: Option<Vec<_>> = pairs.collect();
                    let all = one.len() == other.len() && pairs.is_some();
                    open.extend(pairs.unwrap_or_default());
                    all
                }
            },
            _ => false,
        };
        if !alike {
            return false;
        }
        next = open.pop();
    }
    true
}

/// Whether what an address names lies in what another names; records are known by their kind alone.
#[must_use]
pub fn lies_in(at: &Address, whole: &Address) -> bool {
    let table = at.table == whole.table && (at.table.holds() == Holds::Many || at.key == whole.key);
    let first = |address: &Address| match address.path.first() {
        Some(Step::Key(key)) => Some(key.clone()),
        _ => None,
    };
    table && (whole.path.is_empty() || first(at) == first(whole))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::source::Limits;

    fn unlike(one: &str, other: &str) -> Vec<String> {
        let [one, other] = [one, other].map(|text| {
            let store = Memory::default().with("plan.toml", text);
            Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap().source
        });
        one.unlike(&other, 0).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_what_says_something_else_is_unlike() {
        let text = "[driver.a]\nwave = \"x\"\nvalue = 1_000\n[[reading]]\nvalue = 1.0\n";
        assert!(unlike(text, text).is_empty());
        assert_eq!(unlike(text, &text.replace("1_000", "1000")), Vec::<String>::new());
        assert_eq!(unlike(text, &text.replace("\"x\"", "\"y\"")), ["driver.a.wave"]);
        assert_eq!(unlike(text, &text.replace("1.0", "1")), ["reading[].value"]);
        assert_eq!(unlike(text, &text.replace("driver.a", "driver.b")), ["driver.a", "driver.b"]);
        let other_layout = "driver = { a = { value = 1000, wave = 'x' } }\nreading = [{ value = 1.0 }]\n";
        assert_eq!(unlike(text, other_layout), Vec::<String>::new());
    }
}
