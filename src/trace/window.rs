//! KPIs whose readings add up over a window: what was to be expected of the periods that were read.

use super::measured::{parts, unit};
use super::name::When;
use super::of::Of;
use super::term::Term;
use super::value::Value;
use super::{Origin, Trace};
use crate::figures::Figures;
use crate::figures::performance::Newest;
use crate::wording;

/// What was to be expected of a window as far as it was read.
pub struct Window {
    /// What was expected of the periods that were read, added up.
    pub expected: Term,
    /// How many these are.
    pub periods: Term,
    /// Whether of some of them only a part was.
    pub in_part: bool,
}

/// What was to be expected of the periods of a window that were read, each an input of the trace.
#[must_use]
pub fn of_periods(figures: &Figures<'_>, of: &Of, newest: &Newest, trace: &mut Trace) -> Option<Window> {
    let (ix, market) = parts(of)?;
    let (plan, unit) = (figures.plan, unit(figures, ix));
    let read_in = figures.window_read(ix, market, (newest.date, plan.as_of));
    let before = trace.inputs.len();
    let (mut wanted, mut in_part) = (Vec::new(), Vec::new());
    for (end, part) in &read_in {
        let end_words = wording::date(*end);
        let expected = figures.expected_of_period(ix, market, *end).map(|target| {
            let name = of.name(plan, "expected-of-period", Some(When::Day(*end)));
            let label = format!("expected of the period to {end_words}");
            trace.take_in(unit, &label, Value::Target(target), name)
        });
        if *part < 1.0 {
            let label = format!("part of the period to {end_words} that was read");
            in_part.push(trace.take(&label, Value::Share(*part), Origin::Rule));
        }
        wanted.extend(expected.map(|expected| match in_part.last().filter(|_| *part < 1.0) {
            Some(part) => Term::Product(vec![expected, part.clone()]),
            None => expected,
        }));
    }
    let whole = read_in.len() - in_part.len();
    let whole = Term::Number(f64::from(u32::try_from(whole).unwrap_or(u32::MAX)));
    Some(match in_part.is_empty() {
        true => Window { expected: Term::Part(before, trace.inputs.len()), periods: whole, in_part: false },
        false => Window {
            expected: Term::Sum(wanted),
            periods: Term::Sum([vec![whole], in_part].concat()),
            in_part: true,
        },
    })
}
