//! How the view is set: its variant, its table, its width, and the mouse.

use super::tell;
use crate::tui::effect::Effect;
use crate::tui::model::{Desk, Model};
use crate::tui::views::VIEWS;

/// Shows the next variant of the view.
pub fn variant(model: &mut Model) -> Vec<Effect> {
    let variants = VIEWS[model.view].variants;
    let settings = &mut model.desk_mut().settings;
    settings.variant = (settings.variant + 1) % variants.len().max(1);
    let name = variants.get(settings.variant).copied().unwrap_or_default();
    model.rebuild();
    tell(model, format!("Shown: {name}"))
}

/// Shows the table in place of the picture, and back.
pub fn table(model: &mut Model) -> Vec<Effect> {
    let settings = &mut model.desk_mut().settings;
    settings.table = !settings.table;
    model.rebuild();
    Vec::new()
}

/// Gives the view the whole width, and back.
pub fn full(model: &mut Model) -> Vec<Effect> {
    model.full = !model.full;
    Vec::new()
}

/// Takes the mouse, or leaves it to the terminal.
pub fn mouse(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    let words = if model.mouse { "The mouse is on" } else { "The mouse is off: the terminal selects text" };
    model.message = Some(words.into());
    vec![Effect::Mouse(model.mouse)]
}

/// Changes how the view is set, and builds it anew.
pub fn set(model: &mut Model, change: impl FnOnce(&mut Desk)) -> Vec<Effect> {
    change(model.desk_mut());
    model.rebuild();
    Vec::new()
}
