//! Everything that can be done, in one list: footer, help and keys come from it.

use std::sync::LazyLock;

use super::effect::Effect;
use super::model::Model;
use super::msg::Key;
use super::update::{self as does, go};
use super::views::VIEWS;

/// Something that can be done.
pub struct Action {
    /// Its name in a configuration: `move.up`.
    pub id: &'static str,
    /// Its name in the help.
    pub name: &'static str,
    /// Its keys, the first shown.
    pub keys: &'static [&'static str],
    /// Its word in the footer and its rank there: the lowest stay longest.
    pub hint: Option<(&'static str, u8)>,
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
        Self { id, name, keys, hint: None, ready: |_| Ok(()), run }
    }

    /// With its word and rank in the footer.
    #[must_use]
    pub const fn hint(mut self, word: &'static str, rank: u8) -> Self {
        self.hint = Some((word, rank));
        self
    }

    /// With what must hold for it.
    #[must_use]
    pub const fn when(mut self, ready: fn(&Model) -> Result<(), &'static str>) -> Self {
        self.ready = ready;
        self
    }
}

/// What can be done in every view.
pub const EVERYWHERE: &[Action] = &[
    Action::new("move.up", "Up", &["<up>", "k"], |model| does::step(model, -1)).hint("move", 10),
    Action::new("move.down", "Down", &["<down>", "j"], |model| does::step(model, 1)).hint("move", 10),
    Action::new("move.left", "To the left", &["<left>", "h"], |model| does::across(model, false))
        .hint("move", 10)
        .when(does::several_lanes),
    Action::new("move.right", "To the right", &["<right>", "l"], |model| does::across(model, true))
        .hint("move", 10)
        .when(does::several_lanes),
    Action::new("move.first", "First", &["g", "<home>"], does::first),
    Action::new("move.last", "Last", &["G", "<end>"], does::last),
    Action::new("move.half-down", "Half a page down", &["ctrl-d"], |model| does::page(model, 1, 2)),
    Action::new("move.half-up", "Half a page up", &["ctrl-u"], |model| does::page(model, -1, 2)),
    Action::new("move.page-down", "A page down", &["<pgdn>"], |model| does::page(model, 1, 1)),
    Action::new("move.page-up", "A page up", &["<pgup>"], |model| does::page(model, -1, 1)),
    Action::new("open", "Open the selection", &["<enter>"], does::open).hint("open", 1).when(does::selected),
    Action::new("close", "Close, cancel, back", &["<esc>"], does::close),
    Action::new("jump.back", "Back to where you came from", &["<bs>", "ctrl-o"], does::back)
        .hint("back", 35)
        .when(|model| if model.back.is_empty() { Err("this is where you started") } else { Ok(()) }),
    Action::new("jump.forward", "Forward again", &["ctrl-n"], does::forward)
        .when(|model| if model.forward.is_empty() { Err("there is nothing ahead") } else { Ok(()) }),
    Action::new("pane.next", "Next pane or wave", &["<tab>"], |model| does::next_pane(model, true))
        .hint("next pane", 60),
    Action::new("pane.previous", "Previous pane or wave", &["<s-tab>"], |model| {
        does::next_pane(model, false)
    }),
    Action::new("variant", "Next variant of the view", &["v"], does::variant)
        .hint("variant", 20)
        .when(does::several_variants),
    Action::new("table", "Table in place of the picture", &["T"], does::table)
        .hint("table", 30)
        .when(does::has_table),
    Action::new("full", "The whole width for the view", &["z"], does::full).hint("full", 70),
    Action::new("search", "Search in the view", &["/"], does::search).hint("search", 40),
    Action::new("search.next", "Next match", &["n", "<f3>"], |model| does::again(model, true))
        .hint("match", 45)
        .when(does::searched),
    Action::new("search.previous", "Previous match", &["N"], |model| does::again(model, false))
        .hint("match", 45)
        .when(does::searched),
    Action::new("view.next", "Next view", &["ctrl-<pgdn>"], |model| {
        go(model, (model.view + 1) % VIEWS.len())
    }),
    Action::new("view.previous", "Previous view", &["ctrl-<pgup>"], |model| {
        go(model, (model.view + VIEWS.len() - 1) % VIEWS.len())
    }),
    Action::new("reread", "Read the plan from disk again", &["R"], |_| vec![Effect::Reread]),
    Action::new("redraw", "Draw the screen again", &["ctrl-l"], |_| vec![Effect::Redraw]),
    Action::new("mouse", "Mouse on or off; off lets the terminal select text", &["M"], does::mouse),
    Action::new("suspend", "Suspend; fg comes back", &["ctrl-z"], |_| vec![Effect::Suspend]),
    Action::new("interrupt", "Cancel; twice quits", &["ctrl-c"], does::interrupt),
    Action::new("quit", "Quit", &["q"], |_| vec![Effect::Quit]).hint("quit", 80),
    Action::new("help", "Help", &["?", "<f1>"], does::help).hint("help", 0),
];

