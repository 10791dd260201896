//! The calls that saving makes of the file system, one by one, so that a test can have each of them fail.

use std::fs::File;
use std::io::{Error, ErrorKind, Result, Write as _};
use std::path::Path;

use super::lock::Lock;

/// What saving asks of the file system.
pub(super) trait Calls {
    /// Holds off other runs of this program in a folder; `None` where the file system knows no locks.
    fn lock(&self, folder: &Path) -> std::result::Result<Option<Lock>, String> {
        Lock::of(folder)
    }
    /// A new file for writing that nobody else may read yet.
    fn create(&self, path: &Path) -> Result<File>;
    /// A file that is there, for writing over it.
    fn open(&self, path: &Path) -> Result<File>;
    /// Writes some of the bytes, and says how many.
    fn write(&self, file: &mut File, bytes: &[u8]) -> Result<usize>;
    /// Makes a file as long as this.
    fn cut(&self, file: &File, length: u64) -> Result<()>;
    /// Gives a file the group, the mode and the attributes of another.
    fn dress(&self, file: &File, like: &File) -> Result<()>;
    /// Brings what was written to the disk.
    fn sync(&self, file: &File) -> Result<()>;
    /// Brings the names in a folder to the disk.
    fn sync_folder(&self, folder: &Path) -> Result<()>;
    /// Has two files take each other's name.
    fn exchange(&self, one: &Path, other: &Path) -> Result<()>;
    /// Has a file take another's name.
    fn rename(&self, from: &Path, to: &Path) -> Result<()>;
    /// Takes a file away.
    fn remove(&self, path: &Path) -> Result<()>;
    /// All that is in a file.
    fn read(&self, path: &Path) -> Result<Vec<u8>>;
}

/// The file system itself.
pub(super) struct System;

impl Calls for System {
    fn create(&self, path: &Path) -> Result<File> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)
    }

    fn open(&self, path: &Path) -> Result<File> {
        File::options().write(true).open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> Result<usize> {
        file.write(bytes)
    }

    fn cut(&self, file: &File, length: u64) -> Result<()> {
        file.set_len(length)
    }

    #[cfg(unix)]
    fn dress(&self, file: &File, like: &File) -> Result<()> {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
        let (own, about) = (file.metadata()?, like.metadata()?);
        if own.gid() != about.gid() {
            fchown(file, None, Some(about.gid()))?;
        }
        file.set_permissions(std::fs::Permissions::from_mode(about.permissions().mode() & 0o7777))?;
        attributes(file, like)
    }

    #[cfg(not(unix))]
    fn dress(&self, file: &File, like: &File) -> Result<()> {
        file.set_permissions(like.metadata()?.permissions())
    }

    fn sync(&self, file: &File) -> Result<()> {
        file.sync_all()
    }

    fn sync_folder(&self, folder: &Path) -> Result<()> {
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn exchange(&self, one: &Path, other: &Path) -> Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn exchange(&self, _: &Path, _: &Path) -> Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> Result<()> {
        std::fs::remove_file(path)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>> {
        std::fs::read(path)
    }
}

/// Gives a file the extended attributes of another, and with them its access list.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn attributes(file: &File, like: &File) -> Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    use rustix::io::Errno;
    let mut names = vec![0; 1 << 16];
    let length = match flistxattr(like, &mut *names) {
        Ok(length) => length,
        // A file system without any.
        Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let names = names.get(..length).unwrap_or_default();
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        // The system's own labels are set by the system.
        if name.starts_with(b"security.") || name.starts_with(b"trusted.") {
            continue;
        }
        let mut value = vec![0; 1 << 16];
        let length = fgetxattr(like, name, &mut *value)?;
        fsetxattr(file, name, value.get(..length).unwrap_or_default(), XattrFlags::empty())?;
    }
    Ok(())
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn attributes(_: &File, _: &File) -> Result<()> {
    Ok(())
}

/// Writes all of the bytes.
pub(super) fn write_all(calls: &dyn Calls, file: &mut File, bytes: &[u8]) -> Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match calls.write(file, rest) {
            Ok(0) => return Err(Error::from(ErrorKind::WriteZero)),
            Ok(some) => rest = rest.get(some..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What an error means, in words, with the name of its number.
pub(super) fn words(error: &Error) -> String {
    let (name, meaning) = match error.kind() {
        ErrorKind::StorageFull => ("ENOSPC", "the disk is full"),
        ErrorKind::QuotaExceeded => ("EDQUOT", "the quota of the disk is used up"),
        ErrorKind::FileTooLarge => ("EFBIG", "it is larger than a file may be here"),
        ErrorKind::ReadOnlyFilesystem => ("EROFS", "its file system is read-only"),
        ErrorKind::PermissionDenied => return "writing it is not permitted".to_owned(),
        ErrorKind::NotFound => return "its folder is gone".to_owned(),
        ErrorKind::Interrupted => ("EINTR", "it was interrupted"),
        ErrorKind::ResourceBusy => ("EBUSY", "it is in use"),
        ErrorKind::CrossesDevices => ("EXDEV", "it is a file system of its own"),
        _ if error.raw_os_error() == Some(5) && cfg!(unix) => ("EIO", "the disk has a fault"),
        _ => return error.to_string(),
    };
    format!("{meaning} ({name})")
}
