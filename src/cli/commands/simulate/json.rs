//! A simulation as JSON.
//!
//! An object with `format` (1), `as_of`, `currency`, `runs`, `seed`, `drawn` (how many inputs of each kind),
//! `npv` and `value` (a spread), `forecast_npv`, `chance_of_forecast`, `chance_of_forecast_value`,
//! `chance_of_no_loss`, `payback`, `within_budget`; `hangs_on`, what is overdue that value, NPV and payback hang on, and
//! `value_at_most` and `npv_at_most`, whether amounts and chances of them are no more than that, since what hangs on it is
//! to bring something; `waves` by id: `value`, `value_hangs_on`, `wave_end` (its own end),
//! `ended_by_plan` (that day, or where a step of it is live later, then), `end` (in the runs), `end_hangs_on` (then each day is the earliest), `late`, `late_at_least`, `within_budget`; `gates` by id: `date`, `at` (when it is
//! asked: on that date, or at `as-of` where that has passed), `chance`, `least_likely` (the criterion; `null` where nobody can
//! tell of any), `at_most`, whether the chance is no more than that, since it hangs on a step that
//! is overdue and counts from the day after `as_of` on, `hangs_on`, `criteria` (each `criterion`, `chance`, `at_most`, `hangs_on`, `missing_words` where its day has come and what is known decides: what
//! is missing, empty where it holds; `of_whom` of a KPI, in words: which markets are asked on that day and are not today, `null`: none; and `drawn` where it asks about a KPI that is drawn: which `kpi`, its `readings`, their `slope` a month and their `scatter`, and on that day what is
//! `expected`, the `spread` and the `degrees_of_freedom` of Student's t); `swings`: `what`, `id`, `low`, `high`,
//! `swing`, `error`; `governs` by id, `governs_hangs_on`, what is overdue that all of these hang on, and `governed`, the wave whose end it
//! is, the last that holds anything; `months` and `band`, cumulative value by month, as spreads give it.
//!
//! A spread has `at_least`, the amounts that there is a chance of `nine_in_ten`, `even` and `one_in_ten` to
//! reach, their standard errors in `error`, `mean`, `mean_error` and `deviation`. A chance has `share`, its
//! standard `error`, the ends `low` and `high` of its interval at 95 %, and whether it is `certain`: nothing that is
//! drawn decides it. What happens by a date has
//! `one_in_ten`, `even` and `nine_in_ten`;
//! `null`: not up to the horizon. What something `hangs_on` has the `item` and `level` of the first step, in the order of
//! needs, that is overdue (`null`: of a driver), and how many `more` are; `null`: it hangs on none. `payback` itself is `null` where no run has a cost to pay back.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::asks_privately;
use crate::figures::Figures;
use crate::figures::readiness::missing;
use crate::plan::leadership::{Criterion, Subject};
use crate::plan::quantity::{Currency, Money};
use crate::plan::veil::PRIVATE;
use crate::show::{Context, json};
use crate::simulation::hanging::Overdue;
use crate::simulation::spread::{Chance, Dates, Spread};
use crate::simulation::swing::Swing;
use crate::simulation::trend::Heading;
use crate::simulation::{Cause, Simulation};
use crate::status::gate_date;

