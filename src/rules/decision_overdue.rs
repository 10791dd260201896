//! `decision-overdue`: a gate whose date has passed has a decision.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::WaveIx;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "decision-overdue",
    family: Family::Leadership,
    severity: Severity::Warning,
    holds: "a gate whose date has passed has a decision on record",
    why: "a gate that nobody decides is a yes by default: the money of the next wave flows and nobody said so",
    bad: r#"format = 1

[plan]
as-of = 2026-09-30

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
exit = { wave = "one", date = «2026-07-02» }

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-09-30

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
exit = { wave = "one", date = 2026-07-02 }

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    found: Found::Missing {
        reads: &[Aspect::Gates, Aspect::Waves, Aspect::WaveDates, Aspect::Decisions],
        check,
    },
};

// Any outcome is a decision, "hold" too, and one taken ahead of the date counts; one that affects the
// gate's items without naming the gate does not decide it, nor does one that says no outcome.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut decided = vec![false; plan.gates.len()];
    // By gate, the first record of it that does not decide it yet: of a day to come, or without an outcome.
    let mut open: Vec<Option<usize>> = vec![None; plan.gates.len()];
    for (nth, decision) in plan.decisions.iter().enumerate() {
        match (decision.decides(), decision.gate) {
            (Some(gate), _) if decision.date <= plan.as_of => decided[gate.at()] = true,
            (_, Some(gate)) => open[gate.at()] = open[gate.at()].or(Some(nth)),
            (_, None) => {}
        }
    }
    for ((gate, _), open) in plan.gates.iter().zip(decided).zip(open).filter(|((_, decided), _)| !decided) {
        // A wave that ends before it starts has no end that a gate could be held at.
        let wave = gate.wave.map(|wave| plan.wave(wave)).filter(|wave| wave.start <= wave.end);
        let end = wave.map(|wave| wave.end);
        let Some(date) = gate.date.or(end).filter(|date| *date < plan.as_of) else { continue };
        let days = usize::try_from((plan.as_of - date).num_days()).unwrap_or(0);
        let table = Address::new(Table::Gate, &gate.id);
        let at = if gate.date.is_some() { table.to("date") } else { table };
        let late = wording::count(days, "day");
        let message = tell!("{} was due on {}, {late} ago, and is not decided", gate, wording::date(date));
        let mut finding = Finding::new(RULE.name, at, message)
            .label(format!("{late} without a decision"))
            .help(tell!("Record with `[[decision]]` what was decided at {}, by whom and when.", gate));
        // Waves are sorted by start: the first that starts after the one that the gate ends.
        let next = end.map(|end| plan.waves.partition_point(|wave| wave.start <= end));
        if let Some(next) = next.map(WaveIx::from)
            && let Some(wave) = plan.waves.get(next.at())
            && wave.start <= plan.as_of
        {
            let label = tell!("{} started all the same", wave);
            finding = finding.related(plan.wave_address(next).to("start"), label);
        }
        if let Some(nth) = open {
            let day = wording::date(plan.decisions[nth].date);
            let why =
                if plan.decisions[nth].outcome.is_some() { "not known before" } else { "says no outcome" };
            let label = format!("a decision of {day} is on record, and {why}");
            finding = finding.related(plan.record_address(Table::Decision, nth).to("date"), label);
        }
        findings.push(finding);
    }
}
