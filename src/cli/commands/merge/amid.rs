//! The rest of a plan, where git hands over one file of it amid a merge: an id that a side renamed may stand in
//! another file than what refers to it.

use std::path::Path;

use super::plans::Side;
use crate::cli::command::Common;
use crate::disk::Store as _;
use crate::git::Revision;
use crate::merge::{Followed, with_ids_of_both};
use crate::source::shown;

/// The three texts of a file under the ids that the sides gave anywhere in its plan, with all else that is known of
/// these. `None` where nothing has another id, or it is not certain which three revisions are merged: those that the
/// labels name have to hold the very texts at the path.
pub(super) fn followed(
    texts: [&str; 3],
    path: &str,
    labels: &[String],
    common: &Common,
) -> Option<(Followed, [String; 3])> {
    let [ours, base, theirs] = labels else { return None };
    let names = [base_of(base)?, word(ours)?, word(theirs)?];
    let mut sides = Vec::with_capacity(3);
    let mut keys = Vec::with_capacity(3);
    for (name, text) in names.iter().zip(texts) {
        let revision = Revision::open(Path::new("."), name).ok()?;
        let side = Side::read("a side", &revision, Path::new(path), common).ok()?;
        let file = revision.canonical(Path::new(path)).ok()?;
        let key = shown(file.strip_prefix(&side.folder).ok()?);
        if side.files.get(&key).is_none_or(|known| known != text) {
            return None;
        }
        keys.push(key);
        sides.push(side.files);
    }
    let [base, ours, theirs] = &*sides else { return None };
    let followed = with_ids_of_both([base, ours, theirs]);
    if followed.new_ids.is_empty() {
        return None;
    }
    let mut own = keys.iter().zip(&followed.files).map(|(key, files)| files.get(key).cloned());
    let own = [own.next()??, own.next()??, own.next()??];
    Some((followed, own))
}

/// The commit that a label begins with: a branch, `HEAD`, or a part of its name before what it says.
fn word(label: &str) -> Option<String> {
    label.split_whitespace().next().filter(|word| !word.starts_with(['-', '%'])).map(str::to_owned)
}

/// The commit that both sides come from, as git calls it: its name, or that it is the parent of what is picked.
fn base_of(label: &str) -> Option<String> {
    match label.trim().strip_prefix("parent of ") {
        Some(picked) => word(picked).map(|picked| format!("{picked}^")),
        None => word(label).filter(|word| word.len() >= 4 && word.bytes().all(|it| it.is_ascii_hexdigit())),
    }
}
