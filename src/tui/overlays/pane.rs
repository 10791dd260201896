//! What is known about the selection: beside the view where there is room, and else over it.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::tui::baseline;
use crate::tui::detail::Text;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Key, Target};
use crate::tui::overlay::{Answer, Overlay, as_one};
use crate::tui::pen::{Pen, cells};

/// It takes the keys that move, and is scrolled by so many lines.
struct Pane(u16);

/// Goes into it.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Box::new(Pane(0)));
    Vec::new()
}

/// Whether the keys that move are for it.
#[must_use]
pub fn is_open(model: &Model) -> bool {
    as_one::<Pane>(&model.overlay).is_some()
}

/// Its text, in so many columns.
fn text(model: &Model, width: u16) -> Option<Text> {
    let mut text = model.desk().content.as_ref()?.detail(model.scene(), width);
    baseline::about(model, &mut text);
    Some(text)
}

/// Draws it beside the view.
pub fn draw(model: &Model, area: Rect, pen: &mut Pen<'_>) {
    drawn("Detail", 0, model, area, pen);
}

fn drawn(title: &str, scroll: u16, model: &Model, area: Rect, pen: &mut Pen<'_>) {
    if model.desk().content.is_none() {
        return;
    }
    pen.clear(area);
    let inside = pen.frame(area, title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    if let Some(text) = text(model, inside.width) {
        text.draw(scroll, inside, pen);
    }
}

impl Overlay for Pane {
    fn name(&self) -> &'static str {
        "detail"
    }

    fn on_key(self: Box<Self>, _: &Model, _: Key) -> Answer {
        Answer::pass(self)
    }

    fn draw(&self, model: &Model, _: Rect, pen: &mut Pen<'_>) {
        let layout = model.layout();
        let area = layout.pane.unwrap_or_else(|| {
            // What it covers is not there to be clicked on; the other views are.
            pen.hits.retain(|hit| matches!(hit.target, Target::View(_)));
            layout.body
        });
        drawn("Detail · ↑↓ scroll · Esc", self.0, model, area, pen);
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        Cow::Borrowed("")
    }

    fn takes_all(&self) -> bool {
        false
    }

    fn scroll(&mut self, model: &Model, lines: i32) -> bool {
        let layout = model.layout();
        let area = layout.pane.unwrap_or(layout.body);
        let all = text(model, area.width.saturating_sub(4)).map_or(0, |text| cells(text.lines.len()));
        let last = all.saturating_sub(area.height.saturating_sub(2));
        self.0 = self.0.saturating_add_signed(i16::try_from(lines).unwrap_or(0)).min(last);
        true
    }
}
