//! `forecast-below-plan`: a forecast well below plan has a decision.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::record::Realized;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "forecast-below-plan",
    family: Family::Value,
    severity: Severity::Warning,
    holds: "a driver whose forecast lies more than 10 % below its plan has a decision that names it",
    why: "a shortfall that nobody decides on is a shortfall that everybody has accepted, without saying so",
    bad: r#"format = 1

[plan]
as-of = 2026-12-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
«reach» = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 6, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[realized]]
driver = "reach"
period = "2026-Q3"
value = 30_000

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-12-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 6, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }

[[realized]]
driver = "reach"
period = "2026-Q3"
value = 30_000

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[decision]]
date = 2026-10-20
outcome = "conditions"
by = "Steering committee"
note = "Reach pays half of plan; accepted until March, when two more teams are trained"
affects = ["reach"]

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Values,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Pools,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
            Aspect::Realized,
            Aspect::Decisions,
        ],
        check,
    },
};

// Both are sums up to the horizon. A decision answers where it affects the driver and was taken once its first
// realized value was known; an earlier one decided something else.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    // The first and the last record of each driver that is known; records are sorted by period.
    let mut records: BTreeMap<ItemIx, (usize, usize)> = BTreeMap::new();
    for (nth, record) in plan.realized.iter().enumerate().filter(|(_, it)| it.period.end() <= plan.as_of) {
        records.entry(record.driver).or_insert((nth, nth)).1 = nth;
    }
    let mut decided: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for decision in plan.decisions.iter().filter(|decision| decision.date <= plan.as_of) {
        // Decisions are sorted by date: the last one stays.
        decided.extend(decision.affects.iter().map(|id| (&**id, decision.date)));
    }
    let allowed = plan.policy.threshold(RULE.name) / 100.0;
    for (ix, (first, last)) in records {
        let (forecast, planned) = (cx.figures.forecast().sum_of(ix), cx.figures.planned().sum_of(ix));
        // Of what takes value away, more of it is further below.
        let size = if planned < Money::ZERO { -planned } else { planned };
        let below = (planned - forecast).minor_f64() / size.minor_f64();
        let known: &Realized = &plan.realized[first];
        let item = plan.item(ix);
        let answered = decided.get(&*item.id).is_some_and(|date| *date >= known.period.end());
        if planned == Money::ZERO || below <= allowed || answered {
            continue;
        }
        let short = match planned < Money::ZERO {
            true => wording::money(planned - forecast, plan.currency),
            false => wording::percent(below, &[allowed]),
        };
        let [forecast, planned] = wording::money_apart([forecast, planned], plan.currency);
        let message = tell!(
            "{} is forecast at {forecast}, {short} below its plan of {planned}, and no decision since {} names it",
            item,
            wording::date(known.period.end())
        );
        findings.push(
            Finding::new(RULE.name, plan.item_address(ix), message)
                .label(format!("{short} below plan"))
                .related(plan.record_address(Table::Realized, last).to("value"), "what was realized last")
                .help(tell!("Decide what is done about {}, and name it in `affects`.", item)),
        );
    }
}
