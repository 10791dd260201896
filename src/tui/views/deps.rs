//! Dependencies: what holds what back. One item with its needs on the left and what it enables on the
//! right; or all items by wave, in boxes with their links where there is room; or the critical path. Each picture has
//! its links as a table.

mod boxes;
mod critical;
mod diagram;
mod focus;
mod gaps;
mod link;
mod links;
mod overview;
mod routes;
mod said;
mod wires;

use crate::tui::action::Action;
use crate::tui::editing;
use crate::tui::layout::BESIDE;
use crate::tui::marking;
use crate::tui::overlays::fixes;
use crate::tui::update::set;
use crate::tui::view::{Entry, Open, Settings};

/// Dependencies in the registry.
pub const ENTRY: Entry = Entry {
    digit: '3',
    name: "Deps",
    brief: ["Deps", "De"],
    question: "What holds what back?",
    variants: &["one item", "overview by wave", "critical path"],
    // Where it is wide a picture of all that fit, and else one item.
    first: |work, width| usize::from(width >= BESIDE && overview::is_drawn(work)),
    table: true,
    open: Open::Focus,
    actions: &[
        Action::new("deps.critical", "The critical path, and back", &["p"], |model| {
            let Settings { variant, before, .. } = model.desk().settings;
            let (to, before) = if variant == 2 { (before, before) } else { (2, variant) };
            set(model, |desk| (desk.settings.variant, desk.settings.before) = (to, before))
        })
        .hint("critical path", 21),
        Action::new("deps.fixes", "Fixes of a late link, each tried first", &["F"], fixes::show)
            .hint("fixes", 3)
            .when(fixes::are_known),
        Action::new("deps.earlier", "Move the item to the wave before", &["<", "<f7>"], |model| {
            marking::shift(model, false)
        })
        .hint("move item", 24)
        .when(editing::editable),
        Action::new("deps.later", "Move the item to the next wave", &[">", "<f8>"], |model| {
            marking::shift(model, true)
        })
        .hint("move item", 24)
        .when(editing::editable),
    ],
    build: |work, settings| match settings.variant {
        0 if settings.table => {
            Box::new(links::Links::new(work, focus::item(work, settings), &settings.filter))
        }
        1 if settings.table => Box::new(links::Links::new(work, None, &settings.filter)),
        2 => Box::new(critical::Critical::new(work, &settings.filter)),
        1 => Box::new(overview::Overview::new(work, &settings.filter)),
        _ => Box::new(focus::Focus::new(work, settings)),
    },
};
