//! A change in one sentence, in the words of the plan.

use chrono::NaiveDate;

use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::quantity::Money;
use crate::source::schema::{Shape, own_fields};
use crate::source::written::Value;
use crate::wording;

/// Characters of a text at most that a sentence quotes.
const QUOTED: usize = 120;

/// The change in words. Text of the plan stands in it as it is: every sink makes it safe.
pub(super) fn sentence(
    at: &Address,
    before: Option<&Value>,
    after: Option<&Value>,
    past: &Plan,
    now: &Plan,
) -> String {
    match (before, after) {
        (None, Some(after)) if at.path.is_empty() => came(at, after, now),
        (Some(before), None) if at.path.is_empty() => went(at, before, past),
        _ => changed(at, before, after, past, now),
    }
}

fn came(at: &Address, value: &Value, plan: &Plan) -> String {
    let wave = value.get("wave").and_then(Value::as_str).and_then(|id| plan.wave_by_id(id));
    let wave = wave.filter(|_| at.table.holds() == Holds::ById).map(|ix| plan.wave(ix).title());
    let wave = wave.map(|wave| format!(" in {wave}")).unwrap_or_default();
    format!("new {}{wave}", described(at, value, plan))
}

fn went(at: &Address, value: &Value, plan: &Plan) -> String {
    format!("the {} is gone", described(at, value, plan))
}

/// A table with what people know it by: ``driver `reach` (Low-access prescribers)``.
fn described(at: &Address, value: &Value, plan: &Plan) -> String {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(quoted);
    let noun = at.table.noun();
    match at.table.holds() {
        Holds::One => format!("table [{}]", at.table.key()),
        Holds::ById => match text("name") {
            Some(name) => format!("{noun} `{}` ({name})", at.key),
            None => format!("{noun} `{}`", at.key),
        },
        Holds::Many => {
            let said = ["value", "level", "outcome", "what", "reason", "title", "view", "note"]
                .iter()
                .find_map(|key| {
                    let found = value.get(key)?;
                    Some(match found.as_str() {
                        Some(text) => quoted(text),
                        None => shown(&at.clone().to(*key), found, plan),
                    })
                });
            let said = said.map(|said| format!(": {said}")).unwrap_or_default();
            format!("{}{said}", record(at))
        }
    }
}

/// A record by what it is about: `reading of consent-rate on 30 Sep 2026 in dk`.
fn record(at: &Address) -> String {
    let noun = at.table.noun();
    let (key, number) = at.key.split_once(" #").map_or((&*at.key, None), |(key, number)| (key, Some(number)));
    let words: Vec<String> = key
        .split(' ')
        .map(|word| match word.parse::<NaiveDate>() {
            Ok(day) => wording::date(day),
            Err(_) if matches!(at.table, Table::Present) => word.trim_start_matches('0').to_owned(),
            Err(_) => format!("`{word}`"),
        })
        .collect();
    let joined = if at.table == Table::Present { " " } else { " of " };
    let number = number.map(|number| format!(" #{number}")).unwrap_or_default();
    format!("{noun}{joined}{}{number}", words.join(" "))
}

fn changed(at: &Address, before: Option<&Value>, after: Option<&Value>, past: &Plan, now: &Plan) -> String {
    let item = matches!(at.table, Table::Driver | Table::Capability | Table::Mandate);
    let own = match at.path.as_slice() {
        [Part::Key(key)] if item => &**key,
        _ => "",
    };
    match own {
        "wave" => return moved(at, before, after, past, now),
        "reaches" => return steps(at, before, after, past, now),
        _ => {}
    }
    let label = label(at, if after.is_some() { now } else { past });
    let key = at.path.iter().rev().find_map(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    });
    let set = |value: Option<&Value>| -> Option<Vec<String>> {
        let entries = value?.as_set(key?)?;
        Some(entries.into_iter().map(quoted).collect())
    };
    if let (Some(old), Some(new)) = (set(before), set(after)) {
        let less = |one: &[String], other: &[String], sign: &str| -> Vec<String> {
            one.iter().filter(|it| !other.contains(it)).map(|it| format!("{sign} {it}")).collect()
        };
        let entries = [less(&new, &old, "+"), less(&old, &new, "−")].concat();
        if !entries.is_empty() {
            return format!("{label}: {}", entries.join(", "));
        }
    }
    match (before, after) {
        (Some(before), Some(after)) => {
            let (old, new) = (shown(at, before, past), shown(at, after, now));
            let (old, new) = if old == new { (before.toml(), after.toml()) } else { (old, new) };
            format!("{label}: {old} → {new}{}", difference(at, before, after, past, now))
        }
        (None, Some(after)) => format!("{label}: {} is new", shown(at, after, now)),
        (Some(before), None) => format!("{label}: {} is gone", shown(at, before, past)),
        (None, None) => label,
    }
}

fn wave_name<'p>(id: &'p str, plan: &'p Plan) -> &'p str {
    plan.wave_by_id(id).map_or(id, |ix| plan.wave(ix).title())
}

