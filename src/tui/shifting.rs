//! Shifting an item or a wave in time by one step of the timeline's zoom, in a scenario alone.

use super::effect::Effect;
use super::model::{Model, tell};
use super::msg::Target;
use super::scenario;
use crate::plan::shift::Shift;

/// One step of a zoom level of the timeline: a quarter, a month, half a month, a day.
#[must_use]
pub fn step(zoom: u8) -> Shift {
    match zoom {
        0 | 1 => Shift { months: 3, days: 0 },
        2 => Shift { months: 1, days: 0 },
        3 => Shift { months: 0, days: 15 },
        _ => Shift { months: 0, days: 1 },
    }
}

/// Shifts the selected item or wave by one step of the zoom.
pub fn shift(model: &mut Model, later: bool) -> Vec<Effect> {
    let Shift { months, days } = step(model.desk().settings.zoom);
    let by = if later { Shift { months, days } } else { Shift { months: -months, days: -days } };
    match scenario::late(model) {
        Some(at) => scenario::slip_by(model, at, by),
        None => tell(model, "Select an item or a wave: gates go with their wave"),
    }
}

/// Shifts what was dragged by the days that its way stands for.
pub(super) fn drag(model: &mut Model, target: &Target, cells: i32) -> Vec<Effect> {
    let Target::Spot(at) = target else { return Vec::new() };
    let body = model.layout().body;
    let content = model.desk().content.as_ref();
    let Some(days) = content.and_then(|content| content.days_of(model.scene(), body, cells)) else {
        return Vec::new();
    };
    if scenario::is_open(model).is_err() {
        return tell(model, model.filled("Dragging is for what-if: {whatif} opens a scenario"));
    }
    model.desk_mut().sheet.select(at);
    model.take_selection();
    match scenario::late(model) {
        Some(at) => scenario::slip_by(model, at, Shift { months: 0, days }),
        None => tell(model, "Drag an item or a wave: gates go with their wave"),
    }
}
