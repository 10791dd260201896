//! When what a plan phases is live, at which level and in force.

use chrono::NaiveDate;

use super::Plan;
use super::id::{ItemIx, WaveIx};
use super::item::{Item, Need};

impl Plan {
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
}
