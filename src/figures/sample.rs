//! A plan of three drivers, two markets and two waves, small enough to be computed by hand.

use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::about::{About, Link};
use crate::plan::calendar::Period;
use crate::plan::capability::{Capability, Maturity};
use crate::plan::id::{ItemIx, MarketIx, UnitIx, WaveIx};
use crate::plan::item::{Cost, Detail, Effort, Item, Step};
use crate::plan::items::Items;
use crate::plan::kpi::{Better, Cadence, Kpi, Target, Tolerance};
use crate::plan::leadership::{Mandate, Scope};
use crate::plan::operating_model::{ArchetypeName, Exception};
use crate::plan::quantity::{Currency, Estimate, Level, Money};
use crate::plan::record::{Assessed, Reading, Realized};
use crate::plan::strategy::{Driver, Multiplier, Ramp, Shape};
use crate::plan::wave::Wave;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An amount in euros.
pub(crate) fn euros(amount: i128) -> Money {
    Money(amount * 100)
}

/// An item with steps to `levels` in the first waves, one a wave from `first` on.
fn item(id: &str, detail: Detail, first: usize, levels: &[Level]) -> Item {
    let step = |(nth, level): (usize, &Level)| Step { level: *level, wave: WaveIx::from(first + nth) };
    Item { steps: levels.iter().enumerate().map(step).collect(), ..Item::new(id.into(), detail) }
}

fn valued(id: &str, first: usize, likely: i128, confidence: f64, ramp: Option<Ramp>) -> Item {
    let driver = Driver {
        value: Some(Estimate { low: None, likely: euros(likely), high: None }),
        confidence: Some(confidence),
        ramp,
        ..Driver::default()
    };
    item(id, Detail::Driver(Box::new(driver)), first, &[1])
}

fn wave(id: &str, start: &str, end: &str, market: u32) -> Wave {
    let markets = vec![Link { to: MarketIx(market), nth: 0 }];
    Wave {
        id: id.into(),
        about: About::default(),
        start: day(start),
        end: day(end),
        budget: None,
        capacity: Vec::new(),
        focus: None,
        after: None,
        opens: Scope { markets, ..Scope::default() },
    }
}

fn market(id: &str, share: f64, archetype: ArchetypeName, cost: i128) -> Multiplier {
    Multiplier {
        id: id.into(),
        about: About::default(),
        share,
        archetype: Some(archetype),
        cost: Some(euros(cost)),
        unplanned: false,
    }
}

fn exception(id: &str, market: Option<u32>, until: &str, cost: i128) -> Exception {
    Exception {
        id: id.into(),
        about: About::default(),
        tradeoff: None,
        market: market.map(MarketIx),
        approved_by: None,
        until: Some(day(until)),
        cost: Some(euros(cost)),
    }
}

/// January 2026 to March 2027, known up to the end of August 2026. The tests of the leaves say what each
/// month comes to.
pub(crate) fn plan() -> Plan {
    let mut plan = Plan::empty(day("2026-01-01"));
    plan.currency = Currency::of("EUR").unwrap();
    plan.horizon = day("2027-03-31");
    plan.as_of = day("2026-08-31");
    plan.discount_rate = 0.1;
    plan.waves = vec![wave("one", "2026-01-01", "2026-03-31", 0), wave("two", "2026-04-01", "2026-09-30", 1)];
    plan.markets = vec![
        market("north", 0.6, ArchetypeName::Standardized, 6_000),
        market("south", 0.4, ArchetypeName::Adapted, 4_000),
    ];
    plan.units = vec!["north".into(), "south".into()];
    plan.exceptions = vec![
        exception("extra", Some(0), "2026-06-15", 2_400),
        exception("global", None, "2026-02-28", 1_200),
    ];
    plan.items = items();
    plan.item_ends = [3, 4];
    let realized = |driver, period, value| Realized {
        driver: ItemIx(driver),
        period: Period::parse(period).unwrap(),
        value: euros(value),
        about: About::default(),
    };
    plan.realized =
        vec![realized(0, "2026-Q3", 900), realized(2, "2026-Q2", 6_000), realized(2, "2026-07", 1_500)];
    plan
}

