//! `value-incomplete`: a driver in a started wave has its value, ramp and owner.

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "value-incomplete",
    family: Family::Value,
    severity: Severity::Error,
    holds: "once its wave has started, a driver has its value, its ramp and an owner",
    why: "money is being spent on a result that nobody has sized and nobody answers for",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
«reach» = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

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

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing {
        reads: &[
            Aspect::Values,
            Aspect::Drivers,
            Aspect::Names,
            Aspect::Steps,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (ix, item) in plan.drivers() {
        let (Some(step), Some(driver)) = (item.steps.first(), item.driver()) else { continue };
        let wave = plan.wave(step.wave);
        if wave.start >= plan.as_of {
            continue;
        }
        // Money that comes once does not ramp up.
        let only_once = driver.value.is_none() && driver.once.is_some();
        let wanting = [
            ("value", driver.value.is_none() && driver.once.is_none()),
            ("ramp", driver.ramp.is_none() && !only_once),
            ("owner", item.about.owner.is_none()),
        ];
        if wanting.iter().all(|(_, missing)| !missing) {
            continue;
        }
        let missing: Vec<String> =
            wanting.iter().filter(|(_, missing)| *missing).map(|(key, _)| format!("`{key}`")).collect();
        let missing = wording::list(&missing);
        let message = tell!(
            "{} lacks {missing}, though its wave {} started on {}",
            item,
            wave,
            wording::date(wave.start)
        );
        findings.push(
            Finding::new(RULE.name, plan.item_address(ix), message)
                .label(format!("lacks {missing}"))
                .related(plan.wave_address(step.wave).to("start"), tell!("{} starts here", wave))
                .help(tell!("Give {} its {missing}.", item)),
        );
    }
}
