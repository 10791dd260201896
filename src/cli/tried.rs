//! A plan with a scenario that was kept in a file, as commands look at it that only read.

use std::path::{Path, PathBuf};

use super::command::{Common, Failure};
use super::edited::opened;
use super::find;
use crate::disk::{Disk, Store as _};
use crate::scenario::{Scenario, Terms};
use crate::source::{Read, shown};

/// The most bytes of a scenario's file.
const BYTES: u64 = 4 << 20;

/// The text of a scenario's file.
///
/// # Errors
/// A [`Failure`], where it cannot be read.
pub(super) fn text_of(path: &Path) -> Result<String, Failure> {
    let unread = |why: &str| {
        Failure::new(
            format!("{} cannot be read: {why}", shown(path)),
            "Name a scenario that the terminal has kept.",
        )
    };
    let bytes = Disk.read(path, BYTES).map_err(|fault| unread(&fault.message))?;
    String::from_utf8(bytes).map_err(|_| unread("it is not UTF-8"))
}

/// Reads a plan, with the scenario in a file made on it where one is named. No file is changed.
///
/// # Errors
/// A [`Failure`], where one of them cannot be read, or the scenario does not fit the plan as it is.
pub(super) fn read(plan: Option<&PathBuf>, with: Option<&Path>, common: &Common) -> Result<Read, Failure> {
    let Some(path) = with else { return common.read_one(plan) };
    let scenario = Scenario::read(&text_of(path)?).map_err(|fault| {
        let line = if fault.line > 0 { format!(":{}", fault.line) } else { String::new() };
        Failure::new(format!("{}{line}: {}", shown(path), fault.message), "Mend the file, or leave it out.")
    })?;
    let mut draft = opened(&find::one(&Disk, plan)?, common)?;
    scenario.make(&mut draft, Terms { as_of: common.as_of, strict: true })?;
    draft.read().ok_or_else(|| Failure::new("the plan cannot be read any more", "Try it again."))
}
