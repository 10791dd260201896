//! Cost by what it is for: items, the roll-out to markets, exceptions.

use std::ops::Range;

use crate::figures::Figures;
use crate::figures::cost::Source;
use crate::plan::id::{MarketIx, WaveIx};
use crate::plan::quantity::Money;
use crate::plan::strategy::MultiplierKind;
use crate::trace::amounts::{exceptions, one_off, running};
use crate::trace::flow::{Flow, Part, sum};
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};

pub(super) const ONE_OFF: Family = Family {
    word: "one-off-of-items",
    means: "One-off cost of items, without the roll-out to markets",
    of: &[Kind::Plan, Kind::Wave, Kind::NoWave],
    timing: Timing::Period,
    trace: |figures, of, when| ONE_OFF_FLOW.trace(figures, of, when),
    each: |figures, tell| ONE_OFF_FLOW.each(figures, tell),
};

pub(super) const ROLL_OUT: Family = Family {
    word: "roll-out",
    means: "Cost of the roll-out to markets",
    of: &[Kind::Plan, Kind::Wave, Kind::NoWave, Kind::Market],
    trace: |figures, of, when| ROLL_OUT_FLOW.trace(figures, of, when),
    each: |figures, tell| ROLL_OUT_FLOW.each(figures, tell),
    ..ONE_OFF
};

pub(super) const RUN: Family = Family {
    word: "run-of-items",
    means: "Running cost of items, without exceptions",
    trace: |figures, of, when| RUN_FLOW.trace(figures, of, when),
    each: |figures, tell| RUN_FLOW.each(figures, tell),
    ..ONE_OFF
};

pub(super) const EXCEPTIONS: Family = Family {
    word: "exceptions",
    means: "Price of exceptions",
    of: &[Kind::Plan, Kind::Wave, Kind::NoWave, Kind::Exception],
    trace: |figures, of, when| EXCEPTIONS_FLOW.trace(figures, of, when),
    each: |figures, tell| EXCEPTIONS_FLOW.each(figures, tell),
    ..ONE_OFF
};

const ONE_OFF_FLOW: Flow = Flow {
    word: "one-off-of-items",
    total: "what it is for, added up",
    months: of_items,
    parts: |figures, of, range| {
        by_wave(figures, of, range, ("one-off-of-items", of_items), |wave| {
            let sources = figures.one_off().of(wave).iter().filter_map(|(source, _)| match source {
                Source::Item(item) => Some(Of::InWave(*item, wave)),
                Source::Market(_) => None,
            });
            let mut items: Vec<Of> = sources.collect();
            // An item that costs by wave and in all is told twice in a row.
            items.dedup();
            items.into_iter().map(|of| ("one-off", sum(&one_off(figures, &of), range), of)).collect()
        })
    },
    month: |_, _, _| Trace::new(Value::Money(Money::ZERO), "no item costs anything once").because("nothing"),
    all,
};

const ROLL_OUT_FLOW: Flow = Flow {
    word: "roll-out",
    months: roll_out,
    parts: |figures, of, range| {
        if let Of::Market(_) = of {
            return vec![("one-off", of.clone(), sum(&one_off(figures, of), range))];
        }
        by_wave(figures, of, range, ("roll-out", roll_out), |wave| {
            let markets = markets(figures, Some(wave));
            markets.map(|of| ("one-off", sum(&one_off(figures, &of), range), of)).collect()
        })
    },
    month: |_, _, _| Trace::new(Value::Money(Money::ZERO), "no market is opened").because("nothing"),
    all: |figures| all(figures).into_iter().chain(markets(figures, None)).collect(),
    ..ONE_OFF_FLOW
};

const RUN_FLOW: Flow = Flow {
    word: "run-of-items",
    months: run_of_items,
    parts: |figures, of, range| {
        by_wave(figures, of, range, ("run-of-items", run_of_items), |wave| {
            let runs = figures.plan.items().filter(|(_, item)| {
                item.cost().run.is_some() && item.steps.first().is_some_and(|step| step.wave == wave)
            });
            let items = runs.map(|(ix, _)| Of::Item(ix));
            items.map(|of| ("run", sum(&running(figures, &of), range), of)).collect()
        })
    },
    month: |_, _, _| Trace::new(Value::Money(Money::ZERO), "no item runs").because("nothing"),
    ..ONE_OFF_FLOW
};

