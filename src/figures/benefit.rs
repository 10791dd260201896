//! Planned value by driver and month.
//!
//! In month *m*, from the first month after both the driver and a cell are live (*k* = 1, 2, …):
//! `likely/12 × confidence × Σ over cells of share × R((k − ½)/ramp months)`, and `once × confidence ×
//! share` in month *k* = 1 of each cell. The month's value is rounded, once, to the minor unit.
//!
//! Where the drivers of a pool take shares of one base, they are then held to what those come to together (see
//! [`pool`](super::pool)). Where they still add up to more than the month's twelfth of its cap, that twelfth is shared
//! among them in proportion, by largest remainder: no money is counted twice, and not a cent more than the
//! cap. Twelfths are even parts, so that each twelve months add up to the cap. A negative value (a
//! dis-benefit) lowers what they add up to, and where the cap binds it is scaled down as all are.

use rustc_hash::FxHashMap;

use super::Figures;
use super::cost::twelfths;
use super::grid::{Grid, settled};
use super::pool::{Asked, Overlap};
use super::ramp::reached;
use super::scope::LiveScope;
use super::series::Series;
use crate::plan::Plan;
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
pub(super) struct Curve {
    /// By month of the grid: Σ over cells of share × R.
    pub(super) ramped: Vec<f64>,
    /// By month of the grid: the share of the cells whose first month it is.
    pub(super) first: Vec<f64>,
}

impl Curve {
    pub(super) fn of(grid: Grid, scope: &LiveScope, from: Month, ramp: Option<&Ramp>) -> Self {
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

/// Planned value, and what its drivers claim.
pub(super) struct Planned {
    /// Held to what pools leave: what counts.
    pub(super) held: Series,
    /// Before any pool is asked, each month rounded as planned value is; `None` where that is the same, no pool
    /// having a base or a cap.
    pub(super) claimed: Option<Series>,
    /// What the drivers of each pool that has one or the other ask of it, by month of the grid; empty for others.
    pub(super) asked: Vec<Vec<Asked>>,
}

impl Planned {
    /// What the drivers claim before any pool is asked.
    pub(super) fn claimed(&self) -> &Series {
        self.claimed.as_ref().unwrap_or(&self.held)
    }
}

pub(super) fn planned(figures: &Figures<'_>, weight: Weight) -> Planned {
    let plan = figures.plan;
    let claims = Claims::of(figures, weight);
    let mut series = Series::empty(plan.drivers().count(), figures.grid().len(), claims.all.len());
    for claim in &claims.all {
        for (position, amount) in series.row_mut(claim.driver).iter_mut().enumerate() {
            let claim = claim.at(&claims.curves, position);
            // Before it is live a driver claims nothing, month after month.
            if claim != 0.0 {
                *amount = Money::from_minor_f64(settled(claim));
            }
        }
    }
    let claimed = plan.pools.iter().any(Pool::holds).then(|| series.clone().summed());
    let asked = claims.of_pools();
    claims.hold(&asked, &mut series);
    Planned { held: series.summed(), claimed, asked }
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

    /// What the drivers of each pool with a base or a cap ask of it, by month of the grid; empty for other pools.
    pub(super) fn of_pools(&self) -> Vec<Vec<Asked>> {
        let months = self.figures.grid().len();
        let empty = |pool: &Pool| {
            let asked = Asked::of(pool.base.map(|base| Overlap::on(base, Money::ZERO)));
            vec![asked; if pool.holds() { months } else { 0 }]
        };
        let mut asked: Vec<Vec<Asked>> = self.figures.plan.pools.iter().map(empty).collect();
        for claim in &self.all {
            let Some(pool) = claim.pool else { continue };
            for (position, asked) in asked[pool.at()].iter_mut().enumerate() {
                *asked = asked.with(Money::from_minor_f64(settled(claim.at(&self.curves, position))));
            }
        }
        asked
    }

    /// Shares out what each pool leaves in the months in which its drivers ask for more.
    fn hold(&self, asked: &[Vec<Asked>], series: &mut Series) {
        let plan = self.figures.plan;
        let mut of_pool: Vec<Vec<&Claim>> = vec![Vec::new(); plan.pools.len()];
        for claim in &self.all {
            if let Some(pool) = claim.pool {
                of_pool[pool.at()].push(claim);
            }
        }
        for ((pool, asked), claims) in plan.pools.iter().zip(asked).zip(of_pool) {
            let caps = pool.cap.map(twelfths);
            for (position, asked) in asked.iter().enumerate() {
                let most = caps.map(|caps| caps[position % 12]);
                if !asked.is_held(most) {
                    continue;
                }
                let mut exact: Vec<f64> =
                    claims.iter().map(|claim| claim.at(&self.curves, position)).collect();
                let mut parts: Vec<Money> =
                    claims.iter().map(|claim| series.of(claim.driver)[position]).collect();
                asked.hold(most, &mut exact, &mut parts);
                for (claim, part) in claims.iter().zip(parts) {
                    series.row_mut(claim.driver)[position] = part;
                }
            }
        }
    }
}

/// A driver's value at full scope and full ramp, in minor units: a month, and once.
pub(super) fn full(driver: &Driver, weight: Weight) -> (f64, f64) {
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
        Shape::Logistic { k, t0 } => (5, k, t0),
    };
    [shape, ramp.months.to_bits(), p.to_bits(), q.to_bits()]
}

/// What a driver would bring with all scope live at once: how the parts of its scope relate.
#[derive(Clone, Copy)]
pub(super) struct FullScope<'p> {
    monthly: f64,
    once: f64,
    from: Month,
    ramp: Option<&'p Ramp>,
}

