//! The revisions of a plan, read one after the other.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Asked, Move, State, moves, state};
use crate::git::{Refused, Repository, Revision, past};
use crate::source::{Read, shown};

/// The moves of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// In how many revisions they were looked for.
    pub revisions: usize,
    /// When the newest of these was written.
    pub newest: NaiveDate,
    /// The moves, the newest first.
    pub moves: Vec<Move>,
}

/// Looks at each revision of the plan in `file`, from the revision `from` back; `first_parent` follows the
/// first side of merges alone. `read` reads the plan of a revision from a file; `None`: it is no plan there.
/// `go_on` is asked before each; `None` comes back where it says no.
///
/// # Errors
/// [`Refused`], where there is no repository, no such revision, or no plan in any.
pub fn look_back(
    file: &Path,
    (from, first_parent): (&str, bool),
    asked: &Asked,
    read: &dyn Fn(&Revision, PathBuf) -> Option<Read>,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Told>, Refused> {
    let folder = file.canonicalize().ok();
    let folder = folder.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
    let repository = Repository::open(folder, true)?;
    let commits = past(&repository, from, file, first_parent)?;
    let Some(first) = commits.first() else {
        let message = format!("{} was in no revision up to {from}", shown(file));
        return Err(Refused { message, help: "Commit it, or name another revision with --from.".into() });
    };
    let newest = first.date;
    let mut states: Vec<Option<State>> = Vec::with_capacity(commits.len());
    for commit in &commits {
        if !go_on() {
            return Ok(None);
        }
        let read = read(&repository.at(&commit.name)?, repository.whole(&commit.path));
        states.push(read.map(|read| state(&read, asked)));
    }
    Ok(Some(Told { revisions: commits.len(), newest, moves: moves(&commits, &states, asked) }))
}
