//! Net value, NPV, payback, return and peak funding: in all, by wave and by driver.
//!
//! NPV and the internal rate of return: see [`discounting`](super::discounting). Payback is the first month
//! from which cumulative net value stays at zero or above; how long it takes counts months since plan start,
//! in the last of them along a straight line. ROI is (value − cost)/cost. Peak funding is how far cumulative
//! net value falls below zero at its lowest: the money that must be put in before any of it comes back.
//!
//! NPV is rounded once, in all; that of a wave and of a month is a part of it that adds up to it, as
//! [`discounting`](super::discounting) says: wave by wave in the plan's order, what is in none of them last, each month
//! by month.
//!
//! What is by forecast follows the evidence in value alone: cost is as planned, since what was spent is recorded by
//! period and wave and says nothing of what the rest will cost. Estimates of that: see [`earned`](super::earned).

use std::cell::OnceCell;

use super::Figures;
use super::discounting::{Running, internal_rate, present_value, present_values, unrounded};
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;
use crate::wording;

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
    /// or there is nothing to pay back: no cost, and net value that never is below zero.
    pub payback: Option<Month>,
    /// The same for the forecast.
    pub forecast_payback: Option<Month>,
    /// How many months from plan start it takes to be paid back, the last of them in part.
    pub payback_months: Option<f64>,
    /// The most money that is in the case at once, planned value counted against cost.
    pub peak_funding: Money,
    /// The first month at whose end so much is in it; `None`: it never needs any.
    pub peak_month: Option<Month>,
    /// The same for forecast value.
    pub forecast_peak_funding: Money,
    /// The same for forecast value.
    pub forecast_peak_month: Option<Month>,
    /// The yearly rate at which the NPV would be zero; `None` where there is not exactly one.
    pub irr: Option<f64>,
    /// The same for the forecast.
    pub forecast_irr: Option<f64>,
    /// (Planned value − cost) ÷ cost; `None` without cost.
    pub roi: Option<f64>,
    /// (Forecast value − cost) ÷ cost; `None` without cost.
    pub forecast_roi: Option<f64>,
}

impl Case {
    /// The payback for people, planned and by forecast: its month, `unpaid` where it is none, and that there is nothing
    /// to pay back where nothing is spent and net value never is below zero.
    #[must_use]
    pub fn paybacks(&self, unpaid: &str) -> [String; 2] {
        let word = |(payback, free): (Option<Month>, bool)| match payback {
            _ if free => NO_COST.to_owned(),
            Some(month) => wording::month(month),
            None => unpaid.to_owned(),
        };
        let [planned, forecast] = self.is_free();
        [(self.payback, planned), (self.forecast_payback, forecast)].map(word)
    }

    /// Whether nothing is spent and net value is never below zero, planned and by forecast: there is nothing to pay back.
    #[must_use]
    pub fn is_free(&self) -> [bool; 2] {
        [self.peak_month, self.forecast_peak_month].map(|peak| self.cost == Money::ZERO && peak.is_none())
    }
}

