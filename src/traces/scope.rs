//! The share of the full scope that is live in a month, and what of it opens then.

use crate::figures::Figures;
use crate::plan::Plan;
use crate::plan::calendar::Month;
use crate::plan::strategy::MultiplierKind;
use crate::trace::days::Days;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::told::each_number;
use crate::trace::value::Value;
use crate::trace::{Family, Timing, Trace, month_of};

pub(super) const LIVE: Family = Family {
    word: "scope",
    means: "Share of the full scope that is live",
    of: &[Kind::Plan],
    timing: Timing::Month,
    trace: |figures, _, when| Some(live(figures, month_of(figures, when))),
    each: |figures, tell| {
        let shares: Vec<f64> = figures.grid().months().map(|month| figures.scope().share_in(month)).collect();
        each_number(figures, &Of::Plan, &shares, |_| false, tell);
    },
};

pub(super) const OPENING: Family = Family {
    word: "opening",
    means: "Share of the full scope that opens",
    of: &[Kind::Plan],
    timing: Timing::Month,
    trace: |figures, _, when| Some(opening(figures, month_of(figures, when))),
    each: |figures, tell| {
        let shares: Vec<f64> = figures.grid().months().map(|month| opens_in(figures, month)).collect();
        each_number(figures, &Of::Plan, &shares, |share| share <= 0.0, tell);
    },
};

fn live(figures: &Figures<'_>, month: Month) -> Trace {
    let plan = figures.plan;
    let rule = "for markets, brands and customer types each the shares that are live before the month; then their product";
    let mut trace = Trace::new(Value::Number(figures.scope().share_in(month)), rule);
    let mut kinds = Vec::new();
    for kind in MultiplierKind::ALL.into_iter().filter(|kind| !plan.multipliers(*kind).is_empty()) {
        let mut shares = vec![];
        for (position, multiplier) in plan.multipliers(kind).iter().enumerate() {
            let live = figures.scope().live(kind, position).map(Month::after);
            if live.is_some_and(|live| live <= month) {
                let address = plan.multiplier_address(kind, position).to("share");
                shares.push(trace.take(multiplier.title(), Value::Number(multiplier.share), address));
            }
        }
        kinds.push(if shares.is_empty() { Term::Number(0.0) } else { Term::Sum(shares) });
    }
    let mut days = Days::default();
    for kind in MultiplierKind::ALL {
        for position in 0..plan.multipliers(kind).len() {
            days.open(figures, &mut trace, kind, position);
        }
    }
    let when = Some(When::month(month));
    trace.also = vec![Of::Plan.name(plan, "opening", when)];
    if kinds.is_empty() {
        return trace.because("the plan names no markets, brands or customer types: all of its scope counts");
    }
    trace.by(Term::Product(kinds))
}

fn opens_in(figures: &Figures<'_>, month: Month) -> f64 {
    let steps = figures.scope().steps().iter();
    steps.filter(|(live, _)| *live == month).map(|(_, share)| share).sum()
}

fn opening(figures: &Figures<'_>, month: Month) -> Trace {
    let plan: &Plan = figures.plan;
    let share = |month: Month| Value::Number(figures.scope().share_in(month));
    let name = |month: Month| Of::Plan.name(plan, "scope", Some(When::month(month)));
    let before = month.plus(-1);
    Trace::new(
        Value::Number(opens_in(figures, month)),
        "what is live in the month less what was live in the one before",
    )
    .with("live in the month", share(month), name(month))
    .with("live in the month before", share(before), name(before))
    .by(Term::Input(0).minus(Term::Input(1)))
}
