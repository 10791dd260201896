//! The keys of a form: going through its fields, typing into one, choosing what it may hold.

use super::submit::submit;
use super::{Choices, Form, ID, SCENARIO, choices, new};
use crate::draft::Draft;
use crate::source::schema::Shape;
use crate::tui::editing::Panel;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlays::line::Line;

/// Takes a key.
pub fn on_key(model: &mut Model, key: Key, mut form: Box<Form>) -> Vec<Effect> {
    let asked = std::mem::take(&mut form.asked);
    form.fault = None;
    let last = form.at + 1 >= form.rows.len();
    match key {
        Key { code: Code::Esc, .. } if asked || !form.is_changed() => {
            return if asked { tell(model, "Left: nothing was changed") } else { Vec::new() };
        }
        Key { code: Code::Esc, .. } => {
            form.asked = true;
            model.message = Some("Esc once more leaves it without a change; F2 keeps what was typed".into());
        }
        Key { code: Code::Function(2) | Code::Enter, ctrl: true }
        | Key { code: Code::Function(2), .. }
        | Key { code: Code::Char('s'), ctrl: true } => return submit(model, form),
        Key { code: Code::Enter, .. } if last => return submit(model, form),
        Key { code: Code::Enter | Code::Tab | Code::Down, .. } => {
            let to = if last { form.at } else { form.at + 1 };
            form.step(model, to);
        }
        Key { code: Code::BackTab | Code::Up, .. } => {
            let to = form.at.saturating_sub(1);
            form.step(model, to);
        }
        Key { code: Code::PageDown, .. } => {
            let to = form.at + 8;
            form.step(model, to);
        }
        Key { code: Code::PageUp, .. } => {
            let to = form.at.saturating_sub(8);
            form.step(model, to);
        }
        Key { code: Code::Char(_) | Code::Backspace | Code::Delete, .. }
            if form.row().is_some_and(|row| row.key == SCENARIO) =>
        {
            form.tick(key);
        }
        Key { code: Code::Char(way @ ('n' | 'p')), ctrl: true } => drop(form.take_choice(way == 'n')),
        Key { code: Code::Char(' '), ctrl: false } if form.is_closed() => drop(form.take_choice(true)),
        Key { code: Code::Right, ctrl: false } if form.completes() => drop(form.take_choice(true)),
        key => {
            let at = form.at;
            if let Some(row) = form.rows.get_mut(at)
                && row.line.on_key(key)
            {
                row.fault = None;
                if let Some(draft) = &model.work.draft {
                    form.follow(draft);
                }
                form.choose(model, true);
            }
        }
    }
    model.overlay = Some(Overlay::Editing(Panel::Form(form)));
    Vec::new()
}

/// Takes pasted text into the field.
pub fn paste(model: &mut Model, text: &str, mut form: Box<Form>) {
    let at = form.at;
    if let Some(row) = form.rows.get_mut(at) {
        row.line.insert(text);
        row.fault = None;
        if let Some(draft) = &model.work.draft {
            form.follow(draft);
        }
        form.choose(model, true);
    }
    model.overlay = Some(Overlay::Editing(Panel::Form(form)));
}

impl Form {
    /// Makes the id of the name, while nobody typed another.
    fn follow(&mut self, draft: &Draft) {
        let key = self.row().map_or("", |row| row.key);
        match key {
            ID => self.follows = false,
            "name" if self.follows => {
                let id = new::id_of(draft, self.table(), self.text("name"));
                self.rows
                    .iter_mut()
                    .filter(|row| row.key == ID)
                    .for_each(|row| row.line = Line::new(id.clone()));
            }
            _ => {}
        }
    }

    /// Goes to another field.
    fn step(&mut self, model: &Model, to: usize) {
        if let Some(draft) = &model.work.draft {
            self.check(draft);
        }
        self.at = to.min(self.rows.len().saturating_sub(1));
        self.choose(model, false);
    }

    /// Finds what the field may hold: all of it, or what the letters typed are in.
    pub(super) fn choose(&mut self, model: &Model, typing: bool) {
        let found = match (self.field(), self.row()) {
            (Some(field), Some(row)) => Choices::of(&model.work, field, row.line.text(), typing, self.room),
            _ => Choices::default(),
        };
        self.choices = found;
    }

    /// Puts what is chosen next, or before, into the field.
    fn take_choice(&mut self, forward: bool) -> bool {
        let Some(field) = self.field() else { return false };
        let Some(word) = self.choices.next(forward) else { return false };
        let list = choices::is_list(field.shape);
        let Some(row) = self.rows.get_mut(self.at) else { return false };
        let kept = row.line.text().rfind(',').filter(|_| list).map_or(0, |at| at + 1);
        let kept = row.line.text().get(..kept).unwrap_or_default();
        let gap = if kept.is_empty() { "" } else { " " };
        row.line = Line::new(format!("{kept}{gap}{word}"));
        true
    }

    /// Says whether the scenario is applied: space is the other way, y and n say which.
    fn tick(&mut self, key: Key) {
        let Some(row) = self.rows.get_mut(self.at) else { return };
        let yes = match key.code {
            Code::Char('y') => true,
            Code::Char('n') => false,
            Code::Char(' ') => row.line.text() != new::YES,
            _ => return,
        };
        row.line = Line::new(if yes { new::YES } else { "no" });
    }

    /// Whether the field takes one of some words without blanks in them.
    pub(super) fn is_closed(&self) -> bool {
        self.field().is_some_and(|field| matches!(field.shape, Shape::Word(_) | Shape::Flag | Shape::Id(_)))
    }

    /// Whether going right takes what the letters typed stand for.
    fn completes(&self) -> bool {
        self.row().is_some_and(|row| row.line.at_end()) && self.choices.is_begun()
    }
}
