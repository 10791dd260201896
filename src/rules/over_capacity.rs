//! `over-capacity`: effort fits each team's capacity.

use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::trace::value::person_months;
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "over-capacity",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "the effort of a wave's steps fits the capacity of each team",
    why: "a plan that asks a team for more months than it has will slip, and it slips everything behind it",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, capacity = { it = «6» } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one", effort = { it = 8 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, capacity = { it = 8 } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one", effort = { it = 8 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Costs, Aspect::Steps, Aspect::Waves], check },
};

/// How many of the items that ask most are shown.
const SHOWN: usize = 3;

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut over: Vec<(WaveIx, &str)> = Vec::new();
    for (ix, wave) in plan.waves() {
        // A team without a capacity in this wave is not bounded in it.
        let teams = wave.capacity.iter().filter(|(team, has)| cx.figures.efforts().of(ix, team) > *has);
        over.extend(teams.map(|(team, _)| (ix, &**team)));
    }
    if over.is_empty() {
        return;
    }
    over.order();
    let most = most_asked(plan, &over);
    for (&(ix, team), most) in over.iter().zip(most) {
        let wave = plan.wave(ix);
        let has = wave.capacity.iter().find(|(of, _)| **of == *team).map_or(0.0, |(_, has)| *has);
        let asked = cx.figures.efforts().of(ix, team);
        let (at, of) = match team {
            "" => (plan.wave_address(ix).to("capacity"), String::new()),
            team => (plan.wave_address(ix).to("capacity").to(team), format!(" of `{team}`")),
        };
        let message =
            tell!("{} takes {}{of} and has {}", wave, person_months(asked, 2), wording::number(has, 2));
        let mut finding = Finding::new(RULE.name, at, message)
            .label(format!("{} too few", person_months(asked - has, 2)))
            .help(tell!("Move steps out of {}, lengthen it or add people{of}.", wave));
        for (months, item) in most {
            let label = tell!("{} takes {}", plan.item(item), wording::number(months, 2));
            finding = finding.related(plan.item_address(item).to("effort"), label);
        }
        findings.push(finding);
    }
}

/// The items that ask most of each wave and team in `over`, which is sorted, the largest first.
fn most_asked(plan: &Plan, over: &[(WaveIx, &str)]) -> Vec<Vec<(f64, ItemIx)>> {
    let mut most: Vec<Vec<(f64, ItemIx)>> = vec![Vec::new(); over.len()];
    for (ix, item) in plan.items() {
        let steps = u32::try_from(item.steps.len()).map_or(1.0, f64::from);
        for (effort, step) in
            item.effort.iter().flat_map(|effort| item.steps.iter().map(move |it| (effort, it)))
        {
            let Ok(nth) = over.binary_search(&(step.wave, &*effort.team)) else { continue };
            let (months, list) = (effort.months / steps, &mut most[nth]);
            let place = list.iter().position(|(other, _)| *other < months).unwrap_or(list.len());
            if place < SHOWN {
                list.insert(place, (months, ix));
                list.truncate(SHOWN);
            }
        }
    }
    most
}
