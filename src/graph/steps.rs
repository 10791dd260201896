//! The steps of all items, side by side: what the graph asks of them most often, without a walk
//! through the items themselves.

use std::ops::Range;

use chrono::NaiveDate;

use super::{NeedState, StepIx};
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Need;
use crate::plan::quantity::Level;

/// The steps of all items, in the order of the items.
pub(super) struct Steps {
    /// Where the steps of each item begin; one more than there are items.
    starts: Vec<u32>,
    /// The level that each item has today, everywhere.
    today: Vec<Level>,
    steps: Vec<Step>,
}

struct Step {
    item: ItemIx,
    wave: WaveIx,
    live: NaiveDate,
    months: u16,
    level: Level,
}

impl Steps {
    /// The steps of `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut starts = Vec::with_capacity(plan.items.len() + 1);
        let mut today = Vec::with_capacity(plan.items.len());
        let mut steps = Vec::with_capacity(plan.items.len());
        starts.push(0);
        for (ix, item) in plan.items() {
            let level = item.capability().map_or(0, |it| it.maturity.everywhere(plan.units.len()));
            today.push(level);
            for (nth, step) in item.steps.iter().enumerate() {
                let wave = plan.wave(step.wave);
                let first = nth == 0;
                let live = plan.step_live(ix, nth).unwrap_or(wave.end);
                let start = item.start.filter(|_| first).unwrap_or(wave.start);
                // The months that the work touches; at least one, so that a longer chain weighs more.
                let months = Month::after(live).since(Month::of(start)).clamp(1, 1200) as u16;
                steps.push(Step { item: ix, wave: step.wave, live, months, level: step.level });
            }
            starts.push(steps.len() as u32);
        }
        Self { starts, today, steps }
    }

    /// Where the steps of each item begin; one more than there are items.
    pub(super) fn starts(&self) -> &[u32] {
        &self.starts
    }

    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn of_item(&self, item: ItemIx) -> Range<u32> {
        self.starts[item.at()]..self.starts[item.at() + 1]
    }

    pub(super) fn item(&self, step: u32) -> ItemIx {
        self.steps[step as usize].item
    }

    pub(super) fn wave(&self, step: u32) -> WaveIx {
        self.steps[step as usize].wave
    }

    pub(super) fn live(&self, step: u32) -> NaiveDate {
        self.steps[step as usize].live
    }

    /// How many months the work on a step touches.
    pub(super) fn months(&self, step: u32) -> u32 {
        u32::from(self.steps[step as usize].months)
    }

    /// The steps that lie in a wave.
    pub(super) fn in_wave(&self, wave: WaveIx) -> impl Iterator<Item = u32> + '_ {
        (0..self.steps.len() as u32).filter(move |step| self.wave(*step) == wave)
    }

    /// How a need is met; the same as [`Plan::met_today`] and [`step_reaching`] say, from the lists
    /// at hand.
    ///
    /// [`step_reaching`]: crate::plan::item::Item::step_reaching
    pub(super) fn state(&self, need: &Need) -> NeedState {
        let range = self.of_item(need.item);
        let steps = &self.steps[range.start as usize..range.end as usize];
        let level = need.level.or_else(|| steps.first().map(|step| step.level)).unwrap_or(0);
        if level > 0 && self.today[need.item.at()] >= level {
            return NeedState::MetToday;
        }
        match range.zip(steps).find(|(_, step)| step.level >= need.level.unwrap_or(0)) {
            Some((reaching, _)) => NeedState::By(StepIx(reaching)),
            None => NeedState::Never,
        }
    }
}
