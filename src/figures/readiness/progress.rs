//! Where each step stands, how far each wave has come, and the weakest of its three dimensions.
//!
//! - **Progress** of a wave: the share of its steps that are live, by assessment where there is one since
//!   the step's date in a unit that takes part by then, or else since the date has passed; of a driver not before
//!   its stage says that work on it began. Before its date a step is live only where evidence says so of every unit
//!   that takes part by the end of its wave: one that is early is no roll-out. No step is there before those of its
//!   item below it are. A mandate that has expired, or is granted only later, is not live: it has no strength then.
//!   One that is live by its date alone waits for what it needs (see `waiting`).
//!   The progress of the three dimensions adds up to that of the wave.
//! - **Unproven** is a step that is live by plan alone: what gates ask for, evidence of its level in every unit that
//!   takes part by the end of its wave and by `as-of`, is not there.
//! - **Weakest dimension** of a wave: the value chain is only as strong as it. A dimension that the wave does
//!   not move while it moves others is weaker than any; opening scope moves strategy. Where all are moved, it
//!   is the one with the lowest share of live steps. Where all stand alike, none is the weakest.

use std::ops::Add;
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::super::Figures;
use super::level::{Seen, evident};
use super::mandate::Force;
use super::waiting::{Waits, waits};
use crate::graph::{Edge, StepIx};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, UnitIx, WaveIx};
use crate::plan::item::{Dimension, Step};
use crate::plan::quantity::Level;
use crate::plan::strategy::Stage;
use crate::wording;

/// How far a wave has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Steps that are live at `as-of`.
    pub live: u32,
    /// All its steps.
    pub steps: u32,
}

impl Progress {
    /// The share of its steps that are live; `None` for a wave without steps.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.steps > 0).then(|| f64::from(self.live) / f64::from(self.steps))
    }
}

impl Add for Progress {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { live: self.live + other.live, steps: self.steps + other.steps }
    }
}

/// Why a step is overdue: what was seen in a unit since it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// The unit; `None` for a mandate, or a plan without units.
    pub unit: Option<UnitIx>,
    /// When the step was due.
    pub due: NaiveDate,
    /// What was seen since.
    pub seen: Seen,
}

/// What is known of a step whose date has come, where evidence does not say that it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// Of a level: what evidence says, the lowest of the units asked; `None`: nobody has assessed it.
    Level {
        /// The level by evidence.
        evident: Option<Level>,
        /// The unit that stands so, where levels are told by unit.
        unit: Option<UnitIx>,
    },
    /// A mandate that is not in force, and how it stands instead.
    Mandate(Force),
}

/// Where a step of an item stands at `as-of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepState {
    /// Its wave has not started.
    Ahead,
    /// Its wave has started, its date has not come.
    Underway,
    /// Its date has come, and what is known since says that it is not there: an assessment, of a driver a stage
    /// that is one before the work on it, or of a mandate that it is granted only later; or it waits for what is so.
    Overdue,
    /// Its date has passed, and the mandate with it.
    Expired,
    /// It is live.
    Live,
}

/// Why the time that is left to a step says less than it does elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tied {
    /// It is overdue: late already, it can only be later still.
    Late,
    /// It is of a mandate that expires, with this day, before the step is live: it governs nothing by itself.
    Expires(NaiveDate),
}

impl Tied {
    /// In a few words: `late already`, `expires 31 Oct 2026`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Late => "late already".into(),
            Self::Expires(until) => format!("expires {}", wording::date(until)),
        }
    }
}

impl StepState {
    /// As screens and reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Underway => "underway",
            Self::Overdue => "overdue",
            Self::Expired => "expired",
            Self::Live => "live",
        }
    }
}

