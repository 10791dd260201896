//! Writing files of our own making: whole or not at all. What a run that was killed left beside them is
//! recognised by its name, and cleared up by the next.

use std::fs::File;
use std::io::{Error, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::Fault;
use super::calls::{Calls as _, System, words};
use super::leftover;
use super::lock::Lock;
use super::own_name::own_name;

/// Writes a file that is not there yet, whole or not at all, with the folders above it.
///
/// # Errors
/// A [`Fault`], where there is something at the path already, or it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let _lock = cleared(path)?;
    let beside = beside(path, bytes)?;
    // A link takes a name only where it is free; renaming would take it from whoever has it.
    let mut linked = std::fs::hard_link(&beside, path);
    if linked.as_ref().is_err_and(knows_no_links) {
        linked = File::create_new(path).and_then(|mut file| {
            let written = file.write_all(bytes).and_then(|()| file.sync_all());
            written.inspect_err(|_| drop(std::fs::remove_file(path)))
        });
    }
    let _ = std::fs::remove_file(&beside);
    linked.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Fault::saying("there is a file of that name already"),
        _ => fault(&error),
    })?;
    sync_folder(path);
    Ok(())
}

/// Whether a file system has no links at all.
fn knows_no_links(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// Writes a file in place of the one that may be there: whoever reads it sees the old bytes or the new.
/// It keeps the permissions of the old one, and a symbolic link stays one.
///
/// # Errors
/// A [`Fault`], where it cannot be written; the old file is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let _lock = cleared(path)?;
    let beside = beside(path, bytes)?;
    let permissions = std::fs::metadata(path).map(|about| about.permissions());
    let kept = permissions.map_or(Ok(()), |permissions| std::fs::set_permissions(&beside, permissions));
    kept.and_then(|()| std::fs::rename(&beside, path)).map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        fault(&error)
    })?;
    sync_folder(path);
    Ok(())
}

/// Removes a file of our own making.
///
/// # Errors
/// A [`Fault`], where it cannot be removed.
pub fn remove(path: &Path) -> Result<(), Fault> {
    std::fs::remove_file(path).map_err(|error| fault(&error))?;
    sync_folder(path);
    Ok(())
}

/// A copy of a text for another program: in a folder of its own, into which nobody else may look. It stays, however
/// we end, until it is [taken away](Self::take_away).
pub struct Lent {
    folder: PathBuf,
    path: PathBuf,
}

impl Lent {
    /// Writes the copy below a folder, under the name of `like`, by whose ending programs know what it is.
    ///
    /// # Errors
    /// A [`Fault`], where it cannot be written.
    pub fn new(below: &Path, like: &Path, text: &str) -> Result<Self, Fault> {
        let name = like.file_name().ok_or_else(|| Fault::saying("it has no name"))?;
        for nth in 1..1000 {
            let folder = below.join(format!("swell-{}-{nth}", std::process::id()));
            let mut builder = std::fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            match builder.create(&folder) {
                // Whoever has that name: it is not ours.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                made => made.map_err(|error| fault(&error))?,
            }
            let lent = Self { path: folder.join(name), folder };
            let written = System.create(&lent.path).and_then(|mut file| file.write_all(text.as_bytes()));
            return match written {
                Ok(()) => Ok(lent),
                Err(error) => {
                    lent.take_away();
                    Err(fault(&error))
                }
            };
        }
        Err(Fault::saying("too many copies are there already"))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes it away, with all that was put beside it.
    pub fn take_away(self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Makes the folder of a file where it is missing, and clears up there. Until the lock that this gives goes,
/// no other run does.
fn cleared(path: &Path) -> Result<Option<Lock>, Fault> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() {
        std::fs::create_dir_all(folder).map_err(|error| fault(&error))?;
    }
    let lock = Lock::of(folder).map_err(Fault::saying)?;
    if lock.is_some() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        leftover::cleared(&System, folder, None);
    }
    Ok(lock)
}

/// Writes the bytes, durably, to a file of its own in the folder of `path`.
fn beside(path: &Path, bytes: &[u8]) -> Result<PathBuf, Fault> {
    if path.file_name().is_none() {
        return Err(Fault::saying("the path names no file"));
    }
    for nth in 0..100 {
        let beside = path.with_file_name(own_name(path, b"", bytes, nth));
        let mut file = match File::create_new(&beside) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(fault(&error)),
        };
        return match file.write_all(bytes).and_then(|()| file.sync_all()) {
            Ok(()) => Ok(beside),
            Err(error) => {
                let _ = std::fs::remove_file(&beside);
                Err(fault(&error))
            }
        };
    }
    Err(Fault::saying("the folder is full of unfinished files"))
}

/// Makes the name of a file as durable as its bytes, where folders can be.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

fn fault(error: &Error) -> Fault {
    Fault::saying(words(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{Disk, Store as _};

    #[test]
    fn a_copy_that_is_lent_is_for_its_user_alone_and_goes_with_what_is_beside_it() {
        let below = tempfile::tempdir().unwrap();
        let like = Path::new("/plans/a plan.toml");
        let [one, other] = ["one", "other"].map(|text| Lent::new(below.path(), like, text).unwrap());
        assert_ne!(one.path(), other.path());
        for (lent, text) in [(&one, "one"), (&other, "other")] {
            assert_eq!(std::fs::read_to_string(lent.path()).unwrap(), text);
            assert_eq!(lent.path().file_name(), like.file_name());
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
                assert_eq!((mode(lent.path()), mode(&lent.folder)), (0o600, 0o700));
            }
        }
        let (path, kept) = (one.path().to_path_buf(), other.path().to_path_buf());
        std::fs::write(path.with_file_name("a plan.toml~"), "as it was").unwrap();
        one.take_away();
        drop(other);
        assert!(!path.parent().unwrap().exists() && kept.exists());
    }

    #[test]
    fn a_file_is_written_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/file");
        write_new(&path, b"one").unwrap();
        assert!(write_new(&path, b"two").unwrap_err().message.contains("already"));
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        write(&path, b"three").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"three");
        assert_eq!(Disk.list(path.parent().unwrap()).unwrap().len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn writing_keeps_permissions_and_links() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        assert!(write_new(&link, b"new").is_err());
        write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