const EXCEPTIONS_FLOW: Flow = Flow {
    word: "exceptions",
    months: of_exceptions,
    parts: |figures, of, range| {
        let some = |wave| {
            let exceptions = exceptions(figures, wave).map(Of::Exception);
            let priced = exceptions.map(|of| ("run", sum(&running(figures, &of), range), of));
            priced.collect::<Vec<_>>()
        };
        match of {
            Of::Exception(_) => vec![("run", of.clone(), sum(&running(figures, of), range))],
            Of::NoWave => told(some(None)),
            _ => by_wave(figures, of, range, ("exceptions", of_exceptions), |wave| some(Some(wave))),
        }
    },
    month: |_, _, _| Trace::new(Value::Money(Money::ZERO), "no exception costs anything").because("nothing"),
    all: |figures| {
        let exceptions = (0..).zip(&figures.plan.exceptions).map(|(position, _)| Of::Exception(position));
        all(figures).into_iter().chain(exceptions).collect()
    },
    ..ONE_OFF_FLOW
};

/// What something costs by month of the grid.
type ByMonth = fn(&Figures<'_>, &Of) -> Vec<Money>;
/// What adds up to a cost: the word of its figure, the amount, and of what.
type Priced = Vec<(&'static str, Money, Of)>;

fn told(parts: Priced) -> Vec<Part> {
    parts.into_iter().map(|(word, amount, of)| (word, of, amount)).collect()
}

/// The parts of the plan by wave, and those of a wave by what costs.
fn by_wave(
    figures: &Figures<'_>,
    of: &Of,
    range: &Range<usize>,
    (word, months): (&'static str, ByMonth),
    of_wave: impl Fn(WaveIx) -> Priced,
) -> Vec<Part> {
    match of {
        Of::Plan => {
            let waves = figures.plan.waves().map(|(ix, _)| Of::Wave(ix)).chain([Of::NoWave]);
            let amount = |of: &Of| sum(&months(figures, of), range);
            waves.map(|of| (word, of.clone(), amount(&of))).collect()
        }
        Of::Wave(wave) => told(of_wave(*wave)),
        _ => Vec::new(),
    }
}

/// The markets that a wave opens, or all of them.
fn markets<'f>(figures: &'f Figures<'_>, wave: Option<WaveIx>) -> impl Iterator<Item = Of> + 'f {
    let markets = (0..figures.plan.markets.len()).map(MarketIx::from);
    let opened = move |market: &MarketIx| {
        wave.is_none() || figures.scope().opened_by(MultiplierKind::Market, market.at()) == wave
    };
    markets.filter(opened).map(Of::Market)
}

fn of_items(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    less(one_off(figures, of), &roll_out(figures, of))
}

fn run_of_items(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    less(running(figures, of), &of_exceptions(figures, of))
}

fn less(months: Vec<Money>, other: &[Money]) -> Vec<Money> {
    months.into_iter().zip(other).map(|(amount, other)| amount - *other).collect()
}

fn roll_out(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    let lanes = &figures.costs().rollout;
    match of {
        Of::Market(_) => one_off(figures, of),
        Of::Wave(wave) => lanes.of(*wave).to_vec(),
        Of::NoWave => lanes.unattributed().to_vec(),
        _ => lanes.total().to_vec(),
    }
}

fn of_exceptions(figures: &Figures<'_>, of: &Of) -> Vec<Money> {
    let lanes = &figures.costs().exceptions;
    match of {
        Of::Exception(_) => running(figures, of),
        Of::Wave(wave) => lanes.of(*wave).to_vec(),
        Of::NoWave => lanes.unattributed().to_vec(),
        _ => lanes.total().to_vec(),
    }
}

/// The plan and its waves, and what belongs to none.
fn all(figures: &Figures<'_>) -> Vec<Of> {
    let waves = figures.plan.waves().map(|(ix, _)| Of::Wave(ix));
    std::iter::once(Of::Plan).chain(waves).chain([Of::NoWave]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};

    /// By hand: the first wave rolls out to north for 6,000; of its 17,100 one-off the rest is for items.
    #[test]
    fn kinds_of_cost_add_up_to_all_of_it() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let one = Of::Wave(WaveIx(0));
        let value = |family: &Family, of: &Of| (family.trace)(&figures, of, None).unwrap().value;
        assert_eq!(value(&ROLL_OUT, &one), Value::Money(euros(6_000)));
        for of in [Of::Plan, one] {
            let of_kinds = [&ONE_OFF, &ROLL_OUT, &RUN, &EXCEPTIONS].map(|family| match value(family, &of) {
                Value::Money(amount) => amount,
                _ => Money::ZERO,
            });
            let cost: Money = crate::trace::amounts::cost(&figures, &of).into_iter().sum();
            assert_eq!(of_kinds.into_iter().sum::<Money>(), cost);
        }
    }
}
