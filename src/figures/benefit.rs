//! Planned value by driver and month.
//!
//! In month *m*, from the first month after both the driver and a cell are live (*k* = 1, 2, …):
//! `likely/12 × confidence × Σ over cells of share × R((k − ½)/ramp months)`, and `once × confidence ×
//! share` in month *k* = 1 of each cell. Where a pool's drivers add up to more than a twelfth of its cap,
//! all are scaled down in proportion. The month's value is then rounded, once, to the minor unit.

use rustc_hash::FxHashMap;

use super::Figures;
use super::grid::Grid;
use super::ramp::reached;
use super::scope::LiveScope;
use super::series::Series;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;
use crate::plan::strategy::{Driver, Pool, Ramp, Shape};

/// Whether planned value is weighted with how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Times each driver's confidence.
    Confidence,
    /// As if every driver were certain.
    Plain,
}

/// What a driver that goes live in a given month has of its scope: computed once for all drivers that
/// share month and ramp.
struct Curve {
    /// By month of the grid: Σ over cells of share × R.
    ramped: Vec<f64>,
    /// By month of the grid: the share of the cells whose first month it is.
    first: Vec<f64>,
}

impl Curve {
    fn of(grid: Grid, scope: &LiveScope, from: Month, ramp: Option<&Ramp>) -> Self {
        let mut curve = Self { ramped: vec![0.0; grid.len()], first: vec![0.0; grid.len()] };
        for (live, share) in scope.steps() {
            let start = from.max(*live);
            if let Some(position) = grid.position(start) {
                curve.first[position] += share;
            }
            for position in grid.position_from(start)..grid.len() {
                let k = f64::from(grid.month(position).since(start)) + 1.0;
                curve.ramped[position] += share * reached(ramp, k);
            }
        }
        curve
    }
}

/// A driver with value, in minor units.
pub(super) struct Claim {
    pub(super) driver: ItemIx,
    pub(super) pool: Option<PoolIx>,
    monthly: f64,
    once: f64,
    curve: usize,
}

impl Claim {
    fn at(&self, curves: &[Curve], position: usize) -> f64 {
        self.on(&curves[self.curve], position)
    }

    fn on(&self, curve: &Curve, position: usize) -> f64 {
        self.monthly * curve.ramped[position] + self.once * curve.first[position]
    }
}

pub(super) fn planned(figures: &Figures<'_>, weight: Weight) -> Series {
    let plan = figures.plan;
    let claims = Claims::of(figures, weight);
    let scales = claims.pool_scales();
    let mut series = Series::empty(plan.drivers().count(), figures.grid().len(), claims.all.len());
    for claim in &claims.all {
        let scale = claim.pool.map(|pool| &scales[pool.at()]);
        for (position, amount) in series.row_mut(claim.driver).iter_mut().enumerate() {
            let scale = scale.and_then(|scale| scale.get(position)).copied().unwrap_or(1.0);
            *amount = Money::from_minor_f64(claim.at(&claims.curves, position) * scale);
        }
    }
    series.summed()
}

/// The drivers with value, before any pool binds.
pub(super) struct Claims<'f, 'p> {
    figures: &'f Figures<'p>,
    pub(super) all: Vec<Claim>,
    curves: Vec<Curve>,
    known: FxHashMap<(Month, [u64; 4]), usize>,
}

impl<'f, 'p> Claims<'f, 'p> {
    pub(super) fn of(figures: &'f Figures<'p>, weight: Weight) -> Self {
        let mut claims = Self { figures, all: Vec::new(), curves: Vec::new(), known: FxHashMap::default() };
        for (ix, item) in figures.plan.drivers() {
            let Some(driver) = item.driver() else { continue };
            let (monthly, once) = full(driver, weight);
            let live = figures.plan.first_live(ix).filter(|_| monthly != 0.0 || once != 0.0);
            let Some(live) = live else { continue };
            let curve = claims.curve(Month::after(live), driver.ramp.as_ref());
            claims.all.push(Claim { driver: ix, pool: driver.pool, monthly, once, curve });
        }
        claims
    }

    fn curve(&mut self, from: Month, ramp: Option<&Ramp>) -> usize {
        *self.known.entry((from, key(ramp))).or_insert_with(|| {
            self.curves.push(Curve::of(self.figures.grid(), self.figures.scope(), from, ramp));
            self.curves.len() - 1
        })
    }

    /// A claim by month of the grid, in minor units: as it is, and if its driver's value began with month
    /// `from` instead.
    pub(super) fn begun(&mut self, nth: usize, from: Month) -> impl Iterator<Item = (f64, f64)> {
        let driver = self.figures.plan.item(self.all[nth].driver).driver();
        let curve = self.curve(from, driver.and_then(|driver| driver.ramp.as_ref()));
        let (claim, curves) = (&self.all[nth], &self.curves);
        let months = 0..self.figures.grid().len();
        months.map(move |at| (claim.at(curves, at), claim.on(&curves[curve], at)))
    }

