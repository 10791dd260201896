//! `swell history`: how a plan came to be what it is, from git.

mod json;
mod text;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::find;
use crate::disk::Disk;
use crate::git::{Commit, Refused, Repository, past};
use crate::history::{Asked, Move, State, moves, state};
use crate::safe;
use crate::source::{Secrets, shown};

/// Say how a value, a date, a target or a figure moved from revision to revision
///
/// Without a name: the figures of the whole plan in each revision in which they moved, and what was forecast
/// for each year at the time. With an address (wave.scale.end, kpi.consent-rate.target.scale) or a figure
/// (planned, forecast, realized, cost, npv, forecast-npv, payback, forecast-payback, roi): each revision in
/// which it moved, by whom, and with which decision recorded beside it.
///
/// Each revision is read once, at its own `as-of`. Merges that take one side as it was are no move. Where
/// the plan's file had another path, it is followed there.
#[derive(Debug, Args)]
pub(super) struct Past {
    /// The plan and what to look at: a file or folder, an address or a figure; either may be left out
    #[arg(value_name = "PLAN|NAME", num_args = 0..=2)]
    what: Vec<String>,
    /// Look back from this revision
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    from: String,
    /// Follow the first parent of merges alone
    #[arg(long)]
    first_parent: bool,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document, for programs
    Json,
}

/// The moves of a plan, and what they are of.
struct Told<'t> {
    plan: String,
    name: Option<&'t str>,
    revisions: usize,
    moves: Vec<Move>,
}

impl Past {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let (path, name, asked) = self.asked()?;
        let files = find::one(&Disk, path.as_ref())?;
        let plan = files.first().cloned().unwrap_or_default();
        let refused = |refused: Refused| Failure::new(refused.message, refused.help);
        let folder = plan.canonicalize().ok();
        let folder = folder.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
        let repository = Repository::open(folder, true).map_err(refused)?;
        let commits = past(&repository, &self.from, &plan, self.first_parent).map_err(refused)?;
        if commits.is_empty() {
            let message = format!("{} was in no revision up to {}", shown(&plan), self.from);
            return Err(Failure::new(message, "Commit it, or name another revision with --from."));
        }
        let withheld = common.withholds(matches!(self.format, Format::Text));
        let secrets = RefCell::new(Secrets::default());
        let at = |commit: &Commit| -> Result<Option<State>, Failure> {
            let revision = repository.at(&commit.name).map_err(refused)?;
            let file = repository.whole(&commit.path);
            // A revision that is no plan any more has no state.
            let Some(read) = common.read_from(&revision, &[file]).ok() else { return Ok(None) };
            if withheld {
                secrets.replace_with(|own| std::mem::take(own).and(read.source.secrets()));
            }
            Ok(Some(state(&read, &asked)))
        };
        let states = commits.iter().map(at).collect::<Result<Vec<_>, _>>()?;
        secrets.borrow().open(name.unwrap_or_default())?;
        let moves = moves(&commits, &states, &asked);
        let told = Told { plan: shown(&plan), name, revisions: commits.len(), moves };
        let text = match self.format {
            Format::Text => secrets.take().lines(text::write(&told, &asked)),
            Format::Json => {
                let mut document = json::document(&told);
                secrets.take().json(&mut document);
                safe::json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
            }
        };
        Ok(Outcome { text, exit: Exit::Done })
    }

    /// The plan, and what is looked at, by its name where it has one.
    fn asked(&self) -> Result<(Option<PathBuf>, Option<&str>, Asked), Failure> {
        let plan = |word: &String| Some(PathBuf::from(word));
        let unknown = |name: &str| {
            Failure::new(
                format!("{name} is no address and no figure"),
                format!(
                    "Name a value as swell diff --format json does, wave.scale.end, or a figure: {}.",
                    crate::history::FIGURES.join(", ")
                ),
            )
        };
        match self.what.as_slice() {
            [] => Ok((None, None, Asked::Headline)),
            [only] => match Asked::of(only).filter(|_| !Path::new(only).exists()) {
                Some(asked) => Ok((None, Some(only), asked)),
                None => Ok((plan(only), None, Asked::Headline)),
            },
            [path, name, ..] => {
                let asked = Asked::of(name).ok_or_else(|| unknown(name))?;
                Ok((plan(path), Some(name), asked))
            }
        }
    }
}
