//! `gate-ahead-of-evidence`: a gate that was decided "go" met its criteria on that day.

use crate::figures::readiness::{Judged, only_planned};
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::leadership::{Criterion, Gate, Subject};
use crate::plan::quantity::Money;
use crate::plan::record::Outcome;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "gate-ahead-of-evidence",
    family: Family::Leadership,
    severity: Severity::Error,
    holds: "a gate that was decided \"go\" met its criteria on that day, or was passed with conditions that are named",
    why: "a gate that opens without its criteria teaches everybody that the next one will, too",
    bad: r#"format = 1

[plan]
as-of = 2026-09-30

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm >= 3"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 3 }, maturity = 2, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one", criteria = ["crm >= 3"] }

[[assessed]]
capability = "crm"
date = 2026-07-10
level = 3

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = «"go"»

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
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm >= 3"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 3 }, maturity = 2, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one", criteria = ["crm >= 3"] }

[[assessed]]
capability = "crm"
date = 2026-07-10
level = 3

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "conditions"
note = "Go. Condition: the last two teams work in the CRM by 10 July"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Gates,
            Aspect::Waves,
            Aspect::WaveDates,
            Aspect::Decisions,
            Aspect::Kpis,
            Aspect::Readings,
            Aspect::Realized,
            Aspect::Assessed,
            Aspect::Record,
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Drivers,
            Aspect::Capabilities,
            Aspect::Mandates,
            Aspect::Scope,
            Aspect::Values,
            Aspect::Pools,
        ],
        check,
    },
};

// A gate that is reopened is held to the evidence of each decision's own day.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (nth, decision) in plan.decisions.iter().enumerate().filter(|(_, it)| it.date <= plan.as_of) {
        let Some(gate_ix) = decision.gate else { continue };
        let unnamed = match decision.outcome {
            Some(Outcome::Go) => false,
            // Conditions that nobody wrote down bind nobody.
            Some(Outcome::Conditions) if decision.about.note.is_none() => true,
            _ => continue,
        };
        let gate = &plan.gates[gate_ix.at()];
        let judged = cx.figures.verdict(gate_ix, decision.date).now;
        let failed: Vec<(&Criterion, &Judged)> =
            gate.criteria.iter().zip(&judged).filter(|(_, judged)| !judged.holds).collect();
        if failed.is_empty() {
            continue;
        }
        let how = if unnamed { "with conditions that it does not name" } else { "\"go\"" };
        let what = match failed.as_slice() {
            [(criterion, judged)] => {
                tell!("`{}` did not hold: {}", criterion.text, stood(plan, criterion, judged))
            }
            _ => tell!("{} of its {} criteria did not hold", failed.len(), gate.criteria.len()),
        };
        let message =
            tell!("{} was decided {how} on {}, though {}", gate, wording::date(decision.date), what);
        let help = "Decide \"conditions\" and write them in `note`, or record the evidence with its date.";
        let mut finding =
            Finding::new(RULE.name, plan.record_address(Table::Decision, nth).to("outcome"), message)
                .label(wording::count(failed.len(), "open criterion").replace("criterions", "criteria"))
                .help(help);
        for (criterion, judged) in failed {
            finding = finding.related(address(gate, criterion), stood(plan, criterion, judged));
        }
        findings.push(finding);
    }
}

fn address(gate: &Gate, criterion: &Criterion) -> Address {
    Address::new(Table::Gate, &gate.id).to("criteria").to(criterion.nth)
}

/// Where the subject of a criterion stood: `it stood at 2 in `se``.
fn stood(plan: &Plan, criterion: &Criterion, judged: &Judged) -> Telling {
    let Some(value) = judged.value else {
        if judged.expired.is_some() {
            return tell!("it had {} by then", judged.without_value());
        }
        let planned = only_planned(plan, criterion, judged).map(|planned| format!(": {planned}"));
        return tell!("there was no evidence by then{}", planned.unwrap_or_default());
    };
    let value = match criterion.subject {
        Subject::Level(_) | Subject::Kpi(_) => wording::number(value, 2),
        Subject::Realized(_) | Subject::SpentOnItem(_) | Subject::SpentInWave(_) => {
            let minor = value * 10_f64.powi(plan.currency.digits.cast_signed());
            wording::money_exact(Money::from_minor_f64(minor), plan.currency)
        }
    };
    match judged.short.as_slice() {
        [] => tell!("it stood at {value}"),
        [(unit, _)] => tell!("{} stood at {value}", plan.tell_unit(*unit)),
        [(unit, _), rest @ ..] => {
            tell!("{} and {} more were short of it, at {value} or above", plan.tell_unit(*unit), rest.len())
        }
    }
}
