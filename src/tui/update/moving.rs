//! Moving within a view: the cursor, the pages, the panes, and what is clicked.

use ratatui::layout::Rect;

use super::{going, tell};
use crate::plan::address::Address;
use crate::tui::baseline;
use crate::tui::effect::Effect;
use crate::tui::frame::Layout;
use crate::tui::model::{Model, Overlay};
use crate::tui::scenario;

/// Moves the cursor by `steps`, or scrolls what lies over the view.
pub fn step(model: &mut Model, steps: i32) -> Vec<Effect> {
    if let Some(Overlay::Messages(scroll)) = model.overlay {
        let last = u16::try_from(model.log.len()).unwrap_or(u16::MAX).saturating_sub(1);
        let to = scroll.saturating_add_signed(i16::try_from(steps).unwrap_or(0));
        model.overlay = Some(Overlay::Messages(to.min(last)));
        return Vec::new();
    }
    if let Some(Overlay::Detail(scroll)) = model.overlay {
        let to = scroll.saturating_add_signed(i16::try_from(steps).unwrap_or(0));
        model.overlay = Some(Overlay::Detail(to.min(detail_lines(model))));
        return Vec::new();
    }
    model.desk_mut().sheet.step(steps);
    model.take_selection();
    Vec::new()
}

/// Moves to the lane at the side.
pub fn across(model: &mut Model, right: bool) -> Vec<Effect> {
    if !model.desk_mut().sheet.across(right) {
        return tell(model, if right { "Nothing further right" } else { "Nothing further left" });
    }
    model.take_selection();
    Vec::new()
}

/// Moves to the first spot.
pub fn first(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Detail(scroll)) = &mut model.overlay {
        *scroll = 0;
        return Vec::new();
    }
    model.desk_mut().sheet.first();
    model.take_selection();
    Vec::new()
}

/// Moves to the last spot.
pub fn last(model: &mut Model) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Detail(_))) {
        return step(model, i32::from(i16::MAX));
    }
    model.desk_mut().sheet.last();
    model.take_selection();
    Vec::new()
}

/// Moves by a part of a page.
pub fn page(model: &mut Model, way: i32, part: i32) -> Vec<Effect> {
    let body = layout(model).body.height;
    step(model, way * (i32::from(body) / part - 1).max(1))
}

fn layout(model: &Model) -> Layout {
    Layout::of(model, Rect::new(0, 0, model.size.0, model.size.1))
}

/// How far the detail can be scrolled.
fn detail_lines(model: &Model) -> u16 {
    let layout = layout(model);
    let area = layout.pane.unwrap_or(layout.body);
    let Some(content) = &model.desk().content else { return 0 };
    let mut text = content.detail(model.scene(), area.width.saturating_sub(4));
    baseline::about(model, &mut text);
    let lines = text.lines.len();
    let lines = u16::try_from(lines).unwrap_or(u16::MAX);
    lines.saturating_sub(area.height.saturating_sub(2))
}

pub(super) fn click(model: &mut Model, at: &Address, column: Option<u16>) -> Vec<Effect> {
    model.message = None;
    if model.overlay.as_ref().is_some_and(Overlay::takes_keys) {
        return Vec::new();
    }
    let sheet = &mut model.desk_mut().sheet;
    let column = column.unwrap_or(sheet.column);
    let again = sheet.column == column && sheet.current().is_some_and(|spot| spot.at == *at);
    sheet.select(at);
    sheet.column = column;
    model.take_selection();
    if again { going::open(model) } else { Vec::new() }
}

/// Goes to the next pane: into the detail where it is beside the view, else to the next lane.
pub fn next_pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Detail(_))) {
        model.overlay = None;
        return Vec::new();
    }
    // The panes of what compares scenarios are the scenarios.
    if model.entry().digit == '9' && scenario::exists(model).is_ok() {
        return scenario::next(model);
    }
    if layout(model).pane.is_some() {
        return going::open_detail(model);
    }
    let sheet = &mut model.desk_mut().sheet;
    if !sheet.across(forward) {
        // Around the end.
        while sheet.across(!forward) {}
    }
    model.take_selection();
    Vec::new()
}
