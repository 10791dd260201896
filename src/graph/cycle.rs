//! Cycles, each named whole.
//!
//! Every need of an item for itself is a cycle of its own. Of the items that form a loop, however
//! many ways lead round it, the shortest cycle is named, since mending it is the first step in any
//! case. Cycles of two are always found. For longer ones, a breadth-first search runs from the nodes
//! of the loop in turn until the work for all loops together has reached [`BUDGET`]; from then on,
//! each further loop gets one search. So loops of a few hundred items are named by their very
//! shortest cycle, and larger ones by a short one, in time that grows no faster than the plan.

use super::arcs::{Arcs, OUTSIDE, Order, membership};
use super::{Edge, Graph, WaveEdge};
use crate::order::Order as _;
use crate::plan::id::WaveIx;

/// Arcs that the search for shorter cycles may follow in all, beside four times those of the graph.
const BUDGET: usize = 1_000_000;

/// Needs that run in a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCycle {
    /// Each edge holds back the step that the edge before it needs: "a needs b, b needs c, c needs
    /// a". Starts with the first item of the plan among them.
    pub edges: Vec<Edge>,
}

/// Waves that stand before one another in a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveCycle {
    /// Each edge leads into the wave that the edge before it comes from. Starts with the first wave.
    pub edges: Vec<WaveEdge>,
}

impl Graph {
    /// The cycles among the items' steps, shortest first, then by item.
    #[must_use]
    pub fn item_cycles(&self) -> Vec<ItemCycle> {
        let cycles = cycles(&self.arcs, &self.order);
        let edge = |(needing, needed)| self.edge(needed, needing);
        cycles.iter().map(|nodes| ItemCycle { edges: pairs(nodes).map(edge).collect() }).collect()
    }

    /// The cycles among the waves, shortest first, then by wave.
    #[must_use]
    pub fn wave_cycles(&self) -> Vec<WaveCycle> {
        let cycles = cycles(&self.waves.arcs, &self.waves.order);
        let edge = |(later, first)| self.wave_edge(WaveIx(first), WaveIx(later));
        cycles.iter().map(|nodes| WaveCycle { edges: pairs(nodes).filter_map(edge).collect() }).collect()
    }
}

/// Each node with the next one, round the circle.
fn pairs(nodes: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    nodes.iter().copied().zip(nodes.iter().copied().cycle().skip(1))
}

/// One cycle for each loop and each arc from a node to itself, against the arcs: each node is a
/// target of the next.
fn cycles(arcs: &Arcs, order: &Order) -> Vec<Vec<u32>> {
    let alone = (0..arcs.nodes()).filter(|node| arcs.targets(*node).binary_search(node).is_ok());
    let mut cycles: Vec<Vec<u32>> = alone.map(|node| vec![node]).collect();
    if !order.loops.is_empty() {
        let mut search = Search::new(arcs, order);
        cycles.extend(order.loops.iter().map(|nodes| search.shortest(nodes)));
    }
    for cycle in &mut cycles {
        cycle.reverse();
        let first = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or(0);
        cycle.rotate_left(first);
    }
    cycles.order_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    cycles
}

/// A search for short cycles in one loop after the other.
struct Search<'a> {
    arcs: &'a Arcs,
    /// The loop that each node stands in.
    member: Vec<u32>,
    /// The node before each one that was reached, and the search that reached it.
    from: Vec<(u32, u32)>,
    searches: u32,
    open: Vec<u32>,
    budget: usize,
}

impl<'a> Search<'a> {
    fn new(arcs: &'a Arcs, order: &Order) -> Self {
        let from = vec![(OUTSIDE, 0); arcs.nodes() as usize];
        let member = membership(arcs.nodes(), &order.loops);
        let budget = BUDGET + 4 * arcs.count();
        Self { arcs, member, from, searches: 0, open: Vec::new(), budget }
    }

    /// A shortest cycle of the loop of `nodes`, along the arcs.
    fn shortest(&mut self, nodes: &[u32]) -> Vec<u32> {
        if let Some(pair) = self.pair(nodes) {
            return pair;
        }
        let mut best: Vec<u32> = Vec::new();
        for start in nodes {
            if !best.is_empty() && (self.budget == 0 || best.len() == 3) {
                break;
            }
            if let Some(shorter) = self.through(*start, best.len()) {
                best = shorter;
            }
        }
        best
    }

    /// Two nodes that lead to each other.
    fn pair(&self, nodes: &[u32]) -> Option<Vec<u32>> {
        nodes.iter().find_map(|node| {
            let later = self.arcs.targets(*node).iter().filter(|target| *target > node);
            let mut back = later.filter(|target| self.arcs.targets(**target).binary_search(node).is_ok());
            back.next().map(|target| vec![*node, *target])
        })
    }

    /// A shortest cycle through `start`, where it has fewer than `limit` nodes (0: no limit).
    fn through(&mut self, start: u32, limit: usize) -> Option<Vec<u32>> {
        self.searches += 1;
        self.open.clear();
        self.open.push(start);
        let (mut done, mut length, mut layer_end) = (0, 1, 1);
        while let Some(&node) = self.open.get(done) {
            if done == layer_end {
                length += 1;
                layer_end = self.open.len();
                if length == limit {
                    return None;
                }
            }
            done += 1;
            let targets = self.arcs.targets(node);
            self.budget = self.budget.saturating_sub(targets.len());
            for &target in targets {
                if target == start && node != start {
                    return Some(self.way_back(start, node));
                }
                let (_, search) = self.from[target as usize];
                let inside = self.member[target as usize] == self.member[start as usize];
                if inside && search != self.searches && target != start {
                    self.from[target as usize] = (node, self.searches);
                    self.open.push(target);
                }
            }
        }
        None
    }

    fn way_back(&self, start: u32, end: u32) -> Vec<u32> {
        let mut way = vec![end];
        let mut node = end;
        while node != start {
            node = self.from[node as usize].0;
            way.push(node);
        }
        way.reverse();
        way
    }
}
