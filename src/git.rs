//! The one place that asks git.
//!
//! Git is run by argument vector, without a shell. A revision is read through a single
//! `git cat-file --batch`: commit, folders and files are asked for by their object names, so that no
//! path and no name from a plan is ever an argument. Nothing is fetched, no filter or hook runs, and
//! the index is looked at only for merges that are not settled. The history of a plan is walked in the same way: all its revisions share
//! one such process, and what they share is read once.

mod commit;
mod lines;
mod listed;
mod moved;
mod past;
mod references;
mod settings;
mod unmerged;

use crate::order::Order as _;
use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::disk::{Entry, Fault, Store, size, tidy};

/// Why git could not help, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What failed.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refused {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// How many links are followed on the way to one file.
const LINKS: usize = 32;
/// Bytes of a folder or a commit at most; no honest one comes near.
const OBJECT: u64 = 64 << 20;

pub use commit::{Committing, committing, head};
pub use lines::merge_lines;
pub use listed::listed;
pub use past::{Commit, past};
pub use references::{Reference, references, resolved};
pub use settings::{has_section, remove_section, set, setting, top};
pub use unmerged::unmerged;

/// A repository, asked through one process.
pub struct Repository {
    /// The folder of the repository's files, canonical.
    top: PathBuf,
    /// The folder that relative paths start from.
    here: PathBuf,
    batch: RefCell<Batch>,
    trees: RefCell<FxHashMap<Name, Rc<[Node]>>>,
    /// The top folders of the commits that were walked past: to look into one, it is not read again.
    tops: RefCell<FxHashMap<Name, Name>>,
    /// The files that were read, where they are wanted again.
    files: Option<RefCell<FxHashMap<Name, Rc<[u8]>>>>,
}

/// The files of a repository at a revision.
pub struct Revision {
    repository: Rc<Repository>,
    root: Name,
}

/// The name of an object, in hexadecimal digits.
type Name = Box<str>;

/// A file or folder in a folder.
#[derive(Clone, Debug)]
struct Node {
    name: Box<str>,
    kind: Kind,
    object: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Link,
    /// A repository in the repository.
    Module,
}

impl Repository {
    /// The repository that `folder` lies in. What `remembers` keeps each file that was read, for the next
    /// revision that has it.
    ///
    /// # Errors
    /// [`Refused`], where git is missing or there is no repository.
    pub fn open(folder: &Path, remembers: bool) -> Result<Rc<Self>, Refused> {
        // Asking git for the top takes as long as all else that it is asked, so that is kept for doubts.
        let top = found_top(folder).map_or_else(|| top_of(folder), Ok)?;
        let batch = RefCell::new(Batch::start(&top)?);
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
        let files = remembers.then(RefCell::default);
        Ok(Rc::new(Self { top, here, batch, trees: RefCell::default(), tops: RefCell::default(), files }))
    }

    /// The commit that a name stands for: its own name, and what it says.
    fn commit(&self, name: &str) -> Result<String, Refused> {
        let unknown = || {
            Refused::new(
                format!("there is no commit `{name}` in this repository"),
                "Name a branch, a tag or a commit; a shallow checkout has to fetch it first.",
            )
        };
        if name.is_empty() || name.contains(['\n', '\0']) {
            return Err(unknown());
        }
        let asked = self.batch.borrow_mut().object(&format!("{name}^{{commit}}"), OBJECT);
        // Why git ended, it says when it is asked for the top.
        let why = |fault| top_of(&self.top).err().unwrap_or_else(|| lost(fault));
        let commit = asked.map_err(why)?.ok_or_else(unknown)?;
        Ok(String::from_utf8_lossy(&commit).into_owned())
    }

    /// The files of a commit.
    fn revision(self: &Rc<Self>, commit: &str) -> Option<Revision> {
        let root = commit.lines().next()?.strip_prefix("tree ")?;
        Some(Revision { repository: Rc::clone(self), root: root.into() })
    }

