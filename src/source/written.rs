//! What the files of a plan say, table by table and key by key, apart from how it is spelled: `1_000` and
//! `1000`, a table with a header and one in braces, are the same here. Nothing is interpreted, so that a
//! new key of the format needs no code to be compared, merged or looked back at.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};
use toml_spanner::{Item as Toml, Table as TomlTable, Value as TomlValue};

use super::Source;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};

/// A value as a file gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i128),
    /// A number with a fraction; one without is [`Value::Whole`], however it is written.
    Number(f64),
    /// A date or a time, as it is written.
    Date(Box<str>),
    /// A text.
    Text(Box<str>),
    /// A list.
    List(Vec<Value>),
    /// Keys and values, by key.
    Table(Vec<(Box<str>, Value)>),
}

impl Value {
    /// The value under a key of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Table(entries) = self else { return None };
        let at = entries.binary_search_by(|(own, _)| (**own).cmp(key)).ok()?;
        entries.get(at).map(|(_, value)| value)
    }

    /// Whether a table is private: what is said under `private` in another way than with `false` is meant so.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.get("private").is_some_and(|said| *said != Self::Flag(false))
    }

    /// The value at the end of a path.
    #[must_use]
    pub fn at(&self, path: &[Part]) -> Option<&Self> {
        path.iter().try_fold(self, |value, part| match (part, value) {
            (Part::Key(key), table) => table.get(key),
            (Part::Nth(nth), Self::List(list)) => list.get(*nth as usize),
            (Part::Nth(_), _) => None,
        })
    }

    /// The text, where it is one, or the date.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Date(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a list of texts in which the order says nothing; `None` for everything else. `key` is
    /// the one that the list stands under: the ends of a trade-off's axis have an order.
    #[must_use]
    pub fn as_set(&self, key: &str) -> Option<Vec<&str>> {
        let Self::List(list) = self else { return None };
        if key == "axis" {
            return None;
        }
        list.iter().map(|entry| if let Self::Text(text) = entry { Some(&**text) } else { None }).collect()
    }

    /// The value in the words of TOML, on one line.
    #[must_use]
    pub fn toml(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Whole(number) => {
                let _ = write!(out, "{number}");
            }
            Self::Number(number) if number.is_nan() => out.push_str("nan"),
            Self::Number(number) => {
                let _ = write!(out, "{number:?}");
            }
            Self::Date(date) => out.push_str(date),
            Self::Text(text) => quote(text, out),
            Self::List(list) => {
                out.push('[');
                for (nth, entry) in list.iter().enumerate() {
                    out.push_str(if nth == 0 { "" } else { ", " });
                    entry.write(out);
                }
                out.push(']');
            }
            Self::Table(entries) => {
                out.push_str("{ ");
                for (nth, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if nth == 0 { "" } else { ", " });
                    write_key(key, out);
                    out.push_str(" = ");
                    value.write(out);
                }
                out.push_str(" }");
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\0'..='\u{1f}' | '\u{7f}' => {
                let _ = write!(out, "\\u{:04x}", character as u32);
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

fn write_key(key: &str, out: &mut String) {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match !key.is_empty() && key.bytes().all(bare) {
        true => out.push_str(key),
        false => quote(key, out),
    }
}

/// The tables of a plan as they are written, by address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    tables: Vec<(Address, Value)>,
}

impl Written {
    /// The tables, each a [`Value::Table`], by address.
    #[must_use]
    pub fn tables(&self) -> &[(Address, Value)] {
        &self.tables
    }

    /// Some tables; they are put in the order of their addresses.
    #[must_use]
    pub fn of(mut tables: Vec<(Address, Value)>) -> Self {
        tables.order_by(|one, other| one.0.cmp(&other.0));
        Self { tables }
    }

    /// The table at an address, whatever its path.
    #[must_use]
    pub fn table(&self, at: &Address) -> Option<&Value> {
        let found = self.tables.binary_search_by(|(own, _)| (own.table, &own.key).cmp(&(at.table, &at.key)));
        self.tables.get(found.ok()?).map(|(_, value)| value)
    }

