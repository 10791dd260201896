//! The item graph and the wave graph: what holds what back.
//!
//! The nodes of the item graph are the *steps* of the items, since an item may need one level of
//! another and be needed by its next one: that is no cycle. An edge runs from the step that is needed
//! to the step that needs it, and from each step of an item to its next one. A need is satisfied by
//! the first step, by level, that reaches the needed level. A need that [holds today](NeedState::MetToday)
//! holds nothing back and has no edge; neither has one that is [never met](NeedState::Never).
//!
//! Folding each step into its wave gives the [wave graph](Graph::wave_edges).
//!
//! All lists are flat and dense, all walks are loops: a chain of 100,000 items costs no more stack
//! than a chain of two, and no answer depends on the order of the plan's lists.

mod arcs;
mod as_long;
mod chain;
mod cycle;
mod implied;
#[cfg(test)]
mod made;
mod pushed;
mod renewed;
mod slip;
mod steps;
mod users;
mod wave_graph;

use crate::order::Order as _;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::Need;
use arcs::{Arcs, Order};
use steps::Steps;
use users::Users;
use wave_graph::WaveGraph;

pub use as_long::AsLong;
pub(crate) use chain::Stretch;
pub use chain::{Chains, Slack};
pub use cycle::{ItemCycle, WaveCycle};
pub use implied::Implied;
pub use pushed::Pushed;
pub use slip::{Because, Delay, Delayed, Moved, MovedWave, Past, Slip};
pub use wave_graph::WaveEdge;

/// A step of an item: its position among the steps of all items, in the order of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepIx(pub u32);

impl StepIx {
    /// The position as a slice index.
    #[must_use]
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// A need or a preference where it stands: an item and the position in its `needs` or `prefers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NeedAt {
    /// The item that needs.
    pub item: ItemIx,
    /// The position in its list.
    pub position: u32,
}

/// How a need comes to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedState {
    /// Today's maturity already has the level.
    MetToday,
    /// By this step of the needed item.
    By(StepIx),
    /// By no step: the item has none, or none reaches the level.
    Never,
}

/// One step holds back another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// The step that must be live first.
    pub needed: StepIx,
    /// The step that is held back.
    pub needing: StepIx,
    /// The need behind it: a position in the `needs` of the needing item. `None`: both are steps of
    /// one item, in the order of their levels.
    pub need: Option<u32>,
}

/// A need, or a preference, that is met too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// Where the need stands.
    pub need: NeedAt,
    /// The step of the item from which it holds.
    pub step: StepIx,
    /// When that step is live.
    pub live: NaiveDate,
    /// The step that meets the need.
    pub needed: StepIx,
    /// When that one is live.
    pub needed_live: NaiveDate,
}

/// Stands for "no need": the edge between two steps of one item.
const NEXT_STEP: u32 = u32::MAX;

/// The graphs of a plan.
pub struct Graph {
    steps: Steps,
    arcs: Arc<Arcs>,
    /// The need behind each arc, in the order of the arcs into the steps.
    needs: Arc<Vec<u32>>,
    order: Arc<Order>,
    users: Arc<Users>,
    met_today: Arc<Vec<NeedAt>>,
    never_met: Arc<Vec<NeedAt>>,
    waves: WaveGraph,
    horizon: NaiveDate,
    implied: OnceLock<Arc<Vec<Implied>>>,
}

/// What holds each step back, as the plan lists it.
#[derive(Default)]
struct Held {
    /// Where the sources of each step begin; one more than there are steps.
    starts: Vec<u32>,
    sources: Vec<u32>,
    needs: Vec<u32>,
    /// All needs, of unphased items too, by item, with what they need.
    uses: Vec<(ItemIx, NeedAt)>,
    met_today: Vec<NeedAt>,
    never_met: Vec<NeedAt>,
}

impl Held {
    fn of(plan: &Plan, steps: &Steps) -> Self {
        let mut held = Self::default();
        held.starts.reserve(steps.len() + 1);
        held.sources.reserve(steps.len() * 3);
        held.needs.reserve(steps.len() * 3);
        held.uses.reserve(steps.len() * 3);
        held.starts.push(0);
        let mut by_step = Vec::new();
        for (ix, item) in plan.items() {
            let at = |position| NeedAt { item: ix, position };
            held.uses.extend(item.needs.iter().zip(0..).map(|(need, position)| (need.item, at(position))));
            by_step.clear();
            if item.steps.len() > 1 {
                by_step.extend(item.needs.iter().zip(0..).map(|it| (Plan::step_of_need(item, it.0), it.1)));
                by_step.sort_unstable();
            } else if !item.steps.is_empty() {
                by_step.extend((0..item.needs.len() as u32).map(|position| (0, position)));
            }
            let mut open = by_step.iter().peekable();
            for (nth, step) in steps.of_item(ix).enumerate() {
                if nth > 0 {
                    held.sources.push(step - 1);
                    held.needs.push(NEXT_STEP);
                }
                while let Some((_, position)) = open.next_if(|(from, _)| *from == nth) {
                    let need = &item.needs[*position as usize];
                    held.add(at(*position), steps.state(need));
                }
                held.starts.push(held.sources.len() as u32);
            }
        }
        held
    }

