//! `swell git setup`: git compares and merges the files of plans by what they say.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::command::{Exit, Failure, Outcome};
use crate::cli::find;
use crate::disk::{self, Disk, Store};
use crate::git::{self, Refused};
use crate::safe;
use crate::source::shown;

/// Have git compare and merge plans by what they say
#[derive(Debug, Args)]
pub(super) struct Git {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Setup(Setup),
}

/// Install, in this repository, the merge driver and the diff of plans
///
/// Writes lines between two marks to .gitattributes at the top of the repository, for the files of the
/// plans that are named, or else of all in it, beside those that it was set up for before, and settings to the
/// repository's own configuration: `git merge` then merges plans
/// through `swell merge`, `git diff` shows them through `swell diff` (`git diff --no-ext-diff` shows the
/// text), and where git shows text, the table stands above each change. Plans that are added below `plans/` are
/// among them; of one elsewhere, `--check` tells. Says what it does; done twice it does nothing more. The settings are of this clone: others run it in theirs. Git finds `swell` on the PATH;
/// where it is not there, this program is named by its whole path, and that is said.
///
/// Git hands a merge driver one file at a time: a table that one side moved to another file and the other
/// edited is in conflict then, where it was. Amid such a merge, take back the plan's folder and merge all of
/// its files together; the other files stay merged:
///
/// `git restore --source HEAD --staged --worktree FOLDER`
///
/// `swell merge $(git merge-base HEAD MERGE_HEAD) FOLDER MERGE_HEAD`
///
/// `git add FOLDER`
#[derive(Debug, Args)]
struct Setup {
    /// Plans: files, or folders that hold plan.toml; without them all that git has in this repository, or would
    /// take in
    paths: Vec<PathBuf>,
    /// Take it all back
    #[arg(long, conflicts_with = "paths")]
    undo: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// The same, and end with 1 where something is to be done: in a clone that is not set up, or after a plan was added
    #[arg(long, conflicts_with = "undo")]
    check: bool,
    /// How git is to call this program; without it `swell` where that is found on the PATH, else by its whole path
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
}

const BEGIN: &str = "# Plans are compared and merged by what they say: made by `swell git setup`";
/// What the first line ends with where the line above it had no end before.
const NO_END: &str = ", below a line that had no end";
const END: &str = "# End of what `swell git setup` made";
/// What our lines say of the files that they name.
const OURS: &str = " diff=swell merge=swell";
/// What this program is called.
const NAME: &str = "swell";
/// The sections of git's configuration that are ours.
const SECTIONS: [&str; 2] = ["diff.swell", "merge.swell"];

/// What git hands its merge driver: the three files, and what it calls them.
const DRIVER: &str = "%O %A %B --marker-size %L --path %P --label %X --label %S --label %Y";

impl Git {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let Command::Setup(setup) = &self.command;
        setup.run()
    }
}

fn refused(refused: Refused) -> Failure {
    Failure::new(refused.message, refused.help)
}

