//! What people ask for in a few words, as a change: addresses by id alone, values without quotes.

mod decided;
mod edited;
mod fields;
mod meant;
mod moved;
mod put;
mod record;
mod removal;
mod value;

use super::{Change, Draft, Refused, Title, Verb};
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::edit::Edit;
use crate::plan::id::is_kebab_case;
use crate::plan::tell::tell;
use crate::source::written::Value;
use crate::source::{key, literal};
use crate::wording::{count, list, nearest};
pub use decided::decided;
pub use edited::edited;
pub use meant::{leap, meant};
pub use moved::moved;
use put::put;
pub use record::{Again, OnRecord, assessed_as, figure, on_record, recorded, recorded_once, spent_on};
pub use removal::{Also, referring, removed};
use value::spelled;
pub use value::worded;

/// The address that some words name: an address in full, or one that begins with an id alone:
/// `consent.wave` for `capability.consent.wave`.
///
/// # Errors
/// [`Refused`], where nothing has that id, or several things have.
pub fn address(draft: &Draft, words: &str) -> Result<Address, Refused> {
    let end = words.find(['.', '[']).unwrap_or(words.len());
    let (first, rest) = words.split_at(end);
    if let Some(table) = Table::of(first) {
        let Some(at) = Address::parse(words) else {
            let help = match table.holds() {
                Holds::ById => format!("Write {first}.ID, or {first}.ID.KEY."),
                Holds::One => format!("Write {first}.KEY."),
                Holds::Many => format!("Write {first}[…] with what it is about, as `swell check` names it."),
            };
            return Err(Refused::new(format!("`{words}` is no address"), help));
        };
        if table.holds() == Holds::One || draft.has(&at.root()) {
            return Ok(at);
        }
        return Err(match table.holds() {
            Holds::Many => no_record(draft, &at),
            _ => unknown(draft, &at.key, Some(table)),
        });
    }
    let with_ids = || Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById);
    let found: Vec<Address> =
        with_ids().map(|table| Address::new(table, first)).filter(|at| draft.has(at)).collect();
    match &*found {
        [] => Err(unknown(draft, first, None)),
        [one] => Address::parse(&format!("{one}{rest}"))
            .ok_or_else(|| Refused::new(format!("`{words}` is no address"), format!("Write {one}.KEY."))),
        several => {
            let names: Vec<String> = several.iter().map(|at| format!("{at}{rest}")).collect();
            let help = format!("Write one of: {}.", names.join(", "));
            Err(Refused::new(format!("`{first}` is the id of several things"), help))
        }
    }
}

/// Why there is no such entry of what has no ids: the entry of a reading, say, is named by what it is about.
fn no_record(draft: &Draft, at: &Address) -> Refused {
    let written = draft.source().written();
    let mut own = written.tables().iter().map(|(known, _)| known).filter(|known| known.table == at.table);
    let noun = at.table.noun();
    let help = match own.next_back() {
        None => format!("The plan has no {noun} at all."),
        Some(last) => format!("Each is named by what it is about, and has no number: {last} is the last."),
    };
    Refused::new(format!("there is no {noun} `{}`", at.key), help)
}

/// Ids at most that are told one by one.
const TOLD: usize = 30;

/// Why there is no table of an id, or none of one kind: with the id that was meant, by its letters or by the name
/// that it goes by, or those that there are.
fn unknown(draft: &Draft, id: &str, of: Option<Table>) -> Refused {
    let tables: Vec<Table> = match of {
        Some(table) => vec![table],
        None => Table::ALL.into_iter().filter(|table| table.holds() == Holds::ById).collect(),
    };
    let all =
        || tables.iter().flat_map(|table| draft.source().ids(*table).into_iter().map(|id| (*table, id)));
    let ids: Vec<&str> = all().map(|(_, id)| id).collect();
    let known = |id: &str| all().find(|(_, own)| *own == id).map(|(table, id)| Address::new(table, id));
    let called = || {
        let name = |table, own| draft.text(&Address::new(table, own).to("name"));
        all()
            .find(|(table, own)| name(*table, own).is_some_and(|name| alike(&name, id)))
            .map(|(table, own)| Address::new(table, own))
    };
    let near = nearest(id, ids.iter().copied()).and_then(known);
    let help = match (&near, near.as_ref().map_or_else(called, |_| None), of) {
        (Some(near), ..) => tell!("Did you mean {}?", near.by_id()),
        (_, Some(called), _) => tell!("Did you mean {}, which is called so?", called.by_id()),
        (.., Some(table)) if ids.is_empty() => tell!("The plan has no {} at all.", table.noun()),
        (.., Some(table)) if ids.len() <= TOLD => {
            tell!("The plan has {}: {}.", count(ids.len(), table.noun()), list(&ids))
        }
        (.., None | Some(Table::Wave | Table::Driver | Table::Capability | Table::Mandate)) => {
            "`swell show board` lists the ids of items and waves.".into()
        }
        (.., Some(table)) => {
            let first = ids.get(..TOLD).unwrap_or(&ids).join(", ");
            tell!("The plan has {}, and the first are {first}.", count(ids.len(), table.noun()))
        }
    };
    let message = match of {
        None => format!("nothing in the plan has the id `{id}`"),
        Some(table) => format!("there is no {} `{id}`", table.noun()),
    };
    Refused::new(message, help)
}

