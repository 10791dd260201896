//! The values of a new table, as people type them: `name=Calls value.likely=300000 needs=crm,consent`.

use super::meant::meant_in;
use super::value::spelled;
use crate::draft::{Draft, Refused};
use crate::plan::address::{Address, Part};
use crate::source::key;

/// Tables in each other that a value may stand in.
const DEEPEST: usize = 8;

/// A value and the way to it.
type Given = (Vec<Part>, String);

/// The keys of a table and their values in the words of TOML, from `KEY=VALUE` each; the dots of a key lead into
/// tables.
///
/// # Errors
/// [`Refused`], where one has no key, or a key is given twice.
pub(super) fn of(draft: &Draft, at: &Address, pairs: &[String]) -> Result<Vec<(String, String)>, Refused> {
    let mut given: Vec<Given> = Vec::with_capacity(pairs.len());
    // What a number of a KPI means, hangs on the unit that it is given beside.
    let unit = pairs.iter().filter_map(|pair| pair.split_once('=')).find(|(name, _)| name.trim() == "unit");
    let unit = unit.map(|(_, unit)| unit.trim());
    for pair in pairs {
        let no_pair = || {
            let help = "Write name=\"Some name\" wave=scale value.likely=300000.";
            Refused::new(format!("`{pair}` is no KEY=VALUE"), help)
        };
        let (name, value) = pair.split_once('=').ok_or_else(no_pair)?;
        // Any table will do: what counts is the way inside it.
        let way = Address::parse(&format!("plan.{}", name.trim())).map(|it| it.path);
        let keys = |way: &Vec<Part>| {
            !way.is_empty() && way.len() <= DEEPEST && way.iter().all(|it| matches!(it, Part::Key(_)))
        };
        let way = way.filter(keys).ok_or_else(no_pair)?;
        let own = Address { path: way.clone(), ..at.clone() };
        let words = spelled(draft, &own, &meant_in(draft, &own, value.trim(), None, unit)?);
        let meets = |(other, _): &Given| other.starts_with(&way) || way.starts_with(other);
        if given.iter().any(meets) {
            return Err(Refused::new(format!("`{}` is given twice", name.trim()), "Give it once."));
        }
        given.push((way, words));
    }
    Ok(table(given))
}

/// The values of one table: those with a longer way are tables in it.
fn table(given: Vec<Given>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, Vec<Given>)> = Vec::new();
    for (mut way, words) in given {
        let rest = way.split_off(1);
        let Some(Part::Key(name)) = way.pop() else { continue };
        let name = key(&name);
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, inside)) => inside.push((rest, words)),
            None => fields.push((name, vec![(rest, words)])),
        }
    }
    let words = |inside: Vec<Given>| match &*inside {
        [(way, words)] if way.is_empty() => words.clone(),
        _ => {
            let all: Vec<String> =
                table(inside).into_iter().map(|(key, words)| format!("{key} = {words}")).collect();
            format!("{{ {} }}", all.join(", "))
        }
    };
    fields.into_iter().map(|(name, inside)| (name, words(inside))).collect()
}
