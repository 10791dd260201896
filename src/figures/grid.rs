//! The grid of calendar months that all figures stand on, and money spread evenly over some of them.

use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::plan::wave::Wave;

/// The calendar months from the plan's start to its horizon, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    first: Month,
    months: usize,
}

impl Grid {
    /// The grid of a plan; empty where the horizon comes before the start.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let first = Month::of(plan.start);
        let months = Month::of(plan.horizon).since(first).saturating_add(1);
        Self { first, months: usize::try_from(months).unwrap_or(0) }
    }

    /// How many months it has.
    #[must_use]
    pub fn len(self) -> usize {
        self.months
    }

    /// Whether it has no month.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.months == 0
    }

    /// The month at a position.
    #[must_use]
    pub fn month(self, position: usize) -> Month {
        self.first.plus(i32::try_from(position).unwrap_or(i32::MAX))
    }

    /// Its months, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (0..self.months).map(move |position| self.month(position))
    }

    /// The position of a month, if it lies on the grid.
    #[must_use]
    pub fn position(self, month: Month) -> Option<usize> {
        usize::try_from(month.since(self.first)).ok().filter(|position| *position < self.months)
    }

    /// The position of the first month of the grid that is `month` or later; its length where none is.
    #[must_use]
    pub fn position_from(self, month: Month) -> usize {
        usize::try_from(month.since(self.first)).unwrap_or(0).min(self.months)
    }

    /// How many of its months are over when `day` ends. What is planned is held against the record up to there:
    /// a month that still runs has no record yet.
    #[must_use]
    pub fn months_over(self, day: NaiveDate) -> usize {
        self.position_from(Month::of(day.succ_opt().unwrap_or(day)))
    }

    /// The positions of `count` months from `first` on, with their numbers in that stretch; months off
    /// the grid are left out.
    pub(crate) fn stretch(self, first: Month, count: usize) -> impl Iterator<Item = (usize, usize)> {
        let offset = i64::from(first.since(self.first));
        let skip = usize::try_from(-offset).unwrap_or(0);
        let start = usize::try_from(offset).unwrap_or(0);
        let left = count.saturating_sub(skip).min(self.months.saturating_sub(start));
        (0..left).map(move |nth| (start + nth, skip + nth))
    }
}

/// The months that a wave touches: the first one, and how many. A wave that ends before it starts, which
/// the checks report, counts the month of its start, so that its money does not vanish.
#[must_use]
pub fn months_of(wave: &Wave) -> (Month, usize) {
    let first = Month::of(wave.start);
    let count = Month::of(wave.end).since(first).saturating_add(1).max(1);
    (first, usize::try_from(count).unwrap_or(1))
}

/// An amount in even parts, one after the other: the same parts as [`Money::even_part`], without a
/// division for each.
#[derive(Clone, Debug)]
pub struct EvenParts {
    quotient: i128,
    remainder: i128,
    parts: i128,
    floor: i128,
    rest: i128,
    given: i128,
    left: usize,
}

impl EvenParts {
    /// `amount` in `parts` parts that differ by at most one minor unit and add up to it.
    #[must_use]
    pub fn of(amount: Money, parts: usize) -> Self {
        let count = (parts as i128).max(1);
        let (quotient, remainder) = match (i64::try_from(amount.0), i64::try_from(count)) {
            // Nearly every amount; a wide division costs several times as much.
            (Ok(amount), Ok(count)) => (amount.div_euclid(count).into(), amount.rem_euclid(count).into()),
            _ => (amount.0.div_euclid(count), amount.0.rem_euclid(count)),
        };
        Self { quotient, remainder, parts: count, floor: 0, rest: 0, given: 0, left: parts }
    }
}

impl Iterator for EvenParts {
    type Item = Money;

    fn next(&mut self) -> Option<Money> {
        self.left = self.left.checked_sub(1)?;
        self.floor += self.quotient;
        self.rest += self.remainder;
        if self.rest >= self.parts {
            self.rest -= self.parts;
            self.floor += 1;
        }
        let up = match (self.rest * 2).cmp(&self.parts) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self.floor % 2 != 0,
            std::cmp::Ordering::Less => false,
        };
        let rounded = self.floor + i128::from(up);
        let part = rounded - self.given;
        self.given = rounded;
        Some(Money(part))
    }
}

/// A float without its noise: to a millionth of a minor unit. What is exactly a half in the plan's decimals
/// then is one in the program too, and 0.6 × 0.4 does as 0.24 does; every rounding of value starts here.
#[must_use]
pub(super) fn settled(minor: f64) -> f64 {
    const PARTS: f64 = 1e6;
    let parts = minor * PARTS;
    // Past this a float has no digits left that could be noise.
    if parts.abs() < 4e15 { parts.round() / PARTS } else { minor }
}

