//! `wave-dates`: a wave ends no earlier than it starts, inside the plan, and an item is worked on inside its wave.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::{Dimension, Item, Step};
use crate::plan::tell::tell;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording::date;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "wave-dates",
    family: Family::Waves,
    severity: Severity::Error,
    holds: "a wave ends no earlier than it starts and lies inside the plan's start and horizon, an item's work inside its wave, and no mandate ends before a wave of its own or before it reaches a strength",
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
        reads: &[
            Aspect::Waves,
            Aspect::WaveDates,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Mandates,
            Aspect::Assessed,
        ],
        check,
    },
};

// Both days belong to the wave, so one that lasts a single day is short but no contradiction.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let of_plan = |key: &str| Address::new(Table::Plan, "").to(key);
    for (ix, wave) in plan.waves() {
        let at = |key: &str| plan.wave_address(ix).to(key);
        if wave.end < wave.start {
            let message =
                tell!("{} ends on {}, before its start on {}", wave, date(wave.end), date(wave.start));
            findings.push(
                Finding::new(RULE.name, at("end"), message)
                    .label("before the start")
                    .related(at("start"), "starts here")
                    .help(tell!("Give {} an end after its start.", wave)),
            );
            continue;
        }
        if wave.start < plan.start {
            let message =
                tell!("{} starts on {}, before the plan on {}", wave, date(wave.start), date(plan.start));
            findings.push(
                Finding::new(RULE.name, at("start"), message)
                    .label("before the plan")
                    .related(of_plan("start"), "the plan starts here")
                    .help(tell!("Let the plan start earlier or {} later.", wave)),
            );
        }
        if wave.end > plan.horizon {
            let message =
                tell!("{} ends on {}, past the horizon of {}", wave, date(wave.end), date(plan.horizon));
            findings.push(
                Finding::new(RULE.name, at("end"), message)
                    .label("past the horizon")
                    .related(of_plan("horizon"), "the plan counts up to here")
                    .help(tell!("Extend the horizon or end {} earlier.", wave)),
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
        reached_too_late(cx, (ix, item), until, findings);
        return;
    };
    let wave = plan.wave(step.wave);
    let message = tell!("{} ends on {}, before {} starts on {}", item, date(until), wave, date(wave.start));
    findings.push(
        Finding::new(RULE.name, plan.item_address(ix).to("until"), message)
            .label("before its wave")
            .related(plan.step_address(ix, nth), format!("a strength of {} here", step.level))
            .help(tell!("Extend {} into {}, or let it reach its strength earlier.", item, wave)),
    );
}

/// A strength that is to be live on a day of its own lies inside the mandate: afterwards the step gives none. One that
/// was seen in force since its end is.
fn reached_too_late(
    cx: &Context<'_>,
    (ix, item): (ItemIx, &Item),
    until: NaiveDate,
    findings: &mut Vec<Finding>,
) {
    let plan = cx.plan;
    let dated = |(nth, step): (usize, &Step)| {
        let live = plan.step_live(ix, nth).filter(|live| *live != plan.wave(step.wave).end)?;
        (until < live).then_some((live, nth))
    };
    let Some((live, nth)) = item.steps.iter().enumerate().filter_map(dated).min() else { return };
    if plan.assessed.iter().any(|seen| seen.item == ix && seen.level > 0 && until < seen.date) {
        return;
    }
    let step = &item.steps[nth];
    let message =
        tell!("{} ends on {}, before it reaches {} on {}", item, date(until), step.level, date(live));
    findings.push(
        Finding::new(RULE.name, plan.item_address(ix).to("until"), message)
            .label("before its strength")
            .related(plan.live_address(ix, nth), format!("a strength of {} here", step.level))
            .help(tell!(
                "Extend {}, or let it reach {} earlier: after its end it gives nothing.",
                item,
                step.level
            )),
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
        let message = tell!(
            "work on {} {key}s on {}, {word} the {bound} of {} on {}",
            item,
            date(day),
            wave.1,
            date(limit)
        );
        findings.push(
            Finding::new(RULE.name, at(key), message)
                .label("outside its wave")
                .related(plan.wave_address(wave.0).to(bound), tell!("{} {bound}s here", wave.1))
                .help(tell!(
                    "Keep the work on {} inside {}, or move {} to another wave.",
                    item,
                    wave.1,
                    item
                )),
        );
    }
    if let (Some(start), Some(end)) = (item.start, item.end)
        && end < start
    {
        let message = tell!("work on {} ends on {}, before it starts on {}", item, date(end), date(start));
        findings.push(
            Finding::new(RULE.name, at("end"), message)
                .label("before the start")
                .related(at("start"), "starts here")
                .help(tell!("Let the work on {} end after it starts.", item)),
        );
    }
}
