//! What may become of a plan: the same plan many times over, each time with other luck.
//!
//! One run draws every uncertain input (see `draw`), moves what a delay moves (`schedule`), and computes value
//! (`claims`), cost (`spending`) and gates (`gates`) as the figures do: with nothing uncertain, every run is
//! the plan's own forecast to the cent. Uncertain are
//!
//! - the value of each driver that the plan gives a range: PERT from `low` over `likely` to `high`;
//! - the length of each ramp: PERT from `ramp-low` (0.8) over 1 to `ramp-high` (1.5) times its months, as the
//!   policy sets them;
//! - each risk: it happens with its probability, delays its items by its months and costs its money;
//! - where KPIs stand when a gate to come asks: the line of their readings goes on, and they stray from it the
//!   more, the further ahead that is and the more their readings scatter (see [`trend`]).
//!
//! What is recorded stays as it is, and what is live at `as-of` stays live. Results are floating point, each
//! run's NPV and each driver's month rounded to the minor unit. Nothing is drawn of what is overdue: it comes at the
//! earliest, and what needs it is told as so much, or so likely, at most (see [`hanging`]).
//!
//! The answer depends on plan, seed and number of runs alone: each input of each run is drawn by itself, runs
//! are kept in their order, and counts are whole numbers, so threads do not show.

mod claims;
mod draw;
mod gates;
pub mod hanging;
mod kernel;
mod schedule;
mod spending;
pub mod spread;
pub mod swing;
pub mod trend;
mod words;

use crate::order::Order as _;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::id::{GateIx, ItemIx, WaveIx};
use crate::plan::quantity::{Currency, Money};
use hanging::{Less, Overdue};
use kernel::{Bench, Kernel, NPV, Open, PAYBACK, Tally, VALUE, wave_end, wave_value};
use spread::{Chance, Dates, Quantile, Spread, quantiles};
use swing::{Swing, swings};
use trend::Heading;

pub use draw::{Cause, is_open};

/// The runs that a simulation begins with.
pub const FIRST_RUNS: u32 = 10_000;
/// The runs that it adds up to at most by itself.
pub const MOST_RUNS: u32 = 80_000;
/// The band takes room for this many amounts at most; a very long plan has it from fewer runs.
const BAND_ROOM: usize = 8_000_000;

/// How a simulation is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How many runs; absent: as many as it takes for two digits of NPV to hold, from [`FIRST_RUNS`] to
    /// [`MOST_RUNS`].
    pub runs: Option<u32>,
    /// Where the luck begins.
    pub seed: u64,
    /// How many threads work on it; the answer does not depend on it.
    pub threads: usize,
    /// Whether [`Simulation::band`] is wanted.
    pub band: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { runs: None, seed: 1, threads: 1, band: false }
    }
}

/// How far a simulation is, for whoever looks on from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    runs: AtomicU32,
}

impl Progress {
    /// How many runs are done.
    #[must_use]
    pub fn runs(&self) -> u32 {
        self.runs.load(Ordering::Relaxed)
    }
}

/// What became of a plan over many runs. Money is in minor units.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// How many runs.
    pub runs: u32,
    /// The seed.
    pub seed: u64,
    /// How many inputs of each kind were drawn.
    pub drawn: Drawn,
    /// Net present value at plan start.
    pub npv: Spread,
    /// Value up to the horizon, not discounted.
    pub value: Spread,
    /// The chance that NPV is at least what the plan's own forecast says.
    pub as_forecast: Chance,
    /// The chance that value up to the horizon is at least what the plan's own forecast says.
    pub value_as_forecast: Chance,
    /// The chance that NPV is not negative.
    pub positive: Chance,
    /// By when it stays paid back: the first day of the month. A run that costs nothing owes nothing from the
    /// start; `None`: no run has a cost to pay back.
    pub payback: Option<Dates>,
    /// What is overdue that value, NPV and payback hang on.
    pub hangs: Option<Overdue>,
    /// Which of them are less without it, so that a chance of one is that at most.
    pub less: Less,
    /// The waves, in the order of the plan.
    pub waves: Vec<WaveOutlook>,
    /// The chance that the budgets of all waves that have one hold together; `None`: no wave has one.
    pub budget: Option<Chance>,
    /// The gates to come, by their dates.
    pub gates: Vec<GateOutlook>,
    /// What drives the spread of NPV, the most first.
    pub swings: Vec<Swing>,
    /// How many inputs swing it less, or by no more than chance does.
    pub other_inputs: usize,
    /// In how many runs each item lies on a governing chain to the end of `governed`, the most first; where several take as
    /// long, on any of them.
    pub governs: Vec<(ItemIx, Chance)>,
    /// The last wave that has any steps; `None`: none has.
    pub governed: Option<WaveIx>,
    /// Cumulative value by month of the grid: what one run in ten, every other and nine in ten stay at or
    /// below. Empty where it is not wanted.
    pub band: Vec<[Quantile; 3]>,
}

