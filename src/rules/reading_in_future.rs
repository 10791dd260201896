//! `reading-in-future`: nothing is recorded after `as-of`, or for a period that has not ended.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::record::SpentOn;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "reading-in-future",
    family: Family::Kpis,
    severity: Severity::Error,
    holds: "no reading, and nothing else that happened (money, levels, decisions, actions, learnings), is recorded for a day after `as-of`, or for a period that has not ended by then",
    why: "a figure from the future is a forecast in the clothes of a fact; whoever reads it later cannot tell",
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

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = «2026-04-30»
value = 31
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
unit = "%"
better = "higher"
baseline = 20
target = { one = 60 }
owner = "Sales operations"

[[reading]]
kpi = "crm-use"
date = 2026-03-31
value = 31
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Readings,
            Aspect::Realized,
            Aspect::Assessed,
            Aspect::Decisions,
            Aspect::Record,
            Aspect::Kpis,
            Aspect::Gates,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

// The whole record, not the readings alone. Without an `as-of` in the plan its last date is that day, and
// nothing comes after it; who looks back with `--as-of` hears nothing of this rule.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut late = |table: Table,
                    nth: usize,
                    key: &'static str,
                    date: NaiveDate,
                    what: &dyn Fn() -> Telling| {
        if date <= plan.as_of {
            return;
        }
        let (end, dated) = (wording::date(date), key != "period");
        let what = what();
        let message = if dated {
            tell!("{} is recorded for {end}, which comes after {}", what, wording::date(plan.as_of))
        } else {
            tell!(
                "{} is recorded for a period up to {end}, which is not over on {}",
                what,
                wording::date(plan.as_of)
            )
        };
        let at = plan.record_address(table, nth).to(key);
        let help = match (dated, table) {
            (true, Table::Reading) => "Mend the date, or move `as-of` of the plan up to it.",
            (true, _) => {
                "Mend the date, or move `as-of` of the plan up to it: the rule is named after readings, and \
                     holds for all that happened."
            }
            _ => "Record what is known by month, or move `as-of` of the plan up to the period's end.",
        };
        findings.push(
            Finding::new(RULE.name, at, message)
                .label(if dated { "not yet" } else { "not over yet" })
                .related(Address::new(Table::Plan, "").to("as-of"), "what is known is known up to here")
                .help(help),
        );
    };
    for (nth, it) in plan.readings.iter().enumerate() {
        late(Table::Reading, nth, "date", it.date, &|| tell!("a reading of {}", plan.kpi(it.kpi)));
    }
    for (nth, it) in plan.realized.iter().enumerate() {
        let what = || tell!("value of {}", plan.item(it.driver));
        late(Table::Realized, nth, "period", it.period.end(), &what);
    }
    for (nth, it) in plan.spent.iter().enumerate() {
        let what = || match it.on {
            SpentOn::Item(item) => tell!("money spent on {}", plan.item(item)),
            SpentOn::Wave(wave) => tell!("money spent in {}", plan.wave(wave)),
        };
        late(Table::Spent, nth, "period", it.period.end(), &what);
    }
    for (nth, it) in plan.assessed.iter().enumerate() {
        let what = || tell!("an assessment of {}", plan.item(it.item));
        late(Table::Assessed, nth, "date", it.date, &what);
    }
    for (nth, it) in plan.decisions.iter().enumerate() {
        let what = || match it.gate {
            Some(gate) => tell!("a decision on {}", plan.gates[gate.at()]),
            None => "a decision".into(),
        };
        late(Table::Decision, nth, "date", it.date, &what);
    }
    for (nth, it) in plan.actions.iter().enumerate() {
        late(Table::Action, nth, "date", it.date, &|| "an action".into());
        if let Some(done) = it.done.filter(|_| it.date <= plan.as_of) {
            late(Table::Action, nth, "done", done, &|| "the end of an action".into());
        }
    }
    for (nth, it) in plan.learnings.iter().enumerate() {
        late(Table::Learning, nth, "date", it.date, &|| "a learning".into());
    }
}
