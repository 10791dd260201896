//! One plan over its revisions: how a value or a figure moved, by whom and with which decision, and what
//! was promised when.
//!
//! Each revision is read once, as it was, at its own `as-of`. A value that stands there as before is no
//! move; after a merge, it moved where it is what none of the sides had.

use rustc_hash::FxHashSet;

use crate::diff::{Amount, headline, shown};
use crate::figures::Figures;
use crate::git::Commit;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::quantity::{Currency, Money};
use crate::source::Read;
use crate::source::written::{Value, Written};

/// What is looked at in each revision.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// A value, a table or a record.
    Value(Address),
    /// A figure of the whole plan, by its place among them.
    Figure(usize),
    /// All figures of the whole plan, and what was forecast for each year.
    Headline,
}

/// What the figures are called by whoever asks for one.
pub const FIGURES: [&str; 9] =
    ["planned", "forecast", "realized", "cost", "npv", "forecast-npv", "payback", "forecast-payback", "roi"];

impl Asked {
    /// What a word asks for: an address or the name of a figure.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let figure = FIGURES.iter().position(|name| *name == word);
        figure.map(Self::Figure).or_else(|| Address::parse(word).map(Self::Value))
    }
}

/// What a revision says of what is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The value, where one is asked for and is there.
    pub value: Option<Value>,
    /// The value or figure for people; empty where it is not there.
    pub shown: String,
    /// The figures of the whole plan, where they are asked for.
    pub figures: Vec<(&'static str, Amount)>,
    /// What was planned and what was forecast for each year, where that is asked for.
    pub years: Vec<(i32, Money, Money)>,
    /// When the last wave ends.
    pub end: Option<chrono::NaiveDate>,
    /// The next gate after `as-of`: its id and its date.
    pub gate: Option<(Box<str>, chrono::NaiveDate)>,
    /// What money is counted in.
    pub currency: Currency,
    /// What was known was known up to here.
    pub as_of: chrono::NaiveDate,
    /// The decisions that are recorded.
    decisions: Vec<Value>,
}

/// A revision in which what is looked at moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// The revision.
    pub commit: Commit,
    /// What it was before; `None`: there was no plan.
    pub before: Option<State>,
    /// What it is in this revision.
    pub after: State,
    /// The decisions recorded with this revision: those that name what moved, or all of them where it is the
    /// figures that did.
    pub decisions: Vec<String>,
}

/// What a plan says of what is looked at.
#[must_use]
pub fn state(read: &Read, asked: &Asked) -> State {
    let (plan, written) = (&read.plan, read.source.written());
    let mut state = State {
        value: None,
        shown: String::new(),
        figures: Vec::new(),
        years: Vec::new(),
        end: plan.waves.iter().map(|wave| wave.end).max(),
        gate: next_gate(plan),
        currency: plan.currency,
        as_of: plan.as_of,
        decisions: decisions(&written),
    };
    match asked {
        Asked::Value(at) => {
            state.value = written.get(at).cloned();
            state.shown = state.value.as_ref().map(|value| shown(at, value, plan)).unwrap_or_default();
        }
        Asked::Figure(nth) => {
            let figures = Figures::new(plan);
            state.figures = headline(figures.case()).into_iter().skip(*nth).take(1).collect();
        }
        Asked::Headline => {
            let figures = Figures::new(plan);
            state.figures = headline(figures.case()).to_vec();
            state.years = years(&figures);
        }
    }
    state
}

fn next_gate(plan: &Plan) -> Option<(Box<str>, chrono::NaiveDate)> {
    let dated = plan.gates.iter().filter_map(|gate| {
        let date = gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))?;
        (date > plan.as_of).then(|| (gate.id.clone(), date))
    });
    dated.min_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)))
}

fn decisions(written: &Written) -> Vec<Value> {
    let all = written.tables().iter().filter(|(at, _)| at.table == Table::Decision);
    all.map(|(_, value)| value.clone()).collect()
}

/// What was planned and forecast for each year of the grid.
fn years(figures: &Figures<'_>) -> Vec<(i32, Money, Money)> {
    let grid = figures.grid();
    let mut years: Vec<(i32, Money, Money)> = Vec::new();
    let months = figures.planned().total().iter().zip(figures.forecast().total());
    for (position, (planned, forecast)) in months.enumerate() {
        let year = grid.month(position).year();
        match years.last_mut() {
            Some(last) if last.0 == year => (last.1, last.2) = (last.1 + *planned, last.2 + *forecast),
            _ => years.push((year, *planned, *forecast)),
        }
    }
    years
}

/// Where what is looked at moved, the newest first. `states` are what the commits say, in their order;
/// `None` where the plan was gone.
#[must_use]
pub fn moves(commits: &[Commit], states: &[Option<State>], asked: &Asked) -> Vec<Move> {
    let same = |one: &State, other: &State| match asked {
        Asked::Value(_) => one.value == other.value,
        Asked::Figure(_) => one.figures == other.figures,
        Asked::Headline => {
            (&one.figures, &one.years, one.end, &one.gate)
                == (&other.figures, &other.years, other.end, &other.gate)
        }
    };
    let mut moves = Vec::new();
    for (commit, state) in commits.iter().zip(states) {
        let Some(after) = state else { continue };
        let before = |nth: &usize| states.get(*nth).and_then(Option::as_ref);
        let nothing = matches!(asked, Asked::Value(_)) && after.value.is_none();
        let before: Vec<&State> = commit.parents.iter().filter_map(before).collect();
        if before.iter().any(|before| same(before, after)) || nothing && before.is_empty() {
            continue;
        }
        let known: FxHashSet<String> =
            before.iter().flat_map(|before| &before.decisions).map(Value::toml).collect();
        // Where the plan itself is new, nothing says which of its decisions belong to it.
        let new = after.decisions.iter().filter(|it| !before.is_empty() && !known.contains(&it.toml()));
        let decisions = new.filter(|decision| names(decision, asked)).map(told).collect();
        moves.push(Move {
            commit: commit.clone(),
            before: before.first().map(|before| (*before).clone()),
            after: after.clone(),
            decisions,
        });
    }
    moves
}

/// Whether a decision names what moved.
fn names(decision: &Value, asked: &Asked) -> bool {
    let Asked::Value(at) = asked else { return true };
    let affected = decision.get("affects").and_then(|list| list.as_set("affects")).unwrap_or_default();
    let gate = decision.get("gate").and_then(Value::as_str);
    // A record is about the ids that its key is made of.
    at.key.split(' ').any(|id| affected.contains(&id) || gate == Some(id))
}

/// A decision in a few words: its date, gate, outcome and note.
fn told(decision: &Value) -> String {
    let word = |key: &str| decision.get(key).and_then(Value::as_str);
    let words = ["date", "gate", "outcome", "note", "name"].iter().filter_map(|key| word(key));
    let told = words.collect::<Vec<_>>().join(", ");
    match word("by") {
        Some(by) => format!("{told} (by {by})"),
        None => told,
    }
}
