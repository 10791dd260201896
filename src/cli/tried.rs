//! A plan with a scenario that was kept in a file, as commands look at it that only read.

use std::path::{Path, PathBuf};

use super::command::{Common, Exit, Failure};
use super::edited::opened;
use super::find;
use crate::check::losses;
use crate::disk::{Disk, Store as _};
use crate::finding::Finding;
use crate::order::Order as _;
use crate::scenario::{Scenario, Terms};
use crate::source::{Read, Spot, shown};

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

/// The scenario in a file.
///
/// # Errors
/// A [`Failure`], where it cannot be read.
pub(super) fn scenario_of(path: &Path) -> Result<Scenario, Failure> {
    Scenario::read(&text_of(path)?).map_err(|fault| {
        let line = if fault.line > 0 { format!(":{}", fault.line) } else { String::new() };
        Failure::new(format!("{}{line}: {}", shown(path), fault.message), "Mend the file, or leave it out.")
    })
}

/// Reads a plan for its figures, with the scenario in a file made on it where one is named. No file is changed.
///
/// # Errors
/// As [`read`], and where something that is written could not be read: figures without it would be wrong.
/// Under `--partial` they are told all the same.
pub(super) fn whole(plan: Option<&PathBuf>, with: Option<&Path>, common: &Common) -> Result<Read, Failure> {
    let read = read(plan, with, common)?;
    if common.partial {
        return Ok(read);
    }
    let placed = |finding: &'_ Finding| (read.source.locate(&read.plan, &finding.at), finding.rule);
    let mut lost: Vec<(Spot, &str)> = losses(&read.findings).map(placed).collect();
    lost.order_by(|(one, _), (other, _)| (&one.path, one.bytes.start).cmp(&(&other.path, other.bytes.start)));
    let Some((spot, rule)) = lost.first() else { return Ok(read) };
    let more = match lost.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let conflict = read.findings.iter().any(|finding| finding.rule == "merge-conflict");
    let place = format!("{}:{}", shown(Path::new(&*spot.path)), spot.start.line);
    // What is wrong is not quoted: it may be private.
    let message = format!(
        "not all of the plan can be read, so that its figures would be wrong: {} at {place}{more}",
        rule
    );
    let exit = if conflict { Exit::Conflict } else { Exit::Unable };
    Err(Failure {
        exit,
        ..Failure::new(
            message,
            "`swell check` tells what is wrong, and what to write; --partial counts what can be read.",
        )
    })
}

/// Reads a plan, with the scenario in a file made on it where one is named. No file is changed.
///
/// # Errors
/// A [`Failure`], where one of them cannot be read, or the scenario does not fit the plan as it is.
pub(super) fn read(plan: Option<&PathBuf>, with: Option<&Path>, common: &Common) -> Result<Read, Failure> {
    let Some(path) = with else { return common.read_one(plan) };
    let scenario = scenario_of(path)?;
    let mut draft = opened(&find::one(&Disk, plan)?, common)?;
    scenario.make(&mut draft, Terms { as_of: common.as_of, strict: true })?;
    draft.read().ok_or_else(|| Failure::new("the plan cannot be read any more", "Try it again."))
}
