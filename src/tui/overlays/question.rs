//! A question that is answered in one line, over a view: why, until when, by how much, a name, a file.

use std::borrow::Cow;
use std::rc::Rc;

use ratatui::layout::Rect;

use super::line::Line;
use crate::tui::detail::Text;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay, Then, nothing};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// What is done with an answer, without blanks at its ends; the words say what is wrong with it, and the question
/// stays.
type Take = Rc<dyn Fn(&mut Model, &str) -> Result<Vec<Effect>, String>>;

/// A question, and the answer as far as it is typed.
#[derive(Clone)]
pub struct Question {
    /// What is asked about.
    title: String,
    /// What is asked, and what an answer looks like.
    asked: String,
    /// The answer so far.
    typed: Line,
    /// What is done with it.
    take: Take,
    /// What an answer comes to, said while it is typed.
    means: fn(&str) -> String,
    /// Answers that there are: `Tab` completes what is typed to one of them.
    known: Vec<String>,
}

impl Question {
    /// A question, and what is done with its answer.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        asked: impl Into<String>,
        typed: Line,
        take: impl Fn(&mut Model, &str) -> Result<Vec<Effect>, String> + 'static,
    ) -> Self {
        let (title, asked, take) = (title.into(), asked.into(), Rc::new(take));
        Self { title, asked, typed, take, means: |_| String::new(), known: Vec::new() }
    }

    /// With answers that there are, of which one is begun or gone through.
    #[must_use]
    pub fn among(self, known: Vec<String>) -> Self {
        Self { known, ..self }
    }

    /// The answer that stands for what is typed: the next one of those that there are, or the one before; else the
    /// first that begins with it, or has a part that does.
    fn completed(&self, forward: bool) -> Option<String> {
        let (typed, count) = (self.typed.text().trim(), self.known.len());
        let at = match self.known.iter().position(|it| it == typed) {
            Some(at) => (if forward { at + 1 } else { at + count - 1 }) % count,
            None => {
                let begins = |it: &String| it.starts_with(typed);
                let has = |it: &String| it.split('/').any(|part| part.starts_with(typed));
                self.known.iter().position(begins).or_else(|| self.known.iter().position(has))?
            }
        };
        self.known.get(at).cloned()
    }

    /// With what an answer comes to, said while it is typed.
    #[must_use]
    pub fn meaning(self, means: fn(&str) -> String) -> Self {
        Self { means, ..self }
    }
}

/// The name that an answer is.
///
/// # Errors
/// What to do, where nothing is typed.
pub(in crate::tui) fn named(words: &str) -> Result<String, String> {
    if words.is_empty() { Err("Type a name, or Esc".into()) } else { Ok(words.to_owned()) }
}

/// Asks a question.
pub(in crate::tui) fn ask(model: &mut Model, question: Question) -> Vec<Effect> {
    model.overlay = Some(Box::new(question));
    Vec::new()
}

impl Overlay for Question {
    fn name(&self) -> &'static str {
        "question"
    }

    fn on_key(mut self: Box<Self>, _: &Model, key: Key) -> Answer {
        match key.code {
            Code::Esc => return Answer::close().tell("Cancelled: nothing was changed"),
            Code::Enter => {
                return Answer::close().then(|model| {
                    (self.take)(model, self.typed.text().trim()).unwrap_or_else(|why| {
                        ask(model, *self);
                        tell(model, why)
                    })
                });
            }
            Code::Tab | Code::Down | Code::BackTab | Code::Up if !self.known.is_empty() => {
                match self.completed(matches!(key.code, Code::Tab | Code::Down)) {
                    Some(whole) => self.typed = Line::new(whole),
                    None => return Answer::stay(self).tell("None of them begins so"),
                }
            }
            _ => drop(self.typed.on_key(key)),
        }
        Answer::stay(self)
    }

    fn paste(&mut self, _: &Model, text: &str) -> Option<Then> {
        self.typed.insert(text);
        Some(nothing())
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let width = area.width.min(76);
        let mut text = Text::new(width.saturating_sub(4));
        text.words(&self.asked, Tone::Plain);
        let inside = pen.window(area, width, cells(text.lines.len()) + 4, &self.title);
        text.draw(0, Rect { height: inside.height.saturating_sub(2), ..inside }, pen);
        let shown = self.typed.shown(inside.width.saturating_sub(2));
        let y = inside.bottom().saturating_sub(1);
        let means = (self.means)(self.typed.text());
        let pieces = [
            ("> ", Tone::Strong),
            (shown.as_str(), Tone::Strong),
            (if means.is_empty() { "" } else { "   = " }, Tone::Faint),
            (means.as_str(), Tone::Faint),
        ];
        pen.row(inside.x, y, inside.width, &pieces);
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        match self.known.is_empty() {
            true => "type the answer   ⏎ take it   Esc cancel".into(),
            false => "type the answer   Tab completes it   ↑↓ another   ⏎ take it   Esc cancel".into(),
        }
    }
}
