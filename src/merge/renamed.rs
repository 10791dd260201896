//! Files that a side calls otherwise: each is followed by what it holds, and all three texts are given the
//! new name before they are merged.

use std::collections::BTreeSet;

use super::Files;
use crate::order::Order as _;
use crate::source::pieces::{Body, cut};

/// A file that is called otherwise now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it was called.
    pub from: String,
    /// What it is called: as our side calls it, where both do otherwise.
    pub to: String,
}

/// The plan's own file on each side: base, ours, theirs.
pub type Roots<'r> = [&'r str; 3];

/// Gives files that a side has renamed their new names on all sides. `roots` are one file, whatever is in it.
#[must_use]
pub fn renamed(sides: [&Files; 3], roots: Roots<'_>) -> ([Files; 3], Vec<Renamed>) {
    let [base, ours, theirs] = sides;
    let [one, other] =
        [(ours, roots[1]), (theirs, roots[2])].map(|(side, root)| pairs(base, side, (roots[0], root)));
    let mut all = sides.map(Clone::clone);
    let mut renamed = Vec::new();
    for from in base.keys() {
        let named = |pairs: &[(String, String)]| pairs.iter().find(|it| it.0 == *from).map(|it| it.1.clone());
        let (here, there) = (named(&one), named(&other));
        let Some(to) = here.clone().or_else(|| there.clone()) else { continue };
        // A name that another file has on a side, is that file's.
        let free = |side: &Files, own: &Option<String>| own.as_ref() == Some(&to) || !side.contains_key(&to);
        if base.contains_key(&to) || !free(ours, &here) || !free(theirs, &there) {
            continue;
        }
        for (side, own) in all.iter_mut().zip([&None, &here, &there]) {
            if let Some(text) = side.remove(own.as_ref().unwrap_or(from)) {
                side.insert(to.clone(), text);
            }
        }
        renamed.push(Renamed { from: from.clone(), to });
    }
    (all, renamed)
}

/// Files of the base that a side lacks, with what it calls them: those that hold half of their tables at least,
/// those with the most first.
fn pairs(base: &Files, side: &Files, (root, own): (&str, &str)) -> Vec<(String, String)> {
    let mut found: Vec<(usize, &String, &String)> = Vec::new();
    let gone = base.iter().filter(|(path, _)| !side.contains_key(*path));
    let gone: Vec<(&String, BTreeSet<String>)> = gone.map(|(path, text)| (path, names(text))).collect();
    let new = side.iter().filter(|(path, _)| !base.contains_key(*path));
    for (to, text) in new {
        let held = names(text);
        for (from, names) in &gone {
            let common = names.intersection(&held).count();
            if from.as_str() == root && to.as_str() == own {
                found.push((usize::MAX, from, to));
            } else if common > 0 && 2 * common >= names.len() && from.as_str() != root && to.as_str() != own {
                found.push((common, from, to));
            }
        }
    }
    found.order_by(|one, other| (other.0, one.1, one.2).cmp(&(one.0, other.1, other.2)));
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (_, from, to) in found {
        if !pairs.iter().any(|it| it.0 == *from || it.1 == *to) {
            pairs.push((from.clone(), to.clone()));
        }
    }
    pairs
}

/// The names of what a file holds: tables, and keys before all of them.
fn names(text: &str) -> BTreeSet<String> {
    let Some(series) = cut(text) else { return BTreeSet::new() };
    let mut names = BTreeSet::new();
    for piece in series.pieces {
        match piece.body {
            Body::Series(keys) if piece.key.is_empty() => {
                names.extend(keys.pieces.into_iter().map(|it| it.key))
            }
            _ => drop(names.insert(piece.key)),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    const TWO: &str = "[driver.a]\nvalue = 1\n[driver.b]\nvalue = 2\n";

    #[test]
    fn a_file_that_a_side_renamed_is_called_so_on_all_sides() {
        let base = files(&[("plan.toml", "format = 1\n"), ("x.toml", TWO)]);
        let edited = files(&[("plan.toml", "format = 1\n"), ("x.toml", &TWO.replace("= 2", "= 3"))]);
        let moved = files(&[("plan.toml", "format = 1\n"), ("y.toml", TWO)]);
        let all = ["plan.toml"; 3];
        let (sides, told) = renamed([&base, &edited, &moved], all);
        assert_eq!(told, [Renamed { from: "x.toml".into(), to: "y.toml".into() }]);
        assert!(sides.iter().all(|side| side.contains_key("y.toml") && !side.contains_key("x.toml")));
        // Renamed by both, it is called as ours calls it.
        let other = files(&[("plan.toml", "format = 1\n"), ("z.toml", TWO)]);
        let (sides, told) = renamed([&base, &moved, &other], all);
        assert_eq!(told[0].to, "y.toml");
        assert!(sides.iter().all(|side| side.contains_key("y.toml") && side.len() == 2), "{sides:?}");
        // A file of which half is gone to another one, is no renamed file.
        let split = files(&[("plan.toml", "format = 1\n"), ("y.toml", "[driver.c]\nvalue = 1\n")]);
        assert_eq!(renamed([&base, &edited, &split], all).1, []);
        // A name that is taken on the other side is not given to a second file.
        let taken = files(&[("plan.toml", "format = 1\n"), ("x.toml", TWO), ("y.toml", "# mine\n")]);
        assert_eq!(renamed([&base, &taken, &moved], all).1, []);
    }

    #[test]
    fn the_plans_own_file_is_followed_by_its_place_alone() {
        let base = files(&[("plan.toml", "format = 1\n")]);
        let other = files(&[("programme.toml", "format = 1\nname = \"X\"\n")]);
        let (sides, told) = renamed([&base, &base, &other], ["plan.toml", "plan.toml", "programme.toml"]);
        assert_eq!(told, [Renamed { from: "plan.toml".into(), to: "programme.toml".into() }]);
        assert!(sides.iter().all(|side| side.contains_key("programme.toml")));
    }
}
