//! Three plans merged, all files together.

use std::path::{Component, Path, PathBuf};

use super::{Merge, new_faults};
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::find;
use crate::disk::{Disk, Memory, Replacement, Store, remove, replace, write_new};
use crate::git::{Refused, Revision};
use crate::merge::{
    Files, Followed, Moved, Renamed, Unmerged, Whole, merge_files, renamed, unsaid, with_ids_of_both,
};
use crate::safe;
use crate::source::written::Written;
use crate::source::{Read, shown};
use crate::wording::{count, list};

/// A plan of which there are three.
pub(super) struct Side {
    /// The folder of the plan, as the call names it; empty for the one that one stands in.
    shown: String,
    /// The folder of the plan, canonical.
    pub(super) folder: PathBuf,
    /// The plan's own file, below the folder.
    root: PathBuf,
    read: Read,
    pub(super) files: Files,
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
    let none = || Side::none(&ours, common);
    let base = Side::named("BASE", &merge.base, &ours, common)?.map_or_else(none, Ok)?;
    let theirs = Side::named("THEIRS", &merge.theirs, &ours, common)?.ok_or_else(|| {
        Failure::new(
            format!("THEIRS ({}) has no such plan", shown(&merge.theirs)),
            "Name its path there: swell merge BASE OURS REVISION:PATH.",
        )
    })?;
    let markers = merge.markers(labels(merge));
    let sides = [&base, &ours, &theirs];
    let roots = sides.map(|side| shown(&side.root));
    let followed = with_ids_of_both(sides.map(|side| &side.files));
    let Followed { new_ids, disputes, .. } = &followed;
    let (files, renamed) = renamed(followed.files.each_ref(), roots.each_ref().map(String::as_str));
    let [old, one, other] = &files;
    let whole =
        merge_files(old, one, other, &markers, disputes).map_err(|(path, why)| unmerged(&path, why))?;
    let root = renamed.iter().find(|it| it.from == roots[0]).map_or(&roots[1], |it| &it.to);
    let wrong =
        if whole.conflicts.is_empty() { wrong(&whole, sides, &followed, root, common)? } else { Vec::new() };
    let changes = Changes::of(&ours, &whole)?;
    let mut text = changes.text();
    for Renamed { from, to } in renamed.iter().filter(|it| !ours.files.contains_key(&it.to)) {
        text.push_str(&format!("{} is called {}\n", ours.path(from), ours.path(to)));
    }
    let own = ours.read.source.written();
    for (from, to) in new_ids.iter().filter(|(_, to)| own.table(to).is_none()) {
        text.push_str(&format!("{from} is called {to}\n"));
    }
    for moved in &whole.moved {
        text.push_str(&told(moved, &ours));
    }
    if text.is_empty() {
        text.push_str("nothing to merge: OURS says it all\n");
    } else if merge.dry_run {
        text.push_str("nothing was written (--dry-run)\n");
    }
    let mut said = String::new();
    if base.files.is_empty() {
        said.push_str("BASE has no such plan: what both sides have added is held against each other\n");
    }
    if !whole.conflicts.is_empty() {
        let conflicts = count(whole.conflicts.len(), "conflict");
        let named: Vec<String> = whole.conflicts.iter().map(|it| ours.path(it)).collect();
        said.push_str(&format!("{conflicts}: {}\n", list(&named)));
    }
    wrong.iter().for_each(|wrong| said.push_str(&format!("merged, but now {wrong}\n")));
    if !merge.dry_run {
        changes.write()?;
    }
    super::super::beside(&lines(&said));
    let done = whole.conflicts.is_empty() && wrong.is_empty();
    Ok(Outcome { text: lines(&text), exit: if done { Exit::Done } else { Exit::Findings } })
}

/// What the sides are called in markers where nobody says so: as the call names them, a commit by as much of its
/// name as git shows, and OURS by `HEAD` beside a revision.
fn labels(merge: &Merge) -> [String; 3] {
    let is_revision = |path: &Path| Disk.canonical(path).is_err();
    let named = |path: &Path| {
        let name = shown(path);
        let commit = name.len() >= 40 && name.bytes().all(|it| it.is_ascii_hexdigit());
        if commit { name[..7].to_owned() } else { name }
    };
    let beside = is_revision(&merge.base) || is_revision(&merge.theirs);
    let ours = if beside { "HEAD".to_owned() } else { named(&merge.ours) };
    [ours, named(&merge.base), named(&merge.theirs)]
}

/// Lines made safe.
fn lines(text: &str) -> String {
    safe::inert(&text.lines().map(|line| safe::line(line).into_owned() + "\n").collect::<String>())
        .into_owned()
}

fn told(moved: &Moved, side: &Side) -> String {
    let Moved { name, ours, theirs, to } = moved;
    let has = (to == theirs, to == ours);
    let [ours, theirs, to] = [ours, theirs, to].map(|path| side.path(path));
    match has {
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
        Unmerged::Untold => Failure::new(
            format!("{path} cannot be merged: a comment of one side would be lost"),
            "Let git merge it by lines.",
        ),
    }
}

