//! KPIs: are people using it?
//!
//! JSON (a yes that was read is 1, a no 0): `kpis` by id: `name`, `unit`, `better`, `kind`, `counts` (newest, window, cumulative), `baseline`;
//! `reading` and `date` of the newest reading, or what the readings that count add up to, and how many
//! `days_old` that is at `as_of`; `expected` of it on that date, and `to_plan`, by how much the reading is above
//! that (of a band, above or below its nearer end); `expected_now` at `as_of` (a number, a band of two numbers, or
//! true or false); `between_targets`: what is `expected` lies between two targets of the plan, on the line from one to
//! the other; `attainment`, which like `status` is that of the reading's own date; `status` (green, amber,
//! red, grey); `stale`; `missing`, the periods that have ended without a reading; `in_full`, of a
//! window in which not all was read: how many of its periods were, of how many (`expected` is that of what was read; `null`: all was read, or no window counts); `held` and `due` readings of
//! KPIs that count them; `slope` (`a_month`, `readings`, `since`; `null`: too few readings);
//! `forecast` at the end of the next wave (`wave`, `date`, `value`, `target`, `between_targets`, `meets`, `needs` a month, or,
//! where it is there by now, `may` rise a month at most; `bounded`: a percentage was held between 0 and 100; `by_market`, where each is held to the target by itself: in how many
//! of them it is `enough`, `of` how many; `joins`: each `market` that is asked by then and is not yet, from which `date`, and whether it was
//! `read`: one that was is in the `value`; `null`: none) and `forecast_reason` in words (of
//! a whole that is its worst market, `reading` to `stale` are those of that market, and `slope` and `forecast` those of the
//! market that will be the worst then);
//! `predicts` (`kpi`, `date`, `attainment`, `value`, `expected`, `status`, `joins`, as of the forecast but that none of
//! them is in it, `before`: what it `said`, what `came`, by which `date`, and whether it `held`); `never_read`: the markets
//! that are asked by now, and were never read where others were; `not_open`: those that all is told by though no wave has
//! opened them yet, since none that is open was read; `trend` by month from plan start to `as_of` (`null`: no
//! reading); `markets` by id with the same keys from `baseline`, which of a sum is the market's part of it, to `forecast_reason`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::figures::performance::{Forecast, Joins, KpiFigure, Measure, Prediction, baseline_of, next_end};
use crate::order::Order as _;
use crate::plan::calendar::Month;
use crate::plan::id::{KpiIx, MarketIx};
use crate::plan::kpi::{Kpi, Target};
use crate::show::table::Table;
use crate::show::{Context, Show, json};
use crate::wording::criteria::unit_of;
use crate::{safe, wording};

pub(super) const SHOW: Show = Show {
    id: "kpis",
    title: "KPIs",
    question: "Are people using it?",
    dated: false,
    stands: false,
    text,
    json,
};

fn text(context: &Context<'_>) -> String {
    let plan = context.plan;
    let heading = format!(
        "KPIs as of {}; ~ lies between two targets, on the line from one to the other\n",
        wording::date(plan.as_of)
    );
    if plan.kpis.is_empty() {
        return heading + "The plan has no KPIs.\n";
    }
    let ends = next_end(plan).map(|(wave, end)| {
        format!(": on {}, when {} ends", wording::date(end), safe::line(plan.wave(wave).title()))
    });
    let goes = format!("Where they go if they move as their newest readings do{}", ends.unwrap_or_default());
    let told = [
        ("", standings(context)),
        ("Windows in which not all was read: what was planned is that of what was read", in_part(context)),
        (&*goes, ahead(context)),
        ("What leading KPIs say: as far as they have come, those that they lead will", leading(context)),
        ("Periods that have ended without a reading", missing(context)),
        ("Of whom all is told, where some were never read, or not lately", standing(context)),
    ];
    let told = told.into_iter().filter(|(_, table)| !table.is_empty());
    let blocks = told.map(|(heading, table)| match heading {
        "" => format!("\n{}", table.blocks(2)),
        heading => format!("\n{heading}\n\n{}", table.blocks(2)),
    });
    heading + &blocks.collect::<String>()
}

