//! What a driver claims of a month before its pool is asked: the steps on the way to planned value, for
//! those who want to see them. [`benefit`](super::benefit) computes all drivers at once by the same rule.

use std::borrow::Cow;

use super::Figures;
use super::benefit::{Curve, Weight, full};
use super::grid::settled;
use super::pool::Overlap;
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
    /// as planned value is; a month that the pool does not bind counts all of it.
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

    /// What overlap on the base of a pool leaves of each of its drivers' claims above zero, by month of the grid.
    #[must_use]
    pub fn overlap_factor(&self, pool: PoolIx, weight: Weight) -> Vec<f64> {
        self.overlaps(pool, weight).map(|overlap| overlap.map_or(1.0, |overlap| overlap.factor())).collect()
    }

    fn overlaps(&self, pool: PoolIx, weight: Weight) -> impl Iterator<Item = Option<Overlap>> + '_ {
        let asked = &self.benefit_by(weight).asked[pool.at()];
        (0..self.grid().len()).map(|position| asked.get(position).and_then(|asked| asked.overlap))
    }

    /// What a driver claims by month of the grid where overlap with the others of its pool is taken off, before the
    /// cap: weighted with confidence and rounded. What [`Figures::claims`] is in a pool without a base.
    #[must_use]
    pub fn overlapped(&self, driver: ItemIx) -> Cow<'_, [Money]> {
        let Some(pool) = self.base_of(driver) else { return Cow::Borrowed(self.claims().of(driver)) };
        let claimed = self.claimed(driver, Weight::Confidence).into_iter();
        let overlaps = self.overlaps(pool, Weight::Confidence);
        claimed
            .zip(overlaps)
            .map(|(claim, overlap)| rounded(overlap.map_or(claim, |it| it.of(claim))))
            .collect()
    }

    /// What the drivers of a pool claim together by month of the grid where overlap is taken off, before the cap.
    #[must_use]
    pub fn overlapped_of(&self, pool: PoolIx) -> Vec<Money> {
        match &self.benefit_by(Weight::Confidence).asked[pool.at()][..] {
            [] => self.claims_of(self.drivers_of(pool)),
            asked => asked.iter().map(|asked| asked.counts(None)).collect(),
        }
    }

    /// The pool of a driver, where that has a base.
    #[must_use]
    pub fn base_of(&self, driver: ItemIx) -> Option<PoolIx> {
        let pool = self.plan.item(driver).driver()?.pool?;
        self.plan.pool(pool).base.map(|_| pool)
    }

    /// What some amounts of a driver would come to by month of the grid if it claimed them in place of what it does.
    pub(super) fn overlapped_with(&self, driver: ItemIx, claims: Vec<f64>) -> Vec<Money> {
        let Some(pool) = self.base_of(driver) else { return claims.into_iter().map(rounded).collect() };
        let own = self.claimed(driver, Weight::Confidence).into_iter();
        let months = claims.into_iter().zip(own).zip(self.overlaps(pool, Weight::Confidence));
        let held = |((claim, own), overlap): ((f64, f64), Option<Overlap>)| {
            rounded(overlap.map_or(claim, |it| {
                let [own, begun] = [own, claim].map(|it| rounded(it).minor_f64());
                it.without(own).with(begun).of(claim)
            }))
        };
        months.map(held).collect()
    }

    /// The factor by month of the grid that holds the drivers of a pool to its cap, where overlap is taken off.
    #[must_use]
    pub fn pool_factor(&self, pool: PoolIx, weight: Weight) -> Vec<f64> {
        let Some(cap) = self.plan.pool(pool).cap else { return vec![1.0; self.grid().len()] };
        let cap = cap.minor_f64() / 12.0;
        let mut sums = vec![0.0; self.grid().len()];
        let overlaps: Vec<Option<Overlap>> = self.overlaps(pool, weight).collect();
        for driver in self.drivers_of(pool) {
            let claimed = self.claimed(driver, weight).into_iter().zip(&overlaps);
            for (sum, (claimed, overlap)) in sums.iter_mut().zip(claimed) {
                *sum += overlap.map_or(claimed, |overlap| overlap.of(claimed));
            }
        }
        sums.into_iter().map(|sum| if sum > cap { cap / sum } else { 1.0 }).collect()
    }
}

fn rounded(exact: f64) -> Money {
    Money::from_minor_f64(settled(exact))
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
        plan.pools =
            vec![Pool { id: "core".into(), about: Default::default(), cap: Some(euros(45_000)), base: None }];
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
