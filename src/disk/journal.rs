//! The journal of what is not saved yet: kept in the user's state folder, so that a crash loses no edit.
//!
//! It holds the whole text of every changed file, and the text that the edits began from. It is offered when
//! the plan is opened again, and never applied unasked. Where the file has changed since, the three texts are
//! there to be brought together.
//!
//! Each session that has a plan open has a journal of its own, held by a lock that ends with the process
//! however that ends: no session is offered what another one is still at.

use std::fs::{File as Opened, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::leftover::digest;
use super::{Disk, Fault, Replacement, Store as _, write};

/// The version of what is written.
const VERSION: u32 = 2;
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
    /// The digest of `files` as JSON: a journal that was cut short is none.
    digest: String,
    files: Vec<File>,
}

#[derive(Serialize, Deserialize)]
struct File {
    path: String,
    old: String,
    text: String,
}

impl Journal {
    /// The journal of the plan whose own file is at `plan`, in a state folder: the one that an ended session
    /// left, or else one that no session has. `None` where more sessions have the plan open than are kept.
    ///
    /// # Errors
    /// A [`Fault`], where there is no such folder and it cannot be made.
    pub fn of(state: &Path, plan: &Path) -> Result<Option<Self>, Fault> {
        let name = plan.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let key = digest(plan.as_os_str().as_encoded_bytes());
        let folder = state.join("journal");
        own_folder(&folder)?;
        let mut free = None;
        for session in 1..=SESSIONS {
            let file = folder.join(format!("{name}.{key:016x}.{session}"));
            let path = file.with_added_extension("json");
            let left = path.exists();
            // One that was never held is free, and so are all that come after it.
            let known = file.with_added_extension("lock").exists();
            if (left || free.is_none())
                && let Some(lock) = lock(&file.with_added_extension("lock"))?
            {
                let journal = Self { path, _lock: lock };
                if left {
                    return Ok(Some(journal));
                }
                free = free.or(Some(journal));
            }
            if !known {
                break;
            }
        }
        Ok(free)
    }

    /// Writes down what is not saved yet, in place of what it held; nothing to save clears it.
    ///
    /// # Errors
    /// A [`Fault`], where it cannot be written.
    pub fn keep(&self, changes: &[Replacement]) -> Result<(), Fault> {
        if changes.is_empty() {
            return self.clear();
        }
        let file = |change: &Replacement| File {
            path: change.path.to_string_lossy().into_owned(),
            old: String::from_utf8_lossy(&change.old).into_owned(),
            text: String::from_utf8_lossy(&change.new).into_owned(),
        };
        let files: Vec<File> = changes.iter().map(file).collect();
        let written = Written { version: VERSION, digest: checked(&files), files };
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
    pub fn kept(&self) -> Result<Option<Vec<Kept>>, Fault> {
        let bytes = match Disk.read(&self.path, LIMIT) {
            Ok(bytes) => bytes,
            Err(fault) if fault.absent => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let written: Written = serde_json::from_slice(&bytes)
            .map_err(|_| Fault::saying("the journal of unsaved edits is damaged"))?;
        if written.version != VERSION {
            return Err(Fault::saying("the journal of unsaved edits is of another version of swell"));
        }
        if checked(&written.files) != written.digest {
            return Err(Fault::saying("the journal of unsaved edits is damaged"));
        }
        let kept = written.files.into_iter().map(|File { path, old, text }| {
            let path = PathBuf::from(path);
            let now = Disk.read(&path, LIMIT).ok();
            Kept { fits: now.is_some_and(|now| now == old.as_bytes()), path, old, text }
        });
        Ok(Some(kept.collect()))
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

fn checked(files: &[File]) -> String {
    format!("{:016x}", digest(&serde_json::to_vec(files).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture() -> (tempfile::TempDir, Journal, Replacement) {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("plan.toml");
        std::fs::write(&plan, "old").unwrap();
        let journal = Journal::of(&folder.path().join("state"), &plan).unwrap().unwrap();
        (folder, journal, Replacement { path: plan, old: b"old".to_vec(), new: b"new".to_vec() })
    }

    #[test]
    fn what_is_kept_is_given_back_until_it_is_saved() {
        let (_folder, journal, change) = fixture();
        assert_eq!(journal.kept().unwrap(), None);
        journal.keep(std::slice::from_ref(&change)).unwrap();
        let kept = Kept { path: change.path.clone(), old: "old".into(), text: "new".into(), fits: true };
        assert_eq!(journal.kept().unwrap(), Some(vec![kept.clone()]));
        std::fs::write(&change.path, "somebody else's").unwrap();
        assert_eq!(journal.kept().unwrap(), Some(vec![Kept { fits: false, ..kept }]));
        journal.keep(&[]).unwrap();
        assert_eq!(journal.kept().unwrap(), None);
        journal.clear().unwrap();
    }

    #[test]
    fn what_a_session_is_at_is_offered_to_none_until_it_has_ended() {
        let (folder, first, change) = fixture();
        let open = || Journal::of(&folder.path().join("state"), &change.path).unwrap().unwrap();
        first.keep(std::slice::from_ref(&change)).unwrap();
        let second = open();
        assert_eq!(second.kept().unwrap(), None);
        second.keep(&[Replacement { new: b"other".to_vec(), ..change.clone() }]).unwrap();
        let texts = |of: &Journal| of.kept().unwrap().map(|kept| kept[0].text.clone());
        assert_eq!([texts(&first), texts(&second)], [Some("new".into()), Some("other".into())]);
        // The second ends with something unsaved: the next session is offered that, and no other is.
        drop(second);
        let next = open();
        assert_eq!(texts(&next), Some("other".into()));
        assert_eq!(texts(&open()), None);
        drop(first);
        assert_eq!(texts(&open()), Some("new".into()));
        next.clear().unwrap();
        drop(next);
        open().clear().unwrap();
        assert_eq!(texts(&open()), None);
        assert_eq!(
            texts(&Journal::of(&folder.path().join("state"), Path::new("other.toml")).unwrap().unwrap()),
            None
        );
    }

    #[test]
    fn a_journal_that_is_cut_short_or_altered_is_none() {
        let (_folder, journal, change) = fixture();
        journal.keep(&[change]).unwrap();
        let whole = std::fs::read(&journal.path).unwrap();
        for length in 0..whole.len() {
            std::fs::write(&journal.path, &whole[..length]).unwrap();
            assert!(journal.kept().is_err(), "{length}");
        }
        let altered = String::from_utf8(whole.clone()).unwrap();
        for (from, to) in [("\"new\"", "\"nex\""), ("\"version\":2", "\"version\":3")] {
            std::fs::write(&journal.path, altered.replace(from, to)).unwrap();
            assert!(journal.kept().is_err(), "{from}");
        }
        std::fs::write(&journal.path, vec![0; whole.len()]).unwrap();
        assert!(journal.kept().is_err());
    }
}
