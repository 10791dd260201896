//! `too-many-drivers`: few enough drivers come into focus at a time.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "too-many-drivers",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "a wave takes no more drivers into focus than its `focus`, the policy's `focus`, or 4",
    why: "too many value drivers at once dilute focus and people, and none of them gets far enough to show value",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, focus = «1» }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }
quality = { name = "Engagement quality", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, focus = 1 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Steps, Aspect::Waves], check },
};

/// How many of the drivers are shown.
const SHOWN: usize = 12;

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut drivers: Vec<Vec<ItemIx>> = vec![Vec::new(); plan.waves.len()];
    for (ix, driver) in plan.drivers() {
        if let Some(step) = driver.steps.first() {
            drivers[step.wave.at()].push(ix);
        }
    }
    for (ix, wave) in plan.waves() {
        let drivers = &drivers[ix.at()];
        let (limit, said) = match (wave.focus, plan.policy.focus) {
            (Some(own), _) => (f64::from(own), Some(plan.wave_address(ix).to("focus"))),
            (None, Some(all)) => (f64::from(all), Some(Address::new(Table::Policy, "").to("focus"))),
            (None, None) => (plan.policy.threshold(RULE.name), None),
        };
        let count = u32::try_from(drivers.len()).map_or(f64::INFINITY, f64::from);
        if count <= limit {
            continue;
        }
        let own = said.clone().filter(|_| wave.focus.is_some());
        let many = wording::count(drivers.len(), "driver");
        let come = if drivers.len() == 1 { "comes" } else { "come" };
        let message = tell!("{many} {come} into focus in {}, at most {limit} should", wave);
        let mut finding = Finding::new(RULE.name, own.unwrap_or_else(|| plan.wave_address(ix)), message)
            .label(many)
            .help(format!("Move {} of them to other waves.", count - limit));
        if let (None, Some(policy)) = (wave.focus, said) {
            finding = finding.related(policy, "the limit for all waves");
        }
        for driver in drivers.iter().take(SHOWN) {
            finding = finding.related(plan.step_address(*driver, 0), tell!("{}", plan.item(*driver)));
        }
        findings.push(finding);
    }
}
