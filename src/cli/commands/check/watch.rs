//! `swell check --watch`: checks again whenever a file changes, until it is ended.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

use super::Check;
use crate::cli::command::{Common, Exit, Failure, Outcome};
use crate::cli::{find, say};
use crate::disk::{Disk, Stamp, stamp};

/// How often to look. The files are asked for their size and time alone, so looking costs next to
/// nothing and needs no service of the system, which differs between systems and file systems.
const PAUSE: Duration = Duration::from_millis(300);

type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

impl Check {
    /// Checks, and checks again after each change, for as long as somebody reads what is said.
    pub(super) fn watch(&self, common: &Common) -> Result<Outcome, Failure> {
        let terminal = std::io::stdout().is_terminal();
        let plans = find::plans(&Disk, &self.paths)?;
        let mut said: Option<String> = None;
        let mut stamps = Stamps::new();
        let mut paths = around(plans.iter().flatten().cloned());
        loop {
            // Before the files are read: what changes meanwhile shows at the next look.
            stamps.extend(paths.iter().map(|path| (path.clone(), stamp(path))));
            let text = match self.checked(&Disk, &plans, common) {
                Ok(mut checked) => {
                    let read = checked.iter().flat_map(|checked| checked.source.paths()).map(PathBuf::from);
                    paths = around(plans.iter().flatten().cloned().chain(read));
                    self.report(&mut checked, common)?
                }
                Err(failure) if said.is_none() => return Err(failure),
                // A file may be gone for a moment while an editor writes it anew.
                Err(failure) => format!("error: {}\n", crate::safe::line(&failure.message)),
            };
            stamps.retain(|path, _| paths.contains(path));
            for path in &paths {
                stamps.entry(path.clone()).or_insert_with(|| stamp(path));
            }
            if said.as_ref() != Some(&text) {
                let clear = if terminal && said.is_some() { "\u{1b}[2J\u{1b}[H" } else { "" };
                if say(&format!("{clear}{text}")).is_err() {
                    return Ok(Outcome { text: String::new(), exit: Exit::ReaderGone });
                }
                said = Some(text);
            }
            while stamps.iter().all(|(path, then)| stamp(path) == *then) {
                std::thread::sleep(PAUSE);
            }
            stamps.clear();
        }
    }
}

/// Files and their folders, in which new ones may appear.
fn around(files: impl Iterator<Item = PathBuf>) -> BTreeSet<PathBuf> {
    let mut paths: BTreeSet<PathBuf> = files.collect();
    let folder = |path: &PathBuf| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let folders: Vec<PathBuf> = paths.iter().map(folder).collect();
    paths.extend(folders);
    paths
}
