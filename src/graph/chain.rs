//! The governing chain: the needs in a row that hold most months of work.

use super::{Graph, StepIx};
use crate::plan::id::ItemIx;

/// Stands for "nothing before".
const NOTHING: u32 = u32::MAX;

/// The heaviest chain of needs that leads to each step. A step weighs the months that the work on it
/// touches: from its wave's start, or the item's `start`, to the day it is live. Of chains that weigh
/// the same, the one with the first item, from its end backwards, governs.
pub struct Chains {
    months: Vec<u32>,
    before: Vec<u32>,
}

impl Graph {
    /// The heaviest chains to all steps, in one walk over the graph.
    #[must_use]
    pub fn chains(&self) -> Chains {
        let mut months = vec![0; self.steps.len()];
        let mut before = vec![NOTHING; self.steps.len()];
        for &step in &self.order.nodes {
            let (mut most, mut last) = (0, NOTHING);
            for &needed in self.arcs.sources(step) {
                let weight = months[needed as usize];
                let governs = weight > most || weight == most && needed < last;
                if self.order.agrees(needed, step) && governs {
                    (most, last) = (weight, needed);
                }
            }
            months[step as usize] = most + self.steps.months(step);
            before[step as usize] = last;
        }
        Chains { months, before }
    }

    /// The heaviest chain of needs of the plan, what comes first first.
    #[must_use]
    pub fn longest_path(&self) -> Vec<StepIx> {
        self.chains().longest()
    }

    /// The heaviest chain of needs that leads to the last step of an item, what comes first first.
    #[must_use]
    pub fn chain_to(&self, item: ItemIx) -> Vec<StepIx> {
        self.steps_of(item).next_back().map_or_else(Vec::new, |step| self.chains().to(step))
    }

    /// How many days a step could go live later without touching what needs it, its own next step
    /// included, or the plan's horizon. Negative where one of them is too early already.
    #[must_use]
    pub fn slack(&self, step: StepIx) -> i64 {
        let needing = self.arcs.targets(step.0).iter().filter(|needing| **needing != step.0);
        let first = needing.map(|needing| self.steps.live(*needing)).min();
        let latest = first.map_or(self.horizon, |first| first.min(self.horizon));
        (latest - self.live(step)).num_days()
    }
}

impl Chains {
    /// The heaviest chain of all.
    #[must_use]
    pub fn longest(&self) -> Vec<StepIx> {
        let steps = 0..self.months.len() as u32;
        let end = steps.rev().max_by_key(|step| self.months[*step as usize]);
        end.map_or_else(Vec::new, |end| self.to(StepIx(end)))
    }

    /// The heaviest chain that leads to a step, and that step.
    #[must_use]
    pub fn to(&self, step: StepIx) -> Vec<StepIx> {
        let mut chain = vec![step];
        let mut last = self.before[step.at()];
        while last != NOTHING {
            chain.push(StepIx(last));
            last = self.before[last as usize];
        }
        chain.reverse();
        chain
    }

    /// The step before a step on the heaviest chain to it; `None`: nothing leads to it.
    #[must_use]
    pub fn before(&self, step: StepIx) -> Option<StepIx> {
        Some(self.before[step.at()]).filter(|before| *before != NOTHING).map(StepIx)
    }

    /// The months of work on the heaviest chain to a step, its own included.
    #[must_use]
    pub fn months(&self, step: StepIx) -> u32 {
        self.months[step.at()]
    }
}
