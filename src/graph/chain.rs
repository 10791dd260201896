//! The critical path: of all chains of needs the one that takes most calendar time.
//!
//! A step is worked on from its own start, or that of its wave, to the day on which it is live. Steps of one
//! wave stand side by side within it: one that needs another of the same days takes no longer for that. So of
//! each step on a chain only those months count that the steps before it do not cover yet: from the month
//! after these are live, or from its own start where that is later, to its own end; and those before the first
//! of them begins. Months in which nothing of the chain is worked on are waiting and do not count. A chain is
//! therefore never longer than from the month in which it begins to the one in which it is live, nor than from
//! the start of the plan to its last live date.
//!
//! Of chains that take the same, the tightest governs: the one through what is live last, which leaves a step
//! the least [slack](Graph::slack); of these the one with more steps on it; then the one with the first item. The others
//! are what takes [as long](Graph::as_long).

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{Graph, StepIx};
use crate::plan::calendar::Month;
use crate::plan::id::ItemIx;

/// Stands for "nothing before".
const NOTHING: u32 = u32::MAX;

/// The calendar time that a chain of steps takes, in months that are counted from anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    /// The months in which it is worked on.
    pub(crate) months: u32,
    /// How many steps it has.
    pub(crate) steps: u32,
    /// Its first month.
    first: i32,
    /// The month after its last.
    over: i32,
}

impl Stretch {
    /// One step by itself, from a month to before another.
    pub(crate) fn of(begin: i32, over: i32) -> Self {
        let over = over.max(begin);
        Self { months: (over - begin).unsigned_abs(), steps: 1, first: begin, over }
    }

    /// Whether it takes as long as another, whatever follows of which no step begins before the month `least`.
    pub(crate) fn goes_on_as(self, other: Self, least: i32) -> bool {
        let same_months = (self.months, self.over) == (other.months, other.over);
        same_months && (self.first == other.first || self.first.max(other.first) <= least)
    }

    /// With one step more behind it.
    pub(crate) fn and(self, begin: i32, over: i32) -> Self {
        let after = (over - begin.max(self.over)).max(0);
        let before = (self.first.min(over) - begin).max(0);
        Self {
            months: self.months + (after + before).unsigned_abs(),
            steps: self.steps + 1,
            first: self.first.min(begin),
            over: self.over.max(over),
        }
    }
}

/// The longest chain of needs that leads to each step.
pub struct Chains {
    stretches: Vec<Stretch>,
    before: Vec<u32>,
}

/// How late an item can be with all its steps that are ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slack {
    /// The step that leaves it so few days.
    pub step: StepIx,
    /// The days: up to when the first other step needs it, or to the horizon; below zero where that is before it is
    /// live.
    pub days: i64,
    /// Whether the horizon is what they lead to: no other step needs it up to then, and none moves however late it is.
    pub to_horizon: bool,
}

impl Graph {
    /// The longest chains to all steps, in one walk over the graph.
    #[must_use]
    pub fn chains(&self) -> Chains {
        let mut stretches = vec![Stretch::default(); self.steps.len()];
        let mut before = vec![NOTHING; self.steps.len()];
        for &step in &self.order.nodes {
            let (begin, over) = self.steps.months_of(step);
            let mut longest = (Stretch::of(begin, over), NOTHING);
            for &needed in self.arcs.sources(step).iter().filter(|needed| self.order.agrees(**needed, step)) {
                let stretch = stretches[needed as usize].and(begin, over);
                let weight = |(stretch, last): &(Stretch, u32)| {
                    let live = (*last != NOTHING).then(|| self.steps.live(*last));
                    (stretch.months, live, stretch.steps, Reverse(*last))
                };
                if weight(&(stretch, needed)) > weight(&longest) {
                    longest = (stretch, needed);
                }
            }
            (stretches[step as usize], before[step as usize]) = longest;
        }
        Chains { stretches, before }
    }

    /// The critical path: the longest chain of needs of the plan, what comes first first.
    #[must_use]
    pub fn longest_path(&self) -> Vec<StepIx> {
        self.chains().longest()
    }

