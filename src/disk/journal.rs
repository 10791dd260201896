//! The journal of what is not saved yet: kept in the user's state folder, so that a crash loses no edit.
//!
//! It holds the whole text of every changed file, the text that the edits began from, and the scenarios that no
//! file has; while the plan is gone from the disk, every file of it. It is offered when the plan is opened again, and never applied unasked. Where the file has changed since, the three texts are
//! there to be brought together.
//!
//! Each session that has a plan open has a journal of its own, held by a lock that ends with the process
//! however that ends: no session is offered what another one is still at. What ended sessions left stays as
//! they left it until somebody has said what is to come of it.

use crate::order::Order as _;
use std::fs::{File as Opened, TryLockError};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::own_name::digest;
use super::{Disk, Fault, Replacement, Store as _, write};

/// The version of what is written.
const VERSION: u32 = 4;
/// More than all texts of a plan can take up, as JSON.
const LIMIT: u64 = 1 << 30;

/// So many sessions can have one plan open and be kept.
const SESSIONS: u32 = 64;

/// The journal of one plan, for one session.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    /// Held as long as the session lasts; none where the file system has no locks.
    _lock: Option<Opened>,
}

/// The journals of a plan, as a session finds them.
#[derive(Debug, Default)]
pub struct Journals {
    /// This session's own, which holds nothing yet; none where more sessions have left or hold one than are
    /// kept.
    pub own: Option<Journal>,
    /// Those that ended sessions left, the newest first.
    pub left: Vec<Journal>,
}

/// What a session had not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// When that was written down, for people: `2026-11-20 14:05 UTC`.
    pub written: Option<String>,
    /// The titles of its changes, in the order in which they were made.
    pub titles: Vec<String>,
    /// The files that they changed.
    pub files: Vec<Kept>,
    /// The scenarios that no file has, each in the words of such a file.
    pub scenarios: Vec<String>,
}

/// A file as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub path: PathBuf,
    /// The text that the edits began from.
    pub old: String,
    /// Its edited text.
    pub text: String,
    /// Whether what is on the disk is still what the edits began from.
    pub fits: bool,
}

impl Kept {
    /// Whether the file does not say so by now.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        Disk.read(&self.path, LIMIT).map_or(true, |now| now != self.text.as_bytes())
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    /// The digest of the rest as JSON: a journal that was cut short is none.
    digest: String,
    titles: Vec<String>,
    files: Vec<File>,
    scenarios: Vec<String>,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    path: String,
    old: String,
    text: String,
}

impl Journal {
    /// The journals of the plan whose own file is at `plan`, in a state folder.
    ///
    /// # Errors
    /// A [`Fault`], where there is no such folder and it cannot be made.
    pub fn all(state: &Path, plan: &Path) -> Result<Journals, Fault> {
        // The name is for people; what it is of, the key tells, and a long name leaves no room for that.
        let name: String = plan.file_name().unwrap_or_default().to_string_lossy().chars().take(40).collect();
        let key = digest(plan.as_os_str().as_encoded_bytes());
        let folder = state.join("journal");
        own_folder(&folder)?;
        let mut all = Journals::default();
        for session in 1..=SESSIONS {
            let file = folder.join(format!("{name}.{key:016x}.{session}"));
            let path = file.with_added_extension("json");
            let left = path.exists();
            // One that was never held is free, and so are all that come after it.
            let known = file.with_added_extension("lock").exists();
            if (left || all.own.is_none())
                && let Some(lock) = lock(&file.with_added_extension("lock"))?
            {
                let journal = Self { path, _lock: lock };
                match left {
                    true => all.left.push(journal),
                    false => all.own = Some(journal),
                }
            }
            if !known && all.own.is_some() {
                break;
            }
        }
        all.left.order_by_key(|journal| std::cmp::Reverse(journal.written()));
        Ok(all)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn written(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.path).ok()?.modified().ok()
    }

