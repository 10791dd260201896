//! A question that is answered in one line, over a view.

use ratatui::layout::Rect;

use super::ignoring;
use super::line::Line;
use super::slipping;
use crate::tui::detail::Text;
use crate::tui::editing::window;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::update::tell;

/// A question, and the answer as far as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked about.
    pub title: String,
    /// What is asked, and what an answer looks like.
    pub asked: String,
    /// The answer so far.
    pub typed: Line,
    /// What was answered before, where this is the second question or a later one.
    pub before: Vec<String>,
    /// What the answer is for.
    pub purpose: Purpose,
}

/// What an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Why a finding is ignored.
    Reason,
    /// Until when it is.
    Until,
    /// Whether it is for ever.
    ForEver,
    /// By how much something is late.
    Slip,
}

impl Purpose {
    /// Takes an answer; the words say what is wrong with it, and the question stays.
    fn take(self, model: &mut Model, question: &Question) -> Result<Vec<Effect>, String> {
        match self {
            Self::Reason => ignoring::ask_until(model, question),
            Self::Until => ignoring::take_until(model, question),
            Self::ForEver => ignoring::confirm(model, question),
            Self::Slip => slipping::answer(model, question),
        }
    }
}

impl Question {
    /// The keys, for the last line.
    pub const KEYS: &'static str = "type the answer   ⏎ take it   Esc cancel";

    /// Draws it over a view.
    pub fn draw(&self, area: Rect, pen: &mut Pen<'_>) {
        let width = area.width.min(76);
        let mut text = Text::new(width.saturating_sub(4));
        text.words(&self.asked, Tone::Plain);
        let inside = window(area, width, cells(text.lines.len()) + 4, &self.title, pen);
        text.draw(0, Rect { height: inside.height.saturating_sub(2), ..inside }, pen);
        let shown = self.typed.shown(inside.width.saturating_sub(2));
        let y = inside.bottom().saturating_sub(1);
        let pieces = [("> ", Tone::Strong), (shown.as_str(), Tone::Strong)];
        pen.row(inside.x, y, inside.width, &pieces);
    }
}

/// Takes a key for the question.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut question: Question) -> Vec<Effect> {
    match key.code {
        Code::Esc => return tell(model, "Cancelled: nothing was changed"),
        Code::Enter => match question.purpose.take(model, &question) {
            Ok(effects) => return effects,
            Err(why) => drop(tell(model, why)),
        },
        _ => drop(question.typed.on_key(key)),
    }
    model.overlay = Some(Overlay::Question(question));
    Vec::new()
}
