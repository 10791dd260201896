//! A file that is to be replaced.

use std::path::PathBuf;

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

/// Why a file would be another one if it were replaced.
#[cfg(unix)]
pub(super) fn foreign(about: &std::fs::Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    if about.nlink() > 1 {
        return Some("it has several names");
    }
    (about.uid() != rustix::process::geteuid().as_raw()).then_some("it belongs to somebody else")
}

#[cfg(not(unix))]
pub(super) fn foreign(_: &std::fs::Metadata) -> Option<&'static str> {
    None
}
