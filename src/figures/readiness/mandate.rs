//! Mandates: which are in force at a date, how strong they are then, and for how much money.
//!
//! - **In force** is a mandate that was granted by the day or seen in force by then, and has not expired since it was
//!   last seen so. What was assessed is worth more than what is written down: one that was seen before the day of its
//!   `granted`, or after that of its `until`, is in force. One that nobody granted is planned from the start of the
//!   first wave that it reaches, and in force only where it was seen so. What was seen without any strength is not in
//!   force, granted or not, until a step after that is to give it some. The rules, which hold a plan to itself,
//!   take what is planned as granted in time.
//! - **Strength** at a date: what was assessed, raised by the steps that go live since then, or after `as-of` where it
//!   was short then of one that was due; else the strength of its steps that are live by then. A step gives no strength
//!   before the mandate is granted. Once it has expired there is none. Where it is above what evidence says by the day
//!   and `as-of`, as gates ask for it, it is *planned, not assessed*, and marked with `*` as a level is.

use chrono::NaiveDate;

use super::super::Figures;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::leadership::Strength;
use crate::plan::quantity::Money;

/// Whether a mandate is in force at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    /// Neither granted nor phased into a wave.
    Never,
    /// It is granted later.
    Ahead,
    /// By plan it would be in force, and nobody granted it.
    Planned,
    /// It was granted or planned by then, and seen without any strength.
    SeenNot,
    /// In force.
    Now,
    /// It has expired.
    Expired,
}

impl Force {
    /// As screens and reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Never => "not granted",
            Self::Ahead => "ahead",
            Self::Planned => "planned, not granted",
            Self::SeenNot => "seen not in force",
            Self::Now => "in force",
            Self::Expired => "expired",
        }
    }
}

/// A mandate at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Whether it is in force.
    pub force: Force,
    /// Its strength then; `None`: none.
    pub strength: Option<Strength>,
    /// Whether that is what the plan says and no evidence does: planned, not assessed.
    pub only_planned: bool,
    /// Its first and its last day, where it has any; open-ended ones last to the end of time.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// What may be committed under it while it is in force, in all; `None`: no limit, or not in force.
    pub limit: Option<Money>,
}

impl Authority {
    /// Its strength in words, marked where it is planned and not assessed: `2`, `1*`; `None`: it has none.
    #[must_use]
    pub fn strength_words(&self) -> Option<String> {
        let mark = if self.only_planned { "*" } else { "" };
        self.strength.map(|strength| format!("{strength}{mark}"))
    }
}

