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
            format!("{}{} points", if points > 0.0 { "+" } else { "" }, wording::number(points, 0))
        }
        _ => String::new(),
    }
}
