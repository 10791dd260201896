//! `swell set`: gives one value another.

use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit, plan_first};
use crate::draft::asked;

const EXAMPLES: &str = r#"Examples:
  swell set consent.cost.run 60000
  swell set plans/omnichannel engage-exit.date 2027-04-13
  swell set growth.once -5k
  swell set reach.needs "consent >= 3, crm" --dry-run"#;

/// Set a value of the plan: swell set consent.owner "Privacy office"
///
/// ADDRESS begins with an id, or with the kind of a table: consent.wave, capability.consent.cost.run,
/// plan.horizon, consent.needs[0]. VALUE needs no quotes of TOML; a list may be words between commas.
/// Nothing but the value is touched; of a list, what stays keeps its place and its comment. A table of several
/// parts is set part by part, or as a --whole. What could not be read is refused; what a rule finds then is told.
#[derive(Debug, Args)]
#[command(override_usage = "swell set [OPTIONS] [PLAN] ADDRESS VALUE", after_long_help = EXAMPLES)]
pub(super) struct Set {
    /// The plan (without one, the plan found here or under plans/), the value and what it is to be
    #[arg(value_name = "PLAN ADDRESS VALUE", num_args = 1.., required = true, allow_negative_numbers = true)]
    words: Vec<String>,
    /// Replace a table with all its parts
    #[arg(long)]
    whole: bool,
    #[command(flatten)]
    editing: Editing,
}

impl Set {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, words) = plan_first(&self.words, ["ADDRESS", "VALUE"])?;
        edit(plan.as_ref(), common, self.editing, |draft| {
            let set = if self.whole { asked::set } else { asked::set_all_of };
            set(draft, words[0], words[1])
        })
    }
}