/// How many inputs were uncertain, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Drivers whose value has a range.
    pub values: usize,
    /// Drivers whose ramp has a length.
    pub ramps: usize,
    /// Risks with a probability that is less than certain.
    pub risks: usize,
    /// KPIs that a gate to come asks about, with readings enough for a line.
    pub kpis: usize,
}

impl Drawn {
    /// How many inputs in all.
    #[must_use]
    pub fn all(self) -> usize {
        self.values + self.ramps + self.risks + self.kpis
    }
}

/// What may become of a wave.
#[derive(Clone, Debug, PartialEq)]
pub struct WaveOutlook {
    /// The value of the drivers that go live with it, up to the horizon.
    pub value: Spread,
    /// By when it has ended: all its steps are live, and its end has come.
    pub end: Dates,
    /// What is overdue that this value hangs on.
    pub value_hangs: Option<Overdue>,
    /// What is overdue that its end hangs on: then each day is the earliest, and being late as likely at least.
    pub end_hangs: Option<Overdue>,
    /// When it has ended by plan: on its end, or where a step of it is live later, then.
    pub ended_by_plan: NaiveDate,
    /// The chance that it ends later than planned.
    pub late: Chance,
    /// The chance that its one-off money stays within its budget; `None`: it has none.
    pub budget: Option<Chance>,
}

/// What may become of a gate.
#[derive(Clone, Debug, PartialEq)]
pub struct GateOutlook {
    /// The gate.
    pub gate: GateIx,
    /// When it is asked.
    pub at: NaiveDate,
    /// The chance that all criteria hold of which anybody can tell; `None` where nobody can tell of any.
    pub chance: Option<Chance>,
    /// What is overdue that it hangs on: then its chance is that at most.
    pub hangs: Option<Overdue>,
    /// Each criterion.
    pub criteria: Vec<CriterionOutlook>,
}

impl WaveOutlook {
    /// What is overdue that makes its chance of being late one at least: what is late in each run is so anyhow.
    #[must_use]
    pub fn late_at_least(&self) -> Option<Overdue> {
        self.end_hangs.filter(|_| self.late.times < self.late.of)
    }
}

impl GateOutlook {
    /// The place of the least likely of the criteria of which anybody can tell, with its chance.
    #[must_use]
    pub fn least_likely(&self) -> Option<(usize, Chance)> {
        let told = self.criteria.iter().enumerate().filter_map(|(nth, told)| Some((nth, told.chance?)));
        // What hangs on what is overdue is the less likely, and what holds in no run where that is certain.
        let hangs = |nth: usize| self.criteria[nth].hangs.is_some();
        told.min_by_key(|(nth, chance)| (chance.times, !hangs(*nth), !chance.certain))
    }
}

/// What may become of a criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CriterionOutlook {
    /// The chance that it holds; `None` where nobody can tell.
    pub chance: Option<Chance>,
    /// What is overdue that it hangs on: then its chance is that at most.
    pub hangs: Option<Overdue>,
    /// Where the KPI that it asks about is heading, where that is drawn.
    pub heading: Option<Heading>,
}

/// The runs so far.
struct Runs {
    width: usize,
    count: u32,
    rows: Vec<f64>,
    band: Vec<f64>,
    tally: Tally,
}

impl Simulation {
    /// What there is a chance of nine in ten, an even one and one of one in ten to get at least up to the end of a
    /// month, by its place, in words: rounded down to digits that hold. `None` where the months are not told.
    #[must_use]
    pub fn at_least_by(&self, month: usize, currency: Currency) -> Option<[String; 3]> {
        Some(spread::at_least(self.band.get(month)?, self.value.is_one(), currency).0)
    }

