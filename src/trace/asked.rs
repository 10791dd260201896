//! What a criterion of a gate asks about: its value, and where that comes from.

use chrono::NaiveDate;

use super::Origin;
use super::name::When;
use super::of::Of;
use super::value::Value;
use crate::figures::Figures;
use crate::figures::readiness::Judged;
use crate::plan::leadership::{Criterion, Subject};

/// What is known by a day of that which a criterion asks about: in a few words, its value, where it comes from.
#[must_use]
pub fn known(
    figures: &Figures<'_>,
    criterion: &Criterion,
    judged: &Judged,
    at: NaiveDate,
) -> (&'static str, Value, Origin) {
    let plan = figures.plan;
    let when = Some(When::Day(at));
    let number = Value::maybe(judged.value, Value::Number);
    match criterion.subject {
        Subject::Level(item) => {
            let what = if plan.item(item).capability().is_some() {
                "lowest level seen where it counts"
            } else {
                "strength"
            };
            (what, number, plan.item_address(item).into())
        }
        Subject::Kpi(kpi) => ("reading", number, Of::Kpi(kpi).name(plan, "kpi", when).into()),
        Subject::Realized(driver) => {
            let money = Value::Money(figures.realized_by(driver, at));
            ("realized by then", money, Of::Item(driver).name(plan, "realized", when).into())
        }
        Subject::SpentOnItem(item) => {
            let money = Value::Money(figures.spent_on(item, at));
            ("spent by then", money, Of::Item(item).name(plan, "spent", when).into())
        }
        Subject::SpentInWave(wave) => {
            let money = Value::Money(figures.spent_in(wave, at));
            ("spent by then", money, Of::Wave(wave).name(plan, "spent", when).into())
        }
    }
}
