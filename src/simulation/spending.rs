//! What a run costs: the plan's cost, later running cost where an item is later, and the risks that happen.
//!
//! The money of a risk falls in the wave of the first step that it delays, or the wave of `as-of` where it
//! delays nothing ahead, evenly on the months of that wave from `as-of` on. Running cost begins when the item
//! is first live in the run; that of a moved item is saved in the months between, to the cent a month. Of what is overdue
//! these are the months by which the run delays it, from the first day on which it can be live: those that are over cost
//! what they cost in a run without a delay.
//!
//! A wave's budget is held against what its one-off money comes to: spent so far, planned for the months
//! after the last one that is recorded, and the risks. NPV counts planned cost, as the business case does.

use chrono::NaiveDate;

use super::schedule::{Dates, Schedule};
use super::whole;
use crate::figures::Figures;
use crate::figures::grid::{EvenParts, Grid, months_of};
use crate::graph::Graph;
use crate::plan::calendar::Month;
use crate::plan::id::WaveIx;
use crate::plan::quantity::Money;
use crate::plan::record::Spent;

/// Running cost of an item that a risk may move.
struct Running {
    step: u32,
    /// The month from which it runs where nothing delays it: of what is overdue, as soon as it can be live.
    from: usize,
    /// A twelfth, in minor units.
    month: f64,
}

/// Money of a risk, in minor units.
struct RiskMoney {
    amount: f64,
    wave: Option<usize>,
    months: Vec<(usize, f64)>,
}

/// The cost side of a plan, in minor units.
pub(super) struct Spending {
    grid: Grid,
    planned: Vec<f64>,
    running: Vec<Running>,
    risks: Vec<RiskMoney>,
    /// What each wave's one-off money comes to without any risk.
    outturns: Vec<f64>,
    /// The budget of each wave; infinite where it has none.
    pub(super) budgets: Vec<f64>,
}

impl Spending {
    pub(super) fn of(figures: &Figures<'_>, graph: &Graph, schedule: &Schedule) -> Self {
        let (plan, grid) = (figures.plan, figures.grid());
        let running = plan.items().filter_map(|(ix, item)| {
            let run = item.cost().run.filter(|run| *run != Money::ZERO)?;
            let step = schedule.place(graph.step(ix, 0)?);
            let from = grid.position_from(Month::after(schedule.soonest(step)));
            schedule.may_move(step).then(|| Running { step, from, month: run.minor_f64() / 12.0 })
        });
        let risks = (0..plan.risks.len()).map(|risk| risk_money(figures, schedule, risk));
        let planned = figures.costs().total();
        Self {
            grid,
            planned: planned.iter().map(|amount| amount.minor_f64()).collect(),
            running: running.collect(),
            risks: risks.collect(),
            outturns: plan.waves().map(|(ix, _)| outturn(figures, ix, None).minor_f64()).collect(),
            budgets: plan
                .waves
                .iter()
                .map(|wave| wave.budget.map_or(f64::INFINITY, Money::minor_f64))
                .collect(),
        }
    }

    /// The cost of a run by month.
    pub(super) fn run(&self, happened: impl Iterator<Item = usize>, dates: &Dates, cost: &mut Vec<f64>) {
        cost.clone_from(&self.planned);
        for running in self.running.iter().filter(|_| dates.moved()) {
            let from = self.grid.position_from(Month::after(dates.live(running.step)));
            let month = whole(running.month);
            for amount in cost.get_mut(running.from..from).unwrap_or_default() {
                *amount -= month;
            }
        }
        for (month, amount) in happened.flat_map(|risk| &self.risks[risk].months) {
            cost[*month] += amount;
        }
    }

    /// What each wave's one-off money comes to in a run.
    pub(super) fn outturns(&self, happened: impl Iterator<Item = usize>, outturns: &mut Vec<f64>) {
        outturns.clone_from(&self.outturns);
        for risk in happened.map(|risk| &self.risks[risk]) {
            if let Some(wave) = risk.wave {
                outturns[wave] += risk.amount;
            }
        }
    }

    /// Whether the months of one run cost another amount than those of another.
    pub(super) fn is_open(&self, mut risks: impl Iterator<Item = usize>, schedule: &Schedule) -> bool {
        let running = self.running.iter().any(|running| schedule.is_open(running.step));
        running || risks.any(|risk| self.risks[risk].months.iter().any(|(_, amount)| *amount != 0.0))
    }

    /// Which waves keep within their budget in some runs and not in others, and whether all budgets together do, where
    /// some risks happen in each run and others may.
    pub(super) fn open_budgets(
        &self,
        certain: impl Iterator<Item = usize>,
        open: impl Iterator<Item = usize>,
    ) -> (Vec<bool>, bool) {
        let (mut least, mut most) = (Vec::new(), Vec::new());
        let open: Vec<usize> = open.collect();
        let certain: Vec<usize> = certain.collect();
        self.outturns(certain.iter().copied(), &mut least);
        self.outturns(certain.into_iter().chain(open), &mut most);
        let within = |sums: &[f64]| -> (Vec<bool>, bool) {
            let limited = |(spent, limit): (&f64, &f64)| limit.is_finite().then_some((*spent, *limit));
            let each = sums.iter().zip(&self.budgets);
            let all = each.clone().filter_map(limited);
            let (spent, limit) = all.fold((0.0, 0.0), |(spent, limit), it| (spent + it.0, limit + it.1));
            (each.map(|(spent, limit)| spent <= limit).collect(), spent <= limit)
        };
        let (least, most) = (within(&least), within(&most));
        (least.0.iter().zip(&most.0).map(|(least, most)| least != most).collect(), least.1 != most.1)
    }

    /// What a risk adds to the money of a wave.
    pub(super) fn risk_in(&self, risk: usize, wave: WaveIx) -> f64 {
        if self.risks[risk].wave == Some(wave.at()) { self.risks[risk].amount } else { 0.0 }
    }
}

fn risk_money(figures: &Figures<'_>, schedule: &Schedule, risk: usize) -> RiskMoney {
    let (plan, grid) = (figures.plan, figures.grid());
    let costs = plan.risks[risk].costs.unwrap_or_default();
    let wave = schedule.first_delayed(risk).or_else(|| plan.wave_at(plan.as_of));
    let now = Month::of(plan.as_of);
    let (first, count) = wave.map_or((now, 1), |wave| months_of(plan.wave(wave)));
    let passed = usize::try_from(now.since(first)).unwrap_or(0);
    let (first, count) =
        if passed < count { (first.plus(now.since(first).max(0)), count - passed) } else { (now, 1) };
    let parts: Vec<Money> = EvenParts::of(costs, count).collect();
    let months = grid.stretch(first, count).map(|(position, nth)| (position, parts[nth].minor_f64()));
    RiskMoney { amount: costs.minor_f64(), wave: wave.map(WaveIx::at), months: months.collect() }
}

/// What the one-off money of a wave comes to, up to a date where one is given: spent so far, and planned for
/// the months after the last one that is recorded. Without any record: what is planned.
pub(super) fn outturn(figures: &Figures<'_>, wave: WaveIx, by: Option<NaiveDate>) -> Money {
    let plan = figures.plan;
    let recorded = |spent: &Spent| spent.period.end() <= plan.as_of && figures.wave_of(spent) == Some(wave);
    if by.is_none() && !plan.spent.iter().any(recorded) {
        return figures.one_off().sum(wave);
    }
    let ahead = figures.to_be_spent_in(wave).into_iter().filter(|(day, _)| by.is_none_or(|by| *day <= by));
    figures.spent_in(wave, plan.as_of) + ahead.map(|(_, amount)| amount).sum()
}
