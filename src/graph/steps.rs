//! The steps of all items, side by side: what the graph asks of them most often, without a walk
//! through the items themselves.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{NeedState, StepIx};
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::{Item, Need};
use crate::plan::quantity::Level;

/// The steps of all items, in the order of the items.
pub(super) struct Steps {
    /// Where the steps of each item begin; one more than there are items.
    starts: Arc<Vec<u32>>,
    /// The level that each item has today, everywhere.
    today: Arc<Vec<Level>>,
    steps: Vec<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    item: ItemIx,
    wave: WaveIx,
    live: NaiveDate,
    begin: Month,
    level: Level,
}

/// The level that an item has today, everywhere.
pub(super) fn level_today(plan: &Plan, item: &Item) -> Level {
    item.capability().map_or(0, |it| it.maturity.everywhere(plan.units.len()))
}

impl Step {
    /// Step number `nth` of an item.
    fn of(plan: &Plan, (ix, item): (ItemIx, &Item), nth: usize) -> Self {
        let step = item.steps[nth];
        let wave = plan.wave(step.wave);
        let live = plan.step_live(ix, nth).unwrap_or(wave.end);
        let start = item.start.filter(|_| nth == 0).unwrap_or(wave.start);
        // Work that begins before the plan does, or after it is live, is a fault of the plan, and adds no time.
        let begin = Month::of(start).max(Month::of(plan.start)).min(Month::of(live));
        Self { item: ix, wave: step.wave, live, begin, level: step.level }
    }
}

impl Steps {
    /// The steps of `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut starts = Vec::with_capacity(plan.items.len() + 1);
        let mut today = Vec::with_capacity(plan.items.len());
        let mut steps = Vec::with_capacity(plan.items.len());
        starts.push(0);
        for (ix, item) in plan.items() {
            today.push(level_today(plan, item));
            steps.extend((0..item.steps.len()).map(|nth| Step::of(plan, (ix, item), nth)));
            starts.push(steps.len() as u32);
        }
        Self { starts: Arc::new(starts), today: Arc::new(today), steps }
    }

    /// The steps of `plan` after a change of the waves or the days of those of some `items` alone.
    pub(super) fn after(&self, plan: &Plan, items: &[ItemIx]) -> Self {
        let mut steps = self.steps.clone();
        for ix in items {
            let item = plan.item(*ix);
            for (nth, at) in self.of_item(*ix).enumerate() {
                steps[at as usize] = Step::of(plan, (*ix, item), nth);
            }
        }
        Self { starts: Arc::clone(&self.starts), today: Arc::clone(&self.today), steps }
    }

    /// Whether each step lies in the wave that it lies in among others.
    pub(super) fn in_waves_of(&self, other: &Self) -> bool {
        self.steps.iter().map(|step| step.wave).eq(other.steps.iter().map(|step| step.wave))
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

    /// The months that the work on a step touches, by number: the first, and the one after the last.
    pub(super) fn months_of(&self, step: u32) -> (i32, i32) {
        let step = &self.steps[step as usize];
        (step.begin.number_of_all(), Month::after(step.live).number_of_all())
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