impl Figures<'_> {
    /// The first day on which what evidence says is not there yet can be: its planned day, or the day after `as-of`
    /// where that has passed.
    #[must_use]
    pub fn soonest(&self, planned: NaiveDate) -> NaiveDate {
        planned.max(self.day_ahead())
    }

    /// The day after `as-of`: the first one of which nothing is known.
    #[must_use]
    pub fn day_ahead(&self) -> NaiveDate {
        let as_of = self.plan.as_of;
        as_of.succ_opt().unwrap_or(as_of)
    }

    /// The first day on which a step that is overdue can be live: as [`Figures::soonest`] says, and no day before its
    /// mandate is granted.
    #[must_use]
    pub fn soonest_of(&self, item: ItemIx, planned: NaiveDate) -> NaiveDate {
        self.soonest(planned).max(self.plan.in_force(item).map_or(NaiveDate::MIN, |(from, _)| from))
    }

    /// Why the time that is left to a step of an item says less than elsewhere; `None`: it says what it says.
    #[must_use]
    pub fn tied(&self, item: ItemIx, step: usize) -> Option<Tied> {
        let live = self.plan.step_live(item, step)?;
        let overdue = self.step_state(item, step) == StepState::Overdue;
        let day = if overdue { self.soonest_of(item, live) } else { live };
        let expires = self.expired_by(item, day).map(Tied::Expires);
        expires.or(overdue.then_some(Tied::Late))
    }

    /// Whether a step hangs on what is overdue, through others too.
    pub(super) fn hangs(&self, item: ItemIx, step: usize) -> bool {
        let of = self.step_states();
        let hanging = of.hanging.get_or_init(|| hanging(self, &of.states));
        self.graph().step(item, step).is_some_and(|step| hanging[step.at()])
    }

    /// The first step that is overdue of those that a step hangs on, which may be the step itself.
    pub(super) fn hangs_on(&self, item: ItemIx, step: usize) -> Option<(ItemIx, usize)> {
        let graph = self.graph();
        let mut at = graph.step(item, step).filter(|_| self.hangs(item, step))?;
        let place = |step: StepIx| (graph.item_of(step), graph.nth_of(step));
        // Each comes before what needs it, so that this comes to an end.
        while self.step_states().states[at.at()] != StepState::Overdue {
            let before = |edge: &Edge| graph.layer(edge.needed) < graph.layer(at);
            let hangs = |edge: &Edge| {
                let (item, step) = place(edge.needed);
                self.hangs(item, step) && !self.is_need_seen(edge)
            };
            at = graph.needed_for(at).filter(before).find(hangs)?.needed;
        }
        Some(place(at))
    }

    /// Where a step of an item stands at `as-of`.
    #[must_use]
    pub fn step_state(&self, item: ItemIx, step: usize) -> StepState {
        let step = self.graph().step(item, step);
        step.map_or(StepState::Ahead, |step| self.step_states().states[step.at()])
    }

    /// Where a step of an item stood on a day up to `as-of`, by what was known of it then, whatever it waits for.
    #[must_use]
    pub fn step_state_at(&self, item: ItemIx, step: usize, at: NaiveDate) -> StepState {
        match self.plan.step_live(item, step) {
            Some(live) => self.state_at(item, step, live, at),
            None => StepState::Ahead,
        }
    }

    /// The same of a step that is due on the day `live`.
    fn state_at(&self, item: ItemIx, step: usize, live: NaiveDate, at: NaiveDate) -> StepState {
        let is_assessed = !self.assessed().of(item.at()).is_empty();
        let short = || is_assessed && self.short_by(item, step, at).is_some();
        let is_seen = || is_assessed && self.is_seen(item, step, at);
        if live <= at {
            // Evidence can say that it is there only where its date alone does not.
            let is_granted = || self.plan.in_force(item).is_none_or(|(from, _)| from <= at);
            return match () {
                () if self.is_over(item, at) => StepState::Expired,
                () if self.stage_behind(item).is_some() || short() => StepState::Overdue,
                () if is_granted() || is_seen() => StepState::Live,
                () => StepState::Overdue,
            };
        }
        if is_seen() && !self.is_over(item, at) && !short() {
            return StepState::Live;
        }
        let wave = self.plan.wave(self.plan.item(item).steps[step].wave);
        if wave.start <= at { StepState::Underway } else { StepState::Ahead }
    }

    /// The stage of a driver where that is one before the work on it: while it is there, the driver is not live,
    /// whatever its date.
    #[must_use]
    pub fn stage_behind(&self, item: ItemIx) -> Option<Stage> {
        self.plan.item(item).driver()?.stage.filter(|stage| *stage < Stage::Executing)
    }

    /// Whether nothing of a step of an item lies ahead at `as-of`: it is live, or its mandate was and has expired.
    #[must_use]
    pub fn is_past(&self, item: ItemIx, step: usize) -> bool {
        matches!(self.step_state(item, step), StepState::Live | StepState::Expired)
    }

    /// What evidence says of a step of a capability or a mandate at `as-of` where it does not say that it is
    /// there; `None` where it does. It is asked for as gates ask.
    #[must_use]
    pub fn unproven(&self, item: ItemIx, step: usize) -> Option<Unproven> {
        let as_of = self.plan.as_of;
        let Step { level, wave } = self.plan.item(item).steps[step];
        let short = |evident: &Option<Level>| evident.is_none_or(|evident| evident < level);
        if !self.is_by_unit(item) {
            let evident = Some(self.evident_level(item, as_of)).filter(short)?;
            let of_mandate = self.plan.item(item).mandate().filter(|_| evident.is_none());
            let force = of_mandate.map(|_| self.authority(item, as_of).force);
            let level = Unproven::Level { evident, unit: None };
            return Some(force.filter(|force| *force != Force::Now).map_or(level, Unproven::Mandate));
        }
        let evident = self.evident_levels(item, as_of);
        let asked = self.units_by(as_of.max(self.plan.wave(wave).end)).into_iter();
        let asked = asked.map(|unit| (evident[unit.at()], unit)).filter(|(evident, _)| short(evident));
        let (evident, unit) = asked.min()?;
        Some(Unproven::Level { evident, unit: Some(unit) })
    }

    /// Whether evidence says on a day that a step is there, of whatever date: something was assessed, and the level is
    /// there in every unit that gates would ask about, by what was seen in it or else by today's maturity.
    fn is_seen(&self, item: ItemIx, step: usize, at: NaiveDate) -> bool {
        if self.assessed().of(item.at()).is_empty() {
            return false;
        }
        let Step { level, wave } = self.plan.item(item).steps[step];
        let enough = |evident: Option<Level>| evident.is_some_and(|evident| evident >= level);
        if !self.is_by_unit(item) {
            return enough(self.seen(item, None, at).map(|seen| seen.level));
        }
        let (newest, today) = (self.newest_by_unit(item, at), self.today_by_unit(item));
        let mut asked = self.units_by(at.max(self.plan.wave(wave).end)).into_iter();
        newest.iter().any(Option::is_some)
            && asked.all(|unit| enough(evident(newest[unit.at()], today[unit.at()])))
    }

    /// Why a step is overdue, where it is: the unit that is furthest from its level. What was seen since the step's own
    /// date counts in each unit that takes part, as it does in the level, whenever its market opened; and so does what
    /// was seen short of a level below it since that was due, since none is there before those below it are.
    #[must_use]
    pub fn short_of(&self, item: ItemIx, step: usize) -> Option<Short> {
        let as_of = self.plan.as_of;
        self.plan.step_live(item, step).filter(|due| *due <= as_of)?;
        self.short_by(item, step, as_of)
    }

    /// The same by what was known on a day, of a step that is due or not: then what is below it can be short alone.
    fn short_by(&self, item: ItemIx, step: usize, at: NaiveDate) -> Option<Short> {
        let mut short = self.shorts(item, step, at);
        if short.iter().any(|short| short.unit.is_some()) {
            let asked = self.units_by(at);
            short.retain(|short| short.unit.is_some_and(|unit| asked.binary_search(&unit).is_ok()));
        }
        short.into_iter().min_by_key(|short| short.seen.level)
    }

    /// Where a step was seen short by a day, in each unit that was, whether it takes part by then or not.
    pub(super) fn shorts(&self, item: ItemIx, step: usize, at: NaiveDate) -> Vec<Short> {
        let Some(due) = self.plan.step_live(item, step) else { return Vec::new() };
        let mut seen = self.seen_in_units(item, at);
        // Steps stand by level: those up to this one are what is to be there with it.
        let steps = self.plan.item(item).steps.iter().enumerate().take(step + 1);
        let short_of = |seen: &Seen, (nth, below): (usize, &Step)| {
            seen.level < below.level && self.plan.step_live(item, nth).is_some_and(|due| due <= seen.date)
        };
        seen.retain(|(_, seen)| steps.clone().any(|below| short_of(seen, below)));
        seen.into_iter().map(|(unit, seen)| Short { unit, due, seen }).collect()
    }

    /// The newest assessment of an item by a day in each unit that was assessed, as far as it is known at `as-of`.
    fn seen_in_units(&self, item: ItemIx, at: NaiveDate) -> Vec<(Option<UnitIx>, Seen)> {
        if self.assessed().of(item.at()).is_empty() {
            return Vec::new();
        }
        if !self.is_by_unit(item) {
            return self.seen(item, None, at).map(|seen| (None, seen)).into_iter().collect();
        }
        let newest = self.units().zip(self.newest_by_unit(item, at));
        newest.filter_map(|(unit, seen)| Some((Some(unit), seen?))).collect()
    }

    /// The weakest dimensions of a wave, in the order of [`Dimension::ALL`]; none where all three stand
    /// alike, or the wave moves nothing.
    #[must_use]
    pub fn weakest(&self, wave: WaveIx) -> Vec<Dimension> {
        let moved = moved(self.plan)[wave.at()];
        let of = |counts: &dyn Fn(Dimension) -> bool| -> Vec<Dimension> {
            Dimension::ALL.into_iter().filter(|dimension| counts(*dimension)).collect()
        };
        if moved == [false; 3] {
            return Vec::new();
        }
        if moved != [true; 3] {
            return of(&|dimension| !moved[dimension as usize]);
        }
        // Where a wave moves strategy by opening scope alone, only the others have steps to compare.
        let shares = self.dimension_progress(wave).map(Progress::share);
        let known = || shares.iter().flatten().copied();
        let [lowest, highest] = [f64::min, f64::max].map(|pick| known().reduce(pick).unwrap_or(0.0));
        if lowest < highest {
            of(&|dimension| shares[dimension as usize] == Some(lowest))
        } else {
            Vec::new()
        }
    }
}

