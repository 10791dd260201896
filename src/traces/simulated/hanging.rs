//! What a figure of a simulation hangs on that is overdue, and what that makes of it.

use super::gates::outlook;
use super::{FORECAST, FORECAST_VALUE, GATE, GOVERNS, LATE, NO_LOSS, Outlook, Told};
use crate::plan::Plan;
use crate::simulation::hanging::Overdue;
use crate::simulation::{Simulation, WaveOutlook};
use crate::trace::of::Of;
use crate::trace::value::Value;

/// How a chance is told: as it is, or as that at most or at least.
pub(super) fn bound(simulation: &Simulation, word: &str, of: &Of) -> fn(f64) -> Value {
    let less = simulation.less;
    let [forecast, no_loss] = [simulation.as_forecast, simulation.positive].map(|chance| chance.times > 0);
    let at_most = match (word, of) {
        (_, Of::Gate(_) | Of::Criterion(..)) if word == GATE.word => gate(simulation, of).is_some(),
        _ if word == FORECAST.word => less.npv && forecast,
        _ if word == NO_LOSS.word => less.npv && no_loss,
        _ if word == FORECAST_VALUE.word => less.value && simulation.value_as_forecast.times > 0,
        _ => false,
    };
    let late = wave(simulation, of).filter(|_| word == LATE.word);
    match late.and_then(WaveOutlook::late_at_least) {
        Some(_) => Value::AtLeast,
        None if at_most => Value::AtMost,
        None => Value::Share,
    }
}

fn wave<'s>(simulation: &'s Simulation, of: &Of) -> Option<&'s WaveOutlook> {
    let Of::Wave(wave) = of else { return None };
    simulation.waves.get(wave.at())
}

/// What a gate, or a criterion of it, hangs on.
pub(super) fn gate(simulation: &Simulation, of: &Of) -> Option<Overdue> {
    match of {
        Of::Gate(gate) => outlook(simulation, *gate)?.hangs,
        Of::Criterion(gate, nth) => outlook(simulation, *gate)?.criteria.get(*nth as usize)?.hangs,
        _ => None,
    }
}

/// What a figure hangs on, in words. A budget is of what is spent, which hangs on nothing.
pub(super) fn told(plan: &Plan, simulation: &Simulation, figure: &Outlook, of: &Of) -> Option<String> {
    let word = figure.family.word;
    let (all, wave) = (simulation.hangs, wave(simulation, of));
    match (figure.told, of) {
        (Told::Chance, Of::Gate(_) | Of::Criterion(..)) => Some(gate(simulation, of)?.at_most(plan)),
        (Told::Chance, Of::Wave(_)) if word == LATE.word => Some(wave?.late_at_least()?.at_least(plan)),
        (Told::Date(_), Of::Wave(_)) => Some(wave?.end_hangs?.at_the_earliest(plan)),
        (Told::Money(_) | Told::Mean, Of::Wave(_)) => Some(wave?.value_hangs?.said(plan)),
        (Told::Chance, Of::Item(_)) if word == GOVERNS.word => Some(simulation.governing_hangs()?.said(plan)),
        (Told::Date(_), Of::Plan) => Some(all?.at_the_earliest(plan)),
        (Told::Chance, Of::Plan) if [FORECAST, FORECAST_VALUE, NO_LOSS].iter().any(|it| it.word == word) => {
            Some(all?.said(plan))
        }
        (Told::Money(_) | Told::Mean, Of::Plan) => Some(all?.said(plan)),
        _ => None,
    }
}
