//! Scenarios of one name, told apart: a scenario that is kept under another file name has the name that it had.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

/// What scenarios are called beside one another, from the name of each and the file that it is kept in. Where names are
/// alike, that of the file stands behind them, or else which of them it is: `A (vendor-b)`, `A (2)`.
#[must_use]
pub fn told_apart(all: &[(&str, Option<&Path>)]) -> Vec<String> {
    let stem =
        |file: Option<&Path>| file.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let mut alike: FxHashMap<&str, Vec<Option<String>>> = FxHashMap::default();
    for (name, file) in all {
        alike.entry(name).or_default().push(stem(*file));
    }
    let mut taken: FxHashSet<String> =
        alike.iter().filter(|(_, files)| files.len() == 1).map(|(name, _)| (*name).to_owned()).collect();
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    let mut names = Vec::with_capacity(all.len());
    for (name, file) in all {
        let files = alike.get(name).map_or(&[][..], Vec::as_slice);
        if files.len() < 2 {
            names.push((*name).to_owned());
            continue;
        }
        let seen = seen.entry(name).or_default();
        *seen += 1;
        let own = stem(*file).filter(|own| files.iter().flatten().filter(|it| *it == own).count() == 1);
        let by_file = own.map(|own| format!("{name} ({own})"));
        let numbered = (*seen..).map(|nth| format!("{name} ({nth})"));
        let free = by_file.into_iter().chain(numbered).find(|told| !taken.contains(told));
        let told = free.unwrap_or_else(|| (*name).to_owned());
        taken.insert(told.clone());
        names.push(told);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(all: &[(&str, &'static str)]) -> Vec<String> {
        let kept = |file| Some(Path::new(file)).filter(|file| *file != Path::new(""));
        told_apart(&all.iter().map(|(name, file)| (*name, kept(*file))).collect::<Vec<_>>())
    }

    #[test]
    fn only_names_that_are_alike_are_told_apart() {
        assert_eq!(told(&[("A", "s/a.toml"), ("B", "s/b.toml")]), ["A", "B"]);
        assert_eq!(
            told(&[("A", "s/a.toml"), ("A", "s/plan-b.toml"), ("C", "")]),
            ["A (a)", "A (plan-b)", "C"]
        );
    }

    #[test]
    fn where_no_file_tells_them_apart_they_are_numbered() {
        assert_eq!(told(&[("A", ""), ("A", "s/b.toml"), ("A", "")]), ["A (1)", "A (b)", "A (3)"]);
        assert_eq!(told(&[("A", "r/a.toml"), ("A", "s/a.toml")]), ["A (1)", "A (2)"]);
        // Somebody may have called one so, and a file.
        assert_eq!(told(&[("A (1)", ""), ("A", ""), ("A", "s/2.toml")]), ["A (1)", "A (2)", "A (3)"]);
    }
}