    /// The wave that ends last, where it holds nothing, so that what governs is of the end of another one.
    #[must_use]
    pub fn empty_last(&self, plan: &Plan) -> Option<WaveIx> {
        let (last, _) = plan.waves().max_by_key(|(ix, wave)| (wave.end, *ix))?;
        Some(last).filter(|last| self.governed.is_some_and(|governed| governed != *last))
    }

    /// What is overdue that the end hangs on of which it is told what governs it: what is later still may govern it then.
    #[must_use]
    pub fn governing_hangs(&self) -> Option<Overdue> {
        self.waves.get(self.governed?.at())?.end_hangs
    }

    /// A chance in whole percent, or in tens of percent where no more holds. Where no run counted, or all did,
    /// it is told by the end of its interval, or as it is where nothing drawn decides it.
    #[must_use]
    pub fn in_percent(&self, chance: Chance) -> String {
        let share = chance.share();
        let never = chance.times == 0;
        if never || chance.times >= chance.of {
            let [low, high] = chance.bounds();
            return match (chance.certain, never) {
                (true, _) => format!("{} %", share * 100.0),
                (false, true) => format!("under {high}"),
                (false, false) => format!("over {low}"),
            };
        }
        let step = if 2.0 * chance.error() <= 0.010_001 { 1.0 } else { 10.0 };
        let shown = (share * 100.0 / step).round() * step;
        match shown {
            shown if shown <= 0.0 => format!("under {step} %"),
            shown if shown >= 100.0 => format!("over {} %", 100.0 - step),
            shown => format!("{shown} %"),
        }
    }

    /// Simulates the plan of `figures`, whose graph is `graph`.
    #[must_use]
    pub fn of(figures: &Figures<'_>, graph: &Graph, settings: &Settings) -> Self {
        Self::watched(figures, graph, settings, &Progress::default())
    }

    /// The same, telling how far it is.
    #[must_use]
    pub fn watched(figures: &Figures<'_>, graph: &Graph, settings: &Settings, progress: &Progress) -> Self {
        let kernel = Kernel::of(figures, graph, settings.seed);
        let mut runs = Runs {
            width: kernel.width(),
            count: 0,
            rows: Vec::new(),
            band: Vec::new(),
            tally: kernel.bench().tally,
        };
        runs.extend(&kernel, settings, settings.runs.unwrap_or(FIRST_RUNS).max(1), progress);
        while settings.runs.is_none() && runs.count < MOST_RUNS {
            let npv = Spread::of(&mut runs.column(NPV));
            if two_digits_hold(&npv) {
                break;
            }
            runs.extend(&kernel, settings, runs.count, progress);
        }
        runs.told(&kernel, figures, settings)
    }

    /// Whether there were runs enough for two digits of NPV to hold.
    #[must_use]
    pub fn two_digits_hold(&self) -> bool {
        two_digits_hold(&self.npv)
    }
}

/// The smallest power of ten to which the quantiles of a spread hold, in minor units; 0 where all do.
#[must_use]
pub fn digit_that_holds(spread: &Spread) -> f64 {
    digit_of(spread.error())
}

/// The smallest power of ten to which an amount with this standard error holds: 95 times in 100, the last
/// digit shown is off by no more than one. 0 where every digit does.
#[must_use]
pub fn digit_of(error: f64) -> f64 {
    if error > 0.0 { 10_f64.powf((2.0 * error).log10().ceil()) } else { 0.0 }
}

/// Whether the second digit of the largest quantile holds.
fn two_digits_hold(spread: &Spread) -> bool {
    let largest = spread.quantiles.iter().map(|quantile| quantile.value.abs()).fold(1.0, f64::max);
    digit_that_holds(spread) <= 10_f64.powf(largest.log10().floor() - 1.0)
}

