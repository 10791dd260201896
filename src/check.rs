//! Runs the rules over a plan that was read, holds the findings to the settings and waivers, and puts
//! them in one order with their places in the files.

pub mod fixes;
mod kept;
mod placed;
mod redacted;
pub mod same;
pub mod settings;
pub mod since;
mod waivers;

use crate::order::Order as _;
use chrono::NaiveDate;

use crate::figures::Figures;
use crate::finding::{Finding, Place, Related, Severity};
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::rule::{Context, Family, Found, Rule};
use crate::rules::{RULES, by_name};
use crate::source::{Read, Source, Spot};

pub use kept::Kept;
pub use redacted::Redaction;
use settings::{Held, Settings, Verdict};
use since::Since;

/// A finding with its weight and its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// What is wrong.
    pub finding: Finding,
    /// How much it weighs under the settings.
    pub severity: Severity,
    /// Where the value at fault stands.
    pub spot: Spot,
    /// Where the values stand that it clashes with, in the order of `finding.related`.
    pub related: Vec<Spot>,
    /// Whether what it tells of is private and was taken out, so that its line is not to be shown.
    pub private: bool,
}

impl Reported {
    /// The address of the value at fault, where it has one.
    #[must_use]
    pub fn address(&self) -> Option<&Address> {
        address_of(&self.finding.at)
    }
}

/// The address of a place, where it has one.
#[must_use]
pub fn address_of(place: &Place) -> Option<&Address> {
    match place {
        Place::Address(address) | Place::Both(address, _) => Some(address),
        Place::Text(_) => None,
    }
}

/// A plan that was read and checked.
pub struct Checked {
    /// Its files.
    pub source: Source,
    /// What they say.
    pub plan: Plan,
    /// Its items and waves as graphs.
    pub graph: Graph,
    /// What is wrong, by file, place and rule.
    pub findings: Vec<Reported>,
    /// What it was compared with, where only what a change did is reported.
    pub since: Option<Since>,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Advice.
    pub advice: usize,
}

impl Summary {
    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Reported>) -> Self {
        let mut summary = Self::default();
        for reported in findings {
            match reported.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Advice => summary.advice += 1,
            }
        }
        summary
    }
}

/// Rules that judge what the plan says today. Who looks back asks what was known then: what was recorded
/// since is no fault, and a stage says nothing of the day on which it was reached.
const OF_TODAY: [&str; 3] = ["reading-in-future", "stage-ahead-of-evidence", "confidence-ahead-of-stage"];

/// Of what was found while a plan was read, the faults by which something that is written is not in it.
pub fn losses(found: &[Finding]) -> impl Iterator<Item = &Finding> {
    found.iter().filter(|finding| is_loss(finding))
}

/// Whether something that is written is not in the plan, by what was found.
#[must_use]
pub fn is_loss(finding: &Finding) -> bool {
    let format = by_name(finding.rule).is_some_and(|rule| rule.family == Family::Format);
    format && finding.rule != "unsafe-text" && own_weight(finding) == Severity::Error
}

/// Of what is reported of a plan, the faults by which something that is written is not in it.
pub fn lost(reported: &[Reported]) -> impl Iterator<Item = &Reported> {
    reported.iter().filter(|it| losses(std::slice::from_ref(&it.finding)).next().is_some())
}

/// Whether so much of a plan cannot be read that some rules wait.
fn is_torn<'f>(found: impl IntoIterator<Item = &'f Finding>) -> bool {
    found.into_iter().any(|it| losses(std::slice::from_ref(it)).any(|loss| !of_record(loss)))
}

/// Whether a rule waits until all of a plan can be read: it finds what is missing, or gives advice.
fn waits_for_all(rule: &Rule) -> bool {
    rule.severity == Severity::Advice || matches!(rule.found, Found::Missing { .. })
}

/// Whether a fault is of a value in a record, which has no address while it is read: what the plan phases is
/// there without it.
fn of_record(loss: &Finding) -> bool {
    const OF_VALUES: [&str; 6] =
        ["missing-key", "out-of-range", "unknown-id", "unknown-key", "unknown-value", "wrong-type"];
    matches!(loss.at, Place::Text(_)) && OF_VALUES.contains(&loss.rule)
}

/// Checks a plan that was read, as of `as_of` where that is given.
#[must_use]
pub fn check(read: Read, as_of: Option<NaiveDate>) -> Checked {
    check_under(read, &Settings { as_of, ..Settings::default() }, None)
}

/// Checks a plan that was read under some settings, against what it was `before` where that is given.
#[must_use]
pub fn check_under(read: Read, settings: &Settings, before: Option<&Plan>) -> Checked {
    let Read { source, mut plan, findings } = read;
    let looks_back = look_from(&mut plan, settings);
    let graph = Graph::new(&plan);
    let figures = Figures::new(&plan);
    let context = Context { plan: &plan, graph: &graph, figures: &figures, before };
    let reported = check_of(&source, &context, looks_back, findings, settings, None);
    Checked { source, plan, graph, findings: reported, since: None }
}

