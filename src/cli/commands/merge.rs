//! `swell merge`: three files into one, as git's merge driver calls it, or three plans.

mod amid;
mod plans;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use rustc_hash::FxHashSet;

use crate::check::check_of;
use crate::check::settings::Settings;
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::disk::{Disk, Memory, Replacement, Store, replace};
use crate::figures::Figures;
use crate::finding::Severity;
use crate::git;
use crate::graph::Graph;
use crate::merge::{Markers, Merged, Unmerged, merge, merge_under};
use crate::rule::Context;
use crate::safe;
use crate::source::{Read, shown};
use crate::wording::{count, list};

/// Merge what two sides made of a plan, or of a file of one
///
/// By id and key: a key is taken from the side that changed it, lists are merged entry by entry, what is on
/// one side alone is kept with its comments. What both changed differently, or one changed and the other
/// removed, is marked as git marks it, around the lines of the key or the table. The result goes to OURS,
/// is read again and held against what it should say. Files that are no sound TOML are merged by lines.
///
/// Comments are merged as values are. Where both sides changed one, both stand: lines below one another, and
/// behind one thing one after the other. A comment on what the other side removed is a conflict.
///
/// Entries without ids are one by what they are about, and slides, actions, learnings and decisions by what
/// they say: moved on one side and edited on the other, they are both. What a side gave another id, with all
/// that refers to it, is followed: edits and new references of the other side take the new id. Renamed
/// differently by both, or renamed and removed, it is a conflict.
///
/// Git calls it for single files, as its merge driver: `swell git setup` installs that. Where its labels tell which
/// revisions are merged, ids are followed through all files of the plan; a file that one side alone changed git
/// takes as it is.
///
/// Where OURS is a folder, the plan in it is merged, all files together: a table that one side moved to
/// another file takes along what the other side edited. BASE and THEIRS are folders, too, or revisions of
/// that plan, or REVISION:PATH in the repository that you stand in. Conflicts are marked with what BASE and
/// THEIRS are called here, and ours with HEAD beside a revision, unless --label says otherwise. Files that a side renamed are followed by what is in them; where BASE has no such plan, what
/// both sides have added is held against each other. The files are written into the folder, all or none, and
/// nothing is committed. To merge the branch `side`:
///
/// `swell merge $(git merge-base HEAD side) . side`
///
/// Exit code 0: merged; 1: conflicts, or the result has a fault that neither side had; 2: a file could not
/// be read or written, and OURS is as it was.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The last file that both sides had (%O); a folder or a revision, where OURS is a folder
    base: PathBuf,
    /// What our side made of it (%A); the result goes here
    ours: PathBuf,
    /// What their side made of it (%B); a folder or a revision, where OURS is a folder
    theirs: PathBuf,
    /// Signs of a conflict marker (%L)
    #[arg(long, value_name = "NUMBER", default_value = "7", value_parser = clap::value_parser!(u16).range(1..=200))]
    marker_size: u16,
    /// What conflict markers call a side: given three times, ours, the common one and theirs (%X %S %Y)
    #[arg(long = "label", value_name = "NAME", allow_hyphen_values = true)]
    labels: Vec<String>,
    /// The file's own path, for messages (%P)
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Write the result to standard output instead of OURS
    #[arg(long, short)]
    print: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Columns of a label at most.
const LABEL: usize = 120;

