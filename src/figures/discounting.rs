//! What later money is worth at the plan's start, and the rate at which a case would break even.
//!
//! A month's money is divided by (1 + rate)^t, t in years since plan start. The plan says by which
//! convention (`discounting`):
//!
//! - `mid-month`, where it says nothing: t = (months since plan start + ½) / 12;
//! - `end-of-year`: t = the number of the plan year, counted from 0, so that the first year counts in full;
//! - `mid-year`: half a year less than that, the first year again in full.
//!
//! A **split** of a present value (by month, year or wave) is told in whole coins and adds up to the whole: the
//! discounted amounts are added up one by one in a fixed order, and each part is what the rounded running total
//! grows by. So a part is less than a coin off its own amount, what comes to nothing stays nothing, and the last
//! running total is the present value itself, rounded once. Largest remainder would do that for one split alone; a
//! running total does it for all that follow the same order, wave by wave and in each of them month by month.
//!
//! The **internal rate of return** is the yearly rate at which the present value of all flows is zero. It
//! says something only where there is one such rate and money goes in before it comes out. By Descartes'
//! rule of signs there is exactly one where the flows change sign once; by Norstrøm's (1972) exactly one
//! above zero where their running sum changes sign once. In all other cases it is undefined.

use crate::plan::discounting::Discounting;
use crate::plan::quantity::Money;

/// The moments of all conventions are whole numbers of this part of a year.
const PARTS_OF_A_YEAR: u32 = 24;

/// When the money of each of `months` months counts, in 24ths of a year since the start.
#[must_use]
pub fn moments(discounting: Discounting, months: usize) -> Vec<u32> {
    let months = u32::try_from(months).unwrap_or(u32::MAX);
    let moment = |month: u32| match discounting {
        Discounting::MidMonth => 2 * month + 1,
        Discounting::EndOfYear => month / 12 * PARTS_OF_A_YEAR,
        Discounting::MidYear => (month / 12 * PARTS_OF_A_YEAR).saturating_sub(PARTS_OF_A_YEAR / 2),
    };
    (0..months).map(moment).collect()
}

/// What a unit of money is worth at the start, at a yearly `rate`, for each of `moments`.
#[must_use]
pub fn discounts(rate: f64, moments: &[u32]) -> Vec<f64> {
    moments.iter().map(|moment| (1.0 + rate).powf(-years(*moment))).collect()
}

fn years(moment: u32) -> f64 {
    f64::from(moment) / f64::from(PARTS_OF_A_YEAR)
}

/// The sum of `flows`, each times its discount, rounded to the minor unit.
#[must_use]
pub fn present_value(flows: &[Money], discounts: &[f64]) -> Money {
    Money::from_minor_f64(unrounded(flows, discounts))
}

/// The same in minor units, before it is rounded.
#[must_use]
pub fn unrounded(flows: &[Money], discounts: &[f64]) -> f64 {
    flows.iter().zip(discounts).map(|(flow, discount)| flow.minor_f64() * discount).sum()
}

/// What each of `flows` is worth at the start in whole coins, which add up to [`present_value`].
#[must_use]
pub fn present_values(flows: &[Money], discounts: &[f64]) -> Vec<Money> {
    let mut running = Running::default();
    running.each(flows, discounts)
}

/// A running total of fractions of a coin, of which each part is told in whole ones: what the rounded total grows by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    total: f64,
    told: Money,
}

impl Running {
    /// A total that `minor` units are in already.
    #[must_use]
    pub fn from(minor: f64) -> Self {
        Self { total: minor, told: Money::from_minor_f64(minor) }
    }

    /// Adds `minor` units to the total; gives the coins that it grows by.
    pub fn add(&mut self, minor: f64) -> Money {
        self.total += minor;
        let told = Money::from_minor_f64(self.total);
        told - std::mem::replace(&mut self.told, told)
    }

    /// Adds each of `flows` times its discount.
    pub fn each(&mut self, flows: &[Money], discounts: &[f64]) -> Vec<Money> {
        let worth = flows.iter().zip(discounts).map(|(flow, discount)| flow.minor_f64() * discount);
        worth.map(|minor| self.add(minor)).collect()
    }
}

/// The yearly rates at which the present value of some flows is zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Rates {
    /// The one that there is, or the one above zero where there is one alone.
    One(f64),
    /// None at all.
    None,
    /// Several, the lowest first.
    Several(Vec<f64>),
    /// Money comes out before it goes in, so that no rate says what it earns.
    Early,
    /// The flows change their sign so many times, too often to look for the rates.
    Unsettled(usize),
}

impl Rates {
    /// The one that is told.
    #[must_use]
    pub fn one(&self) -> Option<f64> {
        if let Self::One(rate) = self { Some(*rate) } else { None }
    }
}

