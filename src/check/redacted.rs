//! Findings for others: of what is private, the rule, the line and the id are left, and nothing else. Whoever
//! writes findings for others takes them from here.
//!
//! A finding tells of something private where it stands in a private table or clashes with one, where its words
//! name one, and where the plan without its private amounts and records would not have it in the same words.

use rustc_hash::FxHashSet;

use super::{Checked, Reported, address_of};
use crate::figures::Figures;
use crate::finding::{Finding, Place, Span};
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds};
use crate::plan::telling::Telling;
use crate::rule::{Context, Found};
use crate::rules::{RULES, by_name};
use crate::source::hidden::Hidden;
use crate::source::{Secrets, Source, Spot};

/// What findings may not tell, and those that tell nothing of it.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    secrets: Secrets,
    /// The lines of private tables, by file.
    hidden: Vec<Hidden>,
    /// What rules find without private amounts and records, too.
    open: FxHashSet<Said>,
    /// Whether findings of rules are held against those.
    amounts: bool,
    /// What rules find by comparing with what the plan was, without what is private in either.
    compared: Option<FxHashSet<Said>>,
}

/// What a finding says: its rule, its place and its message.
type Said = (&'static str, Option<Address>, String);

impl Redaction {
    /// Of a plan and its files.
    #[must_use]
    pub fn of(source: &Source, plan: &Plan) -> Self {
        let mut redaction = Self { secrets: source.secrets(), ..Self::default() };
        let texts = (0..).zip(source.paths()).map(|(file, _)| source.text(file));
        redaction.hidden = texts.map(|text| Hidden::of(&text.content)).collect();
        redaction.add(plan);
        redaction
    }

    /// With what another plan of the same files tells openly: the one after a slip, say.
    pub fn add(&mut self, plan: &Plan) {
        if !plan.has_private() {
            return;
        }
        self.amounts = true;
        self.open.extend(openly(plan, None));
    }

    /// With what comparing it with what it became tells openly.
    pub(super) fn compare(&mut self, before: &Plan, now: &Plan) {
        if before.has_private() || now.has_private() {
            self.compared = Some(openly(now, Some(before)).collect());
        }
    }

    /// Takes out of a finding, which stands at `spot` where that is known, what it tells of something private;
    /// whether there was any.
    pub fn finding(&self, finding: &mut Finding, spot: Option<&Spot>, related: &[Spot]) -> bool {
        if !self.tells(finding, spot, related) {
            return false;
        }
        let at = address_of(&finding.at).map(Address::root);
        // The key of a record is made of what it says.
        let at = at.filter(|at| at.table.holds() != Holds::Many);
        finding.message = match &at {
            Some(at) => format!("`{at}` does not hold to this rule; how is private").into(),
            None => "something private does not hold to this rule".into(),
        };
        let span = match &finding.at {
            Place::Text(span) | Place::Both(_, span) => Some(*span),
            Place::Address(_) => spot.map(span_of),
        };
        finding.at = match (at, span) {
            (Some(at), Some(span)) => Place::Both(at, span),
            (Some(at), None) => Place::Address(at),
            (None, span) => Place::Text(span.unwrap_or(Span { file: 0, start: 0, end: 0 })),
        };
        finding.help = by_name(finding.rule).map(|rule| rule.holds.into()).unwrap_or_default();
        finding.label = Telling::default();
        finding.related.clear();
        finding.fixes.clear();
        true
    }

    fn tells(&self, finding: &Finding, spot: Option<&Spot>, related: &[Spot]) -> bool {
        let of_private = |at: &Place| address_of(at).is_some_and(|at| self.secrets.holds(at));
        let places = || std::iter::once(&finding.at).chain(finding.related.iter().map(|it| &it.at));
        let texts = || {
            let own = [&finding.message, &finding.help, &finding.label].into_iter();
            own.chain(finding.related.iter().map(|it| &it.label))
                .chain(finding.fixes.iter().map(|it| &it.title))
        };
        let hides = |it: &Spot| {
            let hidden = self.hidden.get(it.file as usize);
            hidden.is_some_and(|hidden| {
                (it.start.line..=it.end.line).any(|line| hidden.holds(line.saturating_sub(1) as usize))
            })
        };
        let told_by_amounts = || match by_name(finding.rule).map(|rule| rule.found) {
            Some(Found::Checking { .. } | Found::Missing { .. }) => {
                self.amounts && !self.open.contains(&said(finding))
            }
            Some(Found::Comparing { .. }) => {
                self.compared.as_ref().is_some_and(|open| !open.contains(&said(finding)))
            }
            _ => false,
        };
        places().any(of_private)
            || texts().any(|text| self.secrets.tells(text))
            || spot.into_iter().chain(related).any(hides)
            || told_by_amounts()
    }

    fn reported(&self, reported: &mut Reported) {
        let Reported { finding, spot, related, private, .. } = reported;
        if self.finding(finding, Some(spot), related) {
            related.clear();
            *private = true;
        }
    }
}

impl Checked {
    /// Takes out of the findings what they tell of private tables: names, amounts, lines of the files, and
    /// how to mend them.
    pub fn redact(&mut self) {
        let mut redaction = Redaction::of(&self.source, &self.plan);
        redaction.compared = self.since.as_mut().and_then(|since| since.redaction.compared.take());
        self.findings.iter_mut().for_each(|it| redaction.reported(it));
        if let Some(since) = &mut self.since {
            // What is private now may have been open before; its lines are those of the files as they were.
            let now = Redaction { secrets: redaction.secrets, ..Redaction::default() };
            for removed in &mut since.removed {
                since.redaction.reported(removed);
                now.reported(removed);
            }
        }
    }
}

/// What rules find in a plan without its private amounts: by looking at it, or by comparing it with what it was.
fn openly(plan: &Plan, before: Option<&Plan>) -> impl Iterator<Item = Said> + use<> {
    let (plan, before) = (plan.without_private_amounts(), before.map(Plan::without_private_amounts));
    let (graph, figures) = (Graph::new(&plan), Figures::new(&plan));
    let context = Context { plan: &plan, graph: &graph, figures: &figures, before: before.as_ref() };
    let mut found = Vec::new();
    for rule in RULES {
        match rule.found {
            Found::Checking { check, .. } | Found::Missing { check, .. } if before.is_none() => {
                check(&context, &mut found)
            }
            Found::Comparing { check, .. } => check(&context, &mut found),
            _ => {}
        }
    }
    found.into_iter().map(|finding| said(&finding))
}

fn said(finding: &Finding) -> Said {
    (finding.rule, address_of(&finding.at).cloned(), finding.message.to_string())
}

fn span_of(spot: &Spot) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file: spot.file, start: byte(spot.bytes.start), end: byte(spot.bytes.end) }
}
