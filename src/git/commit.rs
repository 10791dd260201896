//! Committing a few files, with the message in the user's editor. Nothing is ever pushed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Refused, git, in_folder, not_started};

/// The short name of the commit that the repository stands at.
///
/// # Errors
/// [`Refused`], where there is no repository or nothing was committed yet.
pub fn head(folder: &Path) -> Result<String, Refused> {
    let asked = git(folder).args(["rev-parse", "--short", "--verify", "HEAD"]).stdin(Stdio::null()).output();
    let asked = asked.map_err(|error| not_started(&error))?;
    if asked.status.success() {
        return Ok(String::from_utf8_lossy(&asked.stdout).trim().to_owned());
    }
    super::top(folder)?;
    Err(Refused::new("nothing was committed here yet", "Commit the plan once: git add, git commit."))
}

/// How to commit these files alone, whatever else is staged, with a message that the user's editor shows
/// first. The terminal has to be the editor's while it runs.
///
/// # Errors
/// [`Refused`], where git refuses the files.
pub fn committing(folder: &Path, files: &[PathBuf], message: &str) -> Result<Command, Refused> {
    // A file that git does not know yet is made known to it, or it could not be named.
    let known = git(folder).args(["add", "--intent-to-add", "--"]).args(files).stdin(Stdio::null()).output();
    let known = known.map_err(|error| match error.kind() {
        ErrorKind::NotFound => not_started(&error),
        _ => Refused::new(format!("git cannot be started: {error}"), ""),
    })?;
    if !known.status.success() {
        let said = String::from_utf8_lossy(&known.stderr);
        let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned();
        return Err(Refused::new(format!("git says: {said}"), "Mend this, and commit again."));
    }
    // In the user's own language: their editor runs below it.
    let mut commit = in_folder(folder);
    commit.args(["commit", "--edit", "--message", message, "--only", "--"]).args(files);
    Ok(commit)
}
