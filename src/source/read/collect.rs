//! Finding the tables of all files: which there are, in which order, and which stand twice.

use std::collections::hash_map::Entry as MapEntry;

use toml_spanner::{Item as Toml, Key, Value};

use super::super::include::Part as Parsed;
use super::{At, Entry, Reader, place};
use crate::finding::{Edit, Finding, Fix};
use crate::plan::address::{Address, Holds, Table};
use crate::plan::id::is_kebab_case;
use crate::wording::with_article;

/// Words that stand where the id of a wave may: yearly cost among those by wave, and what is in no wave.
const RESERVED: [&str; 2] = ["run", "unplanned"];

impl<'t> Reader<'t> {
    /// Finds all tables of all files, and says which stand twice.
    pub(super) fn collect(&mut self) {
        for (nth, part) in self.parts.iter().enumerate() {
            self.part = u32::try_from(nth).unwrap_or(u32::MAX);
            self.format(part, nth == 0);
            for (key, toml) in part.tree.table() {
                match Table::of(key.as_str()) {
                    Some(table) => self.collect_table(table, key, toml),
                    None if matches!(key.as_str(), "format" | "include") => {}
                    None => {
                        let tables = Table::ALL.into_iter().map(Table::key).chain(["format", "include"]);
                        let at = At::table(Table::Top, "");
                        self.unknown_key(at, Some(part.tree.table()), key, tables);
                        self.lose(toml);
                    }
                }
            }
        }
        for table in Table::ALL {
            if table.holds() != Holds::Many {
                self.sort_by_id(table);
            }
        }
        self.items_share_one_space();
    }

    fn collect_table(&mut self, table: Table, key: &Key<'t>, toml: &'t Toml<'t>) {
        let at = At::table(table, "");
        match (table.holds(), toml.value()) {
            (Holds::One, Value::Table(_)) => {
                let origin = (self.part, 0);
                self.entries[table as usize].push(Entry { id: "", toml, key: key.span, origin });
            }
            (Holds::ById, Value::Table(tables)) => {
                for (nth, (id, toml)) in tables.into_iter().enumerate() {
                    self.collect_id(table, id, toml, nth);
                }
            }
            (Holds::Many, Value::Array(list)) => {
                for (nth, toml) in list.iter().enumerate() {
                    let origin = (self.part, u32::try_from(nth).unwrap_or(u32::MAX));
                    if toml.as_table().is_some() {
                        self.entries[table as usize].push(Entry { id: "", toml, key: toml.span(), origin });
                    } else {
                        self.wrong_type(at.nth(nth), toml, "a table");
                    }
                }
            }
            (Holds::One, _) => self.wrong_type(at, toml, &format!("a table: `[{}]`", table.key())),
            (Holds::ById, _) => {
                self.wrong_type(at, toml, &format!("tables by id: `[{}.some-id]`", table.key()));
                self.lose(toml);
            }
            (Holds::Many, _) => {
                self.wrong_type(at, toml, &format!("a list of tables: `[[{}]]`", table.key()));
            }
        }
    }

    fn collect_id(&mut self, table: Table, id: &Key<'t>, toml: &'t Toml<'t>, nth: usize) {
        let name = id.as_str();
        let at = At::table(table, name);
        if self.unsafe_text(at, id.span, name, false) {
            // Left out: what it looks like may be another id.
            self.lost.insert(name.to_owned());
            return;
        }
        if !is_kebab_case(name) {
            let message = format!("`{name}` is no id in kebab-case");
            let help = "Write ids in lower-case letters, digits and single hyphens: `low-access-2`.";
            self.fault("wrong-type", at, id.span, message, help);
            self.lost.insert(name.to_lowercase().replace([' ', '_'], "-"));
        }
        if table == Table::Wave && RESERVED.contains(&name) {
            let message = format!("`{name}` is a word of the plan and no id of a wave");
            let help =
                "Give the wave another id: `run` in a cost is each year's, and \"unplanned\" is no wave.";
            self.fault("wrong-type", at, id.span, message, help);
        }
        if toml.as_table().is_none() {
            let expected = format!("a table: `[{}.{name}]`", table.key());
            self.wrong_type(At::table(table, name), toml, &expected);
            self.lost.insert(name.to_owned());
            return;
        }
        let origin = (self.part, u32::try_from(nth).unwrap_or(u32::MAX));
        self.entries[table as usize].push(Entry { id: name, toml, key: id.span, origin });
    }

    /// Takes the keys of what cannot be read for ids that may be named elsewhere.
    fn lose(&mut self, toml: &Toml<'t>) {
        let tables = match toml.value() {
            Value::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(toml),
        };
        let keys = tables.iter().filter_map(Toml::as_table).flatten().map(|(key, _)| key.as_str().to_owned());
        self.lost.extend(keys);
    }

