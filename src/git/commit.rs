//! Committing a few files, with the message in the user's editor. Nothing is ever pushed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Refused, git, in_folder, not_started};

/// A file's name is a name, whatever signs are in it.
const LITERALLY: &str = "--literal-pathspecs";

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

/// A commit that is about to be made.
pub struct Committing {
    /// What makes it. The terminal has to be the editor's while it runs.
    pub command: Command,
    folder: PathBuf,
    head: String,
    /// The files that git did not know before.
    new: Vec<PathBuf>,
}

impl Committing {
    /// Where it was not made after all, git knows no more of the files than before.
    ///
    /// # Errors
    /// [`Refused`], where git says so.
    pub fn give_up(&self) -> Result<(), Refused> {
        if self.new.is_empty() || head(&self.folder)? != self.head {
            return Ok(());
        }
        let mut forget = git(&self.folder);
        forget.args([LITERALLY, "rm", "--cached", "--quiet", "--force", "--"]).args(&self.new);
        said(&mut forget).map(drop)
    }
}

/// What git says, when it is asked for something that ends well.
fn said(asked: &mut Command) -> Result<Vec<u8>, Refused> {
    let answer = asked.stdin(Stdio::null()).output().map_err(|error| not_started(&error))?;
    if answer.status.success() {
        return Ok(answer.stdout);
    }
    let said = String::from_utf8_lossy(&answer.stderr);
    let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned();
    Err(Refused::new(format!("git says: {said}"), "Mend this, and commit again."))
}

/// How to commit these files alone, whatever else is staged, with a message that the user's editor shows
/// first. Whoever does not make the commit has to give it up.
///
/// # Errors
/// [`Refused`], where git refuses the files.
pub fn committing(folder: &Path, files: &[PathBuf], message: &str) -> Result<Committing, Refused> {
    let head = head(folder)?;
    let mut new = Vec::new();
    for file in files {
        if said(git(folder).args([LITERALLY, "ls-files", "-z", "--"]).arg(file))?.is_empty() {
            new.push(file.clone());
        }
    }
    // A file that git does not know yet is made known to it, or it could not be named.
    if !new.is_empty() {
        said(git(folder).args([LITERALLY, "add", "--intent-to-add", "--"]).args(&new))?;
    }
    // In the user's own language: their editor runs below it.
    let mut command = in_folder(folder);
    command.args([LITERALLY, "commit", "--edit", "--message", message, "--only", "--"]).args(files);
    Ok(Committing { command, folder: folder.to_path_buf(), head, new })
}
