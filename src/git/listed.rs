//! The files of a repository.

use crate::order::Order as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::git;

/// The files below a folder of a repository that are like a pattern, and that git has or would take in; none where
/// git does not answer. What is in the files is not looked at.
#[must_use]
pub fn listed(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut asked = git(folder);
    // No program that a repository names is started for it.
    asked.args([
        "-c",
        "core.fsmonitor=false",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]);
    asked.args(["--", pattern]);
    let Ok(answer) = asked.stdin(Stdio::null()).stderr(Stdio::null()).output() else { return Vec::new() };
    let said = String::from_utf8_lossy(&answer.stdout);
    let mut files: Vec<PathBuf> =
        said.split('\0').filter(|path| !path.is_empty()).map(|path| folder.join(path)).collect();
    files.order();
    files.dedup();
    files
}