fn standings(context: &Context<'_>) -> Table {
    let mut table = Table::new(&[
        "KPI",
        "Market",
        ">Baseline",
        ">Reading",
        "Read on",
        ">Days old",
        ">Planned that day",
        ">To plan",
        ">Attained",
        "Status",
        "Unit",
    ]);
    for_each(context, |of, title, market, measure| {
        let mut cells = cells(context, of, title, market, measure);
        let day = measure.newest.as_ref().map(|newest| newest.date);
        if day.is_some_and(|day| context.figures.is_between_targets(of.0, of.1.or(measure.worst()), day))
            && !cells[6].is_empty()
        {
            cells[6].insert(0, '~');
        }
        table.row(cells);
    });
    table
}

fn in_part(context: &Context<'_>) -> Table {
    let mut table = Table::new(&["KPI", "Market", ">Periods in full"]);
    let mut last = String::new();
    for_each(context, |_, title, market, measure| {
        if !title.is_empty() {
            title.clone_into(&mut last);
        }
        if let Some((full, of)) = measure.in_part {
            table.row([&*std::mem::take(&mut last), market, &format!("{full} of {of}")]);
        }
    });
    table
}

/// All KPIs, the worst first, globally and then in their markets, where the title is left out.
fn for_each(context: &Context<'_>, mut tell: impl FnMut((KpiIx, Option<MarketIx>), &str, &str, &Measure)) {
    let figures = context.figures;
    let mut kpis: Vec<(KpiIx, &Kpi)> = context.plan.kpis().collect();
    kpis.order_by(|(one, _), (other, _)| figures.kpi(*one).global.worst_first(&figures.kpi(*other).global));
    for (ix, kpi) in kpis {
        let figure = figures.kpi(ix);
        tell((ix, None), kpi.title(), "all", &figure.global);
        for (market, measure) in &figure.markets {
            tell((ix, Some(*market)), "", context.plan.markets[market.at()].title(), measure);
        }
    }
}

fn cells(
    context: &Context<'_>,
    (ix, of): (KpiIx, Option<MarketIx>),
    title: &str,
    market: &str,
    measure: &Measure,
) -> [String; 11] {
    let kpi = context.plan.kpi(ix);
    let newest = measure.newest.as_ref();
    let status = measure.status.as_str();
    let bounds = [kpi.tolerance.green, kpi.tolerance.amber];
    let planned = measure.expected.map_or_else(String::new, target);
    // The three add up as they are printed.
    let [reading, then, to_plan] = match (measure.read_and_planned(), measure.expected) {
        (Some((read, planned)), Some(Target::Value(_))) => wording::held_against(read, planned, 2),
        (Some((read, end)), _) => {
            let [reading, _, to_plan] = wording::held_against(read, end, 2);
            [reading, planned, to_plan]
        }
        _ => [newest.map_or_else(|| "none".into(), |newest| said(kpi, newest.value)), planned, String::new()],
    };
    [
        title.to_owned(),
        market.to_owned(),
        baseline_of(context.plan, kpi, of).map_or_else(String::new, |baseline| said(kpi, baseline)),
        reading,
        newest.map_or_else(String::new, |newest| wording::date(newest.date)),
        measure.days_old(context.plan.as_of).map_or_else(String::new, |days| days.to_string()),
        if newest.is_some() { then } else { String::new() },
        to_plan,
        measure.attainment.map_or_else(|| "n/a".into(), |share| wording::percent(share, &bounds)),
        match (measure.not_due, measure.stale) {
            (true, _) => format!("{status}, not due"),
            (false, true) => format!("{status}, stale"),
            (false, false) => status.to_owned(),
        },
        kpi.unit.as_deref().unwrap_or("").to_owned(),
    ]
}

