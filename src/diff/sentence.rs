//! A change in one sentence, in the words of the plan.

use chrono::NaiveDate;

use super::naming;
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::quantity::Money;
use crate::plan::telling::Telling;
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
) -> Telling {
    match (before, after) {
        (None, Some(after)) if at.path.is_empty() => came(at, after, now),
        (Some(before), None) if at.path.is_empty() => went(at, before, past),
        _ => changed(at, before, after, past, now),
    }
}

fn came(at: &Address, value: &Value, plan: &Plan) -> Telling {
    let wave = value.get("wave").and_then(Value::as_str).and_then(|id| plan.wave_by_id(id));
    let wave = wave.filter(|_| at.table.holds() == Holds::ById).map(|ix| plan.wave(ix).title());
    let wave = wave.map(|wave| format!(" in {wave}")).unwrap_or_default();
    Telling::from("new ").telling(&described(at, value, plan)).words(wave)
}

fn went(at: &Address, value: &Value, plan: &Plan) -> Telling {
    Telling::from("the ").telling(&described(at, value, plan)).words(" is gone")
}

/// What a risk is expected to cost now, where how likely it is or what it costs is changed.
fn of_risk(at: &Address, past: &Plan, now: &Plan) -> String {
    if at.table != Table::Risk {
        return String::new();
    }
    let expected = |plan: &Plan| {
        let nth = plan.risks.binary_search_by(|risk| (*risk.id).cmp(&*at.key)).ok()?;
        Some(wording::money(plan.risks[nth].expected_cost()?, plan.currency))
    };
    match (expected(past), expected(now)) {
        (Some(old), Some(new)) if old != new => format!("; expected cost {old} → {new}"),
        _ => String::new(),
    }
}

/// A table with what people know it by: ``driver `reach` (Low-access prescribers)``.
fn described(at: &Address, value: &Value, plan: &Plan) -> Telling {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(quoted);
    let noun = at.table.noun();
    match at.table.holds() {
        Holds::One => Telling::from(format!("table [{}]", at.table.key())),
        Holds::ById => {
            let name = text("name").map(|name| format!(" ({name})")).unwrap_or_default();
            Telling::from(format!("{noun} ")).naming(format!("`{}`{name}", at.key), at.clone())
        }
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
            record(at, plan).words(said)
        }
    }
}

/// A record by what it is about: `reading of consent-rate on 30 Sep 2026 in dk`.
fn record(at: &Address, plan: &Plan) -> Telling {
    let (key, number) = at.key.split_once(" #").map_or((&*at.key, None), |(key, number)| (key, Some(number)));
    let of_slide = at.table == Table::Present;
    let of_wave = at.table == Table::Spent && key.starts_with("wave ");
    let words: Vec<Telling> = key
        .split(' ')
        .enumerate()
        .map(|(nth, word)| match word.parse::<NaiveDate>() {
            Err(_) if of_wave && nth == 0 => word.into(),
            Err(_) if of_wave && nth == 1 => naming::of_record(Table::Learning, word, plan),
            Ok(day) => wording::date(day).into(),
            Err(_) if of_slide => word.trim_start_matches('0').into(),
            Err(_) => naming::of_record(at.table, word, plan),
        })
        .collect();
    let told = Telling::from(format!("{}{}", at.table.noun(), if of_slide { " " } else { " of " }));
    let number = number.map(|number| format!(" #{number}")).unwrap_or_default();
    told.telling(&Telling::joined(&words, " ")).words(number)
}

fn changed(at: &Address, before: Option<&Value>, after: Option<&Value>, past: &Plan, now: &Plan) -> Telling {
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
    // Without a day of its own it is live on that of its wave.
    if let [then, today] = [(before, past), (after, now)].map(|(own, plan)| day_of(at, own, plan))
        && let (Some(then), Some(today)) = (then, today)
        && (before.is_none() || after.is_none())
        && then != today
    {
        let [old, new] = [then, today].map(wording::date);
        return label.words(format!(": {old} → {new} ({})", days_apart(then, today)));
    }
    let key = at.path.iter().rev().find_map(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    });
    let set = |value: Option<&Value>| -> Option<Vec<String>> {
        let entries = value?.as_set(key?)?;
        Some(entries.into_iter().map(quoted).collect())
    };
    if let (Some(old), Some(new)) = (set(before), set(after)) {
        let less = |one: &[String], other: &[String], sign: &str, plan: &Plan| -> Vec<Telling> {
            let only = one.iter().filter(|it| !other.contains(it));
            only.map(|it| Telling::from(format!("{sign} ")).telling(&naming::entry(at, it, plan))).collect()
        };
        let entries = [less(&new, &old, "+", now), less(&old, &new, "−", past)].concat();
        if !entries.is_empty() {
            return label.words(": ").telling(&Telling::joined(&entries, ", "));
        }
    }
    match (before, after) {
        (Some(before), Some(after)) => {
            let (old, new) = (value(at, before, past), value(at, after, now));
            let (old, new) =
                if old == new { (before.toml().into(), after.toml().into()) } else { (old, new) };
            let label = label.words(": ").telling(&old).words(" → ").telling(&new);
            label.words(difference(at, before, after, past, now)).words(of_risk(at, past, now))
        }
        (None, Some(after)) => label.words(": ").telling(&value(at, after, now)).words(" is new"),
        (Some(before), None) => label.words(": ").telling(&value(at, before, past)).words(" is gone"),
        (None, None) => label,
    }
}