/// Gives a plan the day of the settings, and says whether that looks back from its own.
#[must_use]
pub fn look_from(plan: &mut Plan, settings: &Settings) -> bool {
    let looks_back = settings.as_of.is_some_and(|as_of| as_of < plan.as_of);
    plan.as_of = settings.as_of.unwrap_or(plan.as_of);
    looks_back
}

/// Checks a plan with the figures and the graphs that somebody has of it, as [`check_under`] does, from the
/// day that [`look_from`] gave it. What rules found is taken from what was `kept`, and kept there.
#[must_use]
pub fn check_of(
    source: &Source,
    context: &Context<'_>,
    looks_back: bool,
    findings: Vec<Finding>,
    settings: &Settings,
    kept: Option<&mut Kept>,
) -> Vec<Reported> {
    let plan = context.plan;
    let skipped = if looks_back { &OF_TODAY[..] } else { &[] };
    let mut reported: Vec<Reported> = all_but(skipped, context, findings, settings, kept)
        .into_iter()
        .map(|(finding, severity)| report(source, plan, finding, severity))
        .collect();
    reported.order_by(|one, other| {
        let key = |it: &Reported| (it.spot.bytes.start, it.finding.rule, it.spot.bytes.end);
        one.spot
            .path
            .cmp(&other.spot.path)
            .then_with(|| key(one).cmp(&key(other)))
            .then_with(|| one.finding.message.cmp(&other.finding.message))
    });
    reported.dedup();
    reported
}

/// What all rules find, after what was `found` while reading, as far as settings and waivers let it
/// through; rule by rule, each finding with its weight.
#[must_use]
pub fn findings_of(
    context: &Context<'_>,
    found: Vec<Finding>,
    settings: &Settings,
) -> Vec<(Finding, Severity)> {
    all_but(&[], context, found, settings, None)
}

fn all_but(
    skipped: &[&str],
    context: &Context<'_>,
    found: Vec<Finding>,
    settings: &Settings,
    mut kept: Option<&mut Kept>,
) -> Vec<(Finding, Severity)> {
    let plan = context.plan;
    let held = Held::new(settings, plan);
    let mut findings = found;
    let torn = is_torn(&findings);
    let runs =
        |rule: &Rule| held.runs(rule) && !skipped.contains(&rule.name) && !(torn && waits_for_all(rule));
    for rule in RULES.iter().filter(|rule| runs(rule)) {
        match (rule.found, &mut kept) {
            (Found::Checking { check, .. } | Found::Missing { check, .. }, Some(kept)) => {
                findings.extend_from_slice(kept.found(rule, |found| check(context, found)));
            }
            (
                Found::Checking { check, .. } | Found::Missing { check, .. } | Found::Comparing { check, .. },
                _,
            ) => check(context, &mut findings),
            (Found::Reading | Found::Beside { .. } | Found::Settling(_), _) => {}
        }
    }
    settings::faults(plan, &mut findings);
    let verdict = |finding: &Finding| held.verdict(finding.rule, own_weight(finding));
    findings.retain(|finding| verdict(finding) != Verdict::Allowed);
    let mut idle = waivers::apply(plan, &mut findings, may_be_waived);
    // Whether a waiver is of use shows only where its rule was asked.
    let asked = |rule: &&Rule| match rule.found {
        Found::Comparing { .. } => context.before.is_some(),
        _ => runs(rule),
    };
    idle.retain(|nth| {
        let rule = by_name(&plan.waivers[*nth].rule).filter(asked);
        rule.is_some_and(|rule| held.verdict(rule.name, rule.severity) != Verdict::Allowed)
    });
    for rule in RULES.iter().filter(|rule| runs(rule)) {
        if let Found::Settling(check) = rule.found {
            check(context, &idle, &mut findings);
        }
    }
    let weighed = findings.into_iter().filter_map(|finding| match verdict(&finding) {
        Verdict::Reported(severity) => Some((finding, severity)),
        Verdict::Allowed => None,
    });
    weighed.collect()
}

/// Whether a waiver may accept a finding: not where a plan cannot be read as it should.
#[must_use]
pub fn may_be_waived(finding: &Finding) -> bool {
    !settings::is_bound(finding.rule, own_weight(finding))
}

/// How much a finding weighs before any setting.
fn own_weight(finding: &Finding) -> Severity {
    let own = || by_name(finding.rule).map_or(Severity::Error, |rule| rule.severity);
    finding.severity.unwrap_or_else(own)
}

fn report(source: &Source, plan: &Plan, finding: Finding, severity: Severity) -> Reported {
    let spot = source.locate(plan, &finding.at);
    let related = finding.related.iter().map(|Related { at, .. }| source.locate(plan, at)).collect();
    Reported { finding, severity, spot, related, private: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_are_told_apart_are_rules() {
        for name in OF_TODAY {
            assert!(by_name(name).is_some(), "{name}");
        }
    }
}