impl Merge {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        if Disk.is_folder(&self.ours) {
            return plans::run(self, common);
        }
        let read = |path: &Path| {
            let bytes = Disk.read(path, common.limits().file).map_err(|fault| {
                Failure::new(format!("{} cannot be read: {}", shown(path), fault.message), "")
            })?;
            String::from_utf8(bytes)
                .map_err(|_| Failure::new(format!("{} is not UTF-8", shown(path)), "Save the file as UTF-8."))
        };
        let (base, ours, theirs) = (read(&self.base)?, read(&self.ours)?, read(&self.theirs)?);
        let markers = self.markers(Markers::default().labels);
        let name = self.path.clone().unwrap_or_else(|| shown(&self.ours));
        // Git hands over one file at a time: what a side renamed may stand in another one.
        let texts = [base.as_str(), ours.as_str(), theirs.as_str()];
        let path = self.path.as_deref().filter(|_| self.labels.len() == 3);
        let followed = path.and_then(|path| amid::followed(texts, path, &self.labels, common));
        let merged = match &followed {
            Some((followed, [base, ours, theirs])) => {
                merge_under([base, ours, theirs], &markers, &followed.disputes)
            }
            None => merge(&base, &ours, &theirs, &markers),
        };
        let [origin, one, other] =
            followed.as_ref().map_or(texts, |(_, own)| own.each_ref().map(String::as_str));
        let (merged, mut said) = match merged {
            Ok(merged) => (merged, String::new()),
            Err(why) => (self.by_lines(&markers)?, told(&name, why)),
        };
        let faults = match merged.conflicts.as_slice() {
            [] => {
                let [origin, one, other, merged] =
                    [origin, one, other, &merged.text].map(|text| alone(text, common));
                new_faults([&origin?, &one?, &other?], &merged?)
            }
            _ => Vec::new(),
        };
        if !merged.conflicts.is_empty() {
            let conflicts = count(merged.conflicts.len(), "conflict");
            said.push_str(&format!("{name}: {conflicts}: {}\n", list(&merged.conflicts)));
        }
        for fault in &faults {
            said.push_str(&format!("{name}: merged, but now {fault}\n"));
        }
        let said: String = said.lines().map(|line| safe::line(line).into_owned() + "\n").collect();
        super::beside(&safe::inert(&said));
        let exit = match merged.conflicts.is_empty() && faults.is_empty() {
            true => Exit::Done,
            false => Exit::Findings,
        };
        if self.print {
            return Ok(Outcome { text: merged.text, exit });
        }
        if merged.text != ours && !self.dry_run {
            let path = Disk.canonical(&self.ours).unwrap_or_else(|_| self.ours.clone());
            let replacement = Replacement { path, old: ours.into_bytes(), new: merged.text.into_bytes() };
            replace(&[replacement]).map_err(|unwritten| {
                Failure::new(format!("{} cannot be written: {}", shown(&self.ours), unwritten.message), "")
            })?;
        }
        Ok(Outcome { text: String::new(), exit })
    }

    /// How conflicts are marked, with what the sides are called where nothing is given. A label that git does not
    /// say, or that an older git does not know, is as if it were not given.
    fn markers(&self, mut labels: [String; 3]) -> Markers {
        let given = self
            .labels
            .iter()
            .zip(["%X", "%S", "%Y"])
            .map(|(said, sign)| (said.trim() != sign).then_some(said));
        for (label, given) in labels.iter_mut().zip(given.chain(std::iter::repeat(None))) {
            let said = given.filter(|said| !said.trim().is_empty()).unwrap_or(label);
            *label = safe::cut(&safe::line(said.trim()), LABEL).into_owned();
        }
        Markers { size: usize::from(self.marker_size), labels }
    }

    /// The files merged as git merges text.
    fn by_lines(&self, markers: &Markers) -> Result<Merged, Failure> {
        let files = [&self.ours, &self.base, &self.theirs];
        let (text, conflicts) = git::merge_lines(files.map(PathBuf::as_path), &markers.labels, markers.size)
            .map_err(|refused| Failure::new(refused.message, refused.help))?;
        Ok(Merged { text, conflicts: vec!["lines".to_owned(); conflicts] })
    }
}

fn told(name: &str, why: Unmerged) -> String {
    let why = match why {
        Unmerged::Faulty => "a side is no TOML that can be taken apart",
        Unmerged::Twisted => "the sides write the same table in two ways",
        Unmerged::Untold => "a comment of one side would be lost else",
    };
    format!("{name}: merged by lines, since {why}\n")
}

/// A file of a plan read alone: what it refers to elsewhere is unknown on all sides.
fn alone(text: &str, common: &Common) -> Result<Read, Failure> {
    let path = PathBuf::from("merged.toml");
    common.read_from(&Memory::default().with(&path, text), &[path])
}

/// The faults that what was merged has and neither side had: all of reading, and of the rules' errors those of a
/// rule that is broken more often than the sides, base, ours and theirs, account for. What a rule says of something
/// changes with its id, so that words alone do not tell.
fn new_faults([base, ours, theirs]: [&Read; 3], merged: &Read) -> Vec<String> {
    let known: FxHashSet<&str> =
        [ours, theirs].into_iter().flat_map(|read| &read.findings).map(|it| it.message.as_str()).collect();
    let is_new = |message: &&str| !known.contains(message);
    let found = merged.findings.iter().map(|it| it.message.as_str());
    let mut new: Vec<String> = found.filter(is_new).map(str::to_owned).collect();
    let found = broken(merged);
    if found.is_empty() {
        return new;
    }
    let [base, ours, theirs] = [base, ours, theirs].map(broken);
    for (rule, messages) in &found {
        let told = |side: &Broken| side.get(rule).map_or(0, Vec::len);
        if messages.len() + told(&base) > told(&ours) + told(&theirs) {
            let said = |message: &&String| {
                [&ours, &theirs].iter().any(|side| side.get(rule).is_some_and(|own| own.contains(message)))
            };
            new.extend(messages.iter().filter(|message| !said(message)).cloned());
        }
    }
    new
}

/// What rules say that is wrong, by rule.
type Broken = BTreeMap<&'static str, Vec<String>>;

/// The errors of the rules about a plan as of its own day, but those of reading it.
fn broken(read: &Read) -> Broken {
    let (plan, graph) = (&read.plan, Graph::new(&read.plan));
    let figures = Figures::new(plan);
    let context = Context { plan, graph: &graph, figures: &figures, before: None };
    let found = check_of(&read.source, &context, false, Vec::new(), &Settings::default(), None);
    let mut broken = Broken::new();
    for it in found.into_iter().filter(|it| it.severity == Severity::Error) {
        broken.entry(it.finding.rule).or_default().push(it.finding.message.into());
    }
    broken
}
