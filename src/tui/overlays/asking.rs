//! A few words that are asked for in the last line but one: by how much something is late, a name.

use super::line::Line;
use crate::plan::address::Address;
use crate::plan::shift::Shift;
use crate::safe;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::scenario::{self, keeping};
use crate::tui::update::tell;

/// Words that are being typed, and what they are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What they are for.
    pub what: Ask,
    /// The words so far.
    pub words: Line,
}

/// What words are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// By how much the item or the wave at an address is late.
    Slip(Address),
    /// What a new scenario is called.
    NewScenario,
    /// What the open scenario is to be called.
    ScenarioName,
    /// Whether a scenario is to be forgotten.
    Forget(String),
    /// The file to keep the open scenario in.
    Keep,
    /// The file of a scenario to open.
    OpenFile,
}

impl Asking {
    /// The question, the words so far and what they mean.
    #[must_use]
    pub fn line(&self) -> String {
        let words = self.words.text();
        let typed = self.words.shown(u16::MAX);
        match &self.what {
            Ask::Slip(at) => {
                let means = match Shift::parse(words) {
                    Some(by) if by.is_none() => "as it is now".into(),
                    Some(by) => by.to_string(),
                    None => "3m, 45d, 6w, 1m 15d; −1m is earlier".into(),
                };
                format!("{} later by: {typed}  {means}", at.key)
            }
            Ask::NewScenario => format!("New scenario: {typed}"),
            Ask::ScenarioName => format!("The scenario's name: {typed}"),
            Ask::Forget(name) => {
                format!("Forget {}? It cannot be undone. y ⏎ forgets it: {typed}", safe::line(name))
            }
            Ask::Keep => format!("Keep it in the plan's folder as: {typed}"),
            Ask::OpenFile => format!("Open the scenario in the plan's folder: {typed}"),
        }
    }
}

/// Asks for words, with those that are there before any are typed.
pub fn ask(model: &mut Model, what: Ask, words: Line) -> Vec<Effect> {
    model.overlay = Some(Overlay::Asking(Asking { what, words }));
    Vec::new()
}

/// Takes a key for the words.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut asking: Asking) -> Vec<Effect> {
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Enter => match &asking.what {
            Ask::Slip(at) => match Shift::parse(asking.words.text()) {
                Some(by) => return scenario::slip_by(model, at.clone(), by),
                None => drop(tell(model, "Write how much: 3m, 45d, 6w, 1m 15d")),
            },
            what => {
                let words = asking.words.text().trim().to_owned();
                return match what {
                    Ask::Forget(_) if words == "y" => scenario::forget(model),
                    Ask::Forget(_) => tell(model, "Kept"),
                    _ if words.is_empty() => Vec::new(),
                    Ask::NewScenario => scenario::begin(model, words),
                    Ask::ScenarioName => scenario::name(model, words),
                    Ask::Keep => keeping::keep_as(model, &words),
                    _ => keeping::open_as(model, &words),
                };
            }
        },
        _ => drop(asking.words.on_key(key)),
    }
    model.overlay = Some(Overlay::Asking(asking));
    Vec::new()
}
