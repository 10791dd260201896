//! Whether a file could be saved as things are, or run.

use std::path::Path;

/// Why a file could not be saved as things are, in words; `None` where it could, or where it is gone. Nothing
/// is written or changed to find that out.
#[must_use]
pub fn unwritable(path: &Path) -> Option<&'static str> {
    let about = std::fs::metadata(path).ok()?;
    if about.permissions().readonly() {
        return Some("it is read-only");
    }
    refused(path).map(|refusal| match refusal {
        Refusal::FileSystem => "its file system is read-only",
        Refusal::Permission => "writing it is not permitted",
    })
}

/// Whether a file is there that may be run.
#[must_use]
pub fn may_run(path: &Path) -> bool {
    path.is_file() && runnable(path)
}

#[cfg(unix)]
fn runnable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn runnable(_: &Path) -> bool {
    true
}

enum Refusal {
    FileSystem,
    Permission,
}

#[cfg(unix)]
fn refused(path: &Path) -> Option<Refusal> {
    use rustix::fs::{Access, access};
    use rustix::io::Errno;
    match access(path, Access::WRITE_OK) {
        Err(Errno::ROFS) => Some(Refusal::FileSystem),
        Err(Errno::ACCESS | Errno::PERM) => Some(Refusal::Permission),
        _ => None,
    }
}

#[cfg(not(unix))]
fn refused(_: &Path) -> Option<Refusal> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_is_read_only_is_known_without_being_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        assert_eq!(unwritable(&path), None, "what is gone is another matter");
        std::fs::write(&path, "format = 1\n").unwrap();
        assert_eq!(unwritable(&path), None);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        let before = std::fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(unwritable(&path), Some("it is read-only"));
        let about = std::fs::metadata(&path).unwrap();
        assert_eq!((about.permissions().mode() & 0o777, about.modified().unwrap()), (0o444, before));
    }
}