fn moved(at: &Address, before: Option<&Value>, after: Option<&Value>, past: &Plan, now: &Plan) -> String {
    let (old, new) = (before.and_then(Value::as_str), after.and_then(Value::as_str));
    let id = &at.key;
    match (old, new) {
        (Some("unplanned"), Some(new)) | (None, Some(new)) if new != "unplanned" => {
            format!("`{id}` moves into {}", wave_name(new, now))
        }
        (Some(old), Some("unplanned")) => format!("`{id}` leaves {} and is unplanned", wave_name(old, past)),
        (Some(old), Some(new)) => {
            format!("`{id}` moves from {} to {}", wave_name(old, past), wave_name(new, now))
        }
        (Some(old), None) => format!("`{id}` leaves {}", wave_name(old, past)),
        _ => format!("`{id}` is unplanned"),
    }
}

fn steps(at: &Address, before: Option<&Value>, after: Option<&Value>, past: &Plan, now: &Plan) -> String {
    let steps = |value: Option<&Value>| -> Vec<(String, String)> {
        let Some(Value::Table(entries)) = value else { return Vec::new() };
        entries.iter().map(|(wave, level)| (level.toml(), wave.to_string())).collect()
    };
    let (old, new) = (steps(before), steps(after));
    let mut said = Vec::new();
    for (level, wave) in new.iter().filter(|step| !old.contains(step)) {
        let was = old.iter().find(|step| step.0 == *level && !new.contains(step));
        let was = was.map(|(_, wave)| format!(", not in {}", wave_name(wave, past))).unwrap_or_default();
        said.push(format!("reaches level {level} in {}{was}", wave_name(wave, now)));
    }
    for (level, wave) in old.iter().filter(|step| !new.contains(step)) {
        if !new.iter().any(|step| step.0 == *level && !old.contains(step)) {
            said.push(format!("reaches level {level} in {} no more", wave_name(wave, past)));
        }
    }
    format!("`{}` {}", at.key, said.join("; "))
}

/// What an address is called: "budget of Scale", "target of `consent-rate` in Scale".
fn label(at: &Address, plan: &Plan) -> String {
    let mut keys = Vec::new();
    let mut waves = Vec::new();
    for part in &at.path {
        match part {
            Part::Key(key) => match plan.wave_by_id(key).filter(|_| !keys.is_empty()) {
                Some(ix) => waves.push(plan.wave(ix).title().to_owned()),
                None => keys.push(key.to_string()),
            },
            Part::Nth(nth) => keys.push((nth + 1).to_string()),
        }
    }
    let keys = keys.join(" ");
    let waves = if waves.is_empty() { String::new() } else { format!(" in {}", waves.join(", ")) };
    match at.table.holds() {
        _ if at.table == Table::Top => keys,
        Holds::One if at.table == Table::Plan => format!("{keys} of the plan{waves}"),
        Holds::One => format!("{keys} of the {}{waves}", at.table.noun()),
        Holds::ById if at.table == Table::Wave => format!("{keys} of {}{waves}", wave_name(&at.key, plan)),
        Holds::ById => format!("{keys} of `{}`{waves}", at.key),
        Holds::Many => format!("{keys} of the {}{waves}", record(at)),
    }
}

/// A value for people.
pub(crate) fn shown(at: &Address, value: &Value, plan: &Plan) -> String {
    match value {
        Value::Date(date) => date.parse().map_or_else(|_| date.to_string(), wording::date),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Whole(_) | Value::Number(_) => match money(at, value, plan) {
            Some(amount) => wording::money_stated(amount, plan.currency),
            None => match value {
                Value::Number(number) => wording::number(*number, 6),
                other => other.toml().replace('-', "−"),
            },
        },
        Value::Text(text) => format!("\"{}\"", quoted(text)),
        Value::List(_) | Value::Table(_) => quoted(&value.toml()),
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// How far apart two days are: "30 days later".
pub(crate) fn days_apart(old: NaiveDate, new: NaiveDate) -> String {
    let days = new.signed_duration_since(old).num_days();
    let count = wording::count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "day");
    format!("{count} {}", if days < 0 { "earlier" } else { "later" })
}

/// How far apart two values are, where that can be said: " (−300 k€)".
fn difference(at: &Address, before: &Value, after: &Value, past: &Plan, now: &Plan) -> String {
    if let (Value::Date(old), Value::Date(new)) = (before, after)
        && let (Ok(old), Ok(new)) = (old.parse::<NaiveDate>(), new.parse::<NaiveDate>())
    {
        return format!(" ({})", days_apart(old, new));
    }
    match (money(at, before, past), money(at, after, now)) {
        (Some(old), Some(new)) if past.currency == now.currency => {
            format!(" ({})", wording::money_stated_signed(new - old, now.currency))
        }
        _ => String::new(),
    }
}

/// The amount that an address holds, where it holds money.
#[expect(clippy::cast_precision_loss, reason = "shown in few digits")]
fn money(at: &Address, value: &Value, plan: &Plan) -> Option<Money> {
    let Some(Part::Key(key)) = at.path.first() else { return None };
    let field = own_fields(at.table).iter().find(|field| field.key == &**key);
    let item = matches!(at.table, Table::Driver | Table::Capability | Table::Mandate);
    let is_money = match field.map(|field| field.shape) {
        Some(Shape::Money | Shape::SignedMoney) => true,
        Some(Shape::Special) => at.table == Table::Driver && &**key == "value",
        None => item && &**key == "cost",
        _ => false,
    };
    let one = 10_i128.checked_pow(plan.currency.digits)?;
    match value {
        Value::Whole(amount) if is_money => Some(Money(amount.saturating_mul(one))),
        Value::Number(amount) if is_money => Some(Money::from_minor_f64(amount * one as f64)),
        _ => None,
    }
}