/// Where those go that have ever been read: a KPI that nobody has read goes nowhere.
fn ahead(context: &Context<'_>) -> Table {
    let mut table = Table::new(&["KPI", "Market", ">Forecast", ">Planned for then", "Enough", "Why"]);
    for_each(context, |(ix, of), title, market, measure| {
        let kpi = context.plan.kpi(ix);
        let (Some(_), true) = (&measure.newest, market == "all" || measure.forecast.is_ok()) else { return };
        let why = measure.forecast_reason(context.plan);
        let title = if market == "all" { title } else { kpi.title() };
        let Ok(forecast) = &measure.forecast else {
            return table.row([title, market, "none", "", "", &why]);
        };
        let met = match forecast.meets {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let mut wanted = forecast.target.map_or_else(String::new, target);
        if context.figures.is_between_targets(
            ix,
            of.or(measure.worst_ahead),
            context.plan.wave(forecast.wave).end,
        ) {
            wanted.insert(0, '~');
        }
        table.row([title, market, &forecast.value_words(), &wanted, met, &why]);
    });
    table
}

fn leading(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["KPI", "Leads", "By", ">Says", "Status", "Before"]);
    for (ix, kpi) in plan.kpis() {
        let Some(said) = context.figures.prediction(ix) else { continue };
        let led = plan.kpi(said.led);
        let share = wording::percent(said.attainment, &[led.tolerance.green, led.tolerance.amber]);
        let value = said.value.map(|value| format!(", {}{}", number(value), unit_of(plan, said.led)));
        let joins = context.figures.joins(ix, said.date).words_of_today(plan);
        let of_whom = joins.map(|joins| format!("; {joins}")).unwrap_or_default();
        table.row([
            kpi.title(),
            led.title(),
            &wording::month(Month::of(said.date)),
            &format!("{share} of the way{}{of_whom}", value.unwrap_or_default()),
            said.status.as_str(),
            &said.before.map_or_else(String::new, |before| before.words()),
        ]);
    }
    table
}

/// Of whom all is told, where that is not everyone who is asked as of today.
fn standing(context: &Context<'_>) -> Table {
    let plan = context.plan;
    let mut table = Table::new(&["KPI", "Of whom"]);
    for (ix, kpi) in plan.kpis() {
        if let Some(words) = context.figures.joins(ix, plan.as_of).standing_words(plan) {
            table.row([kpi.title(), &words]);
        }
    }
    table
}

fn missing(context: &Context<'_>) -> Table {
    let mut table = Table::new(&["KPI", "Market", ">Periods"]);
    for_each(context, |(ix, of), _, market, measure| {
        let kpi = context.plan.kpi(ix);
        if measure.missing > 0 {
            let every = kpi.cadence.map_or("period", |cadence| cadence.as_str());
            let missed = missed(&context.figures.missed_readings(ix, of), every);
            table.row([kpi.title(), market, &missed]);
        }
    });
    table
}

/// How many periods were not read, each counted once, and in how many markets where each is asked for itself.
fn missed(readings: &[(Option<MarketIx>, NaiveDate)], every: &str) -> String {
    let periods: BTreeSet<NaiveDate> = readings.iter().map(|(_, end)| *end).collect();
    let markets: BTreeSet<MarketIx> = readings.iter().filter_map(|(market, _)| *market).collect();
    let many = wording::count(periods.len(), every);
    match markets.len() {
        0 => many,
        of if of * periods.len() == readings.len() => format!("{many} in {}", wording::count(of, "market")),
        _ => format!("{many}, {} of markets", wording::count(readings.len(), "reading")),
    }
}

