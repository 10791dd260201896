//! What people type, held to what the format means at an address: days, periods, money and shares as they are
//! written by hand; and what a record cannot go without.

use super::value::{grouped, without_currency};
use crate::draft::{Draft, Refused};
use crate::plan::address::{Address, Part, Table};
use crate::plan::kpi::{Better, Kpi, Target};
use crate::plan::quantity::Currency;
use crate::plan::record::Outcome;
use crate::plan::telling::Telling;
use crate::plan::typed::{self, Meant};
use crate::source::is_literal;
use crate::source::schema::{Shape, fields};

/// What is to be read of what somebody typed.
enum Kind {
    Day,
    Period,
    Money,
    /// A share: of one, or in percent.
    Share(bool),
    Number,
    /// What a KPI counts in a unit that is no percent, or in none.
    Counted(Option<Box<str>>),
    /// Yes or no, which a reading has as 1 or 0.
    Done,
}

/// A value as it was typed, as the format writes it: `30 Sep 2026` as `2026-09-30`, `1.2m` as `1200000`, `8%` as
/// `0.08`. What is not known stays as it is. `kpi` is what a new reading is of.
///
/// # Errors
/// [`Refused`], where it can mean several things, or nothing.
pub fn meant(draft: &Draft, at: &Address, value: &str, kpi: Option<&str>) -> Result<String, Refused> {
    meant_in(draft, at, value, kpi, None)
}

/// The same, of a KPI to which a unit is given as well.
pub(super) fn meant_in(
    draft: &Draft,
    at: &Address,
    value: &str,
    kpi: Option<&str>,
    unit: Option<&str>,
) -> Result<String, Refused> {
    let as_it_is = || Ok(value.to_owned());
    let Some(kind) = kind(draft, at, kpi, unit) else { return as_it_is() };
    let literal = is_literal(value);
    let currency = draft.plan().currency;
    let words: Meant<String> = match kind {
        _ if value.trim_start().starts_with('{') && !literal => {
            let known = |words: &str| kind.read(words, currency).map(|it| it.map(|it| grouped(draft, &it)));
            in_braces(value, &|words| known(words).unwrap_or_else(|| Err(kind.none(words))), DEEP)
        }
        _ if value.trim().is_empty() || value.trim_start().starts_with(['{', '[', '"', '\'']) => None,
        // What is no value at all, or a number where a day should be, would be told as a text without quotes.
        _ => kind.read(value, currency).or_else(|| {
            // What a target may be besides a number, only its KPI knows.
            let target =
                matches!(at.path.first(), Some(Part::Key(key)) if matches!(&**key, "target" | "local"));
            let sound = target || literal && !matches!(kind, Kind::Day | Kind::Period);
            (!sound).then(|| Err(kind.none(value.trim())))
        }),
    };
    match words {
        // What is a number of TOML keeps the way it is written.
        Some(Ok(_)) if literal && !matches!(kind, Kind::Period | Kind::Done) => as_it_is(),
        Some(Ok(words)) => Ok(words),
        Some(Err(why)) => {
            let help =
                if why.contains("; write ") { String::new() } else { format!("Write {}.", kind.how()) };
            Err(Refused::new(why, help))
        }
        None => as_it_is(),
    }
}

/// Whether something is done, as a reading has it; what is a number stays one.
fn done(value: &str) -> Meant<String> {
    match &*value.trim().to_lowercase() {
        "yes" | "true" | "done" => Some(Ok("1".to_owned())),
        "no" | "false" => Some(Ok("0".to_owned())),
        _ => None,
    }
}

/// Tables in each other that are read as people type them.
const DEEP: u32 = 4;

