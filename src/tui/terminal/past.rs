//! What git is asked beside the screen: what there is to choose from, and what moved in a plan's revisions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::background::Background;
use crate::git::{self, Reference, Refused, Revision};
use crate::history::{Asked, look_back};
use crate::source::{Limits, Source};
use crate::tui::model::Model;
use crate::tui::msg::Msg;
use crate::tui::overlays::history::LookedBack;

/// What git said.
enum Answer {
    /// Its tags, branches and commits.
    References(Result<Vec<Reference>, String>),
    /// What moved, to the question with this number.
    Past(u64, Result<Option<Box<LookedBack>>, String>),
    /// Nobody waits for it.
    Nothing,
}

impl Answer {
    /// The answer for whoever asked.
    fn msg(self) -> Option<Msg> {
        match self {
            Self::References(known) => Some(Msg::References(known)),
            Self::Past(nth, answer) => Some(Msg::LookedBack(nth, answer)),
            Self::Nothing => None,
        }
    }
}

/// Git, asked beside the screen.
pub(super) struct Past {
    answers: Background<Answer>,
    /// The number of the history that is waited for.
    newest: Arc<AtomicU64>,
}

impl Past {
    /// Nothing was asked.
    pub(super) fn new() -> Self {
        Self { answers: Background::new("history"), newest: Arc::default() }
    }

    /// Asks for tags, branches and commits, or says why not.
    pub(super) fn references(&mut self, model: &Model) -> Option<Msg> {
        match file(model) {
            Ok((file, _)) => self.answers.ask(move || references(&file)),
            Err(why) => return Some(Msg::References(Err(why))),
        }
        None
    }

    /// Asks what moved, or says why not.
    pub(super) fn look_back(
        &mut self,
        model: &Model,
        nth: u64,
        asked: Asked,
        known: Option<String>,
    ) -> Option<Msg> {
        let (file, limits) = match file(model) {
            Ok(file) => file,
            Err(why) => return Some(Msg::LookedBack(nth, Err(why))),
        };
        self.newest.store(nth, Ordering::Relaxed);
        let newest = Arc::clone(&self.newest);
        self.answers.ask(move || past((&file, limits), (nth, &asked, known.as_deref()), &newest));
        None
    }

    /// Nobody waits for what moved.
    pub(super) fn no_more(&self) {
        self.newest.store(0, Ordering::Relaxed);
    }

    /// Whether somebody waits for an answer.
    pub(super) fn is_busy(&self) -> bool {
        self.answers.is_busy()
    }

    /// An answer, if one is there and wanted.
    pub(super) fn answer(&mut self) -> Option<Msg> {
        self.answers.answer().and_then(Answer::msg)
    }
}

/// The file of an open plan, and how much of it is read.
fn file(model: &Model) -> Result<(PathBuf, Limits), String> {
    let draft = model.work.draft.as_ref().ok_or("this plan is only looked at")?;
    let file = draft.source().canonical(0).ok_or("the plan has no file")?;
    Ok((file.to_path_buf(), draft.limits()))
}

/// Asks for tags, branches and commits.
fn references(file: &Path) -> Answer {
    let folder = file.parent().unwrap_or(Path::new("."));
    Answer::References(git::references(folder).map_err(|refused| refused.message))
}

/// Looks at each revision of a plan, unless git stands at `known`, for as long as `newest` is the number
/// of the question.
fn past(
    (file, limits): (&Path, Limits),
    (nth, asked, known): (u64, &Asked, Option<&str>),
    newest: &Arc<AtomicU64>,
) -> Answer {
    let wanted = || newest.load(Ordering::Relaxed) == nth;
    let find = || -> Result<Option<LookedBack>, Refused> {
        let head = git::head(file.parent().unwrap_or(Path::new(".")))?;
        if known == Some(&*head) {
            return Ok(None);
        }
        let read = |revision: &Revision, file| Source::read(revision, &[file], limits).ok();
        let told = look_back(file, (&head, false), asked, &read, &wanted)?;
        Ok(told.map(|told| LookedBack { head, told }))
    };
    let found = find();
    if !wanted() {
        return Answer::Nothing;
    }
    Answer::Past(nth, found.map(|found| found.map(Box::new)).map_err(|refused| refused.message))
}