/// The document of a simulation.
pub(super) fn json(figures: &Figures<'_>, simulation: &Simulation) -> Value {
    let plan = figures.plan;
    let mut document = json::head(&Context::new(plan, figures));
    let mut put = |key: &str, value: Value| document.insert(key.into(), value);
    put("currency", json!(plan.currency.code));
    put("runs", json!(simulation.runs));
    put("seed", json!(simulation.seed));
    let drawn = simulation.drawn;
    put(
        "drawn",
        json!({ "values": drawn.values, "ramps": drawn.ramps, "risks": drawn.risks, "kpis": drawn.kpis }),
    );
    put("npv", spread(&simulation.npv, plan.currency));
    put("value", spread(&simulation.value, plan.currency));
    put("forecast_npv", json::money(figures.case().forecast_npv, plan.currency));
    let all = simulation.hangs;
    put("chance_of_forecast", chance(hanging(simulation.as_forecast, all)));
    put("chance_of_forecast_value", chance(hanging(simulation.value_as_forecast, all)));
    put("chance_of_no_loss", chance(hanging(simulation.positive, all)));
    put("payback", simulation.payback.as_ref().map_or(Value::Null, dates));
    put("within_budget", maybe(simulation.budget));
    put("hangs_on", hangs_on(figures, all));
    put("value_at_most", json!(simulation.less.value));
    put("npv_at_most", json!(simulation.less.npv));
    put("waves", waves(figures, simulation));
    put("gates", gates(figures, simulation));
    put("swings", simulation.swings.iter().map(|it| swing(figures, it)).collect());
    let governs = simulation.governs.iter();
    let on = simulation.governing_hangs();
    let governs = governs.map(|(item, share)| (plan.item(*item).id.to_string(), chance(hanging(*share, on))));
    put("governs", governs.collect::<Map<_, _>>().into());
    put("governs_hangs_on", hangs_on(figures, on));
    put("governed", simulation.governed.map(|wave| plan.wave(wave).id.to_string()).into());
    put("months", json::months(figures.grid()));
    put("band", band(simulation, plan.currency));
    document.into()
}

fn money(amount: f64, currency: Currency) -> Value {
    json::money(Money::from_minor_f64(amount), currency)
}

fn spread(spread: &Spread, currency: Currency) -> Value {
    let three = |amounts: [f64; 3]| {
        let [nine, even, one] = amounts.map(|amount| money(amount, currency));
        json!({ "nine_in_ten": nine, "even": even, "one_in_ten": one })
    };
    json!({
        "at_least": three(spread.quantiles.map(|quantile| quantile.value)),
        "error": three(spread.quantiles.map(|quantile| quantile.error)),
        "mean": money(spread.mean.value, currency),
        "mean_error": money(spread.mean.error, currency),
        "deviation": money(spread.deviation, currency),
    })
}

fn chance(chance: Chance) -> Value {
    let [low, high] = chance.interval();
    json!({
        "share": chance.share(),
        "error": chance.error(),
        "low": low,
        "high": high,
        "certain": chance.certain,
    })
}

/// A chance that hangs on what is overdue is not certain, whatever is drawn.
fn hanging(chance: Chance, on: Option<Overdue>) -> Chance {
    Chance { certain: chance.certain && on.is_none(), ..chance }
}

/// What something hangs on that is overdue.
fn hangs_on(figures: &Figures<'_>, on: Option<Overdue>) -> Value {
    let Some(on) = on else { return Value::Null };
    let item = figures.plan.item(on.item);
    let level = item.steps.get(on.step).filter(|_| item.driver().is_none() && !item.id.contains(PRIVATE));
    let level = level.map(|step| step.level);
    json!({ "item": &*item.id, "level": level, "more": on.more })
}

fn maybe(told: Option<Chance>) -> Value {
    told.map_or(Value::Null, chance)
}

fn dates(dates: &Dates) -> Value {
    let [one, even, nine] = dates.by.map(|day| day.map_or(Value::Null, json::date));
    json!({ "one_in_ten": one, "even": even, "nine_in_ten": nine })
}

fn waves(figures: &Figures<'_>, simulation: &Simulation) -> Value {
    let waves = figures.plan.waves.iter().zip(&simulation.waves).map(|(wave, outlook)| {
        let told = json!({
            "value": spread(&outlook.value, figures.plan.currency),
            "value_hangs_on": hangs_on(figures, outlook.value_hangs),
            "wave_end": json::date(wave.end),
            "ended_by_plan": json::date(outlook.ended_by_plan),
            "end": dates(&outlook.end),
            "end_hangs_on": hangs_on(figures, outlook.end_hangs),
            "late": chance(hanging(outlook.late, outlook.late_at_least())),
            "late_at_least": outlook.late_at_least().is_some(),
            "within_budget": maybe(outlook.budget),
        });
        (wave.id.to_string(), told)
    });
    waves.collect::<Map<_, _>>().into()
}

