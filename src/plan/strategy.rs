//! Strategy: objectives, value drivers, pools, and the multipliers that scope them.

use super::about::About;
use super::id::{Id, ObjectiveIx, PoolIx};
use super::operating_model::ArchetypeName;
use super::quantity::{Estimate, Money};
use super::words::words;

/// An overarching corporate objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
}

/// What only a value driver has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Driver {
    /// Where its value shows.
    pub category: Option<Category>,
    /// The objective it serves.
    pub objective: Option<ObjectiveIx>,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// Value a year at full scope.
    pub value: Option<Estimate>,
    /// One-time value at go-live.
    pub once: Option<Money>,
    /// How value ramps up after go-live.
    pub ramp: Option<Ramp>,
    /// The pool of money it competes for.
    pub pool: Option<PoolIx>,
    /// How sure the value is, 0 to 1; absent counts as 1.
    pub confidence: Option<f64>,
}

impl Driver {
    /// Whether it is to take value away: a dis-benefit, of which less is better.
    #[must_use]
    pub fn takes_away(&self) -> bool {
        let yearly = self.value.map_or(Money::ZERO, |value| value.likely);
        let amount = if yearly == Money::ZERO { self.once.unwrap_or_default() } else { yearly };
        amount < Money::ZERO
    }
}

/// Drivers of one pool compete for the same money.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// What the pool's drivers may claim together, a year.
    pub cap: Option<Money>,
    /// The money a year that its drivers each take a share of.
    pub base: Option<Money>,
}

impl Pool {
    /// The name, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.id)
    }

    /// Whether it holds its drivers to anything.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.cap.is_some() || self.base.is_some()
    }
}

/// How value grows from go-live to full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Months from go-live to full value; 0 is at once.
    pub months: f64,
    /// The curve.
    pub shape: Shape,
}

/// The curve of a ramp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Full value from the first month.
    Step,
    /// A straight line.
    Linear,
    /// `3x² − 2x³`.
    SCurve,
    /// The Bass adoption curve.
    Bass {
        /// Coefficient of innovation.
        p: f64,
        /// Coefficient of imitation.
        q: f64,
    },
    /// The logistic curve, from time 0 to 8.
    Logistic {
        /// How steep it is.
        k: f64,
        /// When it is half way.
        t0: f64,
    },
}

/// The kinds of multipliers, which span the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MultiplierKind {
    /// Markets.
    Market,
    /// Brands.
    Brand,
    /// Customer types.
    CustomerType,
}

impl MultiplierKind {
    /// The three kinds.
    pub const ALL: [Self; 3] = [Self::Market, Self::Brand, Self::CustomerType];
}

/// A market, a brand or a customer type.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiplier {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// Its share of the full-scope value, 0 to 1.
    pub share: f64,
    /// The archetype of a market.
    pub archetype: Option<ArchetypeName>,
    /// One-off roll-out cost of a market, before the archetype's factor.
    pub cost: Option<Money>,
    /// `wave = "unplanned"`: left out of the waves on purpose.
    pub unplanned: bool,
}

impl Multiplier {
    /// The name, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.id)
    }
}

words! {
    /// Where the value of a driver shows.
    Category {
        /// Revenue uplift.
        Revenue = "revenue",
        /// Reduced cost of sales.
        Cost = "cost",
        /// Reduced risk.
        Risk = "risk",
    }
}

words! {
    /// How far a driver has come, from idea to value signed by finance.
    Stage {
        /// An idea.
        Idea = "idea",
        /// Its value is estimated.
        Valued = "valued",
        /// It is planned.
        Planned = "planned",
        /// Work on it runs.
        Executing = "executing",
        /// It is implemented.
        Implemented = "implemented",
        /// Its value is seen and signed by finance.
        Confirmed = "confirmed",
    }
}
