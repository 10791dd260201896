//! Months that are over and have no record of what a driver brought: its forecast takes them at planned × rate, like
//! the months to come.

use crate::figures::Figures;
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::term::Term;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};
use crate::wording;

pub(super) const FAMILY: Family = Family {
    word: "unrecorded",
    means: "Months of a driver that are over without a record, which its forecast takes at planned × rate",
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
        let taken = Value::Money(figures.forecast().of(driver)[*position]);
        let name = of.name(plan, "forecast", Some(When::month(month)));
        trace.take(&format!("taken in {}", wording::month(month)), taken, name);
    }
    trace.also = ["forecast", "planned", "rate"].map(|word| of.name(plan, word, None)).to_vec();
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

    /// By hand: 7,500 of 12,000 came until July, so that August is taken at 3,000 × 0.625; content has no rate, which
    /// counts 1, and its months are taken as planned.
    #[test]
    fn such_a_month_is_taken_at_the_rate_so_far() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let taken = |id: &str, nth: usize| {
            trace(&figures, &Of::Item(plan.item_by_id(id).unwrap())).unwrap().inputs[nth].value
        };
        assert_eq!(taken("reach", 0), Value::Money(sample::euros(1_875)));
        let content = plan.item_by_id("content").unwrap();
        assert_eq!(taken("content", 4), Value::Money(figures.planned().of(content)[7]));
        let notes = |of: Of| (crate::traces::forecast::FAMILY.trace)(&figures, &of, None).unwrap().notes;
        assert_eq!(
            notes(Of::Plan),
            ["6 months of drivers are over without a record: taken at planned × rate"]
        );
        let reach = Of::Item(plan.item_by_id("reach").unwrap());
        assert_eq!(notes(reach), ["1 month is over without a record: taken at planned × rate"]);
    }
}