impl<'p> FullScope<'p> {
    /// That of a driver; `None` where it never goes live.
    pub(super) fn of(plan: &'p Plan, ix: ItemIx, weight: Weight) -> Option<Self> {
        let driver = plan.item(ix).driver()?;
        let (monthly, once) = full(driver, weight);
        Some(Self { monthly, once, from: Month::after(plan.first_live(ix)?), ramp: driver.ramp.as_ref() })
    }

    /// What scope that is live from month `first` on brings in `month` for each whole of its share, in minor
    /// units; `None` before it counts.
    pub(super) fn in_month(&self, first: Month, month: Month) -> Option<f64> {
        let k = month.since(first.max(self.from)) + 1;
        let once = if k == 1 { self.once } else { 0.0 };
        (k >= 1).then(|| self.monthly * reached(self.ramp, f64::from(k)) + once)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::quantity::Estimate;

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
        plan.pools =
            vec![Pool { id: "core".into(), about: Default::default(), cap: Some(euros(45_000)), base: None }];
        for id in ["reach", "content"] {
            sample::driver(&mut plan, id).pool = Some(PoolIx(0));
        }
        let figures = Figures::new(&plan);
        // April: 3000 + 750 = 3750 fits 45,000/12 = 3750 to the cent. July: 3000 + 1050 does not.
        let at = |id, position: usize| figures.planned().of(plan.item_by_id(id).unwrap())[position];
        assert_eq!(at("reach", 3), euros(3_000));
        assert_eq!((at("reach", 6), at("content", 6)), (Money(277_778), Money(97_222)));
        assert_eq!(at("launch", 12), euros(1_700), "no driver of the pool");
        for year in [0..12, 3..15] {
            let claimed: Money = year.map(|month| at("reach", month) + at("content", month)).sum();
            assert!(claimed <= euros(45_000));
        }
    }

