//! What takes as long as a chain: other ways to its end that leave its months as they are.
//!
//! Where a step waits for several that are equally far along, any of them governs it, and none of them alone makes the
//! chain shorter. Ways are found from the end backwards, each step once, however many chains run through it: so they
//! are told by the steps that each adds to those before it, and never chain by chain, of which there may be more than
//! can be counted.

use std::collections::VecDeque;

use super::chain::Chains;
use super::{Graph, StepIx};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::wording;

/// Ways that are named before the rest is counted.
const NAMED: usize = 3;
/// Steps of a way that are named; of more, the first and the last.
const STEPS: usize = 3;

/// The ways that take as long as a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsLong {
    /// Each by its steps that lie neither on the chain nor on a way before it, what comes first first.
    pub ways: Vec<Vec<StepIx>>,
}

impl Graph {
    /// What takes as long as a chain to its own last step.
    #[must_use]
    pub fn as_long(&self, chains: &Chains, chain: &[StepIx]) -> AsLong {
        self.ways(chains, chain, &[])
    }

    /// What takes as long as the critical path, to whatever step.
    #[must_use]
    pub fn as_long_of_all(&self, chains: &Chains) -> AsLong {
        let chain = chains.longest();
        let Some(last) = chain.last() else { return AsLong::default() };
        let months = chains.months(*last);
        let mut ends: Vec<StepIx> = (0..self.step_count() as u32).map(StepIx).collect();
        ends.retain(|end| chains.months(*end) == months);
        // The one with more steps first, which another may be part of.
        ends.order_by_key(|end| (std::cmp::Reverse(chains.stretch(*end).steps), *end));
        self.ways(chains, &chain, &ends)
    }

    fn ways(&self, chains: &Chains, chain: &[StepIx], ends: &[StepIx]) -> AsLong {
        let mut search = Search {
            graph: self,
            chains,
            seen: vec![false; self.step_count()],
            open: VecDeque::new(),
            ways: Vec::new(),
        };
        if let Some(last) = chain.last() {
            search.walk(*last, i32::MAX);
        }
        search.ways.clear();
        for end in ends {
            search.walk(*end, i32::MAX);
        }
        while let Some((step, least)) = search.open.pop_front() {
            search.beside(step, least);
        }
        AsLong { ways: search.ways }
    }
}

struct Search<'a> {
    graph: &'a Graph,
    chains: &'a Chains,
    seen: Vec<bool>,
    /// The steps to be looked at, each with the first month in which any step after it begins.
    open: VecDeque<(StepIx, i32)>,
    ways: Vec<Vec<StepIx>>,
}

impl Search<'_> {
    /// Takes in the longest chain to a step, back to what is known.
    fn walk(&mut self, end: StepIx, mut least: i32) {
        let mut way = Vec::new();
        let mut next = Some(end);
        while let Some(step) = next.filter(|step| !self.seen[step.at()]) {
            self.seen[step.at()] = true;
            way.push(step);
            self.open.push_back((step, least));
            least = least.min(self.graph.steps.months_of(step.0).0);
            next = self.chains.before(step);
        }
        if !way.is_empty() {
            way.reverse();
            self.ways.push(way);
        }
    }

    /// Takes in what a step could wait for instead, where it takes as long.
    fn beside(&mut self, step: StepIx, least: i32) {
        let graph = self.graph;
        let (begin, over) = graph.steps.months_of(step.0);
        let best = self.chains.stretch(step);
        for needed in graph.arcs.sources(step.0).iter().map(|needed| StepIx(*needed)) {
            if graph.order.agrees(needed.0, step.0)
                && self.chains.stretch(needed).and(begin, over).goes_on_as(best, least)
            {
                self.walk(needed, least.min(begin));
            }
        }
    }
}