/// Content, launch and reach; crm; steering: each kind by id.
fn items() -> Items {
    let mut content = valued("content", 0, 24_000, 1.0, Some(Ramp { months: 4.0, shape: Shape::Linear }));
    if let Detail::Driver(driver) = &mut content.detail {
        driver.once = Some(euros(1_000));
    }
    let launch = valued("launch", 1, 36_000, 0.9, Some(Ramp { months: 3.0, shape: Shape::SCurve }));
    let mut reach = valued("reach", 0, 120_000, 0.5, None);
    reach.cost = Some(Box::new(Cost { by_wave: vec![(WaveIx(0), euros(3_000))], ..Cost::default() }));
    let capability = Capability {
        maturity: Maturity::ByUnit([(UnitIx(0), 1), (UnitIx(1), 0)].into()),
        ..Capability::default()
    };
    let mut crm = item("crm", Detail::Capability(Box::new(capability)), 0, &[2, 3]);
    crm.cost =
        Some(Box::new(Cost { spread: Some(euros(9_000)), by_wave: Vec::new(), run: Some(euros(12_000)) }));
    crm.effort = [Effort { team: "it".into(), months: 6.0 }].into();
    let steering = item("steering", Detail::Mandate(Box::default()), 0, &[2]);
    [content, launch, reach, crm, steering].into_iter().collect()
}

/// The driver `id`, to be changed.
pub(crate) fn driver<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Driver {
    let ix = plan.item_by_id(id).unwrap();
    match &mut plan.item_mut(ix).detail {
        Detail::Driver(driver) => driver,
        _ => panic!("{id} is no driver"),
    }
}

/// The mandate `id`, to be changed.
pub(crate) fn mandate<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Mandate {
    let ix = plan.item_by_id(id).unwrap();
    match &mut plan.item_mut(ix).detail {
        Detail::Mandate(mandate) => mandate,
        _ => panic!("{id} is no mandate"),
    }
}

/// A KPI read monthly, from 18 to targets at the end of both waves.
pub(crate) fn kpi(id: &str, better: Better, targets: &[Target]) -> Kpi {
    let targets = targets.iter().enumerate().map(|(wave, target)| (WaveIx::from(wave), *target));
    Kpi {
        id: id.into(),
        about: About::default(),
        measures: Vec::new(),
        kind: None,
        lens: None,
        unit: None,
        better: Some(better),
        predicts: None,
        baseline: Some(18.0),
        target: targets.collect(),
        counts: None,
        window: None,
        cadence: Some(Cadence::Month),
        tolerance: Tolerance::default(),
        rollup: None,
        local: Vec::new(),
    }
}

/// The plan, with both of its markets opened by its first wave: each is asked for from 31 March on.
pub(crate) fn opened_at_once() -> Plan {
    let mut plan = plan();
    let opens = plan.waves[1].opens.markets.drain(..).collect::<Vec<_>>();
    plan.waves[0].opens.markets.extend(opens);
    plan
}

/// Adds a reading of the first KPI.
pub(crate) fn read(plan: &mut Plan, date: &str, market: Option<u32>, value: f64) {
    plan.readings.push(Reading {
        kpi: crate::plan::id::KpiIx(0),
        date: day(date),
        value,
        market: market.map(MarketIx),
        about: About::default(),
    });
}

/// Adds an assessment.
pub(crate) fn assess(plan: &mut Plan, id: &str, date: &str, unit: Option<u32>, level: Level) {
    let item = plan.item_by_id(id).unwrap();
    let unit = unit.map(UnitIx);
    plan.assessed.push(Assessed { item, date: day(date), level, unit, about: About::default() });
}
