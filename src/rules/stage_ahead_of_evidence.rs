//! `stage-ahead-of-evidence`: a driver's stage is not ahead of what the plan and the record show.

use std::cell::OnceCell;

use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::aspect::Aspect;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::item::{Item, Need};
use crate::plan::quantity::Money;
use crate::plan::strategy::{Driver, MultiplierKind, Stage};
use crate::plan::tell::tell;
use crate::plan::telling::Telling;
use crate::rule::{Context, Family, Found, Rule};
use crate::wording;

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "stage-ahead-of-evidence",
    family: Family::Leadership,
    severity: Severity::Warning,
    holds: "a driver's stage is not ahead of what is valued, phased, started, live and realized",
    why: "a stage that is claimed instead of shown closes the work while the value is still to come",
    bad: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", stage = «"implemented"», wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    good: r#"format = 1

[plan]
as-of = 2026-03-31

[wave]
one = { name = "Foundation", start = 2026-01-01, end = 2026-06-30 }

[driver]
reach = { name = "Reach", owner = "Marketing", stage = "executing", wave = "one", needs = ["crm"], value = 900_000, ramp = { months = 12, shape = "linear" } }

[capability]
crm = { name = "CRM", owner = "IT", wave = "one", cost = 200_000 }

[mandate]
steering = { name = "Steering committee", owner = "CEO", leadership = "executive", wave = "one" }
office = { name = "Programme office", owner = "COO", leadership = "transformation", wave = "one" }

[gate]
exit = { wave = "one" }
"#,
    found: Found::Checking {
        reads: &[
            Aspect::Drivers,
            Aspect::Values,
            Aspect::Needs,
            Aspect::Steps,
            Aspect::Dates,
            Aspect::Capabilities,
            Aspect::Mandates,
            Aspect::Assessed,
            Aspect::Realized,
            Aspect::Scope,
            Aspect::Waves,
            Aspect::WaveDates,
        ],
        check,
    },
};

/// What a stage lacks: in words, the stage that is shown, and where to look.
struct Lack {
    why: Telling,
    shown: Stage,
    there: Option<(Address, Telling)>,
}

// Nobody is told who looks back with `--as-of`: a stage does not say on which day it was reached.
fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let plan = cx.plan;
    let open = OnceCell::new();
    for (ix, item) in plan.drivers() {
        let Some((driver, stage)) = item.driver().and_then(|driver| Some((driver, driver.stage?))) else {
            continue;
        };
        let Some(lack) = lack(cx, ix, item, driver, stage, &open) else { continue };
        let message = tell!("{} is called {}, but {}", item, stage.as_str(), lack.why);
        let mut finding = Finding::new(RULE.name, plan.item_address(ix).to("stage"), message)
            .label(format!("no more than {}", lack.shown.as_str()))
            .help(tell!(
                "Call {} {}, or put on record what shows that it has come further.",
                item,
                lack.shown.as_str()
            ));
        if let Some((at, label)) = lack.there {
            finding = finding.related(at, label);
        }
        findings.push(finding);
    }
}

/// The first thing that a driver lacks on the way to its stage.
fn lack(
    cx: &Context<'_>,
    ix: ItemIx,
    item: &Item,
    driver: &Driver,
    stage: Stage,
    open: &OnceCell<Vec<UnitIx>>,
) -> Option<Lack> {
    let plan = cx.plan;
    let wave = item.steps.first().map(|step| plan.wave(step.wave));
    // Once its wave has started, a missing value is `value-incomplete`'s to report.
    let started = wave.is_some_and(|wave| wave.start < plan.as_of);
    if stage >= Stage::Valued && driver.value.is_none() && driver.once.is_none() && !started {
        return Some(Lack { why: "nobody has valued it".into(), shown: Stage::Idea, there: None });
    }
    let Some(wave) = wave else {
        // Without a word on its wave it is `item-without-wave`'s to report.
        let unplanned = stage >= Stage::Planned && item.unplanned;
        return unplanned.then(|| Lack {
            why: "it is unplanned".into(),
            shown: Stage::Valued,
            there: Some((plan.item_address(ix).to("wave"), "it is in no wave".into())),
        });
    };
    let start = item.start.unwrap_or(wave.start);
    if stage >= Stage::Executing && start > plan.as_of {
        let when = wording::date(start);
        let there = match item.start {
            Some(_) => plan.item_address(ix).to("start"),
            None => plan.wave_address(item.steps[0].wave).to("start"),
        };
        return Some(Lack {
            why: tell!("work on it starts only on {when}"),
            shown: Stage::Planned,
            there: Some((there, "work starts here".into())),
        });
    }
    if stage < Stage::Implemented {
        return None;
    }
    let live = plan.first_live(ix)?;
    if live > plan.as_of {
        return Some(Lack {
            why: tell!("it goes live only on {}", wording::date(live)),
            shown: Stage::Executing,
            there: Some((plan.step_address(ix, 0), "live at the end of this wave".into())),
        });
    }
    let open = open.get_or_init(|| open_units(plan));
    if let Some(lack) = item.needs.iter().find_map(|need| below(cx, need, open)) {
        return Some(lack);
    }
    (stage >= Stage::Confirmed && cx.figures.evidence().to_date(ix) <= Money::ZERO).then(|| Lack {
        why: "nothing of its value is on record".into(),
        shown: Stage::Implemented,
        there: None,
    })
}

/// The units whose market is live, and those that are no market.
fn open_units(plan: &Plan) -> Vec<UnitIx> {
    let live = |unit: &UnitIx| {
        let id = &plan.units[unit.at()];
        let Ok(market) = plan.markets.binary_search_by(|market| market.id.cmp(id)) else { return true };
        plan.multiplier_live(MultiplierKind::Market, market).is_some_and(|live| live <= plan.as_of)
    };
    (0..plan.units.len()).map(UnitIx::from).filter(live).collect()
}

/// A capability that was seen below the level that is needed, where its market is live.
fn below(cx: &Context<'_>, need: &Need, open: &[UnitIx]) -> Option<Lack> {
    let plan = cx.plan;
    let needed = plan.item(need.item);
    needed.capability()?;
    let level = need.level.or_else(|| needed.steps.first().map(|step| step.level))?;
    let units = open.iter().copied().map(Some).chain(plan.units.is_empty().then_some(None));
    let seen = units.filter_map(|unit| Some((unit, cx.figures.seen(need.item, unit, plan.as_of)?)));
    let (unit, seen) = seen.min_by_key(|(_, seen)| seen.level).filter(|(_, seen)| seen.level < level)?;
    let place = unit.map(|unit| tell!(" in {}", plan.tell_unit(unit))).unwrap_or_default();
    Some(Lack {
        why: tell!("{}, which it needs at {level}, was seen at {}{}", needed, seen.level, place),
        shown: Stage::Executing,
        there: Some((
            plan.record_address(Table::Assessed, seen.record as usize).to("level"),
            tell!("seen on {}", wording::date(seen.date)),
        )),
    })
}