impl Setup {
    fn run(&self) -> Result<Outcome, Failure> {
        let here = Path::new(".");
        let top = git::top(here).map_err(refused)?;
        let mut text = String::new();
        let attributes = top.join(".gitattributes");
        let old = match Disk.read(&attributes, 1 << 20) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(fault) if fault.absent => None,
            Err(fault) => {
                return Err(Failure::new(format!(".gitattributes cannot be read: {}", fault.message), ""));
            }
        };
        let without = without_ours(old.as_deref().unwrap_or(""));
        let new = match self.undo {
            true => without,
            false => with_ours(&without, &patterns(&top, &self.plans(&top)?, old.as_deref().unwrap_or(""))),
        };
        let mut did = false;
        if new != old.as_deref().unwrap_or("") {
            did = true;
            said(&mut text, "write", &attributes, &self.block(&new));
            if !self.is_dry() {
                let done = match (new.is_empty(), &old) {
                    (true, _) => disk::remove(&attributes),
                    (false, None) => disk::write_new(&attributes, new.as_bytes()),
                    (false, Some(_)) => disk::write(&attributes, new.as_bytes()),
                };
                done.map_err(|fault| {
                    Failure::new(format!(".gitattributes cannot be written: {}", fault.message), "")
                })?;
            }
        }
        let (program, note) = if self.undo { (String::new(), None) } else { self.program()? };
        for (key, value) in settings(&program).into_iter().filter(|_| !self.undo) {
            let now = git::setting(here, &key).map_err(refused)?;
            if now.as_deref() == Some(&*value) {
                continue;
            }
            did = true;
            let _ = writeln!(text, "git config {key} '{}'", safe::line(&value));
            if !self.is_dry() {
                git::set(here, &key, &value).map_err(refused)?;
            }
        }
        for section in SECTIONS.into_iter().filter(|_| self.undo) {
            if git::has_section(here, section).map_err(refused)? {
                did = true;
                let _ = writeln!(text, "git config --remove-section {section}");
                if !self.is_dry() {
                    git::remove_section(here, section).map_err(refused)?;
                }
            }
        }
        if !did {
            text.push_str("nothing to do: it is as it should be\n");
        } else if self.check {
            text.push_str("nothing was done: `swell git setup` does it\n");
        } else if self.dry_run {
            text.push_str("nothing was done (--dry-run)\n");
        }
        if let Some(note) = note.filter(|_| did) {
            let _ = writeln!(text, "note: {}", safe::line(&note));
        }
        Ok(Outcome { text, exit: if self.check && did { Exit::Findings } else { Exit::Done } })
    }

    /// The plans that it is for, each as its own file.
    fn plans(&self, top: &Path) -> Result<Vec<PathBuf>, Failure> {
        let mut all: Vec<PathBuf> = Vec::new();
        if self.paths.is_empty() {
            all = git::listed(top, "*.toml");
            all.retain(|file| find::is_plan(&Disk, file));
        }
        if all.is_empty() {
            all = find::plans(&Disk, &self.paths)?
                .into_iter()
                .filter_map(|files| files.into_iter().next())
                .collect();
        }
        let outside = |plan: &&PathBuf| Disk.canonical(plan).map_or(true, |path| !path.starts_with(top));
        match all.iter().find(outside).filter(|_| !self.paths.is_empty()) {
            Some(plan) => Err(Failure::new(
                format!("there is no plan {} in this repository", shown(plan)),
                "Name a file that is there, or a folder that holds plan.toml.",
            )),
            None => Ok(all),
        }
    }

    fn is_dry(&self) -> bool {
        self.dry_run || self.check
    }

    /// How git is to call this program, and what there is to say of that. Git runs it through a shell; what that
    /// does not find leaves a merge in conflict without marks of it.
    fn program(&self) -> Result<(String, Option<String>), Failure> {
        match &self.program {
            Some(program) => return Ok((program.clone(), None)),
            None if on_path(NAME) => return Ok((NAME.to_owned(), None)),
            None => {}
        }
        let here = std::env::current_exe().ok().and_then(|path| Some(path.to_str()?.to_owned()));
        let here = here.ok_or_else(|| {
            Failure::new(
                "`swell` is not found on the PATH, and where this program lies cannot be told",
                "Put it on the PATH, or name it: swell git setup --program PROGRAM",
            )
        })?;
        let here = here.replace(std::path::MAIN_SEPARATOR, "/");
        let note = format!(
            "`swell` is not found on the PATH, so that git calls {here}; when it moves, run this again, from there"
        );
        Ok((in_a_shell(&here), Some(note)))
    }

    fn block(&self, new: &str) -> String {
        if self.undo {
            return if new.is_empty() {
                "nothing is left in it: it goes".to_owned()
            } else {
                "without our lines".to_owned()
            };
        }
        new.lines().filter(|line| line.contains("merge=swell")).collect::<Vec<_>>().join("\n  ")
    }
}

