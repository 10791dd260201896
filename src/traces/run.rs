//! Running cost: of the plan by wave, of a wave by item and exception.

use std::ops::Range;

use crate::figures::Figures;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Month;
use crate::plan::strategy::MultiplierKind;
use crate::trace::amounts::{exceptions, running};
use crate::trace::days::Days;
use crate::trace::flow::{Flow, Part, sum};
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "run",
    means: "Running cost, of items and of exceptions",
    of: &[Kind::Plan, Kind::Item, Kind::Wave, Kind::NoWave, Kind::Exception],
    timing: Timing::Period,
    trace: |figures, of, when| FLOW.trace(figures, of, when),
    each: |figures, tell| FLOW.each(figures, tell),
};

const FLOW: Flow = Flow {
    word: "run",
    total: "what runs, items and exceptions, added up",
    months: running,
    parts,
    month,
    all,
};

fn parts(figures: &Figures<'_>, of: &Of, range: &Range<usize>) -> Vec<Part> {
    let plan = figures.plan;
    let parts: Vec<Of> = match of {
        Of::Plan => {
            let waves = plan.waves().map(|(ix, _)| Of::Wave(ix));
            waves.chain(exceptions(figures, None).map(Of::Exception)).collect()
        }
        Of::Wave(wave) => {
            let first = plan.items().filter(|(_, item)| {
                item.cost().run.is_some() && item.steps.first().is_some_and(|step| step.wave == *wave)
            });
            first
                .map(|(ix, _)| Of::Item(ix))
                .chain(exceptions(figures, Some(*wave)).map(Of::Exception))
                .collect()
        }
        _ => Vec::new(),
    };
    let amount = |part: &Of| sum(&running(figures, part), range);
    parts.into_iter().map(|part| ("run", part.clone(), amount(&part))).collect()
}

fn month(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let plan = figures.plan;
    let value = Value::Money(running(figures, of).get(position).copied().unwrap_or_default());
    let (year, address, from, until) = match of {
        Of::Item(ix) => {
            let address = plan.item_address(*ix).to("cost").to("run");
            (plan.item(*ix).cost().run, address, plan.first_live(*ix).map(Month::after), None)
        }
        Of::Exception(nth) => {
            let exception = &plan.exceptions[*nth as usize];
            let address = Address::new(Table::Exception, &exception.id).to("cost");
            let live = |market: usize| figures.scope().live(MultiplierKind::Market, market).map(Month::after);
            let from = match exception.market {
                Some(market) => live(market.at()),
                None => Some(Month::of(plan.start)),
            };
            (exception.cost, address, from, exception.until.map(Month::of))
        }
        _ => return Trace::new(value, "nothing of it runs").because("nothing"),
    };
    let rule = "cost a year ÷ 12 from the first month after it is live, in even parts: each pays what is due by then to the nearest coin less what was paid before, so that they add up and differ by one coin at most";
    let mut trace = Trace::new(value, rule);
    let month = figures.grid().month(position);
    let runs = from.is_some_and(|from| from <= month) && until.is_none_or(|until| month <= until);
    match year {
        Some(year) if runs => {
            let term = trace.take("cost a year", Value::Money(year), address).over(Term::Number(12.0));
            lasting(figures, of, &mut trace);
            trace.by(term)
        }
        Some(year) => {
            let said = |month: Option<Month>| month.map_or_else(|| "never".into(), wording::month);
            let until = until.map(|until| format!(" until {}", wording::month(until))).unwrap_or_default();
            trace.take("cost a year", Value::Money(year), address);
            lasting(figures, of, &mut trace);
            trace.because(format!("it runs from {}{until}", said(from)))
        }
        None => trace.because("it has no running cost"),
    }
}

/// With the lines that say from when and until when something runs.
fn lasting(figures: &Figures<'_>, of: &Of, trace: &mut Trace) {
    let (plan, mut days) = (figures.plan, Days::default());
    match of {
        Of::Item(ix) => days.first(plan, trace, *ix),
        Of::Exception(nth) => {
            let exception = &plan.exceptions[*nth as usize];
            match exception.market {
                Some(market) => days.open(figures, trace, MultiplierKind::Market, market.at()),
                None => {
                    let start = Address::new(Table::Plan, "").to("start");
                    trace.take("start of the plan", Value::Date(plan.start), start);
                }
            }
            if let Some(until) = exception.until {
                let address = Address::new(Table::Exception, &exception.id).to("until");
                trace.take("its last day", Value::Date(until), address);
            }
        }
        _ => {}
    }
}

/// The plan, its waves, what belongs to none, and whatever may run.
fn all(figures: &Figures<'_>) -> Vec<Of> {
    let plan = figures.plan;
    let waves = plan.waves().map(|(ix, _)| Of::Wave(ix));
    let items = plan.items().map(|(ix, _)| Of::Item(ix));
    let exceptions = (0..).zip(&plan.exceptions).map(|(at, _)| Of::Exception(at));
    std::iter::once(Of::Plan).chain(waves).chain([Of::NoWave]).chain(items).chain(exceptions).collect()
}
