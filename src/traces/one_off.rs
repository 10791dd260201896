//! One-off cost: of the plan by wave, of a wave by what it is for, of an item by wave.

use crate::order::Order as _;
use std::ops::Range;

use crate::figures::Figures;
use crate::figures::cost::Source;
use crate::figures::grid::months_of;
use crate::plan::address::{Address, Table};
use crate::plan::id::{ItemIx, MarketIx, WaveIx};
use crate::plan::strategy::MultiplierKind;
use crate::trace::amounts::one_off;
use crate::trace::flow::{Flow, Part, sum};
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::each_period;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "one-off",
    means: "One-off cost",
    of: &[Kind::Plan, Kind::Item, Kind::Wave, Kind::NoWave, Kind::Market, Kind::InWave],
    timing: Timing::Period,
    trace: |figures, of, when| FLOW.trace(figures, of, when),
    each: |figures, tell| {
        FLOW.each(figures, tell);
        for (wave, _) in figures.plan.waves() {
            figures.one_off_of_items(wave, &mut |item, months| {
                let of = Of::InWave(item, wave);
                tell(Row::new(of.clone(), None, Value::Money(months.iter().copied().sum())));
                each_period(figures.grid(), &of, months, tell);
            });
        }
    },
};

const FLOW: Flow =
    Flow { word: "one-off", total: "what it is for, added up", months: one_off, parts, month, all };

fn parts(figures: &Figures<'_>, of: &Of, range: &Range<usize>) -> Vec<Part> {
    let plan = figures.plan;
    let parts: Vec<Of> = match of {
        Of::Plan => plan.waves().map(|(ix, _)| Of::Wave(ix)).collect(),
        Of::Wave(wave) => {
            let mut parts: Vec<Of> = Vec::new();
            for (source, _) in figures.one_off().of(*wave) {
                let part = match source {
                    Source::Item(item) => Of::InWave(*item, *wave),
                    Source::Market(market) => Of::Market(*market),
                };
                // An item that costs by wave and in all is told twice in a row.
                if parts.last() != Some(&part) {
                    parts.push(part);
                }
            }
            parts
        }
        Of::Item(item) => {
            let cost = plan.item(*item).cost();
            let spread = plan.item(*item).steps.iter().filter(|_| cost.spread.is_some());
            let waves = cost.by_wave.iter().map(|(wave, _)| *wave).chain(spread.map(|step| step.wave));
            let mut waves: Vec<WaveIx> = waves.collect();
            waves.order();
            waves.dedup();
            waves.into_iter().map(|wave| Of::InWave(*item, wave)).collect()
        }
        _ => Vec::new(),
    };
    let amount = |part: &Of| sum(&one_off(figures, part), range);
    parts.into_iter().map(|part| ("one-off", part.clone(), amount(&part))).collect()
}

fn month(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let value = Value::Money(one_off(figures, of).get(position).copied().unwrap_or_default());
    let wave = match of {
        Of::InWave(_, wave) => Some(*wave),
        Of::Market(market) => figures.scope().opened_by(MultiplierKind::Market, market.at()),
        _ => None,
    };
    let Some(wave) = wave else { return Trace::new(value, "it costs nothing once").because("nothing") };
    let (first, months) = months_of(figures.plan.wave(wave));
    let month = figures.grid().month(position);
    let count = i32::try_from(months).unwrap_or(i32::MAX);
    let rule = "one-off cost ÷ the months of its wave, in even parts: each pays what is due by then to the nearest coin less what was paid before, so that they add up and differ by one coin at most";
    let trace = Trace::new(value, rule);
    if !(0..count).contains(&month.since(first)) {
        let (from, to) = (wording::month(first), wording::month(first.plus(count - 1)));
        return trace.because(format!("its wave lasts from {from} to {to}"));
    }
    match of {
        Of::InWave(item, wave) => of_item(figures, *item, *wave, count, trace),
        Of::Market(market) => of_market(figures, *market, count, trace),
        _ => trace,
    }
}

fn of_item(figures: &Figures<'_>, ix: ItemIx, wave: WaveIx, months: i32, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    let (item, address) = (plan.item(ix), plan.item_address(ix).to("cost"));
    let mut terms = Vec::new();
    for (_, amount) in item.cost().by_wave.iter().filter(|(of, _)| *of == wave) {
        terms.push(trace.take(
            "cost in the wave",
            Value::Money(*amount),
            address.clone().to(&*plan.wave(wave).id),
        ));
    }
    let steps = item.steps.iter().filter(|step| step.wave == wave).count();
    if let Some(spread) = item.cost().spread.filter(|_| steps > 0) {
        let all = trace.take("cost in all", Value::Money(spread), address);
        let mut term = all;
        if item.steps.len() > 1 {
            let count = u64::try_from(item.steps.len()).unwrap_or(u64::MAX);
            let steps_term = trace.take("its steps", Value::Count(count), plan.step_address(ix, 0));
            term = term.over(steps_term);
        }
        if steps > 1 {
            let count = Value::Count(u64::try_from(steps).unwrap_or(u64::MAX));
            term =
                Term::Product(vec![term, trace.take("steps in the wave", count, plan.step_address(ix, 0))]);
        }
        terms.push(term);
    }
    let lasting =
        trace.take("months of the wave", Value::Count(months.unsigned_abs().into()), plan.wave_address(wave));
    trace.by(Term::Sum(terms).over(lasting))
}

fn of_market(figures: &Figures<'_>, ix: MarketIx, months: i32, mut trace: Trace) -> Trace {
    let plan = figures.plan;
    let market = &plan.markets[ix.at()];
    let address = plan.multiplier_address(MultiplierKind::Market, ix.at()).to("cost");
    let mut term = trace.take("roll-out cost", Value::Money(market.cost.unwrap_or_default()), address);
    if let Some(name) = market.archetype {
        let address = Address::new(Table::Archetype, name.as_str()).to("cost-factor");
        let factor =
            trace.take("factor of its archetype", Value::Number(plan.archetype(name).cost_factor), address);
        term = Term::Product(vec![term, factor]);
    }
    let wave = figures.scope().opened_by(MultiplierKind::Market, ix.at()).map(|wave| plan.wave_address(wave));
    let count = Value::Count(months.unsigned_abs().into());
    let lasting =
        trace.take("months of the wave", count, wave.unwrap_or_else(|| Address::new(Table::Plan, "")));
    trace.by(term.over(lasting))
}

/// The plan, its waves, what belongs to none, and whatever may cost something once.
fn all(figures: &Figures<'_>) -> Vec<Of> {
    let plan = figures.plan;
    let waves = plan.waves().map(|(ix, _)| Of::Wave(ix));
    let items = plan.items().map(|(ix, _)| Of::Item(ix));
    let markets = (0..plan.markets.len()).map(|at| Of::Market(MarketIx::from(at)));
    std::iter::once(Of::Plan).chain(waves).chain([Of::NoWave]).chain(items).chain(markets).collect()
}
