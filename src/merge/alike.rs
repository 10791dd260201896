//! Which entries of two lists say much the same.

use rustc_hash::FxHashMap;

use crate::order::Order as _;
use crate::source::written::Value;

/// How much two entries have to have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Least {
    /// A key with its value.
    Any,
    /// Half of their keys, with the values.
    Half,
}

/// What more entries than this say tells none of them from the others.
const TELLING: usize = 16;

/// Pairs of old and new tables that have keys with their values in common, each table once, those with the
/// most in common first. Each pair is a number in `old` and one in `new`.
pub(super) fn alike(old: &[&Value], new: &[&Value], least: Least) -> Vec<(usize, usize)> {
    let mut by_word: FxHashMap<(&str, String), Vec<usize>> = FxHashMap::default();
    for (at, value) in old.iter().enumerate() {
        for (key, value) in entries(value) {
            by_word.entry((key, value.toml())).or_default().push(at);
        }
    }
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (nth, value) in new.iter().enumerate() {
        let mut common: FxHashMap<usize, usize> = FxHashMap::default();
        for (key, value) in entries(value) {
            let there = by_word.get(&(key, value.toml())).filter(|there| there.len() <= TELLING);
            for at in there.into_iter().flatten() {
                *common.entry(*at).or_default() += 1;
            }
        }
        let enough = |(at, common): &(usize, usize)| {
            least == Least::Any || 2 * common >= entries(old[*at]).count().max(entries(value).count())
        };
        found.extend(common.into_iter().filter(enough).map(|(at, common)| (common, at, nth)));
    }
    found.order_by_key(|(common, at, nth)| (usize::MAX - common, *at, *nth));
    let (mut taken, mut given) = (vec![false; old.len()], vec![false; new.len()]);
    let mut pairs = Vec::new();
    for (_, at, nth) in found {
        if !taken[at] && !given[nth] {
            (taken[at], given[nth]) = (true, true);
            pairs.push((at, nth));
        }
    }
    pairs
}

/// The keys and values of a table.
fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = if let Value::Table(entries) = value { entries.as_slice() } else { &[] };
    entries.iter().map(|(key, value)| (&**key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(entries: &[(&str, &str)]) -> Value {
        Value::Table(entries.iter().map(|(key, text)| ((*key).into(), Value::Text((*text).into()))).collect())
    }

    #[test]
    fn the_most_alike_are_paired_first() {
        let old =
            [table(&[("a", "1"), ("b", "2"), ("c", "3")]), table(&[("a", "1"), ("b", "9"), ("c", "9")])];
        let new =
            [table(&[("a", "1"), ("b", "9"), ("c", "8")]), table(&[("a", "1"), ("b", "7"), ("c", "7")])];
        let (old, new) = (old.iter().collect::<Vec<_>>(), new.iter().collect::<Vec<_>>());
        assert_eq!(alike(&old, &new, Least::Any), [(1, 0), (0, 1)]);
        assert_eq!(alike(&old, &new, Least::Half), [(1, 0)]);
    }
}
