//! The files of a plan: the one that was named, and what it includes.

use crate::order::Order as _;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use wildmatch::WildMatch;

use super::syntax::{Tree, parse, parse_in_parts};
use super::text::{Text, softened, without_conflicts};
use super::{Limits, Source};
use crate::disk::{Fault, Store};
use crate::finding::{Finding, Place, Span};

/// How deep includes may go.
const DEPTH: usize = 8;
/// How often the patterns of a plan look into a folder at most.
const LOOKS: usize = 20_000;

/// A file of a plan.
pub(super) struct File {
    /// Its path as people know it: as it was named, or below the plan's folder.
    pub path: Arc<str>,
    /// Where it really is, links followed.
    pub canonical: PathBuf,
    /// Its text.
    pub(super) text: Text,
}

/// A parsed file, or where a file is large, one of its parts.
#[derive(Clone)]
pub(super) struct Part {
    /// The file, as they are counted.
    pub(super) file: u32,
    /// The path of the file.
    pub(super) path: Arc<str>,
    /// Where in the file it begins.
    pub(super) base: u32,
    /// Its tree.
    pub(super) tree: Rc<Tree>,
}

impl Part {
    /// By what a tree that several sources share is known.
    pub(super) fn tree_address(&self) -> usize {
        Rc::as_ptr(&self.tree).addr()
    }

    /// A stretch of the part's text, as one of its file's.
    pub(super) fn span(&self, span: toml_spanner::Span) -> Span {
        Span { file: self.file, start: self.base + span.start, end: self.base + span.end }
    }
}

/// A file that was named or included, before it is read.
struct Wanted {
    path: PathBuf,
    /// The files that led here, by their canonical paths.
    chain: Vec<PathBuf>,
    /// Where it was asked for; `None` for a file that was named.
    asked: Option<Place>,
}

