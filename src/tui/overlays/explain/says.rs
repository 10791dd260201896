//! What the plan writes of a table, value by value: where all that a page tells comes from in the end.

use super::page::Entry;
use super::{About, Side};
use crate::explain::look::Look;
use crate::explain::value;
use crate::plan::address::Address;
use crate::register;
use crate::safe;
use crate::source::schema::{Field, fields};
use crate::source::written::Value;

/// Columns of what is written that stand beside its key; what is longer stands behind it.
const SHORT: usize = 24;

/// The values of a table, each as the plan writes it, with its line; those of a table in it one by one.
pub(super) fn says(look: Look<'_>, table: &Address, side: Side) -> Vec<Entry> {
    let mut entries = Vec::new();
    for field in fields(table.table) {
        let at = table.clone().to(field.key);
        let parts = parts(look, &at);
        if parts.is_empty() {
            entries.extend(whole(look, field, &at, side));
        }
        for at in parts {
            entries.extend(part(look, &at, table, side));
        }
    }
    entries
}

/// The addresses of what is written in a table or a list; none of a single value.
fn parts(look: Look<'_>, at: &Address) -> Vec<Address> {
    match look.source.and_then(|source| source.value(look.figures.plan, at)) {
        Some(Value::Table(keys)) => keys.iter().map(|(key, _)| at.clone().to(&**key)).collect(),
        Some(Value::List(list)) if list.len() > 1 => {
            (0..list.len()).filter_map(|nth| Some(at.clone().to(u32::try_from(nth).ok()?))).collect()
        }
        _ => Vec::new(),
    }
}

fn whole(look: Look<'_>, field: &'static Field, at: &Address, side: Side) -> Option<Entry> {
    let page = value::Page::of(look, at).ok()?;
    let written = match &page.written {
        Some(written) => value::said(written),
        None => register::by_default(look.figures.plan, at)?,
    };
    let place = page.written.as_ref().and(page.place);
    let from = place.map_or_else(|| "by default".into(), |stand| stand.to_string());
    Some(entry(field.key.into(), written, from, at, side))
}

fn part(look: Look<'_>, at: &Address, table: &Address, side: Side) -> Option<Entry> {
    let page = value::Page::of(look, at).ok()?;
    let written = value::said(&page.written?);
    let from = page.place.map_or_else(String::new, |stand| stand.to_string());
    let name = at.to_string();
    let label = name.strip_prefix(&table.to_string()).unwrap_or(&name).trim_start_matches('.').to_owned();
    Some(entry(label, written, from, at, side))
}

fn entry(label: String, written: String, from: String, at: &Address, side: Side) -> Entry {
    let long = safe::width(&written) > SHORT;
    let (value, from) = if long { (String::new(), format!("{written}  {from}")) } else { (written, from) };
    let opens = Some((About::Value(at.clone()), side));
    Entry { label, value, from, opens, above: None }
}
