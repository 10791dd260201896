//! What two sides changed differently.

use super::matched::Matched;
use super::names::{name, whole_name};
use super::new_ids::Dispute;
use crate::source::pieces::{Body, Piece};

/// What two sides made of the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key or table, as people name it.
    pub name: String,
    /// What was there; `None` where nothing was.
    pub base: Option<String>,
    /// What one side has there; `None` where it has nothing.
    pub ours: Option<String>,
    /// What the other has there; `None` where it has nothing.
    pub theirs: Option<String>,
    /// The table that a key is in, and what the texts call the key; the table itself, where the sides clash about
    /// the whole.
    place: (String, Vec<String>),
}

/// A side of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text that is merged into the other.
    Ours,
    /// The other.
    Theirs,
}

impl Side {
    pub(super) fn of(self, triple: Matched<'_>) -> Option<&Piece> {
        match self {
            Self::Ours => triple.ours,
            Self::Theirs => triple.theirs,
        }
    }
}

impl Clash {
    /// That one side changed a file which the other has no more.
    pub(crate) fn of_file(name: &str, base: &str, ours: &str) -> Self {
        let [base, ours] = [base, ours].map(|text| Some(text.trim().to_owned()));
        Self { name: name.to_owned(), base, ours, theirs: None, place: (String::new(), Vec::new()) }
    }

    pub(super) fn of(triple: Matched<'_>, table: &str, dispute: Option<&Dispute>) -> Self {
        // A step that was moved is called as it was.
        let was = triple.base.filter(|piece| !piece.key.starts_with('['));
        let key = was.or_else(|| triple.all().next()).map_or("", |piece| &piece.key);
        let said = |piece: &Piece| match &piece.body {
            // Of a key, its value; of a table, its lines.
            Body::Plain(value) => value.trim().to_owned(),
            Body::Series(entries) if entries.commas.is_some() => entries.text().trim().to_owned(),
            Body::Series(_) => piece.text().trim().to_owned(),
        };
        let whole = match table.is_empty() {
            true => whole_name(key),
            false => format!("{}.{}", whole_name(table), name(key)),
        };
        let whole = dispute.and_then(|dispute| dispute.name(&whole)).unwrap_or(whole);
        Self {
            name: whole,
            base: triple.base.map(said),
            ours: triple.ours.map(said),
            theirs: triple.theirs.map(said),
            place: (table.to_owned(), triple.all().map(|piece| piece.key.clone()).collect()),
        }
    }

    /// Whether a key of a table belongs to what the sides clash about.
    pub(super) fn covers(&self, table: &str, key: &str) -> bool {
        let (own, keys) = &self.place;
        let has = |key: &str| keys.iter().any(|own| own == key);
        (own == table && has(key)) || (own.is_empty() && has(table))
    }
}
