//! What stands beside a file while it is saved, and what is done with it when a run was killed meanwhile.
//!
//! Every such name says what it is for: `….tmp` is the new content (or, after an exchange, the old one),
//! `….bak` a full copy of the old content of a file that is written in place, `….all` the list of all files that
//! are saved together. Of a file in a read-only folder they stand in a spare one.

use crate::order::Order as _;
use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::calls::{Calls, words, write_all};
use super::own_name::{Own, digest, own_name, with_ending};
use super::replacement::{Replacement, foreign};
use super::spare;

/// A file, and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub(super) target: PathBuf,
    pub(super) beside: PathBuf,
}

/// A new file beside another; in the spare folder, where its own takes none.
pub(super) fn beside(calls: &dyn Calls, file: &Replacement, spare: Option<&Path>) -> Result<(File, PathBuf)> {
    let folder = file.path.parent().unwrap_or(Path::new(""));
    match (new_in(calls, file, folder), spare) {
        (Err(error), None) if takes_none(&error) => Err(Error::other(format!(
            "its folder takes no copy: {}; set XDG_STATE_HOME or HOME, and the copy goes there",
            words(&error)
        ))),
        (Err(error), Some(spare)) if takes_none(&error) => {
            let folder = spare::of(spare, folder);
            spare::made(&folder).map_err(|error| {
                let (place, why) = (folder.display(), words(&error));
                Error::other(format!(
                    "its folder is read-only, and {place}, for a copy, cannot be made: {why}"
                ))
            })?;
            new_in(calls, file, &folder)
        }
        (done, _) => done,
    }
}

