//! The value of each driver in a run, by month.
//!
//! It is the forecast with other inputs: what is recorded stays; in all other months the driver's value,
//! go-live and ramp are those of the run, weighted with its confidence, rounded to the minor unit, times the rate
//! at which its claims came true so far, and held to what the record leaves of its pool. Each rounding and
//! each sharing out is that of the forecast: with nothing uncertain they come to the same coin.

use super::draw::{Cause, Input, Law};
use super::hanging::Hanging;
use super::schedule::{Dates, Schedule};
use super::{settled, whole};
use crate::figures::Figures;
use crate::figures::grid::Grid;
use crate::figures::pool::{Asked, Overlap};
use crate::figures::ramp::reached;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;
use crate::plan::strategy::{Driver, Pool, Ramp, Shape};

/// More months before the grid than any ramp takes.
const LONG_AGO: i32 = 12_000;

/// A driver with value, or with a record of it. Money is in minor units.
struct Claim {
    driver: ItemIx,
    /// Its first step in the schedule; `None`: it has no wave, and only what is recorded counts.
    step: Option<u32>,
    likely: f64,
    once: f64,
    confidence: f64,
    ramp: Option<Ramp>,
    pool: Option<usize>,
    /// Realized and claimed over the recorded months.
    rate: Option<(f64, f64)>,
    recorded: Vec<bool>,
    realized: Vec<f64>,
    /// The inputs that say its value and its ramp.
    value_input: Option<usize>,
    ramp_input: Option<usize>,
}

impl Claim {
    fn is_recorded(&self, position: usize) -> bool {
        self.recorded.get(position) == Some(&true)
    }
}

/// All claims of a plan.
pub(super) struct Claims {
    grid: Grid,
    claims: Vec<Claim>,
    scope: Vec<(Month, f64)>,
    /// Whether each pool has a base or a cap.
    holds: Vec<bool>,
    /// By pool with one or the other, the claims on it.
    pooled: Vec<(usize, Vec<usize>)>,
    /// By pool and month, what realized value leaves of a twelfth of its cap; no end of it without one.
    room: Vec<f64>,
    /// By pool and month, its base before anything is claimed, less what realized value takes of it; empty for a
    /// pool without one.
    bases: Vec<Vec<Overlap>>,
}

/// What the claims of a run come to.
pub(super) struct Values {
    months: usize,
    /// By claim and month.
    rows: Vec<f64>,
    full: Vec<f64>,
    ramped: Vec<f64>,
    claimed: Vec<f64>,
    /// By claim on a pool with a base or a cap, and month: what is claimed, to a fraction of a coin.
    exact: Vec<f64>,
}

impl Claims {
    /// The claims of the drivers, and the inputs that are uncertain in them.
    pub(super) fn of(
        figures: &Figures<'_>,
        graph: &Graph,
        schedule: &Schedule,
        seed: u64,
        inputs: &mut Vec<Input>,
    ) -> Self {
        let plan = figures.plan;
        let mut claims = Vec::new();
        for (ix, item) in plan.drivers() {
            let Some(driver) = item.driver() else { continue };
            // A range around nothing is worth something in its runs.
            let drawn = || graph.step(ix, 0).is_some() && value_law(driver).is_some();
            if !figures.planned().has(ix) && figures.evidence().recorded(ix).is_empty() && !drawn() {
                continue;
            }
            let mut input = |cause, law: Option<Law>| {
                law.map(|law| {
                    inputs.push(Input::new(seed, cause, &item.id, law));
                    inputs.len() - 1
                })
            };
            let rate = figures.claim_rate(ix).filter(|rate| rate.planned != Money::ZERO);
            claims.push(Claim {
                driver: ix,
                step: graph.step(ix, 0).map(|step| schedule.place(step)),
                likely: driver.value.map_or(0.0, |value| value.likely.minor_f64()),
                once: driver.once.map_or(0.0, Money::minor_f64),
                confidence: driver.confidence.unwrap_or(1.0),
                ramp: driver.ramp,
                pool: driver.pool.map(PoolIx::at),
                rate: rate.map(|rate| (rate.realized.minor_f64(), rate.planned.minor_f64())),
                recorded: figures.evidence().recorded(ix).to_vec(),
                realized: figures.realized().of(ix).iter().map(|amount| amount.minor_f64()).collect(),
                value_input: input(Cause::Value(ix), value_law(driver)),
                ramp_input: input(Cause::Ramp(ix), ramp_law(plan, driver)),
            });
        }
        let holds: Vec<bool> = plan.pools.iter().map(Pool::holds).collect();
        let of_pool = |pool: usize| {
            let on_it = |nth: &usize| claims[*nth].pool == Some(pool);
            (pool, (0..claims.len()).filter(on_it).collect())
        };
        let pooled = (0..holds.len()).filter(|pool| holds[*pool]).map(of_pool).collect();
        let room = |pool: usize| match figures.room(pool.into()) {
            Some(room) => room.into_iter().map(Money::minor_f64).collect(),
            None => vec![f64::INFINITY; figures.grid().len()],
        };
        let base = |pool: usize| figures.overlap_ahead(pool.into()).unwrap_or_default();
        Self {
            grid: figures.grid(),
            claims,
            scope: figures.scope().steps().to_vec(),
            room: (0..holds.len()).flat_map(room).collect(),
            bases: (0..holds.len()).map(base).collect(),
            holds,
            pooled,
        }
    }

