//! `target-not-monotone`: the targets of a KPI move one way.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::WaveIx;
use crate::plan::kpi::{Better, Kpi, Target};
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "target-not-monotone",
    family: Family::Kpis,
    severity: Severity::Warning,
    holds: "the targets of a KPI move one way from wave to wave, from its baseline on",
    why: "a target that goes back asks the organisation to give up what it has just reached, or is a slip of the pen",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "two", needs = ["crm >= 2"], value = 600_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 1, two = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60, two = «50» }
owner = "Sales operations"

[kpi.quality-index]
name = "Customer experience index"
measures = ["quality"]
kind = "leading"
lens = "experience"
unit = "points"
better = "higher"
baseline = 5
target = { two = 7 }
owner = "Marketing"
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31 }

[driver]
reach = { name = "Reach", owner = "Marketing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }
quality = { name = "Engagement quality", owner = "Marketing", wave = "two", needs = ["crm >= 2"], value = 600_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", reaches = { one = 1, two = 2 }, cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }

[kpi.crm-use]
name = "Weekly users of the CRM"
measures = ["reach", "crm"]
kind = "leading"
lens = "adoption"
unit = "%"
better = "higher"
baseline = 20
target = { one = 60, two = 70 }
owner = "Sales operations"

[kpi.quality-index]
name = "Customer experience index"
measures = ["quality"]
kind = "leading"
lens = "experience"
unit = "points"
better = "higher"
baseline = 5
target = { two = 7 }
owner = "Marketing"
"#,
    found: Found::Checking { reads: &[Aspect::Kpis, Aspect::Scope, Aspect::Waves, Aspect::WaveOrder], check },
};

// Which way is said by `better`, or by the first and the last value where the KPI does not say. Where even
// the last target is no better than the baseline, `target-against-direction` reports all of it.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for kpi in &cx.plan.kpis {
        let table = Address::new(Table::Kpi, &kpi.id);
        going_back(cx.plan, kpi, &kpi.target, &table.clone().to("target"), findings);
        for (market, targets) in &kpi.local {
            let local = table.clone().to("local").to(&*cx.plan.markets[market.at()].id);
            going_back(cx.plan, kpi, targets, &local, findings);
        }
    }
}

fn going_back(
    plan: &Plan,
    kpi: &Kpi,
    targets: &[(WaveIx, Target)],
    list: &Address,
    findings: &mut Vec<Finding>,
) {
    let value = |(wave, target): &(WaveIx, Target)| match target {
        Target::Value(value) => Some((plan.wave(*wave).end, *wave, *value)),
        _ => None,
    };
    let mut ends: Vec<(NaiveDate, WaveIx, f64)> = targets.iter().filter_map(value).collect();
    ends.order_by_key(|(end, wave, _)| (*end, *wave));
    let baseline = kpi.baseline.map(|baseline| (None, baseline));
    let points: Vec<(Option<WaveIx>, f64)> =
        baseline.into_iter().chain(ends.into_iter().map(|(_, wave, value)| (Some(wave), value))).collect();
    let (Some((start, first)), Some((_, last))) = (points.first(), points.last()) else { return };
    let way = match kpi.better {
        Some(Better::Higher) => 1.0,
        Some(Better::Lower) => -1.0,
        _ => last - first,
    };
    if start.is_none() && (last - first) * way <= 0.0 {
        return;
    }
    for pair in points.windows(2) {
        let ((before, was), (Some(wave), is)) = (pair[0], pair[1]) else { continue };
        if (is - was) * way >= 0.0 {
            continue;
        }
        let wave = plan.wave(wave);
        let [was, is] = [was, is].map(|value| wording::number(value, 4));
        let (since, there) = match before {
            Some(before) => {
                let before = plan.wave(before);
                (tell!("{}", before), list.clone().to(&*before.id))
            }
            None => (Telling::from("the baseline"), Address::new(Table::Kpi, &kpi.id).to("baseline")),
        };
        let message = tell!("{} goes back from {was} at {} to {is} at the end of {}", kpi, since, wave);
        findings.push(
            Finding::new(RULE.name, list.clone().to(&*wave.id), message)
                .label(format!("{was} before"))
                .related(there, format!("{was} here"))
                .help(tell!("Let the targets of {} move one way, or hold at {was}.", kpi)),
        );
    }
}
