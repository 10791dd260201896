//! Amounts of figures, and how far apart two of them are, in words and digits.

use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money};
use crate::wording::{self, count};

/// An amount of one of the kinds that figures have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Money.
    Money(Money),
    /// A month; `None`: never up to the horizon.
    Month(Option<Month>),
    /// The payback of what costs nothing.
    NoCost,
    /// A share; `None`: undefined.
    Share(Option<f64>),
}

/// An amount for people.
pub(crate) fn amount(amount: Amount, currency: Currency) -> String {
    match amount {
        Amount::Money(money) => wording::money(money, currency),
        Amount::Month(month) => month.map_or("never".to_owned(), wording::month),
        Amount::NoCost => "no cost".to_owned(),
        Amount::Share(share) => share.map_or("n/a".to_owned(), |share| wording::percent(share, &[])),
    }
}

/// How far apart two amounts are; empty where that cannot be said.
pub(crate) fn difference(before: Amount, after: Amount, old: Currency, new: Currency) -> String {
    match (before, after) {
        (Amount::Money(before), Amount::Money(after)) if old == new => {
            wording::money_signed(after - before, new)
        }
        (Amount::Month(Some(before)), Amount::Month(Some(after))) => {
            let months = after.since(before);
            if months == 0 {
                return String::new();
            }
            let many = count(usize::try_from(months.unsigned_abs()).unwrap_or(usize::MAX), "month");
            format!("{many} {}", if months < 0 { "earlier" } else { "later" })
        }
        (Amount::Share(Some(before)), Amount::Share(Some(after))) => {
            let points = (after - before) * 100.0;
            // Where whole points would say that nothing moved, or are not what lies between the two shares as they
            // are told, a digit more says how far it is.
            let whole = |share: f64| (share * 100.0).round_ties_even();
            let told = (whole(after) - whole(before) - points.round_ties_even()).abs() < 0.5;
            let digits = if points.abs() < 1.0 || !told { 1 } else { 0 };
            match wording::number(points, digits).as_str() {
                "0" if points == 0.0 => "0 points".to_owned(),
                "0" => "under 0.1 points".to_owned(),
                points if points.starts_with('−') => format!("{points} points"),
                points => format!("+{points} points"),
            }
        }
        _ => String::new(),
    }
}

/// What is said below differences that are not those of the amounts beside them as these are told.
pub(crate) const ROUNDED: &str =
    "Differences are those of the exact figures; each figure is rounded by itself.";

/// Whether the difference of two amounts is told as what lies between the two as they are told.
pub(crate) fn adds_up(before: Amount, after: Amount, old: Currency, new: Currency) -> bool {
    match (before, after) {
        (Amount::Money(before), Amount::Money(after)) if old == new => wording::adds_up(before, after, new),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// 8.044 and 9.066 read 8.04 and 9.07, which are 1.03 apart, and 1.022 reads 1.02.
    #[test]
    fn a_difference_that_is_not_that_of_the_digits_is_known() {
        let currency = sample::plan().currency;
        let told = |before: i128, after: i128| {
            let [before, after] = [before, after].map(|amount| Amount::Money(Money(amount * 100)));
            adds_up(before, after, currency, currency)
        };
        assert_eq!([told(8_044_000, 9_066_000), told(8_040_000, 9_070_000)], [false, true]);
    }

    #[test]
    fn shares_that_moved_by_less_than_a_point_say_so() {
        let currency = sample::plan().currency;
        let apart = |before, after| {
            difference(Amount::Share(Some(before)), Amount::Share(Some(after)), currency, currency)
        };
        assert_eq!([apart(0.99, 1.05), apart(1.05, 0.99)], ["+6 points", "−6 points"]);
        // 98.6 reads 99, and 105.4 reads 105: between those two are 6.
        assert_eq!([apart(0.986, 1.054), apart(1.054, 0.986)], ["+6.8 points", "−6.8 points"]);
        assert_eq!([apart(0.99, 0.992), apart(0.992, 0.99)], ["+0.2 points", "−0.2 points"]);
        assert_eq!([apart(0.99, 0.990_1), apart(0.990_1, 0.99)], ["under 0.1 points"; 2]);
    }
}
