//! The realization rate of a driver: how much of what was planned came about.

use std::borrow::Cow;

use crate::figures::Figures;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Origin, Row, Timing, Trace, pooled};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "rate",
    means: "Realization rate, realized ÷ planned over the recorded months",
    of: &[Kind::Driver],
    timing: Timing::Never,
    trace: |figures, of, _| trace(figures, of, Against::Planned),
    each: |figures, tell| {
        for (driver, _) in figures.plan.drivers() {
            let share = figures.rate(driver).and_then(|rate| rate.share());
            tell(Row::new(Of::Item(driver), None, Value::maybe(share, Value::Share)));
        }
    },
};

pub(super) const CLAIMED: Family = Family {
    word: "claim-rate",
    means: "Realized ÷ claimed over the recorded months, before the cap of a pool",
    trace: |figures, of, _| trace(figures, of, Against::Claimed),
    each: |figures, tell| {
        for of in pooled(figures) {
            if let Some(trace) = trace(figures, &of, Against::Claimed) {
                tell(Row::new(of, None, trace.value));
            }
        }
    },
    ..FAMILY
};

/// What realized value is held against.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    Planned,
    Claimed,
}

fn trace(figures: &Figures<'_>, of: &Of, against: Against) -> Option<Trace> {
    let (plan, grid) = (figures.plan, figures.grid());
    let Of::Item(driver) = *of else { return None };
    let early = figures.begun_before(driver);
    let (word, family, own, series) = match against {
        Against::Planned => {
            ("planned", "planned", figures.rate(driver), Cow::Borrowed(figures.planned().of(driver)))
        }
        Against::Claimed => {
            let family = if figures.base_of(driver).is_some() { "overlapped" } else { "claims" };
            ("claimed", family, figures.claim_rate(driver), figures.overlapped(driver))
        }
    };
    let mut rule = format!("realized ÷ {word}, over the months that are recorded");
    if against == Against::Claimed {
        if figures.base_of(driver).is_some() {
            rule.push_str(", where overlap is taken off");
        }
        rule.push_str(", before the cap of its pool: at this rate its claims come true in the forecast");
    }
    if let Some(month) = early {
        rule.push_str(&format!(
            "; the record is from before the plan has it live, so what is {word} counts as if its value had begun in {}",
            wording::month(month)
        ));
    }
    let rule = &*rule;
    let also = ["realized", "planned", "forecast"].map(|word| of.name(plan, word, None)).to_vec();
    let Some(rate) = own else {
        let trace = Trace { also, ..Trace::new(Value::Nothing, rule) };
        return Some(trace.because("nothing is recorded yet: the forecast counts 1"));
    };
    let mut trace = Trace::new(Value::maybe(rate.share(), Value::Share), rule);
    trace.also = also;
    trace.take("realized", Value::Money(rate.realized), of.name(plan, "realized", None));
    let recorded = figures.evidence().recorded(driver);
    let planned = early.map_or_else(|| series.into_owned(), |begun| figures.begun(driver, begun));
    for (position, planned) in planned.iter().enumerate() {
        if recorded.get(position) == Some(&true) {
            let when = Some(When::month(grid.month(position)));
            let label = format!("{word} in {}", wording::month(grid.month(position)));
            match early {
                None => trace.take(&label, Value::Money(*planned), of.name(plan, family, when)),
                Some(_) => trace.take(&label, Value::Money(*planned), Origin::Rule),
            };
        }
    }
    Some(match rate.share() {
        Some(_) => trace.by(Term::Input(0).over(Term::All(1))),
        None => {
            trace.because(format!("nothing was {word} in these months: undefined, and the forecast counts 1"))
        }
    })
}
