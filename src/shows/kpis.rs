//! KPIs: are people using it?
//!
//! JSON: `kpis` by id: `name`, `unit`, `better`, `kind`, `baseline`; `reading` and `date` of the newest
//! reading; `expected` at that date and `expected_now` at `as_of` (a number, a band of two numbers, or
//! true or false); `attainment`; `status` (green, amber, red, grey); `stale`; `held` and `due` readings
//! of KPIs that count them; `trend` by month from plan start to `as_of` (`null`: no reading); `markets`
//! by id with the same keys from `reading` to `due`.

use serde_json::{Map, Value, json};

use crate::figures::performance::{KpiFigure, Measure};
use crate::plan::kpi::{Kpi, Target};
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording;

pub(super) const SHOW: Show =
    Show { id: "kpis", title: "KPIs", question: "Are people using it?", text, json };

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let heading = format!("KPIs as of {}\n", wording::date(plan.as_of));
    if plan.kpis.is_empty() {
        return heading + "The plan has no KPIs.\n";
    }
    let mut table = Table::new(&[
        "KPI",
        "Market",
        ">Baseline",
        ">Reading",
        "Of",
        ">Expected",
        ">Attained",
        "Status",
        "Unit",
    ]);
    for (ix, kpi) in plan.kpis() {
        let figure = context.figures.kpi(ix);
        table.row(cells(kpi, kpi.title(), "all", &figure.global));
        for (market, measure) in &figure.markets {
            table.row(cells(kpi, "", plan.markets[market.at()].title(), measure));
        }
    }
    format!("{heading}\n{table}")
}

fn cells(kpi: &Kpi, title: &str, market: &str, measure: &Measure) -> [String; 9] {
    let newest = measure.newest.as_ref();
    let status = measure.status.as_str();
    let bounds = [kpi.tolerance.green, kpi.tolerance.amber];
    [
        title.to_owned(),
        market.to_owned(),
        kpi.baseline.map_or_else(String::new, number),
        newest.map_or_else(|| "none".into(), |newest| number(newest.value)),
        newest.map_or_else(String::new, |newest| wording::date(newest.date)),
        measure.expected.map_or_else(String::new, target),
        measure.attainment.map_or_else(|| "n/a".into(), |share| wording::percent(share, &bounds)),
        if measure.stale { format!("{status}, stale") } else { status.to_owned() },
        kpi.unit.as_deref().unwrap_or("").to_owned(),
    ]
}

fn number(value: f64) -> String {
    wording::number(value, 2)
}

fn target(target: Target) -> String {
    match target {
        Target::Value(value) => number(value),
        Target::Band(low, high) => format!("{} to {}", number(low), number(high)),
        Target::Done(done) => if done { "yes" } else { "no" }.into(),
    }
}

fn json(context: &Context<'_>) -> Value {
    let kpis = context.plan.kpis().map(|(ix, kpi)| {
        let trend = context.figures.trend(ix, None);
        let figure = context.figures.kpi(ix);
        let mut object = Map::new();
        object.insert("name".into(), json!(kpi.title()));
        object.insert("unit".into(), json!(kpi.unit));
        object.insert("better".into(), json!(kpi.better.map(|better| better.as_str())));
        object.insert("kind".into(), json!(kpi.kind.map(|kind| kind.as_str())));
        object.insert("baseline".into(), json::maybe(kpi.baseline));
        object.extend(measure(&figure.global));
        object.insert("trend".into(), trend.into_iter().map(|(_, value)| json::maybe(value)).collect());
        object.insert("markets".into(), markets(context, figure));
        (kpi.id.to_string(), object.into())
    });
    let mut view = json::head(context);
    view.insert("kpis".into(), kpis.collect::<Map<_, _>>().into());
    view.into()
}

fn markets(context: &Context<'_>, figure: &KpiFigure) -> Value {
    let id = |market: usize| context.plan.markets[market].id.to_string();
    let markets = figure.markets.iter().map(|(market, of)| (id(market.at()), measure(of).into()));
    markets.collect::<Map<_, _>>().into()
}

fn measure(measure: &Measure) -> Map<String, Value> {
    let newest = measure.newest.as_ref();
    let entries = [
        ("reading", json::maybe(newest.map(|newest| newest.value))),
        ("date", newest.map_or(Value::Null, |newest| json::date(newest.date))),
        ("expected", json::target(measure.expected)),
        ("expected_now", json::target(measure.expected_now)),
        ("attainment", json::maybe(measure.attainment)),
        ("status", json!(measure.status.as_str())),
        ("stale", json!(measure.stale)),
        ("held", json!(measure.held.map(|(held, _)| held))),
        ("due", json!(measure.held.map(|(_, due)| due))),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::plan::kpi::Better;

    #[test]
    fn a_percentage_shows_the_digit_that_decides() {
        let mut plan = sample::plan();
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &[Target::Value(28.0)])];
        sample::read(&mut plan, "2026-03-31", Some(1), 26.996);
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        let text = text(&context);
        assert!(text.contains("89.96 %") && text.contains("amber, stale"), "{text}");
        let view = json(&context);
        assert_eq!(view["kpis"]["consent-rate"]["status"], "amber");
        assert_eq!(view["kpis"]["consent-rate"]["markets"]["south"]["reading"], 26.996);
        assert_eq!(view["kpis"]["consent-rate"]["trend"].as_array().map(Vec::len), Some(8));
    }
}
