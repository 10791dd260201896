//! The model of a plan: what the files say, in the words of the domain, resolved and in one order.
//!
//! A [`Plan`] is the same whatever the order of files, tables and includes: everything keyed by id is
//! sorted by id (waves by their dates first), records by what they are about and their date. References
//! are dense indices into those lists. A plan knows nothing of text; an [`Address`](address::Address)
//! names its values.

pub mod about;
pub mod address;
mod addresses;
pub mod aspect;
pub mod calendar;
pub mod capability;
pub mod discounting;
pub mod edit;
pub mod id;
pub mod item;
pub mod items;
pub mod kpi;
pub mod leadership;
mod live;
pub mod operating_model;
pub mod policy;
pub mod quantity;
pub mod record;
pub mod shift;
pub mod strategy;
pub mod tell;
pub mod telling;
pub mod typed;
pub mod veil;
pub mod wave;
pub(crate) mod words;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use about::About;
use calendar::plus_months;
use capability::Layer;
use discounting::Discounting;
use id::{BrandIx, CustomerTypeIx, GateIx, Id, ItemIx, KpiIx, ObjectiveIx, PoolIx, TradeoffIx, WaveIx};
use item::{Dimension, Item};
use items::Items;
use kpi::Kpi;
use leadership::{Gate, Risk, Scope};
use operating_model::{Archetype, ArchetypeName, Exception, Tradeoff};
use policy::Policy;
use quantity::Currency;
use record::{Action, Assessed, Decision, Learning, Reading, Realized, Slide, Spent, Waiver};
use strategy::{Multiplier, MultiplierKind, Objective, Pool};
use wave::Wave;

/// A transformation roadmap.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Name, note, owner of the programme.
    pub about: About,
    /// Who sponsors it.
    pub sponsor: Option<Box<str>>,
    /// What money is counted in.
    pub currency: Currency,
    /// First day. Absent in the file: the start of the first wave.
    pub start: NaiveDate,
    /// Value and cost are counted up to here. Absent in the file: two years after the last wave's end.
    pub horizon: NaiveDate,
    /// What is known is known up to here. Absent in the file: the last date of the record, or the start.
    pub as_of: NaiveDate,
    /// A year, as a fraction; absent in the file: 0.
    pub discount_rate: f64,
    /// When a month's money counts for its present value; absent in the file: at its middle.
    pub discounting: Discounting,
    /// Business units for assessments; absent in the file: the markets.
    pub units: Vec<Id>,
    /// One sentence for each dimension, in the order of [`Dimension::ALL`].
    pub target_state: [Option<Box<str>>; 3],
    /// Whether those are private.
    pub target_is_private: bool,
    /// What the checks hold the plan to.
    pub policy: Policy,

    /// By start, end and id.
    pub waves: Vec<Wave>,
    /// Drivers, then capabilities, then mandates; each by id. What an edit does not touch, the plans before
    /// and after it share.
    pub items: Items,
    /// How many of the items are drivers, and how many drivers or capabilities: where each kind ends.
    pub item_ends: [u32; 2],
    /// By id.
    pub objectives: Vec<Objective>,
    /// By id.
    pub pools: Vec<Pool>,
    /// By id.
    pub markets: Vec<Multiplier>,
    /// By id.
    pub brands: Vec<Multiplier>,
    /// By id.
    pub customer_types: Vec<Multiplier>,
    /// In the order of [`ArchetypeName::ALL`].
    pub archetypes: [Archetype; 3],
    /// By id.
    pub tradeoffs: Vec<Tradeoff>,
    /// By id.
    pub exceptions: Vec<Exception>,
    /// By id.
    pub gates: Vec<Gate>,
    /// By id.
    pub risks: Vec<Risk>,
    /// By id.
    pub kpis: Vec<Kpi>,

    /// By KPI, date and market.
    pub readings: Vec<Reading>,
    /// By driver and period.
    pub realized: Vec<Realized>,
    /// By what it was spent on, and period.
    pub spent: Vec<Spent>,
    /// By item, date and unit.
    pub assessed: Vec<Assessed>,
    /// By date, gate and note.
    pub decisions: Vec<Decision>,
    /// By date and what.
    pub actions: Vec<Action>,
    /// By date and note.
    pub learnings: Vec<Learning>,
    /// By rule and id.
    pub waivers: Vec<Waiver>,
    /// In the order of the file that holds them.
    pub slides: Vec<Slide>,

    /// Steps, by item and number, that are live on a day of their own: what `live` says by wave, and what
    /// a slip moves.
    pub moved: BTreeMap<(ItemIx, u32), NaiveDate>,
}

impl Plan {
    /// The day up to which the plan is known; none where nothing of it says a day at all.
    #[must_use]
    pub fn known_to(&self) -> Option<NaiveDate> {
        Some(self.as_of).filter(|as_of| *as_of != NaiveDate::default())
    }

