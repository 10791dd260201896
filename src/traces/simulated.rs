//! What a simulation says: the amounts and dates that there is a chance of nine in ten, even and one in ten
//! to reach, the chances of budgets, dates and gates, and what swings NPV.
//!
//! A figure of this kind takes a whole simulation, as `swell simulate` runs it from its first seed. So an
//! export tells them only where it is asked to, and then simulates once; and where one is known already, as on
//! a screen that shows it, figures are those of that one.

mod amounts;
mod causes;
mod gates;
mod hanging;
mod swung;

use crate::figures::Figures;
use crate::figures::business_case::NO_COST;
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::quantity::{Currency, Money};
use crate::simulation::spread::{Chance, Dates, Estimated, LEVELS, Spread};
use crate::simulation::swing::Swing;
use crate::simulation::{Settings, Simulation, is_open};
use crate::trace::name::{Name, When};
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace};
use crate::wording;
use amounts::{by_month, ordinal, place, result, stepped, told_as};
use swung::{swing_of, swung, with_causes};

/// How many of the inputs that swing NPV most are named.
const NAMED: usize = 8;

/// The threads that a simulation is spread over; the answer does not depend on it.
const THREADS: usize = 4;

/// What of a simulation a figure is.
#[derive(Clone, Copy)]
enum Told {
    /// A quantile of money, by its place in [`LEVELS`].
    Money(usize),
    /// The mean of money.
    Mean,
    /// What quantiles of money are rounded down to.
    Step,
    /// A date, by its place in [`LEVELS`].
    Date(usize),
    /// A chance.
    Chance,
    /// An end of what an input swings, before it is rounded, or how far both are apart.
    Swing(fn(&Swing) -> Estimated),
    /// How far each of these may be off.
    Off,
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
    timing: Timing,
    trace: fn(&Figures<'_>, &Of, Option<When>) -> Option<Trace>,
) -> Family {
    Family { word, means, of, timing, trace, each: |_, _| {} }
}

macro_rules! family {
    ($name:ident, $word:literal, $means:literal, $of:expr) => {
        family!($name, $word, $means, $of, Timing::Never);
    };
    ($name:ident, $word:literal, $means:literal, $of:expr, $timing:expr) => {
        pub(super) const $name: Family = family($word, $means, $of, $timing, |figures, of, when| {
            trace(figures, &simulated(figures), $word, of, when)
        });
    };
}

const PLAN: &[Kind] = &[Kind::Plan];
const WAVES: &[Kind] = &[Kind::Plan, Kind::Wave];
const WAVE: &[Kind] = &[Kind::Wave];

family!(NPV_NINE, "npv-nine-in-ten", "Net present value that there is a 9 in 10 chance of at least", PLAN);
family!(NPV_EVEN, "npv-even", "Net present value that there is an even chance of at least", PLAN);
family!(NPV_ONE, "npv-one-in-ten", "Net present value that there is a 1 in 10 chance of at least", PLAN);
family!(NPV_MEAN, "npv-mean", "Net present value on average over all runs", PLAN);
family!(NPV_STEP, "npv-step", "What net present value that there is a chance of is rounded down to", PLAN);
family!(
    VALUE_NINE,
    "value-nine-in-ten",
    "Value that there is a 9 in 10 chance of at least",
    WAVES,
    Timing::Month
);
family!(VALUE_EVEN, "value-even", "Value that there is an even chance of at least", WAVES, Timing::Month);
family!(
    VALUE_ONE,
    "value-one-in-ten",
    "Value that there is a 1 in 10 chance of at least",
    WAVES,
    Timing::Month
);
family!(VALUE_MEAN, "value-mean", "Value on average over all runs", WAVES);
family!(VALUE_STEP, "value-step", "What value that there is a chance of is rounded down to", WAVES);
family!(
    SWING,
    "npv-swing",
    "How far an uncertain input swings net present value, high less low",
    &[Kind::Cause]
);
family!(
    IF_LOW,
    "npv-if-low",
    "What net present value gains with an uncertain input low, or without a risk",
    &[Kind::Cause]
);
family!(
    IF_HIGH,
    "npv-if-high",
    "What net present value gains with an uncertain input high, or with a risk",
    &[Kind::Cause]
);
family!(
    OFF_BY,
    "npv-swing-off-by",
    "How far off what an uncertain input does to net present value may be, 95 times in 100",
    &[Kind::Cause]
);
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
family!(
    FORECAST_VALUE,
    "chance-of-forecast-value",
    "Chance that value up to the horizon is at least the plan's own forecast",
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
    "Chance that an item lies on a chain that governs the last wave's end",
    &[Kind::Item]
);

/// Which chains of a run count as those that govern.
const AS_LONG: &str = "where several chains take as long in a run, what lies on any of them governs it";

/// All of them, in the order in which they are told.
const OUTLOOKS: &[Outlook] = &[
    npv(&NPV_NINE, Told::Money(0)),
    npv(&NPV_EVEN, Told::Money(1)),
    npv(&NPV_ONE, Told::Money(2)),
    npv(&NPV_MEAN, Told::Mean),
    npv(&NPV_STEP, Told::Step),
    value(&VALUE_NINE, Told::Money(0)),
    value(&VALUE_EVEN, Told::Money(1)),
    value(&VALUE_ONE, Told::Money(2)),
    value(&VALUE_MEAN, Told::Mean),
    value(&VALUE_STEP, Told::Step),
    swing(&SWING, |swing| swing.swing),
    swing(&IF_LOW, |swing| swing.low),
    swing(&IF_HIGH, |swing| swing.high),
    Outlook { family: &OFF_BY, told: Told::Off, spread: NO_SPREAD, dates: NO_DATES, chance: NO_CHANCE },
    dates(&PAYBACK_EVEN, 1, |simulation, _| simulation.payback),
    dates(&PAYBACK_NINE, 2, |simulation, _| simulation.payback),
    dates(&END_EVEN, 1, end),
    dates(&END_NINE, 2, end),
    chance(&FORECAST, |simulation, _| Some(simulation.as_forecast)),
    chance(&FORECAST_VALUE, |simulation, _| Some(simulation.value_as_forecast)),
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
            Of::Criterion(gate, nth) => outlook(*gate)?.criteria.get(*nth as usize)?.chance,
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

const fn swing(family: &'static Family, of: fn(&Swing) -> Estimated) -> Outlook {
    Outlook { family, told: Told::Swing(of), spread: NO_SPREAD, dates: NO_DATES, chance: NO_CHANCE }
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
    let settings = Settings { threads: THREADS, band: true, ..Settings::default() };
    Simulation::of(figures, &Graph::new(figures.plan), &settings)
}

/// Tells all of them, from one simulation.
pub(super) fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(&'static Family, Row)) {
    each_of(figures, &simulated(figures), tell);
}

/// Tells all of them, as a simulation has them that is known.
pub(super) fn each_of(
    figures: &Figures<'_>,
    simulation: &Simulation,
    tell: &mut dyn FnMut(&'static Family, Row),
) {
    let plan = figures.plan;
    for outlook in OUTLOOKS {
        for of in all(plan, simulation, outlook.family) {
            if let Some(value) = outlook.value(plan.currency, simulation, &of) {
                tell(outlook.family, Row::new(of, None, value));
            }
        }
        for (month, band) in figures.grid().months().zip(&simulation.band) {
            if let Some(level) = outlook.level_by_month() {
                let value = Value::Money(Money::from_minor_f64(band[level].value));
                tell(outlook.family, Row::new(Of::Plan, Some(When::month(month)), value));
            }
        }
    }
}

/// The names of those that a simulation tells of the whole plan and of its uncertain inputs.
pub(super) fn names(plan: &Plan, simulation: &Simulation) -> Vec<Name> {
    let whole = |of: &Of| matches!(of, Of::Plan | Of::Cause(_));
    let mut names = Vec::new();
    for outlook in OUTLOOKS {
        let some = all(plan, simulation, outlook.family).into_iter().filter(whole);
        let told = some.filter(|of| outlook.value(plan.currency, simulation, of).is_some());
        names.extend(told.map(|of| of.name(plan, outlook.family.word, None)));
    }
    names
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
            Kind::Cause => simulation.swings.iter().map(|swing| Of::Cause(swing.cause)).collect(),
            Kind::Item => simulation.governs.iter().map(|(item, _)| Of::Item(*item)).collect(),
            _ => Vec::new(),
        }
    };
    family.of.iter().flat_map(of_kind).collect()
}

impl Outlook {
    /// What the figure comes to; `None` where the simulation tells nothing of it.
    fn value(&self, currency: Currency, simulation: &Simulation, of: &Of) -> Option<Value> {
        Some(match self.told {
            Told::Money(level) => {
                Value::Money(Money::from_minor_f64((self.spread)(simulation, of)?.quantiles[level].value))
            }
            Told::Mean => Value::Money(Money::from_minor_f64((self.spread)(simulation, of)?.mean.value)),
            Told::Step => {
                (self.spread)(simulation, of)?.at_least(currency).1.map_or(Value::Nothing, Value::Money)
            }
            // A wave has an end; a payback is of what costs something.
            Told::Date(_) if self.pays_back() && simulation.payback.is_none() => Value::Word(NO_COST),
            Told::Date(level) => {
                let day = (self.dates)(simulation, of)?.by[level];
                let of_month = matches!(of, Of::Plan);
                day.map_or(Value::Nothing, |day| {
                    if of_month { Value::Month(Month::of(day)) } else { Value::Date(day) }
                })
            }
            Told::Chance => {
                let share = (self.chance)(simulation, of)?.share();
                hanging::bound(simulation, self.family.word, of)(share)
            }
            Told::Swing(end) => Value::Unrounded(end(swing_of(simulation, of)?).value),
            Told::Off => Value::Unrounded(swing_of(simulation, of)?.off_by()),
        })
    }

