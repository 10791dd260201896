//! Values and figures of plans as JSON, as commands print them.

use serde_json::{Value as Json, json};

use crate::diff::Amount;
use crate::plan::quantity::Currency;
use crate::source::written::Value;

/// A value of a plan.
pub(in crate::cli) fn value(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => json!(flag),
        Value::Whole(number) => {
            i64::try_from(*number).map_or_else(|_| json!(number.to_string()), |it| json!(it))
        }
        Value::Number(number) => json!(number),
        Value::Date(text) | Value::Text(text) => json!(text),
        Value::List(list) => list.iter().map(self::value).collect(),
        Value::Table(entries) => {
            Json::Object(entries.iter().map(|(key, it)| (key.to_string(), self::value(it))).collect())
        }
    }
}

/// A figure: money in major units, a month as `2027-03`.
pub(in crate::cli) fn amount(amount: Amount, currency: Currency) -> Json {
    match amount {
        Amount::Money(money) => json!(money.major_f64(currency.digits)),
        Amount::Month(month) => json!(month.map(|month| month.to_string())),
        Amount::NoCost => Json::Null,
        Amount::Share(share) => json!(share),
    }
}