/// What is said of the payback of a case without cost, whose net value is never below zero.
pub const NO_COST: &str = "no cost to pay back";

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
        self.add_weighted(figures, driver);
        add(&mut self.unweighted, figures.planned_unweighted().of(driver));
    }

    /// The same without what is planned whatever the confidence.
    fn add_weighted(&mut self, figures: &Figures<'_>, driver: ItemIx) {
        add(&mut self.planned, figures.planned().of(driver));
        add(&mut self.realized, figures.realized().of(driver));
        add(&mut self.forecast, figures.forecast().of(driver));
    }

    /// Value less cost by month: planned, and by forecast.
    fn nets(&self) -> [Vec<Money>; 2] {
        [&self.planned, &self.forecast].map(|value| {
            let cost = self.one_off.iter().zip(&self.running).map(|(one_off, running)| *one_off + *running);
            value.iter().zip(cost).map(|(value, cost)| *value - cost).collect()
        })
    }

    fn case(&self, figures: &Figures<'_>) -> Case {
        let (grid, discounts, moments) = (figures.grid(), figures.discounts(), figures.moments());
        let sum = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
        let [planned_net, forecast_net] = self.nets();
        let one_off = sum(&self.one_off);
        let cost = one_off + sum(&self.running);
        let (planned, forecast) = (sum(&self.planned), sum(&self.forecast));
        // What a dis-benefit takes away first is paid back by what others bring, as a cost is.
        let paid_back =
            |net: &[Money]| payback(net).filter(|_| cost != Money::ZERO || peak_funding(net).is_some());
        let month = |position| grid.month(position);
        let payback = paid_back(&planned_net);
        let peak = peak_funding(&planned_net);
        let forecast_peak = peak_funding(&forecast_net);
        let money = |peak: Option<(usize, Money)>| peak.map_or(Money::ZERO, |(_, amount)| amount);
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
            payback: payback.map(month),
            forecast_payback: paid_back(&forecast_net).map(month),
            payback_months: payback.map(|position| elapsed(&planned_net, position)),
            peak_funding: money(peak),
            peak_month: peak.map(|(position, _)| month(position)),
            forecast_peak_funding: money(forecast_peak),
            forecast_peak_month: forecast_peak.map(|(position, _)| month(position)),
            irr: internal_rate(&planned_net, moments),
            forecast_irr: internal_rate(&forecast_net, moments),
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

/// How many periods it takes from the start to be paid back in period `position`, of which the last counts
/// as far as a straight line through it has to go.
#[must_use]
pub fn elapsed(net: &[Money], position: usize) -> f64 {
    let before: Money = net[..position].iter().copied().sum();
    let part = if before < Money::ZERO { -before.minor_f64() / net[position].minor_f64() } else { 0.0 };
    f64::from(u32::try_from(position).unwrap_or(u32::MAX)) + part
}

/// The first position at which the cumulative sum of `net` is lowest, and how far below zero it is there;
/// `None` where it never is.
#[must_use]
pub fn peak_funding(net: &[Money]) -> Option<(usize, Money)> {
    let mut sum = Money::ZERO;
    let mut lowest = None;
    for (position, amount) in net.iter().enumerate() {
        sum += *amount;
        if sum < lowest.map_or(Money::ZERO, |(_, amount): (_, Money)| -amount) {
            lowest = Some((position, -sum));
        }
    }
    lowest
}

/// (value − cost) ÷ cost; undefined without cost.
#[must_use]
pub fn roi(value: Money, cost: Money) -> Option<f64> {
    (cost != Money::ZERO).then(|| (value - cost).minor_f64() / cost.minor_f64())
}

pub(super) fn whole(figures: &Figures<'_>) -> Case {
    let costs = figures.costs();
    with_costs(figures, [costs.one_off.total().to_vec(), costs.running.total().to_vec()])
}

/// The case of the whole plan with other cost, one-off and running, by month of the grid.
pub(super) fn with_costs(figures: &Figures<'_>, [one_off, running]: [Vec<Money>; 2]) -> Case {
    let flows = Flows {
        planned: figures.planned().total().to_vec(),
        unweighted: figures.planned_unweighted().total().to_vec(),
        realized: figures.realized().total().to_vec(),
        forecast: figures.forecast().total().to_vec(),
        one_off,
        running,
    };
    flows.case(figures)
}

/// The present value of planned value less cost, in minor units before it is rounded.
pub(super) fn npv_unrounded(figures: &Figures<'_>) -> f64 {
    let (planned, costs) = (figures.planned().total(), figures.costs());
    let cost = costs.one_off.total().iter().zip(costs.running.total());
    let net = planned.iter().zip(cost).map(|(value, (one_off, running))| *value - (*one_off + *running));
    unrounded(&net.collect::<Vec<_>>(), figures.discounts())
}

/// The cases of waves, and of what belongs to none of them.
pub(super) struct WaveCases {
    /// In the order of the plan's waves, and of what belongs to none of them after the last; as if no driver had value
    /// without its confidence.
    flows: Vec<Flows>,
    /// What each of these is worth at plan start by month of the grid: planned, and by forecast.
    present: Vec<[Vec<Money>; 2]>,
    /// The whole of each, once somebody asks for more than value, cost and NPV.
    cases: OnceCell<Vec<Case>>,
}

impl WaveCases {
    /// The cases, in the same order.
    pub(super) fn cases(&self, figures: &Figures<'_>) -> &[Case] {
        self.cases.get_or_init(|| {
            let mut unweighted = vec![Money::ZERO; self.flows.len()];
            for (driver, item) in figures.plan.drivers() {
                let at = item.steps.first().map_or(self.flows.len() - 1, |step| step.wave.at());
                unweighted[at] += figures.planned_unweighted().sum_of(driver);
            }
            let cases = unweighted.into_iter().enumerate().map(|(at, planned_unweighted)| {
                let [npv, forecast_npv] = self.npv(at);
                Case { planned_unweighted, npv, forecast_npv, ..self.flows[at].case(figures) }
            });
            cases.collect()
        })
    }

    fn npv(&self, at: usize) -> [Money; 2] {
        [0, 1].map(|basis: usize| self.present[at][basis].iter().copied().sum())
    }
}

/// The case of each wave, and of what belongs to none. A driver's value belongs to the wave that it goes
/// live with, all months of it.
pub(super) fn by_wave(figures: &Figures<'_>) -> WaveCases {
    let (plan, grid, costs) = (figures.plan, figures.grid(), figures.costs());
    let mut waves: Vec<Option<Flows>> = vec![None; plan.waves.len()];
    let mut rest = Flows::empty(grid.len());
    for (driver, item) in plan.drivers() {
        let all = [figures.planned(), figures.forecast(), figures.realized()];
        if all.iter().all(|value| !value.has(driver)) {
            continue;
        }
        let flows = match item.steps.first() {
            Some(step) => waves[step.wave.at()].get_or_insert_with(|| Flows::empty(grid.len())),
            None => &mut rest,
        };
        flows.add_weighted(figures, driver);
    }
    rest.one_off = costs.one_off.unattributed().to_vec();
    rest.running = costs.running.unattributed().to_vec();
    let waves = waves.into_iter().enumerate().map(|(position, flows)| {
        let mut flows = flows.unwrap_or_else(|| Flows::empty(grid.len()));
        add(&mut flows.one_off, costs.one_off.of(WaveIx::from(position)));
        add(&mut flows.running, costs.running.of(WaveIx::from(position)));
        flows
    });
    let flows: Vec<Flows> = waves.chain([rest]).collect();
    let mut running = [Running::default(); 2];
    let mut present: Vec<[Vec<Money>; 2]> = Vec::with_capacity(flows.len());
    for flows in &flows {
        let [planned, forecast] = flows.nets();
        let [of_planned, of_forecast] = &mut running;
        let discounts = figures.discounts();
        present.push([of_planned.each(&planned, discounts), of_forecast.each(&forecast, discounts)]);
    }
    let whole = [figures.planned(), figures.forecast()].map(|value| {
        let cost = costs.one_off.total().iter().zip(costs.running.total());
        let net = value.total().iter().zip(cost).map(|(value, (one_off, run))| *value - (*one_off + *run));
        present_value(&net.collect::<Vec<_>>(), figures.discounts())
    });
    for (basis, npv) in whole.into_iter().enumerate() {
        let sum: Money = present.iter().flat_map(|lane| &lane[basis]).copied().sum();
        let cells = present.iter_mut().rev().flat_map(|lane| lane[basis].iter_mut().rev());
        // Floats that are added up in another order may come to rest on the other side of half a coin.
        if let Some(last) = cells.into_iter().find(|cell| **cell != Money::ZERO) {
            *last += npv - sum;
        }
    }
    WaveCases { flows, present, cases: OnceCell::new() }
}

impl Figures<'_> {
    /// Planned value, cost and NPV of a wave, as its [case](Self::wave_case) has them, without all else of it.
    #[must_use]
    pub fn wave_money(&self, wave: WaveIx) -> [Money; 3] {
        let cases = self.wave_cases();
        let flows = &cases.flows[wave.at()];
        let sum = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
        let [npv, _] = cases.npv(wave.at());
        [sum(&flows.planned), sum(&flows.one_off) + sum(&flows.running), npv]
    }

    /// The business case of one driver: its value less its own cost. What it needs is paid elsewhere, so
    /// these do not add up to the whole.
    #[must_use]
    pub fn driver_case(&self, driver: ItemIx) -> Case {
        let mut flows = Flows::empty(self.grid().len());
        flows.add_driver(self, driver);
        [flows.one_off, flows.running] = self.costs_of_item(driver);
        flows.case(self)
    }

    /// What net value of each month is worth at plan start, planned and by forecast, of a wave or of what belongs to
    /// none of them; over all of these it adds up to the NPV of [`Figures::case`], to the coin.
    #[must_use]
    pub fn wave_present(&self, wave: Option<WaveIx>) -> &[Vec<Money>; 2] {
        let WaveCases { present, .. } = self.wave_cases();
        let at = wave.map_or(present.len() - 1, WaveIx::at);
        &present[at]
    }

    /// The same of the whole plan: what its waves and the rest come to.
    #[must_use]
    pub fn present(&self) -> [Vec<Money>; 2] {
        [0, 1].map(|basis: usize| {
            let mut sums = vec![Money::ZERO; self.grid().len()];
            for lane in &self.wave_cases().present {
                add(&mut sums, &lane[basis]);
            }
            sums
        })
    }

    /// The same of a driver against its own cost.
    #[must_use]
    pub fn driver_present(&self, driver: ItemIx) -> [Vec<Money>; 2] {
        let mut flows = Flows::empty(self.grid().len());
        flows.add_driver(self, driver);
        [flows.one_off, flows.running] = self.costs_of_item(driver);
        flows.nets().map(|net| present_values(&net, self.discounts()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, euros};
    use super::*;
    use crate::plan::discounting::Discounting;

    #[test]
    fn payback_is_when_it_stays_paid_back() {
        let flows = |amounts: &[i128]| payback(&amounts.iter().copied().map(Money).collect::<Vec<_>>());
        assert_eq!(flows(&[-1000, 300, 400, 500, 200]), Some(3));
        assert_eq!(flows(&[-5, 5, -1, 1]), Some(3), "what falls back was not paid back");
        assert_eq!(flows(&[-5, 4]), None);
        assert_eq!(flows(&[0, 1]), Some(0));
        assert_eq!(flows(&[]), None);
    }

    /// The published case of 2.6 periods: its first flow stands at the start, where no period has passed.
    #[test]
    fn payback_inside_a_period_follows_a_straight_line() {
        let net = [-1000, 300, 400, 500, 200].map(Money);
        assert!((elapsed(&net, payback(&net).unwrap()) - 1.0 - 2.6).abs() < 1e-12);
        assert!(elapsed(&[Money(0), Money(1)], 0).abs() < 1e-12);
    }

    #[test]
    fn peak_funding_is_the_depth_of_the_valley() {
        let peak = |amounts: &[i128]| peak_funding(&amounts.iter().copied().map(Money).collect::<Vec<_>>());
        assert_eq!(peak(&[-5, 3, -4, 1, -1, 9]), Some((2, Money(6))));
        assert_eq!(peak(&[5, -5, 1]), None);
        assert_eq!(peak(&[]), None);
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
        assert_eq!(present_value(&net, figures.discounts()), case.npv);
        // Eleven months, and 70 of December's 4,700; 13,700 is laid out by the end of March.
        assert!((case.payback_months.unwrap() - (11.0 + 70.0 / 4_700.0)).abs() < 1e-12);
        assert_eq!((case.peak_funding, case.peak_month), (euros(13_700), Some(Month::new(2026, 3))));
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
        assert_eq!((sum(|case| case.npv), sum(|case| case.forecast_npv)), (all.npv, all.forecast_npv));
        assert_eq!(sum(|case| case.forecast), all.forecast);
        assert_eq!(sum(|case| case.planned_unweighted), all.planned_unweighted);
        assert_eq!(two.payback, None);
    }

    /// Fifteen months: the first year counts in full, the three months of the second a year or half of one
    /// later. Net by year: 4,630 and 23,380.
    #[test]
    fn the_plan_says_by_which_convention() {
        let mut plan = sample::plan();
        let mut npv = |discounting| {
            plan.discounting = discounting;
            Figures::new(&plan).case().npv
        };
        assert_eq!(npv(Discounting::EndOfYear), Money::from_minor_f64(463_000.0 + 2_338_000.0 / 1.1));
        assert_eq!(
            npv(Discounting::MidYear),
            Money::from_minor_f64(463_000.0 + 2_338_000.0 / 1.1_f64.sqrt())
        );
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
