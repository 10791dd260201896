//! Needs that other needs imply.
//!
//! A need is implied where another need of the same step, or its item's previous step, already stands
//! on what is needed. The steps are taken in their order, in blocks of [`BLOCK`]: for one block after
//! the other, each later step keeps, one bit each, which steps of the block it stands on.
//!
//! The bound: a block is followed for [`REACH`] places of the order and no further. So all needs of a
//! plan of up to 8,192 steps are judged; in a larger one, a need that reaches back over more places
//! than that counts as not implied. The work is at most `REACH / 64` words for each edge.

use crate::order::Order as _;
use std::sync::Arc;

use super::arcs::{Arcs, Order};
use super::{Edge, Graph, NEXT_STEP, NeedAt};

/// Steps in a block.
const BLOCK: usize = 64 * WORDS;
const WORDS: usize = 8;
/// Places of the order that a block is followed for after its end.
const REACH: usize = 8192;

/// One bit for each step of a block.
type Bits = [u64; WORDS];

/// A need that another one implies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Implied {
    /// The need that could be left out.
    pub need: NeedAt,
    /// What implies it: another need of the same step, or the order of the item's own steps.
    pub by: Edge,
}

impl Graph {
    /// [`Graph::implied_needs`], found when they are first asked for.
    pub fn implied(&self) -> &[Implied] {
        self.implied.get_or_init(|| Arc::new(self.implied_needs()))
    }

    /// The needs that others imply, by the step that is held back.
    #[must_use]
    pub fn implied_needs(&self) -> Vec<Implied> {
        let places = Places::of(&self.arcs, &self.order);
        let mut found = places.repeated();
        let mut bits = vec![[0; WORDS]; places.len().min(BLOCK + REACH)];
        for block in (0..places.len()).step_by(BLOCK) {
            places.follow(block, &mut bits, &mut found);
        }
        found.order();
        // The same need may be both repeated and implied by a third.
        found.dedup_by_key(|(arc, _)| *arc);
        let mut implied = Vec::new();
        let mut step = 0;
        for (arc, by) in found {
            while self.arcs.range_into(step).end <= arc as usize {
                step += 1;
            }
            let position = self.needs[arc as usize];
            if position != NEXT_STEP {
                let need = NeedAt { item: self.steps.item(step), position };
                implied.push(Implied { need, by: self.edge_at(step, by as usize) });
            }
        }
        implied
    }
}

/// The arcs between places of the order instead of nodes, so that what is near in the order is near
/// in memory.
struct Places {
    /// Where the arcs into each place begin; one more than there are places.
    starts: Vec<u32>,
    /// The place that each arc comes from.
    sources: Vec<u32>,
    /// The arc itself, among those of the graph.
    arcs: Vec<u32>,
}

impl Places {
    /// The arcs that agree with the order.
    fn of(arcs: &Arcs, order: &Order) -> Self {
        let mut place = vec![0; order.nodes.len()];
        for (at, node) in order.nodes.iter().enumerate() {
            place[*node as usize] = at as u32;
        }
        let mut starts = Vec::with_capacity(order.nodes.len() + 1);
        let (mut sources, mut numbers) = (Vec::with_capacity(arcs.count()), Vec::with_capacity(arcs.count()));
        starts.push(0);
        for &node in &order.nodes {
            for (&source, arc) in arcs.sources(node).iter().zip(arcs.range_into(node)) {
                if order.agrees(source, node) {
                    sources.push(place[source as usize]);
                    numbers.push(arc as u32);
                }
            }
            starts.push(sources.len() as u32);
        }
        Self { starts, sources, arcs: numbers }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The places that hold a place back, and the arcs from them.
    fn into(&self, place: usize) -> (&[u32], &[u32]) {
        let range = self.starts[place] as usize..self.starts[place + 1] as usize;
        (&self.sources[range.clone()], &self.arcs[range])
    }

    /// The arcs that come from the same place as an earlier one, each with that one.
    fn repeated(&self) -> Vec<(u32, u32)> {
        let mut first = vec![(u32::MAX, 0); self.len()];
        let mut found = Vec::new();
        for place in 0..self.len() {
            let (sources, arcs) = self.into(place);
            for (source, arc) in sources.iter().zip(arcs) {
                let (target, earlier) = &mut first[*source as usize];
                if *target == place as u32 {
                    found.push((*arc, *earlier));
                } else {
                    (*target, *earlier) = (place as u32, *arc);
                }
            }
        }
        found
    }

    /// Follows the steps of the block from place `block` on, and notes each arc out of it that
    /// another arc into the same place implies.
    fn follow(&self, block: usize, bits: &mut [Bits], found: &mut Vec<(u32, u32)>) {
        let end = self.len().min(block + BLOCK + REACH);
        bits[0] = [0; WORDS];
        for place in block + 1..end {
            let (sources, arcs) = self.into(place);
            // What stands before the block stands on nothing in it.
            let inside = sources.iter().map(|source| (*source as usize).wrapping_sub(block));
            let inside = || inside.clone().zip(arcs).filter(|(source, _)| *source < end - block);
            let (mut stands_on, mut needs) = ([0; WORDS], [0; WORDS]);
            for (source, _) in inside() {
                for (all, word) in stands_on.iter_mut().zip(bits[source]) {
                    *all |= word;
                }
                if source < BLOCK {
                    needs[source / 64] |= 1 << (source % 64);
                }
            }
            let implied = both(stands_on, needs);
            if implied != [0; WORDS] {
                let own: Vec<(usize, u32)> = inside().map(|(source, arc)| (source, *arc)).collect();
                explain(implied, &own, bits, found);
            }
            for (word, need) in stands_on.iter_mut().zip(needs) {
                *word |= need;
            }
            bits[place - block] = stands_on;
        }
    }
}

fn both(one: Bits, other: Bits) -> Bits {
    std::array::from_fn(|word| one[word] & other[word])
}

/// Notes each arc from an `implied` step of the block, with the first of the arcs that implies it.
fn explain(mut implied: Bits, arcs: &[(usize, u32)], bits: &[Bits], found: &mut Vec<(u32, u32)>) {
    let mut of_step = [None; BLOCK];
    for (source, arc) in arcs.iter().rev() {
        if let Some(of) = of_step.get_mut(*source) {
            *of = Some(*arc);
        }
    }
    for (source, by) in arcs {
        let stands_on = both(implied, bits[*source]);
        for (word, hits) in stands_on.iter().enumerate() {
            implied[word] &= !hits;
            let mut hits = *hits;
            while hits != 0 {
                let step = word * 64 + hits.trailing_zeros() as usize;
                found.extend(of_step[step].map(|arc| (arc, *by)));
                hits &= hits - 1;
            }
        }
    }
}