/// Reads the files named and all they include.
pub(super) struct Gathering<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) limits: Limits,
    /// A plan that was read before and is much like this one.
    like: Option<&'a Source>,
    /// The plan's folder, canonical, and as people know it.
    pub(super) folder: PathBuf,
    pub(super) shown_folder: PathBuf,
    pub(super) seen: Vec<PathBuf>,
    bytes: u64,
    /// How often patterns may still look into a folder.
    looks: usize,
    pub(super) files: Vec<File>,
    pub(super) parts: Vec<Part>,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Gathering<'a> {
    /// Reads `roots`, of which the first is the plan's own file, and what they include.
    ///
    /// # Errors
    /// The path and the fault, where a file that was named cannot be read.
    pub(super) fn read(
        store: &'a dyn Store,
        roots: &[PathBuf],
        limits: Limits,
        like: Option<&'a Source>,
    ) -> Result<Self, (PathBuf, Fault)> {
        let first = roots.first().cloned().unwrap_or_default();
        let shown_folder = first.parent().map(Path::to_path_buf).unwrap_or_default();
        let canonical = store.canonical(&first).map_err(|fault| (first.clone(), fault))?;
        let folder = canonical.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut gathering = Self {
            store,
            limits,
            like,
            folder,
            shown_folder,
            seen: Vec::new(),
            bytes: 0,
            looks: LOOKS,
            files: Vec::new(),
            parts: Vec::new(),
            findings: Vec::new(),
        };
        for root in roots {
            gathering.file(Wanted { path: root.clone(), chain: Vec::new(), asked: None })?;
        }
        gathering.left_out(&first);
        Ok(gathering)
    }

    /// Reads one file and all that it includes, one level after the other.
    fn file(&mut self, wanted: Wanted) -> Result<(), (PathBuf, Fault)> {
        let mut queue = std::collections::VecDeque::from([wanted]);
        while let Some(wanted) = queue.pop_front() {
            match self.one(&wanted) {
                Ok(included) => queue.extend(included),
                Err(fault) => match wanted.asked {
                    None => return Err((wanted.path, fault)),
                    Some(place) => self.findings.push(
                        Finding::at(
                            "include-missing",
                            place,
                            format!("`{}` cannot be read: {}", shown(&wanted.path), fault.message),
                        )
                        .help("Name a file that can be read, or remove it from `include`."),
                    ),
                },
            }
        }
        Ok(())
    }

    fn one(&mut self, wanted: &Wanted) -> Result<Vec<Wanted>, Fault> {
        let canonical = self.store.canonical(&wanted.path)?;
        if self.seen.contains(&canonical) {
            return Ok(Vec::new());
        }
        if self.files.len() >= self.limits.files {
            return Err(Fault {
                message: format!("a plan has at most {} files", self.limits.files),
                absent: false,
            });
        }
        let left = self.limits.total.saturating_sub(self.bytes).min(self.limits.file);
        let held = self.store.held(&wanted.path).filter(|text| text.len() as u64 <= left);
        let bytes = if held.is_some() { Vec::new() } else { self.store.read(&wanted.path, left)? };
        self.bytes += held.as_ref().map_or(bytes.len(), |text| text.len()) as u64;
        self.seen.push(canonical.clone());
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let (text, mut findings) = match held {
            Some(text) => (self.text(&canonical, text), Vec::new()),
            None => Text::decode(bytes, file),
        };
        self.findings.append(&mut findings);
        let known = self.known(&canonical);
        let trees = match parse_in_parts(&text.content, &known) {
            Some(trees) => trees,
            None => vec![(0, self.tree(&text, file, &known))],
        };
        let mut chain = wanted.chain.clone();
        chain.push(canonical.clone());
        let asked = trees.first().map(|(_, tree)| includes_of(tree, file)).unwrap_or_default();
        let path: Arc<str> = shown(&wanted.path).into();
        self.files.push(File { path: Arc::clone(&path), canonical, text });
        let part = |(base, tree)| Part { file, path: Arc::clone(&path), base, tree };
        self.parts.extend(trees.into_iter().map(part));
        Ok(asked.into_iter().flat_map(|(pattern, place)| self.matching(&pattern, &place, &chain)).collect())
    }

    /// A text that the store has at hand, with what is known of it where the plan that is like this one has
    /// the file too.
    fn text(&self, canonical: &Path, content: Arc<String>) -> Text {
        let files = self.like.iter().flat_map(|like| &like.files);
        match files.into_iter().find(|file| file.canonical == canonical) {
            Some(file) => Text::after(&file.text, content),
            None => Text::shared(content),
        }
    }

    /// What is parsed already of a file, where the plan that is like this one has it too.
    fn known(&self, canonical: &Path) -> Vec<Rc<Tree>> {
        let Some(like) = self.like else { return Vec::new() };
        let path = like.files.iter().find(|file| file.canonical == canonical).map(|file| &file.path);
        let parts = like.parts.iter().filter(|part| path == Some(&part.path) && part.tree.is_sound());
        parts.map(|part| Rc::clone(&part.tree)).collect()
    }

    fn tree(&mut self, text: &Text, file: u32, known: &[Rc<Tree>]) -> Rc<Tree> {
        let same = known.iter().find(|tree| tree.content() == *text.content);
        let (tree, mut faults) = match same {
            Some(tree) => (Rc::clone(tree), Vec::new()),
            None => parsed(text.content.clone(), text, file),
        };
        let Some((kept, conflicts)) = without_conflicts(text, file, !faults.is_empty()) else {
            self.findings.append(&mut faults);
            return tree;
        };
        if faults.is_empty() {
            // Sound as it is: the markers stand inside a text.
            self.findings.extend(softened(conflicts));
            return tree;
        }
        let (tree, mut faults) = parsed(kept, text, file);
        self.findings.extend(conflicts);
        self.findings.append(&mut faults);
        tree
    }

    /// Takes the parts of some files for one again: a table or an id stands in two of them, and only the
    /// whole text tells whether TOML allows that.
    pub(super) fn mend(&mut self, torn: &[u32]) {
        for file in torn {
            let Some(File { path, text, .. }) = self.files.get(*file as usize) else { continue };
            let (tree, mut faults) = parsed(Arc::clone(&text.content), text, *file);
            let part = Part { file: *file, path: Arc::clone(path), base: 0, tree };
            let at = self.parts.iter().position(|part| part.file == *file).unwrap_or(self.parts.len());
            self.parts.retain(|part| part.file != *file);
            self.parts.insert(at, part);
            self.findings.append(&mut faults);
        }
    }

    /// The files that a pattern of `include` stands for.
    fn matching(&mut self, pattern: &str, place: &Place, chain: &[PathBuf]) -> Vec<Wanted> {
        let finding =
            |rule, message: String, help: &str| Finding::at(rule, place.clone(), message).help(help);
        let Some(parts) = parts_inside(pattern) else {
            self.findings.push(finding(
                "include-outside-plan",
                format!("`{pattern}` leads out of the plan's folder"),
                "Name files below the plan's folder, with a relative path and forward slashes.",
            ));
            return Vec::new();
        };
        let wild = pattern.contains(['*', '?']);
        let inside =
            |path: &Path| self.store.canonical(path).is_ok_and(|path| path.starts_with(&self.folder));
        let mut looks = self.looks;
        let found = walk(self.store, &self.shown_folder, &parts, inside, &mut looks);
        let left_off = looks == 0;
        if left_off && self.looks > 0 {
            self.findings.push(finding(
                "include-missing",
                format!("`{pattern}` leads through more folders than are looked into; files may be missing"),
                "Name the folders that hold files of the plan, with fewer wildcards.",
            ));
        }
        self.looks = looks;
        let mut wanted = Vec::new();
        let mut known = left_off;
        for path in found {
            let Ok(canonical) = self.store.canonical(&path) else {
                if path.to_string_lossy().contains(char::REPLACEMENT_CHARACTER) {
                    let message = format!("`{}` is not read: its name is not Unicode", shown(&path));
                    self.findings.push(finding(
                        "include-missing",
                        message,
                        "Give the file a name that can be written.",
                    ));
                    known = true;
                }
                continue;
            };
            if !canonical.starts_with(&self.folder) {
                self.findings.push(finding(
                    "include-outside-plan",
                    format!("`{}` is a link that leads out of the plan's folder", shown(&path)),
                    "Put the file itself into the plan's folder.",
                ));
            } else if chain.contains(&canonical) {
                // A pattern may well cover the file that it stands in.
                if !wild {
                    let names: Vec<String> =
                        chain.iter().chain([&canonical]).map(|path| self.name_of(path)).collect();
                    let message = format!("the files include one another: {}", names.join(" → "));
                    self.findings.push(finding(
                        "include-cycle",
                        message,
                        "Take one of them out of `include`.",
                    ));
                }
                known = true;
                continue;
            } else if chain.len() >= DEPTH {
                self.findings.push(finding(
                    "include-cycle",
                    format!("includes go more than {DEPTH} files deep"),
                    "Include the files from the plan's own file.",
                ));
            } else {
                wanted.push(Wanted { path, chain: chain.to_vec(), asked: Some(place.clone()) });
            }
            known = true;
        }
        if !known {
            self.findings.push(finding(
                "include-missing",
                format!("no file matches `{pattern}`"),
                "Write the file, or remove the pattern from `include`.",
            ));
        }
        wanted
    }

    fn name_of(&self, path: &Path) -> String {
        shown(path.strip_prefix(&self.folder).unwrap_or(path))
    }
}

