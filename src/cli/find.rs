//! Which files a call is about.

use std::path::{Path, PathBuf};

use super::command::Failure;
use crate::disk::Store;
use crate::source::{Limits, Source, shown};

/// How far up a plan is looked for from a file that is only part of one.
const UPWARDS: usize = 8;
/// How many plans are named where none is taken.
const NAMED: usize = 8;

/// The plans that some paths stand for, each as its files, its own first; without paths, those found
/// here. A folder stands for the `plan.toml` in it, or else for the plans that are found in it. A file that names no format is part of a plan: of
/// the nearest `plan.toml` above it, or else of the first plan that is named beside it.
pub(super) fn plans(store: &dyn Store, paths: &[PathBuf]) -> Result<Vec<Vec<PathBuf>>, Failure> {
    let plans = named(store, paths)?;
    match plans.iter().flatten().find(|file| leads_astray(store, file)) {
        Some(file) => Err(Failure::new(
            format!("{} is a link to a file elsewhere that is no plan", shown(file)),
            "Let it lead to a plan, which begins with `format = 1`, or take it out.",
        )),
        None => Ok(plans),
    }
}

/// Whether a file is a link out of its folder to something that is no plan. What is read there would be
/// quoted in messages: a log tells no file that a change of a link can name.
fn leads_astray(store: &dyn Store, file: &Path) -> bool {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(target), Ok(folder)) = (store.canonical(file), store.canonical(folder)) else { return false };
    !target.starts_with(folder) && !names_format(store, file)
}

fn named(store: &dyn Store, paths: &[PathBuf]) -> Result<Vec<Vec<PathBuf>>, Failure> {
    if paths.is_empty() {
        let found = here(store);
        if found.is_empty() {
            return Err(nothing_here(store));
        }
        return Ok(found.into_iter().map(|path| vec![path]).collect());
    }
    let mut plans: Vec<Vec<PathBuf>> = Vec::new();
    let mut parts: Vec<PathBuf> = Vec::new();
    for path in paths {
        let file = Source::root(store, path);
        if store.is_folder(path) && store.canonical(&file).is_err() {
            let found = below(store, path);
            if !found.is_empty() {
                found.into_iter().for_each(|plan| add(store, &mut plans, plan, None));
                continue;
            }
        }
        if is_part(store, &file) {
            parts.push(file);
        } else {
            add(store, &mut plans, file, None);
        }
    }
    for part in parts {
        match above(store, &part) {
            Some(plan) => add(store, &mut plans, plan, Some(part)),
            None => match plans.first_mut() {
                Some(first) => first.push(part),
                None => plans.push(vec![part]),
            },
        }
    }
    Ok(plans)
}

/// The files of the one plan that a path stands for.
pub(super) fn one(store: &dyn Store, path: Option<&PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    let paths: Vec<PathBuf> = path.cloned().into_iter().collect();
    let mut found = plans(store, &paths)?;
    if found.len() > 1 {
        let names: Vec<String> =
            found.iter().filter_map(|files| files.first()).map(|path| shown(path)).collect();
        return Err(Failure::new(
            format!("there are {} plans here: {}", found.len(), names.join(", ")),
            format!("Name one: swell {}", names.first().map_or("", String::as_str)),
        ));
    }
    found.pop().ok_or_else(|| nothing_here(store))
}

/// The plans under here: `plan.toml`, or files that name a format; else those under `plans/`; else the one that
/// lies a folder below, where there is but one.
pub(super) fn here(store: &dyn Store) -> Vec<PathBuf> {
    let found = below(store, Path::new(""));
    if !found.is_empty() {
        return found;
    }
    let folders = folders_of_plans(store);
    if folders.len() == 1 { folders } else { found }
}

