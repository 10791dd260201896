//! `redundant-need`: no need is implied by others.

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::plan::aspect::Aspect;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "redundant-need",
    family: Family::Waves,
    severity: Severity::Advice,
    holds: "no need is implied, at its level or higher, by another need of the same item",
    why: "each need is reviewed and replanned by hand; those that say nothing new hide the ones that do",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", «"data"»] }

[capability]
crm = { name = "CRM", wave = "one", needs = ["data"] }
data = { name = "Customer data", wave = "one" }

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
crm = { name = "CRM", wave = "one", needs = ["data"] }
data = { name = "Customer data", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[Aspect::Needs, Aspect::Steps, Aspect::Capabilities, Aspect::Waves],
        check,
    },
};

// A need of the item's own next step that its earlier step already waits for is implied as well.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for implied in cx.graph.implied() {
        let ix = implied.need.item;
        let item = plan.item(ix);
        let Some(need) = item.needs.get(implied.need.position as usize) else { continue };
        let needed = &plan.item(need.item).id;
        let by = implied.by.need.and_then(|position| item.needs.get(position as usize));
        let mut finding = match by {
            Some(by) if by.item == need.item => Finding::new(
                RULE.name,
                plan.need_address(ix, "needs", need),
                format!("`{}` needs `{needed}` twice", item.id),
            ),
            Some(by) => Finding::new(
                RULE.name,
                plan.need_address(ix, "needs", need),
                format!(
                    "`{}` needs `{needed}`, which `{}` stands on already",
                    item.id,
                    plan.item(by.item).id
                ),
            ),
            None => Finding::new(
                RULE.name,
                plan.need_address(ix, "needs", need),
                format!("`{}` needs `{needed}`, which its own earlier step stands on already", item.id),
            ),
        }
        .label("says nothing new")
        .help(format!("Leave `{needed}` out of the needs of `{}`.", item.id))
        .fix(Fix::safe(format!("Leave out `{needed}`"), Edit::Remove(plan.need_address(ix, "needs", need))));
        if let Some(by) = by {
            let label = format!("stands on `{needed}` itself");
            finding = finding.related(plan.need_address(ix, "needs", by), label);
        }
        findings.push(finding);
    }
}