    /// The bytes of a file by the name of its object.
    fn file(&self, object: &Name, limit: u64) -> Result<Option<Vec<u8>>, Lost> {
        let known = self.files.as_ref().and_then(|files| files.borrow().get(object).cloned());
        if let Some(known) = known.filter(|known| known.len() as u64 <= limit) {
            return Ok(Some(known.to_vec()));
        }
        let bytes = self.batch.borrow_mut().object(object, limit)?;
        if let (Some(files), Some(bytes)) = (&self.files, &bytes) {
            files.borrow_mut().insert(object.clone(), bytes.as_slice().into());
        }
        Ok(bytes)
    }

    fn tree(&self, object: &Name) -> Option<Rc<[Node]>> {
        if let Some(known) = self.trees.borrow().get(object) {
            return Some(known.clone());
        }
        let bytes = self.batch.borrow_mut().object(object, OBJECT).ok()??;
        let nodes: Rc<[Node]> = nodes(&bytes, object.len() / 2).into();
        self.trees.borrow_mut().insert(object.clone(), nodes.clone());
        Some(nodes)
    }

    /// The path of a file below the repository's top, by its letters, or by the folder that it is
    /// really in.
    fn below_top(&self, path: &Path) -> Option<PathBuf> {
        below(&self.top, &self.here, path)
    }
}

/// The path of a file below a folder, both canonical but for the file, whose relative path starts from `here`:
/// by its letters, or by the folder that it is really in. `None` where it is not below it.
#[must_use]
pub fn below(top: &Path, here: &Path, path: &Path) -> Option<PathBuf> {
    let path = tidy(&here.join(path));
    if let Ok(below) = path.strip_prefix(top) {
        return Some(below.to_path_buf());
    }
    let real = path.parent()?.canonicalize().ok()?.join(path.file_name()?);
    real.strip_prefix(top).map(Path::to_path_buf).ok()
}

impl Revision {
    /// The revision `name` of the repository that `folder` lies in.
    ///
    /// # Errors
    /// [`Refused`], where git is missing, there is no repository, or no such revision.
    pub fn open(folder: &Path, name: &str) -> Result<Self, Refused> {
        Repository::open(folder, false)?.at(name)
    }

    /// Holds a path against the repository: one that it does not have at this revision has to lie in its folder,
    /// and in no other repository.
    ///
    /// # Errors
    /// [`Refused`], which names both repositories.
    pub fn holds(&self, path: &Path) -> Result<(), Refused> {
        if let Some((_, Kind::File | Kind::Folder, _)) = self.find(path) {
            return Ok(());
        }
        let Repository { top, here, .. } = &*self.repository;
        let whole = tidy(&here.join(path));
        let nearest = whole.ancestors().find(|there| there.exists());
        let own = nearest.and_then(found_top).filter(|own| own != top);
        let where_to = match own {
            Some(own) => format!("in the repository {}", own.display()),
            None if self.repository.below_top(path).is_none() => "in no repository".to_owned(),
            None => return Ok(()),
        };
        let message = format!(
            "{} lies {where_to}, and the revision is looked up in the one that you stand in, {}",
            path.display(),
            top.display()
        );
        Err(Refused::new(message, "Name a file of this repository, or go to the other one."))
    }

    /// What stands at a path, with links followed, and the path that they lead to.
    fn find(&self, path: &Path) -> Option<(PathBuf, Kind, Name)> {
        let repository = &self.repository;
        let mut way = repository.below_top(path)?;
        'again: for _ in 0..LINKS {
            let (mut kind, mut object) = (Kind::Folder, self.root.clone());
            let mut parents = PathBuf::new();
            let mut parts = way.components();
            while let Some(part) = parts.next() {
                let Component::Normal(part) = part else { return None };
                let name = part.to_str()?;
                let tree = (kind == Kind::Folder).then(|| repository.tree(&object))??;
                let node = tree.iter().find(|node| &*node.name == name)?;
                if node.kind == Kind::Link {
                    let target = repository.batch.borrow_mut().object(&node.object, 4096).ok()??;
                    let target = PathBuf::from(String::from_utf8(target).ok()?);
                    if target.is_absolute() {
                        return None;
                    }
                    way = tidy_inside(&parents.join(target).join(parts.as_path()))?;
                    continue 'again;
                }
                parents.push(part);
                (kind, object) = (node.kind, node.object.clone());
            }
            return Some((way, kind, object));
        }
        None
    }
}

