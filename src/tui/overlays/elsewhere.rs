//! A copy of what is not saved, in another file: for a plan that cannot be written, is gone, or is to stay.

use std::path::{Path, PathBuf};

use super::line::Line;
use super::question::{Question, ask, named};
use crate::disk::with_ending;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};

/// Asks where the copy is to be.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return Vec::new() };
    let changed: Vec<&Path> = draft.changed().map(|it| it.place).collect();
    let name = match &*changed {
        [only] => with_ending(&only.with_extension(""), ".copy.toml").file_name().map(PathBuf::from),
        _ => Some(PathBuf::from("copy/")),
    };
    let name = name.unwrap_or_default().to_string_lossy().into_owned();
    let asked =
        "Where the copy is to be: below the plan's folder, or from / or ~ on. No file is written over.";
    let take = |model: &mut Model, words: &str| Ok(copy_to(model, &named(words)?));
    ask(model, Question::new("Write a copy elsewhere", asked, Line::new(name), take))
}

/// Writes what is changed there: one file as the one that is named, several into the folder that is named.
/// What is named lies below the plan's folder, unless it begins with `/` or `~`.
fn copy_to(model: &mut Model, words: &str) -> Vec<Effect> {
    let Some(draft) = &model.work.draft else { return Vec::new() };
    let own = draft.source().canonical(0).and_then(Path::parent).unwrap_or(Path::new(""));
    let named = own.join(words);
    let changed: Vec<_> = draft.changed().collect();
    let copies: Vec<(PathBuf, String)> = match &*changed {
        [only] if !words.ends_with('/') => vec![(named, only.new.to_owned())],
        all => all
            .iter()
            .map(|it| {
                let below =
                    it.place.strip_prefix(own).unwrap_or(Path::new(it.place.file_name().unwrap_or_default()));
                (named.join(below), it.new.to_owned())
            })
            .collect(),
    };
    if copies.is_empty() {
        return tell(model, "Nothing to copy: the files say the same");
    }
    vec![Effect::CopyTo(copies)]
}
