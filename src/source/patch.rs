//! From an edit to the bytes of a file that it changes. Whatever a patch does not cover stays as it is:
//! line ends, byte order mark, comments, order, blanks.

use std::ops::Range;

use toml_spanner::{ArrayStyle, Item as Toml, Key, TableStyle};

use super::entries::{appended, with_entries};
use super::habit::{assignment, ending, is_value, line_after, parts_before};
use super::include::Part;
use super::written::Value;
use super::{Source, habit};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part as Step, Table};
use crate::plan::edit::Edit;

/// A stretch of a file and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The file, as the source counts them.
    pub file: u32,
    /// The bytes that go.
    pub range: Range<usize>,
    /// The text that comes.
    pub text: String,
}

/// A value and what it stands in.
pub(super) struct Found<'s> {
    /// The part of a file that it stands in; all places in `content` count from where that begins.
    pub(super) part: &'s Part,
    pub(super) content: &'s str,
    /// The table or list that it stands in; `None` for a table of the plan.
    pub(super) holder: Option<&'s Toml<'s>>,
    pub(super) key: Option<Key<'s>>,
    pub(super) toml: &'s Toml<'s>,
}

impl Found<'_> {
    pub(super) fn patch(&self, range: Range<usize>, text: String) -> Patch {
        let base = self.part.base as usize;
        Patch { file: self.part.file, range: base + range.start..base + range.end, text }
    }
}

impl Source {
    /// What some edits change in the files; `None` where one of them names what is not written there.
    #[must_use]
    pub fn patches(&self, plan: &Plan, edits: &[Edit]) -> Option<Vec<Patch>> {
        let mut patches = Vec::with_capacity(edits.len());
        // Neighbours that go share a comma.
        let removals = edits.iter().filter_map(|edit| match edit {
            Edit::Remove(at) => Some(at),
            _ => None,
        });
        let removals: Vec<&Address> = removals.collect();
        patches.extend(self.removed(plan, &removals)?);
        for edit in edits {
            match edit {
                Edit::Rename(at, key) => patches.extend(self.renamed(plan, at, key)?),
                Edit::Add(at, fields) => patches.push(self.added(at, fields)?),
                Edit::Remove(_) => {}
                Edit::Withdraw(at) => patches.extend(self.withdrawn(plan, at)?.0),
                Edit::Insert(at, key, value) => patches.extend(self.inserted(plan, at, key, value)?),
                edit => patches.push(self.patch(plan, edit)?),
            }
        }
        Some(patches)
    }

    /// The value at an address in the words of the file; `None` where none is written there.
    #[must_use]
    pub fn words(&self, plan: &Plan, at: &Address) -> Option<&str> {
        let found = self.exactly(plan, at)?;
        found.content.get(found.toml.span().range())
    }

    /// What the value at an address says; `None` where none is written there.
    #[must_use]
    pub fn value(&self, plan: &Plan, at: &Address) -> Option<Value> {
        let found = self.exactly(plan, at)?;
        Some(super::written::value(found.toml, found.content))
    }

    /// The keys of the table at an address, as they are written; `None` where no table is written there.
    #[must_use]
    pub fn keys(&self, plan: &Plan, at: &Address) -> Option<Vec<&str>> {
        let found = self.exactly(plan, at)?;
        Some(found.toml.as_table()?.into_iter().map(|(key, _)| key.as_str()).collect())
    }

    /// How many entries the list at an address has; `None` where no list is written there.
    #[must_use]
    pub fn entries(&self, plan: &Plan, at: &Address) -> Option<usize> {
        Some(self.exactly(plan, at)?.toml.as_array()?.len())
    }

    /// The text that a value says; `None` where it is none.
    #[must_use]
    pub fn said(&self, plan: &Plan, at: &Address) -> Option<&str> {
        self.exactly(plan, at)?.toml.as_str()
    }

    /// The text of a file after some patches, none of which meet; `None` where one splits a character.
    #[must_use]
    pub fn patched<'p>(&self, file: u32, patches: impl IntoIterator<Item = &'p Patch>) -> Option<String> {
        let mut patches: Vec<&Patch> = patches.into_iter().filter(|patch| patch.file == file).collect();
        patches.order_by_key(|patch| (patch.range.start, patch.range.end));
        let content = &self.text(file).content;
        let mut text = String::with_capacity(content.len());
        let mut at = 0;
        for patch in patches {
            text.push_str(content.get(at..patch.range.start)?);
            text.push_str(&patch.text);
            at = patch.range.end;
        }
        text.push_str(content.get(at..)?);
        Some(text)
    }

    fn patch(&self, plan: &Plan, edit: &Edit) -> Option<Patch> {
        match edit {
            Edit::Write(span, text) => Some(Patch {
                file: span.file,
                range: span.start as usize..span.end as usize,
                text: text.clone(),
            }),
            Edit::Set(at, value) => {
                let found = self.exactly(plan, at)?;
                let plain = found.toml.as_table().is_none_or(|table| table.style() == TableStyle::Inline);
                let range = found.toml.span().range();
                let text = with_entries(found.content, found.toml, value).unwrap_or_else(|| value.clone());
                plain.then(|| found.patch(range, text))
            }
            Edit::Bring(..)
            | Edit::Insert(..)
            | Edit::Add(..)
            | Edit::Rename(..)
            | Edit::Remove(..)
            | Edit::Withdraw(..) => None,
        }
    }

    /// What gives a table a key and its value, or a list an entry.
    fn inserted(&self, plan: &Plan, at: &Address, key: &str, value: &str) -> Option<Vec<Patch>> {
        let found = self.exactly(plan, at)?;
        let list = found.toml.as_array().filter(|list| list.style() == ArrayStyle::Inline);
        let own = found.toml.span().range();
        let places = match list.map(|list| list.iter().last()) {
            Some(Some(last)) => appended(found.content, &own, last.span().range(), value)?,
            Some(None) => vec![(own.start + 1, value.to_owned())],
            None => insertions(&found, at, key, value)?,
        };
        Some(places.into_iter().map(|(place, text)| found.patch(place..place, text)).collect())
    }

    /// What an address names, where exactly that is written.
    pub(super) fn exactly(&self, plan: &Plan, at: &Address) -> Option<Found<'_>> {
        let (part, key, toml) = self.table_at(plan, at)?;
        let tree = &part.tree;
        let list = at.table.holds() == Holds::Many;
        let holder = list.then(|| tree.table().get(at.table.key())).flatten();
        let mut found = Found { part, content: tree.content(), holder, key, toml };
        for part in &at.path {
            let holder = found.toml;
            (found.key, found.toml) = match part {
                Step::Key(key) => {
                    let (key, toml) = holder.as_table()?.get_key_value(key)?;
                    (Some(*key), toml)
                }
                Step::Nth(nth) => (None, holder.as_array()?.get(*nth as usize)?),
            };
            found.holder = Some(holder);
        }
        Some(found)
    }
}

