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
        match (self.says.adds_up, &self.says.of) {
            (_, Some(_)) => "b both: they add up   Esc back",
            (true, None) => "r replace   b both: they add up   Esc back",
            (false, None) => "r replace   Esc back",
        }
    }
}

impl Overlay for Recorded {
    fn name(&self) -> &'static str {
        "recorded"
    }

    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer {
        match key {
            Key { code: Code::Char('r'), ctrl: false } if self.says.of.is_none() => {
                self.form.submit_again(model, Again::Replace)
            }
            Key { code: Code::Char('b'), ctrl: false } if self.says.adds_up => {
                self.form.submit_again(model, Again::Besides)
            }
            Key { code: Code::Esc, .. } => self.form.stay(model),
            _ => Answer::stay(self),
        }
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let OnRecord { place, said, of, .. } = &self.says;
        let new = self.form.text(figure(self.form.table())).trim();
        let (said, new) = (safe::line(said), safe::line(new));
        let mut text = Text::new(area.width.min(64).saturating_sub(4));
        let place = safe::line(place.rsplit('/').next().unwrap_or_default());
        match of {
            Some((old, own)) => {
                text.words(&format!("Record {new} besides {said}?"), Tone::Strong);
                let has = format!(
                    "The record has {said} for {old} already, in {place}, which has months in common with {own}."
                );
                text.words(&has, Tone::Plain);
            }
            None => {
                text.words(&format!("Replace {said} by {new}?"), Tone::Strong);
                let has = format!("The record has {said} for the same time already, in {place}.");
                text.words(&has, Tone::Plain);
            }
        }
        text.gap();
        text.words(&self.words().replace("   ", " · "), Tone::Strong);
        let inside = pen.window(area, 64, cells(text.lines.len()) + 2, "On record already");
        text.draw(0, inside, pen);
        pen.offer(inside, self.words());
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
