//! `swell remove`: takes something out of the plan.

use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit, plan_first};
use crate::draft::asked::{self, Also};

const EXAMPLES: &str = r#"Examples:
  swell remove reach.needs[1]
  swell remove plans/omnichannel risk.works-council
  swell remove analytics --references --dry-run"#;

/// Remove a value, an entry of a list, or a table: swell remove consent.note
///
/// A table that the plan refers to stays, and every place that does is named. With --references they go
/// too: entries, keys and criteria one by one; whole a gate of its wave, a waiver of it, a slide about it.
/// What happened goes only with --records.
///
/// What is said about it goes along: the comment behind it on its line, and the lines of comments right above it.
/// What a blank line sets apart stays, and so does what a file begins with, what stands right below a header and
/// what is ruled (`# ---- risk`), which is about more.
#[derive(Debug, Args)]
#[command(override_usage = "swell remove [OPTIONS] [PLAN] ADDRESS", after_long_help = EXAMPLES)]
pub(super) struct Remove {
    /// The plan (without one, the plan found here or under plans/), and what is to go
    #[arg(value_name = "PLAN ADDRESS", num_args = 1.., required = true)]
    words: Vec<String>,
    /// Take out everything that refers to it as well, unless that is a record of what happened
    #[arg(long)]
    references: bool,
    /// Take out also what happened: its readings, money, assessments, and its name in decisions
    #[arg(long)]
    records: bool,
    #[command(flatten)]
    editing: Editing,
}

impl Remove {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, [at]) = plan_first(&self.words, ["ADDRESS"])?;
        let also = match (self.references, self.records) {
            (_, true) => Also::Records,
            (true, false) => Also::References,
            (false, false) => Also::Nothing,
        };
        edit(plan.as_ref(), common, self.editing, |draft| asked::removed(draft, at, also))
    }
}
