//! `value-without-cost`: what brings value costs something somewhere.

use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::Item;
use crate::plan::quantity::Money;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "value-without-cost",
    family: Family::Value,
    severity: Severity::Warning,
    holds: "once the plan has costs, a driver with value costs something, or something that it stands on does",
    why: "value without cost makes every return look good; the cost is there, in a budget that nobody has asked",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }
«quality» = { name = "Engagement quality", owner = "Marketing", wave = "one", needs = ["journeys"], value = 600_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }
journeys = { name = "Journeys", owner = "Brand teams", wave = "one" }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "one", needs = ["journeys"], value = 600_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }
journeys = { name = "Journeys", owner = "Brand teams", wave = "one", cost = 90_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Values, Aspect::Costs, Aspect::Needs, Aspect::Steps, Aspect::Capabilities],
        check,
    },
};

// Money once, money a year and person-months count as cost; so do those of a group, for all that it holds.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    if !plan.items.iter().any(costs) {
        return;
    }
    // Most cost something by themselves or need something that does.
    let plainly = |item: &Item| costs(item) || item.needs.iter().any(|need| costs(plan.item(need.item)));
    let mut unpaid = plan.drivers().filter(|(_, item)| !item.steps.is_empty() && !plainly(item)).peekable();
    if unpaid.peek().is_none() {
        return;
    }
    let paid = stands_on_cost(cx);
    for (ix, item) in unpaid.filter(|(ix, _)| paid[ix.at()] == 0) {
        let Some(driver) = item.driver() else { continue };
        let (year, once) =
            (driver.value.map_or(Money::ZERO, |value| value.likely), driver.once.unwrap_or_default());
        if year + once <= Money::ZERO {
            continue;
        }
        // What the plan says of it: by the horizon, in what is live of its scope and with confidence it is another sum.
        let told = [(year, " a year"), (once, " once")].into_iter().filter(|(it, _)| *it != Money::ZERO);
        let told: Vec<String> =
            told.map(|(it, when)| format!("{}{when}", wording::money(it, plan.currency))).collect();
        let value = wording::list(&told);
        let message = tell!(
            "{} claims {value} at full scope, before confidence, and neither it nor anything it needs costs anything",
            item
        );
        findings.push(
            Finding::new(RULE.name, plan.item_address(ix), message)
                .label("value without cost")
                .help(tell!("Put a `cost` or an `effort` to what makes {} possible.", item)),
        );
    }
}

fn costs(item: &Item) -> bool {
    let cost = item.cost();
    let once = cost.by_wave.iter().map(|(_, amount)| *amount).chain(cost.spread).chain(cost.run);
    once.into_iter().any(|amount| amount > Money::ZERO) || item.effort.iter().any(|it| it.months > 0.0)
}

/// Which items cost something, or stand on one that does: by needs, through others too, and by their groups.
fn stands_on_cost(cx: &Context<'_>) -> Vec<u8> {
    let paid = cx.plan.items.iter().map(|item| u8::from(costs(item))).collect();
    let part_of = |(ix, item): (ItemIx, &Item)| Some((item.capability()?.part_of?, ix));
    let mut parts: Vec<(ItemIx, ItemIx)> = cx.plan.items().filter_map(part_of).collect();
    parts.order();
    cx.graph.handed_on(paid, &parts)
}
