//! `theme-uncovered`: the nine themes of leadership are each held by somebody.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::item::Dimension;
use crate::plan::leadership::Theme;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "theme-uncovered",
    family: Family::Leadership,
    severity: Severity::Advice,
    holds: "once mandates name themes, each of the nine is held by somebody",
    why: "what nobody leads is led by whoever objects: a programme without a voice, a budget holder or a counter of value",
    bad: r#"format = 1

«[plan]»
name = "Customer engagement"

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
sponsor = { name = "Sponsor", theme = "funding", wave = "one" }
steering = { name = "Steering committee", theme = "steering", wave = "one" }
budgets = { name = "Say over local budgets", theme = "mandate", wave = "one" }
board = { name = "Exception board", theme = "governance", wave = "one" }
office = { name = "Programme office", theme = "management", wave = "one" }
change = { name = "Change lead", theme = "change", wave = "one" }
counting = { name = "Value office", theme = "business-case", wave = "one" }
figures = { name = "KPI owners", theme = "performance", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[plan]
name = "Customer engagement"

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
sponsor = { name = "Sponsor", theme = "funding", wave = "one" }
steering = { name = "Steering committee", theme = "steering", wave = "one" }
budgets = { name = "Say over local budgets", theme = "mandate", wave = "one" }
board = { name = "Exception board", theme = "governance", wave = "one" }
office = { name = "Programme office", theme = "management", wave = "one" }
change = { name = "Change lead", theme = "change", wave = "one" }
voice = { name = "Voice to the markets", theme = "communication", wave = "one" }
counting = { name = "Value office", theme = "business-case", wave = "one" }
figures = { name = "KPI owners", theme = "performance", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[Aspect::Mandates, Aspect::Names, Aspect::Steps, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// A theme is held by a mandate that is phased or granted. Once mandates name who holds them, one that
// names nobody holds nothing.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mandates =
        || plan.items_of(Dimension::Leadership).filter_map(|(ix, it)| Some((ix, it, it.mandate()?)));
    if !mandates().any(|(.., mandate)| mandate.theme.is_some()) {
        return;
    }
    let holders_named = mandates().any(|(.., mandate)| mandate.holder.is_some());
    let mut held = [false; Theme::ALL.len()];
    let mut idle = Vec::new();
    for (ix, item, mandate) in mandates() {
        let Some(theme) = mandate.theme else { continue };
        if holders_named && mandate.holder.is_none() && item.about.owner.is_none() {
            idle.push((theme, ix, "names nobody who holds it"));
        } else if plan.in_force(ix).is_none() {
            idle.push((theme, ix, "is in no wave and not granted"));
        } else {
            held[theme as usize] = true;
        }
    }
    let missing: Vec<Theme> = Theme::ALL.iter().copied().filter(|theme| !held[*theme as usize]).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<&str> = missing.iter().map(|theme| theme.as_str()).collect();
    let names = wording::list(&names);
    let mut finding = Finding::new(
        RULE.name,
        Address::new(Table::Plan, ""),
        format!("nobody in the programme holds {names}"),
    )
    .label(format!("nobody holds {names}"))
    .help(match missing.as_slice() {
        [theme] => tell!("Give a mandate the theme `{}`, and somebody who holds it.", theme.as_str()),
        _ => "Give each of these themes a mandate, and somebody who holds it.".into(),
    });
    for (theme, ix, why) in idle.into_iter().filter(|(theme, ..)| missing.contains(theme)) {
        let label = tell!("{} is about {} but {why}", plan.item(ix), theme.as_str());
        finding = finding.related(plan.item_address(ix).to("theme"), label);
    }
    findings.push(finding);
}
