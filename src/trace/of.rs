//! What a figure is of: the plan, an item, a wave, a KPI.

use super::cut;
use super::name::{Name, When};
use crate::figures::performance::Status;
use crate::figures::readiness::{Bundle, Fulfilment};
use crate::figures::split::{Axis, Part};
use crate::graph::Delayed;
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::capability::{Layer, OperatingDimension};
use crate::plan::id::{GateIx, ItemIx, KpiIx, MarketIx, PoolIx, UnitIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::shift::Shift;
use crate::simulation::Cause;

/// What a figure is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// The whole plan.
    Plan,
    /// A driver, a capability or a mandate.
    Item(ItemIx),
    /// An item in a unit.
    InUnit(ItemIx, UnitIx),
    /// An item's part in a wave.
    InWave(ItemIx, WaveIx),
    /// A wave.
    Wave(WaveIx),
    /// What belongs to no wave.
    NoWave,
    /// A part of value, by one axis or by several.
    Cut(Box<[Part]>),
    /// A team's part in a wave.
    Team(WaveIx, Box<str>),
    /// A dimension's part in a wave.
    InDimension(WaveIx, Dimension),
    /// The capability steps of a wave in a layer or a dimension.
    Bundle(WaveIx, Built),
    /// A layer of capabilities.
    Layer(Layer),
    /// A market in a wave.
    Taking(WaveIx, MarketIx),
    /// An item or a wave that is late by so much.
    Late(Delayed, Shift),
    /// A market.
    Market(MarketIx),
    /// An exception, by its position.
    Exception(u32),
    /// A risk, by its position.
    Risk(u32),
    /// A pool.
    Pool(PoolIx),
    /// A KPI.
    Kpi(KpiIx),
    /// A KPI in a market.
    InMarket(KpiIx, MarketIx),
    /// A gate.
    Gate(GateIx),
    /// A criterion of a gate, by its place from 0.
    Criterion(GateIx, u32),
    /// A unit that a criterion of a gate asks about.
    Evidence(GateIx, u32, UnitIx),
    /// The KPIs that stand in a way, by one of [`STANDINGS`].
    Standing(&'static str),
    /// An uncertain input of a simulation.
    Cause(Cause),
}

/// The ways in which KPIs stand.
pub const STANDINGS: [&str; 5] =
    [Status::Green.as_str(), Status::Amber.as_str(), Status::Red.as_str(), Status::Grey.as_str(), "stale"];

/// What capability steps are bundled by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Built {
    /// A layer.
    Layer(Layer),
    /// A dimension of the operating model.
    Dimension(OperatingDimension),
}

impl Built {
    /// All layers, then all dimensions.
    pub fn all() -> impl Iterator<Item = Self> {
        let layers = Layer::ALL.iter().map(|layer| Self::Layer(*layer));
        layers.chain(OperatingDimension::ALL.iter().map(|dimension| Self::Dimension(*dimension)))
    }

    /// As the plan spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Layer(layer) => layer.as_str(),
            Self::Dimension(dimension) => dimension.as_str(),
        }
    }

    /// How far a wave's bundle has come in it.
    #[must_use]
    pub fn of(self, bundle: &Bundle) -> Option<Fulfilment> {
        match self {
            Self::Layer(layer) => bundle.layers[layer as usize].clone(),
            Self::Dimension(dimension) => bundle.dimensions[dimension as usize].clone(),
        }
    }
}

/// The kinds of things that a figure may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the thing of that name in `Of`")]
pub enum Kind {
    Plan,
    Driver,
    Item,
    InUnit,
    InWave,
    Wave,
    NoWave,
    Cut,
    Team,
    InDimension,
    Bundle,
    Layer,
    Taking,
    Late,
    Market,
    Exception,
    Risk,
    Pool,
    Kpi,
    InMarket,
    Gate,
    Criterion,
    Evidence,
    Standing,
    Cause,
}

