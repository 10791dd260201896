//! Three plans merged, all files together.

use std::path::{Component, Path, PathBuf};

use super::{Merge, new_faults};
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::find;
use crate::disk::{Disk, Memory, Replacement, Store, remove, replace, write_new};
use crate::git::{Refused, Revision};
use crate::merge::{Files, Markers, Moved, Unmerged, Whole, merge_files, unsaid};
use crate::safe;
use crate::source::{Read, shown};
use crate::wording::{count, list};

/// A plan of which there are three.
struct Side {
    /// The folder of the plan, canonical.
    folder: PathBuf,
    /// The plan's own file, below the folder.
    root: PathBuf,
    read: Read,
    files: Files,
}

/// Merges the plan in the folder OURS with two that are folders or revisions of it.
pub(super) fn run(merge: &Merge, common: &Common) -> Result<Outcome, Failure> {
    if merge.print {
        return Err(Failure::new(
            "--print is for a single file, and OURS is a folder",
            "With --dry-run nothing is written.",
        ));
    }
    let ours = Side::read("OURS", &Disk, &merge.ours, common)?;
    let base = Side::named("BASE", &merge.base, &ours, common)?;
    let theirs = Side::named("THEIRS", &merge.theirs, &ours, common)?;
    let markers = Markers { size: usize::from(merge.marker_size), ..Markers::default() };
    let whole = merge_files(&base.files, &ours.files, &theirs.files, &markers)
        .map_err(|(path, why)| unmerged(&path, why))?;
    let wrong =
        if whole.conflicts.is_empty() { wrong(&whole, [&base, &ours, &theirs], common)? } else { Vec::new() };
    let changes = Changes::of(&ours, &whole)?;
    let mut text = changes.text();
    for moved in &whole.moved {
        text.push_str(&told(moved));
    }
    if text.is_empty() {
        text.push_str("nothing to merge: OURS says it all\n");
    } else if merge.dry_run {
        text.push_str("nothing was written (--dry-run)\n");
    }
    let mut said = String::new();
    if !whole.conflicts.is_empty() {
        let conflicts = count(whole.conflicts.len(), "conflict");
        said.push_str(&format!("{conflicts}: {}\n", list(&whole.conflicts)));
    }
    wrong.iter().for_each(|wrong| said.push_str(&format!("merged, but now {wrong}\n")));
    if !merge.dry_run {
        changes.write()?;
    }
    super::super::beside(&lines(&said));
    let done = whole.conflicts.is_empty() && wrong.is_empty();
    Ok(Outcome { text: lines(&text), exit: if done { Exit::Done } else { Exit::Findings } })
}

/// Lines made safe.
fn lines(text: &str) -> String {
    safe::inert(&text.lines().map(|line| safe::line(line).into_owned() + "\n").collect::<String>())
        .into_owned()
}

fn told(moved: &Moved) -> String {
    let Moved { name, ours, theirs, to } = moved;
    match (to == theirs, to == ours) {
        (true, _) => format!("{name} goes from {ours} to {theirs}\n"),
        (_, true) => format!("{name} stays in {ours}; THEIRS has it in {theirs}\n"),
        _ => format!("{name} goes to {to}\n"),
    }
}

fn unmerged(path: &str, why: Unmerged) -> Failure {
    match why {
        Unmerged::Faulty => Failure::new(
            format!("{path} is no TOML that can be taken apart, on one of the sides"),
            "Mend it there (swell check names the line), or let git merge it by lines.",
        ),
        Unmerged::Twisted => Failure::new(
            format!("{path} cannot be merged: the sides write the same table in two ways"),
            "Write it in one way on both sides, or let git merge it by lines.",
        ),
    }
}

/// What is wrong with a merged plan: faults that neither side had, and what it should say and does not.
fn wrong(whole: &Whole, sides: [&Side; 3], common: &Common) -> Result<Vec<String>, Failure> {
    let [base, ours, theirs] = sides;
    let folder = Path::new("merged");
    let mut store = Memory::default();
    for (path, text) in &whole.files {
        store = store.with(folder.join(path), text.as_str());
    }
    let merged = common.read_from(&store, &[folder.join(&ours.root)])?;
    let mut wrong = new_faults([&ours.read, &theirs.read], &merged);
    let [base, ours, theirs] = [base, ours, theirs].map(|side| side.read.source.written());
    let unsaid = unsaid(&base, &ours, &theirs, &merged.source.written());
    wrong.extend(unsaid.iter().map(|at| format!("{at} is not what one side alone has made of it")));
    Ok(wrong)
}

impl Side {
    /// The plan that a path or a revision names.
    fn named(what: &str, name: &Path, ours: &Self, common: &Common) -> Result<Self, Failure> {
        if Disk.canonical(name).is_ok() {
            return Self::read(what, &Disk, name, common);
        }
        let given = name.to_string_lossy();
        let (revision, path) = given.split_once(':').unwrap_or((&given, ""));
        let revision = Revision::open(&ours.folder, revision).map_err(|Refused { message, help }| {
            Failure::new(format!("{what}: there is no folder {}, and {message}", shown(name)), help)
        })?;
        let own = ours.folder.join(&ours.root);
        let path = if path.is_empty() { own.as_path() } else { Path::new(path) };
        Self::read(what, &revision, path, common)
    }

