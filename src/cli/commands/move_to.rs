//! `swell move`: phases an item into another wave.

use clap::Args;

use crate::cli::command::{Common, Failure, Outcome};
use crate::cli::edited::{Editing, edit, plan_first};
use crate::draft::asked;

const EXAMPLES: &str = r#"Examples:
  swell move content-reuse scale
  swell move plans/omnichannel consent engage --from foundation --dry-run"#;

/// Move an item to another wave: swell move consent scale
///
/// The step keeps its place in the file, and takes the cost and the needs along that are given for its
/// wave. A `live` date of its own goes: it is live at its new wave's end. An item that reaches levels in
/// several waves needs --from.
#[derive(Debug, Args)]
#[command(override_usage = "swell move [OPTIONS] [PLAN] ITEM WAVE", after_long_help = EXAMPLES)]
pub(super) struct Move {
    /// The plan (without one, the plan found here or under plans/), the item and the wave
    #[arg(value_name = "PLAN ITEM WAVE", num_args = 1.., required = true)]
    words: Vec<String>,
    /// The wave whose step is to move
    #[arg(long, value_name = "WAVE")]
    from: Option<String>,
    #[command(flatten)]
    editing: Editing,
}

impl Move {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (plan, words) = plan_first(&self.words, ["ITEM", "WAVE"])?;
        let from = self.from.as_deref();
        edit(plan.as_ref(), common, self.editing, |draft| asked::moved(draft, words[0], words[1], from))
    }
}
