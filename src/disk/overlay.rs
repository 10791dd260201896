//! Some files held in memory in front of those of another store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Entry, Fault, Store, size};

/// A store with some files of its own in front of another.
pub struct Overlay<'a> {
    under: &'a dyn Store,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl<'a> Overlay<'a> {
    /// The store `under`, with nothing in front of it yet.
    #[must_use]
    pub fn new(under: &'a dyn Store) -> Self {
        Self { under, files: BTreeMap::new() }
    }

    /// Puts a file in front; there need be none behind it, but its folder has to exist.
    ///
    /// # Errors
    /// A [`Fault`], where there is no such folder.
    pub fn put(&mut self, path: &Path, bytes: Vec<u8>) -> Result<(), Fault> {
        let canonical = self.place(path)?;
        self.files.insert(canonical, bytes);
        Ok(())
    }

    /// Where a file is, or would be if there were one.
    fn place(&self, path: &Path) -> Result<PathBuf, Fault> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let would = || -> Result<PathBuf, Fault> {
            let name = path.file_name().ok_or_else(Fault::absent)?;
            Ok(self.under.canonical(folder)?.join(name))
        };
        self.under.canonical(path).or_else(|_| would())
    }

    fn own(&self, path: &Path) -> Option<(PathBuf, &Vec<u8>)> {
        if self.files.is_empty() {
            return None;
        }
        let place = self.place(path).ok()?;
        let bytes = self.files.get(&place)?;
        Some((place, bytes))
    }
}

impl Store for Overlay<'_> {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
        match self.own(path) {
            Some((_, bytes)) if bytes.len() as u64 > limit => {
                Err(Fault::saying(format!("it is larger than the limit of {}", size(limit))))
            }
            Some((_, bytes)) => Ok(bytes.clone()),
            None => self.under.read(path, limit),
        }
    }

    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault> {
        self.under.list(path)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault> {
        self.own(path).map_or_else(|| self.under.canonical(path), |(place, _)| Ok(place))
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.under.is_folder(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{Disk, Memory};

    #[test]
    fn a_file_in_front_hides_the_one_behind() {
        let under = Memory::default().with("p/plan.toml", "old").with("p/a.toml", "a");
        let mut over = Overlay::new(&under);
        over.put(Path::new("p/plan.toml"), b"new".to_vec()).unwrap();
        assert_eq!(over.read(Path::new("p/./plan.toml"), 9).unwrap(), b"new");
        assert_eq!(over.read(Path::new("p/a.toml"), 9).unwrap(), b"a");
        assert!(over.read(Path::new("p/plan.toml"), 2).is_err());
    }

    #[test]
    fn a_file_in_front_needs_none_behind() {
        let mut over = Overlay::new(&Disk);
        over.put(Path::new("<stdin>"), b"new".to_vec()).unwrap();
        assert_eq!(over.read(Path::new("<stdin>"), 9).unwrap(), b"new");
        assert!(over.canonical(Path::new("<stdin>")).unwrap().is_absolute());
        assert!(over.canonical(Path::new("nothing.toml")).is_err());
    }
}
