//! `name-missing`: everything shown has a name.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::about::About;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::strategy::MultiplierKind;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "name-missing",
    family: Family::Format,
    severity: Severity::Warning,
    holds: "everything that stands on the roadmap under its own name has one",
    why: "an id is for the file; a steering committee that reads `cap-017` decides about something it cannot picture",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
«crm» = { wave = "one" }

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

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[
            Aspect::Names,
            Aspect::Waves,
            Aspect::Objectives,
            Aspect::Pools,
            Aspect::Scope,
            Aspect::Tradeoffs,
            Aspect::Gates,
            Aspect::Risks,
            Aspect::Kpis,
        ],
        check,
    },
};

// What is shown by something else needs no name of its own: a gate by its wave, a trade-off by its
// ends, an exception by its trade-off and market.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut by_id = |table: Table, id: &str, about: &About| {
        if about.name.as_deref().is_none_or(|name| name.trim().is_empty()) {
            let at = Address::new(table, id);
            let message = tell!("{} {} has no name", table.noun(), at.by_id());
            findings.push(
                Finding::new(RULE.name, at.clone(), message)
                    .label("shown by its id")
                    .help(tell!("Give {} a `name` that the steering committee knows it by.", at.by_id())),
            );
        }
    };
    for objective in &plan.objectives {
        by_id(Table::Objective, &objective.id, &objective.about);
    }
    for wave in &plan.waves {
        by_id(Table::Wave, &wave.id, &wave.about);
    }
    for item in plan.items.iter() {
        by_id(Plan::item_table(item), &item.id, &item.about);
    }
    for kind in MultiplierKind::ALL {
        for (position, multiplier) in plan.multipliers(kind).iter().enumerate() {
            if multiplier.about.name.is_none() {
                let table = plan.multiplier_address(kind, position).table;
                by_id(table, &multiplier.id, &multiplier.about);
            }
        }
    }
    for kpi in &plan.kpis {
        by_id(Table::Kpi, &kpi.id, &kpi.about);
    }
    for risk in &plan.risks {
        by_id(Table::Risk, &risk.id, &risk.about);
    }
}