impl Figures<'_> {
    /// A mandate at a date.
    #[must_use]
    pub fn authority(&self, mandate: ItemIx, at: NaiveDate) -> Authority {
        let force = self.force(mandate, at);
        let limit = self.plan.item(mandate).mandate().and_then(|mandate| mandate.limit);
        let limit = limit.filter(|_| force == Force::Now);
        let days = self.plan.in_force(mandate);
        let strength = self.strength_at(mandate, at);
        let only_planned = strength > self.evident_level(mandate, at.min(self.plan.as_of));
        Authority { force, strength, only_planned, days, limit }
    }

    /// Whether a mandate is in force at a date: nobody else decides it.
    fn force(&self, mandate: ItemIx, at: NaiveDate) -> Force {
        let granted = || self.plan.item(mandate).mandate().is_some_and(|mandate| mandate.granted.is_some());
        match self.plan.in_force(mandate) {
            _ if self.is_over(mandate, at) => Force::Expired,
            _ if self.seen_in_force(mandate, at).is_some() => Force::Now,
            None => Force::Never,
            Some((from, _)) if at < from => Force::Ahead,
            // Only what was assessed gives a strength of 0.
            Some(_) if self.strength(mandate, at, |_| true) == Some(0) => Force::SeenNot,
            Some(_) if granted() => Force::Now,
            Some(_) => Force::Planned,
        }
    }

    /// The day by which a mandate was last seen in force: assessed with any strength.
    fn seen_in_force(&self, mandate: ItemIx, at: NaiveDate) -> Option<NaiveDate> {
        self.seen(mandate, None, at).filter(|seen| seen.level > 0).map(|seen| seen.date)
    }

    /// Whether an item is a mandate that has expired by a date, and was not seen in force since: it has no strength
    /// then.
    #[must_use]
    pub fn is_over(&self, item: ItemIx, at: NaiveDate) -> bool {
        self.expired_by(item, at).is_some()
    }

    /// The last day of a mandate that has expired by a date, and was not seen in force since.
    #[must_use]
    pub fn expired_by(&self, item: ItemIx, at: NaiveDate) -> Option<NaiveDate> {
        let until = self.plan.item(item).mandate()?.until.filter(|until| *until < at)?;
        let over = match self.seen_in_force(item, at) {
            Some(seen) => seen <= until,
            // What was never in force does not expire.
            None => self.plan.in_force(item).is_some(),
        };
        over.then_some(until)
    }

    /// The mandates that are in force at a date, by id.
    pub fn in_force_at(&self, at: NaiveDate) -> impl Iterator<Item = (ItemIx, Authority)> {
        let mandates = self.plan.items_of(Dimension::Leadership).map(|(ix, _)| ix);
        mandates.map(move |ix| (ix, self.authority(ix, at))).filter(|(_, it)| it.force == Force::Now)
    }

    /// The most that any one mandate in force at a date allows to be committed, with that mandate. Limits do
    /// not add up. `None`: no mandate in force has a limit.
    #[must_use]
    pub fn largest_limit(&self, at: NaiveDate) -> Option<(ItemIx, Money)> {
        let limits = self.in_force_at(at).filter_map(|(ix, authority)| Some((ix, authority.limit?)));
        limits.min_by_key(|(ix, limit)| (std::cmp::Reverse(*limit), *ix))
    }

    /// The strength of a mandate at a date, without the steps that wait then for what is not there.
    pub(super) fn strength_at(&self, mandate: ItemIx, at: NaiveDate) -> Option<Strength> {
        self.strength(mandate, at, |step| !self.waited(mandate, step, None, at))
    }

    /// The strength of a mandate at a date by those of its steps that count.
    pub(super) fn strength(
        &self,
        mandate: ItemIx,
        at: NaiveDate,
        counts: impl Fn(usize) -> bool,
    ) -> Option<Strength> {
        let (from, until) = self.plan.in_force(mandate).unwrap_or((NaiveDate::MIN, NaiveDate::MAX));
        let expired = until < at;
        let seen = self.seen(mandate, None, at).filter(|_| !self.is_over(mandate, at));
        let is_live = |live: NaiveDate| {
            let live = live.max(from);
            !expired && live <= at && seen.is_none_or(|seen| self.raising_from(mandate, seen) < live)
        };
        let steps = self.plan.item(mandate).steps.iter().enumerate();
        let live =
            steps.filter(|(nth, _)| self.plan.step_live(mandate, *nth).is_some_and(is_live) && counts(*nth));
        live.map(|(_, step)| step.level).max().max(seen.map(|seen| seen.level))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day, euros};
    use super::*;

    /// Steering reaches strength 2 at the end of March 2026.
    fn at(plan: &crate::plan::Plan, date: &str) -> (Force, Option<Strength>) {
        let steering = plan.item_by_id("steering").unwrap();
        let authority = Figures::new(plan).authority(steering, day(date));
        (authority.force, authority.strength)
    }

    #[test]
    fn a_mandate_has_its_strength_while_it_is_in_force() {
        let mut plan = sample::plan();
        assert_eq!(at(&plan, "2025-12-31"), (Force::Ahead, None), "in force with its first wave");
        assert_eq!(
            at(&plan, "2026-01-01"),
            (Force::Planned, None),
            "without strength before the step is live"
        );
        assert_eq!(at(&plan, "2026-03-31"), (Force::Planned, Some(2)), "nobody granted it");
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.granted, mandate.until) = (Some(day("2026-05-01")), Some(day("2026-07-31")));
        assert_eq!(at(&plan, "2026-04-30"), (Force::Ahead, None), "no strength before it is granted");
        assert_eq!(at(&plan, "2026-07-31"), (Force::Now, Some(2)));
        assert_eq!(at(&plan, "2026-08-01"), (Force::Expired, None));
    }

    #[test]
    fn what_was_assessed_after_a_mandate_expired_is_in_force_all_the_same() {
        let mut plan = sample::plan();
        sample::mandate(&mut plan, "steering").until = Some(day("2026-06-30"));
        sample::assess(&mut plan, "steering", "2026-06-15", None, 3);
        assert_eq!(at(&plan, "2026-06-30"), (Force::Now, Some(3)));
        assert_eq!(at(&plan, "2026-08-31"), (Force::Expired, None), "what was seen has expired with it");
        sample::assess(&mut plan, "steering", "2026-08-15", None, 1);
        assert_eq!(at(&plan, "2026-08-31"), (Force::Now, Some(1)));
        sample::assess(&mut plan, "steering", "2026-08-20", None, 0);
        assert_eq!(at(&plan, "2026-08-31"), (Force::Expired, None), "and then seen not to be");
    }

    #[test]
    fn what_was_seen_in_force_before_it_was_granted_is_in_force() {
        let mut plan = sample::plan();
        let steering = plan.item_by_id("steering").unwrap();
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.granted, mandate.limit) = (Some(day("2027-01-01")), Some(euros(100)));
        sample::assess(&mut plan, "steering", "2026-07-15", None, 1);
        assert_eq!(at(&plan, "2026-07-14"), (Force::Ahead, None), "nobody had looked");
        assert_eq!(at(&plan, "2026-07-15"), (Force::Now, Some(1)));
        let figures = Figures::new(&plan);
        assert_eq!(figures.largest_limit(day("2026-08-31")), Some((steering, euros(100))));
        assert_eq!(figures.in_force_at(day("2026-08-31")).count(), 1);
        assert_eq!(figures.largest_limit(day("2026-07-14")), None);
        sample::assess(&mut plan, "steering", "2026-08-01", None, 0);
        assert_eq!(at(&plan, "2026-08-01").0, Force::Ahead, "seen not to be");
    }

    #[test]
    fn what_nobody_granted_is_in_force_where_it_was_seen() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "steering", "2026-06-15", None, 1);
        assert_eq!(at(&plan, "2026-06-14"), (Force::Planned, Some(2)));
        assert_eq!(at(&plan, "2026-06-15"), (Force::Now, Some(1)));
    }

    /// Seen without strength in June; in a plan of before its only step, seen so in February.
    #[test]
    fn what_was_seen_without_strength_is_not_in_force_granted_or_not() {
        for granted in [None, Some(day("2025-12-10"))] {
            let mut plan = sample::plan();
            let mandate = sample::mandate(&mut plan, "steering");
            (mandate.granted, mandate.limit) = (granted, Some(euros(100)));
            sample::assess(&mut plan, "steering", "2026-06-15", None, 0);
            let (force, words) = if granted.is_some() { (Force::Now, "2") } else { (Force::Planned, "2*") };
            assert_eq!(at(&plan, "2026-06-14"), (force, Some(2)), "nobody had looked");
            assert_eq!(at(&plan, "2026-06-15"), (Force::SeenNot, Some(0)));
            let figures = Figures::new(&plan);
            let steering = plan.item_by_id("steering").unwrap();
            let words_at = |date| figures.authority(steering, day(date)).strength_words();
            assert_eq!(words_at("2026-06-14").as_deref(), Some(words));
            assert_eq!(words_at("2026-06-15").as_deref(), Some("0"), "it was assessed");
            assert_eq!(figures.in_force_at(day("2026-08-31")).count(), 0);
            assert_eq!(figures.largest_limit(day("2026-08-31")), None);
            plan.as_of = day("2026-02-28");
            plan.assessed.clear();
            sample::assess(&mut plan, "steering", "2026-02-15", None, 0);
            assert_eq!(at(&plan, "2026-02-28"), (Force::SeenNot, Some(0)));
            assert_eq!(at(&plan, "2026-03-31"), (force, Some(2)), "the step ahead is to give it some");
            let ahead = Figures::new(&plan).authority(steering, day("2026-03-31"));
            assert_eq!(ahead.strength_words().as_deref(), Some("2*"), "and no evidence says so yet");
        }
    }

    #[test]
    fn the_largest_limit_is_that_of_one_mandate_in_force() {
        let mut plan = sample::plan();
        let steering = plan.item_by_id("steering").unwrap();
        let limit = |plan: &crate::plan::Plan, date| Figures::new(plan).largest_limit(day(date));
        assert_eq!(limit(&plan, "2026-08-31"), None);
        let mandate = sample::mandate(&mut plan, "steering");
        (mandate.limit, mandate.until) = (Some(euros(100)), Some(day("2026-08-31")));
        assert_eq!(limit(&plan, "2026-08-31"), None, "nobody granted it");
        sample::mandate(&mut plan, "steering").granted = Some(day("2025-12-10"));
        assert_eq!(limit(&plan, "2026-08-31"), Some((steering, euros(100))));
        assert_eq!(limit(&plan, "2026-09-01"), None);
        assert_eq!(Figures::new(&plan).in_force_at(day("2026-09-01")).count(), 0);
    }
}
