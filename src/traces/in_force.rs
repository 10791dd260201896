//! How many mandates are in force, of all that the plan has.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::figures::readiness::Force;
use crate::plan::item::Dimension;
use crate::trace::measured::day;
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "mandates-in-force",
    means: "Mandates that are in force, of all",
    of: &[Kind::Plan],
    timing: Timing::Day,
    trace: |figures, of, when| match of {
        Of::Plan => trace(figures, day(figures, when)),
        _ => None,
    },
    each: |figures, tell| {
        if let Some(trace) = trace(figures, figures.plan.as_of) {
            tell(Row::new(Of::Plan, None, trace.value));
        }
    },
};

fn trace(figures: &Figures<'_>, at: NaiveDate) -> Option<Trace> {
    let plan = figures.plan;
    let mandates: Vec<_> = plan.items_of(Dimension::Leadership).collect();
    let of_them = mandates.iter().map(|(ix, item)| (*ix, *item, figures.authority(*ix, at).force));
    let count = of_them.clone().filter(|(.., force)| *force == Force::Now).count();
    let [count, all] = [count, mandates.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    (all > 0).then_some(())?;
    let rule = "mandates that are granted, or were seen in force, and have since neither expired nor been seen without strength, counted";
    let mut trace = Trace::new(Value::Of(count, all), rule);
    for (ix, item, force) in of_them {
        let label = format!("{}: {}", item.title(), force.as_str());
        trace.take(&label, Value::Count(u64::from(force == Force::Now)), plan.item_address(ix));
    }
    Some(trace.because("each counts once"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, day};

    /// The plan has one mandate, which is granted: see the tests of mandates.
    #[test]
    fn a_mandate_counts_while_it_is_in_force() {
        let mut plan = sample::plan();
        let ix = plan.items_of(Dimension::Leadership).next().map(|(ix, _)| ix).unwrap();
        let crate::plan::item::Detail::Mandate(mandate) = &mut plan.item_mut(ix).detail else { panic!() };
        (mandate.granted, mandate.until) = (Some(day("2026-02-01")), Some(day("2026-06-30")));
        let figures = Figures::new(&plan);
        let at = |text| trace(&figures, day(text)).unwrap().value;
        let all = u32::try_from(plan.items_of(Dimension::Leadership).count()).unwrap();
        assert_eq!(at("2026-07-01"), Value::Of(0, all));
        assert_eq!(at("2026-06-30"), Value::Of(1, all));
    }
}
