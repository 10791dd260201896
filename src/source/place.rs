//! From an address to the stretch of text that it names.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use toml_spanner::{Item as Toml, Key, Table as TomlTable};

use super::Source;
use super::include::Part;
use super::read::{Origin, Origins};
use super::syntax::head_of;
use super::text::{Position, Text};
use crate::finding::{Place, Span};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part as Step, Table};

/// A table that was found: its part of a file, its key where it has one, and itself.
type Found<'s> = (&'s Part, Option<Key<'s>>, &'s Toml<'s>);

/// Where the tables of a plan stand.
pub(super) struct Places {
    origins: Origins,
    /// The positions of records by their keys; made when one is first asked for.
    records: RefCell<FxHashMap<Table, FxHashMap<Box<str>, u32>>>,
}

/// A stretch of text as people and reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The path of the file.
    pub path: Arc<str>,
    /// The file, as the source counts them.
    pub file: u32,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the character after its last.
    pub end: Position,
    /// The bytes of the file.
    pub bytes: std::ops::Range<usize>,
}

impl Places {
    pub(super) fn new(origins: Origins) -> Self {
        Self { origins, records: RefCell::default() }
    }

    /// Where the tables of a kind stand, in their order.
    pub(super) fn origins_of(&self, table: Table) -> &[Origin] {
        self.origins.get(table as usize).map_or(&[], Vec::as_slice)
    }
}

impl Source {
    /// Where a place of a finding stands. What an address names beyond what the text holds is where
    /// the text stops: a missing value is at its table, a missing table at the start of the plan.
    #[must_use]
    pub fn locate(&self, plan: &Plan, place: &Place) -> Spot {
        let span = match place {
            Place::Text(span) | Place::Both(_, span) => *span,
            Place::Address(address) => self.span(plan, address),
        };
        let text = self.text(span.file);
        Spot {
            path: self.files.get(span.file as usize).map_or_else(|| "".into(), |file| file.path.clone()),
            file: span.file,
            start: text.position(span.start),
            end: text.position(span.end),
            bytes: span.start as usize..span.end as usize,
        }
    }

    /// What the files say at an address: the text of the value, and where it stands; for a table its head.
    /// `None` where they say nothing there, so that a default holds. A number in the place of a table
    /// (`value = 5` for `value.likely`) is that value.
    #[must_use]
    pub fn text_at(&self, plan: &Plan, address: &Address) -> Option<(&str, Spot)> {
        let (_, _, toml) = self.table_at(plan, address)?;
        if let Some(table) = toml.as_table().filter(|_| !address.path.is_empty()) {
            let (found, gone) = reached(table, &address.path)?;
            let composed = found.as_table().is_some() || found.as_array().is_some();
            if gone < address.path.len() && composed {
                return None;
            }
        }
        let spot = self.locate(plan, &Place::Address(address.clone()));
        self.text(spot.file).content.get(spot.bytes.clone()).map(|text| (text, spot))
    }

    /// An address as the files spell it: a step is placed by `wave`, or by its entry in `reaches`; one that is live on
    /// another day than the files say, as it is in a slip, by what places it.
    #[must_use]
    pub fn spelled(&self, plan: &Plan, address: &Address) -> Address {
        if let [Step::Key(live), Step::Key(wave)] = address.path.as_slice()
            && &**live == "live"
            && self.text_at(plan, address).is_none()
        {
            return self.spelled(plan, &address.root().to("reaches").to(&**wave));
        }
        let by_reaches = matches!(address.path.first(), Some(Step::Key(key)) if &**key == "reaches");
        let table =
            self.table_at(plan, address).filter(|_| by_reaches).and_then(|(_, _, toml)| toml.as_table());
        match table {
            Some(table) if table.get("reaches").is_none() && table.get("wave").is_some() => {
                address.root().to("wave")
            }
            _ => address.clone(),
        }
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: u32) -> &Text {
        &self.files.get(file as usize).unwrap_or(&self.files[0]).text
    }

    fn span(&self, plan: &Plan, address: &Address) -> Span {
        let Some((part, key, toml)) = self.table_at(plan, address) else {
            return Span { file: 0, start: 0, end: 0 };
        };
        let content = part.tree.content();
        let inside = toml.as_table().and_then(|table| follow(table, &address.path));
        let span = inside.unwrap_or_else(|| match key {
            Some(key) => head_of(content, key.span, toml),
            None => head_of(content, toml_spanner::Span::default(), toml),
        });
        part.span(span)
    }

