//! Tables and records of a merge as people name them.

use crate::plan::address::Table;

/// A table as people name it: records by their kind.
pub(super) fn name(key: &str) -> &str {
    key.strip_prefix('[').and_then(|key| key.split_once(']')).map_or(key, |(table, _)| table)
}

/// A table as people name it, a record by what it is about: `reading[rate 2026-09-30 dk]`.
pub(super) fn whole_name(key: &str) -> String {
    let kind = name(key);
    let about = key.strip_prefix('[').and_then(|key| key.split_once(']')).map_or("", |(_, about)| about);
    // Of what people tell by its words, the day is enough.
    let table = Table::of(kind);
    let words: Vec<&str> = about.split_whitespace().map(|word| word.trim_matches('"')).collect();
    let words = match table {
        Some(Table::Present) | None => &words[..0],
        Some(Table::Action | Table::Learning | Table::Decision) => words.get(..1).unwrap_or_default(),
        Some(_) => &words[..],
    };
    if words.is_empty() { kind.to_owned() } else { format!("{kind}[{}]", words.join(" ")) }
}
