//! What a slip moves.
//!
//! A slip pushes and never pulls. A step that moves pushes each step that needs it only as far as the
//! need forces: to the day that it is live itself, where that is later than planned. What is late
//! already, apart from the slip, stays where the plan has it until something that it needs moves.
//!
//! A wave that slips moves whole, by whole months, and its steps with it. A wave that comes after it
//! moves only where it has to: where it would no longer start after the other's end, by the fewest
//! whole months that make it do so; where the two overlap already, by as many months as the other, so
//! that they overlap no more than the plan meant. Only waves that stand later in the plan's order are
//! moved so; an `after` against the dates is a fault of the plan and moves nothing. What the moved
//! steps then force on others is pushed as for an item.
//!
//! What has happened is late no more: with a [`Past`], steps that are live stay, waves that have ended
//! stay, and a wave that has begun keeps its start and only ends later. Of one that has ended, steps that are not live
//! yet are late as if each were so by itself. A step that was due and is not live can be so on
//! the day after the [`Past`] at the earliest, and an item that is late is so from there on: no slip leads to a day of
//! which it is known that the step was not there.

use crate::order::Order as _;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::{Edge, Graph, StepIx};
use crate::plan::Plan;
use crate::plan::calendar::{Month, plus_months};
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::{Item, Step};
use crate::plan::leadership::Gate;
use crate::plan::shift::Shift;

/// A step that a slip moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The item.
    pub item: ItemIx,
    /// The step.
    pub step: StepIx,
    /// When the plan has it live.
    pub from: NaiveDate,
    /// When it is live after the slip.
    pub to: NaiveDate,
    /// What moves it; `None` where it is what slips.
    pub because: Option<Because>,
}

/// What moves a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Its wave moves, since it comes after this one.
    Wave(WaveIx),
    /// It is held back until a step that it needs is live.
    Need(Edge),
}

/// A wave that a slip moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedWave {
    /// The wave.
    pub wave: WaveIx,
    /// By how much.
    pub by: Shift,
    /// Its start and end after the slip.
    pub to: (NaiveDate, NaiveDate),
    /// The wave that pushes it; `None` where it is what slips.
    pub because: Option<WaveIx>,
}

impl MovedWave {
    /// What pushes the wave, in words, and that it moves by whole months where what pushes it does not; `None` where
    /// it is what slips.
    #[must_use]
    pub fn pushed_by<'p>(&self, slip: &Slip, plan: &'p Plan) -> Option<(&'p str, &'static str)> {
        let first = self.because?;
        let by = slip.waves.iter().find(|moved| moved.wave == first).map(|moved| moved.by);
        let rounded = by.is_some_and(|by| by.days != 0 && self.by.days == 0);
        let how = if rounded { "; what follows moves by whole months" } else { "" };
        Some((plan.wave(first).title(), how))
    }

    /// Why only the end of the wave moves; `None` where it moves whole.
    #[must_use]
    pub fn begun(&self, plan: &Plan) -> Option<&'static str> {
        let wave = plan.wave(self.wave);
        let begun = self.to.0 == wave.start && self.to.1 != wave.end;
        begun.then_some("it has begun, so only its end moves")
    }
}

/// What the slip of a wave moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The waves, in the order of the plan.
    pub waves: Vec<MovedWave>,
    /// The steps, each after what pushes it.
    pub steps: Vec<Moved>,
}

/// What is later than planned, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// What is late.
    pub what: Delayed,
    /// By how much; where that is negative it is earlier, and nothing is pushed or pulled by it.
    pub by: Shift,
}

/// What can be late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delayed {
    /// An item: all its steps.
    Item(ItemIx),
    /// A wave, with all that is phased into it.
    Wave(WaveIx),
}

/// What has happened, and stays where it is.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// The day up to which things have happened.
    pub as_of: NaiveDate,
    /// Whether a step is live.
    pub live: &'a dyn Fn(StepIx) -> bool,
}

impl Past<'_> {
    /// Nothing has happened yet.
    pub const NOTHING: Past<'static> = Past { as_of: NaiveDate::MIN, live: &|_| false };

    /// The first day that has not happened.
    fn ahead(&self) -> NaiveDate {
        self.as_of.succ_opt().unwrap_or(self.as_of)
    }
}