/// Whether a name is made of the words of an id, whatever stands between them.
fn alike(name: &str, id: &str) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let own = words(id);
    !own.is_empty() && words(name) == own
}

/// Gives a value another one, or one where there was none.
///
/// # Errors
/// [`Refused`], where the address names no value.
pub fn set(draft: &Draft, words: &str, value: &str) -> Result<Change, Refused> {
    let at = address(draft, words)?;
    if at.path.is_empty() {
        return Err(Refused::new(format!("`{at}` is a table"), format!("Name a value of it: {at}.KEY.")));
    }
    let value = &*meant(draft, &at, value, None)?;
    held(draft, &at, &[(last(&at), value)])?;
    let edits = written(draft, &at, &spelled(draft, &at, value))?;
    Ok(Change { title: Title::new(Verb::Set).at(at).words(format!(" to {value}")), edits })
}

/// The edits that write a value in these words of the format, where they are known to be what it may be.
///
/// # Errors
/// [`Refused`], where there is no place for it.
pub fn written(draft: &Draft, at: &Address, words: &str) -> Result<Vec<Edit>, Refused> {
    // A table with lines of its own keeps those that say the same.
    let table = matches!(draft.source().value(draft.plan(), at), Some(Value::Table(_)));
    if table { edited::changed(draft, at, words) } else { Ok(vec![put(draft, at, words)?]) }
}

/// Gives a value another one, as [`set`] does, unless that would throw away parts of a table that nobody named.
///
/// # Errors
/// As [`set`]; and where the value is a table of several parts, of which the new one has not all.
pub fn set_all_of(draft: &Draft, words: &str, value: &str) -> Result<Change, Refused> {
    let at = address(draft, words)?;
    let table = matches!(draft.source().value(draft.plan(), &at), Some(Value::Table(_)));
    let parts = draft.source().keys(draft.plan(), &at).filter(|_| table && !at.path.is_empty());
    let parts = match parts {
        Some(parts) if parts.len() > 1 => parts,
        _ => return set(draft, words, value),
    };
    let new = literal(&spelled(draft, &at, &meant(draft, &at, value, None)?));
    let has =
        |name: &str| matches!(&new, Some(Value::Table(new)) if new.iter().any(|(own, _)| **own == *name));
    let gone: Vec<String> = parts.iter().filter(|name| !has(name)).map(|name| key(name)).collect();
    let Some(first) = gone.first() else { return set(draft, words, value) };
    let all = list(&parts.iter().map(|name| format!("`{}`", key(name))).collect::<Vec<_>>());
    let lost = match gone.len() == parts.len() {
        true => "none of them".to_owned(),
        false => {
            format!("no {}", gone.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", no "))
        }
    };
    let message = format!("`{at}` is a table of {all}, and `{}` has {lost}", value.trim());
    let help = format!(
        "Set a part by its own address, as in `swell set {at}.{first} …`; --whole replaces all of it."
    );
    Err(Refused::new(message, help))
}

/// What can be added, in a sentence.
#[must_use]
pub fn kinds() -> String {
    let kinds = Table::ALL.into_iter().filter(|table| table.holds() != Holds::One);
    let kinds: Vec<&str> = kinds.map(Table::key).collect();
    format!(
        "swell add KIND ID KEY=VALUE…, with one of: {}. `swell explain KIND` lists its keys.",
        kinds.join(", ")
    )
}

