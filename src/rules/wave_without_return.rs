//! `wave-without-return`: a wave that spends has value starting in it or the next.

use crate::order::Order as _;
use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::aspect::Aspect;
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-without-return",
    family: Family::Waves,
    severity: Severity::Warning,
    holds: "a wave that spends has value starting in it or the next",
    why: "sponsors who see only cost for two waves stop paying before the third; value keeps the programme funded",
    bad: r#"format = 1

[wave]
«one» = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk"] } }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, opens = { market = ["se"] } }
three = { name = "Run", start = 2027-01-01, end = 2027-06-30 }

[market]
dk = { name = "Denmark", share = 0.4, cost = 50_000 }
se = { name = "Sweden", share = 0.6 }

[driver]
reach = { name = "Reach", wave = "three", needs = ["crm"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2, three = 3 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2, three = 3 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
three = { wave = "three" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30, opens = { market = ["dk"] } }
two = { name = "Scale", start = 2026-07-01, end = 2026-12-31, opens = { market = ["se"] } }

[market]
dk = { name = "Denmark", share = 0.4, cost = 50_000 }
se = { name = "Sweden", share = 0.6 }

[driver]
reach = { name = "Reach", wave = "two", needs = ["crm"] }

[capability]
crm = { name = "CRM", reaches = { one = 1, two = 2 } }

[mandate]
steering = { name = "Steering committee", leadership = "executive", reaches = { one = 1, two = 2 } }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
one = { wave = "one" }
two = { wave = "two" }
"#,
    found: Found::Missing {
        reads: &[
            Aspect::Values,
            Aspect::Costs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

// Value starts where a driver meets live scope: when the driver goes live, or when new scope does. It
// counts for the wave in which both are there, from the month after.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let spends = |ix| {
        let once = cx.figures.one_off().sum(ix);
        if once > Money::ZERO { once } else { plan.wave(ix).budget.unwrap_or(Money::ZERO) }
    };
    if !plan.waves().any(|(ix, _)| spends(ix) > Money::ZERO) {
        return;
    }
    let starts = value_starts(cx);
    let mut ends: Vec<NaiveDate> = plan.waves.iter().map(|wave| wave.end).collect();
    ends.order();
    for (ix, wave) in plan.waves() {
        let money = spends(ix);
        if money <= Money::ZERO {
            continue;
        }
        let next = ends[ends.partition_point(|end| *end <= wave.end)..].first().copied();
        let last = Month::after(next.unwrap_or(plan.horizon));
        let earliest = wave.start.pred_opt().map_or(Month::of(wave.start), Month::after);
        let first = starts.get(starts.partition_point(|month| *month <= earliest)).copied();
        if first.is_some_and(|first| first <= last) {
            continue;
        }
        let when = match first {
            Some(first) => format!("none starts before {}", wording::month(first)),
            None => "none starts after it".into(),
        };
        let message =
            tell!("{} spends {}, but brings no value: {when}", wave, wording::money(money, plan.currency));
        findings.push(
            Finding::new(RULE.name, plan.wave_address(ix), message)
                .label("cost without value")
                .help(tell!("Take a driver or scope live in {} or the next wave.", wave)),
        );
    }
}

/// The months in which value starts, ascending.
fn value_starts(cx: &Context<'_>) -> Vec<Month> {
    let plan = cx.plan;
    let scope = cx.figures.scope().steps();
    let Some((first_scope, _)) = scope.first().copied() else { return Vec::new() };
    let live = plan.drivers().filter_map(|(ix, _)| plan.first_live(ix));
    let mut starts: Vec<Month> = live.map(|live| Month::after(live).max(first_scope)).collect();
    if let Some(first_driver) = starts.iter().min().copied() {
        starts.extend(scope.iter().map(|(month, _)| *month).filter(|month| *month >= first_driver));
    }
    starts.order();
    starts.dedup();
    starts
}
