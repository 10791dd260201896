//! Value: do we get the money?
//!
//! JSON: `currency`, `months`; `planned`, `realized`, `forecast` and `cost` by month; `totals`, a business
//! case (see [`case`](crate::show::json::case)); `drivers` by id: `planned`, `realized` and `forecast` by
//! month, `rate` (realized ÷ planned over the recorded months) and `totals`, a case against the driver's own
//! cost; `waves` by id: a case; `unattributed`: a case of what belongs to no wave. The cases of the waves and
//! of what belongs to none add up to `totals`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::figures::business_case::Case;
use crate::figures::realized::Rate;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording;

pub(super) const SHOW: Show =
    Show { id: "value", title: "Value", question: "Do we get the money?", text, json };

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let currency = if plan.currency.code.is_empty() { "the plan's currency" } else { plan.currency.code };
    let mut text = format!(
        "Value as of {}, in {currency}; planned value is weighted with confidence\n\n",
        wording::date(plan.as_of)
    );
    text.push_str(&by_wave(context).to_string());
    let drivers = by_driver(context);
    if !drivers.is_empty() {
        let _ = write!(text, "\n{drivers}");
    }
    let years = by_year(context);
    if !years.is_empty() {
        let _ = write!(text, "\n{years}");
    }
    text
}

fn by_wave(context: &Context<'_>) -> Table {
    let (plan, figures) = (context.plan, context.figures);
    let mut table = Table::new(&[
        "Wave",
        ">Planned",
        ">Unweighted",
        ">Realized",
        ">Forecast",
        ">Cost",
        ">Net",
        ">NPV",
        ">Forecast NPV",
        "Payback",
        ">ROI",
    ]);
    let mut row = |title: &str, case: &Case| {
        let money = |amount| wording::money_bare(amount, plan.currency);
        table.row([
            title.to_owned(),
            money(case.planned),
            money(case.planned_unweighted),
            money(case.realized),
            money(case.forecast),
            money(case.cost),
            money(case.net),
            money(case.npv),
            money(case.forecast_npv),
            case.payback.map_or_else(|| "none".into(), wording::month),
            case.roi.map_or_else(|| "n/a".into(), |roi| wording::percent(roi, &[])),
        ]);
    };
    for (ix, wave) in plan.waves() {
        row(wave.title(), figures.wave_case(ix));
    }
    if *figures.unattributed_case() != Case::default() {
        row("In no wave", figures.unattributed_case());
    }
    row("All", figures.case());
    table
}

fn by_driver(context: &Context<'_>) -> Table {
    let (plan, figures) = (context.plan, context.figures);
    let money = |amount| wording::money_bare(amount, plan.currency);
    let mut table =
        Table::new(&["Driver", ">Planned", ">Unweighted", ">Realized", ">Of plan", ">Forecast", ">Own cost"]);
    for (ix, item) in plan.drivers() {
        let own: Money = figures.cost_of_item(ix).into_iter().sum();
        table.row([
            item.title().to_owned(),
            money(figures.planned().sum_of(ix)),
            money(figures.planned_unweighted().sum_of(ix)),
            money(figures.realized().sum_of(ix)),
            rate(context, ix).map_or_else(|| "n/a".into(), |rate| wording::percent(rate, &[])),
            money(figures.forecast().sum_of(ix)),
            money(own),
        ]);
    }
    table
}

fn by_year(context: &Context<'_>) -> Table {
    let (plan, figures, grid) = (context.plan, context.figures, context.figures.grid());
    let money = |amount| wording::money_bare(amount, plan.currency);
    let mut table =
        Table::new(&[">Year", ">Planned", ">Realized", ">Forecast", ">Cost", ">Net", ">Net so far"]);
    let cost = figures.costs().total();
    let mut so_far = Money::ZERO;
    let mut start = 0;
    while start < grid.len() {
        let year = grid.month(start).year();
        let end = (start..grid.len()).find(|at| grid.month(*at).year() != year).unwrap_or(grid.len());
        let sum = |amounts: &[Money]| amounts[start..end].iter().copied().sum::<Money>();
        let (planned, cost) = (sum(figures.planned().total()), sum(&cost));
        let (realized, forecast) = (sum(figures.realized().total()), sum(figures.forecast().total()));
        so_far += planned - cost;
        let amounts = [planned, realized, forecast, cost, planned - cost, so_far];
        table.row([year.to_string()].into_iter().chain(amounts.map(money)));
        start = end;
    }
    table
}

fn rate(context: &Context<'_>, driver: ItemIx) -> Option<f64> {
    context.figures.rate(driver).and_then(Rate::share)
}

fn json(context: &Context<'_>) -> Value {
    let (plan, figures) = (context.plan, context.figures);
    let monies = |amounts: &[Money]| json::monies(amounts, plan.currency);
    let mut view = json::head(context);
    view.insert("currency".into(), json!(plan.currency.code));
    view.insert("months".into(), json::months(figures.grid()));
    view.insert("planned".into(), monies(figures.planned().total()));
    view.insert("realized".into(), monies(figures.realized().total()));
    view.insert("forecast".into(), monies(figures.forecast().total()));
    view.insert("cost".into(), monies(&figures.costs().total()));
    view.insert("totals".into(), json::case(figures.case(), plan.currency).into());
    let drivers = plan.drivers().map(|(ix, item)| {
        let driver = json!({
            "name": item.title(),
            "planned": monies(figures.planned().of(ix)),
            "realized": monies(figures.realized().of(ix)),
            "forecast": monies(figures.forecast().of(ix)),
            "rate": json::maybe(rate(context, ix)),
            "totals": json::case(&figures.driver_case(ix), plan.currency),
        });
        (item.id.to_string(), driver)
    });
    view.insert("drivers".into(), drivers.collect::<Map<_, _>>().into());
    let waves = plan
        .waves()
        .map(|(ix, wave)| (wave.id.to_string(), json::case(figures.wave_case(ix), plan.currency).into()));
    view.insert("waves".into(), waves.collect::<Map<_, _>>().into());
    view.insert("unattributed".into(), json::case(figures.unattributed_case(), plan.currency).into());
    view.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};

    #[test]
    fn totals_stand_in_major_units() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let view = json(&Context::new(&plan, &figures));
        assert_eq!(view["totals"]["planned"], 64_810);
        assert_eq!(view["totals"]["npv"], 24_497.87);
        assert_eq!(view["totals"]["payback"], "2026-12");
        assert_eq!(view["drivers"]["reach"]["rate"], 0.625);
        assert_eq!(view["drivers"]["content"]["totals"]["roi"], Value::Null);
        assert_eq!(view["waves"]["two"]["cost"], 10_500);
        assert_eq!(view["months"].as_array().map(Vec::len), Some(15));
        assert_eq!(view["forecast"][7], 3_075, "1,875 of reach and 1,200 of content in August");
    }

    #[test]
    fn the_text_says_all_in_plain_tables() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let text = text(&Context::new(&plan, &figures));
        assert!(text.starts_with("Value as of 31 Aug 2026, in EUR"));
        assert!(text.contains("Dec 2026") && text.contains("In no wave"), "{text}");
    }
}
