//! Which key does what, view by view.

use super::action::Action;
use super::msg::Key;

/// The keys of every view.
pub struct Keymap {
    /// For each view, what can be done in it, with its keys.
    views: Vec<Vec<(&'static Action, Vec<Key>)>>,
}

impl Keymap {
    /// The keys of what can be done in each view, in the order of the views.
    #[must_use]
    pub fn new(views: Vec<Vec<(&'static Action, Vec<Key>)>>) -> Self {
        Self { views }
    }

    /// What can be done in a view, in the order in which it is listed.
    pub fn actions(&self, view: usize) -> impl Iterator<Item = &'static Action> {
        self.views.get(view).into_iter().flatten().map(|(action, _)| *action)
    }

    /// What a key does in a view.
    #[must_use]
    pub fn on_key(&self, view: usize, key: Key) -> Option<&'static Action> {
        self.views.get(view)?.iter().find(|(_, keys)| keys.contains(&key)).map(|(action, _)| *action)
    }

    /// The views in which a key does something, and what.
    pub fn anywhere(&self, key: Key) -> impl Iterator<Item = (usize, &'static Action)> {
        (0..self.views.len()).filter_map(move |view| self.on_key(view, key).map(|action| (view, action)))
    }

    /// The keys of an action in a view.
    #[must_use]
    pub fn of_action(&self, view: usize, action: &Action) -> &[Key] {
        let actions = self.views.get(view).map_or(&[][..], Vec::as_slice);
        actions.iter().find(|(known, _)| known.id == action.id).map_or(&[], |(_, keys)| keys.as_slice())
    }

    /// The keys of an action as people read them: `↑ k`; empty where it has none.
    #[must_use]
    pub fn shown(&self, view: usize, action: &Action) -> String {
        let shown = self.of_action(view, action).iter().map(|key| key.shown());
        shown.collect::<Vec<_>>().join(" ")
    }

    /// The first key of the action of that name in a view, as people read it.
    #[must_use]
    pub fn first(&self, view: usize, id: &str) -> Option<String> {
        let actions = self.views.get(view)?;
        let (_, keys) = actions.iter().find(|(action, _)| action.id == id)?;
        keys.first().map(|key| key.shown())
    }
}
