//! The model of a plan: what the files say, in the words of the domain, resolved and in one order.
//!
//! A [`Plan`] is the same whatever the order of files, tables and includes: everything keyed by id is
//! sorted by id (waves by their dates first), records by what they are about and their date. References
//! are dense indices into those lists. A plan knows nothing of text; an [`Address`](address::Address)
//! names its values.

pub mod about;
pub mod address;
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
pub mod operating_model;
pub mod policy;
pub mod quantity;
pub mod record;
pub mod shift;
pub mod strategy;
pub mod veil;
pub mod wave;
pub(crate) mod words;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;

use about::About;
use address::{Address, Table};
use calendar::plus_months;
use capability::Layer;
use discounting::Discounting;
use id::{
    BrandIx, CustomerTypeIx, GateIx, Id, ItemIx, KpiIx, MarketIx, ObjectiveIx, PoolIx, TradeoffIx, UnitIx,
    WaveIx,
};
use item::{Dimension, Item, Need};
use items::Items;
use kpi::Kpi;
use leadership::{Gate, Risk, Scope};
use operating_model::{Archetype, ArchetypeName, Exception, Tradeoff};
use policy::Policy;
use quantity::{Currency, Level};
use record::{Action, Assessed, Decision, Learning, Reading, Realized, Slide, Spent, SpentOn, Waiver};
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

    /// When a step of an item is live: at the end of its wave, or at the item's `live` for the first; after
    /// a slip, where that has moved it.
    #[must_use]
    pub fn step_live(&self, ix: ItemIx, step: usize) -> Option<NaiveDate> {
        let item = self.items.get(ix.at())?;
        let end = self.wave(item.steps.get(step)?.wave).end;
        if let Some(moved) = u32::try_from(step).ok().and_then(|nth| self.moved.get(&(ix, nth))) {
            return Some(*moved);
        }
        Some(item.live.filter(|_| step == 0).unwrap_or(end))
    }

    /// When an item is first live.
    #[must_use]
    pub fn first_live(&self, ix: ItemIx) -> Option<NaiveDate> {
        self.step_live(ix, 0)
    }

    /// The step of `item` from which one of its needs holds: the step of the wave that the need
    /// names, or the first.
    #[must_use]
    pub fn step_of_need(item: &Item, need: &Need) -> usize {
        need.wave.and_then(|wave| item.steps.iter().position(|step| step.wave == wave)).unwrap_or(0)
    }

    /// Whether today's maturity already has the level that a need asks for, in every unit. A need
    /// without a level asks for the first level that the item reaches.
    #[must_use]
    pub fn met_today(&self, need: &Need) -> bool {
        let item = self.item(need.item);
        let Some(capability) = item.capability() else { return false };
        let Some(level) = need.level.or_else(|| item.steps.first().map(|step| step.level)) else {
            return false;
        };
        level > 0 && capability.maturity.everywhere(self.units.len()) >= level
    }

    /// The level of an item that is planned to be live at `date`, in `unit` (anywhere where `None`):
    /// the maturity of today and the steps that are live by then.
    #[must_use]
    pub fn planned_level(&self, ix: ItemIx, unit: Option<UnitIx>, date: NaiveDate) -> Option<Level> {
        let item = self.item(ix);
        let today = item.capability().and_then(|capability| match unit {
            Some(unit) => capability.maturity.of(unit),
            None => Some(capability.maturity.everywhere(self.units.len())).filter(|level| *level > 0),
        });
        let steps = (0..item.steps.len())
            .filter(|step| self.step_live(ix, *step).is_some_and(|live| live <= date))
            .map(|step| item.steps[step].level);
        steps.max().into_iter().chain(today).max()
    }

    /// From which day to which a mandate is in force: granted, or from the start of the first wave it
    /// reaches, until it expires. `None`: neither granted nor phased, or no mandate.
    #[must_use]
    pub fn in_force(&self, ix: ItemIx) -> Option<(NaiveDate, NaiveDate)> {
        let item = self.item(ix);
        let mandate = item.mandate()?;
        let first = item.steps.iter().map(|step| self.wave(step.wave).start).min();
        Some((mandate.granted.or(first)?, mandate.until.unwrap_or(NaiveDate::MAX)))
    }

    /// The wave that `date` lies in, or the last one that started before it, or the first.
    #[must_use]
    pub fn wave_at(&self, date: NaiveDate) -> Option<WaveIx> {
        let running = self.waves().rfind(|(_, wave)| wave.start <= date && date <= wave.end);
        let started = || self.waves().rfind(|(_, wave)| wave.start <= date);
        running.or_else(started).map(|(ix, _)| ix).or((!self.waves.is_empty()).then_some(WaveIx(0)))
    }

    // ------------------------------------------------------------ addresses

    /// The table that an item stands in.
    #[must_use]
    pub fn item_table(item: &Item) -> Table {
        match item.dimension() {
            Dimension::Strategy => Table::Driver,
            Dimension::OperatingModel => Table::Capability,
            Dimension::Leadership => Table::Mandate,
        }
    }

    /// The address of an item.
    #[must_use]
    pub fn item_address(&self, ix: ItemIx) -> Address {
        let item = self.item(ix);
        Address::new(Self::item_table(item), &item.id)
    }

    /// The address of a wave.
    #[must_use]
    pub fn wave_address(&self, ix: WaveIx) -> Address {
        Address::new(Table::Wave, &self.wave(ix).id)
    }

    /// The address of a need in the list `field` ("needs" or "prefers") of an item.
    #[must_use]
    pub fn need_address(&self, ix: ItemIx, field: &str, need: &Need) -> Address {
        let list = self.item_address(ix).to(field);
        match need.wave {
            Some(wave) => list.to(&*self.wave(wave).id).to(need.nth),
            None => list.to(need.nth),
        }
    }

    /// The address of the value that places a step in its wave: `wave`, or its entry in `reaches`.
    /// Both spellings are one address, `reaches.WAVE`; the source knows which one the file uses.
    #[must_use]
    pub fn step_address(&self, ix: ItemIx, step: usize) -> Address {
        let address = self.item_address(ix);
        match self.item(ix).steps.get(step) {
            Some(step) => address.to("reaches").to(&*self.wave(step.wave).id),
            None => address,
        }
    }

    /// The address of a multiplier.
    #[must_use]
    pub fn multiplier_address(&self, kind: MultiplierKind, position: usize) -> Address {
        let table = match kind {
            MultiplierKind::Market => Table::Market,
            MultiplierKind::Brand => Table::Brand,
            MultiplierKind::CustomerType => Table::CustomerType,
        };
        Address::new(table, self.multipliers(kind).get(position).map_or("", |multiplier| &multiplier.id))
    }

    /// The address of record number `nth` of a table. Its key says what the record is about; where
    /// several say the same, they are numbered: `reading[reach 2026-09-30 #2]`.
    #[must_use]
    pub fn record_address(&self, table: Table, nth: usize) -> Address {
        let key = self.record_key(table, nth);
        // Records that are about the same stand next to each other, so the first is found by halving.
        let (mut low, mut high) = (0, nth);
        let words = |position| self.record_words(table, position);
        let own = words(nth);
        while low < high {
            let middle = usize::midpoint(low, high);
            if words(middle) == own { high = middle } else { low = middle + 1 }
        }
        match nth - low {
            0 => Address::new(table, &key),
            same => Address::new(table, &format!("{key} #{}", same + 1)),
        }
    }

    fn record_key(&self, table: Table, nth: usize) -> String {
        let mut key = String::new();
        for word in self.record_words(table, nth) {
            if !word.is_empty() {
                let gap = if key.is_empty() { "" } else { " " };
                let _ = write!(key, "{gap}{word}");
            }
        }
        key
    }

    /// What record number `nth` is about; records are sorted by these words.
    #[must_use]
    pub fn record_words(&self, table: Table, nth: usize) -> [String; 3] {
        let item = |ix: ItemIx| self.item(ix).id.to_string();
        let market = |ix: Option<MarketIx>| ix.map_or("", |ix| &self.markets[ix.at()].id).to_string();
        let none = String::new;
        let words = match table {
            Table::Reading => self.readings.get(nth).map(|reading| {
                [self.kpi(reading.kpi).id.to_string(), reading.date.to_string(), market(reading.market)]
            }),
            Table::Realized => {
                self.realized.get(nth).map(|it| [item(it.driver), it.period.to_string(), none()])
            }
            Table::Spent => self.spent.get(nth).map(|it| match it.on {
                SpentOn::Item(ix) => [item(ix), it.period.to_string(), none()],
                SpentOn::Wave(ix) => ["wave".to_owned(), self.wave(ix).id.to_string(), it.period.to_string()],
            }),
            Table::Assessed => self.assessed.get(nth).map(|it| {
                let unit = it.unit.map_or("", |ix| &self.units[ix.at()]);
                [item(it.item), it.date.to_string(), unit.to_string()]
            }),
            Table::Decision => self.decisions.get(nth).map(|it| {
                let gate = it.gate.map_or("", |ix| &self.gates[ix.at()].id);
                [it.date.to_string(), gate.to_string(), none()]
            }),
            Table::Action => self.actions.get(nth).map(|it| [it.date.to_string(), none(), none()]),
            Table::Learning => self.learnings.get(nth).map(|it| {
                let wave = it.wave.map_or("", |ix| &self.wave(ix).id);
                [it.date.to_string(), wave.to_string(), none()]
            }),
            Table::Waiver => self
                .waivers
                .get(nth)
                .map(|it| [it.rule.to_string(), it.on.as_deref().unwrap_or("").to_string(), none()]),
            _ => self.slides.get(nth).map(|_| [format!("{:04}", nth + 1), none(), none()]),
        };
        words.unwrap_or_default()
    }

    /// The index of an objective, pool, gate, trade-off, market, brand, customer type or unit by id.
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
