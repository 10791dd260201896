//! `item-without-wave`: each item is phased, or said to be unplanned.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "item-without-wave",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "each item is phased into a wave or said to be unplanned",
    why: "what has no wave has no date, no money and no owner's attention, yet everybody believes it is in the plan",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }
«analytics» = { name = "Analytics", enabler = "Asked for by finance" }

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
analytics = { name = "Analytics", wave = "unplanned", enabler = "Asked for by finance" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Phased, Aspect::Capabilities], check },
};

// A group has no wave of its own: what it holds has.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (ix, item) in cx.plan.items() {
        if item.steps.is_empty() && !item.unplanned && !item.is_group() {
            let message = tell!("{} {} is in no wave", Plan::item_table(item).noun(), item);
            findings.push(
                Finding::new(RULE.name, cx.plan.item_address(ix), message)
                    .label("not phased")
                    .help("Phase it with `wave` or `reaches`, or write `wave = \"unplanned\"` if it is left out on purpose."),
            );
        }
    }
}
