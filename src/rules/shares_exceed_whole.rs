//! `shares-exceed-whole`: the shares of a kind add up to at most 1.

use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::aspect::Aspect;
use crate::plan::strategy::{Multiplier, MultiplierKind};
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "shares-exceed-whole",
    family: Family::Strategy,
    severity: Severity::Error,
    holds: "the shares of all markets add up to at most 1, and so do those of brands and of customer types",
    why: "value is counted more than once, and the business case promises money that does not exist",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk", "se"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.5 }
se = { name = "Sweden", share = «0.7» }

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
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk", "se"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4 }
se = { name = "Sweden", share = 0.6 }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Scope], check },
};

/// Shares are written in decimals, whose sums are a hair off in binary.
const HAIR: f64 = 1e-9;
/// How many of the other shares are shown.
const SHOWN: usize = 12;

// What is left out of the waves is part of the whole all the same. The largest share is where the
// slip is likeliest.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for kind in MultiplierKind::ALL {
        let multipliers = plan.multipliers(kind);
        let sum: f64 = multipliers.iter().map(|multiplier| multiplier.share).sum();
        if sum <= 1.0 + HAIR {
            continue;
        }
        let mut largest: Vec<(usize, &Multiplier)> =
            multipliers.iter().enumerate().filter(|(_, multiplier)| multiplier.share > 0.0).collect();
        largest.order_by(|(_, one), (_, other)| other.share.total_cmp(&one.share));
        let Some((&(position, _), others)) = largest.split_first() else { continue };
        let at = plan.multiplier_address(kind, position);
        let noun = at.table.noun();
        let message = format!(
            "the shares of all {noun}s add up to {}, more than the whole",
            wording::percent(sum, &[1.0 + HAIR])
        );
        let mut finding = Finding::new(RULE.name, at.clone().to("share"), message)
            .label(tell!("{}, the largest", at.by_id()))
            .help(format!("Lower the shares by {} in all.", wording::percent(sum - 1.0, &[HAIR])));
        for (position, _) in others.iter().take(SHOWN) {
            let at = plan.multiplier_address(kind, *position);
            finding = finding.related(at.clone().to("share"), tell!("{}", at.by_id()));
        }
        findings.push(finding);
    }
}
