//! What the record says already of the same thing and time: asked before it says two.

use ratatui::layout::Rect;

use super::form::{Form, stay, submit_again};
use crate::draft::asked::{Again, OnRecord, figure};
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::editing::{Panel, window};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// The question, with the form that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    form: Box<Form>,
    says: OnRecord,
}

impl Recorded {
    /// The form that it came from.
    pub(in crate::tui) fn into_form(self) -> Box<Form> {
        self.form
    }
}

/// Asks whether what the record says gives way to what a form says.
pub(super) fn ask(model: &mut Model, form: Box<Form>, says: OnRecord) -> Vec<Effect> {
    model.overlay = Some(Overlay::Editing(Panel::Recorded(Recorded { form, says })));
    Vec::new()
}

/// Takes a key.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, asked: Recorded) -> Vec<Effect> {
    match key {
        Key { code: Code::Char('r'), ctrl: false } => submit_again(model, asked.form, Again::Replace),
        Key { code: Code::Char('b'), ctrl: false } if asked.says.adds_up => {
            submit_again(model, asked.form, Again::Besides)
        }
        Key { code: Code::Esc, .. } => stay(model, asked.form),
        _ => ask(model, asked.form, asked.says),
    }
}

/// The keys of the question.
pub(in crate::tui) fn keys(asked: &Recorded) -> &'static str {
    match asked.says.adds_up {
        true => "r replace   b both: they add up   Esc back",
        false => "r replace   Esc back",
    }
}

/// Draws the question over a view.
pub(in crate::tui) fn draw(asked: &Recorded, area: Rect, pen: &mut Pen<'_>) {
    let OnRecord { place, said, .. } = &asked.says;
    let new = asked.form.text(figure(asked.form.table())).trim();
    let (said, new) = (safe::line(said), safe::line(new));
    let mut text = Text::new(area.width.min(64).saturating_sub(4));
    text.words(&format!("Replace {said} by {new}?"), Tone::Strong);
    let place = safe::line(place.rsplit('/').next().unwrap_or_default());
    text.words(&format!("The record has {said} for the same time already, in {place}."), Tone::Plain);
    text.gap();
    text.words(&keys(asked).replace("   ", " · "), Tone::Strong);
    let inside = window(area, 64, cells(text.lines.len()) + 2, "On record already", pen);
    text.draw(0, inside, pen);
}
