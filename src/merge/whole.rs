//! All files of a plan merged together: a table is followed by its id from file to file.
//!
//! A table stands where the side that moved it has put it. On the other two texts it is put there first,
//! and then each file is merged by itself: what one side edited arrives where the other has moved it.

use crate::order::Order as _;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Dispute, Markers, Unmerged, series};
use crate::plan::address::{Address, Holds};
use crate::source::pieces::{Body, Series, cut};
use crate::source::written::{Value, Written};

/// The texts of a plan's files, by their paths below the plan's folder.
pub type Files = BTreeMap<String, String>;

/// A table that the two sides have in different files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its name, as people know it.
    pub name: String,
    /// Where our side has it.
    pub ours: String,
    /// Where their side has it.
    pub theirs: String,
    /// Where it stands now: where the side has it that moved it, and with ours where both did.
    pub to: String,
}

/// What a merge of plans gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The files that there are to be.
    pub files: Files,
    /// What is in conflict: the file and the names of keys and tables.
    pub conflicts: Vec<String>,
    /// The tables that are in different files, by name.
    pub moved: Vec<Moved>,
}

/// A plan whose files are cut.
struct Side {
    files: BTreeMap<String, Series>,
    /// The file of each table; `None` where it stands in several places.
    places: BTreeMap<String, Option<String>>,
}

/// Merges what two sides made of the files of a plan, in which they do not agree about some ids.
///
/// # Errors
/// The path of a file that cannot be merged by what it says, and why.
pub fn merge_files(
    base: &Files,
    ours: &Files,
    theirs: &Files,
    markers: &Markers,
    disputes: &[Dispute],
) -> Result<Whole, (String, Unmerged)> {
    let mut sides = [Side::of(base)?, Side::of(ours)?, Side::of(theirs)?];
    let (targets, moved) = targets(&sides);
    for side in &mut sides {
        side.put(&targets);
    }
    let [old, one, other] = sides;
    let paths: BTreeSet<&String> =
        old.files.keys().chain(one.files.keys()).chain(other.files.keys()).collect();
    let mut whole = Whole { files: Files::new(), conflicts: Vec::new(), moved };
    let empty = empty();
    for path in paths {
        let [old, one, other] = [&old, &one, &other].map(|side| side.files.get(path).unwrap_or(&empty));
        let [was, here, there] = [old, one, other].map(Series::text);
        let mut conflicts = Vec::new();
        let text = if here == there || was == there {
            here
        } else if was == here {
            there
        } else {
            let merged = series(old, one, other, markers, disputes).map_err(|why| (path.clone(), why))?;
            conflicts = merged.conflicts;
            merged.text
        };
        // A side that took the file away has said where its tables went, or that they go.
        let taken_away = base.contains_key(path) && !(ours.contains_key(path) && theirs.contains_key(path));
        let unknown = ![base, ours, theirs].into_iter().any(|files| files.contains_key(path));
        if conflicts.is_empty() && (taken_away || unknown) && cut(&text).is_some_and(|it| says_nothing(&it)) {
            continue;
        }
        whole.conflicts.extend(conflicts.into_iter().map(|name| format!("{path}: {name}")));
        whole.files.insert(path.clone(), text);
    }
    Ok(whole)
}

/// Three plans, base, ours and theirs, with each table in the file where the side that moved it has it; as they are
/// where one cannot be cut.
#[must_use]
pub fn with_places_of_both(sides: [Files; 3]) -> [Files; 3] {
    let [Ok(base), Ok(ours), Ok(theirs)] = sides.each_ref().map(Side::of) else { return sides };
    let mut cut = [base, ours, theirs];
    let (targets, _) = targets(&cut);
    if targets.is_empty() {
        return sides;
    }
    cut.each_mut().into_iter().for_each(|side| side.put(&targets));
    cut.map(|side| side.files.into_iter().map(|(path, series)| (path, series.text())).collect())
}

/// Whether some table of a text stands in one of these files.
#[must_use]
pub fn stands_in(text: &str, files: &Files) -> bool {
    let names = |text: &str| -> BTreeSet<String> {
        let pieces = cut(text).map(|it| it.pieces).unwrap_or_default();
        pieces.into_iter().map(|piece| piece.key).filter(|key| !key.is_empty()).collect()
    };
    let own = names(text);
    files.values().any(|text| !own.is_disjoint(&names(text)))
}

