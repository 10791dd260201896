//! Steps that wait: they are due, nothing but their date says that they are there, and something that they need is not.
//!
//! What evidence says comes first. A step that somebody saw at its level, or that brings value, is there whatever it
//! needs. One that is live by its date alone is not there before what it needs: while that is overdue, seen short or not
//! begun, it is overdue with it. So it is while that waits itself, and with it the later steps of its item of which nobody
//! has seen anything either. A need of which the level asked for was seen holds nothing up, and needs that run in a loop
//! against the calendar hold up nothing.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::super::Figures;
use super::progress::StepState;
use crate::graph::{Edge, StepIx};
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::plan::quantity::{Level, Money};
use crate::plan::strategy::Driver;

/// Why a step waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The item whose need is not there, its own or that of a step below it.
    pub item: ItemIx,
    /// The position of that need in the item's list.
    pub need: u32,
    /// The first day on which its date had come and the need was known not to be there.
    pub since: NaiveDate,
}

/// The steps that wait, each by its item and its place there.
pub(crate) type Waits = FxHashMap<(ItemIx, usize), Wait>;

impl Figures<'_> {
    /// Why a step waits at `as-of`, where it does.
    #[must_use]
    pub fn wait_of(&self, item: ItemIx, step: usize) -> Option<Wait> {
        self.step_states().waits.get(&(item, step)).copied()
    }

    /// The need that a step waits for at `as-of`, where it does.
    #[must_use]
    pub fn waits_for(&self, item: ItemIx, step: usize) -> Option<Need> {
        let wait = self.wait_of(item, step)?;
        self.plan.item(wait.item).needs.get(wait.need as usize).copied()
    }

    /// Whether a step waits at `as-of`, and was known to do so by a day.
    pub(super) fn waited(&self, item: ItemIx, step: usize, at: NaiveDate) -> bool {
        self.wait_of(item, step).is_some_and(|wait| wait.since <= at)
    }

    /// Whether something that a driver was to do is on record: an amount, or of what is to take value away any record.
    #[must_use]
    pub fn has_brought(&self, driver: ItemIx) -> bool {
        let takes_away = self.plan.item(driver).driver().is_some_and(Driver::takes_away);
        let evidence = self.evidence();
        evidence.to_date(driver) != Money::ZERO || takes_away && !evidence.recorded(driver).is_empty()
    }

    /// Whether anything but its date says that a step is there: of a driver its stage or value, else its level by
    /// evidence, asked for as gates ask.
    fn is_evident(&self, item: ItemIx, step: usize) -> bool {
        match self.plan.item(item).driver() {
            Some(driver) => driver.stage.is_some() || self.has_brought(item),
            None => self
                .evident_of(item, step)
                .is_some_and(|level| level >= self.plan.item(item).steps[step].level),
        }
    }

    /// Whether the level that a need asks for was seen, whatever else of what is needed is not there.
    #[must_use]
    pub fn is_need_seen(&self, edge: &Edge) -> bool {
        let (plan, graph) = (self.plan, self.graph());
        let [needing, needed] = [edge.needing, edge.needed].map(|step| graph.item_of(step));
        let of = plan.item(needed);
        let Some(position) = edge.need.filter(|_| of.driver().is_none()) else { return false };
        let need = plan.item(needing).needs.get(position as usize);
        let first = || of.steps.first().map(|step| step.level);
        let asked = need.and_then(|need| need.level).or_else(first);
        self.evident_of(needed, graph.nth_of(edge.needed)) >= asked
    }

    /// The lowest level that evidence says of an item in the units that a step is asked in.
    fn evident_of(&self, item: ItemIx, step: usize) -> Option<Level> {
        let as_of = self.plan.as_of;
        if !self.is_by_unit(item) {
            return self.evident_level(item, as_of);
        }
        let evident = self.evident_levels(item, as_of);
        let wave = self.plan.item(item).steps[step].wave;
        let asked = self.units_by(as_of.max(self.plan.wave(wave).end)).into_iter();
        asked.map(|unit| evident[unit.at()]).min().flatten()
    }
}

/// The steps that wait, of which the states are those of now; theirs become overdue.
pub(super) fn waits(figures: &Figures<'_>, states: &mut [StepState]) -> Waits {
    let (plan, graph) = (figures.plan, figures.graph());
    let mut waits = Waits::default();
    let all = || (0..graph.step_count() as u32).map(StepIx);
    if all().all(|step| graph.live(step) > plan.as_of || states[step.at()] != StepState::Overdue) {
        return waits;
    }
    // Since when each step that is not there is known not to be.
    let mut missing: Vec<Option<NaiveDate>> = vec![None; states.len()];
    for step in all().filter(|step| graph.live(*step) <= plan.as_of) {
        if states[step.at()] == StepState::Overdue {
            let short = figures.short_of(graph.item_of(step), graph.nth_of(step));
            let seen = short.map_or(NaiveDate::MIN, |short| short.seen.date);
            missing[step.at()] = Some(seen.max(graph.live(step)));
        }
    }
    // Each step comes after what it needs.
    for step in graph.order().filter(|step| graph.live(*step) <= plan.as_of) {
        if states[step.at()] != StepState::Live {
            continue;
        }
        let (item, nth) = (graph.item_of(step), graph.nth_of(step));
        let held = graph.needed_for(step).filter_map(|edge| {
            let since = missing[edge.needed.at()].filter(|_| !figures.is_need_seen(&edge))?;
            let since = since.max(graph.live(step));
            let wait = match edge.need {
                Some(need) => Wait { item, need, since },
                // The step below it waits, and this one with it; what is seen short of that is short of this one too.
                None => Wait { since, ..*waits.get(&(item, nth.checked_sub(1)?))? },
            };
            Some(wait)
        });
        let Some(wait) = held.min_by_key(|wait| wait.since) else { continue };
        if !figures.is_evident(item, nth) {
            missing[step.at()] = Some(wait.since);
            states[step.at()] = StepState::Overdue;
            waits.insert((item, nth), wait);
        }
    }
    waits
}
