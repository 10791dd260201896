//! Something late, as figures of slips are of it, or with what it waits for.

use super::of::Of;
use crate::figures::Figures;
use crate::graph::{Delay, Delayed, Graph, Past, Slip, StepIx};
use crate::plan::id::ItemIx;
use crate::plan::item::Need;
use crate::plan::shift::Shift;

/// What is late, and by how much: by a month where nothing else is said.
#[must_use]
pub fn late(of: &Of) -> Option<(Delayed, Shift)> {
    match of {
        Of::Item(item) => Some((Delayed::Item(*item), Shift::months(1))),
        Of::Wave(wave) => Some((Delayed::Wave(*wave), Shift::months(1))),
        Of::Late(what, by) => Some((*what, *by)),
        _ => None,
    }
}

/// By how much something is late, in words.
#[must_use]
pub fn said(by: Shift) -> String {
    if by == Shift::months(1) { "a month".to_owned() } else { by.to_string() }
}

/// What moves, of what is not live yet.
#[must_use]
pub fn moved(figures: &Figures<'_>, graph: &Graph, what: Delayed, by: Shift) -> Slip {
    let live = |step: StepIx| figures.is_past(graph.item_of(step), graph.nth_of(step));
    graph.slip(&[Delay { what, by }], Past { as_of: figures.plan.as_of, live: &live })
}

/// What a step waits for, as a part of what is said of it; nothing where it waits for nothing.
#[must_use]
pub fn waits_for(figures: &Figures<'_>, (ix, nth): (ItemIx, usize)) -> String {
    let plan = figures.plan;
    let told = |need: Need| {
        let place = figures.lacking(&need).words(plan);
        format!(", waits for {}{place}", plan.item(need.item).title())
    };
    figures.waits_for(ix, nth).map_or_else(String::new, told)
}
