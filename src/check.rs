//! Runs the rules over a plan that was read, holds the findings to the plan's policy and waivers, and
//! puts them in one order with their places in the files.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::finding::{Finding, Place, Related, Severity};
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::rule::{Context, Found};
use crate::rules::{RULES, by_name, names};
use crate::source::{Read, Source, Spot};

/// A finding with its weight and its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// What is wrong.
    pub finding: Finding,
    /// How much it weighs under the plan's policy.
    pub severity: Severity,
    /// Where the value at fault stands.
    pub spot: Spot,
    /// Where the values stand that it clashes with, in the order of `finding.related`.
    pub related: Vec<Spot>,
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

/// Checks a plan that was read, as of `as_of` where that is given.
#[must_use]
pub fn check(read: Read, as_of: Option<NaiveDate>) -> Checked {
    let Read { source, mut plan, mut findings } = read;
    let looks_back = as_of.is_some_and(|as_of| as_of < plan.as_of);
    plan.as_of = as_of.unwrap_or(plan.as_of);
    let graph = Graph::new(&plan);
    let figures = Figures::new(&plan);
    let context = Context { plan: &plan, graph: &graph, figures: &figures };
    for rule in RULES {
        if let Found::Checking(check) = rule.found
            && !is_allowed(&plan, rule.name)
            && !(looks_back && OF_TODAY.contains(&rule.name))
        {
            check(&context, &mut findings);
        }
    }
    unknown_rules(&plan, &mut findings);
    let mut reported: Vec<Reported> = findings
        .into_iter()
        .filter(|finding| !is_allowed(&plan, finding.rule) && !is_waived(&plan, finding))
        .map(|finding| report(&source, &plan, finding))
        .collect();
    reported.sort_by(|one, other| {
        let key =
            |it: &Reported| (it.spot.path.clone(), it.spot.bytes.start, it.finding.rule, it.spot.bytes.end);
        key(one).cmp(&key(other)).then_with(|| one.finding.message.cmp(&other.finding.message))
    });
    reported.dedup();
    drop(figures);
    Checked { source, plan, graph, findings: reported }
}

fn is_allowed(plan: &Plan, rule: &str) -> bool {
    plan.policy.allow.iter().any(|allowed| &**allowed == rule)
}

/// Whether a waiver that is still in force accepts a finding: one for its rule, on anything or on the
/// id that it is about.
fn is_waived(plan: &Plan, finding: &Finding) -> bool {
    plan.waivers.iter().any(|waiver| {
        let in_force = waiver.until.is_none_or(|until| plan.as_of <= until);
        let about = |id: &str| address_of(&finding.at).is_some_and(|address| &*address.key == id);
        &*waiver.rule == finding.rule && in_force && waiver.on.as_deref().is_none_or(about)
    })
}

fn report(source: &Source, plan: &Plan, finding: Finding) -> Reported {
    let own = by_name(finding.rule).map_or(Severity::Error, |rule| rule.severity);
    let denied = plan.policy.deny.iter().any(|denied| &**denied == finding.rule);
    let severity = if denied { Severity::Error } else { finding.severity.unwrap_or(own) };
    let spot = source.locate(plan, &finding.at);
    let related = finding.related.iter().map(|Related { at, .. }| source.locate(plan, at)).collect();
    Reported { finding, severity, spot, related }
}

/// Rules that the policy or a waiver names and that do not exist: a typo must not switch nothing off.
fn unknown_rules(plan: &Plan, findings: &mut Vec<Finding>) {
    let policy = |key: &'static str, names: &[Box<str>]| -> Vec<(Address, Box<str>)> {
        let list = Address::new(Table::Policy, "").to(key);
        (0_u32..).zip(names).map(|(nth, name)| (list.clone().to(nth), name.clone())).collect()
    };
    let mut named = policy("allow", &plan.policy.allow);
    named.extend(policy("deny", &plan.policy.deny));
    named.extend(
        plan.waivers
            .iter()
            .enumerate()
            .map(|(nth, waiver)| (plan.record_address(Table::Waiver, nth).to("rule"), waiver.rule.clone())),
    );
    for (address, name) in named {
        if names().any(|known| known == &*name) {
            continue;
        }
        let nearest = names()
            .map(|known| (strsim::damerau_levenshtein(&name, known), known))
            .min()
            .filter(|(distance, _)| *distance <= name.chars().count() / 3);
        let help = match nearest {
            Some((_, nearest)) => format!("Did you mean `{nearest}`?"),
            None => "Write the name of a rule, as the checker prints it.".to_owned(),
        };
        findings.push(Finding::new("unknown-id", address, format!("there is no rule `{name}`")).help(help));
    }
}
