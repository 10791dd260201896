//! How results spread over the runs, and how far the numbers that say so are off.
//!
//! - **Quantiles** of money lie on a straight line between the two results next to (n − 1) p, counted from
//!   zero (Hyndman and Fan, type 7); quantiles of dates are the result at ⌈n p⌉, so that a date is one that
//!   happened.
//! - **The error of a quantile** comes from its binomial interval: the results 1.96 √(n p (1 − p)) places
//!   below and above are its ends at 95 %, and its width over 2 × 1.96 is the standard error.
//!   Where the results jump within that interval, as where a risk happens in every other run, the quantile is what they
//!   come to below the jump: that much is certain of it, and what lies between comes in no run.
//! - **The interval of a chance** is that of Wilson at 95 % (1927, J. Am. Stat. Assoc. 22). Where no run
//!   counted, or all did, it ends at three in so many runs (rule of three: Hanley and Lippman-Hand 1983, JAMA
//!   249), since what was never seen in n runs is not known to be rarer than that.
//!   What nothing that is drawn decides is so in each run or in none, of however many: it is certain, and its
//!   interval is itself.
//! - **The error of a mean** is the standard deviation over √n, that of a chance √(p (1 − p) / n).

use chrono::NaiveDate;

use super::digit_of;
use crate::plan::quantity::{Currency, Money};
use crate::wording;

/// One in ten, even, nine in ten.
pub const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];

/// An amount and its standard error, both in the unit of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimated {
    /// The amount.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// An amount that a share of the runs stays at or below.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantile {
    /// The amount.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// What stands above it, where results jump there.
    pub jump: Option<Jump>,
}

/// A jump of results within what so many runs hold of a quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jump {
    /// The place of the quantile among the results in order, the least of them being number 1.
    pub place: u32,
    /// What results jump to.
    pub to: f64,
    /// How many runs come to as much or more.
    pub times: u32,
}

/// How an amount of money spreads, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// The amounts that one run in ten, every other and nine runs in ten stay at or below.
    pub quantiles: [Quantile; 3],
    /// The mean of all runs.
    pub mean: Estimated,
    /// The standard deviation.
    pub deviation: f64,
}

impl Spread {
    /// What there is a chance of nine in ten to get at least.
    #[must_use]
    pub fn nine_in_ten(&self) -> Quantile {
        self.quantiles[0]
    }

    /// What there is an even chance to get at least.
    #[must_use]
    pub fn even(&self) -> Quantile {
        self.quantiles[1]
    }

    /// What there is a chance of one in ten to get at least.
    #[must_use]
    pub fn one_in_ten(&self) -> Quantile {
        self.quantiles[2]
    }

    /// What there is a chance of nine in ten, an even one and one of one in ten to get at least, in words: rounded
    /// down to the same step, which the quantiles hold to 95 times in 100. With them the step; `None` where every run
    /// comes to the same, which is told as it is told anywhere.
    #[must_use]
    pub fn at_least(&self, currency: Currency) -> ([String; 3], Option<Money>) {
        at_least(&self.quantiles, self.is_one(), currency)
    }

    /// Whether every run comes to the same.
    #[must_use]
    pub fn is_one(&self) -> bool {
        let [first, ..] = self.quantiles;
        self.deviation <= 0.0 && self.quantiles.iter().all(|it| (it.value - first.value).abs() <= 0.0)
    }

    /// The largest standard error of its quantiles.
    #[must_use]
    pub fn error(&self) -> f64 {
        largest_error(&self.quantiles)
    }

    /// The spread of some results, which it puts in order.
    #[must_use]
    pub fn of(results: &mut [f64]) -> Self {
        results.sort_unstable_by(f64::total_cmp);
        let count = results.len();
        if count == 0 {
            return Self::default();
        }
        let runs = number(count);
        let mean = results.iter().sum::<f64>() / runs;
        let squares: f64 = results.iter().map(|it| (it - mean) * (it - mean)).sum();
        let deviation = if count > 1 { (squares / (runs - 1.0)).sqrt() } else { 0.0 };
        Self {
            quantiles: quantiles(results),
            mean: Estimated { value: mean, error: deviation / runs.sqrt() },
            deviation,
        }
    }
}

