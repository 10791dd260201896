//! Payback: the month from which cumulative net value stays at zero or above; and cumulative net value.

use crate::figures::Figures;
use crate::figures::business_case::{Case, NO_COST, payback};
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, CASED, case, cases, net};
use crate::trace::flow::{added_up, sum};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::term::Term;
use crate::trace::told::each_month;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const PLANNED: Family = Family {
    word: "payback",
    means: "Payback, as planned",
    of: CASED,
    timing: Timing::Never,
    trace: |figures, of, _| Some(trace(figures, of, Basis::Planned)),
    each: |figures, tell| each(figures, tell, 0, |it| it.payback),
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-payback",
    means: "Payback, by forecast, cost as planned",
    trace: |figures, of, _| Some(trace(figures, of, Basis::Forecast)),
    each: |figures, tell| each(figures, tell, 1, |it| it.forecast_payback),
    ..PLANNED
};

pub(super) const MONTHS: Family = Family {
    word: "payback-months",
    means: "Months from plan start until it is paid back, the last of them in part",
    trace: |figures, of, _| Some(months(figures, of)),
    each: |figures, tell| {
        for of in cases(figures) {
            let months = Value::maybe(case(figures, &of).payback_months, Value::Number);
            tell(Row { unit: "months".into(), ..Row::new(of, None, months) });
        }
    },
    ..PLANNED
};

pub(super) const SO_FAR: Family = Family {
    word: "net-so-far",
    means: "Net value from plan start to the end of a month",
    timing: Timing::UpTo,
    trace: |figures, of, when| so_far(figures, of, when, Basis::Planned),
    each: |figures, tell| each_so_far(figures, Basis::Planned, tell),
    ..PLANNED
};

pub(super) const FORECAST_SO_FAR: Family = Family {
    word: "forecast-net-so-far",
    means: "Net forecast from plan start to the end of a month, cost as planned",
    trace: |figures, of, when| so_far(figures, of, when, Basis::Forecast),
    each: |figures, tell| each_so_far(figures, Basis::Forecast, tell),
    ..SO_FAR
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), which: usize, month: fn(&Case) -> Option<Month>) {
    for of in cases(figures) {
        let case = case(figures, &of);
        let month = paid_back(case.is_free()[which], month(&case));
        tell(Row::new(of, None, month));
    }
}

/// A payback: its month, that there is no cost to pay back, or nothing where it is not by the horizon.
fn paid_back(free: bool, month: Option<Month>) -> Value {
    match month {
        _ if free => Value::Word(NO_COST),
        month => month.map_or(Value::Nothing, Value::Month),
    }
}

fn words(basis: Basis) -> [&'static str; 2] {
    match basis {
        Basis::Forecast => ["forecast-net", "forecast-net-so-far"],
        _ => ["net", "net-so-far"],
    }
}

fn trace(figures: &Figures<'_>, of: &Of, basis: Basis) -> Trace {
    let (plan, grid) = (figures.plan, figures.grid());
    let [net_word, so_far] = words(basis);
    let case = case(figures, of);
    let (month, which) = match basis {
        Basis::Forecast => (case.forecast_payback, 1),
        _ => (case.payback, 0),
    };
    let free = case.is_free()[which];
    let net = net(figures, basis, of);
    let up_to = |position: usize| sum(&net, &(0..position + 1));
    let at = |position: usize| {
        let month = grid.month(position);
        let label = format!("net value up to {}", wording::month(month));
        Input::new(&label, Value::Money(up_to(position)), of.name(plan, so_far, Some(When::month(month))))
    };
    let rule = "the first month from which net value, added up since plan start, stays at zero or above";
    let mut trace = Trace::new(paid_back(free, month), rule);
    trace.also = vec![of.name(plan, net_word, None)];
    match (payback(&net), month) {
        (Some(position), Some(month)) => {
            trace.inputs.extend(position.checked_sub(1).map(at));
            trace.inputs.push(at(position));
            trace.because(match position > 0 {
                true => format!("from {} on it is never below zero again", wording::month(month)),
                false => NEVER_BELOW.to_owned(),
            })
        }
        (_, None) if free => trace.because(NO_COST),
        _ => {
            trace.inputs.extend(net.len().checked_sub(1).map(at));
            trace.because("at the horizon it is below zero: it is not paid back")
        }
    }
}

fn months(figures: &Figures<'_>, of: &Of) -> Trace {
    let (plan, grid) = (figures.plan, figures.grid());
    let taken = Value::maybe(case(figures, of).payback_months, Value::Number);
    let rule = "the whole months before it is paid back, and of the last one as much as it takes, on a straight line";
    let mut trace = Trace::new(taken, rule).unit("months");
    trace.also = vec![of.name(plan, "payback", None)];
    let net = net(figures, Basis::Planned, of);
    let Some(position) = payback(&net).filter(|_| taken != Value::Nothing) else {
        return trace.because(unpaid(figures, of));
    };
    let whole = Value::Count(position.try_into().unwrap_or(0));
    let whole = trace.take("whole months", whole, Origin::Rule);
    let before = sum(&net, &(0..position));
    let Some(last) = position.checked_sub(1).filter(|_| before < Money::ZERO) else {
        return trace.because(NEVER_BELOW);
    };
    let [_, so_far] = words(Basis::Planned);
    let month = |position: usize| Some(When::month(grid.month(position)));
    let label = format!("net value up to {}", wording::month(grid.month(last)));
    let before = trace.take(&label, Value::Money(before), of.name(plan, so_far, month(last)));
    let label = format!("net value of {}", wording::month(grid.month(position)));
    let amount = Value::Money(sum(&net, &(position..position + 1)));
    let amount = trace.take(&label, amount, of.name(plan, "net", month(position)));
    trace.by(Term::Sum(vec![whole, Term::Number(0.0).minus(before).over(amount)]))
}

const NEVER_BELOW: &str = "it is never below zero";

/// Why there is nothing that is paid back.
fn unpaid(figures: &Figures<'_>, of: &Of) -> &'static str {
    match case(figures, of).is_free()[0] {
        true => NO_COST,
        _ => "at the horizon it is below zero: it is not paid back",
    }
}

/// Of the plan as a whole: of its parts the months themselves are listed.
fn each_so_far(figures: &Figures<'_>, basis: Basis, tell: &mut dyn FnMut(Row)) {
    each_month(figures, [Of::Plan], |of, when| so_far(figures, of, when, basis), tell);
}

fn so_far(figures: &Figures<'_>, of: &Of, when: Option<When>, basis: Basis) -> Option<Trace> {
    let [net_word, _] = words(basis);
    added_up(figures, of, when, &net(figures, basis, of), net_word)
}
