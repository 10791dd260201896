//! One plan over its revisions: how a value or a figure moved, by whom and with which decision, and what
//! was promised when.
//!
//! Each revision is read once, as it was, at its own `as-of`. A value that stands there as before is no
//! move; after a merge, it moved where it is what none of the sides had.
//!
//! | file | what it holds |
//! |---|---|
//! | `promised` | what was promised for each month, quarter or year, and what it came to |
//! | `targets` | who moved the targets and the dates |
//! | `decided` | the decisions that moves go back to |
//! | `leaves` | what a table says, value by value, and the dates that the plan means by it |
//! | `reading` | the revisions, read one after the other |
//! | `called` | the ids that tables had in them, followed to those of the newest |
//! | `told` | all that they tell |
//! | `row`, `sheet`, `trend` | the moves in words, as sheets and as lines to draw |

mod called;
mod decided;
mod leaves;
mod promised;
mod reading;
mod row;
mod sheet;
mod targets;
mod told;
mod trend;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

pub use promised::{Per, Promise, Promised, by, of_period};
pub use reading::{Revisions, States, look_back};
pub use row::{Row, rows, who_moved};
pub use sheet::{Line, Sheet};
pub use targets::{Milestone, Shifted, Target, shifted};
pub use told::Told;
pub use trend::{Drawn, Of, Trend};

use crate::diff::{Amount, headline, is_told, shown};
use crate::explain::look::Look;
use crate::explain::value::Page;
use crate::figures::Figures;
use crate::git::Commit;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::id::Id;
use crate::plan::quantity::{Currency, Money};
use crate::plan::wave::Wave;
use crate::source::Read;
use crate::source::written::{Value, Written};
use crate::trace::name::{Name, When};
use crate::trace::of::Of as OfPlan;
use crate::trace::value::Value as Amounted;
use crate::traces::{self, Unknown};

/// What is looked at in each revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A value, a table or a record.
    Value(Address),
    /// A figure, by its name.
    Figure(Name),
    /// Whichever of the two a revision has, and both where it has both: `kpi.rate` names a figure and a table. See
    /// [`Asked::settled`].
    Either(Name, Address),
    /// All figures of the whole plan, and what was forecast for each year.
    Headline,
}

impl Asked {
    /// What a word asks for: the name of a figure or an address.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match (Name::parse(word), Address::parse(word)) {
            (Some(name), Some(at)) if traces::by_word(&name.word).is_some() => Some(Self::Either(name, at)),
            (_, Some(at)) => Some(Self::Value(at)),
            (Some(name), None) => Some(Self::Figure(name)),
            (None, None) => None,
        }
    }

    /// The figure that is asked for, if it is one.
    #[must_use]
    pub fn figure(&self) -> Option<&Name> {
        match self {
            Self::Figure(name) | Self::Either(name, _) => Some(name),
            Self::Value(_) | Self::Headline => None,
        }
    }

    /// The address that is asked for, if it is one.
    #[must_use]
    pub fn address(&self) -> Option<&Address> {
        match self {
            Self::Value(at) | Self::Either(_, at) => Some(at),
            Self::Figure(_) | Self::Headline => None,
        }
    }

    /// What is meant, by what the revisions know: the figure if any of them has it, with the table of its name, else
    /// the value.
    ///
    /// # Errors
    /// [`Unknown`], where none of them knows it: what the newest, `last`, says of the name.
    pub fn settled(self, states: &[Option<State>], last: Option<&Read>) -> Result<Self, Unknown> {
        let any = |known: fn(&State) -> bool| states.iter().flatten().any(known);
        let known = (any(|it| it.figure.is_some()), any(|it| it.value.is_some()));
        match (self, known) {
            // Of a gate or a KPI as a whole, what its table says is told beside what it comes to.
            (Self::Either(name, at), (true, true)) if at.path.is_empty() => Ok(Self::Either(name, at)),
            (Self::Either(name, _), (true, _)) => Ok(Self::Figure(name)),
            (Self::Either(_, at), (_, true)) => Ok(Self::Value(at)),
            (Self::Figure(name), (false, _)) => {
                Err(last.map_or_else(no_revision, |last| no_figure(last, &name)))
            }
            (Self::Either(name, at), _) => match (last, at.path.is_empty()) {
                (Some(last), true) => Err(no_figure(last, &name)),
                (Some(last), false) => never(last, at, states),
                (None, _) => Err(no_revision()),
            },
            (Self::Value(at), (_, false)) => match last {
                Some(last) => never(last, at, states),
                None => Err(no_revision()),
            },
            (asked, _) => Ok(asked),
        }
    }
}

