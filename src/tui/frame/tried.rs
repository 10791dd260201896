//! The first row while a scenario is shown.

use ratatui::layout::Rect;

use super::{FILTER, filter};
use crate::safe;
use crate::tui::baseline;
use crate::tui::model::Model;
use crate::tui::pen::{Pen, columns};
use crate::tui::scenario;
use crate::tui::theme::Tone;

/// That it is not the plan, which scenario it is, how much it tries, what of the plan is not saved, what is shown of it,
/// and what marks are against, in `left` columns; of the name of the scenario `named` are seen before all else gives way.
pub(super) fn title(
    model: &Model,
    row: Rect,
    (left, named): (u16, u16),
    (tried, dirt, against): (&str, &str, &str),
    pen: &mut Pen<'_>,
) {
    pen.clear(row);
    let used = pen.put(row.x + 1, row.y, row.width, scenario::BANNER, pen.look.banner());
    // That not all is shown is told in a few letters at least. Where there is little room, how much is tried gives way to
    // that and to the name, and the name to what is not saved and to what marks are against.
    let filter = filter(model);
    let least = columns(&filter).min(FILTER);
    let room = left.saturating_sub(used + 2 + columns(against));
    let told = columns(tried) + columns(dirt) + least + named <= room;
    let dirt = if told { format!("{tried}{dirt}") } else { dirt.to_owned() };
    let gone = baseline::gone::title(model, room.saturating_sub(columns(&dirt) + least + named));
    let dirt = dirt + &gone;
    let called = room.saturating_sub(columns(&dirt) + least);
    let called = safe::cut(&model.scenarios.called(), usize::from(called)).into_owned();
    let rest = format!("  {called}{dirt}{against}");
    let at = row.x + 1 + used;
    let used = used + pen.put(at, row.y, left.saturating_sub(used), &rest, Tone::Plain);
    let words = safe::cut(&filter, usize::from(left.saturating_sub(used))).into_owned();
    let used = used + pen.put(row.x + 1 + used, row.y, left.saturating_sub(used), &words, Tone::Warning);
    // A few letters of the name of the plan are none: they would cost the last one of what stands before them.
    let name = format!(" · {}", safe::line(model.work.plan().title()));
    if told && used + 8 <= left {
        pen.put(row.x + 1 + used, row.y, left.saturating_sub(used), &name, Tone::Plain);
    }
}
