//! What the check finds of a scenario and not of the plan that it was tried on, and the other way round. A finding
//! may be gone only since what it is about is later: nobody mended anything then, and fewer findings are no gain.

use crate::check::address_of;
use crate::finding::Severity;
use crate::impact::{Later, apart, later};
use crate::plan::Plan;
use crate::workspace::{Located, Workspace};

/// What is found of one state of a plan and not of the other.
pub struct Apart<'w> {
    /// What is found now.
    pub new: Vec<&'w Located>,
    /// What is found no more, each with what is only later, where that is why.
    pub gone: Vec<(&'w Located, Option<Later>)>,
}

/// Why something is found no more, in words.
#[must_use]
pub fn why_gone(later: Option<&Later>) -> String {
    match later {
        Some(later) => format!("nobody mended it: {}", later.words()),
        None => "what it is about was changed".into(),
    }
}

impl<'w> Apart<'w> {
    /// What is found of `now` and of the plan `before`, and not of both.
    #[must_use]
    pub fn of(now: &'w Workspace, before: &'w Workspace) -> Self {
        let (new, gone) = apart(&before.findings, &now.findings, |located| &located.finding);
        let why = |located: &'w Located| (located, later(&located.finding, now.plan(), before.plan()));
        Self { new, gone: gone.into_iter().map(why).collect() }
    }

    /// How many findings of a weight are gone only since something is later.
    #[must_use]
    pub fn only_later(&self, severity: Severity) -> usize {
        self.gone.iter().filter(|(located, later)| located.severity == severity && later.is_some()).count()
    }

    /// Whether any of them is about something that is private in one of the two plans, or points to it.
    #[must_use]
    pub fn is_of_private(&self, now: &Plan, before: &Plan) -> bool {
        let is_private = |located: &Located| {
            let related = located.finding.related.iter().map(|related| &related.at);
            let mut places = std::iter::once(&located.finding.at).chain(related).filter_map(address_of);
            places.any(|at| now.is_private_id(&at.key) || before.is_private_id(&at.key))
        };
        let any = now.has_private() || before.has_private();
        any && self.new.iter().copied().chain(self.gone.iter().map(|(it, _)| *it)).any(is_private)
    }

    /// How many come and go, and why those that go are no gain; `None` where all is found that was.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let weighs = |located: &&Located| located.severity != Severity::Advice;
        let new = self.new.iter().copied().filter(|it| weighs(it)).count();
        let gone: Vec<_> = self.gone.iter().filter(|(it, _)| weighs(it)).collect();
        let mut names: Vec<&str> =
            gone.iter().filter_map(|(_, later)| later.as_ref()).map(|it| &*it.name).collect();
        let later = names.len();
        names.dedup();
        let because = match (later, names.len()) {
            (0, _) => String::new(),
            (_, 1) if later == gone.len() => format!(" only since {} is later", names[0]),
            (_, 1) => format!(", {later} of them only since {} is later", names[0]),
            _ if later == gone.len() => " only since what they are about is later".to_owned(),
            _ => format!(", {later} of them only since what they are about is later"),
        };
        match (new, gone.len()) {
            (0, 0) => None,
            (new, 0) => Some(format!("Found: {new} new")),
            (0, gone) => Some(format!("Found: {gone} gone{because}")),
            (new, gone) => Some(format!("Found: {new} new, {gone} gone{because}")),
        }
    }
}
