//! Explanations: the page of a rule, where a figure comes from ([`figure`]), what a value of the plan means
//! ([`value`]) and which figures it goes into ([`into`]), the keys of a kind of table ([`keys`]).
//!
//! The page of a rule: what it holds, why breaking it hurts, a plan that breaks it, what the checker
//! says of that plan, the plan mended, and the settings. A page is made of the rule alone: its example is
//! checked when the page is made, so that what the page says the checker says is what it says.

mod compared;
pub mod figure;
pub mod into;
pub mod keys;
pub mod look;
mod markdown;
mod text;
pub mod value;

pub use markdown::{page as markdown, reference};
pub use text::{list, page as text};

use std::ops::Range;
use std::path::PathBuf;

use serde::Serialize;

use crate::check::check;
use crate::disk::Memory;
use crate::finding::Severity;
use crate::plan::address::Table;
use crate::plan::policy::THRESHOLDS;
use crate::rule::{Found, Rule};
use crate::source::schema::fields;
use crate::source::{Limits, Source};

/// What there is to say about a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// Its name.
    pub rule: &'static str,
    /// Its family.
    pub family: &'static str,
    /// How much a finding of it weighs.
    pub severity: &'static str,
    /// What that means for a check.
    pub weight: &'static str,
    /// What it holds, as a sentence.
    pub holds: String,
    /// Why breaking it hurts, as a sentence.
    pub why: String,
    /// A plan that breaks it.
    pub bad: String,
    /// The bytes of that plan that are at fault.
    pub marked: Range<usize>,
    /// What the checker says of that plan; empty where the fault takes more than one file to show.
    pub message: String,
    /// What stands under the value at fault.
    pub label: String,
    /// How to mend it.
    pub fix: String,
    /// The same plan, mended.
    pub good: String,
    /// Its threshold, where it has one.
    pub threshold: Option<Threshold>,
}

/// A number that a plan may set for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Threshold {
    /// The value where the plan sets none.
    pub default: f64,
    /// What it counts.
    pub counts: &'static str,
}

impl Page {
    /// The page of a rule.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let (bad, marked) = unmarked(rule.bad);
        let said = said(rule, &bad);
        let (message, label, fix) = said.unwrap_or_default();
        Self {
            rule: rule.name,
            family: rule.family.as_str(),
            severity: rule.severity.as_str(),
            weight: weight(rule.severity),
            holds: sentence(rule.holds),
            why: sentence(rule.why),
            bad,
            marked,
            message,
            label,
            fix,
            good: rule.good.to_owned(),
            threshold: threshold(rule),
        }
    }

    /// The lines that a plan may hold about the rule, as TOML.
    #[must_use]
    pub fn settings(&self) -> String {
        let name = self.rule;
        let mut text = String::from("[policy]\n");
        if let Some(Threshold { default, counts }) = self.threshold {
            text.push_str(&format!("# {counts}; {default} unless set\n{name} = {default}\n"));
        }
        text.push_str(&format!("# not held to it at all\nallow = [\"{name}\"]\n"));
        if self.severity != "error" {
            text.push_str(&format!("# or: each finding an error\ndeny = [\"{name}\"]\n"));
        }
        text.push_str(&format!("\n# or: accepted for a time, on one id\n[[waiver]]\nrule = \"{name}\"\n"));
        text.push_str("on = \"the-id\"\nreason = \"why it is accepted\"\nby = \"who accepted it\"\nuntil = 2026-12-31\n");
        text
    }
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "fails the check",
        Severity::Warning => "fails the check under --strict",
        Severity::Advice => "never fails the check",
    }
}

/// An example without its marks, and the bytes that stood between them.
fn unmarked(example: &str) -> (String, Range<usize>) {
    let Some((before, rest)) = example.split_once('«') else { return (example.to_owned(), 0..0) };
    let (inside, after) = rest.split_once('»').unwrap_or((rest, ""));
    (format!("{before}{inside}{after}"), before.len()..before.len() + inside.len())
}

/// What the checker says of an example about its rule: the message, the label and the help.
fn said(rule: &Rule, example: &str) -> Option<(String, String, String)> {
    let store = Memory::default().with("plan.toml", example);
    let store = match rule.found {
        Found::Beside { file, text } => store.with(file, text),
        _ => store,
    };
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).ok()?;
    let found = check(read, None).findings.into_iter().find(|it| it.finding.rule == rule.name)?.finding;
    Some((sentence(&found.message), found.label.into(), found.help.into()))
}

fn threshold(rule: &Rule) -> Option<Threshold> {
    let (name, default) = THRESHOLDS.iter().copied().find(|(name, _)| *name == rule.name)?;
    let counts = fields(Table::Policy).find(|field| field.key == name).map_or("", |field| field.doc);
    Some(Threshold { default, counts })
}

/// A clause as a sentence. Names in backticks keep their letters.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
