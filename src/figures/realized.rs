//! What was realized, at what rate of plan, and what is to be expected therefore.
//!
//! - **Realized**: what was recorded, each period's amount spread evenly over its months. A record whose
//!   period ends after `as-of` is not known yet and counts nowhere; a month without a record counts 0.
//! - **Realization rate** of a driver: realized ÷ planned over its recorded months; undefined while
//!   nothing was planned in them. Value that was recorded before the plan has the driver live at all was held
//!   against another plan, and putting a driver off would raise its rate and so its forecast. What is planned
//!   counts then as if its value had begun with the first month of that record, without the cap of its pool.
//! - **Forecast**: realized in recorded months; in all others, those before `as-of` included, since the record
//!   lags behind, planned × rate. While the rate is undefined it counts 1.
//!
//! Where a pool has a base, realized value has the overlap in it, so the rate is that of what claims come to once
//! overlap is taken off. What is to be expected of the claims of a month then overlaps in its turn, on what the
//! realized value of the month leaves of the base.
//!
//! Where a pool has a cap, the rate comes before the cap. What a driver came to is held against what it
//! *claimed* in the recorded months, its claims of the other months come true at that rate, and what the pool's
//! drivers come to together is held to what the realized value of the month leaves of the cap. A rate that came
//! after the cap would let the forecast rise when a driver that comes true badly is late: the cap would hand its
//! room to one that comes true better. So, with values and records that are not negative, a slip never raises the
//! forecast, as it never raises planned value: claims of a month only get fewer, their rates stay, what is
//! recorded stays, and the smaller of their sum and a room that stays does not grow. The one exception is that of
//! planned value: a one-off `once`, of which a month at its cap counts only what fits, may fall in a month that
//! has room when it falls later.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Figures;
use super::benefit::{Curve, Weight, full};
use super::cost::twelfths;
use super::grid::EvenParts;
use super::pool::{Asked, Overlap};
use super::series::Series;
use crate::plan::Plan;
use crate::plan::calendar::{Month, Period};
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;
use crate::plan::record::Realized;

/// Realized value and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Realized value by driver and month.
    pub series: Series,
    recorded: FxHashMap<ItemIx, Vec<bool>>,
    to_date: FxHashMap<ItemIx, Money>,
    earliest: FxHashMap<ItemIx, Period>,
}

/// How much of the planned value came about, over the months that are recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Realized in the recorded months.
    pub realized: Money,
    /// Planned for the same months.
    pub planned: Money,
}

impl Rate {
    /// Realized ÷ planned; `None` while nothing was planned.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.planned != Money::ZERO).then(|| self.realized.minor_f64() / self.planned.minor_f64())
    }
}

impl Evidence {
    /// Whether each month of the grid is recorded; empty for a driver without any record.
    #[must_use]
    pub fn recorded(&self, driver: ItemIx) -> &[bool] {
        self.recorded.get(&driver).map_or(&[], Vec::as_slice)
    }

    /// All that a driver realized up to `as-of`, in months off the grid too.
    #[must_use]
    pub fn to_date(&self, driver: ItemIx) -> Money {
        self.to_date.get(&driver).copied().unwrap_or_default()
    }
}

/// The records of realized value that are known at `as-of`.
pub fn known(plan: &Plan) -> impl Iterator<Item = &Realized> {
    plan.realized.iter().filter(|record| record.period.end() <= plan.as_of)
}

pub(super) fn evidence(figures: &Figures<'_>) -> Evidence {
    let (plan, grid) = (figures.plan, figures.grid());
    let drivers = plan.drivers().count();
    let mut series = Series::empty(drivers, grid.len(), 0);
    let mut recorded: FxHashMap<ItemIx, Vec<bool>> = FxHashMap::default();
    let mut to_date: FxHashMap<ItemIx, Money> = FxHashMap::default();
    let mut earliest: FxHashMap<ItemIx, Period> = FxHashMap::default();
    for record in known(plan).filter(|record| record.driver.at() < drivers) {
        *to_date.entry(record.driver).or_default() += record.value;
        if record.value != Money::ZERO {
            let first = earliest.entry(record.driver).or_insert(record.period);
            if (record.period.end(), record.period.first) < (first.end(), first.first) {
                *first = record.period;
            }
        }
        let row = series.row_mut(record.driver);
        let seen = recorded.entry(record.driver).or_insert_with(|| vec![false; grid.len()]);
        let parts = EvenParts::of(record.value, usize::try_from(record.period.months).unwrap_or(1));
        for (month, part) in record.period.iter().zip(parts) {
            if let Some(position) = grid.position(month) {
                row[position] += part;
                seen[position] = true;
            }
        }
    }
    Evidence { series: series.summed(), recorded, to_date, earliest }
}

