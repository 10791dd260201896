//! Realized value: what the record says, in the months that it says it of.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::address::Table;
use crate::plan::id::ItemIx;
use crate::plan::leadership::Subject;
use crate::plan::quantity::Money;
use crate::plan::record::Realized;
use crate::trace::amounts::{Basis, VALUED, cases, value, value_parts};
use crate::trace::flow::Flow;
use crate::trace::name::When;
use crate::trace::of::Of;
use crate::trace::parted;
use crate::trace::splits;
use crate::trace::term::Term;
use crate::trace::told::asked;
use crate::trace::value::Value;
use crate::trace::{Family, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "realized",
    means: "Realized value",
    of: VALUED,
    timing: Timing::PeriodOrDay,
    trace: |figures, of, when| match (of, when) {
        (Of::Item(driver), Some(When::Day(day))) => Some(by_day(figures, *driver, day)),
        (Of::Cut(parts), _) => parted::trace(figures, Basis::Realized, parts, when),
        _ => FLOW.trace(figures, of, when),
    },
    each: |figures, tell| {
        FLOW.each(figures, tell);
        splits::each(figures, Basis::Realized.measure(), tell);
        for (subject, day) in asked(figures.plan) {
            if let Subject::Realized(driver) = subject {
                let amount = Value::Money(figures.realized_by(driver, day));
                tell(Row::new(Of::Item(driver), Some(When::Day(day)), amount));
            }
        }
    },
};

const FLOW: Flow = Flow {
    word: "realized",
    total: "what its drivers realized, added up",
    months: |figures, of| value(figures, Basis::Realized, of),
    parts: |figures, of, range| value_parts(figures, Basis::Realized, of, range),
    month,
    all: cases,
};

/// The records of a driver that are known, with their positions.
fn records<'f>(figures: &'f Figures<'_>, driver: ItemIx) -> impl Iterator<Item = (usize, &'f Realized)> {
    let plan = figures.plan;
    let records = plan.realized.iter().enumerate();
    records.filter(move |(_, record)| record.driver == driver && record.period.end() <= plan.as_of)
}

fn month(figures: &Figures<'_>, of: &Of, position: usize) -> Trace {
    let plan = figures.plan;
    let amount = value(figures, Basis::Realized, of).get(position).copied().unwrap_or(Money::ZERO);
    let rule = "what is recorded of a period, spread evenly over its months, to the smallest coin";
    let mut trace = Trace::new(Value::Money(amount), rule);
    let Of::Item(driver) = *of else { return trace.because("no driver is part of it") };
    let month = figures.grid().month(position);
    let mut terms = Vec::new();
    for (nth, record) in records(figures, driver) {
        if record.period.iter().any(|of| of == month) {
            let address = plan.record_address(Table::Realized, nth).to("value");
            let all =
                trace.take(&format!("recorded of {}", record.period), Value::Money(record.value), address);
            terms.push(match record.period.months {
                1 => all,
                months => all.over(Term::Number(months.into())),
            });
        }
    }
    trace.also = ["planned", "forecast"].map(|word| of.name(plan, word, Some(When::month(month)))).into();
    if terms.is_empty() {
        trace.because("nothing is recorded of this month")
    } else {
        trace.by(Term::Sum(terms))
    }
}

fn by_day(figures: &Figures<'_>, driver: ItemIx, day: NaiveDate) -> Trace {
    let plan = figures.plan;
    let known = records(figures, driver).filter(|(_, record)| record.period.end() <= day);
    let inputs = known.map(|(nth, record)| {
        let address = plan.record_address(Table::Realized, nth).to("value");
        crate::trace::Input::new(
            &format!("recorded of {}", record.period),
            Value::Money(record.value),
            address,
        )
    });
    let rule = "what is recorded of periods that had ended by the day, added up";
    Trace::sum(Value::Money(figures.realized_by(driver, day)), rule, inputs.collect())
}
