//! Messages, of findings and of refusals, as they are said by the names of things.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::plan::address::Table;
use crate::source::schema::fields;
use crate::wording::aloud::Aloud;

/// Words of messages, in which ids stand between backticks, as they are said: with names in their place. What is a key
/// of the format as well is left as it stands: `owner` is what is to be written, whatever else has that id.
#[must_use]
pub fn said_by_name(aloud: Aloud<'_>, words: &str) -> String {
    // A quote that opens and does not close is none.
    if words.matches('`').count() % 2 == 1 {
        return words.to_owned();
    }
    let mut said = String::with_capacity(words.len());
    for (nth, part) in words.split('`').enumerate() {
        let name = || aloud.name(part).filter(|_| !is_key(part));
        match nth % 2 {
            0 => said.push_str(part),
            _ => match name() {
                // Between backquotes stand ids.
                Some(name) => said.extend(["“", &name.replace('`', "'"), "”"]),
                None => said.extend(["`", part, "`"]),
            },
        }
    }
    said
}

fn is_key(word: &str) -> bool {
    static KEYS: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| Table::ALL.into_iter().flat_map(fields).map(|field| field.key).collect());
    KEYS.contains(word)
}
