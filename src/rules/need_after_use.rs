//! `need-after-use`: what is needed is live no later than what needs it, and a mandate still in force then.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "need-after-use",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "what is needed is live, at the level needed, no later than what needs it, and a mandate still in force then",
    why: "what goes live without what it stands on brings no value until that comes, while its cost runs from the first day",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = [«"consent >= 3"»] }
quality = { name = "Engagement quality", wave = "two", needs = ["consent >= 3"] }

[capability]
consent = { name = "Consent", reaches = { one = 2, two = 3 } }

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
reach = { name = "Reach", wave = "one", needs = ["consent >= 2"] }
quality = { name = "Engagement quality", wave = "two", needs = ["consent >= 3"] }

[capability]
consent = { name = "Consent", reaches = { one = 2, two = 3 } }

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
    for (ix, need, until) in cx.expired_needs(|item| &item.needs) {
        let (item, mandate) = (plan.item(ix), plan.item(need.item));
        let step = Plan::step_of_need(item, need);
        let live = plan.step_live(ix, step).unwrap_or(plan.horizon);
        let at_level = need.level.map_or(String::new(), |level| format!(" at level {level}"));
        let message = tell!(
            "{} goes live on {} but {}, which it needs{at_level}, is in force until {} only",
            item,
            wording::date(live),
            mandate,
            wording::date(until)
        );
        findings.push(
            Finding::new(RULE.name, plan.need_address(ix, "needs", need), message)
                .label("has expired by then")
                .related(plan.step_address(ix, step), tell!("{} goes live here", item))
                .related(plan.item_address(need.item).to("until"), tell!("{} ends here", mandate))
                .help(tell!("Renew {}, phase {} earlier, or drop the need.", mandate, item)),
        );
    }
    for late in graph.late_needs() {
        let ix = late.need.item;
        let item = plan.item(ix);
        let Some(need) = item.needs.get(late.need.position as usize) else { continue };
        let (needed_ix, reaching) = (need.item, graph.nth_of(late.needed));
        let needed = plan.item(needed_ix);
        let at_level = need.level.map_or(String::new(), |level| format!(" at level {level}"));
        let message = tell!(
            "{} goes live on {} but {}, which it needs{at_level}, only on {}",
            item,
            wording::date(late.live),
            needed,
            wording::date(late.needed_live)
        );
        let wave = plan.wave(graph.wave_of(late.needed));
        let reached = match needed.capability() {
            Some(_) => tell!("{} reaches level {} here", needed, needed.steps[reaching].level),
            None => tell!("{} goes live here", needed),
        };
        findings.push(
            Finding::new(RULE.name, plan.need_address(ix, "needs", need), message)
                .label(tell!("comes in {}", wave))
                .related(plan.step_address(ix, graph.nth_of(late.step)), tell!("{} goes live here", item))
                .related(plan.step_address(needed_ix, reaching), reached)
                .help(tell!("Phase {} earlier or {} later, or lower the need.", needed, item)),
        );
    }
}
