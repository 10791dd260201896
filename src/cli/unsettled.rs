//! What git does not know to be merged yet, though the file may well say what it is to say.

use std::path::Path;

use crate::finding::{Finding, Place};
use crate::git;
use crate::source::{Source, shown};

/// Notes about the files of a plan that git's index still has unmerged, a line each without a full stop. Where a
/// file holds the markers, that is told as a finding already. Only the index of this one checkout says so: it is
/// no finding, and decides nothing.
pub(super) fn notes<'f>(source: &Source, findings: impl Iterator<Item = &'f Finding>) -> Vec<String> {
    let Some(folder) = source.canonical(0).and_then(Path::parent) else { return Vec::new() };
    let unmerged = if git::found_top(folder).is_some() { git::unmerged(folder) } else { Vec::new() };
    if unmerged.is_empty() {
        return Vec::new();
    }
    let marked: Vec<u32> = findings
        .filter(|finding| finding.rule == "merge-conflict")
        .filter_map(|finding| match &finding.at {
            Place::Text(span) | Place::Both(_, span) => Some(span.file),
            Place::Address(_) => None,
        })
        .collect();
    let files = (0..).map_while(|file| Some((file, source.canonical(file)?)));
    let own = files.filter(|(file, place)| !marked.contains(file) && unmerged.iter().any(|it| it == place));
    let plain = |path: &str| path.chars().all(|it| it.is_alphanumeric() || "/._-+=,@%".contains(it));
    let note = |path: &str| {
        let word = if plain(path) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) };
        format!("git still has {path} unmerged: once it says what it is to say, run `git add {word}`")
    };
    own.map(|(file, _)| note(&shown(Path::new(source.path(file))))).collect()
}