impl Runs {
    /// Adds `more` runs, on as many threads as the settings say.
    fn extend(&mut self, kernel: &Kernel, settings: &Settings, more: u32, progress: &Progress) {
        let (width, months) = (self.width, kernel.grid.len());
        let (from, more) = (self.count as usize, more as usize);
        self.rows.resize((from + more) * width, 0.0);
        let kept = self.band.len() / months.max(1);
        let banded = (from + more).min(BAND_ROOM / months.max(1)) * usize::from(settings.band && months > 0);
        self.band.resize(banded.max(kept) * months, 0.0);
        let share = more.div_ceil(settings.threads.clamp(1, 64)).max(1);
        let mut band = self.band.get_mut(from.min(kept) * months..).unwrap_or_default();
        std::thread::scope(|scope| {
            let mut shares = Vec::new();
            for (nth, rows) in self.rows[from * width..].chunks_mut(share * width).enumerate() {
                let (own, rest) = band.split_at_mut((share * months).min(band.len()));
                band = rest;
                shares.push(move || work(kernel, from + nth * share, rows, own, progress));
            }
            // The last share is done here, so that one thread is this one.
            let last = shares.pop();
            let workers: Vec<_> = shares.into_iter().map(|share| scope.spawn(share)).collect();
            if let Some(mut share) = last {
                self.tally.add(&share());
            }
            for worker in workers {
                match worker.join() {
                    Ok(tally) => self.tally.add(&tally),
                    Err(fault) => std::panic::resume_unwind(fault),
                }
            }
        });
        self.count += more as u32;
    }

    fn column(&self, at: usize) -> Vec<f64> {
        self.rows.iter().skip(at).step_by(self.width).copied().collect()
    }

    /// How often something was so that runs may differ in, or not.
    fn chance(&self, times: u32, open: bool) -> Chance {
        Chance { times, of: self.count, certain: !open }
    }

    /// All that the runs tell.
    fn told(self, kernel: &Kernel, figures: &Figures<'_>, settings: &Settings) -> Simulation {
        let plan = figures.plan;
        let npvs = self.column(NPV);
        let open = kernel.open();
        let at_least =
            |bound: f64| self.chance(npvs.iter().filter(|npv| **npv >= bound).count() as u32, open.npv);
        let forecast = figures.case().forecast_npv.minor_f64();
        let forecast_value: Money = figures.forecast().total().iter().copied().sum();
        let values = self.column(VALUE);
        let valued = values.iter().filter(|value| **value >= forecast_value.minor_f64()).count();
        let any_budget = plan.waves.iter().any(|wave| wave.budget.is_some());
        let (swings, other_inputs) = swings(kernel, &npvs, settings.threads);
        let moving = open.waves.contains(&true);
        let mut governs: Vec<(ItemIx, Chance)> = (0..plan.items.len())
            .filter(|item| self.tally.governs[*item] > 0)
            .map(|item| {
                let ix = ItemIx::from(item);
                let open = moving && !open.always_governing.contains(&ix);
                (ix, self.chance(self.tally.governs[item], open))
            })
            .collect();
        governs.order_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        Simulation {
            runs: self.count,
            seed: settings.seed,
            drawn: drawn(kernel),
            as_forecast: at_least(forecast),
            value_as_forecast: self.chance(valued as u32, open.value),
            positive: at_least(0.0),
            npv: Spread::of(&mut npvs.clone()),
            value: Spread::of(&mut values.clone()),
            hangs: kernel.hung.all,
            less: kernel.hung.less,
            payback: (self.tally.costly > 0).then(|| Dates::of(&mut self.column(PAYBACK))),
            waves: plan
                .waves()
                .map(|(ix, wave)| self.wave(kernel, &open, ix, wave.budget.is_some()))
                .collect(),
            budget: any_budget.then(|| self.chance(self.tally.within_all, open.all_budgets)),
            gates: self.gates(kernel, &open),
            swings,
            other_inputs,
            governs,
            governed: kernel.schedule.governed(),
            band: self.band_by_month(kernel.grid.len()),
        }
    }

    fn wave(&self, kernel: &Kernel, open: &Open, wave: WaveIx, budget: bool) -> WaveOutlook {
        let at = wave.at();
        WaveOutlook {
            value: Spread::of(&mut self.column(wave_value(at))),
            value_hangs: kernel.hung.values[at],
            end: Dates::of(&mut self.column(wave_end(at))),
            end_hangs: kernel.hung.ends[at],
            ended_by_plan: kernel.schedule.ended_by_plan()[at],
            late: self.chance(self.tally.late[at], open.ends[at]),
            budget: budget.then(|| self.chance(self.tally.within[at], open.budgets[at])),
        }
    }

