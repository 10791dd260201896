//! Planned value: of the plan, of the drivers that go live with a wave, of a driver; with confidence and
//! without.

use crate::figures::Figures;
use crate::figures::benefit::Weight;
use crate::plan::id::ItemIx;
use crate::plan::quantity::Money;
use crate::plan::strategy::Driver;
use crate::trace::amounts::{Basis, VALUED, cases, drivers, value, value_parts};
use crate::trace::days::Days;
use crate::trace::flow::{self, Flow};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::parted;
use crate::trace::splits;
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace};
use crate::wording;

pub(super) const WEIGHTED: Family = Family {
    word: "planned",
    means: "Planned value, weighted with confidence",
    of: VALUED,
    timing: Timing::Period,
    trace: |figures, of, when| match of {
        Of::Cut(parts) => parted::trace(figures, Basis::Planned, parts, when),
        _ => WEIGHTED_FLOW.trace(figures, of, when).map(|trace| also(figures, of, when, trace)),
    },
    each: |figures, tell| {
        WEIGHTED_FLOW.each(figures, tell);
        splits::each(figures, Basis::Planned.measure(), tell);
    },
};

pub(super) const UNWEIGHTED: Family = Family {
    word: "unweighted",
    means: "Unweighted value, as if every driver were certain",
    of: VALUED,
    timing: Timing::Period,
    trace: |figures, of, when| match of {
        Of::Cut(parts) => parted::trace(figures, Basis::Unweighted, parts, when),
        _ => Some(UNWEIGHTED_FLOW.trace(figures, of, when)?.noting(below(figures, of, when))),
    },
    each: |figures, tell| {
        UNWEIGHTED_FLOW.each(figures, tell);
        splits::each(figures, Basis::Unweighted.measure(), tell);
    },
};

/// Why the unweighted value of some months is less than the weighted one, where it is: a cap shares out the same money
/// by other claims.
fn below(figures: &Figures<'_>, of: &Of, when: Option<When>) -> Option<String> {
    let months = flow::stretch(figures.grid(), when)?;
    let sum = |basis| flow::sum(&value(figures, basis, of), &months);
    if sum(Basis::Unweighted) >= sum(Basis::Planned) {
        return None;
    }
    let these: Vec<ItemIx> = match of {
        Of::Item(ix) => vec![*ix],
        of => drivers(figures, of).collect(),
    };
    let of_these =
        |is: fn(&Driver) -> bool| these.iter().filter_map(|ix| figures.plan.item(*ix).driver()).any(is);
    let shared = "where the cap of a pool binds it is shared out by unweighted claims, in which the less certain drivers claim more of it";
    let taken = "what takes value away counts in full, where confidence had left a part of it";
    let why = match (of_these(|driver| driver.pool.is_some()), of_these(Driver::takes_away)) {
        (true, false) => shared.to_owned(),
        (false, _) => taken.to_owned(),
        (true, true) => format!("{shared}; and {taken}"),
    };
    Some(format!("it is less than the value weighted with confidence, since {why}"))
}

const TOTAL: &str = "the value of its drivers, added up";

const WEIGHTED_FLOW: Flow = Flow {
    word: "planned",
    total: TOTAL,
    months: |figures, of| value(figures, Basis::Planned, of),
    parts: |figures, of, range| value_parts(figures, Basis::Planned, of, range),
    month: |figures, of, position| month(figures, of, position, Basis::Planned),
    all: cases,
};

const UNWEIGHTED_FLOW: Flow = Flow {
    word: "unweighted",
    months: |figures, of| value(figures, Basis::Unweighted, of),
    parts: |figures, of, range| value_parts(figures, Basis::Unweighted, of, range),
    month: |figures, of, position| month(figures, of, position, Basis::Unweighted),
    ..WEIGHTED_FLOW
};

