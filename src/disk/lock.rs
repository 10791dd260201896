//! Holding off other runs of this program while one saves.

use std::fs::File;
use std::path::Path;

/// A folder in which no other run of the program saves for now. It ends with the process, however that
/// ends; and it holds off nobody else.
pub(super) struct Lock {
    _folder: File,
}

/// How long to wait for another run, in hundredths of a second.
const WAIT: u32 = 300;

impl Lock {
    /// The lock of a folder; `None` where the file system has none.
    ///
    /// # Errors
    /// Why in words, where another run holds it.
    #[cfg(unix)]
    pub(super) fn of(folder: &Path) -> Result<Option<Self>, String> {
        use rustix::fs::{FlockOperation, flock};
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let Ok(folder) = File::open(folder) else { return Ok(None) };
        for _ in 0..WAIT {
            match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Some(Self { _folder: folder })),
                Err(rustix::io::Errno::WOULDBLOCK) => {
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
                Err(_) => return Ok(None),
            }
        }
        Err("another run of swell is saving in it".to_owned())
    }

    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Result<Option<Self>, String> {
        Ok(None)
    }
}
