//! `change-overload`: no market takes more new steps in a wave than it can carry.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::capability::Maturity;
use crate::plan::item::Dimension;
use crate::plan::strategy::MultiplierKind;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "change-overload",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "a market that is open takes at most 6 new capability steps in a wave",
    why: "each step asks people to work differently; past what they can take in, they take in none of it",
    bad: r#"format = 1

[policy]
change-overload = 1

[wave]
«one» = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", "training"] }

[market]
dk = { name = "Denmark", share = 1 }

[capability]
crm = { name = "CRM", wave = "one" }
training = { name = "Training", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[policy]
change-overload = 2

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm", "training"] }

[market]
dk = { name = "Denmark", share = 1 }

[capability]
crm = { name = "CRM", wave = "one" }
training = { name = "Training", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking(check),
};

/// How many markets a message names.
const NAMED: usize = 6;

// A market takes the steps of the wave that opens it and of those that end later; what was built before
// comes to it ready-made, which is what its roll-out cost pays. A step to a level that the market has
// today is nothing new there. One finding a wave: what is too much is the wave's, not each market's.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if plan.markets.is_empty() {
        return;
    }
    let limit = plan.policy.threshold(RULE.name);
    let mut steps = vec![0_u32; plan.waves.len()];
    // Of the steps of each wave, those that are nothing new in a market.
    let mut known: Vec<Vec<u32>> = vec![Vec::new(); plan.waves.len()];
    let market_of: Vec<Option<usize>> = plan
        .units
        .iter()
        .map(|unit| plan.markets.binary_search_by(|market| market.id.cmp(unit)).ok())
        .collect();
    for (_, item) in plan.items_of(Dimension::OperatingModel) {
        let Some(capability) = item.capability() else { continue };
        for step in &item.steps {
            let at = step.wave.at();
            match &capability.maturity {
                Maturity::Everywhere(level) if *level >= step.level => continue,
                Maturity::ByUnit(levels) => {
                    for (unit, _) in levels.iter().filter(|(_, level)| *level >= step.level) {
                        let Some(market) = market_of[unit.at()] else { continue };
                        known[at].resize(plan.markets.len(), 0);
                        known[at][market] += 1;
                    }
                }
                _ => {}
            }
            steps[at] += 1;
        }
    }
    for (ix, wave) in plan.waves() {
        let new = |market: usize| steps[ix.at()] - known[ix.at()].get(market).copied().unwrap_or(0);
        let open = |market: &usize| {
            let opened = cx.figures.scope().opened_by(MultiplierKind::Market, *market);
            opened.is_some_and(|opened| plan.wave(opened).end <= wave.end)
        };
        if f64::from(steps[ix.at()]) <= limit {
            continue;
        }
        let over: Vec<usize> =
            (0..plan.markets.len()).filter(|market| f64::from(new(*market)) > limit).filter(open).collect();
        let Some(most) = over.iter().map(|market| new(*market)).max() else { continue };
        let takes = if over.len() == 1 { "takes" } else { "take" };
        let up_to = if over.iter().all(|market| new(*market) == most) { "" } else { "up to " };
        let message = format!(
            "{} {takes} {up_to}{most} new capability steps in `{}`, at most {} should",
            named(plan, &over),
            wave.id,
            wording::number(limit, 1)
        );
        let mut finding = Finding::new(RULE.name, plan.wave_address(ix), message)
            .label(format!("{most} steps"))
            .help(format!("Move steps out of `{}`, or open fewer markets by then.", wave.id));
        if plan.policy.thresholds.iter().any(|(rule, _)| *rule == RULE.name) {
            finding = finding.related(Address::new(Table::Policy, "").to(RULE.name), "the limit");
        }
        findings.push(finding);
    }
}

fn named(plan: &Plan, markets: &[usize]) -> String {
    let mut words: Vec<String> =
        markets.iter().take(NAMED).map(|market| format!("`{}`", plan.markets[*market].id)).collect();
    if markets.len() > NAMED {
        words.push(format!("{} more markets", markets.len() - NAMED));
    }
    wording::list(&words)
}
