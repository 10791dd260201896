//! All families of figures, one a file, and the way from a name to its trace.

mod attainment;
mod before;
mod budget;
mod chain;
mod change_load;
mod cost;
mod criterion;
mod delay;
mod delta;
mod discount;
mod earned;
mod earned_steps;
mod expected;
mod expected_cost;
mod forecast;
mod fulfilment;
mod funding;
mod gap;
mod gate;
mod gate_ahead;
mod in_force;
mod kpi;
mod kpi_line;
mod later;
mod level;
mod load;
mod mean;
mod net;
mod npv;
mod one_off;
mod outlook;
mod payback;
mod planned;
mod pool;
mod prediction;
mod progress;
mod ramp;
mod range;
mod rate;
mod readings;
mod realized;
mod roi;
mod run;
mod scope;
mod simulated;
mod slack;
mod slip;
mod so_far;
mod spending;
mod spent;
mod standing;
mod target;
mod to_plan;
mod unrecorded;

use std::fmt;

use crate::figures::Figures;
use crate::figures::split::{Axis, Measure};
use crate::plan::Plan;
use crate::simulation::Simulation;
use crate::trace::decided;
use crate::trace::name::{Name, When};
use crate::trace::of::Of;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording::{self, nearest};

/// All families, in the order in which they are told.
pub const FAMILIES: &[&Family] = &[
    &planned::WEIGHTED,
    &planned::UNWEIGHTED,
    &realized::FAMILY,
    &rate::FAMILY,
    &unrecorded::FAMILY,
    &forecast::FAMILY,
    &so_far::PLANNED,
    &so_far::REALIZED,
    &so_far::FORECAST,
    &so_far::COST,
    &delta::MONEY,
    &delta::SHARE,
    &cost::FAMILY,
    &one_off::FAMILY,
    &run::FAMILY,
    &spending::ONE_OFF,
    &spending::ROLL_OUT,
    &spending::RUN,
    &spending::EXCEPTIONS,
    &expected_cost::FAMILY,
    &budget::BUDGET,
    &budget::SO_FAR,
    &budget::LEFT,
    &net::PLANNED,
    &net::FORECAST,
    &npv::PLANNED,
    &npv::FORECAST,
    &payback::PLANNED,
    &payback::FORECAST,
    &payback::MONTHS,
    &payback::SO_FAR,
    &payback::FORECAST_SO_FAR,
    &roi::PLANNED,
    &roi::FORECAST,
    &funding::PEAK,
    &funding::FORECAST_PEAK,
    &funding::IRR,
    &funding::FORECAST_IRR,
    &kpi::FAMILY,
    &expected::FAMILY,
    &expected::OF_PERIOD,
    &to_plan::FAMILY,
    &attainment::FAMILY,
    &attainment::STATUS,
    &standing::FAMILY,
    &readings::MISSED,
    &readings::HELD,
    &readings::AGE,
    &range::LOWEST,
    &range::HIGHEST,
    &outlook::SLOPE,
    &outlook::FORECAST,
    &outlook::NEEDED,
    &kpi_line::LINE,
    &kpi_line::SPREAD,
    &kpi_line::SCATTER,
    &prediction::FAMILY,
    &before::SAID,
    &before::CAME,
    &level::FAMILY,
    &gap::ASSESSED,
    &gap::EVIDENT,
    &target::STEP,
    &target::TARGET,
    &gap::GAP,
    &gap::SHORT,
    &mean::LEVEL,
    &mean::GAP,
    &fulfilment::MEAN,
    &fulfilment::LOWEST,
    &progress::LIVE,
    &progress::FAMILY,
    &progress::WEAKEST,
    &change_load::FAMILY,
    &in_force::FAMILY,
    &slack::FAMILY,
    &chain::FAMILY,
    &slip::FAMILY,
    &later::LATER,
    &later::SAVED,
    &delay::VALUE,
    &delay::PRESENT,
    &gate::FAMILY,
    &gate_ahead::GATE,
    &criterion::ASKED,
    &criterion::MISSING,
    &criterion::EVIDENCE,
    &gate_ahead::ASKED,
    &spent::FAMILY,
    &earned::BUDGET,
    &earned::PLANNED,
    &earned::EARNED,
    &earned::SPENT,
    &earned::SCHEDULE,
    &earned::COST,
    &earned::TO_COMPLETE,
    &earned::TYPICAL,
    &earned::ATYPICAL,
    &earned::BOTH,
    &earned::VARIANCE,
    &earned_steps::ALL,
    &earned_steps::DUE,
    &earned_steps::LIVE,
    &load::MONEY,
    &load::EFFORT,
    &simulated::NPV_NINE,
    &simulated::NPV_EVEN,
    &simulated::NPV_ONE,
    &simulated::NPV_MEAN,
    &simulated::NPV_STEP,
    &simulated::VALUE_NINE,
    &simulated::VALUE_EVEN,
    &simulated::VALUE_ONE,
    &simulated::VALUE_MEAN,
    &simulated::VALUE_STEP,
    &simulated::SWING,
    &simulated::IF_LOW,
    &simulated::IF_HIGH,
    &simulated::OFF_BY,
    &simulated::PAYBACK_EVEN,
    &simulated::PAYBACK_NINE,
    &simulated::END_EVEN,
    &simulated::END_NINE,
    &simulated::FORECAST,
    &simulated::FORECAST_VALUE,
    &simulated::NO_LOSS,
    &simulated::BUDGET,
    &simulated::LATE,
    &simulated::GATE,
    &simulated::GOVERNS,
    &discount::FAMILY,
    &scope::LIVE,
    &scope::OPENING,
    &ramp::RAMP,
    &ramp::STARTING,
    &pool::FACTOR,
    &pool::UNWEIGHTED_FACTOR,
    &pool::OVERLAP,
    &pool::UNWEIGHTED_OVERLAP,
    &pool::OVERLAPPED,
    &pool::CLAIMED,
    &pool::UNWEIGHTED_CLAIMED,
    &pool::CLAIMS,
    &rate::CLAIMED,
    &forecast::CLAIMED,
    &forecast::FACTOR,
    &forecast::OVERLAP,
];

