//! `over-budget`: one-off cost fits the wave's budget.

use std::cmp::Reverse;

use crate::figures::cost::Source;
use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::aspect::Aspect;
use crate::plan::strategy::MultiplierKind;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "over-budget",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "what a wave costs once, the roll-out of its markets included, fits its budget",
    why: "a wave that is dearer than its budget stops halfway, with the cost spent and the value not yet started",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, budget = «100_000» }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }

[capability]
crm = { name = "CRM", wave = "one", cost = 150_000 }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, budget = 150_000 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }

[capability]
crm = { name = "CRM", wave = "one", cost = 150_000 }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Costs, Aspect::Steps, Aspect::Scope, Aspect::Waves, Aspect::WaveOrder],
        check,
    },
};

/// How many of the dearest parts are shown.
const SHOWN: usize = 3;

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, wave) in plan.waves() {
        let Some(budget) = wave.budget else { continue };
        let cost = cx.figures.one_off().sum(ix);
        if cost <= budget {
            continue;
        }
        let [cost, over, budget] = wording::money_apart([cost, cost - budget, budget], plan.currency);
        let mut finding = Finding::new(
            RULE.name,
            plan.wave_address(ix).to("budget"),
            tell!("{} costs {cost} once, {over} more than its budget of {budget}", wave),
        )
        .label(format!("{over} too little"))
        .help(tell!("Raise the budget of {}, or move or cut some of what it pays for.", wave));
        let mut parts = cx.figures.one_off().of(ix).to_vec();
        parts.order_by_key(|(source, amount)| (Reverse(*amount), *source));
        for (source, amount) in parts.into_iter().take(SHOWN) {
            let at = match source {
                Source::Item(item) => plan.item_address(item),
                Source::Market(market) => plan.multiplier_address(MultiplierKind::Market, market.at()),
            };
            let [amount] = wording::money_apart([amount], plan.currency);
            finding = finding.related(at.clone().to("cost"), tell!("{} costs {amount} here", at.by_id()));
        }
        findings.push(finding);
    }
}