/// What is wrong with a merged plan: faults that neither side had, and what it should say and does not.
fn wrong(
    whole: &Whole,
    sides: [&Side; 3],
    followed: &Followed,
    root: &str,
    common: &Common,
) -> Result<Vec<String>, Failure> {
    let read = |files: &Files, root: &Path| {
        let folder = Path::new("merged");
        let store = files
            .iter()
            .fold(Memory::default(), |store, (path, text)| store.with(folder.join(path), text.as_str()));
        common.read_from(&store, &[folder.join(root)])
    };
    let merged = read(&whole.files, Path::new(root))?;
    let mut wrong = new_faults(sides.map(|side| &side.read), &merged);
    let said = |nth: usize| -> Result<Written, Failure> {
        let (side, files) = (sides[nth], &followed.files[nth]);
        let again = if *files == side.files { None } else { Some(read(files, &side.root)?) };
        Ok(again.as_ref().unwrap_or(&side.read).source.written())
    };
    let unsaid = unsaid(&said(0)?, &said(1)?, &said(2)?, &merged.source.written());
    wrong.extend(unsaid.iter().map(|at| format!("{at} is not what one side alone has made of it")));
    Ok(wrong)
}

impl Side {
    /// A file of it below its folder, as the call names that folder.
    fn path(&self, below: &str) -> String {
        below_folder(&self.shown, below)
    }

    /// A side that has no such plan.
    fn none(ours: &Self, common: &Common) -> Result<Self, Failure> {
        let (folder, root) = (PathBuf::new(), ours.root.clone());
        let read = common.read_from(&Memory::default().with(&root, ""), std::slice::from_ref(&root))?;
        Ok(Self { shown: String::new(), folder, root, read, files: Files::new() })
    }

    /// The plan that a path or a revision names; `None`, where it is not there.
    fn named(what: &str, name: &Path, ours: &Self, common: &Common) -> Result<Option<Self>, Failure> {
        if Disk.canonical(name).is_ok() {
            let none = Disk.is_folder(name) && find::plans_in(&Disk, name).is_empty();
            return if none { Ok(None) } else { Self::read(what, &Disk, name, common).map(Some) };
        }
        let given = name.to_string_lossy();
        let (revision, path) = given.split_once(':').unwrap_or((&given, ""));
        // As for git itself, a path behind a revision is one of the repository that one stands in.
        let folder = if path.is_empty() { ours.folder.as_path() } else { Path::new(".") };
        let revision = Revision::open(folder, revision).map_err(|Refused { message, help }| {
            Failure::new(format!("{what}: there is no folder {}, and {message}", shown(name)), help)
        })?;
        let own = ours.folder.join(&ours.root);
        if !path.is_empty() {
            revision.holds(Path::new(path)).map_err(|Refused { message, .. }| {
                let help = "Stand in the repository that has it, or name the revision alone: then it is looked up \
                            in the repository of OURS.";
                Failure::new(format!("{what}: {message}"), help)
            })?;
            return Self::read(what, &revision, Path::new(path), common).map(Some);
        }
        let own = match revision.canonical(&own) {
            Ok(_) => Some(own),
            // Its own file may have another name there; what OURS has beside it, is another plan.
            Err(_) => {
                let mut other = find::plans_in(&revision, &ours.folder);
                other.retain(|path| Disk.canonical(path).is_err());
                if other.len() == 1 { other.pop() } else { None }
            }
        };
        own.map(|own| Self::read(what, &revision, &own, common)).transpose()
    }

    pub(super) fn read(what: &str, store: &dyn Store, path: &Path, common: &Common) -> Result<Self, Failure> {
        let name = format!("{what} ({})", shown(path));
        // A folder stands for the one plan in it, whatever that is called.
        let mut within = if store.is_folder(path) { find::plans_in(store, path) } else { Vec::new() };
        let only = if within.len() == 1 { within.pop() } else { None };
        let path = only.as_deref().unwrap_or(path);
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
        let own = Path::new(read.source.path(0)).parent().map(shown).unwrap_or_default();
        let own = if own == "." { String::new() } else { own };
        Ok(Self { shown: own, folder, root, read, files })
    }
}

/// A file below a folder that the call names so.
fn below_folder(folder: &str, below: &str) -> String {
    match folder {
        "" => below.to_owned(),
        folder => format!("{}/{below}", folder.trim_end_matches('/')),
    }
}

/// What is done to the files of OURS.
struct Changes {
    new: Vec<(PathBuf, String)>,
    replaced: Vec<Replacement>,
    /// With what was in them.
    removed: Vec<(PathBuf, String)>,
    folder: PathBuf,
    /// The folder as the call names it.
    shown: String,
}

