//! What is kept of unsaved changes, and how the files of the plan stand that they are to go to.

use std::path::Path;

use super::{Screen, draft, state};
use crate::disk::{Journal, unwritable};
use crate::draft::Draft;
use crate::safe;
use crate::tui::editing;
use crate::tui::model::Model;
use crate::tui::msg::Msg;
use crate::tui::scenario::keeping::text_of;
use crate::tui::update::update;

/// Why a plan's files cannot be written as things are, by the first that cannot.
fn locked(draft: &Draft) -> Option<String> {
    let places = (0..).map_while(|file| draft.source().canonical(file));
    let why = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        unwritable(path).map(|why| format!("{}: {why}", safe::line(&name)))
    };
    places.into_iter().find_map(why)
}

impl Screen {
    /// Keeps what is not saved, and the scenarios that no file has, where that is another than what is kept:
    /// every change is in the journal before the next key is taken in, so that no way to end loses one. Of a plan
    /// that is gone from the disk, nothing is saved anywhere: all of it is kept.
    pub(super) fn keep(&mut self, model: &mut Model) {
        let now = state(model);
        let (Some(journal), Some(own)) = (&self.journal, draft(model)) else { return };
        if self.state == now && model.scenarios.unkept().eq(&self.tried) {
            return;
        }
        self.state = now;
        self.tried = model.scenarios.unkept().cloned().collect();
        let tried = self.tried.iter().map(text_of).collect();
        let (files, mut titles) = match editing::is_lost(model) {
            true => (own.whole(), own.unsaved()),
            false => (own.replacements(), own.unsaved()),
        };
        if titles.is_empty() && !files.is_empty() {
            titles.push("what is gone from disk".into());
        }
        let titles = titles.iter().map(ToString::to_string).collect();
        if let Err(fault) = journal.keep(&files, titles, tried) {
            // Said once: a folder that cannot be written stays so.
            self.journal = None;
            update(model, Msg::Tell(format!("Unsaved changes are not kept for a crash: {}", fault.message)));
        }
    }

    /// Takes the files of the plan as they are now.
    pub(super) fn look(&mut self, model: &mut Model) {
        self.watch.look(draft(model));
        editing::lock(model, draft(model).and_then(locked));
    }

    /// Gives up what the journal has.
    pub(super) fn forget(&self) {
        let _ = self.journal.as_ref().map(Journal::clear);
    }
}
