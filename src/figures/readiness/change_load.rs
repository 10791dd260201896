//! Change load: how many new capability steps each market takes in each wave.
//!
//! A market takes the steps of the wave that opens it and of those that end later; what was built before
//! comes to it ready-made, which is what its roll-out cost pays. A step to a level that the market has before the
//! step's day, as it was seen there by then or else by today's maturity, is nothing new there.

use chrono::NaiveDate;

use super::super::Figures;
use super::level::evident;
use crate::order::Order as _;
use crate::plan::capability::Maturity;
use crate::plan::id::{ItemIx, MarketIx, UnitIx, WaveIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::plan::strategy::MultiplierKind;

/// The new capability steps of each market in each wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLoad {
    /// All capability steps of each wave that are new somewhere.
    steps: Vec<u32>,
    /// Of the steps of each wave, those that are nothing new in a market; empty where all are.
    known: Vec<Vec<u32>>,
    /// When the wave that opens each market ends; `None`: never opened.
    opened: Vec<Option<NaiveDate>>,
    /// When each wave ends.
    ends: Vec<NaiveDate>,
}

impl ChangeLoad {
    /// The new steps that a market takes in a wave; `None` while it is not open by the wave's end.
    #[must_use]
    pub fn of(&self, wave: WaveIx, market: MarketIx) -> Option<u32> {
        let opened = self.opened.get(market.at()).copied().flatten()?;
        let known = self.known[wave.at()].get(market.at()).copied().unwrap_or(0);
        (opened <= self.ends[wave.at()]).then(|| self.steps[wave.at()] - known)
    }

    /// The most that any market could take in a wave: all its steps that are new somewhere.
    #[must_use]
    pub fn at_most(&self, wave: WaveIx) -> u32 {
        self.steps[wave.at()]
    }
}

/// Where a level is there before a step of the plan could bring it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Had {
    /// In each unit; empty where it is the same in all of them.
    units: Vec<bool>,
    /// Everywhere else.
    elsewhere: bool,
}

impl Had {
    /// Whether it is there in a unit; `None`: in what is no unit of the plan.
    #[must_use]
    pub fn of(&self, unit: Option<UnitIx>) -> bool {
        unit.and_then(|unit| self.units.get(unit.at())).copied().unwrap_or(self.elsewhere)
    }
}

impl Figures<'_> {
    /// The capability steps that are new to a market in a wave, by name of the capability: as many as its change load
    /// there. None while the market is not open by the wave's end.
    #[must_use]
    pub fn new_to(&self, wave: WaveIx, market: MarketIx) -> Vec<(ItemIx, usize)> {
        if self.change_load().of(wave, market).is_none() {
            return Vec::new();
        }
        let id = &self.plan.markets[market.at()].id;
        let unit = self.plan.units.iter().position(|unit| **unit == **id).map(UnitIx::from);
        let mut steps = Vec::new();
        for (ix, item) in self.plan.items_of(Dimension::OperatingModel) {
            let of_wave = item.steps.iter().enumerate().filter(|(_, step)| step.wave == wave);
            steps.extend(of_wave.map(|(nth, _)| (ix, nth)).filter(|(ix, nth)| !self.had(*ix, *nth).of(unit)));
        }
        steps.order_by_key(|(ix, nth)| (self.plan.item(*ix).title(), *nth));
        steps
    }

    /// Where the level of a step is there before the step's own day: by what was seen up to then, or else by today's
    /// maturity. What was seen from that day on is what the step has brought.
    #[must_use]
    pub fn had(&self, capability: ItemIx, step: usize) -> Had {
        let item = self.plan.item(capability);
        let level = item.steps.get(step).map_or(0, |step| step.level);
        let enough = |level_there: Option<Level>| level_there.is_some_and(|there| there >= level);
        let maturity = item.capability().map(|it| &it.maturity);
        let today = match maturity {
            Some(Maturity::Everywhere(level)) => Some(*level),
            _ => None,
        };
        let assessed = !self.assessed().of(capability.at()).is_empty();
        if !assessed && !matches!(maturity, Some(Maturity::ByUnit(_))) {
            return Had { units: Vec::new(), elsewhere: enough(today) };
        }
        let live = self.plan.step_live(capability, step).and_then(|live| live.pred_opt());
        let before = live.unwrap_or(NaiveDate::MIN);
        let units = self.newest_by_unit(capability, before).into_iter().zip(self.today_by_unit(capability));
        Had {
            units: units.map(|(seen, today)| enough(evident(seen, today))).collect(),
            elsewhere: enough(evident(self.seen(capability, None, before), today)),
        }
    }
}

