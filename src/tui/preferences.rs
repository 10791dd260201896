//! The user's preferences: keys, theme, mouse and signs, from one TOML file of the user, never of a plan.
//!
//! A fault is told with its line, and what it concerns is as if it were not written.

pub mod schema;

use crate::order::Order as _;
use toml_spanner::{Arena, Item, Table};

use super::bindings::{self, Binding};
use super::keymap::Keymap;
use super::msg::Key;
use super::theme::{Slides, Theme};

/// What the user has set.
pub struct Preferences {
    /// How things look.
    pub theme: Option<Theme>,
    /// What slides stand on.
    pub slides: Option<Slides>,
    /// Whether clicks and the wheel come to us.
    pub mouse: Option<bool>,
    /// Only ASCII for what the program itself draws.
    pub ascii: Option<bool>,
    /// Which key does what.
    pub keys: Keymap,
    /// What is wrong, with its line, from 1.
    pub faults: Vec<(u32, String)>,
}

/// The keys that settings know.
const KNOWN: [&str; 5] = ["theme", "slides", "mouse", "ascii", "keys"];

/// What a key of the settings takes.
fn takes(name: &str) -> String {
    match name {
        "theme" => {
            let names = Theme::ALL.map(|theme| format!("{:?}", theme.as_str()));
            let (last, before) =
                names.split_last().map_or(("", &names[..0]), |(last, all)| (last.as_str(), all));
            format!("{} or {last}", before.join(", "))
        }
        "slides" => Slides::ALL.map(|(name, _)| format!("{name:?}")).join(" or "),
        "keys" => "a table by context".into(),
        _ => "true or false".into(),
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: None,
            slides: None,
            mouse: None,
            ascii: None,
            keys: bindings::usual(),
            faults: Vec::new(),
        }
    }
}

impl Preferences {
    /// Reads settings. This never fails: what is at fault is in [`Preferences::faults`].
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { text, bindings: Vec::new(), read: Self::default() };
        let arena = Arena::new();
        let document = toml_spanner::parse_recoverable(text, &arena);
        for error in document.errors() {
            reader.fault(error.span().start, error.message(text));
        }
        reader.table(&document.into_table());
        let Reader { bindings, read: mut settings, .. } = reader;
        let (keys, faults) = bindings::with(&bindings);
        settings.keys = keys;
        settings.faults.extend(faults);
        settings.faults.order();
        settings
    }

    /// The faults in one sentence, for a file of this name; `None` where there are none.
    #[must_use]
    pub fn warning(&self, file: &str) -> Option<String> {
        let (line, fault) = self.faults.first()?;
        let more = match self.faults.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more: :messages)"),
        };
        Some(format!("{file}:{line}: {fault}; the default is used{more}"))
    }
}

struct Reader<'t> {
    text: &'t str,
    bindings: Vec<Binding>,
    read: Preferences,
}

impl Reader<'_> {
    fn line(&self, at: u32) -> u32 {
        let before = self.text.as_bytes().get(..at as usize).unwrap_or_default();
        u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).unwrap_or(u32::MAX)
    }

    fn fault(&mut self, at: u32, words: impl Into<String>) {
        let line = self.line(at);
        self.read.faults.push((line, words.into()));
    }

    fn table(&mut self, table: &Table<'_>) {
        for (key, item) in table.iter() {
            let at = key.span.start;
            match key.name {
                "theme" => match item.as_str().and_then(Theme::named) {
                    Some(theme) => self.read.theme = Some(theme),
                    None => self.expected(at, "theme"),
                },
                "slides" => match item.as_str().and_then(Slides::named) {
                    Some(slides) => self.read.slides = Some(slides),
                    None => self.expected(at, "slides"),
                },
                "mouse" => match item.as_bool() {
                    Some(on) => self.read.mouse = Some(on),
                    None => self.expected(at, "mouse"),
                },
                "ascii" => match item.as_bool() {
                    Some(on) => self.read.ascii = Some(on),
                    None => self.expected(at, "ascii"),
                },
                "keys" => match item.as_table() {
                    Some(contexts) => self.contexts(contexts),
                    None => self.expected(at, "keys"),
                },
                other => {
                    let known = KNOWN.join(", ");
                    self.fault(at, format!("there is no setting {other:?}: {known}"));
                }
            }
        }
    }

    fn expected(&mut self, at: u32, name: &str) {
        self.fault(at, format!("{name} is {}", takes(name)));
    }

    fn contexts(&mut self, contexts: &Table<'_>) {
        for (context, actions) in contexts.iter() {
            match actions.as_table() {
                Some(actions) => self.actions(context.name, "", actions),
                None => self.fault(context.span.start, format!("keys.{} is a table by action", context.name)),
            }
        }
    }

    /// An action has dots in its name: `move.up` may be written as a table `move` with a key `up`.
    fn actions(&mut self, context: &str, before: &str, actions: &Table<'_>) {
        for (key, item) in actions.iter() {
            let action =
                if before.is_empty() { key.name.to_owned() } else { format!("{before}.{}", key.name) };
            // No action is so deep that this would go far.
            if let Some(inner) = item.as_table().filter(|_| before.len() < 64) {
                self.actions(context, &action, inner);
                continue;
            }
            match keys(item) {
                Ok(keys) => {
                    let (context, line) = (context.to_owned(), self.line(key.span.start));
                    self.bindings.push(Binding { context, action, keys, line });
                }
                Err(words) => self.fault(key.span.start, words),
            }
        }
    }
}

