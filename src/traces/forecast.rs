//! Forecast value: realized where that is recorded, elsewhere planned × the rate so far; of a driver whose pool
//! has a base or a cap, what it claims × the rate so far, less overlap, held to what realized value leaves of both.

use super::planned;
use crate::figures::Figures;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;
use crate::trace::amounts::{Basis, VALUED, cases, drivers, value, value_parts};
use crate::trace::flow::{self, Flow};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::parted;
use crate::trace::splits;
use crate::trace::term::Term;
use crate::trace::told::each_month;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace, by_pool, month_of, pooled};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "forecast",
    means: "Forecast value",
    of: VALUED,
    timing: Timing::Period,
    trace: |figures, of, when| match of {
        Of::Cut(parts) => parted::trace(figures, Basis::Forecast, parts, when),
        _ => {
            let by_pool = by_pool(figures, of).filter(|_| when.is_none());
            let trace = FLOW.trace(figures, of, when)?.noting(on_trust(figures, of, when)).noting(by_pool);
            Some(nothing(figures, of, when, trace))
        }
    },
    each: |figures, tell| {
        FLOW.each(figures, tell);
        splits::each(figures, Basis::Forecast.measure(), tell);
    },
};

const FLOW: Flow = Flow {
    word: "forecast",
    total: "the forecasts of its drivers, added up",
    months: |figures, of| value(figures, Basis::Forecast, of),
    parts: |figures, of, range| value_parts(figures, Basis::Forecast, of, range),
    month,
    all: cases,
};

/// Why nothing is forecast of something in all: what was recorded, the rate so far, or what the plan says.
fn nothing(figures: &Figures<'_>, of: &Of, when: Option<When>, mut trace: Trace) -> Trace {
    if trace.value != Value::Money(Money::ZERO) || !trace.inputs.is_empty() {
        return trace;
    }
    let (Of::Item(driver), Some(months)) = (of, flow::stretch(figures.grid(), when)) else {
        return planned::nothing(figures, "forecast", of, when, trace);
    };
    let recorded = figures.evidence().recorded(*driver);
    let count = months.clone().filter(|position| recorded.get(*position) == Some(&true)).count();
    let by_plan = flow::sum(&value(figures, Basis::Planned, of), &months);
    if count == 0 && by_plan == Money::ZERO {
        return planned::nothing(figures, "forecast", of, when, trace);
    }
    let name = |word, when| of.name(figures.plan, word, when);
    if count > 0 {
        let realized = flow::sum(&value(figures, Basis::Realized, of), &months);
        trace.take("realized", Value::Money(realized), name("realized", when));
    }
    if count == months.len() {
        return trace.because("all of these months are recorded, and nothing was realized in them");
    }
    trace.take("planned", Value::Money(by_plan), name("planned", when));
    if let Some(rate) = figures.rate(*driver).and_then(|rate| rate.share()) {
        trace.take("realization rate", Value::Share(rate), name("rate", None));
    }
    trace.because("what is recorded and what is to be expected of the other months come to nothing")
}

/// What the forecast takes on trust in these months, in words.
fn on_trust(figures: &Figures<'_>, of: &Of, when: Option<When>) -> Option<String> {
    let months = flow::stretch(figures.grid(), when)?;
    match of {
        Of::Item(driver) => {
            wording::unrecorded_of_one(figures.unrecorded_of(std::iter::once(*driver), &months))
        }
        of => wording::unrecorded(figures.unrecorded_of(drivers(figures, of), &months)),
    }
}

