//! The keys of a form: going through its fields, typing into one, choosing what it may hold.

use super::{Choices, Form, ID, Row, SCENARIO, choices, new};
use crate::draft::Draft;
use crate::source::schema::Shape;
use crate::tui::model::Model;
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::Answer;
use crate::tui::overlays::line::Line;

impl Form {
    /// Takes a key.
    pub(super) fn take_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let asked = std::mem::take(&mut self.asked);
        self.fault = None;
        let last = self.at + 1 >= self.rows.len();
        match key {
            Key { code: Code::Esc, .. } if asked || !self.holds_much() => {
                let close = Answer::close();
                // On slides a form that goes looks like the one before it: that it is left is said, so that Esc
                // is not pressed again and the slides left with it.
                let told = asked || self.is_changed() || model.present.is_some();
                return if told { close.tell("Left: nothing was changed") } else { close };
            }
            Key { code: Code::Esc, .. } => {
                self.asked = true;
                return Answer::stay(self).then(|model| {
                    model.message =
                        Some("Esc once more leaves it without a change; F2 keeps what was typed".into());
                    Vec::new()
                });
            }
            Key { code: Code::Function(2) | Code::Enter, ctrl: true }
            | Key { code: Code::Function(2), .. }
            | Key { code: Code::Char('s'), ctrl: true } => return self.submit(model),
            Key { code: Code::Enter, .. } if last => return self.submit(model),
            Key { code: Code::Enter | Code::Tab | Code::Down, .. } => {
                let to = if last { self.at } else { self.at + 1 };
                self.step(model, to);
            }
            Key { code: Code::BackTab | Code::Up, .. } => {
                let to = self.at.saturating_sub(1);
                self.step(model, to);
            }
            Key { code: Code::PageDown, .. } => {
                let to = self.at + 8;
                self.step(model, to);
            }
            Key { code: Code::PageUp, .. } => {
                let to = self.at.saturating_sub(8);
                self.step(model, to);
            }
            Key { code: Code::Char(_) | Code::Backspace | Code::Delete, .. }
                if self.row().is_some_and(|row| row.key == SCENARIO) =>
            {
                self.tick(key);
            }
            Key { code: Code::Char(way @ ('n' | 'p')), ctrl: true } => drop(self.take_choice(way == 'n')),
            Key { code: Code::Char(' '), ctrl: false } if self.is_closed() => drop(self.take_choice(true)),
            Key { code: Code::Right, ctrl: false } if self.completes() => drop(self.take_choice(true)),
            key => {
                let at = self.at;
                if self.rows.get_mut(at).is_some_and(|row| row.line.on_key(key)) {
                    self.was_typed(model);
                }
            }
        }
        Answer::stay(self)
    }

    /// Takes pasted text into the field.
    pub(super) fn take_text(&mut self, model: &Model, text: &str) {
        let at = self.at;
        if let Some(row) = self.rows.get_mut(at) {
            row.line.insert(text);
            self.was_typed(model);
        }
    }

    /// What follows when the field holds something else.
    fn was_typed(&mut self, model: &Model) {
        let at = self.at;
        if let Some(row) = self.rows.get_mut(at) {
            row.fault = None;
        }
        if let Some(draft) = &model.work.draft {
            self.follow(draft);
        }
        self.choose(model, true);
    }

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

    /// Goes to the field that was clicked on; whoever does so does not leave.
    pub(super) fn leave_for(&mut self, model: &Model, to: usize) {
        self.asked = false;
        if to != self.at {
            self.step(model, to);
        }
    }

    /// Goes to another field.
    fn step(&mut self, model: &Model, to: usize) {
        if let Some(draft) = self.draft(model) {
            self.check(draft);
        }
        self.at = to.min(self.rows.len().saturating_sub(1));
        self.offer();
        self.choose(model, false);
    }

    /// A field whose value is said anew rather than mended gives way to what is typed; texts and lists are
    /// gone on with.
    pub(super) fn offer(&mut self) {
        let anew = self.field().is_some_and(|field| {
            use Shape::{Date, Flag, Id, Money, Number, SignedMoney, Whole, Word};
            let period = field.key == "period";
            period
                || matches!(
                    field.shape,
                    Date | Flag | Money | SignedMoney | Number(..) | Whole(..) | Word(_) | Id(_)
                )
        });
        if let Some(row) = self.rows.get_mut(self.at).filter(|_| anew) {
            row.line.offer();
        }
    }

    /// Finds what the field may hold: all of it, or what the letters typed are in.
    pub(super) fn choose(&mut self, model: &Model, typing: bool) {
        let found = match (self.field(), self.row()) {
            (Some(field), Some(row)) => {
                Choices::of(self.work(model), field, row.line.text(), typing, self.room)
            }
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

    /// Says whether it belongs to the scenario: space is the other way, y and n say which. What the scenario does is
    /// on record only with what takes it into the plan.
    fn tick(&mut self, key: Key) {
        let Some(row) = self.rows.get_mut(self.at) else { return };
        let yes = match key.code {
            Code::Char('y') => true,
            Code::Char('n') => false,
            Code::Char(' ') => row.line.text() != new::YES,
            _ => return,
        };
        row.line = Line::new(if yes { new::YES } else { new::NO });
        let Some(effect) = &self.effect else { return };
        let own = |row: &&mut Row| row.key == "effect" && [effect, ""].contains(&row.line.text());
        if let Some(row) = self.rows.iter_mut().find(own) {
            row.line = Line::new(if yes { effect.as_str() } else { "" });
        }
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
