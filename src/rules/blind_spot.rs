//! `blind-spot`: each capability that is needed has been assessed in each unit.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::id::UnitIx;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "blind-spot",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "once units are assessed, each capability that something needs has been assessed in each of them",
    why: "a gap that nobody looked for is found at the gate, when closing it takes longer than the wave has left",
    bad: r#"format = 1

[plan]
units = ["dk", "se"]

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", "training"] }

[capability]
crm = { name = "CRM", maturity = { dk = 1, se = 0 }, wave = "one", target = 2 }
training = { name = "Training", maturity = «{ dk = 1 }», wave = "one", target = 2 }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[plan]
units = ["dk", "se"]

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", "training"] }

[capability]
crm = { name = "CRM", maturity = { dk = 1, se = 0 }, wave = "one", target = 2 }
training = { name = "Training", maturity = { dk = 1, se = 0 }, wave = "one", target = 2 }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Capabilities,
            Aspect::Assessed,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

/// How many units a message names.
const NAMED: usize = 6;

// A plan that assesses nothing by unit has not chosen to work that way. A level that is written as a
// bare number, or recorded without a unit, holds everywhere. A market that no wave opens need not be
// known; neither what nothing needs, nor what is not built and not needed by what is.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if !cx.figures.assesses_by_unit() {
        return;
    }
    let capabilities = plan.items_of(Dimension::OperatingModel);
    for (ix, item) in capabilities.filter(|(_, item)| !item.is_group() && !item.unplanned) {
        let Some(needing) = cx.graph.needed_by(ix).find(|at| at.item != ix && !plan.item(at.item).unplanned)
        else {
            continue;
        };
        let blind = cx.figures.unassessed(ix);
        if blind.is_empty() {
            continue;
        }
        let missing = named(plan, &blind);
        let by = plan.item(needing.item);
        let message = match blind.len() == cx.figures.units_that_count() {
            true => tell!("{}, which {} needs, was never assessed", item, by),
            false => tell!("{}, which {} needs, was never assessed in {}", item, by, missing),
        };
        let mut finding = Finding::new(RULE.name, plan.item_address(ix).to("maturity"), message)
            .label(tell!("nothing known of {}", missing))
            .help(tell!("Assess {} in {} and write its level, or record it as assessed.", item, missing));
        if let Some(need) = by.needs.get(needing.position as usize) {
            let label = tell!("{} needs it", by);
            finding = finding.related(plan.need_address(needing.item, "needs", need), label);
        }
        findings.push(finding);
    }
}

fn named(plan: &Plan, units: &[UnitIx]) -> Telling {
    let mut words: Vec<Telling> = units.iter().take(NAMED).map(|unit| plan.tell_unit(*unit)).collect();
    if units.len() > NAMED {
        words.push(tell!("{} more", units.len() - NAMED));
    }
    Telling::listed(&words)
}
