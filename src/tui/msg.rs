//! What comes in from outside: keys in the user's notation, the mouse, the terminal.

use std::path::PathBuf;

use super::past::LookedBack;
use super::past::{Recall, Recalled};
use super::theme::Theme;
use crate::disk::{Replacement, Saved, Unwritten};
use crate::git::Reference;
use crate::plan::address::Address;
use crate::simulation::Simulation;
use crate::workspace::Workspace;

/// Something that happened.
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A place on the screen was clicked.
    Click(Target),
    /// What stands at a place was dragged so many cells to the right, or to the left where it is negative.
    Drag(Target, i32),
    /// The wheel was turned by so many lines; down is positive.
    Wheel(i32),
    /// Text was pasted.
    Paste(String),
    /// The screen has a new size.
    Resize(u16, u16),
    /// The plan was read anew, or why it could not be.
    Reread(Result<Box<Workspace>, String>),
    /// A file of the plan was edited by its user beside what is on the disk: what it says by now.
    Edited(PathBuf, String),
    /// Files of the plan were changed by others: it as it is now, or why it cannot be read.
    Outside(Result<Box<Workspace>, String>),
    /// Files that were to be saved are gone from the disk.
    Gone(Vec<Replacement>),
    /// Files were saved, or why they could not be.
    Saved(Result<Saved, Unwritten>),
    /// The plan at the last commit, or why it could not be read, for what it was asked for.
    Recalled(Recall, Result<Box<Recalled>, String>),
    /// What may become of the plan, with the number that it was asked for with.
    Simulated(u64, Box<Simulation>),
    /// A file of our own making was written, or why it could not be.
    Kept(PathBuf, Result<(), String>),
    /// What git knows of tags, branches and commits, or why it could not be asked.
    References(Result<Vec<Reference>, String>),
    /// What moved in the plan's revisions, with the number that it was asked for with; `None`: as was known.
    LookedBack(u64, Result<Option<Box<LookedBack>>, String>),
    /// The plan that is to be the baseline, by its name for people, or why it could not be read.
    Baseline(Result<Box<Recalled>, String>),
    /// The names of the files in the folder of scenarios.
    Scenarios(Vec<String>),
    /// The text of a scenario, or why it could not be read.
    Fetched(PathBuf, Result<String, String>),
    /// The theme that fits the terminal, which it told after the first screen.
    Theme(Theme),
    /// Something to tell the user.
    Tell(String),
}

/// What a place on the screen stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Something of the plan.
    Spot(Address),
    /// Something of the plan, in one of its columns.
    Cell(Address, u16),
    /// A view, by its place in the registry.
    View(usize),
    /// An entry of what lies over the view, by its place.
    Choice(usize),
    /// A key, where it is written what it does.
    Key(Key),
    /// What lies over the view, where nothing in it stands for something.
    Within,
    /// All around what lies over the view.
    Outside,
}

/// A key, with what terminals disagree on made even: `G` is a capital letter, never shift and `g`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With the control key held.
    pub ctrl: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the key of that name")]
pub enum Code {
    Char(char),
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    ShiftUp,
    ShiftDown,
    ShiftLeft,
    ShiftRight,
    Function(u8),
}

const NAMED: [(&str, Code, &str); 19] = [
    ("up", Code::Up, "↑"),
    ("down", Code::Down, "↓"),
    ("left", Code::Left, "←"),
    ("right", Code::Right, "→"),
    ("home", Code::Home, "Home"),
    ("end", Code::End, "End"),
    ("pgup", Code::PageUp, "PgUp"),
    ("pgdn", Code::PageDown, "PgDn"),
    ("enter", Code::Enter, "⏎"),
    ("esc", Code::Esc, "Esc"),
    ("tab", Code::Tab, "Tab"),
    ("s-tab", Code::BackTab, "S-Tab"),
    ("bs", Code::Backspace, "Bksp"),
    ("del", Code::Delete, "Del"),
    ("ins", Code::Insert, "Ins"),
    ("s-up", Code::ShiftUp, "S-↑"),
    ("s-down", Code::ShiftDown, "S-↓"),
    ("s-left", Code::ShiftLeft, "S-←"),
    ("s-right", Code::ShiftRight, "S-→"),
];

impl Key {
    /// A key without control.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false }
    }

    /// Reads one key: `j`, `G`, `ctrl-d`, `<enter>`, `<f1>`, `<space>`, `ctrl-<pgup>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (ctrl, rest) = match text.strip_prefix("ctrl-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut characters = rest.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            return Some(Self { code: Code::Char(only), ctrl });
        }
        let name = rest.strip_prefix('<')?.strip_suffix('>')?;
        let named = NAMED.iter().find(|(known, ..)| *known == name).map(|(_, code, _)| *code);
        let function = || name.strip_prefix('f')?.parse().ok().map(Code::Function);
        let space = || (name == "space").then_some(Code::Char(' '));
        named.or_else(function).or_else(space).map(|code| Self { code, ctrl })
    }

    /// Reads keys with blanks between them; a word that is no key is typed letter by letter:
    /// `3 j j <enter> / consent <enter>`.
    #[must_use]
    pub fn parse_all(text: &str) -> Vec<Self> {
        let of_word = |word: &str| match Self::parse(word) {
            Some(key) => vec![key],
            None => word.chars().map(|character| Self::plain(Code::Char(character))).collect(),
        };
        text.split_whitespace().flat_map(of_word).collect()
    }

    /// The key that a footer shows as this.
    #[must_use]
    pub fn of_shown(text: &str) -> Option<Self> {
        if let Some(letter) = text.strip_prefix('^').filter(|letter| !letter.is_empty()) {
            return Self::parse(&format!("ctrl-{}", letter.to_lowercase()));
        }
        let named = NAMED.iter().find(|(_, _, shown)| *shown == text).map(|(_, code, _)| Self::plain(*code));
        named.or_else(|| Self::parse(text)).or_else(|| Self::parse(&format!("<{}>", text.to_lowercase())))
    }

    /// As a footer shows it: `↑`, `^D`, `F1`, `g`.
    #[must_use]
    pub fn shown(self) -> String {
        let name = match self.code {
            Code::Char(' ') => "Space".into(),
            Code::Char(character) if self.ctrl => character.to_uppercase().to_string(),
            Code::Char(character) => character.to_string(),
            Code::Function(number) => format!("F{number}"),
            code => NAMED.iter().find(|(_, known, _)| *known == code).map_or("", |it| it.2).to_string(),
        };
        if self.ctrl { format!("^{name}") } else { name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_people_write_them() {
        let shown = |text| Key::parse_all(text).into_iter().map(Key::shown).collect::<Vec<_>>().join(" ");
        assert_eq!(shown("3 j <enter> G ctrl-d <f1> <pgdn> abc <space>"), "3 j ⏎ G ^D F1 PgDn a b c Space");
        assert_eq!(Key::parse("ctrl-<pgup>").map(Key::shown).as_deref(), Some("^PgUp"));
    }

    #[test]
    fn a_key_is_known_by_what_a_footer_shows() {
        for key in Key::parse_all("3 j <enter> <esc> G ctrl-d <f1> <pgdn> <space> <s-tab> ^") {
            assert_eq!(Key::of_shown(&key.shown()), Some(key));
        }
        for word in ["type", "↑↓", "", "choose"] {
            assert_eq!(Key::of_shown(word), None, "{word}");
        }
    }
}
