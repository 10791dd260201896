//! Months that are over and have no record of what a driver brought: its forecast takes them as planned.

use crate::figures::Figures;
use crate::plan::address::Table;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "unrecorded",
    means: "Months of a driver that are over without a record, which its forecast takes as planned",
    of: &[Kind::Plan, Kind::Driver],
    timing: Timing::Never,
    trace: |figures, of, _| trace(figures, of),
    each: |figures, tell| {
        let drivers = figures.plan.drivers().map(|(ix, _)| Of::Item(ix));
        for of in std::iter::once(Of::Plan).chain(drivers) {
            if let Some(trace) = trace(figures, &of) {
                tell(Row::new(of, None, trace.value));
            }
        }
    },
    from: &[(Table::Realized, "period"), (Table::Driver, "value")],
};

fn trace(figures: &Figures<'_>, of: &Of) -> Option<Trace> {
    let plan = figures.plan;
    let count = |months: usize| Value::Count(u64::try_from(months).unwrap_or(u64::MAX));
    let Of::Item(driver) = *of else {
        let mut trace = Trace::new(count(figures.unrecorded_in_all()), "those of all drivers, added up");
        for (ix, item) in plan.drivers() {
            let months = figures.unrecorded(ix).len();
            if months > 0 {
                let name = Of::Item(ix).name(plan, "unrecorded", None);
                trace.take(item.title(), count(months), name);
            }
        }
        return Some(trace.by(Term::All(0)));
    };
    plan.item(driver).driver()?;
    let rule =
        "the months that are over at as-of in which something is planned and nothing is recorded, counted";
    let months = figures.unrecorded(driver);
    let mut trace = Trace::new(count(months.len()), rule);
    for position in &months {
        let month = figures.grid().month(*position);
        let planned = Value::Money(figures.planned().of(driver)[*position]);
        let name = of.name(plan, "planned", Some(When::month(month)));
        trace.take(&format!("planned in {}", wording::month(month)), planned, name);
    }
    trace.also = ["forecast", "rate"].map(|word| of.name(plan, word, None)).to_vec();
    Some(trace.because(if months.is_empty() { "none" } else { "each counts once" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample;

    /// By hand: reach is recorded up to July, and August is over; of content nothing is known, from April on.
    #[test]
    fn months_that_are_over_and_not_recorded_are_counted() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let of = |id: &str| trace(&figures, &Of::Item(plan.item_by_id(id).unwrap())).unwrap().value;
        assert_eq!([of("reach"), of("content"), of("launch")], [1, 5, 0].map(Value::Count));
        assert_eq!(trace(&figures, &Of::Plan).unwrap().value, Value::Count(6));
    }
}
