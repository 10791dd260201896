//! A part of value as figures are of it: one market, one category, one brand in one market.
//!
//! In a name the axis stands before the id, `planned.market.dk`, and one axis after the other, in any order:
//! `planned.category.revenue.market.dk`. `-` is what belongs to no member of an axis. Drivers and waves alone
//! are things of their own.

use std::ops::Range;

use crate::figures::Figures;
use crate::figures::split::{Axis, Measure, Part};
use crate::plan::Plan;
use crate::plan::calendar::Period;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;

use super::Row;
use super::name::{Name, When};
use super::of::Of;
use super::value::Value;

/// What stands for the id of what belongs to no member.
pub const NONE: &str = "-";

/// What an axis and an id a pair name; `None` where they name nothing, or one axis is named twice.
#[must_use]
pub fn resolve(plan: &Plan, ids: &[Box<str>]) -> Option<Of> {
    let pairs = ids.chunks_exact(2);
    if ids.is_empty() || !pairs.remainder().is_empty() {
        return None;
    }
    let parts: Option<Vec<Part>> = pairs.map(|pair| part(plan, &pair[0], &pair[1])).collect();
    let mut parts = parts?;
    parts.sort_unstable();
    let apart = parts.windows(2).all(|pair| pair[0].axis() != pair[1].axis());
    apart.then(|| of(parts))
}

fn part(plan: &Plan, axis: &str, id: &str) -> Option<Part> {
    let axis = Axis::of(axis).filter(|axis| !axis.is_time())?;
    match id {
        NONE => Some(Part::none(axis)).filter(|_| axis != Axis::Driver),
        id => Part::of(plan, axis, id),
    }
}

/// What some parts are together, in the one way in which it is named.
#[must_use]
pub fn of(mut parts: Vec<Part>) -> Of {
    parts.sort_unstable();
    match parts.as_slice() {
        [] => Of::Plan,
        [only] => match (only.axis(), only.position()) {
            (Axis::Driver, Some(at)) => Of::Item(ItemIx::from(at)),
            (Axis::Wave, Some(at)) => Of::Wave(WaveIx::from(at)),
            (Axis::Wave, None) => Of::NoWave,
            _ => Of::Cut(parts.into()),
        },
        _ => Of::Cut(parts.into()),
    }
}

/// The ids that name some parts.
#[must_use]
pub fn ids(plan: &Plan, parts: &[Part]) -> Vec<Box<str>> {
    let pair = |part: &Part| {
        [part.axis().as_str().into(), part.id(plan).map_or_else(|| NONE.into(), String::into_boxed_str)]
    };
    parts.iter().flat_map(pair).collect()
}

/// What people call them.
#[must_use]
pub fn title(plan: &Plan, parts: &[Part]) -> String {
    parts.iter().map(|part| part.title(plan)).collect::<Vec<_>>().join(" · ")
}

/// What lies in some parts in some months.
#[must_use]
pub fn amount(figures: &Figures<'_>, measure: Measure, parts: &[Part], range: &Range<usize>) -> Money {
    figures.in_parts(measure, parts, range).into_iter().flat_map(|(_, months)| months).sum()
}

/// What adds up to the value in some parts, in some months: by driver, or of one driver, in one month, by the
/// next kind of scope. Empty where there is nothing finer.
#[must_use]
pub fn parts(
    figures: &Figures<'_>,
    measure: Measure,
    parts: &[Part],
    range: &Range<usize>,
) -> Vec<(Of, Money)> {
    let plan = figures.plan;
    let within = parts.iter().any(|part| !part.of_drivers());
    let Some(driver) = driver(parts).filter(|_| within) else {
        let scope = parts.iter().copied().filter(|part| !part.of_drivers());
        let finer = |driver: ItemIx| {
            let own = Part::of(plan, Axis::Driver, &plan.item(driver).id);
            of(own.into_iter().chain(scope.clone()).collect())
        };
        let found = figures.in_parts(measure, parts, range).into_iter();
        return found.map(|(driver, months)| (finer(driver), months.into_iter().sum())).collect();
    };
    if range.len() != 1 || !figures.is_shared_out(driver, range.start) {
        return Vec::new();
    }
    let Some(axis) = finer_axis(plan, parts) else { return Vec::new() };
    let finer = Part::all(plan, axis).map(|member| {
        let finer: Vec<Part> = parts.iter().copied().chain([member]).collect();
        let amount = amount(figures, measure, &finer, range);
        (of(finer), amount)
    });
    finer.collect()
}

/// Tells what lies in the members of each axis, and in none of them, in all and by month.
pub fn each(figures: &Figures<'_>, measure: Measure, tell: &mut dyn FnMut(Row)) {
    let plan = figures.plan;
    let own =
        |axis: &Axis| !axis.is_time() && !matches!(axis, Axis::Driver | Axis::Wave) && axis.members(plan) > 0;
    let axes: Vec<Axis> = Axis::ALL.iter().copied().filter(own).collect();
    for split in figures.splits_by_month(measure, &axes) {
        for (row, part) in split.rows.iter().enumerate() {
            let part = of(vec![*part]);
            tell(Row::new(part.clone(), None, Value::Money(split.row(row))));
            for position in 0..figures.grid().len().min(split.columns.len()) {
                let amount = split.amount(row, position);
                if amount != Money::ZERO {
                    let when = Some(When::month(figures.grid().month(position)));
                    tell(Row::new(part.clone(), when, Value::Money(amount)));
                }
            }
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
                tell(Row::new(of(parts), when, Value::Money(amount)));
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
    of(vec![part]).name(plan, word, None)
}

/// The period that a part of an axis of time is.
fn period(figures: &Figures<'_>, part: Part) -> Option<Period> {
    Period::parse(&part.id(figures.plan)?)
}

/// The one driver that some parts lie in.
#[must_use]
pub fn driver(parts: &[Part]) -> Option<ItemIx> {
    let own = parts.iter().find(|part| part.axis() == Axis::Driver)?;
    own.position().map(ItemIx::from)
}

/// The kind of scope that some parts do not name, and the plan has.
fn finer_axis(plan: &Plan, parts: &[Part]) -> Option<Axis> {
    let open = |kind: &MultiplierKind| {
        let axis = Axis::of_kind(*kind);
        !plan.multipliers(*kind).is_empty() && parts.iter().all(|part| part.axis() != axis)
    };
    MultiplierKind::ALL.into_iter().find(open).map(Axis::of_kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    fn named(plan: &Plan, ids: &[&str]) -> Option<String> {
        let ids: Vec<Box<str>> = ids.iter().map(|id| (*id).into()).collect();
        let of = resolve(plan, &ids)?;
        Some(of.name(plan, "planned", None).to_string())
    }

    #[test]
    fn parts_have_one_name_in_whatever_order_they_are_told() {
        let plan = sample::plan();
        let crossed = Some("planned.category.revenue.market.north".to_owned());
        assert_eq!(named(&plan, &["market", "north", "category", "revenue"]), crossed);
        assert_eq!(named(&plan, &["category", "revenue", "market", "north"]), crossed);
        assert_eq!(named(&plan, &["brand", "-"]).as_deref(), Some("planned.brand.-"));
        assert_eq!(named(&plan, &["driver", "reach"]).as_deref(), Some("planned.reach"));
        for wrong in [
            &["market"][..],
            &["market", "nowhere"],
            &["market", "north", "market", "south"],
            &["month", "2026-01"],
            &["driver", "-"],
        ] {
            assert_eq!(named(&plan, wrong), None, "{wrong:?}");
        }
    }
}
