//! The address of whatever stands in a plan.

use std::fmt::Write as _;

use super::Plan;
use super::about::About;
use super::address::{Address, Table};
use super::id::{ItemIx, MarketIx, PoolIx, UnitIx, WaveIx};
use super::item::{Dimension, Item, Need};
use super::record::SpentOn;
use super::strategy::MultiplierKind;

impl Plan {
    /// The table that an item stands in.
    #[must_use]
    pub fn item_table(item: &Item) -> Table {
        match item.dimension() {
            Dimension::Strategy => Table::Driver,
            Dimension::OperatingModel => Table::Capability,
            Dimension::Leadership => Table::Mandate,
        }
    }

    /// The name that something has which is known by an id; `None` where the plan has no such thing, or gives it no
    /// name.
    #[must_use]
    pub fn name_of(&self, table: Table, id: &str) -> Option<&str> {
        self.about_of(table, id)?.name.as_deref()
    }

    /// What is said about something that is known by an id; `None` where the plan has no such thing.
    #[must_use]
    pub fn about_of(&self, table: Table, id: &str) -> Option<&About> {
        macro_rules! among {
            ($list:expr) => {{
                let at = $list.binary_search_by(|it| (*it.id).cmp(id)).ok()?;
                &$list[at].about
            }};
        }
        Some(match table {
            Table::Driver | Table::Capability | Table::Mandate => &self.item(self.item_by_id(id)?).about,
            Table::Wave => &self.wave(self.wave_by_id(id)?).about,
            Table::Kpi => among!(self.kpis),
            Table::Gate => among!(self.gates),
            Table::Market => among!(self.markets),
            Table::Brand => among!(self.brands),
            Table::CustomerType => among!(self.customer_types),
            Table::Objective => among!(self.objectives),
            Table::Pool => among!(self.pools),
            Table::Risk => among!(self.risks),
            Table::Tradeoff => among!(self.tradeoffs),
            Table::Exception => among!(self.exceptions),
            _ => return None,
        })
    }

    /// What alone has an id; `None` where nothing has it, or things of several kinds, each of which has its ids for
    /// itself.
    #[must_use]
    pub fn only_with(&self, id: &str) -> Option<Address> {
        // All items have one space of ids: drivers stand for them.
        let kinds = Table::ALL.into_iter().filter(|it| !matches!(it, Table::Capability | Table::Mandate));
        let mut having = kinds.filter(|table| self.about_of(*table, id).is_some());
        let (table, other) = (having.next()?, having.next());
        let item = || self.item_by_id(id).filter(|_| table == Table::Driver).map(|ix| self.item_address(ix));
        other.is_none().then(|| item().unwrap_or_else(|| Address::new(table, id)))
    }

    /// The address of an item.
    #[must_use]
    pub fn item_address(&self, ix: ItemIx) -> Address {
        let item = self.item(ix);
        Address::new(Self::item_table(item), &item.id)
    }

    /// A unit by the name of its market, or by its id where it is none.
    #[must_use]
    pub fn unit_title(&self, unit: UnitIx) -> &str {
        let id = &self.units[unit.at()];
        let of_market = self.markets.binary_search_by(|market| market.id.cmp(id)).ok();
        of_market.map_or(&**id, |position| self.markets[position].title())
    }

    /// What the value of an entry on record says of a KPI that is done or not; `None` of all else.
    #[must_use]
    pub fn answer(&self, entry: &Address, value: f64) -> Option<bool> {
        let of = entry.key.split_once(' ').map_or(&*entry.key, |(id, _)| id);
        let kpi = self.kpi_by_id(of).filter(|_| entry.table == Table::Reading)?;
        self.kpi(kpi).yes_or_no(value)
    }

    /// The address of a wave.
    #[must_use]
    pub fn wave_address(&self, ix: WaveIx) -> Address {
        Address::new(Table::Wave, &self.wave(ix).id)
    }

    /// The address of a pool.
    #[must_use]
    pub fn pool_address(&self, ix: PoolIx) -> Address {
        Address::new(Table::Pool, &self.pool(ix).id)
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

    /// The address of the value that says on which day a step is live: the item's `live`, which holds for its first or
    /// has an entry for the step's wave, or else what places it in the wave at whose end it is.
    #[must_use]
    pub fn live_address(&self, ix: ItemIx, step: usize) -> Address {
        let item = self.item(ix);
        let Some(own) = item.steps.get(step) else { return self.item_address(ix) };
        let live = || self.item_address(ix).to("live");
        if self.is_moved(ix, step) {
            return live().to(&*self.wave(own.wave).id);
        }
        if item.live.is_some() && step == 0 { live() } else { self.step_address(ix, step) }
    }

    /// Whether a step is live on a day of its own that is said for its wave.
    #[must_use]
    pub fn is_moved(&self, ix: ItemIx, step: usize) -> bool {
        u32::try_from(step).is_ok_and(|step| self.moved.contains_key(&(ix, step)))
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
}
