//! Cost: of the plan by wave, of a wave or an item by one-off and running.

use std::ops::Range;

use crate::figures::Figures;
use crate::plan::id::MarketIx;
use crate::plan::quantity::Money;
use crate::trace::amounts::{cases, cost, one_off, running};
use crate::trace::flow::{Flow, Part, sum};
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "cost",
    means: "Cost, one-off and running",
    of: &[Kind::Plan, Kind::Item, Kind::Wave, Kind::NoWave, Kind::Market, Kind::Exception],
    timing: Timing::Period,
    trace: |figures, of, when| FLOW.trace(figures, of, when),
    each: |figures, tell| FLOW.each(figures, tell),
};

const FLOW: Flow = Flow {
    word: "cost",
    total: "one-off and running cost, added up",
    months: cost,
    parts,
    month: |_, _, _| Trace::new(Value::Money(Money::ZERO), "nothing costs anything").because("nothing"),
    all,
};

fn parts(figures: &Figures<'_>, of: &Of, range: &Range<usize>) -> Vec<Part> {
    if *of != Of::Plan {
        let part = |word, months: fn(&Figures<'_>, &Of) -> Vec<_>| {
            (word, of.clone(), sum(&months(figures, of), range))
        };
        return match of {
            Of::Market(_) => vec![part("one-off", one_off)],
            Of::Exception(_) => vec![part("run", running)],
            _ => vec![part("one-off", one_off), part("run", running)],
        };
    }
    let waves = figures.plan.waves().map(|(ix, _)| Of::Wave(ix));
    let parts = waves.chain([Of::NoWave]).map(|part| {
        let amount = sum(&cost(figures, &part), range);
        ("cost", part, amount)
    });
    parts.collect()
}

/// The plan, its waves, what belongs to none, and whatever may cost something.
fn all(figures: &Figures<'_>) -> Vec<Of> {
    let plan = figures.plan;
    let whole = cases(figures).into_iter().filter(|of| !matches!(of, Of::Item(_)));
    let items = plan.items().map(|(ix, _)| Of::Item(ix));
    let markets = (0..plan.markets.len()).map(|at| Of::Market(MarketIx::from(at)));
    let exceptions = (0..).zip(&plan.exceptions).map(|(at, _)| Of::Exception(at));
    let of_scope = markets.chain(exceptions);
    whole.chain(items).chain(of_scope).collect()
}
