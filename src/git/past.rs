//! The history of a plan: the commits that changed what lies in its folder.

use std::collections::BinaryHeap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::{Duration, NaiveDate};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Kind, Name, OBJECT, Refused, Repository, Revision};

/// A commit that changed something of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its name, in hexadecimal digits.
    pub name: String,
    /// Who wrote the change. Anybody may write anything here.
    pub author: String,
    /// The day on which it was committed, where that was: that by which a day names a revision. A change that was put
    /// on another one since, as a rebase does, may be older.
    pub date: NaiveDate,
    /// The first line of its message. Anybody may write anything here.
    pub subject: String,
    /// The commits before it that changed something of the plan, by their places in the list.
    pub parents: Vec<usize>,
    /// There are commits before it that the repository does not have, as in a shallow clone, and so nobody knows
    /// here whether it changed anything.
    pub cut: bool,
    /// The path of the plan's file in it, below the repository's top.
    pub path: PathBuf,
}

/// A commit, read.
struct Node {
    parents: Vec<Name>,
    time: i64,
    author: String,
    date: NaiveDate,
    subject: String,
    revision: Revision,
}

impl Repository {
    fn node(self: &Rc<Self>, name: &str) -> Option<Node> {
        let bytes = self.batch.borrow_mut().object(name, OBJECT).ok()??;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, message) = text.split_once("\n\n").unwrap_or((&text, ""));
        let field = |key: &'static str| head.lines().filter_map(move |line| line.strip_prefix(key));
        // A shallow clone ends at commits whose parents are not there.
        let parents = field("parent ").map(Name::from).collect();
        let signature = |key| {
            let (who, when) = field(key).next()?.rsplit_once("> ")?;
            let name = who.split_once(" <").map_or(who, |(name, _)| name);
            let (seconds, zone) = when.split_once(' ')?;
            let zone = i64::from(zone.parse::<i32>().ok()?);
            let minutes = zone / 100 * 60 + zone % 100;
            Some((name.trim().to_owned(), seconds.parse::<i64>().ok()?, minutes))
        };
        let (_, time, minutes) = signature("committer ")?;
        let (author, ..) = signature("author ")?;
        let date = Duration::try_seconds(time.saturating_add(minutes * 60))
            .and_then(|since| NaiveDate::default().and_hms_opt(0, 0, 0)?.checked_add_signed(since))?
            .date();
        let subject = message.lines().next().unwrap_or_default().to_owned();
        let revision = self.revision(&text)?;
        self.tops.borrow_mut().insert(name.into(), revision.root.clone());
        Some(Node { parents, time, author, date, subject, revision })
    }

    /// Where the plan of a later commit stood in an earlier one that does not have its path: the one file
    /// of that name that is there and not in the later one.
    fn moved(&self, path: &Path, later: &Revision, earlier: &Revision) -> Option<PathBuf> {
        let name = path.file_name()?.to_str()?;
        let mut found = Vec::new();
        let mut open = vec![(PathBuf::new(), earlier.root.clone())];
        while let Some((folder, tree)) = open.pop() {
            for node in self.tree(&tree)?.iter() {
                let path = folder.join(&*node.name);
                match node.kind {
                    Kind::Folder => open.push((path, node.object.clone())),
                    Kind::File if *node.name == *name && later.find(&self.top.join(&path)).is_none() => {
                        found.push(path);
                    }
                    _ => {}
                }
            }
        }
        (found.len() == 1).then(|| found.remove(0))
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// [`Refused`], where there is no such commit.
    pub fn at(self: &Rc<Self>, name: &str) -> Result<Revision, Refused> {
        if let Some(root) = self.tops.borrow().get(name).cloned() {
            return Ok(Revision { repository: Rc::clone(self), root });
        }
        let commit = self.commit(name)?;
        let torn =
            || Refused::new(format!("the commit `{name}` cannot be read"), "See what `git fsck` says.");
        self.revision(&commit).ok_or_else(torn)
    }

    /// A path below the repository's top, as revisions take it.
    #[must_use]
    pub fn whole(&self, path: &Path) -> PathBuf {
        self.top.join(path)
    }
}

/// What of a commit a plan is made of: its folder, or where that is the whole repository, all its files in
/// TOML. `None` where the plan is not there.
fn mark(repository: &Repository, revision: &Revision, path: &Path) -> Option<String> {
    let (way, kind, own) = revision.find(&repository.top.join(path))?;
    if kind != Kind::File {
        return None;
    }
    let folder = way.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        return revision.find(&repository.top.join(folder)).map(|(.., object)| object.to_string());
    }
    let mut mark = own.to_string();
    let mut open = vec![revision.root.clone()];
    while let Some(tree) = open.pop() {
        for node in repository.tree(&tree)?.iter() {
            match node.kind {
                Kind::Folder => open.push(node.object.clone()),
                _ if node.name.ends_with(".toml") => mark.push_str(&node.object),
                _ => {}
            }
        }
    }
    Some(mark)
}