/// What a merged plan does not say though one side alone said so: addresses of tables and keys. Records,
/// which have no ids, are held against their files when these are merged.
#[must_use]
pub fn unsaid(base: &Written, ours: &Written, theirs: &Written, merged: &Written) -> Vec<Address> {
    type Keys<'w> = FxHashMap<(&'w Address, &'w str), &'w Value>;
    fn keys(written: &Written) -> Keys<'_> {
        let by_id = written.tables().iter().filter(|(at, _)| at.table.holds() != Holds::Many);
        let keys = by_id.flat_map(|(at, value)| {
            let entries = if let Value::Table(entries) = value { entries.as_slice() } else { &[] };
            entries.iter().map(move |(key, value)| ((at, &**key), value))
        });
        keys.collect()
    }
    let [base, ours, theirs, merged] = [base, ours, theirs, merged].map(keys);
    let all: FxHashSet<(&Address, &str)> =
        [&base, &ours, &theirs, &merged].into_iter().flat_map(|keys| keys.keys().copied()).collect();
    let lost = all.into_iter().filter(|key| {
        let [old, one, other, now] = [&base, &ours, &theirs, &merged].map(|keys| keys.get(key));
        let same = |one: Option<&&Value>, other: Option<&&Value>| match (one, other) {
            (Some(one), Some(other)) => is_same(one, other, key.1),
            (one, other) => one.is_none() && other.is_none(),
        };
        let expected = match (same(old, one), same(old, other)) {
            (true, _) => other,
            (_, true) => one,
            _ if same(one, other) => one,
            _ => return false,
        };
        !same(expected, now)
    });
    let mut lost: Vec<Address> = lost.map(|(at, key)| at.clone().to(key)).collect();
    lost.order();
    lost
}

/// Whether two values say the same, whatever the order of a list in which it says nothing.
fn is_same(one: &Value, other: &Value, key: &str) -> bool {
    match (one.as_set(key), other.as_set(key)) {
        (Some(mut one), Some(mut other)) => {
            one.order();
            other.order();
            one == other
        }
        _ => one == other,
    }
}

/// Where each table is to stand that the three texts do not have in one file, and what the sides differ in.
fn targets(sides: &[Side; 3]) -> (FxHashMap<String, String>, Vec<Moved>) {
    let (mut targets, mut moved) = (FxHashMap::default(), Vec::new());
    let keys: BTreeSet<&String> = sides.iter().flat_map(|side| side.places.keys()).collect();
    for key in keys {
        let places = sides.each_ref().map(|side| side.places.get(key));
        if places.iter().flatten().any(|place| place.is_none()) {
            continue;
        }
        let [old, one, other] = places.map(|place| place.and_then(Option::as_ref));
        let Some(to) = (if one == old { other.or(one) } else { one.or(other) }) else { continue };
        if [old, one, other].into_iter().flatten().all(|place| place == to) {
            continue;
        }
        targets.insert(key.clone(), to.clone());
        if let (Some(ours), Some(theirs)) = (one, other)
            && ours != theirs
        {
            let name = super::names::name(key).to_owned();
            moved.push(Moved { name, ours: ours.clone(), theirs: theirs.clone(), to: to.clone() });
        }
    }
    (targets, moved)
}

impl Side {
    fn of(files: &Files) -> Result<Self, (String, Unmerged)> {
        let mut side = Self { files: BTreeMap::new(), places: BTreeMap::new() };
        for (path, text) in files {
            let series = cut(text).ok_or_else(|| (path.clone(), Unmerged::Faulty))?;
            for piece in series.pieces.iter().filter(|piece| !piece.key.is_empty()) {
                let place = side.places.entry(piece.key.clone());
                place.and_modify(|place| *place = None).or_insert_with(|| Some(path.clone()));
            }
            side.files.insert(path.clone(), series);
        }
        Ok(side)
    }

    /// Puts tables into the files where they are to stand, after what is there.
    fn put(&mut self, targets: &FxHashMap<String, String>) {
        let mut arriving = Vec::new();
        for (path, series) in &mut self.files {
            let elsewhere = |key: &str| targets.get(key).filter(|to| *to != path);
            if !series.pieces.iter().any(|piece| elsewhere(&piece.key).is_some()) {
                continue;
            }
            let mut stay = Vec::new();
            for piece in std::mem::take(&mut series.pieces) {
                match elsewhere(&piece.key) {
                    Some(to) => arriving.push((to.clone(), piece)),
                    None => stay.push(piece),
                }
            }
            series.pieces = stay;
        }
        for (to, piece) in arriving {
            self.files.entry(to).or_insert_with(empty).pieces.push(piece);
        }
    }
}

