//! What git is asked beside the screen: what there is to choose from, the plan at a revision, and what moved
//! in all of them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::background::Background;
use super::commit::Spot;
use crate::git::{self, Reference, Refused, Revision};
use crate::history::{Asked, look_back};
use crate::source::Source;
use crate::tui::model::Model;
use crate::tui::msg::Msg;
use crate::tui::past::LookedBack;
use crate::tui::past::{Recall, Recalled};

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

/// What the plan at a revision is read for.
enum For {
    /// The baseline, by what was typed.
    Baseline(String),
    /// The last commit, for this.
    Recall(Recall),
}

/// The plan at a revision, what it was read for, and the number of the question.
type Reading = (u64, For, Result<Box<Recalled>, String>);

/// Git, asked beside the screen.
pub(super) struct Past {
    answers: Background<Answer>,
    /// The number of the history that is waited for.
    newest: Arc<AtomicU64>,
    /// Plans at revisions that somebody waits for.
    plans: Background<Reading>,
    /// The last commit, for its findings, which nobody waits for.
    findings: Background<Reading>,
    /// The number of the plan that is waited for.
    awaited: u64,
}

impl Past {
    /// Nothing was asked.
    pub(super) fn new() -> Self {
        Self {
            answers: Background::new("history"),
            newest: Arc::default(),
            plans: Background::new("revision"),
            findings: Background::new("last commit"),
            awaited: 0,
        }
    }

    /// Asks for tags, branches and commits, or says why not.
    pub(super) fn references(&mut self, model: &Model) -> Option<Msg> {
        match Spot::of(&model.work) {
            Ok(spot) => self.answers.ask(move || references(spot.file())),
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
        let spot = match Spot::of(&model.work) {
            Ok(spot) => spot,
            Err(why) => return Some(Msg::LookedBack(nth, Err(why))),
        };
        self.newest.store(nth, Ordering::Relaxed);
        let newest = Arc::clone(&self.newest);
        self.answers.ask(move || past(&spot, (nth, &asked, known.as_deref()), &newest));
        None
    }

    /// Nobody waits for what moved.
    pub(super) fn no_more(&self) {
        self.newest.store(0, Ordering::Relaxed);
    }

    /// Asks for the plan that is to be the baseline, or says why not.
    pub(super) fn baseline(&mut self, model: &Model, words: String) -> Option<Msg> {
        self.read(model, For::Baseline(words))
    }

    /// Asks for the plan at the last commit, or says why not.
    pub(super) fn recall(&mut self, model: &Model, recall: Recall) -> Option<Msg> {
        self.read(model, For::Recall(recall))
    }

    fn read(&mut self, model: &Model, what: For) -> Option<Msg> {
        let spot = match Spot::of(&model.work) {
            Ok(spot) => spot,
            Err(why) => return Some(msg(what, Err(why))),
        };
        let nobody_waits = matches!(what, For::Recall(Recall::Findings));
        self.awaited += u64::from(!nobody_waits);
        let nth = self.awaited;
        let plans = if nobody_waits { &mut self.findings } else { &mut self.plans };
        plans.ask(move || {
            let read = match &what {
                For::Baseline(words) => spot.at(words),
                For::Recall(_) => spot.at_last_commit(),
            };
            (nth, what, read)
        });
        None
    }

    /// Nobody waits for a plan that is being read.
    pub(super) fn read_no_more(&mut self) {
        self.awaited += 1;
    }

    /// Whether somebody waits for an answer.
    pub(super) fn is_busy(&self) -> bool {
        self.answers.is_busy() || self.plans.is_busy() || self.findings.is_busy()
    }

    /// An answer, if one is there and wanted.
    pub(super) fn answer(&mut self) -> Option<Msg> {
        if let Some(msg) = self.answers.answer().and_then(Answer::msg) {
            return Some(msg);
        }
        if let Some((nth, what, read)) = self.plans.answer()
            && nth == self.awaited
        {
            return Some(msg(what, read));
        }
        let (_, what, read) = self.findings.answer()?;
        Some(msg(what, read))
    }
}

/// The plan at a revision, for whoever asked.
fn msg(what: For, read: Result<Box<Recalled>, String>) -> Msg {
    match what {
        For::Baseline(_) => Msg::Baseline(read),
        For::Recall(recall) => Msg::Recalled(recall, read),
    }
}

/// Asks for tags, branches and commits.
fn references(file: &Path) -> Answer {
    let folder = file.parent().unwrap_or(Path::new("."));
    Answer::References(git::references(folder).map_err(|refused| refused.message))
}

/// Looks at each revision of a plan, unless git stands at `known`, for as long as `newest` is the number
/// of the question.
fn past(spot: &Spot, (nth, asked, known): (u64, &Asked, Option<&str>), newest: &Arc<AtomicU64>) -> Answer {
    let wanted = || newest.load(Ordering::Relaxed) == nth;
    let file = spot.file();
    let find = || -> Result<Option<LookedBack>, Refused> {
        let head = git::head(file.parent().unwrap_or(Path::new(".")))?;
        if known == Some(&*head) {
            return Ok(None);
        }
        let mut read = |revision: &Revision, file| Source::read(revision, &[file], spot.limits()).ok();
        let told = look_back(file, &head, asked, &mut read, &wanted)?;
        Ok(told.map(|told| LookedBack { head, told }))
    };
    let found = find();
    if !wanted() {
        return Answer::Nothing;
    }
    Answer::Past(nth, found.map(|found| found.map(Box::new)).map_err(|refused| refused.message))
}
