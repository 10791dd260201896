//! The terminal user interface.
//!
//! [`update::update`] takes what happened and changes the [`model::Model`], purely; what the world has
//! to do for it comes back as [`effect::Effect`]s, which only [`terminal`] carries out.
//! [`frame::draw`] draws the model into a buffer and says what stands where, so that a click finds it.
//! A view is one file in `views` and one line in [`views::VIEWS`]; what lies over a view while it asks or shows
//! something is an [`overlay::Overlay`], one file in `overlays` and a line in [`overlays`], opened by an action;
//! whatever can be done is one [`action::Action`] in the list [`actions`], from which keys, footer, help and the
//! list of commands follow;
//! [`keymap`] is which key does what, [`bindings`] how that comes about, and [`preferences`] are what the user
//! wants otherwise.

pub mod action;
pub mod actions;
pub mod axis;
pub mod baseline;
pub mod bindings;
pub mod chart;
pub mod clipboard;
pub mod detail;
pub mod editing;
pub mod effect;
pub mod filter;
pub mod frame;
pub mod keymap;
pub mod layout;
pub mod marking;
pub mod marks;
pub mod model;
pub mod msg;
pub mod names;
pub mod overlay;
pub mod overlays;
pub mod palette;
pub mod past;
pub mod pen;
pub mod picture;
pub mod preferences;
pub mod present;
pub mod pricing;
pub mod scenario;
pub mod sheet;
pub mod shifting;
pub mod simulating;
pub mod spots;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod views;
pub mod words;

use crate::workspace::Workspace;
pub use frame::{buffer, text};
use model::Model;
use msg::{Key, Msg};
pub use terminal::{Error, Options, recalled, run};
use theme::Look;

/// The screen, as text, after some keys in the user's notation: `3 j j <enter> ?`. Trailing blanks
/// are left out.
#[must_use]
pub fn screen(work: Workspace, look: Look, keys: &str, width: u16, height: u16) -> String {
    text(&buffer(&after(work, look, keys, width, height)))
}

/// The state at the start, with the usual keys.
#[must_use]
pub fn open(work: Workspace, look: Look, width: u16, height: u16) -> Model {
    Model::new(work, look, (width, height), views::VIEWS, bindings::usual())
}

/// The state after some keys in the user's notation.
#[must_use]
pub fn after(work: Workspace, look: Look, keys: &str, width: u16, height: u16) -> Model {
    let mut model = open(work, look, width, height);
    for key in Key::parse_all(keys) {
        update::update(&mut model, Msg::Key(key));
    }
    model
}
