//! A capability in each unit: the level there, what the plan wants of it, and whether anybody has looked.
//!
//! - **Planned**: the highest level that is live by the end of the wave that the date lies in; **target**:
//!   the highest level that the plan reaches at all. A unit that is a market is held to a level from the
//!   wave on that opens it, and to nothing where no wave does.
//! - **Level** and **evident level**: see `level`. A level above the evident one is planned, not assessed.
//! - **Gap**: how many levels are missing to the target; **short**: how many to what is planned.
//! - **Not open**: the unit is a market that no wave has opened by the date. Its levels are told, and nothing is asked
//!   of it yet: each view says from which day on it is, the end of the wave that opens it, which may be before its market
//!   is live. So what holds in all units is asked of those that are open.
//! - **Blind spot**: something needs the capability, units are assessed, and in this one nobody has.

use chrono::NaiveDate;

use super::super::Figures;
use super::level::{Seen, evident, lowest};
use crate::plan::Plan;
use crate::plan::capability::Maturity;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::item::Dimension;
use crate::plan::quantity::Level;
use crate::plan::strategy::{Multiplier, MultiplierKind};

/// What a level rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nothing: it was never assessed, and is not planned by then.
    Unknown,
    /// Today's maturity, as the plan has it.
    Today,
    /// An assessment.
    Assessed(Seen),
    /// A step of the plan that is live by then, and not assessed since.
    Plan,
}

impl Source {
    /// As screens and reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Today => "today",
            Self::Assessed(_) => "assessed",
            Self::Plan => "planned",
        }
    }
}

/// A capability in a unit at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitLevel {
    /// Its level; `None`: unknown.
    pub level: Option<Level>,
    /// Its level by evidence alone; `None`: there is no evidence.
    pub evident: Option<Level>,
    /// Whether the level is what the plan says and no evidence does; of all units, whether it is so of one that stands
    /// at that level. What evidence alone says of all may be less where another unit is not assessed.
    pub unseen: bool,
    /// What the level rests on.
    pub source: Source,
    /// Its newest assessment.
    pub seen: Option<Seen>,
    /// The level planned by the end of the wave that the date lies in; `None`: none by then.
    pub planned: Option<Level>,
    /// The highest level planned at all; `None`: none.
    pub target: Option<Level>,
    /// Whether it is needed and was never assessed here.
    pub blind: bool,
}

/// A market that takes no part yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOpen {
    /// The unit that it is.
    pub unit: UnitIx,
    /// The day from which its levels are asked for, the end of the wave that opens it; `None`: no wave does.
    pub asked_from: Option<NaiveDate>,
}

impl UnitLevel {
    /// Whether its level is what the plan says and no evidence does: planned, not assessed.
    #[must_use]
    pub fn only_planned(&self) -> bool {
        self.unseen
    }

    /// The levels missing to the target.
    #[must_use]
    pub fn gap(&self) -> Level {
        self.target.unwrap_or(0).saturating_sub(self.level.unwrap_or(0))
    }

    /// The levels missing to what is planned by the end of the wave.
    #[must_use]
    pub fn short(&self) -> Level {
        self.planned.unwrap_or(0).saturating_sub(self.level.unwrap_or(0))
    }
}

/// From when on a unit takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is no market, or no wave opens markets: always.
    Always,
    /// With the wave that opens its market: from that wave's end on.
    With { end: NaiveDate },
    /// No wave opens its market.
    Never,
}

impl Opening {
    /// Whether it takes part by the end of a day.
    pub(crate) fn is_by(self, day: NaiveDate) -> bool {
        match self {
            Self::Always => true,
            Self::With { end } => end <= day,
            Self::Never => false,
        }
    }
}

pub(in super::super) fn openings(figures: &Figures<'_>) -> Vec<Opening> {
    let plan = figures.plan;
    let opening = |unit: &str| {
        let market = plan.markets.binary_search_by(|market| (*market.id).cmp(unit));
        market.map_or(Opening::Always, |market| figures.market_openings()[market])
    };
    plan.units.iter().map(|unit| opening(unit)).collect()
}

/// From when on each market takes part.
pub(in super::super) fn of_markets(figures: &Figures<'_>) -> Vec<Opening> {
    let plan = figures.plan;
    let any = plan.waves.iter().any(|wave| !wave.opens.markets.is_empty());
    let of = |(ix, market): (usize, &Multiplier)| match figures.scope().opened_by(MultiplierKind::Market, ix)
    {
        _ if market.unplanned => Opening::Never,
        Some(wave) => Opening::With { end: plan.wave(wave).end },
        None if any => Opening::Never,
        None => Opening::Always,
    };
    plan.markets.iter().enumerate().map(of).collect()
}

