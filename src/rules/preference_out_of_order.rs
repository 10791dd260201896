//! `preference-out-of-order`: what is preferred is live no later than what prefers it, and a mandate still in force.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::item::Need;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "preference-out-of-order",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "what an item prefers to have is live no later than the item, and a mandate still in force then",
    why: "the item goes live all the same, but later and dearer than the plan says; somebody should have chosen that",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], prefers = [«"analytics"»] }
quality = { name = "Engagement quality", wave = "two", needs = ["analytics"] }

[capability]
crm = { name = "CRM", wave = "one" }
analytics = { name = "Analytics", wave = "two" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
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
quality = { name = "Engagement quality", wave = "two", needs = ["analytics"], prefers = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }
analytics = { name = "Analytics", wave = "two" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Capabilities,
            Aspect::Mandates,
            Aspect::Assessed,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let (plan, graph) = (cx.plan, cx.graph);
    for late in graph.late_preferences(plan) {
        let ix = late.need.item;
        let item = plan.item(ix);
        let Some(wish) = item.prefers.get(late.need.position as usize) else { continue };
        let other = plan.item(wish.item);
        let message = tell!(
            "{} goes live on {} but {}, which it prefers{}, only on {}",
            item,
            wording::date(late.live),
            other,
            at_level(wish),
            wording::date(late.needed_live)
        );
        let wave = plan.wave(graph.wave_of(late.needed));
        let there = plan.step_address(wish.item, graph.nth_of(late.needed));
        findings.push(
            Finding::new(RULE.name, plan.need_address(ix, "prefers", wish), message)
                .label(tell!("comes in {}", wave))
                .related(plan.step_address(ix, graph.nth_of(late.step)), tell!("{} goes live here", item))
                .related(there, tell!("{} goes live here", other))
                .help(tell!("Phase {} no later than {}, or drop the preference.", other, item)),
        );
    }
    for (ix, wish, until) in cx.expired_needs(|item| &item.prefers) {
        let (item, other) = (plan.item(ix), plan.item(wish.item));
        let step = Plan::step_of_need(item, wish);
        let live = plan.step_live(ix, step).unwrap_or(plan.horizon);
        let message = tell!(
            "{} goes live on {} but {}, which it prefers{}, is in force until {} only",
            item,
            wording::date(live),
            other,
            at_level(wish),
            wording::date(until)
        );
        findings.push(
            Finding::new(RULE.name, plan.need_address(ix, "prefers", wish), message)
                .label("has expired by then")
                .related(plan.step_address(ix, step), tell!("{} goes live here", item))
                .related(plan.item_address(wish.item).to("until"), tell!("{} ends here", other))
                .help(tell!("Renew {}, phase {} earlier, or drop the preference.", other, item)),
        );
    }
    for at in graph.preferences_never_met(plan) {
        let item = plan.item(at.item);
        let Some(wish) = item.prefers.get(at.position as usize) else { continue };
        let other = plan.item(wish.item);
        // Whoever wrote `unplanned` has chosen to go without.
        if other.unplanned {
            continue;
        }
        let message = tell!("{} prefers {}{}, which no wave reaches", item, other, at_level(wish));
        findings.push(
            Finding::new(RULE.name, plan.need_address(at.item, "prefers", wish), message)
                .label("never comes")
                .related(plan.item_address(wish.item), tell!("{} stands here", other))
                .help(tell!("Phase {} to that level, or drop the preference.", other)),
        );
    }
}

fn at_level(need: &Need) -> String {
    need.level.map_or(String::new(), |level| format!(" at level {level}"))
}
