//! Net value, NPV, payback and return: in all, by wave and by driver.
//!
//! NPV discounts each month's net value by (1 + rate)^(−(months since plan start + ½)/12). Payback is the
//! first month from which cumulative net value stays at zero or above. ROI is (value − cost)/cost.

use super::Figures;
use super::grid::Grid;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;

/// A business case up to the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Case {
    /// Planned value, weighted with confidence.
    pub planned: Money,
    /// Planned value as if every driver were certain.
    pub planned_unweighted: Money,
    /// Realized value up to `as-of`.
    pub realized: Money,
    /// Forecast value.
    pub forecast: Money,
    /// Cost, one-off and running.
    pub cost: Money,
    /// The part of it that is one-off.
    pub one_off: Money,
    /// Planned value less cost.
    pub net: Money,
    /// Forecast value less cost.
    pub forecast_net: Money,
    /// Present value, at plan start, of planned value less cost.
    pub npv: Money,
    /// Present value, at plan start, of forecast value less cost.
    pub forecast_npv: Money,
    /// The first month from which the planned net value stays paid back; `None`: not up to the horizon,
    /// or there is neither value nor cost.
    pub payback: Option<Month>,
    /// The same for the forecast.
    pub forecast_payback: Option<Month>,
    /// (Planned value − cost) ÷ cost; `None` without cost.
    pub roi: Option<f64>,
    /// (Forecast value − cost) ÷ cost; `None` without cost.
    pub forecast_roi: Option<f64>,
}

/// What a case is made of, by month of the grid.
#[derive(Clone, Debug, PartialEq)]
struct Flows {
    planned: Vec<Money>,
    unweighted: Vec<Money>,
    realized: Vec<Money>,
    forecast: Vec<Money>,
    one_off: Vec<Money>,
    running: Vec<Money>,
}

impl Flows {
    fn empty(months: usize) -> Self {
        let zeros = || vec![Money::ZERO; months];
        Self {
            planned: zeros(),
            unweighted: zeros(),
            realized: zeros(),
            forecast: zeros(),
            one_off: zeros(),
            running: zeros(),
        }
    }

    fn add_driver(&mut self, figures: &Figures<'_>, driver: ItemIx) {
        add(&mut self.planned, figures.planned().of(driver));
        add(&mut self.unweighted, figures.planned_unweighted().of(driver));
        add(&mut self.realized, figures.realized().of(driver));
        add(&mut self.forecast, figures.forecast().of(driver));
    }

    fn case(&self, grid: Grid, discounts: &[f64]) -> Case {
        let sum = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
        let net = |value: &[Money]| -> Vec<Money> {
            let cost = self.one_off.iter().zip(&self.running).map(|(one_off, running)| *one_off + *running);
            value.iter().zip(cost).map(|(value, cost)| *value - cost).collect()
        };
        let (planned_net, forecast_net) = (net(&self.planned), net(&self.forecast));
        let one_off = sum(&self.one_off);
        let cost = one_off + sum(&self.running);
        let (planned, forecast) = (sum(&self.planned), sum(&self.forecast));
        let paid_back = |value: &[Money], net: &[Money]| {
            let any = cost != Money::ZERO || value.iter().any(|amount| *amount != Money::ZERO);
            payback(net).filter(|_| any).map(|position| grid.month(position))
        };
        Case {
            planned,
            planned_unweighted: sum(&self.unweighted),
            realized: sum(&self.realized),
            forecast,
            cost,
            one_off,
            net: planned - cost,
            forecast_net: forecast - cost,
            npv: present_value(&planned_net, discounts),
            forecast_npv: present_value(&forecast_net, discounts),
            payback: paid_back(&self.planned, &planned_net),
            forecast_payback: paid_back(&self.forecast, &forecast_net),
            roi: roi(planned, cost),
            forecast_roi: roi(forecast, cost),
        }
    }
}

fn add(sums: &mut [Money], amounts: &[Money]) {
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum += *amount;
    }
}

/// What a unit of money is worth at the start, `years` later, at a yearly `rate`.
#[must_use]
pub fn discount(rate: f64, years: f64) -> f64 {
    (1.0 + rate).powf(-years)
}

