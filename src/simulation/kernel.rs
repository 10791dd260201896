//! A plan made ready to be run: flat lists, built once, of which a run asks what it comes to.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::claims::{Claims, Values};
use super::draw::{Cause, Input, Law};
use super::gates::{Answers, Asked, Asking, Question};
use super::hanging::{Hanging, Hung};
use super::schedule::{Dates, Schedule};
use super::spending::Spending;
use super::whole;
use crate::figures::Figures;
use crate::figures::grid::Grid;
use crate::graph::Graph;
use crate::plan::id::ItemIx;
use crate::plan::leadership::Risk;

/// Where NPV, value and payback stand in the row of a run; what belongs to the waves comes after.
pub(super) const NPV: usize = 0;
pub(super) const VALUE: usize = 1;
pub(super) const PAYBACK: usize = 2;
const FIRST_WAVE: usize = 3;

/// Where the value of a wave stands in the row of a run.
pub(super) fn wave_value(wave: usize) -> usize {
    FIRST_WAVE + 2 * wave
}

/// Where the end of a wave stands, in days as the calendar counts them.
pub(super) fn wave_end(wave: usize) -> usize {
    FIRST_WAVE + 2 * wave + 1
}

/// A plan made ready.
pub(super) struct Kernel {
    pub(super) grid: Grid,
    pub(super) inputs: Vec<Input>,
    pub(super) asked: Vec<Asked>,
    pub(super) schedule: Schedule,
    pub(super) spending: Spending,
    pub(super) hung: Hung,
    discounts: Vec<f64>,
    claims: Claims,
    /// The wave that each claim belongs to.
    claim_waves: Vec<Option<usize>>,
    /// The input of each risk, where it may happen.
    risks: Vec<Option<usize>>,
    waves: usize,
    items: usize,
    one: f64,
}

/// What comes out otherwise in one run than in another, as far as what is drawn reaches it. The rest is certain.
pub(super) struct Open {
    pub(super) value: bool,
    pub(super) npv: bool,
    /// What governs in each run, where steps move.
    pub(super) always_governing: BTreeSet<ItemIx>,
    /// Whether a step of each wave moves.
    pub(super) waves: Vec<bool>,
    /// Whether each wave is late in some runs and not in others.
    pub(super) ends: Vec<bool>,
    /// Whether each wave keeps within its budget in some runs and not in others.
    pub(super) budgets: Vec<bool>,
    /// Whether all that have one do together.
    pub(super) all_budgets: bool,
    /// The criteria of each gate to come.
    pub(super) questions: Vec<Vec<bool>>,
}

/// How often what held, over some runs.
#[derive(Clone, Default)]
pub(super) struct Tally {
    /// Runs that cost anything, or come below zero, and so have something to pay back.
    pub(super) costly: u32,
    pub(super) within_all: u32,
    pub(super) within: Vec<u32>,
    pub(super) late: Vec<u32>,
    pub(super) gates: Vec<u32>,
    pub(super) criteria: Vec<Vec<u32>>,
    pub(super) governs: Vec<u32>,
}

/// What a thread works in: made once, used for each of its runs.
pub(super) struct Bench {
    draws: Vec<f64>,
    dates: Dates,
    values: Values,
    total: Vec<f64>,
    cost: Vec<f64>,
    ends: Vec<NaiveDate>,
    outturns: Vec<f64>,
    /// The run in which an item was last counted, from 1.
    counted: Vec<u32>,
    pub(super) tally: Tally,
}

