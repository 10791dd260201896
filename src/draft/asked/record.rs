//! Adding to the record what happened, once.

use super::meant::{in_percent, meant, says};
use super::value::spelled;
use crate::draft::{Change, Draft, Refused, Title};
use crate::finding::Place;
use crate::plan::Plan;
use crate::plan::address::{Address, Table};
use crate::plan::calendar::Period;
use crate::plan::edit::Edit;
use crate::plan::typed;
use crate::source::written::Value;

/// What to do where the record says something of the same thing and time already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Again {
    /// Nothing: it is said where.
    #[default]
    Refuse,
    /// Correct it: its value, and its note where there is a new one.
    Replace,
    /// Record this besides; of money, both count.
    Besides,
}

/// Adds a record of these values, those that are given; the title says what it is.
///
/// # Errors
/// [`Refused`], where a value may mean several things or is none that can be, or it would say nothing.
pub fn recorded(
    draft: &Draft,
    table: Table,
    title: impl Into<Title>,
    values: &[(&str, Option<&str>)],
) -> Result<Change, Refused> {
    let find = |key: &str| values.iter().find(|(name, _)| *name == key).and_then(|(_, value)| *value);
    says(table, find)?;
    let mut fields = Vec::with_capacity(values.len());
    for (name, value) in values.iter().filter_map(|(name, value)| Some((*name, (*value)?))) {
        let at = Address::new(table, "").to(name);
        let value = meant(draft, &at, value, find("kpi"))?;
        if let (Table::Reading, "value", Some(kpi)) = (table, name, find("kpi")) {
            in_percent(draft, kpi, &value)?;
        }
        fields.push((name.to_owned(), spelled(draft, &at, &value)));
    }
    Ok(Change { title: title.into(), edits: vec![Edit::Add(Address::new(table, ""), fields)] })
}

/// Adds a record as [`recorded`] does, unless there is one of the same thing and time, or of money one whose
/// period has months in common with it.
///
/// # Errors
/// [`Refused`], where there is one and it is to be neither replaced nor joined, or there are several that
/// could be replaced. Two readings or levels of one day, or outcomes of one gate, would contradict each other: they are never joined. What
/// is said of another period is never replaced.
pub fn recorded_once(
    draft: &Draft,
    table: Table,
    title: impl Into<Title>,
    values: &[(&str, Option<&str>)],
    again: Again,
) -> Result<Change, Refused> {
    let same = like(draft, table, values);
    let Some(first) = same.first() else {
        return match overlapping(draft, table, values) {
            Some(OnRecord { place, said, of: Some((old, new)), .. }) if again != Again::Besides => {
                let message =
                    format!("{place} says {said} for {old} already, which has months in common with {new}");
                let help =
                    "Add --besides to record both: then they add up. To correct what is there, edit it.";
                Err(Refused::new(message, help))
            }
            _ => recorded(draft, table, title, values),
        };
    };
    match again {
        Again::Besides if adds_up(table) => recorded(draft, table, title, values),
        Again::Replace => {
            if let [_, second, ..] = &*same {
                let (first, second) = (place(draft, first), place(draft, second));
                let message = format!("there are several already, in {first} and {second}");
                return Err(Refused::new(message, "Correct the one that is wrong by hand."));
            }
            let mut edits = Vec::new();
            for (key, given) in values {
                let Some(given) = given.filter(|_| corrects(table, key)) else { continue };
                let at = first.clone().to(*key);
                let given = meant(draft, &at, given, None)?;
                if table == Table::Reading && *key == "value" {
                    in_percent(draft, first.key.split(' ').next().unwrap_or_default(), &given)?;
                }
                edits.push(super::put(draft, &at, &spelled(draft, &at, &given))?);
            }
            Ok(Change { title: title.into(), edits })
        }
        Again::Refuse | Again::Besides => {
            let OnRecord { place, said, adds_up, .. } = on_record_at(draft, table, first);
            let help = match adds_up {
                true => "Add --replace to correct it, or --besides to record both: then they add up.",
                false => "Add --replace to correct it.",
            };
            Err(Refused::new(format!("{place} says {said} for it already"), help))
        }
    }
}

/// What the record says already of the same thing and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnRecord {
    /// Where, for people: `plan.toml:8`.
    pub place: String,
    /// How much it says, in the words of the file; of a gate, what it came to.
    pub said: String,
    /// Whether both may be recorded, since they add up: money does.
    pub adds_up: bool,
    /// Where it is of another period that has months in common: that, and the new one. It is not replaced.
    pub of: Option<(String, String)>,
}

