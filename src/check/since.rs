//! What a change did: the findings that a plan has and did not have before, and those that are gone.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::{Checked, Redaction, Reported, is_torn, waits_for_all};
use crate::plan::address::{Address, Holds, Part};
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

/// What makes two findings the same, wherever they stand: the rule, the value or line, the message.
type Mark = (&'static str, String, String);

impl Checked {
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
            // Equal findings are matched first to first, so that one more of them is one that is new.
            let mut old: FxHashMap<Mark, Vec<usize>> = FxHashMap::default();
            for (nth, reported) in before.findings.iter().enumerate().rev() {
                old.entry(mark(before, reported)).or_default().push(nth);
            }
            let mut gone = vec![true; before.findings.len()];
            let new: Vec<bool> = self
                .findings
                .iter()
                .map(|reported| {
                    let same = old.get_mut(&mark(&self, reported)).and_then(Vec::pop);
                    same.inspect(|nth| gone[*nth] = false).is_none()
                })
                .collect();
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

fn mark(checked: &Checked, reported: &Reported) -> Mark {
    let place = match reported.address() {
        Some(address) => place(address),
        None => checked.source.text(reported.spot.file).line(reported.spot.start.line).trim().to_owned(),
    };
    (reported.finding.rule, place, reported.finding.message.clone())
}

/// An address without what moves with what is written before it: places in lists, and the numbers of
/// records that are about the same.
pub(crate) fn place(address: &Address) -> String {
    let numbered = address.table.holds() == Holds::Many;
    let key = address.key.split_once(" #").filter(|_| numbered).map_or(&*address.key, |(key, _)| key);
    let mut place = format!("{}.{key}", address.table.key());
    for part in &address.path {
        if let Part::Key(key) = part {
            let _ = write!(place, ".{key}");
        }
    }
    place
}
