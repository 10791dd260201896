//! Readiness: which levels are in force at a date, what a gate says, and how far a wave has come.
//!
//! - **Level at a date.** Evidence comes first: the newest assessment up to the date and `as-of`, of the
//!   unit or of everywhere. Steps of the plan raise it only for what lies ahead: those that go live after
//!   `as-of` and by the date. What was never assessed stands at today's maturity and the steps that are
//!   live by the date.
//! - **Gates** ask for evidence alone: assessments, and today's maturity where there is none. A capability
//!   must have its level in each unit that counts: the units that are no market, and those whose market is
//!   open by the end of the gate's wave. A mandate without an assessment has the strength that is planned
//!   by the date, once its `granted` has passed.
//! - **Progress** of a wave: the share of its steps that are live, by assessment where there is one since
//!   the step's date in a unit that counts by then, or else since the date has passed.

use chrono::NaiveDate;

use super::Figures;
use super::realized;
use crate::plan::calendar::Month;
use crate::plan::id::{GateIx, ItemIx, UnitIx, WaveIx};
use crate::plan::item::Step;
use crate::plan::leadership::{Criterion, Gate, Subject};
use crate::plan::quantity::{Level, Money};
use crate::plan::record::{Spent, SpentOn};
use crate::plan::strategy::MultiplierKind;

/// A level that was really seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The level.
    pub level: Level,
    /// When it was assessed.
    pub date: NaiveDate,
    /// The position of its record in `Plan::assessed`.
    pub record: u32,
}

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

/// Why a step is overdue: what was seen in a unit after it was due there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// The unit; `None` for a mandate, or a plan without units.
    pub unit: Option<UnitIx>,
    /// When it was due there.
    pub due: NaiveDate,
    /// What was seen since.
    pub seen: Seen,
}

/// Where a step of an item stands at `as-of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepState {
    /// Its wave has not started.
    Ahead,
    /// Its wave has started, its date has not come.
    Underway,
    /// Its date has passed, and an assessment since then says that it is not there.
    Overdue,
    /// It is live.
    Live,
}

impl StepState {
    /// As screens and reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Underway => "underway",
            Self::Overdue => "overdue",
            Self::Live => "live",
        }
    }
}

/// A criterion of a gate, held against what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The value now: a level, a reading, or money in major units. `None`: there is no evidence.
    pub value: Option<f64>,
    /// Whether the criterion holds; without evidence it does not.
    pub holds: bool,
    /// For a level: the units that fall short of it, or were never assessed.
    pub short: Vec<UnitIx>,
}

