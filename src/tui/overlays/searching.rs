//! A search: what is typed is looked for at once, from where the search began.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::line::Line;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay, Then};
use crate::tui::pen::{Pen, columns};

/// The words searched for, as they are typed.
struct Search {
    words: Line,
    /// Where the search began.
    from: usize,
}

/// Begins to type a search.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let from = model.desk().sheet.cursor;
    model.overlay = Some(Box::new(Search { words: Line::default(), from }));
    Vec::new()
}

/// That nothing here holds the words, and whether something elsewhere does.
fn nothing(model: &mut Model, words: &str) -> Vec<Effect> {
    let said = format!("Nothing here holds “{words}”");
    let wanted = words.to_lowercase();
    if model.named().iter().any(|(_, name)| name.to_lowercase().contains(&wanted)) {
        let elsewhere = model.filled("; {jump} finds it elsewhere");
        return tell(model, said + &elsewhere);
    }
    tell(model, said)
}

/// Goes to the next or the last match of the search.
pub fn again(model: &mut Model, forward: bool) -> Vec<Effect> {
    let words = model.search.clone();
    if !model.desk_mut().sheet.find(&words, forward, false) {
        return nothing(model, &words);
    }
    model.take_selection();
    Vec::new()
}

/// Keeps the words, for the next match.
fn keep(model: &mut Model, words: &str) -> Vec<Effect> {
    words.clone_into(&mut model.search);
    let found = words.is_empty() || model.desk().sheet.matches(words) > 0;
    if found { Vec::new() } else { nothing(model, words) }
}

/// Goes to the first match from where the search began.
fn look(model: &mut Model, words: &str, from: usize) -> Vec<Effect> {
    let sheet = &mut model.desk_mut().sheet;
    sheet.cursor = from;
    if !words.is_empty() {
        sheet.find(words, true, true);
    }
    model.take_selection();
    Vec::new()
}

impl Search {
    /// Looks for what is typed by now.
    fn looking(&self) -> Then {
        let (words, from) = (self.words.text().to_owned(), self.from);
        Box::new(move |model| look(model, &words, from))
    }
}

impl Overlay for Search {
    fn name(&self) -> &'static str {
        "search"
    }

    fn on_key(mut self: Box<Self>, _: &Model, key: Key) -> Answer {
        match key.code {
            Code::Enter => return Answer::close().then(move |model| keep(model, self.words.text())),
            Code::Esc => {
                self.words = Line::default();
                return Answer::close().then(self.looking());
            }
            Code::Backspace if self.words.text().is_empty() => return Answer::close(),
            _ => drop(self.words.on_key(key)),
        }
        let then = self.looking();
        Answer::stay(self).then(then)
    }

    fn paste(&mut self, _: &Model, text: &str) -> Option<Then> {
        self.words.insert(text);
        Some(self.looking())
    }

    fn draw(&self, _: &Model, _: Rect, _: &mut Pen<'_>) {}

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "type to search   ⏎ keep   Esc cancel".into()
    }

    fn sentence(&self, model: &Model, width: u16) -> Option<String> {
        let found = match self.words.text() {
            "" => String::new(),
            text => format!("   {} found", model.desk().sheet.matches(text)),
        };
        Some(format!("/{}{found}", self.words.shown(width.saturating_sub(columns(&found) + 1))))
    }
}
