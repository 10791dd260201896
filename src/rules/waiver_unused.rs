//! `waiver-unused`: a waiver accepts something.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::plan::address::Table;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "waiver-unused",
    family: Family::Hygiene,
    severity: Severity::Warning,
    holds: "each waiver in force accepts at least one finding of a rule that was checked",
    why: "the fault is mended, but the waiver stays and will hide the next one of its kind",
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

[gate]
exit = { wave = "one" }

«[[waiver]]»
rule = "wave-without-gate"
on = "one"
reason = "The gate is set once the board has met"
by = "COO"
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
    found: Found::Settling(check),
};

fn check(cx: &Context<'_>, unused: &[usize], findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for nth in unused {
        let Some(waiver) = plan.waivers.get(*nth) else { continue };
        let on = waiver.on.as_deref().map(|id| match plan.only_with(id) {
            Some(of) => tell!(" on {}", of.by_id()),
            None => tell!(" on `{id}`"),
        });
        let message =
            tell!("this waiver accepts nothing: there is no `{}`{}", waiver.rule, on.unwrap_or_default());
        let at = plan.record_address(Table::Waiver, *nth);
        findings.push(
            Finding::new(RULE.name, at.clone(), message)
                .fix(Fix::guess("Remove the waiver", Edit::Remove(at)))
                .label("accepts nothing")
                .help("Remove the waiver, or name in `rule` and `on` what it is to accept."),
        );
    }
}