/// A value of a KPI: yes or no of one that is done or not.
fn said(kpi: &Kpi, value: f64) -> String {
    match kpi.yes_or_no(value) {
        Some(_) => wording::yes_or_no(value).into(),
        None => number(value),
    }
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
        let said = context.figures.prediction(ix).map(|said| prediction(context, ix, &said));
        let mut object = Map::new();
        object.insert("name".into(), json!(kpi.title()));
        object.insert("unit".into(), json!(kpi.unit));
        object.insert("better".into(), json!(kpi.better.map(|better| better.as_str())));
        object.insert("kind".into(), json!(kpi.kind.map(|kind| kind.as_str())));
        object.insert("counts".into(), json!(kpi.counting().as_str()));
        object.extend(measure(context, (ix, None), &figure.global));
        object.insert("predicts".into(), said.unwrap_or_default());
        let joins = context.figures.joins(ix, context.plan.as_of);
        let ids = |markets: &[MarketIx]| -> Value {
            markets.iter().map(|market| context.plan.markets[market.at()].id.to_string()).collect()
        };
        object.insert("never_read".into(), ids(&joins.silent));
        object.insert("not_open".into(), ids(&joins.early));
        object.insert("trend".into(), trend.into_iter().map(|(_, value)| json::maybe(value)).collect());
        object.insert("markets".into(), markets(context, ix, figure));
        (kpi.id.to_string(), object.into())
    });
    let mut view = json::head(context);
    view.insert("kpis".into(), kpis.collect::<Map<_, _>>().into());
    view.into()
}

fn markets(context: &Context<'_>, ix: KpiIx, figure: &KpiFigure) -> Value {
    let id = |market: usize| context.plan.markets[market].id.to_string();
    let markets = figure
        .markets
        .iter()
        .map(|(market, of)| (id(market.at()), measure(context, (ix, Some(*market)), of).into()));
    markets.collect::<Map<_, _>>().into()
}

