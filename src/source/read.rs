//! Reading: from trees to the model. Every value is checked where it is read; what is faulty becomes a
//! finding and is left out, what is sound around it stays.

mod again;
mod items;
mod kpis;
mod leadership;
mod lists;
mod operating_model;
mod programme;
mod records;
mod strategy;
mod value;

use std::collections::BTreeSet;
use std::collections::hash_map::Entry as MapEntry;

use rustc_hash::FxHashMap;
use toml_spanner::{Item as Toml, Key, Table as TomlTable, Value};

use super::include::Part as Parsed;
use super::syntax::head_of;
use super::{Before, schema};
use crate::finding::{Edit, Finding, Fix, Place, Span};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::id::{Id, is_kebab_case};
use crate::plan::item::About;

/// Where a table of the plan stands: its part of a file, and its place among its like there.
pub(super) type Origin = (u32, u32);

/// Where all tables stand: those with ids in the order of their ids, records in the order of the plan.
pub(super) type Origins = Vec<Vec<Origin>>;

/// A table of a file.
#[derive(Clone, Copy)]
struct Entry<'t> {
    id: &'t str,
    toml: &'t Toml<'t>,
    /// Where its key stands; a record, which has none, itself.
    key: toml_spanner::Span,
    origin: Origin,
}

/// Reads all parts of all files into one plan. Items that say what they said `before`, where they were read
/// without a fault, are taken over.
///
/// # Errors
/// The files of which a table stands in two parts: they have to be parsed whole.
pub(super) fn plan(parts: &[Parsed], before: Option<Before<'_>>) -> Result<Built, Vec<u32>> {
    let mut reader = Reader::new(parts);
    reader.before = before.filter(again::has_known_faults);
    reader.collect();
    if !reader.torn.is_empty() {
        return Err(reader.torn);
    }
    let plan = reader.plan();
    let origins = reader.origins();
    Ok(Built { plan, findings: reader.findings, origins, items_read: reader.items_read })
}

/// A plan that was read.
pub(super) struct Built {
    pub(super) plan: Plan,
    pub(super) findings: Vec<Finding>,
    pub(super) origins: Origins,
    /// How many of its items were read from text.
    pub(super) items_read: usize,
}

/// Where all parts of all files refer to one of the tables with these ids.
pub(super) fn mentions(parts: &[Parsed], tables: &BTreeSet<(Table, Id)>) -> Vec<Span> {
    let mut reader = Reader::new(parts);
    reader.watched = Some(Watched { tables: tables.clone(), spans: Vec::new() });
    reader.collect();
    reader.plan();
    reader.watched.map(|watched| watched.spans).unwrap_or_default()
}

/// Tables of which every mention is noted while the files are read.
struct Watched {
    tables: BTreeSet<(Table, Id)>,
    spans: Vec<Span>,
}

/// What reading needs to know all along.
struct Reader<'t> {
    parts: &'t [Parsed],
    /// The part being read.
    part: u32,
    /// Files of which a table stands in two parts.
    torn: Vec<u32>,
    /// What was read before a change, if it is known which items had faults.
    before: Option<Before<'t>>,
    items_read: usize,
    findings: Vec<Finding>,
    /// All tables, by kind; those with ids sorted by id.
    entries: Vec<Vec<Entry<'t>>>,
    /// Indices by id, for each kind of table but items.
    indices: Vec<FxHashMap<&'t str, u32>>,
    /// Indices of items by id.
    items: FxHashMap<&'t str, u32>,
    units: FxHashMap<Box<str>, u32>,
    /// Whether the plan names no units, so that its markets are them.
    units_are_markets: bool,
    teams: Vec<Box<str>>,
    /// Digits of the currency's minor unit.
    digits: u32,
    watched: Option<Watched>,
    /// Comparisons left for "did you mean": a plan full of faults must not cost the square of its size.
    guesses: usize,
}

/// What a word was most likely meant to be.
#[derive(Clone, Copy)]
struct Nearest<'c> {
    word: &'c str,
    /// Whether nothing else is close.
    alone: bool,
}

impl std::fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

/// A noun with its article: "a wave", "an objective".
fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Where a value is being read; becomes an [`Address`] when it turns out faulty.
#[derive(Clone, Copy)]
struct At<'a> {
    up: Option<&'a At<'a>>,
    part: PartOf<'a>,
}

