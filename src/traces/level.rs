//! Levels of capabilities and mandates at a day: everywhere, and in a unit.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::UnitLevel;
use crate::plan::address::Table;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::leadership::Subject;
use crate::trace::days::Days;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::told::{asked, wave_ends};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "level",
    means: "Level",
    of: &[Kind::Item, Kind::InUnit],
    timing: Timing::Day,
    trace: |figures, of, when| {
        let day = match when {
            Some(When::Day(day)) => day,
            _ => figures.plan.as_of,
        };
        match of {
            Of::Item(item) => Some(everywhere(figures, *item, day)),
            Of::InUnit(item, unit) => Some(in_unit(figures, *item, Some(*unit), day)),
            _ => None,
        }
    },
    each,
};

fn by_unit(figures: &Figures<'_>, item: ItemIx) -> bool {
    figures.plan.item(item).capability().is_some() && !figures.plan.units.is_empty()
}

fn value(level: Option<u8>) -> Value {
    level.map_or(Value::Nothing, Value::Level)
}

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row)) {
    let plan = figures.plan;
    let ends = wave_ends(plan).into_iter().map(|end| (Some(When::Day(end)), end));
    let days: Vec<(Option<When>, NaiveDate)> = std::iter::once((None, plan.as_of)).chain(ends).collect();
    for (ix, _) in plan.items().filter(|(_, item)| item.driver().is_none()) {
        for (when, day) in &days {
            tell_at(figures, ix, *when, *day, tell);
        }
    }
    let told = |day: NaiveDate| days.iter().any(|(_, known)| *known == day);
    for (subject, day) in asked(plan) {
        if let Subject::Level(item) = subject
            && !told(day)
        {
            tell_at(figures, item, Some(When::Day(day)), day, tell);
        }
    }
}

/// Tells the level of an item at a day, everywhere and in each unit.
fn tell_at(figures: &Figures<'_>, ix: ItemIx, when: Option<When>, day: NaiveDate, tell: &mut dyn FnMut(Row)) {
    tell(Row::new(Of::Item(ix), when, value(figures.level_everywhere(ix, day))));
    let levels = if by_unit(figures, ix) { figures.levels_at(ix, day) } else { Vec::new() };
    for (position, level) in levels.into_iter().enumerate() {
        tell(Row::new(Of::InUnit(ix, UnitIx::from(position)), when, value(level)));
    }
}

fn everywhere(figures: &Figures<'_>, ix: ItemIx, at: NaiveDate) -> Trace {
    let plan = figures.plan;
    if !by_unit(figures, ix) {
        return in_unit(figures, ix, None, at);
    }
    let stands = figures.in_all_units(ix, at);
    let rule = "the lowest level of the units that take part by then; one without any counts 0";
    let mut trace = Trace::new(value(stands.level), rule);
    let levels = figures.levels_at(ix, at);
    for unit in figures.units_by(at) {
        let name = Of::InUnit(ix, unit).name(plan, "level", Some(When::Day(at)));
        trace.take(plan.unit_title(unit), value(levels[unit.at()]), name);
    }
    match only_planned(&stands) {
        Some(words) => trace.because(format!("the lowest of these; {words}")),
        None => trace,
    }
}

/// What evidence says of a level that is above it: `planned, not assessed; evidence alone says 1`.
fn only_planned(stands: &UnitLevel) -> Option<String> {
    let evidence =
        stands.evident.map_or("there is no evidence".into(), |it| format!("evidence alone says {it}"));
    stands.only_planned().then(|| format!("planned, not assessed: {evidence}"))
}

fn in_unit(figures: &Figures<'_>, ix: ItemIx, unit: Option<UnitIx>, at: NaiveDate) -> Trace {
    let plan = figures.plan;
    let item = plan.item(ix);
    let level = figures.level_at(ix, unit, at);
    let rule = "the newest assessment by then, raised by steps of the plan that go live since, or after as-of where it was short of one that was due; without one today's maturity and the steps that are live by then";
    let mut trace = Trace::new(value(level), rule);
    if let Some(granted) = item.mandate().and_then(|mandate| mandate.granted) {
        trace.take("granted", Value::Date(granted), plan.item_address(ix).to("granted"));
    }
    if let Some(until) = item.mandate().and_then(|mandate| mandate.until) {
        trace.take("in force until", Value::Date(until), plan.item_address(ix).to("until"));
    }
    let seen = figures.seen(ix, unit, at);
    if let Some(seen) = seen {
        let address = plan.record_address(Table::Assessed, seen.record as usize).to("level");
        trace.take(&format!("assessed on {}", wording::date(seen.date)), Value::Level(seen.level), address);
    } else if let Some(today) = item.capability().and_then(|it| unit.and_then(|unit| it.maturity.of(unit))) {
        trace.take("maturity today", Value::Level(today), plan.item_address(ix).to("maturity"));
    }
    let mut dated = Vec::new();
    let mut waiting = Vec::new();
    for (nth, step) in item.steps.iter().enumerate() {
        let raises = |live: NaiveDate| seen.is_none_or(|seen| figures.raising_from(ix, seen) < live);
        let live = plan.step_live(ix, nth).filter(|live| *live <= at && raises(*live));
        let waits = figures.wait_in(ix, nth, unit).filter(|wait| wait.holds_on(at));
        if let (Some(live), Some(wait)) = (live, waits) {
            let of = plan.item(wait.item);
            if let Some(need) = of.needs.get(wait.need as usize) {
                let (level, day, title) = (step.level, wording::date(live), plan.item(need.item).title());
                // Elsewhere it may be there.
                let lacking = !figures.lacking(need).is_empty();
                let place = unit.filter(|_| lacking).map(|unit| format!(" in {}", plan.unit_title(unit)));
                let place = place.unwrap_or_default();
                waiting.push(format!("{level} of {day} waits for {title}, which is not there{place}"));
                let label = format!("{} needs {title}", of.title());
                trace.decide(label, plan.need_address(wait.item, "needs", need));
            }
        } else if let Some(live) = live {
            // What it waited for is planned to be there by then.
            let waited = figures.wait_in(ix, nth, unit).filter(|wait| wait.since <= at);
            let waited = waited.map(|wait| format!(", waits until {}", wording::date(wait.until)));
            trace.take(
                &format!("live on {}{}", wording::date(live), waited.unwrap_or_default()),
                Value::Level(step.level),
                plan.step_address(ix, nth),
            );
            dated.push(nth);
        }
    }
    let mut days = Days::default();
    for nth in dated {
        days.day(plan, &mut trace, (ix, nth));
    }
    trace.notes.extend(waiting);
    let planned = item.capability().and_then(|_| {
        let units = figures.in_units(ix, at);
        only_planned(units.get(unit.map_or(0, UnitIx::at))?)
    });
    match (level, planned) {
        (None, _) => match figures.expired_by(ix, at) {
            Some(until) => trace.because(format!("it expired on {}", wording::date(until))),
            None => trace.because("nothing says that it has any"),
        },
        (Some(_), _) if item.mandate().is_some() => trace.because("while it is in force"),
        (Some(_), Some(planned)) => trace.because(format!("the highest of these; {planned}")),
        (Some(_), None) => trace.because("the highest of these"),
    }
}