/// Which of the three dimensions each wave moves, in the order of [`Dimension::ALL`].
#[must_use]
pub fn moved(plan: &Plan) -> Vec<[bool; 3]> {
    let mut moved: Vec<[bool; 3]> =
        plan.waves.iter().map(|wave| [!wave.opens.is_empty(), false, false]).collect();
    for item in plan.items.iter() {
        for step in &item.steps {
            moved[step.wave.at()][item.dimension() as usize] = true;
        }
    }
    moved
}

/// Where all steps stand at `as-of`, and what follows from it.
pub(crate) struct StepStates {
    /// Of each step of the graph.
    states: Vec<StepState>,
    /// The steps that are overdue since they wait.
    pub(crate) waits: Waits,
    /// Of each wave, by dimension.
    pub(in super::super) progress: Vec<[Progress; 3]>,
    /// The steps that hang on what is overdue, found when it is first asked for.
    hanging: OnceLock<Vec<bool>>,
}

pub(in super::super) fn step_states(figures: &Figures<'_>) -> StepStates {
    let (plan, graph) = (figures.plan, figures.graph());
    let steps = || (0..graph.step_count() as u32).map(StepIx);
    let state =
        |step| figures.state_at(graph.item_of(step), graph.nth_of(step), graph.live(step), plan.as_of);
    let mut states: Vec<StepState> = steps().map(state).collect();
    let waits = waits(figures, &mut states);
    let mut progress = vec![[Progress::default(); 3]; plan.waves.len()];
    for step in steps() {
        let dimension = plan.item(graph.item_of(step)).dimension();
        let of = &mut progress[graph.wave_of(step).at()][dimension as usize];
        of.steps += 1;
        of.live += u32::from(states[step.at()] == StepState::Live);
    }
    StepStates { states, waits, progress, hanging: OnceLock::new() }
}

