//! The discount of a month: what a unit of money in it is worth at plan start.

use crate::figures::Figures;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::discounting::Discounting;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::each_number;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace, month_of};

pub(super) const FAMILY: Family = Family {
    word: "discount",
    means: "What a unit of money is worth at plan start",
    of: &[Kind::Plan],
    timing: Timing::Month,
    trace: |figures, _, when| trace(figures, month_of(figures, when)),
    each: |figures, tell| {
        each_number(figures, &Of::Plan, figures.discounts(), |_| false, tell);
    },
};

fn trace(figures: &Figures<'_>, month: Month) -> Option<Trace> {
    let plan = figures.plan;
    let position = figures.grid().position(month)?;
    let discount = figures.discounts().get(position).copied()?;
    let of_plan = |key: &str| Address::new(Table::Plan, "").to(key);
    let (rule, label) = match plan.discounting {
        Discounting::MidMonth => (
            "1 ÷ (1 + discount rate) ^ years, from plan start to the middle of the month",
            "months since plan start",
        ),
        Discounting::EndOfYear => {
            ("1 ÷ (1 + discount rate) ^ years, the whole years since plan start", "years since plan start")
        }
        Discounting::MidYear => (
            "1 ÷ (1 + discount rate) ^ years, half a year less than the whole years since plan start, the first in full",
            "years counted",
        ),
    };
    let mut trace = Trace::new(Value::Number(discount), rule);
    let rate = Value::Number(plan.discount_rate);
    let rate = trace.take("discount rate a year", rate, of_plan("discount-rate"));
    let years = match plan.discounting {
        Discounting::MidMonth => {
            let since = Value::Count(month.since(Month::of(plan.start)).unsigned_abs().into());
            let since = trace.take(label, since, of_plan("start"));
            Term::Sum(vec![since, Term::Number(0.5)]).over(Term::Number(12.0))
        }
        _ => {
            let moment = figures.moments().get(position).copied()?;
            trace.take(label, Value::Number(f64::from(moment) / 24.0), of_plan("discounting"))
        }
    };
    let growth = Term::Power(Box::new([Term::Sum(vec![Term::Number(1.0), rate]), years]));
    Some(trace.by(Term::Number(1.0).over(growth)))
}
