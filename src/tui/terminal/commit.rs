//! The last commit: the plan as it stands there, and the next one.

use std::path::{Path, PathBuf};

use super::editor;
use crate::git;
use crate::safe;
use crate::tui::model::Model;
use crate::tui::overlays::comparing::Recalled;

/// Reads the plan at the last commit.
///
/// # Errors
/// In words, where there is no repository, no commit, or no plan at it.
pub(super) fn recall(model: &Model) -> Result<Box<Recalled>, String> {
    // A scenario is of the plan beside it, and its files are the same.
    let draft = model.work.draft.as_ref().ok_or("this plan is only looked at")?;
    let file = draft.source().canonical(0).ok_or("the plan has no file")?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let commit = git::head(folder).map_err(|refused| refused.message)?;
    let revision = git::Revision::open(folder, "HEAD").map_err(|refused| refused.message)?;
    let read = draft.read_in(&revision);
    let read = read.map_err(|unreadable| format!("it is not in {commit}: {}", unreadable.fault.message))?;
    Ok(Box::new(Recalled { commit, read }))
}

/// Reads the plan at a revision or a day, with a name for people: what was typed, and the day.
///
/// # Errors
/// In words, where there is no such commit, or no plan at it.
pub(super) fn at(model: &Model, words: &str) -> Result<Box<Recalled>, String> {
    let draft = model.work.draft.as_ref().ok_or("this plan is only looked at")?;
    let file = draft.source().canonical(0).ok_or("the plan has no file")?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let (commit, day) = git::resolved(folder, words).map_err(|refused| refused.message)?;
    let revision = git::Revision::open(folder, &commit).map_err(|refused| refused.message)?;
    let read = draft.read_in(&revision);
    let read =
        read.map_err(|unreadable| format!("the plan is not in {words}: {}", unreadable.fault.message))?;
    let shown = day.parse().map_or(day, crate::wording::date);
    let typed_day = words.parse::<chrono::NaiveDate>().is_ok();
    let name = if typed_day { format!("{commit} ({shown})") } else { format!("{words} ({shown})") };
    Ok(Box::new(Recalled { commit: safe::line(&name).into_owned(), read }))
}

/// Commits files, with the message in the user's editor first, and says how that went.
pub(super) fn commit(editor: &str, files: &[PathBuf], message: &str) -> String {
    let folder = files.first().and_then(|file| file.parent()).unwrap_or(Path::new("."));
    let mut command = match git::committing(folder, files, message) {
        Ok(command) => command,
        Err(refused) => return format!("Not committed: {}", safe::line(&refused.message)),
    };
    if !editor.is_empty() {
        command.env("GIT_EDITOR", editor);
    }
    match editor::run(&mut command) {
        Ok(status) if status.success() => match git::head(folder) {
            Ok(name) => format!("Committed as {name}; nothing was pushed"),
            Err(refused) => format!("Committed; {}", refused.message),
        },
        Ok(status) => format!("Not committed: git {}", editor::how(status)),
        Err(error) => format!("Not committed: git could not be started: {error}"),
    }
}
