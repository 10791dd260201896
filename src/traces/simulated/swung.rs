//! What swings net present value: an input at its ends, and what the plan says of it.

use super::causes;
use super::{IF_HIGH, IF_LOW, NAMED, SWING};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::simulation::spread::Estimated;
use crate::simulation::swing::Swing;
use crate::simulation::{Cause, Simulation};
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Origin, Trace};

/// How far an input swings NPV; `None` for those that swing it less than others, or by chance.
pub(super) fn swing_of<'s>(simulation: &'s Simulation, of: &Of) -> Option<&'s Swing> {
    let Of::Cause(cause) = of else { return None };
    simulation.swings.iter().find(|swing| swing.cause == *cause)
}

/// What an input swings, or does at one of its ends.
pub(super) fn swung(
    plan: &Plan,
    simulation: &Simulation,
    of: &Of,
    word: &str,
    end: fn(&Swing) -> Estimated,
    drawn: &str,
) -> Option<Trace> {
    let swing = swing_of(simulation, of)?;
    let told = end(swing);
    let both = word == SWING.word;
    let rule = match (both, swing.cause) {
        (true, _) => {
            format!("of {drawn}: NPV with it high less NPV with it low, all else as drawn, on average")
        }
        (false, Cause::Risk(_)) => {
            format!("of {drawn}: NPV where the risk is put to happen or not, less NPV as drawn, on average")
        }
        (false, _) => format!(
            "of {drawn}: NPV with it at the value that one draw in ten lies beyond, less NPV as drawn, on average"
        ),
    };
    let mut trace = Trace::new(Value::Unrounded(told.value), &rule);
    let name = |word: &str| of.name(plan, word, None);
    let trace = if both {
        let high = trace.take("if high", Value::Unrounded(swing.high.value), name(IF_HIGH.word));
        let low = trace.take("if low", Value::Unrounded(swing.low.value), name(IF_LOW.word));
        trace.by(high.minus(low))
    } else {
        trace.also = vec![name(SWING.word)];
        trace.because("the same runs, played again with this input put there")
    };
    let error = Value::Unrounded(told.error);
    let trace = trace.with("its standard error", error, Origin::Rule);
    Some(stated(plan, swing.cause, trace))
}

/// How far each of what an input does to net present value may be off: twice the largest of their standard errors.
pub(super) fn off_by(plan: &Plan, simulation: &Simulation, of: &Of, value: Value) -> Option<Trace> {
    let swing = swing_of(simulation, of)?;
    let rule = "twice the largest of the standard errors of the swing and of both its ends, which 95 times in 100 are off by no more";
    let mut trace = Trace::new(value, rule);
    let errors = [("swing", swing.swing), ("if low", swing.low), ("if high", swing.high)];
    let [first, second, third] = errors.map(|(label, told)| {
        trace.take(&format!("standard error: {label}"), Value::Unrounded(told.error), Origin::Rule)
    });
    trace.also = [SWING, IF_LOW, IF_HIGH].map(|family| of.name(plan, family.word, None)).to_vec();
    let largest = Term::Most(Box::new([first, Term::Most(Box::new([second, third]))]));
    causes::says(plan, swing.cause, &mut trace);
    Some(trace.by(Term::Product(vec![Term::Number(2.0), largest])))
}

/// With the inputs that swing net present value most, and what the plan says of them.
pub(super) fn with_causes(plan: &Plan, simulation: &Simulation, mut trace: Trace) -> Trace {
    for swing in simulation.swings.iter().take(NAMED) {
        if let Some(label) = cause(plan, swing.cause) {
            let name = Of::Cause(swing.cause).name(plan, SWING.word, None);
            trace.take(&label, Value::Unrounded(swing.swing.value), name);
        }
        causes::says(plan, swing.cause, &mut trace);
    }
    trace
}

/// How an input swings NPV, in words.
fn cause(plan: &Plan, cause: Cause) -> Option<String> {
    Some(match cause {
        Cause::Value(item) => format!("NPV if high less if low: value of {}", plan.item(item).title()),
        Cause::Ramp(item) => format!("NPV if long less if short: ramp of {}", plan.item(item).title()),
        Cause::Risk(nth) => {
            let risk = plan.risks.get(nth as usize)?;
            format!("NPV with it less without it: {}", risk.about.name.as_deref().unwrap_or(&risk.id))
        }
        Cause::Kpi(kpi) => plan.kpi(kpi).title().to_owned(),
    })
}

/// With what the plan says of an input.
fn stated(plan: &Plan, cause: Cause, trace: Trace) -> Trace {
    match cause {
        Cause::Value(item) => {
            let Some(value) = plan.item(item).driver().and_then(|driver| driver.value) else { return trace };
            let at = |key: &str| plan.item_address(item).to("value").to(key);
            let ends = [("low", value.low), ("likely", Some(value.likely)), ("high", value.high)];
            let said = ends.into_iter().filter_map(|(key, amount)| Some((key, amount?)));
            said.fold(trace, |trace, (key, amount)| trace.with(key, Value::Money(amount), at(key)))
        }
        Cause::Ramp(item) => {
            let Some(ramp) = plan.item(item).driver().and_then(|driver| driver.ramp) else { return trace };
            let mut trace = trace;
            let address = plan.item_address(item).to("ramp").to("months");
            let unit = causes::in_months(ramp.months);
            trace.take_in(unit, "months of the ramp", Value::Number(ramp.months), address);
            for (key, label) in causes::RAMPS {
                let times = Value::Number(plan.policy.threshold(key));
                trace.take(label, times, Address::new(Table::Policy, "").to(key));
            }
            trace
        }
        Cause::Risk(nth) => {
            let Some(risk) = plan.risks.get(nth as usize) else { return trace };
            let address = Address::new(Table::Risk, &risk.id);
            let probability = Value::maybe(risk.probability, Value::Share);
            let trace = trace.with("probability", probability, address.clone().to("probability"));
            let trace = match risk.costs {
                Some(costs) => trace.with("costs", Value::Money(costs), address.to("costs")),
                None => trace,
            };
            causes::delays(plan, risk, trace)
        }
        Cause::Kpi(_) => trace,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, sample};
    use crate::graph::Graph;
    use crate::simulation::Settings;
    use crate::trace::Steps;

    /// What is said to be off by is what the three errors beside it give.
    #[test]
    fn how_far_off_it_may_be_follows_from_the_errors() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let settings = Settings { runs: Some(500), ..Settings::default() };
        let simulation = Simulation::of(&figures, &Graph::new(&plan), &settings);
        let swing = simulation.swings.first().unwrap();
        let value = Value::Unrounded(swing.off_by());
        let trace = off_by(&plan, &simulation, &Of::Cause(swing.cause), value).unwrap();
        let number = |value: Value| value.number(plan.currency).unwrap();
        let inputs: Vec<f64> = trace.inputs.iter().map(|input| number(input.value)).collect();
        let Steps::Term(term) = &trace.steps else { panic!("{trace:?}") };
        assert!((term.value(&inputs) - number(trace.value)).abs() < 1e-6, "{trace:?}");
        assert!(inputs.len() == 3 && inputs.iter().all(|error| *error >= 0.0), "{inputs:?}");
    }
}