fn month(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let plan = figures.plan;
    let at = |basis| Value::Money(value(figures, basis, of).get(position).copied().unwrap_or(Money::ZERO));
    let forecast = at(Basis::Forecast);
    let Of::Item(driver) = *of else { return Trace::new(forecast, FLOW.total) };
    let when = Some(When::month(figures.grid().month(position)));
    let name = |word: &str, when| of.name(plan, word, when);
    let also = vec![name("forecast", None), name("planned", when), name("rate", None)];
    let trace = if figures.evidence().recorded(driver).get(position) == Some(&true) {
        Trace::new(forecast, "what was realized, since the month is recorded")
            .with("realized", at(Basis::Realized), name("realized", when))
            .by(Term::Input(0))
    } else if let Some(pool) = pool_of(figures, driver) {
        from_pool(figures, of, driver, pool, position, forecast)
    } else {
        let mut trace = Trace::new(forecast, "planned × the realization rate so far");
        let planned = trace.take("planned", at(Basis::Planned), name("planned", when));
        match figures.rate(driver).and_then(|rate| rate.share()) {
            Some(rate) => {
                let rate = trace.take("realization rate", Value::Share(rate), name("rate", None));
                trace.by(Term::Product(vec![planned, rate]))
            }
            None => {
                trace.rule = "as planned, while no realization rate is known".into();
                trace.by(planned)
            }
        }
    };
    Trace { also, ..trace }
}

/// The pool of a driver, where that has a base or a cap.
fn pool_of(figures: &Figures<'_>, driver: ItemIx) -> Option<PoolIx> {
    let pool = figures.plan.item(driver).driver()?.pool?;
    figures.plan.pool(pool).holds().then_some(pool)
}

/// A month without a record of a driver whose pool has a base or a cap.
fn from_pool(
    figures: &Figures<'_>,
    of: &Of,
    driver: ItemIx,
    pool: PoolIx,
    position: usize,
    forecast: Value,
) -> Trace {
    let (plan, when) = (figures.plan, Some(When::month(figures.grid().month(position))));
    let mut rule = "what is to be expected of its claim".to_owned();
    let mut trace = Trace::new(forecast, "");
    let claim = figures.forecast_claims(driver).get(position).copied().unwrap_or_default();
    let is_gain = claim > Money::ZERO;
    let claim = trace.take("expected claim", Value::Money(claim), of.name(plan, "forecast-claimed", when));
    let mut terms = vec![claim];
    if plan.pool(pool).base.is_some() && is_gain {
        let left = figures.forecast_overlap(pool).get(position).copied().unwrap_or(1.0);
        let name = Of::Pool(pool).name(plan, "forecast-overlap", when);
        terms.push(trace.take("what overlap leaves", Value::Number(left), name));
        rule.push_str(" × what overlap with the others of its pool leaves");
    }
    if plan.pool(pool).cap.is_some() {
        let factor = figures.forecast_factor(pool).get(position).copied().unwrap_or(1.0);
        let name = Of::Pool(pool).name(plan, "forecast-pool", when);
        terms.push(trace.take("what the pool leaves", Value::Number(factor), name));
        rule.push_str(" × what the pool leaves of that: the cap, less what others realized in the month");
    }
    trace.rule = rule;
    trace.by(Term::Product(terms))
}

pub(super) const CLAIMED: Family = Family {
    word: "forecast-claimed",
    means: "What is to be expected of a driver's claim before its pool is asked",
    of: &[Kind::Driver],
    timing: Timing::Month,
    trace: |figures, of, when| claimed(figures, of, month_of(figures, when)),
    each: |figures, tell| {
        let trace = |of: &Of, when| claimed(figures, of, month_of(figures, when));
        each_month(figures, pooled(figures), trace, tell);
    },
};

fn claimed(figures: &Figures<'_>, of: &Of, month: Month) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Item(driver) = *of else { return None };
    let when = Some(When::month(month));
    let value = Value::Money(figures.forecast_claims(driver).get(position).copied()?);
    if figures.evidence().recorded(driver).get(position) == Some(&true) {
        let realized = Value::Money(figures.realized().of(driver)[position]);
        let trace = Trace::new(value, "what was realized, since the month is recorded");
        return Some(trace.with("realized", realized, of.name(plan, "realized", when)).by(Term::Input(0)));
    }
    let mut trace = Trace::new(value, "what it claims × the rate at which its claims came true so far");
    let claim = Value::Money(figures.claims().of(driver).get(position).copied().unwrap_or_default());
    let claim = trace.take("claimed", claim, of.name(plan, "claims", when));
    Some(match figures.claim_rate(driver).and_then(|rate| rate.share()) {
        Some(rate) => {
            let rate =
                trace.take("rate of its claims", Value::Share(rate), of.name(plan, "claim-rate", None));
            trace.by(Term::Product(vec![claim, rate]))
        }
        None => {
            trace.rule = "as claimed, while no rate is known".into();
            trace.by(claim)
        }
    })
}

