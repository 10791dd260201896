//! What was read of a store, kept: to read the same again, whatever has become of it since.

use crate::order::Order as _;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Entry, Fault, Store};

/// The content of a file: text that can be shared, or bytes that are none.
#[derive(Clone, Debug)]
enum Content {
    Text(Arc<String>),
    Bytes(Arc<Vec<u8>>),
}

impl Content {
    fn of(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text.into()),
            Err(error) => Self::Bytes(error.into_bytes().into()),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// The answers of a store to all that was asked of it.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<PathBuf, Result<Content, Fault>>,
    lists: BTreeMap<PathBuf, Result<Vec<Entry>, Fault>>,
    canonical: BTreeMap<PathBuf, Result<PathBuf, Fault>>,
    folders: BTreeMap<PathBuf, bool>,
}

/// How a file is found: where the names of it and of the folders above it lead, and what those folders list.
#[derive(Clone, Debug, Default)]
pub struct Way {
    names: Vec<(PathBuf, PathBuf)>,
    entries: Vec<(PathBuf, Entry)>,
}

impl Way {
    /// The way to a place that no link leads to: below a folder as it is asked for, and as it really is. `None`
    /// where it is not below that.
    #[must_use]
    pub fn below(asked: &Path, real: &Path, place: &Path) -> Option<Self> {
        let below = place.strip_prefix(real).ok()?;
        let mut way = Self::default();
        for part in below.ancestors().filter(|part| !part.as_os_str().is_empty()) {
            let path = asked.join(part);
            let (folder, name) = within(&path)?;
            way.entries.push((folder, Entry { name, folder: part != below }));
            way.names.push((path, real.join(part)));
        }
        Some(way)
    }

    /// About how much memory it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let names = self.names.iter().map(|(path, place)| path.as_os_str().len() + place.as_os_str().len());
        let entries = self.entries.iter().map(|(folder, it)| folder.as_os_str().len() + it.name.len());
        names.chain(entries).sum()
    }
}

/// The folder that a path is in, as it is asked for, and its name there.
fn within(path: &Path) -> Option<(PathBuf, String)> {
    let folder = path.parent()?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Some((folder.to_path_buf(), path.file_name()?.to_str()?.to_owned()))
}

impl Snapshot {
    /// What `read` gives, and what it asked of `store` meanwhile.
    pub fn of<T>(store: &dyn Store, read: impl FnOnce(&dyn Store) -> T) -> (T, Self) {
        let recorder = Recorder { store, seen: RefCell::default() };
        let given = read(&recorder);
        (given, recorder.seen.into_inner())
    }

    fn place(&self, path: &Path) -> PathBuf {
        self.canonical
            .get(path)
            .and_then(|it| it.as_ref().ok())
            .cloned()
            .unwrap_or_else(|| path.to_path_buf())
    }

    /// The text of a file that was read.
    #[must_use]
    pub fn text(&self, path: &Path) -> Option<String> {
        self.held(path).map(|text| text.to_string())
    }

    /// Holds another text of a file that was read.
    pub fn put(&mut self, path: &Path, text: String) {
        self.files.insert(self.place(path), Ok(Content::Text(text.into())));
    }

    /// The names that lead to a place.
    fn names_of(&self, place: &Path) -> impl Iterator<Item = &PathBuf> {
        let leads =
            move |(_, to): &(&PathBuf, &Result<PathBuf, Fault>)| to.as_deref().is_ok_and(|to| to == place);
        self.canonical.iter().filter(leads).map(|(path, _)| path)
    }

    /// Whether one of the names on a way leads elsewhere here.
    #[must_use]
    pub fn parts_from(&self, way: &Way) -> bool {
        let elsewhere = |(path, place): &(PathBuf, PathBuf)| {
            self.canonical.get(path).is_some_and(|to| to.as_ref().is_ok_and(|to| to != place))
        };
        way.names.iter().any(elsewhere)
    }

    /// How the file at a place is found here.
    #[must_use]
    pub fn way_to(&self, place: &Path) -> Way {
        let mut way = Way::default();
        for path in self.names_of(place) {
            for path in path.ancestors() {
                if let Some(Ok(to)) = self.canonical.get(path) {
                    way.names.push((path.to_path_buf(), to.clone()));
                }
                let Some((folder, name)) = within(path) else { continue };
                let listed = self.lists.get(&folder).and_then(|list| list.as_ref().ok());
                let entry = listed.into_iter().flatten().find(|entry| entry.name == name);
                way.entries.extend(entry.map(|entry| (folder, entry.clone())));
            }
        }
        way
    }

    /// Has a file again that was not there any more, to be found as it was before.
    pub fn put_back(&mut self, place: &Path, text: String, way: &Way) {
        for (path, to) in &way.names {
            self.canonical.insert(path.clone(), Ok(to.clone()));
        }
        for (folder, entry) in &way.entries {
            let list = self.lists.entry(folder.clone()).or_insert_with(|| Ok(Vec::new()));
            match list {
                Ok(list) if list.iter().any(|it| it.name == entry.name) => {}
                Ok(list) => {
                    list.push(entry.clone());
                    list.order();
                }
                Err(_) => *list = Ok(vec![entry.clone()]),
            }
        }
        self.files.insert(place.to_path_buf(), Ok(Content::Text(text.into())));
    }