    fn gates(&self, kernel: &Kernel, open: &Open) -> Vec<GateOutlook> {
        let gates = kernel.asked.iter().zip(&kernel.hung.gates).enumerate().map(|(nth, (asked, hung))| {
            let criteria = asked.questions.iter().zip(&self.tally.criteria[nth]).zip(&open.questions[nth]);
            let criteria = criteria.zip(&hung.1).map(|(((question, times), open), hangs)| {
                let chance = question.told().then(|| self.chance(*times, *open));
                // What holds in no run does not whatever comes.
                let hangs = hangs.filter(|_| chance.is_some_and(|chance| chance.times > 0));
                CriterionOutlook { chance, hangs, heading: question.heading }
            });
            let criteria: Vec<CriterionOutlook> = criteria.collect();
            let chances = || criteria.iter().filter_map(|criterion| criterion.chance);
            let told = chances().next().is_some();
            // One that never holds, whatever is drawn, is enough for the gate never to.
            let never = chances().any(|chance| chance.certain && chance.times == 0);
            let open = !never && chances().any(|chance| !chance.certain);
            GateOutlook {
                gate: asked.gate,
                at: asked.at,
                chance: told.then(|| self.chance(self.tally.gates[nth], open)),
                hangs: hung.0.filter(|_| told && self.tally.gates[nth] > 0),
                criteria,
            }
        });
        gates.collect()
    }

    fn band_by_month(&self, months: usize) -> Vec<[Quantile; 3]> {
        if self.band.is_empty() {
            return Vec::new();
        }
        let of = |month: usize| {
            let mut column: Vec<f64> = self.band.iter().skip(month).step_by(months).copied().collect();
            column.sort_unstable_by(f64::total_cmp);
            quantiles(&column)
        };
        (0..months).map(of).collect()
    }
}

fn drawn(kernel: &Kernel) -> Drawn {
    let mut drawn = Drawn::default();
    for input in kernel.inputs.iter().filter(|input| input.is_open()) {
        *match input.cause {
            Cause::Value(_) => &mut drawn.values,
            Cause::Ramp(_) => &mut drawn.ramps,
            Cause::Risk(_) => &mut drawn.risks,
            Cause::Kpi(_) => &mut drawn.kpis,
        } += 1;
    }
    drawn
}

/// Rounded to a whole number, halves to the even one: what [`f64::round_ties_even`] gives, which many processors
/// have no instruction for that every one of their kind knows. It is asked for each month of each driver in each run.
fn whole(amount: f64) -> f64 {
    // From here on all numbers are whole: what is added to is rounded, as the machine rounds everything.
    const WHOLE: f64 = (1_u64 << 52) as f64;
    let shift = WHOLE.copysign(amount);
    let rounded = ((amount + shift) - shift).copysign(amount);
    if amount.abs() < WHOLE { rounded } else { amount }
}

/// A float without its noise, as the figures have it before they round: to a millionth of a minor unit.
fn settled(amount: f64) -> f64 {
    const PARTS: f64 = 1e6;
    let parts = amount * PARTS;
    // Past this a float has no digits left that could be noise.
    if parts.abs() < 4e15 { whole(parts) / PARTS } else { amount }
}

/// Some runs from number `first` on, one a row.
fn work(kernel: &Kernel, first: usize, rows: &mut [f64], band: &mut [f64], progress: &Progress) -> Tally {
    let mut bench: Bench = kernel.bench();
    let mut bands = band.chunks_mut(kernel.grid.len().max(1));
    for (nth, row) in rows.chunks_mut(kernel.width()).enumerate() {
        kernel.run((first + nth) as u32, &mut bench, row, bands.next().unwrap_or_default());
        progress.runs.fetch_add(1, Ordering::Relaxed);
    }
    bench.tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_is_the_nearest_number_and_of_two_the_even_one() {
        let by_hand =
            [(0.5, 0.0), (1.5, 2.0), (2.5, 2.0), (-0.5, -0.0), (-1.5, -2.0), (0.49, 0.0), (7.51, 8.0)];
        for (amount, expected) in by_hand {
            assert_eq!(whole(amount).to_bits(), f64::to_bits(expected), "{amount}");
        }
        assert!(whole(f64::NAN).is_nan() && whole(f64::INFINITY) == f64::INFINITY);
        let mut dice = fastrand::Rng::with_seed(52);
        for _ in 0..100_000 {
            let amount = f64::from_bits(dice.u64(..));
            let near = (dice.f64() - 0.5) * 10_f64.powi(dice.i32(0..18));
            for amount in [amount, near, near.trunc() + 0.5] {
                let expected = amount.round_ties_even();
                assert!(whole(amount).to_bits() == expected.to_bits() || amount.is_nan(), "{amount:?}");
            }
        }
    }
}
