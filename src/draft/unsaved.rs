//! What of a draft is not on the disk yet.

use crate::order::Order as _;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Draft;
use super::state::next_state;
use super::title::Title;
use crate::disk::Replacement;
use crate::source::Read;

/// A file of a draft that is not as it was read or last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<'d> {
    /// Its path, as people know it.
    pub path: &'d str,
    /// Where it really is.
    pub place: &'d Path,
    /// Its text on the disk; empty where it is gone from there.
    pub old: &'d str,
    /// Its text in the draft.
    pub new: &'d str,
}

impl Draft {
    /// The plan as it was read or last saved.
    #[must_use]
    pub fn saved_read(&self) -> Option<Read> {
        let mut store = self.now.store.clone();
        for (path, text) in &self.on_disk {
            match text {
                Some(text) => store.put(path, text.clone()),
                None => store.take_out(path),
            }
        }
        self.read_from(&store)
    }

    /// The files that are not as they are on the disk, in the order of the plan.
    pub fn changed(&self) -> impl Iterator<Item = Changed<'_>> {
        let source = self.source();
        let files = (0..).map_while(|file| Some((file, source.canonical(file)?)));
        files.filter_map(move |(file, place)| {
            let on_disk = self.on_disk.get(place)?.as_deref();
            let (old, new) = (on_disk.unwrap_or_default(), source.text(file).content.as_str());
            (on_disk != Some(new)).then(|| Changed { path: source.path(file), place, old, new })
        })
    }

    /// All files with their places: the text on the disk, and the text as it is.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (PathBuf, &str, &str)> {
        let source = self.source();
        let files = (0..).map_while(|file| Some((file, source.canonical(file)?)));
        files.map(move |(file, place)| {
            let new = source.text(file).content.as_str();
            let old = self.on_disk.get(place).map_or(new, |text| text.as_deref().unwrap_or_default());
            (place.to_path_buf(), old, new)
        })
    }

    /// What the last step wrote over in a file, each stretch as it stood before, with what stands there now; in the
    /// order of the text.
    #[must_use]
    pub fn written(&self, place: &Path) -> Vec<(Range<usize>, &str)> {
        self.steps.written(place)
    }

    /// The folders that its files are in, each once.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let files = (0..).map_while(|file| self.source().canonical(file));
        let mut folders: Vec<PathBuf> = files.filter_map(|file| Some(file.parent()?.to_path_buf())).collect();
        folders.order();
        folders.dedup();
        folders
    }

    /// Whether anything is to be saved.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.changed().next().is_some()
    }

    /// What is to be saved.
    #[must_use]
    pub fn replacements(&self) -> Vec<Replacement> {
        let replacement = |it: Changed<'_>| Replacement {
            path: it.place.to_path_buf(),
            old: it.old.as_bytes().to_vec(),
            new: it.new.as_bytes().to_vec(),
        };
        self.changed().map(replacement).collect()
    }

    /// All files, as they are to be on the disk: also those that say what they said there.
    #[must_use]
    pub fn whole(&self) -> Vec<Replacement> {
        let replacement = |(path, old, new): (PathBuf, &str, &str)| {
            let [old, new] = [old, new].map(|text| text.as_bytes().to_vec());
            Replacement { path, old, new }
        };
        self.texts().map(replacement).collect()
    }

    /// Says that everything was saved. The steps stay: they can be undone, and that be saved.
    pub fn saved(&mut self) {
        let now: Vec<(PathBuf, Option<String>)> =
            self.changed().map(|it| (it.place.to_path_buf(), Some(it.new.to_owned()))).collect();
        self.on_disk.extend(now);
        self.steps.saved();
        self.state = next_state();
    }

    /// The titles of what was done since it was saved last, in that order; none where the text is the same.
    #[must_use]
    pub fn unsaved(&self) -> Vec<Title> {
        if !self.is_changed() {
            return Vec::new();
        }
        let titles = self.steps.unsaved();
        // So many steps were made that the oldest are not known any more.
        if titles.is_empty() { vec!["earlier changes".into()] } else { titles }
    }

    /// The files that are on the disk, as far as is known here, with their texts there.
    pub(super) fn known(&self) -> BTreeMap<&Path, &str> {
        let places = (0..).map_while(|file| self.source().canonical(file));
        places.filter_map(|place| Some((place, self.text_on_disk(place)?))).collect()
    }

    /// The text of a file as it is on the disk, as far as is known here; `None` where it is not there.
    #[must_use]
    pub fn text_on_disk(&self, place: &Path) -> Option<&str> {
        if let Some(text) = self.on_disk.get(place) {
            return text.as_deref();
        }
        let mut files = (0..).map_while(|file| Some((file, self.source().canonical(file)?)));
        let (file, _) = files.find(|(_, it)| *it == place)?;
        Some(&self.source().text(file).content)
    }
}