/// What the record says already of the same thing and time as one of these values, or else of a period that has
/// months in common; `None` where nothing.
#[must_use]
pub fn on_record(draft: &Draft, table: Table, values: &[(&str, Option<&str>)]) -> Option<OnRecord> {
    let same = like(draft, table, values).first().map(|at| on_record_at(draft, table, at));
    same.or_else(|| overlapping(draft, table, values))
}

/// Of the records of the same thing the first whose period has months in common with the one of these values.
fn overlapping(draft: &Draft, table: Table, values: &[(&str, Option<&str>)]) -> Option<OnRecord> {
    let plan = draft.plan();
    let period = given(values, "period").and_then(typed::period)?;
    let own = words(table, values)?;
    let periods: Vec<Period> = match table {
        Table::Realized => plan.realized.iter().map(|it| it.period).collect(),
        Table::Spent => plan.spent.iter().map(|it| it.period).collect(),
        _ => Vec::new(),
    };
    let meets = |other: Period| other.first <= period.last() && period.first <= other.last();
    let found = periods.into_iter().enumerate().filter(|(_, other)| *other != period && meets(*other));
    let thing = |words: [String; 3], of: Period| {
        words.map(|word| if word == of.to_string() { String::new() } else { word })
    };
    let own = thing(own, period);
    let mut found = found.filter(|(nth, other)| thing(plan.record_words(table, *nth), *other) == own);
    let (nth, other) = found.next()?;
    let of = Some((other.to_string(), period.to_string()));
    Some(OnRecord { of, ..on_record_at(draft, table, &plan.record_address(table, nth)) })
}

fn on_record_at(draft: &Draft, table: Table, at: &Address) -> OnRecord {
    let figure = at.clone().to(figure(table));
    let said = match draft.source().value(draft.plan(), &figure) {
        Some(Value::Text(text)) => text.to_string(),
        _ => draft.words(&figure).unwrap_or("something").to_owned(),
    };
    OnRecord { place: place(draft, at), said, adds_up: adds_up(table), of: None }
}

/// The key of how much; of a decision, of what the gate came to.
#[must_use]
pub fn figure(table: Table) -> &'static str {
    match table {
        Table::Assessed => "level",
        Table::Decision => "outcome",
        _ => "value",
    }
}

/// Whether a correction says a key anew. The words of a decision are all those of its outcome.
fn corrects(table: Table, key: &str) -> bool {
    let decided = table == Table::Decision && !matches!(key, "date" | "gate" | "name");
    decided || [figure(table), "note"].contains(&key)
}

fn adds_up(table: Table) -> bool {
    matches!(table, Table::Realized | Table::Spent)
}

fn place(draft: &Draft, at: &Address) -> String {
    let spot = draft.source().locate(draft.plan(), &Place::Address(at.clone()));
    format!("{}:{}", spot.path, spot.start.line)
}

/// What a key is given.
fn given<'v>(values: &[(&str, Option<&'v str>)], key: &str) -> Option<&'v str> {
    values.iter().find(|(name, _)| *name == key).and_then(|(_, value)| *value)
}

/// The records that are of the same thing and time as one of these values.
fn like(draft: &Draft, table: Table, values: &[(&str, Option<&str>)]) -> Vec<Address> {
    let plan = draft.plan();
    let Some(own) = words(table, values) else { return Vec::new() };
    // What is asked by name at a gate is a matter of its own.
    let name = given(values, "name").map(str::trim).filter(|_| table == Table::Decision);
    let named = |nth: &usize| table != Table::Decision || plan.decisions[*nth].about.name.as_deref() == name;
    let same = (0..how_many(plan, table)).filter(|nth| plan.record_words(table, *nth) == own).filter(named);
    same.map(|nth| plan.record_address(table, nth)).collect()
}

fn how_many(plan: &Plan, table: Table) -> usize {
    match table {
        Table::Reading => plan.readings.len(),
        Table::Realized => plan.realized.len(),
        Table::Spent => plan.spent.len(),
        Table::Assessed => plan.assessed.len(),
        Table::Decision => plan.decisions.len(),
        _ => 0,
    }
}