impl Figures<'_> {
    /// The realization rate of a driver; `None` where no month of the grid is recorded.
    pub fn rate(&self, driver: ItemIx) -> Option<Rate> {
        self.rate_against(driver, self.planned().of(driver))
    }

    /// The rate at which the claims of a driver came true, before the cap of its pool: the one that its forecast
    /// goes by. That of [`Figures::rate`] where the cap left all of the recorded months. `planned` is what was
    /// claimed, less overlap where the pool has a base.
    pub fn claim_rate(&self, driver: ItemIx) -> Option<Rate> {
        if self.evidence().recorded(driver).is_empty() {
            return None;
        }
        self.rate_against(driver, &self.overlapped(driver))
    }

    fn rate_against(&self, driver: ItemIx, planned: &[Money]) -> Option<Rate> {
        let evidence = self.evidence();
        let recorded = evidence.recorded(driver);
        let realized = evidence.series.of(driver);
        let planned = match self.begun_before(driver) {
            Some(begun) => Cow::Owned(self.begun(driver, begun)),
            None => Cow::Borrowed(planned),
        };
        let months = (0..recorded.len()).filter(|position| recorded[*position]);
        months.fold(None, |rate: Option<Rate>, position| {
            let mut rate = rate.unwrap_or_default();
            rate.realized += realized[position];
            rate.planned += planned[position];
            Some(rate)
        })
    }

    /// The months of the grid, by position, that are over at `as-of`, in which a driver plans something and nothing is
    /// recorded of it: its forecast takes them at planned × the rate so far.
    #[must_use]
    pub fn unrecorded(&self, driver: ItemIx) -> Vec<usize> {
        let over = self.grid().months_over(self.plan.as_of);
        let recorded = self.evidence().recorded(driver);
        let planned = self.planned().of(driver).iter().enumerate().take(over);
        let open =
            planned.filter(|(at, planned)| **planned != Money::ZERO && recorded.get(*at) != Some(&true));
        open.map(|(at, _)| at).collect()
    }

    /// How many such months all drivers have together, each month of each driver counted.
    #[must_use]
    pub fn unrecorded_in_all(&self) -> usize {
        self.unrecorded_of(self.plan.drivers().map(|(driver, _)| driver), &(0..self.grid().len()))
    }

    /// How many such months some drivers have together in some months of the grid.
    #[must_use]
    pub fn unrecorded_of(&self, drivers: impl Iterator<Item = ItemIx>, months: &Range<usize>) -> usize {
        drivers.map(|driver| self.unrecorded(driver).iter().filter(|at| months.contains(at)).count()).sum()
    }

    /// By how much the forecast of a driver is more than what was realized and planned × its rate so far come to: what
    /// others leave of its pool, or less where they take more of it. Nothing outside of a pool that holds its drivers
    /// to anything.
    #[must_use]
    pub fn forecast_by_pool(&self, driver: ItemIx) -> Money {
        let pool = self.plan.item(driver).driver().and_then(|own| own.pool);
        let held = pool.is_some_and(|pool| self.plan.pool(pool).holds());
        if !held || self.begun_before(driver).is_some() {
            return Money::ZERO;
        }
        let rate = self.rate(driver).and_then(|rate| rate.share()).unwrap_or(1.0);
        let months = self.forecast().of(driver).iter().zip(self.planned().of(driver));
        let recorded = self.evidence().recorded(driver);
        let open = months.enumerate().filter(|(position, _)| recorded.get(*position) != Some(&true));
        let (mut by_pool, mut coins) = (Money::ZERO, 0);
        for (_, (forecast, planned)) in open {
            by_pool += *forecast - Money::from_minor_f64(planned.minor_f64() * rate);
            coins += 1;
        }
        // Each month is rounded.
        if by_pool.0.abs() > coins { by_pool } else { Money::ZERO }
    }

    /// The month with which the value of a driver began by its record, where that is before the plan has the driver
    /// live: its whole first period with value is over by then. `None` where plan and record agree.
    #[must_use]
    pub fn begun_before(&self, driver: ItemIx) -> Option<Month> {
        let first = self.evidence().earliest.get(&driver)?;
        self.plan.first_live(driver).filter(|live| first.end() <= *live).map(|_| first.first)
    }

    /// What a driver would have planned by month of the grid if its value had begun with a month, without the cap
    /// of its pool; what overlaps with others of the pool is taken off.
    #[must_use]
    pub fn begun(&self, driver: ItemIx, with: Month) -> Vec<Money> {
        let Some(own) = self.plan.item(driver).driver() else { return Vec::new() };
        let (monthly, once) = full(own, Weight::Confidence);
        let curve = Curve::of(self.grid(), self.scope(), with, own.ramp.as_ref());
        let months = curve.ramped.iter().zip(&curve.first);
        self.overlapped_with(driver, months.map(|(ramped, first)| monthly * ramped + once * first).collect())
    }
}

