//! What must hold for an action, and the reason why it cannot be done where it does not.

use crate::plan::address::Address;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
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

/// The item with the most links, for a view that is built around one.
#[must_use]
pub fn most_linked(work: &Workspace) -> Option<Address> {
    let plan = work.plan();
    let links = |(ix, item): &(ItemIx, &Item)| item.needs.len() + work.enables(*ix).len();
    // Of several the first.
    plan.items().rev().max_by_key(links).map(|(ix, _)| plan.item_address(ix))
}