/// A figure with its name and what there is to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name, in the one way it is written.
    pub name: Name,
    /// What it is, of what, when.
    pub title: String,
    /// Where it comes from.
    pub trace: Trace,
}

/// Why a name leads to no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong with it.
    pub message: String,
    /// What was expected.
    pub help: String,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

/// The family with this word.
#[must_use]
pub fn by_word(word: &str) -> Option<&'static Family> {
    FAMILIES.iter().copied().find(|family| family.word == word)
}

/// The figure with this name.
///
/// # Errors
/// [`Unknown`]: what of the name names nothing, and what was expected there.
pub fn figure(figures: &Figures<'_>, name: &Name) -> Result<Figure, Unknown> {
    figure_beside(figures, None, name)
}

/// The same, where a simulation of the plan may be known already.
///
/// # Errors
/// As [`figure`].
pub fn figure_beside(
    figures: &Figures<'_>,
    known: Option<&Simulation>,
    name: &Name,
) -> Result<Figure, Unknown> {
    let plan = figures.plan;
    let family = by_word(&name.word).ok_or_else(|| no_word(&name.word))?;
    let of = Of::resolve(plan, family.of, &name.of).ok_or_else(|| no_thing(plan, family, name))?;
    if !family.timing.allows(name.when) {
        let given = name.when.map(|when| when.to_string()).unwrap_or_default();
        let message = format!("`{}` is asked for at {given}", family.word);
        return Err(Unknown { message, help: format!("It takes {}.", family.timing.expected()) });
    }
    let trace = match known.filter(|_| simulated::tells(family.word)) {
        Some(known) => simulated::trace(figures, known, family.word, &of, name.when),
        None => (family.trace)(figures, &of, name.when),
    };
    let mut trace = trace.ok_or_else(|| no_value(figures, family, &of, name))?;
    decided::take(figures, family.word, &of, name.when, &mut trace);
    Ok(Figure {
        name: of.name(plan, family.word, name.when),
        title: title(plan, family, &of, name.when),
        trace,
    })
}

