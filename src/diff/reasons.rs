//! Which change did what to the figures: the changes are applied to the plan before one after the other,
//! in the order in which they are told, and what each one adds is what it did. The sum is exact whatever
//! the order; where changes work together, what is due to both falls to the later one.

use std::path::PathBuf;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::change::{Area, Change, about};
use crate::disk::Memory;
use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part};
use crate::plan::quantity::Money;
use crate::source::written::{Value, Written};
use crate::source::{Limits, Source};

/// Steps at most: each reads and computes a plan. More changes are taken together, first by table, then by
/// area.
const STEPS: usize = 48;
/// Tables of a plan up to which so many steps are taken; of a larger one, fewer.
const TABLES: usize = 5000;

/// What some changes did.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The changes, by their place in the list; all of one table or one area where there are many.
    pub changes: Vec<usize>,
    /// What they have to do with, in a few words.
    pub of: String,
    /// What they add to planned value.
    pub planned: Money,
    /// What they add to forecast value.
    pub forecast: Money,
    /// What they add to the NPV.
    pub npv: Money,
}

/// Which change did what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons {
    /// Those that did something, in the order in which they were applied.
    pub steps: Vec<Reason>,
    /// What of the NPV's change is due to none of them: nothing, unless a file holds faults.
    pub rest: Money,
}

/// The reasons for what lies between two plans; none where nothing of it touches the figures, or the two
/// count in different money.
pub(super) fn reasons(
    before: &Written,
    changes: &[Change],
    (past, now): (&Plan, &Plan),
    as_of: Option<NaiveDate>,
) -> Reasons {
    let values = |plan: &Plan| {
        let figures = Figures::new(plan);
        let case = figures.case();
        [case.planned, case.forecast, case.npv]
    };
    let (first, last) = (values(past), values(now));
    if first == last || past.currency != now.currency {
        return Reasons::default();
    }
    let mut tables = Tables::default();
    for (at, value) in before.tables() {
        tables.entry(about(at)).or_default().push(value.clone());
    }
    let (mut steps, mut at) = (Vec::new(), first);
    let most = STEPS.min(STEPS * TABLES / before.tables().len().max(1));
    for (of, group) in grouped(changes, most) {
        for nth in &group {
            apply(&mut tables, &changes[*nth]);
        }
        let Some(plan) = read(&tables, as_of) else { break };
        let next = values(&plan);
        let [planned, forecast, npv] = [0, 1, 2].map(|nth| next[nth] - at[nth]);
        if next != at {
            steps.push(Reason { changes: group, of, planned, forecast, npv });
        }
        at = next;
    }
    Reasons { steps, rest: last[2] - at[2] }
}

/// What is written, by what it is about.
type Tables = FxHashMap<Address, Vec<Value>>;

/// The changes in steps, each with its name.
fn grouped(changes: &[Change], most: usize) -> Vec<(String, Vec<usize>)> {
    let by = |name: &dyn Fn(&Change) -> String| {
        let mut steps: Vec<(String, Vec<usize>)> = Vec::new();
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        for (nth, change) in changes.iter().enumerate() {
            let at = *known.entry(name(change)).or_insert(steps.len());
            if at == steps.len() {
                steps.push((name(change), Vec::new()));
            }
            steps[at].1.push(nth);
        }
        steps
    };
    if changes.len() <= most {
        return changes.iter().enumerate().map(|(nth, it)| (it.sentence.clone(), vec![nth])).collect();
    }
    let tables = by(&|change| match change.at.table.holds() {
        Holds::ById => change.at.root().to_string(),
        Holds::One | Holds::Many => change.at.table.noun().to_owned(),
    });
    if tables.len() <= most { tables } else { by(&|change| Area::of(change.at.table).as_str().to_owned()) }
}

/// Applies a change to what is written.
fn apply(tables: &mut Tables, change: &Change) {
    let path = &change.at.path;
    let group = tables.entry(about(&change.at)).or_default();
    // Of records about the same, the one that says what the change starts from: a handful.
    let found = group.iter().position(|value| value.at(path) == change.before.as_ref());
    match (found.filter(|_| change.before.is_some() || !path.is_empty()), &change.after) {
        (Some(nth), None) if path.is_empty() => drop(group.remove(nth)),
        (Some(nth), after) => set(&mut group[nth], path, after.as_ref()),
        (None, Some(after)) if path.is_empty() => group.push(after.clone()),
        (None, after) => {
            let mut table = Value::Table(Vec::new());
            set(&mut table, path, after.as_ref());
            group.push(table);
        }
    }
}

fn set(value: &mut Value, path: &[Part], to: Option<&Value>) {
    let [Part::Key(key), rest @ ..] = path else {
        if let (true, Some(to)) = (path.is_empty(), to) {
            *value = to.clone();
        }
        return;
    };
    let Value::Table(entries) = value else { return };
    let found = entries.binary_search_by(|(own, _)| own.cmp(key));
    match (found, to) {
        (Ok(at), None) if rest.is_empty() => drop(entries.remove(at)),
        (Ok(at), _) => set(&mut entries[at].1, rest, to),
        (Err(at), Some(to)) => {
            let empty = if rest.is_empty() { to.clone() } else { Value::Table(Vec::new()) };
            entries.insert(at, (key.clone(), empty));
            set(&mut entries[at].1, rest, Some(to));
        }
        (Err(_), None) => {}
    }
}

/// The plan that some tables make up.
fn read(tables: &Tables, as_of: Option<NaiveDate>) -> Option<Plan> {
    let tables = tables.iter().flat_map(|(at, group)| group.iter().map(|value| (at.clone(), value.clone())));
    let text = Written::of(tables.collect()).file();
    let limits = Limits { file: u64::MAX, total: u64::MAX, ..Limits::default() };
    let store = Memory::default().with("plan.toml", text);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], limits).ok()?;
    let mut plan = read.plan;
    plan.as_of = as_of.unwrap_or(plan.as_of);
    Some(plan)
}
