//! Amounts by month. A total is taken apart by its parts (drivers, waves, items) or, of what has no parts,
//! by years and months; a month is taken apart by its own rule.

use std::ops::Range;

use super::name::When;
use super::of::Of;
use super::told::each_period;
use super::value::Value;
use super::{Input, Origin, Row, Trace, up_to};
use crate::figures::Figures;
use crate::figures::grid::Grid;
use crate::plan::calendar::{Month, Period};
use crate::plan::quantity::Money;

/// A family of amounts by month.
pub struct Flow {
    /// The word that names begin with.
    pub word: &'static str,
    /// The rule of a total, in words.
    pub total: &'static str,
    /// By month of the grid.
    pub months: fn(&Figures<'_>, &Of) -> Vec<Money>,
    /// What adds up to it in every month; nothing, where a month follows from its own rule.
    pub parts: fn(&Figures<'_>, &Of, &Range<usize>) -> Vec<Part>,
    /// One month, taken apart.
    pub month: fn(&Figures<'_>, &Of, usize) -> Trace,
    /// Everything that an export tells it of.
    pub all: fn(&Figures<'_>) -> Vec<Of>,
}

/// A part of an amount: the word and the thing of its figure, and what it comes to.
pub type Part = (&'static str, Of, Money);

impl Flow {
    /// Takes an amount apart; `None` where the period lies outside the plan's months.
    #[must_use]
    pub fn trace(&self, figures: &Figures<'_>, of: &Of, when: Option<When>) -> Option<Trace> {
        let (plan, grid) = (figures.plan, figures.grid());
        let range = stretch(grid, when)?;
        let months = (self.months)(figures, of);
        let value = Value::Money(sum(&months, &range));
        let parts = (self.parts)(figures, of, &range);
        if !parts.is_empty() {
            let parts = parts.into_iter().filter(|(.., amount)| *amount != Money::ZERO);
            let inputs = parts.map(|(word, part, amount)| {
                let label = if part == *of { word.to_owned() } else { part.title(plan) };
                Input::new(&label, Value::Money(amount), part.name(plan, word, when))
            });
            return Some(Trace::sum(value, self.total, inputs.collect()));
        }
        if range.len() == 1 {
            return Some((self.month)(figures, of, range.start));
        }
        let inputs = pieces(grid, range).into_iter().filter_map(|(period, positions)| {
            let amount = sum(&months, &positions);
            let name = of.name(plan, self.word, Some(When::Period(period)));
            (amount != Money::ZERO)
                .then(|| Input::new(&said(period), Value::Money(amount), Origin::from(name)))
        });
        let rule = if inputs.clone().count() == 0 { NOTHING } else { BY_TIME };
        Some(Trace::sum(value, rule, inputs.collect()))
    }

    /// Tells each total, and each year and month in which something falls.
    pub fn each(&self, figures: &Figures<'_>, tell: &mut dyn FnMut(Row)) {
        let grid = figures.grid();
        for of in (self.all)(figures) {
            let months = (self.months)(figures, &of);
            tell(Row::new(of.clone(), None, Value::Money(months.iter().copied().sum())));
            each_period(grid, &of, &months, tell);
        }
    }
}

/// What falls in some of the months.
#[must_use]
pub fn sum(months: &[Money], range: &Range<usize>) -> Money {
    months.get(range.clone()).unwrap_or_default().iter().copied().sum()
}

const BY_TIME: &str = "what falls in its months, added up";
const NOTHING: &str = "nothing falls in these months";

/// The positions of the grid that a period covers; all without one, `None` where there are none.
#[must_use]
pub fn stretch(grid: Grid, when: Option<When>) -> Option<Range<usize>> {
    let range = match when {
        None => return Some(0..grid.len()),
        Some(When::Period(period)) => {
            grid.position_from(period.first)..grid.position_from(period.last().plus(1))
        }
        Some(When::Day(_)) => return None,
    };
    (!range.is_empty()).then_some(range)
}

/// The pieces of a stretch of months: its years, or inside of one year its months.
#[must_use]
pub fn pieces(grid: Grid, range: Range<usize>) -> Vec<(Period, Range<usize>)> {
    let year = |position: usize| grid.month(position).year();
    if range.is_empty() || year(range.start) == year(range.end - 1) {
        return range.map(|at| (Period { first: grid.month(at), months: 1 }, at..at + 1)).collect();
    }
    (year(range.start)..=year(range.end - 1))
        .map(|year| {
            let first = Month::new(year, 1);
            let (from, to) = (grid.position_from(first), grid.position_from(first.plus(12)));
            (Period { first, months: 12 }, from.max(range.start)..to.min(range.end))
        })
        .collect()
}

/// Amounts by month from plan start to the end of a period, added up from those of `word`.
#[must_use]
pub fn added_up(
    figures: &Figures<'_>,
    of: &Of,
    when: Option<When>,
    months: &[Money],
    word: &str,
) -> Option<Trace> {
    let (plan, grid) = (figures.plan, figures.grid());
    let last = up_to(figures, when)?;
    let (month, range) = (grid.month(last), 0..last + 1);
    let mut inputs = Vec::new();
    // Whole years, and of the year that it ends in, where that goes on, its months.
    for (period, positions) in pieces(grid, range.clone()) {
        let whole = period.last() <= month || range.end == grid.len();
        let parts = if whole { vec![(period, positions)] } else { pieces(grid, positions) };
        for (period, positions) in parts {
            let amount = Value::Money(sum(months, &positions));
            let name = of.name(plan, word, Some(When::Period(period)));
            inputs.push(Input::new(&said(period), amount, name));
        }
    }
    inputs.retain(|input| input.value != Value::Money(Money::ZERO));
    let value = Value::Money(sum(months, &range));
    Some(Trace::sum(value, "what falls in all months up to then, added up", inputs))
}

/// A period for people.
#[must_use]
pub fn said(period: Period) -> String {
    match period.months {
        1 => crate::wording::month(period.first),
        3 => period.to_string().replace('-', " "),
        _ => period.to_string(),
    }
}