impl AsLong {
    /// What takes as long, as a sentence without its full stop: "As long by way of A → B, by way of C and by 2 more
    /// ways"; `None` where nothing does.
    #[must_use]
    pub fn words(&self, plan: &Plan, graph: &Graph) -> Option<String> {
        // An item may be on the chain itself by another of its steps.
        let title = |step: &StepIx| {
            let item = plan.item(graph.item_of(*step));
            let step = item.steps.get(graph.nth_of(*step)).filter(|_| item.steps.len() > 1);
            step.map_or_else(|| item.title().to_owned(), |step| format!("{} at {}", item.title(), step.level))
        };
        let way = |steps: &Vec<StepIx>| {
            let of_one = steps.chunk_by(|one, other| graph.item_of(*one) == graph.item_of(*other));
            let titles: Vec<String> = of_one.filter_map(|steps| steps.last().map(title)).collect();
            match titles.as_slice() {
                [first, .., last] if titles.len() > STEPS => format!("by way of {first} → … → {last}"),
                _ => format!("by way of {}", titles.join(" → ")),
            }
        };
        let mut said: Vec<String> = self.ways.iter().take(NAMED).map(way).collect();
        match self.ways.len().saturating_sub(NAMED) {
            0 => {}
            more => said.push(format!("by {}", wording::count(more, "more way"))),
        }
        (!said.is_empty()).then(|| format!("As long {}", wording::list(&said)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, capability, day, driver};
    use super::*;

    fn words(plan: &Plan) -> Option<String> {
        let graph = Graph::new(plan);
        graph.as_long_of_all(&graph.chains()).words(plan, &graph)
    }

    /// By hand: waves are half a year each. `a` and `b` of the first, `c`, which needs both, of the second, `reach`
    /// of the third: 18 months by way of `a`, and as many by way of `b`. Live a month before its wave ends, `b` takes
    /// one less.
    #[test]
    fn what_is_equally_far_along_is_named() {
        let made = Made::new(3).with(capability("a", &[(1, 0)]), &[]).with(capability("b", &[(1, 0)]), &[]);
        let made = made.with(capability("c", &[(1, 1)]), &["a", "b"]).with(driver("reach", 2), &["c"]);
        let mut plan = made.plan();
        assert_eq!(words(&plan).as_deref(), Some("As long by way of b"));
        let b = plan.item_by_id("b").unwrap();
        plan.item_mut(b).live = Some(day("2026-05-31"));
        assert_eq!(words(&plan), None);
    }

    /// Six of a wave that another needs are six ways to it, and what leads to one of them is on that way; what lies on
    /// the chain itself is none.
    #[test]
    fn of_many_the_rest_is_counted() {
        let mut made = Made::new(2);
        for id in ["a", "b", "c", "d", "e", "f"] {
            made = made.with(capability(id, &[(1, 0)]), &[]);
        }
        made = made.with(capability("z", &[(1, 1)]), &["a", "b", "c", "d", "e", "f"]);
        let of_z = "As long by way of b, by way of c, by way of d and by 2 more ways";
        assert_eq!(words(&made.plan()).as_deref(), Some(of_z));
        // `c` needs `b` of its own wave, which adds nothing to it: the longer of the two is the chain.
        let made = Made::new(2).with(capability("a", &[(1, 0)]), &[]).with(capability("b", &[(1, 0)]), &[]);
        let made = made.with(capability("c", &[(1, 0)]), &["b"]);
        let plan = made.with(capability("z", &[(1, 1)]), &["a", "b", "c"]).plan();
        assert_eq!(words(&plan).as_deref(), Some("As long by way of a"));
    }

    /// By hand: at 2 `a` takes the second wave as `c` does, and leads to `reach` as well, of the third.
    #[test]
    fn another_level_is_told_as_that() {
        let made = Made::new(3).with(capability("a", &[(1, 0), (2, 1)]), &[]);
        let made = made.with(capability("c", &[(1, 1)]), &["a"]).with(driver("reach", 2), &["c", "a >= 2"]);
        assert_eq!(words(&made.plan()).as_deref(), Some("As long by way of c"));
        let made = Made::new(3).with(capability("c", &[(1, 0), (2, 1)]), &[]);
        let made = made.with(capability("a", &[(1, 1)]), &["c"]).with(driver("reach", 2), &["a", "c >= 2"]);
        assert_eq!(words(&made.plan()).as_deref(), Some("As long by way of c at 2"));
    }

    /// Two layers of two need one another crosswise: four chains, told as two ways. Another end is one too.
    #[test]
    fn chains_that_share_steps_are_told_once() {
        let mut made = Made::new(3);
        for id in ["a", "b"] {
            made = made.with(capability(id, &[(1, 0)]), &[]);
        }
        for id in ["c", "d"] {
            made = made.with(capability(id, &[(1, 1)]), &["a", "b"]);
        }
        made = made.with(capability("e", &[(1, 2)]), &["c", "d"]).with(capability("f", &[(1, 2)]), &["d"]);
        let plan = made.plan();
        assert_eq!(words(&plan).as_deref(), Some("As long by way of d → f and by way of b"));
        let graph = Graph::new(&plan);
        let chains = graph.chains();
        let chain = graph.chain_to(plan.item_by_id("e").unwrap());
        let to_e = graph.as_long(&chains, &chain).words(&plan, &graph);
        assert_eq!(to_e.as_deref(), Some("As long by way of d and by way of b"));
    }

    /// By hand: `a` is worked on from January to June, `b` from April to June: `c`, of July to December, takes twelve
    /// months with the one before it and nine with the other.
    #[test]
    fn what_takes_less_is_no_way() {
        let made = Made::new(2).with(capability("a", &[(1, 0)]), &[]).with(capability("b", &[(1, 0)]), &[]);
        let mut plan = made.with(capability("c", &[(1, 1)]), &["a", "b"]).plan();
        let b = plan.item_by_id("b").unwrap();
        plan.item_mut(b).start = Some(day("2026-04-01"));
        assert_eq!(words(&plan), None);
    }
}
