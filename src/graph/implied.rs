//! Needs that other needs imply.
//!
//! A need is implied where another need of the same step, or its item's previous step, already stands
//! on what is needed. For each step that is held back more than once, a search runs backwards from
//! all that holds it, breadth first, and no further than the layer of the shallowest of them; what it
//! meets again is implied.
//!
//! The bound: the search for one step follows at most 64 edges, or `4,000,000 / steps` where that is
//! more, and what it has not found by then counts as not implied. So plans of about a thousand items
//! are searched in full whatever their shape, larger ones as far as needs that shortcut a short way,
//! which are those that a reader can judge; and the work never exceeds the larger of four million
//! edges and 64 for each step.

use super::{Edge, Graph, NeedAt};

/// Edges that the searches may follow in all, in small plans.
const ALL: usize = 4_000_000;
/// Edges that the search for one step may always follow.
const EACH: usize = 64;

/// A need that another one implies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Implied {
    /// The need that could be left out.
    pub need: NeedAt,
    /// What implies it: another need of the same step, or the order of the item's own steps.
    pub by: Edge,
}

impl Graph {
    /// The needs that others imply, by the step that is held back.
    #[must_use]
    pub fn implied_needs(&self) -> Vec<Implied> {
        let limit = EACH.max(ALL / self.steps.len().max(1));
        let mut search = Search { graph: self, met: vec![(u32::MAX, 0); self.steps.len()], open: Vec::new() };
        let mut implied = Vec::new();
        for step in 0..self.steps.len() as u32 {
            if self.arcs.sources(step).len() > 1 {
                search.step(step, limit, &mut implied);
            }
        }
        implied
    }
}

struct Search<'a> {
    graph: &'a Graph,
    /// The step whose search met each step last, and the arc into it through which it did.
    met: Vec<(u32, u32)>,
    open: Vec<u32>,
}

impl Search<'_> {
    fn step(&mut self, step: u32, limit: usize, implied: &mut Vec<Implied>) {
        let Graph { arcs, order, .. } = self.graph;
        let sources = arcs.sources(step);
        let mut found = vec![None; 0];
        self.open.clear();
        let mut shallowest = u32::MAX;
        for (nth, &source) in sources.iter().enumerate() {
            if !order.agrees(source, step) {
                continue;
            }
            let (by, through) = self.met[source as usize];
            if by == step {
                // The same step twice: the second need says nothing new.
                mark(&mut found, sources.len(), nth, through);
            } else {
                self.met[source as usize] = (step, nth as u32);
                self.open.push(source);
                shallowest = shallowest.min(order.layer(source));
            }
        }
        self.follow(step, shallowest, limit, &mut found);
        if found.is_empty() {
            return;
        }
        let edges: Vec<Edge> = self.graph.edges_into(step).collect();
        for (edge, by) in edges.iter().zip(found) {
            if let (Some(position), Some(by)) = (edge.need, by) {
                let need = NeedAt { item: self.graph.steps.item(step), position };
                implied.push(Implied { need, by: edges[by as usize] });
            }
        }
    }

    /// Follows the arcs backwards from what is open.
    fn follow(&mut self, step: u32, shallowest: u32, limit: usize, found: &mut Vec<Option<u32>>) {
        let Graph { arcs, order, .. } = self.graph;
        let sources = arcs.sources(step);
        let (mut done, mut followed) = (0, 0);
        while let Some(&node) = self.open.get(done) {
            done += 1;
            if order.layer(node) <= shallowest {
                continue;
            }
            let (_, through) = self.met[node as usize];
            for &before in arcs.sources(node) {
                followed += 1;
                if followed > limit {
                    return;
                }
                if order.layer(before) < shallowest || !order.agrees(before, node) {
                    continue;
                }
                if self.met[before as usize].0 != step {
                    self.met[before as usize] = (step, through);
                    self.open.push(before);
                } else {
                    // Met before: by another way, or as a need of the step itself.
                    for (nth, _) in sources.iter().enumerate().filter(|(_, source)| **source == before) {
                        mark(found, sources.len(), nth, through);
                    }
                }
            }
        }
    }
}

/// Notes that arc number `nth` of `count` is implied through another; the first one found stays.
fn mark(found: &mut Vec<Option<u32>>, count: usize, nth: usize, through: u32) {
    found.resize(count, None);
    found[nth].get_or_insert(through);
}
