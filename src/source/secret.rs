//! What is private, as words: whoever writes for others asks here whether a text tells of it.
//!
//! A table with `private = true` is told of by its id and its name, and by the texts that only private tables hold:
//! notes, owners, its own fields. A line or an object that holds one of them is withheld whole, and with it
//! the figures beside it. A name that something open has as well is no less a name: what may be of either is
//! withheld. Inside a longer text that is open it is a word like any.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::Source;
use super::schema::{Shape, fields};
use super::written::Value;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Table};
use crate::plan::id::Id;
use crate::plan::veil::PRIVATE;

/// Texts that are words of the format, or common to all, though they are written freely.
const COMMON: [&str; 5] = ["period", "unit", "units", "currency", "rule"];

/// What tells of private tables.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    tables: FxHashSet<(Table, Id)>,
    /// Ids and texts, by their first word.
    texts: FxHashMap<Box<str>, Vec<Text>>,
    /// The gates that ask of something private, each with those of its criteria that do, counted from 1.
    asking: FxHashMap<Id, FxHashSet<usize>>,
}

/// The words of figures that are of a gate or of what it asks for.
const OF_GATES: [&str; 7] =
    ["gate", "gate-ahead", "asked", "asked-ahead", "missing", "evidence", "chance-of-gate"];

/// A text that tells of something private.
#[derive(Clone, Debug)]
struct Text {
    own: Box<str>,
    /// The open texts that it is a part of: where one of these stands, it tells of nothing.
    within: Vec<Box<str>>,
}

impl Source {
    /// What tells of the private tables of these files.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        // Most plans have none, and then nothing is read.
        if !self.files.iter().any(|file| file.text.content.contains("private")) {
            return secrets;
        }
        let written = self.written();
        let (mut own, mut open) = (FxHashSet::default(), FxHashSet::default());
        let mut names = FxHashSet::default();
        for (at, table) in written.tables() {
            let private = table.is_private();
            let texts = if private { &mut own } else { &mut open };
            free_texts(at.table, table, texts);
            if private {
                secrets.tables.insert((at.table, at.key.clone()));
                if at.table.holds() == Holds::ById {
                    names.insert(&*at.key);
                }
                if let Some(Value::Text(name)) = table.get("name") {
                    names.insert(name);
                }
            }
        }
        for text in own.difference(&open).chain(names.difference(&own)).chain(names.intersection(&open)) {
            secrets.add(Text { own: (*text).into(), within: Vec::new() });
        }
        for text in open {
            secrets.part_of(text);
        }
        secrets
    }
}

