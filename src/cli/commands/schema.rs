//! `swell schema`: prints the format of a plan as a JSON Schema.

use clap::Args;

use crate::cli::command::{Exit, Failure, Outcome};
use crate::source::schema::json;

/// Print the format of a plan as a JSON Schema, for editors
///
/// With it an editor completes keys and words, shows what a key means, and underlines what does not fit while
/// one types: write it to a file and name that file where your editor asks for the schema of TOML files, or
/// in the first line of the plan: #:schema ./plan.schema.json
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "commands are called alike")]
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let text = serde_json::to_string_pretty(&json::schema()).unwrap_or_default() + "\n";
        Ok(Outcome { text, exit: Exit::Done })
    }
}
