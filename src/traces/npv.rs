//! Net present value: each month's net value times its discount.

use std::ops::Range;

use crate::figures::Figures;
use crate::figures::business_case::Case;
use crate::figures::discounting::present_value;
use crate::plan::quantity::{Currency, Money};
use crate::trace::amounts::{Basis, CASED, OF_CASE, case, cases, net};
use crate::trace::flow::{pieces, said, stretch};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};
use crate::wording;

pub(super) const PLANNED: Family = Family {
    word: "npv",
    means: "Net present value at plan start",
    of: CASED,
    timing: Timing::Period,
    trace: |figures, of, when| trace(figures, of, when, Basis::Planned),
    each: |figures, tell| each(figures, tell, |it| it.npv),
    from: OF_CASE,
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-npv",
    means: "Net present value of the forecast at plan start, cost as planned",
    trace: |figures, of, when| trace(figures, of, when, Basis::Forecast),
    each: |figures, tell| each(figures, tell, |it| it.forecast_npv),
    ..PLANNED
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), amount: fn(&Case) -> Money) {
    for of in cases(figures) {
        let npv = amount(&case(figures, &of));
        tell(Row::new(of, None, Value::Money(npv)));
    }
}

/// What the net value of some months is worth at plan start, before it is rounded.
fn worth(net: &[Money], discounts: &[f64], range: Range<usize>) -> f64 {
    let months = net.iter().zip(discounts).take(range.end).skip(range.start);
    months.map(|(net, discount)| net.minor_f64() * discount).sum()
}

fn trace(figures: &Figures<'_>, of: &Of, when: Option<When>, basis: Basis) -> Option<Trace> {
    let (plan, grid, range) = (figures.plan, figures.grid(), stretch(figures.grid(), when)?);
    let (net, discounts) = (net(figures, basis, of), figures.discounts());
    let (word, net_word) = match basis {
        Basis::Forecast => ("forecast-npv", "forecast-net"),
        _ => ("npv", "net"),
    };
    let value = match when {
        None => Value::Money(present_value(&net, discounts)),
        Some(_) => Value::Unrounded(worth(&net, discounts, range.clone())),
    };
    if let (Some(when), 1) = (when, range.len()) {
        let discount = discounts.get(range.start).copied()?;
        let amount = net.get(range.start).copied().unwrap_or_default();
        let month = Some(When::month(grid.month(range.start)));
        let term = Term::Product(vec![Term::Input(0), Term::Input(1)]);
        let trace = Trace::new(value, "net value of the month × its discount")
            .with("net value", Value::Money(amount), of.name(plan, net_word, Some(when)))
            .with("discount", Value::Number(discount), Of::Plan.name(plan, "discount", month));
        return Some(trace.by(term));
    }
    let inputs = pieces(grid, range).into_iter().filter_map(|(period, positions)| {
        let worth = worth(&net, discounts, positions);
        let name = of.name(plan, word, Some(When::Period(period)));
        (worth != 0.0).then(|| Input::new(&said(period), Value::Unrounded(worth), name))
    });
    let mut trace = Trace::sum(value, "net value of each month × its discount, added up", inputs.collect());
    trace.also = vec![of.name(plan, net_word, when)];
    let note = rounding(plan.currency, &trace);
    Some(trace.noting(note))
}

/// Where the parts, each rounded as it is shown, add up to another amount than the value: which, and by how much.
fn rounding(currency: Currency, trace: &Trace) -> Option<String> {
    let shown = |value: Value| match value {
        Value::Money(money) => Some(money),
        Value::Unrounded(minor) => Some(Money::from_minor_f64(minor)),
        _ => None,
    };
    let value = shown(trace.value)?;
    let sum: Money = trace.inputs.iter().filter_map(|input| shown(input.value)).sum();
    let apart = value - sum;
    (apart != Money::ZERO).then(|| {
        format!(
            "its parts are rounded one by one: as shown they add up to {}, and rounding is {}",
            wording::money_exact(sum, currency),
            wording::money_exact(apart, currency),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// By hand: 1.004 and 2.004 euros are 3.008, so 3.01; shown as 1.00 and 2.00 they add up to 3.00.
    #[test]
    fn parts_that_do_not_add_up_as_shown_say_so() {
        let currency = sample::plan().currency;
        let input = |minor| Input::new("year", Value::Unrounded(minor), crate::trace::Origin::Rule);
        let sum = |inputs| Trace::sum(Value::Money(Money(301)), "added up", inputs);
        let note = rounding(currency, &sum(vec![input(100.4), input(200.4)])).unwrap();
        assert!(note.contains("add up to 3.00") && note.ends_with("rounding is 0.01 EUR"), "{note}");
        assert_eq!(rounding(currency, &sum(vec![input(100.0), input(201.0)])), None);
    }
}