/// The discount of each of `months` months, each taken at its middle.
#[must_use]
pub fn discounts(rate: f64, months: usize) -> Vec<f64> {
    let months = u32::try_from(months).unwrap_or(u32::MAX);
    (0..months).map(|month| discount(rate, (f64::from(month) + 0.5) / 12.0)).collect()
}

/// The sum of `flows`, each times its discount, rounded to the minor unit.
#[must_use]
pub fn present_value(flows: &[Money], discounts: &[f64]) -> Money {
    Money::from_minor_f64(
        flows.iter().zip(discounts).map(|(flow, discount)| flow.minor_f64() * discount).sum(),
    )
}

/// The first position from which the cumulative sum of `net` stays at zero or above.
#[must_use]
pub fn payback(net: &[Money]) -> Option<usize> {
    let mut sum = Money::ZERO;
    let mut since = None;
    for (position, amount) in net.iter().enumerate() {
        sum += *amount;
        since = if sum >= Money::ZERO { since.or(Some(position)) } else { None };
    }
    since
}

/// (value − cost) ÷ cost; undefined without cost.
#[must_use]
pub fn roi(value: Money, cost: Money) -> Option<f64> {
    (cost != Money::ZERO).then(|| (value - cost).minor_f64() / cost.minor_f64())
}

pub(super) fn whole(figures: &Figures<'_>) -> Case {
    let costs = figures.costs();
    let flows = Flows {
        planned: figures.planned().total().to_vec(),
        unweighted: figures.planned_unweighted().total().to_vec(),
        realized: figures.realized().total().to_vec(),
        forecast: figures.forecast().total().to_vec(),
        one_off: costs.one_off.total().to_vec(),
        running: costs.running.total().to_vec(),
    };
    flows.case(figures.grid(), figures.discounts())
}

/// The case of each wave, and of what belongs to none. A driver's value belongs to the wave that it goes
/// live with, all months of it.
pub(super) fn by_wave(figures: &Figures<'_>) -> (Vec<Case>, Case) {
    let (plan, grid, costs) = (figures.plan, figures.grid(), figures.costs());
    let mut waves: Vec<Option<Flows>> = vec![None; plan.waves.len()];
    let mut rest = Flows::empty(grid.len());
    for (driver, item) in plan.drivers() {
        if !figures.planned().has(driver) && !figures.realized().has(driver) {
            continue;
        }
        let flows = match item.steps.first() {
            Some(step) => waves[step.wave.at()].get_or_insert_with(|| Flows::empty(grid.len())),
            None => &mut rest,
        };
        flows.add_driver(figures, driver);
    }
    rest.one_off = costs.one_off.unattributed().to_vec();
    rest.running = costs.running.unattributed().to_vec();
    let cases = waves.into_iter().enumerate().map(|(position, flows)| {
        let mut flows = flows.unwrap_or_else(|| Flows::empty(grid.len()));
        add(&mut flows.one_off, costs.one_off.of(WaveIx::from(position)));
        add(&mut flows.running, costs.running.of(WaveIx::from(position)));
        flows.case(grid, figures.discounts())
    });
    (cases.collect(), rest.case(grid, figures.discounts()))
}

