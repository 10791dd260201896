//! Plans to test with, in memory.

use std::path::{Path, PathBuf};

use groundswell::check::{Checked, check};
use groundswell::disk::Memory;
use groundswell::report::Style;
use groundswell::source::{Limits, Source};

/// Reports as they are written where no terminal reads them.
pub(crate) const PLAIN: Style = Style { colour: false, width: 120, ascii: false };

/// The files of the plans that come with the product, by their paths below `plans/`.
pub(crate) fn files(plan: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut files = Vec::new();
    let mut open = vec![root.join(plan)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let below = path.strip_prefix(&root).unwrap().to_path_buf();
            files.push((below, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// A plan of some files, of which the first is its own, read and checked.
pub(crate) fn checked(files: &[(&str, &[u8])]) -> Checked {
    let store = files.iter().fold(Memory::default(), |store, (path, bytes)| store.with(*path, *bytes));
    let own = PathBuf::from(files[0].0);
    match Source::read(&store, &[own], Limits::default()) {
        Ok(read) => check(read, None),
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}
