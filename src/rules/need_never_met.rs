//! `need-never-met`: the level that is needed is reached at all.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "need-never-met",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "the level that is needed is reached by some wave, or stands today",
    why: "the plan promises a result whose foundation nobody is asked to build",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = [«"consent >= 3"»] }

[capability]
consent = { name = "Consent", reaches = { one = 2 } }

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
reach = { name = "Reach", wave = "one", needs = ["consent >= 2"] }

[capability]
consent = { name = "Consent", reaches = { one = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Needs, Aspect::Steps, Aspect::Capabilities, Aspect::Waves],
        check,
    },
};

// What is not phased itself asks for nothing yet.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for at in cx.graph.never_met() {
        let (ix, item) = (at.item, plan.item(at.item));
        let Some(need) = item.needs.get(at.position as usize) else { continue };
        let needed = plan.item(need.item);
        let at_level = need.level.map_or(String::new(), |level| format!(" at level {level}"));
        let at = plan.need_address(ix, "needs", need);
        let finding = match needed.steps.last() {
            Some(top) => Finding::new(
                RULE.name,
                at,
                tell!("{} needs {}{}, but {} reaches {} at most", item, needed, at_level, needed, top.level),
            )
            .label("never reached")
            .related(
                plan.step_address(need.item, needed.steps.len() - 1),
                format!("level {} is as far as it goes", top.level),
            )
            .help(tell!("Let a wave take {} to the level needed, or lower the need.", needed)),
            None if needed.is_group() => Finding::new(
                RULE.name,
                at,
                tell!("{} needs {}{}, a group that never goes live itself", item, needed, at_level),
            )
            .label("a group")
            .related(plan.item_address(need.item), "holds other capabilities")
            .help(tell!("Name the capabilities of {} that {} needs.", needed, item)),
            None => Finding::new(
                RULE.name,
                at,
                tell!("{} needs {}{}, but no wave builds {}", item, needed, at_level, needed),
            )
            .label("never built")
            .related(plan.item_address(need.item), "has no wave")
            .help(tell!("Phase {} into a wave, or drop the need.", needed)),
        };
        findings.push(finding);
    }
}