fn no_revision() -> Unknown {
    let message = "no revision of it can be read as a plan".to_owned();
    Unknown { message, help: "See what `swell check` says of it.".to_owned() }
}

/// Why a plan has no figure of this name.
fn no_figure(last: &Read, name: &Name) -> Unknown {
    let figures = Figures::new(&last.plan);
    let name = traces::in_full(&last.plan, name.clone());
    match traces::figure(&figures, &name) {
        Err(unknown) => unknown,
        Ok(_) => no_revision(),
    }
}

/// A value that was never written: nothing moved where its table is or was there and may have it.
fn never(last: &Read, at: Address, states: &[Option<State>]) -> Result<Asked, Unknown> {
    let mut tabled = states.iter().flatten().map(|state| state.tabled);
    // Of what is gone, the newest revision knows nothing.
    let gone = !tabled.next().unwrap_or(false) && tabled.any(|tabled| tabled);
    let figures = Figures::new(&last.plan);
    match Page::of(Look::of(&figures, Some(&last.source)), &at) {
        Err(unknown) if !gone => Err(unknown),
        _ => Ok(Asked::Value(at)),
    }
}

/// What a figure comes to in a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Figured {
    /// The amount.
    pub value: Amounted,
    /// The unit of an amount that is no money, share or count.
    pub unit: Box<str>,
}

/// A date that the plan means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// By what it is found in each revision: the id of a wave, or else what it is called.
    pub key: Box<str>,
    /// What it is called there.
    pub name: Box<str>,
    /// When it is.
    pub date: NaiveDate,
}

/// What a revision says of what is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The value, where one is asked for and is there.
    pub value: Option<Value>,
    /// The figure, where one is asked for and the plan has it.
    pub figure: Option<Figured>,
    /// The value or figure for people; empty where it is not there.
    pub shown: String,
    /// Of a table: its values by their place in it, `target.scale`, each with its words for people.
    pub leaves: Vec<(Box<str>, Value, String)>,
    /// The dates that the plan means: of a wave, a gate, the steps of an item, the ends of all waves.
    pub dates: Vec<Dated>,
    /// The figures of the whole plan, where they are asked for.
    pub figures: Vec<(&'static str, Amount)>,
    /// What was planned and what was forecast for each year, where all of the plan is asked for.
    pub years: Vec<(i32, Money, Money)>,
    /// What was promised for each month: of the plan, where all of it is asked for, or of what a figure of
    /// planned, forecast or realized value is of.
    pub months: Vec<Promised>,
    /// Whether that is of one driver alone.
    pub of_driver: bool,
    /// When the last wave ends.
    pub end: Option<NaiveDate>,
    /// The next gate after `as-of`: its id and its date.
    pub gate: Option<(Box<str>, NaiveDate)>,
    /// The ends of waves and the dates of gates, where all of the plan is asked for.
    pub milestones: Vec<Milestone>,
    /// The targets of KPIs and the dates that are written, by address, where all of the plan is asked for.
    pub targets: Vec<Target>,
    /// What money is counted in.
    pub currency: Currency,
    /// What was known was known up to here.
    pub as_of: NaiveDate,
    /// The decisions that are recorded.
    decisions: Vec<Value>,
    /// Each gate that ends a wave, and the wave, by their ids.
    gates: Vec<(Box<str>, Box<str>)>,
    /// The tables that have targets or dates, by address.
    subjects: Vec<Address>,
    /// Whether the table of the value that is asked for is there.
    tabled: bool,
    /// What the tables that are asked for are called here, by their addresses in the newest revision.
    called: Vec<(Address, Id)>,
    /// A table that is asked for by an id that it has no more, and what it is called from this revision on.
    became: Option<Renamed>,
}

/// An id of a table that is asked for was another before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The table, under the id that it is asked for by.
    pub table: Address,
    /// Its id before.
    pub from: Id,
    /// Its id from then on.
    pub to: Id,
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
    /// What has another id from this revision on.
    pub renamed: Vec<Renamed>,
    /// The decisions recorded with this revision: those that name what moved, or all of them where it is
    /// figures of the whole plan that did.
    pub decisions: Vec<String>,
    /// Where a value moved without such: of the decisions that name it and came with no other move of it, the
    /// one whose date is nearest.
    pub nearest: Option<String>,
}

