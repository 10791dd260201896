//! Levels as the plan sets them: the one that an item reaches in a wave, and the highest of all.

use crate::figures::Figures;
use crate::plan::id::{ItemIx, WaveIx};
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const TARGET: Family = Family {
    word: "target",
    means: "Highest level that is planned",
    of: &[Kind::Item],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Item(item) => target(figures, *item),
        _ => None,
    },
    each: |figures, tell| {
        for (ix, _) in figures.plan.items() {
            if let Some(trace) = target(figures, ix) {
                tell(Row::new(Of::Item(ix), None, trace.value));
            }
        }
    },
};

pub(super) const STEP: Family = Family {
    word: "step",
    means: "Level that an item reaches in a wave",
    of: &[Kind::InWave],
    trace: |figures, of, _| match of {
        Of::InWave(item, wave) => step(figures, *item, *wave),
        _ => None,
    },
    each: |figures, tell| {
        for (ix, item) in figures.plan.items() {
            // A level that a later one of the same wave tops is not the one that the wave reaches.
            for (nth, step) in item.steps.iter().enumerate() {
                if item.steps.get(nth + 1).is_none_or(|next| next.wave != step.wave) {
                    tell(Row::new(Of::InWave(ix, step.wave), None, Value::Level(step.level)));
                }
            }
        }
    },
    ..TARGET
};

fn target(figures: &Figures<'_>, ix: ItemIx) -> Option<Trace> {
    let plan = figures.plan;
    let steps = &plan.item(ix).steps;
    let highest = steps.iter().map(|step| step.level).max()?;
    let mut trace = Trace::new(Value::Level(highest), "the highest level of its steps");
    for (nth, step) in steps.iter().enumerate() {
        trace.take(plan.wave(step.wave).title(), Value::Level(step.level), plan.step_address(ix, nth));
    }
    Some(trace)
}

fn step(figures: &Figures<'_>, ix: ItemIx, wave: WaveIx) -> Option<Trace> {
    let plan = figures.plan;
    let item = plan.item(ix);
    let nth = item.steps.iter().rposition(|step| step.wave == wave)?;
    let level = Value::Level(item.steps[nth].level);
    let rule = match item.driver() {
        Some(_) => "a driver has one step, which counts as level 1",
        None => "what the plan says",
    };
    let trace = Trace::new(level, rule).with("level", level, plan.step_address(ix, nth));
    Some(trace.because("reached by the end of the wave"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    #[test]
    fn the_crm_reaches_two_and_then_three() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let crm = plan.item_by_id("crm").unwrap();
        assert_eq!(target(&figures, crm).unwrap().value, Value::Level(3));
        assert_eq!(step(&figures, crm, WaveIx(0)).unwrap().value, Value::Level(2));
        let reach = plan.item_by_id("reach").unwrap();
        assert_eq!(step(&figures, reach, WaveIx(1)), None, "it has no step there");
    }
}
