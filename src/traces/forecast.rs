//! Forecast value: realized where that is recorded, elsewhere planned × the rate so far.

use crate::figures::Figures;
use crate::plan::address::Table;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, VALUED, cases, value, value_parts};
use crate::trace::flow::Flow;
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::parted;
use crate::trace::splits;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "forecast",
    means: "Forecast value",
    of: VALUED,
    timing: Timing::Period,
    trace: |figures, of, when| match of {
        Of::Cut(parts) => parted::trace(figures, Basis::Forecast, parts, when),
        _ => FLOW.trace(figures, of, when),
    },
    each: |figures, tell| {
        FLOW.each(figures, tell);
        splits::each(figures, Basis::Forecast.measure(), tell);
    },
    from: FROM,
};

const FROM: &[(Table, &str)] = &[
    (Table::Driver, "value"),
    (Table::Driver, "confidence"),
    (Table::Driver, "ramp"),
    (Table::Realized, "value"),
    (Table::Realized, "period"),
];

const FLOW: Flow = Flow {
    word: "forecast",
    total: "the forecasts of its drivers, added up",
    months: |figures, of| value(figures, Basis::Forecast, of),
    parts: |figures, of, range| value_parts(figures, Basis::Forecast, of, range),
    month,
    all: cases,
};

fn month(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let plan = figures.plan;
    let at = |basis| Value::Money(value(figures, basis, of).get(position).copied().unwrap_or(Money::ZERO));
    let forecast = at(Basis::Forecast);
    let Of::Item(driver) = *of else { return Trace::new(forecast, FLOW.total) };
    let when = Some(When::month(figures.grid().month(position)));
    let name = |word: &str, when| of.name(plan, word, when);
    let also = vec![name("forecast", None), name("planned", when), name("rate", None)];
    let trace = if figures.evidence().recorded(driver).get(position) == Some(&true) {
        Trace::new(forecast, "what was realized, since the month is recorded")
            .with("realized", at(Basis::Realized), name("realized", when))
            .by(Term::Input(0))
    } else {
        let mut trace = Trace::new(forecast, "planned × the realization rate so far");
        let planned = trace.take("planned", at(Basis::Planned), name("planned", when));
        match figures.rate(driver).and_then(|rate| rate.share()) {
            Some(rate) => {
                let rate = trace.take("realization rate", Value::Share(rate), name("rate", None));
                trace.by(Term::Product(vec![planned, rate]))
            }
            None if figures.unrecorded(driver).contains(&position) => {
                trace.rule =
                    "as planned: the month is over without a record, and no realization rate is known".into();
                trace.by(planned)
            }
            None => {
                trace.rule = "as planned, while no realization rate is known".into();
                trace.by(planned)
            }
        }
    };
    Trace { also, ..trace }
}
