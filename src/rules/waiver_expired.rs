//! `waiver-expired`: a waiver ends, and is then removed or renewed.

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "waiver-expired",
    family: Family::Hygiene,
    severity: Severity::Error,
    holds: "no waiver stands after its last day",
    why: "a fault that was accepted for a time is then accepted for good, and nobody decided that",
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

[[waiver]]
rule = "split-group"
reason = "The two are moved together in June"
by = "COO"
until = «2026-02-28»
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
    found: Found::Checking { reads: &[Aspect::Record], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (nth, waiver) in plan.waivers.iter().enumerate() {
        let Some(until) = waiver.until.filter(|until| *until < plan.as_of) else { continue };
        let message = tell!("this waiver of `{}` ended on {}", waiver.rule, wording::date(until));
        findings.push(
            Finding::new(RULE.name, plan.record_address(Table::Waiver, nth).to("until"), message)
                .label("hides nothing any more")
                .help("Mend what it accepted and remove it, or have it renewed with a new end."),
        );
    }
}
