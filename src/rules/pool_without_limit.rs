//! `pool-without-limit`: a pool that drivers share holds them to something.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "pool-without-limit",
    family: Family::Value,
    severity: Severity::Warning,
    holds: "a pool that drivers share has a `cap` or a `base`",
    why: "a pool says that its drivers live off the same money; without the amount each of them counts in full, as if there were no pool",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "two", needs = ["crm >= 2"], value = 600_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }

[pool]
«customer-growth» = { name = "Customer growth" }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 1, two = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "two", needs = ["crm >= 2"], value = 600_000, pool = "customer-growth", ramp = { months = 12, shape = "linear" } }

[pool]
customer-growth = { name = "Customer growth", base = 12_000_000 }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 1, two = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Missing { reads: &[Aspect::Values, Aspect::Phased, Aspect::Pools], check },
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let mut drivers = vec![0_usize; plan.pools.len()];
    for (_, item) in plan.drivers() {
        if let Some(pool) = item.driver().and_then(|driver| driver.pool) {
            drivers[pool.at()] += 1;
        }
    }
    for (pool, drivers) in plan.pools.iter().zip(drivers) {
        if drivers < 2 || pool.holds() {
            continue;
        }
        let shared = wording::count(drivers, "driver");
        let message = tell!("{shared} share the pool {}, which holds them to nothing", pool);
        findings.push(
            Finding::new(RULE.name, Address::new(Table::Pool, &pool.id), message)
                .label("neither `cap` nor `base`")
                .help(tell!(
                    "Give {} a `cap`, what its drivers may claim together a year, or a `base`, the money a year that each of them lifts or saves a share of.",
                    pool
                )),
        );
    }
}