fn parsed(content: Arc<String>, text: &Text, file: u32) -> (Rc<Tree>, Vec<Finding>) {
    let (tree, faults) = parse(content, text, file);
    (Rc::new(tree), faults)
}

/// A path as people and reports read it: with forward slashes on every system.
#[must_use]
pub fn shown(path: &Path) -> String {
    let mut text = path.to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR != '/' {
        text = text.replace(std::path::MAIN_SEPARATOR, "/");
    }
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}

/// Where the plan's own file says what it includes; the begin of the file where it does not.
pub(super) fn includes_at(own: Option<&Part>) -> Option<Place> {
    let own = own?;
    let list = own.tree.table().get("include").map(toml_spanner::Item::span);
    Some(Place::Text(list.map_or(Span { file: own.file, start: 0, end: 0 }, |span| own.span(span))))
}

/// The patterns of `include`, with their places.
fn includes_of(tree: &Tree, file: u32) -> Vec<(String, Place)> {
    let list = tree.table().get("include").and_then(toml_spanner::Item::as_array);
    let patterns = list.into_iter().flatten().filter_map(|item| {
        let span = item.span();
        let place = Place::Text(Span { file, start: span.start, end: span.end });
        item.as_str().map(|pattern| (pattern.to_owned(), place))
    });
    patterns.collect()
}

