//! What a simulation says: the amounts and dates that there is a chance of nine in ten, even and one in ten
//! to reach, and the chances of budgets, dates and gates.
//!
//! A figure of this kind takes a whole simulation, as `swell simulate` runs it from its first seed. So an
//! export tells them only where it is asked to, and then simulates once.

use crate::figures::Figures;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::quantity::Money;
use crate::simulation::spread::{Chance, Dates, LEVELS, Spread};
use crate::simulation::{Cause, Settings, Simulation};
use crate::trace::amounts::OF_CASE;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;

/// The threads that a simulation is spread over; the answer does not depend on it.
const THREADS: usize = 4;
/// How many of the inputs that swing NPV most are named.
const NAMED: usize = 8;

/// What of a simulation a figure is.
#[derive(Clone, Copy)]
enum Told {
    /// A quantile of money, by its place in [`LEVELS`].
    Money(usize),
    /// The mean of money.
    Mean,
    /// A date, by its place in [`LEVELS`].
    Date(usize),
    /// A chance.
    Chance,
}

/// A family whose figures a simulation tells.
struct Outlook {
    family: &'static Family,
    told: Told,
    spread: fn(&Simulation, &Of) -> Option<Spread>,
    dates: fn(&Simulation, &Of) -> Option<Dates>,
    chance: fn(&Simulation, &Of) -> Option<Chance>,
}

const NO_SPREAD: fn(&Simulation, &Of) -> Option<Spread> = |_, _| None;
const NO_DATES: fn(&Simulation, &Of) -> Option<Dates> = |_, _| None;
const NO_CHANCE: fn(&Simulation, &Of) -> Option<Chance> = |_, _| None;