    fn add(&mut self, at: NeedAt, state: NeedState) {
        match state {
            NeedState::MetToday => self.met_today.push(at),
            NeedState::Never => self.never_met.push(at),
            NeedState::By(needed) => {
                self.sources.push(needed.0);
                self.needs.push(at.position);
            }
        }
    }
}

impl Graph {
    /// The graphs of `plan`.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let steps = Steps::of(plan);
        let Held { starts, sources, needs, uses, met_today, never_met } = Held::of(plan, &steps);
        let users = Users::of(plan.items.len(), &uses);
        drop(uses);
        let arcs = Arcs::new(starts, sources);
        // Inside a loop, the needs that run against the calendar are left out of the order.
        let order =
            Order::of(&arcs, |first, second| (steps.live(first), first) < (steps.live(second), second));
        let waves = WaveGraph::new(plan, &steps, &arcs, &needs);
        Self {
            steps,
            arcs: Arc::new(arcs),
            needs: Arc::new(needs),
            order: Arc::new(order),
            users: Arc::new(users),
            met_today: Arc::new(met_today),
            never_met: Arc::new(never_met),
            waves,
            horizon: plan.horizon,
            implied: OnceLock::new(),
        }
    }

    // ------------------------------------------------------------ steps

    /// How many steps all items have together.
    #[must_use]
    pub fn step_count(&self) -> usize {
        self.steps.len()
    }

    /// The steps of an item, by level.
    pub fn steps_of(&self, item: ItemIx) -> impl DoubleEndedIterator<Item = StepIx> + ExactSizeIterator {
        self.steps.of_item(item).map(StepIx)
    }

    /// Step number `nth` of an item.
    #[must_use]
    pub fn step(&self, item: ItemIx, nth: usize) -> Option<StepIx> {
        self.steps.of_item(item).nth(nth).map(StepIx)
    }

    /// The item that a step belongs to.
    #[must_use]
    pub fn item_of(&self, step: StepIx) -> ItemIx {
        self.steps.item(step.0)
    }

    /// The place of a step among those of its item.
    #[must_use]
    pub fn nth_of(&self, step: StepIx) -> usize {
        (step.0 - self.steps.of_item(self.item_of(step)).start) as usize
    }

    /// The wave that a step lies in.
    #[must_use]
    pub fn wave_of(&self, step: StepIx) -> WaveIx {
        self.steps.wave(step.0)
    }

    /// When a step is live.
    #[must_use]
    pub fn live(&self, step: StepIx) -> NaiveDate {
        self.steps.live(step.0)
    }

    /// The months that the work on a step touches, from its wave's start, or the item's `start`, to the day it is
    /// live: the first, and the one after the last.
    #[must_use]
    pub fn months(&self, step: StepIx) -> [Month; 2] {
        let (first, over) = self.steps.months_of(step.0);
        [first, over].map(Month::numbered)
    }

    // ------------------------------------------------------------ needs

    /// How a need or a preference comes to be met.
    #[must_use]
    pub fn state(&self, need: &Need) -> NeedState {
        self.steps.state(need)
    }

    /// What holds a step back, in the order of the item's needs; its own previous step first.
    pub fn needed_for(&self, step: StepIx) -> impl Iterator<Item = Edge> + '_ {
        self.edges_into(step.0)
    }

    /// What holds any step of an item back, without the order of its own steps.
    pub fn needs_of(&self, item: ItemIx) -> impl Iterator<Item = Edge> + '_ {
        self.steps.of_item(item).flat_map(|step| self.edges_into(step)).filter(|edge| edge.need.is_some())
    }

    /// What a step holds back, by step.
    pub fn held_by(&self, step: StepIx) -> impl Iterator<Item = Edge> + '_ {
        let mut last = None;
        let targets = self.arcs.targets(step.0).iter().copied();
        let once = targets.filter(move |target| last.replace(*target) != Some(*target));
        once.flat_map(|target| self.edges_into(target)).filter(move |edge| edge.needed == step)
    }

    /// Everything that says it needs an item, whether or not the need is met today or ever, by item.
    pub fn needed_by(&self, item: ItemIx) -> impl ExactSizeIterator<Item = NeedAt> + '_ {
        self.users.of_item(item)
    }

    /// The marks of each item with those of all that it stands on: what it needs, through others too, and
    /// for the second of each pair in `also` the first. The pairs are in order.
    #[must_use]
    pub fn handed_on(&self, marks: Vec<u8>, also: &[(ItemIx, ItemIx)]) -> Vec<u8> {
        self.users.handed_on(marks, also)
    }

    /// The needs that today's maturity already meets, of items that are phased.
    #[must_use]
    pub fn met_today(&self) -> &[NeedAt] {
        &self.met_today
    }

    /// The needs that are never met, of items that are phased.
    #[must_use]
    pub fn never_met(&self) -> &[NeedAt] {
        &self.never_met
    }

    /// The needs that are met later than the step that they hold back is live.
    pub fn late_needs(&self) -> impl Iterator<Item = Late> + '_ {
        self.edges().filter_map(|edge| self.late(edge.needing, edge.needed, edge.need?))
    }

    /// The preferences that are met later than the step from which they hold is live.
    pub fn late_preferences<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = Late> + 'a {
        self.preferences(plan).filter_map(|(at, step, state)| match state {
            NeedState::By(needed) => self.late(step, needed, at.position),
            NeedState::MetToday | NeedState::Never => None,
        })
    }

    /// The preferences that are never met, of items that are phased.
    pub fn preferences_never_met<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = NeedAt> + 'a {
        self.preferences(plan).filter(|(_, _, state)| *state == NeedState::Never).map(|(at, _, _)| at)
    }

    fn preferences<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (NeedAt, StepIx, NeedState)> + 'a {
        plan.items().flat_map(move |(ix, item)| {
            item.prefers.iter().enumerate().filter_map(move |(position, need)| {
                let step = self.step(ix, Plan::step_of_need(item, need))?;
                Some((NeedAt { item: ix, position: position as u32 }, step, self.state(need)))
            })
        })
    }

    fn late(&self, step: StepIx, needed: StepIx, position: u32) -> Option<Late> {
        let (live, needed_live) = (self.live(step), self.live(needed));
        let need = NeedAt { item: self.item_of(step), position };
        (needed_live > live).then_some(Late { need, step, live, needed, needed_live })
    }

    // ------------------------------------------------------------ order

    /// All steps, each after what it needs. Where needs run in a loop, those of its needs that run
    /// against the calendar are left out.
    pub fn order(&self) -> impl DoubleEndedIterator<Item = StepIx> + ExactSizeIterator + '_ {
        self.order.nodes.iter().copied().map(StepIx)
    }

    /// How many steps stand in a row before this one at most.
    #[must_use]
    pub fn layer(&self, step: StepIx) -> u32 {
        self.order.layer(step.0)
    }

    /// The items that an item stands on, directly or through others, by index, without itself.
    #[must_use]
    pub fn upstream(&self, item: ItemIx) -> Vec<ItemIx> {
        self.reached(item, |step| self.arcs.sources(step))
    }

    /// The items that stand on an item, directly or through others, by index, without itself.
    #[must_use]
    pub fn downstream(&self, item: ItemIx) -> Vec<ItemIx> {
        self.reached(item, |step| self.arcs.targets(step))
    }

    fn reached<'a>(&'a self, item: ItemIx, next: impl Fn(u32) -> &'a [u32]) -> Vec<ItemIx> {
        let mut seen = vec![false; self.steps.len()];
        let mut open: Vec<u32> = self.steps.of_item(item).collect();
        for step in &open {
            seen[*step as usize] = true;
        }
        let mut found = Vec::new();
        while let Some(step) = open.pop() {
            for &reached in next(step) {
                if !seen[reached as usize] {
                    seen[reached as usize] = true;
                    found.push(self.steps.item(reached));
                    open.push(reached);
                }
            }
        }
        found.order();
        found.dedup();
        found
    }

    // ------------------------------------------------------------ edges

    /// All edges, by the step that is held back.
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        (0..self.steps.len() as u32).flat_map(|step| self.edges_into(step))
    }

    fn edges_into(&self, step: u32) -> impl Iterator<Item = Edge> + '_ {
        self.arcs.range_into(step).map(move |arc| self.edge_at(step, arc))
    }

    /// The edge that an arc into a step stands for.
    fn edge_at(&self, step: u32, arc: usize) -> Edge {
        let need = self.needs[arc];
        Edge {
            needed: StepIx(self.arcs.source(arc)),
            needing: StepIx(step),
            need: (need != NEXT_STEP).then_some(need),
        }
    }

    /// The edge behind an arc; of several, the one of the first need.
    fn edge(&self, needed: u32, needing: u32) -> Edge {
        let edges = self.edges_into(needing).find(|edge| edge.needed.0 == needed);
        edges.unwrap_or(Edge { needed: StepIx(needed), needing: StepIx(needing), need: None })
    }
}

#[cfg(test)]
mod tests;
