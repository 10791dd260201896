//! `item-overdue`: an item past its end is live, or has a decision.

use crate::figures::readiness::Short;
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::strategy::Stage;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "item-overdue",
    family: Family::Hygiene,
    severity: Severity::Warning,
    holds: "once its date has passed, an item was not seen below its level since, nor a driver left waiting to be executed, or a decision since then affects it",
    why: "what builds on it goes on as if it were there; a slip that is decided costs a replan, one that is not costs the gate",
    bad: r#"format = 1

[plan]
as-of = 2026-09-30

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = «2» }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[decision]]
date = 2026-06-30
gate = "exit"
outcome = "go"

[[assessed]]
capability = "crm"
date = 2026-09-15
level = 1

[[learning]]
date = 2026-06-30
wave = "one"
note = "Data first"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-09-30

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[decision]]
date = 2026-06-30
gate = "exit"
outcome = "go"

[[assessed]]
capability = "crm"
date = 2026-09-15
level = 1

[[decision]]
date = 2026-09-22
outcome = "conditions"
affects = ["crm"]
note = "Reach starts in the pilot district alone; the CRM follows by December"

[[learning]]
date = 2026-06-30
wave = "one"
note = "Data first"
"#,
    found: Found::Missing {
        reads: &[
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Drivers,
            Aspect::Capabilities,
            Aspect::Mandates,
            Aspect::Assessed,
            Aspect::Decisions,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

// What was not assessed since its date counts as there: the plan says so, and nothing speaks against it.
// A driver is not assessed; it is overdue while its stage is one before the work on it. One finding an
// item, on the first step that is overdue.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let decided = decided(plan);
    for (ix, item) in plan.items() {
        for nth in 0..item.steps.len() {
            let Some(live) = plan.step_live(ix, nth).filter(|live| *live < plan.as_of) else { continue };
            if decided[ix.at()].is_some_and(|date| date >= live) {
                continue;
            }
            let finding = match (item.driver().map(|driver| driver.stage), cx.figures.short_of(ix, nth)) {
                (Some(Some(stage)), _) if stage < Stage::Executing => waiting(plan, ix, stage),
                (None, Some(fault)) => short(plan, ix, nth, fault),
                _ => continue,
            };
            findings.push(finding);
            break;
        }
    }
}

fn short(plan: &Plan, ix: ItemIx, nth: usize, Short { unit, due, seen }: Short) -> Finding {
    let (item, step) = (plan.item(ix), plan.item(ix).steps[nth]);
    let place = unit.map(|unit| tell!(" in {}", plan.tell_unit(unit))).unwrap_or_default();
    let message = tell!(
        "{} was to reach level {} by {}, but stood at {}{} on {}",
        item,
        step.level,
        wording::date(due),
        seen.level,
        place,
        wording::date(seen.date)
    );
    Finding::new(RULE.name, plan.step_address(ix, nth), message)
        .label("overdue, and nothing decided since")
        .related(
            plan.record_address(Table::Assessed, seen.record as usize).to("level"),
            tell!("seen{} on {}", place, wording::date(seen.date)),
        )
        .help(tell!("Record a decision that affects {}, or phase it anew.", item))
}

fn waiting(plan: &Plan, ix: ItemIx, stage: Stage) -> Finding {
    let item = plan.item(ix);
    let due = plan.first_live(ix).map_or(String::new(), wording::date);
    let message = tell!("{} was to be live by {due}, but is still at stage {}", item, stage.as_str());
    Finding::new(RULE.name, plan.item_address(ix).to("stage"), message)
        .label("overdue, and nothing decided since")
        .related(plan.step_address(ix, 0), format!("to be live by {due}"))
        .help(tell!(
            "Bring the stage of {} up to date, record a decision that affects it, or phase it anew.",
            item
        ))
}

/// The date of the newest decision, known by now, that affects each item.
fn decided(plan: &Plan) -> Vec<Option<chrono::NaiveDate>> {
    let mut decided = vec![None; plan.items.len()];
    for decision in plan.decisions.iter().filter(|decision| decision.date <= plan.as_of) {
        for ix in decision.affects.iter().filter_map(|id| plan.item_by_id(id)) {
            decided[ix.at()] = decided[ix.at()].max(Some(decision.date));
        }
    }
    decided
}
