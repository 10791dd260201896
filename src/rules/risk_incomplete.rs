//! `risk-incomplete`: a risk has its owner and its response.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "risk-incomplete",
    family: Family::Hygiene,
    severity: Severity::Warning,
    holds: "a risk has an owner and a response",
    why: "a risk that is only written down is watched by nobody; it is accepted without anybody having said so",
    bad: r#"format = 1

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

[risk]
«vendor» = { name = "The vendor slips", probability = 0.3, delays = { crm = 3 }, owner = "IT" }
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

[risk]
vendor = { name = "The vendor slips", probability = 0.3, delays = { crm = 3 }, owner = "IT", response = "Second vendor on call-off" }
"#,
    found: Found::Missing { reads: &[Aspect::Risks], check },
};

// To accept a risk is a response as well, once it is written down.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for risk in &cx.plan.risks {
        let wanting = [("owner", risk.about.owner.is_none()), ("response", risk.response.is_none())];
        let missing: Vec<String> =
            wanting.iter().filter(|(_, missing)| *missing).map(|(key, _)| format!("`{key}`")).collect();
        if missing.is_empty() {
            continue;
        }
        let missing = wording::list(&missing);
        findings.push(
            Finding::new(
                RULE.name,
                Address::new(Table::Risk, &risk.id),
                tell!("risk {} lacks its {missing}", risk),
            )
            .label(format!("lacks {missing}"))
            .help(tell!("Give {} its {missing}, even where the response is to accept it.", risk)),
        );
    }
}