/// The keys that a value names.
fn keys(item: &Item<'_>) -> Result<Vec<Key>, String> {
    let key = |text: &str| {
        let written = |key| {
            Key::parse(key).ok_or(format!("{text:?} is no key: \"g\", \"ctrl-d\", \"<home>\", \"<f5>\""))
        };
        // A word in angle brackets may be left bare, and a key is known as screens show it: F6, PgDn, ^D.
        let shown = || match text.strip_prefix('^') {
            Some(letter) if !letter.is_empty() => Key::parse(&format!("ctrl-{}", letter.to_lowercase())),
            _ => Key::parse(&format!("<{}>", text.to_lowercase())),
        };
        written(text).or_else(|fault| shown().or_else(|| Key::parse(&text.to_lowercase())).ok_or(fault))
    };
    match (item.as_str(), item.as_array()) {
        (Some("disabled"), _) => Ok(Vec::new()),
        (Some(text), _) => Ok(vec![key(text)?]),
        (_, Some(list)) => {
            let text = |item: &Item<'_>| {
                item.as_str().map(str::to_owned).ok_or("a key is written as text".to_owned())
            };
            list.iter().map(|item| key(&text(item)?)).collect()
        }
        _ => Err("keys are a list like [\"g\", \"<home>\"], or \"disabled\"".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let read = Preferences::read(
            "theme = \"dark\"\nslides = \"light\"\nmouse = false\nascii = true\n[keys.everywhere]\nfull = [\"Z\", \"home2\"]\nmove.first = \"disabled\"\nhelp = [\"Y\", \"f1\"]\n",
        );
        assert_eq!((read.theme, read.mouse, read.ascii), (Some(Theme::Dark), Some(false), Some(true)));
        assert_eq!(read.faults.len(), 1, "{:?}", read.faults);
        assert_eq!(read.slides, Some(Slides::Light));
        assert_eq!(read.faults[0].0, 6);
        assert_eq!(read.keys.first(0, "help").as_deref(), Some("Y"));
        assert_eq!(read.keys.first(0, "move.first"), None);
        assert_eq!(read.keys.first(0, "full").as_deref(), Some("z"), "the default is used");
    }

    #[test]
    fn a_key_is_taken_as_screens_show_it() {
        let read = Preferences::read("[keys.everywhere]\nhelp = [\"F6\", \"^Y\", \"Ctrl-B\"]\n");
        assert_eq!(read.faults, []);
        let help = read.keys.actions(0).find(|action| action.id == "help").unwrap();
        assert_eq!(read.keys.shown(0, help), "F6 ^Y ^B");
        let read = Preferences::read("[keys.everywhere]\nhelp = [\"Fx\"]\n");
        assert!(read.faults[0].1.starts_with("\"Fx\" is no key"), "{:?}", read.faults);
    }

    #[test]
    fn each_fault_has_its_line_and_the_first_is_told() {
        let read = Preferences::read(
            "theme = \"blue\"\nmouse = 1\ncolour = 3\nslides = \"grey\"\n[keys]\nboard = 7\n= 3\n",
        );
        let lines: Vec<u32> = read.faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(read.faults[3].1, "slides is \"dark\" or \"light\"");
        assert_eq!(lines, [1, 2, 3, 4, 6, 7], "{:?}", read.faults);
        let told = read.warning("config.toml").unwrap();
        assert!(told.contains("5 more"), "{told}");
        assert!(
            told.starts_with(
                "config.toml:1: theme is \"terminal\", \"auto\", \"light\", \"dark\", \"high-contrast\", \
                 \"high-contrast-light\" or \"mono\";"
            ),
            "{told}"
        );
        assert_eq!(Preferences::read("").warning("x"), None);
    }
}
