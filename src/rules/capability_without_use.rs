//! `capability-without-use`: each capability is needed by something, or says why it is wanted.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::leadership::Subject;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "capability-without-use",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "a capability in a wave is needed or preferred by what is not unplanned, asked for by a gate, or names in `enabler` why it is wanted",
    why: "money and people build what no value waits for; nobody misses it when it is late, and nobody uses it when it is there",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }
«portal» = { name = "Portal", wave = "one", needs = ["crm"] }

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
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }
portal = { name = "Portal", wave = "one", needs = ["crm"], enabler = "The law asks for it from 2027" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Needs, Aspect::Phased, Aspect::Capabilities, Aspect::Gates],
        check,
    },
};

// What only an unplanned item needs is built for nothing. Who needs a group needs what it holds: that
// a group cannot be needed is `need-never-met`'s to report.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut used = vec![false; plan.items.len()];
    for (ix, item) in plan.items().filter(|(_, item)| !item.unplanned) {
        for need in item.needs.iter().chain(&item.prefers).filter(|need| need.item != ix) {
            used[need.item.at()] = true;
        }
    }
    for criterion in plan.gates.iter().flat_map(|gate| &gate.criteria) {
        if let Subject::Level(item) = criterion.subject {
            used[item.at()] = true;
        }
    }
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        if item.steps.is_empty() || item.enabler().is_some() || used[ix.at()] || group_is(plan, ix, &used) {
            continue;
        }
        let unplanned = cx.graph.needed_by(ix).find(|at| at.item != ix);
        let (message, label) = match unplanned {
            Some(_) => (tell!("only what is unplanned needs capability {}", item), "used by nothing planned"),
            None => (tell!("nothing needs capability {}", item), "used by nothing"),
        };
        let mut finding = Finding::new(RULE.name, plan.item_address(ix), message).label(label).help(tell!(
            "Let the items that build on {} need it, write its `enabler`, or make it `wave = \"unplanned\"`.",
            item
        ));
        let need =
            unplanned.and_then(|at| Some((at.item, plan.item(at.item).needs.get(at.position as usize)?)));
        if let Some((by, need)) = need {
            let label = tell!("{} needs it, but is unplanned", plan.item(by));
            finding = finding.related(plan.need_address(by, "needs", need), label);
        }
        findings.push(finding);
    }
}

/// Whether one of the groups that a capability is part of is marked.
fn group_is(plan: &Plan, ix: ItemIx, marked: &[bool]) -> bool {
    let parent = |ix: ItemIx| plan.item(ix).capability().and_then(|capability| capability.part_of);
    // The reader holds the tree to three levels; the bound only guards a hand-made plan.
    std::iter::successors(parent(ix), |group| parent(*group)).take(8).any(|group| marked[group.at()])
}
