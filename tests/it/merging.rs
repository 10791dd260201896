//! Three-way merges of random plans: what two people did to different things is always in the result,
//! and what they did to the same thing is always a conflict.

use std::path::PathBuf;
use std::process::Command;

use fastrand::Rng;
use groundswell::diff::changes;
use groundswell::disk::Memory;
use groundswell::merge::{Markers, Merged, merge};
use groundswell::source::{Limits, Read, Source};

/// A plan as its tables and keys; a value is a text of TOML, or entries between brackets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Doc {
    pub(crate) tables: Vec<(String, Vec<(String, Held)>)>,
    /// Whether lists stand on a line for each entry.
    tall: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Held {
    Plain(String),
    /// Subjects and levels, as needs have them.
    Needs(Vec<(String, u32)>),
    /// Keys and numbers in braces.
    Braces(Vec<(String, u32)>),
}

/// One edit, and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    Set(String, String, Held),
    RemoveKey(String, String),
    AddTable(String, u32),
    RemoveTable(String),
    /// An entry of needs or of braces: a level, or gone.
    Entry(String, String, String, Option<u32>),
}

impl Edit {
    /// The table, the key and the entry that it is about; empty is all of them.
    fn target(&self) -> [&str; 3] {
        match self {
            Self::Set(table, key, _) | Self::RemoveKey(table, key) => [table, key, ""],
            Self::AddTable(table, _) | Self::RemoveTable(table) => [table, "", ""],
            Self::Entry(table, key, entry, _) => [table, key, entry],
        }
    }

    /// Whether two edits are about different things.
    fn is_apart_from(&self, other: &Self) -> bool {
        let (one, other) = (self.target(), other.target());
        let mut pairs = one.iter().zip(other);
        !pairs.all(|(one, other)| *one == other || one.is_empty() || other.is_empty())
    }
}

pub(crate) fn doc(rng: &mut Rng) -> Doc {
    let mut tables = vec![(
        "plan".to_owned(),
        vec![
            ("name".to_owned(), Held::Plain("\"P\"".into())),
            ("currency".into(), Held::Plain("\"EUR\"".into())),
        ],
    )];
    for nth in 0..3 {
        let year = 2026 + nth;
        let keys =
            [("start", format!("{year}-01-01")), ("end", format!("{year}-12-31")), ("budget", "100".into())];
        let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), Held::Plain(value)));
        tables.push((format!("wave.w{nth}"), keys.collect()));
    }
    for nth in 0..rng.u32(4..12) {
        let mut keys = vec![
            ("name".to_owned(), Held::Plain(format!("\"Item {nth}\""))),
            ("owner".to_owned(), Held::Plain("\"O\"".to_owned())),
            ("needs".to_owned(), Held::Needs((0..rng.u32(1..4)).map(|it| (format!("n{it}"), 1)).collect())),
            ("cost".to_owned(), Held::Braces((0..rng.u32(1..4)).map(|it| (format!("w{it}"), 10)).collect())),
        ];
        rng.shuffle(&mut keys);
        tables.push((format!("capability.c{nth}"), keys));
    }
    Doc { tables, tall: rng.bool() }
}

impl Doc {
    pub(crate) fn text(&self, comments: bool) -> String {
        let mut text = String::from("# A plan\nformat = 1\n");
        for (name, keys) in &self.tables {
            text.push_str(if comments { "\n# about it\n" } else { "\n" });
            text.push_str(&format!("[{name}]\n"));
            for (key, held) in keys {
                let needs = |it: &(String, u32)| format!("\"{} >= {}\"", it.0, it.1);
                let value = match held {
                    Held::Plain(text) => text.clone(),
                    Held::Needs(list) if self.tall => {
                        let lines: String = list.iter().map(|it| format!("  {},\n", needs(it))).collect();
                        format!("[\n{lines}]")
                    }
                    Held::Needs(list) => {
                        format!("[{}]", list.iter().map(needs).collect::<Vec<_>>().join(", "))
                    }
                    Held::Braces(list) => {
                        let entries: Vec<String> =
                            list.iter().map(|it| format!("{} = {}", it.0, it.1)).collect();
                        format!("{{ {} }}", entries.join(", "))
                    }
                };
                let comment = if comments && key == "owner" { " # who" } else { "" };
                text.push_str(&format!("{key} = {value}{comment}\n"));
            }
        }
        text
    }

