//! How a command reads the plans that it is about.

use std::path::PathBuf;

use super::command::{Common, Failure};
use super::find;
use crate::disk::{Disk, Store};
use crate::source::{Read, Source, Unreadable, shown};

impl Common {
    /// Reads the plans that some paths stand for; without paths, those found here.
    ///
    /// # Errors
    /// A [`Failure`], where nothing is found, or a file that was named cannot be read.
    pub fn read_all(&self, paths: &[PathBuf]) -> Result<Vec<Read>, Failure> {
        find::plans(&Disk, paths)?.iter().map(|files| self.read_files(files)).collect()
    }

    /// Reads the one plan that a path stands for; without a path, the one found here.
    ///
    /// # Errors
    /// A [`Failure`], where none or several are found, or the file cannot be read.
    pub fn read_one(&self, path: Option<&PathBuf>) -> Result<Read, Failure> {
        let files = find::one(&Disk, path)?;
        self.read_files(&files)
    }

    /// Reads the plan that some files make up.
    ///
    /// # Errors
    /// A [`Failure`], where one of them cannot be read.
    pub fn read_files(&self, files: &[PathBuf]) -> Result<Read, Failure> {
        self.read_from(&Disk, files)
    }

    /// Reads the plan that some files of a store make up.
    ///
    /// # Errors
    /// A [`Failure`], where one of them cannot be read.
    pub fn read_from(&self, store: &dyn Store, files: &[PathBuf]) -> Result<Read, Failure> {
        Source::read(store, files, self.limits()).map_err(unreadable)
    }

    /// Reads the plan that some files of a store make up, and that is much `like` one that was read.
    ///
    /// # Errors
    /// A [`Failure`], where one of them cannot be read.
    pub fn read_like(&self, like: &Source, store: &dyn Store, files: &[PathBuf]) -> Result<Read, Failure> {
        Source::read_like(like, store, files, self.limits()).map_err(unreadable)
    }
}

fn unreadable(Unreadable { path, fault }: Unreadable) -> Failure {
    let message = format!("{} cannot be read: {}", shown(&path), fault.message);
    Failure::new(message, "Name a plan: a file, or a folder that holds plan.toml.")
}
