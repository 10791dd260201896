//! Progress of a wave: how many of its steps are live.

use crate::figures::Figures;
use crate::figures::readiness::StepState;
use crate::plan::address::Table;
use crate::plan::id::WaveIx;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "progress",
    means: "Progress, steps that are live ÷ all steps",
    of: &[Kind::Wave],
    timing: Timing::Never,
    trace: |figures, of, _| match of {
        Of::Wave(wave) => Some(trace(figures, *wave)),
        _ => None,
    },
    each: |figures, tell| {
        for (wave, _) in figures.plan.waves() {
            let share = Value::maybe(figures.progress(wave).share(), Value::Share);
            tell(Row::new(Of::Wave(wave), None, share));
        }
    },
    from: &[
        (Table::Driver, "wave"),
        (Table::Driver, "live"),
        (Table::Capability, "reaches"),
        (Table::Mandate, "reaches"),
        (Table::Assessed, "level"),
    ],
};

fn trace(figures: &Figures<'_>, wave: WaveIx) -> Trace {
    let plan = figures.plan;
    let progress = figures.progress(wave);
    let rule = "steps that are live ÷ all its steps; an assessment counts before the date";
    let mut trace = Trace::new(Value::maybe(progress.share(), Value::Share), rule);
    for (ix, item) in plan.items() {
        for (nth, step) in item.steps.iter().enumerate().filter(|(_, step)| step.wave == wave) {
            let state = figures.step_state(ix, nth);
            let level = if item.driver().is_some() { String::new() } else { format!(" at {}", step.level) };
            let label = format!("{}{level}, {}", item.title(), state.as_str());
            trace.take(&label, Value::Flag(state == StepState::Live), plan.step_address(ix, nth));
        }
    }
    match progress.steps {
        0 => trace.because("it has no steps"),
        steps => trace.by(Term::All(0).over(Term::Number(steps.into()))),
    }
}
