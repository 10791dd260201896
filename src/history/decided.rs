//! The decisions of a plan's record, and which of them a move goes back to.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::State;
use crate::plan::address::{Address, Table};
use crate::source::written::{Value, Written};

/// The decisions that are recorded.
pub(super) fn recorded(written: &Written) -> Vec<Value> {
    let all = written.tables().iter().filter(|(at, _)| at.table == Table::Decision);
    all.map(|(_, value)| value.clone()).collect()
}

/// The ids that a decision on a value names: those that its record's key is made of, and the gates that end
/// the wave where it is one.
pub(super) fn ids<'s>(at: &'s Address, state: &'s State) -> Vec<&'s str> {
    let own = at.key.split(' ');
    let ends = |(gate, wave): &'s (Box<str>, Box<str>)| {
        (at.table == Table::Wave && **wave == *at.key).then_some(&**gate)
    };
    own.chain(state.gates.iter().filter_map(ends)).collect()
}

/// Whether a decision names one of these ids.
pub(super) fn names(decision: &Value, ids: &[&str]) -> bool {
    let affected = decision.get("affects").and_then(|list| list.as_set("affects")).unwrap_or_default();
    let gate = decision.get("gate").and_then(Value::as_str);
    ids.iter().any(|id| affected.contains(id) || gate == Some(*id))
}

/// The decisions that a revision brings: those that none of the ones before it had. Where the plan itself is
/// new, nothing says which of its decisions belong to it.
pub(super) fn brought<'s>(before: &[&State], after: &'s State) -> Vec<&'s Value> {
    if before.is_empty() {
        return Vec::new();
    }
    let known: FxHashSet<String> = before.iter().flat_map(|it| &it.decisions).map(Value::toml).collect();
    after.decisions.iter().filter(|it| !known.contains(&it.toml())).collect()
}

/// All decisions that were ever recorded, each once, those of the newest revision first.
pub(super) fn ever(states: &[Option<State>]) -> Vec<&Value> {
    let mut seen = FxHashSet::default();
    let all = states.iter().flatten().flat_map(|state| &state.decisions);
    all.filter(|it| seen.insert(it.toml())).collect()
}

/// Of the decisions that name one of these ids, the one nearest to a day; of two as near, the earlier.
/// `taken` are those that came with a move, and belong to it.
pub(super) fn nearest(
    all: &[&Value],
    ids: &[&str],
    day: NaiveDate,
    taken: &FxHashSet<String>,
) -> Option<String> {
    let dated = all.iter().filter(|it| names(it, ids) && !taken.contains(&told(it))).filter_map(|it| {
        let Some(Value::Date(date)) = it.get("date") else { return None };
        let date: NaiveDate = date.parse().ok()?;
        Some(((date - day).num_days().abs(), date, told(it)))
    });
    dated.min().map(|(.., told)| told)
}

/// A decision in a few words: its date, gate, outcome and note.
pub(super) fn told(decision: &Value) -> String {
    let word = |key: &str| decision.get(key).and_then(Value::as_str);
    let words = ["date", "gate", "outcome", "note", "name"].iter().filter_map(|key| word(key));
    let told = words.collect::<Vec<_>>().join(", ");
    match word("by") {
        Some(by) => format!("{told} (by {by})"),
        None => told,
    }
}