    fn table(&mut self, name: &str) -> &mut Vec<(String, Held)> {
        &mut self.tables.iter_mut().find(|it| it.0 == name).unwrap().1
    }

    pub(crate) fn apply(&mut self, edit: &Edit, rng: &mut Rng) {
        match edit {
            Edit::Set(table, key, held) => {
                let keys = self.table(table);
                match keys.iter_mut().find(|it| it.0 == *key) {
                    Some(found) => found.1 = held.clone(),
                    None => keys.push((key.clone(), held.clone())),
                }
            }
            Edit::RemoveKey(table, key) => self.table(table).retain(|it| it.0 != *key),
            Edit::AddTable(table, value) => {
                let keys = vec![
                    ("name".to_owned(), Held::Plain("\"New\"".into())),
                    ("note".to_owned(), Held::Plain(format!("\"{value}\""))),
                ];
                let at = rng.usize(1..=self.tables.len());
                self.tables.insert(at, (table.clone(), keys));
            }
            Edit::RemoveTable(table) => self.tables.retain(|it| it.0 != *table),
            Edit::Entry(table, key, entry, level) => {
                let found = self.table(table).iter_mut().find(|it| it.0 == *key).unwrap();
                let (Held::Needs(list) | Held::Braces(list)) = &mut found.1 else { panic!() };
                match (list.iter_mut().find(|it| it.0 == *entry), level) {
                    (Some(found), Some(level)) => found.1 = *level,
                    (Some(_), None) => list.retain(|it| it.0 != *entry),
                    (None, Some(level)) => list.push((entry.clone(), *level)),
                    (None, None) => {}
                }
            }
        }
    }

    /// A random edit; two calls rarely give the same one.
    fn edit(&self, rng: &mut Rng) -> Edit {
        let capabilities: Vec<&(String, Vec<(String, Held)>)> =
            self.tables.iter().filter(|it| it.0.starts_with("capability")).collect();
        let (table, _) = capabilities[rng.usize(..capabilities.len())];
        let (table, value) = (table.clone(), rng.u32(2..1000));
        match rng.u32(..9) {
            0 => Edit::Set(table, "name".into(), Held::Plain(format!("\"Renamed {value}\""))),
            1 => Edit::Set(table, "owner".into(), Held::Plain(format!("\"Owner {value}\""))),
            2 => {
                Edit::Set(format!("wave.w{}", rng.u32(..3)), "budget".into(), Held::Plain(value.to_string()))
            }
            3 => Edit::Set(table, format!("k{}", rng.u32(..4)), Held::Plain(value.to_string())),
            4 => Edit::AddTable(format!("capability.new{}", rng.u32(..40)), value),
            5 => Edit::RemoveTable(table),
            6 => Edit::RemoveKey(table, "owner".into()),
            7 => {
                Edit::Entry(table, "needs".into(), format!("n{}", rng.u32(..6)), rng.bool().then_some(value))
            }
            _ => Edit::Entry(table, "cost".into(), format!("w{}", rng.u32(..3)), rng.bool().then_some(value)),
        }
    }
}

fn read(text: &str) -> Read {
    let store = Memory::default().with("plan.toml", text);
    Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap()
}

/// Whether two texts say the same.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (read(one), read(other));
    let sound =
        |read: &Read| !read.findings.iter().any(|it| it.rule == "syntax-error" || it.rule == "duplicate-id");
    let found = changes(&one.source.written(), &other.source.written(), &one.plan, &other.plan);
    found.is_empty() && sound(&one) && sound(&other)
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge(base, ours, theirs, &Markers::default()).unwrap()
}

/// Some edits of each side, all apart from those of the other side and from one another.
pub(crate) fn apart(doc: &Doc, rng: &mut Rng) -> [Vec<Edit>; 2] {
    let mut sides: [Vec<Edit>; 2] = Default::default();
    for _ in 0..rng.usize(2..10) {
        let edit = doc.edit(rng);
        if sides.iter().flatten().all(|other| edit.is_apart_from(other)) {
            sides[rng.usize(..2)].push(edit);
        }
    }
    sides
}

