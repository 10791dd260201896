//! How figures are put into JSON.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::Context;
use crate::figures::business_case::Case;
use crate::figures::grid::Grid;
use crate::plan::kpi::Target;
use crate::plan::quantity::{Currency, Money};
use crate::plan::veil::PRIVATE;

/// The beginning of every view: `format` and `as_of`.
#[must_use]
pub fn head(context: &Context<'_>) -> Map<String, Value> {
    let mut head = Map::new();
    head.insert("format".into(), json!(1));
    head.insert("as_of".into(), date(context.plan.as_of));
    head
}

/// Takes out what would tell of anything private: of an object that names it, all but that name, and what
/// stands below it as a key.
pub fn withhold(value: &mut Value) {
    let names = |value: &Value| value.as_str().is_some_and(|text| text.contains(PRIVATE));
    match value {
        Value::Array(list) => list.iter_mut().for_each(withhold),
        Value::Object(map) if map.values().any(names) => map.retain(|_, value| names(value)),
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                if key.contains(PRIVATE) {
                    *value = json!({ "name": PRIVATE });
                } else {
                    withhold(value);
                }
            }
        }
        _ => {}
    }
}

/// An amount in major units, exact to the minor unit: 1234.56, and 1234 where there is no fraction.
#[must_use]
pub fn money(amount: Money, currency: Currency) -> Value {
    let one = 10_i128.pow(currency.digits);
    match i64::try_from(amount.0 / one) {
        Ok(whole) if amount.0 % one == 0 => json!(whole),
        _ => json!(amount.major_f64(currency.digits)),
    }
}

/// Amounts in major units.
#[must_use]
pub fn monies(amounts: &[Money], currency: Currency) -> Value {
    amounts.iter().map(|amount| money(*amount, currency)).collect()
}

/// A number, without a fraction where it is whole; `null` where it is not finite.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers that a float counts exactly")]
pub fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 { json!(number as i64) } else { json!(number) }
}

/// A number, or `null`.
#[must_use]
pub fn maybe(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// A date: "2026-09-30".
#[must_use]
pub fn date(date: NaiveDate) -> Value {
    Value::String(date.to_string())
}

/// The months of a grid: "2026-09".
#[must_use]
pub fn months(grid: Grid) -> Value {
    grid.months().map(|month| month.to_string()).collect()
}

/// What is expected of a KPI: a number, a band of two numbers, or true or false.
#[must_use]
pub fn target(target: Option<Target>) -> Value {
    match target {
        None => Value::Null,
        Some(Target::Value(value)) => number(value),
        Some(Target::Band(low, high)) => json!([number(low), number(high)]),
        Some(Target::Done(done)) => json!(done),
    }
}

/// A business case: `planned`, `planned_unweighted`, `realized`, `forecast`, `cost`, `one_off`, `net`,
/// `forecast_net`, `npv`, `forecast_npv`, `peak_funding`, `forecast_peak_funding`, and the month of each
/// (`peak_month`, `forecast_peak_month`), `payback`, `forecast_payback`, `payback_months` (from plan start; `null` too where there is no cost to pay back),
/// `irr`, `forecast_irr`, `roi`, `forecast_roi`. Those by forecast take cost as planned: what was spent changes none
/// of them.
#[must_use]
pub fn case(case: &Case, currency: Currency) -> Map<String, Value> {
    let amounts = [
        ("planned", case.planned),
        ("planned_unweighted", case.planned_unweighted),
        ("realized", case.realized),
        ("forecast", case.forecast),
        ("cost", case.cost),
        ("one_off", case.one_off),
        ("net", case.net),
        ("forecast_net", case.forecast_net),
        ("npv", case.npv),
        ("forecast_npv", case.forecast_npv),
        ("peak_funding", case.peak_funding),
        ("forecast_peak_funding", case.forecast_peak_funding),
    ];
    let mut object: Map<String, Value> =
        amounts.into_iter().map(|(key, amount)| (key.into(), money(amount, currency))).collect();
    let months = [
        ("peak_month", case.peak_month),
        ("forecast_peak_month", case.forecast_peak_month),
        ("payback", case.payback),
        ("forecast_payback", case.forecast_payback),
    ];
    for (key, month) in months {
        object.insert(key.into(), json!(month.map(|month| month.to_string())));
    }
    object.insert("payback_months".into(), maybe(case.payback_months));
    object.insert("irr".into(), maybe(case.irr));
    object.insert("forecast_irr".into(), maybe(case.forecast_irr));
    object.insert("roi".into(), maybe(case.roi));
    object.insert("forecast_roi".into(), maybe(case.forecast_roi));
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_print_to_the_minor_unit_and_no_further() {
        let euro = Currency::of("EUR").unwrap();
        let print = |minor| money(Money(minor), euro).to_string();
        assert_eq!(
            [print(123_456), print(-5), print(100), print(0), print(30)],
            ["1234.56", "-0.05", "1", "0", "0.3"]
        );
        for minor in (1..20_000_000_000).step_by(99_998_301) {
            let exact = format!("{}.{:02}", minor / 100, minor % 100);
            let shortest = exact.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(print(minor), shortest);
        }
    }

    #[test]
    fn what_is_no_number_is_null() {
        assert_eq!(
            [number(f64::NAN), number(35.0), number(33.5)].map(|it| it.to_string()),
            ["null", "35", "33.5"]
        );
    }
}
