//! What one delay after the other moves: the same as a [slip](super::slip), without its reasons and its
//! order, so that thousands of delays can be asked for.

use crate::order::Order as _;
use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{Graph, StepIx};
use crate::plan::calendar::plus_months;
use crate::plan::id::ItemIx;

/// Asks a graph for one delay after the other, with the room that it needs made once.
pub struct Pushed<'g> {
    graph: &'g Graph,
    /// The first day that has not happened: what is overdue is late from there on.
    ahead: NaiveDate,
    /// By step, whether it stays: it is live, or no matter.
    stays: Vec<bool>,
    /// By step, the round in which it was met last.
    met: Vec<u32>,
    round: u32,
    open: Vec<u32>,
}

impl Graph {
    /// Asks for one delay after the other; steps that `stay` are not moved, and nothing through them. What was
    /// due before the day `ahead` is late from that day on.
    #[must_use]
    pub fn pushed(&self, ahead: NaiveDate, stay: impl Fn(StepIx) -> bool) -> Pushed<'_> {
        let stays: Vec<bool> = (0..self.step_count() as u32).map(|step| stay(StepIx(step))).collect();
        Pushed { graph: self, ahead, met: vec![0; stays.len()], stays, round: 0, open: Vec::new() }
    }
}

impl Pushed<'_> {
    /// Tells each step that moves when all steps of an item are live `months` later, and when it is live
    /// then; in no order.
    pub fn by(&mut self, item: ItemIx, months: u32, mut tell: impl FnMut(StepIx, NaiveDate)) {
        let graph = self.graph;
        let ahead = self.ahead;
        let later = |step| (plus_months(graph.live(step).max(ahead), months.min(1200).cast_signed()), step);
        let own = graph.steps_of(item).filter(|step| !self.stays[step.at()]).map(later);
        let mut own: Vec<(NaiveDate, StepIx)> = own.collect();
        // What the latest of them pushes is as late as it gets, so each step is met once.
        own.order_by_key(|(to, step)| (Reverse(*to), *step));
        self.round += 1;
        for (to, step) in own {
            self.open.push(step.0);
            while let Some(step) = self.open.pop() {
                if std::mem::replace(&mut self.met[step as usize], self.round) == self.round {
                    continue;
                }
                tell(StepIx(step), to);
                let pushed = graph.arcs.targets(step).iter().copied().filter(|target| {
                    let at = *target as usize;
                    !self.stays[at]
                        && self.met[at] != self.round
                        && graph.steps.live(*target) < to
                        && graph.order.agrees(step, *target)
                });
                self.open.extend(pushed);
            }
        }
    }
}
