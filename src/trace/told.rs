//! At which times an export tells figures: what flows in all, in each year and month in which anything falls, and
//! that of the plan by quarter too; what is of a month in that of `as-of` and in each; what stands as of `as-of` and
//! on the days that views look at, which are the ends of waves, the days on which KPIs were read, and those on which
//! gates were decided.

use chrono::NaiveDate;

use super::name::When;
use super::of::Of;
use super::value::Value;
use super::{Row, Trace};
use crate::figures::Figures;
use crate::figures::grid::Grid;
use crate::plan::Plan;
use crate::plan::calendar::{Month, Period};
use crate::plan::id::GateIx;
use crate::plan::leadership::Subject;
use crate::plan::quantity::Money;

/// Tells what flows in each period in which anything falls: in years and months, and of the plan in quarters.
pub fn each_period(grid: Grid, of: &Of, months: &[Money], tell: &mut dyn FnMut(Row)) {
    let lengths: &[i32] = if *of == Of::Plan { &[12, 3, 1] } else { &[12, 1] };
    let len = months.len().min(grid.len());
    for length in lengths {
        let mut from = 0;
        while from < len {
            let first = first_of(grid.month(from), *length);
            let end = grid.position_from(first.plus(*length)).clamp(from + 1, len);
            let part = &months[from..end];
            if part.iter().any(|amount| *amount != Money::ZERO) {
                let when = Some(When::Period(Period { first, months: *length }));
                tell(Row::new(of.clone(), when, Value::Money(part.iter().copied().sum())));
            }
            from = end;
        }
    }
}

/// The first month of the period of so many months that a month lies in.
fn first_of(month: Month, months: i32) -> Month {
    month.plus(-(month.number_of_all().rem_euclid(months)))
}

/// Tells a figure that is of a month in that of `as-of`, without a time, and in each month of the plan, as its trace
/// has it.
pub fn each_month(
    figures: &Figures<'_>,
    of: impl IntoIterator<Item = Of>,
    trace: impl Fn(&Of, Option<When>) -> Option<Trace>,
    tell: &mut dyn FnMut(Row),
) {
    for of in of {
        let months = figures.grid().months().map(|month| Some(When::month(month)));
        for when in std::iter::once(None).chain(months) {
            if let Some(trace) = trace(&of, when) {
                tell(Row { unit: trace.unit, ..Row::new(of.clone(), when, trace.value) });
            }
        }
    }
}

/// Tells numbers by month: that of the month of `as-of` without a time, and each that is not left out.
pub fn each_number(
    figures: &Figures<'_>,
    of: &Of,
    numbers: &[f64],
    left_out: fn(f64) -> bool,
    tell: &mut dyn FnMut(Row),
) {
    let grid = figures.grid();
    let now = grid.position(Month::of(figures.plan.as_of)).and_then(|position| numbers.get(position));
    if let Some(number) = now {
        tell(Row::new(of.clone(), None, Value::Number(*number)));
    }
    for (month, number) in grid.months().zip(numbers).filter(|(_, number)| !left_out(**number)) {
        tell(Row::new(of.clone(), Some(When::month(month)), Value::Number(*number)));
    }
}

/// The days on which waves end, each once.
#[must_use]
pub fn wave_ends(plan: &Plan) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = plan.waves.iter().map(|wave| wave.end).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The day on which a gate was decided, where it was.
#[must_use]
pub fn decided(plan: &Plan, gate: GateIx) -> Option<NaiveDate> {
    plan.decided_at(gate, plan.as_of).map(|decision| decision.date)
}

/// What criteria of gates ask about, and on which days: as of `as-of`, and on the day of the gate's decision; each
/// once.
#[must_use]
pub fn asked(plan: &Plan) -> Vec<(Subject, NaiveDate)> {
    let mut asked: Vec<(Subject, NaiveDate)> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for (position, gate) in plan.gates.iter().enumerate() {
        let days = [Some(plan.as_of), decided(plan, GateIx::from(position))];
        for day in days.into_iter().flatten() {
            let subjects = gate.criteria.iter().map(|criterion| (criterion.subject, day));
            asked.extend(subjects.filter(|asked| seen.insert(*asked)));
        }
    }
    asked
}