    /// Published: uplifts of 10 %, 8 % and 5 % on one base are worth 21.34 % of it together, not 23 %, since
    /// each works on what the others leave: 1 − 0.90 × 0.92 × 0.95. Of 1,200,000 a year they are 10,000, 8,000 and
    /// 5,000 a month, which come to 21,340 together; a cap below that holds them to less.
    #[test]
    fn overlapping_uplifts_are_worth_what_each_leaves_of_their_base() {
        let mut plan = sample::plan();
        let base = Some(euros(1_200_000));
        plan.pools = vec![Pool { id: "sales".into(), about: Default::default(), cap: None, base }];
        plan.markets.clear();
        for (id, uplift) in [("reach", 120_000), ("content", 96_000), ("launch", 60_000)] {
            let driver = sample::driver(&mut plan, id);
            (driver.pool, driver.confidence, driver.once, driver.ramp) = (Some(PoolIx(0)), None, None, None);
            driver.value = Some(Estimate { low: None, likely: euros(uplift), high: None });
        }
        let figures = Figures::new(&plan);
        assert_eq!(figures.planned().total()[12..], [euros(21_340); 3]);
        // 10, 8 and 5 of 23 parts of it: 9,278.26, 7,422.608… and 4,639.13.
        let at = |id| figures.planned().of(plan.item_by_id(id).unwrap())[12];
        assert_eq!(["reach", "content", "launch"].map(at), [Money(927_826), Money(742_261), Money(463_913)]);
        assert_eq!(figures.claims_of(figures.drivers_of(PoolIx(0)))[12], euros(23_000));
        for (cap, counts) in [(300_000, 21_340), (240_000, 20_000)] {
            plan.pools[0].cap = Some(euros(cap));
            assert_eq!(Figures::new(&plan).planned().total()[12], euros(counts));
        }
    }

    /// In closed form: of n months of a linear ramp, month k brings (k − ½)/n of the full benefit, and
    /// Σ (k − ½)/n = (n(n + 1)/2 − n/2)/n = n/2. So a ramp costs half of its months, whatever its length. `reach` is
    /// first live at the end of March 2026, which leaves twelve months up to the horizon: of 10,000 a month a ramp of
    /// ten months brings 500, 1,500, … 9,500, in all 50,000, and then 10,000 twice; one of four 2 × 10,000, then eight.
    #[test]
    fn a_linear_ramp_costs_half_of_its_months() {
        for (months, first, in_all) in [(10.0, 500, 70_000), (4.0, 1_250, 100_000)] {
            let mut plan = sample::plan();
            plan.markets.clear();
            let driver = sample::driver(&mut plan, "reach");
            (driver.confidence, driver.once, driver.pool) = (None, None, None);
            driver.value = Some(Estimate { low: None, likely: euros(120_000), high: None });
            driver.ramp = Some(Ramp { months, shape: Shape::Linear });
            let figures = Figures::new(&plan);
            let reach = figures.planned().of(plan.item_by_id("reach").unwrap());
            assert_eq!((reach[2], reach[3]), (euros(0), euros(first)), "{months} months");
            assert_eq!(reach.iter().copied().sum::<Money>(), euros(in_all), "{months} months");
        }
    }

    #[test]
    fn a_dis_benefit_in_a_pool_is_scaled_as_all_are() {
        let mut plan = sample::plan();
        plan.pools =
            vec![Pool { id: "core".into(), about: Default::default(), cap: Some(euros(12_000)), base: None }];
        for id in ["reach", "content", "launch"] {
            sample::driver(&mut plan, id).pool = Some(PoolIx(0));
        }
        let loss = Estimate { low: None, likely: euros(-36_000), high: None };
        sample::driver(&mut plan, "launch").value = Some(loss);
        let figures = Figures::new(&plan);
        let at = |id, position: usize| figures.planned().of(plan.item_by_id(id).unwrap())[position];
        // 36,000/12 × 0.9 × (0.6 at full, 0.4 at 25/27) = 2,620 less than 5,000 + 1,700: 1,000 of 4,080.
        assert_eq!(at("launch", 14), Money(-64_216));
        assert_eq!((at("reach", 14), at("content", 14)), (Money(122_549), Money(41_667)));
        assert_eq!(figures.planned().total()[14], euros(1_000));
    }

    #[test]
    fn a_driver_without_a_wave_has_no_value() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        plan.item_mut(reach).steps = Box::default();
        let figures = Figures::new(&plan);
        assert!(!figures.planned().has(reach));
    }
}
