//! The one place that touches files.
//!
//! What is read comes through a [`Store`], so that a plan can as well be read from memory, from
//! standard input, or from a revision of git.

mod access;
mod calls;
mod imprint;
mod journal;
mod leftover;
mod limit;
mod lock;
mod overlay;
mod own_name;
mod replacement;
mod snapshot;
mod spare;
mod write;

pub use access::{may_run, unwritable};
pub use imprint::{Imprint, holds, imprint, is_gone, plan_files, write_again};
pub use journal::{Journal, Journals, Kept, Unsaved};
pub use limit::fail_at_limits;
pub use overlay::Overlay;
pub use own_name::with_ending;
pub use replacement::Replacement;
pub use snapshot::{Snapshot, Way};
pub use spare::keep_copies_in;
pub use write::{Saved, Unwritten, recover, replace};

mod create;

pub use create::{Lent, remove, write, write_new};

use crate::order::Order as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Where the files of a plan come from.
pub trait Store {
    /// The bytes of the file at `path`, at most `limit` of them.
    ///
    /// # Errors
    /// A [`Fault`] that says in words why the file cannot be read.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault>;

    /// The text of the file at `path`, to be shared, where the store has it at hand.
    fn held(&self, _path: &Path) -> Option<Arc<String>> {
        None
    }

    /// The names of what lies in the folder at `path`, sorted.
    ///
    /// # Errors
    /// A [`Fault`] that says in words why the folder cannot be listed.
    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault>;

    /// The path with symbolic links followed, by which two spellings of one file are known to be one.
    ///
    /// # Errors
    /// A [`Fault`] that says in words why there is no such file.
    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault>;

    /// Whether `path` is a folder.
    fn is_folder(&self, path: &Path) -> bool;
}

/// A file or folder in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// Whether it is itself a folder.
    pub folder: bool,
}

/// Why something could not be read, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What went wrong.
    pub message: String,
    /// Whether there is simply nothing at the path.
    pub absent: bool,
}

impl Fault {
    fn of(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let message = match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::PermissionDenied => "reading it is not permitted".to_owned(),
            #[cfg(unix)]
            _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                "its link leads in a circle".to_owned()
            }
            _ => error.to_string(),
        };
        Self { message, absent: error.kind() == ErrorKind::NotFound }
    }

    /// A fault in these words.
    pub(crate) fn saying(message: impl Into<String>) -> Self {
        Self { message: message.into(), absent: false }
    }

    /// That there is nothing at a path.
    pub(crate) fn absent() -> Self {
        Self { message: "there is no such file".into(), absent: true }
    }
}

/// The file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Store for Disk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
        // Opening first and asking the open file what it is leaves no gap in which it could change,
        // and without blocking: a pipe under the name of a plan must not hold the program up.
        let file = open(path).map_err(|error| Fault::of(&error))?;
        let about = file.metadata().map_err(|error| Fault::of(&error))?;
        if !about.is_file() {
            return Err(Fault::saying("it is not a regular file"));
        }
        let over = || {
            Fault::saying(format!("it is larger than the limit of {}; --max-bytes raises it", size(limit)))
        };
        if about.len() > limit {
            return Err(over());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| Fault::of(&error))?;
        if bytes.len() as u64 > limit {
            return Err(over());
        }
        Ok(bytes)
    }

    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|error| Fault::of(&error))? {
            let entry = entry.map_err(|error| Fault::of(&error))?;
            // A name that is not Unicode cannot be written in a plan: it is told with a mark in it, and is
            // the name of nothing.
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push(Entry { name, folder: entry.path().is_dir() });
        }
        entries.order();
        Ok(entries)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault> {
        path.canonicalize().map_err(|error| Fault::of(&error))
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }
}

#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

/// What comes in on standard input, at most `limit` bytes.
///
/// # Errors
/// A [`Fault`] that says in words why it cannot be read.
pub fn standard_input(limit: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock();
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| Fault::of(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Fault::saying(format!(
            "it is larger than the limit of {}; --max-bytes raises it",
            size(limit)
        )));
    }
    Ok(bytes)
}

/// The size of a file or folder, and when it was last changed.
pub type Stamp = (u64, std::time::SystemTime);

/// By what a change of a file or folder is seen without reading it: its size and when it was changed.
#[must_use]
pub fn stamp(path: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()?))
}

/// A number of bytes in words: `8 MiB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    match bytes {
        bytes if bytes >= MIB && bytes.is_multiple_of(MIB) => format!("{} MiB", bytes / MIB),
        bytes => format!("{bytes} bytes"),
    }
}

/// Files held in memory, by path.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: std::collections::BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Adds a file.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(tidy(&path.into()), bytes.into());
        self
    }
}

impl Store for Memory {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
        let bytes = self.files.get(&tidy(path)).ok_or_else(Fault::absent)?;
        if bytes.len() as u64 > limit {
            return Err(Fault::saying(format!("it is larger than the limit of {}", size(limit))));
        }
        Ok(bytes.clone())
    }

    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault> {
        let path = tidy(path);
        let mut entries: Vec<Entry> = Vec::new();
        for file in self.files.keys() {
            let Ok(below) = file.strip_prefix(&path) else { continue };
            let mut parts = below.components();
            let Some(Component::Normal(name)) = parts.next() else { continue };
            let entry = Entry { name: name.to_string_lossy().into_owned(), folder: parts.next().is_some() };
            if entries.last() != Some(&entry) {
                entries.push(entry);
            }
        }
        entries.order();
        Ok(entries)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault> {
        let path = tidy(path);
        if self.files.contains_key(&path) || self.is_folder(&path) {
            return Ok(path);
        }
        Err(Fault::absent())
    }

    fn is_folder(&self, path: &Path) -> bool {
        let path = tidy(path);
        !self.files.contains_key(&path) && self.files.keys().any(|file| file.starts_with(&path))
    }
}

/// `path` without `.` and with `..` taken back, by its letters alone.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.toml");
        let file = File::create(&path).unwrap();
        file.set_len(10 << 30).unwrap();
        let fault = Disk.read(&path, 8 << 20).unwrap_err();
        assert!(fault.message.contains("8 MiB"), "{}", fault.message);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_refused() {
        for path in ["/dev/zero", "/tmp"] {
            let fault = Disk.read(Path::new(path), 1 << 20).unwrap_err();
            assert!(fault.message.contains("regular file"), "{path}: {}", fault.message);
        }
    }

    #[test]
    fn memory_lists_like_a_folder() {
        let memory = Memory::default().with("p/plan.toml", "").with("p/record/a.toml", "").with("q/x", "");
        let names: Vec<_> =
            memory.list(Path::new("p/.")).unwrap().into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["plan.toml", "record"]);
        assert!(memory.is_folder(Path::new("p/record")) && !memory.is_folder(Path::new("p/plan.toml")));
    }
}