    /// A plan without anything in it, from `start` to `start`.
    #[must_use]
    pub fn empty(start: NaiveDate) -> Self {
        Self {
            about: About::default(),
            sponsor: None,
            currency: Currency::UNNAMED,
            start,
            horizon: start,
            as_of: start,
            discount_rate: 0.0,
            discounting: Discounting::MidMonth,
            units: Vec::new(),
            target_state: [None, None, None],
            target_is_private: false,
            policy: Policy::default(),
            waves: Vec::new(),
            items: Items::default(),
            item_ends: [0, 0],
            objectives: Vec::new(),
            pools: Vec::new(),
            markets: Vec::new(),
            brands: Vec::new(),
            customer_types: Vec::new(),
            archetypes: [
                Archetype::default_of(ArchetypeName::Standardized),
                Archetype::default_of(ArchetypeName::Adapted),
                Archetype::default_of(ArchetypeName::Customized),
            ],
            tradeoffs: Vec::new(),
            exceptions: Vec::new(),
            gates: Vec::new(),
            risks: Vec::new(),
            kpis: Vec::new(),
            readings: Vec::new(),
            realized: Vec::new(),
            spent: Vec::new(),
            assessed: Vec::new(),
            decisions: Vec::new(),
            actions: Vec::new(),
            learnings: Vec::new(),
            waivers: Vec::new(),
            slides: Vec::new(),
            moved: BTreeMap::new(),
        }
    }