pub(super) const FACTOR: Family = Family {
    word: "forecast-pool",
    means: "What realized value and the cap of a pool leave of its drivers' expected claims",
    of: &[Kind::Pool],
    timing: Timing::Month,
    trace: |figures, of, when| factor(figures, of, month_of(figures, when)),
    each: |figures, tell| {
        let pools = (0..figures.plan.pools.len()).map(|pool| Of::Pool(pool.into()));
        each_month(figures, pools, |of, when| factor(figures, of, month_of(figures, when)), tell);
    },
};

pub(super) const OVERLAP: Family = Family {
    word: "forecast-overlap",
    means: "What overlap on the base of a pool leaves of its drivers' expected claims",
    trace: |figures, of, when| overlap(figures, of, month_of(figures, when)),
    each: |figures, tell| {
        let with_base = (0..figures.plan.pools.len()).filter(|pool| figures.plan.pools[*pool].base.is_some());
        let pools = with_base.map(|pool| Of::Pool(pool.into()));
        each_month(figures, pools, |of, when| overlap(figures, of, month_of(figures, when)), tell);
    },
    ..FACTOR
};

/// What is to be expected of a pool's drivers in a month where nothing is recorded.
fn open_claims<'f>(
    figures: &'f Figures<'_>,
    pool: PoolIx,
    position: usize,
) -> impl Iterator<Item = (ItemIx, Money)> + 'f {
    let is_recorded =
        move |driver: &ItemIx| figures.evidence().recorded(*driver).get(position) == Some(&true);
    let claim = move |driver: ItemIx| {
        (driver, figures.forecast_claims(driver).get(position).copied().unwrap_or_default())
    };
    let open = figures.drivers_of(pool).filter(move |driver| !is_recorded(driver)).map(claim);
    open.filter(|(_, claim)| *claim != Money::ZERO)
}

fn overlap(figures: &Figures<'_>, of: &Of, month: Month) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Pool(pool) = *of else { return None };
    let value = Value::Number(figures.forecast_overlap(pool).get(position).copied()?);
    let Some(base) = plan.pool(pool).base else {
        let trace = Trace::new(value, "claims on a pool without a base do not overlap");
        return Some(trace.because("there is no base"));
    };
    let rule = "what is to be expected together where nothing is recorded, each a share of a twelfth of the base, of what the others and realized value leave of it ÷ the sum of that, at most 1";
    let mut trace = Trace::new(value, rule);
    let when = Some(When::month(month));
    let base = trace.take("base a year", Value::Money(base), plan.pool_address(pool).to("base"));
    for driver in figures.drivers_of(pool) {
        let realized = figures.realized().of(driver).get(position).copied().unwrap_or_default();
        if realized > Money::ZERO {
            let name = Of::Item(driver).name(plan, "realized", when);
            trace.take(&format!("{} realized", plan.item(driver).title()), Value::Money(realized), name);
        }
    }
    let from = trace.inputs.len();
    for (driver, claim) in open_claims(figures, pool, position).filter(|(_, claim)| *claim > Money::ZERO) {
        let name = Of::Item(driver).name(plan, "forecast-claimed", when);
        trace.take(plan.item(driver).title(), Value::Money(claim), name);
    }
    if trace.inputs.len() == from {
        return Some(
            trace.because("nothing above zero is to be expected in the month where nothing is recorded"),
        );
    }
    let month = base.over(Term::Number(12.0));
    let room = match from {
        1 => month.clone(),
        _ => Term::Most(Box::new([Term::Number(0.0), month.clone().minus(Term::Part(1, from))])),
    };
    Some(trace.by(Term::overlapping(month, room, from)))
}