    /// Has a file no more.
    pub fn take_out(&mut self, place: &Path) {
        let names: Vec<PathBuf> = self.names_of(place).cloned().collect();
        for path in names {
            if let Some((folder, name)) = within(&path)
                && let Some(Ok(list)) = self.lists.get_mut(&folder)
            {
                list.retain(|entry| entry.name != name);
            }
            self.canonical.insert(path, Err(Fault::absent()));
        }
        self.files.remove(place);
    }
}

impl Store for Snapshot {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
        match self.files.get(&self.place(path)) {
            Some(Ok(content)) if content.bytes().len() as u64 > limit => {
                Err(Fault::saying(format!("it is larger than the limit of {}", super::size(limit))))
            }
            Some(Ok(content)) => Ok(content.bytes().to_vec()),
            Some(Err(fault)) => Err(fault.clone()),
            None => Err(Fault::absent()),
        }
    }

    fn held(&self, path: &Path) -> Option<Arc<String>> {
        match self.files.get(&self.place(path)) {
            Some(Ok(Content::Text(text))) => Some(Arc::clone(text)),
            _ => None,
        }
    }

    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault> {
        self.lists.get(path).cloned().unwrap_or_else(|| Err(Fault::absent()))
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault> {
        let known = |path: &Path| self.files.contains_key(path).then(|| Ok(path.to_path_buf()));
        self.canonical.get(path).cloned().or_else(|| known(path)).unwrap_or_else(|| Err(Fault::absent()))
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.folders.get(path).copied().unwrap_or(false)
    }
}

/// A store that passes everything on and remembers the answers.
struct Recorder<'a> {
    store: &'a dyn Store,
    seen: RefCell<Snapshot>,
}

impl Store for Recorder<'_> {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
        let read = self.store.read(path, limit);
        let place = self.canonical(path).unwrap_or_else(|_| path.to_path_buf());
        self.seen.borrow_mut().files.insert(place, read.clone().map(Content::of));
        read
    }

    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault> {
        let list = self.store.list(path);
        self.seen.borrow_mut().lists.insert(path.to_path_buf(), list.clone());
        list
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault> {
        let canonical = self.store.canonical(path);
        self.seen.borrow_mut().canonical.insert(path.to_path_buf(), canonical.clone());
        canonical
    }

    fn is_folder(&self, path: &Path) -> bool {
        let is = self.store.is_folder(path);
        self.seen.borrow_mut().folders.insert(path.to_path_buf(), is);
        is
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;

    #[test]
    fn what_was_asked_once_is_answered_again() {
        let store = Memory::default().with("p/plan.toml", "one").with("p/other.toml", "two");
        let ask = |store: &dyn Store| {
            (
                store.read(Path::new("p/plan.toml"), 9),
                store.list(Path::new("p")),
                store.canonical(Path::new("q")),
            )
        };
        let (first, mut kept) = Snapshot::of(&store, ask);
        assert_eq!(ask(&kept), first);
        assert!(kept.read(Path::new("p/other.toml"), 9).unwrap_err().absent, "nobody asked for it");
        kept.put(Path::new("p/plan.toml"), "new".to_owned());
        assert_eq!(kept.read(Path::new("p/plan.toml"), 9).unwrap(), b"new");
        assert!(kept.read(Path::new("p/plan.toml"), 2).is_err(), "it is larger than that");
        let held = || kept.held(Path::new("p/plan.toml")).unwrap();
        assert!(*held() == "new" && Arc::ptr_eq(&held(), &held()), "the text itself is shared");
    }

    #[test]
    fn a_file_that_is_gone_with_its_folder_is_put_back_to_where_it_was_found() {
        let all = Memory::default().with("p/plan.toml", "one").with("p/record/a.toml", "two");
        let ask = |store: &dyn Store| {
            let at = Path::new("p/record/a.toml");
            let lists = ["p", "p/record"].map(|folder| store.list(Path::new(folder)).unwrap_or_default());
            (lists, store.canonical(Path::new("p/record")), store.canonical(at), store.read(at, 9))
        };
        let (found, before) = Snapshot::of(&all, ask);
        let (absent, mut now) = Snapshot::of(&Memory::default().with("p/plan.toml", "one"), ask);
        let place = Path::new("p/record/a.toml");
        let way = before.way_to(place);
        assert!(!now.parts_from(&way));
        now.put_back(place, "two".to_owned(), &way);
        assert_eq!(ask(&now), found);
        now.take_out(place);
        let (lists, _, canonical, read) = ask(&now);
        assert_eq!((canonical, read), (absent.2, absent.3));
        assert!(lists[1].is_empty());
    }
}
