//! What a forecast comes from, besides what is recorded and planned × rate.

use super::{count, money, money_beside_bare, money_stated};
use crate::plan::quantity::{Currency, Money};

/// What a forecast takes on trust: months of drivers that are over and of which nothing is recorded, which it takes
/// like those to come, at what is planned × the realization rate so far (1 while none is known); `None` where there
/// are none.
#[must_use]
pub fn unrecorded(months: usize) -> Option<String> {
    on_trust(months, " of drivers")
}

/// The same of one driver.
#[must_use]
pub fn unrecorded_of_one(months: usize) -> Option<String> {
    on_trust(months, "")
}

fn on_trust(months: usize, whose: &str) -> Option<String> {
    let verb = if months == 1 { "is" } else { "are" };
    let words = |months| format!("{months}{whose} {verb} over without a record: taken at planned × rate");
    (months > 0).then(|| words(count(months, "month")))
}

/// By how much more or less of its pool others leave a driver than planned × rate comes to, in words; nothing of
/// nothing.
#[must_use]
pub fn by_pool(amount: Money, pool: &str, currency: Currency) -> Option<String> {
    let more = if amount > Money::ZERO { "more" } else { "less" };
    (amount != Money::ZERO)
        .then(|| format!("others leave it {} {more} of {pool}", money(Money(amount.0.abs()), currency)))
}

/// What was spent of a budget: `1.78 M of 1.85 M€ spent`.
#[must_use]
pub fn spent_of(spent: Money, budget: Money, currency: Currency) -> String {
    let (spent, budget) = (money_beside_bare(spent, budget, currency), money_stated(budget, currency));
    format!("{spent} of {budget} spent")
}