/// A name, in which a bare item stands for its level: `crm` for `level.crm`.
#[must_use]
pub fn in_full(plan: &Plan, name: Name) -> Name {
    let word_is_item = by_word(&name.word).is_none() && plan.item_by_id(&name.word).is_some();
    if !word_is_item {
        return name;
    }
    let of = std::iter::once(name.word).chain(name.of).collect();
    Name { word: "level".into(), of, when: name.when }
}

/// What a figure is, of what, when.
#[must_use]
pub fn title(plan: &Plan, family: &Family, of: &Of, when: Option<When>) -> String {
    let of = of.title(plan);
    let when = match when {
        Some(When::Period(period)) => crate::trace::flow::said(period),
        Some(When::Day(day)) => wording::date(day),
        None => String::new(),
    };
    let rest = [of, when].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    if rest.is_empty() { family.means.to_owned() } else { format!("{}: {rest}", family.means) }
}

/// Whether a figure with this word takes a simulation.
#[must_use]
pub fn is_simulated(word: &str) -> bool {
    simulated::tells(word)
}

/// Whether a simulation may tell a figure with this word of a thing, as far as that is known without one.
#[must_use]
pub fn may_be_simulated(plan: &Plan, word: &str, of: &Of) -> bool {
    simulated::may_tell(plan, word, of)
}

/// Tells every figure that an export holds.
pub fn each(figures: &Figures<'_>, tell: &mut dyn FnMut(&'static Family, Row)) {
    for family in FAMILIES {
        (family.each)(figures, &mut |row| tell(family, row));
    }
}

/// Tells every figure of a simulation of the plan, which it runs once.
pub fn each_simulated(figures: &Figures<'_>, tell: &mut dyn FnMut(&'static Family, Row)) {
    simulated::each(figures, tell);
}

/// Tells every figure of a simulation of the plan that is known.
pub fn each_of(figures: &Figures<'_>, simulation: &Simulation, tell: &mut dyn FnMut(&'static Family, Row)) {
    simulated::each_of(figures, simulation, tell);
}

/// The names of the figures of the whole plan that a simulation tells: chances, and what swings NPV.
#[must_use]
pub fn simulated_names(plan: &Plan, simulation: &Simulation) -> Vec<Name> {
    simulated::names(plan, simulation)
}