/// The day on which a step is live that has an address: its own, or else that of its wave; `None` of all else.
fn day_of(at: &Address, own: Option<&Value>, plan: &Plan) -> Option<NaiveDate> {
    let wave = match at.path.as_slice() {
        [Part::Key(key)] if &**key == "live" => None,
        [Part::Key(key), Part::Key(wave)] if &**key == "live" => Some(plan.wave_by_id(wave)?),
        _ => return None,
    };
    if let Some(own) = own {
        let Value::Date(day) = own else { return None };
        return day.parse().ok();
    }
    let ix = plan.item_by_id(&at.key)?;
    let nth = plan.item(ix).steps.iter().position(|step| wave.is_none_or(|wave| step.wave == wave))?;
    plan.step_live(ix, nth)
}

/// A value for people, with what it names where it is an id.
fn value(at: &Address, value: &Value, plan: &Plan) -> Telling {
    let told = shown(at, value, plan);
    match value {
        Value::Text(id) => match naming::named(at, id, plan) {
            Some(of) => Telling::default().naming(told, of),
            None => told.into(),
        },
        _ => told.into(),
    }
}

fn wave_name<'p>(id: &'p str, plan: &'p Plan) -> &'p str {
    plan.wave_by_id(id).map_or(id, |ix| plan.wave(ix).title())
}

fn moved(at: &Address, before: Option<&Value>, after: Option<&Value>, past: &Plan, now: &Plan) -> Telling {
    let (old, new) = (before.and_then(Value::as_str), after.and_then(Value::as_str));
    let words = match (old, new) {
        (Some("unplanned"), Some(new)) | (None, Some(new)) if new != "unplanned" => {
            format!(" moves into {}", wave_name(new, now))
        }
        (Some(old), Some("unplanned")) => format!(" leaves {} and is unplanned", wave_name(old, past)),
        (Some(old), Some(new)) => {
            format!(" moves from {} to {}", wave_name(old, past), wave_name(new, now))
        }
        (Some(old), None) => format!(" leaves {}", wave_name(old, past)),
        _ => " is unplanned".to_owned(),
    };
    Telling::default().code(at.root()).words(words)
}

fn steps(at: &Address, before: Option<&Value>, after: Option<&Value>, past: &Plan, now: &Plan) -> Telling {
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
    Telling::default().code(at.root()).words(format!(" {}", said.join("; ")))
}

/// What an address is called: "budget of Scale", "target of `consent-rate` in Scale".
pub(crate) fn label(at: &Address, plan: &Plan) -> Telling {
    let mut keys: Vec<Telling> = Vec::new();
    let mut waves = Vec::new();
    for part in &at.path {
        match part {
            Part::Key(key) => match plan.wave_by_id(key).filter(|_| !keys.is_empty()) {
                Some(ix) => waves.push(plan.wave(ix).title().to_owned()),
                None => keys.push(naming::key(at, key, plan)),
            },
            Part::Nth(nth) => keys.push((nth + 1).to_string().into()),
        }
    }
    let keys = Telling::joined(&keys, " ");
    let waves = if waves.is_empty() { String::new() } else { format!(" in {}", waves.join(", ")) };
    match at.table.holds() {
        _ if at.table == Table::Top => keys,
        Holds::One if at.table == Table::Plan => keys.words(format!(" of the plan{waves}")),
        Holds::One => keys.words(format!(" of the {}{waves}", at.table.noun())),
        Holds::ById if at.table == Table::Wave => {
            keys.words(format!(" of {}{waves}", wave_name(&at.key, plan)))
        }
        Holds::ById => keys.words(" of ").code(at.root()).words(waves),
        Holds::Many => keys.words(" of the ").telling(&record(at, plan)).words(waves),
    }
}

/// A value for people.
pub(crate) fn shown(at: &Address, value: &Value, plan: &Plan) -> String {
    match value {
        Value::Date(date) => date.parse().map_or_else(|_| date.to_string(), wording::date),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Whole(reading @ 0..=1) if plan.answer(at, if *reading == 1 { 1.0 } else { 0.0 }).is_some() => {
            if *reading == 1 { "yes" } else { "no" }.to_owned()
        }
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
