//! `exception-without-approval`: a local exception is approved.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "exception-without-approval",
    family: Family::OperatingModel,
    severity: Severity::Error,
    holds: "an exception to a trade-off names who approved it",
    why: "an exception that nobody answers for is a precedent: the next market points at it, and the model is gone one market at a time",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["us"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
us = { name = "United States", share = 1 }

[tradeoff]
content = { name = "Content", axis = ["local", "global"], position = 1 }

«[exception.us-content]»
name = "US content"
tradeoff = "content"
market = "us"
until = 2027-12-31
cost = 120_000

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["us"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
us = { name = "United States", share = 1 }

[tradeoff]
content = { name = "Content", axis = ["local", "global"], position = 1 }

[exception.us-content]
name = "US content"
tradeoff = "content"
market = "us"
approved-by = "Steering committee"
until = 2027-12-31
cost = 120_000

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Tradeoffs], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for exception in cx.plan.exceptions.iter().filter(|exception| exception.approved_by.is_none()) {
        findings.push(
            Finding::new(
                RULE.name,
                Address::new(Table::Exception, &exception.id),
                tell!("exception {} was approved by nobody", exception),
            )
            .label("no `approved-by`")
            .help(tell!("Write in `approved-by` who approved {}, or drop it.", exception)),
        );
    }
}