/// Whether anything was ever assessed by unit. A plan that assesses nothing by unit has not chosen to work
/// that way.
pub(in super::super) fn assesses_by_unit(plan: &Plan) -> bool {
    let by_unit = |maturity: &Maturity| matches!(maturity, Maturity::ByUnit(levels) if !levels.is_empty());
    let mut capabilities = plan.items_of(Dimension::OperatingModel);
    plan.assessed.iter().any(|record| record.unit.is_some() && record.date <= plan.as_of)
        || capabilities.any(|(_, item)| item.capability().is_some_and(|it| by_unit(&it.maturity)))
}

/// Which items something else needs that is not left out of the waves.
pub(in super::super) fn needed(plan: &Plan) -> Vec<bool> {
    let mut needed = vec![false; plan.items.len()];
    for (ix, item) in plan.items().filter(|(_, item)| !item.unplanned) {
        for need in item.needs.iter().filter(|need| need.item != ix) {
            needed[need.item.at()] = true;
        }
    }
    needed
}

impl Figures<'_> {
    /// A capability in each unit at a date, in the order of the units; in a plan without units, once.
    #[must_use]
    pub fn in_units(&self, capability: ItemIx, at: NaiveDate) -> Vec<UnitLevel> {
        let plan = self.plan;
        let wave_end = plan.wave_at(at).map_or(at, |wave| plan.wave(wave).end);
        let planned = self.steps_live(capability, wave_end);
        let target = self.highest_step(capability, |_| true);
        if !self.is_by_unit(capability) {
            let level = self.level_at(capability, None, at);
            let today = plan.item(capability).capability().map(|it| it.maturity.everywhere(0));
            let seen = self.seen(capability, None, at);
            let today = today.filter(|level| *level > 0);
            let (source, evident) = (source(level, seen, today), evident(seen, today));
            let unseen = level > evident;
            return vec![UnitLevel { level, evident, unseen, source, seen, planned, target, blind: false }];
        }
        let blind = self.may_be_blind(capability);
        let level_of = self.level_from(capability, at);
        let known = self.newest_by_unit(capability, at).into_iter().zip(self.today_by_unit(capability));
        let known: Vec<(Option<Seen>, Option<Level>)> = known.collect();
        let unit = |(unit, opening): (UnitIx, &Opening)| {
            let (seen, today) = known[unit.at()];
            let (level, evident) = (level_of(unit, (seen, today)), evident(seen, today));
            UnitLevel {
                level,
                evident,
                unseen: level > evident,
                source: source(level, seen, today),
                seen,
                planned: planned.filter(|_| takes_part(*opening, wave_end)),
                target: target.filter(|_| *opening != Opening::Never),
                blind: blind && seen.is_none() && today.is_none() && *opening != Opening::Never,
            }
        };
        self.units().zip(self.unit_openings()).map(unit).collect()
    }

    /// A capability in all units together at a date: the level that holds in every one of them that takes part by then
    /// (in every one where none does yet), by plan and by evidence, against what is planned at all. It rests on what the
    /// unit that stands lowest does: where that was seen, so was it, whatever the plan counts on in the others.
    #[must_use]
    pub fn in_all_units(&self, capability: ItemIx, at: NaiveDate) -> UnitLevel {
        let mut units = self.in_units(capability, at);
        if self.is_by_unit(capability) {
            units = self.units_by(at).into_iter().map(|unit| units[unit.at()]).collect();
        }
        let lowest = |of: fn(&UnitLevel) -> Option<Level>| lowest(units.iter().map(of));
        let (level, evident) = match units.as_slice() {
            [only] if self.plan.units.is_empty() => (only.level, only.evident),
            _ => (lowest(|unit| unit.level), lowest(|unit| unit.evident)),
        };
        let unseen = level.is_some() && units.iter().any(|unit| unit.unseen && unit.level == level);
        let weakest = units.iter().min_by_key(|unit| (unit.level.unwrap_or(0), unit.level.is_none()));
        UnitLevel {
            level,
            evident,
            unseen,
            source: match weakest {
                _ if unseen => Source::Plan,
                Some(weakest) if level.is_some() => weakest.source,
                _ => Source::Unknown,
            },
            seen: weakest.and_then(|unit| unit.seen),
            planned: units.iter().filter_map(|unit| unit.planned).max(),
            target: self.highest_step(capability, |_| true),
            blind: false,
        }
    }

    /// The units in which a capability was never assessed by `as-of`, of those that take part; none where
    /// its maturity is the same everywhere, or the plan assesses nothing by unit.
    #[must_use]
    pub fn unassessed(&self, capability: ItemIx) -> Vec<UnitIx> {
        if !self.assesses_by_unit() || !self.is_by_unit(capability) {
            return Vec::new();
        }
        let known = self.newest_by_unit(capability, self.plan.as_of).into_iter();
        let known = known.zip(self.today_by_unit(capability)).zip(self.unit_openings());
        let blind = known.zip(self.units()).filter(|(((seen, today), opening), _)| {
            seen.is_none() && today.is_none() && **opening != Opening::Never
        });
        blind.map(|(_, unit)| unit).collect()
    }

    /// How many units take part in the plan at all.
    #[must_use]
    pub fn units_that_count(&self) -> usize {
        self.unit_openings().iter().filter(|opening| **opening != Opening::Never).count()
    }

    /// Whether a unit that nobody has assessed would be a blind spot: units are assessed, and something
    /// needs the capability.
    fn may_be_blind(&self, capability: ItemIx) -> bool {
        let item = self.plan.item(capability);
        self.assesses_by_unit() && !item.is_group() && !item.unplanned && self.is_needed(capability)
    }

    /// The units that are markets which take no part yet on a day, in their order.
    #[must_use]
    pub fn not_open(&self, at: NaiveDate) -> Vec<NotOpen> {
        let closed = self.units().zip(self.unit_openings()).filter(|(_, it)| !takes_part(**it, at));
        let asked_from = |opening: &Opening| match opening {
            Opening::With { end } => Some(*end),
            Opening::Always | Opening::Never => None,
        };
        closed.map(|(unit, opening)| NotOpen { unit, asked_from: asked_from(opening) }).collect()
    }

    /// The units that take part by the end of a day; all of them where none does yet.
    #[must_use]
    pub fn units_by(&self, end: NaiveDate) -> Vec<UnitIx> {
        let open = self.units().zip(self.unit_openings()).filter(|(_, it)| takes_part(**it, end));
        let open: Vec<UnitIx> = open.map(|(unit, _)| unit).collect();
        if open.is_empty() { self.units().collect() } else { open }
    }
}