impl Graph {
    /// What moves when all of some delays come about. Where several move a step or a wave, the latest
    /// date holds.
    #[must_use]
    pub fn slip(&self, delays: &[Delay], past: Past<'_>) -> Slip {
        let mut own: Vec<Option<Shift>> = vec![None; self.waves.dates.len()];
        let mut given = Vec::new();
        let late = |step: StepIx, by: Shift| {
            let live = self.live(step);
            let from = if by.is_later() { live.max(past.ahead()) } else { live };
            (step, by.from(from), None)
        };
        for delay in delays.iter().filter(|delay| !delay.by.is_none()) {
            match delay.what {
                Delayed::Wave(wave) => {
                    let end = self.waves.dates[wave.at()].1;
                    let known = own[wave.at()].filter(|known| known.from(end) >= delay.by.from(end));
                    own[wave.at()] = known.or(Some(delay.by));
                    if end <= past.as_of && delay.by.is_later() {
                        let steps = (0..self.step_count() as u32).map(StepIx);
                        let of_it = steps.filter(|step| self.wave_of(*step) == wave);
                        given.extend(of_it.map(|step| late(step, delay.by)));
                    }
                }
                Delayed::Item(item) => {
                    given.extend(self.steps_of(item).map(|step| late(step, delay.by)));
                }
            }
        }
        let waves = self.moved_waves(&own, past.as_of);
        given.extend(self.moved_with(&waves));
        given.retain(|(step, ..)| !(past.live)(*step));
        for (_, to, _) in given.iter_mut().filter(|(step, to, _)| *to > self.live(*step)) {
            *to = past.ahead().max(*to);
        }
        // The latest date of each step; of equal ones, that of what slips by itself. The thousands that go with
        // one wave stand in this order.
        let place = |(step, to, because): &(StepIx, NaiveDate, Option<Because>)| {
            (*step, Reverse(*to), because.is_some())
        };
        if !given.is_sorted_by_key(place) {
            given.order_by_key(place);
        }
        given.dedup_by_key(|(step, ..)| *step);
        Slip { steps: self.push(given.into_iter(), past.live), waves }
    }

    /// What moves when all steps of an item are live `months` later; each step after what pushes it.
    #[must_use]
    pub fn slip_item(&self, item: ItemIx, months: u32) -> Vec<Moved> {
        let later = |step: StepIx| (step, plus_months(self.live(step), whole(months)));
        self.slip_steps(self.steps_of(item).map(later))
    }

    /// What moves when some steps are live on another day than planned; each step after what pushes it.
    #[must_use]
    pub fn slip_steps(&self, steps: impl IntoIterator<Item = (StepIx, NaiveDate)>) -> Vec<Moved> {
        self.push(steps.into_iter().map(|(step, to)| (step, to, None)), Past::NOTHING.live)
    }

    /// What moves when a wave is `months` later.
    #[must_use]
    pub fn slip_wave(&self, wave: WaveIx, months: u32) -> Slip {
        self.slip(&[Delay { what: Delayed::Wave(wave), by: Shift::months(months) }], Past::NOTHING)
    }

    /// The waves that move where each is late by its `own` shift.
    fn moved_waves(&self, own: &[Option<Shift>], as_of: NaiveDate) -> Vec<MovedWave> {
        let dates = &self.waves.dates;
        let mut shifts = vec![Shift::default(); dates.len()];
        let mut moved = Vec::new();
        for (at, own) in own.iter().enumerate() {
            let (wave, (start, end)) = (WaveIx::from(at), dates[at]);
            let earlier = self.after(wave).iter().filter(|first| **first < wave);
            let pushes = earlier.map(|first| (pushed(dates, *first, shifts[first.at()], wave), *first));
            let most = pushes.max_by_key(|(by, first)| (by.from(end), Reverse(*first)));
            let (by, because) = match (most, own) {
                (Some((by, first)), None) if by.from(end) > end => (by, Some(first)),
                (Some((by, first)), Some(own)) if by.from(end) > own.from(end).max(end) => (by, Some(first)),
                (_, own) => (own.unwrap_or_default(), None),
            };
            if !by.is_none() && end > as_of {
                shifts[at] = by;
                let start = if start > as_of { by.from(start) } else { start };
                moved.push(MovedWave { wave, by, to: (start, by.from(end)), because });
            }
        }
        moved
    }