macro_rules! to_view {
    ($($nth:literal $digit:literal $id:literal $name:literal)+) => {
        /// Going to a view, in the order of the registry.
        pub const TO_VIEW: &[Action] =
            &[$(Action::new($id, $name, &[$digit], |model| go(model, $nth)).hint("view", 50)),+];
    };
}

to_view! {
    0 "1" "view.board" "Board"
    1 "2" "view.timeline" "Timeline"
    2 "3" "view.deps" "Dependencies"
    3 "4" "view.kpis" "KPIs"
    4 "5" "view.value" "Value"
    5 "6" "view.capabilities" "Capabilities"
    6 "7" "view.leadership" "Leadership"
    7 "8" "view.check" "Check"
}

/// What can be done in a view, its own first.
pub fn in_view(view: usize) -> impl Iterator<Item = &'static Action> {
    let own = VIEWS.get(view).map_or(&[][..], |entry| entry.actions);
    own.iter().chain(TO_VIEW).chain(EVERYWHERE)
}

/// An action with its keys, parsed.
type Keys = Vec<(Key, &'static Action)>;

static KEYS: LazyLock<Vec<Keys>> = LazyLock::new(|| {
    let of_action = |action: &'static Action| {
        action.keys.iter().filter_map(move |key| Key::parse(key).map(|key| (key, action)))
    };
    (0..VIEWS.len()).map(|view| in_view(view).flat_map(of_action).collect()).collect()
});

/// What a key does in a view.
#[must_use]
pub fn on_key(view: usize, key: Key) -> Option<&'static Action> {
    KEYS.get(view)?.iter().find(|(known, _)| *known == key).map(|(_, action)| *action)
}

/// The keys of an action as people read them: `↑ k`.
#[must_use]
pub fn keys_shown(action: &Action) -> String {
    let shown = action.keys.iter().filter_map(|key| Key::parse(key)).map(Key::shown);
    shown.collect::<Vec<_>>().join(" ")
}

/// The hints of a footer: keys, word and rank, in the order in which they stand; actions with one
/// word share a hint.
#[must_use]
pub fn hints(model: &Model) -> Vec<(String, &'static str, u8)> {
    let mut hints: Vec<(String, &'static str, u8)> = Vec::new();
    let ready = in_view(model.view).filter(|action| (action.ready)(model).is_ok());
    for action in ready {
        let Some((word, rank)) = action.hint else { continue };
        let key = action.keys.first().and_then(|key| Key::parse(key)).map(Key::shown).unwrap_or_default();
        match hints.iter_mut().find(|(_, known, _)| *known == word) {
            Some((keys, ..)) if key.parse::<u8>().is_ok() => {
                *keys = format!("{}–{key}", keys.chars().next().unwrap_or('1'));
            }
            Some((keys, ..)) => keys.push_str(&key),
            None => hints.push((key, word, rank)),
        }
    }
    hints.sort_by_key(|(_, word, rank)| (*word == "help", *rank));
    hints
}
