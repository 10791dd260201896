//! Levels at a date. There are two, and each screen says which it shows:
//!
//! - The **evident level** rests on evidence alone: the newest assessment up to the date and `as-of`, of the
//!   unit or of everywhere, or else today's maturity as the plan has it. Gates ask for it.
//! - The **level** is what the plan counts on. Where something was assessed, that, raised by the steps of the plan
//!   that went or go live since then and by the date: nobody has looked at them yet. Where it was seen short of a step
//!   that was due by then, only what lies ahead raises it: what goes live after `as-of`. What was never assessed
//!   stands at today's maturity and the steps that are live by the date. A step that waits for what is not there (see
//!   `waiting`) raises nothing in the units in which it waits. Where it is above the evident level it is *planned, not
//!   assessed*, and marked with `*`.
//!
//! A mandate has a strength only while it is in force: see `mandate`.

use chrono::NaiveDate;

use super::super::Figures;
use crate::plan::capability::Maturity;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::quantity::Level;

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

impl Figures<'_> {
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
        if self.plan.item(item).mandate().is_some() {
            return self.strength_at(item, at);
        }
        match self.seen(item, unit, at) {
            Some(seen) => self.raised(item, unit, seen, at),
            None => {
                let today = self.plan.item(item).capability().and_then(|capability| match unit {
                    Some(unit) => capability.maturity.of(unit),
                    None => Some(capability.maturity.everywhere(self.plan.units.len())).filter(|it| *it > 0),
                });
                self.counted(item, unit, at, |_| true).max(today)
            }
        }
    }

    /// The level of a capability in each unit at a date, in the order of the units: what
    /// [`Figures::level_at`] says of each, in one pass over the records.
    #[must_use]
    pub fn levels_at(&self, item: ItemIx, at: NaiveDate) -> Vec<Option<Level>> {
        let known = self.newest_by_unit(item, at).into_iter().zip(self.today_by_unit(item));
        let level = self.level_from(item, at);
        self.units().zip(known).map(|(unit, known)| level(unit, known)).collect()
    }

    /// The level at a date in a unit of what was seen of a capability there, or else of what it is today.
    pub(super) fn level_from(
        &self,
        item: ItemIx,
        at: NaiveDate,
    ) -> impl Fn(UnitIx, (Option<Seen>, Option<Level>)) -> Option<Level> {
        let planned = move |unit| self.counted(item, Some(unit), at, |_| true);
        // Where nothing waits, the plan counts on the same in every unit.
        let first = self.units().next();
        let in_all = first.filter(|_| !self.waits_by_unit(item)).map(planned);
        move |unit, (seen, today)| match seen {
            Some(seen) => self.raised(item, Some(unit), seen, at),
            None => in_all.unwrap_or_else(|| planned(unit)).max(today),
        }
    }

    /// The level that an item has in every unit at a date: the lowest of those of the units that take part by then, as
    /// gates ask for it. `None` where none of these has any; a unit without one counts 0.
    #[must_use]
    pub fn level_everywhere(&self, item: ItemIx, at: NaiveDate) -> Option<Level> {
        self.level_of_units(item, at, at)
    }

    /// The same of the units that take part by another day: by the end of its wave, where a gate asks.
    #[must_use]
    pub fn level_of_units(&self, item: ItemIx, at: NaiveDate, by: NaiveDate) -> Option<Level> {
        if !self.is_by_unit(item) {
            return self.level_at(item, None, at);
        }
        let levels = self.levels_at(item, at);
        lowest(self.units_by(by).into_iter().map(|unit| levels[unit.at()]))
    }

    /// The evident level of a capability in each unit at a date, in the order of the units: its newest
    /// assessment, or else today's maturity.
    #[must_use]
    pub fn evident_levels(&self, item: ItemIx, at: NaiveDate) -> Vec<Option<Level>> {
        let seen = self.newest_by_unit(item, at).into_iter().zip(self.today_by_unit(item));
        seen.map(|(seen, today)| evident(seen, today)).collect()
    }

    /// Whether an item has a level by unit: a capability of a plan with units.
    pub(super) fn is_by_unit(&self, item: ItemIx) -> bool {
        self.plan.item(item).capability().is_some() && !self.plan.units.is_empty()
    }

    pub(super) fn units(&self) -> impl Iterator<Item = UnitIx> + use<> {
        (0..self.plan.units.len()).map(UnitIx::from)
    }

    /// The highest level that the plan has live by a date.
    pub(super) fn steps_live(&self, item: ItemIx, at: NaiveDate) -> Option<Level> {
        self.highest_step(item, |live| live <= at)
    }

    /// What was seen in a unit, raised by the steps that go live after it and by a date.
    fn raised(&self, item: ItemIx, unit: Option<UnitIx>, seen: Seen, at: NaiveDate) -> Option<Level> {
        let raises = self.raising_from(item, seen);
        self.counted(item, unit, at, |live| raises < live).max(Some(seen.level))
    }

    /// The day after which steps that go live raise what was seen of an item: that on which it was seen, or `as-of`
    /// where it was short then of a step that was due.
    #[must_use]
    pub fn raising_from(&self, item: ItemIx, seen: Seen) -> NaiveDate {
        let due = self.highest_step(item, |live| live <= seen.date);
        if due > Some(seen.level) { self.plan.as_of } else { seen.date }
    }

    /// The highest level of the steps that are live by a date on days that count, without those that wait then in the
    /// unit.
    fn counted(
        &self,
        item: ItemIx,
        unit: Option<UnitIx>,
        at: NaiveDate,
        counts: impl Fn(NaiveDate) -> bool,
    ) -> Option<Level> {
        let steps = self.plan.item(item).steps.iter().enumerate();
        let live =
            |step: usize| self.plan.step_live(item, step).is_some_and(|live| live <= at && counts(live));
        let counting = steps.filter(|(step, _)| live(*step) && !self.waited(item, *step, unit, at));
        counting.map(|(_, step)| step.level).max()
    }

    pub(super) fn highest_step(&self, item: ItemIx, counts: impl Fn(NaiveDate) -> bool) -> Option<Level> {
        let steps = self.plan.item(item).steps.iter().enumerate();
        let counting = steps.filter(|(step, _)| self.plan.step_live(item, *step).is_some_and(&counts));
        counting.map(|(_, step)| step.level).max()
    }

    /// The maturity of a capability today in each unit.
    pub(super) fn today_by_unit(&self, item: ItemIx) -> Vec<Option<Level>> {
        let count = self.plan.units.len();
        let mut today = vec![None; count];
        match self.plan.item(item).capability().map(|capability| &capability.maturity) {
            Some(Maturity::Everywhere(level)) => today.fill(Some(*level)),
            Some(Maturity::ByUnit(levels)) => {
                levels.iter().for_each(|(unit, level)| today[unit.at()] = Some(*level));
            }
            Some(Maturity::Unassessed) | None => {}
        }
        today
    }

    /// The newest assessment that counts for each unit at a date: what [`Figures::seen`] says of each, in
    /// one pass over the records.
    pub(super) fn newest_by_unit(&self, item: ItemIx, at: NaiveDate) -> Vec<Option<Seen>> {
        let at = at.min(self.plan.as_of);
        let mut everywhere: Option<Seen> = None;
        let mut own: Vec<Option<Seen>> = vec![None; self.plan.units.len()];
        for position in self.assessed().of(item.at()) {
            let record = &self.plan.assessed[*position as usize];
            let newest = match record.unit {
                Some(unit) => &mut own[unit.at()],
                None => &mut everywhere,
            };
            if record.date <= at && newest.is_none_or(|seen| seen.date <= record.date) {
                *newest = Some(Seen { level: record.level, date: record.date, record: *position });
            }
        }
        // On the same day a unit's own assessment says more than that of everywhere.
        let newest = own.into_iter().map(|own| match (own, everywhere) {
            (Some(own), Some(all)) if own.date < all.date => Some(all),
            (own, all) => own.or(all),
        });
        newest.collect()
    }
}