/// The parts of a relative pattern that stays inside its folder.
fn parts_inside(pattern: &str) -> Option<Vec<String>> {
    if pattern.is_empty() || pattern.contains(['\\', '\0', ':']) || pattern.starts_with('~') {
        return None;
    }
    let mut parts = Vec::new();
    for part in Path::new(pattern).components() {
        match part {
            // Any number of folders, again and again, is any number of folders.
            Component::Normal(name) if name == "**" && parts.last().is_some_and(|last| last == "**") => {}
            Component::Normal(name) => parts.push(name.to_str()?.to_owned()),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts)
}

/// The files below `folder` that match `parts`, sorted. `**` stands for any number of folders. A folder
/// that is not `inside` is found itself: nobody looks into it. Each of the `looks` is one folder listed for
/// one part; when none is left, what was found so far is all.
fn walk(
    store: &dyn Store,
    folder: &Path,
    parts: &[String],
    inside: impl Fn(&Path) -> bool,
    looks: &mut usize,
) -> Vec<PathBuf> {
    let mut found = Vec::new();
    // Several ways may lead to a folder with the same parts left. It is then as deep below the stars on each.
    let mut known: FxHashSet<(PathBuf, usize)> = FxHashSet::default();
    let mut open = vec![(folder.to_path_buf(), 0, 0)];
    while let Some((folder, at, depth)) = open.pop() {
        let Some(part) = parts.get(at) else { continue };
        if !known.insert((folder.clone(), at)) {
            continue;
        }
        let Some(left) = looks.checked_sub(1) else { break };
        *looks = left;
        let last = at + 1 == parts.len();
        if part == "**" {
            open.push((folder.clone(), at + 1, depth));
        }
        let pattern = WildMatch::new(part);
        let here = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.clone() };
        for entry in store.list(&here).unwrap_or_default() {
            let path = folder.join(&entry.name);
            let leads_out = || entry.folder && !inside(&path);
            if part == "**" {
                if leads_out() {
                    found.push(path);
                } else if entry.folder && depth < DEPTH {
                    open.push((path, at, depth + 1));
                }
            } else if pattern.matches(&entry.name) {
                if !last && leads_out() || last && !entry.folder {
                    found.push(path);
                } else if !last && entry.folder {
                    open.push((path, at + 1, depth));
                }
            }
        }
    }
    found.order();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Memory;

    #[test]
    fn only_paths_inside_the_folder_pass() {
        for inside in ["a.toml", "record/*.toml", "./a.toml", "x/../a.toml", "**/q?.toml"] {
            assert!(parts_inside(inside).is_some(), "{inside}");
        }
        for outside in [
            "",
            "/etc/passwd",
            "../a.toml",
            "x/../../a",
            "~/a",
            "C:\\a",
            "C:/a",
            "\\\\host\\a",
            "a\0b",
            "//host/a",
        ] {
            assert!(parts_inside(outside).is_none(), "{outside:?}");
        }
    }

    /// Folders in folders, each with a file, as a tree of so many levels.
    fn tree(levels: usize) -> Memory {
        let mut store = Memory::default();
        let mut open = vec![String::from("r")];
        for _ in 0..levels {
            open = open.iter().flat_map(|up| ["a", "b"].map(|name| format!("{up}/{name}"))).collect();
            store = open.iter().fold(store, |store, folder| store.with(format!("{folder}/q.toml"), ""));
        }
        store
    }

    fn walked(store: &Memory, pattern: &str, looks: usize) -> (Vec<PathBuf>, usize) {
        let mut left = looks;
        let parts = parts_inside(pattern).unwrap();
        let found = walk(store, Path::new("r"), &parts, |_| true, &mut left);
        (found, looks - left)
    }

    #[test]
    fn many_stars_cost_a_look_each_for_a_folder_and_find_what_one_does() {
        let store = tree(5);
        let (one, looks) = walked(&store, "**/q.toml", LOOKS);
        assert_eq!((one.len(), looks), (62, 2 * 63), "each folder for the stars and for the name");
        assert_eq!(walked(&store, &"**/".repeat(20).replace("/", "/./"), LOOKS).0.len(), 0);
        let again = format!("{}q.toml", "**/".repeat(20));
        assert_eq!(walked(&store, &again, LOOKS), (one.clone(), looks));
        // With names between them, the stars are told apart.
        let (found, looks) = walked(&store, &format!("{}q.toml", "**/?/".repeat(4)), LOOKS);
        assert_eq!(found.len(), 16 + 32, "the files at least four folders deep");
        assert!(looks <= 63 * 9, "{looks}");
    }

    #[test]
    fn looking_ends_where_it_has_gone_too_far_and_that_is_said() {
        let (found, looks) = walked(&tree(5), "**/q.toml", 20);
        assert!(looks == 20 && found.len() < 20, "{looks} {}", found.len());
    }
}
