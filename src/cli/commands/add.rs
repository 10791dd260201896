//! `swell add`: adds a table to the plan.

use std::path::PathBuf;

use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit};
use crate::draft::asked;
use crate::plan::address::Table;

const EXAMPLES: &str = r#"Examples:
  swell add driver calls wave=scale value.likely=300000 ramp.months=6
  swell add risk vendor-delay probability=0.3 costs=150000 owner=IT
  swell add plans/omnichannel action date=2026-11-15 what="Name local champions" due=2026-12-31"#;

/// Add something to the plan: swell add capability consent name="Consent" wave=scale
///
/// It goes into the file that holds most of its kind, after the last of them, and is laid out as that is.
#[derive(Debug, Args)]
#[command(override_usage = "swell add [OPTIONS] [PLAN] KIND [ID] [KEY=VALUE]...", after_long_help = EXAMPLES)]
pub(super) struct Add {
    /// The plan (without one, the plan found here or under plans/), the kind of table, its id, and its values
    #[arg(value_name = "PLAN KIND ID KEY=VALUE", num_args = 0..)]
    words: Vec<String>,
    #[command(flatten)]
    editing: Editing,
}

impl Add {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        // The kinds are a closed set of words, so what is none of them is the plan if a kind follows.
        let kind = |word: Option<&String>| word.is_some_and(|word| Table::of(word).is_some());
        let plan = !kind(self.words.first()) && kind(self.words.get(1));
        let (plan, words) = self.words.split_at(usize::from(plan));
        let plan = plan.first().map(PathBuf::from);
        if words.is_empty() {
            return Err(Failure::new("it is not said what to add", asked::kinds()));
        }
        let (kind, rest) = words.split_first().map_or(("", &[][..]), |(kind, rest)| (kind.as_str(), rest));
        edit(plan.as_ref(), common, self.editing, |draft| asked::added(draft, kind, rest))
    }
}
