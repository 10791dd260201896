//! The form of a table that is to be added: what is known is filled in, what it cannot do without and what
//! its like have comes first.

use std::borrow::Cow;

use super::{Form, Goal, ID, OF_ID, Row, SCENARIO};
use crate::draft::Draft;
use crate::order::Order as _;
use crate::plan::address::{Address, Holds, Table};
use crate::source::schema::json::required;
use crate::source::schema::{Field, fields};
use crate::tui::overlays::line::Line;
use crate::workspace::Workspace;

/// A table that is to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Its kind.
    pub table: Table,
    /// What its form is called: "Record what was decided".
    pub title: Cow<'static, str>,
    /// The fields that come first, in this order, before those that its like have.
    pub first: &'static [&'static str],
    /// What is known of it.
    pub given: Vec<(&'static str, String)>,
    /// It is captured in a meeting: its words are shown to a room as they are typed, and it belongs to the plan.
    pub aloud: bool,
    /// The field that takes the keys first; else the first that is empty.
    pub begins: Option<&'static str>,
    /// It is asked whether it belongs to the open scenario, with these words.
    pub scenario: Option<String>,
    /// Whether it does unless somebody says otherwise.
    pub ticked: bool,
    /// What the scenario does, which a decision has on record where it belongs to it.
    pub effect: Option<String>,
}

impl New {
    /// A table of a kind of which nothing is known.
    #[must_use]
    pub fn of(table: Table, title: impl Into<Cow<'static, str>>) -> Self {
        Self {
            table,
            title: title.into(),
            first: &[],
            given: Vec::new(),
            aloud: false,
            begins: None,
            scenario: None,
            ticked: false,
            effect: None,
        }
    }

    /// With a value that is known.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl ToString) -> Self {
        self.given.push((key, value.to_string()));
        self
    }
}

/// That it belongs to the open scenario.
pub(super) const YES: &str = "yes";
/// The same where it does not.
pub(super) const NO: &str = "no";

/// Of so many tables of a kind it is looked at what they have.
const LIKE: usize = 50;

/// The form of a new table.
#[must_use]
pub fn new(work: &Workspace, new: &New) -> Option<Form> {
    let draft = work.draft.as_ref()?;
    let usual = usual(draft, new.table);
    let id = numbered(draft, new.table);
    let follows = id.is_none();
    let effect = || new.effect.clone().filter(|_| new.ticked);
    let given = |key: &str| {
        let known = new.given.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
        if key == "effect" { known.or_else(effect) } else { known }
    };
    let needed = required(new.table);
    let row = |key: &'static str, doc: &str| {
        let before = given(key).unwrap_or_default();
        Row {
            key,
            doc: if key == "note" && new.aloud { "the words, as they are recorded" } else { doc }.to_owned(),
            needed: needed.contains(&key) || key == ID,
            line: Line::new(before.clone()),
            before,
            fault: None,
        }
    };
    let mut rows: Vec<Row> = fields(new.table).map(|field: &Field| row(field.key, field.doc)).collect();
    if new.table.holds() == Holds::ById {
        let mut own = row(ID, OF_ID);
        own.line = Line::new(id.unwrap_or_default());
        rows.insert(0, own);
    }
    if let Some(doc) = &new.scenario {
        let said = if new.ticked { YES } else { NO };
        let row = Row { doc: doc.clone(), before: said.into(), line: Line::new(said), ..row(SCENARIO, "") };
        rows.push(row);
    }
    let place = |row: &Row| {
        let known = |list: &[&str]| list.iter().position(|key| *key == row.key);
        match (known(new.first), row.key) {
            (Some(nth), _) => (0, nth),
            (_, SCENARIO) => (0, usize::MAX),
            (_, "name") if new.table.holds() == Holds::ById => (1, 0),
            (_, ID) => (1, 1),
            _ if row.needed => (2, 0),
            _ if !row.before.is_empty() => (3, 0),
            _ if usual.contains(&row.key) => (4, 0),
            _ => (5, 0),
        }
    };
    rows.order_by_key(place);
    let head = rows.iter().filter(|row| place(row).0 < 5).count();
    // The first that is still to be said takes the keys.
    let begins = new.begins.and_then(|key| rows.iter().position(|row| row.key == key));
    let at = begins.or_else(|| rows.iter().position(|row| row.line.text().is_empty())).unwrap_or(0);
    let title = new.title.clone().into_owned();
    let (aloud, effect) = (new.aloud, new.effect.clone());
    Some(Form { at, head, follows, aloud, effect, ..Form::new(title, Goal::Add(new.table), rows) })
}

