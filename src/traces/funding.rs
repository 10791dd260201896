//! Peak funding, the internal rate of return, and how long payback takes.

use crate::figures::Figures;
use crate::figures::business_case::Case;
use crate::figures::discounting::{Rates, discounts, internal_rates, present_value};
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, CASED, case, cases, net};
use crate::trace::flow::sum;
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const PEAK: Family = Family {
    word: "peak-funding",
    means: "Peak funding, the most money that is in at once",
    of: CASED,
    timing: Timing::Never,
    trace: |figures, of, _| {
        let case = case(figures, of);
        Some(peak(figures, of, Basis::Planned, case.peak_funding, case.peak_month))
    },
    each: |figures, tell| each(figures, tell, |case| Value::Money(case.peak_funding)),
};

pub(super) const FORECAST_PEAK: Family = Family {
    word: "forecast-peak-funding",
    means: "Peak funding by forecast, cost as planned, the most money that is in at once",
    trace: |figures, of, _| {
        let case = case(figures, of);
        Some(peak(figures, of, Basis::Forecast, case.forecast_peak_funding, case.forecast_peak_month))
    },
    each: |figures, tell| each(figures, tell, |case| Value::Money(case.forecast_peak_funding)),
    ..PEAK
};

pub(super) const IRR: Family = Family {
    word: "irr",
    means: "Internal rate of return a year",
    trace: |figures, of, _| Some(rate(figures, of, Basis::Planned, case(figures, of).irr)),
    each: |figures, tell| each(figures, tell, |case| Value::maybe(case.irr, Value::Share)),
    ..PEAK
};

pub(super) const FORECAST_IRR: Family = Family {
    word: "forecast-irr",
    means: "Internal rate of return a year, by forecast, cost as planned",
    trace: |figures, of, _| Some(rate(figures, of, Basis::Forecast, case(figures, of).forecast_irr)),
    each: |figures, tell| each(figures, tell, |case| Value::maybe(case.forecast_irr, Value::Share)),
    ..PEAK
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), value: fn(&Case) -> Value) {
    for of in cases(figures) {
        let value = value(&case(figures, &of));
        tell(Row::new(of, None, value));
    }
}

fn words(basis: Basis) -> [&'static str; 3] {
    match basis {
        Basis::Forecast => ["forecast-net-so-far", "forecast-net", "forecast-npv"],
        _ => ["net-so-far", "net", "npv"],
    }
}

fn peak(figures: &Figures<'_>, of: &Of, basis: Basis, funding: Money, month: Option<Month>) -> Trace {
    let plan = figures.plan;
    let [so_far, net_word, _] = words(basis);
    let rule = "how far net value, added up since plan start, falls below zero at its lowest";
    let mut trace = Trace::new(Value::Money(funding), rule);
    trace.also = vec![of.name(plan, net_word, None)];
    let Some((month, position)) = month.and_then(|month| Some((month, figures.grid().position(month)?)))
    else {
        return trace.because("it never falls below zero");
    };
    let lowest = sum(&net(figures, basis, of), &(0..position + 1));
    let name = of.name(plan, so_far, Some(When::month(month)));
    let label = format!("net value up to {}", wording::month(month));
    let lowest = trace.take(&label, Value::Money(lowest), name);
    trace.by(Term::Number(0.0).minus(lowest))
}

fn rate(figures: &Figures<'_>, of: &Of, basis: Basis, rate: Option<f64>) -> Trace {
    let plan = figures.plan;
    let [_, net_word, npv] = words(basis);
    let rule = "the yearly discount rate at which the present value of the net value of all months is zero";
    let net = Value::Money(net(figures, basis, of).into_iter().sum());
    let mut trace = Trace::new(Value::maybe(rate, Value::Share), rule).with(
        "net value",
        net,
        of.name(plan, net_word, None),
    );
    trace.also = vec![of.name(plan, npv, None)];
    let Some(rate) = rate else {
        return trace.because(match internal_rates(&self::net(figures, basis, of), figures.moments()) {
            Rates::Several(rates) => {
                let rates: Vec<String> =
                    rates.iter().map(|rate| Value::Share(*rate).said("", plan.currency)).collect();
                format!(
                    "there are {} such rates, so that none of them says what it earns: {}",
                    rates.len(),
                    wording::list(&rates)
                )
            }
            Rates::Early => {
                "money comes out before it goes in, so that no rate says what it earns".to_owned()
            }
            Rates::Unsettled(changes) => {
                format!("net value changes its sign {changes} times, so that there may be as many such rates")
            }
            Rates::None | Rates::One(_) => "there is no such rate".to_owned(),
        });
    };
    // The whole percents around it, between which the present value falls through zero.
    let below = (rate * 100.0).floor() / 100.0;
    let months = self::net(figures, basis, of);
    for percent in [below, below + 0.01] {
        let worth = present_value(&months, &discounts(percent, figures.moments()));
        let label = format!("NPV at {}", wording::percent(percent, &[]));
        trace.take(&label, Value::Money(worth), Origin::Rule);
    }
    trace.because("between these it is zero once; found by halving, to the last digit")
}