pub(in super::super) fn change_load(figures: &Figures<'_>) -> ChangeLoad {
    let plan = figures.plan;
    let mut steps = vec![0_u32; plan.waves.len()];
    let mut known: Vec<Vec<u32>> = vec![Vec::new(); plan.waves.len()];
    let mut unit_of: Vec<Option<UnitIx>> = vec![None; plan.markets.len()];
    for (nth, unit) in plan.units.iter().enumerate() {
        if let Ok(market) = plan.markets.binary_search_by(|market| (*market.id).cmp(unit)) {
            unit_of[market] = Some(UnitIx::from(nth));
        }
    }
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        for (nth, step) in item.steps.iter().enumerate() {
            let at = step.wave.at();
            let had = figures.had(ix, nth);
            if had.units.is_empty() && had.elsewhere {
                continue;
            }
            steps[at] += 1;
            if had.units.is_empty() {
                continue;
            }
            known[at].resize(plan.markets.len(), 0);
            for (known, unit) in known[at].iter_mut().zip(&unit_of) {
                *known += u32::from(had.of(*unit));
            }
        }
    }
    let opened = |market: usize| figures.scope().opened_by(MultiplierKind::Market, market);
    let opened = (0..plan.markets.len()).map(|market| Some(plan.wave(opened(market)?).end)).collect();
    ChangeLoad { steps, known, opened, ends: plan.waves.iter().map(|wave| wave.end).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;
    use crate::plan::item::Detail;

    #[test]
    fn a_market_takes_the_steps_that_are_new_to_it_from_its_wave_on() {
        let mut plan = sample::plan();
        let load = |plan: &crate::plan::Plan| {
            let figures = Figures::new(plan);
            let of = |wave, market| figures.change_load().of(WaveIx(wave), MarketIx(market));
            // What is listed is what is counted.
            for (wave, market) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let listed = figures.new_to(WaveIx(wave), MarketIx(market)).len();
                assert_eq!(listed, of(wave, market).unwrap_or(0) as usize);
            }
            [of(0, 0), of(0, 1), of(1, 0), of(1, 1)]
        };
        assert_eq!(load(&plan), [Some(1), None, Some(1), Some(1)], "south opens with the second wave");
        let ix = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(ix).detail else { panic!() };
        capability.maturity = Maturity::ByUnit([(UnitIx(0), 2), (UnitIx(1), 3)].into());
        assert_eq!(load(&plan), [Some(0), None, Some(1), Some(0)], "what is there is nothing new");
        // The first wave ends in March, the second in September.
        sample::assess(&mut plan, "crm", "2026-05-01", Some(0), 1);
        assert_eq!(load(&plan), [Some(0), None, Some(1), Some(0)], "the first wave is over by then");
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 2);
        assert_eq!(
            load(&plan),
            [Some(0), None, Some(1), Some(1)],
            "south was seen at 2, whatever is written"
        );
        sample::assess(&mut plan, "crm", "2026-07-01", Some(0), 3);
        assert_eq!(load(&plan), [Some(0), None, Some(0), Some(1)], "north was seen there before its day");
        sample::assess(&mut plan, "crm", "2026-07-02", None, 3);
        assert_eq!(load(&plan), [Some(0), None, Some(0), Some(0)], "and then everywhere");
    }
}
