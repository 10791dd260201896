//! The record: what happened, apart from what is planned.

use chrono::NaiveDate;

use super::Plan;
use super::about::{About, Link};
use super::address::Table;
use super::calendar::Period;
use super::id::{GateIx, Id, ItemIx, KpiIx, MarketIx, UnitIx, WaveIx};
use super::quantity::{Level, Money};
use super::words::words;

/// A value of a KPI at a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The KPI.
    pub kpi: KpiIx,
    /// The date it holds for.
    pub date: NaiveDate,
    /// The value in the KPI's unit; yes is 1 and no is 0.
    pub value: f64,
    /// The market it was read in; absent: the global figure.
    pub market: Option<MarketIx>,
    /// Note and the user's own fields.
    pub about: About,
}

/// Value that a driver brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Realized {
    /// The driver.
    pub driver: ItemIx,
    /// When.
    pub period: Period,
    /// How much, spread evenly over the period's months.
    pub value: Money,
    /// Note and the user's own fields.
    pub about: About,
}

/// Money that was spent.
#[derive(Clone, Debug, PartialEq)]
pub struct Spent {
    /// On what.
    pub on: SpentOn,
    /// When.
    pub period: Period,
    /// How much.
    pub value: Money,
    /// Note and the user's own fields.
    pub about: About,
}

/// What money was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpentOn {
    /// An item.
    Item(ItemIx),
    /// A wave as a whole.
    Wave(WaveIx),
}

/// The level that was really seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// The capability or mandate.
    pub item: ItemIx,
    /// When.
    pub date: NaiveDate,
    /// The level, 0 to 5.
    pub level: Level,
    /// Where; absent: everywhere.
    pub unit: Option<UnitIx>,
    /// Note and the user's own fields.
    pub about: About,
}

/// A decision that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// When.
    pub date: NaiveDate,
    /// The gate it decides; absent: free-standing.
    pub gate: Option<GateIx>,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// Who decided.
    pub by: Option<Box<str>>,
    /// The ids it affects, as the plan writes them.
    pub affects: Vec<Id>,
    /// What it does to the plan, in the words of the day: the scenario that was decided on, and its figures.
    pub effect: Option<Box<str>>,
    /// Note and the user's own fields.
    pub about: About,
}

impl Decision {
    /// The gate that it gives an outcome, which decides it, to hold too. What is only asked or noted about a gate does
    /// not.
    #[must_use]
    pub fn decides(&self) -> Option<GateIx> {
        self.gate.filter(|_| self.outcome.is_some())
    }

    /// What it comes to in a word; at a gate that is missed where nobody wrote it down.
    #[must_use]
    pub fn outcome_words(&self) -> &'static str {
        match (self.outcome, self.gate) {
            (Some(outcome), _) => outcome.as_str(),
            (None, Some(_)) => "without an outcome",
            (None, None) => "",
        }
    }

    /// What was asked, then the answer: its name and its note, with a stop between them.
    #[must_use]
    pub fn said(&self) -> String {
        let (name, note) = (self.about.name.as_deref(), self.about.note.as_deref());
        match (name, note) {
            (Some(name), Some(note)) => {
                let ends = name.trim_end().ends_with(['.', '?', '!', ':', ';', ',', '…', '–', '—']);
                format!("{}{} {note}", name.trim_end(), if ends { "" } else { "." })
            }
            (one, other) => one.or(other).unwrap_or_default().to_owned(),
        }
    }
}

impl Plan {
    /// The newest decision that gave a gate an outcome by a date; what is recorded after `as-of` is not known.
    #[must_use]
    pub fn decided_at(&self, gate: GateIx, at: NaiveDate) -> Option<&Decision> {
        let until = at.min(self.as_of);
        let outcome = |it: &&Decision| it.decides() == Some(gate) && it.date <= until;
        self.decisions.iter().rfind(outcome)
    }

    /// Whether a gate is passed for good by what is known: its newest outcome is another one than to hold. What is
    /// only asked or noted about it settles nothing.
    #[must_use]
    pub fn is_settled(&self, gate: GateIx) -> bool {
        let newest = self.decided_at(gate, self.as_of);
        newest.is_some_and(|decision| decision.outcome != Some(Outcome::Hold))
    }
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// When it was agreed.
    pub date: NaiveDate,
    /// What is to be done.
    pub what: Box<str>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// When it was done; absent: open.
    pub done: Option<NaiveDate>,
    /// Owner, note and the user's own fields.
    pub about: About,
}

/// Something that was learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Learning {
    /// When.
    pub date: NaiveDate,
    /// The wave it came from.
    pub wave: Option<WaveIx>,
    /// The items it led to a change of.
    pub leads_to: Vec<Link<ItemIx>>,
    /// Note and the user's own fields.
    pub about: About,
}

/// A finding that is accepted for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The rule.
    pub rule: Box<str>,
    /// The id it is accepted on; absent: anywhere.
    pub on: Option<Id>,
    /// Why.
    pub reason: Option<Box<str>>,
    /// Who accepted it.
    pub by: Option<Box<str>>,
    /// Its last day.
    pub until: Option<NaiveDate>,
}

/// A slide of the steering agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    /// What it shows; absent: nothing but its words.
    pub view: Option<SlideView>,
    /// The id it is about.
    pub item: Option<Id>,
    /// The decision that is asked.
    pub ask: Option<Box<str>>,
    /// Its title.
    pub title: Option<Box<str>>,
    /// Note and the user's own fields.
    pub about: About,
}

words! {
    /// What a slide shows.
    SlideView {
        /// The waves and how far they are, or one of them.
        Roadmap = "roadmap",
        /// What is late and why: of everything, of a wave, or of an item.
        Late = "late",
        /// What a gate asks and what of it holds: the gate named, that of a wave, or the next one.
        Gate = "gate",
        /// The KPIs, the worst first: all, those that measure an item, or one.
        Kpis = "kpis",
        /// Planned value, forecast and realized value: of everything, or of a driver.
        Value = "value",
        /// The decisions that are asked, and the actions that are open.
        Decisions = "decisions",
    }
}

impl SlideView {
    /// The kinds of what it can show alone, the one that an id means first; none: it shows the plan as a whole. A slide
    /// without a view may be about any of what the others show.
    #[must_use]
    pub fn shows(view: Option<Self>) -> &'static [Table] {
        use Table::{Capability, Driver, Gate, Kpi, Mandate, Wave};
        match view {
            Some(Self::Roadmap) => &[Wave],
            Some(Self::Late) => &[Wave, Driver, Capability, Mandate],
            Some(Self::Gate) => &[Gate, Wave],
            Some(Self::Kpis) => &[Kpi, Driver, Capability, Mandate],
            Some(Self::Value) => &[Driver],
            Some(Self::Decisions) => &[],
            None => &[Wave, Driver, Capability, Mandate, Gate, Kpi],
        }
    }
}

words! {
    /// What a gate decides.
    Outcome {
        /// Go on.
        Go = "go",
        /// Go on, with conditions.
        Conditions = "conditions",
        /// Wait.
        Hold = "hold",
        /// Stop.
        Stop = "stop",
    }
}
