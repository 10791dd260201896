//! `mandate-shrinks`: the strength of a mandate does not fall from wave to wave.

use crate::order::Order as _;
use std::collections::BinaryHeap;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::Dimension;
use crate::plan::leadership::Theme;
use crate::plan::quantity::Level;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "mandate-shrinks",
    family: Family::Leadership,
    severity: Severity::Warning,
    holds: "strength does not fall from wave to wave, in a mandate or where one of its theme takes over from it",
    why: "each wave asks more of the organisation than the last; with less authority behind it, the exceptions win",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "two", needs = ["crm >= 2"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 2, two = «1» } }
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
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 2, two = 3 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking {
        reads: &[Aspect::Mandates, Aspect::Steps, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, item) in plan.items_of(Dimension::Leadership) {
        // Steps are sorted by level: where none falls, their waves are in order too.
        if item.steps.is_sorted_by_key(|step| step.wave) {
            continue;
        }
        let mut steps: Vec<usize> = (0..item.steps.len()).collect();
        steps.order_by_key(|nth| item.steps[*nth].wave);
        for pair in steps.windows(2) {
            let [before, after] = [pair[0], pair[1]].map(|nth| item.steps[nth]);
            if after.level >= before.level {
                continue;
            }
            let [earlier, later] = [before, after].map(|step| plan.wave(step.wave));
            let message =
                tell!("{} falls from {} in {} to {} in {}", item, before.level, earlier, after.level, later);
            findings.push(
                Finding::new(RULE.name, plan.step_address(ix, pair[1]), message)
                    .label(tell!("{} in {}", before.level, earlier))
                    .related(plan.step_address(ix, pair[0]), format!("{} here", before.level))
                    .help(tell!("Let {} keep at least {} in {}.", item, before.level, later)),
            );
        }
    }
    for theme in Theme::ALL {
        successions(plan, *theme, findings);
    }
}

/// A strength that a mandate has from a wave on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Held {
    level: Level,
    mandate: ItemIx,
    step: usize,
}

// Where the strongest mandate of a theme expires, the next strongest one speaks for the theme. A wave with
// none is a gap, not a fall.
fn successions(plan: &Plan, theme: Theme, findings: &mut Vec<Finding>) {
    let mut starting: Vec<Vec<Held>> = plan.waves.iter().map(|_| Vec::new()).collect();
    for (mandate, item) in plan.items_of(Dimension::Leadership) {
        if item.mandate().is_some_and(|it| it.theme == Some(theme)) {
            for (step, reached) in item.steps.iter().enumerate() {
                starting[reached.wave.at()].push(Held { level: reached.level, mandate, step });
            }
        }
    }
    let mut standing: BinaryHeap<Held> = BinaryHeap::new();
    let mut before: Option<(Level, ItemIx, usize)> = None;
    for (ix, wave) in plan.waves() {
        standing.append(&mut std::mem::take(&mut starting[ix.at()]).into());
        let until = |held: &Held| plan.item(held.mandate).mandate().and_then(|mandate| mandate.until);
        while standing.peek().is_some_and(|held| until(held).is_some_and(|until| until < wave.start)) {
            standing.pop();
        }
        let now = standing.peek().map(|held| (held.level, held.mandate, held.step));
        if let (Some((was, old, _)), Some((level, new, step))) = (before, now)
            && level < was
        {
            let (at, there) = (plan.step_address(new, step), plan.item_address(old).to("until"));
            let [old, new] = [old, new].map(|mandate| plan.item(mandate));
            let message = tell!(
                "{} takes over {} from {} in {}, with a strength of {level} after {was}",
                new,
                theme.as_str(),
                old,
                wave
            );
            findings.push(
                Finding::new(RULE.name, at, message)
                    .label(format!("{level} after {was}"))
                    .related(there, tell!("{} expires here", old))
                    .help(tell!("Extend {}, or grant {} at least {was} by {}.", old, new, wave)),
            );
        }
        before = now;
    }
}