/// Tells value cut up by one axis, or by two crossed.
pub fn each_crossed(
    figures: &Figures<'_>,
    measure: Measure,
    rows: Axis,
    columns: Option<Axis>,
    tell: &mut dyn FnMut(&'static Family, Row),
) {
    if let Some(family) = by_word(measure.as_str()) {
        crate::trace::splits::crossed(figures, measure, rows, columns, &mut |row| tell(family, row));
    }
}

fn no_word(word: &str) -> Unknown {
    let words = || FAMILIES.iter().map(|family| family.word);
    let help = match nearest(word, words()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Figures begin with one of {}.", words().collect::<Vec<_>>().join(", ")),
    };
    Unknown { message: format!("no figure begins with `{word}`"), help }
}

fn no_thing(plan: &Plan, family: &Family, name: &Name) -> Unknown {
    let given = name.of.join(".");
    let nouns: Vec<&str> = family.of.iter().map(|kind| kind.noun()).collect();
    let expected = format!("`{}` may be of {}", family.word, either(&nouns));
    let id = name.of.first().map_or("", |id| &**id);
    let ids = family.of.iter().flat_map(|kind| kind.ids(plan));
    let message = match given.as_str() {
        "" => format!("`{}` of the whole plan is no figure", family.word),
        given => format!("`{}.{given}` names nothing in this plan", family.word),
    };
    let help = match nearest(id, ids).filter(|near| *near != id) {
        Some(near) => format!("Did you mean `{}.{near}`? {expected}.", family.word),
        None => format!("{expected}."),
    };
    Unknown { message, help }
}

/// The measures of earned value.
const EARNED: [&str; 14] = [
    "bac",
    "pv",
    "ev",
    "ac",
    "spi",
    "cpi",
    "tcpi",
    "eac",
    "eac-atypical",
    "eac-both",
    "vac",
    "wave-steps",
    "due-steps",
    "earned-steps",
];

fn no_value(figures: &Figures<'_>, family: &Family, of: &Of, name: &Name) -> Unknown {
    let grid = figures.grid();
    let wave = match of {
        Of::Wave(wave) => Some(*wave).filter(|_| EARNED.contains(&family.word)),
        _ => None,
    };
    if let Some(wave) = wave {
        let message = format!("the plan has no `{name}`");
        return Unknown { message, help: earned::why_not(figures, wave) };
    }
    if let Some(help) = simulated::decided(figures.plan, family.word, of) {
        return Unknown { message: format!("the plan has no `{name}`"), help };
    }
    if let (Of::Gate(gate) | Of::Criterion(gate, _), true) = (of, gate_ahead::tells(family.word)) {
        let message = format!("the plan has no `{name}`");
        return Unknown { message, help: gate_ahead::why_not(figures.plan, *gate) };
    }
    let help = match family.timing {
        Timing::Period | Timing::PeriodOrDay | Timing::Month | Timing::UpTo if !grid.is_empty() => {
            format!("The plan's months are {} to {}.", grid.month(0), grid.month(grid.len() - 1))
        }
        _ if name.when.is_none() => "Nothing that it follows from is planned or recorded.".into(),
        _ => format!("It takes {}.", family.timing.expected()),
    };
    Unknown { message: format!("the plan has no `{name}`"), help }
}

/// Words as a choice lists them: `a`, `a or b`, `a, b or c`.
fn either(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::plan::quantity::Money;
    use crate::trace::Origin;
    use crate::trace::value::Value;

    fn of(plan: &Plan, name: &str) -> Figure {
        figure(&Figures::new(plan), &Name::parse(name).unwrap()).unwrap()
    }

    /// By hand: 120,000 ÷ 12 × 0.5 × 0.6, north alone being live in April 2026.
    #[test]
    fn a_month_of_a_driver_comes_from_value_confidence_and_scope() {
        let plan = sample::plan();
        let month = of(&plan, "planned.reach@2026-04");
        assert_eq!(month.trace.value, Value::Money(euros(3_000)));
        let inputs: Vec<(Value, String)> = month
            .trace
            .inputs
            .iter()
            .map(|input| {
                let from = match &input.from {
                    Origin::Figure(name) => name.to_string(),
                    Origin::Plan(address) => address.to_string(),
                    Origin::Rule => String::new(),
                };
                (input.value, from)
            })
            .collect();
        let expected = [
            (Value::Money(euros(120_000)), "driver.reach.value.likely".to_owned()),
            (Value::Number(0.5), "driver.reach.confidence".to_owned()),
            (Value::Number(0.6), "ramp.reach@2026-04".to_owned()),
        ];
        assert_eq!(inputs, expected);
        assert_eq!(month.title, "Planned value, weighted with confidence: reach, Apr 2026");
    }

    #[test]
    fn a_wave_without_earned_value_says_why() {
        let plan = sample::plan();
        let name = Name::parse("pv.two").unwrap();
        let unknown = figure(&Figures::new(&plan), &name).unwrap_err();
        assert_eq!(unknown.help, "Earned value is held against money spent, and `spent.two` is nothing.");
    }

    /// By hand: content has 24,000 ÷ 12 × 0.6 × ⅛ and 1,000 × 0.6 once in its first month.
    #[test]
    fn what_comes_once_is_a_part_of_its_month() {
        let plan = sample::plan();
        assert_eq!(of(&plan, "planned.content@2026-04").trace.value, Value::Money(euros(750)));
        assert_eq!(of(&plan, "starting.content@2026-04").trace.value, Value::Number(0.6));
    }

    /// By hand: see the tests of cost and of the business case.
    #[test]
    fn totals_are_those_of_the_leaves() {
        let plan = sample::plan();
        let value = |name: &str| of(&plan, name).trace.value;
        assert_eq!(value("planned"), Value::Money(euros(64_810)));
        assert_eq!(value("cost.one"), Value::Money(euros(26_100)));
        assert_eq!(value("one-off.crm.two"), Value::Money(euros(4_500)));
        assert_eq!(value("run.crm@2026-04"), Value::Money(euros(1_000)));
        assert_eq!(value("net-so-far@2026-11"), Value::Money(euros(-70)));
        assert_eq!(value("npv"), Value::Money(Money(2_449_787)));
        assert_eq!(value("realized.content@2026-09-30"), Value::Money(euros(0)));
    }
}