/// A file in which there is nothing.
fn empty() -> Series {
    cut("").unwrap_or(Series::none())
}

/// Whether a file has neither tables nor keys.
fn says_nothing(series: &Series) -> bool {
    series.pieces.iter().all(|piece| match &piece.body {
        Body::Series(keys) => piece.key.is_empty() && keys.pieces.is_empty(),
        Body::Plain(text) => piece.key.is_empty() && text.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "format = 1\ninclude = [\"*.toml\"]\n";
    const A: &str = "[driver.a]\nname = \"A\"\nvalue = 1\n";
    const B: &str = "\n# about b\n[driver.b]\nname = \"B\"\nvalue = 2\n";

    fn files(files: &[(&str, &str)]) -> Files {
        let own = std::iter::once(&("plan.toml", PLAN)).chain(files);
        own.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn merged(base: &Files, ours: &Files, theirs: &Files) -> Whole {
        merge_files(base, ours, theirs, &Markers::default(), &[]).unwrap()
    }

    #[test]
    fn an_edit_follows_a_table_into_another_file() {
        let base = files(&[("x.toml", &(A.to_owned() + B))]);
        let edited = B.replace("value = 2", "value = 5 # more");
        let ours = files(&[("x.toml", &(A.to_owned() + &edited))]);
        let theirs = files(&[("x.toml", A), ("y.toml", B)]);
        let moved = Moved {
            name: "driver.b".into(),
            ours: "x.toml".into(),
            theirs: "y.toml".into(),
            to: "y.toml".into(),
        };
        let expected = files(&[("x.toml", A), ("y.toml", &edited)]);
        for (one, other, moved) in [
            (&ours, &theirs, moved.clone()),
            (&theirs, &ours, Moved { ours: moved.theirs.clone(), theirs: moved.ours.clone(), ..moved }),
        ] {
            let whole = merged(&base, one, other);
            assert_eq!(whole, Whole { files: expected.clone(), conflicts: Vec::new(), moved: vec![moved] });
        }
    }

    #[test]
    fn a_file_goes_with_its_last_table() {
        let base = files(&[("x.toml", A)]);
        let ours = files(&[("x.toml", &A.replace("= 1", "= 3"))]);
        let whole = merged(&base, &ours, &files(&[("y.toml", A)]));
        assert_eq!(whole.files, files(&[("y.toml", &A.replace("= 1", "= 3"))]));
        // What was edited, and not moved but removed, is a conflict where it stands.
        let whole = merged(&base, &ours, &files(&[]));
        assert_eq!(whole.conflicts, ["x.toml: driver.a"]);
        assert!(whole.files["x.toml"].starts_with("<<<<<<< ours\n[driver.a]\n"), "{whole:?}");
        assert_eq!(merged(&base, &base, &files(&[])).files, files(&[]));
    }

    #[test]
    fn a_clash_is_marked_where_the_table_has_gone() {
        let base = files(&[("x.toml", &(A.to_owned() + B))]);
        let ours = files(&[("x.toml", &(A.to_owned() + &B.replace("= 2", "= 3")))]);
        let theirs = files(&[("x.toml", A), ("y.toml", &B.replace("= 2", "= 4"))]);
        let whole = merged(&base, &ours, &theirs);
        assert_eq!(whole.conflicts, ["y.toml: driver.b.value"]);
        assert_eq!(whole.files["x.toml"], A);
        // Moved by both, to different files: it stands where ours has it, once.
        let ours = files(&[("x.toml", A), ("z.toml", B)]);
        let whole = merged(&base, &ours, &files(&[("x.toml", A), ("y.toml", &B.replace("= 2", "= 4"))]));
        assert_eq!(whole.conflicts, [""; 0]);
        assert_eq!(whole.moved[0].to, "z.toml");
        let expected = files(&[("x.toml", A), ("y.toml", ""), ("z.toml", &B.replace("= 2", "= 4"))]);
        assert_eq!(whole.files, expected);
    }

    #[test]
    fn what_is_no_toml_is_named() {
        let (base, ours) = (files(&[("x.toml", A)]), files(&[("x.toml", "a = = 1\n")]));
        let refused = merge_files(&base, &ours, &base, &Markers::default(), &[]);
        assert_eq!(refused, Err(("x.toml".to_owned(), Unmerged::Faulty)));
    }
}