fn factor(figures: &Figures<'_>, of: &Of, month: Month) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Pool(pool) = *of else { return None };
    let value = Value::Number(figures.forecast_factor(pool).get(position).copied()?);
    let Some(room) = figures.room(pool) else {
        return Some(Trace::new(value, "a pool without a cap leaves everything").because("there is no cap"));
    };
    let overlaps = plan.pool(pool).base.is_some();
    let rule = match overlaps {
        false => {
            "what the month's twelfth of the cap has left once realized value is taken off ÷ what is to be expected together where nothing is recorded, at most 1"
        }
        true => {
            "what the month's twelfth of the cap has left once realized value is taken off ÷ what is to be expected together where nothing is recorded and overlap is taken off, at most 1"
        }
    };
    let mut trace = Trace::new(value, rule);
    let when = Some(When::month(month));
    let left = trace.take(
        "left of the cap in the month",
        Value::Money(room[position]),
        plan.pool_address(pool).to("cap"),
    );
    let overlap = overlaps.then(|| {
        let factor = figures.forecast_overlap(pool).get(position).copied().unwrap_or(1.0);
        let name = of.name(plan, "forecast-overlap", when);
        trace.take("what overlap leaves", Value::Number(factor), name)
    });
    let from = trace.inputs.len();
    let (gains, losses): (Vec<_>, Vec<_>) =
        open_claims(figures, pool, position).partition(|(_, claim)| *claim > Money::ZERO);
    let gained = from + gains.len();
    let mut sum = Money::ZERO;
    for (driver, claim) in gains.into_iter().chain(losses) {
        let name = Of::Item(driver).name(plan, "forecast-claimed", when);
        trace.take(plan.item(driver).title(), Value::Money(claim), name);
        sum += claim;
    }
    if sum == Money::ZERO {
        return Some(trace.because("nothing is to be expected in the month where nothing is recorded"));
    }
    let together = match overlap {
        Some(overlap) if gained > from => {
            let gains = Term::Product(vec![overlap, Term::Part(from, gained)]);
            let rest = (gained < trace.inputs.len()).then_some(Term::Part(gained, trace.inputs.len()));
            Term::Sum(std::iter::once(gains).chain(rest).collect())
        }
        _ => Term::All(from),
    };
    Some(trace.by(Term::Least(Box::new([Term::Number(1.0), left.over(together)]))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::plan::calendar::Period;
    use crate::trace::{Origin, Steps};

    #[test]
    fn where_nothing_is_forecast_the_page_says_why_and_leads_to_the_lines_that_say_so() {
        let mut plan = sample::plan();
        plan.as_of = plan.start;
        let reach = plan.item_by_id("reach").unwrap();
        sample::driver(&mut plan, "reach").confidence = Some(0.0);
        let figures = Figures::new(&plan);
        let page = (FAMILY.trace)(&figures, &Of::Item(reach), None).unwrap();
        let Steps::Words(words) = &page.steps else { panic!("{page:?}") };
        assert_eq!(words, "its confidence is 0, so that nothing of its value counts");
        assert!(page.inputs.iter().any(|input| &*input.label == "confidence"), "{page:?}");
    }

    /// From April to July nothing came of what was planned, so that nothing is to be expected from then on.
    #[test]
    fn what_is_recorded_as_nothing_is_the_reason_of_a_forecast_of_nothing() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        plan.realized.iter_mut().for_each(|it| it.value = Money::ZERO);
        let figures = Figures::new(&plan);
        let told = |when| {
            let page = (FAMILY.trace)(&figures, &Of::Item(reach), when).unwrap();
            let Steps::Words(words) = page.steps else { panic!("{page:?}") };
            let led = page.inputs.into_iter().filter_map(|input| match input.from {
                Origin::Figure(name) => Some(name.to_string()),
                _ => None,
            });
            (words, led.collect::<Vec<_>>().join(" "))
        };
        let spring = Period { first: Month::new(2026, 4), months: 3 };
        let (words, led) = told(Some(When::Period(spring)));
        assert_eq!(words, "all of these months are recorded, and nothing was realized in them");
        assert_eq!(led, "realized.reach@2026-Q2");
        let (words, led) = told(None);
        assert_eq!(words, "what is recorded and what is to be expected of the other months come to nothing");
        assert_eq!(led, "realized.reach planned.reach rate.reach");
    }
}
