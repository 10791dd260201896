//! Where a figure comes from: the rule, the arithmetic with its values, and what went into it.
//!
//! Every figure has a [`Name`] and belongs to a [`Family`]. A [`Trace`] is one figure taken apart by one
//! step: its value, the rule in words, the [`Term`] that leads from the inputs to the value, and the inputs,
//! each of them another figure (which can be asked for in turn) or a value of the plan. Values in a trace
//! are those that the views show, computed by the same functions; a test evaluates the term of every figure
//! and holds it to the value.
//!
//! | file | what it holds |
//! |---|---|
//! | `name` | the grammar of names |
//! | `of` | what a figure is of |
//! | `value` | what a figure comes to |
//! | `term` | arithmetic |
//! | `flow` | amounts by month: totals, years, parts |
//! | `cut` | a part of value: a market, a category, one crossed with the other |
//! | `parted` | such a part, taken apart |
//! | `days` | the lines that days come from |
//! | `decided` | the lines that decide without being a number |
//! | `told` | at which times an export tells figures |
//! | `reads` | which values of the plan go into which figures |
//! | `asked` | what criteria of gates ask about |
//! | `amounts` | planned value, cost and their like, by month, of anything |
//! | `late` | what is late, and what that moves |
//! | `measured` | how KPIs stand, in all and in a market |

pub mod amounts;
pub mod asked;
pub mod begins;
pub mod cut;
pub mod days;
pub mod decided;
pub mod flow;
pub mod late;
pub mod measured;
pub mod name;
pub mod of;
pub mod overdue;
pub mod parted;
pub mod reads;
pub mod splits;
pub mod term;
pub mod told;
pub mod value;
pub mod window;

use crate::figures::Figures;
use crate::plan::address::Address;
use crate::plan::calendar::Month;
use crate::plan::item::Item;
use crate::wording;
use name::{Name, When};
use of::{Kind, Of};
use term::Term;
use value::Value;

/// A figure, taken apart by one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What it comes to.
    pub value: Value,
    /// The unit of a value that is no money, share or count: that of a KPI, person-months.
    pub unit: Box<str>,
    /// The rule in words.
    pub rule: String,
    /// How the value follows from the inputs.
    pub steps: Steps,
    /// What it is made of.
    pub inputs: Vec<Input>,
    /// What decides it without being a number in it.
    pub decided: Vec<Line>,
    /// What is to be known beside it, in sentences: what it takes on trust, where it reads odd.
    pub notes: Vec<String>,
    /// Other figures of the same thing.
    pub also: Vec<Name>,
}

/// How a value follows from the inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Steps {
    /// By arithmetic.
    Term(Term),
    /// By the rule, as these words apply it to the inputs.
    Words(String),
}

/// One thing that a figure is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What it is, in a few words.
    pub label: String,
    /// What it comes to.
    pub value: Value,
    /// The unit of a value that is no money, share or count.
    pub unit: Box<str>,
    /// Where it comes from.
    pub from: Origin,
}

/// A line of the plan that decides a figure without being a number in its arithmetic: what belongs to it, how readings
/// count, what must be live first.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is, in a few words.
    pub label: String,
    /// Where the plan says it.
    pub at: Address,
}

/// Where an input comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// Another figure.
    Figure(Name),
    /// A value of the plan.
    Plan(Address),
    /// The format itself: a number of months, a point of a curve.
    Rule,
}

impl Trace {
    /// A value with its rule, made of nothing yet.
    #[must_use]
    pub fn new(value: Value, rule: &str) -> Self {
        Self {
            value,
            unit: "".into(),
            rule: rule.into(),
            steps: Steps::Words(String::new()),
            inputs: Vec::new(),
            decided: Vec::new(),
            notes: Vec::new(),
            also: Vec::new(),
        }
    }

    /// A value that is the sum of its inputs.
    #[must_use]
    pub fn sum(value: Value, rule: &str, inputs: Vec<Input>) -> Self {
        Self { inputs, ..Self::new(value, rule) }.by(Term::All(0))
    }

    /// With an input.
    #[must_use]
    pub fn with(mut self, label: &str, value: Value, from: impl Into<Origin>) -> Self {
        self.inputs.push(Input::new(label, value, from));
        self
    }

    /// Takes in another input, which the term that it gives stands for.
    pub fn take(&mut self, label: &str, value: Value, from: impl Into<Origin>) -> Term {
        self.inputs.push(Input::new(label, value, from));
        Term::Input(self.inputs.len() - 1)
    }

    /// Takes in another input that has a unit.
    pub fn take_in(&mut self, unit: &str, label: &str, value: Value, from: impl Into<Origin>) -> Term {
        self.inputs.push(Input { unit: unit.into(), ..Input::new(label, value, from) });
        Term::Input(self.inputs.len() - 1)
    }

    /// Following by arithmetic.
    #[must_use]
    pub fn by(self, term: Term) -> Self {
        Self { steps: Steps::Term(term), ..self }
    }

