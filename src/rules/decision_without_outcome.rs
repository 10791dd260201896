//! `decision-without-outcome`: what is decided at a gate says what the gate comes to.

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::record::Outcome;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "decision-without-outcome",
    family: Family::Leadership,
    severity: Severity::Warning,
    holds: "a decision at a gate has an outcome: go, conditions, hold or stop",
    why: "a gate at which something was decided and nobody wrote down what is open to some and passed to others; each side finds its view in the record",
    bad: r#"format = 1

[plan]
as-of = 2026-09-30

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
exit = { wave = "one", date = 2026-10-02 }

[[decision]]
date = 2026-09-28
gate = «"exit"»
note = "The second team starts in August"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-09-30

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
exit = { wave = "one", date = 2026-10-02 }

[[decision]]
date = 2026-09-28
gate = "exit"
outcome = "go"
note = "The second team starts in August"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    // An outcome that could not be read is a finding already.
    found: Found::Missing { reads: &[Aspect::Decisions, Aspect::Gates], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (nth, decision) in plan.decisions.iter().enumerate() {
        let Some(gate) = decision.gate.filter(|_| decision.outcome.is_none()) else { continue };
        let gate = &plan.gates[gate.at()];
        let message = tell!(
            "something was decided at {} on {}, but not what it comes to",
            gate,
            wording::date(decision.date)
        );
        let help = format!(
            "Give the decision an `outcome` ({}), or leave `gate` out where it is about something else.",
            Outcome::WORDS.join(", ")
        );
        let at = plan.record_address(Table::Decision, nth).to("gate");
        findings.push(Finding::new(RULE.name, at, message).label("decided without an outcome").help(help));
    }
}
