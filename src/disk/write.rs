//! Saving: each file holds its old content or its new one at every instant, and what somebody else wrote
//! meanwhile is never lost.
//!
//! The new content is written beside the file, brought to the disk, and takes its place. Where the system
//! can, the two files exchange their names, and what came out is looked at: if it is not what was read,
//! they change back. All files are written before the first takes its place, and where one cannot, those
//! before it go back. A file that cannot be replaced (it has several names, belongs to somebody else, is a
//! mount of its own, or its folder is read-only) is written in place, with a full copy of the old content
//! beside it, or in a folder of the user's own, until that is done. What a run that was killed left behind is
//! recognised by its name, and cleared up by the next.
//!
//! Not covered anywhere: a program that holds the old file open, and writes into it later; and of a file that
//! is written in place, one that writes into it between our last look, when the copy is on the disk already,
//! and our last byte.

use crate::order::Order as _;
use std::fs::File;
use std::io::{Error, ErrorKind, Seek as _};
use std::path::{Path, PathBuf};

use super::access::unwritable;
use super::calls::{Calls, System, words, write_all};
use super::leftover::{self, Mark, is_torn};
use super::lock::Lock;
use super::replacement::{Replacement, foreign};
use super::spare::spare;

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
    replace_by(&System, files, spare())
}

/// Completes or clears up what runs that were killed while they saved left in some folders, and says what
/// was done; where another run saves in one, that is left alone.
#[must_use]
pub fn recover(folders: &[PathBuf]) -> Vec<String> {
    let mut said = Vec::new();
    for folder in folders {
        if let Ok(Some(_lock)) = Lock::of(folder) {
            said.extend(leftover::cleared(&System, folder, spare()));
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

/// As [`replace`], with the copies of files in read-only folders in a spare one.
pub(super) fn replace_by(
    calls: &dyn Calls,
    files: &[Replacement],
    spare: Option<&Path>,
) -> Result<Saved, Unwritten> {
    let mut saved = Saved::default();
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.path.parent()).collect();
    folders.order();
    folders.dedup();
    let mut locks = Vec::with_capacity(folders.len());
    for folder in folders {
        let lock = calls.lock(folder).map_err(|why| Why::Saying(why).at(folder))?;
        if lock.is_some() {
            saved.notes.extend(leftover::cleared(calls, folder, spare));
        }
        locks.push(lock);
    }
    let mut staged: Vec<Staged<'_>> = Vec::with_capacity(files.len());
    for file in files {
        match Staged::new(calls, file, spare) {
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
    fn new(calls: &'a dyn Calls, file: &'a Replacement, spare: Option<&Path>) -> Result<Self, Why> {
        is_as_it_was(calls, file)?;
        let own = File::open(&file.path)?;
        let about = own.metadata()?;
        if let Some(why) = unwritable(&file.path) {
            return Err(Why::Saying(why.to_owned()));
        }
        let folder = file.path.parent().map(Path::to_path_buf).unwrap_or_default();
        let (mut new, beside) = leftover::beside(calls, file, spare)?;
        let elsewhere = (beside.parent() != Some(&folder)).then_some("its folder is read-only");
        let in_place = foreign(&about).or(elsewhere);
        // From here on the file goes again when something fails.
        let mut staged = Self { calls, file, beside, folder, in_place, done: Done::No, torn: false };
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
            calls.sync_folder(backup.parent().unwrap_or(&self.folder))
        });
        let written = kept.map_err(Why::from).and_then(|()| {
            let mut file = calls.open(&self.file.path)?;
            // The copy took its time: the last look, with the file open already.
            is_as_it_was(calls, self.file)?;
            is_still(&file, &self.file.path)?;
            Ok(self.write_over(&mut file))
        });
        let why = match written {
            Ok(Ok(())) => {
                self.done = Done::InPlace;
                let _ = calls.remove(&backup);
                return Ok(());
            }
            // Not a byte was written.
            Err(why) => {
                let _ = calls.remove(&backup);
                return Err(why);
            }
            Ok(Err(why)) => why,
        };
        // What others wrote meanwhile is theirs; else the copy stays where the old content cannot be put back.
        if matches!(why, Why::Changed) || self.over(&self.file.old).is_ok() {
            let _ = calls.remove(&backup);
            return Err(why);
        }
        self.torn = true;
        let kept = match backup.parent() == Some(&self.folder) {
            true => backup.file_name().map(PathBuf::from).unwrap_or_default(),
            false => backup,
        };
        let message = why.at(&self.file.path).message;
        Err(Why::Saying(format!("{message}; the old content is in {}", kept.display())))
    }

    /// Writes the new content over the old one, and looks whether it is there.
    fn write_over(&self, file: &mut File) -> Result<(), Why> {
        let (calls, new) = (self.calls, &self.file.new);
        write_all(calls, file, new)?;
        // Only what is too long is cut: what somebody else wrote meanwhile is not made longer.
        if file.metadata()?.len() > new.len() as u64 {
            calls.cut(file, new.len() as u64)?;
        }
        calls.sync(file)?;
        if let Err(why) = is_still(file, &self.file.path) {
            // Another file has taken the name: this one, which may have other names, is as it was again.
            file.rewind()?;
            write_all(calls, file, &self.file.old)?;
            calls.cut(file, self.file.old.len() as u64)?;
            return Err(why);
        }
        let now = calls.read(&self.file.path)?;
        if now == *new {
            return Ok(());
        }
        match is_torn(&now, &self.file.old, new) {
            true => Err(Error::other("what was written is not what is there").into()),
            false => Err(Why::Changed),
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
            // What others have written since is theirs.
            Done::Renamed | Done::InPlace => match self.calls.read(&self.file.path) {
                Ok(now) if now != self.file.new => return,
                _ => self.over(&self.file.old),
            },
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

/// Whether a path leads to an open file still.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> Result<(), Why> {
    use std::os::unix::fs::MetadataExt as _;
    let (own, there) = (file.metadata()?, std::fs::metadata(path));
    match there {
        Ok(there) if (there.dev(), there.ino()) == (own.dev(), own.ino()) => Ok(()),
        Ok(_) => Err(Why::Changed),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Why::Changed),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> Result<(), Why> {
    Ok(())
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
