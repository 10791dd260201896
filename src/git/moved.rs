//! Where a file stood before it was moved or renamed.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::{Kind, Revision};
use crate::disk::Store as _;
use crate::order::Order as _;

/// How many percent of two texts must be the same for one to be the other, moved: as many as git asks for.
const ALIKE: usize = 50;
/// Files that are compared at most.
const COMPARED: usize = 200;

impl Revision {
    /// Where the file stood that is at `path` now and says `text`: of the files with the same ending that
    /// are not there any more, the one that is most like it, and of two as like, the one of the same name.
    #[must_use]
    pub fn moved(&self, path: &Path, text: &str, is_there: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let now = lines(text);
        let mut best: Option<(usize, bool, PathBuf)> = None;
        for gone in self.gone(path, is_there).into_iter().take(COMPARED) {
            let limit = (text.len() as u64).saturating_mul(3).max(4096);
            let Ok(bytes) = self.read(&gone, limit) else { continue };
            let share = alike(&now, &lines(&String::from_utf8_lossy(&bytes)));
            let named = gone.file_name() == path.file_name();
            let better = best.as_ref().is_none_or(|(most, same, _)| (share, named) > (*most, *same));
            if share >= ALIKE && better {
                best = Some((share, named, gone));
            }
        }
        best.map(|(.., path)| path)
    }

    /// The files that end as `path` does and are not there any more, those of its name first.
    fn gone(&self, path: &Path, is_there: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let repository = &self.repository;
        let mut found = Vec::new();
        let mut open = vec![(repository.top.clone(), self.root.clone())];
        while let Some((folder, tree)) = open.pop() {
            for node in repository.tree(&tree).iter().flat_map(|tree| tree.iter()) {
                let file = folder.join(&*node.name);
                match node.kind {
                    Kind::Folder => open.push((file, node.object.clone())),
                    Kind::File if file.extension() == path.extension() && !is_there(&file) => {
                        found.push(file)
                    }
                    _ => {}
                }
            }
        }
        found.order_by_key(|file| (file.file_name() != path.file_name(), file.clone()));
        found
    }
}

/// How often each line is there.
fn lines(text: &str) -> FxHashMap<&str, usize> {
    let mut lines = FxHashMap::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    lines
}

/// How many percent of the lines of the longer text the other one has as well.
fn alike(one: &FxHashMap<&str, usize>, other: &FxHashMap<&str, usize>) -> usize {
    let common: usize = one.iter().filter_map(|(line, many)| Some((*many).min(*other.get(line)?))).sum();
    let longer = one.values().sum::<usize>().max(other.values().sum());
    (common * 100).checked_div(longer).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_half_the_lines_of_the_longer_are_in_is_alike() {
        let share = |one, other| alike(&lines(one), &lines(other));
        assert_eq!(share("a\nb\n\nc\nc", "  a\nc\nd"), 50);
        assert_eq!(share("a\na\na\na", "a"), 25);
        assert_eq!(share("", "\n"), 100);
    }
}
