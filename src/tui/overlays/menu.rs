//! A menu of what can be added: chosen by its letter, or with arrows and Enter.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::form::{self, New};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// A menu.
pub struct Menu {
    /// What is asked.
    pub title: &'static str,
    /// What can be chosen.
    pub entries: Vec<Entry>,
    /// The one that Enter takes.
    pub at: usize,
}

/// An entry of a menu.
pub struct Entry {
    /// Its letter; a blank where it has none.
    pub letter: char,
    /// What it is.
    pub words: String,
    /// What it adds.
    pub new: New,
}

/// Shows a menu, or goes on where there is nothing to choose.
pub fn open(model: &mut Model, mut menu: Menu) -> Vec<Effect> {
    match &*menu.entries {
        [_] => take(model, menu.entries.remove(0)),
        _ => {
            model.overlay = Some(Box::new(menu));
            Vec::new()
        }
    }
}

fn take(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match form::new(&model.work, &entry.new) {
        Some(form) => form::open(model, form),
        None => Vec::new(),
    }
}

impl Overlay for Menu {
    fn name(&self) -> &'static str {
        "menu"
    }

    fn on_key(mut self: Box<Self>, _: &Model, key: Key) -> Answer {
        let last = self.entries.len().saturating_sub(1);
        let taken = match key.code {
            Code::Esc => return Answer::close(),
            Code::Enter if self.at <= last => Some(self.at),
            Code::Char(letter) if !key.ctrl && letter != ' ' => {
                self.entries.iter().position(|entry| entry.letter == letter)
            }
            _ => None,
        };
        if let Some(nth) = taken {
            return Answer::close().then(move |model| take(model, self.entries.remove(nth)));
        }
        match key.code {
            Code::Up => self.at = self.at.saturating_sub(1),
            Code::Down | Code::Tab => self.at = (self.at + 1).min(last),
            Code::Home => self.at = 0,
            Code::End => self.at = last,
            _ => {}
        }
        Answer::stay(self)
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let inside = pen.window(area, 48, cells(self.entries.len()) + 2, self.title);
        let room = usize::from(inside.height).max(1);
        let scroll = (self.at + 1).saturating_sub(room);
        let hidden = [(scroll > 0, "↑"), (scroll + room < self.entries.len(), "↓")];
        let sign: String = hidden.iter().filter(|(is, _)| *is).map(|(_, sign)| *sign).collect();
        pen.put_right(inside.right(), inside.y.saturating_sub(1), 4, &sign, Tone::Strong);
        for (y, (nth, entry)) in (inside.y..inside.bottom()).zip(self.entries.iter().enumerate().skip(scroll))
        {
            let row = Rect { y, height: 1, ..inside };
            let letter = format!("  {}  ", entry.letter);
            pen.row(row.x, y, row.width, &[(&letter, Tone::Strong), (&entry.words, Tone::Plain)]);
            pen.hit(row, Target::Choice(nth));
            if nth == self.at {
                pen.select(row);
            }
        }
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "choose by its letter, or ↑↓ and ⏎   Esc close".into()
    }

    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        self.at = nth;
        Some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn insists(&self) -> bool {
        true
    }
}
