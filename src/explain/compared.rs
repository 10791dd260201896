//! What a figure comes to in a scenario, against the plan: in a sentence.

use crate::plan::quantity::Currency;
use crate::trace::value::Value;
use crate::wording;

/// How a value of a scenario differs from that of the plan: "In the plan it is 9,000.00 EUR; here it is
/// 1,000.00 EUR less."
#[must_use]
pub(super) fn sentence(in_plan: Option<Value>, here: Value, unit: &str, currency: Currency) -> String {
    match in_plan {
        None => "The plan has no such figure.".to_owned(),
        Some(plan) if plan == here => "In the plan it is the same.".to_owned(),
        Some(plan) => {
            let said = plan.said(unit, currency);
            let far = difference(plan, here, unit, currency);
            if far.is_empty() {
                format!("In the plan it is {said}.")
            } else {
                format!("In the plan it is {said}; here it is {far}.")
            }
        }
    }
}

/// How much more, less, later or earlier; empty where it cannot be said in a number.
fn difference(plan: Value, here: Value, unit: &str, currency: Currency) -> String {
    let way = |more: bool, words: [&str; 2]| words[usize::from(!more)].to_owned();
    match (plan, here) {
        (Value::Money(plan), Value::Money(here)) => {
            let far = if here > plan { here - plan } else { plan - here };
            let far = Value::Money(far).said(unit, currency);
            format!("{far} {}", way(here > plan, ["more", "less"]))
        }
        (Value::Share(plan), Value::Share(here)) | (Value::Attained(plan, _), Value::Attained(here, _)) => {
            let points = Value::Number((here - plan).abs() * 100.0).said("", currency);
            format!("{points} percentage points {}", way(here > plan, ["more", "less"]))
        }
        (Value::Month(plan), Value::Month(here)) => {
            let months = here.since(plan);
            let far = wording::count(months.unsigned_abs() as usize, "month");
            format!("{far} {}", way(months > 0, ["later", "earlier"]))
        }
        (Value::Date(plan), Value::Date(here)) => {
            let days = (here - plan).num_days();
            let far = wording::count(usize::try_from(days.unsigned_abs()).unwrap_or(0), "day");
            format!("{far} {}", way(days > 0, ["later", "earlier"]))
        }
        _ => match (plan.number(currency), here.number(currency)) {
            (Some(plan), Some(here)) if (plan - here).abs() > 1e-9 * plan.abs().max(1.0) => {
                let far = Value::Number((here - plan).abs()).said(unit, currency);
                format!("{far} {}", way(here > plan, ["more", "less"]))
            }
            _ => String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::calendar::Month;
    use crate::plan::quantity::Money;

    #[test]
    fn a_scenario_is_told_against_the_plan_in_the_words_of_what_it_is() {
        let euro = Currency::of("EUR").unwrap();
        let told = |plan, here| sentence(Some(plan), here, "", euro);
        let money = |euros: i128| Value::Money(Money(euros * 100));
        assert_eq!(
            told(money(60_000), money(30_000)),
            "In the plan it is 60,000.00 EUR; here it is 30,000.00 EUR less."
        );
        let month = |month| Value::Month(Month::new(2027, month));
        assert_eq!(told(month(2), month(5)), "In the plan it is Feb 2027; here it is 3 months later.");
        assert_eq!(
            told(Value::Share(0.5), Value::Share(0.625)),
            "In the plan it is 50 %; here it is 12.5 percentage points more."
        );
        assert_eq!(told(Value::Of(2, 6), Value::Of(1, 6)), "In the plan it is 2 of 6; here it is 1 less.");
        assert_eq!(told(Value::Nothing, month(5)), "In the plan it is n/a.");
        assert_eq!(told(month(5), month(5)), "In the plan it is the same.");
        assert_eq!(sentence(None, month(5), "", euro), "The plan has no such figure.");
    }
}
