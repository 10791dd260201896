//! `swell present`: opens a plan as slides for the steering meeting.

use std::path::PathBuf;

use clap::Args;

use super::open;
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::edited::opened;
use crate::cli::find;
use crate::disk::Disk;
use crate::tui::baseline::moved::Baseline;
use crate::tui::past::Recalled;
use crate::tui::present::{agenda, aloud};
use crate::tui::simulating;
use crate::workspace::{Simulated, Workspace};

/// Present a plan: full-screen slides for the steering meeting, read-only
///
/// The slides are those of the plan, `[[present]]`, or else: where the waves stand, what is late and why, the
/// gates that are due or else the next one, the value, the decisions asked. What is `private` is on none of them, and
/// --include-private is refused. Arrows, Space and the keys of a remote turn the pages, `?` shows all keys, Esc leaves
/// to the views.
///
/// With --since each slide marks what moved since a baseline, in the signs of the views, and the first says what that
/// did to value, cost, dates, gates and findings: cost that is only later is no saving.
#[derive(Debug, Args)]
pub(super) struct Present {
    /// The plan: a file, or a folder that holds plan.toml; without one, the plan found here or under
    /// plans/
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// For screen readers, and where there is no terminal: print the slides as text, with the states in words
    #[arg(long)]
    plain: bool,
    /// Mark what moved since this tag, branch, commit or day; `b` chooses another one in the views
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
}

impl Present {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        if common.include_private {
            let help = "Show it in the views, or as `swell show … --include-private`.";
            return Err(Failure::new("slides are for a room, and tell nothing that is private", help));
        }
        if self.plain {
            let draft = opened(&find::one(&Disk, self.plan.as_ref())?, common)?;
            let mut work = Workspace::drafted(Box::new(draft), common.as_of);
            if agenda::tells_chances(&work) {
                work.simulated = Simulated::Known(Box::new(simulating::simulate(work.plan())));
            }
            let baseline = self.since.as_ref().map(|since| {
                let Recalled { commit, said, .. } = *open::baseline(&work, since)?;
                let mut baseline = Baseline::new(commit, said);
                baseline.find(&work);
                Ok::<_, Failure>(baseline)
            });
            let text = aloud::text(&work, baseline.transpose()?.as_ref());
            return Ok(Outcome { text, exit: Exit::Done });
        }
        open::run(self.plan.as_ref(), None, Some(open::Slides { since: self.since.as_deref() }), common)
    }
}