impl Store for Revision {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
        match self.find(path) {
            Some((_, Kind::File, object)) => match self.repository.file(&object, limit) {
                Ok(Some(bytes)) => Ok(bytes),
                Ok(None) => Err(Fault::saying("git does not have it")),
                Err(Lost::Large) => {
                    Err(Fault::saying(format!("it is larger than the limit of {}", size(limit))))
                }
                Err(Lost::Io(error)) => Err(Fault::saying(error.to_string())),
            },
            Some(_) => Err(Fault::saying("it is not a regular file")),
            None => Err(Fault::absent()),
        }
    }

    fn list(&self, path: &Path) -> Result<Vec<Entry>, Fault> {
        let (way, kind, object) = self.find(path).ok_or_else(Fault::absent)?;
        let tree = (kind == Kind::Folder).then(|| self.repository.tree(&object)).flatten();
        let tree = tree.ok_or_else(|| Fault::saying("it is not a folder"))?;
        let entry = |node: &Node| {
            let folder = match node.kind {
                Kind::Link => self.is_folder(&self.repository.top.join(&way).join(&*node.name)),
                kind => kind == Kind::Folder,
            };
            Entry { name: node.name.to_string(), folder }
        };
        let mut entries: Vec<Entry> = tree.iter().map(entry).collect();
        entries.order();
        Ok(entries)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, Fault> {
        self.find(path).map(|(way, ..)| self.repository.top.join(way)).ok_or_else(Fault::absent)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.find(path).is_some_and(|(_, kind, _)| kind == Kind::Folder)
    }
}

/// `path` without `..`; `None` where it leads above its start.
fn tidy_inside(path: &Path) -> Option<PathBuf> {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !tidy.pop() {
                    return None;
                }
            }
            other => tidy.push(other),
        }
    }
    Some(tidy)
}

/// The entries of a folder, as git stores them: `mode name NUL object`.
fn nodes(mut bytes: &[u8], length: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(end) = bytes.iter().position(|byte| *byte == 0) {
        let (head, rest) = bytes.split_at(end);
        let Some((object, rest)) = rest.get(1..).and_then(|rest| rest.split_at_checked(length)) else {
            break;
        };
        bytes = rest;
        // A name that is not Unicode cannot be written in a plan either.
        let Some((mode, name)) = std::str::from_utf8(head).ok().and_then(|head| head.split_once(' ')) else {
            continue;
        };
        let kind = match mode {
            "40000" => Kind::Folder,
            "120000" => Kind::Link,
            "160000" => Kind::Module,
            _ => Kind::File,
        };
        let object: String = object.iter().map(|byte| format!("{byte:02x}")).collect();
        nodes.push(Node { name: name.into(), kind, object: object.into() });
    }
    nodes
}

/// Git, about the repository that a folder lies in.
fn git(folder: &Path) -> Command {
    let mut git = in_folder(folder);
    git.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    git.env("GIT_NO_LAZY_FETCH", "1");
    git
}

/// Git as its user runs it, in a folder.
fn in_folder(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    // Inside a hook these name the repository of the hook, relative to where it was started.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"] {
        git.env_remove(name);
    }
    git
}

/// The folder of the repository's files that a folder lies in, as git looks for it: the nearest one with a
/// `.git` in it that is a repository, or a file that names one.
#[must_use]
pub fn found_top(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().ok()?;
    let is_repository = |git: &Path| ["HEAD", "objects", "refs"].iter().all(|part| git.join(part).exists());
    let is_top = |folder: &&Path| {
        let git = folder.join(".git");
        git.is_file() || is_repository(&git)
    };
    folder.ancestors().find(is_top).map(Path::to_path_buf)
}

