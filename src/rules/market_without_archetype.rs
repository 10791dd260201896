//! `market-without-archetype`: once archetypes are used, each market has one.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::operating_model::ArchetypeName;
use crate::plan::strategy::MultiplierKind;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "market-without-archetype",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "once a market has an archetype, each market that is not left out has one",
    why: "a market without an archetype becomes its own variant: it counts as cheap and fast as the standard, and asks for exceptions later",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk", "de"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4, archetype = "standardized" }
«de» = { name = "Germany", share = 0.6 }

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
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk", "de"] } }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[market]
dk = { name = "Denmark", share = 0.4, archetype = "standardized" }
de = { name = "Germany", share = 0.6, archetype = "adapted" }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Scope], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let Some(example) = plan.markets.iter().position(|market| market.archetype.is_some()) else { return };
    for (position, market) in plan.markets.iter().enumerate() {
        if market.archetype.is_some() || market.unplanned {
            continue;
        }
        let at = plan.multiplier_address(MultiplierKind::Market, position);
        let names: Vec<String> = ArchetypeName::WORDS.iter().map(|word| format!("`{word}`")).collect();
        let other = plan.multiplier_address(MultiplierKind::Market, example);
        findings.push(
            Finding::new(RULE.name, at.clone(), tell!("market {} has no archetype", at.by_id()))
                .label("no `archetype`")
                .related(other.clone().to("archetype"), tell!("{} has one", other.by_id()))
                .help(tell!("Assign {} one of {}.", at.by_id(), wording::list(&names))),
        );
    }
}
