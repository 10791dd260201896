//! `split-group`: items marked `together` share a wave.

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::item::Item;
use crate::plan::tell::tell;
use crate::plan::wave::Wave;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "split-group",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "items marked `together` share a wave",
    why: "half of a bundle costs its money and changes nobody's work, since it only pays as a whole",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], together = [«"quality"»] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], together = ["quality"] }
quality = { name = "Engagement quality", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Needs, Aspect::Steps, Aspect::Waves], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    // Said from both ends it is still one fault.
    let mut said = FxHashSet::default();
    for (ix, item) in plan.items() {
        for link in item.together() {
            let other = plan.item(link.to);
            if !apart(item, other) || !said.insert((ix.min(link.to), ix.max(link.to))) {
                continue;
            }
            let message = tell!(
                "{} and {} belong together, but {}",
                item,
                other,
                match (where_is(plan, item), where_is(plan, other)) {
                    (Some(own), Some(theirs)) => tell!("one is in {} and the other in {}", own, theirs),
                    (Some(_), None) => tell!("{} is unplanned", other),
                    _ => tell!("{} is unplanned", item),
                }
            );
            findings.push(
                Finding::new(RULE.name, plan.item_address(ix).to("together").to(link.nth), message)
                    .label("in another wave")
                    .related(plan.step_address(ix, 0), tell!("{} stands here", item))
                    .related(plan.step_address(link.to, 0), tell!("{} stands here", other))
                    .help(tell!("Move {} and {} into one wave, or part them.", item, other)),
            );
        }
    }
}

/// Whether two items share no wave. One that nobody has phased yet is not apart from anything; one
/// that is left out on purpose is.
fn apart(item: &Item, other: &Item) -> bool {
    match (item.steps.is_empty(), other.steps.is_empty()) {
        (false, false) => {
            !item.steps.iter().any(|step| other.steps.iter().any(|theirs| theirs.wave == step.wave))
        }
        (false, true) => other.unplanned,
        (true, false) => item.unplanned,
        (true, true) => false,
    }
}

fn where_is<'a>(plan: &'a Plan, item: &Item) -> Option<&'a Wave> {
    item.steps.first().map(|step| plan.wave(step.wave))
}