    /// The table that an address begins with: its part of a file, its key where it has one, and itself.
    pub(super) fn table_at(&self, plan: &Plan, address: &Address) -> Option<Found<'_>> {
        match address.table.holds() {
            Holds::One => self.singleton(address.table),
            Holds::ById => self.by_id(address.table, &address.key),
            Holds::Many => self.record(plan, address),
        }
    }

    fn singleton(&self, table: Table) -> Option<Found<'_>> {
        let part = self.places.origins.get(table as usize)?.first().map_or(0, |origin| origin.0);
        let part = self.parts.get(part as usize)?;
        let top = part.tree.table();
        if table == Table::Top {
            return Some((part, None, top.as_item()));
        }
        let (key, toml) = top.get_key_value(table.key())?;
        Some((part, Some(*key), toml))
    }

    pub(super) fn entry(&self, table: Table, origin: Origin) -> Option<(&Part, Key<'_>, &Toml<'_>)> {
        let part = self.parts.get(origin.0 as usize)?;
        let (key, toml) = self.tables(table, origin.0)?.get(origin.1 as usize)?;
        Some((part, *key, toml))
    }

    /// The tables of a kind in a part of a file, by their ids.
    fn tables(&self, table: Table, part: u32) -> Option<&[(Key<'_>, Toml<'_>)]> {
        let tables = self.parts.get(part as usize)?.tree.table().get(table.key())?;
        Some(tables.as_table()?.entries())
    }

    fn by_id(&self, table: Table, id: &str) -> Option<Found<'_>> {
        let origins = self.places.origins.get(table as usize)?;
        // Most plans have one file, or a file a kind: where its tables stand need not be looked up again.
        let known = Cell::new(None);
        let of_part = |at: u32| match known.get() {
            Some((part, tables)) if part == at => tables,
            _ => {
                let tables = self.tables(table, at);
                known.set(Some((at, tables)));
                tables
            }
        };
        let key = |origin: &Origin| of_part(origin.0)?.get(origin.1 as usize).map(|(key, _)| key.as_str());
        let found = origins.binary_search_by(|origin| key(origin).unwrap_or_default().cmp(id));
        let (part, key, toml) = self.entry(table, *origins.get(found.ok()?)?)?;
        Some((part, Some(key), toml))
    }

    fn record(&self, plan: &Plan, address: &Address) -> Option<Found<'_>> {
        let origins = self.places.origins.get(address.table as usize)?;
        let mut records = self.places.records.borrow_mut();
        let positions = records.entry(address.table).or_insert_with(|| {
            let keys = 0..origins.len();
            keys.map(|nth| (plan.record_address(address.table, nth).key, u32::try_from(nth).unwrap_or(0)))
                .collect()
        });
        let (part, nth) = *origins.get(*positions.get(&address.key)? as usize)?;
        let part = self.parts.get(part as usize)?;
        let list = part.tree.table().get(address.table.key())?;
        Some((part, None, list.as_array()?.get(nth as usize)?))
    }
}

/// The value at the end of a path, or where the path leaves the text; `None` where it does so at once.
fn follow(table: &TomlTable<'_>, path: &[Step]) -> Option<toml_spanner::Span> {
    reached(table, path).map(|(toml, _)| toml.span())
}

/// The value that a path leads to, as far as the text goes, and how many steps of it were gone.
fn reached<'t>(table: &'t TomlTable<'t>, path: &[Step]) -> Option<(&'t Toml<'t>, usize)> {
    let mut found: Option<(&Toml<'_>, usize)> = None;
    for (depth, part) in path.iter().enumerate() {
        let here = match found {
            None => Some(table),
            Some((toml, _)) => toml.as_table(),
        };
        let next = match part {
            Step::Key(key) => here.and_then(|table| table.get(key)),
            Step::Nth(nth) => {
                found.and_then(|(toml, _)| toml.as_array()).and_then(|list| list.get(*nth as usize))
            }
        };
        // Two spellings of one thing: a step is placed by `wave` or by its entry in `reaches`.
        let next = match (depth, part, next) {
            (0, Step::Key(key), None) if &**key == "reaches" => table.get("wave"),
            (0, Step::Key(key), None) if &**key == "wave" => table.get("reaches"),
            (_, _, next) => next,
        };
        match next {
            Some(toml) => found = Some((toml, depth + 1)),
            None => break,
        }
    }
    found
}