/// The yearly rate at which the present value of `flows` is zero, where there is one to tell.
#[must_use]
pub fn internal_rate(flows: &[Money], moments: &[u32]) -> Option<f64> {
    internal_rates(flows, moments).one()
}

/// The yearly rates at which the present value of `flows` is zero. There are no more of them than the flows change
/// their sign (Descartes' rule). Where they do so several times the rates are found one by one, see `roots`; where
/// money that is added up is below zero first and above it from one month on, one alone is above zero (Norstrom 1972,
/// J. Financ. Quant. Anal. 7), and is told though others are below.
#[must_use]
pub fn internal_rates(flows: &[Money], moments: &[u32]) -> Rates {
    let flows = together(flows, moments);
    let changes = sign_changes(flows.iter().map(|flow| flow.amount));
    match flows.first() {
        None => return Rates::None,
        Some(first) if first.amount > Money::ZERO && changes > 0 => return Rates::Early,
        Some(_) => {}
    }
    let running = flows.iter().scan(Money::ZERO, |sum, flow| {
        *sum += flow.amount;
        Some(*sum)
    });
    let sum: Money = flows.iter().map(|flow| flow.amount).sum();
    let one_above = sum > Money::ZERO && sign_changes(running) == 1;
    let flows: Vec<Flow<f64>> =
        flows.iter().map(|it| Flow { amount: it.amount.minor_f64(), moment: it.moment }).collect();
    if changes > MOST_CHANGES {
        let above = one_above.then(|| Rates::One(zero(&flows, 0.0, FARTHEST).exp_m1()));
        return above.unwrap_or(Rates::Unsettled(changes));
    }
    let rates: Vec<f64> = roots(flows, changes).into_iter().map(f64::exp_m1).collect();
    let mut above = rates.iter().filter(|rate| **rate > 0.0);
    match (rates.as_slice(), one_above, above.next()) {
        ([], ..) => Rates::None,
        ([one], ..) | (_, true, Some(one)) => Rates::One(*one),
        _ => Rates::Several(rates),
    }
}

/// Changes of sign up to which rates are looked for: the work grows with their square.
const MOST_CHANGES: usize = 16;

/// Where the present value of flows that change their sign so often is zero, as growth = ln(1 + rate), in order.
///
/// Between two flows of other signs, at the moment t, the derivative of e^(growth × t) times the present value has the
/// amounts × (t − moment), whose signs change once less. Its zeros are where that product turns, and from one to the
/// next it crosses zero once or not at all; so from flows that change their sign no more, which have no zero, all are
/// found by bisection, one derivative after the other (Laguerre's proof of Descartes' rule: Jameson 2006, Math. Gazette
/// 90, 223–234).
fn roots(flows: Vec<Flow<f64>>, changes: usize) -> Vec<f64> {
    let mut all = vec![flows];
    for _ in 1..changes {
        let Some(flows) = all.last() else { break };
        let Some(pair) = flows.windows(2).find(|pair| pair[0].amount * pair[1].amount < 0.0) else { break };
        let at = (f64::from(pair[0].moment) + f64::from(pair[1].moment)) / 2.0;
        let turned = |flow: &Flow<f64>| Flow { amount: flow.amount * (at - f64::from(flow.moment)), ..*flow };
        all.push(flows.iter().map(turned).collect());
    }
    let mut turns: Vec<f64> = Vec::new();
    for flows in all.iter().rev().filter(|_| changes > 0) {
        let ends = [-FARTHEST].into_iter().chain(turns.iter().copied()).chain([FARTHEST]);
        let ends: Vec<(f64, bool)> = ends.map(|growth| (growth, worth(flows, growth) > 0.0)).collect();
        let crossed = ends.windows(2).filter(|pair| pair[0].1 != pair[1].1);
        turns = crossed.map(|pair| zero(flows, pair[0].0, pair[1].0)).collect();
    }
    turns
}

/// Growth past which nothing is looked for.
const FARTHEST: f64 = 512.0;

