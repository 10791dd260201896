//! `wave-without-mandate`: a mandate is in force on every day of a wave.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::calendar::{first_uncovered, joined};
use crate::plan::item::Dimension;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-without-mandate",
    family: Family::Leadership,
    severity: Severity::Error,
    holds: "once the plan has mandates, one is in force on every day from a wave's start to its end",
    why: "without a mandate every decision of the wave can be reopened by whoever it hurts",
    bad: r#"format = 1

[wave]
«one» = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate.steering]
name = "Steering committee"
wave = "one"
until = 2026-04-30

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

[mandate.steering]
name = "Steering committee"
wave = "one"
until = 2026-06-30

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[Aspect::Mandates, Aspect::Steps, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mandates = || plan.items_of(Dimension::Leadership);
    if mandates().next().is_none() {
        return;
    }
    let in_force = joined(mandates().filter_map(|(ix, _)| plan.in_force(ix)).collect());
    for (ix, wave) in plan.waves().filter(|(_, wave)| wave.start <= wave.end) {
        let Some(from) = first_uncovered(&in_force, wave.start, wave.end) else { continue };
        let mut finding = Finding::new(
            RULE.name,
            plan.wave_address(ix),
            tell!(
                "no mandate is in force from {}, while {} runs from {} to {}",
                wording::date(from),
                wave,
                wording::date(wave.start),
                wording::date(wave.end)
            ),
        )
        .label(format!("no mandate from {}", wording::date(from)))
        .help(format!("Extend a mandate, or grant one that holds until {}.", wording::date(wave.end)));
        // The mandates that stop on the day before, or come into force too late.
        for (mandate_ix, item) in mandates() {
            let Some(mandate) = item.mandate() else { continue };
            if mandate.until.is_some_and(|until| until.succ_opt() == Some(from)) {
                let label = tell!("{} expires here", item);
                finding = finding.related(plan.item_address(mandate_ix).to("until"), label);
            } else if mandate.granted.is_some_and(|granted| from < granted && granted <= wave.end) {
                let label = tell!("{} is granted only here", item);
                finding = finding.related(plan.item_address(mandate_ix).to("granted"), label);
            }
        }
        findings.push(finding);
    }
}
