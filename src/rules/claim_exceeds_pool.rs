//! `claim-exceeds-pool`: the drivers of a pool claim no more than its cap, and none more than its base.

use std::cmp::Reverse;

use crate::figures::pool::Asked;
use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::strategy::Pool;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "claim-exceeds-pool",
    family: Family::Value,
    severity: Severity::Error,
    holds: "the drivers of a pool claim together, before confidence, no more than its cap a year, and none of them more than its base",
    why: "the same money is sold twice; the figures cap it, the people who promised it do not know whose part is gone",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "two", needs = ["crm >= 2"], value = 600_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }

[pool]
customer-growth = { name = "Customer growth", cap = «1_000_000» }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 1, two = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "two", needs = ["crm >= 2"], value = 600_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }

[pool]
customer-growth = { name = "Customer growth", cap = 1_500_000 }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 1, two = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Checking { reads: &[Aspect::Values, Aspect::Phased, Aspect::Pools], check },
};

/// How many of the largest claims are shown.
const SHOWN: usize = 5;

// A claim is the likely value a year at full scope, before confidence: a cap is of the money that there is.
// A driver that is in no wave claims nothing yet. Claims on a base overlap, so less than their sum is held to the cap.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut claims: Vec<Vec<(Money, ItemIx)>> = vec![Vec::new(); plan.pools.len()];
    for (ix, item) in plan.drivers().filter(|(_, item)| !item.steps.is_empty()) {
        let Some(driver) = item.driver() else { continue };
        let value = driver.value.filter(|value| value.likely != Money::ZERO);
        if let (Some(pool), Some(value)) = (driver.pool, value) {
            claims[pool.at()].push((value.likely, ix));
        }
    }
    for (pool, mut claims) in plan.pools.iter().zip(claims) {
        if let Some(base) = pool.base {
            for (claim, ix) in claims.iter().filter(|(claim, _)| *claim > base) {
                findings.push(more_than_all(cx, pool, base, *claim, *ix));
            }
        }
        let Some(cap) = pool.cap else { continue };
        let claimed = together(pool.base, &claims);
        if claimed <= cap {
            continue;
        }
        let [claimed, over, cap] = wording::money_apart([claimed, claimed - cap, cap], plan.currency);
        // Weighted with confidence it may never bind: the figures say so beside this.
        let message = tell!(
            "the drivers of {} claim {claimed} a year before confidence, {over} more than its cap of {cap}",
            pool
        );
        let mut finding = Finding::new(RULE.name, Address::new(Table::Pool, &pool.id).to("cap"), message)
            .label(format!("{over} claimed twice"))
            .help(tell!("Lower the claims on {} by {over}, or show that there is more to win.", pool));
        claims.order_by_key(|(claim, ix)| (Reverse(*claim), *ix));
        for (claim, ix) in claims.into_iter().take(SHOWN) {
            let label = tell!("{} claims {}", plan.item(ix), wording::money(claim, plan.currency));
            finding = finding.related(plan.item_address(ix).to("value"), label);
        }
        findings.push(finding);
    }
}

/// What the drivers of a pool claim together, a year.
fn together(base: Option<Money>, claims: &[(Money, ItemIx)]) -> Money {
    claims.iter().fold(Asked::a_year(base), |asked, (claim, _)| asked.with(*claim)).counts(None)
}

fn more_than_all(cx: &Context<'_>, pool: &Pool, base: Money, claim: Money, ix: ItemIx) -> Finding {
    let plan = cx.plan;
    let item = plan.item(ix);
    let [claim, over, base] = wording::money_apart([claim, claim - base, base], plan.currency);
    let message = tell!(
        "{} claims {claim} a year before confidence, {over} more than all of the base of {}, which is {base}",
        item,
        pool
    );
    Finding::new(RULE.name, plan.item_address(ix).to("value"), message)
        .label("more than a share of the base")
        .related(Address::new(Table::Pool, &pool.id).to("base"), format!("the base is {base} a year"))
        .help(tell!(
            "`base` is the money that a driver lifts or saves a share of: lower the value of {}, or say all of the money that {} is about.", item,
            pool
        ))
}
