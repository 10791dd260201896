//! Money that many runs tell: in no digit that does not hold.

use super::{UNITS, decimal, rounding, short, with_sign};
use crate::plan::quantity::{Currency, Money};

/// Amounts that there is a chance of at least, in few digits and all in the same steps, of at least `digit` minor units:
/// down, so that no more is promised than was found. With them the step, in minor units: 489.5 million where hundreds
/// of thousands hold are `489 M€`, in steps of a million.
#[must_use]
pub fn money_at_least<const N: usize>(
    amounts: [Money; N],
    digit: f64,
    currency: Currency,
) -> ([String; N], Money) {
    let shown = amounts.iter().map(|amount| last_digit(*amount, currency)).max();
    let step = Money::from_minor_f64(digit).0.max(shown.unwrap_or(1)).max(1);
    let down = |amount: Money| {
        let down = Money(amount.0.div_euclid(step).saturating_mul(step));
        with_sign(short(down, currency, step), currency)
    };
    (amounts.map(down), Money(step))
}

/// The smallest unit that an amount shows in few digits, in minor units.
fn last_digit(amount: Money, currency: Currency) -> i128 {
    let (_, unit, places) = rounding(amount, currency);
    UNITS[unit].0 * 10_i128.pow(currency.digits) / 10_i128.pow(places)
}

/// What stands in the columns of a table beside one another: the ends of a range around nothing, the range, and how
/// far each may be off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swung {
    /// The lower end, with its sign.
    pub low: String,
    /// The upper end, with its sign.
    pub high: String,
    /// The upper less the lower end, as they are shown.
    pub swing: String,
    /// How far each of them may be off, with what is rounded off.
    pub off: String,
}

/// Two ends and how far they are apart, each of them off by `off` minor units at most, in the unit of the `largest` of
/// the table: to a digit behind the first that holds, so that what is rounded off does not matter.
#[must_use]
pub fn money_swung(ends: [Money; 2], off: f64, largest: Money, currency: Currency) -> Swung {
    let (_, unit, _) = rounding(largest, currency);
    let size = UNITS[unit].0 * 10_i128.pow(currency.digits);
    let holds = if off > 0.0 { 10_f64.powf(off.log10().ceil() - 1.0) } else { 0.0 };
    let digit = Money::from_minor_f64(holds).0.max(last_digit(largest, currency)).max(1);
    let places = (0..).find(|places| size / 10_i128.pow(*places) <= digit).unwrap_or(0);
    let told = |amount: i128| with_sign((decimal(Money(amount), size, places), UNITS[unit].1), currency);
    let signed = |amount: i128| format!("{}{}", if amount > 0 { "+" } else { "" }, told(amount));
    let [low, high] = ends.map(|end| end.part(1, digit).0.saturating_mul(digit));
    // Each end is rounded by half a digit at most, and so what they are apart by one.
    let off =
        Money::from_minor_f64(off).0.saturating_add(2 * digit - 1).div_euclid(digit).saturating_mul(digit);
    Swung {
        low: signed(low),
        high: signed(high),
        swing: signed(high.saturating_sub(low)),
        off: format!("±{}", told(off)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_at_least_there_is_told_down() {
        let euro = Currency::of("EUR").unwrap();
        let least = |minor: i128, digit: f64| money_at_least([Money(minor)], digit, euro).0.concat();
        assert_eq!(least(48_951_349_769, 1e9), "480 M€");
        assert_eq!(least(2_316_232_804, 1e7), "23.1 M€");
        assert_eq!(least(2_316_232_804, 0.0), "23.1 M€", "no more digits than an amount is told in");
        assert_eq!(least(-2_316_232_804, 1e7), "−23.2 M€", "a loss is no smaller than it was found");
        assert_eq!(least(99_999, 1.0), "990 €", "which would read 1.00 k€");
        assert_eq!(least(0, 1e6), "0 €");
        // In the same steps, the coarsest that one of them takes.
        let (told, step) = money_at_least([Money(92_345_600), Money(116_999_900)], 1e5, euro);
        assert_eq!((told, step), (["920 k€".to_owned(), "1.16 M€".to_owned()], Money(1_000_000)));
    }

    /// By hand: 43.2 and −43.4 are 86.6 apart, and read 43 and −43, which are 86 apart. Off by 8, and by 1 for what is
    /// rounded off.
    #[test]
    fn a_swing_is_what_its_ends_are_apart_as_they_are_shown() {
        let euro = Currency::of("EUR").unwrap();
        let swung = |low: i128, high: i128, off: i128, largest: i128| {
            let [low, high, largest] = [low, high, largest].map(|major| Money(major * 100));
            let told = money_swung([low, high], off as f64 * 100.0, largest, euro);
            [told.low, told.high, told.swing, told.off].join(" ")
        };
        assert_eq!(swung(43_200, -43_400, 8_000, 180_000), "+43 k€ −43 k€ −86 k€ ±9 k€");
        assert_eq!(swung(-20_400, 20_400, 0, 180_000), "−20 k€ +20 k€ +40 k€ ±1 k€");
        // Ten thousands are the second digit behind what holds, hundred thousands; in the unit of the largest.
        assert_eq!(swung(612_000, -1_381_000, 45_000, 1_993_000), "+0.61 M€ −1.38 M€ −1.99 M€ ±0.06 M€");
        assert_eq!(swung(31_000, -4_000, 3_000, 1_993_000), "+0.03 M€ 0.00 M€ −0.03 M€ ±0.02 M€");
    }
}
