//! Operating model: archetypes of markets, trade-offs, and the exceptions to them.

use chrono::NaiveDate;

use super::about::About;
use super::id::{Id, MarketIx, TradeoffIx};
use super::quantity::Money;
use super::words::words;

words! {
    /// The three archetypes of affiliates, from low to high customization.
    ArchetypeName {
        /// Served from headquarters, fast and in parallel.
        Standardized = "standardized",
        /// Large markets with local capabilities.
        Adapted = "adapted",
        /// Exceptional markets, slow and in sequence.
        Customized = "customized",
    }
}

/// What an archetype does to cost and time of a roll-out.
#[derive(Clone, Debug, PartialEq)]
pub struct Archetype {
    /// Name, note, owner; none where the plan leaves the default.
    pub about: About,
    /// Factor on a market's roll-out cost.
    pub cost_factor: f64,
    /// Months from wave end to live.
    pub lag_months: u32,
}

impl Archetype {
    /// The default of an archetype: factor 1.0, 1.5, 2.5 and lag 0, 3, 6 months.
    #[must_use]
    pub fn default_of(name: ArchetypeName) -> Self {
        let (cost_factor, lag_months) = match name {
            ArchetypeName::Standardized => (1.0, 0),
            ArchetypeName::Adapted => (1.5, 3),
            ArchetypeName::Customized => (2.5, 6),
        };
        Self { about: About::default(), cost_factor, lag_months }
    }
}

/// A choice between two ends of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tradeoff {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// The two ends.
    pub axis: Option<[Box<str>; 2]>,
    /// From -2 (first end) to 2 (second end); absent: undecided.
    pub position: Option<i8>,
    /// Whether and when exceptions are allowed.
    pub exceptions: Option<Box<str>>,
}

/// A local deviation, with its price.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// The trade-off it deviates from.
    pub tradeoff: Option<TradeoffIx>,
    /// Where it holds; absent: everywhere.
    pub market: Option<MarketIx>,
    /// Who approved it.
    pub approved_by: Option<Box<str>>,
    /// Its last day.
    pub until: Option<NaiveDate>,
    /// Money a year.
    pub cost: Option<Money>,
}
