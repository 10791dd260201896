//! Items: what the waves move. Drivers, capabilities and mandates share one id space, since needs run
//! among all three; what only one of them has is in its [`Detail`].

use chrono::NaiveDate;

use super::about::{About, Link};
use super::capability::Capability;
use super::id::{Id, ItemIx, WaveIx};
use super::leadership::Mandate;
use super::quantity::{Level, Money};
use super::strategy::Driver;

/// A driver, a capability or a mandate.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id, unique among all items.
    pub id: Id,
    /// Name, note, owner and the user's own fields.
    pub about: About,
    /// What only its kind has.
    pub detail: Detail,
    /// The steps it takes, by level and then wave. Empty: not phased, or a group.
    pub steps: Box<[Step]>,
    /// `wave = "unplanned"`: left out of the waves on purpose.
    pub unplanned: bool,
    /// Hard needs: must be live first.
    pub needs: Box<[Need]>,
    /// Soft needs: out of order is a warning.
    pub prefers: Box<[Need]>,
    /// When work on it starts, inside its wave.
    pub start: Option<NaiveDate>,
    /// When work on it ends, inside its wave.
    pub end: Option<NaiveDate>,
    /// When it goes live, where that is not the end of its wave. Holds for its first step.
    pub live: Option<NaiveDate>,
    /// One-off and running money; read it through [`Item::cost`].
    pub cost: Option<Box<Cost>>,
    /// Person-months by team.
    pub effort: Box<[Effort]>,
    /// What few items have, kept apart so that the many stay small.
    pub seldom: Option<Box<Seldom>>,
}

/// What only drivers, only capabilities or only mandates have.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Strategy: a value driver.
    Driver(Box<Driver>),
    /// Operating model: a capability, or a group of them.
    Capability(Box<Capability>),
    /// Leadership: a mandate.
    Mandate(Box<Mandate>),
}

/// The three dimensions that every wave moves; rows of the roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// What is gained: value drivers.
    Strategy,
    /// What is built: capabilities.
    OperatingModel,
    /// Who may decide: mandates.
    Leadership,
}

impl Dimension {
    /// The three, in the order of the roadmap's rows.
    pub const ALL: [Self; 3] = [Self::Strategy, Self::OperatingModel, Self::Leadership];

    /// As the plan spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strategy => "strategy",
            Self::OperatingModel => "operating-model",
            Self::Leadership => "leadership",
        }
    }
}

/// A level reached in a wave. A driver has one step, of level 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The level reached (capability), the strength (mandate), or 1 (driver).
    pub level: Level,
    /// The wave that reaches it.
    pub wave: WaveIx,
}

/// A need for another item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// What is needed.
    pub item: ItemIx,
    /// The level needed; `None` is the first level that it reaches.
    pub level: Option<Level>,
    /// The step it holds from: the step of this wave, or the item's first where `None`.
    pub wave: Option<WaveIx>,
    /// Its place in the list, as the plan writes it.
    pub nth: u32,
}

/// What an item costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// One-off money, spread evenly over the item's steps (a bare number in the plan).
    pub spread: Option<Money>,
    /// One-off money by wave.
    pub by_wave: Vec<(WaveIx, Money)>,
    /// Running money a year, from the month after the item is first live.
    pub run: Option<Money>,
}

/// Work for one team, spread evenly over the item's steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// The team; empty for a plan with one team (a bare number).
    pub team: Box<str>,
    /// Person-months.
    pub months: f64,
}

/// What few items have; read through the item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seldom {
    /// Who does the work, where that is not the owner.
    pub responsible: Option<Box<str>>,
    /// Items that must share a wave with this one.
    pub together: Box<[Link<ItemIx>]>,
    /// Why it is wanted though no item needs it.
    pub enabler: Option<Box<str>>,
}

impl Item {
    /// An item of which nothing is said but what it is.
    #[must_use]
    pub fn new(id: Id, detail: Detail) -> Self {
        Self {
            id,
            about: About::default(),
            detail,
            steps: Box::default(),
            unplanned: false,
            needs: Box::default(),
            prefers: Box::default(),
            start: None,
            end: None,
            live: None,
            cost: None,
            effort: Box::default(),
            seldom: None,
        }
    }

    /// Who does the work, where that is not the owner.
    #[must_use]
    pub fn responsible(&self) -> Option<&str> {
        self.seldom.as_ref()?.responsible.as_deref()
    }

    /// Items that must share a wave with this one.
    #[must_use]
    pub fn together(&self) -> &[Link<ItemIx>] {
        self.seldom.as_ref().map_or(&[], |seldom| &seldom.together)
    }

    /// Why it is wanted though no item needs it.
    #[must_use]
    pub fn enabler(&self) -> Option<&str> {
        self.seldom.as_ref()?.enabler.as_deref()
    }

    /// What it costs; nothing where the plan says nothing.
    #[must_use]
    pub fn cost(&self) -> &Cost {
        const NOTHING: &Cost = &Cost { spread: None, by_wave: Vec::new(), run: None };
        self.cost.as_deref().unwrap_or(NOTHING)
    }

    /// The dimension that it belongs to.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        match self.detail {
            Detail::Driver(_) => Dimension::Strategy,
            Detail::Capability(_) => Dimension::OperatingModel,
            Detail::Mandate(_) => Dimension::Leadership,
        }
    }

    /// What only drivers have, if it is one.
    #[must_use]
    pub fn driver(&self) -> Option<&Driver> {
        match &self.detail {
            Detail::Driver(driver) => Some(driver),
            _ => None,
        }
    }

    /// What only capabilities have, if it is one.
    #[must_use]
    pub fn capability(&self) -> Option<&Capability> {
        match &self.detail {
            Detail::Capability(capability) => Some(capability),
            _ => None,
        }
    }

    /// What only mandates have, if it is one.
    #[must_use]
    pub fn mandate(&self) -> Option<&Mandate> {
        match &self.detail {
            Detail::Mandate(mandate) => Some(mandate),
            _ => None,
        }
    }

    /// Whether it is a group: a capability that holds others and has no wave of its own.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.capability().is_some_and(|capability| capability.group)
    }

    /// The name, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.id)
    }

    /// The first step that reaches at least `level`; with `None`, the first step.
    #[must_use]
    pub fn step_reaching(&self, level: Option<Level>) -> Option<usize> {
        let level = level.unwrap_or(0);
        self.steps.iter().position(|step| step.level >= level)
    }
}
