//! How far the capability steps of a wave have come, by layer and dimension: the mean and the lowest.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::Fulfilment;
use crate::plan::id::{ItemIx, WaveIx};
use crate::plan::item::{Dimension, Item};
use crate::trace::measured::day;
use crate::trace::name::When;
use crate::trace::of::{Built, Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};
use crate::wording;

pub(super) const MEAN: Family = Family {
    word: "fulfilment",
    means: "How far the steps of a wave have come, the mean",
    of: &[Kind::Bundle, Kind::InWave],
    timing: Timing::Day,
    trace: |figures, of, when| match of {
        Of::Bundle(wave, built) => Some(mean(figures, *wave, *built, day(figures, when))),
        Of::InWave(item, wave) => step(figures, *item, *wave, day(figures, when)),
        _ => None,
    },
    each: |figures, tell| each(figures, tell, |of| of.mean),
};

pub(super) const LOWEST: Family = Family {
    word: "lowest-fulfilment",
    means: "How far the steps of a wave have come, the lowest",
    of: &[Kind::Bundle],
    trace: |figures, of, when| match of {
        Of::Bundle(wave, built) => Some(lowest(figures, *wave, *built, day(figures, when))),
        _ => None,
    },
    each: |figures, tell| each(figures, tell, |of| of.lowest),
    ..MEAN
};

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), value: fn(&Fulfilment) -> f64) {
    let bundles = figures.bundles(figures.plan.as_of);
    for ((wave, _), bundle) in figures.plan.waves().zip(&bundles) {
        for built in Built::all() {
            if let Some(of) = built.of(bundle) {
                tell(Row::new(Of::Bundle(wave, built), None, Value::Share(value(&of))));
            }
        }
    }
}

/// The steps of a wave that belong to a layer or dimension, with how far each has come.
fn steps(figures: &Figures<'_>, wave: WaveIx, built: Built, at: NaiveDate) -> Vec<Input> {
    let plan = figures.plan;
    let belongs = |ix: ItemIx, item: &Item| match built {
        Built::Layer(layer) => plan.layer(ix) == Some(layer),
        Built::Dimension(dimension) => item.capability().is_some_and(|it| it.dimensions.contains(&dimension)),
    };
    let mut inputs = Vec::new();
    for (ix, item) in plan.items_of(Dimension::OperatingModel).filter(|(ix, item)| belongs(*ix, item)) {
        for step in item.steps.iter().filter(|step| step.wave == wave) {
            let value = Value::Share(figures.fulfilment(ix, step, at));
            let label = format!("{} at {}", item.title(), step.level);
            let name = Of::InWave(ix, wave).name(plan, "fulfilment", Some(When::Day(at)));
            inputs.push(Input::new(&label, value, name));
        }
    }
    inputs
}

fn mean(figures: &Figures<'_>, wave: WaveIx, built: Built, at: NaiveDate) -> Trace {
    let of = figures.bundles(at).get(wave.at()).and_then(|bundle| built.of(bundle));
    let rule = "how far each capability step of the wave has come, added up ÷ their number";
    let value = Value::maybe(of.as_ref().map(|of| of.mean), Value::Share);
    let inputs = steps(figures, wave, built, at);
    let count = Term::Number(f64::from(u32::try_from(inputs.len()).unwrap_or(u32::MAX)));
    let trace = Trace { inputs, ..Trace::new(value, rule) };
    if of.is_none() { trace.because("it takes no step there") } else { trace.by(Term::All(0).over(count)) }
}

fn lowest(figures: &Figures<'_>, wave: WaveIx, built: Built, at: NaiveDate) -> Trace {
    let of = figures.bundles(at).get(wave.at()).and_then(|bundle| built.of(bundle));
    let rule = "of all capability steps of the wave the one that has come least far";
    let inputs = steps(figures, wave, built, at);
    let trace =
        Trace { inputs, ..Trace::new(Value::maybe(of.as_ref().map(|of| of.lowest), Value::Share), rule) };
    match of {
        Some(of) => {
            let titles: Vec<&str> = of.weakest.iter().map(|ix| figures.plan.item(*ix).title()).collect();
            trace.because(format!("the lowest of these: {}", wording::list(&titles)))
        }
        None => trace.because("it takes no step there"),
    }
}

fn step(figures: &Figures<'_>, ix: ItemIx, wave: WaveIx, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let item = plan.item(ix);
    item.capability()?;
    let nth = item.steps.iter().rposition(|step| step.wave == wave)?;
    let step = &item.steps[nth];
    let value = Value::Share(figures.fulfilment(ix, step, at));
    let rule = "the lowest level of the units that take part by the end of the wave ÷ the level of the step, at most 1; levels that are planned and not assessed count, and where none is known it counts 0";
    let mut trace = Trace::new(value, rule);
    let when = Some(When::Day(at));
    let mut lowest = u8::MAX;
    let levels = figures.levels_at(ix, at);
    for unit in figures.units_by(plan.wave(wave).end).into_iter().filter(|_| !levels.is_empty()) {
        let level = levels.get(unit.at()).copied().flatten();
        lowest = lowest.min(level.unwrap_or(0));
        let name = Of::InUnit(ix, unit).name(plan, "level", when);
        trace.take(plan.unit_title(unit), level.map_or(Value::Nothing, Value::Level), name);
    }
    if levels.is_empty() {
        let level = figures.level_at(ix, None, at);
        lowest = level.unwrap_or(0);
        let name = Of::Item(ix).name(plan, "level", when);
        trace.take("level", level.map_or(Value::Nothing, Value::Level), name);
    }
    let wanted = Value::Level(step.level);
    let wanted = trace.take("level of the step", wanted, plan.step_address(ix, nth));
    let share = Term::Number(lowest.into()).over(wanted);
    Some(trace.by(Term::Least(Box::new([Term::Number(1.0), share]))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, day};
    use crate::plan::capability::{Layer, OperatingDimension};
    use crate::plan::item::Detail;

    /// As in the test of bundles: south is at 1 of 3.
    #[test]
    fn a_step_has_come_as_far_as_its_lowest_unit() {
        let mut plan = sample::plan();
        let crm = plan.item_by_id("crm").unwrap();
        let Detail::Capability(capability) = &mut plan.item_mut(crm).detail else { panic!() };
        capability.layer = Some(Layer::Technological);
        capability.dimensions = [OperatingDimension::Data].into();
        sample::assess(&mut plan, "crm", "2026-04-02", None, 2);
        sample::assess(&mut plan, "crm", "2026-05-02", Some(1), 1);
        let figures = Figures::new(&plan);
        let at = day("2026-08-31");
        let third = Value::Share(1.0 / 3.0);
        assert_eq!(step(&figures, crm, WaveIx(1), at).unwrap().value, third);
        let built = Built::Layer(Layer::Technological);
        assert_eq!(mean(&figures, WaveIx(1), built, at).value, third);
        assert_eq!(lowest(&figures, WaveIx(0), built, at).value, Value::Share(1.0));
    }
}