/// Adds a table: its kind, its id where it has one, and its values as `key=value`.
///
/// # Errors
/// [`Refused`], where there is no such kind, the id is taken, or a value has no key.
pub fn added(draft: &Draft, kind: &str, rest: &[String]) -> Result<Change, Refused> {
    let kinds = || Table::ALL.into_iter().filter(|table| table.holds() != Holds::One);
    let Some(table) = kinds().find(|table| table.key() == kind) else {
        let near = nearest(kind, kinds().map(Table::key));
        let help = near.map_or_else(self::kinds, |near| format!("Did you mean `{near}`?"));
        return Err(Refused::new(format!("there is no kind of table `{kind}`"), help));
    };
    let (id, values) = match (table.holds(), rest.split_first()) {
        (Holds::ById, Some((id, values))) if !id.contains('=') => (id.as_str(), values),
        (Holds::ById, _) => {
            return Err(Refused::new(
                format!("{kind} needs an id"),
                format!("swell add {kind} ID KEY=VALUE…; `swell explain {kind}` lists the keys."),
            ));
        }
        _ => ("", rest),
    };
    if table.holds() == Holds::ById {
        is_free(draft, table, id)?;
    }
    let given = |key: &str| {
        let mut pairs = values.iter().filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| name.trim() == key).map(|(_, value)| value)
    };
    meant::says(table, given)?;
    if table == Table::Decision {
        let own = ["date", "gate", "outcome", "name", "note"].map(|key| (key, given(key).map(str::trim)));
        decided::may_be_added(draft, &own)?;
    }
    let fields = fields::of(draft, &Address::new(table, id), values)?;
    let title = match id {
        "" => Title::new(Verb::Add).words(kind),
        id => Title::new(Verb::Add).words(format!("{kind} ")).id(Address::new(table, id)),
    };
    Ok(Change { title, edits: vec![Edit::Add(Address::new(table, id), fields)] })
}

/// Refuses values that would leave a record without words, or a reading that its KPI cannot have.
fn held(draft: &Draft, at: &Address, values: &[(&str, &str)]) -> Result<(), Refused> {
    let given = |key: &str| values.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    if at.table == Table::Reading
        && let Some(value) = given("value")
    {
        meant::in_percent(draft, at.key.split(' ').next().unwrap_or_default(), value)?;
    }
    // Of a table that is there, what nobody touches is as it is.
    let emptied = values.iter().any(|(_, value)| value.trim().is_empty());
    let had = |key: &str| draft.has(&at.root().to(key)).then_some("said");
    if emptied { meant::says(at.table, |key| given(key).or_else(|| had(key))) } else { Ok(()) }
}

/// The last key of an address; empty where it has none.
fn last(at: &Address) -> &str {
    match at.path.last() {
        Some(Part::Key(key)) => key,
        _ => "",
    }
}

/// Gives a table another id, with every reference to it; or a key of a table another name.
///
/// # Errors
/// [`Refused`], where there is no such thing, or the id is taken or is none.
pub fn renamed(draft: &Draft, words: &str, new: &str) -> Result<Change, Refused> {
    let at = address(draft, words)?;
    if !draft.has(&at) || at.table.holds() != Holds::ById && at.path.is_empty() {
        return Err(Refused::new(format!("`{at}` has no id to change"), "Name something by its id."));
    }
    if at.path.is_empty() {
        is_free(draft, at.table, new)?;
    }
    // Of what is called otherwise now, either name would puzzle: it is told by its ids.
    let old = if at.path.is_empty() { at.key.to_string() } else { at.to_string() };
    let title = Title::new(Verb::Rename).words(format!("{old} to {new}"));
    Ok(Change { title, edits: vec![Edit::Rename(at, key(new))] })
}

fn is_free(draft: &Draft, table: Table, id: &str) -> Result<(), Refused> {
    if !is_kebab_case(id) {
        let help = "Write ids in lower-case letters, digits and single hyphens: low-access-2.";
        return Err(Refused::new(format!("`{id}` is no id in kebab-case"), help));
    }
    let items = [Table::Driver, Table::Capability, Table::Mandate];
    let own = [table];
    let space: &[Table] = if items.contains(&table) { &items } else { &own };
    match space.iter().find(|table| draft.has(&Address::new(**table, id))) {
        Some(taken) => Err(Refused::new(
            tell!("{} is the id of a {} already", Address::new(*taken, id).by_id(), taken.noun()),
            "Give it another id.",
        )),
        None => Ok(()),
    }
}
