//! Net value: value less cost, as planned and as forecast.

use crate::figures::Figures;
use crate::trace::amounts::{Basis, CASED, cases, cost, net, value};
use crate::trace::flow::{Flow, stretch, sum};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};

pub(super) const PLANNED: Family = Family {
    word: "net",
    means: "Net value, planned value less cost",
    of: CASED,
    timing: Timing::Period,
    trace: |figures, of, when| trace(figures, of, when, Basis::Planned),
    each: |figures, tell| flow("net", |figures, of| net(figures, Basis::Planned, of)).each(figures, tell),
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-net",
    means: "Net value, forecast value less cost as planned",
    trace: |figures, of, when| trace(figures, of, when, Basis::Forecast),
    each: |figures, tell| {
        flow("forecast-net", |figures, of| net(figures, Basis::Forecast, of)).each(figures, tell);
    },
    ..PLANNED
};

const fn flow(
    word: &'static str,
    months: fn(&Figures<'_>, &Of) -> Vec<crate::plan::quantity::Money>,
) -> Flow {
    let month = |_: &Figures<'_>, _: &Of, _| Trace::new(Value::Nothing, "");
    Flow { word, total: "", months, parts: |_, _, _| Vec::new(), month, all: cases }
}

fn trace(figures: &Figures<'_>, of: &Of, when: Option<When>, basis: Basis) -> Option<Trace> {
    let (plan, range) = (figures.plan, stretch(figures.grid(), when)?);
    let amount = |months: Vec<_>| Value::Money(sum(&months, &range));
    let name = |word: &str| of.name(plan, word, when);
    let rule = match of {
        Of::Item(_) => "value less the driver's own cost; what it needs is paid elsewhere",
        _ => "value less cost",
    };
    let paid = if basis == Basis::Forecast { "cost as planned" } else { "cost" };
    let mut trace = Trace::new(amount(net(figures, basis, of)), rule)
        .with(basis.word(), amount(value(figures, basis, of)), name(basis.word()))
        .with(paid, amount(cost(figures, of)), name("cost"))
        .by(Term::Input(0).minus(Term::Input(1)));
    let words = if basis == Basis::Planned {
        ["npv", "payback", "roi"]
    } else {
        ["forecast-npv", "forecast-payback", "forecast-roi"]
    };
    trace.also = words.map(|word| of.name(plan, word, None)).into();
    Some(trace)
}