/// What a record of these values is about, in the words by which the plan knows its records.
fn words(table: Table, values: &[(&str, Option<&str>)]) -> Option<[String; 3]> {
    let given = |key: &str| given(values, key);
    let day = given("date").and_then(typed::date).and_then(Result::ok).map(|day| day.to_string());
    let period = given("period").and_then(typed::period).map(|period| period.to_string());
    let item = ["driver", "item", "capability", "mandate"].into_iter().find_map(given);
    let words = |one: Option<&str>, when: Option<String>, place: Option<&str>| {
        Some([one?.to_owned(), when?, place.unwrap_or_default().to_owned()])
    };
    match table {
        Table::Reading => words(given("kpi"), day, given("market")),
        Table::Realized => words(item, period, None),
        Table::Spent => match (item, given("wave"), period) {
            (None, Some(wave), Some(period)) => Some(["wave".to_owned(), wave.to_owned(), period]),
            (_, _, period) => words(item, period, None),
        },
        Table::Assessed => words(item, day, given("unit")),
        Table::Decision => words(day.as_deref(), given("gate").map(str::to_owned), None),
        _ => None,
    }
}

/// The key of the record that is written where one was asked for by id: what money is spent on.
#[must_use]
pub fn spent_on(draft: &Draft, id: &str) -> &'static str {
    let is_wave = draft.plan().wave_by_id(id).is_some() && draft.plan().item_by_id(id).is_none();
    if is_wave { "wave" } else { "item" }
}

/// The key of the record that says whose level was seen.
#[must_use]
pub fn assessed_as(draft: &Draft, id: &str) -> &'static str {
    if draft.has(&Address::new(Table::Mandate, id)) { "mandate" } else { "capability" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::sample::draft;

    const PLAN: &str = r#"format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
[driver.reach]
wave = "one"
[kpi.rate]
[[reading]]
kpi = "rate"
date = 2026-03-31
value = 10
[[realized]]
driver = "reach"
period = "2026-Q3"
value = 100
"#;

    fn after(table: Table, values: &[(&str, Option<&str>)], again: Again) -> Result<String, Refused> {
        let mut draft = draft(PLAN);
        let change = recorded_once(&draft, table, "record", values, again)?;
        draft.apply(&change)?;
        Ok(draft.source().text(0).content.to_string())
    }

    #[test]
    fn a_second_reading_of_a_day_is_refused_or_corrects_the_first() {
        let values = [("kpi", Some("rate")), ("date", Some("2026-03-31")), ("value", Some("12"))];
        for again in [Again::Refuse, Again::Besides] {
            let refused = after(Table::Reading, &values, again).unwrap_err();
            assert_eq!(refused.message, "plan.toml:8 says 10 for it already");
        }
        let replaced = after(Table::Reading, &values, Again::Replace).unwrap();
        assert_eq!(replaced, PLAN.replace("value = 10\n", "value = 12\n"));
        let other = [("kpi", Some("rate")), ("date", Some("2026-04-30")), ("value", Some("12"))];
        let added = after(Table::Reading, &other, Again::Refuse).unwrap();
        assert!(added.contains("date = 2026-04-30"), "{added}");
    }

    #[test]
    fn money_of_one_period_adds_up_where_that_is_said() {
        let values = [("driver", Some("reach")), ("period", Some("2026-Q3")), ("value", Some("50"))];
        let refused = after(Table::Realized, &values, Again::Refuse).unwrap_err();
        assert_eq!(refused.message, "plan.toml:12 says 100 for it already");
        let both = after(Table::Realized, &values, Again::Besides).unwrap();
        assert!(both.contains("value = 100\n") && both.contains("value = 50\n"), "{both}");
    }

    #[test]
    fn money_of_a_period_within_another_adds_up_only_where_that_is_said() {
        for (period, meets) in
            [("2026-08", true), ("2026", true), ("Q3 2026", true), ("2026-10", false), ("2026-Q2", false)]
        {
            let values = [("driver", Some("reach")), ("period", Some(period)), ("value", Some("50"))];
            let added = after(Table::Realized, &values, Again::Refuse);
            assert_eq!(added.is_err(), meets, "{period}");
            assert!(after(Table::Realized, &values, Again::Besides).unwrap().contains("value = 50\n"));
        }
        let values = [("driver", Some("reach")), ("period", Some("2026-08")), ("value", Some("50"))];
        for again in [Again::Refuse, Again::Replace] {
            let refused = after(Table::Realized, &values, again).unwrap_err();
            let says = "plan.toml:12 says 100 for 2026-Q3 already, which has months in common with 2026-08";
            assert_eq!(refused.message, says);
        }
        // Money on the wave that brings it is not what it brought.
        let values = [("wave", Some("one")), ("period", Some("2026-08")), ("value", Some("50"))];
        assert!(after(Table::Spent, &values, Again::Refuse).is_ok());
    }
}
