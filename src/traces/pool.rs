//! What overlap on the base of a pool and its cap leave of its drivers' claims, and what they claim.

use crate::figures::Figures;
use crate::figures::benefit::Weight;
use crate::plan::calendar::Month;
use crate::plan::id::{ItemIx, PoolIx};
use crate::plan::quantity::Money;
use crate::trace::flow::Flow;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::{each_month, each_number};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace, month_of, pooled};

pub(super) const FACTOR: Family = Family {
    word: "pool",
    means: "What the cap of a pool leaves of its drivers' claims",
    of: &[Kind::Pool],
    timing: Timing::Month,
    trace: |figures, of, when| factor(figures, of, month_of(figures, when), Weight::Confidence),
    each: |figures, tell| each(figures, Weight::Confidence, tell),
};

pub(super) const UNWEIGHTED_FACTOR: Family = Family {
    word: "unweighted-pool",
    means: "What the cap of a pool leaves of its drivers' claims, were all certain",
    trace: |figures, of, when| factor(figures, of, month_of(figures, when), Weight::Plain),
    each: |figures, tell| each(figures, Weight::Plain, tell),
    ..FACTOR
};

pub(super) const OVERLAP: Family = Family {
    word: "overlap",
    means: "What overlap on the base of a pool leaves of its drivers' claims",
    trace: |figures, of, when| overlap(figures, of, month_of(figures, when), Weight::Confidence),
    each: |figures, tell| each_overlap(figures, Weight::Confidence, tell),
    ..FACTOR
};

pub(super) const UNWEIGHTED_OVERLAP: Family = Family {
    word: "unweighted-overlap",
    means: "What overlap on the base of a pool leaves of its drivers' claims, were all certain",
    trace: |figures, of, when| overlap(figures, of, month_of(figures, when), Weight::Plain),
    each: |figures, tell| each_overlap(figures, Weight::Plain, tell),
    ..FACTOR
};

pub(super) const OVERLAPPED: Family = Family {
    word: "overlapped",
    means: "What a driver claims where overlap with the others of its pool is taken off, before the cap",
    of: &[Kind::Driver],
    timing: Timing::Period,
    trace: |figures, of, when| OVERLAPPED_FLOW.trace(figures, of, when),
    each: |figures, tell| OVERLAPPED_FLOW.each(figures, tell),
};

const OVERLAPPED_FLOW: Flow = Flow {
    word: "overlapped",
    total: "what falls in its months, added up",
    months: |figures, of| match of {
        Of::Item(driver) => figures.overlapped(*driver).into_owned(),
        _ => Vec::new(),
    },
    parts: |_, _, _| Vec::new(),
    month: overlapped,
    all: |figures| {
        let has_base = |of: &Of| matches!(of, Of::Item(driver) if figures.base_of(*driver).is_some());
        pooled(figures).filter(has_base).collect()
    },
};

pub(super) const CLAIMED: Family = Family {
    word: "claimed",
    means: "What a driver claims before its pool is asked",
    of: &[Kind::Driver],
    timing: Timing::Month,
    trace: |figures, of, when| claimed(figures, of, month_of(figures, when), Weight::Confidence),
    each: |figures, tell| each_claimed(figures, Weight::Confidence, tell),
};

pub(super) const UNWEIGHTED_CLAIMED: Family = Family {
    word: "unweighted-claimed",
    means: "What a driver claims before its pool is asked, were it certain",
    trace: |figures, of, when| claimed(figures, of, month_of(figures, when), Weight::Plain),
    each: |figures, tell| each_claimed(figures, Weight::Plain, tell),
    ..CLAIMED
};

pub(super) const CLAIMS: Family = Family {
    word: "claims",
    means: "What a driver, or a pool's drivers together, claim before the pool is asked, to the coin",
    of: &[Kind::Pool, Kind::Driver],
    timing: Timing::Period,
    trace: |figures, of, when| CLAIMS_FLOW.trace(figures, of, when),
    each: |figures, tell| CLAIMS_FLOW.each(figures, tell),
};

const CLAIMS_FLOW: Flow = Flow {
    word: "claims",
    total: "what falls in its months, added up",
    months: |figures, of| match of {
        Of::Pool(pool) => figures.claims_of(figures.drivers_of(*pool)),
        Of::Item(driver) => figures.claims().of(*driver).to_vec(),
        _ => Vec::new(),
    },
    parts: |_, _, _| Vec::new(),
    month: claims,
    all: |figures| (0..figures.plan.pools.len()).map(|pool| Of::Pool(pool.into())).collect(),
};

