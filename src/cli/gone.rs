//! A plan that is gone from the disk, of which a session that was cut short kept all: written again where somebody
//! asks for that.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use super::choose::line;
use super::command::Failure;
use super::preferences;
use crate::disk::{Disk, Journal, Kept, Replacement, Store as _, is_gone, write_again};
use crate::source::shown;
use crate::wording::count;

/// What a session had of a plan that is gone by now.
pub(super) struct Left {
    plan: PathBuf,
    written: Option<String>,
    files: Vec<Replacement>,
}

/// What the session that was cut short last kept of the plan that a path stands for, or else of the one here;
/// `None` where that is there, or was not gone when the session ended.
pub(super) fn left_of(path: Option<&Path>) -> Option<Left> {
    let state = preferences::state().filter(|folder| Disk.is_folder(&folder.join("journal")))?;
    let named = path.unwrap_or(Path::new(""));
    let places = [named.to_path_buf(), named.join("plan.toml")].into_iter();
    let mut gone = places.filter(|place| place.extension().is_some_and(|it| it == "toml") && is_gone(place));
    gone.find_map(|place| {
        let plan = real(&place)?;
        let mut kept =
            Journal::all(&state, &plan).ok()?.left.into_iter().filter_map(|it| it.kept().ok().flatten());
        kept.find_map(|kept| {
            let files: Vec<Replacement> =
                kept.files.into_iter().filter(|it| is_gone(&it.path)).map(on_disk).collect();
            let own = files.iter().any(|file| file.path == plan);
            own.then(|| Left { plan: place.clone(), written: kept.written, files })
        })
    })
}

/// A file as it was on the disk; as it was to be, where it had been gone before.
fn on_disk(Kept { path, old, text, .. }: Kept) -> Replacement {
    let text = if old.is_empty() { text } else { old };
    Replacement { path, old: Vec::new(), new: text.into_bytes() }
}

/// Where a file really was that is gone, maybe with its folders.
fn real(place: &Path) -> Option<PathBuf> {
    let place = std::path::absolute(place).ok()?;
    let there = place.ancestors().skip(1).find_map(|folder| Some((folder, Disk.canonical(folder).ok()?)));
    let (folder, real) = there?;
    Some(real.join(place.strip_prefix(folder).ok()?))
}

impl Left {
    /// Writes the files again, if that is wanted. What a session had changed in them is offered when the plan is open.
    /// Gives whether they were written.
    ///
    /// # Errors
    /// A [`Failure`], where it cannot be asked, or a file cannot be written.
    pub(super) fn write(self, answers: &mut dyn BufRead, out: &mut dyn Write) -> Result<bool, Failure> {
        let session = self.written.map_or("An earlier session".into(), |it| format!("The session of {it}"));
        let files = count(self.files.len(), "file");
        let asked =
            writeln!(out, "{} is gone. {session} kept {files} of it.", shown(&self.plan)).and_then(|()| {
                line("Write what was there again? (yes, no)", "yes", answers, out, |answer| match answer {
                    "yes" | "y" => Ok(true),
                    "no" | "n" => Ok(false),
                    _ => Err("Answer with yes or no.".into()),
                })
            });
        let wanted = asked.map_err(|fault| {
            Failure::new(format!("the question cannot be asked: {fault}"), "It stays kept.")
        })?;
        if wanted != Some(true) {
            return Ok(false);
        }
        write_again(&self.files).map(|_| true).map_err(|why| {
            let message = format!("{} cannot be written: {}", shown(&why.path), why.message);
            Failure::new(message, "What was kept stays kept: make room for it, and open the plan again.")
        })
    }
}