/// The settings of git, where it calls a program.
fn settings(program: &str) -> [(String, String); 4] {
    [
        ("diff.swell.command", format!("{program} diff")),
        ("diff.swell.xfuncname", "^[[:blank:]]*(\\[.*)$".to_owned()),
        ("merge.swell.name", "plans merged by what they say".to_owned()),
        ("merge.swell.driver", format!("{program} merge {DRIVER}")),
    ]
    .map(|(key, value)| (key.to_owned(), value))
}

/// Whether a program of this name is found on the PATH.
fn on_path(name: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&folders).any(|folder| disk::may_run(&folder.join(&name)))
}

/// A path as one word of a shell.
fn in_a_shell(path: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '/' | '.' | '_' | '-' | '+' | ':');
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

fn said(text: &mut String, what: &str, path: &Path, lines: &str) {
    let path = path.file_name().map(PathBuf::from).unwrap_or_default();
    let _ = writeln!(text, "{what} {}", shown(&path));
    for line in lines.lines() {
        let _ = writeln!(text, "  {}", safe::line(line.trim_start()));
    }
}

/// The lines of .gitattributes that are not ours.
fn without_ours(old: &str) -> String {
    let (mut inside, mut no_end) = (false, None);
    let mut kept = String::new();
    for line in old.split_inclusive('\n') {
        match line.trim_end() {
            BEGIN => inside = true,
            begin if begin.strip_suffix(NO_END) == Some(BEGIN) => (inside, no_end) = (true, Some(kept.len())),
            END if inside => inside = false,
            _ if inside => {}
            _ => kept.push_str(line),
        }
    }
    // Unless somebody has written on below.
    if no_end == Some(kept.len()) && kept.ends_with('\n') {
        kept.pop();
    }
    kept
}

fn with_ours(kept: &str, patterns: &[String]) -> String {
    let (gap, begin) = match kept.is_empty() || kept.ends_with('\n') {
        true => ("", BEGIN.to_owned()),
        false => ("\n", format!("{BEGIN}{NO_END}")),
    };
    let lines: String = patterns.iter().map(|it| format!("{it}{OURS}\n")).collect();
    format!("{kept}{gap}{begin}\n{lines}{END}\n")
}

/// The files of plans as .gitattributes names them, those that it names already first: of plans in `plans/`, all
/// that are there or come to be there.
fn patterns(top: &Path, plans: &[PathBuf], old: &str) -> Vec<String> {
    let mut patterns: Vec<String> = named_in(old).map(str::to_owned).collect();
    for plan in plans {
        let Ok(path) = Disk.canonical(plan) else { continue };
        let Ok(below) = path.strip_prefix(top) else { continue };
        let whole = below.file_name().is_some_and(|name| name == "plan.toml");
        let folder = below.parent().unwrap_or(Path::new(""));
        let named = |path: &Path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let of_plans =
            folder.ancestors().take(2).find(|it| it.file_name().is_some_and(|name| name == "plans"));
        let pattern = match (of_plans, folder.as_os_str().is_empty()) {
            (Some(plans), _) => format!("/{}/**/*.toml", escaped(&named(plans))),
            (None, true) if whole => "*.toml".to_owned(),
            (None, false) if whole => format!("/{}/**/*.toml", escaped(&named(folder))),
            (None, _) => format!("/{}", escaped(&named(below))),
        };
        let pattern = if pattern.contains([' ', '"', '\t']) { quoted(&pattern) } else { pattern };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
}

/// What our lines of .gitattributes name.
fn named_in(old: &str) -> impl Iterator<Item = &str> {
    let ours = old.lines().map(str::trim_end).skip_while(|line| !line.starts_with(BEGIN)).skip(1);
    ours.take_while(|line| *line != END).filter_map(|line| line.strip_suffix(OURS))
}

/// A path in which nothing is a pattern.
fn escaped(path: &str) -> String {
    let mut escaped = String::new();
    for character in path.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn quoted(pattern: &str) -> String {
    format!("\"{}\"", pattern.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t"))
}