impl Figures<'_> {
    // ------------------------------------------------------------ levels

    /// The newest assessment of an item that counts for `unit` at a date, as far as it is known at
    /// `as-of`. With `None`: the newest one of everywhere.
    #[must_use]
    pub fn seen(&self, item: ItemIx, unit: Option<UnitIx>, at: NaiveDate) -> Option<Seen> {
        let at = at.min(self.plan.as_of);
        let mut newest: Option<Seen> = None;
        let mut own = false;
        for position in self.assessed().of(item.at()) {
            let record = &self.plan.assessed[*position as usize];
            let counts = record.date <= at && (record.unit.is_none() || record.unit == unit);
            // On the same day a unit's own assessment says more than that of everywhere.
            let wins = |seen: Seen| (record.date, record.unit.is_some()) >= (seen.date, own);
            if counts && newest.is_none_or(wins) {
                newest = Some(Seen { level: record.level, date: record.date, record: *position });
                own = record.unit.is_some();
            }
        }
        newest
    }

    /// The level of an item in a unit at a date (`None`: see the module); for a mandate or a plan without
    /// units, `unit` is `None`.
    #[must_use]
    pub fn level_at(&self, item: ItemIx, unit: Option<UnitIx>, at: NaiveDate) -> Option<Level> {
        let Some(seen) = self.seen(item, unit, at) else {
            return self.plan.planned_level(item, unit, at);
        };
        let steps = &self.plan.item(item).steps;
        let ahead = (0..steps.len()).filter(|step| {
            let live = self.plan.step_live(item, *step);
            live.is_some_and(|live| self.plan.as_of < live && live <= at)
        });
        ahead.map(|step| steps[step].level).chain([seen.level]).max()
    }

    /// The level that an item has in every unit at a date: the lowest of theirs. `None` where no unit
    /// has any; a unit without one counts 0.
    #[must_use]
    pub fn level_everywhere(&self, item: ItemIx, at: NaiveDate) -> Option<Level> {
        if self.plan.item(item).capability().is_none() || self.plan.units.is_empty() {
            return self.level_at(item, None, at);
        }
        let levels = self.units().map(|unit| self.level_at(item, Some(unit), at));
        let (mut lowest, mut any) = (Level::MAX, false);
        for level in levels {
            any |= level.is_some();
            lowest = lowest.min(level.unwrap_or(0));
        }
        any.then_some(lowest)
    }

    fn units(&self) -> impl Iterator<Item = UnitIx> + use<> {
        (0..self.plan.units.len()).map(UnitIx::from)
    }

    // ------------------------------------------------------------ gates

    /// A gate's criteria, one after the other, held against what is known at a date.
    #[must_use]
    pub fn gate_at(&self, gate: GateIx, at: NaiveDate) -> Vec<Judged> {
        let gate = &self.plan.gates[gate.at()];
        gate.criteria.iter().map(|criterion| self.judged(gate, criterion, at.min(self.plan.as_of))).collect()
    }

    fn judged(&self, gate: &Gate, criterion: &Criterion, at: NaiveDate) -> Judged {
        let digits = self.plan.currency.digits;
        let value = match criterion.subject {
            Subject::Level(item) => return self.judged_level(gate, criterion, item, at),
            Subject::Kpi(kpi) => self.reading_at(kpi, None, at).map(|newest| newest.value),
            Subject::Realized(driver) => Some(self.realized_by(driver, at).major_f64(digits)),
            Subject::SpentOnItem(item) => Some(self.spent_on(item, at).major_f64(digits)),
            Subject::SpentInWave(wave) => Some(self.spent_in(wave, at).major_f64(digits)),
        };
        let holds = value.is_some_and(|value| criterion.comparison.holds(value, criterion.threshold));
        Judged { value, holds, short: Vec::new() }
    }

    fn judged_level(&self, gate: &Gate, criterion: &Criterion, item: ItemIx, at: NaiveDate) -> Judged {
        let holds = |level: Level| criterion.comparison.holds(f64::from(level), criterion.threshold);
        let Some(capability) = self.plan.item(item).capability().filter(|_| !self.plan.units.is_empty())
        else {
            let level = self.evident_level(item, at);
            return Judged {
                value: level.map(f64::from),
                holds: level.is_some_and(holds),
                short: Vec::new(),
            };
        };
        let level = |unit: UnitIx| {
            self.seen(item, Some(unit), at).map(|seen| seen.level).or_else(|| capability.maturity.of(unit))
        };
        let units = self.units_of(gate);
        let levels: Vec<Option<Level>> = units.iter().map(|unit| level(*unit)).collect();
        let lowest = levels.iter().flatten().min().copied();
        let short = units.iter().zip(&levels).filter(|(_, level)| !level.is_some_and(holds));
        let short: Vec<UnitIx> = short.map(|(unit, _)| *unit).collect();
        Judged { value: lowest.map(f64::from), holds: short.is_empty(), short }
    }

    /// The level of a mandate, or of a capability in a plan without units, by evidence alone.
    fn evident_level(&self, item: ItemIx, at: NaiveDate) -> Option<Level> {
        let granted = || {
            let granted = self.plan.item(item).mandate()?.granted?;
            self.plan.planned_level(item, None, at).filter(|_| granted <= at)
        };
        let today = || {
            let level = self.plan.item(item).capability()?.maturity.everywhere(0);
            (level > 0).then_some(level)
        };
        self.seen(item, None, at).map(|seen| seen.level).or_else(granted).or_else(today)
    }

    /// The units that a gate asks about: all but those whose market its wave has not opened yet.
    fn units_of(&self, gate: &Gate) -> Vec<UnitIx> {
        let end = gate.wave.map(|wave| self.plan.wave(wave).end);
        let counts = |unit: &UnitIx| {
            let id = &self.plan.units[unit.at()];
            let Ok(market) = self.plan.markets.binary_search_by(|market| market.id.cmp(id)) else {
                return true;
            };
            let opened = self.scope().opened_by(MultiplierKind::Market, market);
            end.is_none_or(|end| opened.is_some_and(|wave| self.plan.wave(wave).end <= end))
        };
        let open: Vec<UnitIx> = self.units().filter(counts).collect();
        if open.is_empty() { self.units().collect() } else { open }
    }

    /// What a driver has realized by a date: the records whose period has ended.
    #[must_use]
    pub fn realized_by(&self, driver: ItemIx, at: NaiveDate) -> Money {
        let records = realized::known(self.plan).filter(|it| it.driver == driver && it.period.end() <= at);
        records.map(|record| record.value).sum()
    }

    /// What was spent on an item by a date: the records whose period has ended.
    #[must_use]
    pub fn spent_on(&self, item: ItemIx, at: NaiveDate) -> Money {
        self.spent(at).filter(|it| it.on == SpentOn::Item(item)).map(|record| record.value).sum()
    }

    /// What was spent in a wave by a date: on the wave as a whole, and on items in the periods that belong
    /// to it.
    #[must_use]
    pub fn spent_in(&self, wave: WaveIx, at: NaiveDate) -> Money {
        self.spent(at).filter(|it| self.wave_of(it) == Some(wave)).map(|record| record.value).sum()
    }

    fn spent(&self, at: NaiveDate) -> impl Iterator<Item = &Spent> {
        let at = at.min(self.plan.as_of);
        self.plan.spent.iter().filter(move |record| record.period.end() <= at)
    }

    /// The wave that a spending belongs to: the one it names; for an item, of the waves that it has steps
    /// or cost in, the last one that had started when the period ended, or the first.
    #[must_use]
    pub fn wave_of(&self, spent: &Spent) -> Option<WaveIx> {
        let item = match spent.on {
            SpentOn::Wave(wave) => return Some(wave),
            SpentOn::Item(item) => self.plan.item(item),
        };
        let costed = item.cost().by_wave.iter().map(|(wave, _)| *wave);
        let waves = item.steps.iter().map(|step| step.wave).chain(costed);
        let started = |wave: &WaveIx| Month::of(self.plan.wave(*wave).start) <= spent.period.last();
        waves.clone().filter(started).max().or_else(|| waves.min())
    }

    // ------------------------------------------------------------ progress

    /// Where a step of an item stands at `as-of`.
    #[must_use]
    pub fn step_state(&self, item: ItemIx, step: usize) -> StepState {
        let as_of = self.plan.as_of;
        let Some(live) = self.plan.step_live(item, step) else { return StepState::Ahead };
        let Step { level, wave } = self.plan.item(item).steps[step];
        if self.short_of(item, step).is_some() {
            StepState::Overdue
        } else if live <= as_of || self.reached_early(item, level) {
            StepState::Live
        } else if self.plan.wave(wave).start <= as_of {
            StepState::Underway
        } else {
            StepState::Ahead
        }
    }

    /// Whether every unit that was assessed has a level already.
    fn reached_early(&self, item: ItemIx, level: Level) -> bool {
        let seen = self.seen_in_units(item);
        !seen.is_empty() && seen.iter().all(|(_, seen)| seen.level >= level)
    }

    /// Why a step is overdue, where it is: the unit that is furthest from its level. A unit whose market
    /// opens later is held to the level from the day on which that market is live.
    #[must_use]
    pub fn short_of(&self, item: ItemIx, step: usize) -> Option<Short> {
        let live = self.plan.step_live(item, step).filter(|live| *live <= self.plan.as_of)?;
        let level = self.plan.item(item).steps[step].level;
        let due = |unit: Option<UnitIx>| match unit.and_then(|unit| self.market_live(unit)) {
            Some(market) => market.map(|market| market.max(live)),
            None => Some(live),
        };
        self.seen_in_units(item)
            .into_iter()
            .filter(|(_, seen)| seen.level < level)
            .filter_map(|(unit, seen)| Some(Short { unit, due: due(unit)?, seen }))
            .filter(|short| short.due <= short.seen.date)
            .min_by_key(|short| short.seen.level)
    }

    /// When the market that a unit stands for is live, `Some(None)` for never; `None` for a unit that is
    /// no market, or where no wave opens markets.
    fn market_live(&self, unit: UnitIx) -> Option<Option<NaiveDate>> {
        let id = &self.plan.units[unit.at()];
        let market = self.plan.markets.binary_search_by(|market| market.id.cmp(id)).ok()?;
        let opens = self.plan.waves.iter().any(|wave| !wave.opens.markets.is_empty());
        opens.then(|| self.scope().live(MultiplierKind::Market, market))
    }

    /// The newest assessment of an item in each unit that was assessed, as far as it is known at `as-of`:
    /// what [`Figures::seen`] says of each, in one pass over the records.
    fn seen_in_units(&self, item: ItemIx) -> Vec<(Option<UnitIx>, Seen)> {
        let records = self.assessed().of(item.at());
        if records.is_empty() {
            return Vec::new();
        }
        let by_unit = self.plan.item(item).capability().is_some() && !self.plan.units.is_empty();
        let mut everywhere: Option<Seen> = None;
        let mut own: Vec<Option<Seen>> = vec![None; if by_unit { self.plan.units.len() } else { 0 }];
        for position in records {
            let record = &self.plan.assessed[*position as usize];
            let newest = match record.unit {
                Some(unit) if by_unit => &mut own[unit.at()],
                Some(_) => continue,
                None => &mut everywhere,
            };
            if record.date <= self.plan.as_of && newest.is_none_or(|seen| seen.date <= record.date) {
                *newest = Some(Seen { level: record.level, date: record.date, record: *position });
            }
        }
        if !by_unit {
            return everywhere.map(|seen| (None, seen)).into_iter().collect();
        }
        // On the same day a unit's own assessment says more than that of everywhere.
        let newest = own.into_iter().map(|own| match (own, everywhere) {
            (Some(own), Some(all)) if own.date < all.date => Some(all),
            (own, all) => own.or(all),
        });
        (0..).map(UnitIx).zip(newest).filter_map(|(unit, seen)| Some((Some(unit), seen?))).collect()
    }
}

