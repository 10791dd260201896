//! What there was to tell since the start, the newest first.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::tui::detail::Text;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Key;
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// The messages, scrolled by so many lines.
struct Messages(u16);

/// Shows what there is to tell, all of it.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Box::new(Messages(0)));
    Vec::new()
}

impl Overlay for Messages {
    fn name(&self) -> &'static str {
        "messages"
    }

    fn on_key(self: Box<Self>, _: &Model, _: Key) -> Answer {
        Answer::pass(self)
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        pen.cover(area);
        let inside = pen.frame(area, "Messages");
        let mut text = Text::new(inside.width.saturating_sub(2));
        for message in model.log.iter().rev() {
            text.entry("·", Tone::Faint, message);
        }
        text.draw(self.0, Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }, pen);
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        Cow::Borrowed("")
    }

    fn takes_all(&self) -> bool {
        false
    }

    fn scroll(&mut self, model: &Model, lines: i32) -> bool {
        let to = self.0.saturating_add_signed(i16::try_from(lines).unwrap_or(0));
        self.0 = to.min(cells(model.log.len()).saturating_sub(1));
        true
    }
}