    /// Which claims come to another amount in one run than in another: by their value, ramp or go-live, or by those
    /// of another one that shares their pool.
    pub(super) fn open(&self, schedule: &Schedule) -> Vec<bool> {
        let own = |claim: &Claim| {
            let drawn = claim.value_input.is_some() || claim.ramp_input.is_some();
            drawn || claim.step.is_some_and(|step| schedule.is_open(step))
        };
        let mut open: Vec<bool> = self.claims.iter().map(own).collect();
        for (_, claims) in &self.pooled {
            if claims.iter().any(|claim| open[*claim]) {
                claims.iter().for_each(|claim| open[*claim] = true);
            }
        }
        open
    }

    /// Whether a claim may come to anything in its first `months` months that is not recorded, where its driver is live
    /// as soon as in any run.
    pub(super) fn is_ahead(&self, claim: usize, months: usize, soonest: &Dates) -> bool {
        let claim = &self.claims[claim];
        let Some(step) = claim.step else { return false };
        let from = self.grid.position_from(Month::after(soonest.live(step)));
        (from..months).any(|position| !claim.is_recorded(position))
    }

    /// The first step of each driver that hangs on what is overdue and has value that is not recorded, with what is to
    /// be expected of that, in minor units.
    pub(super) fn hanging(&self, figures: &Figures<'_>, hanging: &Hanging) -> Vec<(u32, f64)> {
        let some = self.claims.iter().filter_map(|claim| Some((claim, claim.step?)));
        let ahead = some.filter(|(_, step)| hanging.hangs(*step)).map(|(claim, step)| {
            let expected = figures.forecast().of(claim.driver).iter().enumerate();
            let expected = expected.filter(|(position, _)| !claim.is_recorded(*position));
            let (any, sum) = expected.fold((false, 0.0), |(any, sum), (_, amount)| {
                (any || *amount != Money::ZERO, sum + amount.minor_f64())
            });
            (any || claim.value_input.is_some(), step, sum)
        });
        ahead.filter(|(any, ..)| *any).map(|(_, step, sum)| (step, sum)).collect()
    }