    /// What the drivers of each pool with a cap claim together, by month of the grid; empty for a pool
    /// without one.
    pub(super) fn of_pools(&self) -> Vec<Vec<f64>> {
        let months = self.figures.grid().len();
        let capped = |pool: &Pool| vec![0.0; if pool.cap.is_some() { months } else { 0 }];
        let mut sums: Vec<Vec<f64>> = self.figures.plan.pools.iter().map(capped).collect();
        for claim in &self.all {
            let Some(pool) = claim.pool else { continue };
            for (position, sum) in sums[pool.at()].iter_mut().enumerate() {
                *sum += claim.at(&self.curves, position);
            }
        }
        sums
    }

    /// For each pool with a cap, the factor on its drivers' value by month; empty for a pool without one.
    fn pool_scales(&self) -> Vec<Vec<f64>> {
        let mut scales = self.of_pools();
        for (pool, sums) in self.figures.plan.pools.iter().zip(&mut scales) {
            let cap = monthly_cap(pool);
            for sum in sums {
                *sum = if *sum > cap { cap / *sum } else { 1.0 };
            }
        }
        scales
    }
}

/// What a pool's drivers may claim together in a month, in minor units.
pub(super) fn monthly_cap(pool: &Pool) -> f64 {
    pool.cap.map_or(f64::INFINITY, |cap| cap.minor_f64() / 12.0)
}

/// A driver's value at full scope and full ramp, in minor units: a month, and once.
fn full(driver: &Driver, weight: Weight) -> (f64, f64) {
    let confidence = match weight {
        Weight::Confidence => driver.confidence.unwrap_or(1.0),
        Weight::Plain => 1.0,
    };
    let year = driver.value.map_or(0.0, |value| value.likely.minor_f64());
    let once = driver.once.map_or(0.0, |once| once.minor_f64());
    (year / 12.0 * confidence, once * confidence)
}

/// What tells ramps apart.
fn key(ramp: Option<&Ramp>) -> [u64; 4] {
    let Some(ramp) = ramp else { return [0; 4] };
    let (shape, p, q) = match ramp.shape {
        Shape::Step => (1, 0.0, 0.0),
        Shape::Linear => (2, 0.0, 0.0),
        Shape::SCurve => (3, 0.0, 0.0),
        Shape::Bass { p, q } => (4, p, q),
    };
    [shape, ramp.months.to_bits(), p.to_bits(), q.to_bits()]
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;

    fn major(amounts: &[Money]) -> Vec<f64> {
        amounts.iter().map(|amount| amount.major_f64(2)).collect()
    }

    fn of(figures: &Figures<'_>, id: &str) -> Vec<f64> {
        major(figures.planned().of(figures.plan.item_by_id(id).unwrap()))
    }

    /// By hand: north (0.6) counts from April 2026, south (0.4, three months' lag) from January 2027.
    #[test]
    fn value_follows_the_scope_that_is_live() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        // 120,000/12 × 0.5 × (0.6, then 1.0)
        let reach = [[0.0; 3], [3000.0; 3], [3000.0; 3], [3000.0; 3], [5000.0; 3]].concat();
        assert_eq!(of(&figures, "reach"), reach);
        // 24,000/12 × share × (⅛, ⅜, ⅝, ⅞, 1 …), and 1,000 × share in the first month of each market.
        let content = [
            [0.0, 0.0, 0.0, 750.0, 450.0].as_slice(),
            &[750.0, 1050.0, 1200.0, 1200.0, 1200.0],
            &[1200.0, 1200.0, 1700.0, 1500.0, 1700.0],
        ];
        assert_eq!(of(&figures, "content"), content.concat());
        // 36,000/12 × 0.9 × share × (2/27, ½, 25/27, 1 …), in focus from the second wave on.
        let launch = [vec![0.0; 9], vec![120.0, 810.0, 1500.0, 1700.0, 2160.0, 2620.0]].concat();
        assert_eq!(of(&figures, "launch"), launch);
        let total: Money = figures.planned().total().iter().copied().sum();
        assert_eq!(total, euros(64_810));
        let plain: Money = figures.planned_unweighted().total().iter().copied().sum();
        assert_eq!(plain, Money((84_000 + 13_900 + 9_900) * 100));
    }

    #[test]
    fn a_pool_never_pays_twice() {
        let mut plan = sample::plan();
        plan.pools = vec![Pool { id: "core".into(), about: Default::default(), cap: Some(euros(45_000)) }];
        for id in ["reach", "content"] {
            sample::driver(&mut plan, id).pool = Some(PoolIx(0));
        }
        let figures = Figures::new(&plan);
        // April: 3000 + 750 = 3750 fits 45,000/12 = 3750 to the cent. July: 3000 + 1050 does not.
        let at = |id, position: usize| figures.planned().of(plan.item_by_id(id).unwrap())[position];
        assert_eq!(at("reach", 3), euros(3_000));
        assert_eq!((at("reach", 6), at("content", 6)), (Money(277_778), Money(97_222)));
        assert_eq!(at("launch", 12), euros(1_700), "no driver of the pool");
    }

    #[test]
    fn a_driver_without_a_wave_has_no_value() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        plan.items[reach.at()].steps = Box::default();
        let figures = Figures::new(&plan);
        assert!(!figures.planned().has(reach));
    }
}
