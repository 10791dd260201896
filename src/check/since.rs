//! What a change did: the findings that a plan has and did not have before, and those that are gone.

use super::same::{Told, apart};
use super::{Checked, Redaction, Reported, is_torn, waits_for_all};
use crate::rules::by_name;

/// What a check was compared with.
#[derive(Clone, Debug)]
pub struct Since {
    /// The commit, as it was named.
    pub reference: String,
    /// Where the plan was then.
    pub was: Was,
    /// How many findings were there before and are still.
    pub known: usize,
    /// The findings that were there before and are gone, with their places as they were. Of a plan that
    /// cannot be read whole, rules that wait until it can say nothing.
    pub removed: Vec<Reported>,
    /// What may not be told of the plan as it was.
    pub redaction: Redaction,
}

/// Where a plan was at a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Was {
    /// Where it is now.
    Here,
    /// At another path.
    There(String),
    /// At none.
    Nowhere,
}

impl Checked {
    /// What was found, for what makes findings the same.
    #[must_use]
    pub fn told(&self) -> Vec<Told<'_>> {
        let line = |reported: &Reported| match reported.address() {
            Some(_) => String::new(),
            None => self.source.text(reported.spot.file).line(reported.spot.start.line).trim().to_owned(),
        };
        self.findings.iter().map(|it| Told { finding: &it.finding, line: line(it) }).collect()
    }

    /// Leaves only the findings that were not there `before`, and takes from there those that are gone;
    /// `None` where there was no plan.
    #[must_use]
    pub fn since(mut self, before: Option<&mut Self>, reference: &str) -> Self {
        let own = |checked: &Self| checked.source.paths().next().unwrap_or_default().to_owned();
        let was = match before.as_deref().map(own) {
            None => Was::Nowhere,
            Some(path) if path == own(&self) => Was::Here,
            Some(path) => Was::There(path),
        };
        let mut since = Since {
            reference: reference.to_owned(),
            was,
            known: 0,
            removed: Vec::new(),
            redaction: Redaction::default(),
        };
        let torn = is_torn(self.findings.iter().map(|it| &it.finding));
        if let Some(before) = before {
            let [gone, new] = apart(&before.told(), &self.told());
            since.known = new.iter().filter(|new| !**new).count();
            let mut new = new.into_iter();
            self.findings.retain(|_| new.next().unwrap_or(true));
            let mut gone = gone.into_iter();
            before.findings.retain(|_| gone.next().unwrap_or(false));
            since.removed = std::mem::take(&mut before.findings);
            if torn {
                let waits = |it: &Reported| by_name(it.finding.rule).is_some_and(waits_for_all);
                since.removed.retain(|it| !waits(it));
            }
            since.redaction = Redaction::of(&before.source, &before.plan);
            since.redaction.compare(&before.plan, &self.plan);
        }
        self.since = Some(since);
        self
    }
}
