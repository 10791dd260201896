//! Files of which git has not been told yet what a merge is to come to.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::git;

/// The files below a folder that the index of its repository has in several versions still, canonical and each
/// once; none where there is no repository, or git does not answer. What is in the files is not looked at.
#[must_use]
pub fn unmerged(folder: &Path) -> Vec<PathBuf> {
    let mut asked = git(folder);
    // The index alone is read: no program that a repository names is started for it.
    asked.args(["-c", "core.fsmonitor=false", "ls-files", "--unmerged", "-z", "--", "."]);
    let Ok(answer) = asked.stdin(Stdio::null()).stderr(Stdio::null()).output() else { return Vec::new() };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(folder) = folder.canonicalize() else { return Vec::new() };
    let said = String::from_utf8_lossy(&answer.stdout);
    let paths = said.split('\0').filter_map(|line| line.split_once('\t'));
    let mut files: Vec<PathBuf> = paths.map(|(_, path)| folder.join(path)).collect();
    files.dedup();
    files
}
