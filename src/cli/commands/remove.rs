//! `swell remove`: takes something out of the plan.

use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit, plan_first};
use crate::draft::asked;

/// Remove a value, an entry of a list, or a table: swell remove consent.note
///
/// A table goes only when nothing refers to it any more. Comments around it stay.
///
///   swell remove reach.needs[1]
///   swell remove plans/omnichannel risk.works-council --dry-run
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, override_usage = "swell remove [OPTIONS] [PLAN] ADDRESS")]
pub(super) struct Remove {
    /// The plan (without one, the plan found here), and what is to go
    #[arg(value_name = "PLAN ADDRESS", num_args = 1..=2, required = true)]
    words: Vec<String>,
    #[command(flatten)]
    editing: Editing,
}

impl Remove {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, words) = plan_first(&self.words, 1);
        edit(plan.as_ref(), common, self.editing, |draft| asked::removed(draft, &words[0]))
    }
}
