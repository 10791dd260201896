//! `change-overload`: no market takes more new steps in a wave than it can carry.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::MarketIx;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
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
    found: Found::Checking {
        reads: &[
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Capabilities,
            Aspect::Assessed,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

/// How many markets a message names.
const NAMED: usize = 6;

// One finding a wave: what is too much is the wave's, not each market's.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if plan.markets.is_empty() {
        return;
    }
    let limit = plan.policy.threshold(RULE.name);
    let load = cx.figures.change_load();
    for (ix, wave) in plan.waves() {
        if f64::from(load.at_most(ix)) <= limit {
            continue;
        }
        let new = |market: usize| load.of(ix, MarketIx::from(market)).unwrap_or(0);
        let over: Vec<usize> =
            (0..plan.markets.len()).filter(|market| f64::from(new(*market)) > limit).collect();
        let Some(most) = over.iter().map(|market| new(*market)).max() else { continue };
        let takes = if over.len() == 1 { "takes" } else { "take" };
        let up_to = if over.iter().all(|market| new(*market) == most) { "" } else { "up to " };
        let message = tell!(
            "{} {takes} {up_to}{most} new capability steps in {}, at most {} should",
            named(plan, &over),
            wave,
            wording::number(limit, 1)
        );
        let mut finding = Finding::new(RULE.name, plan.wave_address(ix), message)
            .label(format!("{most} steps"))
            .help(tell!("Move steps out of {}, or open fewer markets by then.", wave));
        if plan.policy.thresholds.iter().any(|(rule, _)| *rule == RULE.name) {
            finding = finding.related(Address::new(Table::Policy, "").to(RULE.name), "the limit");
        }
        findings.push(finding);
    }
}

fn named(plan: &Plan, markets: &[usize]) -> Telling {
    let mut words: Vec<Telling> =
        markets.iter().take(NAMED).map(|market| plan.tell_market(MarketIx::from(*market))).collect();
    if markets.len() > NAMED {
        words.push(tell!("{} more markets", markets.len() - NAMED));
    }
    Telling::listed(&words)
}
