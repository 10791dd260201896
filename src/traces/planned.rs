//! Planned value: of the plan, of the drivers that go live with a wave, of a driver; with confidence and
//! without.

use crate::figures::Figures;
use crate::figures::benefit::Weight;
use crate::plan::address::{Address, Table};
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
        _ => {
            let trace = WEIGHTED_FLOW.trace(figures, of, when)?;
            Some(nothing(figures, "planned", of, when, also(figures, of, when, trace)))
        }
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
        _ => {
            let trace = UNWEIGHTED_FLOW.trace(figures, of, when)?;
            Some(nothing(figures, "unweighted", of, when, trace.noting(below(figures, of, when))))
        }
    },
    each: |figures, tell| {
        UNWEIGHTED_FLOW.each(figures, tell);
        splits::each(figures, Basis::Unweighted.measure(), tell);
    },
};

/// Why the unweighted value of some months is less than the weighted one, where it is: a pool shares out the same money
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
    let shared = "where a pool binds it is shared out by unweighted claims, in which the less certain drivers claim more of it";
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

/// Why nothing is planned of something in all, with the lines that say so; `word` is that of the pages of its drivers.
pub(super) fn nothing(
    figures: &Figures<'_>,
    word: &'static str,
    of: &Of,
    when: Option<When>,
    mut trace: Trace,
) -> Trace {
    let plan = figures.plan;
    if trace.value != Value::Money(Money::ZERO) || !trace.inputs.is_empty() {
        return trace;
    }
    let Of::Item(ix) = *of else {
        let all: Vec<ItemIx> = drivers(figures, of).collect();
        for driver in &all {
            let name = Of::Item(*driver).name(plan, word, when);
            trace.take(plan.item(*driver).title(), Value::Money(Money::ZERO), name);
        }
        return match all.len() {
            0 => trace.because("there is no driver in it"),
            _ => trace,
        };
    };
    let (address, driver) = (plan.item_address(ix), plan.item(ix).driver());
    if plan.first_live(ix).is_none() {
        return trace.because("a driver without a wave has no planned value");
    }
    let own = driver.filter(|driver| driver.value.is_some() || driver.once.is_some());
    let Some(own) = own else {
        trace.take("value a year", Value::Nothing, address.to("value"));
        return trace.because("it says neither `value` nor `once`");
    };
    Days::default().first(plan, &mut trace, ix);
    if let Some(value) = own.value {
        trace.take("value a year", Value::Money(value.likely), address.clone().to("value").to("likely"));
    }
    if let Some(confidence) = own.confidence {
        trace.take("confidence", Value::Number(confidence), address.to("confidence"));
    }
    if own.confidence == Some(0.0) && word != "unweighted" {
        return trace.because("its confidence is 0, so that nothing of its value counts");
    }
    trace.take("horizon", Value::Date(plan.horizon), Address::new(Table::Plan, "").to("horizon"));
    trace.because("nothing of it counts in these months: value counts from the first month that begins after both the driver and its scope are live")
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
    let plain = basis == Basis::Unweighted;
    let weight = if plain { Weight::Plain } else { Weight::Confidence };
    let gains = || figures.claimed(ix, weight).get(position).is_some_and(|claim| *claim > 0.0);
    if let Some(pool) = figures.base_of(ix).filter(|_| gains()) {
        let left = figures.overlap_factor(pool, weight).get(position).copied().unwrap_or(1.0);
        let name = Of::Pool(pool).name(plan, if plain { "unweighted-overlap" } else { "overlap" }, when);
        term = Term::Product(vec![term, trace.take("what overlap leaves", Value::Number(left), name)]);
        rules.push("times what overlap with the others of its pool leaves".into());
    }
    if let Some(pool) = driver.pool.filter(|pool| plan.pool(*pool).cap.is_some()) {
        let word = if plain { "unweighted-pool" } else { "pool" };
        let factor = figures.pool_factor(pool, weight).get(position).copied().unwrap_or(1.0);
        let name = Of::Pool(pool).name(plan, word, when);
        term = Term::Product(vec![term, trace.take("what the pool leaves", Value::Number(factor), name)]);
        rules.push("times what the cap of its pool leaves".into());
    }
    trace.rule = rules.join("; ");
    trace.by(term)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;
    use crate::trace::Origin;
    use crate::trace::Steps;

    fn page(plan: &crate::plan::Plan, of: &Of) -> Trace {
        (WEIGHTED.trace)(&Figures::new(plan), of, None).unwrap()
    }

    fn why(trace: &Trace) -> &str {
        match &trace.steps {
            Steps::Words(words) => words,
            steps => panic!("{steps:?}"),
        }
    }

    #[test]
    fn where_nothing_is_planned_the_page_says_why_and_leads_to_the_lines_that_say_so() {
        let mut plan = sample::plan();
        let reach = plan.item_by_id("reach").unwrap();
        let labels =
            |trace: &Trace| trace.inputs.iter().map(|input| input.label.to_string()).collect::<Vec<_>>();
        plan.moved.insert((reach, 0), sample::day("2028-01-31"));
        let late = page(&plan, &Of::Item(reach));
        assert!(why(&late).starts_with("nothing of it counts in these months"), "{late:?}");
        assert!(labels(&late).contains(&"live".to_owned()), "{late:?}");
        assert_eq!(labels(&late).last().map(String::as_str), Some("horizon"));
        sample::driver(&mut plan, "reach").confidence = Some(0.0);
        assert!(why(&page(&plan, &Of::Item(reach))).starts_with("its confidence is 0"));
        let driver = sample::driver(&mut plan, "reach");
        (driver.value, driver.once) = (None, None);
        let unsaid = page(&plan, &Of::Item(reach));
        assert_eq!(
            (why(&unsaid), labels(&unsaid)),
            ("it says neither `value` nor `once`", vec!["value a year".into()])
        );
        for driver in plan.drivers().map(|(ix, _)| ix).collect::<Vec<_>>() {
            plan.moved.insert((driver, 0), sample::day("2028-01-31"));
        }
        let all = page(&plan, &Of::Plan);
        assert_eq!(all.inputs.len(), plan.drivers().count(), "each of its drivers has a page that says why");
        let figures = Figures::new(&plan);
        for (family, word) in [(&WEIGHTED, "planned"), (&UNWEIGHTED, "unweighted")] {
            let all = (family.trace)(&figures, &Of::Plan, None).unwrap();
            let led: Vec<_> = all.inputs.into_iter().map(|input| input.from).collect();
            let own = plan.drivers().map(|(ix, _)| Of::Item(ix).name(&plan, word, None).into());
            assert_eq!(led, own.collect::<Vec<Origin>>(), "the pages of {word} value");
        }
    }
}
