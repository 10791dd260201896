//! `without-owner`: what is being worked on has an owner, and a benefit is not signed by who delivers it.

use crate::order::Order as _;
use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "without-owner",
    family: Family::Leadership,
    severity: Severity::Warning,
    holds: "once the plan names owners, what is being worked on has one, and the owner of a benefit is not who delivers it",
    why: "what everybody wants nobody delivers; and who promises a value and counts it too always finds it",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
«crm» = { name = "CRM", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[
            Aspect::Names,
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Mandates,
            Aspect::Capabilities,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

/// How many of the capabilities that deliver a benefit are shown.
const SHOWN: usize = 3;

// An owner is not inherited from a group, and the holder of a mandate is its owner. A driver without an
// owner is `value-incomplete`'s to report.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if plan.items.iter().all(|item| item.about.owner.is_none()) {
        return;
    }
    for (ix, item) in plan.items() {
        let Some(since) = started(plan, item).filter(|since| *since < plan.as_of) else { continue };
        if item.driver().is_some() {
            findings.extend(signs_own_delivery(plan, ix, item));
            continue;
        }
        let held = item.mandate().is_some_and(|mandate| mandate.holder.is_some());
        if item.about.owner.is_none() && !held {
            let since = wording::date(since);
            let message = match item.mandate() {
                Some(_) => tell!("{} has stood since {since} and nobody holds it", item),
                None => tell!("{} has been worked on since {since} and has no owner", item),
            };
            findings.push(
                Finding::new(RULE.name, plan.item_address(ix), message)
                    .label("nobody answers for it")
                    .help(tell!("Name one owner for {}.", item)),
            );
        }
    }
}

/// When work on an item starts: on its own date, or with its first wave.
fn started(plan: &Plan, item: &Item) -> Option<NaiveDate> {
    let first = item.steps.iter().map(|step| plan.wave(step.wave).start).min()?;
    Some(item.start.unwrap_or(first))
}

fn signs_own_delivery(plan: &Plan, ix: ItemIx, item: &Item) -> Option<Finding> {
    let owner = item.about.owner.as_deref()?;
    let help = "Let the line that gains from it own the benefit, or somebody else deliver it.";
    if item.responsible() == Some(owner) {
        let message = tell!("\"{owner}\" does the work for {} and signs its benefit too", item);
        return Some(
            Finding::new(RULE.name, plan.item_address(ix).to("responsible"), message)
                .label("the same as its owner")
                .related(plan.item_address(ix).to("owner"), "the owner of the benefit")
                .help(help),
        );
    }
    let mut delivering: Vec<ItemIx> = item.needs.iter().map(|need| need.item).collect();
    delivering.retain(|needed| plan.item(*needed).capability().is_some());
    delivering.order();
    delivering.dedup();
    if delivering.is_empty()
        || delivering.iter().any(|needed| plan.item(*needed).about.owner.as_deref() != Some(owner))
    {
        return None;
    }
    let message = tell!("\"{owner}\" owns all that delivers {} and signs its benefit too", item);
    let mut finding = Finding::new(RULE.name, plan.item_address(ix).to("owner"), message)
        .label("owns the delivery too")
        .help(help);
    for needed in delivering.into_iter().take(SHOWN) {
        let label = tell!("{} has the same owner", plan.item(needed));
        finding = finding.related(plan.item_address(needed).to("owner"), label);
    }
    Some(finding)
}