fn also(figures: &Figures<'_>, of: &Of, when: Option<When>, mut trace: Trace) -> Trace {
    let words: &[&str] = match of {
        Of::Item(_) => &["unweighted", "realized", "forecast", "rate", "cost"],
        _ => &["unweighted", "realized", "forecast", "cost", "net"],
    };
    let timed = |word: &'static str| of.name(figures.plan, word, when.filter(|_| word != "rate"));
    trace.also.extend(words.iter().copied().map(timed));
    trace
}

/// A month of one driver.
fn month(figures: &Figures<'_>, of: &Of, position: usize, basis: Basis) -> Trace {
    let plan = figures.plan;
    let planned = value(figures, basis, of).get(position).copied().unwrap_or_default();
    let Of::Item(ix) = *of else { return Trace::new(Value::Money(planned), TOTAL) };
    let month = figures.grid().month(position);
    let when = Some(When::month(month));
    let (item, address) = (plan.item(ix), plan.item_address(ix));
    let Some(driver) = item.driver().filter(|_| plan.first_live(ix).is_some()) else {
        return Trace::new(Value::Money(Money::ZERO), "a driver without a wave has no planned value");
    };
    let [ramped, first] = figures.live_share(ix).map(|shares| shares.get(position).copied().unwrap_or(0.0));
    if ramped <= 0.0 && first <= 0.0 {
        let rule =
            "value counts from the first month that begins after both the driver and its scope are live";
        let scope = Value::Share(figures.scope().share_in(month));
        let mut trace = Trace::new(Value::Money(planned), rule);
        Days::default().first(plan, &mut trace, ix);
        return trace
            .with("share of the scope that is live", scope, Of::Plan.name(plan, "scope", when))
            .because(format!("nothing of it counts in {}", wording::month(month)));
    }
    let mut trace = Trace::new(Value::Money(planned), "");
    let mut rules = Vec::new();
    let mut terms = Vec::new();
    let weigh = |trace: &mut Trace, product: &mut Vec<Term>| {
        if basis == Basis::Planned {
            let confidence = Value::Number(driver.confidence.unwrap_or(1.0));
            product.push(trace.take("confidence", confidence, address.clone().to("confidence")));
        }
    };
    let weighed = if basis == Basis::Planned { " × confidence" } else { "" };
    if let Some(estimate) = driver.value {
        let likely = address.clone().to("value").to("likely");
        let year = trace.take("value a year", Value::Money(estimate.likely), likely);
        let mut product = vec![year.over(Term::Number(12.0))];
        weigh(&mut trace, &mut product);
        let name = of.name(plan, "ramp", when);
        product.push(trace.take("share live and ramped up", Value::Number(ramped), name));
        rules.push(format!(
            "value a year ÷ 12{weighed} × the share of its scope that is live, as far as ramped up"
        ));
        terms.push(Term::Product(product));
    }
    if let Some(once) = driver.once.filter(|_| first > 0.0) {
        let mut product = vec![trace.take("value once", Value::Money(once), address.clone().to("once"))];
        weigh(&mut trace, &mut product);
        let name = of.name(plan, "starting", when);
        product.push(trace.take("share that goes live", Value::Number(first), name));
        rules.push(format!("value once{weighed} × the share of its scope that goes live"));
        terms.push(Term::Product(product));
    }
    let mut term = Term::Sum(terms);
    if let Some(pool) = driver.pool.filter(|pool| plan.pool(*pool).cap.is_some()) {
        let (word, weight) = match basis {
            Basis::Unweighted => ("unweighted-pool", Weight::Plain),
            _ => ("pool", Weight::Confidence),
        };
        let factor = figures.pool_factor(pool, weight).get(position).copied().unwrap_or(1.0);
        let name = Of::Pool(pool).name(plan, word, when);
        term = Term::Product(vec![term, trace.take("what the pool leaves", Value::Number(factor), name)]);
        rules.push("times what the cap of its pool leaves".into());
    }
    trace.rule = rules.join("; ");
    trace.by(term)
}
