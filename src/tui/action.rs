//! What an action is: its names, its keys, when it can be done, and what does it. All actions are in
//! [`super::actions`].

use super::effect::Effect;
use super::model::{Model, tell};
use super::update::go;
use super::view::Room;
use crate::order::Order as _;

/// The word in the footer of all that goes to a view.
pub const TO_VIEW: &str = "view";

/// Something that can be done.
pub struct Action {
    /// Its name in a configuration: `move.up`.
    pub id: &'static str,
    /// Its name in the help.
    pub name: &'static str,
    /// Words that people type for it and that its name does not have: `delete rm`. May be empty.
    pub also: &'static str,
    /// Its keys, the first shown.
    pub keys: &'static [&'static str],
    /// Its word in the footer and its rank there: the lowest stay longest.
    pub hint: Option<(&'static str, u8)>,
    /// Whether its word is worth its room in the footer now.
    pub worth: fn(&Model) -> bool,
    /// Why it cannot be done now, if it cannot.
    pub ready: fn(&Model) -> Result<(), &'static str>,
    /// Does it.
    pub run: fn(&mut Model) -> Vec<Effect>,
}

impl Action {
    /// An action that can always be done.
    #[must_use]
    pub const fn new(
        id: &'static str,
        name: &'static str,
        keys: &'static [&'static str],
        run: fn(&mut Model) -> Vec<Effect>,
    ) -> Self {
        Self { id, name, also: "", keys, hint: None, worth: |_| true, ready: |_| Ok(()), run }
    }

    /// With its word and rank in the footer.
    #[must_use]
    pub const fn hint(mut self, word: &'static str, rank: u8) -> Self {
        self.hint = Some((word, rank));
        self
    }

    /// With words that it is found by among the commands, one of them as well as its name.
    #[must_use]
    pub const fn also(mut self, words: &'static str) -> Self {
        self.also = words;
        self
    }

    /// With what must hold for its word to stand in the footer.
    #[must_use]
    pub const fn worth(mut self, worth: fn(&Model) -> bool) -> Self {
        self.worth = worth;
        self
    }

    /// With what must hold for it.
    #[must_use]
    pub const fn when(mut self, ready: fn(&Model) -> Result<(), &'static str>) -> Self {
        self.ready = ready;
        self
    }

    /// Whether it goes to a view.
    #[must_use]
    pub fn is_to_view(&self) -> bool {
        self.hint.is_some_and(|(word, _)| word == TO_VIEW)
    }

    /// Goes to the view that has it, where that is another one, and does it there, or tells why it cannot be done.
    pub fn run_at(&self, model: &mut Model, view: usize) -> Vec<Effect> {
        let mut effects = go(model, view);
        effects.extend(self.run_in(model));
        effects
    }

    /// Does it, or tells why it cannot be done.
    pub fn run_in(&self, model: &mut Model) -> Vec<Effect> {
        match (self.ready)(model) {
            Ok(()) => (self.run)(model),
            Err(reason) => {
                let reason = model.keys.filled(model.view, reason);
                tell(model, format!("{}: {reason}", self.name))
            }
        }
    }
}

/// A hint of a footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The first keys of its actions.
    pub keys: Vec<String>,
    /// Its word.
    pub word: &'static str,
    /// The lowest stay longest.
    pub rank: u8,
}

impl Hint {
    /// Its keys as people read them: `↑↓`, `0–9`, `Tab S-Tab`.
    #[must_use]
    pub fn shown(&self) -> String {
        let digits: Option<Vec<u8>> = self.keys.iter().map(|key| key.parse().ok()).collect();
        // On a keyboard 0 comes after 9; in a row it stands first.
        let digits = digits.map(|mut digits| {
            digits.order();
            digits
        });
        let in_a_row = |digits: &[u8]| digits.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        match digits.as_deref() {
            Some([first, between @ .., last])
                if !between.is_empty() && digits.as_deref().is_some_and(in_a_row) =>
            {
                format!("{first}–{last}")
            }
            _ if self.keys.iter().all(|key| key.chars().count() == 1) => self.keys.concat(),
            _ => self.keys.join(" "),
        }
    }
}

/// The hints of a footer in the order in which they stand; actions with one word share a hint, and an
/// action without keys has none.
#[must_use]
pub fn hints(model: &Model) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    let desk = model.desk();
    // What the check finds and what is tried are not added.
    let adds = !matches!(model.entry().digit, '8' | '9');
    let is_empty = adds && desk.sheet.spots.is_empty() && model.filter.is_empty();
    let small = model.room() == Room::List;
    let lanes = desk.content.as_ref().map_or(0, |content| content.lanes().len());
    let several = lanes > 1 || desk.sheet.columns > 1;
    let told = |action: &&Action| (action.ready)(model).is_ok() && (action.worth)(model);
    let ready = model.keys.actions(model.view).filter(told);
    for action in ready {
        let Some((mut word, rank)) = action.hint else { continue };
        // What is seen of capabilities is recorded where they are looked at: it is what that view is for.
        let rank = match action.id {
            "record" if model.entry().digit == '6' => 10,
            // What the check found is mended in its line, where no form has it.
            "edit.file" if model.entry().digit == '8' => 7,
            // A view without anything in it is there to be filled.
            "add" if is_empty => 2,
            // A small screen shows one lane of one view: how to see the others comes before all that is done to it.
            "pane.next" if small && several => {
                word = "next";
                2
            }
            _ if small && word == TO_VIEW => 3,
            _ => rank,
        };
        let Some(key) = model.keys.of_action(model.view, action).first() else { continue };
        match hints.iter_mut().find(|hint| hint.word == word) {
            Some(hint) => hint.keys.push(key.shown()),
            None => hints.push(Hint { keys: vec![key.shown()], word, rank }),
        }
    }
    hints.order_by_key(|hint| (hint.word == "help", hint.rank));
    hints
}
