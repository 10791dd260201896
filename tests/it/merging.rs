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
    /// How commas stand there: behind each entry, between two, before each but the first; with a blank before.
    commas: u32,
    /// What comments say of things.
    said: Vec<(Place, String)>,
}

/// Where a comment stands: by a table, a key of it, an entry of that; above it, or else behind it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    of: [String; 3],
    above: bool,
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
    /// A comment: another one, or none.
    Say(Place, Option<u32>),
}

impl Edit {
    /// The table, the key and the entry that it is about; empty is all of them.
    fn target(&self) -> [&str; 3] {
        match self {
            Self::Set(table, key, _) | Self::RemoveKey(table, key) => [table, key, ""],
            Self::AddTable(table, _) | Self::RemoveTable(table) => [table, "", ""],
            Self::Entry(table, key, entry, _) => [table, key, entry],
            Self::Say(place, _) => place.of.each_ref().map(String::as_str),
        }
    }

    /// Whether it takes something away, or brings it.
    fn is_whole(&self) -> bool {
        match self {
            Self::Set(..) | Self::Entry(_, _, _, Some(_)) | Self::Say(..) => false,
            Self::RemoveKey(..) | Self::AddTable(..) | Self::RemoveTable(_) | Self::Entry(..) => true,
        }
    }

    /// Whether two edits are about different things.
    fn is_apart_from(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Say(one, _), Self::Say(other, _)) => return one != other,
            // What is said of something leaves open what that is.
            (Self::Say(..), edit) | (edit, Self::Say(..)) if !edit.is_whole() => return true,
            _ => {}
        }
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
    let mut doc = Doc { tables, tall: rng.bool(), commas: rng.u32(..4), said: Vec::new() };
    for _ in 0..rng.usize(..12) {
        let edit = doc.comment(rng, true);
        doc.apply(&edit, rng);
    }
    doc
}