    /// The longest chain of needs that leads to the last step of an item, what comes first first.
    #[must_use]
    pub fn chain_to(&self, item: ItemIx) -> Vec<StepIx> {
        self.steps_of(item).next_back().map_or_else(Vec::new, |step| self.chains().to(step))
    }

    /// How many days a step could go live later without touching what needs it, its own next step
    /// included, or the plan's horizon. Negative where one of them is too early already; never to the horizon alone.
    #[must_use]
    pub fn slack(&self, step: StepIx) -> i64 {
        self.days_until(step, NaiveDate::MIN, |needing| needing != step).days
    }

    /// How many days an item could be late with all its steps that are `ahead` without touching anything else, or the
    /// horizon; `None` where none is ahead. Its own later steps are late with it, and
    /// what is live stays so: neither counts as what needs a step. What was due before the day `soonest` and is ahead
    /// still can be live on that day at the earliest, and counts from there.
    #[must_use]
    pub fn slack_of(
        &self,
        item: ItemIx,
        soonest: NaiveDate,
        ahead: impl Fn(StepIx) -> bool,
    ) -> Option<Slack> {
        let others = |needing| self.item_of(needing) != item && ahead(needing);
        let room = |step| self.days_until(step, soonest, others);
        let rooms = self.steps_of(item).filter(|step| ahead(*step)).map(room);
        // One past the horizon that nothing needs can be late for ever: it binds none of the others.
        rooms.min_by_key(|slack| {
            (slack.to_horizon && self.is_beyond(slack.step), slack.days, slack.to_horizon)
        })
    }

    /// The days from when a step is live to when the first step of those that count and need it is, or to the
    /// horizon; nothing of it is before the day `soonest`. A step past the horizon has the room that what needs it
    /// leaves, and none up to the horizon.
    fn days_until(&self, step: StepIx, soonest: NaiveDate, counts: impl Fn(StepIx) -> bool) -> Slack {
        let needing = self.arcs.targets(step.0).iter().filter(|needing| counts(StepIx(**needing)));
        let first = needing.map(|needing| self.steps.live(*needing).max(soonest)).min();
        let live = self.live(step).max(soonest);
        let first = first.filter(|first| *first <= self.horizon || self.horizon < live);
        let days = (first.unwrap_or_else(|| self.horizon.max(live)) - live).num_days();
        Slack { step, days, to_horizon: first.is_none() }
    }

    /// Whether a step is live only after the horizon.
    #[must_use]
    pub fn is_beyond(&self, step: StepIx) -> bool {
        self.horizon < self.live(step)
    }
}

impl Chains {
    /// The critical path: the longest chain of all.
    #[must_use]
    pub fn longest(&self) -> Vec<StepIx> {
        let steps = 0..self.stretches.len() as u32;
        let weight = |step: &u32| {
            let stretch = self.stretches[*step as usize];
            (stretch.months, stretch.steps, Reverse(*step))
        };
        steps.max_by_key(weight).map_or_else(Vec::new, |end| self.to(StepIx(end)))
    }

    /// The longest chain that leads to a step, and that step.
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

    /// The step before a step on the longest chain to it; `None`: nothing leads to it.
    #[must_use]
    pub fn before(&self, step: StepIx) -> Option<StepIx> {
        Some(self.before[step.at()]).filter(|before| *before != NOTHING).map(StepIx)
    }

    pub(super) fn stretch(&self, step: StepIx) -> Stretch {
        self.stretches[step.at()]
    }

    /// The calendar months in which the longest chain to a step is worked on, its own included.
    #[must_use]
    pub fn months(&self, step: StepIx) -> u32 {
        self.stretches[step.at()].months
    }

    /// How many of them a step adds to those of the chain before it.
    #[must_use]
    pub fn added(&self, step: StepIx) -> u32 {
        self.months(step) - self.before(step).map_or(0, |before| self.months(before))
    }

    /// The first and the last month of the longest chain to a step.
    #[must_use]
    pub fn span(&self, step: StepIx) -> [Month; 2] {
        let stretch = self.stretches[step.at()];
        [stretch.first, stretch.over - 1].map(Month::numbered)
    }