/// `amount` shared in proportion to `weights` by largest remainder: see `apportioned`. Where the weights do
/// not come to more than nothing, the first share takes it all.
#[must_use]
pub fn shared(amount: Money, weights: &[f64]) -> Vec<Money> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        let all_to_first = |nth| if nth == 0 { amount } else { Money::ZERO };
        return (0..weights.len()).map(all_to_first).collect();
    }
    let exact: Vec<f64> = weights.iter().map(|weight| amount.minor_f64() * weight / sum).collect();
    apportioned(amount, &exact)
}

/// `amount` in parts as near to `exact`, which come to about as much, as whole minor units allow: each is
/// rounded down, and what is left goes to those that lost most. Of equal remainders the first in the list
/// comes first. The parts add up to `amount` exactly.
#[must_use]
pub(super) fn apportioned(amount: Money, exact: &[f64]) -> Vec<Money> {
    let exact: Vec<f64> = exact.iter().copied().map(settled).collect();
    let mut parts: Vec<Money> = exact.iter().map(|exact| Money::from_minor_f64(exact.floor())).collect();
    let left = amount - parts.iter().copied().sum();
    let given = usize::try_from(left.0).unwrap_or(0).min(parts.len());
    if given > 0 {
        let remainder = |at: usize| settled(exact[at] - exact[at].floor());
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order
            .select_nth_unstable_by(given - 1, |a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
        for at in &order[..given] {
            parts[*at] += Money(1);
        }
    }
    // Amounts past what a float counts exactly leave a rest, which goes to the largest part.
    let rest = amount - parts.iter().copied().sum();
    let larger = |a: &usize, b: &usize| exact[*a].abs().total_cmp(&exact[*b].abs()).then(b.cmp(a));
    if let Some(largest) = (0..parts.len()).max_by(larger).filter(|_| rest != Money::ZERO) {
        parts[largest] += rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_parts_are_those_of_money() {
        for (amount, parts) in [(100, 3), (1, 7), (-101, 12), (0, 4), (99_999, 9), (5, 10), (-5, 10)] {
            let expected: Vec<Money> = (0..parts).map(|nth| Money(amount).even_part(nth, parts)).collect();
            assert_eq!(EvenParts::of(Money(amount), parts).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn the_noise_of_a_float_decides_no_tie() {
        let noisy = 0.1 + 0.2;
        assert_ne!(Money::from_minor_f64(noisy * 15.0), Money(4), "4.500000000000001");
        assert_eq!(Money::from_minor_f64(settled(noisy * 15.0)), Money(4));
        assert!((settled(1e17) - 1e17).abs() < 0.5 && settled(f64::NAN).is_nan());
    }

    #[test]
    fn a_stretch_is_clipped_to_the_grid() {
        let grid = Grid { first: Month::new(2026, 3), months: 4 };
        let stretch = |year, month, count| grid.stretch(Month::new(year, month), count).collect::<Vec<_>>();
        assert_eq!(stretch(2026, 1, 4), [(0, 2), (1, 3)]);
        assert_eq!(stretch(2026, 5, 9), [(2, 0), (3, 1)]);
        assert_eq!(stretch(2025, 1, 2), []);
        assert_eq!(stretch(2027, 1, 2), []);
    }

    #[test]
    fn a_month_is_over_on_its_last_day() {
        let grid = Grid { first: Month::new(2026, 3), months: 4 };
        let over = |year, month, day| grid.months_over(NaiveDate::from_ymd_opt(year, month, day).unwrap());
        assert_eq!(
            [over(2026, 2, 28), over(2026, 3, 30), over(2026, 3, 31), over(2026, 5, 15)],
            [0, 0, 1, 2]
        );
        assert_eq!(over(2027, 1, 1), 4);
    }

    #[test]
    fn shares_add_up_by_largest_remainder() {
        assert_eq!(shared(Money(100), &[1.0, 1.0, 1.0]), [Money(34), Money(33), Money(33)]);
        assert_eq!(shared(Money(-100), &[1.0, 2.0]).iter().copied().sum::<Money>(), Money(-100));
        assert_eq!(shared(Money(7), &[0.0, 0.0]), [Money(7), Money(0)]);
        assert_eq!(shared(Money(7), &[]), []);
        assert_eq!(apportioned(Money(-1), &[1.5, -2.5]), [Money(2), Money(-3)]);
        assert_eq!(
            apportioned(Money(10), &[0.0, 3.0]),
            [Money(1), Money(9)],
            "a rest that no remainder asks for"
        );
    }
}
