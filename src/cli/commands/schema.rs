//! `swell schema`: prints the format of a plan, or of the user's preferences, as a JSON Schema.

use clap::{Args, ValueEnum};

use crate::cli::command::{Exit, Failure, Outcome};
use crate::source::schema::json;
use crate::tui::preferences;

/// Print the format of a plan as a JSON Schema, for editors
///
/// With it an editor completes keys and words, shows what a key means, and underlines what does not fit while
/// one types: write it to a file and name that file where your editor asks for the schema of TOML files, or
/// in the first line of the plan: #:schema ./plan.schema.json
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of which file
    #[arg(value_name = "OF", default_value = "plan")]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// The plan
    Plan,
    /// Your preferences: keys, theme and mouse, in groundswell/config.toml
    Preferences,
}

impl Schema {
    #[expect(clippy::unnecessary_wraps, reason = "commands are called alike")]
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let schema = match self.of {
            Of::Plan => json::schema(),
            Of::Preferences => preferences::schema::schema(),
        };
        let text = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
        Ok(Outcome { text, exit: Exit::Done })
    }
}