    /// Sorts the tables of a kind by id. Of two with one id, that in the plan's own file stays, or else in
    /// the first file by name.
    fn sort_by_id(&mut self, table: Table) {
        let mut entries = std::mem::take(&mut self.entries[table as usize]);
        entries.sort_by(|one, other| one.id.cmp(other.id).then_with(|| self.by_file(one, other)));
        let mut kept: Vec<Entry<'t>> = Vec::with_capacity(entries.len());
        for entry in entries {
            match kept.last().copied() {
                Some(first) if first.id == entry.id => self.twice(table, first, entry),
                _ => kept.push(entry),
            }
        }
        // Items are found in one map of their own, over all three of their tables.
        if !matches!(table, Table::Driver | Table::Capability | Table::Mandate) {
            let indices = kept.iter().enumerate().map(|(at, entry)| (entry.id, place(at)));
            self.indices[table as usize] = indices.collect();
        }
        self.entries[table as usize] = kept;
    }

    /// Which of two tables comes first: the plan's own file does, then the files by name, whatever the
    /// order in which they are included.
    pub(super) fn by_file(&self, one: &Entry<'_>, other: &Entry<'_>) -> std::cmp::Ordering {
        let place = |entry: &Entry<'_>| {
            let part = self.parts.get(entry.origin.0 as usize);
            (part.is_some_and(|part| part.file != 0), part.map_or("", |part| &*part.path), entry.origin)
        };
        place(one).cmp(&place(other))
    }

    fn twice(&mut self, table: Table, first: Entry<'t>, second: Entry<'t>) {
        let file = |entry: &Entry<'t>| self.parts.get(entry.origin.0 as usize).map_or(0, |part| part.file);
        if first.origin.0 != second.origin.0 && file(&first) == file(&second) {
            self.torn.push(file(&first));
            return;
        }
        let message = match table.holds() {
            Holds::One => format!("`[{}]` stands in two files", table.key()),
            _ => format!("the {} `{}` stands in two files", table.noun(), first.id),
        };
        let help = match table.holds() {
            Holds::One => "Keep one of the two.",
            _ => "Give one of the two another id, or remove it.",
        };
        self.findings.push(
            Finding::at("duplicate-id", self.place(&second), message)
                .help(help)
                .also(self.place(&first), "first written here"),
        );
    }

    /// Drivers, capabilities and mandates share one id space, since needs run among all three.
    fn items_share_one_space(&mut self) {
        let tables = [Table::Driver, Table::Capability, Table::Mandate];
        self.items.reserve(tables.iter().map(|table| self.of(*table).len()).sum());
        let mut position = 0;
        for table in tables {
            let entries = std::mem::take(&mut self.entries[table as usize]);
            let mut kept: Vec<Entry<'t>> = Vec::with_capacity(entries.len());
            for entry in entries {
                let known = match self.items.entry(entry.id) {
                    MapEntry::Occupied(known) => Some(*known.get()),
                    MapEntry::Vacant(free) => {
                        free.insert(position);
                        None
                    }
                };
                if let Some(other) = known {
                    let (of, first) = self.item_entry(other, &kept, table);
                    let message = format!(
                        "`{}` is {} and {}; both are items and share one id space",
                        entry.id,
                        with_article(of.noun()),
                        with_article(table.noun())
                    );
                    self.findings.push(
                        Finding::at("duplicate-id", self.place(&entry), message)
                            .help("Give one of the two another id, and change what refers to it.")
                            .also(self.place(&first), "first written here"),
                    );
                } else {
                    position += 1;
                    kept.push(entry);
                }
            }
            self.entries[table as usize] = kept;
        }
    }

    fn item_entry(&self, index: u32, being_kept: &[Entry<'t>], table: Table) -> (Table, Entry<'t>) {
        let mut index = index as usize;
        for of in [Table::Driver, Table::Capability, Table::Mandate] {
            let list = if of == table { being_kept } else { self.of(of) };
            if let Some(entry) = list.get(index) {
                return (of, *entry);
            }
            index -= list.len();
        }
        (table, being_kept[0])
    }

    fn format(&mut self, part: &'t Parsed, first: bool) {
        let start = toml_spanner::Span::new(0, 0);
        let at = At::table(Table::Top, "");
        let at = at.key("format");
        let help = "Write `format = 1` as the first line of the plan.";
        match part.tree.table().get("format") {
            None if first => {
                self.fault("unsupported-format", at, start, "the plan names no format", help);
                let top = Address::new(Table::Top, "");
                self.fix(Fix::guess("Write `format = 1`", Edit::Insert(top, "format".into(), "1".into())));
            }
            None => {}
            Some(toml) if toml.as_i64() == Some(1) => {}
            Some(toml) => {
                let message = "this format is not known; known is: 1".to_owned();
                self.fault("unsupported-format", at, toml.span(), message, help);
            }
        }
        if let Some(toml) = part.tree.table().get("include")
            && toml.as_array().is_none_or(|list| list.iter().any(|item| item.as_str().is_none()))
        {
            self.wrong_type(At::table(Table::Top, "").key("include"), toml, "a list of patterns in quotes");
        }
    }
}
