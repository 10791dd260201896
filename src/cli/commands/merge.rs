//! `swell merge`: three files of one, as git's merge driver calls it.

use std::path::{Path, PathBuf};

use clap::Args;
use rustc_hash::FxHashSet;

use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::disk::{Disk, Memory, Replacement, Store, replace};
use crate::git;
use crate::merge::{Markers, Merged, Unmerged, merge};
use crate::safe;
use crate::source::shown;
use crate::wording::{count, list};

/// Merge what two sides made of a file of a plan
///
/// By id and key: a key is taken from the side that changed it, lists are merged entry by entry, what is on
/// one side alone is kept with its comments. What both changed differently, or one changed and the other
/// removed, is marked as git marks it, around the lines of the key or the table. The result goes to OURS,
/// is read again and held against what it should say. Files that are no sound TOML are merged by lines.
///
/// Git calls it as its merge driver: `swell git setup` installs that.
///
/// Exit code 0: merged; 1: conflicts, or the result has a fault that neither side had; 2: a file could not
/// be read or written, and OURS is as it was.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The last file that both sides had (%O)
    base: PathBuf,
    /// What our side made of it (%A); the result goes here
    ours: PathBuf,
    /// What their side made of it (%B)
    theirs: PathBuf,
    /// Signs of a conflict marker (%L)
    #[arg(long, value_name = "NUMBER", default_value = "7", value_parser = clap::value_parser!(u16).range(1..=200))]
    marker_size: u16,
    /// The file's own path, for messages (%P)
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Write the result to standard output instead of OURS
    #[arg(long, short)]
    print: bool,
}

impl Merge {
    pub(super) fn run(&self, common: &Common) -> Result<Outcome, Failure> {
        let read = |path: &Path| {
            let bytes = Disk.read(path, common.limits().file).map_err(|fault| {
                Failure::new(format!("{} cannot be read: {}", shown(path), fault.message), "")
            })?;
            String::from_utf8(bytes)
                .map_err(|_| Failure::new(format!("{} is not UTF-8", shown(path)), "Save the file as UTF-8."))
        };
        let (base, ours, theirs) = (read(&self.base)?, read(&self.ours)?, read(&self.theirs)?);
        let markers = Markers { size: usize::from(self.marker_size), ..Markers::default() };
        let name = self.path.clone().unwrap_or_else(|| shown(&self.ours));
        let (merged, mut said) = match merge(&base, &ours, &theirs, &markers) {
            Ok(merged) => (merged, String::new()),
            Err(why) => (self.by_lines(&markers)?, told(&name, why)),
        };
        let faults = match merged.conflicts.as_slice() {
            [] => new_faults(&name, [&ours, &theirs], &merged.text, common),
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
        if merged.text != ours {
            let path = Disk.canonical(&self.ours).unwrap_or_else(|_| self.ours.clone());
            let replacement = Replacement { path, old: ours.into_bytes(), new: merged.text.into_bytes() };
            replace(&[replacement]).map_err(|unwritten| {
                Failure::new(
                    format!("{} cannot be written: {}", shown(&unwritten.path), unwritten.message),
                    "",
                )
            })?;
        }
        Ok(Outcome { text: String::new(), exit })
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
    };
    format!("{name}: merged by lines, since {why}\n")
}

/// The faults of reading that the merged file has and neither side had. A file of a plan is read alone, so
/// what it refers to elsewhere is unknown on all sides.
fn new_faults(name: &str, sides: [&str; 2], merged: &str, common: &Common) -> Vec<String> {
    let faults = |text: &str| -> Vec<String> {
        let path = PathBuf::from("merged.toml");
        let store = Memory::default().with(&path, text);
        let read = common.read_from(&store, &[path]);
        read.map_or_else(
            |_| vec![format!("{name} cannot be read")],
            |read| read.findings.into_iter().map(|finding| finding.message).collect(),
        )
    };
    let known: FxHashSet<String> = sides.into_iter().flat_map(faults).collect();
    faults(merged).into_iter().filter(|fault| !known.contains(fault)).collect()
}
