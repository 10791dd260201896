//! What was spent by a day: in all, in a wave, in none, or on an item.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::plan::address::Table;
use crate::plan::leadership::Subject;
use crate::plan::record::{Spent, SpentOn};
use crate::trace::name::When;
use crate::trace::of::{Kind, Of};
use crate::trace::told::{asked, wave_ends};
use crate::trace::value::Value;
use crate::trace::{Family, Input, Row, Timing, Trace};

pub(super) const FAMILY: Family = Family {
    word: "spent",
    means: "Spent",
    of: &[Kind::Plan, Kind::Wave, Kind::NoWave, Kind::Item],
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
        let waves = plan.waves().map(|(wave, _)| Of::Wave(wave));
        for of in std::iter::once(Of::Plan).chain(waves).chain([Of::NoWave]) {
            let amount = amount(figures, &of, plan.as_of);
            tell(Row::new(of, None, amount));
        }
        let ends = wave_ends(plan);
        let by_end: Vec<_> = ends.iter().map(|end| (*end, figures.spent_by_item(*end))).collect();
        let by_now = figures.spent_by_item(plan.as_of);
        for (item, _) in plan.items() {
            tell(Row::new(
                Of::Item(item),
                None,
                Value::Money(by_now.get(&item).copied().unwrap_or_default()),
            ));
            for (end, spent) in &by_end {
                if let Some(amount) = spent.get(&item) {
                    tell(Row::new(Of::Item(item), Some(When::Day(*end)), Value::Money(*amount)));
                }
            }
        }
        for (subject, day) in asked(plan).into_iter().filter(|(_, day)| *day != plan.as_of) {
            let of = match subject {
                Subject::SpentOnItem(item) if !ends.contains(&day) => Of::Item(item),
                Subject::SpentInWave(wave) => Of::Wave(wave),
                _ => continue,
            };
            let amount = amount(figures, &of, day);
            tell(Row::new(of, Some(When::Day(day)), amount));
        }
    },
};

/// Whether a record is known by a day, and of a thing.
fn counts(figures: &Figures<'_>, of: &Of, record: &Spent, at: NaiveDate) -> bool {
    let is_of = match of {
        Of::Plan => true,
        Of::Item(item) => record.on == SpentOn::Item(*item),
        Of::Wave(wave) => figures.wave_of(record) == Some(*wave),
        Of::NoWave => figures.wave_of(record).is_none(),
        _ => false,
    };
    is_of && record.period.end() <= at.min(figures.plan.as_of)
}

fn amount(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Value {
    Value::Money(match of {
        Of::Item(item) => figures.spent_on(*item, at),
        Of::Wave(wave) => figures.spent_in(*wave, at),
        _ => figures.plan.spent.iter().filter(|it| counts(figures, of, it, at)).map(|it| it.value).sum(),
    })
}

fn trace(figures: &Figures<'_>, of: &Of, at: NaiveDate) -> Trace {
    let plan = figures.plan;
    let records = plan.spent.iter().enumerate().filter(|(_, record)| counts(figures, of, record, at));
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
            "what is recorded of periods that had ended: on the wave, and on items; an item's amount counts whole in the last of its waves that had begun when the period ended, and is not spread over the months of its period as realized value is"
        }
        _ => "what is recorded of periods that had ended",
    };
    Trace::sum(amount(figures, of, at), rule, inputs.collect())
}
