//! What was looked at in the plan's revisions: kept for as long as git stands where it did.

use std::rc::Rc;

use super::part::{Choice, Part, parts};
use crate::history::{Asked, Of, Per};
use crate::tui::detail::Text;
use crate::tui::past::LookedBack;
use crate::tui::theme::Tone;
use crate::wording::count;

/// The most histories that are kept.
const KEPT: usize = 8;

/// What was looked at in the plan's revisions, and how often.
#[derive(Default)]
pub struct Histories {
    nth: u64,
    known: Vec<Rc<Known>>,
}

impl Histories {
    /// The number of the next one that is asked for.
    pub(super) fn next(&mut self) -> u64 {
        self.nth += 1;
        self.nth
    }

    /// What is known of something.
    pub(super) fn known(&self, asked: &Asked, of: Of) -> Option<Rc<Known>> {
        self.known.iter().find(|known| known.asked == *asked && known.of == of).cloned()
    }

    /// Keeps what git said, and of what it said before what still holds.
    pub(super) fn keep(&mut self, new: Known) {
        let list = &mut self.known;
        list.retain(|known| known.head == new.head && (&known.asked, known.of) != (&new.asked, new.of));
        if list.len() >= KEPT {
            list.remove(0);
        }
        list.push(Rc::new(new));
    }
}

/// A history, with what is shown of it.
pub(super) struct Known {
    asked: Asked,
    of: Of,
    pub(super) head: String,
    pub(super) sum: String,
    /// The day of the newest revision, and that of each move.
    pub(super) days: Vec<chrono::NaiveDate>,
    /// At least one.
    pub(super) parts: Vec<Part>,
}

impl Known {
    pub(super) fn of(asked: Asked, of: Of, back: LookedBack) -> Self {
        let LookedBack { head, told } = back;
        let sum = if told.moves.is_empty() {
            let revisions = count(told.revisions, "revision");
            format!("In none of {revisions}; what is not committed yet has no history")
        } else {
            told.sum()
        };
        let moves = told.moves.iter().map(|it| it.commit.date);
        let days = std::iter::once(told.newest).chain(moves).collect();
        Self { asked, of, head, sum, days, parts: parts(&told, of) }
    }

    pub(super) fn laid_out(&self, part: usize, per: Per, width: u16) -> (Text, Vec<Choice>) {
        match self.parts.get(part) {
            Some(part) => part.laid_out(per, width),
            None => (Text::new(width), Vec::new()),
        }
    }

    pub(super) fn text(&self, part: usize, per: Per) -> String {
        let (text, _) = self.laid_out(part, per, 400);
        let line = |pieces: &Vec<(String, Tone)>| -> String {
            pieces.iter().map(|(text, _)| text.as_str()).collect::<String>() + "\n"
        };
        text.lines.iter().map(line).collect()
    }
}
