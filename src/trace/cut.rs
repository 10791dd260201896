//! A part of value as figures are of it: one market, one category, one brand in one market.
//!
//! In a name the axis stands before the id, `planned.market.dk`, and one axis after the other, in any order:
//! `planned.category.revenue.market.dk`. `-` is what belongs to no member of an axis. Drivers and waves alone
//! are things of their own.

use crate::order::Order as _;
use std::ops::Range;

use crate::figures::Figures;
use crate::figures::split::{Axis, Measure, Part};
use crate::plan::Plan;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;

/// What stands for the id of what belongs to no member.
pub const NONE: &str = "-";

/// The parts that an axis and an id a pair name, in the order of the axes; `None` where they name nothing, or one axis is named twice.
#[must_use]
pub fn resolve(plan: &Plan, ids: &[Box<str>]) -> Option<Vec<Part>> {
    let pairs = ids.chunks_exact(2);
    if ids.is_empty() || !pairs.remainder().is_empty() {
        return None;
    }
    let parts: Option<Vec<Part>> = pairs.map(|pair| part(plan, &pair[0], &pair[1])).collect();
    let mut parts = parts?;
    parts.order();
    let apart = parts.windows(2).all(|pair| pair[0].axis() != pair[1].axis());
    apart.then_some(parts)
}

fn part(plan: &Plan, axis: &str, id: &str) -> Option<Part> {
    let axis = Axis::of(axis).filter(|axis| !axis.is_time())?;
    match id {
        NONE => Some(Part::none(axis)).filter(|_| axis != Axis::Driver),
        id => Part::of(plan, axis, id),
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

/// The one driver that some parts lie in.
#[must_use]
pub fn driver(parts: &[Part]) -> Option<ItemIx> {
    let own = parts.iter().find(|part| part.axis() == Axis::Driver)?;
    own.position().map(ItemIx::from)
}
