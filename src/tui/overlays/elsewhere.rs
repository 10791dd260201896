//! A copy of what is not saved, in another file: for a plan that cannot be written, is gone, or is to stay.

use std::path::{Path, PathBuf};

use super::line::Line;
use super::question::{Question, ask, named};
use crate::disk::with_ending;
use crate::draft::Draft;
use crate::tui::editing::is_lost;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};

/// Asks where the copy is to be.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return Vec::new() };
    let copied = copied(model, draft);
    let name = match &*copied {
        [(only, _)] => with_ending(&only.with_extension(""), ".copy.toml").file_name().map(PathBuf::from),
        _ => Some(PathBuf::from("copy/")),
    };
    let name = name.unwrap_or_default().to_string_lossy().into_owned();
    let asked =
        "Where the copy is to be: below the plan's folder, or from / or ~ on. No file is written over.";
    let take = |model: &mut Model, words: &str| Ok(copy_to(model, &named(words)?));
    ask(model, Question::new("Write a copy elsewhere", asked, Line::new(name), take))
}

/// The files that are copied: those that are not saved, or all of a plan that is not on the disk any more.
fn copied<'d>(model: &Model, draft: &'d Draft) -> Vec<(PathBuf, &'d str)> {
    let changed =
        |(path, old, new): (PathBuf, &str, &'d str)| (is_lost(model) || old != new).then_some((path, new));
    draft.texts().filter_map(changed).collect()
}

/// Writes what is changed there: one file as the one that is named, several into the folder that is named.
/// What is named lies below the plan's folder, unless it begins with `/` or `~`.
fn copy_to(model: &mut Model, words: &str) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return Vec::new() };
    let own = draft.source().canonical(0).and_then(Path::parent).unwrap_or(Path::new(""));
    let named = own.join(words);
    let copies: Vec<(PathBuf, String)> = match &*copied(model, draft) {
        [(_, text)] if !words.ends_with('/') => vec![(named, (*text).to_owned())],
        all => all
            .iter()
            .map(|(place, text)| {
                let below =
                    place.strip_prefix(own).unwrap_or(Path::new(place.file_name().unwrap_or_default()));
                (named.join(below), (*text).to_owned())
            })
            .collect(),
    };
    if copies.is_empty() {
        return tell(model, "Nothing to copy: the files say the same");
    }
    vec![Effect::CopyTo(copies)]
}
