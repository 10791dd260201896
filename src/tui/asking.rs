//! A few words that are asked for in the last line but one: by how much something is late, a name.

use super::effect::Effect;
use super::model::{Model, Overlay};
use super::msg::{Code, Key};
use super::scenario;
use super::update::{edit_line, tell};
use crate::plan::address::Address;
use crate::plan::shift::Shift;

/// Words that are being typed, and what they are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What they are for.
    pub what: Ask,
    /// The words so far.
    pub words: String,
}

/// What words are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// By how much the item or the wave at an address is late.
    Slip(Address),
}

impl Asking {
    /// The question, the words so far and what they mean.
    #[must_use]
    pub fn line(&self) -> String {
        let words = &self.words;
        match &self.what {
            Ask::Slip(at) => {
                let means = match Shift::parse(words) {
                    Some(by) if by.is_none() => "as it is now".into(),
                    Some(by) => by.to_string(),
                    None => "3m, 45d, 6w, 1m 15d; −1m is earlier".into(),
                };
                format!("{} later by: {words}▏  {means}", at.key)
            }
        }
    }
}

/// Asks for words.
pub fn ask(model: &mut Model, what: Ask, words: &str) -> Vec<Effect> {
    model.overlay = Some(Overlay::Asking(Asking { what, words: words.into() }));
    Vec::new()
}

/// Takes a key for the words.
pub(super) fn on_key(model: &mut Model, key: Key, mut asking: Asking) -> Vec<Effect> {
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Enter => match &asking.what {
            Ask::Slip(at) => match Shift::parse(&asking.words) {
                Some(by) => return scenario::slip_by(model, at.clone(), by),
                None => drop(tell(model, "Write how much: 3m, 45d, 6w, 1m 15d")),
            },
        },
        _ => drop(edit_line(&mut asking.words, key)),
    }
    model.overlay = Some(Overlay::Asking(asking));
    Vec::new()
}
