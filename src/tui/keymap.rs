//! Which key does what, view by view.

use rustc_hash::FxHashSet;

use super::action::Action;
use super::actions::TO_VIEW;
use super::msg::Key;

/// The keys of every view.
#[derive(Clone)]
pub struct Keymap {
    /// For each view, what can be done in it, with its keys.
    views: Vec<Vec<(&'static Action, Vec<Key>)>>,
    /// What can be done while slides are shown, with its keys there.
    slides: Vec<(&'static Action, Vec<Key>)>,
}

impl Keymap {
    /// The keys of what can be done in each view, in the order of the views, and while slides are shown.
    #[must_use]
    pub fn new(
        views: Vec<Vec<(&'static Action, Vec<Key>)>>,
        slides: Vec<(&'static Action, Vec<Key>)>,
    ) -> Self {
        Self { views, slides }
    }

    /// What can be done in a view, in the order in which it is listed.
    pub fn actions(&self, view: usize) -> impl Iterator<Item = &'static Action> {
        self.views.get(view).into_iter().flatten().map(|(action, _)| *action)
    }

    /// All that can be done, each with the view to be in for it: what can be done in a view first, in its order, then
    /// what only other views have, and what is done while slides are shown but to turn to one: these are named.
    #[must_use]
    pub fn everything(&self, view: usize) -> Vec<(usize, &'static Action)> {
        let mut all: Vec<(usize, &'static Action)> = self.actions(view).map(|it| (view, it)).collect();
        let mut known: FxHashSet<&str> = all.iter().map(|(_, it)| it.id).collect();
        let others = (0..self.views.len()).flat_map(|view| self.actions(view).map(move |it| (view, it)));
        let slides =
            self.slides.iter().filter(|(it, _)| !it.id.ends_with(|sign: char| sign.is_ascii_digit()));
        for (view, action) in others.chain(slides.map(|(action, _)| (view, *action))) {
            if known.insert(action.id) {
                all.push((view, action));
            }
        }
        all
    }

    /// What a key does in a view.
    #[must_use]
    pub fn on_key(&self, view: usize, key: Key) -> Option<&'static Action> {
        self.views.get(view)?.iter().find(|(_, keys)| keys.contains(&key)).map(|(action, _)| *action)
    }

    /// What a key does while slides are shown.
    #[must_use]
    pub fn on_slide(&self, key: Key) -> Option<&'static Action> {
        self.slides.iter().find(|(_, keys)| keys.contains(&key)).map(|(action, _)| *action)
    }

    /// The keys of an action while slides are shown, as people read them; empty where it has none.
    #[must_use]
    pub fn shown_on_slides(&self, id: &str) -> String {
        let keys = self.slides.iter().find(|(action, _)| action.id == id);
        let shown = keys.into_iter().flat_map(|(_, keys)| keys).map(|key| key.shown());
        shown.collect::<Vec<_>>().join(" ")
    }

    /// What a key does in a view, by the name of the action; empty where it does nothing.
    #[must_use]
    pub fn does(&self, view: usize, key: Key) -> &'static str {
        self.on_key(view, key).map_or("", |action| action.id)
    }

    /// The views in which a key does something, and what.
    pub fn anywhere(&self, key: Key) -> impl Iterator<Item = (usize, &'static Action)> {
        (0..self.views.len()).filter_map(move |view| self.on_key(view, key).map(|action| (view, action)))
    }

    /// The keys of an action in a view; of one that is done while slides are shown alone, its keys there.
    #[must_use]
    pub fn of_action(&self, view: usize, action: &Action) -> &[Key] {
        let mut actions = self.views.get(view).into_iter().flatten().chain(&self.slides);
        actions.find(|(known, _)| known.id == action.id).map_or(&[], |(_, keys)| keys.as_slice())
    }

    /// The keys of an action as people read them: `↑ k`; empty where it has none.
    #[must_use]
    pub fn shown(&self, view: usize, action: &Action) -> String {
        let shown = self.of_action(view, action).iter().map(|key| key.shown());
        shown.collect::<Vec<_>>().join(" ")
    }

    /// The keys that lead to an action from a view: its own, or those of the view that has it, and then its first.
    #[must_use]
    pub fn reached(&self, from: usize, view: usize, action: &Action) -> String {
        if from == view {
            let of_slides = || self.slides.iter().any(|(it, _)| it.id == action.id);
            let is_here = self.actions(view).any(|it| it.id == action.id);
            return match self.first(view, "present").filter(|_| !is_here && of_slides()) {
                Some(presents) => format!("{presents} {}", self.shown(view, action)).trim_end().to_owned(),
                None => self.shown(view, action),
            };
        }
        let to = TO_VIEW.get(view).and_then(|it| self.first(from, it.id));
        let own = self.of_action(view, action).first().map(|key| key.shown());
        to.zip(own).map(|(to, own)| format!("{to} {own}")).unwrap_or_default()
    }

    /// The first key of the action of that name in a view, as people read it.
    #[must_use]
    pub fn first(&self, view: usize, id: &str) -> Option<String> {
        let actions = self.views.get(view)?;
        let (_, keys) = actions.iter().find(|(action, _)| action.id == id)?;
        keys.first().map(|key| key.shown())
    }

    /// The key of an action as it is told in a text: in a view, or where that has no such action in the one that has;
    /// of one without a key, how it is found among the commands.
    #[must_use]
    pub fn told(&self, view: usize, id: &str) -> String {
        let has = |view: usize| self.first(view, id);
        let key = has(view).or_else(|| (0..self.views.len()).find_map(has));
        key.unwrap_or_else(|| format!(":{id}"))
    }

    /// A row of hints, three blanks between them, in which actions stand between braces: with their keys in their
    /// place, and without the hints of what has no key.
    #[must_use]
    pub fn offered(&self, view: usize, hints: &str) -> String {
        let has = |id: &str| (0..self.views.len()).any(|view| self.first(view, id).is_some());
        let ids = |hint: &str| -> Vec<String> {
            hint.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
        };
        let kept: Vec<&str> = hints.split("   ").filter(|hint| ids(hint).iter().all(|id| has(id))).collect();
        self.filled(view, &kept.join("   "))
    }

    /// A text of ours in which actions stand between braces, with their keys in their place: "{whatif} opens one".
    #[must_use]
    pub fn filled(&self, view: usize, text: &str) -> String {
        let mut parts = text.split('{');
        let mut said = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}') {
                Some((id, rest)) => said = said + &self.told(view, id) + rest,
                None => said = said + "{" + part,
            }
        }
        said
    }
}
