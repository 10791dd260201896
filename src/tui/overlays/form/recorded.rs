//! What the record says already of the same thing and time: asked before it says two.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::Form;
use crate::draft::asked::{Again, OnRecord, figure};
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::model::Model;
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// The question, with the form that it came from.
pub(super) struct Recorded {
    pub(super) form: Box<Form>,
    pub(super) says: OnRecord,
}

impl Recorded {
    fn words(&self) -> &'static str {
        match self.says.adds_up {
            true => "r replace   b both: they add up   Esc back",
            false => "r replace   Esc back",
        }
    }
}

impl Overlay for Recorded {
    fn name(&self) -> &'static str {
        "recorded"
    }

    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer {
        match key {
            Key { code: Code::Char('r'), ctrl: false } => self.form.submit_again(model, Again::Replace),
            Key { code: Code::Char('b'), ctrl: false } if self.says.adds_up => {
                self.form.submit_again(model, Again::Besides)
            }
            Key { code: Code::Esc, .. } => self.form.stay(model),
            _ => Answer::stay(self),
        }
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let OnRecord { place, said, .. } = &self.says;
        let new = self.form.text(figure(self.form.table())).trim();
        let (said, new) = (safe::line(said), safe::line(new));
        let mut text = Text::new(area.width.min(64).saturating_sub(4));
        text.words(&format!("Replace {said} by {new}?"), Tone::Strong);
        let place = safe::line(place.rsplit('/').next().unwrap_or_default());
        text.words(&format!("The record has {said} for the same time already, in {place}."), Tone::Plain);
        text.gap();
        text.words(&self.words().replace("   ", " · "), Tone::Strong);
        let inside = pen.window(area, 64, cells(text.lines.len()) + 2, "On record already");
        text.draw(0, inside, pen);
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        self.words().into()
    }

    fn insists(&self) -> bool {
        true
    }

    fn typed(self: Box<Self>) -> Option<Box<dyn Overlay>> {
        Some(self.form)
    }
}
