//! The last commit: the plan as it stands there, and the next one.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::editor;
use crate::disk::{Disk, Store as _};
use crate::git;
use crate::safe;
use crate::source::{Limits, Read, Source};
use crate::tui::past::Recalled;
use crate::workspace::Workspace;

/// Where a plan is read from, at whatever revision.
pub(super) struct Spot {
    /// Its first file.
    file: PathBuf,
    /// The paths that it is read from.
    paths: Vec<PathBuf>,
    /// How much of it is read.
    limits: Limits,
    /// The day that the plan is looked at, where it is another than its own.
    as_of: Option<NaiveDate>,
}

impl Spot {
    /// That of an open plan.
    ///
    /// # Errors
    /// In words, where no file of it is known.
    pub(super) fn of(work: &Workspace) -> Result<Self, String> {
        // A scenario is of the plan beside it, and its files are the same.
        let draft = work.draft.as_ref().ok_or("this plan is only looked at")?;
        let file = draft.source().canonical(0).ok_or("the plan has no file")?.to_path_buf();
        Ok(Self { file, paths: draft.paths().to_vec(), limits: draft.limits(), as_of: work.as_of })
    }

    /// Its first file.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// How much of it is read.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// The plan at a revision, wherever it lay then.
    ///
    /// # Errors
    /// In words, where it cannot be read there.
    fn read(&self, revision: &git::Revision) -> Result<Read, String> {
        let read = match revision.canonical(&self.file) {
            Ok(_) => None,
            Err(_) => self.moved(revision).map(|then| Source::read(revision, &[then], self.limits)),
        };
        let read = read.unwrap_or_else(|| Source::read(revision, &self.paths, self.limits));
        read.map_err(|unreadable| unreadable.fault.message)
    }

    /// Where its first file stood that is not at its place there, since it was moved or renamed.
    fn moved(&self, revision: &git::Revision) -> Option<PathBuf> {
        let bytes = Disk.read(&self.file, self.limits.file).ok()?;
        let is_there = |file: &Path| Disk.canonical(file).is_ok();
        revision.moved(&self.file, &String::from_utf8_lossy(&bytes), is_there)
    }

    /// The plan at the last commit.
    ///
    /// # Errors
    /// In words, where there is no repository, no commit, or no plan at it.
    pub(super) fn at_last_commit(&self) -> Result<Box<Recalled>, String> {
        let commit = git::head(self.folder()).map_err(|refused| refused.message)?;
        let revision = git::Revision::open(self.folder(), "HEAD").map_err(|refused| refused.message)?;
        let read = self.read(&revision).map_err(|why| format!("it is not in {commit}: {why}"))?;
        Ok(Box::new(Recalled::of(commit, read, self.as_of)))
    }

    /// The plan at a revision or a day, with a name for people: what was typed, and the day.
    ///
    /// # Errors
    /// In words, where there is no such commit, or no plan at it.
    pub(super) fn at(&self, words: &str) -> Result<Box<Recalled>, String> {
        let (commit, day) = git::resolved(self.folder(), words).map_err(|refused| refused.message)?;
        let revision = git::Revision::open(self.folder(), &commit).map_err(|refused| refused.message)?;
        let read = self.read(&revision).map_err(|why| format!("the plan is not in {words}: {why}"))?;
        let shown = day.parse().map_or(day, crate::wording::date);
        let typed_day = words.parse::<NaiveDate>().is_ok();
        let name = if typed_day { format!("{commit} ({shown})") } else { format!("{words} ({shown})") };
        Ok(Box::new(Recalled::of(safe::line(&name).into_owned(), read, self.as_of)))
    }
}

/// An open plan at a revision or a day, as the baseline to begin with.
///
/// # Errors
/// In words, where there is no such commit, or no plan at it.
pub fn recalled(work: &Workspace, words: &str) -> Result<Box<Recalled>, String> {
    Spot::of(work)?.at(words)
}

/// Commits files, with the message in the user's editor first, and says how that went.
pub(super) fn commit(editor: &str, files: &[PathBuf], message: &str) -> String {
    let folder = files.first().and_then(|file| file.parent()).unwrap_or(Path::new("."));
    let mut committing = match git::committing(folder, files, message) {
        Ok(committing) => committing,
        Err(refused) => return format!("Not committed: {}", safe::line(&refused.message)),
    };
    if !editor.is_empty() {
        committing.command.env("GIT_EDITOR", editor);
    }
    let why = match editor::run(&mut committing.command) {
        Ok(status) if status.success() => {
            return match git::head(folder) {
                Ok(name) => format!("Committed as {name}; nothing was pushed"),
                Err(refused) => format!("Committed; {}", refused.message),
            };
        }
        Ok(status) => format!("git {}", editor::how(status)),
        Err(error) => format!("git could not be started: {error}"),
    };
    match committing.give_up() {
        Ok(()) => format!("Not committed: {why}"),
        Err(refused) => format!("Not committed: {why}; {}", safe::line(&refused.message)),
    }
}
