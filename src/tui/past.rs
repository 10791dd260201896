//! What git is asked about the open plan beside the screen, and what it answers: data that effects and messages
//! carry.

use crate::order::Order as _;
use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use crate::check::check_under;
use crate::check::settings::Settings;
use crate::diff::Said;
use crate::finding::Finding;
use crate::history::Told;
use crate::source::Read;
use crate::workspace::Located;

/// What the plan at the last commit is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    /// To show what changed since.
    Compare,
    /// To write the message of a commit.
    Commit,
    /// To say which findings are new since.
    Findings,
}

/// The plan at a revision: read, checked and taken apart beside the screen.
pub struct Recalled {
    /// What the revision is called.
    pub commit: String,
    /// What the plan says there, for comparing.
    pub said: Said,
    /// What is wrong with it there.
    pub findings: Vec<Finding>,
}

impl Recalled {
    /// The plan as it was read at a revision, checked as of a day.
    #[must_use]
    pub fn of(commit: String, read: Read, as_of: Option<NaiveDate>) -> Self {
        let said = Said::of(&read);
        let settings = Settings { as_of, ..Settings::default() };
        let checked = check_under(read, &settings, None);
        Self { commit, said, findings: checked.findings.into_iter().map(|it| it.finding).collect() }
    }
}

/// What was wrong with the plan at the last commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What it is called: the last commit, a tag, a day.
    pub commit: String,
    /// The findings there.
    pub findings: Vec<Finding>,
}

/// What is new in the findings since the last commit, and what is gone, in one line.
#[must_use]
pub fn since(past: &Past, now: &[Located]) -> String {
    let now: Vec<Finding> = now.iter().map(|located| located.finding.clone()).collect();
    let (new, gone) = crate::impact::apart(&past.findings, &now, |finding| finding);
    let named = |sign: char, those: &[&Finding]| -> Vec<String> {
        let mut rules: Vec<&str> = those.iter().map(|finding| finding.rule).collect();
        rules.order();
        let groups = rules.chunk_by(|one, other| one == other);
        let said = |group: &[&str]| match group {
            [rule] => format!("{sign} {rule}"),
            [rule, ..] => format!("{sign} {rule} ×{}", group.len()),
            [] => String::new(),
        };
        groups.map(said).collect()
    };
    let all = [named('+', &new), named('−', &gone)].concat();
    let head = format!("Since {}", past.commit);
    if all.is_empty() { format!("{head}: the same") } else { format!("{head}: {}", all.join("  ")) }
}

/// Which of the findings now, by their places, were not among those before.
pub fn fresh<'f>(past: impl Iterator<Item = &'f Finding>, now: &'f [Located]) -> FxHashSet<usize> {
    let past: Vec<&Finding> = past.collect();
    let all: Vec<&Finding> = now.iter().map(|located| &located.finding).collect();
    let (new, _) = crate::impact::apart(&past, &all, |finding| finding);
    let new: FxHashSet<*const Finding> = new.into_iter().map(|it| std::ptr::from_ref(*it)).collect();
    let places = all.iter().enumerate().filter(|(_, it)| new.contains(&std::ptr::from_ref(**it)));
    places.map(|(nth, _)| nth).collect()
}

/// What git said.
#[derive(Clone, Debug, PartialEq)]
pub struct LookedBack {
    /// Where it stood.
    pub head: String,
    /// What moved.
    pub told: Told,
}
