//! A history for programs, in a shape that does not change within one `format`.
//!
//! ```json
//! {"format": 1, "plan": "plan.toml", "name": "wave.scale.end", "revisions": 12,
//!  "moves": [{"commit": "", "date": "2026-03-01", "author": "", "subject": "",
//!             "before": "2027-06-30", "after": "2027-07-31", "decisions": [""],
//!             "as_of": "2026-02-28", "figures": {"NPV": 1.0}, "last_wave_ends": "2028-12-31",
//!             "next_gate": {"gate": "exit", "date": "2026-10-05"},
//!             "years": [{"year": 2027, "planned": 1.0, "forecast": 1.0}]}]}
//! ```
//!
//! The newest move comes first. `before` and `after` are null where the value was not there, and where no
//! value is looked at. Money is in major units, months are `2027-03`.

use serde_json::{Map, Value as Json, json};

use super::Told;
use crate::diff::Amount;
use crate::history::State;
use crate::plan::quantity::{Currency, Money};

pub(super) fn document(told: &Told<'_>) -> Json {
    let moves: Vec<Json> = told
        .moves
        .iter()
        .map(|it| {
            let value = |state: &State| state.value.as_ref().map(crate::cli::json::value);
            let (commit, after) = (&it.commit, &it.after);
            let money = |amount: Money| json!(amount.major_f64(after.currency.digits));
            let years: Vec<Json> = after
                .years
                .iter()
                .map(|(year, planned, forecast)| {
                    json!({ "year": year, "planned": money(*planned), "forecast": money(*forecast) })
                })
                .collect();
            json!({
                "commit": commit.name,
                "date": commit.date.to_string(),
                "author": commit.author,
                "subject": commit.subject,
                "before": it.before.as_ref().and_then(value),
                "after": value(after),
                "decisions": it.decisions,
                "as_of": after.as_of.to_string(),
                "figures": figures(after),
                "last_wave_ends": after.end.map(|end| end.to_string()),
                "next_gate": after.gate.as_ref().map(|(gate, date)| json!({ "gate": gate, "date": date.to_string() })),
                "years": years,
            })
        })
        .collect();
    json!({
        "format": 1,
        "plan": told.plan,
        "name": told.name,
        "revisions": told.revisions,
        "moves": moves,
    })
}

fn figures(state: &State) -> Json {
    let figures =
        state.figures.iter().map(|(name, amount)| ((*name).to_owned(), figure(*amount, state.currency)));
    Json::Object(figures.collect::<Map<_, _>>())
}

fn figure(amount: Amount, currency: Currency) -> Json {
    crate::cli::json::amount(amount, currency)
}
