//! Value from plan start to the end of a month: planned, realized and forecast.

use crate::figures::Figures;
use crate::trace::amounts::{Basis, CASED, OF_VALUE, value};
use crate::trace::flow::{pieces, said, sum};
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::value::Value;
use crate::trace::{Family, Input, Timing, Trace, month_of};

pub(super) const PLANNED: Family = Family {
    word: "planned-so-far",
    means: "Planned value from plan start to the end of a month",
    of: CASED,
    timing: Timing::Month,
    trace: |figures, of, when| trace(figures, of, when, Basis::Planned),
    each: |_, _| {},
    from: OF_VALUE,
};

pub(super) const REALIZED: Family = Family {
    word: "realized-so-far",
    means: "Realized value from plan start to the end of a month",
    trace: |figures, of, when| trace(figures, of, when, Basis::Realized),
    ..PLANNED
};

pub(super) const FORECAST: Family = Family {
    word: "forecast-so-far",
    means: "Forecast value from plan start to the end of a month",
    trace: |figures, of, when| trace(figures, of, when, Basis::Forecast),
    ..PLANNED
};

fn trace(figures: &Figures<'_>, of: &Of, when: Option<When>, basis: Basis) -> Option<Trace> {
    let (plan, grid) = (figures.plan, figures.grid());
    let month = month_of(figures, when);
    let range = 0..grid.position(month)? + 1;
    let months = value(figures, basis, of);
    let mut inputs = Vec::new();
    // Whole years, and of the year of the month itself its months.
    for (period, positions) in pieces(grid, range.clone()) {
        let whole = period.last() <= month;
        let parts = if whole { vec![(period, positions)] } else { pieces(grid, positions) };
        for (period, positions) in parts {
            let amount = Value::Money(sum(&months, &positions));
            let name = of.name(plan, basis.word(), Some(When::Period(period)));
            inputs.push(Input::new(&said(period), amount, name));
        }
    }
    inputs.retain(|input| input.value != Value::Money(crate::plan::quantity::Money::ZERO));
    let value = Value::Money(sum(&months, &range));
    Some(Trace::sum(value, "what falls in all months up to then, added up", inputs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::sample::{self, euros};
    use crate::trace::name::Name;

    /// By hand: the quarters of 2026 bring 0, 10,950, 12,450 and 15,030.
    #[test]
    fn value_so_far_adds_up_all_months_before() {
        let plan = sample::plan();
        let figures = Figures::new(&plan);
        let at = |name: &str| trace(&figures, &Of::Plan, Name::parse(name).unwrap().when, Basis::Planned);
        assert_eq!(at("planned-so-far@2026-09").unwrap().value, Value::Money(euros(23_400)));
        assert_eq!(at("planned-so-far@2026-12").unwrap().value, Value::Money(euros(38_430)));
        assert_eq!(at("planned-so-far@1999-12"), None);
    }
}