impl Changes {
    fn of(ours: &Side, whole: &Whole) -> Result<Self, Failure> {
        let (folder, shown) = (ours.folder.clone(), ours.shown.clone());
        let mut changes = Self { new: Vec::new(), replaced: Vec::new(), removed: Vec::new(), folder, shown };
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
        let gone = ours.files.iter().filter(|(path, _)| !whole.files.contains_key(*path));
        changes.removed.extend(gone.map(|(path, text)| (changes.folder.join(path), text.clone())));
        Ok(changes)
    }

    /// Whether a file may be made: inside the plan's folder, with links followed, where nothing is.
    fn allowed(&self, path: &str, place: &Path) -> Result<(), Failure> {
        let named = below_folder(&self.shown, path);
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let there = place.ancestors().skip(1).find_map(|folder| Disk.canonical(folder).ok());
        if !plain || !there.is_some_and(|there| there.starts_with(&self.folder)) {
            return Err(Failure::new(format!("{named} would lie outside of the plan's folder"), ""));
        }
        if Disk.canonical(place).is_ok() {
            return Err(Failure::new(
                format!("{named} is there already, and is no part of the plan OURS"),
                "Include it in OURS, or move it away.",
            ));
        }
        Ok(())
    }

    /// A file as the call names it.
    fn named(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder)
            .map_or_else(|_| shown(path), |below| below_folder(&self.shown, &shown(below)))
    }

    /// What is done, a line for each file.
    fn text(&self) -> String {
        let below = |path: &Path| self.named(path);
        let new = self.new.iter().map(|(path, _)| format!("new {}\n", below(path)));
        let replaced = self.replaced.iter().map(|it| format!("write {}\n", below(&it.path)));
        let removed = self.removed.iter().map(|(path, _)| format!("remove {}\n", below(path)));
        new.chain(replaced).chain(removed).collect()
    }

    /// Does it: at every instant each table stands in at least one file. Where a file cannot be written or
    /// removed, all are put back as they were.
    fn write(&self) -> Result<(), Failure> {
        let undo = |made: usize| {
            for (path, _) in self.new.iter().take(made) {
                let _ = remove(path);
            }
        };
        let below = |path: &Path| self.named(path);
        let failed = |path: &Path, how: &str, message: &str| {
            Failure::new(format!("{} cannot be {how}: {message}", below(path)), "OURS is as it was.")
        };
        for (nth, (path, text)) in self.new.iter().enumerate() {
            write_new(path, text.as_bytes()).map_err(|fault| {
                undo(nth);
                failed(path, "written", &fault.message)
            })?;
        }
        replace(&self.replaced).map_err(|unwritten| {
            undo(self.new.len());
            failed(&unwritten.path, "written", &unwritten.message)
        })?;
        for (nth, (path, _)) in self.removed.iter().enumerate() {
            remove(path).map_err(|fault| match self.put_back(nth) {
                Ok(()) => {
                    undo(self.new.len());
                    failed(path, "removed", &fault.message)
                }
                Err(why) => {
                    let message = format!("{} cannot be removed: {}", below(path), fault.message);
                    Failure::new(message, format!("{why}; all else is merged: see `git status`."))
                }
            })?;
        }
        Ok(())
    }

    /// Puts the files back that were removed, of which there are so many, and those that were written over.
    fn put_back(&self, removed: usize) -> Result<(), String> {
        for (path, text) in self.removed.iter().take(removed) {
            write_new(path, text.as_bytes())
                .map_err(|fault| format!("{} cannot be put back: {}", self.named(path), fault.message))?;
        }
        let back = |it: &Replacement| Replacement {
            path: it.path.clone(),
            old: it.new.clone(),
            new: it.old.clone(),
        };
        let back: Vec<Replacement> = self.replaced.iter().map(back).collect();
        let unwritten = |it: crate::disk::Unwritten| {
            format!("{} cannot be put back: {}", self.named(&it.path), it.message)
        };
        replace(&back).map(drop).map_err(unwritten)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_file_cannot_be_removed_all_are_as_they_were() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("old.toml"), "old\n").unwrap();
        std::fs::write(at("gone.toml"), "gone\n").unwrap();
        std::fs::create_dir(at("no-file.toml")).unwrap();
        let changes = Changes {
            new: vec![(at("new.toml"), "new\n".to_owned())],
            replaced: vec![Replacement {
                path: at("old.toml"),
                old: b"old\n".to_vec(),
                new: b"merged\n".to_vec(),
            }],
            removed: vec![(at("gone.toml"), "gone\n".to_owned()), (at("no-file.toml"), String::new())],
            folder: folder.path().to_path_buf(),
            shown: String::new(),
        };
        let failure = changes.write().unwrap_err();
        assert!(failure.message.contains("no-file.toml cannot be removed"), "{}", failure.message);
        assert_eq!(failure.help, "OURS is as it was.");
        let text = |name: &str| std::fs::read_to_string(at(name)).unwrap();
        assert_eq!((text("old.toml"), text("gone.toml")), ("old\n".to_owned(), "gone\n".to_owned()));
        assert!(!at("new.toml").exists());
    }
}