impl Figures<'_> {
    /// What is to be expected of a driver by month of the grid before the cap of its pool: what was realized where
    /// that is recorded, else what it claims × the rate at which its claims came true so far.
    #[must_use]
    pub fn forecast_claims(&self, driver: ItemIx) -> Vec<Money> {
        let evidence = self.evidence();
        let rate = self.claim_rate(driver).filter(|rate| rate.planned != Money::ZERO);
        let (recorded, realized) = (evidence.recorded(driver), evidence.series.of(driver));
        let amount = |(position, claimed): (usize, &Money)| match rate {
            _ if recorded.get(position) == Some(&true) => realized[position],
            Some(rate) => claimed.part(rate.realized.0, rate.planned.0),
            None => *claimed,
        };
        self.claims().of(driver).iter().enumerate().map(amount).collect()
    }

    /// What realized value leaves of a pool's cap by month of the grid; `None` for a pool without one.
    #[must_use]
    pub fn room(&self, pool: PoolIx) -> Option<Vec<Money>> {
        self.room_for(pool, &self.drivers_of(pool).collect::<Vec<_>>())
    }

    fn room_for(&self, pool: PoolIx, drivers: &[ItemIx]) -> Option<Vec<Money>> {
        let cap = self.plan.pool(pool).cap?;
        let mut room: Vec<Money> = twelfths(cap).into_iter().cycle().take(self.grid().len()).collect();
        self.each_recorded(drivers, |position, amount| room[position] -= amount);
        Some(room.into_iter().map(|room| room.max(Money::ZERO)).collect())
    }

    /// What realized value takes of a pool's base by month of the grid; `None` for a pool without one.
    #[must_use]
    pub fn taken(&self, pool: PoolIx) -> Option<Vec<Money>> {
        self.taken_by(pool, &self.drivers_of(pool).collect::<Vec<_>>())
    }

    fn taken_by(&self, pool: PoolIx, drivers: &[ItemIx]) -> Option<Vec<Money>> {
        self.plan.pool(pool).base?;
        let mut taken = vec![Money::ZERO; self.grid().len()];
        self.each_recorded(drivers, |position, amount| taken[position] += amount.max(Money::ZERO));
        Some(taken)
    }

    fn each_recorded(&self, drivers: &[ItemIx], mut tell: impl FnMut(usize, Money)) {
        for driver in drivers {
            let recorded = self.evidence().recorded(*driver).iter().enumerate();
            for (position, _) in recorded.filter(|(_, recorded)| **recorded) {
                tell(position, self.realized().of(*driver)[position]);
            }
        }
    }

    /// The base of a pool by month of the grid before anything is claimed, less what realized value takes of it; `None`
    /// for a pool without one.
    pub(crate) fn overlap_ahead(&self, pool: PoolIx) -> Option<Vec<Overlap>> {
        let base = self.plan.pool(pool).base?;
        Some(self.taken(pool)?.into_iter().map(|taken| Overlap::on(base, taken)).collect())
    }

    /// What is to be expected of a driver's claim by month of the grid, neither rounded nor held to its pool.
    #[must_use]
    pub fn expected(&self, driver: ItemIx) -> Vec<f64> {
        let rate = self.claim_rate(driver).and_then(Rate::share).unwrap_or(1.0);
        self.claimed(driver, Weight::Confidence).into_iter().map(|claim| claim * rate).collect()
    }

    /// What the drivers of a pool are expected to ask of it by month of the grid, where nothing is recorded of them.
    fn expected_of(&self, pool: PoolIx, drivers: &[ItemIx]) -> Vec<Asked> {
        let base = self.plan.pool(pool).base.zip(self.taken_by(pool, drivers));
        let overlap =
            |position: usize| base.as_ref().map(|(base, taken)| Overlap::on(*base, taken[position]));
        let mut asked: Vec<Asked> =
            (0..self.grid().len()).map(|position| Asked::of(overlap(position))).collect();
        for driver in drivers {
            let recorded = self.evidence().recorded(*driver);
            for (position, amount) in self.forecast_claims(*driver).into_iter().enumerate() {
                if recorded.get(position) != Some(&true) {
                    asked[position] = asked[position].with(amount);
                }
            }
        }
        asked
    }

    /// What overlap on the base of a pool leaves of each expected claim above zero, where nothing is recorded, by month
    /// of the grid.
    #[must_use]
    pub fn forecast_overlap(&self, pool: PoolIx) -> Vec<f64> {
        let drivers: Vec<ItemIx> = self.drivers_of(pool).collect();
        let factor = |asked: Asked| asked.overlap.map_or(1.0, |overlap| overlap.factor());
        self.expected_of(pool, &drivers).into_iter().map(factor).collect()
    }

    /// The factor by month of the grid that holds the forecast of a pool's drivers, where nothing is recorded of
    /// them, to what realized value leaves of the cap, where overlap is taken off.
    #[must_use]
    pub fn forecast_factor(&self, pool: PoolIx) -> Vec<f64> {
        let drivers: Vec<ItemIx> = self.drivers_of(pool).collect();
        let Some(room) = self.room_for(pool, &drivers) else { return vec![1.0; self.grid().len()] };
        let factor = |(room, asked): (Money, Asked)| {
            let sum = asked.counts(None);
            if sum > room { room.minor_f64() / sum.minor_f64() } else { 1.0 }
        };
        room.into_iter().zip(self.expected_of(pool, &drivers)).map(factor).collect()
    }

    /// The drivers of a pool.
    pub fn drivers_of(&self, pool: PoolIx) -> impl Iterator<Item = ItemIx> + '_ {
        let in_pool = move |ix: &ItemIx| self.plan.item(*ix).driver().is_some_and(|it| it.pool == Some(pool));
        self.plan.drivers().map(|(ix, _)| ix).filter(in_pool)
    }
}

