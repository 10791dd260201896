//! Saying what is wrong where it is read, and how it may be mended.

use crate::order::Order as _;
use toml_spanner::{Item as Toml, Key, Table as TomlTable, TableStyle, Value};

use super::super::cut::header_after;
use super::super::schema;
use super::{At, Entry, PartOf, Reader, place};
use crate::finding::{Edit, Finding, Fix, Place};
use crate::plan::address::Table;
use crate::plan::telling::Telling;
use crate::wording::{Mistyped, with_article};

/// What a word was most likely meant to be.
#[derive(Clone, Copy)]
pub(super) struct Nearest<'c> {
    pub(super) word: &'c str,
    /// Whether nothing else is close.
    pub(super) alone: bool,
}

impl std::fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

impl<'t> Reader<'t> {
    /// Says that a table has a key that none of its kind has.
    pub(super) fn stray(&mut self, table: Table, entry: &Entry<'t>, key: &Key<'t>) {
        let known = schema::fields(table).map(|field| field.key);
        self.unknown_key(At::table(table, entry.id), entry.toml.as_table(), key, known);
    }

    /// Says that a table lacks a key without which it cannot be understood.
    pub(super) fn missing(&mut self, table: Table, entry: &Entry<'t>, keys: &[&str]) {
        let names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let message = format!("this {} has no {}", table.noun(), names.join(" and no "));
        self.part = entry.origin.0;
        let head = self.head(entry);
        if self.is_torn(entry, head) {
            return;
        }
        self.fault("missing-key", At::table(table, entry.id), head, message, "Write what is missing.");
    }

    /// Whether the text of a table has a fault, which may be why a key is missing.
    fn is_torn(&self, entry: &Entry<'t>, head: toml_spanner::Span) -> bool {
        let Some(part) = self.parts.get(entry.origin.0 as usize).filter(|part| !part.tree.is_sound()) else {
            return false;
        };
        let content = part.tree.content();
        let inline = entry.toml.as_table().is_some_and(|table| table.style() == TableStyle::Inline);
        let end = match inline {
            // A text without its closing quote is at fault where the line ends.
            true => entry.toml.span().end as usize + 1,
            false => header_after(content, head.start as usize).unwrap_or(content.len()),
        };
        part.tree.is_faulty(head.start as usize..end)
    }

    pub(super) fn fault(
        &mut self,
        rule: &'static str,
        at: At<'_>,
        span: toml_spanner::Span,
        message: impl Into<Telling>,
        help: impl Into<Telling>,
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
    pub(super) fn rename(&mut self, span: toml_spanner::Span, word: &str, meant: Option<Nearest<'_>>) {
        let Some(Nearest { word: meant, alone: true }) = meant else { return };
        let mut places = self.raw(span).match_indices(word);
        let (Some((at, _)), None) = (places.next(), places.next()) else { return };
        let start = span.start + place(at);
        let here = toml_spanner::Span { start, end: start + place(word.len()) };
        let edit = Edit::Write(self.span(self.part, here), meant.to_owned());
        self.fix(Fix::guess(format!("Write `{meant}`"), edit));
    }

    /// Gives the last fault a fix.
    pub(super) fn fix(&mut self, fix: Fix) {
        if let Some(finding) = self.findings.last_mut() {
            finding.fixes.push(fix);
        }
    }

    /// Says that `table` has a key that is none of those known.
    pub(super) fn unknown_key(
        &mut self,
        at: At<'_>,
        table: Option<&TomlTable<'t>>,
        key: &Key<'t>,
        known: impl Iterator<Item = &'static str>,
    ) {
        let mut known: Vec<&'static str> = known.filter(|known| !known.is_empty()).collect();
        known.order();
        let name = key.as_str();
        let message = match at.part {
            PartOf::Table(Table::Top, _) => format!("`{name}` is no table of a plan"),
            PartOf::Table(table, _) => format!("{} has no `{name}`", with_article(table.noun())),
            PartOf::Key(of) => format!("`{of}` has no `{name}`"),
            PartOf::Nth(_) => format!("this entry has no `{name}`"),
        };
        let nearest = self.nearest(name, known.iter().copied());
        let help = match nearest {
            Some(nearest) => format!("Did you mean `{nearest}`? Your own fields go into `extra`."),
            None => format!("Your own fields go into `extra`; known here: {}.", known.join(", ")),
        };
        self.fault("unknown-key", at.key(name), key.span, message, help);
        let free = |near: &Nearest<'_>| table.is_some_and(|table| !table.contains_key(near.word));
        self.rename(key.span, name, nearest.filter(free));
    }

    pub(super) fn wrong_type(&mut self, at: At<'_>, toml: &Toml<'_>, expected: &str) {
        let found = match toml.value() {
            Value::String(_) => "a text",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Boolean(_) => "yes or no",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
            Value::DateTime(_) => "a date or time",
        };
        // The example of a table is given once: where it is said what to do.
        let (what, help) = match expected.split_once(": {") {
            Some((what, example)) => (what, format!("Write it so: {{{example}.")),
            None => (expected, format!("Write {expected}.")),
        };
        let message = format!("`{}` is {found}; expected {what}", at.last_key());
        self.fault("wrong-type", at, toml.span(), message, help);
    }

    /// The candidate that `word` was most likely meant to be.
    pub(super) fn nearest<'c>(
        &mut self,
        word: &str,
        candidates: impl Iterator<Item = &'c str>,
    ) -> Option<Nearest<'c>> {
        self.hints = self.hints.checked_sub(1)?;
        let mistyped = Mistyped::new(word);
        let mut best: Option<(usize, &str)> = None;
        let mut alone = true;
        for candidate in candidates {
            if !mistyped.may_be(candidate) {
                continue;
            }
            self.guesses = self.guesses.checked_sub(1)?;
            let Some(distance) = mistyped.far(candidate) else { continue };
            alone &= best.is_none_or(|(_, best)| best == candidate);
            if best.is_none_or(|best| (distance, candidate) < best) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, word)| Nearest { word, alone })
    }
}