    /// The value at an address.
    #[must_use]
    pub fn get(&self, at: &Address) -> Option<&Value> {
        self.table(at)?.at(&at.path)
    }

    /// The tables as one file, which says the same as all files that they came from.
    #[must_use]
    pub fn file(&self) -> String {
        let mut text = String::from("format = 1\n");
        for (at, value) in &self.tables {
            let Value::Table(entries) = value else { continue };
            match at.table.holds() {
                _ if at.table == Table::Top => continue,
                Holds::One => text.push_str(&format!("\n[{}]\n", at.table.key())),
                Holds::ById => {
                    text.push_str(&format!("\n[{}.", at.table.key()));
                    write_key(&at.key, &mut text);
                    text.push_str("]\n");
                }
                Holds::Many => text.push_str(&format!("\n[[{}]]\n", at.table.key())),
            }
            for (key, value) in entries {
                write_key(key, &mut text);
                text.push_str(" = ");
                value.write(&mut text);
                text.push('\n');
            }
        }
        text
    }
}

impl Source {
    /// What the files say. Records are numbered where several are about the same, in the order of the files, what is
    /// private after all others: no number of one that is open tells of it.
    #[must_use]
    pub fn written(&self) -> Written {
        let mut tables: Vec<(Address, Value)> = Vec::new();
        let mut seen: FxHashSet<Address> = FxHashSet::default();
        let mut same: FxHashMap<Address, u32> = FxHashMap::default();
        let mut private: Vec<(Table, &TomlTable<'_>, &str)> = Vec::new();
        for (nth, part) in self.parts.iter().enumerate() {
            let (top, content) = (part.tree.table(), part.tree.content());
            let mut add = |at: Address, toml: &TomlTable<'_>| {
                if seen.insert(at.clone()) {
                    tables.push((at, table(toml, content)));
                }
            };
            for (key, toml) in top {
                let Some(of) = Table::of(key.as_str()) else { continue };
                match (of.holds(), toml.value()) {
                    (Holds::One, TomlValue::Table(toml)) => add(Address::new(of, ""), toml),
                    (Holds::ById, TomlValue::Table(by_id)) => {
                        for (id, toml) in by_id {
                            if let Some(toml) = toml.as_table() {
                                add(Address::new(of, id.as_str()), toml);
                            }
                        }
                    }
                    (Holds::Many, TomlValue::Array(list)) => {
                        for toml in list.iter().filter_map(Toml::as_table) {
                            // The agenda is in the order in which it is written.
                            if of != Table::Present && is_private(toml) {
                                private.push((of, toml, content));
                                continue;
                            }
                            let at = record(of, toml, content, &mut same);
                            add(at, toml);
                        }
                    }
                    _ => {}
                }
            }
            if nth == 0 {
                let own = ["format", "include"]
                    .into_iter()
                    .filter_map(|key| Some((key.into(), value(top.get(key)?, content))));
                tables.push((Address::new(Table::Top, ""), Value::Table(own.collect())));
            }
        }
        for (of, toml, content) in private {
            let at = record(of, toml, content, &mut same);
            if seen.insert(at.clone()) {
                tables.push((at, table(toml, content)));
            }
        }
        Written::of(tables)
    }
}

/// As [`Value::is_private`] has it.
fn is_private(toml: &TomlTable<'_>) -> bool {
    toml.get("private").is_some_and(|said| !matches!(said.value(), TomlValue::Boolean(false)))
}

impl Source {
    /// What the files say in some tables that are known by their ids; what is not there is left out.
    #[must_use]
    pub fn written_in<'a>(&self, plan: &Plan, tables: impl Iterator<Item = &'a Address>) -> Written {
        let found = tables.filter(|at| at.table.holds() == Holds::ById).filter_map(|at| {
            let (part, _, toml) = self.table_at(plan, at)?;
            Some((at.root(), table(toml.as_table()?, part.tree.content())))
        });
        Written::of(found.collect())
    }
}

