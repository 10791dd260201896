//! The keys of the list of actions, changed by the user's settings.

use crate::order::Order as _;
use std::collections::HashMap;

use super::action::Action;
use super::actions;
use super::keymap::Keymap;
use super::msg::{Code, Key};
use super::views::VIEWS;

/// The context of what can be done in every view.
pub const EVERYWHERE: &str = "everywhere";

/// The context of what can be done while slides are shown.
pub const SLIDES: &str = "present";

/// The keys that a user gives to an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where: a view, or [`EVERYWHERE`].
    pub context: String,
    /// The action.
    pub action: String,
    /// Its keys there; none: only the list of commands has it.
    pub keys: Vec<Key>,
    /// The line of the settings that says so, from 1.
    pub line: u32,
}

/// The name of a view in the settings: `timeline`.
#[must_use]
pub fn context_of(view: usize) -> &'static str {
    actions::TO_VIEW.get(view).map_or("", |action| action.id.trim_start_matches("view."))
}

/// Keys with a meaning that must not change, since terminals send them for other keys or users rely on
/// them to get out.
#[must_use]
pub fn is_reserved(key: Key) -> bool {
    let letter = |letters: &str| matches!(key.code, Code::Char(letter) if letters.contains(letter));
    key.code == Code::Esc || key.ctrl && letter("czsqijmh")
}

/// Whether an action keeps its keys whatever the settings say.
#[must_use]
pub fn is_fixed(action: &Action) -> bool {
    action.keys.iter().filter_map(|key| Key::parse(key)).any(is_reserved)
}

/// The usual keys.
#[must_use]
pub fn usual() -> Keymap {
    of(&[])
}

/// The keys with those of `bindings` in place of the usual ones; what is at fault in them is left out
/// and told with its line.
#[must_use]
pub fn with(bindings: &[Binding]) -> (Keymap, Vec<(u32, String)>) {
    let mut faults = Vec::new();
    let sound = |binding: &&Binding| match fault_of(binding) {
        Some(fault) => {
            faults.push((binding.line, fault));
            false
        }
        None => true,
    };
    let mut bindings: Vec<&Binding> = bindings.iter().filter(sound).collect();
    // The usual keys clash with nothing, so this ends at the latest when no binding is left.
    while let Some((at, fault)) = clash(&bindings) {
        let binding = bindings.remove(at);
        faults.push((binding.line, fault));
    }
    faults.order();
    (of(&bindings), faults)
}

fn of(bindings: &[&Binding]) -> Keymap {
    let keys = |context: &str, action: &'static Action| (action, keys_of(context, action, bindings).0);
    let of_view = |view| actions::in_view(view).map(|action| keys(context_of(view), action)).collect();
    let slides = actions::on_slides().map(|action| keys(SLIDES, action)).collect();
    Keymap::new((0..VIEWS.len()).map(of_view).collect(), slides)
}

/// The keys of an action in a context, and the binding that gives them, if one does.
fn keys_of(own: &str, action: &Action, bindings: &[&Binding]) -> (Vec<Key>, Option<usize>) {
    let of = |context: &str| {
        bindings.iter().rposition(|binding| binding.context == context && binding.action == action.id)
    };
    match of(own).or_else(|| of(EVERYWHERE)) {
        Some(at) => {
            // A key that is given twice is given.
            let given = &bindings[at].keys;
            let first = |(nth, key): &(usize, &Key)| !given[..*nth].contains(key);
            let keys = given.iter().enumerate().filter(first).map(|(_, key)| *key);
            (keys.collect(), Some(at))
        }
        None => (action.keys.iter().filter_map(|key| Key::parse(key)).collect(), None),
    }
}

