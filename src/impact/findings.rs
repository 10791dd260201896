//! Findings that a slip brings, and those that it takes away.

use rustc_hash::FxHashMap;

use crate::check::settings::Settings;
use crate::check::since::place;
use crate::check::{address_of, findings_of};
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
/// are the same where the same rule finds fault with the same value, whatever dates the message names.
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
    finding: impl Fn(&T) -> &Finding,
) -> (Vec<&'a T>, Vec<&'a T>) {
    (without(after, before, &finding), without(before, after, &finding))
}

/// The findings of one list that the other does not have; of several with one mark, the last ones.
fn without<'a, T>(of: &'a [T], other: &[T], finding_of: &impl Fn(&T) -> &Finding) -> Vec<&'a T> {
    let mut left: FxHashMap<(&str, String), u32> = FxHashMap::default();
    for it in other {
        *left.entry(mark(finding_of(it))).or_default() += 1;
    }
    let mut known = |finding: &Finding| match left.get_mut(&mark(finding)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    of.iter().filter(|it| !known(finding_of(it))).collect()
}

fn mark(finding: &Finding) -> (&'static str, String) {
    let place = address_of(&finding.at).map_or_else(|| finding.message.clone(), place);
    (finding.rule, place)
}