fn measure(
    context: &Context<'_>,
    (ix, of): (KpiIx, Option<MarketIx>),
    measure: &Measure,
) -> Map<String, Value> {
    let newest = measure.newest.as_ref();
    let between = |worst, day| context.figures.is_between_targets(ix, of.or(worst), day);
    let ahead = |day| between(measure.worst_ahead, day);
    let read = newest.map_or(context.plan.as_of, |newest| newest.date);
    let slope = measure.slope.map(|slope| {
        json!({
            "a_month": json::number(slope.a_month),
            "readings": slope.readings,
            "since": json::date(slope.since),
        })
    });
    let entries = [
        ("baseline", json::maybe(baseline_of(context.plan, context.plan.kpi(ix), of))),
        ("reading", json::maybe(newest.map(|newest| newest.value))),
        ("date", newest.map_or(Value::Null, |newest| json::date(newest.date))),
        ("expected", json::target(measure.expected)),
        ("between_targets", json!(between(measure.worst(), read))),
        ("days_old", json!(measure.days_old(context.plan.as_of))),
        ("to_plan", json::maybe(measure.to_plan())),
        ("expected_now", json::target(measure.expected_now)),
        ("attainment", json::maybe(measure.attainment)),
        ("status", json!(measure.status.as_str())),
        ("stale", json!(measure.stale)),
        ("missing", json!(measure.missing)),
        ("in_full", json!(measure.in_part.map(|(full, of)| [full, of]))),
        ("held", json!(measure.held.map(|(held, _)| held))),
        ("due", json!(measure.held.map(|(_, due)| due))),
        ("slope", slope.unwrap_or_default()),
        (
            "forecast",
            measure.forecast.as_ref().map_or(Value::Null, |it| forecast(context, it, &measure.joins, &ahead)),
        ),
        ("forecast_reason", json!(measure.forecast_reason(context.plan))),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn forecast(
    context: &Context<'_>,
    forecast: &Forecast,
    joins: &Joins,
    between: &dyn Fn(NaiveDate) -> bool,
) -> Value {
    let wave = context.plan.wave(forecast.wave);
    json!({
        "wave": wave.id,
        "date": json::date(wave.end),
        "value": json::number(forecast.value),
        "target": json::target(forecast.target),
        "between_targets": between(wave.end),
        "meets": forecast.meets,
        "needs": json::maybe(forecast.needs),
        "may": json::maybe(forecast.may),
        "bounded": forecast.bounded,
        "by_market": forecast.by_market.map(|(enough, all)| json!({ "enough": enough, "of": all })),
        "joins": joining(context, joins),
    })
}

/// Who is asked by then and is not yet.
fn joining(context: &Context<'_>, joins: &Joins) -> Vec<Value> {
    let of = |read: bool, markets: &[(MarketIx, NaiveDate)]| -> Vec<Value> {
        let id = |market: &MarketIx| &context.plan.markets[market.at()].id;
        let told = markets
            .iter()
            .map(|(market, day)| json!({ "market": id(market), "date": json::date(*day), "read": read }));
        told.collect()
    };
    [of(true, &joins.read), of(false, &joins.unread)].concat()
}

fn prediction(context: &Context<'_>, leading: KpiIx, said: &Prediction) -> Value {
    let before = said.before.map(|before| {
        json!({
            "date": json::date(before.date),
            "said": json::number(before.said),
            "came": json::number(before.came),
            "held": before.held,
        })
    });
    json!({
        "kpi": context.plan.kpi(said.led).id,
        "date": json::date(said.date),
        "attainment": json::number(said.attainment),
        "value": json::maybe(said.value),
        "expected": json::target(said.expected),
        "status": said.status.as_str(),
        "joins": joining(context, &context.figures.joins(leading, said.date)),
        "before": before,
    })
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

    /// Read in both markets up to March, and not for the quarter to June: that is one quarter, whoever was asked.
    #[test]
    fn a_period_that_several_markets_missed_is_one() {
        let mut plan = sample::opened_at_once();
        plan.kpis = vec![sample::kpi("contacts", Better::Within, &[Target::Band(40.0, 60.0)])];
        (plan.kpis[0].cadence, plan.kpis[0].baseline) = (Some(crate::plan::kpi::Cadence::Quarter), None);
        sample::read(&mut plan, "2026-03-31", Some(0), 50.0);
        sample::read(&mut plan, "2026-03-31", Some(1), 50.0);
        let missed = |plan: &crate::plan::Plan| {
            let figures = Figures::new(plan);
            let text = text(&Context::new(plan, &figures));
            let rows = text.split("Periods that have ended without a reading").nth(1).unwrap_or_default();
            let row = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            rows.lines().map(row).filter(|row| row.contains("quarter")).collect::<Vec<_>>()
        };
        assert_eq!(
            missed(&plan),
            ["contacts all 1 quarter in 2 markets", "contacts north 1 quarter", "contacts south 1 quarter"]
        );
        sample::read(&mut plan, "2026-06-30", Some(0), 50.0);
        assert_eq!(missed(&plan), ["contacts all 1 quarter in 1 market", "contacts south 1 quarter"]);
        assert_eq!(super::missed(&[(None, plan.as_of)], "month"), "1 month");
        let [june, july] = ["2026-06-30", "2026-07-31"].map(|day| day.parse().unwrap());
        let of = |market| Some(MarketIx(market));
        let missed = super::missed(&[(of(0), june), (of(1), june), (of(1), july)], "month");
        assert_eq!(missed, "2 months, 3 readings of markets");
    }

    #[test]
    fn a_forecast_stands_beside_its_target_and_its_reason() {
        let mut plan = sample::plan();
        let targets = [Target::Value(30.0), Target::Value(45.936)];
        plan.kpis = vec![sample::kpi("consent-rate", Better::Higher, &targets)];
        for (date, value) in [("2026-06-30", 40.0), ("2026-07-31", 42.0), ("2026-08-31", 44.0)] {
            sample::read(&mut plan, date, None, value);
        }
        let figures = Figures::new(&plan);
        let context = Context::new(&plan, &figures);
        // 44 and 30 days at 2 in 31 days: 45.93548, short of 45.936 by less than two digits show.
        let text = text(&context);
        assert!(text.contains("45.935") && text.contains("needs 1.9642"), "{text}");
        assert!(text.contains("5 months"), "{text}");
        let view = json(&context);
        let kpi = &view["kpis"]["consent-rate"];
        assert_eq!((&kpi["forecast"]["wave"], &kpi["forecast"]["meets"]), (&json!("two"), &json!(false)));
        assert_eq!((&kpi["missing"], &kpi["slope"]["readings"]), (&json!(5), &json!(3)));
    }
}
