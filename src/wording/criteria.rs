//! What a gate asks, in words: by the names of what it asks it of.

use super::{money_beside, money_stated, number, number_beside};
use crate::plan::Plan;
use crate::plan::id::KpiIx;
use crate::plan::leadership::{Comparison, Criterion, Subject};
use crate::plan::quantity::Money;

/// What a criterion asks for: `Consent management ≥ 3`.
#[must_use]
pub fn asked(plan: &Plan, criterion: &Criterion) -> String {
    let [subject, bound] = asked_of(plan, criterion);
    format!("{subject} {bound}")
}

/// What a criterion asks for in two parts, of which the name alone may be cut: `Consent management` and `≥ 3`.
#[must_use]
pub fn asked_of(plan: &Plan, criterion: &Criterion) -> [String; 2] {
    let subject = match criterion.subject {
        Subject::Level(item) => plan.item(item).title().to_owned(),
        Subject::Kpi(kpi) => {
            let added_up = plan.kpi(kpi).added_up().map(|over| format!(" {over}"));
            format!("{}{}", plan.kpi(kpi).title(), added_up.unwrap_or_default())
        }
        Subject::Realized(driver) => format!("{} realized", plan.item(driver).title()),
        Subject::SpentOnItem(item) => format!("{} spent", plan.item(item).title()),
        Subject::SpentInWave(wave) => format!("{} spent", plan.wave(wave).title()),
    };
    let done = yes_or_no(plan, criterion);
    let sign = match criterion.comparison {
        _ if done.is_some() => "=",
        Comparison::AtLeast => "≥",
        Comparison::AtMost => "≤",
        Comparison::MoreThan => ">",
        Comparison::LessThan => "<",
        Comparison::Equal => "=",
    };
    let threshold = match criterion.subject {
        _ if done.is_some() => done.unwrap_or_default().to_owned(),
        Subject::Level(_) => number(criterion.threshold, 0),
        Subject::Kpi(kpi) => format!("{}{}", number(criterion.threshold, 9), unit_of(plan, kpi)),
        _ => money_stated(money_of(plan, criterion.threshold), plan.currency),
    };
    [subject, format!("{sign} {threshold}")]
}

/// A value of what a criterion measures, with its unit, in as many digits as it takes to be seen on its side of
/// what is asked for.
#[must_use]
pub fn value_words(plan: &Plan, criterion: &Criterion, value: f64) -> String {
    let asked = criterion.threshold;
    match criterion.subject {
        Subject::Level(_) => number(value, 0),
        Subject::Kpi(kpi) => match plan.kpi(kpi).yes_or_no(value) {
            Some(_) => super::yes_or_no(value).into(),
            None => format!("{}{}", number_beside(value, 1, asked), unit_of(plan, kpi)),
        },
        _ => money_beside(money_of(plan, value), money_of(plan, asked), plan.currency),
    }
}

/// What a criterion asks of a KPI that is done or not, where it asks for one of both.
fn yes_or_no(plan: &Plan, criterion: &Criterion) -> Option<&'static str> {
    let Subject::Kpi(kpi) = criterion.subject else { return None };
    if !plan.kpi(kpi).is_done_or_not() {
        return None;
    }
    let holds = |value| criterion.comparison.holds(value, criterion.threshold);
    match (holds(0.0), holds(1.0)) {
        (false, true) => Some("yes"),
        (true, false) => Some("no"),
        _ => None,
    }
}

/// The unit of a KPI, as it stands behind a value.
#[must_use]
pub fn unit_of(plan: &Plan, kpi: KpiIx) -> String {
    plan.kpi(kpi).unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default()
}

/// An amount that a criterion has in major units.
#[must_use]
pub fn money_of(plan: &Plan, major: f64) -> Money {
    Money::from_minor_f64(major * 10_f64.powi(plan.currency.digits.cast_signed()))
}
