//! What something was in the baseline, in a few words that a row has room for: "was 498 k€, now 490 k€".

use std::borrow::Cow;

use super::scope::opened_before;
use crate::diff::{Change, by_name, shown};
use crate::order::Order as _;
use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::id::WaveIx;
use crate::safe;
use crate::source::written::Value;

/// What is otherwise of the scope of a wave.
const OPENED: &str = "opened";

/// Columns of a baseline's name, at most.
const NAMED: usize = 20;

/// What stands before a day on which something begins.
pub(super) const FROM: &str = "from ";

/// By when which levels are reached.
const REACHES: &str = "reaches";

/// Keys that say what something does.
const SAYS_WHAT: [&str; 5] = ["needs", "measures", "covers", "delays", "affects"];

/// The keys of a range, from its low end on.
const RANGE: [&str; 3] = ["low", "likely", "high"];

/// What a scenario was tried on.
pub(super) const PLAN: &str = "the plan";

/// What something was, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Before {
    /// What it is that was otherwise; empty where whoever reads it knows.
    of: Cow<'static, str>,
    /// Which of several figures or values it is, where whoever reads it knows and whoever compares does not.
    what: Cow<'static, str>,
    /// What stands before a day: it is live then, or ends then. Empty of all else.
    day: &'static str,
    was: String,
    now: String,
    /// Both as short as they get, where a row has little room.
    brief: Option<Box<[String; 2]>>,
    /// In what it was that, where that is to be said; else empty.
    since: String,
    /// What it is in the plan that a scenario was tried on.
    plan: Option<Box<Before>>,
}

impl Before {
    pub(super) fn new(was: String, now: String) -> Self {
        Self {
            of: Cow::Borrowed(""),
            what: Cow::Borrowed(""),
            day: "",
            was,
            now,
            brief: None,
            since: String::new(),
            plan: None,
        }
    }

    /// The same of a day, with the word before it.
    pub(super) fn day(self, day: &'static str) -> Self {
        Self { day, ..self }
    }

    /// The same of one of several figures or values.
    pub(super) fn among(self, what: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), ..self }
    }

    /// The same, with what it was that in.
    pub(in crate::tui) fn since(self, name: &str) -> Self {
        Self { since: safe::cut(name, NAMED).into(), ..self }
    }

    /// What it was in a baseline of that name, and what it is in the plan that the scenario shown was tried on.
    pub(in crate::tui) fn beside(self, name: &str, plan: Option<Self>) -> Self {
        Self { plan: plan.map(Box::new), ..self.since(name) }
    }

    /// The same of a figure or a value among several of one thing, which says what it is.
    pub(super) fn called(self, of: impl Into<Cow<'static, str>>) -> Self {
        Self { of: of.into(), ..self }
    }

    /// What a wave opened, and what it opens: by their names, and as short as they get.
    pub(super) fn opened([was, was_brief]: [String; 2], [now, now_brief]: [String; 2]) -> Self {
        Self { brief: Some(Box::new([was_brief, now_brief])), ..Self::new(was, now).called(OPENED) }
    }

    /// The same as short as it gets; `None` where it is no shorter.
    fn in_brief(&self) -> Option<Self> {
        let [was, now] = self.brief.as_deref()?.clone();
        (was != self.was || now != self.now).then(|| Self { was, now, brief: None, ..self.clone() })
    }

    /// Whether it is what a wave opens.
    pub(in crate::tui) fn is_of_scope(&self) -> bool {
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
        Some(Self::new(of(before, past), of(after, now)).among(what_of(at, past, now)))
    }

    /// Whether it is of the same figure, and that is the same now.
    pub(in crate::tui) fn is_same_as(&self, other: &Self) -> bool {
        let (own, others) = (self.name(), other.name());
        self.now == other.now && (own == others || own.is_empty() || others.is_empty())
    }

    /// In words for whoever does not know what the views call it.
    pub(in crate::tui) fn said(&self) -> String {
        self.told(self.plainly())[0].clone()
    }

    /// What it is of, in words for the same.
    fn plainly(&self) -> &str {
        match &*self.of {
            "plan then" => "planned for that day",
            _ => self.name(),
        }
    }

    /// The same beside what shows itself what it is now, where that is a date or how it stands, or `shown` too.
    pub(in crate::tui) fn beside_it(&self, shown: bool) -> String {
        let of = self.plainly();
        let [said, row, _] = self.told(of);
        if of.is_empty() || shown { row } else { said }
    }

    /// In words that say of which figure or value it is, where it is among several.
    pub(in crate::tui) fn by_name(&self) -> String {
        self.told(self.name())[0].clone()
    }

    fn name(&self) -> &str {
        if self.of.is_empty() { &self.what } else { &self.of }
    }

    /// Whether it is a move in time, and another one tells the same: an end that is written, say.
    pub(super) fn moves_as(&self, other: &Self) -> bool {
        let bare = |it: &Self| [&it.was, &it.now].map(|day| day.trim_start_matches(FROM).to_owned());
        (!self.day.is_empty() || self.was.starts_with(FROM)) && bare(self) == bare(other)
    }

    /// In words, from long to short.
    pub(in crate::tui) fn words(&self) -> [String; 2] {
        let [whole, _, short] = self.told(&self.of);
        [whole, short]
    }

    /// In words for a row that shows itself what it is now, from long to short.
    pub(in crate::tui) fn in_row(&self) -> Vec<String> {
        let brief = self.in_brief().map(|it| it.told(&it.of));
        self.told(&self.of).into_iter().chain(brief.into_iter().flatten()).collect()
    }

    /// The same in the words that a row has which shows what it is now.
    pub(in crate::tui) fn by_row(&self) -> String {
        let [_, row, _] = self.told(&self.of);
        row
    }

    /// The same for a row that shows something else of it: which figure or value it is.
    pub(in crate::tui) fn by_name_in_row(&self) -> Vec<String> {
        self.told(self.name()).into()
    }

    /// What it was, and of a scenario that it is the same in the plan, or what it is there.
    fn told(&self, of: &str) -> [String; 3] {
        let said =
            |day: &String| if self.day.is_empty() { day.clone() } else { format!("{} {day}", self.day) };
        let (was, now) = (said(&self.was), said(&self.now));
        let plan = self.plan.as_deref().filter(|plan| plan.is_same_as(self));
        let since = match &*self.since {
            "" => String::new(),
            since => format!(" in {since}"),
        };
        let (whole, short) = match plan {
            Some(plan) if plan.was == self.was => {
                (format!("{since} and the plan"), " in the plan".to_owned())
            }
            Some(plan) => (format!("{since}, {} in the plan", plan.was), since),
            None => (since.clone(), since),
        };
        // What is otherwise than in the plan is another thing: it has words of its own.
        let apart = self.plan.as_deref().filter(|plan| !plan.is_same_as(self));
        let apart = apart.map_or_else(String::new, |it| format!(" · {}", it.clone().since(PLAN).words()[0]));
        match of {
            OPENED => [
                format!("opened {was}{whole}, now {now}{apart}"),
                format!("was: opened {was}{whole}"),
                format!("was: opened {was}{short}"),
            ],
            "" => [
                format!("was {was}{whole}, now {now}{apart}"),
                format!("was {was}{whole}"),
                format!("was {was}{short}"),
            ],
            // By when it reached which level says itself what it is.
            REACHES => [
                format!("{of} {was}{whole} → {now}{apart}"),
                format!("was {was}{whole}"),
                format!("was {was}{short}"),
            ],
            // What it needs or measures is no thing that was something.
            of if SAYS_WHAT.contains(&of) => [
                format!("{of} {was}{whole} → {now}{apart}"),
                format!("was: {of} {was}{whole}"),
                format!("was: {of} {was}{short}"),
            ],
            of => [
                format!("{of} {was}{whole} → {now}{apart}"),
                format!("{of} was {was}{whole}"),
                format!("{of} was {was}{short}"),
            ],
        }
    }
}

