//! A diff for programs, in a shape that does not change within one `format`.
//!
//! ```json
//! {"format": 1, "plan": "plan.toml", "before": "HEAD", "after": "working tree",
//!  "changes": [{"address": "wave.scale.budget", "area": "Waves", "wave": "Scale",
//!               "before": 2400000, "after": 2100000, "sentence": ""}],
//!  "torn": {"before": [], "after": [{"file": "plan.toml", "line": 12}]},
//!  "effects": {"figures": [{"name": "NPV", "before": 1.0, "after": 2.0}],
//!              "waves": [{"wave": "scale", "before": 1.0, "after": 2.0}],
//!              "dates": [{"item": "crm", "level": 2, "before": "2026-06-30", "after": "2026-09-30", "changes": [0]}],
//!              "gates": [{"gate": "exit", "criterion": "crm >= 3", "holds": true, "changes": [0]}],
//!              "timing": {"later": 30.0, "saved": 0.0},
//!              "reasons": [{"changes": [0], "of": "", "planned": 1.0, "forecast": 1.0, "npv": 1.0,
//!                           "paybacks": [{"name": "payback", "before": "2027-03", "after": "2027-05"}]}],
//!              "rest": 0.0, "withheld": false},
//!  "findings": {"new": [{"rule": "", "severity": "", "message": "", "file": "", "line": 1,
//!                        "changes": [0]}],
//!               "gone": [], "kept": 12}}
//! ```
//!
//! Of several plans it is `{"format": 1, "plans": [ … ]}`, each as above.
//!
//! `timing`: what of the change in cost is time and what is money: `later` falls past the horizon, below zero earlier;
//! `saved` is no longer paid, below zero more is. Both together are what the cost fell by; null where it is withheld, or
//! the plans count in different money.
//! `changes` of a reason, a date, a gate or a finding are those that it is due to, by their places in `changes`; empty
//! where that is not known.
//! `level` of a date is null of a driver, which is live or not.
//! `withheld`: figures, waves and reasons are left out, since they would tell a private amount.
//! Money is in major units, months are `2027-03`. `before` and `after` of a change are null where it was
//! not there. `effects` and `findings` are null where the files are no plan by themselves; `torn` are the places that
//! cannot be read, and where there are any, `effects` is null but under `--partial`.

use crate::order::Order as _;
use serde_json::{Value as Json, json};

use crate::check::Reported;
use crate::cli::json::{amount, value};
use crate::diff::{Diff, Effects, Figure};
use crate::plan::address::Table;
use crate::plan::quantity::{Currency, Money};
use crate::source::Spot;

pub(super) fn document(plan: &str, diff: &Diff) -> Json {
    let changes: Vec<Json> = diff
        .changes
        .iter()
        .map(|change| {
            json!({
                "address": change.at.to_string(),
                "area": change.area.as_str(),
                "wave": change.wave,
                "before": change.before.as_ref().map(value),
                "after": change.after.as_ref().map(value),
                "sentence": change.sentence.as_str(),
            })
        })
        .collect();
    let findings = diff.judged.then(|| {
        let due = |side: usize, nth: usize| {
            let effects = diff.effects.as_ref()?;
            Some(due(effects, effects.findings[side].get(nth)?))
        };
        let rows = |side: usize, list: &[Reported]| {
            let row = |(nth, it)| finding(it, due(side, nth).unwrap_or_default());
            list.iter().enumerate().map(row).collect::<Vec<_>>()
        };
        json!({ "new": rows(0, &diff.new), "gone": rows(1, &diff.gone), "kept": diff.kept })
    });
    let places = |spots: &Vec<Spot>| -> Vec<Json> {
        spots.iter().map(|it| json!({ "file": &*it.path, "line": it.start.line })).collect()
    };
    let torn = json!({ "before": places(&diff.torn[0]), "after": places(&diff.torn[1]) });
    json!({
        "format": 1,
        "plan": plan,
        "before": diff.before,
        "after": diff.after,
        "changes": changes,
        "torn": torn,
        "effects": diff.effects.as_ref().map(effects),
        "findings": findings,
    })
}

fn effects(effects: &Effects) -> Json {
    let [old, new] = effects.currencies;
    let money = |amount: Money, currency: Currency| json!(amount.major_f64(currency.digits));
    let figure = |it: &Figure, old, new| json!({ "name": it.name, "before": amount(it.before, old), "after": amount(it.after, new) });
    let figures: Vec<Json> = effects.figures.iter().map(|it| figure(it, old, new)).collect();
    let waves: Vec<Json> = effects
        .waves
        .iter()
        .map(|it| {
            json!({
                "wave": it.wave,
                "before": it.before.map(|net| money(net, old)),
                "after": it.after.map(|net| money(net, new)),
            })
        })
        .collect();
    let dates: Vec<Json> = effects
        .dates
        .iter()
        .map(|it| {
            let (before, after) = (it.before.to_string(), it.after.to_string());
            let changes = due(effects, &it.due);
            // A driver has no levels: it is live or not.
            let level = Some(it.level).filter(|_| it.at.table != Table::Driver);
            json!({ "item": it.at.key, "level": level, "before": before, "after": after, "changes": changes })
        })
        .collect();
    let gates: Vec<Json> = effects
        .gates
        .iter()
        .map(|it| {
            let changes = due(effects, &it.due);
            json!({ "gate": it.gate, "criterion": it.criterion, "holds": it.holds, "changes": changes })
        })
        .collect();
    let reasons: Vec<Json> = effects
        .reasons
        .steps
        .iter()
        .map(|it| {
            json!({
                "changes": it.changes,
                "of": it.of.as_str(),
                "planned": money(it.planned, new),
                "forecast": money(it.forecast, new),
                "npv": money(it.npv, new),
                "paybacks": it.paybacks.iter().map(|it| figure(it, new, new)).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "figures": figures,
        "waves": waves,
        "dates": dates,
        "gates": gates,
        "timing": effects.timing.map(|it| json!({ "later": money(it.later, new), "saved": money(it.saved, new) })),
        "reasons": reasons,
        "rest": money(effects.reasons.rest, new),
        "withheld": effects.withheld,
    })
}

/// The changes that something is due to, each by its place.
fn due(effects: &Effects, due: &[usize]) -> Vec<usize> {
    let mut changes: Vec<usize> = due
        .iter()
        .filter_map(|nth| effects.due_to.get(*nth))
        .flat_map(|due| due.changes.iter().copied())
        .collect();
    changes.order();
    changes
}

fn finding(found: &Reported, changes: Vec<usize>) -> Json {
    json!({
        "rule": found.finding.rule,
        "severity": found.severity.as_str(),
        "message": found.finding.message.as_str(),
        "file": &*found.spot.path,
        "line": found.spot.start.line,
        "changes": changes,
    })
}
