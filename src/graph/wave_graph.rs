//! The waves as a graph: the needs of the items, folded, and what the plan says comes after what.

use crate::order::Order as _;
use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::arcs::{Arcs, Order};
use super::steps::Steps;
use super::{Edge, Graph, NEXT_STEP};
use crate::plan::Plan;
use crate::plan::id::WaveIx;

/// Needs hold back steps of one wave until steps of another are live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaveEdge {
    /// The wave that holds what is needed.
    pub first: WaveIx,
    /// The wave that holds what needs it.
    pub later: WaveIx,
    /// How many needs are behind it; see [`Graph::needs_between`].
    pub needs: u32,
}

/// The waves, folded from the items.
#[derive(Clone)]
pub(super) struct WaveGraph {
    pub(super) arcs: Arcs,
    pub(super) order: Order,
    /// By the later wave, then the first.
    edges: Vec<WaveEdge>,
    after: Vec<Vec<WaveIx>>,
    /// The start and the end of each wave.
    pub(super) dates: Vec<(NaiveDate, NaiveDate)>,
}

impl WaveGraph {
    /// The wave graph of `plan`, whose items' steps, arcs and `needs` behind the arcs are at hand.
    pub(super) fn new(plan: &Plan, steps: &Steps, arcs: &Arcs, needs: &[u32]) -> Self {
        let mut counts = FxHashMap::default();
        for needing in 0..arcs.nodes() {
            let later = steps.wave(needing);
            for (needed, need) in arcs.sources(needing).iter().zip(&needs[arcs.range_into(needing)]) {
                let first = steps.wave(*needed);
                if *need != NEXT_STEP && first != later {
                    *counts.entry((later, first)).or_insert(0) += 1;
                }
            }
        }
        let edge = |((later, first), needs)| WaveEdge { first, later, needs };
        let mut edges: Vec<WaveEdge> = counts.into_iter().map(edge).collect();
        edges.order_by_key(|edge| (edge.later, edge.first));
        let into = (0..=plan.waves.len()).map(|wave| {
            let wave = WaveIx::from(wave);
            edges.partition_point(|edge| edge.later < wave) as u32
        });
        let arcs = Arcs::new(into.collect(), edges.iter().map(|edge| edge.first.0).collect());
        let order = Order::of(&arcs, |first, later| first < later);
        Self { arcs, order, edges, after: after(plan), dates: dates(plan) }
    }

    /// That of `plan`, whose steps lie in the same waves and hold one another back as before.
    pub(super) fn dated(&self, plan: &Plan) -> Self {
        let Self { arcs, order, edges, .. } = self.clone();
        Self { arcs, order, edges, after: after(plan), dates: dates(plan) }
    }
}

fn dates(plan: &Plan) -> Vec<(NaiveDate, NaiveDate)> {
    plan.waves.iter().map(|wave| (wave.start, wave.end)).collect()
}

/// What each wave comes after: the same as [`Plan::after`] says, without a look at all waves for each.
fn after(plan: &Plan) -> Vec<Vec<WaveIx>> {
    let mut by_end: Vec<(NaiveDate, WaveIx)> = plan.waves().map(|(ix, wave)| (wave.end, ix)).collect();
    by_end.order();
    let last_before = |ix: WaveIx, start: NaiveDate| {
        let ended = by_end.partition_point(|(end, _)| *end < start);
        by_end[..ended].iter().rev().map(|(_, other)| *other).find(|other| *other != ix)
    };
    plan.waves()
        .map(|(ix, wave)| match &wave.after {
            Some(links) => links.iter().map(|link| link.to).collect(),
            None => last_before(ix, wave.start).into_iter().collect(),
        })
        .collect()
}

impl Graph {
    /// The edges between waves, one for each pair that needs run between, by the later wave.
    #[must_use]
    pub fn wave_edges(&self) -> &[WaveEdge] {
        &self.waves.edges
    }

    /// The edge between two waves, where there is one.
    #[must_use]
    pub fn wave_edge(&self, first: WaveIx, later: WaveIx) -> Option<WaveEdge> {
        let edges = &self.waves.edges;
        let found = edges.binary_search_by_key(&(later, first), |edge| (edge.later, edge.first));
        found.ok().map(|at| edges[at])
    }

    /// The needs behind an edge between waves, by the step that is held back.
    pub fn needs_between(&self, first: WaveIx, later: WaveIx) -> impl Iterator<Item = Edge> + '_ {
        let needing = self.steps.in_wave(later).flat_map(|step| self.edges_into(step));
        needing.filter(move |edge| edge.need.is_some() && self.wave_of(edge.needed) == first)
    }

    /// The waves that a wave comes after: as the plan says or, where it says nothing, the wave that
    /// ends last before it starts.
    #[must_use]
    pub fn after(&self, wave: WaveIx) -> &[WaveIx] {
        &self.waves.after[wave.at()]
    }

    /// All waves, each after those that hold what it needs. Where they run in a loop, those of its
    /// edges that run against the dates are left out.
    pub fn wave_order(&self) -> impl DoubleEndedIterator<Item = WaveIx> + ExactSizeIterator + '_ {
        self.waves.order.nodes.iter().copied().map(WaveIx)
    }
}