/// Which steps hang on what is overdue: they are, or are not there and need, through others too, what is and was not seen.
/// Each comes after what it needs, but where needs run in a loop.
fn hanging(figures: &Figures<'_>, states: &[StepState]) -> Vec<bool> {
    let graph = figures.graph();
    let mut hangs: Vec<bool> = states.iter().map(|state| *state == StepState::Overdue).collect();
    if !hangs.contains(&true) {
        return hangs;
    }
    for step in graph.order().filter(|step| states[step.at()] != StepState::Live) {
        let before = |edge: &Edge| graph.layer(edge.needed) < graph.layer(step);
        let mut needed = graph.needed_for(step).filter(before);
        hangs[step.at()] |= needed.any(|edge| hangs[edge.needed.at()] && !figures.is_need_seen(&edge));
    }
    hangs
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;

    /// The CRM is to reach 2 by 31 March. South opens with the second wave, on 30 September, and is live three months later.
    #[test]
    fn a_unit_is_held_to_a_step_once_it_takes_part() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let short = |plan: &Plan| Figures::new(plan).short_of(crm, 0);
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 0);
        assert_eq!(short(&plan), None, "not asked before its wave has ended");
        plan.as_of = day("2026-09-30");
        let seen = short(&plan).unwrap();
        assert_eq!(
            (seen.unit, seen.seen.level),
            (Some(UnitIx(1)), 0),
            "seen before, and nobody has said otherwise"
        );
        assert_eq!((seen.due, seen.seen.date), (day("2026-03-31"), day("2026-06-01")));
        assert_eq!(
            Figures::new(&plan).level_at(crm, Some(UnitIx(1)), plan.as_of),
            Some(0),
            "as the level has it"
        );
        plan.as_of = day("2027-03-31");
        sample::assess(&mut plan, "crm", "2027-02-01", None, 2);
        assert_eq!(short(&plan), None, "a newer one of everywhere says more");
        sample::assess(&mut plan, "crm", "2027-02-01", Some(1), 1);
        let seen = short(&plan).unwrap();
        assert_eq!((seen.unit, seen.seen.level, seen.seen.date), (Some(UnitIx(1)), 1, day("2027-02-01")));
        plan.assessed.clear();
        sample::assess(&mut plan, "crm", "2026-03-30", None, 0);
        assert_eq!(short(&plan), None, "the day before it was due says nothing of it");
    }

    /// The CRM has a day of its own, 28 February, before any market opens; on 10 March it was seen short everywhere. North
    /// opens on 31 March: step, level and gate say the same before, on that day and after.
    #[test]
    fn what_was_seen_short_before_the_markets_opened_is_short_on() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        plan.item_mut(crm).live = Some(day("2026-02-28"));
        sample::assess(&mut plan, "crm", "2026-03-10", None, 1);
        for (at, short) in
            [("2026-03-09", false), ("2026-03-10", true), ("2026-03-31", true), ("2026-08-31", true)]
        {
            plan.as_of = day(at);
            let figures = Figures::new(&plan);
            assert_eq!(figures.step_state(crm, 0) == StepState::Overdue, short, "{at}");
            let level = if short { 1 } else { 2 };
            assert_eq!(figures.level_everywhere(crm, day(at)), Some(level), "{at}");
            assert_eq!(figures.is_past(crm, 0), !short, "{at}: so that a slip moves it");
        }
    }

    /// The CRM is to reach 3 by the end of September, in both markets, and was seen there in north alone by 1 May.
    #[test]
    fn a_step_is_live_before_its_day_where_all_that_count_say_so() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let state = |plan: &Plan| Figures::new(plan).step_state(crm, 1);
        sample::assess(&mut plan, "crm", "2026-05-01", Some(0), 3);
        assert_eq!(state(&plan), StepState::Underway, "south has 0 by its maturity");
        let mut left_out = plan.clone();
        left_out.markets[1].unplanned = true;
        assert_eq!(state(&left_out), StepState::Live, "north is all that counts");
        for (date, level, expected) in
            [("2026-05-02", 1, StepState::Underway), ("2026-05-03", 3, StepState::Live)]
        {
            sample::assess(&mut plan, "crm", date, Some(1), level);
            assert_eq!(state(&plan), expected, "south was seen at {level}");
        }
        assert_eq!(Figures::new(&plan).unproven(crm, 1), None, "nor is anything asked beside it");
        assert_eq!(Figures::new(&plan).step_state_at(crm, 1, day("2026-05-02")), StepState::Underway);
        plan.assessed.clear();
        sample::assess(&mut plan, "crm", "2026-05-01", None, 3);
        assert_eq!(state(&plan), StepState::Live, "seen everywhere");
    }

    /// Due are 2 by the end of March and 3 by the end of September. North was seen at 1 in May, and at no day since.
    #[test]
    fn a_step_is_not_there_before_those_below_it_are() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let states = |plan: &Plan| [0, 1].map(|step| Figures::new(plan).step_state(crm, step));
        sample::assess(&mut plan, "crm", "2026-05-01", Some(0), 1);
        assert_eq!(states(&plan), [StepState::Overdue, StepState::Underway]);
        plan.as_of = day("2026-10-31");
        assert_eq!(states(&plan), [StepState::Overdue; 2]);
        let short = Figures::new(&plan).short_of(crm, 1).unwrap();
        assert_eq!((short.due, short.seen.level, short.seen.date), (day("2026-09-30"), 1, day("2026-05-01")));
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 2);
        assert_eq!(states(&plan), [StepState::Live; 2], "the lower is there, and nobody has looked since");
        sample::assess(&mut plan, "crm", "2026-10-10", Some(0), 2);
        assert_eq!(states(&plan), [StepState::Live, StepState::Overdue]);
    }

    #[test]
    fn a_wave_has_come_as_far_as_its_steps() {
        let mut plan = sample::plan();
        let progress = |plan: &Plan, wave| Figures::new(plan).progress(WaveIx(wave));
        assert_eq!(progress(&plan, 0), Progress { live: 4, steps: 4 });
        assert_eq!(progress(&plan, 1), Progress { live: 0, steps: 2 });
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 1);
        assert_eq!(progress(&plan, 0), Progress { live: 3, steps: 4 });
        let crm = plan.item_by_id("crm").unwrap();
        let state = |step| Figures::new(&plan).step_state(crm, step);
        assert_eq!((state(0), state(1)), (StepState::Overdue, StepState::Underway));
    }

    /// Steering reaches strength 2 at the end of March 2026, and what is known is known at the end of August.
    #[test]
    fn a_mandate_that_is_not_in_force_is_no_live_step() {
        let mut plan = sample::plan();
        let steering = plan.item_by_id("steering").unwrap();
        let state = |plan: &Plan| {
            let figures = Figures::new(plan);
            let leadership = figures.dimension_progress(WaveIx(0))[Dimension::Leadership as usize];
            (figures.step_state(steering, 0), leadership.live, figures.is_past(steering, 0))
        };
        sample::mandate(&mut plan, "steering").until = Some(day("2026-08-31"));
        assert_eq!(state(&plan), (StepState::Live, 1, true), "its last day");
        sample::mandate(&mut plan, "steering").until = Some(day("2026-08-30"));
        assert_eq!(state(&plan), (StepState::Expired, 0, true));
        assert_eq!(Figures::new(&plan).weakest(WaveIx(0)), [Dimension::Leadership]);
        let on = Figures::new(&plan).step_state_at(steering, 0, day("2026-08-30"));
        assert_eq!(on, StepState::Live, "it was, the day before");
        sample::assess(&mut plan, "steering", "2026-02-15", None, 2);
        assert_eq!(state(&plan), (StepState::Expired, 0, true), "what was seen has expired with it");
        sample::assess(&mut plan, "steering", "2026-08-31", None, 2);
        assert_eq!(state(&plan), (StepState::Live, 1, true), "it was seen in force since");
        plan.assessed.clear();
        // Granted after what is known: its date has passed, and it is not there.
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.granted, mandate.until) = (Some(day("2026-10-05")), None);
        assert_eq!(state(&plan), (StepState::Overdue, 0, false));
        let soonest = Figures::new(&plan).soonest_of(steering, day("2026-03-31"));
        assert_eq!(soonest, day("2026-10-05"), "no day before it is granted");
    }

    #[test]
    fn the_weakest_dimension_is_the_one_that_stands_still_or_lags() {
        let mut plan = sample::plan();
        let weakest = |plan: &Plan, wave| Figures::new(plan).weakest(WaveIx(wave));
        assert_eq!(weakest(&plan, 0), [], "all that the first wave moves is live");
        assert_eq!(weakest(&plan, 1), [Dimension::Leadership], "no mandate grows in the second");
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 1);
        assert_eq!(weakest(&plan, 0), [Dimension::OperatingModel], "1 of 1, 0 of 1, 1 of 1");
        let parts = Figures::new(&plan).dimension_progress(WaveIx(0));
        assert_eq!(parts.map(|part| (part.live, part.steps)), [(2, 2), (0, 1), (1, 1)]);
    }
}