    /// The driver of each claim.
    pub(super) fn drivers(&self) -> impl Iterator<Item = ItemIx> + '_ {
        self.claims.iter().map(|claim| claim.driver)
    }

    /// Room for the values of a run.
    pub(super) fn values(&self) -> Values {
        let months = self.grid.len();
        Values {
            months,
            rows: vec![0.0; months * self.claims.len()],
            full: Vec::new(),
            ramped: vec![0.0; months],
            claimed: vec![0.0; self.room.len()],
            exact: vec![0.0; if self.pooled.is_empty() { 0 } else { months * self.claims.len() }],
        }
    }

    /// The values of a run.
    pub(super) fn run(&self, draws: &[f64], dates: &Dates, values: &mut Values) {
        let months = self.grid.len();
        values.claimed.fill(0.0);
        for (nth, claim) in self.claims.iter().enumerate() {
            self.claim(claim, draws, dates, nth, values);
            let row = &mut values.rows[nth * months..(nth + 1) * months];
            let pool = claim.pool.filter(|pool| self.holds[*pool]);
            if pool.is_some() {
                let rate = claim.rate.map_or(1.0, |(realized, claimed)| realized / claimed);
                for (exact, amount) in values.exact[nth * months..].iter_mut().zip(row.iter()) {
                    *exact = amount * rate;
                }
            }
            settle(claim, row);
            if let Some(pool) = pool {
                let claimed = &mut values.claimed[pool * months..(pool + 1) * months];
                for (position, (sum, amount)) in claimed.iter_mut().zip(row).enumerate() {
                    *sum += if claim.is_recorded(position) { 0.0 } else { *amount };
                }
            }
        }
        for (pool, claims) in &self.pooled {
            let limits = self.room[pool * months..].iter().zip(&values.claimed[pool * months..]).take(months);
            for (position, (room, sum)) in limits.enumerate() {
                let base = self.bases[*pool].get(position);
                if sum > room || base.is_some() {
                    let limits = (base.copied(), room.is_finite().then(|| Money::from_minor_f64(*room)));
                    hold(&self.claims, claims, limits, position, months, (&values.exact, &mut values.rows));
                }
            }
        }
    }

    /// What a driver claims of its pool, or has by itself, before rounding.
    fn claim(&self, claim: &Claim, draws: &[f64], dates: &Dates, nth: usize, values: &mut Values) {
        let months = self.grid.len();
        let row = &mut values.rows[nth * months..(nth + 1) * months];
        row.fill(0.0);
        let Some(step) = claim.step else { return };
        let drawn = |input: Option<usize>, otherwise: f64| input.map_or(otherwise, |input| draws[input]);
        let monthly = drawn(claim.value_input, claim.likely) / 12.0 * claim.confidence;
        let once = claim.once * claim.confidence;
        let stretch = drawn(claim.ramp_input, 1.0);
        let ramp = claim.ramp.map(|ramp| Ramp { months: ramp.months * stretch, ..ramp });
        let from = Month::after(dates.live(step));
        fill(&mut values.full, ramp.as_ref(), self.grid.month(months).since(from));
        let ramped = &mut values.ramped;
        ramped.fill(0.0);
        for (live, share) in &self.scope {
            let start = from.max(*live);
            let position = self.grid.position_from(start);
            if position == months {
                continue;
            }
            let passed = self.grid.month(position).since(start).clamp(0, LONG_AGO).unsigned_abs() as usize;
            if passed == 0 {
                row[position] += once * share;
            }
            let reached = values.full.get(passed..).unwrap_or_default();
            for (sum, reached) in ramped[position..].iter_mut().zip(reached) {
                *sum += share * reached;
            }
        }
        for (amount, ramped) in row.iter_mut().zip(ramped) {
            *amount += monthly * *ramped;
        }
    }
}

/// The share of full value reached in each of `months` months after go-live.
fn fill(full: &mut Vec<f64>, ramp: Option<&Ramp>, months: i32) {
    full.clear();
    let months = months.clamp(0, LONG_AGO);
    let growing = ramp.map_or(0.0, |ramp| ramp.months).min(f64::from(months));
    full.extend((1..=months).map(f64::from).take_while(|k| k - 0.5 < growing).map(|k| reached(ramp, k)));
    full.resize(months.unsigned_abs() as usize, 1.0);
}

