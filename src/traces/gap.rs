//! What is missing to the levels that are planned: at all, and by the end of the wave looked at; the newest
//! assessment, and the level by evidence alone.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::UnitLevel;
use crate::plan::address::Table;
use crate::plan::id::{ItemIx, UnitIx};
use crate::plan::quantity::Level;
use crate::trace::days::Days;
use crate::trace::measured::day;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::wave_ends;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

pub(super) const GAP: Family = Family {
    word: "gap",
    means: "Levels that are missing to the highest one that is planned",
    of: &[Kind::Item, Kind::InUnit],
    timing: Timing::Day,
    trace: |figures, of, when| missing(figures, of, day(figures, when), To::Target),
    each: |figures, tell| {
        let value = |stands: &UnitLevel| Value::Count(stands.gap().into());
        each(figures, tell, value);
        let ends = wave_ends(figures.plan);
        for ix in capabilities(figures) {
            for end in &ends {
                let missing = value(&figures.in_all_units(ix, *end));
                tell(Row::new(Of::Item(ix), Some(When::Day(*end)), missing));
            }
        }
    },
};

pub(super) const SHORT: Family = Family {
    word: "short",
    means: "Levels that are missing to what is planned by the end of the wave",
    trace: |figures, of, when| missing(figures, of, day(figures, when), To::WaveEnd),
    each: |figures, tell| each(figures, tell, |stands| Value::Count(stands.short().into())),
    ..GAP
};

pub(super) const ASSESSED: Family = Family {
    word: "assessed",
    means: "Level of the newest assessment",
    trace: |figures, of, when| assessed(figures, of, day(figures, when)),
    each: each_assessed,
    ..GAP
};

pub(super) const EVIDENT: Family = Family {
    word: "evident",
    means: "Level by evidence alone, which gates ask for",
    trace: |figures, of, when| evident(figures, of, day(figures, when)),
    each: |figures, tell| {
        each(figures, tell, |stands| stands.evident.map_or(Value::Nothing, Value::Level));
        for (ix, _) in figures.plan.items().filter(|(_, item)| item.mandate().is_some()) {
            let evident = figures.evident_level(ix, figures.plan.as_of);
            tell(Row::new(Of::Item(ix), None, evident.map_or(Value::Nothing, Value::Level)));
        }
    },
    ..GAP
};

/// To which of the planned levels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    Target,
    WaveEnd,
}

/// Tells how each capability stands as of `as-of`, everywhere and in each unit.
fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), value: fn(&UnitLevel) -> Value) {
    let plan = figures.plan;
    for ix in capabilities(figures) {
        tell(Row::new(Of::Item(ix), None, value(&figures.in_all_units(ix, plan.as_of))));
        let units = if plan.units.is_empty() { Vec::new() } else { figures.in_units(ix, plan.as_of) };
        for (unit, stands) in units.iter().enumerate() {
            tell(Row::new(Of::InUnit(ix, UnitIx::from(unit)), None, value(stands)));
        }
    }
}

fn each_assessed(figures: &Figures<'_>, tell: &mut dyn FnMut(Row)) {
    let plan = figures.plan;
    for ix in capabilities(figures) {
        let units = (0..plan.units.len()).map(|unit| Some(UnitIx::from(unit)));
        for unit in std::iter::once(None).chain(units) {
            if let Some(seen) = figures.seen(ix, unit, plan.as_of) {
                let of = unit.map_or(Of::Item(ix), |unit| Of::InUnit(ix, unit));
                tell(Row::new(of, None, Value::Level(seen.level)));
            }
        }
    }
}

fn capabilities<'f>(figures: &'f Figures<'_>) -> impl Iterator<Item = ItemIx> + 'f {
    figures.plan.items().filter(|(_, item)| item.capability().is_some()).map(|(ix, _)| ix)
}

fn parts(of: &Of) -> Option<(ItemIx, Option<UnitIx>)> {
    match of {
        Of::Item(item) => Some((*item, None)),
        Of::InUnit(item, unit) => Some((*item, Some(*unit))),
        _ => None,
    }
}