/// Where a new key of a table goes, and what is written there.
fn insertions(found: &Found<'_>, at: &Address, key: &str, value: &str) -> Option<Vec<(usize, String)>> {
    let content = found.content;
    let table = found.toml.as_table()?;
    let line = format!("{key}{}{value}", assignment(content, table, key));
    let ending = ending(content);
    if at.table == Table::Top {
        let start = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        return Some(vec![(start, format!("{line}{ending}"))]);
    }
    let values = table.into_iter().filter(|(_, toml)| is_value(toml));
    let last =
        values.map(|(key, toml)| (key.span.start as usize, toml.span().end as usize)).max_by_key(|it| it.1);
    match table.style() {
        TableStyle::Inline => {
            let close = (found.toml.span().end as usize).checked_sub(1)?;
            match last {
                Some((start, end)) => {
                    let (_, start) = parts_before(content, start);
                    appended(content, &found.toml.span().range(), start..end, &line)
                }
                None => Some(vec![(close, format!(" {line} ").trim_end().to_owned() + " ")]),
            }
        }
        TableStyle::Header => {
            let start = found.toml.span().start as usize;
            let header = found.toml.span().extract_header_span(content.as_bytes()).end as usize;
            let (first, end) = last.filter(|it| it.1 > start).unwrap_or((start, header));
            Some(vec![line_after(content, end, habit::indent(content, first), &line)])
        }
        TableStyle::Dotted | TableStyle::Implicit => {
            // `a.name = …`: another line that begins with the same way to the table.
            let (first, end) = last?;
            let (parts, start) = parts_before(content, first);
            let way = content.get(start..first).filter(|_| !parts.is_empty())?;
            let in_braces = content.get(..start)?.trim_end().ends_with(['{', ',']);
            Some(vec![match in_braces {
                true => (end, format!(", {way}{line}")),
                false => line_after(content, end, habit::indent(content, start), &format!("{way}{line}")),
            }])
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::Memory;
    use crate::source::Limits;

    fn edited(text: &str, edit: Edit) -> Option<String> {
        let store = Memory::default().with("plan.toml", text);
        let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok()?;
        let patches = read.source.patches(&read.plan, &[edit])?;
        read.source.patched(0, &patches)
    }

    #[test]
    fn a_key_is_added_where_the_table_ends() {
        let insert = |text: &str, at: &str| {
            let at = Address::parse(at).unwrap_or_else(|| Address::new(Table::Top, ""));
            edited(text, Edit::Insert(at, "owner".into(), "\"X\"".into())).unwrap()
        };
        let text = "\u{feff}[driver.a]\r\n\tname = \"A\" # a\r\n\r\n[driver.b]";
        assert_eq!(
            insert(text, "driver.a"),
            "\u{feff}[driver.a]\r\n\tname = \"A\" # a\r\n\towner = \"X\"\r\n\r\n[driver.b]"
        );
        assert_eq!(insert(text, "driver.b"), format!("{text}\r\nowner = \"X\""));
        assert_eq!(insert(text, ""), text.replacen('\u{feff}', "\u{feff}owner = \"X\"\r\n", 1));
        assert_eq!(insert("driver = { a = {} }", "driver.a"), "driver = { a = { owner = \"X\" } }");
        assert_eq!(
            insert("driver = { a = { name = \"A\" } }", "driver.a"),
            "driver = { a = { name = \"A\", owner = \"X\" } }"
        );
        let lines = "driver = { a = {\n  name = \"A\" # a\n} }";
        let after = "driver = { a = {\n  name = \"A\", # a\n  owner = \"X\"\n} }";
        assert_eq!(insert(lines, "driver.a"), after);
    }

    #[test]
    fn a_value_is_set_where_it_stands() {
        let at = Address::parse("driver.a.wave").unwrap();
        let set = edited("[driver]\na = { wave  =  \"x\" , note = 'n' }", Edit::Set(at, "\"y\"".into()));
        assert_eq!(set.unwrap(), "[driver]\na = { wave  =  \"y\" , note = 'n' }");
    }
}
