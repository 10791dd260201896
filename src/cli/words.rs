//! Amounts of figures in words and digits, as commands print them.

use crate::diff::Amount;
use crate::plan::quantity::Currency;
use crate::wording::{self, count};

/// An amount for people.
pub(in crate::cli) fn amount(amount: Amount, currency: Currency) -> String {
    match amount {
        Amount::Money(money) => wording::money(money, currency),
        Amount::Month(month) => month.map_or("never".to_owned(), wording::month),
        Amount::Share(share) => share.map_or("n/a".to_owned(), |share| wording::percent(share, &[])),
    }
}

/// How far apart two amounts are; empty where that cannot be said.
pub(in crate::cli) fn difference(before: Amount, after: Amount, old: Currency, new: Currency) -> String {
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