fn top_of(folder: &Path) -> Result<PathBuf, Refused> {
    let asked = git(folder).args(["rev-parse", "--show-toplevel"]).stdin(Stdio::null()).output();
    let asked = asked.map_err(|error| not_started(&error))?;
    if !asked.status.success() {
        let whole = String::from_utf8_lossy(&asked.stderr);
        let said = whole.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ");
        if said.contains("not a git repository") {
            return Err(Refused::new(
                "the plan lies in no git repository",
                "Run it inside the repository that holds the plan, or leave the revision out.",
            ));
        }
        // What git offers itself, as for a repository that somebody else owns, is the best to do.
        let offered = whole.lines().map(str::trim).find(|line| line.starts_with("git config "));
        let help = match offered {
            Some(command) => format!("If you trust it, run `{command}`; or leave the revision out."),
            None => "Mend this, or leave the revision out.".to_owned(),
        };
        return Err(Refused::new(format!("git says: {said}"), help));
    }
    let top = String::from_utf8_lossy(&asked.stdout);
    let top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
    Ok(top.canonicalize().unwrap_or(top))
}

fn not_started(error: &std::io::Error) -> Refused {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "git was not found".to_owned(),
        _ => format!("git cannot be started: {error}"),
    };
    Refused::new(message, "Install git, or leave the revision out.")
}

fn lost(lost: Lost) -> Refused {
    let message = match lost {
        Lost::Large => "the commit is too large to read".to_owned(),
        Lost::Io(error) => format!("git ended before it answered: {error}"),
    };
    Refused::new(message, "See whether `git fsck` finds a fault in the repository.")
}

/// A running `git cat-file --batch`.
struct Batch {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// Why an object was not had, where it may well exist.
enum Lost {
    /// It is larger than the limit.
    Large,
    /// Git is gone.
    Io(std::io::Error),
}

impl From<std::io::Error> for Lost {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl Batch {
    fn start(folder: &Path) -> Result<Self, Refused> {
        let mut command = git(folder);
        command.args(["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| not_started(&error))?;
        let (asks, answers) = (child.stdin.take(), child.stdout.take());
        let answers = answers.ok_or_else(|| Refused::new("git gives no answer", ""))?;
        Ok(Self { child, asks, answers: BufReader::new(answers) })
    }

    /// The full name of an object.
    fn name(&mut self, name: &str) -> Option<Name> {
        self.asked(name, OBJECT).ok()?.map(|(name, _)| name)
    }

    /// The bytes of an object; `None` where there is none of that name.
    fn object(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Lost> {
        Ok(self.asked(name, limit)?.map(|(_, bytes)| bytes))
    }

    /// The full name of an object, and its bytes.
    fn asked(&mut self, name: &str, limit: u64) -> Result<Option<(Name, Vec<u8>)>, Lost> {
        let gone = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let asks = self.asks.as_mut().ok_or_else(gone)?;
        asks.write_all(format!("{name}\n").as_bytes())?;
        asks.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        if head.is_empty() {
            return Err(gone().into());
        }
        // `object kind bytes`, or the name and what is the matter with it.
        let mut words = head.trim_end().rsplit(' ');
        let bytes = words.next().and_then(|bytes| bytes.parse::<u64>().ok());
        let kind = words.next();
        let (Some(bytes), Some("blob" | "tree" | "commit" | "tag")) = (bytes, kind) else { return Ok(None) };
        let full = words.next().unwrap_or_default().into();
        if bytes > limit {
            std::io::copy(&mut (&mut self.answers).take(bytes + 1), &mut std::io::sink())?;
            return Err(Lost::Large);
        }
        // One byte of room more, so that the end is seen without growing.
        let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0).saturating_add(1));
        (&mut self.answers).take(bytes).read_to_end(&mut content)?;
        self.answers.read_exact(&mut [0])?;
        if content.len() as u64 == bytes { Ok(Some((full, content))) } else { Err(gone().into()) }
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // Git ends when nobody can ask it any more.
        self.asks = None;
        let _ = self.child.wait();
    }
}
