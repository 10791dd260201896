//! `target-against-direction`: the targets of a KPI lead from its baseline the way that is better.

use std::cmp::Ordering;

use crate::figures::performance::baseline_of;
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::kpi::{Better, Kpi, Target};
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "target-against-direction",
    family: Family::Kpis,
    severity: Severity::Error,
    holds: "the last target of a KPI differs from its baseline and lies the way that is better",
    why: "the KPI turns green while things get worse, and everybody believes the colour",
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
target = { one = «10» }
owner = "Sales operations"
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
"#,
    found: Found::Checking { reads: &[Aspect::Kpis, Aspect::Scope, Aspect::Waves, Aspect::WaveOrder], check },
};

// The last target decides: what falls back on the way is `target-not-monotone`'s to report. A market's own
// targets start from the same baseline, and of a sum from its part of it, since attainment does.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for kpi in &cx.plan.kpis {
        let table = Address::new(Table::Kpi, &kpi.id);
        let target = table.clone().to("target");
        findings.extend(faulty(cx.plan, (kpi, None), &kpi.target, &target, &Telling::default()));
        for (market, targets) in &kpi.local {
            let id = &cx.plan.markets[market.at()].id;
            let local = table.clone().to("local").to(&**id);
            findings.extend(faulty(
                cx.plan,
                (kpi, Some(*market)),
                targets,
                &local,
                &tell!(" in {}", cx.plan.tell_market(*market)),
            ));
        }
    }
}

fn faulty(
    plan: &Plan,
    (kpi, market): (&Kpi, Option<MarketIx>),
    targets: &[(WaveIx, Target)],
    list: &Address,
    place: &Telling,
) -> Option<Finding> {
    let baseline = baseline_of(plan, kpi, market)?;
    let (wave, target) = targets.iter().max_by_key(|(wave, _)| (plan.wave(*wave).end, *wave))?;
    let (better, target, aims) = match (kpi.better?, *target) {
        (Better::Higher, Target::Value(value)) => (Ordering::Greater, value, wording::number(value, 4)),
        (Better::Lower, Target::Value(value)) => (Ordering::Less, value, wording::number(value, 4)),
        (Better::Done, Target::Done(done)) => {
            (Ordering::Greater, f64::from(u8::from(done)), if done { "done" } else { "not done" }.into())
        }
        _ => return None,
    };
    let way = target.partial_cmp(&baseline)?;
    if way == better {
        return None;
    }
    let wave = plan.wave(*wave);
    let from = match kpi.better {
        Some(Better::Done) if baseline >= 0.5 => "done".into(),
        Some(Better::Done) => "not done".into(),
        _ => wording::number(baseline, 4),
    };
    let (message, label) = match (way, better) {
        (Ordering::Equal, _) => (
            tell!("{} aims{} at {aims} by {}, which is where it began", kpi, place, wave),
            "no way to go".into(),
        ),
        (_, Ordering::Greater) => (
            tell!("{} aims{} at {aims} by {}, down from {from}, though higher is better", kpi, place, wave),
            format!("began at {from}"),
        ),
        _ => (
            tell!("{} aims{} at {aims} by {}, up from {from}, though lower is better", kpi, place, wave),
            format!("began at {from}"),
        ),
    };
    let at = list.clone().to(&*wave.id);
    let there = Address::new(Table::Kpi, &kpi.id).to("baseline");
    let help = tell!("Mend the target, the baseline or `better` of {}, whichever is wrong.", kpi);
    Some(Finding::new(RULE.name, at, message).label(label).related(there, "the baseline").help(help))
}