/// What git's own merge by lines makes of it, where it merges at all.
fn by_lines(folder: &std::path::Path, texts: [&str; 3]) -> Option<String> {
    let names = ["ours", "base", "theirs"];
    for (name, text) in names.iter().zip(texts) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let output =
        Command::new("git").current_dir(folder).args(["merge-file", "-p"]).args(names).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_is_apart_always_merges_in_either_order() {
    let folder = tempfile::tempdir().unwrap();
    let (mut cases, mut lines) = (0, 0);
    for seed in 0..500 {
        let mut rng = Rng::with_seed(seed);
        let base = doc(&mut rng);
        let edits = apart(&base, &mut rng);
        let [mut ours, mut theirs, mut both] = [base.clone(), base.clone(), base.clone()];
        edits[0].iter().for_each(|edit| ours.apply(edit, &mut rng));
        edits[1].iter().for_each(|edit| theirs.apply(edit, &mut rng));
        edits.iter().flatten().for_each(|edit| both.apply(edit, &mut rng));
        let comments = rng.bool();
        let [base, ours, theirs, both] = [base, ours, theirs, both].map(|doc| doc.text(comments));
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merged(&base, one, other);
            assert_eq!(merged.conflicts, [""; 0], "seed {seed}: {edits:?}\n{}", merged.text);
            assert!(same(&merged.text, &both), "seed {seed}: {edits:?}\n{}\nis not\n{both}", merged.text);
        }
        cases += 1;
        let by_lines = by_lines(folder.path(), [&ours, &base, &theirs]);
        lines += u32::from(by_lines.is_some_and(|text| same(&text, &both)));
    }
    println!("{cases} merge by what they say, {lines} by lines");
    assert!(lines < cases, "a merge by lines does as well");
}

/// An edit of the other side about the same thing that cannot stand beside it.
fn against(edit: &Edit, doc: &Doc) -> Edit {
    let has = |table: &str| doc.tables.iter().any(|it| it.0 == table);
    match edit {
        Edit::Set(table, key, _) => Edit::Set(table.clone(), key.clone(), Held::Plain("\"other\"".into())),
        Edit::RemoveKey(table, key) => Edit::Set(table.clone(), key.clone(), Held::Plain("\"other\"".into())),
        Edit::AddTable(table, value) => Edit::AddTable(table.clone(), value + 1),
        Edit::RemoveTable(table) => {
            assert!(has(table));
            Edit::Set(table.clone(), "name".into(), Held::Plain("\"other\"".into()))
        }
        Edit::Entry(table, key, entry, level) => {
            Edit::Entry(table.clone(), key.clone(), entry.clone(), Some(level.unwrap_or(5000) + 1))
        }
    }
}

#[test]
fn what_clashes_is_always_a_conflict_and_can_be_read() {
    for seed in 0..500 {
        let mut rng = Rng::with_seed(1_000_000 + seed);
        let base = doc(&mut rng);
        let clash = loop {
            let edit = base.edit(&mut rng);
            let mut after = base.clone();
            after.apply(&edit, &mut rng);
            if after != base {
                break edit;
            }
        };
        let other = against(&clash, &base);
        let mut edits = apart(&base, &mut rng);
        for side in &mut edits {
            side.retain(|edit| edit.is_apart_from(&clash) && edit.is_apart_from(&other));
        }
        let [mut ours, mut theirs] = [base.clone(), base.clone()];
        edits[0].iter().chain([&clash]).for_each(|edit| ours.apply(edit, &mut rng));
        edits[1].iter().chain([&other]).for_each(|edit| theirs.apply(edit, &mut rng));
        let [base, ours, theirs] = [base, ours, theirs].map(|doc| doc.text(true));
        for (one, other_side) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merged(&base, one, other_side);
            assert_eq!(merged.conflicts.len(), 1, "seed {seed}: {clash:?} {other:?}\n{}", merged.text);
            let found = read(&merged.text).findings;
            let faults: Vec<_> =
                found.iter().filter(|it| matches!(it.rule, "syntax-error" | "merge-conflict")).collect();
            assert!(
                faults.len() == 1 && faults[0].rule == "merge-conflict",
                "seed {seed}: {faults:?}\n{}",
                merged.text
            );
        }
    }
}