fn gates(figures: &Figures<'_>, simulation: &Simulation) -> Value {
    let gates = simulation.gates.iter().map(|outlook| {
        let gate = &figures.plan.gates[outlook.gate.at()];
        let settled = outlook.at <= figures.plan.as_of;
        let judged = settled.then(|| figures.verdict(outlook.gate, outlook.at).now);
        let least = outlook.least_likely().and_then(|(nth, _)| gate.criteria.get(nth));
        let criteria = gate.criteria.iter().zip(&outlook.criteria).enumerate();
        let criteria = criteria.map(|(nth, (criterion, told))| {
            let drawn = told.heading.map_or(Value::Null, |told| heading(figures, &told));
            let judged = judged.as_ref().and_then(|judged| judged.get(nth));
            let words = judged.map(|judged| missing(figures.plan, criterion, judged));
            let words = words.filter(|_| !criterion.text.contains(PRIVATE));
            json!({
                "criterion": &*criterion.text,
                "chance": maybe(told.chance.map(|chance| hanging(chance, told.hangs))),
                "at_most": told.hangs.is_some(),
                "hangs_on": hangs_on(figures, told.hangs.filter(|_| !criterion.text.contains(PRIVATE))),
                "drawn": drawn,
                "missing_words": words,
                "of_whom": of_whom(figures, criterion, outlook.at),
            })
        });
        // How likely all are, or which the least, tells of what is private among them.
        let open = !asks_privately(gate);
        let hangs = outlook.hangs.filter(|_| open);
        let told = json!({
            "at": json::date(outlook.at),
            "date": gate_date(figures.plan, outlook.gate).map(json::date),
            "chance": maybe(outlook.chance.filter(|_| open).map(|chance| hanging(chance, hangs))),
            "at_most": hangs.is_some(),
            "hangs_on": hangs_on(figures, hangs),
            "least_likely": least.filter(|_| open).map(|criterion| &*criterion.text),
            "criteria": criteria.collect::<Vec<_>>(),
        });
        (gate.id.to_string(), told)
    });
    gates.collect::<Map<_, _>>().into()
}

/// Of a KPI, who is asked on the day of the gate and is not today, in words.
fn of_whom(figures: &Figures<'_>, criterion: &Criterion, at: NaiveDate) -> Option<String> {
    let Subject::Kpi(kpi) = criterion.subject else { return None };
    figures.joins(kpi, at).words(figures.plan).filter(|_| !criterion.text.contains(PRIVATE))
}

fn heading(figures: &Figures<'_>, heading: &Heading) -> Value {
    json!({
        "kpi": &*figures.plan.kpi(heading.kpi).id,
        "readings": heading.slope.readings,
        "slope": heading.slope.a_month,
        "expected": heading.expected,
        "scatter": heading.scatter,
        "spread": heading.spread,
        "degrees_of_freedom": heading.freedom(),
    })
}

fn swing(figures: &Figures<'_>, swing: &Swing) -> Value {
    let plan = figures.plan;
    let (what, id) = match swing.cause {
        Cause::Value(item) => ("value", &plan.item(item).id),
        Cause::Ramp(item) => ("ramp", &plan.item(item).id),
        Cause::Risk(risk) => ("risk", &plan.risks[risk as usize].id),
        Cause::Kpi(kpi) => ("kpi", &plan.kpi(kpi).id),
    };
    json!({
        "what": what,
        "id": &**id,
        "low": money(swing.low.value, plan.currency),
        "high": money(swing.high.value, plan.currency),
        "swing": money(swing.swing.value, plan.currency),
        "error": money(swing.swing.error, plan.currency),
    })
}

fn band(simulation: &Simulation, currency: Currency) -> Value {
    let level = |level: usize| {
        simulation.band.iter().map(|month| money(month[level].value, currency)).collect::<Value>()
    };
    json!({ "nine_in_ten": level(0), "even": level(1), "one_in_ten": level(2) })
}
