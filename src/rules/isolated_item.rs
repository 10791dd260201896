//! `isolated-item`: few items stand outside the graph.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "isolated-item",
    family: Family::Hygiene,
    severity: Severity::Advice,
    holds: "from 20 drivers and capabilities on, fewer than 5 % of them stand outside the graph: needing nothing, and needed by nothing",
    why: "what is tied to nothing moves with nothing: when a wave slips, nobody learns what that does to it",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["training", "crm", "segments", "content", "journeys"] }
quality = { name = "Engagement quality", wave = "one", needs = ["coaching", "portal", "champions"] }
reuse = { name = "Content reuse", wave = "one", needs = ["hub", "approval", "incentives", "analytics"] }
privacy = { name = "Privacy", wave = "one", needs = ["consent", "master", "quality-of-data"] }

[capability]
analytics = { name = "Analytics", wave = "one" }
approval = { name = "Content approval", wave = "one" }
«archive» = { name = "Archive", wave = "one", enabler = "The law asks for it" }
champions = { name = "Champions", wave = "one" }
coaching = { name = "Coaching", wave = "one" }
consent = { name = "Consent", wave = "one" }
content = { name = "Content", wave = "one" }
crm = { name = "CRM", wave = "one" }
hub = { name = "Content hub", wave = "one" }
incentives = { name = "Incentives", wave = "one" }
journeys = { name = "Journeys", wave = "one" }
master = { name = "Customer master", wave = "one" }
portal = { name = "Portal", wave = "one" }
quality-of-data = { name = "Data quality", wave = "one" }
segments = { name = "Segments", wave = "one" }
training = { name = "Training", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["training", "crm", "segments", "content", "journeys"] }
quality = { name = "Engagement quality", wave = "one", needs = ["coaching", "portal", "champions"] }
reuse = { name = "Content reuse", wave = "one", needs = ["hub", "approval", "incentives", "analytics"] }
privacy = { name = "Privacy", wave = "one", needs = ["consent", "master", "quality-of-data"] }

[capability]
analytics = { name = "Analytics", wave = "one" }
approval = { name = "Content approval", wave = "one" }
archive = { name = "Archive", wave = "one", needs = ["hub"], enabler = "The law asks for it" }
champions = { name = "Champions", wave = "one" }
coaching = { name = "Coaching", wave = "one" }
consent = { name = "Consent", wave = "one" }
content = { name = "Content", wave = "one" }
crm = { name = "CRM", wave = "one" }
hub = { name = "Content hub", wave = "one" }
incentives = { name = "Incentives", wave = "one" }
journeys = { name = "Journeys", wave = "one" }
master = { name = "Customer master", wave = "one" }
portal = { name = "Portal", wave = "one" }
quality-of-data = { name = "Data quality", wave = "one" }
segments = { name = "Segments", wave = "one" }
training = { name = "Training", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Needs, Aspect::Phased, Aspect::Capabilities], check },
};

/// From how many items on a share of them says something: 5 % of fewer is less than one.
const ITEMS: usize = 20;
/// How large the share may not be.
const SHARE: f64 = 0.05;
/// How many of the others are shown.
const SHOWN: usize = 12;

// Mandates act on the waves by their dates, limits and scope, and so are not counted; nor are groups and
// what is not phased. One finding for all, at the first of them: it is their share that tells.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut linked = vec![false; plan.items.len()];
    for (ix, item) in plan.items() {
        let needs = item.needs.iter().chain(&item.prefers).map(|need| need.item);
        for other in needs.chain(item.together().iter().map(|link| link.to)).filter(|other| *other != ix) {
            linked[ix.at()] = true;
            linked[other.at()] = true;
        }
    }
    let counted = |dimension| plan.items_of(dimension).filter(|(_, item)| !item.steps.is_empty());
    let items = || counted(Dimension::Strategy).chain(counted(Dimension::OperatingModel));
    let count = items().count();
    let outside: Vec<ItemIx> = items().map(|(ix, _)| ix).filter(|ix| !linked[ix.at()]).collect();
    let Some((first, others)) = outside.split_first() else { return };
    let fraction = |part: usize| u32::try_from(part).map_or(f64::INFINITY, f64::from);
    let share = fraction(outside.len()) / fraction(count);
    if count < ITEMS || share < SHARE {
        return;
    }
    let stand = if others.is_empty() { "stands" } else { "stand" };
    let message = format!(
        "{} of {count} drivers and capabilities ({}) {stand} outside the graph",
        outside.len(),
        wording::percent(share, &[SHARE])
    );
    let mut finding = Finding::new(RULE.name, plan.item_address(*first), message)
        .label("needs nothing, needed by nothing")
        .help("Say what they need, or what needs them.");
    for ix in others.iter().take(SHOWN) {
        finding = finding.related(plan.item_address(*ix), tell!("{}", plan.item(*ix)));
    }
    findings.push(finding);
}
