//! `wave-dates`: a wave ends no earlier than it starts, inside the plan, and an item is worked on inside its wave.

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::{Dimension, Item};
use crate::rule::{Context, Family, Found, Rule};
use crate::wording::date;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-dates",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "a wave ends no earlier than it starts and lies inside the plan's start and horizon, an item's work inside its wave, and no mandate ends before a wave of its own",
    why: "value and cost outside the plan's dates are counted nowhere, so the business case is silently short of them",
    bad: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-07-01, end = «2026-06-30» }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", wave = "one", needs = ["crm"] }

[capability]
crm = { name = "CRM", wave = "one" }

[mandate]
steering = { name = "Steering committee", leadership = "executive", wave = "one" }
office = { name = "Programme office", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[Aspect::Waves, Aspect::WaveDates, Aspect::Steps, Aspect::Dates, Aspect::Mandates],
        check,
    },
};

// Both days belong to the wave, so one that lasts a single day is short but no contradiction.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let of_plan = |key: &str| Address::new(Table::Plan, "").to(key);
    for (ix, wave) in plan.waves() {
        let (id, at) = (&wave.id, |key: &str| plan.wave_address(ix).to(key));
        if wave.end < wave.start {
            let message =
                format!("`{id}` ends on {}, before its start on {}", date(wave.end), date(wave.start));
            findings.push(
                Finding::new(RULE.name, at("end"), message)
                    .label("before the start")
                    .related(at("start"), "starts here")
                    .help(format!("Give `{id}` an end after its start.")),
            );
            continue;
        }
        if wave.start < plan.start {
            let message =
                format!("`{id}` starts on {}, before the plan on {}", date(wave.start), date(plan.start));
            findings.push(
                Finding::new(RULE.name, at("start"), message)
                    .label("before the plan")
                    .related(of_plan("start"), "the plan starts here")
                    .help(format!("Let the plan start earlier or `{id}` later.")),
            );
        }
        if wave.end > plan.horizon {
            let message =
                format!("`{id}` ends on {}, past the horizon of {}", date(wave.end), date(plan.horizon));
            findings.push(
                Finding::new(RULE.name, at("end"), message)
                    .label("past the horizon")
                    .related(of_plan("horizon"), "the plan counts up to here")
                    .help(format!("Extend the horizon or end `{id}` earlier.")),
            );
        }
    }
    for (ix, item) in plan.items().filter(|(_, item)| item.start.is_some() || item.end.is_some()) {
        item_dates(cx, ix, item, findings);
    }
    for (ix, item) in plan.items_of(Dimension::Leadership) {
        mandate_ends(cx, ix, item, findings);
    }
}

/// A mandate reaches no strength in a wave that starts after its end. One finding a mandate: the wave that
/// comes first is as far as it must hold at least.
fn mandate_ends(cx: &Context<'_>, ix: ItemIx, item: &Item, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let Some(until) = item.mandate().and_then(|mandate| mandate.until) else { return };
    let late = item.steps.iter().enumerate().filter(|(_, step)| until < plan.wave(step.wave).start);
    let Some((nth, step)) = late.min_by_key(|(_, step)| (plan.wave(step.wave).start, step.wave)) else {
        return;
    };
    let (id, wave) = (&item.id, plan.wave(step.wave));
    let message =
        format!("`{id}` ends on {}, before `{}` starts on {}", date(until), wave.id, date(wave.start));
    findings.push(
        Finding::new(RULE.name, plan.item_address(ix).to("until"), message)
            .label("before its wave")
            .related(plan.step_address(ix, nth), format!("a strength of {} here", step.level))
            .help(format!("Extend `{id}` into `{}`, or let it reach its strength earlier.", wave.id)),
    );
}

/// The work on an item lies inside its wave, or from its first wave to its last where it takes several.
fn item_dates(cx: &Context<'_>, ix: ItemIx, item: &Item, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let waves = || item.steps.iter().map(|step| (step.wave, plan.wave(step.wave)));
    let (Some(first), Some(last)) =
        (waves().min_by_key(|(_, wave)| wave.start), waves().max_by_key(|(_, wave)| wave.end))
    else {
        return;
    };
    let at = |key: &str| plan.item_address(ix).to(key);
    for (key, day) in [("start", item.start), ("end", item.end)] {
        let Some(day) = day else { continue };
        let (wave, bound, word, limit) = if day < first.1.start {
            (first, "start", "before", first.1.start)
        } else if day > last.1.end {
            (last, "end", "after", last.1.end)
        } else {
            continue;
        };
        let (id, wave_id) = (&item.id, &wave.1.id);
        let message = format!(
            "work on `{id}` {key}s on {}, {word} the {bound} of `{wave_id}` on {}",
            date(day),
            date(limit)
        );
        findings.push(
            Finding::new(RULE.name, at(key), message)
                .label("outside its wave")
                .related(plan.wave_address(wave.0).to(bound), format!("`{wave_id}` {bound}s here"))
                .help(format!("Keep the work on `{id}` inside `{wave_id}`, or move `{id}` to another wave.")),
        );
    }
    if let (Some(start), Some(end)) = (item.start, item.end)
        && end < start
    {
        let message =
            format!("work on `{}` ends on {}, before it starts on {}", item.id, date(end), date(start));
        findings.push(
            Finding::new(RULE.name, at("end"), message)
                .label("before the start")
                .related(at("start"), "starts here")
                .help(format!("Let the work on `{}` end after it starts.", item.id)),
        );
    }
}