/// What a value is of a thing that has several: its keys, waves by their names. The wave that something is in, and the day
/// on which it is live or ends, are known as that.
fn what_of(at: &Address, past: &Plan, now: &Plan) -> String {
    let keys: Vec<&str> = at
        .path
        .iter()
        .filter_map(|part| match part {
            Part::Key(key) => Some(&**key),
            Part::Nth(_) => None,
        })
        .collect();
    if matches!(keys.as_slice(), ["wave" | "live" | "end" | "date"]) {
        return String::new();
    }
    let name = |(nth, key): (usize, &&str)| {
        let wave = |plan: &Plan| plan.wave_by_id(key).map(|ix| plan.wave(ix).title().to_owned());
        let wave = if nth > 0 { wave(now).or_else(|| wave(past)) } else { None };
        wave.unwrap_or_else(|| (*key).to_owned())
    };
    keys.iter().enumerate().map(name).collect::<Vec<_>>().join(" ")
}

/// A value in words: what it names by their names.
fn in_short(at: &Address, value: &Value, plan: &Plan) -> String {
    let Value::Table(entries) = value else { return words(at, value, plan) };
    let wave = |id: &str| plan.wave_by_id(id).map(|ix| plan.wave(ix).title().to_owned());
    let mut entries: Vec<(&str, String)> =
        entries.iter().map(|(key, value)| (&**key, words(at, value, plan))).collect();
    // Waves in their order, and by their names; a range from its low end.
    entries.order_by_key(|(key, _)| {
        let wave = plan.wave_by_id(key).map_or(usize::MAX, WaveIx::at);
        (wave, RANGE.iter().position(|own| own == key).unwrap_or(RANGE.len()))
    });
    // By when which level is reached.
    let levels = matches!(at.path.first(), Some(Part::Key(key)) if &**key == REACHES);
    let entry = |(key, value): (&str, String)| {
        let name = wave(key);
        let name = name.as_deref().unwrap_or(key);
        if levels { format!("{value} in {name}") } else { format!("{name} {value}") }
    };
    entries.into_iter().map(entry).collect::<Vec<_>>().join(", ")
}

/// The same of one that is no table.
fn words(at: &Address, value: &Value, plan: &Plan) -> String {
    match value {
        Value::Text(text) => by_name(at, text, plan),
        Value::List(list) if list.is_empty() => "nothing".to_owned(),
        Value::List(list) if list.iter().all(|it| matches!(it, Value::Text(_))) => {
            let texts = list.iter().filter_map(Value::as_str);
            texts.map(|text| by_name(at, text, plan)).collect::<Vec<_>>().join(", ")
        }
        _ => shown(at, value, plan),
    }
}