impl Kind {
    /// What it is called where a name is expected: "a wave".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Plan => "nothing, for the plan",
            Self::Driver => "a driver",
            Self::Item => "an item",
            Self::InUnit => "an item and a unit",
            Self::InWave => "an item and a wave",
            Self::Wave => "a wave",
            Self::NoWave => "what belongs to no wave: wave.-",
            Self::Cut => "an axis and a part of it, once or several times: market.ID",
            Self::Team => "a wave and a team",
            Self::InDimension => "a wave and a dimension",
            Self::Bundle => "a wave and a layer or dimension",
            Self::Layer => "a layer: layer.commercial",
            Self::Taking => "a wave and a market",
            Self::Late => "an item or a wave and by how much it is late: 3m, 45d",
            Self::Market => "a market",
            Self::Exception => "an exception",
            Self::Risk => "a risk",
            Self::Pool => "a pool",
            Self::Kpi => "a KPI",
            Self::InMarket => "a KPI and a market",
            Self::Gate => "a gate",
            Self::Criterion => "a gate and the number of a criterion",
            Self::Evidence => "a gate, the number of a criterion and a unit",
            Self::Standing => "green, amber, red, grey, stale",
            Self::Cause => "value or ramp and a driver, or risk and a risk",
        }
    }

    /// What of this kind some ids name.
    fn resolve(self, plan: &Plan, table: Option<Table>, ids: &[Box<str>]) -> Option<Of> {
        let item = |id: &str| {
            let ix = plan.item_by_id(id)?;
            table.is_none_or(|table| Plan::item_table(plan.item(ix)) == table).then_some(ix)
        };
        let wave = |id: &str| plan.wave_by_id(id).filter(|_| table.is_none_or(|table| table == Table::Wave));
        let one_of = |of: Table| table.is_none_or(|table| table == of);
        let market = |id: &str| plan.markets.binary_search_by(|market| (*market.id).cmp(id)).ok();
        match (self, ids) {
            (Self::Plan, []) => Some(Of::Plan),
            (Self::Driver, [id]) => item(id).filter(|ix| plan.item(*ix).driver().is_some()).map(Of::Item),
            (Self::Item, [id]) => item(id).map(Of::Item),
            (Self::InUnit, [id, unit]) => {
                let unit = plan.units.iter().position(|known| known == unit)?;
                Some(Of::InUnit(item(id)?, unit.into()))
            }
            (Self::InWave, [id, wave]) => Some(Of::InWave(item(id)?, plan.wave_by_id(wave)?)),
            (Self::Wave, [id]) => wave(id).map(Of::Wave),
            (Self::NoWave, [id]) if table == Some(Table::Wave) && &**id == cut::NONE => Some(Of::NoWave),
            (Self::Cut, ids) if table.is_none() => {
                // Drivers and waves alone are found under their tables.
                cut::resolve(plan, ids).map(Of::parts).filter(|of| matches!(of, Of::Cut(_)))
            }
            (Self::Team, [id, team]) => Some(Of::Team(wave(id)?, team.clone())),
            (Self::InDimension, [id, word]) => {
                let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == &**word)?;
                Some(Of::InDimension(wave(id)?, dimension))
            }
            (Self::Bundle, [id, word]) => {
                let built = Built::all().find(|built| built.as_str() == &**word)?;
                Some(Of::Bundle(wave(id)?, built))
            }
            (Self::Layer, [axis, word]) if &**axis == LAYER => Layer::of(word).map(Of::Layer),
            (Self::Late, [id, by]) => {
                let what = item(id).map(Delayed::Item).or_else(|| wave(id).map(Delayed::Wave))?;
                match Shift::parse(by)? {
                    // A month late is what such figures are of where no shift is named.
                    shift if shift == Shift::months(1) => Some(Of::delayed(what)),
                    shift => shift.is_later().then_some(Of::Late(what, shift)),
                }
            }
            (Self::Taking, [id, of]) => Some(Of::Taking(wave(id)?, market(of)?.into())),
            (Self::Market, [id]) if one_of(Table::Market) => Some(Of::Market(market(id)?.into())),
            (Self::Exception, [id]) if one_of(Table::Exception) => {
                let found = plan.exceptions.binary_search_by(|exception| exception.id.cmp(id));
                Some(Of::Exception(u32::try_from(found.ok()?).ok()?))
            }
            (Self::Risk, [id]) if one_of(Table::Risk) => {
                let found = plan.risks.binary_search_by(|risk| risk.id.cmp(id));
                Some(Of::Risk(u32::try_from(found.ok()?).ok()?))
            }
            (Self::Pool, [id]) if one_of(Table::Pool) => {
                Some(Of::Pool(plan.pools.binary_search_by(|pool| pool.id.cmp(id)).ok()?.into()))
            }
            (Self::Kpi, [id]) => plan.kpi_by_id(id).map(Of::Kpi),
            (Self::InMarket, [id, of]) => Some(Of::InMarket(plan.kpi_by_id(id)?, market(of)?.into())),
            (Self::Gate, [id]) => plan.gate_by_id(id).map(Of::Gate),
            (Self::Criterion, [id, nth]) => {
                let (gate, nth) = criterion(plan, id, nth)?;
                Some(Of::Criterion(gate, nth))
            }
            (Self::Evidence, [id, nth, unit]) => {
                let (gate, nth) = criterion(plan, id, nth)?;
                let unit = plan.units.iter().position(|known| known == unit)?;
                Some(Of::Evidence(gate, nth, unit.into()))
            }
            (Self::Standing, [word]) => {
                STANDINGS.into_iter().find(|known| *known == &**word).map(Of::Standing)
            }
            (Self::Cause, [word, id]) => cause(plan, word, id).map(Of::Cause),
            _ => None,
        }
    }

    /// The ids that things of this kind have, for a "did you mean".
    pub fn ids(self, plan: &Plan) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Plan | Self::NoWave => Box::new(std::iter::empty()),
            Self::Cut => Box::new(Axis::WORDS.iter().copied()),
            Self::Driver => Box::new(plan.drivers().map(|(_, item)| &*item.id)),
            Self::Item | Self::InUnit | Self::InWave => Box::new(plan.items.iter().map(|item| &*item.id)),
            Self::Late => {
                let waves = plan.waves.iter().map(|wave| &*wave.id);
                Box::new(plan.items.iter().map(|item| &*item.id).chain(waves))
            }
            Self::Wave | Self::Team | Self::InDimension | Self::Bundle | Self::Taking => {
                Box::new(plan.waves.iter().map(|wave| &*wave.id))
            }
            Self::Market => Box::new(plan.markets.iter().map(|market| &*market.id)),
            Self::Exception => Box::new(plan.exceptions.iter().map(|exception| &*exception.id)),
            Self::Risk => Box::new(plan.risks.iter().map(|risk| &*risk.id)),
            Self::Pool => Box::new(plan.pools.iter().map(|pool| &*pool.id)),
            Self::Kpi | Self::InMarket => Box::new(plan.kpis.iter().map(|kpi| &*kpi.id)),
            Self::Layer => Box::new(std::iter::once(LAYER)),
            Self::Standing => Box::new(STANDINGS.into_iter()),
            Self::Cause => Box::new(CAUSES.into_iter()),
            Self::Gate | Self::Criterion | Self::Evidence => {
                Box::new(plan.gates.iter().map(|gate| &*gate.id))
            }
        }
    }
}

