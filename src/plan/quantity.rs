//! Amounts: money in minor units, levels, and the currencies money is counted in.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// An exact amount of money, in minor units (cents) of the plan's currency.
///
/// Sums of [`Money`] are exact; only ramps and discounting go through floating point, and they come
/// back through [`Money::from_minor_f64`], which rounds half to even.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i128);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The amount nearest to `minor` minor units, half to even. Not-a-number counts as nothing, and
    /// amounts past what an `i128` holds saturate.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "float to integer casts saturate")]
    pub fn from_minor_f64(minor: f64) -> Self {
        let whole = minor.round_ties_even();
        // To a wide integer a float takes the long way, which amounts that fit a narrow one are spared.
        if whole.abs() < 9e18 { Self(i128::from(whole as i64)) } else { Self(whole as i128) }
    }

    /// The amount in minor units, for arithmetic that is defined on floating point.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "defined on floating point")]
    pub fn minor_f64(self) -> f64 {
        self.0 as f64
    }

    /// The amount in major units (euros, not cents) of a currency with `digits` minor digits, as JSON
    /// and charts give it.
    #[must_use]
    pub fn major_f64(self, digits: u32) -> f64 {
        self.minor_f64() / 10_f64.powi(digits.cast_signed())
    }

    /// Share `numerator / denominator` of this amount, rounded half to even.
    /// A denominator of zero gives nothing.
    #[must_use]
    pub fn part(self, numerator: i128, denominator: i128) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let (numerator, denominator) =
            if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
        let product = self.0.saturating_mul(numerator);
        let floor = product.div_euclid(denominator);
        let rest = product.rem_euclid(denominator);
        let up = match (rest * 2).cmp(&denominator) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => floor % 2 != 0,
            std::cmp::Ordering::Less => false,
        };
        Self(floor + i128::from(up))
    }

    /// This amount in `parts` parts that differ by at most one minor unit and add up to it exactly:
    /// part `nth` of them, counted from zero. The parts are cumulative roundings, so larger and
    /// smaller ones alternate instead of piling up at one end.
    #[must_use]
    pub fn even_part(self, nth: usize, parts: usize) -> Self {
        let (nth, parts) = (nth as i128, parts as i128);
        if parts == 0 || nth >= parts {
            return Self::ZERO;
        }
        self.part(nth + 1, parts) - self.part(nth, parts)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A currency by its ISO 4217 code; a plan that names none counts in an unnamed one with two minor digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    /// The three-letter code, or empty where the plan names no currency.
    pub code: &'static str,
    /// Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub digits: u32,
    /// The unit that amounts are told in.
    pub unit: Unit,
}

/// The unit that amounts are told in, where they are told in few digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// The one that fits each amount.
    #[default]
    Fitting,
    /// Millions, with one decimal.
    Millions,
    /// Thousands.
    Thousands,
    /// Whole units of the currency.
    Whole,
}

/// The codes of ISO 4217 that name money in use, by digits of the minor unit (funds, metals and
/// testing codes are left out).
const CURRENCIES: [(u32, &[&str]); 3] = [
    (
        0,
        &[
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF",
            "XOF", "XPF",
        ],
    ),
    (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
    (
        2,
        &[
            "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BMD",
            "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC",
            "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL",
            "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD",
            "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA",
            "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
            "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR",
            "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL",
            "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VES", "WST",
            "XCD", "XCG", "YER", "ZAR", "ZMW", "ZWG",
        ],
    ),
];

impl Currency {
    /// The currency of a plan that names none.
    pub const UNNAMED: Self = Self { code: "", digits: 2, unit: Unit::Fitting };

    /// The currency with this ISO 4217 code, written in capitals.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        CURRENCIES.iter().find_map(|(digits, codes)| {
            codes.iter().find(|known| **known == code).map(|code| Self {
                code,
                digits: *digits,
                unit: Unit::Fitting,
            })
        })
    }

    /// All known codes, for a "did you mean".
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CURRENCIES.iter().flat_map(|(_, codes)| codes.iter().copied())
    }
}

/// An estimate of money with its range: a driver's value a year at full scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// The low end, where the plan gives a range.
    pub low: Option<Money>,
    /// The most likely amount; a bare number in the plan is this one.
    pub likely: Money,
    /// The high end, where the plan gives a range.
    pub high: Option<Money>,
}

/// A maturity level (0 to 5) or the strength of a mandate (1 to 5).
pub type Level = u8;

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_to_even() {
        let rounded = [0.5, 1.5, 2.5, -0.5, -1.5, 0.499].map(|minor| Money::from_minor_f64(minor).0);
        assert_eq!(rounded, [0, 2, 2, 0, -2, 0]);
        assert_eq!([5, 15, 25, -5, -15].map(|n| Money(n).part(1, 10).0), [0, 2, 2, 0, -2]);
    }

    #[test]
    fn even_parts_add_up_and_differ_by_one_at_most() {
        for (amount, parts) in [(100, 3), (1, 7), (-101, 12), (0, 4), (99_999, 9)] {
            let all: Vec<i128> = (0..parts).map(|nth| Money(amount).even_part(nth, parts).0).collect();
            assert_eq!(all.iter().sum::<i128>(), amount);
            let (low, high) = (all.iter().min().unwrap(), all.iter().max().unwrap());
            assert!(high - low <= 1, "{amount} in {parts}: {all:?}");
        }
    }

    #[test]
    fn currencies_know_their_minor_digits() {
        let digits = |code| Currency::of(code).map(|currency| currency.digits);
        assert_eq!(
            [digits("EUR"), digits("JPY"), digits("KWD"), digits("eur"), digits("XYZ")],
            [Some(2), Some(0), Some(3), None, None]
        );
    }
}
