//! Arcs between dense nodes, both ways, and the order they give; for steps as well as for waves.

use std::ops::Range;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Arcs from sources to targets, in flat lists.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Arcs {
    into: Vec<u32>,
    sources: Vec<u32>,
    out_of: Vec<u32>,
    targets: Vec<u32>,
}

impl Arcs {
    /// The arcs whose `sources` are grouped by target: those into node `n` begin at `into[n]`, and
    /// `into` has one entry more than there are nodes.
    pub(super) fn new(into: Vec<u32>, sources: Vec<u32>) -> Self {
        let mut out_of = vec![0; into.len()];
        for source in &sources {
            out_of[*source as usize] += 1;
        }
        let mut end = 0;
        for start in &mut out_of {
            end += *start;
            *start = end;
        }
        // Filled from behind, the targets of each node end up in ascending order.
        let mut targets = vec![0; sources.len()];
        for target in (0..into.len().saturating_sub(1)).rev() {
            for source in &sources[into[target] as usize..into[target + 1] as usize] {
                let start = &mut out_of[*source as usize];
                *start -= 1;
                targets[*start as usize] = target as u32;
            }
        }
        Self { into, sources, out_of, targets }
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> u32 {
        self.into.len().saturating_sub(1) as u32
    }

    /// How many arcs there are.
    pub(super) fn count(&self) -> usize {
        self.sources.len()
    }

    /// Where the arcs into a node stand among all arcs.
    pub(super) fn range_into(&self, target: u32) -> Range<usize> {
        self.into[target as usize] as usize..self.into[target as usize + 1] as usize
    }

    /// Where an arc comes from.
    pub(super) fn source(&self, arc: usize) -> u32 {
        self.sources[arc]
    }

    /// Where the arcs into a node come from.
    pub(super) fn sources(&self, target: u32) -> &[u32] {
        &self.sources[self.range_into(target)]
    }

    /// Where the arcs out of a node lead, ascending.
    pub(super) fn targets(&self, source: u32) -> &[u32] {
        let range = self.out_of[source as usize] as usize..self.out_of[source as usize + 1] as usize;
        &self.targets[range]
    }

    /// The nodes in an order of the arcs that are `kept`, layer by layer, and the layer of each.
    /// Nodes in or behind a loop are missing.
    fn ordered(&self, kept: impl Fn(u32, u32) -> bool) -> (Vec<u32>, Vec<u32>) {
        let open = |node| self.sources(node).iter().filter(|source| kept(**source, node)).count() as u32;
        let mut open: Vec<u32> = (0..self.nodes()).map(open).collect();
        let mut layers = vec![0; open.len()];
        let mut order = Vec::with_capacity(open.len());
        order.extend((0..self.nodes()).filter(|node| open[*node as usize] == 0));
        let mut done = 0;
        while let Some(&node) = order.get(done) {
            done += 1;
            for &target in self.targets(node).iter().filter(|target| kept(node, **target)) {
                open[target as usize] -= 1;
                if open[target as usize] == 0 {
                    // The last source to be done is one of the deepest.
                    layers[target as usize] = layers[node as usize] + 1;
                    order.push(target);
                }
            }
        }
        (order, layers)
    }

    /// The loops among the nodes that are not `settled`: sets of two nodes and more, each reachable
    /// from each other, ascending, by their first node.
    fn loops(&self, settled: &[u32]) -> Vec<Vec<u32>> {
        let mut local = vec![0; self.nodes() as usize];
        for node in settled {
            local[*node as usize] = u32::MAX;
        }
        // petgraph's Tarjan recurses; its Kosaraju does not. What is settled stays out of it.
        let mut rest: DiGraph<u32, ()> = DiGraph::new();
        for node in 0..self.nodes() {
            if local[node as usize] != u32::MAX {
                local[node as usize] = rest.add_node(node).index() as u32;
            }
        }
        for source in rest.node_indices() {
            for target in self.targets(rest[source]) {
                rest.add_edge(source, NodeIndex::new(local[*target as usize] as usize), ());
            }
        }
        let loops = kosaraju_scc(&rest).into_iter().filter(|nodes| nodes.len() > 1);
        let global = |nodes: Vec<NodeIndex>| nodes.into_iter().map(|node| rest[node]).collect();
        let mut loops: Vec<Vec<u32>> = loops.map(global).collect();
        for nodes in &mut loops {
            nodes.sort_unstable();
        }
        loops.sort_unstable();
        loops
    }
}

/// The nodes in the order of their arcs.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Order {
    /// All nodes, layer by layer.
    pub(super) nodes: Vec<u32>,
    layers: Vec<u32>,
    /// The sets of nodes that stand in loops, apart from arcs from a node to itself.
    pub(super) loops: Vec<Vec<u32>>,
}

impl Order {
    /// The order that `arcs` give. Of the arcs inside a loop, only those count that agree with
    /// `before`, a strict order of the nodes.
    pub(super) fn of(arcs: &Arcs, before: impl Fn(u32, u32) -> bool) -> Self {
        let (nodes, layers) = arcs.ordered(|source, target| source != target);
        if nodes.len() == arcs.nodes() as usize {
            return Self { nodes, layers, loops: Vec::new() };
        }
        let loops = arcs.loops(&nodes);
        let member = membership(arcs.nodes(), &loops);
        let (nodes, layers) = arcs.ordered(|source, target| {
            let (from, to) = (member[source as usize], member[target as usize]);
            source != target && (from == OUTSIDE || from != to || before(source, target))
        });
        Self { nodes, layers, loops }
    }

    /// The longest way to a node, counted in arcs.
    pub(super) fn layer(&self, node: u32) -> u32 {
        self.layers[node as usize]
    }

    /// Whether an arc agrees with the order. The arcs that do form no loop.
    pub(super) fn agrees(&self, source: u32, target: u32) -> bool {
        self.layer(source) < self.layer(target)
    }
}

/// Stands for a node that is in no loop.
pub(super) const OUTSIDE: u32 = u32::MAX;

/// The loop that each node stands in.
pub(super) fn membership(nodes: u32, loops: &[Vec<u32>]) -> Vec<u32> {
    let mut member = vec![OUTSIDE; nodes as usize];
    for (nth, nodes) in loops.iter().enumerate() {
        for node in nodes {
            member[*node as usize] = nth as u32;
        }
    }
    member
}
