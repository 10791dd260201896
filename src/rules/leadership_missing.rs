//! `leadership-missing`: both kinds of leadership stand in every wave.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::calendar::{first_uncovered, joined};
use crate::plan::item::{Dimension, Item};
use crate::plan::leadership::Leadership;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "leadership-missing",
    family: Family::Leadership,
    severity: Severity::Error,
    holds: "executive and transformation leadership both stand in every wave, from its start to its end",
    why: "without executives nothing is decided, without transformation leads nothing that was decided is done",
    bad: r#"format = 1

[wave]
«one» = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Mandates, Aspect::Steps, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// Where mandates do not say which leadership they are, there is nothing to judge by; where no mandate
// at all is in force, `wave-without-mandate` says so already.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mandates = || plan.items_of(Dimension::Leadership);
    if !mandates().any(|(_, item)| kind_of(item).is_some()) {
        return;
    }
    let in_force = joined(mandates().filter_map(|(ix, _)| plan.in_force(ix)).collect());
    let standing = [Leadership::Executive, Leadership::Transformation].map(|kind| {
        let spans = mandates().filter(|(_, item)| kind_of(item).is_none_or(|own| own == kind));
        (kind, joined(spans.filter_map(|(_, item)| stands(plan, item)).collect()))
    });
    for (ix, wave) in plan.waves().filter(|(_, wave)| wave.start <= wave.end) {
        if first_uncovered(&in_force, wave.start, wave.end).is_some() {
            continue;
        }
        let missing: Vec<(Leadership, NaiveDate)> = standing
            .iter()
            .filter_map(|(kind, spans)| Some((*kind, first_uncovered(spans, wave.start, wave.end)?)))
            .collect();
        let Some((_, from)) = missing.first().copied() else { continue };
        let kinds: Vec<&str> = missing.iter().map(|(kind, _)| kind.as_str()).collect();
        let kinds = wording::list(&kinds);
        let since = if from == wave.start { String::new() } else { format!(" from {}", wording::date(from)) };
        findings.push(
            Finding::new(
                RULE.name,
                plan.wave_address(ix),
                tell!("no {kinds} leadership stands in {}{since}", wave),
            )
            .label(format!("no {kinds} leadership{since}"))
            .help(tell!("Phase a mandate of {kinds} leadership into {} or an earlier wave.", wave)),
        );
    }
}

/// Which leadership a mandate is: what it says, or what its theme belongs to.
fn kind_of(item: &Item) -> Option<Leadership> {
    let mandate = item.mandate()?;
    mandate.leadership.or_else(|| Some(mandate.theme?.leadership()))
}

/// From when to when a mandate stands: in force, and reached by a wave that has started.
fn stands(plan: &Plan, item: &Item) -> Option<(NaiveDate, NaiveDate)> {
    let mandate = item.mandate()?;
    let reached = item.steps.iter().map(|step| plan.wave(step.wave).start).min()?;
    let from = mandate.granted.map_or(reached, |granted| granted.max(reached));
    Some((from, mandate.until.unwrap_or(NaiveDate::MAX)))
}
