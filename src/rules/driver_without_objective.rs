//! `driver-without-objective`: each driver serves an objective, and each objective has a driver.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "driver-without-objective",
    family: Family::Strategy,
    severity: Severity::Warning,
    holds: "once the plan has objectives, each driver in a wave serves one and each has a driver that serves it",
    why: "a driver that serves no objective takes focus from those that do, and an objective without a driver is a wish",
    bad: r#"format = 1

[objective]
grow-core = { name = "Grow the core brands" }

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", objective = "grow-core", wave = "one", needs = ["crm"] }
«quality» = { name = "Engagement quality", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[objective]
grow-core = { name = "Grow the core brands" }

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", objective = "grow-core", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", objective = "grow-core", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Drivers, Aspect::Phased, Aspect::Objectives], check },
};

/// How many objectives are listed to choose from.
const SHOWN: usize = 4;

// A plan without objectives keeps them elsewhere, and one without drivers in its waves is not phased
// yet. A driver that is left out of the waves serves nothing, and need not.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if plan.objectives.is_empty() || plan.drivers().all(|(_, item)| item.steps.is_empty()) {
        return;
    }
    let mut served = vec![false; plan.objectives.len()];
    let mut unphased: Vec<Option<ItemIx>> = vec![None; plan.objectives.len()];
    for (ix, item) in plan.drivers() {
        let objective = item.driver().and_then(|driver| driver.objective);
        if let Some(objective) = objective {
            served[objective.at()] |= !item.steps.is_empty();
            unphased[objective.at()].get_or_insert(ix);
        } else if !item.steps.is_empty() {
            let message = tell!("driver {} serves no objective", item);
            findings.push(
                Finding::new(RULE.name, plan.item_address(ix), message).label("no `objective`").help(tell!(
                    "Give {} its `objective`{}, or leave it out.",
                    item,
                    choice(cx)
                )),
            );
        }
    }
    for (nth, objective) in plan.objectives.iter().enumerate().filter(|(nth, _)| !served[*nth]) {
        let at = Address::new(Table::Objective, &objective.id);
        let message = tell!("no driver in any wave serves objective {}", objective);
        let mut finding = Finding::new(RULE.name, at, message)
            .label("served by no driver")
            .help(tell!("Name {} as the `objective` of a driver, or drop it.", objective));
        if let Some(ix) = unphased[nth] {
            let label = tell!("{} would, but is in no wave", plan.item(ix));
            finding = finding.related(plan.item_address(ix).to("objective"), label);
        }
        findings.push(finding);
    }
}

/// The objectives there are, while they are few.
fn choice(cx: &Context<'_>) -> Telling {
    let ids: Vec<Telling> = cx.plan.objectives.iter().map(|objective| tell!("{}", objective)).collect();
    match ids.as_slice() {
        [only] => tell!(", {}", only),
        few if few.len() <= SHOWN => tell!(" (there are {})", Telling::listed(few)),
        _ => Telling::default(),
    }
}
