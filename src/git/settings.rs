//! The repository's own configuration.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::{Refused, git, not_started, top_of};

/// The folder of the files of the repository that `folder` lies in.
///
/// # Errors
/// [`Refused`], where git is missing or there is no repository.
pub fn top(folder: &Path) -> Result<PathBuf, Refused> {
    top_of(folder)
}

/// Runs `git config --local` and gives what it says; `None` where it ends with the code `absent`.
fn config(folder: &Path, arguments: &[&str], absent: i32) -> Result<Option<String>, Refused> {
    let asked = git(folder).args(["config", "--local"]).args(arguments).stdin(Stdio::null()).output();
    let asked = asked.map_err(|error| not_started(&error))?;
    match asked.status.code() {
        Some(0) => Ok(Some(String::from_utf8_lossy(&asked.stdout).into_owned())),
        Some(code) if code == absent => Ok(None),
        _ => {
            let said = String::from_utf8_lossy(&asked.stderr);
            let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned();
            Err(Refused::new(format!("git says: {said}"), "Mend this, and run it again."))
        }
    }
}

/// The value of a setting of the repository; `None` where it is not set there.
///
/// # Errors
/// [`Refused`], where git says so.
pub fn setting(folder: &Path, key: &str) -> Result<Option<String>, Refused> {
    let value = config(folder, &["--get", key], 1)?;
    Ok(value.map(|value| value.strip_suffix('\n').unwrap_or(&value).to_owned()))
}

/// Gives a setting of the repository a value.
///
/// # Errors
/// [`Refused`], where git says so.
pub fn set(folder: &Path, key: &str, value: &str) -> Result<(), Refused> {
    config(folder, &[key, value], 0).map(drop)
}

/// Whether the configuration of the repository has a section.
///
/// # Errors
/// [`Refused`], where git says so.
pub fn has_section(folder: &Path, section: &str) -> Result<bool, Refused> {
    let pattern = format!("^{}\\.", section.replace('.', "\\."));
    config(folder, &["--get-regexp", &pattern], 1).map(|found| found.is_some())
}

/// Takes a section out of the configuration of the repository.
///
/// # Errors
/// [`Refused`], where git says so.
pub fn remove_section(folder: &Path, section: &str) -> Result<(), Refused> {
    config(folder, &["--remove-section", section], 0).map(drop)
}
