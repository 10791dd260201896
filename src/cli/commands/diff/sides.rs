//! Which two plans are compared.

use std::path::{Path, PathBuf};

use crate::cli::command::{Common, Failure};
use crate::cli::{find, past};
use crate::disk::{Disk, Fault, Memory, Store};
use crate::git::{Refused, Revision};
use crate::plan::address::{Address, Table};
use crate::source::{Read, shown};

/// What is compared.
pub(super) struct Compared {
    /// The plan, by its path; empty where the two sides have paths of their own.
    pub(super) plan: String,
    /// Whether the sides are plans by themselves, and not single files of one.
    pub(super) whole: bool,
}

/// A side: what it is called, and what was read.
pub(super) type Side = (String, Read);

/// What the working tree is called.
const WORKING_TREE: &str = "working tree";
/// Arguments that git gives an external diff; two more where the file was renamed.
const EXTERNAL: [usize; 2] = [7, 9];

/// The two sides of each plan that some arguments name: of one, or, where they name none, of all found here.
pub(super) fn sides(what: &[String], common: &Common) -> Result<Vec<(Compared, Side, Side)>, Failure> {
    if is_external(what) {
        return Ok(vec![external(what, common)?]);
    }
    let (mut revisions, mut paths) = (Vec::new(), Vec::new());
    for word in what {
        match both(word) {
            _ if Path::new(word).exists() => paths.push(PathBuf::from(word)),
            Some((one, other)) => {
                let named = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
                revisions.extend([named(one), named(other.trim_start_matches('.'))]);
            }
            // A plan of the past need not be on the disk any more.
            None if revisions.len() == 2 => paths.push(PathBuf::from(word)),
            None => revisions.push(word.clone()),
        }
    }
    match (revisions.as_slice(), paths.as_slice()) {
        ([], [one, other]) => {
            let (before, after) = (common.read_one(Some(one))?, common.read_one(Some(other))?);
            let compared = Compared { plan: String::new(), whole: true };
            Ok(vec![(compared, (shown(one), before), (shown(other), after))])
        }
        ([] | [_] | [_, _], [] | [_]) => {
            let before = revisions.first().map_or("HEAD", String::as_str);
            let after = revisions.get(1).map(String::as_str);
            let named = !paths.is_empty() || revisions.iter().any(|name| own(name).is_some());
            let mut here = if named { Vec::new() } else { find::here(&Disk) };
            let found = here.len();
            // A plan that a change took away is compared with nothing.
            if let Some(revision) = Some(before).filter(|_| !named).and_then(|name| open(&[], name).ok()) {
                here.extend(past::gone(&revision, &here));
            }
            if here.len() < 2 {
                let only = here.first().filter(|_| found == 0);
                let sides = between(before, after, paths.first().or(only), common)?;
                return sides.map(|sides| vec![sides]).ok_or_else(|| {
                    let plan = paths.first().map(|path| format!(" {}", shown(path))).unwrap_or_default();
                    let message = format!("there is no plan{plan} on either side");
                    Failure::new(message, "Name a plan: a file, or a folder that holds plan.toml.")
                });
            }
            let sides = here.iter().map(|plan| between(before, after, Some(plan), common));
            sides.filter_map(Result::transpose).collect()
        }
        _ => Err(Failure::new(
            "these are more than two sides to compare",
            "Name two revisions, two plans, or one plan and up to two revisions of it.",
        )),
    }
}

/// Whether git calls, for one file of several.
pub(super) fn is_external(what: &[String]) -> bool {
    EXTERNAL.contains(&what.len())
}

/// The revisions of `ONE..OTHER`. Behind a colon or a slash the dots are those of a path, as in `HEAD:../plan.toml`.
fn both(word: &str) -> Option<(&str, &str)> {
    let dots = word.match_indices("..").find(|(at, _)| {
        let one = word.split_at(*at).0;
        !(one.contains(':') && one.ends_with([':', '/']))
    });
    dots.map(|(at, dots)| (word.split_at(at).0, word.split_at(at + dots.len()).1))
}

/// The path that a revision names with it, as in `HEAD:plan.toml`.
fn own(name: &str) -> Option<PathBuf> {
    name.split_once(':').map(|(_, path)| PathBuf::from(path)).filter(|path| path != Path::new(""))
}

