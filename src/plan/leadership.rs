//! Leadership: mandates, gates, risks.

use chrono::NaiveDate;

use super::about::{About, Link};
use super::id::{BrandIx, CustomerTypeIx, Id, ItemIx, KpiIx, MarketIx, WaveIx};
use super::quantity::{Level, Money};
use super::words::words;

/// What only a mandate has. Its strength, 1 to 5, is the level of its steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mandate {
    /// Executive or transformation leadership.
    pub leadership: Option<Leadership>,
    /// What it is about.
    pub theme: Option<Theme>,
    /// Who holds it.
    pub holder: Option<Box<str>>,
    /// First day in force; absent: from the start of the first wave it reaches.
    pub granted: Option<NaiveDate>,
    /// Last day in force; absent: open-ended.
    pub until: Option<NaiveDate>,
    /// Money that may be committed under it, in all; absent: no limit.
    pub limit: Option<Money>,
    /// The scope it covers; absent: all scope.
    pub covers: Option<Scope>,
}

/// A choice of markets, brands and customer types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Markets.
    pub markets: Vec<Link<MarketIx>>,
    /// Brands.
    pub brands: Vec<Link<BrandIx>>,
    /// Customer types.
    pub customer_types: Vec<Link<CustomerTypeIx>>,
}

impl Scope {
    /// Whether it names nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.markets.is_empty() && self.brands.is_empty() && self.customer_types.is_empty()
    }
}

words! {
    /// The two types of leadership, both required in every wave.
    Leadership {
        /// Enables the transformation: funding, steering, mandate, governance.
        Executive = "executive",
        /// Drives the transformation: management, change, communication, business case, performance.
        Transformation = "transformation",
    }
}

words! {
    /// The nine themes of leadership: four executive, five of transformation.
    Theme {
        /// Funding and sponsorship.
        Funding = "funding",
        /// Decision-making and steering.
        Steering = "steering",
        /// The mandate itself.
        Mandate = "mandate",
        /// Governance.
        Governance = "governance",
        /// Project and transformation management.
        Management = "management",
        /// Change management.
        Change = "change",
        /// Communication and stakeholder buy-in.
        Communication = "communication",
        /// Business case and return on investment.
        BusinessCase = "business-case",
        /// KPIs and performance tracking.
        Performance = "performance",
    }
}

impl Theme {
    /// The leadership that the theme belongs to.
    #[must_use]
    pub fn leadership(self) -> Leadership {
        match self {
            Self::Funding | Self::Steering | Self::Mandate | Self::Governance => Leadership::Executive,
            _ => Leadership::Transformation,
        }
    }
}

/// The decision at the end of a wave.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// The wave it ends.
    pub wave: Option<WaveIx>,
    /// When it is held; absent: at the wave's end.
    pub date: Option<NaiveDate>,
    /// What must hold to go on.
    pub criteria: Vec<Criterion>,
}

/// One criterion of a gate: `consent >= 3`.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// What is measured.
    pub subject: Subject,
    /// How it is compared.
    pub comparison: Comparison,
    /// What it is compared with. Money is in major units here.
    pub threshold: f64,
    /// As the plan writes it.
    pub text: Box<str>,
    /// Its place in the list.
    pub nth: u32,
}

/// What a criterion measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The level of an item.
    Level(ItemIx),
    /// The newest reading of a KPI: `kpi.ID`.
    Kpi(KpiIx),
    /// What a driver has realized so far: `realized.ID`.
    Realized(ItemIx),
    /// What was spent on an item so far: `spent.ID`.
    SpentOnItem(ItemIx),
    /// What was spent in a wave so far: `spent.ID`.
    SpentInWave(WaveIx),
}

words! {
    /// How a criterion compares.
    Comparison {
        /// At least.
        AtLeast = ">=",
        /// At most.
        AtMost = "<=",
        /// More than.
        MoreThan = ">",
        /// Less than.
        LessThan = "<",
        /// Exactly.
        Equal = "=",
    }
}

impl Comparison {
    /// Whether `value` compares so with `threshold`.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "`=` means exactly")]
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
            Self::MoreThan => value > threshold,
            Self::LessThan => value < threshold,
            Self::Equal => value == threshold,
        }
    }
}

/// What may go wrong. Costs and delays count in simulation only.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Its id.
    pub id: Id,
    /// Name, note, owner.
    pub about: About,
    /// How likely it is, 0 to 1.
    pub probability: Option<f64>,
    /// Months of delay by item, if it happens.
    pub delays: Vec<(ItemIx, f64)>,
    /// Money, if it happens.
    pub costs: Option<Money>,
    /// What is done about it.
    pub response: Option<Box<str>>,
}

impl Risk {
    /// What it is expected to cost: how likely it is, of what it costs if it happens, to the nearest coin, half to even.
    /// `None` where either is not stated.
    #[must_use]
    pub fn expected_cost(&self) -> Option<Money> {
        let (probability, costs) = self.probability.zip(self.costs)?;
        Some(Money::from_minor_f64(probability * costs.minor_f64()))
    }
}

/// Strength of a mandate; an alias that says what the level means there.
pub type Strength = Level;