pub(super) fn progress(figures: &Figures<'_>) -> Vec<Progress> {
    let mut waves = vec![Progress::default(); figures.plan.waves.len()];
    for (ix, item) in figures.plan.items() {
        for (nth, step) in item.steps.iter().enumerate() {
            let wave = &mut waves[step.wave.at()];
            wave.steps += 1;
            wave.live += u32::from(figures.step_state(ix, nth) == StepState::Live);
        }
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, day};
    use super::*;
    use crate::plan::item::About;
    use crate::plan::leadership::Comparison;

    fn levels(plan: &crate::plan::Plan, at: &str) -> [Option<Level>; 3] {
        let figures = Figures::new(plan);
        let crm = plan.item_by_id("crm").unwrap();
        let of = |unit: u32| figures.level_at(crm, Some(UnitIx(unit)), day(at));
        [of(0), of(1), figures.level_everywhere(crm, day(at))]
    }

    #[test]
    fn without_evidence_the_plan_and_todays_maturity_speak() {
        let plan = sample::plan();
        assert_eq!(levels(&plan, "2026-01-31"), [Some(1), Some(0), Some(0)]);
        assert_eq!(levels(&plan, "2026-03-31"), [Some(2), Some(2), Some(2)]);
        assert_eq!(levels(&plan, "2026-09-30"), [Some(3), Some(3), Some(3)]);
    }

    #[test]
    fn evidence_wins_and_only_what_lies_ahead_raises_it() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-05-01", None, 2);
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 1);
        sample::assess(&mut plan, "crm", "2026-12-01", Some(1), 5);
        assert_eq!(levels(&plan, "2026-05-15"), [Some(2), Some(2), Some(2)]);
        assert_eq!(levels(&plan, "2026-08-31"), [Some(2), Some(1), Some(1)]);
        assert_eq!(levels(&plan, "2026-12-31"), [Some(3), Some(3), Some(3)]);
    }

    fn judged(plan: &mut crate::plan::Plan, subject: Subject, threshold: f64) -> Judged {
        let criterion =
            Criterion { subject, comparison: Comparison::AtLeast, threshold, text: "".into(), nth: 0 };
        let (about, wave) = (About::default(), Some(WaveIx(0)));
        plan.gates = vec![Gate { id: "exit".into(), about, wave, date: None, criteria: vec![criterion] }];
        Figures::new(plan).gate_at(GateIx(0), plan.as_of).remove(0)
    }

    #[test]
    fn a_gate_asks_for_evidence_in_the_units_that_are_open() {
        let mut plan = sample::plan();
        let crm = Subject::Level(plan.item_by_id("crm").unwrap());
        // South opens with the second wave, so the first gate does not ask about it.
        assert_eq!(
            judged(&mut plan, crm, 2.0),
            Judged { value: Some(1.0), holds: false, short: vec![UnitIx(0)] }
        );
        sample::assess(&mut plan, "crm", "2026-04-02", Some(0), 2);
        assert_eq!(judged(&mut plan, crm, 2.0), Judged { value: Some(2.0), holds: true, short: vec![] });
    }

    #[test]
    fn a_mandate_counts_once_it_is_granted() {
        let mut plan = sample::plan();
        let steering = Subject::Level(plan.item_by_id("steering").unwrap());
        assert_eq!(judged(&mut plan, steering, 2.0).value, None);
        sample::mandate(&mut plan, "steering").granted = Some(day("2025-12-10"));
        assert!(judged(&mut plan, steering, 2.0).holds);
    }

    #[test]
    fn money_in_a_criterion_is_in_major_units() {
        let mut plan = sample::plan();
        let reach = Subject::Realized(plan.item_by_id("reach").unwrap());
        let judged = judged(&mut plan, reach, 7_500.0);
        assert_eq!((judged.value, judged.holds), (Some(7_500.0), true));
    }

    #[test]
    fn spending_on_an_item_belongs_to_the_wave_it_fell_in() {
        let mut plan = sample::plan();
        let on = SpentOn::Item(plan.item_by_id("crm").unwrap());
        let spent = |period, value| Spent {
            on,
            period: crate::plan::calendar::Period::parse(period).unwrap(),
            value: Money(value),
            about: About::default(),
        };
        plan.spent = vec![spent("2026-02", 5), spent("2026-Q2", 7), spent("2026-Q4", 11)];
        let figures = Figures::new(&plan);
        let in_wave = |wave| figures.spent_in(WaveIx(wave), plan.as_of);
        assert_eq!((in_wave(0), in_wave(1)), (Money(5), Money(7)), "the last quarter is not known yet");
    }

    #[test]
    fn a_unit_is_held_to_a_step_once_its_market_is_live() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        // South opens with the second wave, and is live three months after its end.
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 0);
        assert_eq!(Figures::new(&plan).short_of(crm, 0), None);
        plan.as_of = day("2027-03-31");
        assert_eq!(Figures::new(&plan).short_of(crm, 0), None, "seen before the market was live");
        sample::assess(&mut plan, "crm", "2027-01-10", Some(1), 1);
        sample::assess(&mut plan, "crm", "2027-02-01", None, 2);
        assert_eq!(Figures::new(&plan).short_of(crm, 0), None, "a newer one of everywhere says more");
        sample::assess(&mut plan, "crm", "2027-02-01", Some(1), 1);
        let short = Figures::new(&plan).short_of(crm, 0).unwrap();
        assert_eq!((short.unit, short.seen.level), (Some(UnitIx(1)), 1));
        assert_eq!((short.due, short.seen.date), (day("2026-12-30"), day("2027-02-01")));
    }

    #[test]
    fn a_wave_has_come_as_far_as_its_steps() {
        let mut plan = sample::plan();
        let progress = |plan: &crate::plan::Plan, wave| Figures::new(plan).progress(WaveIx(wave));
        assert_eq!(progress(&plan, 0), Progress { live: 4, steps: 4 });
        assert_eq!(progress(&plan, 1), Progress { live: 0, steps: 2 });
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 1);
        assert_eq!(progress(&plan, 0), Progress { live: 3, steps: 4 });
        let crm = plan.item_by_id("crm").unwrap();
        let state = |step| Figures::new(&plan).step_state(crm, step);
        assert_eq!((state(0), state(1)), (StepState::Overdue, StepState::Underway));
    }
}
