//! Saving: each file holds its old content or its new one at every instant, and what somebody else wrote
//! meanwhile is never lost.
//!
//! The new content is written beside the file, brought to the disk, and takes its place. Where the system
//! can, the two files exchange their names, and what came out is looked at: if it is not what was read,
//! they change back. All files are written before the first takes its place, and where one cannot, those
//! before it go back. A file that cannot be replaced (it has several names, belongs to somebody else, or is
//! a mount of its own) is written in place, with a full copy of the old content beside it until that is
//! done. What a run that was killed left behind is recognised by its name, and cleared up by the next.
//!
//! Not covered anywhere: a program that holds the old file open, and writes into it later.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::access::unwritable;
use super::calls::{Calls, System, words, write_all};
use super::leftover::{self, Mark};
use super::lock::Lock;

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

/// Why files were not written. They are as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritten {
    /// The file.
    pub path: PathBuf,
    /// Why, in words.
    pub message: String,
    /// Whether it is because somebody else changed the file since it was read.
    pub changed: bool,
}

/// What there is to say of files that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// What is out of the ordinary, a line each: "plan.toml was saved in place: it has several names".
    pub notes: Vec<String>,
}

/// Replaces some files, all of them or none.
///
/// # Errors
/// [`Unwritten`], with the first file that could not be replaced.
pub fn replace(files: &[Replacement]) -> Result<Saved, Unwritten> {
    replace_by(&System, files)
}

/// Completes or clears up what runs that were killed while they saved left in some folders, and says what
/// was done; where another run saves in one, that is left alone.
#[must_use]
pub fn recover(folders: &[PathBuf]) -> Vec<String> {
    let mut said = Vec::new();
    for folder in folders {
        if let Ok(Some(_lock)) = Lock::of(folder) {
            said.extend(leftover::cleared(&System, folder));
        }
    }
    said
}

/// Why a file is not written.
pub(super) enum Why {
    Changed,
    Saying(String),
    Failed(Error),
}

impl From<Error> for Why {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Why {
    fn at(self, path: &Path) -> Unwritten {
        let changed = matches!(self, Self::Changed);
        let message = match self {
            Self::Changed => "it changed since it was read".to_owned(),
            Self::Saying(message) => message,
            Self::Failed(error) => words(&error),
        };
        Unwritten { path: path.to_path_buf(), message, changed }
    }
}

pub(super) fn replace_by(calls: &dyn Calls, files: &[Replacement]) -> Result<Saved, Unwritten> {
    let mut saved = Saved::default();
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.path.parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    let mut locks = Vec::with_capacity(folders.len());
    for folder in folders {
        let lock = calls.lock(folder).map_err(|why| Why::Saying(why).at(folder))?;
        if lock.is_some() {
            saved.notes.extend(leftover::cleared(calls, folder));
        }
        locks.push(lock);
    }
    let mut staged: Vec<Staged<'_>> = Vec::with_capacity(files.len());
    for file in files {
        match Staged::new(calls, file) {
            Ok(one) => staged.push(one),
            Err(why) => {
                staged.iter().for_each(Staged::discard);
                return Err(why.at(&file.path));
            }
        }
    }
    let manifest = match leftover::announce(calls, &staged.iter().map(Staged::mark).collect::<Vec<_>>()) {
        Ok(manifest) => manifest,
        Err(error) => {
            staged.iter().for_each(Staged::discard);
            return Err(Why::from(error).at(&files[0].path));
        }
    };
    for nth in 0..staged.len() {
        if let Err(why) = staged[nth].install() {
            for before in staged[..nth].iter_mut().rev() {
                before.take_back();
            }
            staged.iter().for_each(Staged::discard);
            manifest.iter().for_each(|path| drop(calls.remove(path)));
            return Err(why.at(&files[nth].path));
        }
    }
    // From here on everything is in place; what cannot be cleared up now is cleared up by the next run.
    manifest.iter().for_each(|path| drop(calls.remove(path)));
    staged.iter().for_each(Staged::discard);
    saved.notes.extend(staged.iter().filter_map(Staged::note));
    Ok(saved)
}

/// How a file got its new content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// It has not yet.
    No,
    /// The two exchanged their names: the old content is beside it.
    Exchanged,
    /// The new one took its name, and the old content is gone from the disk.
    Renamed,
    /// It was written over.
    InPlace,
}

/// The new content of a file, on the disk beside it.
struct Staged<'a> {
    calls: &'a dyn Calls,
    file: &'a Replacement,
    beside: PathBuf,
    folder: PathBuf,
    /// Why it has to be written in place.
    in_place: Option<&'static str>,
    done: Done,
    /// Whether the file could be given neither content whole: what is beside it stays for the next run.
    torn: bool,
}