#[derive(Clone, Copy)]
enum PartOf<'a> {
    Table(Table, &'a str),
    Key(&'a str),
    Nth(usize),
}

impl<'a> At<'a> {
    const fn table(table: Table, id: &'a str) -> Self {
        Self { up: None, part: PartOf::Table(table, id) }
    }

    const fn key(&'a self, key: &'a str) -> Self {
        At { up: Some(self), part: PartOf::Key(key) }
    }

    const fn nth(&'a self, nth: usize) -> Self {
        At { up: Some(self), part: PartOf::Nth(nth) }
    }

    /// The address; `None` in a record, whose address is known only once all records are read.
    fn address(&self) -> Option<Address> {
        let mut path = Vec::new();
        let mut at = self;
        loop {
            match at.part {
                PartOf::Table(table, _) if table.holds() == Holds::Many => return None,
                PartOf::Table(table, id) => {
                    path.reverse();
                    return Some(Address { table, key: id.into(), path });
                }
                PartOf::Key(key) => path.push(Part::Key(key.into())),
                PartOf::Nth(nth) => path.push(Part::Nth(u32::try_from(nth).unwrap_or(u32::MAX))),
            }
            at = at.up?;
        }
    }

    fn root(&self) -> Table {
        let mut at = self;
        loop {
            match (at.part, at.up) {
                (PartOf::Table(table, _), _) => return table,
                (_, Some(up)) => at = up,
                (_, None) => return Table::Top,
            }
        }
    }

    fn last_key(&self) -> &'a str {
        match self.part {
            PartOf::Key(key) => key,
            PartOf::Nth(_) => self.up.map_or("", At::last_key),
            PartOf::Table(table, "") => table.key(),
            PartOf::Table(_, id) => id,
        }
    }
}

impl<'t> Reader<'t> {
    fn new(parts: &'t [Parsed]) -> Self {
        Self {
            parts,
            part: 0,
            torn: Vec::new(),
            before: None,
            items_read: 0,
            findings: Vec::new(),
            entries: vec![Vec::new(); Table::ALL.len()],
            indices: vec![FxHashMap::default(); Table::ALL.len()],
            items: FxHashMap::default(),
            units: FxHashMap::default(),
            units_are_markets: false,
            teams: Vec::new(),
            digits: 2,
            watched: None,
            guesses: 2_000_000,
        }
    }

    fn of(&self, table: Table) -> &[Entry<'t>] {
        &self.entries[table as usize]
    }