    fn read(what: &str, store: &dyn Store, path: &Path, common: &Common) -> Result<Self, Failure> {
        let name = format!("{what} ({})", shown(path));
        let paths = find::one(store, Some(&path.to_path_buf()))?;
        let read = common
            .read_from(store, &paths)
            .map_err(|failure| Failure { message: format!("{name}: {}", failure.message), ..failure })?;
        let own = read.source.canonical(0).unwrap_or(Path::new("")).to_path_buf();
        let folder = own.parent().unwrap_or(Path::new("")).to_path_buf();
        let root = own.file_name().map(PathBuf::from).unwrap_or_default();
        let mut files = Files::new();
        for nth in 0..read.source.paths().count() {
            let file = u32::try_from(nth).ok().and_then(|nth| read.source.canonical(nth));
            let Some(file) = file else { continue };
            let below = file.strip_prefix(&folder).map(shown).map_err(|_| {
                let message = format!("{name}: {} lies outside of the plan's folder", shown(file));
                Failure::new(message, "Merge the files one by one: swell merge BASE OURS THEIRS.")
            })?;
            let unread = |why: &str| Failure::new(format!("{name}: {below} cannot be read: {why}"), "");
            let bytes = store.read(file, common.limits().file).map_err(|fault| unread(&fault.message))?;
            let text = String::from_utf8(bytes).map_err(|_| unread("it is not UTF-8"))?;
            files.insert(below, text);
        }
        Ok(Self { folder, root, read, files })
    }
}

/// What is done to the files of OURS.
struct Changes {
    new: Vec<(PathBuf, String)>,
    replaced: Vec<Replacement>,
    removed: Vec<PathBuf>,
    folder: PathBuf,
}

impl Changes {
    fn of(ours: &Side, whole: &Whole) -> Result<Self, Failure> {
        let folder = ours.folder.clone();
        let mut changes = Self { new: Vec::new(), replaced: Vec::new(), removed: Vec::new(), folder };
        for (path, text) in &whole.files {
            let place = changes.folder.join(path);
            match ours.files.get(path) {
                Some(old) if old == text => {}
                Some(old) => changes.replaced.push(Replacement {
                    path: place,
                    old: old.clone().into_bytes(),
                    new: text.clone().into_bytes(),
                }),
                None => {
                    changes.allowed(path, &place)?;
                    changes.new.push((place, text.clone()));
                }
            }
        }
        let gone = ours.files.keys().filter(|path| !whole.files.contains_key(*path));
        changes.removed.extend(gone.map(|path| changes.folder.join(path)));
        Ok(changes)
    }

    /// Whether a file may be made: inside the plan's folder, with links followed, where nothing is.
    fn allowed(&self, path: &str, place: &Path) -> Result<(), Failure> {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let there = place.ancestors().skip(1).find_map(|folder| Disk.canonical(folder).ok());
        if !plain || !there.is_some_and(|there| there.starts_with(&self.folder)) {
            return Err(Failure::new(format!("{path} would lie outside of the plan's folder"), ""));
        }
        if Disk.canonical(place).is_ok() {
            return Err(Failure::new(
                format!("{path} is there already, and is no part of the plan OURS"),
                "Include it in OURS, or move it away.",
            ));
        }
        Ok(())
    }

    /// What is done, a line for each file.
    fn text(&self) -> String {
        let below = |path: &Path| shown(path.strip_prefix(&self.folder).unwrap_or(path));
        let new = self.new.iter().map(|(path, _)| format!("new {}\n", below(path)));
        let replaced = self.replaced.iter().map(|it| format!("write {}\n", below(&it.path)));
        let removed = self.removed.iter().map(|path| format!("remove {}\n", below(path)));
        new.chain(replaced).chain(removed).collect()
    }

    /// Does it: at every instant each table stands in at least one file. Where a file cannot be written, the
    /// new ones go again.
    fn write(&self) -> Result<(), Failure> {
        let undo = |made: usize| {
            for (path, _) in self.new.iter().take(made) {
                let _ = remove(path);
            }
        };
        let failed = |path: &Path, message: &str| {
            Failure::new(format!("{} cannot be written: {message}", shown(path)), "OURS is as it was.")
        };
        for (nth, (path, text)) in self.new.iter().enumerate() {
            write_new(path, text.as_bytes()).map_err(|fault| {
                undo(nth);
                failed(path, &fault.message)
            })?;
        }
        replace(&self.replaced).map_err(|unwritten| {
            undo(self.new.len());
            failed(&unwritten.path, &unwritten.message)
        })?;
        for path in &self.removed {
            remove(path).map_err(|fault| {
                let message = format!("{} cannot be removed: {}", shown(path), fault.message);
                Failure::new(message, "All else is merged; remove the file.")
            })?;
        }
        Ok(())
    }
}