/// A capability in a unit; in all of them, the level that holds everywhere against what is planned at all.
fn stands(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<UnitLevel> {
    let (ix, unit) = parts(of)?;
    figures.plan.item(ix).capability()?;
    match unit {
        Some(unit) => figures.in_units(ix, at).get(unit.at()).copied(),
        None => Some(figures.in_all_units(ix, at)),
    }
}

fn missing(figures: &Figures<'_>, of: &Of, at: NaiveDate, to: To) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, _) = parts(of)?;
    let stands = stands(figures, of, at)?;
    let (wanted, gap, rule) = match to {
        To::Target => {
            (stands.target, stands.gap(), "the highest level planned less the level, and no less than none")
        }
        To::WaveEnd => (
            stands.planned,
            stands.short(),
            "the level planned by the end of the wave that the day lies in less the level, and no less than none",
        ),
    };
    let mut trace = Trace::new(Value::Count(gap.into()), rule);
    let step = plan.item(ix).steps.iter().position(|step| Some(step.level) == wanted);
    let origin = step.map_or(Origin::Rule, |nth| plan.step_address(ix, nth).into());
    let level = |level: Option<Level>| level.map_or(Value::Nothing, Value::Level);
    let wanted = trace.take("planned", level(wanted), origin);
    let name = of.name(plan, "level", Some(When::Day(at)));
    let is = trace.take("level", level(stands.level), name);
    Some(match (&trace.inputs[0].value, &trace.inputs[1].value) {
        (Value::Nothing, _) => trace.because("nothing is planned for it"),
        (_, Value::Nothing) => trace.because("no level is known: all of it is missing"),
        _ => {
            let less = Box::new([Term::Number(0.0), wanted.minus(is)]);
            trace.by(Term::Most(less))
        }
    })
}

fn evident(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, unit) = parts(of)?;
    if unit.is_none() && plan.item(ix).mandate().is_some() {
        return Some(evident_of_mandate(figures, ix, at));
    }
    let value = |level: Option<Level>| level.map_or(Value::Nothing, Value::Level);
    let stands = stands(figures, of, at)?;
    let rule = "the newest assessment by then, or today's maturity where there is none; what is planned is no evidence";
    if unit.is_none() && !plan.units.is_empty() {
        let rule =
            "the lowest by evidence alone of the units that take part by then; one without any counts 0";
        let mut trace = Trace::new(value(stands.evident), rule);
        let levels = figures.evident_levels(ix, at);
        for unit in figures.units_by(at) {
            let name = Of::InUnit(ix, unit).name(plan, "evident", Some(When::Day(at)));
            trace.take(plan.unit_title(unit), value(levels[unit.at()]), name);
        }
        return Some(trace);
    }
    let mut trace = Trace::new(value(stands.evident), rule);
    trace.also = vec![of.name(plan, "level", Some(When::Day(at)))];
    Some(match (stands.evident, stands.seen) {
        (None, _) => trace.because("there is no evidence"),
        (Some(_), Some(seen)) => {
            let address = plan.record_address(Table::Assessed, seen.record as usize).to("level");
            let label = format!("assessed on {}", wording::date(seen.date));
            trace.with(&label, Value::Level(seen.level), address).because("as recorded")
        }
        (Some(today), None) => {
            let address = plan.item_address(ix).to("maturity");
            trace.with("maturity today", Value::Level(today), address).because("as it is today")
        }
    })
}