/// What evidence says: what was seen, or else what it is today.
pub(super) fn evident(seen: Option<Seen>, today: Option<Level>) -> Option<Level> {
    seen.map(|seen| seen.level).or(today)
}

/// The lowest of some levels, of which an unknown one counts 0; `None` where all are unknown.
pub(super) fn lowest(levels: impl Iterator<Item = Option<Level>>) -> Option<Level> {
    let levels: Vec<Option<Level>> = levels.collect();
    let any = levels.iter().any(Option::is_some);
    levels.into_iter().map(|level| level.unwrap_or(0)).min().filter(|_| any)
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;

    fn levels(plan: &crate::plan::Plan, at: &str) -> [Option<Level>; 3] {
        let figures = Figures::new(plan);
        let crm = plan.item_by_id("crm").unwrap();
        let of = |unit: u32| figures.level_at(crm, Some(UnitIx(unit)), day(at));
        let both = [of(0), of(1)];
        assert_eq!(figures.levels_at(crm, day(at)), both, "in one pass as one by one");
        [both[0], both[1], figures.level_everywhere(crm, day(at))]
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
        assert_eq!(levels(&plan, "2026-08-31"), [Some(2), Some(1), Some(2)], "south is not open yet");
        assert_eq!(levels(&plan, "2026-12-31"), [Some(3), Some(3), Some(3)]);
    }

    /// Steps go live on 31 March, to 2, and on 30 September, to 3. What the plan says of a day stays when the day has
    /// passed, until somebody looks.
    #[test]
    fn what_goes_live_since_it_was_seen_raises_it_unless_it_was_short_then() {
        for (seen, before, then, later) in [
            // Before the first step was due.
            (("2026-03-30", 1), Some(1), Some(2), Some(3)),
            // On its day, and as it should be.
            (("2026-03-31", 2), Some(1), Some(2), Some(3)),
            // Short of it since: then only what lies ahead raises it.
            (("2026-04-10", 1), Some(1), Some(1), Some(1)),
        ] {
            let mut plan = sample::plan();
            sample::assess(&mut plan, "crm", seen.0, None, seen.1);
            for as_of in ["2026-09-29", "2026-09-30", "2026-12-31"] {
                plan.as_of = day(as_of);
                let north = |at| levels(&plan, at)[0];
                assert_eq!((north("2026-03-30"), north("2026-09-29")), (before, then), "{seen:?}, {as_of}");
                let ahead = if as_of == "2026-09-29" { Some(3) } else { later };
                assert_eq!(north("2026-12-31"), ahead, "{seen:?}, {as_of}");
            }
        }
    }

    /// North is open from 31 March on and south from 30 September on. Before the first of them all units count.
    #[test]
    fn everywhere_is_where_the_plan_is_open() {
        let mut plan = sample::plan();
        plan.as_of = day("2026-12-31");
        for (date, unit, level) in [("2026-01-10", 0, 1), ("2026-04-10", 0, 2), ("2026-10-10", 1, 1)] {
            sample::assess(&mut plan, "crm", date, Some(unit), level);
        }
        assert_eq!(levels(&plan, "2026-01-31"), [Some(1), Some(0), Some(0)], "none is open");
        assert_eq!(levels(&plan, "2026-03-31"), [Some(2), Some(2), Some(2)], "nobody looked since January");
        assert_eq!(levels(&plan, "2026-09-29")[2], Some(2), "north alone");
        // North was where it should be in April, and nobody has looked since; south was short of what was due.
        assert_eq!(levels(&plan, "2026-10-31"), [Some(3), Some(1), Some(1)]);
        let figures = Figures::new(&plan);
        let crm = plan.item_by_id("crm").unwrap();
        assert_eq!(
            figures.level_of_units(crm, day("2026-10-31"), day("2026-03-31")),
            Some(3),
            "a gate of the first wave"
        );
        for at in ["2026-01-31", "2026-03-31", "2026-09-29", "2026-10-31"] {
            let all = figures.in_all_units(crm, day(at));
            assert_eq!(all.level, figures.level_everywhere(crm, day(at)), "{at}");
        }
    }
}