/// Holds the claims on a pool of which nothing is recorded in a month to its base and to the room of its cap, as the
/// forecast does.
fn hold(
    all: &[Claim],
    claims: &[usize],
    (base, most): (Option<Overlap>, Option<Money>),
    position: usize,
    months: usize,
    (exact, rows): (&[f64], &mut [f64]),
) {
    let places = claims.iter().filter(|nth| !all[**nth].is_recorded(position));
    let places: Vec<usize> = places.map(|nth| nth * months + position).collect();
    let mut claimed: Vec<f64> = places.iter().map(|place| exact[*place]).collect();
    let mut parts: Vec<Money> = places.iter().map(|place| Money::from_minor_f64(rows[*place])).collect();
    let asked = parts.iter().fold(Asked::of(base), |asked, part| asked.with(*part));
    if asked.is_held(most) {
        asked.hold(most, &mut claimed, &mut parts);
        for (place, part) in places.into_iter().zip(parts) {
            rows[place] = part.minor_f64();
        }
    }
}

/// Rounds to the minor unit, takes the rate at which claims came true, and puts in what is recorded.
fn settle(claim: &Claim, row: &mut [f64]) {
    for amount in row.iter_mut() {
        *amount = whole(settled(*amount));
    }
    if let Some((realized, claimed)) = claim.rate {
        for amount in row.iter_mut() {
            *amount = whole(settled(*amount * realized / claimed));
        }
    }
    for (nth, _) in claim.recorded.iter().enumerate().filter(|(_, recorded)| **recorded) {
        row[nth] = claim.realized[nth];
    }
}

fn value_law(driver: &Driver) -> Option<Law> {
    let value = driver.value?;
    let likely = value.likely.minor_f64();
    let end = |end: Option<Money>| end.map_or(likely, Money::minor_f64);
    Law::estimate(end(value.low), likely, end(value.high))
}

fn ramp_law(plan: &Plan, driver: &Driver) -> Option<Law> {
    let ramp = driver.ramp.filter(|ramp| ramp.months > 0.0 && ramp.shape != Shape::Step)?;
    let full = driver.value.is_some_and(|value| value != Default::default()) && ramp.months.is_finite();
    let [low, high] = ["ramp-low", "ramp-high"].map(|name| plan.policy.threshold(name));
    Law::estimate(low, 1.0, high).filter(|_| full)
}

impl Values {
    /// The value of a claim by month.
    pub(super) fn of(&self, claim: usize) -> &[f64] {
        &self.rows[claim * self.months..(claim + 1) * self.months]
    }
}

impl Claims {
    /// What a driver has by the first `months` months of a run, without those recorded; 0 without a claim.
    pub(super) fn ahead(&self, values: &Values, claim: usize, months: usize) -> f64 {
        let recorded = &self.claims[claim].recorded;
        let row = values.of(claim).iter().take(months).enumerate();
        row.filter(|(nth, _)| recorded.get(*nth) != Some(&true)).map(|(_, amount)| amount).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Settings, Simulation};
    use super::*;
    use crate::disk::Memory;
    use crate::source::{Limits, Source};

    /// PERT (0, 0, 60 k€) has the mean (0 + 4 × 0 + 60) ÷ 6 and the standard deviation 60 ÷ 6: 10 k€ a year each, in the
    /// twelve months of 2027.
    #[test]
    fn a_range_around_nothing_is_worth_something_in_its_runs() {
        let text = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2027-12-31\n\
                    as-of = 2026-01-01\n[wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n[driver.reach]\n\
                    wave = \"one\"\nvalue = { low = 0, likely = 0, high = 60_000 }\n";
        let store = Memory::default().with("plan.toml", text);
        let plan = Source::read(&store, &["plan.toml".into()], Limits::default()).unwrap().plan;
        let (figures, graph) = (Figures::new(&plan), Graph::new(&plan));
        assert_eq!(figures.case().planned, Money::ZERO);
        let settings = Settings { runs: Some(20_000), ..Settings::default() };
        let value = Simulation::of(&figures, &graph, &settings).value;
        let error = 1_000_000.0 / 20_000_f64.sqrt();
        assert!((value.mean.value - 1_000_000.0).abs() < 4.0 * error, "{value:?}");
        assert!((value.deviation - 1_000_000.0).abs() < 4.0 * error, "{value:?}");
    }
}
