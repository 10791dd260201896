//! Reading: from trees to the model. Every value is checked where it is read; what is faulty becomes a
//! finding and is left out, what is sound around it stays.

mod again;
mod collect;
mod faults;
mod in_place;
mod items;
mod kpis;
mod leadership;
mod lists;
mod operating_model;
mod programme;
mod records;
mod slides;
mod strategy;
mod value;

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use toml_spanner::{Item as Toml, Key};

use super::include::Part as Parsed;
use super::syntax::head_of;
use super::{Before, schema};
use crate::finding::{Finding, Place, Span};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::id::Id;

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

/// Reads all parts of all files into one plan. What says what it said `before`, where it was read without a
/// fault, is taken over.
///
/// # Errors
/// The files of which a table stands in two parts: they have to be parsed whole.
pub(super) fn plan(parts: &[Parsed], before: Option<Before<'_>>) -> Result<Built, Vec<u32>> {
    if let Some(built) = before.and_then(|before| in_place::changed(parts, before)) {
        return Ok(built);
    }
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
    /// Which tables say what they said before it, by kind.
    said: Vec<Vec<bool>>,
    /// The plan whose items stand in place of those collected, where only some of them are read.
    known: Option<&'t Plan>,
    items_read: usize,
    findings: Vec<Finding>,
    /// All tables, by kind; those with ids sorted by id.
    entries: Vec<Vec<Entry<'t>>>,
    /// Indices by id, for each kind of table but items.
    indices: Vec<FxHashMap<&'t str, u32>>,
    /// Indices of items by id.
    items: FxHashMap<&'t str, u32>,
    /// Ids that are written, but in a table or a way that cannot be read: that is said once, and not again
    /// wherever they are named.
    lost: FxHashSet<String>,
    units: FxHashMap<Box<str>, u32>,
    /// Whether the plan names no units, so that its markets are them.
    units_are_markets: bool,
    teams: Vec<Box<str>>,
    /// Digits of the currency's minor unit.
    digits: u32,
    watched: Option<Watched>,
    /// Comparisons left for "did you mean": a plan full of faults must not cost the square of its size.
    guesses: usize,
    /// Words for which something alike is still looked for: the same, where there are many to choose from.
    hints: usize,
}

/// A place in a list, as the model counts them.
fn place(nth: usize) -> u32 {
    u32::try_from(nth).unwrap_or(u32::MAX)
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
            said: Vec::new(),
            known: None,
            items_read: 0,
            findings: Vec::new(),
            entries: vec![Vec::new(); Table::ALL.len()],
            indices: vec![FxHashMap::default(); Table::ALL.len()],
            items: FxHashMap::default(),
            lost: FxHashSet::default(),
            units: FxHashMap::default(),
            units_are_markets: false,
            teams: Vec::new(),
            digits: 2,
            watched: None,
            guesses: 2_000_000,
            hints: 300,
        }
    }

    fn of(&self, table: Table) -> &[Entry<'t>] {
        &self.entries[table as usize]
    }

    /// The stretch of text that stands for a table: looked for where something is said of it.
    fn head(&self, entry: &Entry<'_>) -> toml_spanner::Span {
        let content = self.parts.get(entry.origin.0 as usize).map_or("", |part| part.tree.content());
        head_of(content, entry.key, entry.toml)
    }

    fn place(&self, entry: &Entry<'t>) -> Place {
        Place::Text(self.span(entry.origin.0, self.head(entry)))
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
                // What is no word for yes or no is a fault, and keeps what it stands in from others all the same.
                "private" => about.private = self.flag(key_at, value).unwrap_or(true),
                "extra" => about.extra = self.extra(key_at, value),
                _ => own.push((key, value)),
            }
        }
        own
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

    /// A stretch of the text of a part, as one of its file's.
    fn span(&self, part: u32, span: toml_spanner::Span) -> Span {
        let whole = Span { file: 0, start: span.start, end: span.end };
        self.parts.get(part as usize).map_or(whole, |part| part.span(span))
    }

    fn origins(&self) -> Origins {
        self.entries.iter().map(|entries| entries.iter().map(|entry| entry.origin).collect()).collect()
    }
}