/// Where the present value is zero between two rates of growth at which it has other signs.
fn zero(flows: &[Flow<f64>], mut low: f64, mut high: f64) -> f64 {
    let positive = worth(flows, low) > 0.0;
    for _ in 0..90 {
        let middle = f64::midpoint(low, high);
        if (worth(flows, middle) > 0.0) == positive { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// An amount at a moment.
#[derive(Clone, Copy)]
struct Flow<A = Money> {
    amount: A,
    moment: u32,
}

/// The flows of each moment added up, without those that come to nothing.
fn together(flows: &[Money], moments: &[u32]) -> Vec<Flow> {
    let mut together: Vec<Flow> = Vec::new();
    for (amount, moment) in flows.iter().zip(moments) {
        match together.last_mut().filter(|last| last.moment == *moment) {
            Some(last) => last.amount += *amount,
            None => together.push(Flow { amount: *amount, moment: *moment }),
        }
    }
    together.retain(|flow| flow.amount != Money::ZERO);
    together
}

fn sign_changes(amounts: impl Iterator<Item = Money>) -> usize {
    let mut last = 0;
    let signs = amounts.map(|amount| amount.0.signum()).filter(|sign| *sign != 0);
    signs.filter(|sign| std::mem::replace(&mut last, *sign) == -*sign).count()
}

/// The present value of `flows` at e^`growth` a year, seen from the end that keeps it from growing past
/// all bounds: only its sign counts.
fn worth(flows: &[Flow<f64>], growth: f64) -> f64 {
    let size = growth.abs();
    let mut worth = 0.0;
    let mut before: Option<u32> = None;
    let (mut gap, mut factor) = (0, 1.0);
    let mut add = |flow: &Flow<f64>| {
        let since = before.replace(flow.moment).map_or(0, |before| before.abs_diff(flow.moment));
        if since != gap {
            (gap, factor) = (since, (-size * years(since)).exp());
        }
        worth = worth * factor + flow.amount;
    };
    // Horner's scheme: the flow that is discounted least comes last.
    if growth < 0.0 {
        flows.iter().for_each(&mut add)
    } else {
        flows.iter().rev().for_each(&mut add)
    }
    worth
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[Discounting] = Discounting::ALL;

    fn money(amounts: &[i128]) -> Vec<Money> {
        amounts.iter().map(|amount| Money(*amount)).collect()
    }

    /// A flow a plan year, laid on the first month of the year.
    fn yearly(amounts: &[i128]) -> Vec<Money> {
        let year = |amount: &i128| [vec![Money(amount * 100)], vec![Money::ZERO; 11]].concat();
        amounts.iter().flat_map(year).collect()
    }

    /// First flow undiscounted, at 3.5 %: published examples of both conventions.
    #[test]
    fn net_present_value_at_the_end_and_the_middle_of_years() {
        let flows = yearly(&[-1000, 300, 400, 500, 200]);
        let npv = |discounting| present_value(&flows, &discounts(0.035, &moments(discounting, flows.len())));
        assert_eq!(npv(Discounting::EndOfYear), Money(28_852));
        assert_eq!(npv(Discounting::MidYear), Money(31_087));
    }

    /// By hand: 0.4, 0.8 and 1.2 coins are 0, 1 and 1 as their running total of 0.4, 1.2 and 2.4 is told; by
    /// themselves they would be 0, 1 and 1 too, but 0.4 three times is 1.2, told as 0, 1 and 0 and not as nothing.
    #[test]
    fn parts_grow_as_their_rounded_total_does() {
        let parts = |minor: &[f64]| {
            let mut running = Running::default();
            minor.iter().map(|minor| running.add(*minor).0).collect::<Vec<_>>()
        };
        assert_eq!(parts(&[0.4, 0.8, 1.2]), [0, 1, 1]);
        assert_eq!(parts(&[0.4, 0.0, 0.4, 0.4]), [0, 0, 1, 0]);
        assert_eq!(parts(&[-0.7, 0.3, 0.4]), [-1, 1, 0]);
        assert_eq!(present_values(&money(&[1, 2, 3]), &[0.4, 0.4, 0.4]), money(&[0, 1, 1]));
    }

    #[test]
    fn months_are_discounted_from_their_middle() {
        let factors = discounts(0.08, &moments(Discounting::MidMonth, 13));
        assert!((factors[0] - 1.08_f64.powf(-0.5 / 12.0)).abs() < 1e-12);
        assert!((factors[12] / factors[0] - 1.0 / 1.08).abs() < 1e-12);
    }

    /// With v = (1 + rate)^(−1/12), a level flow of n months is worth v^½ (1 − vⁿ) / (1 − v).
    #[test]
    fn a_level_flow_is_worth_its_geometric_sum() {
        let (rate, months) = (0.07_f64, 60);
        let v = (1.0 + rate).powf(-1.0 / 12.0);
        let closed = 100_000.0 * v.sqrt() * (1.0 - v.powi(months)) / (1.0 - v);
        let flows = vec![Money(100_000); 60];
        let npv = present_value(&flows, &discounts(rate, &moments(Discounting::MidMonth, 60)));
        assert_eq!(npv, Money::from_minor_f64(closed));
    }

    #[test]
    fn the_internal_rate_has_its_closed_forms() {
        let rate = |flows: &[Money], by| internal_rate(flows, &moments(by, flows.len())).unwrap();
        // −100 and +121 two years later, whatever counts inside the years.
        let flows = yearly(&[-100, 0, 121]);
        assert!((rate(&flows, Discounting::MidMonth) - 0.1).abs() < 1e-9);
        assert!((rate(&flows, Discounting::EndOfYear) - 0.1).abs() < 1e-9);
        assert!((rate(&flows, Discounting::MidYear) - (1.21_f64.powf(1.0 / 1.5) - 1.0)).abs() < 1e-9);
        // A perpetuity cut short: 1,000 for 500 months that cost v + … + v⁵⁰⁰ of them at 12 % a year.
        let v = 1.12_f64.powf(-1.0 / 12.0);
        let price = 1e9 * v * (1.0 - v.powi(500)) / (1.0 - v);
        let mut flows = vec![Money(1_000_000_000); 501];
        flows[0] = -Money::from_minor_f64(price);
        assert!((rate(&flows, Discounting::MidMonth) - 0.12).abs() < 1e-9);
        // Half of the money is lost in a year.
        let flows = yearly(&[-100, 50]);
        assert!((rate(&flows, Discounting::MidMonth) + 0.5).abs() < 1e-9);
    }

    #[test]
    fn at_the_internal_rate_nothing_is_won_or_lost() {
        let flows = money(&[-90_000, -20_000, 4_000, 30_000, -1_000, 55_000, 60_000, 9_000]);
        let moments = moments(Discounting::MidMonth, flows.len());
        let rate = internal_rate(&flows, &moments).unwrap();
        assert_eq!(present_value(&flows, &discounts(rate, &moments)), Money::ZERO);
    }

    #[test]
    fn without_one_clear_rate_there_is_none() {
        for by in ALL {
            let rate = |amounts: &[i128]| {
                let flows = yearly(amounts);
                internal_rate(&flows, &moments(*by, flows.len()))
            };
            assert_eq!(rate(&[]), None);
            assert_eq!(rate(&[0, 0]), None);
            assert_eq!(rate(&[-5, -5]), None, "nothing comes back");
            assert_eq!(rate(&[5, 5]), None, "nothing goes in");
            assert_eq!(rate(&[100, -50]), None, "it comes out first");
            // 10 % and 20 %, at the end of years.
            assert_eq!(rate(&[-10_000, 23_000, -13_200]), None);
        }
    }

    /// By hand, with x = 1 + rate at the end of years: (x − 1.1)(x − 1.2) = x² − 2.3 x + 1.32;
    /// −(x − ½)(x² − 2 x + 4) = −x³ + 2.5 x² − 5 x + 2, whose signs change three times though it has one zero, at −50 %;
    /// −(x − 1.1)(x − 1.2)(x − 1.5) = −x³ + 3.8 x² − 4.77 x + 1.98; and x² − 2 x + 4 has none.
    #[test]
    fn of_flows_that_change_their_sign_more_than_once_all_rates_are_found() {
        let rates = |amounts: &[i128]| {
            let flows = yearly(amounts);
            internal_rates(&flows, &moments(Discounting::EndOfYear, flows.len()))
        };
        let close = |found: Rates, expected: &[f64]| {
            let found = match found {
                Rates::One(rate) => vec![rate],
                Rates::Several(rates) => rates,
                other => panic!("{other:?}"),
            };
            let near = found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-9);
            assert!(near && found.len() == expected.len(), "{found:?} {expected:?}");
        };
        close(rates(&[-10_000, 23_000, -13_200]), &[0.1, 0.2]);
        close(rates(&[-1_000, 2_500, -5_000, 2_000]), &[-0.5]);
        close(rates(&[-10_000, 38_000, -47_700, 19_800]), &[0.1, 0.2, 0.5]);
        assert_eq!(rates(&[-1_000, 2_000, -4_000]), Rates::None);
        assert_eq!(rates(&[100, -50]), Rates::Early);
        assert_eq!(rates(&[-5, 5].repeat(20)), Rates::Unsettled(39));
        // At 10 % each pair is worth nothing: 1,100 a year after 1,000, 121 a year after 110. Added up it is 100 after
        // the first and loses 11 with each of nine more, so that it crosses zero once in 18 changes of sign.
        let many = [&[-1_000, 1_100][..], &[110, -121].repeat(9)].concat();
        close(rates(&many), &[0.1]);
        // −4 (x − 0.8)(x − 1.25)(x + 1) = −4 x³ + 4.2 x² + 4.2 x − 4; added up it crosses zero once: 25 % is told.
        close(rates(&[-4_000, 4_200, 4_200, -4_000]), &[0.25]);
    }
}
