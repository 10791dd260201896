//! `wave-cycle`: the waves, folded from the items, form no cycle.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Severity};
use crate::graph::{Edge, StepIx, WaveEdge};
use crate::plan::address::Address;
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-cycle",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "no wave waits for itself through the needs of its items",
    why: "waves that wait for each other cannot be put in any order: no dates mend it, only moving an item does",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = [«"data"»] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one", enabler = "Runs the field force" }
data = { name = "Customer data", wave = "two", live = 2026-06-30 }

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
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm", "data"] }

[capability]
crm = { name = "CRM", wave = "one" }
data = { name = "Customer data", wave = "two" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
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

/// How many of the needs behind one edge are shown.
const SHOWN: usize = 3;

// At fault is a need of the edge with the fewest needs among those that run against the calendar: it
// takes the fewest moves to mend. A circle that opens once the needs that come too late are mended is
// `need-after-use`'s to report.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let late = OnceCell::new();
    for cycle in cx.graph.wave_cycles() {
        let late: &FxHashSet<(StepIx, u32)> =
            late.get_or_init(|| cx.graph.late_needs().map(|it| (it.step, it.need.position)).collect());
        let comes_late = |edge: Edge| edge.need.is_some_and(|need| late.contains(&(edge.needing, need)));
        let opens = |edge: &WaveEdge| {
            edge.needs > 0 && cx.graph.needs_between(edge.first, edge.later).all(comes_late)
        };
        if cycle.edges.iter().any(opens) {
            continue;
        }
        let against = |edge: &&WaveEdge| plan.wave(edge.first).end >= plan.wave(edge.later).end;
        let Some(worst) = cycle.edges.iter().filter(against).min_by_key(|edge| edge.needs) else { continue };
        let needs_of = |edge: &WaveEdge| -> Vec<(Address, Telling)> {
            let needs = cx.graph.needs_between(edge.first, edge.later);
            needs.filter_map(|need| described(cx, &need)).take(SHOWN).collect()
        };
        let mut shown = needs_of(worst).into_iter();
        let Some((at, _)) = shown.next() else { continue };
        let waits: Vec<Telling> = cycle
            .edges
            .iter()
            .map(|edge| {
                tell!(
                    "{} waits for {} ({})",
                    plan.wave(edge.later),
                    plan.wave(edge.first),
                    wording::count(edge.needs as usize, "need")
                )
            })
            .collect();
        let mut finding = Finding::new(RULE.name, at, Telling::listed(&waits))
            .label(tell!("waits for {}", plan.wave(worst.first)))
            .help(tell!(
                "Move what {} needs out of {}, or move what needs it later.",
                plan.wave(worst.later),
                plan.wave(worst.first)
            ));
        let others = cycle.edges.iter().filter(|edge| *edge != worst).flat_map(needs_of);
        for (address, label) in shown.chain(others) {
            finding = finding.related(address, label);
        }
        findings.push(finding);
    }
}

/// A need with its place, in words.
fn described(cx: &Context<'_>, edge: &Edge) -> Option<(Address, Telling)> {
    let ix = cx.graph.item_of(edge.needing);
    let item = cx.plan.item(ix);
    let need = item.needs.get(edge.need? as usize)?;
    let label = tell!("{} needs {}", item, cx.plan.item(need.item));
    Some((cx.plan.need_address(ix, "needs", need), label))
}