impl Kernel {
    pub(super) fn of(figures: &Figures<'_>, graph: &Graph, seed: u64) -> Self {
        let plan = figures.plan;
        let mut inputs = Vec::new();
        let mut risk = |(nth, risk): (usize, &Risk)| {
            let probability = risk.probability.filter(|probability| *probability > 0.0)?;
            let cause = Cause::Risk(u32::try_from(nth).unwrap_or(u32::MAX));
            inputs.push(Input::new(seed, cause, &risk.id, Law::Happens(probability)));
            Some(inputs.len() - 1)
        };
        let risks: Vec<Option<usize>> = plan.risks.iter().enumerate().map(&mut risk).collect();
        let schedule = Schedule::of(figures, graph);
        let claims = Claims::of(figures, graph, &schedule, seed, &mut inputs);
        let spending = Spending::of(figures, graph, &schedule);
        let hanging = Hanging::of(figures, graph, &schedule);
        let asking = Asking {
            figures,
            graph,
            schedule: &schedule,
            claims: &claims,
            spending: &spending,
            hanging: &hanging,
            risks: &risks,
            seed,
        };
        let asked = asking.gates(&mut inputs);
        let hung = Hung::of(figures, graph, &schedule, (&hanging, &claims, &asked));
        let wave = |driver| plan.item(driver).steps.first().map(|step| step.wave.at());
        Self {
            grid: figures.grid(),
            claim_waves: claims.drivers().map(wave).collect(),
            inputs,
            asked,
            schedule,
            spending,
            hung,
            discounts: figures.discounts().to_vec(),
            claims,
            risks,
            waves: plan.waves.len(),
            items: plan.items.len(),
            one: 10_f64.powi(plan.currency.digits.cast_signed()),
        }
    }

    /// How many numbers a run comes to.
    pub(super) fn width(&self) -> usize {
        FIRST_WAVE + 2 * self.waves
    }

    pub(super) fn bench(&self) -> Bench {
        let criteria = self.asked.iter().map(|asked| vec![0; asked.questions.len()]);
        Bench {
            draws: Vec::with_capacity(self.inputs.len()),
            dates: Dates::of(&self.schedule),
            values: self.claims.values(),
            total: vec![0.0; self.grid.len()],
            cost: Vec::new(),
            ends: Vec::new(),
            outturns: Vec::new(),
            counted: vec![0; self.items],
            tally: Tally {
                costly: 0,
                within_all: 0,
                within: vec![0; self.waves],
                late: vec![0; self.waves],
                gates: vec![0; self.asked.len()],
                criteria: criteria.collect(),
                governs: vec![0; self.items],
            },
        }
    }

    /// One run: its numbers into `row`, cumulative value by month into `band`, if that has room.
    pub(super) fn run(&self, run: u32, bench: &mut Bench, row: &mut [f64], band: &mut [f64]) {
        bench.draws.clear();
        bench.draws.extend(self.inputs.iter().map(|input| input.draw(run)));
        self.play(bench, row);
        let mut sum = 0.0;
        for (sum_so_far, amount) in band.iter_mut().zip(&bench.total) {
            sum += amount;
            *sum_so_far = sum;
        }
        self.end_waves(bench, row);
        self.hold_budgets(bench);
        self.ask_gates(bench);
        for item in self.schedule.governing(&bench.dates) {
            let counted = &mut bench.counted[item.at()];
            bench.tally.governs[item.at()] += u32::from(*counted != run + 1);
            *counted = run + 1;
        }
    }

    /// What the draws come to.
    fn play(&self, bench: &mut Bench, row: &mut [f64]) {
        self.schedule.run(self.happened(&bench.draws), &mut bench.dates);
        self.claims.run(&bench.draws, &bench.dates, &mut bench.values);
        self.spending.run(self.happened(&bench.draws), &bench.dates, &mut bench.cost);
        self.add_up(bench, row);
    }

    /// NPV of a run in which one input is not as drawn.
    pub(super) fn npv_with(&self, run: u32, input: usize, value: f64, bench: &mut Bench) -> f64 {
        bench.draws.clear();
        bench.draws.extend(self.inputs.iter().map(|input| input.draw(run)));
        bench.draws[input] = value;
        let mut row = vec![0.0; self.width()];
        self.play(bench, &mut row);
        row[NPV]
    }