/// The plans in the folders of this one. Unlike those below `plans/` they may only happen to stand there, so each
/// has to say that it is one.
fn folders_of_plans(store: &dyn Store) -> Vec<PathBuf> {
    let folders = store.list(Path::new(".")).unwrap_or_default().into_iter();
    let folders = folders.filter(|entry| entry.folder && !entry.name.starts_with('.'));
    let plans = folders.map(|entry| Path::new(&entry.name).join("plan.toml"));
    plans.filter(|plan| store.canonical(plan).is_ok() && names_format(store, plan)).collect()
}

/// The plans in a folder; else those under the `plans/` in it.
fn below(store: &dyn Store, folder: &Path) -> Vec<PathBuf> {
    let found = plans_in(store, folder);
    if found.is_empty() { plans_in(store, &folder.join("plans")) } else { found }
}

/// The plans in a folder: `plan.toml`, or files that name a format.
pub(super) fn plans_in(store: &dyn Store, folder: &Path) -> Vec<PathBuf> {
    let own = folder.join("plan.toml");
    if store.canonical(&own).is_ok() {
        return vec![own];
    }
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut found = Vec::new();
    for entry in store.list(listed).unwrap_or_default() {
        let path = folder.join(&entry.name);
        if entry.folder {
            let inner = path.join("plan.toml");
            // A folder of this folder counts below `plans/`, not wherever one happens to stand.
            if !folder.as_os_str().is_empty() && store.canonical(&inner).is_ok() {
                found.push(inner);
            }
        } else if entry.name.ends_with(".toml") && names_format(store, &path) {
            found.push(path);
        }
    }
    found
}

fn add(store: &dyn Store, plans: &mut Vec<Vec<PathBuf>>, plan: PathBuf, part: Option<PathBuf>) {
    let same = |one: &PathBuf| store.canonical(one).is_ok() && store.canonical(one) == store.canonical(&plan);
    let known = plans.iter_mut().find(|files| files.first().is_some_and(same));
    match known {
        Some(files) => files.extend(part),
        None => plans.push(std::iter::once(plan).chain(part).collect()),
    }
}

fn is_part(store: &dyn Store, file: &Path) -> bool {
    let named_plan = file.file_name().is_some_and(|name| name == "plan.toml");
    !named_plan && store.canonical(file).is_ok() && !names_format(store, file)
}

fn above(store: &dyn Store, file: &Path) -> Option<PathBuf> {
    let canonical = store.canonical(file).ok()?;
    let depth = canonical
        .ancestors()
        .skip(1)
        .take(UPWARDS)
        .position(|folder| store.canonical(&folder.join("plan.toml")).is_ok())?;
    // As it was named, as far as the name reaches: messages should name files as the caller does.
    let folder = file.ancestors().nth(depth + 1).filter(|_| file.is_relative() || depth > 0);
    let plan = folder.map(|folder| folder.join("plan.toml")).filter(|plan| store.canonical(plan).is_ok());
    plan.or_else(|| canonical.ancestors().nth(depth + 1).map(|folder| folder.join("plan.toml")))
}

/// Whether a file has a line `format = …` before its first table.
fn names_format(store: &dyn Store, file: &Path) -> bool {
    let Ok(bytes) = store.read(file, Limits::default().file) else { return true };
    let text = String::from_utf8_lossy(&bytes);
    let top = text.lines().map(|line| line.trim_start_matches('\u{feff}').trim_start());
    top.take_while(|line| !line.starts_with('['))
        .any(|line| line.strip_prefix("format").is_some_and(|rest| rest.trim_start().starts_with('=')))
}

/// Whether a file that may only happen to lie there is a plan: its first lines say that it is of this format.
pub(super) fn is_plan(store: &dyn Store, file: &Path) -> bool {
    let Ok(bytes) = store.read(file, Limits::default().file) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let top = text.lines().map(|line| line.trim_start_matches('\u{feff}').trim_start());
    let mut words = top.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    words.any(|(key, value)| key.trim() == "format" && value.split('#').next().map(str::trim) == Some("1"))
}