    /// The steps of waves that move, each with its wave.
    fn moved_with(&self, waves: &[MovedWave]) -> Vec<(StepIx, NaiveDate, Option<Because>)> {
        let mut of_wave = vec![None; self.waves.dates.len()];
        for moved in waves {
            of_wave[moved.wave.at()] = Some(moved);
        }
        // Most steps of a wave are live on one day: the one before tells when this is, too.
        let mut last = (Shift::default(), NaiveDate::MIN, NaiveDate::MIN);
        let moved = (0..self.step_count() as u32).map(StepIx).filter_map(|step| {
            let moved = of_wave[self.wave_of(step).at()]?;
            let live = self.live(step);
            if (last.0, last.1) != (moved.by, live) {
                last = (moved.by, live, moved.by.from(live));
            }
            Some((step, last.2, moved.because.map(Because::Wave)))
        });
        if waves.is_empty() { Vec::new() } else { moved.collect() }
    }

    /// Moves the steps given, and what needs them, in the order of the graph; what `stays` is not pushed.
    fn push(
        &self,
        steps: impl Iterator<Item = (StepIx, NaiveDate, Option<Because>)>,
        stays: &dyn Fn(StepIx) -> bool,
    ) -> Vec<Moved> {
        let (few, many) = steps.size_hint();
        let mut dates = NewDates::of(self.steps.len(), many.unwrap_or(few));
        // The steps to come, by layer: what a step pushes stands in a later one.
        let mut open: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (step, to, because) in steps {
            if to != self.live(step) && dates.insert(step.0, (to, Pusher::Given(because))) {
                open.entry(self.order.layer(step.0)).or_default().push(step.0);
            }
        }
        let mut moved = Vec::with_capacity(open.values().map(Vec::len).sum());
        while let Some((_, mut layer)) = open.pop_first() {
            layer.sort_unstable();
            for step in layer {
                // All that pushes this step stands before it in the order, so its date is final.
                let Some((to, pusher)) = dates.get(step) else { continue };
                let because = match pusher {
                    Pusher::Given(because) => because,
                    Pusher::Step(needed) => Some(Because::Need(self.edge(needed, step))),
                };
                let from = self.steps.live(step);
                moved.push(Moved { item: self.steps.item(step), step: StepIx(step), from, to, because });
                if to <= from {
                    continue;
                }
                for &target in self.arcs.targets(step).iter().filter(|it| self.order.agrees(step, **it)) {
                    let planned = dates.get(target).map_or(self.steps.live(target), |(date, _)| date);
                    if to <= planned || stays(StepIx(target)) {
                        continue;
                    }
                    if dates.insert(target, (to, Pusher::Step(step))) {
                        open.entry(self.order.layer(target)).or_default().push(target);
                    }
                }
            }
        }
        moved
    }
}

impl Slip {
    /// The plan as it stands after the slip, so that every figure, gate, KPI and rule can be asked of it.
    ///
    /// It is what a planner would write: moved waves have their new dates, and with them go the markets
    /// that they open, their one-off money, the targets at their end, their gates that lie ahead, and
    /// the `start` and `end` of what is worked on in them. A step that is late by itself is live at its
    /// new date; its one-off money stays in its wave, since being late makes no work cheaper, and its
    /// running cost and its value begin later. The horizon, mandates, decisions and the record stay.
    ///
    /// The waves keep their places in the list, also where they then no longer stand by their dates.
    #[must_use]
    pub fn applied_to(&self, graph: &Graph, plan: &Plan) -> Plan {
        let mut later = plan.clone();
        let by_wave = self.by_wave(plan);
        for moved in &self.waves {
            let wave = &mut later.waves[moved.wave.at()];
            (wave.start, wave.end) = moved.to;
        }
        for (ix, (start, end)) in by_wave.items() {
            let Some(item) = later.items.get_mut(ix.at()) else { continue };
            (item.start, item.end) = (start, end);
        }
        for gate in &mut later.gates {
            gate.date = by_wave.gate(gate);
        }
        let at = |step: StepIx| (graph.item_of(step), graph.nth_of(step) as u32);
        if !self.waves.is_empty() {
            // What stays in a wave that moves is live when it was.
            let within = (0..graph.step_count() as u32).map(StepIx);
            let within = within.filter(|step| by_wave.moves(graph.wave_of(*step)));
            later.moved.extend(within.map(|step| (at(step), graph.live(step))));
        }
        later.moved.extend(self.steps.iter().map(|moved| (at(moved.step), moved.to)));
        later
    }

