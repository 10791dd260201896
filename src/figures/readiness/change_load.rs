//! Change load: how many new capability steps each market takes in each wave.
//!
//! A market takes the steps of the wave that opens it and of those that end later; what was built before
//! comes to it ready-made, which is what its roll-out cost pays. A step to a level that the market has today
//! is nothing new there.

use chrono::NaiveDate;

use super::super::Figures;
use crate::plan::capability::Maturity;
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::item::Dimension;
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

pub(in super::super) fn change_load(figures: &Figures<'_>) -> ChangeLoad {
    let plan = figures.plan;
    let mut steps = vec![0_u32; plan.waves.len()];
    let mut known: Vec<Vec<u32>> = vec![Vec::new(); plan.waves.len()];
    let market_of = |unit: &str| plan.markets.binary_search_by(|market| (*market.id).cmp(unit)).ok();
    let market_of: Vec<Option<usize>> = plan.units.iter().map(|unit| market_of(unit)).collect();
    for (_, item) in plan.items_of(Dimension::OperatingModel) {
        let Some(capability) = item.capability() else { continue };
        for step in &item.steps {
            let at = step.wave.at();
            match &capability.maturity {
                Maturity::Everywhere(level) if *level >= step.level => continue,
                Maturity::ByUnit(levels) => {
                    for (unit, _) in levels.iter().filter(|(_, level)| *level >= step.level) {
                        let Some(market) = market_of[unit.at()] else { continue };
                        known[at].resize(plan.markets.len(), 0);
                        known[at][market] += 1;
                    }
                }
                _ => {}
            }
            steps[at] += 1;
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
    use crate::plan::id::UnitIx;
    use crate::plan::item::Detail;

    #[test]
    fn a_market_takes_the_steps_that_are_new_to_it_from_its_wave_on() {
        let mut plan = sample::plan();
        let load = |plan: &crate::plan::Plan| {
            let figures = Figures::new(plan);
            let of = |wave, market| figures.change_load().of(WaveIx(wave), MarketIx(market));
            [of(0, 0), of(0, 1), of(1, 0), of(1, 1)]
        };
        assert_eq!(load(&plan), [Some(1), None, Some(1), Some(1)], "south opens with the second wave");
        let ix = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(ix).detail else { panic!() };
        capability.maturity = Maturity::ByUnit([(UnitIx(0), 2), (UnitIx(1), 3)].into());
        assert_eq!(load(&plan), [Some(0), None, Some(1), Some(0)], "what is there is nothing new");
    }
}
