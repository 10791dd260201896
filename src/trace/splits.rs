//! What the parts of a split hold, as figures with names: of one axis after the other, and of two crossed.

use crate::figures::Figures;
use crate::figures::split::{Axis, Measure, Part};
use crate::plan::Plan;
use crate::plan::calendar::Period;
use crate::plan::quantity::Money;

use super::Row;
use super::name::{Name, When};
use super::of::Of;
use super::told::each_period;
use super::value::Value;

/// Tells what lies in the members of each axis, and in none of them, in all, by year and by month.
pub fn each(figures: &Figures<'_>, measure: Measure, tell: &mut dyn FnMut(Row)) {
    let plan = figures.plan;
    let own =
        |axis: &Axis| !axis.is_time() && !matches!(axis, Axis::Driver | Axis::Wave) && axis.members(plan) > 0;
    let axes: Vec<Axis> = Axis::ALL.iter().copied().filter(own).collect();
    for split in figures.splits_by_month(measure, &axes) {
        for (row, part) in split.rows.iter().enumerate() {
            let part = Of::parts(vec![*part]);
            tell(Row::new(part.clone(), None, Value::Money(split.row(row))));
            let months = (0..split.columns.len()).map(|position| split.amount(row, position));
            each_period(figures.grid(), &part, &months.collect::<Vec<_>>(), tell);
        }
    }
}

/// Tells what two axes crossed hold, or what one does; periods as the time of a figure.
pub fn crossed(
    figures: &Figures<'_>,
    measure: Measure,
    rows: Axis,
    columns: Option<Axis>,
    tell: &mut dyn FnMut(Row),
) {
    let split = figures.split(measure, rows, columns);
    for (row, first) in split.rows.iter().enumerate() {
        for (column, second) in split.columns.iter().enumerate() {
            let both = [Some(*first), columns.map(|_| *second)];
            let (times, parts): (Vec<Part>, Vec<Part>) =
                both.into_iter().flatten().partition(|part| part.axis().is_time());
            // Two axes of time: the finer one says when.
            let when =
                times.iter().max_by_key(|part| period(figures, **part).map_or(0, |it| 100 - it.months));
            let when = when.and_then(|part| period(figures, *part)).map(When::Period);
            let amount = split.amount(row, column);
            if times.len() < 2 || amount != Money::ZERO {
                tell(Row::new(Of::parts(parts), when, Value::Money(amount)));
            }
        }
    }
}

/// The name of what one part of an axis holds; a part of an axis of time is a period of the plan's value.
#[must_use]
pub fn name(plan: &Plan, word: &str, part: Part) -> Name {
    if part.axis().is_time() {
        let when = part.id(plan).and_then(|id| Period::parse(&id)).map(When::Period);
        return Of::Plan.name(plan, word, when);
    }
    Of::parts(vec![part]).name(plan, word, None)
}

/// The period that a part of an axis of time is.
fn period(figures: &Figures<'_>, part: Part) -> Option<Period> {
    Period::parse(&part.id(figures.plan)?)
}