/// The quantiles of sorted results.
#[must_use]
pub fn quantiles(sorted: &[f64]) -> [Quantile; 3] {
    LEVELS.map(|level| estimated(sorted, level))
}

/// Quantiles in words: rounded down to the same step, which they hold to 95 times in 100, with the step; or as they are,
/// where each run comes to the same `one`.
#[must_use]
pub fn at_least(quantiles: &[Quantile; 3], one: bool, currency: Currency) -> ([String; 3], Option<Money>) {
    let amounts = quantiles.map(|quantile| Money::from_minor_f64(quantile.value));
    if one {
        return (amounts.map(|amount| wording::money(amount, currency)), None);
    }
    let (told, step) = wording::money_at_least(amounts, digit_of(largest_error(quantiles)), currency);
    (told, Some(step))
}

fn largest_error(quantiles: &[Quantile; 3]) -> f64 {
    quantiles.iter().map(|quantile| quantile.error).fold(0.0, f64::max)
}

/// The quantile at `level` of sorted results.
#[must_use]
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let place = number(sorted.len().saturating_sub(1)) * level;
    let (below, above) = (at(sorted, place.floor()), at(sorted, place.ceil()));
    below + (above - below) * place.fract()
}

/// So many times as far apart as what lies below it are the ends of a quantile's interval that the results jump in.
const JUMP: f64 = 16.0;

/// The quantile at `level` of sorted results with its standard error.
fn estimated(sorted: &[f64], level: f64) -> Quantile {
    let count = number(sorted.len());
    let reach = 1.96 * (count * level * (1.0 - level)).sqrt();
    let place = (count - 1.0) * level;
    let [low, high] = [(place - reach).floor(), (place + reach).ceil()].map(|place| at(sorted, place));
    let below = low - at(sorted, (place - 2.0 * reach).floor());
    if place >= 2.0 * reach && high - low > JUMP * below {
        let times = sorted.len() - sorted.partition_point(|result| *result < high);
        let jump =
            Jump { place: counted((place - reach).floor()) + 1, to: high, times: counted(number(times)) };
        return Quantile { value: low, error: below / 1.96, jump: Some(jump) };
    }
    Quantile { value: quantile(sorted, level), error: (high - low) / (2.0 * 1.96), jump: None }
}

/// The result at a place, held inside the list.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places are few and not negative"
)]
fn at(sorted: &[f64], place: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((place.max(0.0) as usize).min(last)).copied().unwrap_or(0.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "runs are few and not negative")]
fn counted(runs: f64) -> u32 {
    runs as u32
}

#[expect(clippy::cast_precision_loss, reason = "a count of runs")]
fn number(count: usize) -> f64 {
    count as f64
}

/// By when something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The dates by which it has happened in one run in ten, in every other, in nine in ten; `None`: in
    /// fewer runs than that.
    pub by: [Option<NaiveDate>; 3],
}

impl Dates {
    /// The dates of some results, days counted as the calendar does; infinite where it never happens. Puts
    /// them in order.
    #[must_use]
    pub(super) fn of(days: &mut [f64]) -> Self {
        days.sort_unstable_by(f64::total_cmp);
        let count = number(days.len());
        Self { by: LEVELS.map(|level| day(at(days, (count * level - 1e-9).ceil() - 1.0))) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "days of dates, and infinity, which is told apart")]
fn day(days: f64) -> Option<NaiveDate> {
    days.is_finite().then(|| NaiveDate::from_num_days_from_ce_opt(days as i32)).flatten()
}

/// How often something held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chance {
    /// In how many runs.
    pub times: u32,
    /// Of how many.
    pub of: u32,
    /// Whether nothing that is drawn decides it, so that more runs would say the same.
    pub certain: bool,
}