/// What a plan says of what is looked at.
#[must_use]
pub fn state(read: &Read, asked: &Asked) -> State {
    state_of(&read.plan, &read.source.written(), asked)
}

/// The same, where it is known what its files say.
fn state_of(plan: &Plan, written: &Written, asked: &Asked) -> State {
    let of_wave = |gate: &crate::plan::leadership::Gate| {
        let wave = gate.wave.map(|wave| plan.wave(wave).id.clone())?;
        Some((gate.id.clone(), wave))
    };
    let mut state = State {
        value: None,
        figure: None,
        shown: String::new(),
        leaves: Vec::new(),
        dates: Vec::new(),
        figures: Vec::new(),
        years: Vec::new(),
        months: Vec::new(),
        of_driver: false,
        end: plan.waves.iter().map(|wave| wave.end).max(),
        gate: next_gate(plan),
        milestones: Vec::new(),
        targets: Vec::new(),
        currency: plan.currency,
        as_of: plan.as_of,
        decisions: decided::recorded(written),
        gates: plan.gates.iter().filter_map(of_wave).collect(),
        subjects: Vec::new(),
        tabled: false,
        called: Vec::new(),
        became: None,
    };
    if let Some(at) = asked.address() {
        state.value = written.get(at).cloned();
        state.shown = state.value.as_ref().map(|value| shown(at, value, plan)).unwrap_or_default();
        state.tabled = written.table(at).is_some();
        if let Some(value @ Value::Table(_)) = &state.value {
            state.leaves = leaves::leaves(at, value, plan);
            state.dates = leaves::dates(at, plan);
        }
    }
    if let Some(name) = asked.figure() {
        state.reckon(&Figures::new(plan), name);
    }
    if *asked == Asked::Headline {
        let figures = Figures::new(plan);
        state.figures = headline(figures.case()).to_vec();
        state.figures.retain(|(name, _)| is_told(name, [figures.case(); 2]));
        state.months = promised::months(&figures, &OfPlan::Plan);
        let years = by(&state.months, Per::Year, plan.as_of).into_iter();
        state.years = years.map(|it| (it.period.first.year(), it.planned, it.forecast)).collect();
        state.milestones = targets::milestones(plan);
        let end = |wave: &Wave| Dated { key: wave.id.clone(), name: wave.title().into(), date: wave.end };
        state.dates = plan.waves.iter().map(end).collect();
        state.targets = targets::targets(written, plan);
        state.subjects = targets::subjects(written);
    }
    state
}

/// Whether it is told what was promised month by month of what a figure is of.
#[must_use]
pub fn promises(name: &Name) -> bool {
    matches!(&*name.word, "planned" | "forecast" | "realized")
        && name.when.is_none_or(|when| matches!(when, When::Period(_)))
}

impl State {
    /// Takes in what a figure comes to, where the plan has it.
    fn reckon(&mut self, figures: &Figures<'_>, name: &Name) {
        let plan = figures.plan;
        let name = traces::in_full(plan, name.clone());
        if let Ok(figure) = traces::figure(figures, &name) {
            self.shown = figure.trace.value.said(&figure.trace.unit, plan.currency);
            self.figure = Some(Figured { value: figure.trace.value, unit: figure.trace.unit });
        }
        if promises(&name)
            && let Some(of) =
                traces::by_word(&name.word).and_then(|it| OfPlan::resolve(plan, it.of, &name.of))
        {
            self.months = promised::months(figures, &of);
            self.of_driver = matches!(of, OfPlan::Item(_));
        }
    }

    /// Whether what is asked for is there.
    #[must_use]
    pub fn has(&self, asked: &Asked) -> bool {
        *asked == Asked::Headline || self.value.is_some() || self.figure.is_some()
    }

    /// Which of the tables that are asked for had another id before.
    fn renamed(&self, before: &Self) -> Vec<Renamed> {
        let renamed = |(table, to): &(Address, Id)| {
            let (_, from) = before.called.iter().find(|(it, _)| it == table)?;
            let (table, from, to) = (table.clone(), from.clone(), to.clone());
            (from != to).then_some(Renamed { table, from, to })
        };
        self.called.iter().filter_map(renamed).collect()
    }

