//! How the view is set: its variant, its table, its width, and the mouse.

use super::tell;
use crate::plan::Plan;
use crate::plan::quantity::Unit;
use crate::tui::effect::Effect;
use crate::tui::model::{Desk, Model};
use crate::workspace::Workspace;

/// Shows the next variant of the view.
pub fn variant(model: &mut Model) -> Vec<Effect> {
    let variants = model.entry().variants;
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
    if !model.full && model.layout().pane.is_none() {
        return tell(model, "The view has the whole width as it is: nothing stands beside it");
    }
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

/// The view shows its table, which goes on beyond the screen; a chart has all of time in sight.
pub fn shows_table(model: &Model) -> Result<(), &'static str> {
    if model.desk().settings.table {
        Ok(())
    } else {
        Err("the chart shows all of time; {table} shows its table")
    }
}

/// Shifts the table of the view, or says that it goes no further.
pub fn shift_table(model: &mut Model, to: Option<usize>, later: bool) -> Vec<Effect> {
    match to {
        Some(to) => set(model, |desk| desk.settings.shift = i32::try_from(to).unwrap_or(i32::MAX)),
        None if later => tell(model, "Nothing later is in the table"),
        None => tell(model, "Nothing earlier is in the table"),
    }
}

/// Tells money in the next unit, in every view: the one that fits, millions, thousands, whole units.
pub fn money_unit(model: &mut Model) -> Vec<Effect> {
    let (unit, words) = match model.unit {
        Unit::Fitting => (Unit::Millions, "in millions"),
        Unit::Millions => (Unit::Thousands, "in thousands"),
        Unit::Thousands => (Unit::Whole, "in whole units"),
        Unit::Whole => (Unit::Fitting, "each in the unit that fits it"),
    };
    model.unit = unit;
    tell(model, format!("Money {words}"))
}

/// Has the plan tell money in the unit that was chosen, whatever state of it is shown.
pub(super) fn keep_unit(model: &mut Model) {
    if model.work.plan().currency.unit == model.unit {
        return;
    }
    let stand_in = Workspace::new(Plan::empty(model.work.plan().start), "", Vec::new());
    let work = std::mem::replace(&mut model.work, stand_in);
    model.take(work.in_unit(model.unit));
}
