//! A history for programs, in a shape that does not change within one `format`.
//!
//! ```json
//! {"format": 1, "plan": "plan.toml", "name": "wave.scale.end", "revisions": 12, "cut": [""], "torn": [""],
//!  "as_of": "2026-11-30",
//!  "promise": {"period": "2027-03", "planned": 1.0, "forecast": 1.0, "realized": null,
//!              "unrecorded": 0},
//!  "promises": [{"period": "2027", "planned": 1.0, "forecast": 1.0, "realized": null, "unrecorded": 0}],
//!  "moves": [{"commit": "", "date": "2026-03-01", "author": "", "subject": "",
//!             "before": "2027-06-30", "after": "2027-07-31", "unit": "",
//!             "renamed": [{"table": "wave.scale", "from": "growth", "to": "scale"}], "renamed_to": null,
//!             "decisions": [""],
//!             "nearest_decision": null, "as_of": "2026-02-28", "currency": "EUR",
//!             "figures": {"NPV": 1.0}, "last_wave_ends": "2028-12-31",
//!             "next_gate": {"gate": "exit", "date": "2026-10-05"},
//!             "milestones": {"wave.one.end": "2026-12-31", "gate.exit.date": "2026-10-05"},
//!             "promise": null, "promises": [],
//!             "years": [{"year": 2027, "planned": 1.0, "forecast": 1.0}]}],
//!  "targets": [{"commit": "", "date": "2026-03-01", "author": "", "subject": "",
//!               "address": "kpi.rate.target.one", "before": 30, "after": 20, "decisions": [""],
//!               "nearest_decision": null}]}
//! ```
//!
//! The newest move comes first. `torn` are the commits that are passed over, since not all of the plan can be
//! read there. `cut` are the commits before which this clone has none, though there are some: what they say may
//! be older, and who wrote them is not who said it. `before` and `after` are null where the value or the figure
//! was not there or is undefined, and where none is looked at. `renamed` are the ids that are others from this commit on, of
//! tables under the ids that the newest commit gives them; `renamed_to` is told where what is looked at has
//! another id than it is asked by from then on. `decisions` are those recorded in the same commit;
//! `nearest_decision` is told where there is none. `promises` are what a revision said of each period of
//! `--by`, those at the top what the newest says of them now, and `promise` of the period of the figure that
//! is named; `realized` is null until the period is over and something is recorded for it, and `unrecorded` are the
//! months of drivers that are over without a record. Money is in major units, months are `2027-03`.

use serde_json::{Map, Value as Json, json};

use super::Told;
use crate::cli::json::{amount, value};
use crate::git::Commit;
use crate::history::{Asked, Move, Promise, Renamed, Shifted, State, by};
use crate::plan::quantity::{Currency, Money};

pub(super) fn document(told: &Told) -> Json {
    let history = &told.history;
    let currency = history.last.as_ref().map(|it| it.currency);
    let promise = history.promise().zip(currency).map(|(it, currency)| promise(&it, currency));
    let promises = told.by.zip(currency).map(|(per, currency)| list(&history.promises(per), currency));
    json!({
        "format": 1,
        "plan": told.plan,
        "name": told.name,
        "revisions": history.revisions,
        "cut": history.cut.iter().map(|it| &it.name).collect::<Vec<_>>(),
        "torn": history.torn.iter().map(|it| &it.name).collect::<Vec<_>>(),
        "as_of": history.last.as_ref().map(|it| it.as_of.to_string()),
        "promise": promise,
        "promises": promises.unwrap_or_default(),
        "moves": history.moves.iter().map(|it| moved(told, it)).collect::<Vec<_>>(),
        "targets": history.shifted.iter().map(shifted).collect::<Vec<_>>(),
    })
}

fn moved(told: &Told, it: &Move) -> Json {
    let after = &it.after;
    let money = |amount: Money| json!(amount.major_f64(after.currency.digits));
    let years: Vec<Json> = after
        .years
        .iter()
        .map(|(year, planned, forecast)| {
            json!({ "year": year, "planned": money(*planned), "forecast": money(*forecast) })
        })
        .collect();
    let asked = &told.history.asked;
    let is = |state: &State| match asked.figure() {
        Some(_) => state.figure.as_ref().map(|it| it.value.json(state.currency)),
        None => state.value.as_ref().map(value),
    };
    let promises =
        told.by.map(|per| list(&by(&after.months, per, after.as_of), after.currency)).unwrap_or_default();
    let promised = asked.figure().and_then(|name| after.promise(name));
    let gate = after.gate.as_ref();
    let unit = after.figure.as_ref().map(|it| it.value.unit(&it.unit, after.currency));
    let table =
        |state: &State| matches!(asked, Asked::Either(..)).then(|| state.value.as_ref().map(value)).flatten();
    let own = json!({
        "table_before": it.before.as_ref().and_then(table),
        "table_after": table(after),
        "before": it.before.as_ref().and_then(is),
        "after": is(after),
        "unit": unit,
        "renamed": it.renamed.iter().map(renamed).collect::<Vec<_>>(),
        "renamed_to": after.became().map(|it| &it.to),
        "decisions": it.decisions,
        "nearest_decision": it.nearest,
        "as_of": after.as_of.to_string(),
        "currency": after.currency.code,
        "figures": figures(after),
        "last_wave_ends": after.end.map(|end| end.to_string()),
        "next_gate": gate.map(|(gate, date)| json!({ "gate": gate, "date": date.to_string() })),
        "milestones": milestones(after),
        "promise": promised.map(|it| promise(&it, after.currency)),
        "promises": promises,
        "years": years,
    });
    with(&it.commit, own)
}

fn renamed(it: &Renamed) -> Json {
    json!({ "table": it.table.to_string(), "from": it.from, "to": it.to })
}

fn shifted(it: &Shifted) -> Json {
    let own = json!({
        "address": it.at.to_string(),
        "before": it.before.as_ref().map(|it| value(&it.value)),
        "after": it.after.as_ref().map(|it| value(&it.value)),
        "decisions": it.decisions,
        "nearest_decision": it.nearest,
    });
    with(&it.commit, own)
}

/// What is said of a commit, with who made it and when.
fn with(commit: &Commit, own: Json) -> Json {
    let mut document = json!({
        "commit": commit.name,
        "date": commit.date.to_string(),
        "author": commit.author,
        "subject": commit.subject,
    });
    if let (Json::Object(document), Json::Object(own)) = (&mut document, own) {
        document.extend(own);
    }
    document
}

fn list(promises: &[Promise], currency: Currency) -> Vec<Json> {
    promises.iter().map(|it| promise(it, currency)).collect()
}

fn promise(it: &Promise, currency: Currency) -> Json {
    let money = |amount: Money| amount.major_f64(currency.digits);
    json!({
        "period": it.period.to_string(),
        "planned": money(it.planned),
        "forecast": money(it.forecast),
        "realized": it.realized.map(money),
        "unrecorded": it.unrecorded,
    })
}

fn figures(state: &State) -> Json {
    let figures = state.figures.iter().map(|(name, it)| ((*name).to_owned(), amount(*it, state.currency)));
    Json::Object(figures.collect::<Map<_, _>>())
}

fn milestones(state: &State) -> Json {
    let dates = state.milestones.iter().map(|it| (it.at.to_string(), json!(it.date.to_string())));
    Json::Object(dates.collect::<Map<_, _>>())
}