/// A month of what a pool's drivers claim, or one of them: each rounded, as planned value is.
fn claims(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let (plan, month) = (figures.plan, figures.grid().month(position));
    let pool = match *of {
        Of::Pool(pool) => pool,
        Of::Item(driver) => {
            let value = figures.claims().of(driver).get(position).copied().unwrap_or_default();
            let mut trace = Trace::new(Value::Money(value), "what it claims, rounded to the coin");
            let claim = figures.claimed(driver, Weight::Confidence).get(position).copied().unwrap_or(0.0);
            let name = of.name(plan, "claimed", Some(When::month(month)));
            let claim = trace.take("claimed", Value::Unrounded(claim), name);
            return trace.by(claim);
        }
        _ => return Trace::new(Value::Money(Money::ZERO), ""),
    };
    let value = figures.claims_of(figures.drivers_of(pool)).get(position).copied().unwrap_or_default();
    let rule = "what each of its drivers claims, rounded to the coin and added up";
    let mut trace = Trace::new(Value::Money(value), rule);
    for driver in figures.drivers_of(pool) {
        let claim = figures.claimed(driver, Weight::Confidence).get(position).copied().unwrap_or(0.0);
        if claim != 0.0 {
            let name = Of::Item(driver).name(plan, "claimed", Some(When::month(month)));
            trace.take(plan.item(driver).title(), Value::Unrounded(claim), name);
        }
    }
    let applied = match trace.inputs.len() {
        0 => "nothing is claimed in the month",
        1 => "its one claim, rounded to the coin",
        _ => "each claim is rounded to the coin, and what that gives is added up",
    };
    trace.because(applied)
}

fn each(figures: &Figures<'_>, weight: Weight, tell: &mut dyn FnMut(Row)) {
    for (position, pool) in figures.plan.pools.iter().enumerate() {
        let ix = PoolIx::from(position);
        let factors = if pool.cap.is_some() { figures.pool_factor(ix, weight) } else { Vec::new() };
        each_number(figures, &Of::Pool(ix), &factors, |_| false, tell);
    }
}

fn each_claimed(figures: &Figures<'_>, weight: Weight, tell: &mut dyn FnMut(Row)) {
    let trace = |of: &Of, when| claimed(figures, of, month_of(figures, when), weight);
    each_month(figures, pooled(figures), trace, tell);
}

fn each_overlap(figures: &Figures<'_>, weight: Weight, tell: &mut dyn FnMut(Row)) {
    for (position, pool) in figures.plan.pools.iter().enumerate() {
        let ix = PoolIx::from(position);
        let factors = if pool.base.is_some() { figures.overlap_factor(ix, weight) } else { Vec::new() };
        each_number(figures, &Of::Pool(ix), &factors, |_| false, tell);
    }
}

/// What the drivers of a pool claim in a month: first those above zero, whose count is told with it.
fn claims_in(
    figures: &Figures<'_>,
    pool: PoolIx,
    position: usize,
    weight: Weight,
) -> (Vec<(ItemIx, f64)>, usize) {
    let claim = |driver| figures.claimed(driver, weight).get(position).copied().unwrap_or(0.0);
    let all = figures.drivers_of(pool).map(|driver| (driver, claim(driver)));
    let (mut claims, losses): (Vec<_>, Vec<_>) =
        all.filter(|(_, claim)| *claim != 0.0).partition(|(_, claim)| *claim > 0.0);
    let gains = claims.len();
    claims.extend(losses);
    (claims, gains)
}

fn overlap(figures: &Figures<'_>, of: &Of, month: Month, weight: Weight) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Pool(pool) = *of else { return None };
    let value = Value::Number(figures.overlap_factor(pool, weight).get(position).copied()?);
    let Some(base) = plan.pool(pool).base else {
        let trace = Trace::new(value, "claims on a pool without a base do not overlap");
        return Some(trace.because("there is no base"));
    };
    let rule = "what the pool's drivers come to together, each a share of what the others leave of a twelfth of the base ÷ their sum; a share above 1 counts as 1, and a dis-benefit takes none";
    let mut trace = Trace::new(value, rule);
    let base = trace.take("base a year", Value::Money(base), plan.pool_address(pool).to("base"));
    let (claims, gains) = claims_in(figures, pool, position, weight);
    for (driver, claim) in &claims[..gains] {
        let (when, of) = (Some(When::month(month)), Of::Item(*driver));
        let title = plan.item(*driver).title();
        if weight == Weight::Plain {
            trace.take(title, Value::Unrounded(*claim), of.name(plan, "unweighted-claimed", when));
        } else {
            let rounded = figures.claims().of(*driver)[position];
            trace.take(title, Value::Money(rounded), of.name(plan, "claims", when));
        }
    }
    if gains == 0 {
        return Some(trace.because("nothing above zero is claimed in the month"));
    }
    let month = base.over(Term::Number(12.0));
    Some(trace.by(Term::overlapping(month.clone(), month, 1)))
}