/// A plan at one revision and at another, or in the working tree; `None` where it is at neither.
fn between(
    before: &str,
    after: Option<&str>,
    path: Option<&PathBuf>,
    common: &Common,
) -> Result<Option<(Compared, Side, Side)>, Failure> {
    let named = path.cloned().or_else(|| own(before)).or_else(|| after.and_then(own));
    let files = match (find::one(&Disk, named.as_ref()), &named) {
        (Ok(files), _) => files,
        // A plan that is not on the disk may still be at a revision.
        (Err(_), Some(path)) => vec![path.clone()],
        (Err(failure), None) => return Err(failure),
    };
    // As for git itself, a path behind a revision is one of the repository that one stands in.
    let stands = own(before).or_else(|| after.and_then(own)).is_some();
    let at = |name: &str| -> Result<Option<Read>, Failure> {
        let commit = name.split_once(':').map_or(name, |(revision, _)| revision);
        let revision = if stands { standing(commit, &own(name))? } else { open(&files, commit)? };
        let path = own(name).or_else(|| named.clone()).or_else(|| files.first().cloned());
        let there = path.and_then(|path| find::one(&revision, Some(&path)).ok());
        let there = there.filter(|files| files.iter().all(|file| revision.canonical(file).is_ok()));
        let there = there.or_else(|| past::moved(&revision, files.first()?).map(|file| vec![file]));
        there.map(|files| common.read_from(&revision, &files)).transpose()
    };
    let past = at(before)?;
    let (name, now) = match after {
        Some(name) => (name, at(name)?),
        None => {
            let there = files.iter().all(|file| Disk.canonical(file).is_ok());
            (WORKING_TREE, there.then(|| common.read_files(&files)).transpose()?)
        }
    };
    let plan = files.first().map(|file| shown(file)).unwrap_or_default();
    if past.is_none() && now.is_none() {
        return Ok(None);
    }
    let read = |side: Option<Read>| side.map_or_else(|| nothing(common, true), Ok);
    let compared = Compared { plan, whole: true };
    Ok(Some((compared, (before.to_owned(), read(past)?), (name.to_owned(), read(now)?))))
}

/// A revision of the repository that one stands in, and not of the one that the path behind it may lie in.
fn standing(name: &str, path: &Option<PathBuf>) -> Result<Revision, Failure> {
    let revision =
        open(&[], name).map_err(|failure| match failure.message.strip_prefix("the plan lies in") {
            Some(none) => Failure::new(
                format!("you stand in{none}, and REVISION:PATH is looked up in the one that you stand in"),
                apart(name, path.as_deref()),
            ),
            None => failure,
        })?;
    if let Some(path) = path {
        let strange = |Refused { message, .. }| Failure::new(message, apart(name, Some(path)));
        revision.holds(path).map_err(strange)?;
    }
    Ok(revision)
}

/// How a revision is looked up in the repository of the plan.
fn apart(name: &str, path: Option<&Path>) -> String {
    let path = path.map_or_else(|| "PATH".to_owned(), shown);
    format!("To look the revision up in the repository of the plan: swell diff {name} {path}")
}

fn open(files: &[PathBuf], name: &str) -> Result<Revision, Failure> {
    let folder = files.first().and_then(|file| file.canonicalize().ok());
    let folder = folder.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
    Revision::open(folder, name).map_err(|Refused { message, help }| {
        let help = match help.strip_prefix("Name a branch") {
            Some(_) => format!("{help} A plan is named by the path of its file or folder."),
            None => help,
        };
        Failure::new(message, help)
    })
}

/// A plan that is not there, or a file of one.
fn nothing(common: &Common, whole: bool) -> Result<Read, Failure> {
    let text = if whole { "format = 1\n" } else { "" };
    common.read_from(&Memory::default().with("plan.toml", text), &[PathBuf::from("plan.toml")])
}

/// The two files that git gives an external diff: their path, and of each the file that holds it, its
/// object and its mode.
fn external(what: &[String], common: &Common) -> Result<(Compared, Side, Side), Failure> {
    let [path, old, _, _, new, ..] = what else {
        return Err(Failure::new("git gives an external diff seven arguments", "See swell diff --help."));
    };
    // Where there is no file, git hands over the null device.
    let there = |file: &str| !matches!(file, "/dev/null" | "nul");
    // The file alone: what it includes is of one side, or of none.
    let read_alone = |file: &str| {
        let fault = |fault: Fault| Failure::new(format!("{file} cannot be read: {}", fault.message), "");
        let bytes = Disk.read(Path::new(file), common.limits().file).map_err(fault)?;
        common.read_from(&Memory::default().with(path, bytes), &[PathBuf::from(path)])
    };
    let read = |file: &str| there(file).then(|| read_alone(file)).transpose();
    let (before, after) = (read(old)?, read(new)?);
    let alone = |read: &Option<Read>| {
        let Some(read) = read else { return true };
        let written = read.source.written();
        let has = |key: &str| written.get(&Address::new(Table::Top, "").to(key)).is_some();
        has("format") && !has("include")
    };
    let whole = alone(&before) && alone(&after);
    let side = |read: Option<Read>| read.map_or_else(|| nothing(common, whole), Ok);
    let (before, after) = (side(before)?, side(after)?);
    let new_path = what.get(7).unwrap_or(path);
    let name = |path: &str, side: &str| format!("{side}/{path}");
    let compared = Compared { plan: new_path.clone(), whole };
    Ok((compared, (name(path, "a"), before), (name(new_path, "b"), after)))
}
