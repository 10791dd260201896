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
    Money::from_minor_f64(
        flows.iter().zip(discounts).map(|(flow, discount)| flow.minor_f64() * discount).sum(),
    )
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

/// The yearly rate at which the present value of `flows` is zero; `None` where there is none, where there
/// may be several, or where money comes out before it goes in.
#[must_use]
pub fn internal_rate(flows: &[Money], moments: &[u32]) -> Option<f64> {
    let flows = together(flows, moments);
    let (first, sum) = (flows.first()?.amount, flows.iter().map(|flow| flow.amount).sum::<Money>());
    let running = flows.iter().scan(Money::ZERO, |sum, flow| {
        *sum += flow.amount;
        Some(*sum)
    });
    let once = sign_changes(flows.iter().map(|flow| flow.amount)) == 1;
    let one_above_zero = || sum > Money::ZERO && sign_changes(running) == 1;
    if first > Money::ZERO || !(once || one_above_zero()) {
        return None;
    }
    // With `growth` = ln(1 + rate) the present value falls through zero once; bisection finds where.
    let (mut low, mut high) = bracket(|growth| worth(&flows, growth) > 0.0)?;
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if worth(&flows, middle) > 0.0 { low = middle } else { high = middle }
    }
    Some(f64::midpoint(low, high).exp_m1())
}

/// Money at a moment, and how long after the flow before it.
#[derive(Clone, Copy)]
struct Flow {
    amount: Money,
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
fn worth(flows: &[Flow], growth: f64) -> f64 {
    let size = growth.abs();
    let mut worth = 0.0;
    let mut before: Option<u32> = None;
    let (mut gap, mut factor) = (0, 1.0);
    let mut add = |flow: &Flow| {
        let since = before.replace(flow.moment).map_or(0, |before| before.abs_diff(flow.moment));
        if since != gap {
            (gap, factor) = (since, (-size * years(since)).exp());
        }
        worth = worth * factor + flow.amount.minor_f64();
    };
    // Horner's scheme: the flow that is discounted least comes last.
    if growth < 0.0 {
        flows.iter().for_each(&mut add)
    } else {
        flows.iter().rev().for_each(&mut add)
    }
    worth
}

/// Two rates of growth, `positive` at the lower and not at the upper one.
fn bracket(positive: impl Fn(f64) -> bool) -> Option<(f64, f64)> {
    const FARTHEST: f64 = 512.0;
    let sign = if positive(0.0) { 1.0 } else { -1.0 };
    let (mut near, mut far) = (0.0, sign);
    while positive(far) == (sign > 0.0) {
        (near, far) = (far, far * 2.0);
        if far.abs() > FARTHEST {
            return None;
        }
    }
    Some(if sign > 0.0 { (near, far) } else { (far, near) })
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
}