    /// How long the longest chain to a step is, in words: "36 months from Jan 2026 to Dec 2028", and how many of
    /// the months between are waiting, where any are.
    #[must_use]
    pub fn words(&self, step: StepIx) -> String {
        let [first, last] = self.span(step);
        let months = self.months(step);
        let waiting = last.since(first).saturating_add(1) - months.cast_signed();
        let count = |many: u32| crate::wording::count(many as usize, "month");
        let rest = match waiting {
            0 => String::new(),
            many => format!(", with {} of waiting between", count(many.unsigned_abs())),
        };
        let [first, last] = [first, last].map(crate::wording::month);
        format!("{} from {first} to {last}{rest}", count(months))
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, capability, day};
    use super::*;
    use crate::plan::Plan;

    fn item(plan: &Plan, id: &str) -> ItemIx {
        plan.item_by_id(id).unwrap()
    }

    /// By hand: `a` is live at 1 on 30 June 2026 and at 2 on 31 December. Late as a whole its second step is late with
    /// it, so that only the horizon holds it, 365 days on; `b`, live on 30 June 2027, holds it 181 days after the second.
    #[test]
    fn an_item_that_is_late_takes_its_own_steps_along() {
        let of_a = |made: Made| {
            let mut plan = made.plan();
            plan.horizon = day("2027-12-31");
            let graph = Graph::new(&plan);
            let a = item(&plan, "a");
            assert_eq!(graph.slack(graph.step(a, 0).unwrap()), 184, "its own next step");
            let is_ahead = |step, from| graph.item_of(step) != a || graph.nth_of(step) >= from;
            [0, 1].map(|from| {
                let slack = graph.slack_of(a, NaiveDate::MIN, |step| is_ahead(step, from)).unwrap();
                (slack.days, slack.to_horizon)
            })
        };
        let alone = Made::new(3).with(capability("a", &[(1, 0), (2, 1)]), &[]);
        assert_eq!(of_a(alone), [(365, true), (365, true)]);
        let needed = Made::new(3).with(capability("a", &[(1, 0), (2, 1)]), &[]);
        let needed = needed.with(capability("b", &[(1, 2)]), &["a >= 2"]);
        assert_eq!(of_a(needed), [(181, false), (181, false)]);
        // The second step lies past the horizon of 30 September: late, it moves nothing, and the first has 92 days. Alone
        // it has none up to the horizon, and as many as what needs it leaves.
        let beyond = |made: Made| {
            let mut plan = made.plan();
            plan.horizon = day("2026-09-30");
            let graph = Graph::new(&plan);
            let a = item(&plan, "a");
            [0, 1].map(|from| {
                let ahead = |step| graph.item_of(step) != a || graph.nth_of(step) >= from;
                let slack = graph.slack_of(a, NaiveDate::MIN, ahead).unwrap();
                (slack.days, slack.to_horizon)
            })
        };
        let of_two = || Made::new(3).with(capability("a", &[(1, 0), (2, 1)]), &[]);
        assert_eq!(beyond(of_two()), [(92, true), (0, true)]);
        assert_eq!(beyond(of_two().with(capability("b", &[(1, 0)]), &["a"])), [(0, false), (0, true)]);
        let needed = of_two().with(capability("b", &[(1, 2)]), &["a >= 2"]);
        assert_eq!(beyond(needed), [(92, true), (181, false)]);
        // What is live stays, however late what it needs is.
        let mut made = Made::new(3).with(capability("a", &[(1, 0)]), &[]);
        made = made.with(capability("b", &[(1, 1)]), &["a"]);
        let plan = made.plan();
        let graph = Graph::new(&plan);
        let [a, b] = ["a", "b"].map(|id| item(&plan, id));
        let days = |live: bool| {
            let slack = graph.slack_of(a, NaiveDate::MIN, |step| !live || graph.item_of(step) != b).unwrap();
            (slack.days, slack.to_horizon)
        };
        assert_eq!([days(false), days(true)], [(184, false), (365, true)]);
    }
}