impl<'a> Staged<'a> {
    fn new(calls: &'a dyn Calls, file: &'a Replacement) -> Result<Self, Why> {
        is_as_it_was(calls, file)?;
        let own = File::open(&file.path)?;
        let about = own.metadata()?;
        if let Some(why) = unwritable(&file.path) {
            return Err(Why::Saying(why.to_owned()));
        }
        let folder = file.path.parent().map(Path::to_path_buf).unwrap_or_default();
        let (mut new, beside) = leftover::beside(calls, file)?;
        // From here on the file goes again when something fails.
        let mut staged =
            Self { calls, file, beside, folder, in_place: foreign(&about), done: Done::No, torn: false };
        let written = write_all(calls, &mut new, &file.new).and_then(|()| {
            if staged.in_place.is_none() && calls.dress(&new, &own).is_err() {
                staged.in_place = Some("its group or attributes could not be kept otherwise");
            }
            calls.sync(&new)
        });
        match written {
            Ok(()) => Ok(staged),
            Err(error) => {
                staged.discard();
                Err(error.into())
            }
        }
    }

    fn mark(&self) -> Mark {
        Mark { target: self.file.path.clone(), beside: self.beside.clone() }
    }

    fn install(&mut self) -> Result<(), Why> {
        is_as_it_was(self.calls, self.file)?;
        if self.in_place.is_none() {
            match self.replace() {
                Err(Why::Failed(error)) if cannot_be_replaced(&error) && self.done == Done::No => {
                    self.in_place = Some("it is a mount of its own");
                }
                done => return done.inspect_err(|_| self.take_back()),
            }
        }
        self.write_in_place()
    }

    fn replace(&mut self) -> Result<(), Why> {
        match self.calls.exchange(&self.beside, &self.file.path) {
            Ok(()) => {
                self.done = Done::Exchanged;
                // What came out is what somebody else may have written since it was last looked at.
                if self.calls.read(&self.beside)? != self.file.old {
                    return Err(Why::Changed);
                }
            }
            Err(error) if is_unknown(&error) => {
                self.calls.rename(&self.beside, &self.file.path)?;
                self.done = Done::Renamed;
                // The old content is gone: that its name may not be on the disk yet is no reason to fail.
                let _ = self.calls.sync_folder(&self.folder);
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
        Ok(self.calls.sync_folder(&self.folder)?)
    }

    fn write_in_place(&mut self) -> Result<(), Why> {
        let calls = self.calls;
        let backup = leftover::backup_of(&self.beside);
        let kept = calls.create(&backup).and_then(|mut file| {
            write_all(calls, &mut file, &self.file.old)?;
            calls.sync(&file)?;
            calls.sync_folder(&self.folder)
        });
        if let Err(error) = kept {
            let _ = calls.remove(&backup);
            return Err(error.into());
        }
        let written = self.over(&self.file.new).and_then(|()| calls.read(&self.file.path));
        let written = written.and_then(|now| match now == self.file.new {
            true => Ok(()),
            false => Err(Error::other("what was written is not what is there")),
        });
        match written {
            Ok(()) => {
                self.done = Done::InPlace;
                let _ = calls.remove(&backup);
                Ok(())
            }
            Err(error) => {
                // The copy stays where the old content cannot be brought back.
                let back = self.over(&self.file.old).is_ok();
                if back {
                    let _ = calls.remove(&backup);
                    return Err(error.into());
                }
                self.torn = true;
                let kept = backup.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Err(Why::Saying(format!("{}; the old content is in {kept}", words(&error))))
            }
        }
    }

    fn over(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut file = self.calls.open(&self.file.path)?;
        write_all(self.calls, &mut file, bytes)?;
        self.calls.cut(&file, bytes.len() as u64)?;
        self.calls.sync(&file)
    }

    /// Gives the file its old content again, after a fault or because another of the files had one.
    fn take_back(&mut self) {
        let back = match self.done {
            Done::No => Ok(()),
            Done::Exchanged => self.calls.exchange(&self.beside, &self.file.path),
            Done::Renamed | Done::InPlace => self.over(&self.file.old),
        };
        if back.is_ok() {
            self.done = Done::No;
            let _ = self.calls.sync_folder(&self.folder);
        }
    }

    /// Takes away what is beside the file. What came out of an exchange is the old content.
    fn discard(&self) {
        if self.done != Done::Renamed && !self.torn {
            let _ = self.calls.remove(&self.beside);
        }
    }

    fn note(&self) -> Option<String> {
        let name = self.file.path.file_name()?.to_string_lossy();
        let why = self.in_place.filter(|_| self.done == Done::InPlace)?;
        Some(format!("{name} was saved in place: {why}"))
    }
}

fn is_as_it_was(calls: &dyn Calls, file: &Replacement) -> Result<(), Why> {
    let about = std::fs::metadata(&file.path);
    match about {
        Ok(about) if about.len() != file.old.len() as u64 || !about.is_file() => Err(Why::Changed),
        Ok(_) if calls.read(&file.path)? == file.old => Ok(()),
        Ok(_) => Err(Why::Changed),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Why::Changed),
        Err(error) => Err(error.into()),
    }
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

/// Whether nothing can take the place of a file: it is a mount, or on another file system.
fn cannot_be_replaced(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices)
}

/// Whether the system or the file system knows of no exchange.
fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