/// The address of a record: the words that it is about, as the model names it.
fn record(of: Table, toml: &TomlTable<'_>, content: &str, same: &mut FxHashMap<Address, u32>) -> Address {
    let word = |key: &str| {
        let found = toml.get(key).map(|item| value(item, content));
        found.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let words: Vec<String> = match of {
        Table::Reading => vec![word("kpi"), word("date"), word("market")],
        Table::Realized => vec![word("driver"), word("period")],
        Table::Spent if toml.contains_key("item") => vec![word("item"), word("period")],
        Table::Spent => vec!["wave".to_owned(), word("wave"), word("period")],
        Table::Assessed if toml.contains_key("capability") => {
            vec![word("capability"), word("date"), word("unit")]
        }
        Table::Assessed => vec![word("mandate"), word("date"), word("unit")],
        Table::Decision => vec![word("date"), word("gate")],
        Table::Learning => vec![word("date"), word("wave")],
        Table::Waiver => vec![word("rule"), word("on")],
        Table::Present => Vec::new(),
        _ => vec![word("date")],
    };
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let mut at = Address::new(of, &words.join(" "));
    let count = same.entry(at.clone()).or_insert(0);
    *count += 1;
    if of == Table::Present {
        at.key = format!("{count:04}").into();
    } else if *count > 1 {
        at.key = format!("{} #{count}", at.key).into();
    }
    at
}

fn table(toml: &TomlTable<'_>, content: &str) -> Value {
    let entries = toml.into_iter().map(|(key, item)| (Box::from(key.as_str()), value(item, content)));
    let mut entries: Vec<(Box<str>, Value)> = entries.collect();
    entries.order_by(|one, other| one.0.cmp(&other.0));
    Value::Table(entries)
}

/// What a value of a file says.
#[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "only a whole number is cut")]
pub(super) fn value(toml: &Toml<'_>, content: &str) -> Value {
    match toml.value() {
        TomlValue::Boolean(flag) => Value::Flag(*flag),
        TomlValue::Integer(number) => Value::Whole(number.as_i128()),
        TomlValue::Float(number) if number.trunc() == *number && number.abs() < 1e15 => {
            Value::Whole(*number as i128)
        }
        TomlValue::Float(number) => Value::Number(*number),
        TomlValue::DateTime(_) => Value::Date(content.get(toml.span().range()).unwrap_or_default().into()),
        TomlValue::String(text) => Value::Text((*text).into()),
        TomlValue::Array(list) => Value::List(list.iter().map(|entry| value(entry, content)).collect()),
        TomlValue::Table(toml) => table(toml, content),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::source::{Limits, Read};

    fn read(text: &str) -> Read {
        let store = Memory::default().with("plan.toml", text);
        Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok().unwrap()
    }

    #[test]
    fn spelling_says_nothing() {
        let one = "format = 1\n[driver.a]\nvalue = 1_000\nneeds = ['x']\n[[reading]]\nkpi = \"k\"\ndate = 2026-01-31\nvalue = 0x10\n";
        let other = "format = 1\nreading = [{ value = 16.0, date = 2026-01-31, kpi = \"k\" }]\ndriver.a = { needs = [\"\\u0078\",], value = 1e3 }\n";
        let written = read(one).source.written();
        assert_eq!(written, read(other).source.written());
        let at = Address::parse("reading[k 2026-01-31].value").unwrap();
        assert_eq!(written.get(&at), Some(&Value::Whole(16)));
    }

    #[test]
    fn the_one_file_says_the_same_as_all() {
        let text = "format = 1\n[plan]\nname = \"a\\\"\\\\\\u0007\"\n[driver.a]\nextra = { \"x y\" = [1.5, true] }\n[[action]]\ndate = 2026-01-01\nwhat = \"x\"\n[[action]]\ndate = 2026-01-01\nwhat = \"y\"\n";
        let written = read(text).source.written();
        assert_eq!(read(&written.file()).source.written(), written);
        assert_eq!(written.tables().last().unwrap().0.to_string(), "action[2026-01-01 #2]");
    }
}
