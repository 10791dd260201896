//! Amounts that there is a chance of: which of the results of all runs they are, in how many digits they are told, and what
//! value comes to by month.

use super::{NAMED, NPV_EVEN, NPV_NINE, NPV_ONE, Outlook, VALUE_EVEN, VALUE_NINE, VALUE_ONE, causes};
use crate::figures::Figures;
use crate::plan::quantity::{Currency, Money};
use crate::simulation::Simulation;
use crate::simulation::spread::{Jump, LEVELS, Quantile};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::trace::{Origin, Trace};
use crate::wording;

/// What the amounts that there is a chance of are rounded down to.
pub(super) fn stepped(
    figures: &Figures<'_>,
    simulation: &Simulation,
    outlook: &Outlook,
    of: &Of,
    value: Value,
) -> Option<Trace> {
    let spread = (outlook.spread)(simulation, of)?;
    let rule = "the power of ten that twice the largest of these standard errors stays within, and no less than the last digit in which amounts of that size are told";
    let mut trace = Trace::new(value, rule);
    let families = if outlook.is_of_value() {
        [&VALUE_NINE, &VALUE_EVEN, &VALUE_ONE]
    } else {
        [&NPV_NINE, &NPV_EVEN, &NPV_ONE]
    };
    for (family, quantile) in families.into_iter().zip(spread.quantiles) {
        let error = Value::Unrounded(quantile.error);
        trace.take(&format!("standard error of {}", family.word), error, Origin::Rule);
    }
    trace.also = families.map(|family| of.name(figures.plan, family.word, None)).to_vec();
    if outlook.is_of_value() {
        let wave = if let Of::Wave(wave) = of { Some(*wave) } else { None };
        trace.decided = causes::of_value(figures, wave, Trace::new(value, "")).decided;
    } else {
        for swing in simulation.swings.iter().take(NAMED) {
            causes::says(figures.plan, swing.cause, &mut trace);
        }
    }
    Some(trace.because(match value {
        Value::Nothing => "every run comes to the same, which is told as any amount is",
        _ => "so that no digit is told that so many runs do not hold",
    }))
}

/// Value up to the end of a month.
pub(super) fn by_month(
    figures: &Figures<'_>,
    simulation: &Simulation,
    outlook: &Outlook,
    of: &Of,
    when: When,
) -> Option<Trace> {
    let (When::Period(period), Of::Plan) = (when, of) else { return None };
    let level = outlook.level_by_month()?;
    let nth = figures.grid().position(period.first)?;
    let quantile = simulation.band.get(nth)?[level];
    let runs = wording::group(simulation.runs.into());
    let month = wording::month(period.first);
    let rule = format!(
        "of {runs} runs from seed {}, value added up to the end of {month}, {}",
        simulation.seed,
        result(level, quantile)
    );
    let mut trace = Trace::new(Value::Money(Money::from_minor_f64(quantile.value)), &rule);
    let plan = figures.plan;
    trace.notes.extend(
        simulation
            .at_least_by(nth, plan.currency)
            .map(|told| told_as(&told[level], simulation.value.is_one())),
    );
    trace.also = vec![Of::Plan.name(plan, outlook.family.word, None), Of::Plan.name(plan, "forecast", None)];
    Some(causes::of_value(
        figures,
        None,
        trace.because(place(plan.currency, simulation.runs, LEVELS[level], quantile)),
    ))
}

/// How screens and reports tell an amount that there is a chance of, or that every run comes to, if there is but `one`.
pub(super) fn told_as(words: &str, one: bool) -> String {
    let why = match one {
        true => "as any amount is, since every run comes to the same",
        false => "down to the digits that so many runs hold",
    };
    format!("told as at least {words}: rounded {why}")
}

/// Which of the results in order an amount is.
pub(super) fn result(level: usize, quantile: Quantile) -> String {
    let stays = ["one run in ten stays", "every other run stays", "nine runs in ten stay"][level.min(2)];
    match quantile.jump {
        Some(_) => format!("the result that {stays} at or below, where results jump: the one below the jump"),
        None => format!("the result that {stays} at or below"),
    }
}

/// Between which results a quantile lies, or below which jump.
pub(super) fn place(currency: Currency, runs: u32, level: f64, quantile: Quantile) -> String {
    let place = f64::from(runs.saturating_sub(1)) * level;
    let [below, above] = [place.floor(), place.ceil()].map(|place| wording::number(place + 1.0, 0));
    let runs = wording::group(runs.into());
    if let Some(Jump { place, to, times }) = quantile.jump {
        let [place, times] = [place, times].map(|count| wording::group(count.into()));
        let to = wording::money_exact(Money::from_minor_f64(to), currency);
        return format!(
            "result {place} of {runs} in order, as far below result {below} as 95 times in 100 more runs would move it;              {times} come to {to} or more, and next to nothing lies between"
        );
    }
    if below == above {
        format!("result {below} of {runs} in order")
    } else {
        format!("on a straight line between results {below} and {above} of {runs} in order")
    }
}

pub(super) fn ordinal(runs: u32, level: f64) -> String {
    format!("number {}", wording::number((f64::from(runs) * level - 1e-9).ceil(), 0))
}