    /// The name of the programme, or "Unnamed plan".
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.name.as_deref().unwrap_or("Unnamed plan")
    }

    /// The item at an index.
    #[must_use]
    pub fn item(&self, ix: ItemIx) -> &Item {
        &self.items[ix.at()]
    }

    /// The item at an index, to be changed: other plans that share it keep it as it is.
    ///
    /// # Panics
    /// Where there is none.
    #[cfg(test)]
    pub(crate) fn item_mut(&mut self, ix: ItemIx) -> &mut Item {
        self.items.get_mut(ix.at()).unwrap()
    }

    /// The wave at an index.
    #[must_use]
    pub fn wave(&self, ix: WaveIx) -> &Wave {
        &self.waves[ix.at()]
    }

    /// The KPI at an index.
    #[must_use]
    pub fn kpi(&self, ix: KpiIx) -> &Kpi {
        &self.kpis[ix.at()]
    }

    /// All items with their indices.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = (ItemIx, &Item)> {
        self.items.iter().enumerate().map(|(position, item)| (ItemIx::from(position), item))
    }

    /// All waves with their indices.
    pub fn waves(&self) -> impl DoubleEndedIterator<Item = (WaveIx, &Wave)> {
        self.waves.iter().enumerate().map(|(position, wave)| (WaveIx::from(position), wave))
    }

    /// All KPIs with their indices.
    pub fn kpis(&self) -> impl DoubleEndedIterator<Item = (KpiIx, &Kpi)> {
        self.kpis.iter().enumerate().map(|(position, kpi)| (KpiIx::from(position), kpi))
    }

    /// The items of one dimension with their indices.
    pub fn items_of(&self, dimension: Dimension) -> impl DoubleEndedIterator<Item = (ItemIx, &Item)> {
        let [drivers, capabilities] = self.item_ends.map(|end| end as usize);
        let range = match dimension {
            Dimension::Strategy => 0..drivers,
            Dimension::OperatingModel => drivers..capabilities,
            Dimension::Leadership => capabilities..self.items.len(),
        };
        range.clone().map(ItemIx::from).zip(self.items.within(range))
    }

    /// The drivers with their indices.
    pub fn drivers(&self) -> impl DoubleEndedIterator<Item = (ItemIx, &Item)> {
        self.items_of(Dimension::Strategy)
    }

    /// Whether it says any day at all: of its own, of a wave or on record. One that is only begun does not.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.start != NaiveDate::default() || self.as_of != NaiveDate::default()
    }

    /// The item with this id.
    #[must_use]
    pub fn item_by_id(&self, id: &str) -> Option<ItemIx> {
        let [drivers, capabilities] = self.item_ends.map(|end| end as usize);
        [0..drivers, drivers..capabilities, capabilities..self.items.len()].into_iter().find_map(|range| {
            let (mut from, mut to) = (range.start, range.end);
            while from < to {
                let middle = from + (to - from) / 2;
                match (*self.items[middle].id).cmp(id) {
                    Ordering::Equal => return Some(ItemIx::from(middle)),
                    Ordering::Less => from = middle + 1,
                    Ordering::Greater => to = middle,
                }
            }
            None
        })
    }

    /// The wave with this id.
    #[must_use]
    pub fn wave_by_id(&self, id: &str) -> Option<WaveIx> {
        self.waves.iter().position(|wave| &*wave.id == id).map(WaveIx::from)
    }

    /// The KPI with this id.
    #[must_use]
    pub fn kpi_by_id(&self, id: &str) -> Option<KpiIx> {
        self.kpis.binary_search_by(|kpi| (*kpi.id).cmp(id)).ok().map(KpiIx::from)
    }

    /// The multipliers of a kind.
    #[must_use]
    pub fn multipliers(&self, kind: MultiplierKind) -> &[Multiplier] {
        match kind {
            MultiplierKind::Market => &self.markets,
            MultiplierKind::Brand => &self.brands,
            MultiplierKind::CustomerType => &self.customer_types,
        }
    }

    /// The positions, among the multipliers of `kind`, that `scope` names.
    pub fn named_in(scope: &Scope, kind: MultiplierKind) -> impl Iterator<Item = usize> + '_ {
        let (markets, brands, types) = match kind {
            MultiplierKind::Market => (scope.markets.as_slice(), [].as_slice(), [].as_slice()),
            MultiplierKind::Brand => ([].as_slice(), scope.brands.as_slice(), [].as_slice()),
            MultiplierKind::CustomerType => ([].as_slice(), [].as_slice(), scope.customer_types.as_slice()),
        };
        let markets = markets.iter().map(|link| link.to.at());
        let brands = brands.iter().map(|link| link.to.at());
        markets.chain(brands).chain(types.iter().map(|link| link.to.at()))
    }

    /// The first wave that opens a multiplier.
    #[must_use]
    pub fn opened_by(&self, kind: MultiplierKind, position: usize) -> Option<WaveIx> {
        self.waves()
            .filter(|(_, wave)| Self::named_in(&wave.opens, kind).any(|named| named == position))
            .min_by_key(|(ix, wave)| (wave.end, *ix))
            .map(|(ix, _)| ix)
    }

    /// When a multiplier is live: at the end of the wave that opens it, a market its archetype's
    /// lag later. `None`: never opened.
    #[must_use]
    pub fn multiplier_live(&self, kind: MultiplierKind, position: usize) -> Option<NaiveDate> {
        let end = self.wave(self.opened_by(kind, position)?).end;
        let archetype = self.multipliers(kind).get(position)?.archetype;
        let lag = archetype.map_or(0, |name| self.archetype(name).lag_months);
        Some(plus_months(end, lag.min(1200).cast_signed()))
    }

    /// What an archetype does to cost and time.
    #[must_use]
    pub fn archetype(&self, name: ArchetypeName) -> &Archetype {
        &self.archetypes[name as usize]
    }

    /// The layer of a capability, inherited from its group where it names none.
    #[must_use]
    pub fn layer(&self, ix: ItemIx) -> Option<Layer> {
        let mut capability = self.items.get(ix.at())?.capability()?;
        // The reader holds the tree to three levels; the bound only guards a hand-made plan.
        for _ in 0..8 {
            if capability.layer.is_some() {
                return capability.layer;
            }
            capability = self.item(capability.part_of?).capability()?;
        }
        None
    }

    /// The waves that a wave comes after: those it names, or else the wave that ends last before it
    /// starts.
    #[must_use]
    pub fn after(&self, ix: WaveIx) -> Vec<WaveIx> {
        let wave = self.wave(ix);
        match &wave.after {
            Some(links) => links.iter().map(|link| link.to).collect(),
            None => self
                .waves()
                .filter(|(other, before)| *other != ix && before.end < wave.start)
                .max_by_key(|(other, before)| (before.end, *other))
                .map(|(other, _)| other)
                .into_iter()
                .collect(),
        }
    }

    /// The index of a gate by id.
    #[must_use]
    pub fn gate_by_id(&self, id: &str) -> Option<GateIx> {
        self.gates.binary_search_by(|gate| (*gate.id).cmp(id)).ok().map(GateIx::from)
    }

    /// The objective at an index.
    #[must_use]
    pub fn objective(&self, ix: ObjectiveIx) -> &Objective {
        &self.objectives[ix.at()]
    }

    /// The pool at an index.
    #[must_use]
    pub fn pool(&self, ix: PoolIx) -> &Pool {
        &self.pools[ix.at()]
    }

    /// The trade-off at an index.
    #[must_use]
    pub fn tradeoff(&self, ix: TradeoffIx) -> &Tradeoff {
        &self.tradeoffs[ix.at()]
    }

    /// The brand at an index.
    #[must_use]
    pub fn brand(&self, ix: BrandIx) -> &Multiplier {
        &self.brands[ix.at()]
    }

    /// The customer type at an index.
    #[must_use]
    pub fn customer_type(&self, ix: CustomerTypeIx) -> &Multiplier {
        &self.customer_types[ix.at()]
    }
}