impl Of {
    /// What some parts are together, in the one way in which it is named.
    #[must_use]
    pub fn parts(mut parts: Vec<Part>) -> Self {
        parts.order();
        match parts.as_slice() {
            [] => Self::Plan,
            [only] => match (only.axis(), only.position()) {
                (Axis::Driver, Some(at)) => Self::Item(ItemIx::from(at)),
                (Axis::Wave, Some(at)) => Self::Wave(WaveIx::from(at)),
                (Axis::Wave, None) => Self::NoWave,
                _ => Self::Cut(parts.into()),
            },
            _ => Self::Cut(parts.into()),
        }
    }

    /// What some ids name, of the kinds that are possible, in their order. A first id that is the name of
    /// a table says which of them is meant.
    #[must_use]
    pub fn resolve(plan: &Plan, kinds: &[Kind], ids: &[Box<str>]) -> Option<Self> {
        let bare = kinds.iter().find_map(|kind| kind.resolve(plan, None, ids));
        bare.or_else(|| {
            let (table, ids) = ids.split_first()?;
            let table = Some(Table::of(table)?);
            kinds.iter().find_map(|kind| kind.resolve(plan, table, ids))
        })
    }

    /// What is late, or may be.
    #[must_use]
    pub fn delayed(what: Delayed) -> Self {
        match what {
            Delayed::Item(item) => Self::Item(item),
            Delayed::Wave(wave) => Self::Wave(wave),
        }
    }