const fn family(
    word: &'static str,
    means: &'static str,
    of: &'static [Kind],
    trace: fn(&Figures<'_>, &Of, Option<When>) -> Option<Trace>,
) -> Family {
    Family { word, means, of, timing: Timing::Never, trace, each: |_, _| {}, from: OF_CASE }
}

macro_rules! family {
    ($name:ident, $word:literal, $means:literal, $of:expr) => {
        pub(super) const $name: Family =
            family($word, $means, $of, |figures, of, _| trace(figures, $word, of));
    };
}

const PLAN: &[Kind] = &[Kind::Plan];
const WAVES: &[Kind] = &[Kind::Plan, Kind::Wave];
const WAVE: &[Kind] = &[Kind::Wave];

family!(NPV_NINE, "npv-nine-in-ten", "Net present value that there is a 9 in 10 chance of at least", PLAN);
family!(NPV_EVEN, "npv-even", "Net present value that there is an even chance of at least", PLAN);
family!(NPV_ONE, "npv-one-in-ten", "Net present value that there is a 1 in 10 chance of at least", PLAN);
family!(NPV_MEAN, "npv-mean", "Net present value on average over all runs", PLAN);
family!(VALUE_NINE, "value-nine-in-ten", "Value that there is a 9 in 10 chance of at least", WAVES);
family!(VALUE_EVEN, "value-even", "Value that there is an even chance of at least", WAVES);
family!(VALUE_ONE, "value-one-in-ten", "Value that there is a 1 in 10 chance of at least", WAVES);
family!(PAYBACK_EVEN, "payback-even", "Month by which there is an even chance that it is paid back", PLAN);
family!(
    PAYBACK_NINE,
    "payback-nine-in-ten",
    "Month by which there is a 9 in 10 chance that it is paid back",
    PLAN
);
family!(END_EVEN, "end-even", "Day by which there is an even chance that a wave has ended", WAVE);
family!(END_NINE, "end-nine-in-ten", "Day by which there is a 9 in 10 chance that a wave has ended", WAVE);
family!(
    FORECAST,
    "chance-of-forecast",
    "Chance that net present value is at least the plan's own forecast",
    PLAN
);
family!(NO_LOSS, "chance-of-no-loss", "Chance that net present value is not negative", PLAN);
family!(BUDGET, "chance-of-budget", "Chance that one-off money stays within the budget", WAVES);
family!(LATE, "chance-of-late", "Chance that a wave ends later than planned", WAVE);
family!(
    GATE,
    "chance-of-gate",
    "Chance that the criteria of a gate to come hold",
    &[Kind::Gate, Kind::Criterion]
);
family!(
    GOVERNS,
    "chance-of-governing",
    "Chance that an item lies on the chain to the last wave's end",
    &[Kind::Item]
);

/// All of them, in the order in which they are told.
const OUTLOOKS: &[Outlook] = &[
    npv(&NPV_NINE, Told::Money(0)),
    npv(&NPV_EVEN, Told::Money(1)),
    npv(&NPV_ONE, Told::Money(2)),
    npv(&NPV_MEAN, Told::Mean),
    value(&VALUE_NINE, Told::Money(0)),
    value(&VALUE_EVEN, Told::Money(1)),
    value(&VALUE_ONE, Told::Money(2)),
    dates(&PAYBACK_EVEN, 1, |simulation, _| Some(simulation.payback)),
    dates(&PAYBACK_NINE, 2, |simulation, _| Some(simulation.payback)),
    dates(&END_EVEN, 1, end),
    dates(&END_NINE, 2, end),
    chance(&FORECAST, |simulation, _| Some(simulation.as_forecast)),
    chance(&NO_LOSS, |simulation, _| Some(simulation.positive)),
    chance(&BUDGET, |simulation, of| match of {
        Of::Wave(wave) => simulation.waves.get(wave.at())?.budget,
        _ => simulation.budget,
    }),
    chance(&LATE, |simulation, of| match of {
        Of::Wave(wave) => Some(simulation.waves.get(wave.at())?.late),
        _ => None,
    }),
    chance(&GATE, |simulation, of| {
        let outlook = |gate| simulation.gates.iter().find(|outlook| outlook.gate == gate);
        match of {
            Of::Gate(gate) => outlook(*gate)?.chance,
            Of::Criterion(gate, nth) => outlook(*gate)?.criteria.get(*nth as usize).copied()?,
            _ => None,
        }
    }),
    chance(&GOVERNS, |simulation, of| {
        simulation.governs.iter().find(|(item, _)| *of == Of::Item(*item)).map(|(_, chance)| *chance)
    }),
];

const fn npv(family: &'static Family, told: Told) -> Outlook {
    let spread: fn(&Simulation, &Of) -> Option<Spread> = |simulation, _| Some(simulation.npv);
    Outlook { family, told, spread, dates: NO_DATES, chance: NO_CHANCE }
}

const fn value(family: &'static Family, told: Told) -> Outlook {
    let spread: fn(&Simulation, &Of) -> Option<Spread> = |simulation, of| match of {
        Of::Wave(wave) => simulation.waves.get(wave.at()).map(|outlook| outlook.value),
        _ => Some(simulation.value),
    };
    Outlook { family, told, spread, dates: NO_DATES, chance: NO_CHANCE }
}

const fn dates(
    family: &'static Family,
    level: usize,
    dates: fn(&Simulation, &Of) -> Option<Dates>,
) -> Outlook {
    Outlook { family, told: Told::Date(level), spread: NO_SPREAD, dates, chance: NO_CHANCE }
}

const fn chance(family: &'static Family, chance: fn(&Simulation, &Of) -> Option<Chance>) -> Outlook {
    Outlook { family, told: Told::Chance, spread: NO_SPREAD, dates: NO_DATES, chance }
}

fn end(simulation: &Simulation, of: &Of) -> Option<Dates> {
    match of {
        Of::Wave(wave) => simulation.waves.get(wave.at()).map(|outlook| outlook.end),
        _ => None,
    }
}

fn simulated(figures: &Figures<'_>) -> Simulation {
    let settings = Settings { threads: THREADS, ..Settings::default() };
    Simulation::of(figures, &Graph::new(figures.plan), &settings)
}

/// Tells all of them, from one simulation.
pub(super) fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(&'static Family, Row)) {
    let (plan, simulation) = (figures.plan, simulated(figures));
    for outlook in OUTLOOKS {
        for of in all(plan, &simulation, outlook.family) {
            if let Some(value) = outlook.value(&simulation, &of) {
                tell(outlook.family, Row::new(of, None, value));
            }
        }
    }
}

/// What a family may be of.
fn all(plan: &Plan, simulation: &Simulation, family: &Family) -> Vec<Of> {
    let of_kind = |kind: &Kind| -> Vec<Of> {
        match kind {
            Kind::Plan => vec![Of::Plan],
            Kind::Wave => plan.waves().map(|(ix, _)| Of::Wave(ix)).collect(),
            Kind::Gate => simulation.gates.iter().map(|outlook| Of::Gate(outlook.gate)).collect(),
            Kind::Criterion => {
                let of_gate = simulation.gates.iter().flat_map(|outlook| {
                    let count = u32::try_from(outlook.criteria.len()).unwrap_or(u32::MAX);
                    (0..count).map(|nth| Of::Criterion(outlook.gate, nth))
                });
                of_gate.collect()
            }
            Kind::Item => simulation.governs.iter().map(|(item, _)| Of::Item(*item)).collect(),
            _ => Vec::new(),
        }
    };
    family.of.iter().flat_map(of_kind).collect()
}

impl Outlook {
    /// What the figure comes to; `None` where the simulation tells nothing of it.
    fn value(&self, simulation: &Simulation, of: &Of) -> Option<Value> {
        Some(match self.told {
            Told::Money(level) => {
                Value::Money(Money::from_minor_f64((self.spread)(simulation, of)?.quantiles[level].value))
            }
            Told::Mean => Value::Money(Money::from_minor_f64((self.spread)(simulation, of)?.mean.value)),
            Told::Date(level) => {
                let day = (self.dates)(simulation, of)?.by[level];
                let of_month = matches!(of, Of::Plan);
                day.map_or(Value::Nothing, |day| {
                    if of_month { Value::Month(Month::of(day)) } else { Value::Date(day) }
                })
            }
            Told::Chance => Value::Share((self.chance)(simulation, of)?.share()),
        })
    }
}

fn trace(figures: &Figures<'_>, word: &str, of: &Of) -> Option<Trace> {
    let outlook = OUTLOOKS.iter().find(|outlook| outlook.family.word == word)?;
    let simulation = simulated(figures);
    let value = outlook.value(&simulation, of)?;
    let runs = wording::group(simulation.runs.into());
    let drawn = format!("{runs} runs from seed {}, as swell simulate draws them", simulation.seed);
    let trace = match outlook.told {
        Told::Money(level) => {
            let spread = (outlook.spread)(&simulation, of)?;
            let rule = format!("of {drawn}, the result that {} stay at or below", said(level));
            let error = Value::Unrounded(spread.quantiles[level].error);
            let trace = Trace::new(value, &rule).with("its standard error", error, Origin::Rule);
            trace.because(place(simulation.runs, LEVELS[level]))
        }
        Told::Mean => {
            let spread = (outlook.spread)(&simulation, of)?;
            let rule = format!("the mean of {drawn}");
            let deviation = Value::Unrounded(spread.deviation);
            let trace = Trace::new(value, &rule).with("standard deviation", deviation, Origin::Rule);
            let error = Value::Unrounded(spread.mean.error);
            trace
                .with("its standard error", error, Origin::Rule)
                .because(format!("the standard error is the deviation ÷ √{runs}"))
        }
        Told::Date(level) => {
            let rule = format!("of {drawn}, the date by which it has happened in {}", said(level));
            Trace::new(value, &rule).because(match value {
                Value::Nothing => "it happens in fewer runs than that up to the horizon".to_owned(),
                _ => format!("the {} of {runs} dates in order", ordinal(simulation.runs, LEVELS[level])),
            })
        }
        Told::Chance => {
            let chance = (outlook.chance)(&simulation, of)?;
            let [low, high] =
                chance.interval().map(|share| Value::Share(share).said("", figures.plan.currency));
            let rule = format!("in how many of {drawn}; 95 times in 100 it lies between {low} and {high}");
            let trace = Trace::new(value, &rule)
                .with("runs in which it is so", Value::Count(chance.times.into()), Origin::Rule)
                .with("all runs", Value::Count(chance.of.into()), Origin::Rule);
            trace.by(Term::Input(0).over(Term::Input(1)))
        }
    };
    Some(with_causes(figures.plan, &simulation, trace))
}

fn said(level: usize) -> &'static str {
    ["one run in ten", "every other run", "nine runs in ten"][level.min(2)]
}