/// A month of what a driver claims where overlap is taken off.
fn overlapped(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let (plan, when) = (figures.plan, Some(When::month(figures.grid().month(position))));
    let Of::Item(driver) = *of else { return Trace::new(Value::Money(Money::ZERO), "") };
    let value = figures.overlapped(driver).get(position).copied().unwrap_or_default();
    let claim = figures.claimed(driver, Weight::Confidence).get(position).copied().unwrap_or(0.0);
    let mut trace = Trace::new(Value::Money(value), "what it claims, as overlap takes nothing off it");
    let mut term = trace.take("claimed", Value::Unrounded(claim), of.name(plan, "claimed", when));
    if let Some(pool) = figures.base_of(driver).filter(|_| claim > 0.0) {
        let left = figures.overlap_factor(pool, Weight::Confidence).get(position).copied().unwrap_or(1.0);
        let name = Of::Pool(pool).name(plan, "overlap", when);
        term = Term::Product(vec![term, trace.take("what overlap leaves", Value::Number(left), name)]);
        trace.rule = "what it claims × what overlap with the others of its pool leaves".into();
    }
    trace.by(term)
}

fn factor(figures: &Figures<'_>, of: &Of, month: Month, weight: Weight) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Pool(pool) = *of else { return None };
    let value = Value::Number(figures.pool_factor(pool, weight).get(position).copied()?);
    let Some(cap) = plan.pool(pool).cap else {
        return Some(Trace::new(value, "a pool without a cap leaves everything").because("there is no cap"));
    };
    let overlaps = plan.pool(pool).base.is_some();
    let rule = match overlaps {
        false => "a twelfth of the cap ÷ what the pool's drivers claim together, at most 1",
        true => {
            "a twelfth of the cap ÷ what the pool's drivers claim together where overlap is taken off those above zero, at most 1"
        }
    };
    let mut trace =
        Trace::new(value, rule).with("cap a year", Value::Money(cap), plan.pool_address(pool).to("cap"));
    let plain = weight == Weight::Plain;
    let when = Some(When::month(month));
    let left = overlaps.then(|| {
        let left = figures.overlap_factor(pool, weight).get(position).copied().unwrap_or(1.0);
        let word = if plain { "unweighted-overlap" } else { "overlap" };
        trace.take("what overlap leaves", Value::Number(left), of.name(plan, word, when))
    });
    let from = trace.inputs.len();
    let (claims, gains) = claims_in(figures, pool, position, weight);
    for (driver, claim) in &claims {
        let name = Of::Item(*driver).name(plan, if plain { "unweighted-claimed" } else { "claimed" }, when);
        trace.take(plan.item(*driver).title(), Value::Unrounded(*claim), name);
    }
    if claims.is_empty() {
        return Some(trace.because("nothing is claimed in the month"));
    }
    let sum = match left {
        Some(left) if gains > 0 => {
            let gained = Term::Product(vec![left, Term::Part(from, from + gains)]);
            let rest = (gains < claims.len()).then_some(Term::Part(from + gains, from + claims.len()));
            Term::Sum(std::iter::once(gained).chain(rest).collect())
        }
        _ => Term::All(from),
    };
    let share = Term::Input(0).over(Term::Number(12.0)).over(sum);
    Some(trace.by(Term::Least(Box::new([Term::Number(1.0), share]))))
}

fn claimed(figures: &Figures<'_>, of: &Of, month: Month, weight: Weight) -> Option<Trace> {
    let (plan, position) = (figures.plan, figures.grid().position(month)?);
    let Of::Item(ix) = *of else { return None };
    let driver = plan.item(ix).driver()?;
    let value = Value::Unrounded(figures.claimed(ix, weight).get(position).copied()?);
    let [ramped, first] = figures.live_share(ix).map(|shares| shares.get(position).copied().unwrap_or(0.0));
    let (address, when) = (plan.item_address(ix), Some(When::month(month)));
    let year = driver.value.map_or(Money::ZERO, |value| value.likely);
    let rule = "(value a year ÷ 12 × the share live and ramped up + value once × the share that goes live) × confidence";
    let mut trace = Trace::new(value, rule);
    let monthly = Term::Product(vec![
        trace
            .take("value a year", Value::Money(year), address.clone().to("value").to("likely"))
            .over(Term::Number(12.0)),
        trace.take("share live and ramped up", Value::Number(ramped), of.name(plan, "ramp", when)),
    ]);
    let mut terms = vec![monthly];
    if let Some(once) = driver.once.filter(|_| first > 0.0) {
        terms.push(Term::Product(vec![
            trace.take("value once", Value::Money(once), address.clone().to("once")),
            trace.take("share that goes live", Value::Number(first), of.name(plan, "starting", when)),
        ]));
    }
    let mut term = Term::Sum(terms);
    if weight == Weight::Confidence {
        let confidence = Value::Number(driver.confidence.unwrap_or(1.0));
        term = Term::Product(vec![term, trace.take("confidence", confidence, address.to("confidence"))]);
    }
    Some(trace.by(term))
}
