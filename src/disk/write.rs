//! Writing: files are replaced whole, or left as they are.

use std::fs::{File, Metadata};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Disk, Fault, Store};

/// A file that is to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Where it really is, with links followed.
    pub path: PathBuf,
    /// What is in it, as it was read.
    pub old: Vec<u8>,
    /// What is to be in it.
    pub new: Vec<u8>,
}

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritten {
    /// The file.
    pub path: PathBuf,
    /// Why, in words.
    pub message: String,
    /// Whether it is because somebody else changed the file since it was read.
    pub changed: bool,
    /// How many files before it were written.
    pub written: usize,
}

/// Replaces some files. Each one holds its old content or its new one at every instant: the new one is
/// written beside it, brought to the disk, and takes its name. All are written before the first takes
/// its name, and a file that is not any more what was read is not touched.
///
/// # Errors
/// [`Unwritten`], with the first file that could not be replaced.
pub fn replace(files: &[Replacement]) -> Result<(), Unwritten> {
    let failed = |file: &Replacement, why: Why, written: usize| Unwritten {
        path: file.path.clone(),
        changed: matches!(why, Why::Changed),
        message: match why {
            Why::Changed => "it changed since it was read".to_owned(),
            Why::Fault(fault) => fault.message,
        },
        written,
    };
    let mut staged = Vec::with_capacity(files.len());
    for file in files {
        staged.push(Staged::new(file).map_err(|why| failed(file, why, 0))?);
    }
    for (written, (file, staged)) in files.iter().zip(staged).enumerate() {
        staged.take_its_name(file).map_err(|why| failed(file, why, written))?;
    }
    Ok(())
}

enum Why {
    Changed,
    Fault(Fault),
}

impl From<std::io::Error> for Why {
    fn from(error: std::io::Error) -> Self {
        Self::Fault(match error.kind() {
            std::io::ErrorKind::PermissionDenied => Fault::saying("writing it is not permitted"),
            _ => Fault::of(&error),
        })
    }
}

/// The new content of a file, on the disk beside it. It goes again unless it takes the file's name.
struct Staged {
    path: PathBuf,
    done: bool,
}

impl Staged {
    fn new(file: &Replacement) -> Result<Self, Why> {
        is_as_it_was(file)?;
        let about = std::fs::metadata(&file.path)?;
        if about.permissions().readonly() {
            return Err(Why::Fault(Fault::saying("it is read-only")));
        }
        if names(&about) > 1 {
            let message = "it has several names on the disk, and only one of them would be changed";
            return Err(Why::Fault(Fault::saying(message)));
        }
        let (mut beside, path) = beside(&file.path)?;
        // From here on the file goes again when something fails.
        let staged = Self { path, done: false };
        beside.write_all(&file.new)?;
        like(&beside, &about)?;
        beside.sync_all()?;
        Ok(staged)
    }

    fn take_its_name(mut self, file: &Replacement) -> Result<(), Why> {
        is_as_it_was(file)?;
        std::fs::rename(&self.path, &file.path)?;
        self.done = true;
        // The new name is on the disk once the folder is.
        if let Some(folder) = file.path.parent().filter(|_| cfg!(unix)) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn is_as_it_was(file: &Replacement) -> Result<(), Why> {
    match Disk.read(&file.path, file.old.len() as u64) {
        Ok(bytes) if bytes == file.old => Ok(()),
        Ok(_) => Err(Why::Changed),
        Err(fault) if fault.absent => Err(Why::Changed),
        // Larger than what was read, or no file any more.
        Err(fault) if std::fs::metadata(&file.path).is_err() => Err(Why::Fault(fault)),
        Err(_) => Err(Why::Changed),
    }
}

/// A new file beside another, which nobody else may read yet.
fn beside(path: &Path) -> Result<(File, PathBuf), Why> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for attempt in 0..100 {
        let beside = path.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Why::Fault(Fault::saying("its folder is full of files that an earlier run left behind")))
}

/// Gives a file the owner, as far as that is allowed, and the mode of another.
#[cfg(unix)]
fn like(file: &File, about: &Metadata) -> Result<(), Why> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (about.uid(), about.gid()) {
        let whole = fchown(file, Some(about.uid()), Some(about.gid()));
        let _ = whole.or_else(|_| fchown(file, None, Some(about.gid())));
    }
    file.set_permissions(std::fs::Permissions::from_mode(about.permissions().mode() & 0o7777))?;
    Ok(())
}

#[cfg(not(unix))]
fn like(file: &File, about: &Metadata) -> Result<(), Why> {
    Ok(file.set_permissions(about.permissions())?)
}

/// How many names a file has.
#[cfg(unix)]
fn names(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(about)
}

#[cfg(not(unix))]
fn names(_: &Metadata) -> u64 {
    1
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn replacement(path: &Path, old: &str, new: &str) -> Replacement {
        Replacement { path: path.to_path_buf(), old: old.into(), new: new.into() }
    }

    fn listed(folder: &Path) -> Vec<String> {
        Disk.list(folder).unwrap_or_default().into_iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn a_file_is_replaced_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        replace(&[replacement(&path, "old", "new")]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(listed(folder.path()), ["plan.toml"]);
    }

    #[test]
    fn nothing_is_written_where_one_file_changed_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["a", "b"].map(|name| folder.path().join(name));
        std::fs::write(&one, "old").unwrap();
        std::fs::write(&two, "other, and longer").unwrap();
        let unwritten =
            replace(&[replacement(&one, "old", "new"), replacement(&two, "old", "new")]).unwrap_err();
        assert!(unwritten.changed && unwritten.written == 0 && unwritten.path == two);
        assert_eq!(std::fs::read(&one).unwrap(), b"old");
        assert_eq!(listed(folder.path()), ["a", "b"]);
    }

    #[test]
    fn what_would_lose_something_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "old").unwrap();
        std::fs::hard_link(&path, folder.path().join("b")).unwrap();
        assert!(replace(&[replacement(&path, "old", "new")]).unwrap_err().message.contains("several names"));
        std::fs::remove_file(folder.path().join("b")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        assert!(replace(&[replacement(&path, "old", "new")]).unwrap_err().message.contains("read-only"));
        assert_eq!(listed(folder.path()), ["a"]);
    }
}
