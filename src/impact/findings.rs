//! Findings that a slip brings, and those that it takes away.

use crate::check::findings_of;
use crate::check::same::{self, Told};
use crate::check::settings::Settings;
use crate::figures::Figures;
use crate::finding::{Finding, Severity};
use crate::graph::Graph;
use crate::plan::Plan;
use crate::rule::Context;

/// Findings of the rules, with their weights, by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Those that the plan has after the slip and did not have before.
    pub new: Vec<(Finding, Severity)>,
    /// Those that are gone after it.
    pub gone: Vec<(Finding, Severity)>,
}

/// What the rules find in the plan `after` a slip and not before it, and the other way round. Two findings
/// are the same as [`same`] has it, whatever dates and figures the message names.
#[must_use]
pub fn changed(figures: &Figures<'_>, graph: &Graph, after: &Plan, settings: &Settings) -> Changed {
    let of = |figures: &Figures<'_>, graph: &Graph| {
        let context = Context { plan: figures.plan, graph, figures, before: None };
        findings_of(&context, Vec::new(), settings)
    };
    let (before, after) = (of(figures, graph), of(&Figures::new(after), &Graph::new(after)));
    let (new, gone) = apart(&before, &after, |(finding, _)| finding);
    let owned = |those: Vec<&(Finding, Severity)>| those.into_iter().cloned().collect();
    Changed { new: owned(new), gone: owned(gone) }
}

/// What is in `after` and not in `before`, and what is in `before` and not in `after`, each with a finding.
pub fn apart<'a, T>(
    before: &'a [T],
    after: &'a [T],
    finding: impl Fn(&'a T) -> &'a Finding,
) -> (Vec<&'a T>, Vec<&'a T>) {
    // A fault of the text has no line here: what it says is enough.
    let told = |all: &'a [T]| -> Vec<Told<'a>> {
        all.iter().map(|it| Told { finding: finding(it), line: String::new() }).collect()
    };
    let [gone, new] = same::apart(&told(before), &told(after));
    let those =
        |all: &'a [T], which: Vec<bool>| all.iter().zip(which).filter(|it| it.1).map(|it| it.0).collect();
    (those(after, new), those(before, gone))
}