    /// Finds all tables of all files, and says which stand twice.
    fn collect(&mut self) {
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
                self.wrong_type(at, toml, &format!("tables by id: `[{}.some-id]`", table.key()))
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
            return;
        }
        if !is_kebab_case(name) {
            let message = format!("`{name}` is no id in kebab-case");
            let help = "Write ids in lower-case letters, digits and single hyphens: `low-access-2`.";
            self.fault("wrong-type", at, id.span, message, help);
        }
        if toml.as_table().is_none() {
            let expected = format!("a table: `[{}.{name}]`", table.key());
            self.wrong_type(At::table(table, name), toml, &expected);
            return;
        }
        let origin = (self.part, u32::try_from(nth).unwrap_or(u32::MAX));
        self.entries[table as usize].push(Entry { id: name, toml, key: id.span, origin });
    }

    /// The stretch of text that stands for a table: looked for where something is said of it.
    fn head(&self, entry: &Entry<'_>) -> toml_spanner::Span {
        let content = self.parts.get(entry.origin.0 as usize).map_or("", |part| part.tree.content());
        head_of(content, entry.key, entry.toml)
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
            let indices = kept.iter().enumerate().map(|(at, entry)| (entry.id, lists::place(at)));
            self.indices[table as usize] = indices.collect();
        }
        self.entries[table as usize] = kept;
    }

    /// Which of two tables comes first: the plan's own file does, then the files by name, whatever the
    /// order in which they are included.
    fn by_file(&self, one: &Entry<'_>, other: &Entry<'_>) -> std::cmp::Ordering {
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
                        a(of.noun()),
                        a(table.noun())
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

    fn place(&self, entry: &Entry<'t>) -> Place {
        Place::Text(self.span(entry.origin.0, self.head(entry)))
    }

    fn format(&mut self, part: &'t Parsed, first: bool) {
        let start = toml_spanner::Span::new(0, 0);
        let at = At::table(Table::Top, "");
        let at = at.key("format");
        let help = "Write `format = 1` as the first line of the plan.";
        match part.tree.table().get("format") {
            None if first => {
                self.fault("unsupported-format", at, start, "the plan names no format".into(), help);
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

    /// The keys of a table and their values, after those of every table were read into `about`.
    fn fields(
        &mut self,
        table: Table,
        entry: &Entry<'t>,
        about: &mut About,
    ) -> Vec<(&'t Key<'t>, &'t Toml<'t>)> {
        self.part = entry.origin.0;
        let Some(toml) = entry.toml.as_table() else { return Vec::new() };
        let at = At::table(table, entry.id);
        let mut own = Vec::with_capacity(toml.len());
        for (key, value) in toml {
            let key_at = at.key(key.as_str());
            match key.as_str() {
                "name" => about.name = self.text(key_at, value),
                "note" => about.note = self.text(key_at, value),
                "owner" => about.owner = self.text(key_at, value),
                "private" => about.private = self.flag(key_at, value).unwrap_or(false),
                "extra" => about.extra = self.extra(key_at, value),
                _ => own.push((key, value)),
            }
        }
        own
    }

    /// Says that a table has a key that none of its kind has.
    fn stray(&mut self, table: Table, entry: &Entry<'t>, key: &Key<'t>) {
        let known = schema::fields(table).map(|field| field.key);
        self.unknown_key(At::table(table, entry.id), entry.toml.as_table(), key, known);
    }

    /// Says that a table lacks a key without which it cannot be understood.
    fn missing(&mut self, table: Table, entry: &Entry<'t>, keys: &[&str]) {
        let names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let message = format!("this {} has no {}", table.noun(), names.join(" and no "));
        self.part = entry.origin.0;
        let head = self.head(entry);
        self.fault("missing-key", At::table(table, entry.id), head, message, "Write what is missing.");
    }

    fn fault(
        &mut self,
        rule: &'static str,
        at: At<'_>,
        span: toml_spanner::Span,
        message: String,
        help: &str,
    ) {
        let span = self.span(self.part, span);
        let place = match at.address() {
            Some(address) => Place::Both(address, span),
            None => Place::Text(span),
        };
        self.findings.push(Finding::at(rule, place, message).help(help));
    }

    /// Says of the last fault how it may be mended: by `meant` in place of `word`, which stands once in
    /// the text of `span`.
    fn rename(&mut self, span: toml_spanner::Span, word: &str, meant: Option<Nearest<'_>>) {
        let Some(Nearest { word: meant, alone: true }) = meant else { return };
        let mut places = self.raw(span).match_indices(word);
        let (Some((at, _)), None) = (places.next(), places.next()) else { return };
        let start = span.start + lists::place(at);
        let here = toml_spanner::Span { start, end: start + lists::place(word.len()) };
        let edit = Edit::Write(self.span(self.part, here), meant.to_owned());
        self.fix(Fix::guess(format!("Write `{meant}`"), edit));
    }

    /// Notes that a stretch of the part being read refers to the table with this id.
    fn mention(&mut self, span: toml_spanner::Span, table: Table, id: &str) {
        if self.watched.as_ref().is_none_or(|it| !it.tables.contains(&(table, id.into()))) {
            return;
        }
        let here = self.span(self.part, span);
        if let Some(watched) = &mut self.watched {
            watched.spans.push(here);
        }
    }

    /// The text of a stretch of the part being read.
    fn raw(&self, span: toml_spanner::Span) -> &'t str {
        let content = self.parts.get(self.part as usize).map_or("", |part| part.tree.content());
        content.get(span.range()).unwrap_or("")
    }

    /// Gives the last fault a fix.
    fn fix(&mut self, fix: Fix) {
        if let Some(finding) = self.findings.last_mut() {
            finding.fixes.push(fix);
        }
    }

    /// A stretch of the text of a part, as one of its file's.
    fn span(&self, part: u32, span: toml_spanner::Span) -> Span {
        let whole = Span { file: 0, start: span.start, end: span.end };
        self.parts.get(part as usize).map_or(whole, |part| part.span(span))
    }

    /// Says that `table` has a key that is none of those known.
    fn unknown_key(
        &mut self,
        at: At<'_>,
        table: Option<&TomlTable<'t>>,
        key: &Key<'t>,
        known: impl Iterator<Item = &'static str>,
    ) {
        let mut known: Vec<&'static str> = known.filter(|known| !known.is_empty()).collect();
        known.sort_unstable();
        let name = key.as_str();
        let message = match at.part {
            PartOf::Table(Table::Top, _) => format!("`{name}` is no table of a plan"),
            PartOf::Table(table, _) => format!("{} has no `{name}`", a(table.noun())),
            PartOf::Key(of) => format!("`{of}` has no `{name}`"),
            PartOf::Nth(_) => format!("this entry has no `{name}`"),
        };
        let nearest = self.nearest(name, known.iter().copied());
        let help = match nearest {
            Some(nearest) => format!("Did you mean `{nearest}`? Your own fields go into `extra`."),
            None => format!("Your own fields go into `extra`; known here: {}.", known.join(", ")),
        };
        self.fault("unknown-key", at.key(name), key.span, message, &help);
        let free = |near: &Nearest<'_>| table.is_some_and(|table| !table.contains_key(near.word));
        self.rename(key.span, name, nearest.filter(free));
    }

    fn wrong_type(&mut self, at: At<'_>, toml: &Toml<'_>, expected: &str) {
        let found = match toml.value() {
            Value::String(_) => "a text",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Boolean(_) => "yes or no",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
            Value::DateTime(_) => "a date or time",
        };
        let message = format!("`{}` is {found}; expected {expected}", at.last_key());
        self.fault("wrong-type", at, toml.span(), message, &format!("Write {expected}."));
    }

    /// The candidate that `word` was most likely meant to be.
    fn nearest<'c>(&mut self, word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<Nearest<'c>> {
        let most = (word.chars().count() / 3).max(1);
        let mut best: Option<(usize, &str)> = None;
        let mut alone = true;
        for candidate in candidates {
            if candidate.len().abs_diff(word.len()) > most {
                continue;
            }
            self.guesses = self.guesses.checked_sub(1)?;
            let distance = strsim::damerau_levenshtein(word, candidate);
            alone &= distance > most || best.is_none_or(|(_, best)| best == candidate);
            if distance <= most && best.is_none_or(|best| (distance, candidate) < best) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, word)| Nearest { word, alone })
    }

    fn origins(&self) -> Origins {
        self.entries.iter().map(|entries| entries.iter().map(|entry| entry.origin).collect()).collect()
    }
}