/// What is wrong with a binding by itself.
fn fault_of(binding: &Binding) -> Option<String> {
    let Binding { context, action, keys, .. } = binding;
    let view = (0..VIEWS.len()).find(|view| context_of(*view) == context);
    let known: Vec<&Action> = match view {
        Some(view) => actions::in_view(view).collect(),
        None if context == EVERYWHERE => actions::TO_VIEW.iter().chain(actions::EVERYWHERE).collect(),
        None if context == SLIDES => actions::on_slides().collect(),
        None => {
            let views: Vec<&str> = (0..VIEWS.len()).map(context_of).collect();
            let views = views.join(", ");
            return Some(format!("there is no context {context:?}: {EVERYWHERE}, {views}, {SLIDES}"));
        }
    };
    let Some(found) = known.iter().find(|known| known.id == action) else {
        let nearest = known.iter().max_by(|one, other| {
            strsim::jaro_winkler(one.id, action).total_cmp(&strsim::jaro_winkler(other.id, action))
        });
        let meant = nearest.map(|nearest| format!("; did you mean {:?}?", nearest.id)).unwrap_or_default();
        return Some(format!("there is no action {action:?} in {context}{meant}"));
    };
    if is_fixed(found) {
        return Some(format!("{action:?} keeps its keys"));
    }
    let reserved = keys.iter().find(|key| is_reserved(**key))?;
    Some(format!("{} is reserved and cannot be given to {action:?}", reserved.shown()))
}

/// Two actions on one key in one view, or while slides are shown, as the place of the binding to blame: the later one.
fn clash(bindings: &[&Binding]) -> Option<(usize, String)> {
    let views = (0..VIEWS.len()).map(|view| (context_of(view), actions::in_view(view).collect()));
    let all: Vec<(&str, Vec<&Action>)> = views.chain([(SLIDES, actions::on_slides().collect())]).collect();
    for (context, actions) in all {
        let mut taken: HashMap<Key, (&Action, Option<usize>)> = HashMap::new();
        for action in actions {
            let (keys, own) = keys_of(context, action, bindings);
            for key in keys {
                let Some((other, others)) = taken.insert(key, (action, own)) else { continue };
                if other.id == action.id {
                    continue;
                }
                let blamed = [own, others].into_iter().flatten().max_by_key(|at| bindings[*at].line)?;
                let words =
                    format!("{} does both {:?} and {:?} in {}", key.shown(), other.id, action.id, context);
                return Some((blamed, words));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(context: &str, action: &str, keys: &str, line: u32) -> Binding {
        Binding { context: context.into(), action: action.into(), keys: Key::parse_all(keys), line }
    }

    #[test]
    fn a_key_can_be_moved_everywhere_or_in_one_view_and_taken_away() {
        let (keys, faults) = with(&[
            bind("everywhere", "full", "Z <f9>", 1),
            bind("check", "full", "z", 2),
            bind("everywhere", "table", "", 3),
        ]);
        assert_eq!(faults, []);
        let id = |view, key: &str| keys.on_key(view, Key::parse(key).unwrap()).map(|action| action.id);
        let check = VIEWS.iter().position(|entry| entry.name == "Check").unwrap();
        assert_eq!((id(0, "Z"), id(0, "<f9>"), id(0, "z")), (Some("full"), Some("full"), None));
        assert_eq!((id(check, "z"), id(check, "Z"), id(0, "T")), (Some("full"), None, None));
        let full = actions::in_view(0).find(|action| action.id == "full").unwrap();
        assert_eq!(keys.shown(0, full), "Z F9");
    }

    #[test]
    fn what_is_at_fault_is_told_and_left_out() {
        let (keys, faults) = with(&[
            bind("everywhere", "full", "j", 4),
            bind("nowhere", "full", "Z", 5),
            bind("everywhere", "fulll", "Z", 6),
            bind("everywhere", "full", "ctrl-s", 7),
            bind("everywhere", "close", "Z", 8),
        ]);
        let lines: Vec<u32> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5, 6, 7, 8]);
        assert!(faults[0].1.contains("\"move.down\" and \"full\""), "{faults:?}");
        assert!(faults[2].1.contains("did you mean \"full\""), "{faults:?}");
        let down = keys.on_key(0, Key::parse("j").unwrap()).map(|action| action.id);
        assert_eq!(down, Some("move.down"), "the usual keys stay");
    }
}
