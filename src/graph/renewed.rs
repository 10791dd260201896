//! The graphs after a change: what was found out before it, and cannot have changed, is taken over.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Graph;
use super::steps::{Steps, level_today};
use super::wave_graph::WaveGraph;
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;

impl Graph {
    /// The graphs of `plan` after a change of the plan `before` it, of which `graph` is known. Most changes
    /// leave what holds what back as it was: then only the steps of the items that changed are looked at.
    #[must_use]
    pub fn renewed(graph: &Self, before: &Plan, plan: &Plan) -> Self {
        let Some(changed) = graph.changed(before, plan) else {
            let new = Self::new(plan);
            if let Some(implied) = graph.implied.get().filter(|_| new.needs_alike(graph)) {
                let _ = new.implied.set(Arc::clone(implied));
            }
            return new;
        };
        let same_waves = before.waves == plan.waves;
        let steps = if same_waves { graph.steps.after(plan, &changed) } else { Steps::of(plan) };
        let waves = if before.waves.len() == plan.waves.len() && steps.in_waves_of(&graph.steps) {
            graph.waves.dated(plan)
        } else {
            WaveGraph::new(plan, &steps, &graph.arcs, &graph.needs)
        };
        Self {
            steps,
            arcs: Arc::clone(&graph.arcs),
            needs: Arc::clone(&graph.needs),
            order: Arc::clone(&graph.order),
            users: Arc::clone(&graph.users),
            met_today: Arc::clone(&graph.met_today),
            never_met: Arc::clone(&graph.never_met),
            waves,
            horizon: plan.horizon,
            implied: graph.implied.clone(),
        }
    }

    /// The items whose steps lie in other waves or are live on other days than before; `None` where a change
    /// may have touched what holds what back.
    fn changed(&self, before: &Plan, plan: &Plan) -> Option<Vec<ItemIx>> {
        // Inside of loops, the calendar decides what is left out of the order.
        if !self.order.loops.is_empty()
            || before.items.len() != plan.items.len()
            || before.units != plan.units
        {
            return None;
        }
        let mut changed = BTreeSet::new();
        for ix in before.items.changed(&plan.items).map(ItemIx::from) {
            if !holds_alike((before, before.item(ix)), (plan, plan.item(ix))) {
                return None;
            }
            changed.insert(ix);
        }
        if before.moved != plan.moved {
            for (one, other) in [(before, plan), (plan, before)] {
                let moved = one.moved.iter().filter(|(step, day)| other.moved.get(step) != Some(day));
                changed.extend(moved.map(|((ix, _), _)| *ix));
            }
        }
        Some(changed.into_iter().collect())
    }

    /// Whether the same steps stand in the same order and hold one another back.
    fn needs_alike(&self, other: &Self) -> bool {
        self.steps.starts() == other.steps.starts()
            && self.arcs == other.arcs
            && self.order == other.order
            && self.needs == other.needs
    }
}

/// Whether an item has the same steps as before, by level, and the same of them hold and are held back by the
/// same needs.
fn holds_alike((before, old): (&Plan, &Item), (plan, new): (&Plan, &Item)) -> bool {
    let levels = |item: &Item| item.steps.iter().map(|step| step.level).collect::<Vec<_>>();
    let held = |item: &Item| item.needs.iter().map(|need| Plan::step_of_need(item, need)).collect::<Vec<_>>();
    levels(old) == levels(new)
        && old.needs == new.needs
        && held(old) == held(new)
        && level_today(before, old) == level_today(plan, new)
}

#[cfg(test)]
mod tests {
    use super::super::made::*;
    use super::*;
    use crate::plan::id::WaveIx;

    fn plan() -> Plan {
        let made = Made::new(3).with(mature("a", 1, &[(2, 0), (3, 2)]), &[]);
        let made =
            made.with(capability("b", &[(1, 1)]), &["a >= 2"]).with(driver("d", 1), &["w1: b", "a >= 3"]);
        made.plan()
    }

    /// What the graphs say of each step, and between waves.
    fn said(graph: &Graph) -> impl PartialEq + std::fmt::Debug + use<> {
        let of = |step| {
            let edges: Vec<_> = graph.needed_for(step).chain(graph.held_by(step)).collect();
            (step, graph.live(step), graph.wave_of(step), graph.months(step), graph.layer(step), edges)
        };
        let steps: Vec<_> = graph.order().map(of).collect();
        let after: Vec<_> = (0..3).map(|wave| graph.after(WaveIx(wave)).to_vec()).collect();
        let needs = (graph.met_today().to_vec(), graph.never_met().to_vec(), after);
        (steps, needs, graph.late_needs().collect::<Vec<_>>(), graph.wave_edges().to_vec())
    }

    /// Whether the graphs after a change are those of the plan afresh, and whether they share what holds what
    /// back with those of before.
    fn after(change: impl FnOnce(&mut Plan)) -> (bool, bool) {
        let before = plan();
        let mut plan = before.clone();
        change(&mut plan);
        let graph = Graph::new(&before);
        let renewed = Graph::renewed(&graph, &before, &plan);
        (said(&renewed) == said(&Graph::new(&plan)), Arc::ptr_eq(&renewed.arcs, &graph.arcs))
    }

    #[test]
    fn a_change_of_waves_and_days_leaves_what_holds_what_back_and_is_seen() {
        let by_id = |plan: &Plan, id: &str| plan.item_by_id(id).unwrap();
        let moved = |id: &'static str, wave: u32| {
            move |plan: &mut Plan| {
                let ix = by_id(plan, id);
                plan.item_mut(ix).steps[0].wave = WaveIx(wave);
            }
        };
        assert_eq!(after(|_| ()), (true, true));
        assert_eq!(after(moved("b", 2)), (true, true));
        assert_eq!(after(|plan| plan.waves[1].end = day("2027-03-31")), (true, true));
        // From then on it comes after no wave.
        assert_eq!(after(|plan| plan.waves[2].start = day("2025-01-01")), (true, true));
        let slipped = |plan: &mut Plan| {
            plan.moved.insert((by_id(plan, "a"), 1), day("2027-09-30"));
            let ix = by_id(plan, "d");
            plan.item_mut(ix).live = Some(day("2026-10-01"));
        };
        assert_eq!(after(slipped), (true, true));
    }

    #[test]
    fn a_change_of_levels_or_needs_is_looked_at_afresh() {
        let level = |plan: &mut Plan| {
            let ix = plan.item_by_id("a").unwrap();
            plan.item_mut(ix).steps[0].level = 1;
        };
        assert_eq!(after(level), (true, false));
        let needs = |plan: &mut Plan| {
            let ix = plan.item_by_id("d").unwrap();
            plan.item_mut(ix).needs[0].level = Some(4);
        };
        assert_eq!(after(needs), (true, false));
        let today = |plan: &mut Plan| {
            let ix = plan.item_by_id("a").unwrap();
            *plan.item_mut(ix) = mature("a", 2, &[(2, 0), (3, 2)]);
        };
        assert_eq!(after(today), (true, false));
    }
}
