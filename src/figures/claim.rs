//! What a driver claims of a month before its pool is asked: the steps on the way to planned value, for
//! those who want to see them. [`benefit`](super::benefit) computes all drivers at once by the same rule.

use super::Figures;
use super::benefit::{Curve, Weight, full};
use super::ramp::full_after;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;

impl Figures<'_> {
    /// By month of the grid, the share of a driver's full value that is live and ramped up, and the share
    /// that counts for the first time; nothing for what is no phased driver.
    #[must_use]
    pub fn live_share(&self, driver: ItemIx) -> [Vec<f64>; 2] {
        let ramp = self.plan.item(driver).driver().map(|driver| driver.ramp.as_ref());
        match ramp.zip(self.plan.first_live(driver)) {
            Some((ramp, live)) => {
                let curve = Curve::of(self.grid(), self.scope(), Month::after(live), ramp);
                [curve.ramped, curve.first]
            }
            None => [vec![0.0; self.grid().len()], vec![0.0; self.grid().len()]],
        }
    }

    /// The first month in which a driver brings something by the year, and the first one in which it brings all of
    /// that: the last of the scope that waves open has gone through its ramp. `None` where it brings nothing by the
    /// year, is no phased driver, or nothing of its scope opens.
    #[must_use]
    pub fn brings(&self, driver: ItemIx) -> Option<(Month, Month)> {
        let own = self.plan.item(driver).driver()?;
        own.value.filter(|value| value.likely != Money::ZERO)?;
        let from = Month::after(self.plan.first_live(driver)?);
        let (first, last) = (self.scope().steps().first()?.0, self.scope().steps().last()?.0);
        Some((from.max(first), from.max(last).plus(full_after(own.ramp.as_ref()))))
    }

    /// What a driver claims by month of the grid, in minor units, neither rounded nor held to its pool.
    #[must_use]
    pub fn claimed(&self, driver: ItemIx, weight: Weight) -> Vec<f64> {
        let (monthly, once) =
            self.plan.item(driver).driver().map_or((0.0, 0.0), |driver| full(driver, weight));
        let [ramped, first] = self.live_share(driver);
        ramped.into_iter().zip(first).map(|(ramped, first)| monthly * ramped + once * first).collect()
    }

    /// What the drivers of a pool claim together by month of the grid, weighted with confidence and each rounded
    /// as planned value is; a month that the cap does not bind counts all of it.
    #[must_use]
    pub fn claims_of(&self, drivers: impl Iterator<Item = ItemIx>) -> Vec<Money> {
        let mut sums = vec![Money::ZERO; self.grid().len()];
        for driver in drivers {
            for (sum, claimed) in sums.iter_mut().zip(self.claims().of(driver)) {
                *sum += *claimed;
            }
        }
        sums
    }

    /// The factor by month of the grid that holds the drivers of a pool to its cap.
    #[must_use]
    pub fn pool_factor(&self, pool: PoolIx, weight: Weight) -> Vec<f64> {
        let Some(cap) = self.plan.pool(pool).cap else { return vec![1.0; self.grid().len()] };
        let cap = cap.minor_f64() / 12.0;
        let mut sums = vec![0.0; self.grid().len()];
        for (driver, _) in self
            .plan
            .drivers()
            .filter(|(_, item)| item.driver().is_some_and(|driver| driver.pool == Some(pool)))
        {
            for (sum, claimed) in sums.iter_mut().zip(self.claimed(driver, weight)) {
                *sum += claimed;
            }
        }
        sums.into_iter().map(|sum| if sum > cap { cap / sum } else { 1.0 }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::strategy::Pool;

    /// What is claimed, held to the pool and rounded, is what is planned.
    #[test]
    fn claims_lead_to_planned_value() {
        let mut plan = sample::plan();
        plan.pools = vec![Pool { id: "core".into(), about: Default::default(), cap: Some(euros(45_000)) }];
        for id in ["reach", "content"] {
            sample::driver(&mut plan, id).pool = Some(PoolIx(0));
        }
        let figures = Figures::new(&plan);
        for (driver, item) in plan.drivers() {
            let pool = item.driver().unwrap().pool;
            let factor = pool.map(|pool| figures.pool_factor(pool, Weight::Confidence));
            for (position, claimed) in figures.claimed(driver, Weight::Confidence).into_iter().enumerate() {
                let factor = factor.as_ref().map_or(1.0, |factor| factor[position]);
                let planned = figures.planned().of(driver)[position];
                assert_eq!(Money::from_minor_f64(claimed * factor), planned, "{} {position}", item.id);
            }
        }
        // July: 3000 + 1050 against 45,000/12 = 3750.
        assert!((figures.pool_factor(PoolIx(0), Weight::Confidence)[6] - 3750.0 / 4050.0).abs() < 1e-12);
    }
}