pub(super) fn forecast(figures: &Figures<'_>) -> Series {
    let evidence = figures.evidence();
    // Without any record the forecast is the plan.
    if evidence.recorded.is_empty() {
        return figures.planned().clone();
    }
    let plan = figures.plan;
    let mut of_pool: Vec<Vec<ItemIx>> = vec![Vec::new(); plan.pools.len()];
    let rows = figures.planned().rows() + evidence.series.rows();
    let mut series = Series::empty(plan.drivers().count(), figures.grid().len(), rows);
    for (driver, item) in plan.drivers() {
        if figures.planned().has(driver) || evidence.series.has(driver) {
            series.row_mut(driver).copy_from_slice(&figures.forecast_claims(driver));
            if let Some(pool) = item.driver().and_then(|driver| driver.pool) {
                of_pool[pool.at()].push(driver);
            }
        }
    }
    for (pool, drivers) in of_pool.into_iter().enumerate() {
        if plan.pools[pool].holds() {
            hold(figures, pool.into(), &drivers, &mut series);
        }
    }
    series.summed()
}

/// Shares out what a pool and the realized value of a month leave, in the months in which more than that is to be
/// expected of its drivers without a record.
fn hold(figures: &Figures<'_>, pool: PoolIx, drivers: &[ItemIx], series: &mut Series) {
    let (room, evidence) = (figures.room_for(pool, drivers), figures.evidence());
    let recorded = |driver: ItemIx, position: usize| evidence.recorded(driver).get(position) == Some(&true);
    // What each claims to a fraction of a coin, as planned value is shared; known once a month binds.
    let mut exact: Option<Vec<Vec<f64>>> = None;
    for (position, asked) in figures.expected_of(pool, drivers).into_iter().enumerate() {
        let most = room.as_ref().map(|room| room[position]);
        if !asked.is_held(most) {
            continue;
        }
        let exact = exact.get_or_insert_with(|| drivers.iter().map(|it| figures.expected(*it)).collect());
        let open: Vec<usize> = (0..drivers.len()).filter(|at| !recorded(drivers[*at], position)).collect();
        let mut claims: Vec<f64> = open.iter().map(|at| exact[*at][position]).collect();
        let mut parts: Vec<Money> = open.iter().map(|at| series.of(drivers[*at])[position]).collect();
        asked.hold(most, &mut claims, &mut parts);
        for (at, part) in open.into_iter().zip(parts) {
            series.row_mut(drivers[at])[position] = part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::strategy::Pool;

    #[test]
    fn the_forecast_follows_the_evidence() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let reach = plan.item_by_id("reach").unwrap();
        let cents = |euros: &[i128]| euros.iter().map(|euro| Money(euro * 100)).collect::<Vec<_>>();
        // Recorded: 6,000 for the second quarter and 1,500 for July, of 9,000 and 3,000 planned.
        let realized = cents(&[0, 0, 0, 2000, 2000, 2000, 1500, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(figures.realized().of(reach), realized);
        assert_eq!(figures.rate(reach).and_then(Rate::share), Some(0.625));
        let expected =
            cents(&[0, 0, 0, 2000, 2000, 2000, 1500, 1875, 1875, 1875, 1875, 1875, 3125, 3125, 3125]);
        assert_eq!(figures.forecast().of(reach), expected);
        let total: Money = figures.forecast().total().iter().copied().sum();
        assert_eq!(total, euros(49_060));
    }

    /// Recorded as above, and then put off to the end of September: in April to July nothing is planned any more.
    /// What was recorded was held against value that had begun with April, so the rate stays, and putting it off
    /// raises nothing. A record of the period in which a driver goes live is none from before it.
    #[test]
    fn a_driver_that_is_put_off_keeps_the_rate_at_which_it_came_true() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        let before: Money = Figures::new(&plan).forecast().of(reach).iter().copied().sum();
        plan.moved.insert((reach, 0), sample::day("2026-09-30"));
        let figures = Figures::new(&plan);
        let begun = Month::of(sample::day("2026-04-01"));
        assert_eq!(figures.begun_before(reach), Some(begun));
        // 120,000 ÷ 12 × 0.5 × (0.6 of north from April, 1.0 with south from January), as it was planned.
        let planned = [vec![Money(0); 3], vec![Money(300_000); 9], vec![Money(500_000); 3]].concat();
        assert_eq!(figures.begun(reach, begun), planned);
        assert_eq!(figures.rate(reach).and_then(Rate::share), Some(0.625));
        // Realized 7,500; then 3 × 3,000 × 0.625 from October and 3 × 5,000 × 0.625 from January.
        let after: Money = figures.forecast().of(reach).iter().copied().sum();
        assert_eq!(after, euros(7_500 + 5_625 + 9_375));
        assert!(after < before);
        // Live within the second quarter: its record tells of the months since.
        plan.moved.insert((reach, 0), sample::day("2026-05-31"));
        assert_eq!(Figures::new(&plan).begun_before(reach), None);
    }

    /// By hand: a pool of 45,000 a year, 3,750 a month, for reach and content, as in the tests of benefit. Reach came
    /// to 7,500 where it claims 4 × 3,000, which the cap cuts to 2,777.78 in July. Content has no record.
    #[test]
    fn the_rate_of_a_claim_comes_before_the_cap_of_its_pool() {
        let mut plan = sample::plan();
        plan.pools =
            vec![Pool { id: "core".into(), about: Default::default(), cap: Some(euros(45_000)), base: None }];
        let [reach, content] = ["reach", "content"].map(|id| {
            sample::driver(&mut plan, id).pool = Some(PoolIx(0));
            plan.item_by_id(id).unwrap()
        });
        let figures = Figures::new(&plan);
        assert_eq!(figures.claim_rate(reach).and_then(Rate::share), Some(0.625));
        assert_eq!(figures.rate(reach), Some(Rate { realized: euros(7_500), planned: Money(1_177_778) }));
        let at = |driver, position: usize| figures.forecast().of(driver)[position];
        // July: reach has 1,500 of the 3,750, which leaves content all that it claims.
        assert_eq!((at(reach, 6), at(content, 6)), (euros(1_500), euros(1_050)));
        assert_eq!(figures.room(PoolIx(0)).unwrap()[6], euros(2_250));
        // August: 3,000 × 0.625, and 1,200; together below the cap that 4,200 would not have passed.
        assert_eq!((at(reach, 7), at(content, 7)), (euros(1_875), euros(1_200)));
        // January 2027: 5,000 × 0.625 and 1,700 are 4,825, of which 3,750 are shared.
        assert_eq!((at(reach, 12), at(content, 12)), (Money(242_876), Money(132_124)));
        assert!((figures.forecast_factor(PoolIx(0))[12] - 3_750.0 / 4_825.0).abs() < 1e-12);
    }

    /// By hand: a pool with a base of 120,000 a year, 10,000 a month. From April on reach claims 3,000 and content 750,
    /// 450, 750 and 1,050: together 10,000 × (1 − 0.7 × 0.925), which leaves 0.94 of each in April and June, 0.96087 in
    /// May (0.955), 0.92222 in July (0.895). Of the 11,289.28 that reach has so 7,500 were realized.
    #[test]
    fn what_is_expected_overlaps_on_what_realized_value_leaves_of_the_base() {
        let mut plan = sample::plan();
        let base = Some(euros(120_000));
        plan.pools = vec![Pool { id: "core".into(), about: Default::default(), cap: None, base }];
        let [reach, content] = ["reach", "content"].map(|id| {
            sample::driver(&mut plan, id).pool = Some(PoolIx(0));
            plan.item_by_id(id).unwrap()
        });
        let figures = Figures::new(&plan);
        assert_eq!(figures.overlapped(reach)[3..7], [282_000, 288_261, 282_000, 276_667].map(Money));
        let rate = Rate { realized: euros(7_500), planned: Money(1_128_928) };
        assert_eq!(figures.claim_rate(reach), Some(rate));
        let at = |driver, position: usize| figures.forecast().of(driver)[position];
        // July: reach took 1,500 of the 10,000, and 1,050 are 10.5 % of what that leaves.
        assert_eq!((at(reach, 6), at(content, 6)), (euros(1_500), Money(89_250)));
        // August: 3,000 × 0.664347 = 1,993.04 and 1,200 come to 10,000 × (1 − 0.800696 × 0.88) = 2,953.88.
        assert_eq!((at(reach, 7), at(content, 7)), (Money(184_376), Money(111_012)));
    }

    /// What comes true as it was planned is forecast as it is planned: the overlap is in what was realized, and is not
    /// taken off once more.
    #[test]
    fn on_plan_the_forecast_of_a_pool_with_a_base_is_the_plan() {
        let mut plan = sample::plan();
        let base = Some(euros(1_200_000));
        plan.pools = vec![Pool { id: "sales".into(), about: Default::default(), cap: None, base }];
        plan.realized.clear();
        for id in ["reach", "content"] {
            let driver = sample::driver(&mut plan, id);
            (driver.pool, driver.once) = (Some(PoolIx(0)), None);
        }
        plan.as_of = sample::day("2026-07-31");
        let planned = Figures::new(&plan).planned().clone();
        for driver in ["reach", "content"].map(|id| plan.item_by_id(id).unwrap()) {
            for (month, value) in (4..=7).zip(&planned.of(driver)[3..]) {
                let period = Period::parse(&format!("2026-{month:02}")).unwrap();
                plan.realized.push(Realized { driver, period, value: *value, about: Default::default() });
            }
        }
        let figures = Figures::new(&plan);
        for (forecast, planned) in figures.forecast().total().iter().zip(planned.total()) {
            assert!((*forecast - *planned).0.abs() <= 1, "{forecast:?} for {planned:?}");
        }
    }

    #[test]
    fn what_ends_after_as_of_is_not_known() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let content = plan.item_by_id("content").unwrap();
        assert_eq!(plan.realized.iter().filter(|record| record.driver == content).count(), 1);
        assert_eq!(figures.evidence().to_date(content), Money::ZERO);
        assert_eq!(figures.rate(content), None);
        assert_eq!(figures.forecast().of(content), figures.planned().of(content));
    }

    #[test]
    fn a_rate_of_nothing_planned_is_undefined() {
        assert_eq!(Rate { realized: Money(5), planned: Money::ZERO }.share(), None);
    }
}
