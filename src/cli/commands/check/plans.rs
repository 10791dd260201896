//! `swell check`: which plans there are and were, and what services call their files.

use std::path::{Path, PathBuf};

use super::{Check, refused, repository};
use crate::check::Checked;
use crate::cli::command::Failure;
use crate::cli::past;
use crate::git;
use crate::source::shown;

impl Check {
    /// The plans that were found here at the commit and are there no more, by their paths.
    pub(super) fn gone(&self, plans: &[Vec<PathBuf>]) -> Result<Vec<String>, Failure> {
        let Some(name) = self.since.as_ref().filter(|_| self.paths.is_empty()) else { return Ok(Vec::new()) };
        let revision = repository(&[]).and_then(|repository| repository.at(name)).map_err(refused)?;
        let plans: Vec<PathBuf> = plans.iter().filter_map(|files| files.first().cloned()).collect();
        Ok(past::gone(&revision, &plans).iter().map(|plan| shown(plan)).collect())
    }

    /// A line for each plan that is gone, or one that says that there is nothing to check.
    pub(super) fn said_of_plans(&self, gone: &[String], none: bool) -> String {
        let commit = self.since.as_deref().unwrap_or_default();
        let mut said: String =
            gone.iter().map(|plan| format!("the plan `{plan}` is gone since `{commit}`\n")).collect();
        if none && gone.is_empty() {
            said.push_str("there is no plan here");
            if !commit.is_empty() {
                said.push_str(&format!(", and there was none at `{commit}`"));
            }
            said.push('\n');
        }
        said
    }
}

/// Gives the files of a plan the paths that services know them by: from the top of the repository, wherever
/// the program runs; without a repository from here, or else from the plan's folder. None is absolute.
pub(super) fn from_the_top(checked: &mut Checked) {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let own = checked.source.canonical(0).map(Path::to_path_buf).unwrap_or_default();
    let folder = own.parent().unwrap_or(Path::new("")).to_path_buf();
    let tops = [git::found_top(&folder), Some(here.clone()), folder.parent().map(Path::to_path_buf)];
    let tops: Vec<PathBuf> = tops.into_iter().flatten().collect();
    checked.place(|path| {
        if path.starts_with('<') {
            return path.to_owned();
        }
        let below = tops.iter().find_map(|top| git::below(top, &here, Path::new(path)));
        below.map_or_else(|| path.trim_start_matches('/').to_owned(), |below| shown(&below))
    });
}