fn takes_part(opening: Opening, by: NaiveDate) -> bool {
    opening.is_by(by)
}

fn source(level: Option<Level>, seen: Option<Seen>, today: Option<Level>) -> Source {
    let known = evident(seen, today);
    match (level, seen) {
        (None, _) => Source::Unknown,
        _ if level > known => Source::Plan,
        (_, Some(seen)) => Source::Assessed(seen),
        _ => Source::Today,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{self, day};
    use super::*;
    use crate::plan::item::{Detail, Need};

    fn crm(plan: &Plan, at: &str) -> Vec<UnitLevel> {
        Figures::new(plan).in_units(plan.item_by_id("crm").unwrap(), day(at))
    }

    /// The CRM reaches 2 with the first wave, which opens north, and 3 with the second, which opens south.
    #[test]
    fn a_market_is_held_to_the_plan_from_its_wave_on() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-03-20", Some(0), 1);
        let [north, south] = crm(&plan, "2026-03-25").try_into().unwrap();
        assert_eq!((north.level, north.planned, north.target), (Some(1), Some(2), Some(3)));
        assert_eq!((north.short(), north.gap()), (1, 2));
        assert_eq!((south.level, south.planned, south.short(), south.gap()), (Some(0), None, 0, 3));
        let [north, south] = crm(&plan, "2026-08-31").try_into().unwrap();
        assert_eq!((north.planned, north.short()), (Some(3), 1));
        assert_eq!((north.evident, north.only_planned()), (Some(1), true), "2 by plan, nobody looked since");
        assert_eq!((north.level, north.source), (Some(2), Source::Plan));
        assert_eq!((south.evident, south.only_planned()), (Some(0), true), "2 by plan, 0 by its maturity");
        let figures = Figures::new(&plan);
        let all = figures.in_all_units(plan.item_by_id("crm").unwrap(), day("2026-08-31"));
        assert_eq!(
            (all.level, all.evident, all.only_planned()),
            (Some(2), Some(1), true),
            "north alone is open"
        );
        let all = figures.in_all_units(plan.item_by_id("crm").unwrap(), day("2026-09-30"));
        assert_eq!((all.level, all.evident, all.only_planned()), (Some(3), Some(0), true), "south too");
        assert_eq!((south.level, south.source, south.short()), (Some(2), Source::Plan, 1));
        sample::assess(&mut plan, "crm", "2026-04-10", Some(0), 1);
        let north = crm(&plan, "2026-08-31")[0];
        assert_eq!((north.level, north.short(), north.only_planned()), (Some(1), 2, false), "seen short");
    }

    /// The labs take part from the start, and nobody has looked there: by plan they are at 2 from the end of March on.
    #[test]
    fn what_holds_everywhere_was_seen_where_the_lowest_was() {
        let mut plan = sample::plan();
        plan.units.push("labs".into());
        let all = |plan: &Plan| {
            let all = Figures::new(plan).in_all_units(plan.item_by_id("crm").unwrap(), day("2026-08-31"));
            (all.level, all.only_planned(), all.evident, all.source.as_str())
        };
        assert_eq!(
            all(&plan),
            (Some(2), true, Some(0), "planned"),
            "2 by plan in both, and 1 is what north had"
        );
        sample::assess(&mut plan, "crm", "2026-05-01", Some(0), 1);
        assert_eq!(
            all(&plan),
            (Some(1), false, Some(0), "assessed"),
            "north was seen at 1, and nobody was in the labs"
        );
        sample::assess(&mut plan, "crm", "2026-06-01", Some(0), 3);
        assert_eq!(all(&plan), (Some(2), true, Some(0), "planned"), "the labs are at 2 by plan alone");
        sample::assess(&mut plan, "crm", "2026-07-01", Some(0), 2);
        assert_eq!(
            all(&plan),
            (Some(2), true, Some(0), "planned"),
            "at 2 as well, which nobody has seen in the labs"
        );
    }

    /// South opens with the second wave, which ends on 30 September, and is live three months later.
    #[test]
    fn a_market_is_not_open_before_its_wave_has_ended() {
        let mut plan = sample::plan();
        let closed = |plan: &Plan, at| Figures::new(plan).not_open(day(at));
        // The market is live on 30 December, and its levels are asked for from the end of the wave on.
        let south = NotOpen { unit: UnitIx(1), asked_from: Some(day("2026-09-30")) };
        assert_eq!(closed(&plan, "2026-08-31"), [south]);
        assert_eq!(closed(&plan, "2026-09-29"), [south]);
        assert_eq!(closed(&plan, "2026-09-30"), []);
        plan.markets[1].unplanned = true;
        assert_eq!(closed(&plan, "2026-09-30"), [NotOpen { asked_from: None, ..south }]);
    }

    #[test]
    fn a_capability_that_is_needed_and_never_assessed_is_a_blind_spot() {
        let mut plan = sample::plan();
        let ix = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(ix).detail else { panic!() };
        capability.maturity = Maturity::ByUnit([(UnitIx(0), 1)].into());
        let blind = |plan: &Plan| crm(plan, "2026-08-31").iter().map(|it| it.blind).collect::<Vec<_>>();
        assert_eq!(blind(&plan), [false, false], "nothing needs it");
        plan.item_mut(ItemIx(0)).needs = [Need { item: ix, level: None, wave: None, nth: 0 }].into();
        assert_eq!(blind(&plan), [false, true]);
        assert_eq!(Figures::new(&plan).unassessed(ix), [UnitIx(1)]);
        sample::assess(&mut plan, "crm", "2026-08-01", None, 2);
        assert_eq!(blind(&plan), [false, false]);
        plan.assessed.clear();
        plan.markets[1].unplanned = true;
        assert_eq!(blind(&plan), [false, false], "a market that is left out need not be known");
    }

    #[test]
    fn a_plan_without_units_has_each_capability_once() {
        let mut plan = sample::plan();
        plan.units.clear();
        let ix = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(ix).detail else { panic!() };
        capability.maturity = Maturity::Everywhere(1);
        let [level] = crm(&plan, "2026-02-01").try_into().unwrap();
        assert_eq!((level.level, level.source, level.planned), (Some(1), Source::Today, Some(2)));
    }
}
