//! `realized-before-live`: nothing is realized before it is live.

use crate::finding::{Finding, Severity};
use crate::plan::address::Table;
use crate::plan::aspect::Aspect;
use crate::plan::quantity::Money;
use crate::plan::record::Realized;
use crate::plan::tell::tell;
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
    found: Found::Checking {
        reads: &[Aspect::Realized, Aspect::Steps, Aspect::Dates, Aspect::Waves, Aspect::WaveDates],
        check,
    },
};

// Planned value starts with the month after go-live, but a period in which the driver went live may hold
// value already. What is recorded past `as-of` is `reading-in-future`'s to report, and a driver that does
// not say why it has no wave is `item-without-wave`'s. One finding a driver: it is one date that is wrong.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let records: Vec<(usize, &Realized)> = plan.realized.iter().enumerate().collect();
    for records in records.chunk_by(|(_, one), (_, other)| one.driver == other.driver) {
        let driver = records[0].1.driver;
        let (item, live) = (plan.item(driver), plan.first_live(driver));
        if live.is_none() && !item.unplanned {
            continue;
        }
        let early: Vec<&(usize, &Realized)> = records
            .iter()
            .filter(|(_, it)| it.value != Money::ZERO && it.period.end() <= plan.as_of)
            .filter(|(_, it)| live.is_none_or(|live| it.period.end() <= live))
            .collect();
        let Some((nth, first)) = early.first() else { continue };
        let amount = wording::money(early.iter().map(|(_, it)| it.value).sum(), plan.currency);
        let periods = match early.len() {
            1 => format!("in {}", first.period),
            several => format!("in {several} periods from {} on", first.period),
        };
        let address = plan.item_address(driver);
        let (when, there, label) = match live {
            Some(live) => {
                let when = format!("goes live only on {}", wording::date(live));
                match item.live.or_else(|| plan.moved.get(&(driver, 0)).copied()) {
                    Some(_) => (when, address.to("live"), "live here"),
                    None => (when, plan.step_address(driver, 0), "live at the end of this wave"),
                }
            }
            None => ("is unplanned".into(), address.to("wave"), "never goes live"),
        };
        let message = tell!("{} realized {amount} {periods}, but {when}", item);
        findings.push(
            Finding::new(RULE.name, plan.record_address(Table::Realized, *nth).to("period"), message)
                .label("before it is live")
                .related(there, label)
                .help(tell!("Mend the period, or give {} the day on which it went `live`.", item)),
        );
    }
}