impl Doc {
    pub(crate) fn text(&self, comments: bool) -> String {
        let said = |of: [&str; 3], above: bool| {
            let found = self.said.iter().find(|(place, _)| place.of == of && place.above == above);
            found.map(|(_, comment)| comment.as_str())
        };
        let above = |of: [&str; 3], indent: &str| {
            said(of, true).map_or_else(String::new, |comment| format!("{indent}{comment}\n"))
        };
        let behind =
            |of: [&str; 3]| said(of, false).map_or_else(String::new, |comment| format!("  {comment}"));
        let mut text = String::from("# A plan\nformat = 1\n");
        for (name, keys) in &self.tables {
            text.push_str(if comments { "\n# about it\n" } else { "\n" });
            text.push_str(&above([name, "", ""], ""));
            text.push_str(&format!("[{name}]{}\n", behind([name, "", ""])));
            for (key, held) in keys {
                let needs = |it: &(String, u32)| format!("\"{} >= {}\"", it.0, it.1);
                let value = match held {
                    Held::Plain(text) => text.clone(),
                    Held::Needs(list) if self.tall => {
                        let line = |(nth, it): (usize, &(String, u32))| {
                            let of = [name, key.as_str(), &it.0];
                            let (lead, comma) = match self.commas {
                                0 => ("  ", ","),
                                1 => ("  ", if nth + 1 < list.len() { "," } else { "" }),
                                2 => ("  ", " ,"),
                                _ => (if nth > 0 { "  , " } else { "    " }, ""),
                            };
                            format!("{}{lead}{}{comma}{}\n", above(of, "  "), needs(it), behind(of))
                        };
                        format!("[\n{}]", list.iter().enumerate().map(line).collect::<String>())
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
                let of = [name, key.as_str(), ""];
                let own = behind(of);
                let who = if comments && key == "owner" && own.is_empty() { " # who" } else { "" };
                text.push_str(&format!("{}{key} = {value}{own}{who}\n", above(of, "")));
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
            Edit::Say(place, comment) => {
                self.said.retain(|it| it.0 != *place);
                self.said.extend(comment.map(|nth| (place.clone(), format!("# c{nth}"))));
            }
        }
    }

    /// A random comment on something that is there; or on what one is on, that this is taken away.
    fn comment(&self, rng: &mut Rng, more: bool) -> Edit {
        if !more && !self.said.is_empty() {
            return Edit::Say(self.said[rng.usize(..self.said.len())].0.clone(), None);
        }
        let (table, keys) = &self.tables[rng.usize(..self.tables.len())];
        let (key, held) = &keys[rng.usize(..keys.len())];
        let of = match (rng.u32(..4), held) {
            (0, _) => [table, "", ""],
            (2.., Held::Needs(list)) if self.tall && !list.is_empty() => {
                [table, key.as_str(), &list[rng.usize(..list.len())].0]
            }
            _ => [table, key.as_str(), ""],
        };
        Edit::Say(Place { of: of.map(str::to_owned), above: rng.bool() }, Some(rng.u32(1_000..1_000_000)))
    }

    /// A random edit; two calls rarely give the same one.
    fn edit(&self, rng: &mut Rng) -> Edit {
        let capabilities: Vec<&(String, Vec<(String, Held)>)> =
            self.tables.iter().filter(|it| it.0.starts_with("capability")).collect();
        let (table, _) = capabilities[rng.usize(..capabilities.len())];
        let (table, value) = (table.clone(), rng.u32(2..1000));
        match rng.u32(..15) {
            9..13 => self.comment(rng, true),
            13.. => self.comment(rng, false),
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

/// Each comment with what it is about: the table, and the words that it stands above or behind.
fn anchored(text: &str) -> Vec<String> {
    let (mut found, mut above, mut table) = (Vec::new(), Vec::new(), "");
    for line in text.lines() {
        let code = line.find('#').map_or(line, |at| &line[..at]).trim();
        let comment = line.find('#').map(|at| &line[at..]);
        if code.starts_with('[') {
            table = code;
        }
        match comment {
            Some(comment) if code.is_empty() => above.push(comment),
            comment => {
                let words = code.trim_matches([',', ' ']);
                found.extend(comment.map(|comment| format!("{table} {words} behind {comment}")));
                if !code.is_empty() {
                    found.extend(above.drain(..).map(|comment| format!("{table} {words} above {comment}")));
                }
            }
        }
    }
    found.extend(above.into_iter().map(str::to_owned));
    found.sort();
    found
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
pub(crate) fn by_lines(folder: &std::path::Path, texts: [&str; 3]) -> Option<String> {
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
        let ending = if rng.bool() { "\r\n" } else { "\n" };
        let text = |doc: Doc| doc.text(comments).replace('\n', ending);
        let [base, ours, theirs, both] = [base, ours, theirs, both].map(text);
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merged(&base, one, other);
            assert_eq!(merged.conflicts, [""; 0], "seed {seed}: {edits:?}\n{}", merged.text);
            assert!(same(&merged.text, &both), "seed {seed}: {edits:?}\n{}\nis not\n{both}", merged.text);
            let (found, expected) = (anchored(&merged.text), anchored(&both));
            assert_eq!(found, expected, "seed {seed}: {edits:?}\n{base}\nbecame\n{}", merged.text);
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
        // What is said of something, and that this goes.
        Edit::Say(Place { of: [table, key, entry], .. }, _) => match (key.is_empty(), entry.is_empty()) {
            (true, _) => Edit::RemoveTable(table.clone()),
            (_, true) => Edit::RemoveKey(table.clone(), key.clone()),
            _ => Edit::Entry(table.clone(), key.clone(), entry.clone(), None),
        },
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
            // Who takes a comment away says nothing against what the other makes of the rest.
            if after != base && !matches!(edit, Edit::Say(_, None)) {
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
            if let Edit::Say(_, Some(nth)) = clash {
                assert!(merged.text.contains(&format!("# c{nth}\n")), "seed {seed}: {}", merged.text);
            }
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

#[test]
fn what_both_say_of_one_thing_is_all_said_and_who_takes_a_comment_away_takes_no_other() {
    for seed in 0..500 {
        let mut rng = Rng::with_seed(3_000_000 + seed);
        let base = doc(&mut rng);
        let Edit::Say(place, Some(nth)) = base.comment(&mut rng, true) else { panic!() };
        let mut edits = apart(&base, &mut rng);
        let own = Edit::Say(place.clone(), Some(nth));
        for side in &mut edits {
            side.retain(|edit| {
                edit.is_apart_from(&own) && !matches!(edit, Edit::Say(other, _) if other.of == place.of)
            });
        }
        // One says it, the other says something else, or takes it away where it was.
        let other = rng.bool().then_some(nth + 1);
        let [mut ours, mut theirs] = [base.clone(), base.clone()];
        edits[0].iter().chain([&own]).for_each(|edit| ours.apply(edit, &mut rng));
        let others = [Edit::Say(place, other)];
        edits[1].iter().chain(&others).for_each(|edit| theirs.apply(edit, &mut rng));
        let [base, ours, theirs] = [base, ours, theirs].map(|doc| doc.text(false));
        for (one, other_side) in [(&ours, &theirs), (&theirs, &ours)] {
            let merged = merged(&base, one, other_side);
            assert_eq!(merged.conflicts, [""; 0], "seed {seed}: {}", merged.text);
            for said in [Some(nth), other].into_iter().flatten() {
                let comment = format!("# c{said}");
                let times = merged.text.matches(&comment).count();
                assert_eq!(times, 1, "seed {seed}: {comment} in\n{}", merged.text);
            }
        }
    }
}
