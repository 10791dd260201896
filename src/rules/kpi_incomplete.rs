//! `kpi-incomplete`: a KPI can be judged once the wave of what it measures has started.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::kpi::Better;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "kpi-incomplete",
    family: Family::Kpis,
    severity: Severity::Error,
    holds: "once the wave of what it measures has started, a KPI has unit, direction, baseline, target and owner",
    why: "a KPI without a baseline and a target can be read for years and never says whether the wave worked",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

«[kpi.crm-use]»
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
better = "higher"
owner = "Sales operations"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
better = "higher"
unit = "%"
baseline = 20
target = { one = 60 }
owner = "Sales operations"
"#,
    found: Found::Missing { reads: &[Aspect::Kpis, Aspect::Steps, Aspect::Waves, Aspect::WaveDates], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for kpi in &plan.kpis {
        let started = kpi
            .measures
            .iter()
            .filter_map(|link| {
                Some((
                    link.to,
                    plan.item(link.to)
                        .steps
                        .iter()
                        .map(|step| plan.wave(step.wave))
                        .min_by_key(|wave| wave.start)?,
                ))
            })
            .find(|(_, wave)| wave.start < plan.as_of);
        let Some((item, wave)) = started else { continue };
        // Yes or no has no unit and starts from no; a band is not a way from a baseline.
        let done = kpi.better == Some(Better::Done);
        let band = kpi.better == Some(Better::Within);
        let wanting = [
            ("unit", kpi.unit.is_none() && !done),
            ("better", kpi.better.is_none()),
            ("baseline", kpi.baseline.is_none() && !done && !band),
            ("target", kpi.target.is_empty()),
            ("owner", kpi.about.owner.is_none()),
        ];
        let missing: Vec<String> =
            wanting.iter().filter(|(_, missing)| *missing).map(|(key, _)| format!("`{key}`")).collect();
        if missing.is_empty() {
            continue;
        }
        let missing = wording::list(&missing);
        let measured = plan.item(item);
        let message = tell!(
            "{} lacks {missing}, though {}, which moves {}, started on {}",
            kpi,
            wave,
            measured,
            wording::date(wave.start)
        );
        findings.push(
            Finding::new(RULE.name, Address::new(Table::Kpi, &kpi.id), message)
                .label(format!("lacks {missing}"))
                .related(plan.item_address(item), tell!("{} is what it measures", measured))
                .help(tell!("Give {} its {missing}.", kpi)),
        );
    }
}
