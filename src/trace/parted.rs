//! A part of value: by driver, and of one driver by month and by kind of scope, down to its part in one cell of what
//! the driver brings in all of them.

use std::ops::Range;

use super::amounts::Basis;
use super::cut;
use super::flow::{pieces, said, stretch};
use super::name::When;
use super::of::Of;
use super::term::Term;
use super::value::Value;
use super::{Input, Trace};
use crate::figures::Figures;
use crate::figures::ramp::reached;
use crate::figures::split::{Axis, Measure, Part};
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;

const RULE: &str = "the driver's month, shared out among the scope that is live by what each part brings, to the smallest coin";

/// What lies in some parts; `None` where the period lies outside the plan's months.
#[must_use]
pub fn trace(figures: &Figures<'_>, basis: Basis, parts: &[Part], when: Option<When>) -> Option<Trace> {
    let (plan, grid, measure) = (figures.plan, figures.grid(), basis.measure());
    let range = stretch(grid, when)?;
    let input = |label: &str, amount, of: &Of, when| {
        Input::new(label, Value::Money(amount), of.name(plan, basis.word(), when))
    };
    let finer = finer(figures, measure, parts, &range);
    let whole = Of::parts(parts.to_vec());
    let mut trace = if !finer.is_empty() {
        let some = finer.iter().filter(|(_, amount)| *amount != Money::ZERO);
        let inputs: Vec<Input> = some.map(|(of, amount)| input(&of.title(plan), *amount, of, when)).collect();
        let value = finer.iter().map(|(_, amount)| *amount).sum();
        Trace::sum(Value::Money(value), "what lies in its parts, added up", inputs)
    } else if cut::driver(parts).is_none() {
        Trace::sum(
            Value::Money(Money::ZERO),
            "what its drivers bring, added up; none of them brings any",
            vec![],
        )
    } else if range.len() == 1 {
        month(figures, basis, parts, range.start)
    } else {
        let years = pieces(grid, range).into_iter().filter_map(|(period, positions)| {
            let amount = cut::amount(figures, measure, parts, &positions);
            let when = Some(When::Period(period));
            (amount != Money::ZERO).then(|| (amount, input(&said(period), amount, &whole, when)))
        });
        let (amounts, inputs): (Vec<Money>, Vec<Input>) = years.unzip();
        let value = Value::Money(amounts.into_iter().sum());
        Trace::sum(value, "what falls in its months, added up", inputs)
    };
    trace.also = ["planned", "unweighted", "realized", "forecast"]
        .into_iter()
        .filter(|word| *word != basis.word())
        .map(|word| whole.name(plan, word, when))
        .collect();
    Some(trace)
}

/// A month of one driver in some parts which nothing finer adds up to.
fn month(figures: &Figures<'_>, basis: Basis, parts: &[Part], position: usize) -> Trace {
    let (plan, measure) = (figures.plan, basis.measure());
    let amount = cut::amount(figures, measure, parts, &(position..position + 1));
    let Some(driver) = cut::driver(parts) else { return Trace::new(Value::Money(amount), RULE) };
    let when = Some(When::month(figures.grid().month(position)));
    let whole = figures.measured(measure).of(driver).get(position).copied().unwrap_or_default();
    let mut trace = Trace::new(Value::Money(amount), RULE);
    let name = Of::Item(driver).name(plan, basis.word(), when);
    let whole = trace.take("the driver's month", Value::Money(whole), name);
    if amount == Money::ZERO {
        return trace.because("no part of it falls here");
    }
    if !figures.is_shared_out(driver, position) {
        trace.rule = "no scope of it is live in the month: all of it belongs to no part".into();
        return trace.by(whole);
    }
    let Some(brought) = brought(figures, &mut trace, driver, parts, position) else {
        return trace.because("each part brings its own, and what the month differs by goes by share");
    };
    trace.by(Term::Product(vec![whole, brought]))
}

