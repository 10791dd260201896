//! `dependency-cycle`: items form no cycle.

use crate::finding::{Finding, Severity};
use crate::graph::{Edge, ItemCycle};
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "dependency-cycle",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "no item needs itself, directly or through others",
    why: "items that wait for each other all wait for ever; in practice each team goes ahead without the other's part",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one", needs = ["data"] }
data = { name = "Customer data", wave = "one", needs = [«"crm"»] }

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
crm = { name = "CRM", wave = "one", needs = ["data"] }
data = { name = "Customer data", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Capabilities,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

// The finding points at the need that closes the loop; the others are the way round to it.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for cycle in cx.graph.item_cycles() {
        let needs: Vec<(&Edge, Address)> =
            cycle.edges.iter().filter_map(|edge| Some((edge, need_address(cx, edge)?))).collect();
        let Some(((closing, at), others)) = needs.split_last() else { continue };
        let needing = |edge: &Edge| cx.plan.item(cx.graph.item_of(edge.needing));
        let message = match cycle.edges.len() {
            1 => tell!("{} needs itself", needing(closing)),
            2 => tell!("{} and {} need each other", needing(&cycle.edges[0]), needing(&cycle.edges[1])),
            _ => tell!("{}: {} items need each other in a circle", way_round(cx, &cycle), needs.len()),
        };
        let mut finding = Finding::new(RULE.name, at.clone(), message)
            .label("closes the circle")
            .help("Drop one of these needs, or give one a level that is reached before the circle closes.");
        for (edge, address) in others {
            let needed = cx.plan.item(cx.graph.item_of(edge.needed));
            finding = finding.related(address.clone(), tell!("{} needs {}", needing(edge), needed));
        }
        findings.push(finding);
    }
}

/// `a → b → c → a`, each needing the next.
fn way_round(cx: &Context<'_>, cycle: &ItemCycle) -> Telling {
    let mut way = Telling::default();
    let edges = || cycle.edges.iter().filter(|edge| edge.need.is_some());
    for edge in edges() {
        way.push(&tell!("{} → ", cx.plan.item(cx.graph.item_of(edge.needing))));
    }
    if let Some(edge) = edges().next() {
        way.push(&tell!("{}", cx.plan.item(cx.graph.item_of(edge.needing))));
    }
    way
}

/// Where the need behind an edge stands; none for the order of an item's own steps.
fn need_address(cx: &Context<'_>, edge: &Edge) -> Option<Address> {
    let plan: &Plan = cx.plan;
    let ix = cx.graph.item_of(edge.needing);
    let need = plan.item(ix).needs.get(edge.need? as usize)?;
    Some(plan.need_address(ix, "needs", need))
}