/// A mandate: what was seen of it, or what it is by its grant as long as nobody has looked.
fn evident_of_mandate(figures: &Figures<'_>, ix: ItemIx, at: NaiveDate) -> Trace {
    let plan = figures.plan;
    let (item, address) = (plan.item(ix), plan.item_address(ix));
    let (on, at) = (at, at.min(plan.as_of));
    // When it ends is known ahead.
    let evident = figures.evident_level(ix, at).filter(|_| !figures.is_over(ix, on));
    let rule = "what was seen of it by then, while it is in force; as long as nobody has looked, the steps that are live by then and since it was granted; what is planned without a grant is no evidence";
    let mut trace = Trace::new(evident.map_or(Value::Nothing, Value::Level), rule);
    trace.also = vec![Of::Item(ix).name(plan, "level", Some(When::Day(at)))];
    let granted = item.mandate().and_then(|mandate| mandate.granted);
    let until = item.mandate().and_then(|mandate| mandate.until);
    if let Some(granted) = granted {
        trace.take("granted", Value::Date(granted), address.clone().to("granted"));
    }
    if let Some(until) = until {
        trace.take("in force until", Value::Date(until), address.to("until"));
    }
    if let Some(seen) = figures.seen(ix, None, at) {
        let record = plan.record_address(Table::Assessed, seen.record as usize).to("level");
        trace.take(&format!("assessed on {}", wording::date(seen.date)), Value::Level(seen.level), record);
        return match (evident, figures.expired_by(ix, on)) {
            (Some(_), _) => trace.because("as recorded"),
            (None, Some(until)) => trace.because(format!("it expired on {}", wording::date(until))),
            (None, None) => trace.because("it is not in force"),
        };
    }
    if evident.is_none() {
        return match (granted, figures.expired_by(ix, on)) {
            (None, _) => trace.because("it was never assessed, and never granted"),
            (Some(_), Some(until)) => trace.because(format!("it expired on {}", wording::date(until))),
            (Some(_), None) => trace.because("nothing of it is live by then"),
        };
    }
    let mut days = Days::default();
    for (nth, step) in item.steps.iter().enumerate() {
        if let Some(live) = plan.step_live(ix, nth).filter(|live| *live <= at) {
            let label = format!("live on {}", wording::date(live));
            trace.take(&label, Value::Level(step.level), plan.step_address(ix, nth));
            days.day(plan, &mut trace, (ix, nth));
        }
    }
    trace.because("the highest of these, as it was granted")
}

fn assessed(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let (ix, unit) = parts(of)?;
    let seen = figures.seen(ix, unit, at)?;
    let address = plan.record_address(Table::Assessed, seen.record as usize).to("level");
    let level = Value::Level(seen.level);
    let label = format!("assessed on {}", wording::date(seen.date));
    Some(
        Trace::new(level, "the newest assessment by then")
            .with(&label, level, address)
            .because("as recorded"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::Plan;

    /// The CRM is to reach 3; south was assessed at 1.
    #[test]
    fn a_gap_is_what_is_missing_to_the_target() {
        let mut plan = sample::plan();
        sample::assess(&mut plan, "crm", "2026-06-01", Some(1), 1);
        let figures = Figures::new(&plan);
        let south = Of::InUnit(plan.item_by_id("crm").unwrap(), UnitIx(1));
        let gap = missing(&figures, &south, plan.as_of, To::Target).unwrap();
        assert_eq!((gap.value, gap.inputs[0].value), (Value::Count(2), Value::Level(3)));
        assert_eq!(assessed(&figures, &south, plan.as_of).unwrap().value, Value::Level(1));
        // North has 2 by plan; all that anybody said of it is the maturity of 1.
        let crm = plan.item_by_id("crm").unwrap();
        for of in [Of::InUnit(crm, UnitIx(0)), Of::Item(crm)] {
            assert_eq!(evident(&figures, &of, plan.as_of).unwrap().value, Value::Level(1));
        }
    }

    /// Steering is to have 2 by a wave that has ended, and was never granted; then 1 was seen of it.
    #[test]
    fn a_mandate_has_the_evidence_that_gates_ask_for() {
        let mut plan = sample::plan();
        let steering = Of::Item(plan.item_by_id("steering").unwrap());
        let told = |plan: &Plan| evident(&Figures::new(plan), &steering, plan.as_of).unwrap().value;
        assert_eq!(told(&plan), Value::Nothing);
        sample::assess(&mut plan, "steering", "2026-06-01", None, 1);
        assert_eq!(told(&plan), Value::Level(1));
    }
}