    /// Writes down what is not saved yet, with the titles of the changes and the scenarios that no file has, in
    /// place of what it held; nothing to save clears it.
    ///
    /// # Errors
    /// A [`Fault`], where it cannot be written.
    pub fn keep(
        &self,
        changes: &[Replacement],
        titles: Vec<String>,
        scenarios: Vec<String>,
    ) -> Result<(), Fault> {
        if changes.is_empty() && scenarios.is_empty() {
            return self.clear();
        }
        let file = |change: &Replacement| File {
            path: change.path.to_string_lossy().into_owned(),
            old: String::from_utf8_lossy(&change.old).into_owned(),
            text: String::from_utf8_lossy(&change.new).into_owned(),
        };
        let files: Vec<File> = changes.iter().map(file).collect();
        let digest = checked(&titles, &files, &scenarios);
        let written = Written { version: VERSION, digest, titles, files, scenarios };
        let bytes = serde_json::to_vec(&written).map_err(|error| Fault::saying(error.to_string()))?;
        if let Some(folder) = self.path.parent() {
            own_folder(folder)?;
        }
        write(&self.path, &bytes)
    }

    /// What it holds; `None` where there is nothing.
    ///
    /// # Errors
    /// A [`Fault`], where there is something that cannot be used: it was cut short, or another version of
    /// the program wrote it.
    pub fn kept(&self) -> Result<Option<Unsaved>, Fault> {
        let bytes = match Disk.read(&self.path, LIMIT) {
            Ok(bytes) => bytes,
            Err(fault) if fault.absent => return Ok(None),
            Err(fault) => return Err(fault),
        };
        // What another version wrote may have other keys.
        let version = serde_json::from_slice::<Version>(&bytes).map(|it| it.version);
        if version.is_ok_and(|version| version != VERSION) {
            return Err(Fault::saying("it is of another version of swell"));
        }
        let damaged = || Fault::saying("it is damaged");
        let Written { digest, titles, files, scenarios, .. } =
            serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        if checked(&titles, &files, &scenarios) != digest {
            return Err(damaged());
        }
        let kept = files.into_iter().map(|File { path, old, text }| {
            let path = PathBuf::from(path);
            match Disk.read(&path, LIMIT) {
                Ok(now) => Kept { fits: now == old.as_bytes(), path, old, text },
                // What was gone, and is gone still, begins from nothing: put back by an edit, or kept for being gone.
                Err(fault) if fault.absent && (old.is_empty() || old == text) => {
                    Kept { fits: true, path, old: String::new(), text }
                }
                Err(_) => Kept { fits: false, path, old, text },
            }
        });
        let written =
            self.written().map(|at| DateTime::<Utc>::from(at).format("%Y-%m-%d %H:%M UTC").to_string());
        Ok(Some(Unsaved { written, titles, files: kept.collect(), scenarios }))
    }

    /// Takes it away: everything is saved, or given up.
    ///
    /// # Errors
    /// A [`Fault`], where it cannot be taken away.
    pub fn clear(&self) -> Result<(), Fault> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::of(&error)),
            _ => Ok(()),
        }
    }
}

/// The folder of journals, which nobody else is to look into: a plan may hold what is private.
fn own_folder(folder: &Path) -> Result<(), Fault> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(|error| Fault::of(&error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let own = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder, own).map_err(|error| Fault::of(&error))?;
    }
    Ok(())
}

