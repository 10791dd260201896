//! What something was in the baseline, in a few words that a row has room for: "was 498 k€, now 490 k€".

use std::borrow::Cow;

use super::scope::opened_before;
use crate::diff::{Change, shown};
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::source::written::Value;

/// What is otherwise of the scope of a wave.
const OPENED: &str = "opened";

/// What something was, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Before {
    /// What it is that was otherwise; empty where whoever reads it knows.
    of: Cow<'static, str>,
    was: String,
    now: String,
}

impl Before {
    pub(super) fn new(was: String, now: String) -> Self {
        Self { of: Cow::Borrowed(""), was, now }
    }

    /// The same of a figure or a value among several of one thing, which says what it is.
    pub(super) fn called(self, of: impl Into<Cow<'static, str>>) -> Self {
        Self { of: of.into(), ..self }
    }

    /// What a wave opened, and what it opens.
    pub(super) fn opened(was: String, now: String) -> Self {
        Self::new(was, now).called(OPENED)
    }

    /// Whether it is what a wave opens.
    pub(super) fn is_of_scope(&self) -> bool {
        self.of == OPENED
    }

    /// What a value that is written was; `None` of what is new or gone as a whole.
    pub(super) fn of(change: &Change, past: &Plan, now: &Plan) -> Option<Self> {
        Self::of_values(&change.at, (change.before.as_ref(), past), (change.after.as_ref(), now))
    }

    /// The same of a value at an address: what it was, if anything, and what it is, each in its plan.
    pub(super) fn of_values(
        at: &Address,
        (before, past): (Option<&Value>, &Plan),
        (after, now): (Option<&Value>, &Plan),
    ) -> Option<Self> {
        if at.path.is_empty() {
            return None;
        }
        let of_scope = matches!(at.path.first(), Some(Part::Key(key)) if &**key == "opens");
        if at.table == Table::Wave && of_scope {
            return opened_before(past, now, &at.key);
        }
        // A day of its own, where it had that of its wave or has it again: what it was then is known by its step.
        let own_day = matches!(at.path.first(), Some(Part::Key(key)) if &**key == "live");
        if own_day && (before.is_none() || after.is_none()) {
            return None;
        }
        let of = |value: Option<&Value>, plan: &Plan| match value {
            Some(value) => in_short(at, value, plan),
            None => "nothing".to_owned(),
        };
        Some(Self::new(of(before, past), of(after, now)))
    }

    /// In words for whoever does not know what the views call it.
    pub(in crate::tui) fn said(&self) -> String {
        match &*self.of {
            "plan then" => format!("planned for that day {} → {}", self.was, self.now),
            _ => self.words()[0].clone(),
        }
    }

    /// In words, from long to short.
    pub(in crate::tui) fn words(&self) -> [String; 2] {
        let Self { of, was, now } = self;
        match &**of {
            OPENED => [format!("opened {was}, now {now}"), format!("opened {was}")],
            "" => [format!("was {was}, now {now}"), format!("was {was}")],
            of => [format!("{of} {was} → {now}"), format!("{of} was {was}")],
        }
    }
}

fn in_short(at: &Address, value: &Value, plan: &Plan) -> String {
    let wave = |id: &str| plan.wave_by_id(id).map(|ix| plan.wave(ix).title().to_owned());
    match (at.path.first(), value) {
        (Some(Part::Key(key)), Value::Text(id)) if &**key == "wave" => {
            wave(id).unwrap_or_else(|| id.to_string())
        }
        (_, Value::Text(text)) => text.to_string(),
        (_, Value::Table(entries)) => {
            let entry = |(key, value): (String, String)| format!("{key} {value}");
            let entries = entries.iter().map(|(key, value)| (key.to_string(), shown(at, value, plan)));
            entries.map(entry).collect::<Vec<_>>().join(", ")
        }
        _ => shown(at, value, plan),
    }
}
