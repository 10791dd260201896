//! Earned value of a wave at `as-of`: what the money spent has bought.

use crate::figures::Figures;
use crate::figures::earned::Earned;
use crate::plan::address::Table;
use crate::plan::id::WaveIx;
use crate::plan::quantity::Money;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const BUDGET: Family = family(
    "bac",
    "Budget at completion",
    |figures, of, _| trace(figures, of, budget),
    |figures, tell| each(figures, tell, budget),
);
pub(super) const PLANNED: Family = family(
    "pv",
    "Planned value of the steps that are due",
    |figures, of, _| trace(figures, of, planned),
    |figures, tell| each(figures, tell, planned),
);
pub(super) const EARNED: Family = family(
    "ev",
    "Earned value of the steps that are live",
    |figures, of, _| trace(figures, of, earned),
    |figures, tell| each(figures, tell, earned),
);
pub(super) const SCHEDULE: Family = family(
    "spi",
    "Schedule performance index, below 1 is late",
    |figures, of, _| trace(figures, of, schedule),
    |figures, tell| each(figures, tell, schedule),
);
pub(super) const COST: Family = family(
    "cpi",
    "Cost performance index, below 1 is dear",
    |figures, of, _| trace(figures, of, cost),
    |figures, tell| each(figures, tell, cost),
);
pub(super) const ESTIMATE: Family = family(
    "eac",
    "Estimate at completion, the rest costing as the work so far did",
    |figures, of, _| trace(figures, of, estimate),
    |figures, tell| each(figures, tell, estimate),
);

/// One measure of a wave, taken apart.
type Measure = fn(&Figures<'_>, WaveIx, Earned) -> Trace;
type Tracing = fn(&Figures<'_>, &Of, Option<crate::trace::name::When>) -> Option<Trace>;
type Telling = fn(&Figures<'_>, &mut dyn FnMut(Row));

const fn family(word: &'static str, means: &'static str, trace: Tracing, each: Telling) -> Family {
    let from = &[(Table::Wave, "budget"), (Table::Spent, "value"), (Table::Assessed, "level")];
    Family { word, means, of: &[Kind::Wave], timing: Timing::Never, trace, each, from }
}

fn trace(figures: &Figures<'_>, of: &Of, measure: Measure) -> Option<Trace> {
    let Of::Wave(wave) = of else { return None };
    let known = figures.earned().into_iter().nth(wave.at())??;
    Some(measure(figures, *wave, known))
}

fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(Row), measure: Measure) {
    for ((wave, _), known) in figures.plan.waves().zip(figures.earned()) {
        if let Some(known) = known {
            tell(Row::new(Of::Wave(wave), None, measure(figures, wave, known).value));
        }
    }
}

fn budget(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let plan = figures.plan;
    let rule = "the one-off money that it is planned to cost, or its budget where nothing is costed";
    let mut trace = Trace::new(Value::Money(known.budget), rule);
    let costed = figures.one_off().sum(wave) > Money::ZERO;
    let term = if costed {
        trace.take("one-off cost", Value::Money(known.budget), Of::Wave(wave).name(plan, "one-off", None))
    } else {
        trace.take("budget", Value::Money(known.budget), plan.wave_address(wave).to("budget"))
    };
    trace.by(term)
}

/// The part of the budget that some of the steps stand for.
fn part(figures: &Figures<'_>, wave: WaveIx, value: Money, known: Earned, label: &str, steps: u32) -> Trace {
    let of = Of::Wave(wave);
    let rule = "the part of the budget at completion that these steps are of all; all weigh the same";
    let mut trace = Trace::new(Value::Money(value), rule);
    let budget =
        trace.take("budget at completion", Value::Money(known.budget), of.name(figures.plan, "bac", None));
    let all = Term::Number(figures.progress(wave).steps.into());
    let steps = trace.take(label, Value::Number(steps.into()), figures.plan.wave_address(wave));
    trace.also = vec![of.name(figures.plan, "progress", None)];
    trace.by(Term::Product(vec![budget, steps]).over(all))
}

fn planned(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let plan = figures.plan;
    let mut due = 0;
    for (ix, item) in plan.items() {
        for (nth, _) in item.steps.iter().enumerate().filter(|(_, step)| step.wave == wave) {
            due += u32::from(plan.step_live(ix, nth).is_some_and(|live| live <= plan.as_of));
        }
    }
    part(figures, wave, known.planned, known, "steps due", due)
}

fn earned(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    part(figures, wave, known.earned, known, "steps live", figures.progress(wave).live)
}

/// One amount of the wave divided by another.
fn ratio(
    figures: &Figures<'_>,
    wave: WaveIx,
    value: Option<f64>,
    rule: &str,
    over: (&str, &str, Money),
    known: Earned,
) -> Trace {
    let name = |word: &str| Of::Wave(wave).name(figures.plan, word, None);
    let value = Value::maybe(value, Value::Number);
    let (label, word, amount) = over;
    let trace = Trace::new(value, rule).with("earned value", Value::Money(known.earned), name("ev")).with(
        label,
        Value::Money(amount),
        name(word),
    );
    match value {
        Value::Nothing => trace.because("there is nothing to divide by"),
        _ => trace.by(Term::Input(0).over(Term::Input(1))),
    }
}

fn schedule(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let over = ("planned value", "pv", known.planned);
    ratio(figures, wave, known.spi(), "earned value ÷ planned value", over, known)
}

fn cost(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    ratio(figures, wave, known.cpi(), "earned value ÷ spent", ("spent", "spent", known.spent), known)
}

fn estimate(figures: &Figures<'_>, wave: WaveIx, known: Earned) -> Trace {
    let name = |word: &str| Of::Wave(wave).name(figures.plan, word, None);
    let value = known.eac_typical().map_or(Value::Nothing, Value::Money);
    let trace = Trace::new(value, "budget at completion × spent ÷ earned value")
        .with("budget at completion", Value::Money(known.budget), name("bac"))
        .with("spent", Value::Money(known.spent), name("spent"))
        .with("earned value", Value::Money(known.earned), name("ev"));
    match value {
        Value::Nothing => trace.because("nothing is earned yet"),
        _ => trace.by(Term::Product(vec![Term::Input(0), Term::Input(1)]).over(Term::Input(2))),
    }
}
