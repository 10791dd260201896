//! `trade-off-undecided`: the axes of the operating model are decided before the first wave starts.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "trade-off-undecided",
    family: Family::OperatingModel,
    severity: Severity::Warning,
    holds: "once the first wave has started, each trade-off has its position",
    why: "what is not decided for all is decided market by market, and the sum of those exceptions eats the business case",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }

[tradeoff]
«rollout» = { name = "Roll-out", axis = ["high touch", "low touch"] }

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
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12 } }

[tradeoff]
rollout = { name = "Roll-out", axis = ["high touch", "low touch"], position = -1 }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Missing { reads: &[Aspect::Tradeoffs, Aspect::Waves, Aspect::WaveDates], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let first = plan.waves().min_by_key(|(ix, wave)| (wave.start, *ix));
    let Some((ix, wave)) = first.filter(|(_, wave)| wave.start < plan.as_of) else { return };
    for tradeoff in plan.tradeoffs.iter().filter(|tradeoff| tradeoff.position.is_none()) {
        let message = tell!(
            "trade-off {} is undecided, though {} started on {}",
            tradeoff,
            wave,
            wording::date(wave.start)
        );
        let ends = tradeoff
            .axis
            .as_ref()
            .map_or(String::new(), |[one, other]| format!(" between “{one}” (-2) and “{other}” (2)"));
        findings.push(
            Finding::new(RULE.name, Address::new(Table::Tradeoff, &tradeoff.id), message)
                .label("no `position`")
                .related(plan.wave_address(ix).to("start"), "the first wave starts here")
                .help(tell!("Decide {} and write its `position`{ends}.", tradeoff)),
        );
    }
}