impl Secrets {
    /// Whether nothing is private.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// With those of another plan.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.tables.extend(other.tables);
        other.texts.into_values().flatten().for_each(|text| self.add(text));
        for (gate, criteria) in other.asking {
            self.asking.entry(gate).or_default().extend(criteria);
        }
        self
    }

    /// With the gates of a plan that ask of what is private: how such a criterion stands would tell of it, and so
    /// would how many of all hold.
    #[must_use]
    pub fn with_gates_of(mut self, plan: &Plan) -> Self {
        if plan.has_private() {
            for gate in &plan.gates {
                let criteria = gate.criteria.iter().zip(1..);
                let private: Vec<usize> =
                    criteria.filter(|(it, _)| plan.is_private(it.subject)).map(|(_, nth)| nth).collect();
                if !private.is_empty() {
                    self.asking.entry(gate.id.clone()).or_default().extend(private);
                }
            }
        }
        self
    }

    fn add(&mut self, text: Text) {
        let Some(first) = words(&text.own).next() else { return };
        let known = self.texts.entry(first.into()).or_default();
        match known.iter_mut().find(|it| it.own == text.own) {
            Some(known) => known.within.extend(text.within),
            None => known.push(text),
        }
    }

    /// Notes what is a part of an open text.
    fn part_of(&mut self, open: &str) {
        for word in words(open) {
            for text in self.texts.get_mut(word).into_iter().flatten() {
                let is_new = text.within.last().is_none_or(|last| **last != *open);
                if is_new && *text.own != *open && places(open, &text.own).next().is_some() {
                    text.within.push(open.into());
                }
            }
        }
    }

    /// Whether an address lies in a private table.
    #[must_use]
    pub fn holds(&self, at: &Address) -> bool {
        self.tables.contains(&(at.table, at.key.clone()))
    }

    /// Whether a text tells of something private.
    #[must_use]
    pub fn tells(&self, text: &str) -> bool {
        !self.is_empty()
            && words(text).any(|word| {
                self.texts.get(word).is_some_and(|texts| texts.iter().any(|own| own.stands_in(text)))
            })
    }

    /// Whether a figure, by its word and what it is of, tells how something private stands before a gate.
    #[must_use]
    pub fn tells_at_gate(&self, word: &str, of: &[Box<str>]) -> bool {
        let asking = of.first().filter(|_| OF_GATES.contains(&word)).and_then(|gate| self.asking.get(gate));
        let is_of = |private: &FxHashSet<usize>| match of.get(1) {
            Some(nth) => nth.parse().is_ok_and(|nth| private.contains(&nth)),
            None => true,
        };
        asking.is_some_and(is_of)
    }

    /// Whether somebody may be told of what they name.
    ///
    /// # Errors
    /// What to say to them where it is private, and what to do.
    pub fn open(&self, name: &str) -> Result<(), [String; 2]> {
        let of_private = Address::parse(name).is_some_and(|at| self.holds(&at));
        if of_private || self.tells(name) { Err(refused(name)) } else { Ok(()) }
    }

    /// Whether somebody may be told of a figure that they name, by its word and what it is of.
    ///
    /// # Errors
    /// As of [`Self::open`].
    pub fn open_at_gate(&self, name: &str, word: &str, of: &[Box<str>]) -> Result<(), [String; 2]> {
        if self.tells_at_gate(word, of) { Err(refused(name)) } else { Ok(()) }
    }

    /// A text with every line withheld that tells of something private, and the place of it where that has a line of
    /// its own below; what it is indented by stays.
    #[must_use]
    pub fn lines(&self, text: String) -> String {
        if self.is_empty() {
            return text;
        }
        let mut kept = String::with_capacity(text.len());
        let mut withheld = false;
        for line in text.split_inclusive('\n') {
            if withheld && is_place(line.trim()) {
                continue;
            }
            withheld = self.tells(line);
            if withheld {
                let indent = line.len() - line.trim_start_matches([' ', '|', '-', '+']).len();
                kept.push_str(line.get(..indent).unwrap_or_default());
                kept.push_str(PRIVATE);
                kept.push('\n');
            } else {
                kept.push_str(line);
            }
        }
        kept
    }

    /// Withholds what a document tells of something private, with the figures of the object that does.
    pub fn json(&self, document: &mut Json) {
        if self.is_empty() {
            return;
        }
        let mut open = vec![document];
        while let Some(value) = open.pop() {
            match value {
                Json::String(text) if self.tells(text) => *text = PRIVATE.into(),
                Json::Array(list) => open.extend(list),
                Json::Object(map) => {
                    let keys = map.len();
                    map.retain(|key, _| !self.tells(key));
                    let told = map.values().any(|it| it.as_str().is_some_and(|it| self.tells(it)));
                    if map.len() < keys {
                        map.insert(PRIVATE.into(), Json::Null);
                    }
                    for value in map.values_mut() {
                        if told && !matches!(value, Json::Bool(_) | Json::Null) {
                            *value = Json::String(PRIVATE.into());
                        } else {
                            open.push(value);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn refused(name: &str) -> [String; 2] {
    [
        format!("`{name}` is private, and what is written here may be read by others"),
        "Ask for it on a terminal as text, or add --include-private.".to_owned(),
    ]
}

impl Text {
    /// Whether it stands in a text by itself, and not as a part of something open.
    fn stands_in(&self, text: &str) -> bool {
        let is_open = |at: usize| {
            self.within.iter().any(|open| {
                places(open, &self.own).any(|from| {
                    at.checked_sub(from)
                        .and_then(|start| text.get(start..))
                        .is_some_and(|it| it.starts_with(&**open))
                })
            })
        };
        places(text, &self.own).any(|at| !is_open(at))
    }
}

/// Where a text holds another as words of its own.
fn places<'t>(text: &'t str, own: &'t str) -> impl Iterator<Item = usize> + 't {
    let part_of_word = |it: Option<char>| it.is_some_and(is_of_word);
    let places = text.match_indices(own).map(|(at, _)| at);
    places.filter(move |at| {
        !part_of_word(text[..*at].chars().next_back()) && !part_of_word(text[at + own.len()..].chars().next())
    })
}

/// Whether a line says nothing but where something stands: `plans/record/2026.toml:12`.
fn is_place(line: &str) -> bool {
    line.rsplit_once(':').is_some_and(|(path, nth)| path.ends_with(".toml") && nth.parse::<u32>().is_ok())
}

/// The texts of a table that people write freely.
fn free_texts<'w>(kind: Table, table: &'w Value, into: &mut FxHashSet<&'w str>) {
    let free: Vec<&str> = fields(kind)
        .filter(|it| matches!(it.shape, Shape::Text | Shape::Texts | Shape::Extra))
        .map(|it| it.key)
        .filter(|key| !COMMON.contains(key))
        .collect();
    let mut open: Vec<&Value> = free.iter().filter_map(|key| table.get(key)).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Text(text) => {
                into.insert(text);
            }
            Value::List(list) => open.extend(list),
            Value::Table(entries) => open.extend(entries.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_')
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::*;
    use crate::disk::Memory;
    use crate::source::Limits;

    fn secrets(text: &str) -> Secrets {
        let store = Memory::default().with("plan.toml", text);
        Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap().source.secrets()
    }

    #[test]
    fn the_place_of_what_is_withheld_is_withheld_with_it() {
        let text = "  driver.quiet.ramp = 3\n      plans/a.toml:12\n  crm\n      plans/a.toml:3\n";
        let told = secrets(PLAN).lines(text.to_owned());
        assert_eq!(told, format!("  {PRIVATE}\n  crm\n      plans/a.toml:3\n"));
    }

    const PLAN: &str = "format = 1
[driver.quiet]
name = \"Close the plant\"
owner = \"IT\"
category = \"cost\"
private = true
[driver.loud]
owner = \"IT\"
[[action]]
date = 2026-01-01
what = \"Call the union\"
private = true
";

    #[test]
    fn ids_and_texts_of_private_tables_tell_and_words_that_all_use_do_not() {
        let (none, secrets) = (secrets("format = 1\n[driver.a]\n"), secrets(PLAN));
        for text in ["driver.quiet@2026", "`quiet` lacks", "x: Close the plant.", "Call the union"] {
            assert!(secrets.tells(text), "{text}");
        }
        for text in ["IT", "cost", "quieter", "un-quiet", "Close the plants", "driver.loud"] {
            assert!(!secrets.tells(text), "{text}");
        }
        assert!(secrets.holds(&Address::parse("driver.quiet.value").unwrap()));
        assert!(none.is_empty());
    }

    /// "IT" is an owner of both: a word that all use. "Data" is a name, and tells though somebody open is called so too,
    /// but not inside the longer name of something open.
    #[test]
    fn a_name_tells_though_something_open_has_it_too_and_not_inside_a_longer_one() {
        let secrets = secrets(
            "format = 1
[capability.lake]
name = \"Data\"
owner = \"IT\"
private = true
[objective.insight]
name = \"Data\"
owner = \"IT\"
[mandate.council]
name = \"Data quality council\"
",
        );
        for text in ["Data at 3", "lake", "Data quality", "of Data, and Data quality council", "Data council"]
        {
            assert!(secrets.tells(text), "{text}");
        }
        for text in
            ["Data quality council at 3", "IT", "the Data quality council, and the Data quality council"]
        {
            assert!(!secrets.tells(text), "{text}");
        }
        assert!(secrets.clone().and(secrets).tells("Data"));
    }

    #[test]
    fn a_line_or_an_object_that_tells_is_withheld_with_its_figures() {
        let secrets = secrets(PLAN);
        assert_eq!(
            secrets.lines("sum 9\n  quiet 5\n  loud 4\n".into()),
            format!("sum 9\n  {PRIVATE}\n  loud 4\n")
        );
        let mut document = json!({"sum": 9, "of": [{"id": "quiet", "value": 5}, {"id": "loud", "value": 4}]});
        secrets.json(&mut document);
        let withheld = json!({"id": PRIVATE, "value": PRIVATE});
        assert_eq!(document, json!({"sum": 9, "of": [withheld, {"id": "loud", "value": 4}]}));
    }
}
