//! Git's own merge of text, line by line.

use std::path::Path;
use std::process::Stdio;

use super::{Refused, git, not_started};

/// Merges three files by lines: ours, the common one, theirs, in the order of `files` and `labels`. Gives
/// the text, with markers in the style of diff3, and how many conflicts are in it.
///
/// # Errors
/// [`Refused`], where git is missing or cannot merge the files.
pub fn merge_lines(files: [&Path; 3], labels: &[String; 3], size: usize) -> Result<(String, usize), Refused> {
    let mut command = git(Path::new("."));
    command.args(["merge-file", "--stdout", "--diff3", &format!("--marker-size={size}")]);
    for label in labels {
        command.args(["-L", label]);
    }
    command.arg("--").args(files).stdin(Stdio::null());
    let merged = command.output().map_err(|error| not_started(&error))?;
    // The number of conflicts up to 127; 255 where it could not merge.
    match merged.status.code() {
        Some(conflicts @ 0..=127) => {
            let text = String::from_utf8_lossy(&merged.stdout).into_owned();
            Ok((text, usize::try_from(conflicts).unwrap_or(0)))
        }
        _ => {
            let said = String::from_utf8_lossy(&merged.stderr);
            let said = said.lines().next().unwrap_or("git failed").to_owned();
            Err(Refused::new(format!("git cannot merge the files by lines: {said}"), "Merge them by hand."))
        }
    }
}
