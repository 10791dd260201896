//! `swell keys`: which key does what in the terminal interface, and where that is changed.

use clap::Args;

use crate::cli::command::{Exit, Failure, Outcome};
use crate::cli::{complain, preferences};
use crate::tui::action::Action;
use crate::tui::actions;
use crate::tui::bindings::{self, EVERYWHERE, SLIDES};
use crate::tui::present;
use crate::tui::theme::{Slides, Theme};
use crate::tui::views::VIEWS;

/// Print which key does what in the terminal interface
///
/// As you have set them in the file of your preferences, whose path `swell keys --config` names. What is at fault
/// there is told on standard error with its line, and the default is used. What has no key is reached by `:`.
#[derive(Debug, Args)]
pub(super) struct Keys {
    /// Print a file of preferences with every setting at its default, to copy lines from
    #[arg(long)]
    config: bool,
}

impl Keys {
    #[expect(clippy::unnecessary_wraps, reason = "commands are called alike")]
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let text = if self.config { config() } else { table() };
        Ok(Outcome { text, exit: Exit::Done })
    }
}

/// The actions by context: those of every view, then those of one view alone, and those of slides.
fn contexts() -> Vec<(&'static str, &'static str, Vec<&'static Action>)> {
    let everywhere = actions::TO_VIEW.iter().chain(actions::EVERYWHERE).collect();
    let own = VIEWS.iter().enumerate().map(|(view, entry)| {
        (bindings::context_of(view), entry.name, entry.actions.iter().collect::<Vec<_>>())
    });
    let slides = (SLIDES, "Present", present::ACTIONS.iter().collect());
    let all = std::iter::once((EVERYWHERE, "Everywhere", everywhere)).chain(own).chain([slides]);
    all.filter(|(.., actions)| !actions.is_empty()).collect()
}

fn table() -> String {
    let (preferences, faults) = preferences::read_plainly();
    if !faults.is_empty() {
        complain(&faults.iter().map(|fault| format!("warning: {fault}\n")).collect::<String>());
    }
    let mut text = String::new();
    for (context, name, actions) in contexts() {
        let view = (0..VIEWS.len()).find(|view| bindings::context_of(*view) == context).unwrap_or(0);
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{name}\n"));
        for action in actions {
            let keys = preferences.keys.shown(view, action);
            text.push_str(format!("  {keys:<12} {:<18} {}", action.id, action.name).trim_end());
            text.push('\n');
        }
    }
    text
}

fn config() -> String {
    let path =
        preferences::path().map_or_else(|| "a file of yours".into(), |path| path.display().to_string());
    let themes = Theme::ALL.map(Theme::as_str).join(", ");
    let slides = Slides::ALL.map(|(name, _)| name).join(" or ");
    let mut text = format!(
        "# {path}\n\n# theme = \"terminal\"   # {themes}\n# slides = \"dark\"   # {slides}; as the theme is where \
         nothing is said\n# mouse = true\n# ascii = false\n"
    );
    for (context, _, actions) in contexts() {
        text.push_str(&format!("\n[keys.{context}]\n"));
        for action in actions.into_iter().filter(|action| !bindings::is_fixed(action)) {
            let keys: Vec<String> = action.keys.iter().map(|key| format!("{key:?}")).collect();
            text.push_str(&format!("# {} = [{}]   # {}\n", quoted(action.id), keys.join(", "), action.name));
        }
    }
    text
}

/// A name with dots is written in quotes: `search` has keys, and so has `search.next`.
fn quoted(id: &str) -> String {
    if id.contains('.') { format!("{id:?}") } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::msg::Key;
    use crate::tui::preferences::Preferences;

    #[test]
    fn the_printed_preferences_are_the_defaults() {
        let bare: String = config()
            .lines()
            .skip(1)
            .map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n")
            .collect();
        let read = Preferences::read(&bare);
        assert_eq!(read.faults, [], "{bare}");
        assert_eq!((read.theme, read.mouse, read.ascii), (Some(Theme::Terminal), Some(true), Some(false)));
        for view in 0..VIEWS.len() {
            for action in actions::in_view(view) {
                let usual: Vec<Key> = action.keys.iter().filter_map(|key| Key::parse(key)).collect();
                assert_eq!(read.keys.of_action(view, action), usual, "{}", action.id);
            }
        }
    }
}
