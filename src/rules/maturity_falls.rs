//! `maturity-falls`: levels rise from wave to wave, and from today.

use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::aspect::Aspect;
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "maturity-falls",
    family: Family::OperatingModel,
    severity: Severity::Error,
    holds: "the level of a capability rises from wave to wave, and above today's in some unit",
    why: "what builds on a level counts on it from then on; a step down is a slip of the pen or a plan to lose what was paid for",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", maturity = 3, reaches = { one = «2» } }

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
crm = { name = "CRM", maturity = 2, reaches = { one = 3 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[Aspect::Steps, Aspect::Capabilities, Aspect::Waves, Aspect::WaveOrder],
        check,
    },
};

// A level is reached everywhere, and a unit that stands above it stays there: a step falls where it
// lies below what every unit has today. A step that stays where it is moves nothing and takes its part
// of cost and effort all the same: a warning.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        let Some(capability) = item.capability() else { continue };
        let mut level = capability.maturity.everywhere(plan.units.len());
        // The step that had the level last; none: it is today's.
        let mut last: Option<usize> = None;
        let mut steps: Vec<usize> = (0..item.steps.len()).collect();
        steps.order_by_key(|nth| (plan.wave(item.steps[*nth].wave).end, item.steps[*nth].wave));
        for nth in steps {
            let step = item.steps[nth];
            let wave = plan.wave(step.wave);
            if step.level > level {
                (level, last) = (step.level, Some(nth));
                continue;
            }
            let at = plan.step_address(ix, nth);
            let (since, there) = match last {
                None => (Telling::from("today"), plan.item_address(ix).to("maturity")),
                Some(last) => {
                    let wave = plan.wave(item.steps[last].wave);
                    (tell!("in {}", wave), plan.step_address(ix, last))
                }
            };
            let label = tell!("level {level} {}", since);
            let finding = if step.level < level {
                let message =
                    tell!("{} falls from level {level} {} to {} in {}", item, since, step.level, wave);
                Finding::new(RULE.name, at, message)
                    .label("falls")
                    .help(tell!("Raise the level in {} above {level}, or drop it there.", wave))
            } else {
                let message = tell!("{} stays at level {level} in {}, as {}", item, wave, since);
                Finding::new(RULE.name, at, message)
                    .severity(Severity::Warning)
                    .label("moves nothing")
                    .help(tell!("Drop {} from what {} reaches, or raise the level.", wave, item))
            };
            findings.push(finding.related(there, label));
        }
    }
}