    /// The ids that name it: its own, after that of its table where another thing has the same.
    #[must_use]
    pub fn ids(&self, plan: &Plan) -> Vec<Box<str>> {
        let of_item = |ix: ItemIx| {
            let item = plan.item(ix);
            told(plan, Plan::item_table(item), &item.id)
        };
        let of_wave = |ix: WaveIx| told(plan, Table::Wave, &plan.wave(ix).id);
        let and = |mut ids: Vec<Box<str>>, second: &str| {
            ids.push(second.into());
            ids
        };
        match self {
            Self::Plan => Vec::new(),
            Self::Item(ix) => of_item(*ix),
            Self::InUnit(ix, unit) => and(of_item(*ix), &plan.units[unit.at()]),
            Self::InWave(ix, wave) => and(of_item(*ix), &plan.wave(*wave).id),
            Self::Wave(ix) => of_wave(*ix),
            Self::NoWave => vec![Table::Wave.key().into(), cut::NONE.into()],
            Self::Cut(parts) => cut::ids(plan, parts),
            Self::Team(ix, team) => and(of_wave(*ix), team),
            Self::InDimension(ix, dimension) => and(of_wave(*ix), dimension.as_str()),
            Self::Bundle(ix, built) => and(of_wave(*ix), built.as_str()),
            Self::Layer(layer) => vec![LAYER.into(), layer.as_str().into()],
            Self::Late(what, shift) => and(Self::delayed(*what).ids(plan), &shift.in_short()),
            Self::Taking(ix, market) => and(of_wave(*ix), &plan.markets[market.at()].id),
            Self::Market(ix) => told(plan, Table::Market, &plan.markets[ix.at()].id),
            Self::Exception(position) => {
                told(plan, Table::Exception, &plan.exceptions[*position as usize].id)
            }
            Self::Risk(position) => vec![plan.risks[*position as usize].id.clone()],
            Self::Pool(ix) => vec![plan.pool(*ix).id.clone()],
            Self::Kpi(ix) => vec![plan.kpi(*ix).id.clone()],
            Self::InMarket(ix, market) => {
                vec![plan.kpi(*ix).id.clone(), plan.markets[market.at()].id.clone()]
            }
            Self::Gate(ix) => vec![plan.gates[ix.at()].id.clone()],
            Self::Criterion(ix, nth) => {
                vec![plan.gates[ix.at()].id.clone(), (nth + 1).to_string().into()]
            }
            Self::Evidence(ix, nth, unit) => {
                let nth = (nth + 1).to_string().into();
                vec![plan.gates[ix.at()].id.clone(), nth, plan.units[unit.at()].clone()]
            }
            Self::Standing(word) => vec![(*word).into()],
            Self::Cause(cause) => cause_ids(plan, *cause),
        }
    }

    /// The name of a figure of it.
    #[must_use]
    pub fn name(&self, plan: &Plan, word: &str, when: Option<When>) -> Name {
        Name { word: word.into(), of: self.ids(plan), when }
    }

    /// What people call it; empty for the plan.
    #[must_use]
    pub fn title(&self, plan: &Plan) -> String {
        let item = |ix: &ItemIx| plan.item(*ix).title().to_owned();
        let market = |ix: &MarketIx| plan.markets[ix.at()].title().to_owned();
        match self {
            Self::Plan => String::new(),
            Self::Item(ix) => item(ix),
            Self::InUnit(ix, unit) => format!("{} in {}", item(ix), plan.unit_title(*unit)),
            Self::InWave(ix, wave) => format!("{} in {}", item(ix), plan.wave(*wave).title()),
            Self::Wave(ix) => plan.wave(*ix).title().to_owned(),
            Self::NoWave => "in no wave".to_owned(),
            Self::Cut(parts) => cut::title(plan, parts),
            Self::Team(ix, team) if team.is_empty() => plan.wave(*ix).title().to_owned(),
            Self::Team(ix, team) => format!("{team} in {}", plan.wave(*ix).title()),
            Self::InDimension(ix, dimension) => {
                format!("{} of {}", dimension.as_str().replace('-', " "), plan.wave(*ix).title())
            }
            Self::Bundle(ix, built) => format!("{} in {}", built.as_str(), plan.wave(*ix).title()),
            Self::Layer(layer) => format!("{} layer", layer.as_str()),
            Self::Late(what, shift) => format!("{}, {shift} late", Self::delayed(*what).title(plan)),
            Self::Taking(ix, of) => format!("{} in {}", market(of), plan.wave(*ix).title()),
            Self::Market(ix) => market(ix),
            Self::Exception(position) => {
                let exception = &plan.exceptions[*position as usize];
                exception.about.name.as_deref().unwrap_or(&exception.id).to_owned()
            }
            Self::Risk(position) => {
                let risk = &plan.risks[*position as usize];
                risk.about.name.as_deref().unwrap_or(&risk.id).to_owned()
            }
            Self::Pool(ix) => plan.pool(*ix).about.name.as_deref().unwrap_or(&plan.pool(*ix).id).to_owned(),
            Self::Kpi(ix) => plan.kpi(*ix).title().to_owned(),
            Self::InMarket(ix, of) => format!("{} in {}", plan.kpi(*ix).title(), market(of)),
            Self::Gate(ix) => gate(plan, *ix).to_owned(),
            Self::Criterion(ix, nth) => format!("criterion {} of {}", nth + 1, gate(plan, *ix)),
            Self::Evidence(ix, nth, unit) => {
                format!("criterion {} of {} in {}", nth + 1, gate(plan, *ix), plan.unit_title(*unit))
            }
            Self::Standing(word) => (*word).to_owned(),
            Self::Cause(cause) => cause_title(plan, *cause),
        }
    }
}