    /// The risks that happen in some runs and not in others.
    fn open_risks(&self) -> impl Iterator<Item = usize> + '_ {
        let open = |input: &usize| self.inputs[*input].is_open();
        let risks = self.risks.iter().enumerate();
        risks.filter(move |(_, input)| input.as_ref().is_some_and(open)).map(|(risk, _)| risk)
    }

    /// What is drawn otherwise in one run than in another, by what it reaches.
    pub(super) fn open(&self) -> Open {
        let claims = self.claims.open(&self.schedule);
        let value = claims.contains(&true);
        let (budgets, all_budgets) = self.spending.open_budgets(self.schedule.certain(), self.open_risks());
        let reach = self.schedule.reach(self.open_risks());
        let open = |question: &Question, at: NaiveDate| {
            question.is_open(&self.inputs, &reach, (&self.claims, &claims), at)
        };
        let questions = |asked: &Asked| asked.questions.iter().map(|it| open(it, asked.at)).collect();
        Open {
            value,
            npv: value || self.spending.is_open(self.open_risks(), &self.schedule),
            always_governing: self.schedule.always_governing(self.open_risks()),
            waves: self.schedule.open_waves(),
            ends: self.schedule.open_ends(&reach),
            budgets,
            all_budgets,
            questions: self.asked.iter().map(questions).collect(),
        }
    }

    fn happened<'d>(&'d self, draws: &'d [f64]) -> impl Iterator<Item = usize> + 'd {
        let inputs = self.risks.iter().enumerate();
        inputs.filter(|(_, input)| input.is_some_and(|input| draws[input] > 0.5)).map(|(risk, _)| risk)
    }

    fn add_up(&self, bench: &mut Bench, row: &mut [f64]) {
        row.fill(0.0);
        bench.total.fill(0.0);
        for (claim, wave) in self.claim_waves.iter().enumerate() {
            let mut value = 0.0;
            for (sum, amount) in bench.total.iter_mut().zip(bench.values.of(claim)) {
                *sum += amount;
                value += amount;
            }
            row[VALUE] += value;
            if let Some(wave) = wave {
                row[wave_value(*wave)] += value;
            }
        }
        let net = bench.total.iter().zip(&bench.cost).map(|(value, cost)| value - cost);
        let npv: f64 = net.clone().zip(&self.discounts).map(|(net, discount)| net * discount).sum();
        row[NPV] = whole(npv);
        let (mut sum, mut since, mut lowest) = (0.0, None, 0.0_f64);
        for (month, net) in net.enumerate() {
            sum += net;
            lowest = lowest.min(sum);
            since = if sum >= 0.0 { since.or(Some(month)) } else { None };
        }
        bench.tally.costly += u32::from(lowest < 0.0 || bench.cost.iter().any(|cost| *cost > 0.0));
        row[PAYBACK] = since.map_or(f64::INFINITY, |month| days(self.grid.month(month).first_day()));
    }

    fn end_waves(&self, bench: &mut Bench, row: &mut [f64]) {
        self.schedule.ends(&bench.dates, &mut bench.ends);
        let planned = self.schedule.ended_by_plan();
        for (wave, end) in bench.ends.iter().enumerate() {
            row[wave_end(wave)] = days(*end);
            bench.tally.late[wave] += u32::from(*end > planned[wave]);
        }
    }

    fn hold_budgets(&self, bench: &mut Bench) {
        self.spending.outturns(self.happened(&bench.draws), &mut bench.outturns);
        let (mut spent, mut budget) = (0.0, 0.0);
        for (wave, limit) in self.spending.budgets.iter().enumerate().filter(|(_, limit)| limit.is_finite()) {
            bench.tally.within[wave] += u32::from(bench.outturns[wave] <= *limit);
            spent += bench.outturns[wave];
            budget += limit;
        }
        bench.tally.within_all += u32::from(spent <= budget);
    }

    fn ask_gates(&self, bench: &mut Bench) {
        let run = Answers {
            draws: &bench.draws,
            dates: &bench.dates,
            claims: &self.claims,
            values: &bench.values,
            one: self.one,
        };
        for (nth, asked) in self.asked.iter().enumerate() {
            let mut all = true;
            for (counts, question) in bench.tally.criteria[nth].iter_mut().zip(&asked.questions) {
                let holds = question.holds(&run, asked.at);
                *counts += u32::from(holds);
                all &= holds || !question.told();
            }
            bench.tally.gates[nth] += u32::from(all);
        }
    }
}

fn days(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce())
}

impl Tally {
    /// Adds what was counted over other runs.
    pub(super) fn add(&mut self, other: &Self) {
        let add = |sums: &mut [u32], counts: &[u32]| {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
        };
        self.costly += other.costly;
        self.within_all += other.within_all;
        add(&mut self.within, &other.within);
        add(&mut self.late, &other.late);
        add(&mut self.gates, &other.gates);
        add(&mut self.governs, &other.governs);
        for (sums, counts) in self.criteria.iter_mut().zip(&other.criteria) {
            add(sums, counts);
        }
    }
}
