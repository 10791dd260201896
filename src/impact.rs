//! What a slip does to a plan: what moves, the value lost, gates, KPIs and findings.
//!
//! A slip is one or more delays. What moves is what the [graph](crate::graph::Graph::slip) says; steps
//! that are live and waves that are over at `as-of` stay. The plan with the new dates stands beside the
//! plan as it is, and the same figures, gates and rules are asked of both; so the answer agrees with
//! what every view would show if the dates were written into the files.
//!
//! What moves with a late wave and what stays with a late item:
//! [`Slip::applied_to`](crate::graph::Slip::applied_to).

mod findings;
mod gates;
mod kpis;
mod later;
mod sentences;

use crate::figures::Figures;
use crate::figures::business_case::Case;
use crate::figures::readiness::Tied;
use crate::figures::timing::Timing;
use crate::graph::{AsLong, Delay, Delayed, Graph, Past, Slack, Slip, StepIx};
use crate::plan::Plan;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;

pub use findings::{Changed, apart, changed};
pub use gates::{Criterion, Gate, passable};
pub use kpis::{Kpi, Target};
pub use later::{Later, later};
pub use sentences::sentences;

/// A figure as the plan has it, and after the slip.
pub type Both<T> = [T; 2];

/// What a slip does.
#[derive(Clone, Debug)]
pub struct Impact {
    /// The delays.
    pub delays: Vec<Delay>,
    /// The steps and waves that move, each after what pushes it.
    pub slip: Slip,
    /// The plan with the new dates.
    pub plan: Plan,
    /// The business case.
    pub case: Both<Case>,
    /// What of the change in cost is only time.
    pub timing: Timing,
    /// One-off and running cost that is planned for the months that are over at `as-of`.
    pub past_cost: Both<[Money; 2]>,
    /// The drivers whose value changes, in the order of the plan.
    pub drivers: Vec<Driver>,
    /// Each year of the grid.
    pub years: Vec<Year>,
    /// The waves that do not move and have a step that is live only after their end now, with how many.
    pub overrun: Vec<(WaveIx, u32)>,
    /// The gates that move, or have a criterion that comes too late.
    pub gates: Vec<Gate>,
    /// The KPIs that measure what moves, or have a target that moves.
    pub kpis: Vec<Kpi>,
    /// For each item that is late, what leaves it room and what leads to it.
    pub room: Vec<Room>,
}

/// A driver whose value changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Driver {
    /// The driver.
    pub driver: ItemIx,
    /// Planned value up to the horizon.
    pub planned: Both<Money>,
    /// Forecast value up to the horizon.
    pub forecast: Both<Money>,
}

/// A calendar year of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Planned value.
    pub planned: Both<Money>,
    /// Forecast value.
    pub forecast: Both<Money>,
    /// Cost, one-off and running.
    pub cost: Both<Money>,
}

/// How much room a late item has, and what governs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// The item.
    pub item: ItemIx,
    /// By how many days its step with the least room can be late before anything else moves, or the horizon comes;
    /// below zero where that is before it is live already. Only steps that are not live count.
    pub slack: Option<Slack>,
    /// Why that says less than elsewhere.
    pub tied: Option<Tied>,
    /// The longest chain of needs that leads to its last step, what comes first first.
    pub chain: Vec<StepIx>,
    /// The ways that take as long.
    pub as_long: AsLong,
    /// The calendar months that it takes.
    pub months: u32,
    /// How long that is, in words, with its first and its last month.
    pub long: String,
}

impl Impact {
    /// What some delays do to the plan that `figures` and `graph` are about.
    #[must_use]
    pub fn of(figures: &Figures<'_>, graph: &Graph, delays: &[Delay]) -> Self {
        let plan = figures.plan;
        let delays = &latest(delays, plan);
        let live = |step: StepIx| is_past(figures, graph, step);
        let slip = graph.slip(delays, Past { as_of: plan.as_of, live: &live });
        let later = slip.applied_to(graph, plan);
        let after = Figures::new(&later);
        let both = [figures, &after];
        let impact = Self {
            delays: delays.to_vec(),
            case: both.map(|figures| *figures.case()),
            timing: after.cost_since(figures),
            past_cost: both.map(past_cost),
            drivers: drivers(both),
            years: years(both),
            overrun: overrun(graph, &slip, &later),
            gates: gates::of(both, &slip),
            kpis: kpis::of(both, graph, &slip),
            room: rooms(figures, graph, delays),
            slip,
            plan: Plan::empty(plan.start),
        };
        drop(after);
        Self { plan: later, ..impact }
    }

