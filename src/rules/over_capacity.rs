//! `over-capacity`: effort fits each team's capacity.

use crate::finding::{Finding, Severity};
use crate::plan::id::ItemIx;
use crate::rule::{Context, Family, Found, Rule};
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
    found: Found::Checking(check),
};

/// How many of the items that ask most are shown.
const SHOWN: usize = 3;

/// What a team of a wave is asked for.
#[derive(Clone, Default)]
struct Asked {
    months: f64,
    /// The items that ask most, and for how much, the largest first.
    most: Vec<(f64, ItemIx)>,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut asked: Vec<Vec<Asked>> =
        plan.waves.iter().map(|wave| vec![Asked::default(); wave.capacity.len()]).collect();
    for (ix, item) in plan.items() {
        let steps = u32::try_from(item.steps.len()).map_or(1.0, f64::from);
        for effort in &item.effort {
            let months = effort.months / steps;
            for step in &item.steps {
                let capacity = &plan.wave(step.wave).capacity;
                // A team without a capacity in this wave is not bounded in it.
                if let Some(team) = capacity.iter().position(|(team, _)| *team == effort.team) {
                    asked[step.wave.at()][team].add(months, ix);
                }
            }
        }
    }
    for (ix, wave) in plan.waves() {
        for ((team, capacity), asked) in wave.capacity.iter().zip(&asked[ix.at()]) {
            // Thirds of a month add up to a hair more than the whole.
            if asked.months <= capacity + 1e-9 * capacity.max(1.0) {
                continue;
            }
            let (at, of) = match &**team {
                "" => (plan.wave_address(ix).to("capacity"), String::new()),
                team => (plan.wave_address(ix).to("capacity").to(team), format!(" of `{team}`")),
            };
            let over = wording::number(asked.months - capacity, 2);
            let message = format!(
                "`{}` takes {} person-months{of} and has {}",
                wave.id,
                wording::number(asked.months, 2),
                wording::number(*capacity, 2)
            );
            let mut finding = Finding::new(RULE.name, at, message)
                .label(format!("{over} person-months too few"))
                .help(format!("move steps out of `{}`, lengthen it or add people{of}", wave.id));
            for (months, item) in &asked.most {
                let label = format!("`{}` takes {}", plan.item(*item).id, wording::number(*months, 2));
                finding = finding.related(plan.item_address(*item).to("effort"), label);
            }
            findings.push(finding);
        }
    }
}

impl Asked {
    fn add(&mut self, months: f64, item: ItemIx) {
        self.months += months;
        let place = self.most.iter().position(|(other, _)| *other < months).unwrap_or(self.most.len());
        if place < SHOWN {
            self.most.insert(place, (months, item));
            self.most.truncate(SHOWN);
        }
    }
}