    /// Whether it tells by when the plan is paid back.
    fn pays_back(&self) -> bool {
        [PAYBACK_EVEN.word, PAYBACK_NINE.word].contains(&self.family.word)
    }

    /// Whether it tells of value, without what it costs.
    fn is_of_value(&self) -> bool {
        let families = [&VALUE_NINE, &VALUE_EVEN, &VALUE_ONE, &VALUE_MEAN, &VALUE_STEP, &FORECAST_VALUE];
        families.iter().any(|family| family.word == self.family.word)
    }

    /// The place in the band by month, where the figure is told by month.
    fn level_by_month(&self) -> Option<usize> {
        match self.told {
            Told::Money(level) if self.family.timing == Timing::Month => Some(level),
            _ => None,
        }
    }
}

/// Whether figures with this word are those of a simulation.
pub(super) fn tells(word: &str) -> bool {
    OUTLOOKS.iter().any(|outlook| outlook.family.word == word)
}

/// Whether it may tell such a figure of a thing: a budget of what has one, a swing of what is drawn.
pub(super) fn may_tell(plan: &Plan, word: &str, of: &Of) -> bool {
    match of {
        Of::Plan if word == BUDGET.word => plan.waves.iter().any(|wave| wave.budget.is_some()),
        Of::Wave(wave) if word == BUDGET.word => plan.wave(*wave).budget.is_some(),
        Of::Cause(cause) => is_open(plan, *cause),
        Of::Item(item) => !plan.item(*item).steps.is_empty(),
        _ => true,
    }
}

/// Why a gate has no chance of being passed: it is decided. `None` of what is not.
pub(super) fn decided(plan: &Plan, word: &str, of: &Of) -> Option<String> {
    let (Of::Gate(gate) | Of::Criterion(gate, _)) = of else { return None };
    (word == GATE.word && plan.is_settled(*gate)).then(|| gates::decided(plan, *gate))
}

/// A figure of a simulation, taken apart; of value in a month what has come up to its end.
pub(super) fn trace(
    figures: &Figures<'_>,
    simulation: &Simulation,
    word: &str,
    of: &Of,
    when: Option<When>,
) -> Option<Trace> {
    let outlook = OUTLOOKS.iter().find(|outlook| outlook.family.word == word)?;
    if let Some(when) = when {
        return by_month(figures, simulation, outlook, of, when);
    }
    let Some(value) = outlook.value(figures.plan.currency, simulation, of) else {
        return gates::untold(figures, simulation, of);
    };
    let runs = wording::group(simulation.runs.into());
    let drawn = format!("{runs} runs from seed {}, as swell simulate draws them", simulation.seed);
    let trace = match outlook.told {
        Told::Money(level) => {
            let spread = (outlook.spread)(simulation, of)?;
            let quantile = spread.quantiles[level];
            let rule = format!("of {drawn}, {}", result(level, quantile));
            let error = Value::Unrounded(quantile.error);
            let mut trace = Trace::new(value, &rule).with("its standard error", error, Origin::Rule);
            trace.notes.push(told_as(&spread.at_least(figures.plan.currency).0[level], spread.is_one()));
            trace.because(place(figures.plan.currency, simulation.runs, LEVELS[level], quantile))
        }
        Told::Mean => {
            let spread = (outlook.spread)(simulation, of)?;
            let rule = format!("the mean of {drawn}");
            let deviation = Value::Unrounded(spread.deviation);
            let trace = Trace::new(value, &rule).with("standard deviation", deviation, Origin::Rule);
            let error = Value::Unrounded(spread.mean.error);
            trace
                .with("its standard error", error, Origin::Rule)
                .because(format!("the standard error is the deviation ÷ √{runs}"))
        }
        Told::Date(level) => {
            let often = ["one run in ten", "every other run", "nine runs in ten"][level.min(2)];
            let rule = format!("of {drawn}, the date by which it has happened in {often}");
            Trace::new(value, &rule).because(match value {
                Value::Nothing => "it happens in fewer runs than that up to the horizon".to_owned(),
                Value::Word(word) => word.to_owned(),
                _ => format!("the {} of {runs} dates in order", ordinal(simulation.runs, LEVELS[level])),
            })
        }
        Told::Chance => {
            let chance = (outlook.chance)(simulation, of)?;
            let [low, high] = chance.bounds();
            let hangs = word == GOVERNS.word && simulation.governing_hangs().is_some();
            let rule = match chance.certain {
                true if hangs || matches!(value, Value::AtMost(_) | Value::AtLeast(_)) => {
                    format!("in how many of {drawn}; nothing that they draw decides it")
                }
                true => format!(
                    "in how many of {drawn}; nothing that they draw decides it, so that it is certain"
                ),
                false => format!(
                    "in how many of {drawn}; so many runs tell it to between {low} and {high}, 95 times in 100"
                ),
            };
            let trace = Trace::new(value, &rule)
                .with("runs in which it is so", Value::Count(chance.times.into()), Origin::Rule)
                .with("all runs", Value::Count(chance.of.into()), Origin::Rule);
            gates::drawn(figures, simulation, of, trace.by(Term::Input(0).over(Term::Input(1))))
        }
        Told::Step => return stepped(figures, simulation, outlook, of, value),
        Told::Off => return swung::off_by(figures.plan, simulation, of, value),
        Told::Swing(end) => return swung(figures.plan, simulation, of, word, end, &drawn),
    };
    let trace = trace.noting(hanging::told(figures.plan, simulation, outlook, of));
    // When a wave ends, what it brings, whether a gate or a budget holds, when it is paid back, and what governs do not
    // follow from what swings NPV.
    Some(match (outlook.told, of) {
        (Told::Chance, Of::Plan) if word == BUDGET.word => causes::of_budget(figures, None, trace),
        (Told::Chance, Of::Wave(wave)) if word == BUDGET.word => {
            causes::of_budget(figures, Some(*wave), trace)
        }
        (Told::Chance | Told::Date(_), Of::Wave(wave)) => causes::of_end(figures, *wave, trace),
        (Told::Money(_) | Told::Mean, Of::Wave(wave)) => causes::of_value(figures, Some(*wave), trace),
        (_, Of::Plan) if outlook.is_of_value() => causes::of_value(figures, None, trace),
        (_, Of::Plan) if outlook.pays_back() => causes::of_payback(figures, trace),
        (Told::Chance, Of::Item(item)) => {
            let trace = trace.noting(Some(AS_LONG.into())).noting(causes::governed(figures.plan, simulation));
            causes::of_governing(figures, *item, trace)
        }
        (_, Of::Plan) => with_causes(figures.plan, simulation, trace),
        _ => trace,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// Nothing of the sample is uncertain but its ramps, and those do not matter for the wave's end: every run is on
    /// time, and no other would be late. That each brings more than it costs is told by so many runs alone.
    #[test]
    fn a_chance_counts_the_runs_and_says_how_far_they_tell() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let wave = Of::Wave(crate::plan::id::WaveIx(1));
        let late = trace(&figures, &simulated(&figures), "chance-of-late", &wave, None).unwrap();
        assert_eq!(late.value, Value::Share(0.0));
        assert_eq!(late.inputs[1].value, Value::Count(10_000));
        assert!(
            late.rule.ends_with("nothing that they draw decides it, so that it is certain"),
            "{}",
            late.rule
        );
        let paid = trace(&figures, &simulated(&figures), "chance-of-no-loss", &Of::Plan, None).unwrap();
        assert_eq!(paid.value, Value::Share(1.0));
        assert!(
            paid.rule.ends_with("between 99.97 % and 100 %, 95 times in 100"),
            "three in ten thousand: {}",
            paid.rule
        );
    }

    #[test]
    fn an_export_tells_what_each_figure_is() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let simulation = simulated(&figures);
        let mut told = 0;
        each(&figures, &mut |family, row| {
            let figure = trace(&figures, &simulation, family.word, &row.of, row.when).unwrap();
            assert_eq!(figure.value, row.value, "{}", family.word);
            told += 1;
        });
        assert!(told >= 57, "{told}");
    }
}