/// Whether an error says that a folder takes no new files.
fn takes_none(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

fn new_in(calls: &dyn Calls, file: &Replacement, folder: &Path) -> Result<(File, PathBuf)> {
    for nth in 0..100 {
        let path = folder.join(own_name(&file.path, &file.old, &file.new, nth));
        match calls.create(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// The name of the copy of the old content.
pub(super) fn backup_of(beside: &Path) -> PathBuf {
    beside.with_extension("bak")
}

/// Writes down which files are saved together, where there are several; gives where.
pub(super) fn announce(calls: &dyn Calls, marks: &[Mark]) -> Result<Option<PathBuf>> {
    let [first, _, ..] = marks else { return Ok(None) };
    let path = first.beside.with_extension("all");
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let written = calls.create(&path).and_then(|mut file| {
        write_all(calls, &mut file, &serde_json::to_vec(marks)?)?;
        calls.sync(&file)?;
        calls.sync_folder(&folder)
    });
    match written {
        Ok(()) => Ok(Some(path)),
        Err(error) => {
            let _ = calls.remove(&path);
            Err(error)
        }
    }
}

/// Clears up what runs that were killed left behind of a folder, in it and in its spare one, and says what was
/// done. The lock of the folder is held: nothing of it belongs to a run that goes on.
pub(super) fn cleared(calls: &dyn Calls, folder: &Path, spare: Option<&Path>) -> Vec<String> {
    let mut said = cleared_in(calls, folder, folder);
    if let Some(beside) = spare.map(|spare| spare::of(spare, folder)).filter(|beside| beside.is_dir()) {
        said.extend(cleared_in(calls, &beside, folder));
        let _ = std::fs::remove_dir(&beside);
    }
    said
}

/// Clears up in one folder what was left of the files in another.
fn cleared_in(calls: &dyn Calls, beside: &Path, folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(beside)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with('.') && name.contains(".swell-"))
        .collect();
    names.order();
    let with = |ending: &str| names.iter().filter(|name| name.ends_with(ending)).cloned().collect::<Vec<_>>();
    let mut said = Vec::new();
    for own in with(".bak").iter().filter_map(|name| Own::of(beside, folder, name)) {
        said.extend(own.restored(calls));
    }
    for name in with(".all") {
        let path = beside.join(&name);
        let marks: Option<Vec<Mark>> =
            calls.read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        // What cannot be read was not written to its end, and then no file had taken its place yet.
        if let Some(marks) = marks {
            said.extend(completed(calls, &marks));
        }
        let _ = calls.remove(&path);
    }
    for own in with(".tmp").iter().filter_map(|name| Own::of(beside, folder, name)) {
        said.extend(own.taken_away(calls));
    }
    said
}

/// Completes the saving of several files of which some had taken their places already.
fn completed(calls: &dyn Calls, marks: &[Mark]) -> Option<String> {
    let owns: Option<Vec<Own>> = marks
        .iter()
        .map(|mark| {
            let name = mark.beside.file_name()?.to_str()?;
            let own = Own::of(mark.beside.parent()?, mark.target.parent()?, name);
            own.filter(|own| own.target == mark.target)
        })
        .collect();
    let owns = owns?;
    let holds = |path: &Path| calls.read(path).ok().map(|bytes| digest(&bytes));
    let is_new = |own: &&Own| holds(&own.target) == Some(own.new);
    let begun = owns.iter().any(|own| is_new(&own));
    let rest: Vec<&Own> = owns.iter().filter(|own| !is_new(own)).collect();
    let ready = |own: &&Own| holds(&own.target) == Some(own.old) && holds(&own.beside) == Some(own.new);
    if !begun || rest.is_empty() || !rest.iter().all(ready) {
        return None;
    }
    let count = rest.len();
    for own in rest {
        let linked = std::fs::metadata(&own.target).is_ok_and(|about| foreign(&about).is_some());
        let in_place = linked || own.beside.parent() != own.target.parent();
        let done = if in_place { own.over(calls) } else { calls.rename(&own.beside, &own.target) };
        if done.is_err() {
            return Some("a save that was cut short could not be completed".to_owned());
        }
    }
    Some(format!("a save that was cut short was completed: {count} more of {} files", owns.len()))
}

impl Own {
    /// Writes the new content over the old one.
    fn over(&self, calls: &dyn Calls) -> Result<()> {
        let new = calls.read(&self.beside)?;
        let mut file = calls.open(&self.target)?;
        write_all(calls, &mut file, &new)?;
        calls.cut(&file, new.len() as u64)?;
        calls.sync(&file)
    }

    /// Completes what was written in place and cut short, and takes the copy away.
    fn restored(&self, calls: &dyn Calls) -> Option<String> {
        let backup = backup_of(&self.beside);
        let old = calls.read(&backup).ok()?;
        let name = self.target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let now = calls.read(&self.target).ok()?;
        let done = |said: Option<String>| {
            let _ = calls.remove(&backup);
            said
        };
        if digest(&now) == self.new || now == old || digest(&old) != self.old {
            return done(None);
        }
        let new = calls.read(&self.beside).ok().filter(|new| digest(new) == self.new)?;
        if !is_torn(&now, &old, &new) {
            // Somebody has written it since; the copy of what was there before is theirs to keep or not.
            return None;
        }
        self.over(calls).ok()?;
        done(Some(format!("the saving of {name} in place was cut short, and is completed")))
    }

    /// Takes away what stood beside a file, unless it is what somebody else wrote.
    fn taken_away(&self, calls: &dyn Calls) -> Option<String> {
        if backup_of(&self.beside).exists() {
            return None;
        }
        let own = calls.read(&self.beside).ok()?;
        let target = calls.read(&self.target).unwrap_or_default();
        // What was not written to its end is how the new content begins.
        let foreign = digest(&target) == self.new && digest(&own) != self.old && !target.starts_with(&own);
        if !foreign {
            let _ = calls.remove(&self.beside);
            return None;
        }
        // Killed between the exchange and the look at what came out: it goes back, and ours stands aside.
        let name = self.target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let aside = with_ending(&self.target, ".unsaved");
        let called = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
        calls.exchange(&self.beside, &self.target).ok()?;
        calls.rename(&self.beside, &aside).ok()?;
        Some(format!(
            "{name} was changed while it was saved: the change stays, what was to be saved is in {called}"
        ))
    }
}

/// Whether a content is what writing the new one over the old one leaves when it is cut short.
pub(super) fn is_torn(now: &[u8], old: &[u8], new: &[u8]) -> bool {
    let written = now.iter().zip(new).take_while(|(one, other)| one == other).count();
    now.len() == old.len().max(written) && now.get(written..) == Some(old.get(written..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_content_is_known_from_one_that_somebody_wrote() {
        let (old, new) = (b"name = \"old\"\n".as_slice(), b"name = \"newer one\"\n".as_slice());
        for cut in 0..=new.len() {
            let mut now = new[..cut].to_vec();
            now.extend(old.get(cut..).unwrap_or_default());
            assert!(is_torn(&now, old, new), "{cut}");
        }
        for cut in 0..=old.len() {
            let mut now = old[..cut].to_vec();
            now.extend(new.get(cut..).unwrap_or_default());
            assert!(is_torn(&now, new, old), "{cut}");
        }
        assert!(!is_torn(b"name = \"theirs\"\n", old, new));
    }
}
