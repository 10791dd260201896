//! How much of a driver's full value counts in a month: what is live of its scope, as far as it has ramped
//! up.

use crate::figures::Figures;
use crate::figures::ramp::reached;
use crate::plan::calendar::Month;
use crate::plan::strategy::{Ramp, Shape};
use crate::trace::days::Days;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::each_number;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace, month_of};
use crate::wording;

pub(super) const RAMP: Family = Family {
    word: "ramp",
    means: "Share of full value that is live and ramped up",
    of: &[Kind::Driver],
    timing: Timing::Month,
    trace: |figures, of, when| ramp(figures, of, month_of(figures, when)),
    each: |figures, tell| each(figures, 0, tell),
};

pub(super) const STARTING: Family = Family {
    word: "starting",
    means: "Share of the scope that goes live for a driver",
    of: &[Kind::Driver],
    timing: Timing::Month,
    trace: |figures, of, when| starting(figures, of, month_of(figures, when)),
    each: |figures, tell| each(figures, 1, tell),
};

fn each(figures: &Figures<'_>, which: usize, tell: &mut dyn FnMut(Row)) {
    for (driver, item) in figures.plan.drivers() {
        let valued = item.driver().is_some_and(|driver| driver.value.is_some() || driver.once.is_some());
        let shares = if valued { figures.live_share(driver)[which].clone() } else { Vec::new() };
        each_number(figures, &Of::Item(driver), &shares, |share| share <= 0.0, tell);
    }
}

/// The shares of the scope that count for a driver, each with its first month: what is live when the driver
/// goes live, and what opens later.
fn shares(figures: &Figures<'_>, from: Month, until: Month) -> Vec<(Month, f64)> {
    let mut shares: Vec<(Month, f64)> = Vec::new();
    for (live, share) in figures.scope().steps() {
        let start = from.max(*live);
        match shares.last_mut() {
            Some((last, sum)) if *last == start => *sum += share,
            _ => shares.push((start, *share)),
        }
    }
    shares.retain(|(start, _)| *start <= until);
    shares
}

fn ramp(figures: &Figures<'_>, of: &Of, month: Month) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Item(ix) = *of else { return None };
    let ramp = plan.item(ix).driver()?.ramp.as_ref().filter(|ramp| ramp.months > 0.0);
    let from = Month::after(plan.first_live(ix)?);
    let value = Value::Number(figures.live_share(ix)[0].get(position).copied()?);
    let rule = match ramp {
        None => "the share of the scope that is live; without a ramp all of it counts at once".to_owned(),
        Some(ramp) => format!("each share that is live × how far it has ramped up: {}", curve(ramp)),
    };
    let mut trace = Trace::new(value, &rule);
    let mut terms = Vec::new();
    for (start, share) in shares(figures, from, month) {
        let name = if start == from {
            Of::Plan.name(plan, "scope", Some(When::month(start)))
        } else {
            Of::Plan.name(plan, "opening", Some(When::month(start)))
        };
        let label = format!("share that counts from {}", wording::month(start));
        let share = trace.take(&label, Value::Number(share), name);
        let Some(ramp) = ramp else {
            terms.push(share);
            continue;
        };
        let k = month.since(start).saturating_add(1);
        let label = format!("ramped up in month {k}");
        let address = plan.item_address(ix).to("ramp");
        let curve = trace.take(&label, Value::Number(reached(Some(ramp), f64::from(k))), address);
        terms.push(Term::Product(vec![share, curve]));
    }
    Days::default().first(plan, &mut trace, ix);
    trace.also = vec![of.name(plan, "planned", Some(When::month(month)))];
    Some(match terms.is_empty() {
        true => trace.because("nothing of it is live yet"),
        false => trace.by(Term::Sum(terms)),
    })
}

/// The curve of a ramp in words.
fn curve(ramp: &Ramp) -> String {
    let months = wording::number(ramp.months, 2);
    let x = format!("x = (month − ½) ÷ {months}, at most 1");
    match ramp.shape {
        Shape::Step => "at once".into(),
        Shape::Linear => x,
        Shape::SCurve => format!("3x² − 2x³ with {x}"),
        Shape::Bass { p, q } => {
            let (p, q) = (wording::number(p, 4), wording::number(q, 4));
            format!("F(15x) ÷ F(15) of the Bass curve with p {p}, q {q} and {x}")
        }
        Shape::Logistic { k, t0 } => {
            let (k, t0) = (wording::number(k, 4), wording::number(t0, 4));
            format!("(L(8x) − L(0)) ÷ (L(8) − L(0)) of the logistic curve with k {k}, t0 {t0} and {x}")
        }
    }
}

fn starting(figures: &Figures<'_>, of: &Of, month: Month) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Item(ix) = *of else { return None };
    let from = Month::after(plan.first_live(ix)?);
    let value = Value::Number(figures.live_share(ix)[1].get(position).copied()?);
    let at = Some(When::month(month));
    if month < from {
        let mut trace = Trace::new(value, "nothing counts before the driver is live");
        Days::default().first(plan, &mut trace, ix);
        return Some(trace.because("it is not live yet"));
    }
    let (rule, word) = match month == from {
        true => ("all scope that is live when the driver goes live", "scope"),
        false => ("the scope that opens after the driver went live", "opening"),
    };
    let share = figures.scope().steps().iter().filter(|(live, _)| match month == from {
        true => *live <= month,
        false => *live == month,
    });
    let share = Value::Number(share.map(|(_, share)| share).sum());
    let mut trace = Trace::new(value, rule).with("share", share, Of::Plan.name(plan, word, at));
    Days::default().first(plan, &mut trace, ix);
    Some(trace.by(Term::Input(0)))
}
