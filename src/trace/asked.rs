//! What a criterion of a gate asks about: its value, and where that comes from.

use chrono::NaiveDate;

use super::measured::read;
use super::name::When;
use super::of::Of;
use super::value::Value;
use super::{Origin, Trace};
use crate::figures::Figures;
use crate::figures::readiness::Judged;
use crate::plan::address::{Address, Table};
use crate::plan::id::{GateIx, ItemIx};
use crate::plan::leadership::{Criterion, Subject};
use crate::plan::quantity::Money;
use crate::wording;

/// What is known by a day of that which a criterion asks about: in a few words, its value, where it comes from.
#[must_use]
pub fn known(
    figures: &Figures<'_>,
    gate: GateIx,
    criterion: &Criterion,
    judged: &Judged,
    on: NaiveDate,
) -> (String, Value, Origin) {
    let plan = figures.plan;
    let at = on.min(plan.as_of);
    let when = Some(When::Day(at));
    let number = Value::maybe(judged.value, Value::Number);
    match criterion.subject {
        Subject::Level(item) => {
            let (how, origin) = seen(figures, gate, item, at);
            let what = match plan.item(item).capability() {
                Some(_) => "lowest level seen where it counts",
                None => "strength",
            };
            (format!("{what}{how}"), number, origin)
        }
        Subject::Kpi(kpi) => {
            let reading = judged.value.map_or(Value::Nothing, |value| read(plan.kpi(kpi), value));
            // Who is asked goes by the day of the gate.
            let when = if judged.joins.read.is_empty() { at } else { figures.asked_by(gate, on) };
            let when = Some(When::Day(when));
            ("reading".into(), reading, Of::Kpi(kpi).name(plan, "kpi", when).into())
        }
        Subject::Realized(driver) => {
            let money = Value::Money(figures.realized_by(driver, at));
            ("realized by then".into(), money, Of::Item(driver).name(plan, "realized", when).into())
        }
        Subject::SpentOnItem(item) => {
            let money = Value::Money(figures.spent_on(item, at));
            ("spent by then".into(), money, Of::Item(item).name(plan, "spent", when).into())
        }
        Subject::SpentInWave(wave) => {
            let money = Value::Money(figures.spent_in(wave, at));
            ("spent by then".into(), money, Of::Wave(wave).name(plan, "spent", when).into())
        }
    }
}

/// Money as money, everything else as a number.
#[must_use]
pub fn amount(figures: &Figures<'_>, criterion: &Criterion, number: f64) -> Value {
    match criterion.subject {
        Subject::Realized(_) | Subject::SpentOnItem(_) | Subject::SpentInWave(_) => {
            let scale = 10_f64.powi(figures.plan.currency.digits.cast_signed());
            Value::Money(Money::from_minor_f64(number * scale))
        }
        Subject::Level(_) | Subject::Kpi(_) => Value::Number(number),
    }
}

/// The unit of what a criterion asks about, where that is a KPI.
#[must_use]
pub fn unit<'f>(figures: &'f Figures<'_>, criterion: &Criterion) -> &'f str {
    match criterion.subject {
        Subject::Kpi(kpi) => figures.plan.kpi(kpi).unit.as_deref().unwrap_or(""),
        _ => "",
    }
}

/// With the line of the day that decides who is asked of a KPI, where others are than today.
pub fn of_whom(figures: &Figures<'_>, gate: GateIx, judged: &Judged, trace: &mut Trace) {
    let plan = figures.plan;
    if judged.joins.read.is_empty() && judged.joins.unread.is_empty() {
        return;
    }
    let line = match (&plan.gates[gate.at()], plan.gates[gate.at()].wave) {
        (it, Some(wave)) if it.date.is_none() => plan.wave_address(wave).to("end"),
        (it, _) => Address::new(Table::Gate, &it.id).to("date"),
    };
    trace.decide("the day of the gate, by which markets are asked", line);
}

/// How many units a page leads to; words name as many.
const UNITS: usize = 8;

/// With the units for which a criterion does not hold since nothing was ever seen there.
pub fn unseen(
    figures: &Figures<'_>,
    gate: GateIx,
    nth: u32,
    judged: &Judged,
    at: NaiveDate,
    trace: &mut Trace,
) {
    for (unit, _) in judged.short.iter().filter(|(_, level)| level.is_none()).take(UNITS) {
        let label = format!("{}, never assessed", figures.plan.unit_title(*unit));
        let name = Of::Evidence(gate, nth, *unit).name(figures.plan, "evidence", Some(When::Day(at)));
        trace.take(&label, Value::Nothing, name);
    }
    let criterion = figures.plan.gates[gate.at()].criteria.get(nth as usize);
    if let (Some(until), Some(Subject::Level(item))) = (judged.expired, criterion.map(|it| it.subject)) {
        trace.take("in force until", Value::Date(until), figures.plan.item_address(item).to("until"));
    }
}

/// Where the level that decides was seen and when, in words, and the record that says so; without one, what the plan
/// says of the item.
fn seen(figures: &Figures<'_>, gate: GateIx, item: ItemIx, at: NaiveDate) -> (String, Origin) {
    let plan = figures.plan;
    let unit = figures.deciding_unit(gate, item, at);
    let place = unit.map(|unit| plan.units[unit.at()].to_string());
    let address = plan.item_address(item);
    let (day, origin) = match figures.seen(item, unit, at) {
        Some(seen) => {
            let record = plan.record_address(Table::Assessed, seen.record as usize).to("level");
            (Some(format!("assessed on {}", wording::date(seen.date))), record)
        }
        None if unit.is_some() => (Some("maturity today".into()), address.to("maturity")),
        None => (None, address),
    };
    let how: Vec<String> = place.into_iter().chain(day).collect();
    (if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) }, origin.into())
}
