//! A revision that is being read beside the screen: what is typed meanwhile waits, and `Esc` gives it up.

use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key, Msg};
use crate::tui::past::Recall;
use crate::tui::update::update;

/// So many keys wait at most.
const WAITING: usize = 64;

/// What is being read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    what: String,
    typed: Vec<Key>,
}

impl Reading {
    /// What is read and how it is given up, for the last line.
    #[must_use]
    pub fn keys(&self) -> String {
        format!("reading {} …   Esc gives it up", self.what)
    }
}

/// Waits, where the edge is asked to read something that somebody waits for.
pub(in crate::tui) fn begin(model: &mut Model, effects: &[Effect]) {
    let awaited = effects.iter().find_map(|effect| match effect {
        Effect::Baseline(words) => Some(crate::safe::cut(words, 40).into_owned()),
        Effect::Recall(Recall::Compare | Recall::Commit) => Some("the last commit".to_owned()),
        _ => None,
    });
    if let Some(what) = awaited {
        model.overlay = Some(Overlay::Reading(Reading { what, typed: Vec::new() }));
    }
}

/// Takes a key while something is read.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut reading: Reading) -> Vec<Effect> {
    if key.code == Code::Esc {
        tell(model, format!("Given up: {} is not read", reading.what));
        return vec![Effect::ReadNoMore];
    }
    if reading.typed.len() < WAITING {
        reading.typed.push(key);
    }
    model.overlay = Some(Overlay::Reading(reading));
    Vec::new()
}

/// Takes the answer, and then what was typed meanwhile; not where the answer hands the terminal on, since
/// nobody typed for that.
pub(in crate::tui) fn answered(
    model: &mut Model,
    take: impl FnOnce(&mut Model) -> Vec<Effect>,
) -> Vec<Effect> {
    let typed = match model.overlay.take() {
        Some(Overlay::Reading(reading)) => reading.typed,
        other => {
            model.overlay = other;
            Vec::new()
        }
    };
    let mut effects = take(model);
    if effects.is_empty() {
        effects.extend(typed.into_iter().flat_map(|key| update(model, Msg::Key(key))));
    }
    effects
}
