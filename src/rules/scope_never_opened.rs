//! `scope-never-opened`: scope with a share is opened by a wave.

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::strategy::MultiplierKind;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "scope-never-opened",
    family: Family::Strategy,
    severity: Severity::Error,
    holds: "a market, brand or customer type with a share is opened by a wave or said to be unplanned",
    why: "its share of the value is promised in the full-scope figures and counted in no month",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4 }
«se» = { name = "Sweden", share = 0.6 }

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
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4 }
se = { name = "Sweden", share = 0.6, wave = "unplanned" }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Scope, Aspect::Waves, Aspect::WaveDates], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for kind in MultiplierKind::ALL {
        let multipliers = plan.multipliers(kind);
        let mut opened = vec![false; multipliers.len()];
        for named in plan.waves.iter().flat_map(|wave| Plan::named_in(&wave.opens, kind)) {
            opened[named] = true;
        }
        for (position, multiplier) in multipliers.iter().enumerate() {
            if opened[position] || multiplier.unplanned || multiplier.share <= 0.0 {
                continue;
            }
            let at = plan.multiplier_address(kind, position);
            let noun = at.table.noun();
            let share = wording::percent(multiplier.share, &[]);
            let message = tell!("{noun} {} has {share} of the value, but no wave opens it", at.by_id());
            findings.push(Finding::new(RULE.name, at.clone(), message).label("opened by no wave").help(
                tell!(
                    "Let a wave open {}, or write `wave = \"unplanned\"` if it is left out on purpose.",
                    at.by_id()
                ),
            ));
        }
    }
}