impl Chance {
    /// As a share, 0 to 1; 0 of no runs.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.times) / f64::from(self.of.max(1))
    }

    /// Between which shares it lies, 95 times in 100.
    #[must_use]
    pub fn interval(self) -> [f64; 2] {
        let (share, runs) = (self.share(), f64::from(self.of.max(1)));
        if self.certain {
            return [share, share];
        }
        let three = (3.0 / runs).min(1.0);
        if self.times == 0 {
            return [0.0, three];
        }
        if self.times >= self.of {
            return [1.0 - three, 1.0];
        }
        let squared = 1.96 * 1.96;
        let middle = (share + squared / (2.0 * runs)) / (1.0 + squared / runs);
        let spread = (share * (1.0 - share) / runs + squared / (4.0 * runs * runs)).sqrt();
        let reach = 1.96 * spread / (1.0 + squared / runs);
        [(middle - reach).max(0.0), (middle + reach).min(1.0)]
    }

    /// The same in words, in as many digits as tell the two apart: `99.9962 %` and `100 %`. No end promises more than so
    /// many runs tell: they are rounded away from each other.
    #[must_use]
    pub fn bounds(self) -> [String; 2] {
        let [low, high] = self.interval();
        let told = |digits: usize| {
            let steps = 10_f64.powi(i32::try_from(digits).unwrap_or(4));
            // What is less than a millionth of a step off is no digit.
            let [low, high] = [(low * 100.0 * steps + 1e-6).floor(), (high * 100.0 * steps - 1e-6).ceil()]
                .map(|it| it / steps);
            [low, high].map(|percent| format!("{} %", wording::number(percent, digits)))
        };
        match self.times {
            0 => told(4),
            times if times >= self.of => told(4),
            _ => (1..4).map(told).find(|[low, high]| low != high).unwrap_or_else(|| told(4)),
        }
    }

    /// Its standard error.
    #[must_use]
    pub fn error(self) -> f64 {
        (self.share() * (1.0 - self.share()) / f64::from(self.of.max(1))).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution as _, Triangular};
    use rand_pcg::Pcg64Mcg;

    /// Published: triangular (8, 14, 22) has P10, P50 and P90 at 10.898, 14.517 and 18.653.
    #[test]
    fn quantiles_agree_with_published_ones_within_their_error() {
        let law = Triangular::new(8.0, 22.0, 14.0).unwrap();
        let mut random = Pcg64Mcg::new(5);
        let mut results: Vec<f64> = (0..100_000).map(|_| law.sample(&mut random)).collect();
        let spread = Spread::of(&mut results);
        for (quantile, published) in spread.quantiles.iter().zip([10.898, 14.517, 18.653]) {
            assert!(quantile.error > 0.0 && quantile.error < 0.02, "{quantile:?}");
            assert!((quantile.value - published).abs() < 3.0 * quantile.error + 0.0005, "{quantile:?}");
        }
        // (8 + 14 + 22) / 3
        assert!((spread.mean.value - 14.667).abs() < 3.0 * spread.mean.error + 0.0005);
    }

    /// Of four results, place 0.3 lies three tenths from the first to the second.
    #[test]
    fn quantiles_lie_between_results() {
        let mut results = [40.0, 10.0, 30.0, 20.0];
        let spread = Spread::of(&mut results);
        let values = spread.quantiles.map(|quantile| quantile.value);
        let close = |left: f64, right: f64| (left - right).abs() < 1e-9;
        assert!(close(values[0], 13.0) && close(values[1], 25.0) && close(values[2], 37.0), "{values:?}");
        assert!(close(spread.mean.value, 25.0) && close(spread.deviation, (500.0_f64 / 3.0).sqrt()));
        assert_eq!(Spread::of(&mut []), Spread::default());
        let same = Spread::of(&mut [7.0; 50]);
        assert_eq!((same.error(), same.mean.error, same.deviation), (0.0, 0.0, 0.0));
    }

    /// A risk that takes 60 of 170 away, in about half of 10,000 runs: 110 is certain, and 140 comes in none. Place 4,999.5
    /// lies 98 places, the interval, from the jump at most.
    #[test]
    fn a_quantile_at_a_jump_is_what_is_certain_below_it() {
        let spread = |without: usize| {
            let mut results = vec![110.0; without];
            results.resize(10_000, 170.0);
            Spread::of(&mut results)
        };
        let told = |without: usize| {
            let spread = spread(without);
            (spread.quantiles.map(|it| it.value), spread.error() > 0.0)
        };
        assert_eq!(told(5_000), ([110.0, 110.0, 170.0], false));
        assert_eq!(told(4_902), ([110.0, 110.0, 170.0], false), "within the interval");
        assert_eq!(told(4_901), ([110.0, 170.0, 170.0], false), "and beyond");
        assert_eq!(told(1_000), ([110.0, 170.0, 170.0], false));
        // Place 4,901.5, the least one place 0, is number 4,902; 5,046 of 10,000 come to 170.
        let jump = Jump { place: 4_902, to: 170.0, times: 5_046 };
        assert_eq!(spread(4_954).quantiles.map(|it| it.jump), [None, Some(jump), None]);
        assert_eq!(spread(4_901).quantiles.map(|it| it.jump), [None; 3]);
        // With other things that spread, up to 1 on either side of the jump, below it.
        let mut results: Vec<f64> = (0..10_000).map(|nth| f64::from(nth % 5_000) / 5_000.0).collect();
        results[5_000..].iter_mut().for_each(|it| *it += 60.0);
        let [_, even, _] = Spread::of(&mut results).quantiles;
        assert!((0.97..1.0).contains(&even.value) && (0.0..0.02).contains(&even.error), "{even:?}");
    }

    /// By hand, 15 in 50: (0.3 + 0.0384) ÷ 1.0768 = 0.3143, less and plus 1.96 × 0.0677 ÷ 1.0768 = 0.1232.
    /// Three in ten thousand bounds what was never seen in so many runs.
    #[test]
    fn a_chance_has_an_interval_also_where_no_run_counted() {
        let of = |times, of| Chance { times, of, certain: false }.interval();
        let close = |both: [f64; 2], low: f64, high: f64| {
            (both[0] - low).abs() < 5e-4 && (both[1] - high).abs() < 5e-4
        };
        assert!(close(of(15, 50), 0.191, 0.438), "{:?}", of(15, 50));
        assert!(close(of(0, 10_000), 0.0, 0.0003) && of(0, 10_000)[1] > 0.000_299);
        assert!(close(of(10_000, 10_000), 0.9997, 1.0) && close(of(2, 2), 0.0, 1.0));
        let said = |times, of| Chance { times, of, certain: false }.bounds().join(" to ");
        // 3 in 80,000 are 0.00375 %; 15 in 50 lie between 19.1 and 43.8 %, and their ends are rounded outwards.
        assert_eq!(said(80_000, 80_000), "99.9962 % to 100 %");
        assert_eq!([said(0, 80_000), said(0, 10_000)], ["0 % to 0.0038 %", "0 % to 0.03 %"]);
        assert_eq!(said(15, 50), "19.1 % to 43.8 %");
        let certain = |times| Chance { times, of: 10_000, certain: true }.interval();
        assert_eq!([certain(0), certain(10_000)], [[0.0, 0.0], [1.0, 1.0]]);
    }

    #[test]
    fn dates_are_dates_that_happened() {
        let mut days = [3.0, 1.0, 2.0, f64::INFINITY, 4.0, 5.0, 6.0, 7.0, 8.0, f64::INFINITY];
        let by = Dates::of(&mut days).by.map(|day| day.map(|day| day.to_string()));
        assert_eq!(by, [Some("0001-01-01".into()), Some("0001-01-05".into()), None]);
    }

    #[test]
    fn a_chance_has_a_binomial_error() {
        let chance = Chance { times: 2_500, of: 10_000, certain: false };
        assert!((chance.share() - 0.25).abs() < 1e-12 && (chance.error() - 0.00433).abs() < 1e-5);
        assert!(Chance::default().error().abs() < 1e-12);
    }
}
