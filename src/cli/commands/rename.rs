//! `swell rename`: gives something another id, with every reference to it.

use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit, plan_first};
use crate::draft::asked;

/// Give something another id, in all files: swell rename consent opt-in
///
/// Needs, lists, gate criteria, targets, records and waivers that refer to it follow. Free text does not.
///
///   swell rename wave.scale growth
///   swell rename plans/omnichannel kpi.consent-rate opt-in-rate --dry-run
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, override_usage = "swell rename [OPTIONS] [PLAN] ID NEW")]
pub(super) struct Rename {
    /// The plan (without one, the plan found here), the id and what it is to be
    #[arg(value_name = "PLAN ID NEW", num_args = 1.., required = true)]
    words: Vec<String>,
    #[command(flatten)]
    editing: Editing,
}

impl Rename {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, words) = plan_first(&self.words, ["ID", "NEW"])?;
        edit(plan.as_ref(), common, self.editing, |draft| asked::renamed(draft, words[0], words[1]))
    }
}
