//! What was spent by a day: on an item, or in a wave.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::address::Table;
use crate::plan::quantity::Money;
use crate::plan::record::{Spent, SpentOn};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "spent",
    means: "Spent",
    of: &[Kind::Wave, Kind::Item],
    timing: Timing::Day,
    trace: |figures, of, when| {
        let day = match when {
            Some(When::Day(day)) => day,
            _ => figures.plan.as_of,
        };
        Some(trace(figures, of, day))
    },
    each: |figures, tell| {
        let plan = figures.plan;
        for (wave, _) in plan.waves() {
            tell(Row::new(Of::Wave(wave), None, amount(figures, &Of::Wave(wave), plan.as_of)));
        }
        let mut last = None;
        for record in &plan.spent {
            if let SpentOn::Item(item) = record.on
                && last.replace(item) != Some(item)
            {
                tell(Row::new(Of::Item(item), None, amount(figures, &Of::Item(item), plan.as_of)));
            }
        }
    },
    from: &[
        (Table::Spent, "value"),
        (Table::Spent, "period"),
        (Table::Spent, "item"),
        (Table::Spent, "wave"),
    ],
};

fn amount(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Value {
    Value::Money(match of {
        Of::Item(item) => figures.spent_on(*item, at),
        Of::Wave(wave) => figures.spent_in(*wave, at),
        _ => Money::ZERO,
    })
}

fn trace(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Trace {
    let plan = figures.plan;
    let counts = |record: &Spent| match of {
        Of::Item(item) => record.on == SpentOn::Item(*item),
        Of::Wave(wave) => figures.wave_of(record) == Some(*wave),
        _ => false,
    };
    let known = |record: &Spent| record.period.end() <= at.min(plan.as_of);
    let records = plan.spent.iter().enumerate().filter(|(_, record)| known(record) && counts(record));
    let inputs = records.map(|(nth, record)| {
        let on = match record.on {
            SpentOn::Item(item) => plan.item(item).title(),
            SpentOn::Wave(wave) => plan.wave(wave).title(),
        };
        let address = plan.record_address(Table::Spent, nth).to("value");
        Input::new(&format!("{on}, {}", record.period), Value::Money(record.value), address)
    });
    let rule = match of {
        Of::Wave(_) => {
            "what is recorded of periods that had ended: on the wave, and on items whose step in it had begun"
        }
        _ => "what is recorded of periods that had ended",
    };
    Trace::sum(amount(figures, of, at), rule, inputs.collect())
}
