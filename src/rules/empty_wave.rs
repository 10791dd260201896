//! `empty-wave`: a wave moves something.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "empty-wave",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "a wave takes a driver, a capability, a mandate or a part of the scope live",
    why: "a wave in which nothing goes live is a stretch of time in which the programme asks for patience",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
«two» = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Missing { reads: &[Aspect::Steps, Aspect::Waves], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut moves: Vec<bool> = plan.waves.iter().map(|wave| !wave.opens.is_empty()).collect();
    for step in plan.items.iter().flat_map(|item| &item.steps) {
        moves[step.wave.at()] = true;
    }
    for (ix, wave) in plan.waves().filter(|(ix, _)| !moves[ix.at()]) {
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), tell!("nothing goes live in {}", wave))
                .label("nothing goes live")
                .help(tell!("Phase items into {} or let it open scope, or take it out.", wave)),
        );
    }
}