impl Kind {
    fn noun(&self) -> &'static str {
        match self {
            Self::Day => "date",
            Self::Period => "period",
            Self::Money => "amount of money",
            Self::Share(_) => "share",
            Self::Done => "answer",
            Self::Number | Self::Counted(_) => "number",
        }
    }

    /// How it is written.
    fn how(&self) -> &'static str {
        match self {
            Self::Day => "2026-09-30 or 30 Sep 2026",
            Self::Period => "2026, 2026-Q3 or 2026-09",
            Self::Money => "1200000 or 1.2m",
            Self::Share(_) => "0.08 or 8%",
            Self::Done => "yes or no",
            Self::Number | Self::Counted(_) => "1200 or 0.5",
        }
    }

    /// Why what somebody typed is none of these.
    fn none(&self, words: &str) -> String {
        format!("`{words}` is no {}; write {}", self.noun(), self.how())
    }

    fn read(&self, value: &str, currency: Currency) -> Meant<String> {
        match self {
            Self::Day => typed::date(value).map(|date| date.map(|date| date.to_string())),
            Self::Period => typed::period(value).map(|period| Ok(period.to_string())),
            Self::Money => match without_currency(value, currency) {
                Ok(amount) => typed::amount(&amount, Some(currency.digits)),
                Err(why) => Some(Err(why)),
            },
            Self::Done => done(value),
            Self::Share(of_hundred) => typed::share(value, *of_hundred),
            Self::Number => typed::amount(value, None),
            Self::Counted(unit) => match value.trim().strip_suffix('%').map(str::trim) {
                Some(number) if typed::amount(number, None).is_some() || is_literal(number) => {
                    let unit = match unit {
                        Some(unit) => format!("its unit is {unit}"),
                        None => "it has no unit".to_owned(),
                    };
                    Some(Err(format!("{} is a share, but of this KPI {unit}; write {number}", value.trim())))
                }
                _ => typed::amount(value, None),
            },
        }
    }
}

/// A table in braces whose values are written by hand: `{ low = 1.2m, likely = 1.5m }`. `None` where it is no such
/// table.
fn in_braces(text: &str, read: &dyn Fn(&str) -> Result<String, String>, deep: u32) -> Meant<String> {
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut words = Vec::new();
    let mut all = entries(inside)?;
    all.pop_if(|last| last.trim().is_empty());
    for entry in all.into_iter().map(str::trim) {
        let Some((key, value)) = entry.split_once('=') else {
            let number = entry.starts_with(|it: char| it.is_ascii_digit()) && !words.is_empty();
            let why =
                "a comma stands between two values here; write 1_200_000 for thousands and 0.5 for a half";
            return number.then(|| Err(why.to_owned()));
        };
        let value = value.trim();
        let value = match value.starts_with('{') && deep > 0 {
            _ if is_literal(value) => value.to_owned(),
            true => match in_braces(value, read, deep - 1)? {
                Ok(words) => words,
                why => return Some(why),
            },
            false => match read(value) {
                Ok(words) => words,
                why => return Some(why),
            },
        };
        words.push(format!("{} = {value}", key.trim()));
    }
    Some(Ok(format!("{{ {} }}", words.join(", "))))
}

/// What stands between the commas of a text, outside of brackets and quotes; `None` where those do not close.
fn entries(text: &str) -> Option<Vec<&str>> {
    let (mut open, mut quote, mut start) = (0_u32, None, 0);
    let mut entries = Vec::new();
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(own), letter) if own == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '{' | '[') => open += 1,
            (None, '}' | ']') => open = open.checked_sub(1)?,
            (None, ',') if open == 0 => {
                entries.push(text.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(text.get(start..)?);
    (open == 0 && quote.is_none()).then_some(entries)
}

/// What stands at an address; `None` where it is taken as it is typed.
fn kind(draft: &Draft, at: &Address, kpi: Option<&str>, unit: Option<&str>) -> Option<Kind> {
    let Some(Part::Key(key)) = at.path.first() else { return None };
    let shape = fields(at.table).find(|field| field.key == &**key).map(|field| field.shape)?;
    let own = |id: &str| draft.plan().kpi_by_id(id).and_then(|ix| draft.plan().kpi(ix).unit.clone());
    let unit = unit.filter(|_| at.table == Table::Kpi).map(|unit| unit.trim_matches(['"', '\'']));
    let of_kpi = |id: &str| match unit.map(Box::from).or_else(|| own(id)) {
        Some(unit) if &*unit == "%" => Kind::Share(true),
        unit => Kind::Counted(unit),
    };
    let is_done = |id: &str| {
        let kpi = draft.plan().kpi_by_id(id).map(|ix| draft.plan().kpi(ix));
        kpi.is_some_and(|kpi| kpi.better == Some(Better::Done))
    };
    let read = || kpi.unwrap_or_else(|| at.key.split(' ').next().unwrap_or_default());
    Some(match (&**key, at.table, shape) {
        (_, _, Shape::Date) | ("live", ..) => Kind::Day,
        ("period", Table::Realized | Table::Spent, _) => Kind::Period,
        ("value", Table::Driver, _) | ("cost", ..) | (_, _, Shape::Money | Shape::SignedMoney) => Kind::Money,
        ("baseline" | "target" | "local", Table::Kpi, _) => of_kpi(&at.key),
        ("value", Table::Reading, _) if is_done(read()) => Kind::Done,
        ("value", Table::Reading, _) => of_kpi(read()),
        ("tolerance", ..) => Kind::Share(false),
        (_, _, Shape::Number(_, high)) if high <= 1.0 => Kind::Share(false),
        (_, _, Shape::Number(_, 100.0)) => Kind::Share(true),
        ("effort" | "capacity" | "maturity", ..) | (_, _, Shape::Number(..)) => Kind::Number,
        _ => return None,
    })
}

/// Refuses what would say nothing: a decision, an action, a risk or a learning without words, a decision at a gate
/// without what that comes to. `words` gives the text of a key.
///
/// # Errors
/// [`Refused`], with what is to be said.
pub(super) fn says<'t>(table: Table, words: impl Fn(&str) -> Option<&'t str>) -> Result<(), Refused> {
    let some = |keys: &[&str]| keys.iter().any(|key| words(key).is_some_and(|it| !it.trim().is_empty()));
    let blank = |key: &str| words(key).is_some_and(|it| it.trim().is_empty());
    let (what, keys) = match table {
        Table::Decision if some(&["gate"]) && !some(&["outcome"]) => {
            let help = format!("Give it an `outcome`: {}.", Outcome::WORDS.join(", "));
            return Err(missing("it is not said what the gate comes to", help));
        }
        Table::Decision if !some(&["note", "name", "gate"]) => ("what was decided", "note"),
        Table::Action if !some(&["what"]) => ("what is to be done", "what"),
        Table::Learning if !some(&["note", "name"]) => ("what was learnt", "note"),
        Table::Risk if blank("name") => ("what may happen", "name"),
        _ => return Ok(()),
    };
    let help = format!("Say {what}: in `{keys}`.");
    Err(missing(format!("it is not said {what}"), help))
}

