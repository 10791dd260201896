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
            let many = count(usize::try_from(months.unsigned_abs()).unwrap_or(usize::MAX), "month");
            format!("{many} {}", if months < 0 { "earlier" } else { "later" })
        }
        (Amount::Share(Some(before)), Amount::Share(Some(after))) => {
            let points = (after - before) * 100.0;
            // Where whole points would say that nothing moved, a digit more says how little.
            let digits = if points.abs() < 1.0 { 1 } else { 0 };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    #[test]
    fn shares_that_moved_by_less_than_a_point_say_so() {
        let currency = sample::plan().currency;
        let apart = |before, after| {
            difference(Amount::Share(Some(before)), Amount::Share(Some(after)), currency, currency)
        };
        assert_eq!([apart(0.99, 1.05), apart(1.05, 0.99)], ["+6 points", "−6 points"]);
        assert_eq!([apart(0.99, 0.992), apart(0.992, 0.99)], ["+0.2 points", "−0.2 points"]);
        assert_eq!([apart(0.99, 0.990_1), apart(0.990_1, 0.99)], ["under 0.1 points"; 2]);
    }
}
