//! The views: one line each.

pub mod board;
pub mod capabilities;
pub mod check;
pub mod deps;
pub mod kpis;
pub mod leadership;
pub mod register;
pub mod timeline;
pub mod value;
pub mod whatif;

use super::view::Entry;

/// All views, in the order of their digits: 0 comes after 9, as on a keyboard.
pub const VIEWS: &[&Entry] = &[
    &board::ENTRY,
    &timeline::ENTRY,
    &deps::ENTRY,
    &kpis::ENTRY,
    &value::ENTRY,
    &capabilities::ENTRY,
    &leadership::ENTRY,
    &check::ENTRY,
    &whatif::ENTRY,
    &register::ENTRY,
];
