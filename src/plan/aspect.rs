//! What of a plan an edit touches, and what of it a figure or a rule reads.
//!
//! What reads nothing that an edit touched is taken over from the state before, and not computed again: a
//! figure says what it reads where it is declared in [`Figures`](crate::figures::Figures), a rule in
//! [`Found`](crate::rule::Found), the graph and the standings in
//! [`Workspace`](crate::workspace::Workspace). To say too much costs time; to say too little gives what held
//! before, and the tests that compare any edit with a plan opened afresh find it.
//!
//! What all of them read is no aspect: with the programme itself (dates, currency, units, policy), or the ids
//! of its items, everything is touched.

use chrono::NaiveDate;

use super::Plan;
use super::item::{Detail, Item};
use super::strategy::Driver;
use super::wave::Wave;
use crate::order::Order as _;

/// Something of a plan that is read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Of items: names, notes, owners and the user's own fields.
    Names,
    /// Of items: the steps that they take, in which waves, and what is left out of the waves.
    Steps,
    /// Of items: how many steps they take and to which levels, whatever the waves, and what is left out of these.
    Phased,
    /// Of items: the days on which they start, end or are live, where those are not the waves' own.
    Dates,
    /// Of items: needs, preferences, what goes together, who does the work, and why it is wanted.
    Needs,
    /// Of items: money and effort.
    Costs,
    /// Of drivers: value, once, ramp, pool and confidence.
    Values,
    /// Of drivers: category, objective and stage.
    Drivers,
    /// Of capabilities: group, layer, maturity and all else that only they have.
    Capabilities,
    /// Of mandates: all that only they have.
    Mandates,
    /// Markets, brands and customer types, and the archetypes of markets.
    Scope,
    /// Waves, but for their dates.
    Waves,
    /// Of waves: when they start and end.
    WaveDates,
    /// Of waves: which of them end before, with and after which others.
    WaveOrder,
    /// Gates.
    Gates,
    /// KPIs.
    Kpis,
    /// Objectives.
    Objectives,
    /// Pools.
    Pools,
    /// Trade-offs and exceptions.
    Tradeoffs,
    /// Risks.
    Risks,
    /// Recorded: readings of KPIs.
    Readings,
    /// Recorded: value.
    Realized,
    /// Recorded: levels seen.
    Assessed,
    /// Recorded: decisions.
    Decisions,
    /// Recorded: spending, actions, learnings and waivers; and slides.
    Record,
    /// Waivers, by themselves.
    Waivers,
}

/// Some aspects of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aspects(u32);

impl Aspects {
    /// All of them.
    pub const ALL: Self = Self(u32::MAX);

    /// Whether what reads these aspects of a plan has to be computed again. With all of them, so has what
    /// reads none: the programme itself is touched.
    #[must_use]
    pub fn concern(self, reads: &[Aspect]) -> bool {
        self == Self::ALL || reads.iter().any(|aspect| self.0 & (1 << *aspect as u32) != 0)
    }

    /// What a plan says otherwise than it did `before`.
    #[must_use]
    pub fn touched(before: &Plan, after: &Plan) -> Self {
        if !same_programme(before, after) {
            return Self::ALL;
        }
        let mut touched = Self(0);
        let mut compare = |aspect: Aspect, same: bool| touched.0 |= u32::from(!same) << aspect as u32;
        for (before, after) in before.items.beside(&after.items) {
            compare_items(before, after, &mut compare);
        }
        compare_waves(&before.waves, &after.waves, &mut compare);
        macro_rules! compare {
            ($($list:ident: $aspect:ident),+) => {
                $(compare(Aspect::$aspect, before.$list == after.$list);)+
            };
        }
        compare!(moved: Dates, gates: Gates, kpis: Kpis, objectives: Objectives, pools: Pools);
        compare!(markets: Scope, brands: Scope, customer_types: Scope, archetypes: Scope);
        compare!(tradeoffs: Tradeoffs, exceptions: Tradeoffs, risks: Risks, readings: Readings);
        compare!(realized: Realized, assessed: Assessed, decisions: Decisions, spent: Record);
        compare!(actions: Record, learnings: Record, waivers: Record, slides: Record);
        compare!(waivers: Waivers);
        touched
    }
}

/// Whether two plans have the same items, and agree in what everything reads.
fn same_programme(one: &Plan, other: &Plan) -> bool {
    // All fields, so that a new one cannot be forgotten: those left out here are aspects.
    let Plan {
        about,
        sponsor,
        currency,
        start,
        horizon,
        as_of,
        discount_rate,
        discounting,
        units,
        target_state,
        target_is_private,
        policy,
        items,
        item_ends,
        waves: _,
        objectives: _,
        pools: _,
        markets: _,
        brands: _,
        customer_types: _,
        archetypes: _,
        tradeoffs: _,
        exceptions: _,
        gates: _,
        risks: _,
        kpis: _,
        readings: _,
        realized: _,
        spent: _,
        assessed: _,
        decisions: _,
        actions: _,
        learnings: _,
        waivers: _,
        slides: _,
        moved: _,
    } = one;
    (about, sponsor, currency) == (&other.about, &other.sponsor, &other.currency)
        && (start, horizon, as_of) == (&other.start, &other.horizon, &other.as_of)
        && discount_rate.to_bits() == other.discount_rate.to_bits()
        && (discounting, units, target_state) == (&other.discounting, &other.units, &other.target_state)
        && *target_is_private == other.target_is_private
        && (policy, item_ends) == (&other.policy, &other.item_ends)
        && items.are_by_id(&other.items)
}