    /// What is called otherwise from here on than it is asked for.
    #[must_use]
    pub fn became(&self) -> Option<&Renamed> {
        self.became.as_ref()
    }

    /// What was promised for the period that a figure is asked for.
    #[must_use]
    pub fn promise(&self, name: &Name) -> Option<Promise> {
        match name.when {
            Some(When::Period(period)) => of_period(&self.months, period, self.as_of),
            _ => None,
        }
    }

    /// What was planned and forecast, month by month.
    fn promises(&self) -> impl Iterator<Item = (crate::plan::calendar::Month, Money, Money)> + '_ {
        self.months.iter().map(|it| (it.month, it.planned, it.forecast))
    }
}

fn next_gate(plan: &Plan) -> Option<(Box<str>, NaiveDate)> {
    let dated = plan.gates.iter().filter_map(|gate| {
        let date = gate.date.or_else(|| gate.wave.map(|wave| plan.wave(wave).end))?;
        (date > plan.as_of).then(|| (gate.id.clone(), date))
    });
    dated.min_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)))
}

/// Each revision that has a plan, with what those before it had.
fn ways<'s>(
    commits: &'s [Commit],
    states: &'s [Option<State>],
) -> impl Iterator<Item = (&'s Commit, Vec<&'s State>, &'s State)> {
    commits.iter().zip(states).filter_map(|(commit, state)| {
        let before = |nth: &usize| states.get(*nth).and_then(Option::as_ref);
        Some((commit, commit.parents.iter().filter_map(before).collect(), state.as_ref()?))
    })
}

/// Where what is looked at moved, the newest first. `states` are what the commits say, in their order;
/// `None` where the plan was gone.
#[must_use]
pub fn moves(commits: &[Commit], states: &[Option<State>], asked: &Asked) -> Vec<Move> {
    let said = |one: &State, other: &State| match asked {
        Asked::Value(_) => (&one.value, &one.dates) == (&other.value, &other.dates),
        Asked::Figure(_) => one.figure == other.figure,
        Asked::Either(..) => {
            (&one.value, &one.dates, &one.figure) == (&other.value, &other.dates, &other.figure)
        }
        Asked::Headline => {
            (&one.figures, one.end, &one.gate, &one.milestones)
                == (&other.figures, other.end, &other.gate, &other.milestones)
                && one.promises().eq(other.promises())
        }
    };
    let same = |one: &State, other: &State| said(one, other) && other.renamed(one).is_empty();
    let mut moves = Vec::new();
    let mut taken = FxHashSet::default();
    for (commit, before, after) in ways(commits, states) {
        if before.iter().any(|before| same(before, after)) || before.is_empty() && !after.has(asked) {
            continue;
        }
        let ids = asked_ids(asked, after);
        let about = |decision: &&Value| ids.is_empty() || decided::names(decision, &ids);
        // What was decided in the same commit is likely why, also where it names something else; but what names it
        // says so.
        // Where the history is cut, nobody knows what came with this revision.
        let brought = if commit.cut { Vec::new() } else { decided::brought(&before, after) };
        let named: Vec<&Value> = brought.iter().copied().filter(about).collect();
        let likely = if named.is_empty() { brought } else { named };
        let decisions: Vec<String> = likely.into_iter().map(decided::told).collect();
        taken.extend(decisions.iter().cloned());
        moves.push(Move {
            commit: commit.clone(),
            before: before.first().map(|before| (*before).clone()),
            after: after.clone(),
            renamed: before.first().map(|before| after.renamed(before)).unwrap_or_default(),
            decisions,
            nearest: None,
        });
    }
    if matches!(asked, Asked::Value(_) | Asked::Either(..)) {
        let ever = decided::ever(states);
        for it in moves.iter_mut().filter(|it| it.decisions.is_empty() && it.before.is_some()) {
            let ids = asked_ids(asked, &it.after);
            it.nearest = decided::nearest(&ever, &ids, it.commit.date, &taken);
        }
    }
    moves
}

/// The ids that a decision on what is asked for names; none where every decision is on it.
fn asked_ids<'s>(asked: &'s Asked, state: &'s State) -> Vec<&'s str> {
    match asked {
        Asked::Value(at) | Asked::Either(_, at) => decided::ids(at, state),
        Asked::Figure(name) => name.of.iter().map(|id| &**id).collect(),
        Asked::Headline => Vec::new(),
    }
}