    /// What goes with the waves that move.
    pub(crate) fn by_wave<'p>(&self, plan: &'p Plan) -> ByWave<'p> {
        let mut shifts = vec![Shift::default(); plan.waves.len()];
        for moved in &self.waves {
            shifts[moved.wave.at()] = moved.by;
        }
        ByWave { plan, shifts }
    }

    /// When each step is live after the slip, by step.
    pub(crate) fn live(&self, graph: &Graph) -> Vec<NaiveDate> {
        let mut live: Vec<NaiveDate> =
            (0..graph.step_count() as u32).map(|at| graph.live(StepIx(at))).collect();
        for moved in &self.steps {
            live[moved.step.at()] = moved.to;
        }
        live
    }
}

/// By how much each wave moves, and with it the dates that lie ahead of its gates and of what is worked on in it.
pub(crate) struct ByWave<'p> {
    plan: &'p Plan,
    shifts: Vec<Shift>,
}

impl ByWave<'_> {
    /// Whether a wave moves.
    pub(crate) fn moves(&self, wave: WaveIx) -> bool {
        !self.shifts[wave.at()].is_none()
    }

    fn moved(&self, date: NaiveDate, wave: WaveIx) -> NaiveDate {
        if date > self.plan.as_of { self.shifts[wave.at()].from(date) } else { date }
    }

    /// The `start` and `end` of each item that says one of them and is worked on in a wave that moves.
    pub(crate) fn items(
        &self,
    ) -> impl Iterator<Item = (ItemIx, (Option<NaiveDate>, Option<NaiveDate>))> + '_ {
        let dated = |item: &Item| item.start.is_some() || item.end.is_some();
        let moves = |item: &Item| item.steps.iter().any(|step| self.moves(step.wave));
        self.plan.items().filter(move |(_, item)| dated(item) && moves(item)).map(|(ix, item)| {
            let of = |date: Option<NaiveDate>, step: Option<&Step>| {
                date.map(|date| step.map_or(date, |step| self.moved(date, step.wave)))
            };
            (ix, (of(item.start, item.steps.first()), of(item.end, item.steps.last())))
        })
    }

    /// The `date` of a gate.
    pub(crate) fn gate(&self, gate: &Gate) -> Option<NaiveDate> {
        gate.date.map(|date| gate.wave.map_or(date, |wave| self.moved(date, wave)))
    }
}

/// The dates of steps that move: of few in a plan of many, or of so many that each step has its place.
enum NewDates {
    Few(FxHashMap<u32, (NaiveDate, Pusher)>),
    Many(Vec<Option<(NaiveDate, Pusher)>>),
}

impl NewDates {
    /// For the steps of a plan, of which so many are known to move.
    fn of(steps: usize, known: usize) -> Self {
        if known > steps / 16 { Self::Many(vec![None; steps]) } else { Self::Few(FxHashMap::default()) }
    }

    fn get(&self, step: u32) -> Option<(NaiveDate, Pusher)> {
        match self {
            Self::Few(dates) => dates.get(&step).copied(),
            Self::Many(dates) => dates.get(step as usize).copied().flatten(),
        }
    }

    /// Whether the step had no date before.
    fn insert(&mut self, step: u32, date: (NaiveDate, Pusher)) -> bool {
        match self {
            Self::Few(dates) => dates.insert(step, date).is_none(),
            Self::Many(dates) => {
                dates.get_mut(step as usize).is_some_and(|place| place.replace(date).is_none())
            }
        }
    }
}

/// What sets the date of a step that moves.
#[derive(Clone, Copy)]
enum Pusher {
    Given(Option<Because>),
    Step(u32),
}

/// By how much a wave that moves by `shift` pushes one that comes after it.
fn pushed(dates: &[(NaiveDate, NaiveDate)], first: WaveIx, shift: Shift, wave: WaveIx) -> Shift {
    let ((_, end), (start, _)) = (dates[first.at()], dates[wave.at()]);
    let later = shift.from(end);
    if later <= end {
        return Shift::default();
    }
    if start <= end {
        return shift;
    }
    let fewest = Month::of(later).since(Month::of(start)).max(0);
    let enough = plus_months(start, fewest) > later;
    Shift::months(fewest.unsigned_abs() + u32::from(!enough))
}

/// Months as the calendar counts them; a century of slip is as good as never.
fn whole(months: u32) -> i32 {
    months.min(1200).cast_signed()
}
