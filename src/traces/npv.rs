//! Net present value: each month's net value times its discount.

use crate::figures::Figures;
use crate::figures::business_case::Case;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, CASED, case, cases, net};
use crate::trace::flow::{pieces, said, stretch, sum};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::told::each_period;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};

pub(super) const PLANNED: Family = Family {
    word: "npv",
    means: "Net present value at plan start",
    of: CASED,
    timing: Timing::Period,
    trace: |figures, of, when| trace(figures, of, when, Basis::Planned),
    each: |figures, tell| each(figures, tell, Basis::Planned, |it| it.npv),
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-npv",
    means: "Net present value of the forecast at plan start, cost as planned",
    trace: |figures, of, when| trace(figures, of, when, Basis::Forecast),
    each: |figures, tell| each(figures, tell, Basis::Forecast, |it| it.forecast_npv),
    ..PLANNED
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), basis: Basis, amount: fn(&Case) -> Money) {
    for of in cases(figures) {
        let npv = amount(&case(figures, &of));
        tell(Row::new(of.clone(), None, Value::Money(npv)));
        each_period(figures.grid(), &of, &present(figures, &of, basis), tell);
    }
}

const MONTH: &str = "net value of the month × its discount; rounded as the running total is, so that the parts add up to the whole";

/// What net value of each month is worth at plan start.
fn present(figures: &Figures<'_>, of: &Of, basis: Basis) -> Vec<Money> {
    let [planned, forecast] = match of {
        Of::Wave(wave) => figures.wave_present(Some(*wave)).clone(),
        Of::NoWave => figures.wave_present(None).clone(),
        Of::Item(driver) => figures.driver_present(*driver),
        _ => figures.present(),
    };
    if basis == Basis::Forecast { forecast } else { planned }
}

fn trace(figures: &Figures<'_>, of: &Of, when: Option<When>, basis: Basis) -> Option<Trace> {
    let (plan, grid, range) = (figures.plan, figures.grid(), stretch(figures.grid(), when)?);
    let (word, net_word) = match basis {
        Basis::Forecast => ("forecast-npv", "forecast-net"),
        _ => ("npv", "net"),
    };
    let present = present(figures, of, basis);
    let value = Value::Money(sum(&present, &range));
    if let (Some(when), 1) = (when, range.len()) {
        if *of == Of::Plan {
            return Some(by_wave(figures, basis, word, when, range.start));
        }
        let discount = figures.discounts().get(range.start).copied()?;
        let amount = sum(&net(figures, basis, of), &range);
        let month = Some(When::month(grid.month(range.start)));
        let term = Term::Product(vec![Term::Input(0), Term::Input(1)]);
        let trace = Trace::new(value, MONTH)
            .with("net value", Value::Money(amount), of.name(plan, net_word, Some(when)))
            .with("discount", Value::Number(discount), Of::Plan.name(plan, "discount", month));
        return Some(trace.by(term));
    }
    let inputs = pieces(grid, range).into_iter().filter_map(|(period, positions)| {
        let worth = sum(&present, &positions);
        let name = of.name(plan, word, Some(When::Period(period)));
        (worth != Money::ZERO).then(|| Input::new(&said(period), Value::Money(worth), name))
    });
    let mut trace = Trace::sum(value, "net value of each month × its discount, added up", inputs.collect());
    trace.also = vec![of.name(plan, net_word, when)];
    Some(trace)
}

/// A month of the plan: what its waves and the rest are worth in it.
fn by_wave(figures: &Figures<'_>, basis: Basis, word: &str, when: When, position: usize) -> Trace {
    let plan = figures.plan;
    let lanes = plan.waves().map(|(ix, _)| Of::Wave(ix)).chain([Of::NoWave]);
    let inputs: Vec<Input> = lanes
        .filter_map(|of| {
            let worth = sum(&present(figures, &of, basis), &(position..position + 1));
            let name = of.name(plan, word, Some(when));
            (worth != Money::ZERO).then(|| Input::new(&of.title(plan), Value::Money(worth), name))
        })
        .collect();
    let amounts = inputs.iter().filter_map(|input| match input.value {
        Value::Money(money) => Some(money),
        _ => None,
    });
    let value = Value::Money(amounts.sum());
    let mut trace = Trace::sum(value, "net value of each wave × the discount of the month, added up", inputs);
    let net = if basis == Basis::Forecast { "forecast-net" } else { "net" };
    trace.also = vec![Of::Plan.name(plan, net, Some(when)), Of::Plan.name(plan, "discount", Some(when))];
    trace
}
