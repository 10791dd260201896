//! A menu of what can be added: chosen by its letter, or with arrows and Enter.

use ratatui::layout::Rect;

use super::form::{self, New};
use crate::tui::editing::{Panel, window};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// A menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What is asked.
    pub title: &'static str,
    /// What can be chosen.
    pub entries: Vec<Entry>,
    /// The one that Enter takes.
    pub at: usize,
}

/// An entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
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
            model.overlay = Some(Overlay::Editing(Panel::Menu(menu)));
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

/// Takes a key.
pub fn on_key(model: &mut Model, key: Key, mut menu: Menu) -> Vec<Effect> {
    let last = menu.entries.len().saturating_sub(1);
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Up => menu.at = menu.at.saturating_sub(1),
        Code::Down | Code::Tab => menu.at = (menu.at + 1).min(last),
        Code::Home => menu.at = 0,
        Code::End => menu.at = last,
        Code::Enter if menu.at <= last => return take(model, menu.entries.remove(menu.at)),
        Code::Char(letter) if !key.ctrl => {
            if let Some(nth) = menu.entries.iter().position(|entry| entry.letter == letter && letter != ' ') {
                return take(model, menu.entries.remove(nth));
            }
        }
        _ => {}
    }
    model.overlay = Some(Overlay::Editing(Panel::Menu(menu)));
    Vec::new()
}

/// Draws it over a view.
pub fn draw(menu: &Menu, area: Rect, pen: &mut Pen<'_>) {
    let inside = window(area, 48, cells(menu.entries.len()) + 2, menu.title, pen);
    let room = usize::from(inside.height).max(1);
    let scroll = (menu.at + 1).saturating_sub(room);
    for (y, (nth, entry)) in (inside.y..inside.bottom()).zip(menu.entries.iter().enumerate().skip(scroll)) {
        let row = Rect { y, height: 1, ..inside };
        let letter = format!("  {}  ", entry.letter);
        pen.row(row.x, y, row.width, &[(&letter, Tone::Strong), (&entry.words, Tone::Plain)]);
        if nth == menu.at {
            pen.select(row);
        }
    }
}
