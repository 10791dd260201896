//! Moving within a view: the cursor, the pages, the panes, and what is clicked.

use super::{STAYS, going, on_key, tell};
use crate::plan::address::Address;
use crate::tui::effect::Effect;
use crate::tui::marking;
use crate::tui::model::Model;
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay;
use crate::tui::overlays::pane;
use crate::tui::scenario;

/// Scrolls what lies over the view by so many lines; says whether moving is for that.
fn scroll(model: &mut Model, lines: i32) -> bool {
    let Some(mut over) = model.overlay.take() else { return false };
    let scrolls = over.scroll(model, lines);
    model.overlay = Some(over);
    scrolls
}

/// Moves the cursor by `steps`, or scrolls what lies over the view.
pub fn step(model: &mut Model, steps: i32) -> Vec<Effect> {
    if !scroll(model, steps) {
        model.desk_mut().sheet.step(steps);
        model.take_selection();
    }
    Vec::new()
}

/// Marks the selection and the one after or before it, and goes there.
pub fn mark_on(model: &mut Model, down: bool) -> Vec<Effect> {
    marking::mark(model);
    step(model, if down { 1 } else { -1 });
    marking::mark(model);
    marking::said(model)
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
    if !scroll(model, i32::from(i16::MIN)) {
        model.desk_mut().sheet.first();
        model.take_selection();
    }
    Vec::new()
}

/// Moves to the last spot.
pub fn last(model: &mut Model) -> Vec<Effect> {
    if !scroll(model, i32::from(i16::MAX)) {
        model.desk_mut().sheet.last();
        model.take_selection();
    }
    Vec::new()
}

/// Moves by a part of a page.
pub fn page(model: &mut Model, way: i32, part: i32) -> Vec<Effect> {
    let body = model.layout().body.height;
    // A line may take several rows: a page passes over none that was not shown.
    let lines = model.window().map_or(body, |(lines, _)| lines.min(body));
    step(model, way * (i32::from(lines) / part - 1).max(1))
}

/// Does what a click on something stands for.
pub(super) fn click(model: &mut Model, target: Target) -> Vec<Effect> {
    match target {
        Target::View(view) => going::go(model, view),
        Target::Spot(at) => select(model, &at, None),
        Target::Cell(at, column) => select(model, &at, Some(column)),
        Target::Choice(nth) => {
            let key = overlay::go_to(model, nth);
            key.map_or_else(Vec::new, |key| on_key(model, key))
        }
        Target::Key(key) => on_key(model, key),
        Target::Within => Vec::new(),
        // What was typed is not to be lost by a slip of the hand.
        Target::Outside if model.overlay.as_mut().is_some_and(|over| over.ask_to_leave()) => {
            tell(model, STAYS)
        }
        Target::Outside => on_key(model, Key::plain(Code::Esc)),
    }
}

/// Moves by as many lines as the wheel was turned: in what takes all keys, or else in the view.
pub(super) fn wheel(model: &mut Model, lines: i32) -> Vec<Effect> {
    let Some(over) = model.overlay.as_ref().filter(|over| over.takes_all()) else {
        return step(model, lines);
    };
    if !over.rolls() {
        return Vec::new();
    }
    let key = Key::plain(if lines > 0 { Code::Down } else { Code::Up });
    (0..lines.unsigned_abs()).flat_map(|_| on_key(model, key)).collect()
}

fn select(model: &mut Model, at: &Address, column: Option<u16>) -> Vec<Effect> {
    model.message = None;
    if model.overlay.as_ref().is_some_and(|over| over.takes_all()) {
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
    if pane::is_open(model) {
        model.overlay = None;
        return Vec::new();
    }
    // The panes of what compares scenarios are the scenarios.
    if model.entry().digit == '9' && scenario::exists(model).is_ok() {
        return scenario::next(model);
    }
    if model.layout().pane.is_some() {
        return pane::open(model);
    }
    let sheet = &mut model.desk_mut().sheet;
    let mut moved = sheet.across(forward);
    if !moved {
        // Around the end.
        while sheet.across(!forward) {
            moved = true;
        }
    }
    if !moved {
        return tell(model, model.filled("No other pane here; {open} opens the selection"));
    }
    model.take_selection();
    Vec::new()
}
