//! What must hold for an action, and the reason why it cannot be done where it does not.

use crate::plan::address::{Address, Table};
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
use crate::status::Status;
use crate::tui::model::Model;
use crate::workspace::Workspace;

/// Something is selected.
pub fn selected(model: &Model) -> Result<(), &'static str> {
    if model.desk().sheet.current().is_some() { Ok(()) } else { Err("nothing is selected") }
}

/// The view has lanes to move between.
pub fn several_lanes(model: &Model) -> Result<(), &'static str> {
    let spots = &model.desk().sheet.spots;
    let several = model.desk().sheet.columns > 1
        || spots.lies(0).map(|it| it.0) != spots.lies(spots.len().saturating_sub(1)).map(|it| it.0);
    if several { Ok(()) } else { Err("this view has one column") }
}

/// The view has variants.
pub fn several_variants(model: &Model) -> Result<(), &'static str> {
    if model.entry().variants.len() > 1 { Ok(()) } else { Err("this view has one variant") }
}

/// The view has a table.
pub fn has_table(model: &Model) -> Result<(), &'static str> {
    if model.entry().table { Ok(()) } else { Err("this view is a table already") }
}

/// Something was searched for.
pub fn searched(model: &Model) -> Result<(), &'static str> {
    if model.search.is_empty() { Err("nothing was searched for") } else { Ok(()) }
}

/// The item to begin with in a view that is built around one, where `at` is of no item: of the steps of a wave,
/// or of the wave that a gate ends, the late or waiting one that most others need; else the one of all.
#[must_use]
pub fn most_pressing(work: &Workspace, at: Option<&Address>) -> Option<Address> {
    let plan = work.plan();
    let wave = at.and_then(|at| match at.table {
        Table::Wave => plan.wave_by_id(&at.key),
        Table::Gate => plan.gates[plan.gate_by_id(&at.key)?.at()].wave,
        _ => None,
    });
    let pressing = |status| match status {
        Status::Late => 2,
        Status::AtRisk => 1,
        _ => 0,
    };
    // How badly its worst step of the wave stands, and how many need it.
    let weight = |(ix, item): &(ItemIx, &Item)| {
        let of_wave = item.steps.iter().enumerate().filter(|(_, step)| wave.is_none_or(|it| step.wave == it));
        let worst = of_wave.map(|(nth, _)| pressing(work.status(*ix, Some(nth)))).max()?;
        Some((worst > 0, work.enables(*ix).len(), worst))
    };
    let weighed = plan.items().rev().filter_map(|it| Some((weight(&it)?, it.0)));
    let (_, ix) = weighed.max_by_key(|(weight, _)| *weight)?;
    Some(plan.item_address(ix))
}