/// The keys that most tables of a kind have; of records, all of their own.
fn usual(draft: &Draft, table: Table) -> Vec<&'static str> {
    if table.holds() == Holds::Many {
        let own = crate::source::schema::own_fields(table);
        return own.iter().map(|field| field.key).chain(["note"]).collect();
    }
    let ids: Vec<&str> = draft.source().ids(table).into_iter().take(LIKE).collect();
    let has = |key: &str| {
        let own = ids.iter().filter(|id| draft.has(&Address::new(table, id).to(key))).count();
        own * 2 > ids.len()
    };
    fields(table).map(|field| field.key).filter(|key| has(key)).collect()
}

/// The id after the last, where the plan numbers those of a kind: `cap-07` after `cap-06`.
fn numbered(draft: &Draft, table: Table) -> Option<String> {
    let ids = draft.source().ids(table);
    let parts = |id: &str| {
        let word = id.trim_end_matches(|it: char| it.is_ascii_digit()).to_owned();
        let number = id.get(word.len()..).filter(|digits| (1..7).contains(&digits.len()))?.to_owned();
        Some((word, number))
    };
    let all: Vec<(String, String)> = ids.iter().filter_map(|id| parts(id)).collect();
    let (word, _) = all.first()?;
    let own: Vec<&String> = all.iter().filter(|(other, _)| other == word).map(|(_, number)| number).collect();
    if own.len() < 2 || own.len() * 2 <= ids.len() {
        return None;
    }
    let highest = own.into_iter().max_by_key(|number| number.parse::<u32>().unwrap_or(0))?;
    let next = highest.parse::<u32>().ok()? + 1;
    Some(format!("{word}{next:0width$}", width = highest.len()))
}

/// An id made of a name, that nothing of the kind has yet.
pub(super) fn id_of(draft: &Draft, table: Table, name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = String::new();
    for word in words {
        let gap = if id.is_empty() { "" } else { "-" };
        if id.len() + word.len() + 1 > 32 {
            break;
        }
        id.push_str(gap);
        id.push_str(word);
    }
    let items = [Table::Driver, Table::Capability, Table::Mandate];
    let own = [table];
    let space: &[Table] = if items.contains(&table) { &items } else { &own };
    let taken = |id: &str| space.iter().any(|table| draft.has(&Address::new(*table, id)));
    let numbers = (2..100).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone()).chain(numbers).find(|id| !taken(id)).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::sample;

    fn draft(ids: &[&str]) -> Draft {
        let tables: String = ids.iter().map(|id| format!("[pool.{id}]\ncap = 1\n")).collect();
        sample::draft(format!("format = 1\n{tables}"))
    }

    #[test]
    fn an_id_goes_on_with_the_numbers_of_its_like() {
        for (ids, expected) in [
            (&["p-08", "p-09", "p-02"][..], Some("p-10")),
            (&["p9", "p10"], Some("p11")),
            (&["core", "p-1", "other"], None),
            (&["core"], None),
            (&[], None),
        ] {
            assert_eq!(numbered(&draft(ids), Table::Pool).as_deref(), expected, "{ids:?}");
        }
    }

    #[test]
    fn an_id_is_made_of_a_name_and_is_not_taken() {
        let draft = draft(&["core", "core-2"]);
        for (name, expected) in [
            ("Core", "core-3"),
            ("  New: Überweisung & more!", "new-berweisung-more"),
            ("東京", ""),
            (&"word ".repeat(20), "word-word-word-word-word-word"),
        ] {
            assert_eq!(id_of(&draft, Table::Pool, name), expected, "{name}");
        }
    }
}
