//! Where copies stand of files whose own folder takes none: it is read-only, while the files are not.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::own_name::digest;

/// Where such folders are made, if anywhere.
static SPARE: OnceLock<PathBuf> = OnceLock::new();

/// Has files in read-only folders saved in place, with their copies below a folder of the user's own. Without
/// that they are not saved. The first folder that is named holds.
pub fn keep_copies_in(state: &Path) {
    let _ = SPARE.set(state.join("saving"));
}

/// Where the spare folders are.
pub(super) fn spare() -> Option<&'static Path> {
    SPARE.get().map(PathBuf::as_path)
}

/// The spare folder of a folder.
pub(super) fn of(spare: &Path, folder: &Path) -> PathBuf {
    spare.join(format!("{:016x}", digest(folder.as_os_str().as_encoded_bytes())))
}

/// Makes a spare folder that nobody else may look into.
pub(super) fn made(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