    /// Following as these words say.
    #[must_use]
    pub fn because(self, words: impl Into<String>) -> Self {
        Self { steps: Steps::Words(words.into()), ..self }
    }

    /// With something to be known beside it, where there is anything.
    #[must_use]
    pub fn noting(mut self, note: Option<String>) -> Self {
        self.notes.extend(note);
        self
    }

    /// Takes in a line that decides it.
    pub fn decide(&mut self, label: impl Into<String>, at: Address) {
        self.decided.push(Line { label: label.into(), at });
    }

    /// In a unit.
    #[must_use]
    pub fn unit(self, unit: &str) -> Self {
        Self { unit: unit.into(), ..self }
    }
}

impl Input {
    /// An input without a unit.
    #[must_use]
    pub fn new(label: &str, value: Value, from: impl Into<Origin>) -> Self {
        Self { label: label.into(), value, unit: "".into(), from: from.into() }
    }
}

impl From<Name> for Origin {
    fn from(name: Name) -> Self {
        Self::Figure(name)
    }
}

impl From<Address> for Origin {
    fn from(address: Address) -> Self {
        Self::Plan(address)
    }
}

/// Figures that follow the same rule: `planned` of the plan, of each wave and of each driver.
pub struct Family {
    /// The word that their names begin with.
    pub word: &'static str,
    /// What they are.
    pub means: &'static str,
    /// What they may be of.
    pub of: &'static [Kind],
    /// At which time they may be asked for.
    pub timing: Timing,
    /// Takes one of them apart; `None` where the plan has none at that time.
    pub trace: fn(&Figures<'_>, &Of, Option<When>) -> Option<Trace>,
    /// Tells all of them that an export holds.
    pub each: fn(&Figures<'_>, &mut dyn FnMut(Row)),
}

/// At which time a figure may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// At none: it holds for the whole plan.
    Never,
    /// In a period; in all months where none is named.
    Period,
    /// In a period, or up to a day.
    PeriodOrDay,
    /// In a month; in that of `as-of` where none is named.
    Month,
    /// Up to the end of a period; of the month of `as-of` where none is named.
    UpTo,
    /// At a day; at `as-of` where none is named.
    Day,
}

impl Timing {
    /// Whether a figure may be asked for then.
    #[must_use]
    pub fn allows(self, when: Option<When>) -> bool {
        match (self, when) {
            (_, None) | (Self::Period | Self::UpTo | Self::PeriodOrDay, Some(When::Period(_))) => true,
            (Self::Day | Self::PeriodOrDay, Some(When::Day(_))) => true,
            (Self::Month, Some(When::Period(period))) => period.months == 1,
            _ => false,
        }
    }

    /// What may stand behind the `@`.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Never => "no time: it holds for the whole plan",
            Self::Period | Self::UpTo => "a year, a quarter or a month: 2027, 2027-Q1, 2027-03",
            Self::PeriodOrDay => "a year, a quarter, a month or a day: 2027, 2027-Q1, 2027-03, 2027-03-31",
            Self::Month => "a month: 2027-03",
            Self::Day => "a day: 2027-03-31",
        }
    }
}

/// A line of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the figure is of.
    pub of: Of,
    /// When.
    pub when: Option<When>,
    /// What it comes to.
    pub value: Value,
    /// The unit of a value that is no money, share or count.
    pub unit: Box<str>,
}

/// What others leave a driver of its pool, in words.
#[must_use]
pub fn by_pool(figures: &Figures<'_>, of: &Of) -> Option<String> {
    let (Of::Item(driver), plan) = (of, figures.plan) else { return None };
    let pool = plan.pool(plan.item(*driver).driver()?.pool?);
    let words = wording::by_pool(figures.forecast_by_pool(*driver), pool.title(), plan.currency)?;
    Some(format!("{words} than planned × rate"))
}

/// The drivers that share a pool.
pub fn pooled<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = Of> + 'f {
    let is_pooled = |item: &Item| item.driver().is_some_and(|driver| driver.pool.is_some());
    figures.plan.drivers().filter(move |(_, item)| is_pooled(item)).map(|(ix, _)| Of::Item(ix))
}

impl Row {
    /// A line without a unit.
    #[must_use]
    pub fn new(of: Of, when: Option<When>, value: Value) -> Self {
        Self { of, when, value, unit: "".into() }
    }
}

/// The last month of the grid up to which a figure is asked for, by position: that of a period's end, or of the
/// plan's where that is before; that of `as-of` where none is named. `None` outside of the plan's months.
#[must_use]
pub fn up_to(figures: &Figures<'_>, when: Option<When>) -> Option<usize> {
    let grid = figures.grid();
    match when {
        Some(When::Period(_)) => flow::stretch(grid, when)?.last(),
        when => grid.position(month_of(figures, when)),
    }
}

/// The month that a figure is asked for: that of `as-of` where none is named.
#[must_use]
pub fn month_of(figures: &Figures<'_>, when: Option<When>) -> Month {
    match when {
        Some(When::Period(period)) => period.first,
        Some(When::Day(day)) => Month::of(day),
        None => Month::of(figures.plan.as_of),
    }
}
