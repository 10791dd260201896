//! `realized-before-live`: nothing is realized before it is live.

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::quantity::Money;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "realized-before-live",
    family: Family::Value,
    severity: Severity::Error,
    holds: "value is realized in a period that ends after its driver went live",
    why: "value from before the change is not the change's; the first audit takes it out, and the trust with it",
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
exit = { wave = "one" }

[[realized]]
driver = "reach"
period = «"2026-Q1"»
value = 28_000

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
exit = { wave = "one" }

[[realized]]
driver = "reach"
period = "2026-Q3"
value = 28_000

[[decision]]
date = 2026-07-02
gate = "exit"
outcome = "go"

[[learning]]
date = 2026-06-30
wave = "one"
note = "A local champion decides how fast a market follows"
"#,
    found: Found::Checking(check),
};

// Planned value starts with the month after go-live, but a period in which the driver went live may hold
// value already. What is recorded past `as-of` is `reading-in-future`'s to report, and a driver that does
// not say why it has no wave is `item-without-wave`'s.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    for (nth, record) in plan.realized.iter().enumerate() {
        if record.value == Money::ZERO || record.period.end() > plan.as_of {
            continue;
        }
        let item = plan.item(record.driver);
        let live = plan.first_live(record.driver);
        if live.is_some_and(|live| live < record.period.end()) || (live.is_none() && !item.unplanned) {
            continue;
        }
        let amount = wording::money(record.value, plan.currency);
        let (when, there, label) = match live {
            Some(live) if item.live.is_some() => (
                format!("goes live only on {}", wording::date(live)),
                plan.item_address(record.driver).to("live"),
                "live here",
            ),
            Some(live) => (
                format!("goes live only on {}", wording::date(live)),
                plan.step_address(record.driver, 0),
                "live at the end of this wave",
            ),
            None => ("is unplanned".into(), plan.item_address(record.driver).to("wave"), "never goes live"),
        };
        let message = format!("`{}` realized {amount} in {}, but {when}", item.id, record.period);
        findings.push(
            Finding::new(RULE.name, plan.record_address(Table::Realized, nth).to("period"), message)
                .label("before it is live")
                .related(there, label)
                .help(format!("Mend the period, or give `{}` the day on which it went `live`.", item.id)),
        );
    }
}
