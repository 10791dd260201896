//! Operating model: what only a capability has.

use super::id::{ItemIx, UnitIx};
use super::quantity::Level;
use super::words::words;

/// A capability, or a group that holds others; a tree of at most three levels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capability {
    /// The group it is part of.
    pub part_of: Option<ItemIx>,
    /// Whether others are part of it.
    pub group: bool,
    /// Its layer, inherited from its group where it names none.
    pub layer: Option<Layer>,
    /// The operating-model dimensions it touches.
    pub dimensions: Box<[OperatingDimension]>,
    /// Maturity today.
    pub maturity: Maturity,
    /// The level of its one step, where that is placed by `wave`.
    pub target: Option<Level>,
    /// How it is delivered.
    pub delivery: Option<Delivery>,
}

/// Maturity today, 0 to 5, by business unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Maturity {
    /// Never assessed.
    #[default]
    Unassessed,
    /// The same everywhere (a bare number).
    Everywhere(Level),
    /// By unit; a unit that is absent was never assessed.
    ByUnit(Box<[(UnitIx, Level)]>),
}

impl Maturity {
    /// Maturity today in `unit`; `None` where it was never assessed.
    #[must_use]
    pub fn of(&self, unit: UnitIx) -> Option<Level> {
        match self {
            Self::Unassessed => None,
            Self::Everywhere(level) => Some(*level),
            Self::ByUnit(levels) => levels.iter().find(|(of, _)| *of == unit).map(|(_, level)| *level),
        }
    }

    /// The level that holds in every one of `units` units today; 0 while one was never assessed.
    #[must_use]
    pub fn everywhere(&self, units: usize) -> Level {
        match self {
            Self::Unassessed => 0,
            Self::Everywhere(level) => *level,
            Self::ByUnit(levels) if levels.len() < units => 0,
            Self::ByUnit(levels) => levels.iter().map(|(_, level)| *level).min().unwrap_or(0),
        }
    }
}

words! {
    /// The three equally important layers of capabilities.
    Layer {
        /// Marketing automation, CRM, data management, integration.
        Technological = "technological",
        /// Segments, journeys, campaigns, content.
        Commercial = "commercial",
        /// Training, incentives, change management, communication of value.
        Transformational = "transformational",
    }
}

impl Layer {
    /// The letter that it goes by on the board.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Technological => 'T',
            Self::Commercial => 'C',
            Self::Transformational => 'X',
        }
    }
}

words! {
    /// The six dimensions of an operating model.
    OperatingDimension {
        /// Organization.
        Organization = "organization",
        /// People.
        People = "people",
        /// Technology.
        Technology = "technology",
        /// Data.
        Data = "data",
        /// Processes.
        Processes = "processes",
        /// Funding.
        Funding = "funding",
    }
}

words! {
    /// How a capability is delivered.
    Delivery {
        /// Built in house.
        Build = "build",
        /// Bought.
        Buy = "buy",
        /// By a partner.
        Partner = "partner",
    }
}