/// What to say where no plan was found; several that lie a folder below are named.
fn nothing_here(store: &dyn Store) -> Failure {
    let nothing = "there is no plan here, and none under plans/";
    let below: Vec<String> = folders_of_plans(store).iter().map(|plan| shown(plan)).collect();
    let Some(first) = below.first() else {
        return Failure::new(
            nothing,
            "Name a plan, a file or a folder that holds plan.toml; `swell init` begins a new one.",
        );
    };
    let named = below.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if below.len() > NAMED { ", …" } else { "" };
    Failure::new(
        format!("{nothing}; there are {} one folder below: {named}{more}", below.len()),
        format!("Name one, as in `swell {first}`; `swell check .` checks them all."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;

    fn names(found: &[Vec<PathBuf>]) -> Vec<Vec<String>> {
        found.iter().map(|files| files.iter().map(|file| shown(file)).collect()).collect()
    }

    #[test]
    fn a_part_of_a_plan_stands_for_the_plan() {
        let store = Memory::default()
            .with("p/plan.toml", "format = 1\n")
            .with("p/record/q1.toml", "[[reading]]\n")
            .with("other.toml", "# a plan\nformat=1\n");
        let found = plans(&store, &["p/record/q1.toml".into(), "p".into(), "other.toml".into()]).unwrap();
        assert_eq!(names(&found), [vec!["p/plan.toml", "p/record/q1.toml"], vec!["other.toml"]]);
    }

    #[test]
    fn a_folder_of_plans_stands_for_all_of_them() {
        let store = Memory::default()
            .with("top/plans/a/plan.toml", "format = 1\n")
            .with("top/plans/first.toml", "format = 1\n")
            .with("top/plans/notes.toml", "[x]\n");
        for folder in ["top/plans", "top/plans/", "top"] {
            let found = plans(&store, &[folder.into(), "top/plans/first.toml".into()]).unwrap();
            assert_eq!(names(&found), [["top/plans/a/plan.toml"], ["top/plans/first.toml"]], "{folder}");
        }
        let several = one(&store, Some(&"top/plans".into())).unwrap_err();
        assert_eq!(several.message, "there are 2 plans here: top/plans/a/plan.toml, top/plans/first.toml");
    }

    #[test]
    fn plans_are_found_here_or_below_plans() {
        let below = Memory::default()
            .with("plans/a/plan.toml", "format = 1\n")
            .with("plans/first.toml", "format = 1\n")
            .with("Cargo.toml", "[package]\n");
        assert_eq!(names(&plans(&below, &[]).unwrap()), [["plans/a/plan.toml"], ["plans/first.toml"]]);
        let here = below.with("plan.toml", "format = 1\n");
        assert_eq!(names(&plans(&here, &[]).unwrap()), [["plan.toml"]]);
        assert!(plans(&Memory::default().with("x/y", ""), &[]).is_err());
    }

    #[test]
    fn a_plan_one_folder_below_is_taken_where_there_is_but_one() {
        let one_below = Memory::default()
            .with("roadmap/plan.toml", "format = 1\n")
            .with("build/plan.toml", "[job]\n")
            .with(".kept/plan.toml", "format = 1\n")
            .with("deep/er/plan.toml", "format = 1\n");
        assert_eq!(names(&plans(&one_below, &[]).unwrap()), [["roadmap/plan.toml"]]);
        assert_eq!(one(&one_below, None).unwrap(), [PathBuf::from("roadmap/plan.toml")]);
        let two = one_below.with("budget/plan.toml", "format = 1\n");
        let failure = plans(&two, &[]).unwrap_err();
        assert_eq!(
            failure.message,
            "there is no plan here, and none under plans/; there are 2 one folder below: budget/plan.toml, \
             roadmap/plan.toml"
        );
        assert_eq!(
            failure.help,
            "Name one, as in `swell budget/plan.toml`; `swell check .` checks them all."
        );
        // What is under plans/ goes first.
        let kept = two.with("plans/first.toml", "format = 1\n");
        assert_eq!(names(&plans(&kept, &[]).unwrap()), [["plans/first.toml"]]);
    }
}
