//! What is gone and so stands in no view: what the open scenario leaves out of the plan, or what was there in the
//! baseline. The first row of every view counts it, and what has room for them says the names.

use super::kind::Kind;
use super::moved::Was;
use crate::tui::model::Model;
use crate::tui::pen::columns;
use crate::workspace::Workspace;
use crate::workspace::outline::alone::{Alone, counted, named};

/// What the open scenario leaves out, or else what is gone since the baseline.
fn all<'a>(work: &'a Workspace, was: Option<Was<'a>>) -> &'a [Alone] {
    match work.gone() {
        [] => was.map_or(&[], |was| was.gone),
        tried => tried,
    }
}

/// By their names; empty where nothing is gone.
#[must_use]
pub(in crate::tui) fn words(work: &Workspace, was: Option<Was<'_>>) -> String {
    named(all(work, was))
}

/// For the first row of a screen, the longest first: by name, by how many of each kind, and by how many; nothing where
/// nothing is gone.
fn ways(model: &Model) -> Vec<String> {
    let gone = all(&model.work, model.scene().was);
    let way = |words: String| format!(" · {} {words}", Kind::Gone.sign());
    match gone.len() {
        0 => Vec::new(),
        many => vec![way(named(gone)), way(counted(gone)), way(format!("{many} gone"))],
    }
}

/// As much of it as so many columns of the first row have room for.
pub(in crate::tui) fn title(model: &Model, room: u16) -> String {
    ways(model).into_iter().find(|words| columns(words) <= room).unwrap_or_default()
}

/// The columns that the shortest of it has there.
pub(in crate::tui) fn least(model: &Model) -> u16 {
    ways(model).last().map_or(0, |words| columns(words))
}