/// The word before that of a layer, which an item may have for its id.
const LAYER: &str = "layer";

/// The words before the ids of uncertain inputs.
const CAUSES: [&str; 3] = ["value", "ramp", "risk"];

fn cause(plan: &Plan, word: &str, id: &str) -> Option<Cause> {
    let driver = || plan.item_by_id(id).filter(|ix| plan.item(*ix).driver().is_some());
    match word {
        "value" => driver().map(Cause::Value),
        "ramp" => driver().map(Cause::Ramp),
        "risk" => {
            let nth = plan.risks.iter().position(|risk| &*risk.id == id)?;
            Some(Cause::Risk(u32::try_from(nth).ok()?))
        }
        _ => None,
    }
}

fn cause_ids(plan: &Plan, cause: Cause) -> Vec<Box<str>> {
    match cause {
        Cause::Value(item) => vec!["value".into(), plan.item(item).id.clone()],
        Cause::Ramp(item) => vec!["ramp".into(), plan.item(item).id.clone()],
        Cause::Risk(nth) => {
            let id = plan.risks.get(nth as usize).map_or_else(|| "-".into(), |risk| risk.id.clone());
            vec!["risk".into(), id]
        }
        Cause::Kpi(kpi) => vec!["kpi".into(), plan.kpi(kpi).id.clone()],
    }
}

fn cause_title(plan: &Plan, cause: Cause) -> String {
    match cause {
        Cause::Value(item) => format!("value of {}", plan.item(item).title()),
        Cause::Ramp(item) => format!("ramp of {}", plan.item(item).title()),
        Cause::Risk(nth) => {
            let risk = plan.risks.get(nth as usize);
            let title = risk.map_or("", |risk| risk.about.name.as_deref().unwrap_or(&risk.id));
            format!("risk: {title}")
        }
        Cause::Kpi(kpi) => plan.kpi(kpi).title().to_owned(),
    }
}

/// A gate and the place of one of its criteria, which names count from 1.
fn criterion(plan: &Plan, id: &str, nth: &str) -> Option<(GateIx, u32)> {
    let gate = plan.gate_by_id(id)?;
    let nth = nth.parse::<u32>().ok()?.checked_sub(1)?;
    ((nth as usize) < plan.gates[gate.at()].criteria.len()).then_some((gate, nth))
}

fn gate(plan: &Plan, ix: GateIx) -> &str {
    let gate = &plan.gates[ix.at()];
    gate.about.name.as_deref().unwrap_or(&gate.id)
}

/// An id, after its table where another thing that figures are of has the same.
fn told(plan: &Plan, table: Table, id: &str) -> Vec<Box<str>> {
    let named = [
        plan.item_by_id(id).is_some(),
        plan.wave_by_id(id).is_some(),
        plan.markets.binary_search_by(|market| (*market.id).cmp(id)).is_ok(),
        plan.exceptions.binary_search_by(|exception| (*exception.id).cmp(id)).is_ok(),
    ];
    if named.iter().filter(|named| **named).count() > 1 {
        vec![table.key().into(), id.into()]
    } else {
        vec![id.into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    fn named(plan: &Plan, ids: &[&str]) -> Option<String> {
        let ids: Vec<Box<str>> = ids.iter().map(|id| (*id).into()).collect();
        let parts = cut::resolve(plan, &ids)?;
        Some(Of::parts(parts).name(plan, "planned", None).to_string())
    }

    #[test]
    fn parts_have_one_name_in_whatever_order_they_are_told() {
        let plan = sample::plan();
        let crossed = Some("planned.category.revenue.market.north".to_owned());
        assert_eq!(named(&plan, &["market", "north", "category", "revenue"]), crossed);
        assert_eq!(named(&plan, &["category", "revenue", "market", "north"]), crossed);
        assert_eq!(named(&plan, &["brand", "-"]).as_deref(), Some("planned.brand.-"));
        assert_eq!(named(&plan, &["driver", "reach"]).as_deref(), Some("planned.reach"));
        for wrong in [
            &["market"][..],
            &["market", "nowhere"],
            &["market", "north", "market", "south"],
            &["month", "2026-01"],
            &["driver", "-"],
        ] {
            assert_eq!(named(&plan, wrong), None, "{wrong:?}");
        }
    }
}