/// A commit that the walk came to.
struct Visited {
    node: Node,
    path: PathBuf,
    /// The commits before it that count.
    parents: Vec<Name>,
    /// Whether it changed something of the plan.
    changed: bool,
    /// Whether what was before it is not there.
    cut: bool,
}

/// The commits that changed something of the plan at `path`, up to the commit `from`, the newest first. A
/// merge that took one side as it was is no change; `first_parent` follows the first side alone. Where the
/// plan had another path, it is followed there.
///
/// # Errors
/// [`Refused`], where there is no such commit.
pub fn past(
    repository: &Rc<Repository>,
    from: &str,
    path: &Path,
    first_parent: bool,
) -> Result<Vec<Commit>, Refused> {
    let outside =
        || Refused::new("the plan lies outside of the repository", "Name a plan of the repository.");
    let path = repository.below_top(path).ok_or_else(outside)?;
    let start = repository.name(from)?;
    let mut visited: FxHashMap<Name, Visited> = FxHashMap::default();
    let mut order: Vec<Name> = Vec::new();
    let mut seen: FxHashSet<Name> = std::iter::once(start.clone()).collect();
    // By time, then in the order in which they were come to.
    let mut open: BinaryHeap<(i64, std::cmp::Reverse<usize>, Name)> = BinaryHeap::new();
    let mut nodes: FxHashMap<Name, (Node, PathBuf)> = FxHashMap::default();
    let Some(node) = repository.node(&start) else { return Err(outside()) };
    open.push((node.time, std::cmp::Reverse(0), start.clone()));
    nodes.insert(start.clone(), (node, path));
    while let Some((.., name)) = open.pop() {
        let Some((node, path)) = nodes.remove(&name) else { continue };
        let own = mark(repository, &node.revision, &path);
        let mut before: Vec<(Name, Node, PathBuf, Option<String>)> = Vec::new();
        for parent in node.parents.iter().take(if first_parent { 1 } else { usize::MAX }) {
            let Some(earlier) = repository.node(parent) else { continue };
            let mut there = path.clone();
            let mut mark_there = mark(repository, &earlier.revision, &there);
            if own.is_some()
                && mark_there.is_none()
                && let Some(moved) = repository.moved(&path, &node.revision, &earlier.revision)
            {
                mark_there = mark(repository, &earlier.revision, &moved);
                there = moved;
            }
            before.push((parent.clone(), earlier, there, mark_there));
        }
        let cut = before.is_empty() && !node.parents.is_empty();
        // As git itself does: a side that is the same explains it all.
        if let Some(same) =
            before.iter().position(|(.., path_there, mark)| *mark == own && *path_there == path)
        {
            before = vec![before.swap_remove(same)];
        }
        let changed = !before.iter().any(|(.., there, mark)| *mark == own && *there == path) && own.is_some()
            || before.iter().any(|(.., mark)| mark.is_some()) && own.is_none();
        let parents = before.iter().map(|(name, ..)| name.clone()).collect();
        for (parent, earlier, there, _) in before {
            if seen.insert(parent.clone()) {
                open.push((earlier.time, std::cmp::Reverse(seen.len()), parent.clone()));
                nodes.insert(parent, (earlier, there));
            }
        }
        order.push(name.clone());
        visited.insert(name, Visited { node, path, parents, changed, cut });
    }
    Ok(listed(&order, &visited))
}

/// The commits that changed something, each with those before it that did.
fn listed(order: &[Name], visited: &FxHashMap<Name, Visited>) -> Vec<Commit> {
    let changed = |name: &&Name| visited.get(*name).is_some_and(|it| it.changed);
    let places: FxHashMap<&Name, usize> =
        order.iter().filter(changed).enumerate().map(|(nth, name)| (name, nth)).collect();
    let nearest = |parent: &Name| -> Option<usize> {
        let mut name = parent;
        loop {
            if let Some(place) = places.get(name) {
                return Some(*place);
            }
            // What changed nothing has one parent that counts.
            name = visited.get(name)?.parents.first()?;
        }
    };
    let commit = |name: &Name| {
        let Visited { node, path, parents, cut, .. } = visited.get(name)?;
        Some(Commit {
            name: name.to_string(),
            author: node.author.clone(),
            date: node.date,
            subject: node.subject.clone(),
            parents: parents.iter().filter_map(nearest).collect(),
            cut: *cut,
            path: path.clone(),
        })
    };
    order.iter().filter(changed).filter_map(commit).collect()
}

impl Repository {
    /// The full name of a commit.
    fn name(&self, from: &str) -> Result<Name, Refused> {
        self.commit(from)?;
        let asked = self.batch.borrow_mut().name(&format!("{from}^{{commit}}"));
        asked.ok_or_else(|| {
            Refused::new(format!("the commit `{from}` cannot be read"), "See what `git fsck` says.")
        })
    }
}
