//! By how much the forecast differs from the plan.

use crate::figures::Figures;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, CASED, cases, value};
use crate::trace::flow::{stretch, sum};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace, by_pool};

pub(super) const MONEY: Family = Family {
    word: "delta",
    means: "Forecast less planned value",
    of: CASED,
    timing: Timing::Period,
    trace: |figures, of, when| trace(figures, of, when, false),
    each: |figures, tell| each(figures, tell, false),
};

pub(super) const SHARE: Family = Family {
    word: "delta-share",
    means: "Share of planned value by which the forecast differs",
    trace: |figures, of, when| trace(figures, of, when, true),
    each: |figures, tell| each(figures, tell, true),
    ..MONEY
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), share: bool) {
    for of in cases(figures) {
        if let Some(trace) = trace(figures, &of, None, share) {
            tell(Row::new(of, None, trace.value));
        }
    }
}

fn trace(figures: &Figures<'_>, of: &Of, when: Option<When>, share: bool) -> Option<Trace> {
    let (plan, range) = (figures.plan, stretch(figures.grid(), when)?);
    let amount = |basis| sum(&value(figures, basis, of), &range);
    let (forecast, planned) = (amount(Basis::Forecast), amount(Basis::Planned));
    let less = forecast - planned;
    let (value, rule) = match share {
        false => (Value::Money(less), "forecast less planned value"),
        true if planned == Money::ZERO => (Value::Nothing, "forecast less planned value ÷ planned value"),
        true => {
            let share = less.minor_f64() / planned.minor_f64().abs();
            (Value::Share(share), "forecast less planned value ÷ planned value, whose sign does not count")
        }
    };
    let takes_away = planned < Money::ZERO;
    let mut trace = Trace::new(value, rule).noting(by_pool(figures, of).filter(|_| when.is_none()));
    let name = |word: &str| of.name(plan, word, when);
    let forecast = trace.take("forecast", Value::Money(forecast), name("forecast"));
    let planned = trace.take("planned", Value::Money(planned), name("planned"));
    let less = forecast.minus(planned.clone());
    trace.also = vec![name(if share { "delta" } else { "delta-share" })];
    Some(match (share, value) {
        (_, Value::Nothing) => trace.because("nothing is planned"),
        // More taken away than planned is less, and not more, than the plan.
        (true, _) if takes_away => trace.by(Term::Product(vec![Term::Number(-1.0), less.over(planned)])),
        (true, _) => trace.by(less.over(planned)),
        (false, _) => trace.by(less),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};

    /// By hand: reach is forecast at 62.5 % in the first quarter of 2027, in which 15,000 are planned.
    #[test]
    fn a_delta_is_what_the_forecast_adds_to_the_plan() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let reach = Of::Item(plan.item_by_id("reach").unwrap());
        let when = Name::parse("delta@2027-Q1").and_then(|name| name.when);
        let of = |share| trace(&figures, &reach, when, share).unwrap().value;
        assert_eq!(of(false), Value::Money(euros(-5_625)));
        assert_eq!(of(true), Value::Share(-0.375));
    }

    use crate::trace::name::Name;
}