/// Between which results a quantile lies.
fn place(runs: u32, level: f64) -> String {
    let place = f64::from(runs.saturating_sub(1)) * level;
    let [below, above] = [place.floor(), place.ceil()].map(|place| wording::number(place + 1.0, 0));
    if below == above {
        format!("result {below} of {runs} in order")
    } else {
        format!("on a straight line between results {below} and {above} of {runs} in order")
    }
}

fn ordinal(runs: u32, level: f64) -> String {
    format!("number {}", wording::number((f64::from(runs) * level - 1e-9).ceil(), 0))
}

/// With the inputs that swing net present value most, and what the plan says of them.
fn with_causes(plan: &Plan, simulation: &Simulation, mut trace: Trace) -> Trace {
    for swing in simulation.swings.iter().take(NAMED) {
        let (label, address) = match swing.cause {
            Cause::Value(item) => (
                format!("NPV if high less if low: value of {}", plan.item(item).title()),
                plan.item_address(item).to("value"),
            ),
            Cause::Ramp(item) => (
                format!("NPV if long less if short: ramp of {}", plan.item(item).title()),
                plan.item_address(item).to("ramp"),
            ),
            Cause::Risk(nth) => {
                let Some(risk) = plan.risks.get(nth as usize) else { continue };
                let title = risk.about.name.as_deref().unwrap_or(&risk.id);
                (
                    format!("NPV with it less without it: {title}"),
                    Address::new(Table::Risk, &risk.id).to("probability"),
                )
            }
            Cause::Kpi(kpi) => {
                (plan.kpi(kpi).title().to_owned(), Address::new(Table::Kpi, &plan.kpi(kpi).id))
            }
        };
        trace.take(&label, Value::Unrounded(swing.swing.value), address);
    }
    trace
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// Nothing of the sample is uncertain but its ramps, and those of 80 % to 150 % hardly matter for the
    /// wave's end: every run is on time.
    #[test]
    fn a_chance_counts_the_runs_and_says_how_far_they_tell() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let late = trace(&figures, "chance-of-late", &Of::Wave(crate::plan::id::WaveIx(1))).unwrap();
        assert_eq!(late.value, Value::Share(0.0));
        assert_eq!(late.inputs[1].value, Value::Count(10_000));
        assert!(late.rule.ends_with("between 0 % and 0.03 %"), "three in ten thousand: {}", late.rule);
    }

    #[test]
    fn an_export_tells_what_each_figure_is() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let mut told = 0;
        each(&figures, &mut |family, row| {
            let figure = (family.trace)(&figures, &row.of, None).unwrap();
            assert_eq!(figure.value, row.value, "{}", family.word);
            told += 1;
        });
        assert!(told >= 12, "{told}");
    }
}