impl Figures<'_> {
    /// The business case of one driver: its value less its own cost. What it needs is paid elsewhere, so
    /// these do not add up to the whole.
    #[must_use]
    pub fn driver_case(&self, driver: ItemIx) -> Case {
        let mut flows = Flows::empty(self.grid().len());
        flows.add_driver(self, driver);
        [flows.one_off, flows.running] = self.costs_of_item(driver);
        flows.case(self.grid(), self.discounts())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;

    const FLOWS: [f64; 5] = [-1000.0, 300.0, 400.0, 500.0, 200.0];

    fn npv(year_of: impl Fn(f64) -> f64) -> f64 {
        let years = (0..).map(|year: u32| year_of(f64::from(year)));
        FLOWS.iter().zip(years).map(|(flow, years)| flow * discount(0.035, years)).sum()
    }

    /// First flow undiscounted, at 3.5 %: published examples of both conventions.
    #[test]
    fn net_present_value_at_the_end_and_the_middle_of_years() {
        assert!((npv(|year| year) - 288.52).abs() < 0.005);
        assert!((npv(|year| (year - 0.5).max(0.0)) - 310.87).abs() < 0.005);
    }

    #[test]
    fn months_are_discounted_from_their_middle() {
        let factors = discounts(0.08, 13);
        assert!((factors[0] - 1.08_f64.powf(-0.5 / 12.0)).abs() < 1e-12);
        assert!((factors[12] / factors[0] - 1.0 / 1.08).abs() < 1e-12);
    }

    #[test]
    fn payback_is_when_it_stays_paid_back() {
        let flows = |amounts: &[i128]| payback(&amounts.iter().copied().map(Money).collect::<Vec<_>>());
        assert_eq!(flows(&[-1000, 300, 400, 500, 200]), Some(3));
        assert_eq!(flows(&[-5, 5, -1, 1]), Some(3), "what falls back was not paid back");
        assert_eq!(flows(&[-5, 4]), None);
        assert_eq!(flows(&[0, 1]), Some(0));
        assert_eq!(flows(&[]), None);
    }

    #[test]
    fn return_without_cost_is_undefined() {
        assert_eq!(roi(Money(5), Money::ZERO), None);
        assert_eq!(roi(Money(150), Money(100)), Some(0.5));
    }

    /// By hand: see the months in the tests of benefit, cost and forecast.
    #[test]
    fn the_whole_case_by_hand() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let case = figures.case();
        assert_eq!((case.planned, case.cost, case.net), (euros(64_810), euros(36_800), euros(28_010)));
        assert_eq!((case.realized, case.forecast), (euros(7_500), euros(49_060)));
        assert_eq!(case.forecast_net, euros(12_260));
        assert_eq!(case.payback, Some(Month::new(2026, 12)));
        assert!((case.roi.unwrap() - 28_010.0 / 36_800.0).abs() < 1e-12);
        // Net by month, in the order of the grid, from the value and cost tables of the leaves.
        let net = [
            [-4_600, -4_600, -4_500].as_slice(),
            &[800, 500, 800, 1_300, 1_450, 1_450],
            &[3_320, 4_010, 4_700, 7_400, 7_660, 8_320],
        ]
        .concat();
        assert_eq!(net.iter().sum::<i128>(), 28_010);
        let net: Vec<Money> = net.into_iter().map(|euros| Money(euros * 100)).collect();
        assert_eq!(payback(&net), Some(11), "cumulative −70 in November, 4,630 in December 2026");
        assert_eq!(present_value(&net, &discounts(0.1, 15)), case.npv);
        assert_eq!((case.npv, case.forecast_npv), (Money(2_449_787), Money(990_891)));
    }

    #[test]
    fn waves_and_the_rest_add_up_to_the_whole() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let (one, two) = (figures.wave_case(WaveIx(0)), figures.wave_case(WaveIx(1)));
        let (rest, all) = (figures.unattributed_case(), figures.case());
        assert_eq!((one.planned, two.planned), (euros(55_900), euros(8_910)));
        assert_eq!((one.cost, two.cost, rest.cost), (euros(26_100), euros(10_500), euros(200)));
        let sum = |of: fn(&Case) -> Money| [one, two, rest].map(of).into_iter().sum::<Money>();
        assert_eq!(sum(|case| case.net), all.net);
        assert_eq!(sum(|case| case.forecast), all.forecast);
        assert_eq!(sum(|case| case.planned_unweighted), all.planned_unweighted);
        assert_eq!(two.payback, None);
    }

    #[test]
    fn a_driver_stands_against_its_own_cost() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let reach = figures.driver_case(plan.item_by_id("reach").unwrap());
        assert_eq!((reach.planned, reach.cost, reach.one_off), (euros(42_000), euros(3_000), euros(3_000)));
        let content = figures.driver_case(plan.item_by_id("content").unwrap());
        assert_eq!((content.roi, content.net), (None, euros(13_900)));
    }
}