    /// Whether nothing moves.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slip.steps.is_empty() && self.slip.waves.is_empty()
    }
}

/// The delays, of each thing the latest alone, which is the one that holds.
fn latest(delays: &[Delay], plan: &Plan) -> Vec<Delay> {
    let mut latest: Vec<Delay> = Vec::with_capacity(delays.len());
    for delay in delays {
        match latest.iter_mut().find(|known| known.what == delay.what) {
            Some(known) if known.by.from(plan.as_of) >= delay.by.from(plan.as_of) => {}
            Some(known) => *known = *delay,
            None => latest.push(*delay),
        }
    }
    latest
}

fn is_past(figures: &Figures<'_>, graph: &Graph, step: StepIx) -> bool {
    figures.is_past(graph.item_of(step), graph.nth_of(step))
}

fn past_cost(figures: &Figures<'_>) -> [Money; 2] {
    let over = figures.grid().months_over(figures.plan.as_of);
    let costs = figures.costs();
    [&costs.one_off, &costs.running].map(|costs| costs.total().iter().take(over).copied().sum())
}

fn drivers(both: Both<&Figures<'_>>) -> Vec<Driver> {
    let of = |driver: ItemIx| Driver {
        driver,
        planned: both.map(|figures| figures.planned().sum_of(driver)),
        forecast: both.map(|figures| figures.forecast().sum_of(driver)),
    };
    let all = both[0].plan.drivers().map(|(ix, _)| of(ix));
    all.filter(|it| it.planned[0] != it.planned[1] || it.forecast[0] != it.forecast[1]).collect()
}

fn years(both: Both<&Figures<'_>>) -> Vec<Year> {
    let grid = both[0].grid();
    let costs = both.map(|figures| figures.costs().total());
    let months: Vec<i32> = grid.months().map(|month| month.year()).collect();
    let mut start = 0;
    let of = |year: &[i32]| {
        let range = start..start + year.len();
        start = range.end;
        let sum = |amounts: &[Money]| amounts[range.clone()].iter().copied().sum::<Money>();
        Year {
            year: year[0],
            planned: both.map(|figures| sum(figures.planned().total())),
            forecast: both.map(|figures| sum(figures.forecast().total())),
            cost: [sum(&costs[0]), sum(&costs[1])],
        }
    };
    months.chunk_by(|one, other| one == other).map(of).collect()
}

fn overrun(graph: &Graph, slip: &Slip, later: &Plan) -> Vec<(WaveIx, u32)> {
    let mut steps = vec![0; later.waves.len()];
    for moved in &slip.steps {
        let wave = graph.wave_of(moved.step);
        steps[wave.at()] += u32::from(moved.to > later.wave(wave).end);
    }
    let moved = |wave: WaveIx| slip.waves.iter().any(|moved| moved.wave == wave);
    let all = later.waves().map(|(ix, _)| (ix, steps[ix.at()]));
    all.filter(|(wave, steps)| *steps > 0 && !moved(*wave)).collect()
}

fn rooms(figures: &Figures<'_>, graph: &Graph, delays: &[Delay]) -> Vec<Room> {
    let items = delays.iter().filter_map(|delay| match delay.what {
        Delayed::Item(item) => Some(item),
        Delayed::Wave(_) => None,
    });
    let chains = graph.chains();
    let room = |item: ItemIx| {
        let last = graph.steps_of(item).next_back();
        let chain = last.map_or_else(Vec::new, |step| chains.to(step));
        let slack = graph.slack_of(item, figures.day_ahead(), |step| !is_past(figures, graph, step));
        Room {
            item,
            slack,
            tied: slack.and_then(|it| figures.tied(graph.item_of(it.step), graph.nth_of(it.step))),
            as_long: graph.as_long(&chains, &chain),
            chain,
            months: last.map_or(0, |step| chains.months(step)),
            long: last.map(|step| chains.words(step)).unwrap_or_default(),
        }
    };
    items.map(room).collect()
}