/// The refusal of what is not complete yet.
fn missing(message: impl Into<Telling>, help: impl Into<Telling>) -> Refused {
    Refused { rule: "missing-key", ..Refused::new(message, help) }
}

/// Refuses a share of a hundred that is none: of a KPI in percent whose own baseline and targets are.
///
/// # Errors
/// [`Refused`], with the reason.
pub(super) fn in_percent(draft: &Draft, id: &str, value: &str) -> Result<(), Refused> {
    let plan = draft.plan();
    let Some(kpi) = plan.kpi_by_id(id).map(|ix| plan.kpi(ix)).filter(|kpi| kpi.unit.as_deref() == Some("%"))
    else {
        return Ok(());
    };
    let Ok(number) = value.trim().replace('_', "").parse::<f64>() else { return Ok(()) };
    let mut own = values(kpi).peekable();
    let inside = |it: f64| (0.0..=100.0).contains(&it);
    if own.peek().is_none() || inside(number) || !own.all(inside) {
        return Ok(());
    }
    let message = format!("{} % lies outside of 0 to 100, between which {id} is planned", value.trim());
    let help = "Give it in percent: 33.5. A KPI that may go beyond has a target that does, or another unit.";
    Err(Refused::new(message, help))
}

/// The values that a KPI is planned by.
fn values(kpi: &Kpi) -> impl Iterator<Item = f64> {
    let local = kpi.local.iter().flat_map(|(_, targets)| targets);
    let targets = kpi.target.iter().chain(local).flat_map(|(_, target)| match target {
        Target::Value(value) => vec![*value],
        Target::Band(low, high) => vec![*low, *high],
        Target::Done(_) => Vec::new(),
    });
    kpi.baseline.into_iter().chain(targets)
}

/// What there is to say of a reading that leaps away from all that is known of its KPI: ten times as much as the
/// most of it, or a tenth of the least. A KPI of which nothing but zero is known has no measure.
#[must_use]
pub fn leap(draft: &Draft, id: &str, value: &str) -> Option<String> {
    let plan = draft.plan();
    let ix = plan.kpi_by_id(id)?;
    let number = value.trim().replace('_', "").parse::<f64>().ok()?.abs();
    let read = plan.readings.iter().filter(|it| it.kpi == ix).map(|it| it.value);
    let known: Vec<f64> = values(plan.kpi(ix)).chain(read).map(f64::abs).filter(|it| *it > 0.0).collect();
    let most = known.iter().copied().fold(f64::NAN, f64::max);
    let least = known.iter().copied().fold(f64::NAN, f64::min);
    let than = if number >= 10.0 * most {
        "ten times or more of all that is known of it"
    } else if number > 0.0 && number <= least / 10.0 {
        "a tenth or less of all that is known of it"
    } else {
        return None;
    };
    Some(format!("{} is {than}: is the unit right?", value.trim()))
}
