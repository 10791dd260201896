//! `maturity-leap`: a capability rises by few levels at a time.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::capability::Maturity;
use crate::plan::id::UnitIx;
use crate::plan::item::{Dimension, Item};
use crate::plan::quantity::Level;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "maturity-leap",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "a capability that was assessed rises by at most 2 levels in a wave, from where its lowest unit stands",
    why: "levels are habits, and habits take their time: what leaps on paper is installed in the wave and used in none",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", maturity = 0, reaches = { one = «3» } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", maturity = 1, reaches = { one = 3 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking { reads: &[Aspect::Steps, Aspect::Capabilities, Aspect::Waves], check },
};

// Where a capability was never assessed, its first step leaps from nobody knows where: that is
// `blind-spot`'s to say. From its first step on its level is known.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let limit = plan.policy.threshold(RULE.name);
    for (ix, item) in plan.items_of(Dimension::OperatingModel) {
        let mut from = today(item);
        for (nth, step) in item.steps.iter().enumerate() {
            let Some((level, unit)) = from.replace((step.level, None)) else { continue };
            let rise = f64::from(step.level) - f64::from(level);
            if rise <= limit {
                continue;
            }
            let wave = plan.wave(step.wave);
            let standing = match unit {
                Some(unit) => tell!("level {level} in {}", plan.tell_unit(unit)),
                None if nth == 0 => tell!("level {level} today"),
                None => tell!("level {level}"),
            };
            let message = tell!(
                "{} rises from {} to level {} in {}: {rise} levels, at most {} should",
                item,
                standing,
                step.level,
                wave,
                wording::number(limit, 1)
            );
            let there = match nth.checked_sub(1) {
                Some(earlier) => plan.step_address(ix, earlier),
                None => plan.item_address(ix).to("maturity"),
            };
            let mut finding = Finding::new(RULE.name, plan.step_address(ix, nth), message)
                .label(format!("{rise} levels up"))
                .related(there, format!("rises from level {level}"))
                .help(tell!("Spread the rise of {} over more waves, or aim lower in {}.", item, wave));
            if plan.policy.thresholds.iter().any(|(rule, _)| *rule == RULE.name) {
                finding = finding.related(Address::new(Table::Policy, "").to(RULE.name), "the limit");
            }
            findings.push(finding);
        }
    }
}

/// The level of today, that of the lowest of the assessed units where they differ, with that unit.
fn today(item: &Item) -> Option<(Level, Option<UnitIx>)> {
    match &item.capability()?.maturity {
        Maturity::Unassessed => None,
        Maturity::Everywhere(level) => Some((*level, None)),
        Maturity::ByUnit(levels) => {
            let (unit, level) = levels.iter().min_by_key(|(unit, level)| (*level, *unit))?;
            Some((*level, Some(*unit)))
        }
    }
}
