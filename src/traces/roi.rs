//! Return on investment: (value − cost) ÷ cost.

use crate::figures::Figures;
use crate::figures::business_case::roi;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, CASED, cases, cost, net};
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const PLANNED: Family = Family {
    word: "roi",
    means: "Return on investment, as planned",
    of: CASED,
    timing: Timing::Never,
    trace: |figures, of, _| Some(trace(figures, of, Basis::Planned)),
    each: |figures, tell| each(figures, tell, Basis::Planned),
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-roi",
    means: "Return on investment, by forecast, cost as planned",
    trace: |figures, of, _| Some(trace(figures, of, Basis::Forecast)),
    each: |figures, tell| each(figures, tell, Basis::Forecast),
    ..PLANNED
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), basis: Basis) {
    for of in cases(figures) {
        let value = trace(figures, &of, basis).value;
        tell(Row::new(of, None, value));
    }
}

fn trace(figures: &Figures<'_>, of: &Of, basis: Basis) -> Trace {
    let plan = figures.plan;
    let sum = |months: Vec<Money>| months.into_iter().sum::<Money>();
    let (net, cost) = (sum(net(figures, basis, of)), sum(cost(figures, of)));
    let word = if basis == Basis::Forecast { "forecast-net" } else { "net" };
    let value = Value::maybe(roi(net + cost, cost), Value::Share);
    let trace = Trace::new(value, "net value ÷ cost; undefined without cost")
        .with("net value", Value::Money(net), of.name(plan, word, None))
        .with("cost", Value::Money(cost), of.name(plan, "cost", None));
    match value {
        Value::Nothing => trace.because("there is no cost"),
        _ => trace.by(Term::Input(0).over(Term::Input(1))),
    }
}