fn compare_waves(before: &[Wave], after: &[Wave], compare: &mut impl FnMut(Aspect, bool)) {
    let pairs = || before.iter().zip(after);
    let said = |one: &Wave, other: &Wave| {
        // All fields, as above.
        let Wave { id, about, start: _, end: _, budget, capacity, focus, after, opens } = one;
        (id, about, budget, capacity) == (&other.id, &other.about, &other.budget, &other.capacity)
            && (focus, after, opens) == (&other.focus, &other.after, &other.opens)
    };
    let same = before.len() == after.len();
    compare(Aspect::Waves, same && pairs().all(|(one, other)| said(one, other)));
    let dates = |wave: &Wave| (wave.start, wave.end);
    let dated = same && pairs().all(|(one, other)| dates(one) == dates(other));
    compare(Aspect::WaveDates, dated);
    compare(Aspect::WaveOrder, dated || same && ranks(before) == ranks(after));
}

/// The place of each wave among all by their ends; those that end on one day share one.
fn ranks(waves: &[Wave]) -> Vec<usize> {
    let mut ends: Vec<NaiveDate> = waves.iter().map(|wave| wave.end).collect();
    ends.order();
    ends.dedup();
    waves.iter().map(|wave| ends.partition_point(|end| *end < wave.end)).collect()
}

fn compare_items(before: &Item, after: &Item, compare: &mut impl FnMut(Aspect, bool)) {
    let Item {
        id: _,
        about,
        detail,
        steps,
        unplanned,
        needs,
        prefers,
        start,
        end,
        live,
        cost,
        effort,
        seldom,
    } = before;
    compare(Aspect::Names, *about == after.about);
    compare(Aspect::Steps, (steps, unplanned) == (&after.steps, &after.unplanned));
    compare(Aspect::Phased, *unplanned == after.unplanned && same_levels(before, after));
    compare(Aspect::Dates, (start, end, live) == (&after.start, &after.end, &after.live));
    compare(Aspect::Needs, (needs, prefers, seldom) == (&after.needs, &after.prefers, &after.seldom));
    compare(Aspect::Costs, (cost, effort) == (&after.cost, &after.effort));
    match (detail, &after.detail) {
        (Detail::Driver(one), Detail::Driver(other)) => {
            let Driver { category, objective, stage, value, once, ramp, pool, confidence } = &**one;
            let same = (category, objective, stage) == (&other.category, &other.objective, &other.stage);
            compare(Aspect::Drivers, same);
            let values = (value, once, ramp, pool, confidence);
            compare(
                Aspect::Values,
                values == (&other.value, &other.once, &other.ramp, &other.pool, &other.confidence),
            );
        }
        (Detail::Capability(one), Detail::Capability(other)) => compare(Aspect::Capabilities, one == other),
        (Detail::Mandate(one), Detail::Mandate(other)) => compare(Aspect::Mandates, one == other),
        // Each kind has its place in the list, so that this never comes about with the same ids.
        _ => [Aspect::Drivers, Aspect::Values, Aspect::Capabilities, Aspect::Mandates]
            .into_iter()
            .for_each(|aspect| compare(aspect, false)),
    }
}

/// Whether an item takes as many steps as before, to the same levels.
fn same_levels(before: &Item, after: &Item) -> bool {
    before.steps.iter().map(|step| step.level).eq(after.steps.iter().map(|step| step.level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::id::ItemIx;
    use crate::plan::items::Items;

    fn plan() -> Plan {
        let mut plan = Plan::empty(NaiveDate::MIN);
        let item = Item::new("reach".into(), Detail::Driver(Box::default()));
        plan.items.push(item);
        plan.item_ends = [1, 1];
        plan
    }

    fn touched(change: impl FnOnce(&mut Plan)) -> Aspects {
        let before = plan();
        let mut after = before.clone();
        change(&mut after);
        Aspects::touched(&before, &after)
    }

    #[test]
    fn an_edit_touches_what_it_changes_and_nothing_else() {
        assert_eq!(touched(|_| ()), Aspects(0));
        let values = touched(|plan| {
            if let Detail::Driver(driver) = &mut plan.item_mut(ItemIx(0)).detail {
                driver.confidence = Some(0.5);
            }
        });
        assert_eq!(values, Aspects(1 << Aspect::Values as u32));
        assert!(values.concern(&[Aspect::Names, Aspect::Values]) && !values.concern(&[Aspect::Names]));
        let names = touched(|plan| plan.item_mut(ItemIx(0)).about.owner = Some("A".into()));
        assert_eq!(names, Aspects(1 << Aspect::Names as u32));
        assert!(!values.concern(&[]) && Aspects::ALL.concern(&[]));
    }

    #[test]
    fn with_the_programme_or_an_id_everything_is_touched() {
        assert_eq!(touched(|plan| plan.discount_rate = 0.1), Aspects::ALL);
        assert_eq!(touched(|plan| plan.item_mut(ItemIx(0)).id = "other".into()), Aspects::ALL);
        assert_eq!(touched(|plan| plan.items = Items::default()), Aspects::ALL);
    }
}
