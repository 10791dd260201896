//! Where plans stood at a commit: under another path, or where there is none now.

use std::path::{Path, PathBuf};

use super::find;
use crate::disk::{Disk, Store as _};
use crate::git::{Revision, below};
use crate::source::Limits;

/// Where a plan's own file stood that is not at its path there, since it was moved or renamed.
pub(super) fn moved(revision: &Revision, file: &Path) -> Option<PathBuf> {
    let path = file.canonicalize().ok()?;
    let bytes = Disk.read(&path, Limits::default().file).ok()?;
    let then = revision.moved(&path, &String::from_utf8_lossy(&bytes), |file| file.exists())?;
    // As people here would name it.
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    Some(below(&here, &here, &then).unwrap_or(then))
}

/// The plans that were found here at a commit and are gone: no file is there, and none of the `plans` that
/// are was moved from there.
pub(super) fn gone(revision: &Revision, plans: &[PathBuf]) -> Vec<PathBuf> {
    let then = find::here(revision).into_iter().filter(|plan| Disk.canonical(plan).is_err());
    let mut then: Vec<PathBuf> = then.collect();
    if !then.is_empty() {
        let new = plans.iter().filter(|plan| revision.canonical(plan).is_err());
        let moved: Vec<_> = new.filter_map(|plan| revision.canonical(&moved(revision, plan)?).ok()).collect();
        then.retain(|plan| revision.canonical(plan).is_ok_and(|plan| !moved.contains(&plan)));
    }
    then
}