/// What one cell brings of what all bring that are live; `None` where they do not have one sign.
fn brought(
    figures: &Figures<'_>,
    trace: &mut Trace,
    ix: ItemIx,
    parts: &[Part],
    position: usize,
) -> Option<Term> {
    let plan = figures.plan;
    let driver = plan.item(ix).driver()?;
    let when = Some(When::month(figures.grid().month(position)));
    let k = figures.month_of_cell(ix, parts, position)?;
    let mut share = Vec::new();
    for kind in MultiplierKind::ALL {
        let named =
            parts.iter().find(|part| part.axis() == Axis::of_kind(kind)).and_then(|part| part.position());
        if let Some(at) = named {
            let it = plan.multipliers(kind).get(at)?;
            let address = plan.multiplier_address(kind, at).to("share");
            share.push(trace.take(&format!("share of {}", it.title()), Value::Number(it.share), address));
        }
    }
    let [ramped, first] = figures.live_share(ix).map(|shares| shares.get(position).copied().unwrap_or(0.0));
    let address = plan.item_address(ix);
    let reached = reached(driver.ramp.as_ref(), f64::from(k));
    let ramp =
        trace.take(&format!("ramped up in month {k}"), Value::Number(reached), address.clone().to("ramp"));
    let all =
        trace.take("share live and ramped up", Value::Number(ramped), Of::Item(ix).name(plan, "ramp", when));
    let year = driver.value.map_or(Money::ZERO, |estimate| estimate.likely);
    let once = driver.once.unwrap_or_default();
    if once == Money::ZERO || first == 0.0 {
        share.push(ramp);
        return (year != Money::ZERO && ramped > 0.0).then(|| Term::Product(share).over(all));
    }
    if year != Money::ZERO && (year < Money::ZERO) != (once < Money::ZERO) {
        return None;
    }
    let year = trace.take("value a year", Value::Money(year), address.clone().to("value").to("likely"));
    let once = trace.take("value once", Value::Money(once), address.to("once"));
    let starting = Of::Item(ix).name(plan, "starting", when);
    let starting = trace.take("share that goes live", Value::Number(first), starting);
    let monthly = year.over(Term::Number(12.0));
    let mut whole = vec![Term::Product(vec![monthly.clone(), ramp])];
    if k == 1 {
        whole.push(once.clone());
    }
    share.push(Term::Sum(whole));
    let every = Term::Sum(vec![Term::Product(vec![monthly, all]), Term::Product(vec![once, starting])]);
    Some(Term::Product(share).over(every))
}

/// What adds up to the value in some parts, in some months: by driver, or of one driver, in one month, by the
/// next kind of scope. Empty where there is nothing finer.
fn finer(figures: &Figures<'_>, measure: Measure, parts: &[Part], range: &Range<usize>) -> Vec<(Of, Money)> {
    let plan = figures.plan;
    let within = parts.iter().any(|part| !part.of_drivers());
    let Some(driver) = cut::driver(parts).filter(|_| within) else {
        let scope = parts.iter().copied().filter(|part| !part.of_drivers());
        let within_scope = |driver: ItemIx| {
            let own = Part::of(plan, Axis::Driver, &plan.item(driver).id);
            Of::parts(own.into_iter().chain(scope.clone()).collect())
        };
        let found = figures.in_parts(measure, parts, range).into_iter();
        return found.map(|(driver, months)| (within_scope(driver), months.into_iter().sum())).collect();
    };
    if range.len() != 1 || !figures.is_shared_out(driver, range.start) {
        return Vec::new();
    }
    let Some(axis) = finer_axis(plan, parts) else { return Vec::new() };
    let finer = Part::all(plan, axis).map(|member| {
        let finer: Vec<Part> = parts.iter().copied().chain([member]).collect();
        let amount = cut::amount(figures, measure, &finer, range);
        (Of::parts(finer), amount)
    });
    finer.collect()
}

/// The kind of scope that some parts do not name, and the plan has.
fn finer_axis(plan: &Plan, parts: &[Part]) -> Option<Axis> {
    let open = |kind: &MultiplierKind| {
        let axis = Axis::of_kind(*kind);
        !plan.multipliers(*kind).is_empty() && parts.iter().all(|part| part.axis() != axis)
    };
    MultiplierKind::ALL.into_iter().find(open).map(Axis::of_kind)
}