/// Takes a lock; `None` where another session holds it, `Some(None)` where the file system has none.
fn lock(path: &Path) -> Result<Option<Option<Opened>>, Fault> {
    let file = Opened::options().create(true).append(true).open(path).map_err(|error| Fault::of(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Some(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(_)) => Ok(Some(None)),
    }
}

fn checked(titles: &[String], files: &[File], scenarios: &[String]) -> String {
    format!("{:016x}", digest(&serde_json::to_vec(&(titles, files, scenarios)).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(folder: &tempfile::TempDir, plan: &Path) -> Journals {
        Journal::all(&folder.path().join("state"), plan).unwrap()
    }

    fn fixture() -> (tempfile::TempDir, Journal, Replacement) {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("plan.toml");
        std::fs::write(&plan, "old").unwrap();
        let journal = all(&folder, &plan).own.unwrap();
        (folder, journal, Replacement { path: plan, old: b"old".to_vec(), new: b"new".to_vec() })
    }

    fn keep(journal: &Journal, change: &Replacement) {
        journal.keep(std::slice::from_ref(change), vec!["set".into()], Vec::new()).unwrap();
    }

    #[test]
    fn what_is_kept_is_given_back_until_it_is_saved() {
        let (_folder, journal, change) = fixture();
        assert_eq!(journal.kept().unwrap(), None);
        keep(&journal, &change);
        let kept = Kept { path: change.path.clone(), old: "old".into(), text: "new".into(), fits: true };
        let now = || {
            let unsaved = journal.kept().unwrap().unwrap();
            assert!(unsaved.written.is_some() && unsaved.titles == ["set"]);
            unsaved.files
        };
        assert_eq!(now(), std::slice::from_ref(&kept));
        std::fs::write(&change.path, "somebody else's").unwrap();
        assert_eq!(now(), [Kept { fits: false, ..kept }]);
        let tried = vec!["scenario = 1".to_owned()];
        journal.keep(&[], Vec::new(), tried.clone()).unwrap();
        assert_eq!(journal.kept().unwrap().unwrap().scenarios, tried);
        journal.keep(&[], Vec::new(), Vec::new()).unwrap();
        assert_eq!(journal.kept().unwrap(), None);
        journal.clear().unwrap();
    }

    #[test]
    fn what_a_session_is_at_is_offered_to_none_until_it_has_ended() {
        let (folder, first, change) = fixture();
        let open = || all(&folder, &change.path);
        let text = |of: &Journal| of.kept().unwrap().map(|kept| kept.files[0].text.clone());
        let texts = |of: &Journals| of.left.iter().map(|it| text(it).unwrap()).collect::<Vec<_>>();
        keep(&first, &change);
        let second = open();
        assert_eq!(texts(&second), [""; 0]);
        let own = second.own.as_ref().unwrap();
        assert_eq!(text(own), None);
        keep(own, &Replacement { new: b"other".to_vec(), ..change.clone() });
        assert_eq!([text(&first), text(own)], [Some("new".into()), Some("other".into())]);
        // The second ends with something unsaved: the next session is offered that, and no other is.
        drop(second);
        let next = open();
        assert_eq!(texts(&next), ["other"]);
        assert_eq!(text(next.own.as_ref().unwrap()), None);
        assert_eq!(texts(&open()), [""; 0]);
        drop(next);
        drop(first);
        // Both have ended: both are offered, each for itself, and one that is dropped leaves the other.
        let both = open();
        let mut offered = texts(&both);
        offered.order();
        assert_eq!(offered, ["new", "other"]);
        assert!(both.left.iter().rev().is_sorted_by_key(Journal::written), "the newest first");
        let rest = texts(&both)[1..].to_vec();
        both.left[0].clear().unwrap();
        drop(both);
        assert_eq!(texts(&open()), rest);
        assert_eq!(texts(&all(&folder, Path::new("other.toml"))), [""; 0]);
    }

    #[test]
    fn a_journal_that_is_cut_short_or_altered_is_none_and_stays_what_it_is() {
        let (folder, journal, change) = fixture();
        keep(&journal, &change);
        let whole = std::fs::read(&journal.path).unwrap();
        for length in 0..whole.len() {
            std::fs::write(&journal.path, &whole[..length]).unwrap();
            assert!(journal.kept().is_err(), "{length}");
        }
        let altered = String::from_utf8(whole.clone()).unwrap();
        for (from, to) in [("\"new\"", "\"nex\""), ("\"set\"", "\"sat\""), ("\"version\":4", "\"version\":3")]
        {
            std::fs::write(&journal.path, altered.replace(from, to)).unwrap();
            assert!(journal.kept().is_err(), "{from}");
        }
        let zeros = vec![0; whole.len()];
        std::fs::write(&journal.path, &zeros).unwrap();
        assert!(journal.kept().is_err());
        // The next session writes to one of its own, and not over it.
        let path = journal.path.clone();
        drop(journal);
        let next = all(&folder, &change.path);
        keep(next.own.as_ref().unwrap(), &change);
        assert!(next.left.len() == 1 && std::fs::read(path).unwrap() == zeros);
    }
}
