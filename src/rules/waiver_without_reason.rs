//! `waiver-without-reason`: a waiver says why, and who accepted it.

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "waiver-without-reason",
    family: Family::Hygiene,
    severity: Severity::Error,
    holds: "each waiver has a reason and names who accepted it",
    why: "nobody can judge later whether the fault may still stand, or ask the one who let it",
    bad: r#"format = 1

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

«[[waiver]]»
rule = "wave-without-gate"
on = "one"
until = 2026-06-30
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

[[waiver]]
rule = "wave-without-gate"
on = "one"
reason = "The gate is set once the board has met"
by = "COO"
until = 2026-06-30
"#,
    found: Found::Missing { reads: &[Aspect::Record], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    for (nth, waiver) in plan.waivers.iter().enumerate() {
        let lacks: Vec<&str> = [("`reason`", waiver.reason.as_deref()), ("`by`", waiver.by.as_deref())]
            .into_iter()
            .filter_map(|(key, text)| blank(text).then_some(key))
            .collect();
        if lacks.is_empty() {
            continue;
        }
        let message = tell!("this waiver of `{}` lacks {}", waiver.rule, wording::list(&lacks));
        findings.push(
            Finding::new(RULE.name, plan.record_address(Table::Waiver, nth), message)
                .label("accepted by nobody, or for no reason")
                .help("Write in `reason` why the finding may stand for a time, and in `by` who accepted it."),
        );
    }
}
