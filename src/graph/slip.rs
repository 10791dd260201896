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

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::{Edge, Graph, StepIx};
use crate::plan::calendar::{Month, plus_months};
use crate::plan::id::{ItemIx, WaveIx};

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
    /// By how many months.
    pub months: u32,
    /// Its start and end after the slip.
    pub to: (NaiveDate, NaiveDate),
    /// The wave that pushes it; `None` where it is what slips.
    pub because: Option<WaveIx>,
}

/// What the slip of a wave moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The waves, in the order of the plan.
    pub waves: Vec<MovedWave>,
    /// The steps, each after what pushes it.
    pub steps: Vec<Moved>,
}

impl Graph {
    /// What moves when all steps of an item are live `months` later; each step after what pushes it.
    #[must_use]
    pub fn slip_item(&self, item: ItemIx, months: u32) -> Vec<Moved> {
        let later = |step: StepIx| (step, plus_months(self.live(step), whole(months)));
        self.slip_steps(self.steps_of(item).map(later))
    }

    /// What moves when some steps are live on another day than planned; each step after what pushes it.
    #[must_use]
    pub fn slip_steps(&self, steps: impl IntoIterator<Item = (StepIx, NaiveDate)>) -> Vec<Moved> {
        self.push(steps.into_iter().map(|(step, to)| (step, to, None)))
    }

    /// What moves when a wave is `months` later.
    #[must_use]
    pub fn slip_wave(&self, wave: WaveIx, months: u32) -> Slip {
        if months == 0 {
            return Slip::default();
        }
        let waves = self.moved_waves(wave, months);
        let mut of_wave = vec![None; self.waves.dates.len()];
        for moved in &waves {
            of_wave[moved.wave.at()] = Some(moved);
        }
        let moved = (0..self.step_count() as u32).map(StepIx).filter_map(|step| {
            let moved = of_wave[self.wave_of(step).at()]?;
            let to = plus_months(self.live(step), whole(moved.months));
            Some((step, to, moved.because.map(Because::Wave)))
        });
        Slip { steps: self.push(moved), waves }
    }

    fn moved_waves(&self, slipping: WaveIx, months: u32) -> Vec<MovedWave> {
        let dates = &self.waves.dates;
        let mut shifts = vec![0; dates.len()];
        let mut moved = Vec::new();
        for at in slipping.at()..dates.len() {
            let wave = WaveIx::from(at);
            let (by, because) = if wave == slipping {
                (months, None)
            } else {
                let earlier = self.after(wave).iter().filter(|first| **first < wave);
                let pushes = earlier.map(|first| (pushed(dates, *first, shifts[first.at()], wave), *first));
                let most = pushes.max_by_key(|(by, first)| (*by, Reverse(*first)));
                most.map_or((0, None), |(by, first)| (by, Some(first)))
            };
            if by > 0 {
                shifts[at] = by;
                let (start, end) = dates[at];
                let to = (plus_months(start, whole(by)), plus_months(end, whole(by)));
                moved.push(MovedWave { wave, months: by, to, because });
            }
        }
        moved
    }

    /// Moves the steps given, and what needs them, in the order of the graph.
    fn push(&self, steps: impl Iterator<Item = (StepIx, NaiveDate, Option<Because>)>) -> Vec<Moved> {
        let mut dates = FxHashMap::default();
        let mut open = BinaryHeap::new();
        for (step, to, because) in steps {
            if to != self.live(step) && dates.insert(step.0, (to, Pusher::Given(because))).is_none() {
                open.push(Reverse((self.order.layer(step.0), step.0)));
            }
        }
        let mut moved = Vec::with_capacity(open.len());
        while let Some(Reverse((_, step))) = open.pop() {
            // All that pushes this step stands before it in the order, so its date is final.
            let (to, pusher) = dates[&step];
            let because = match pusher {
                Pusher::Given(because) => because,
                Pusher::Step(needed) => Some(Because::Need(self.edge(needed, step))),
            };
            let from = self.steps.live(step);
            moved.push(Moved { item: self.steps.item(step), step: StepIx(step), from, to, because });
            if to <= from {
                continue;
            }
            for &target in self.arcs.targets(step).iter().filter(|target| self.order.agrees(step, **target)) {
                let planned = dates.get(&target).map_or(self.steps.live(target), |(date, _)| *date);
                if to > planned && dates.insert(target, (to, Pusher::Step(step))).is_none() {
                    open.push(Reverse((self.order.layer(target), target)));
                }
            }
        }
        moved
    }
}

/// What sets the date of a step that moves.
#[derive(Clone, Copy)]
enum Pusher {
    Given(Option<Because>),
    Step(u32),
}

/// By how many months a wave that moves by `shift` pushes one that comes after it.
fn pushed(dates: &[(NaiveDate, NaiveDate)], first: WaveIx, shift: u32, wave: WaveIx) -> u32 {
    let ((_, end), (start, _)) = (dates[first.at()], dates[wave.at()]);
    if shift == 0 || start <= end {
        return shift;
    }
    let end = plus_months(end, whole(shift));
    let fewest = Month::of(end).since(Month::of(start)).max(0);
    let enough = plus_months(start, fewest) > end;
    fewest.unsigned_abs() + u32::from(!enough)
}

/// Months as the calendar counts them; a century of slip is as good as never.
fn whole(months: u32) -> i32 {
    months.min(1200).cast_signed()
}
