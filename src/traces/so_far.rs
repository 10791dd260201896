//! Value from plan start to the end of a month: planned, realized and forecast; and cost.

use crate::figures::Figures;
use crate::trace::amounts::{Basis, CASED, cost, value};
use crate::trace::flow::added_up;
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::told::each_month;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const PLANNED: Family = Family {
    word: "planned-so-far",
    means: "Planned value from plan start to the end of a month",
    of: CASED,
    timing: Timing::UpTo,
    trace: |figures, of, when| trace(figures, of, when, Basis::Planned),
    each: |figures, tell| each(figures, Basis::Planned, tell),
};

pub(super) const REALIZED: Family = Family {
    word: "realized-so-far",
    means: "Realized value from plan start to the end of a month",
    trace: |figures, of, when| trace(figures, of, when, Basis::Realized),
    each: |figures, tell| each(figures, Basis::Realized, tell),
    ..PLANNED
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-so-far",
    means: "Forecast value from plan start to the end of a month",
    trace: |figures, of, when| trace(figures, of, when, Basis::Forecast),
    each: |figures, tell| each(figures, Basis::Forecast, tell),
    ..PLANNED
};

pub(super) const COST: Family = Family {
    word: "cost-so-far",
    means: "Cost from plan start to the end of a month",
    trace: |figures, of, when| added_up(figures, of, when, &cost(figures, of), "cost"),
    each: |figures, tell| {
        let trace = |of: &Of, when| added_up(figures, of, when, &cost(figures, of), "cost");
        each_month(figures, [Of::Plan], trace, tell);
    },
    ..PLANNED
};

fn trace(figures: &Figures<'_>, of: &Of, when: Option<When>, basis: Basis) -> Option<Trace> {
    added_up(figures, of, when, &value(figures, basis, of), basis.word())
}

/// Of the plan as a whole: of its parts the months themselves are listed.
fn each(figures: &Figures<'_>, basis: Basis, tell: &mut dyn FnMut(Row)) {
    each_month(figures, [Of::Plan], |of, when| trace(figures, of, when, basis), tell);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::trace::name::Name;
    use crate::trace::value::Value;

    /// By hand: see the tests of cost, which comes to 36,800 by the horizon, and before to what its last month leaves.
    #[test]
    fn cost_so_far_ends_with_all_of_it() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let last = figures.grid().month(figures.grid().len() - 1);
        let told = |when| (COST.trace)(&figures, &Of::Plan, Some(When::month(when))).unwrap().value;
        assert_eq!(told(last), Value::Money(euros(36_800)));
        let month = crate::trace::flow::sum(
            &cost(&figures, &Of::Plan),
            &(figures.grid().len() - 1..figures.grid().len()),
        );
        assert_eq!(told(last.plus(-1)), Value::Money(euros(36_800) - month));
    }

    /// By hand: the quarters of 2026 bring 0, 10,950, 12,450 and 15,030.
    #[test]
    fn value_so_far_adds_up_all_months_before() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let at = |name: &str| trace(&figures, &Of::Plan, Name::parse(name).unwrap().when, Basis::Planned);
        assert_eq!(at("planned-so-far@2026-09").unwrap().value, Value::Money(euros(23_400)));
        assert_eq!(at("planned-so-far@2026-12").unwrap().value, Value::Money(euros(38_430)));
        assert_eq!(at("planned-so-far@2026").unwrap().value, Value::Money(euros(38_430)));
        // The plan's months end in March 2027, and what is planned in all with them.
        assert_eq!(at("planned-so-far@2027").unwrap().value, Value::Money(euros(64_810)));
        assert_eq!(at("planned-so-far@1999-12"), None);
    }
}
