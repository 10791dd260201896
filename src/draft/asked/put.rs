//! Giving a value words, whether or not there is one.

use crate::draft::{Draft, Refused};
use crate::plan::address::{Address, Part, Table};
use crate::plan::edit::Edit;
use crate::source::key;
use crate::source::written::Value;

/// The edit that gives a value these words of TOML.
pub(super) fn put(draft: &Draft, at: &Address, words: &str) -> Result<Edit, Refused> {
    if draft.has(at) {
        return Ok(Edit::Set(at.clone(), words.to_owned()));
    }
    let mut depth = at.path.len();
    let holder = |depth: usize| Address { path: at.path[..depth].to_vec(), ..at.root() };
    while depth > 0 && !draft.has(&holder(depth - 1)) {
        depth -= 1;
    }
    let rest = at.path.get(depth.saturating_sub(1)..).unwrap_or_default();
    let mut words = words.to_owned();
    for part in rest.iter().skip(1).rev() {
        words = match part {
            Part::Key(name) => format!("{{ {} = {words} }}", key(name)),
            Part::Nth(_) => format!("[{words}]"),
        };
    }
    let within = holder(depth.saturating_sub(1));
    match rest.first() {
        Some(Part::Key(name)) if depth == 0 => Ok(Edit::Add(at.root(), vec![(key(name), words)])),
        Some(Part::Key(name)) => match draft.source().value(draft.plan(), &within) {
            None | Some(Value::Table(_)) => Ok(Edit::Insert(within, key(name), words)),
            Some(value) => in_its_place(draft, &within, &value, name, &words),
        },
        _ => {
            let count = draft.source().entries(draft.plan(), &within).unwrap_or(0);
            match rest.first() {
                Some(Part::Nth(nth)) if *nth as usize == count => {
                    Ok(Edit::Insert(within, String::new(), words))
                }
                _ => Err(Refused::new(
                    format!("`{within}` has {count} entries"),
                    format!("Write {within}[{count}] to add one."),
                )),
            }
        }
    }
}

/// The edit that makes a table of a value, so that it says what it said and one thing more; refused where it
/// would say something else.
fn in_its_place(
    draft: &Draft,
    at: &Address,
    value: &Value,
    name: &str,
    words: &str,
) -> Result<Edit, Refused> {
    let known = spread(draft, at, name);
    let was = draft.words(at).unwrap_or_default();
    if let Some(keys) = known {
        let others = keys.iter().filter(|key| *key != name).map(|key| (key.as_str(), was));
        let all: Vec<(&str, &str)> = others.chain([(name, words)]).collect();
        return Ok(Edit::Set(at.clone(), braces(&all)));
    }
    let what = if matches!(value, Value::List(_)) { "a list" } else { "one value" };
    let kept = kept(draft, at, value, name);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(key, words)| (key.as_str(), words.as_str())).collect();
    let all = braces(&[&kept[..], &[(name, words)]].concat());
    // What is to be copied into a shell has no quotes of its own.
    let help = match all.contains('\'') {
        true => format!("Make it a table: swell set {at} '{{ {} = … }}'", key(name)),
        false => format!("Make it a table: swell set {at} '{all}'"),
    };
    Err(Refused::new(format!("`{at}` is {what}, and has no `{name}`"), help))
}

/// The keys of which a table that has the same value under each says what the value alone does; `None` where
/// there are none such.
fn spread(draft: &Draft, at: &Address, name: &str) -> Option<Vec<String>> {
    let [Part::Key(first)] = &*at.path else { return None };
    match (&**first, at.table) {
        ("value", Table::Driver) => matches!(name, "low" | "likely" | "high").then(|| vec!["likely".into()]),
        ("maturity", Table::Capability) => {
            let units: Vec<String> = draft.plan().units.iter().map(ToString::to_string).collect();
            units.iter().any(|unit| unit == name).then_some(units)
        }
        // Of an item with one step, the wave of that.
        ("cost", _) | ("live", _) | ("needs" | "prefers", _) => match &*waves(draft, at) {
            [only] => Some(vec![only.clone()]),
            _ => None,
        },
        _ => None,
    }
}

/// The waves of an item's steps, in their order.
fn waves(draft: &Draft, at: &Address) -> Vec<String> {
    let plan = draft.plan();
    let item = plan.item_by_id(&at.key).filter(|ix| plan.item_address(*ix) == at.root());
    let steps = item.map(|ix| &plan.item(ix).steps);
    steps.into_iter().flatten().map(|step| plan.wave(step.wave).id.to_string()).collect()
}

/// What a value would be as a table, where more than one thing could be meant: money spread over the waves.
fn kept(draft: &Draft, at: &Address, value: &Value, name: &str) -> Vec<(String, String)> {
    let waves = waves(draft, at);
    let cost = matches!(&*at.path, [Part::Key(first)] if &**first == "cost");
    let (Value::Whole(sum), true) = (value, cost && !waves.is_empty()) else { return Vec::new() };
    let (steps, rest) = (waves.len() as i128, waves.len());
    let each = |nth: usize| sum / steps + if nth + 1 == rest { sum % steps } else { 0 };
    let all = waves.into_iter().enumerate().map(|(nth, wave)| (key(&wave), each(nth).to_string()));
    all.filter(|(wave, _)| wave != name).collect()
}

/// Keys and values in braces.
fn braces(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, words)| format!("{} = {words}", key(name))).collect();
    format!("{{ {} }}", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::{added, set};
    use crate::draft::sample;
    use crate::draft::{Draft, Refused};

    const PLAN: &str = "format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[market.dk]
[market.se]
[driver.cut]
wave = \"one\"
value = 5
cost = 50_000
[capability.crm]
reaches = { one = 1, two = 2 }
maturity = 1
cost = 5_001
effort = 3
needs = [\"data\"]
[capability.data]
wave = \"one\"
ramp = { months = 6 }
";

    fn draft() -> Draft {
        sample::draft(PLAN)
    }

    fn after(at: &str, value: &str) -> Result<String, Refused> {
        let mut draft = draft();
        let change = set(&draft, at, value)?;
        draft.apply(&change)?;
        Ok(draft.source().text(0).content.to_string())
    }

    #[test]
    fn one_value_becomes_a_table_that_says_the_same_and_one_thing_more() {
        for (at, value, old, new) in [
            ("cut.value.likely", "6", "value = 5\n", "value = { likely = 6 }\n"),
            ("cut.value.low", "4", "value = 5\n", "value = { likely = 5, low = 4 }\n"),
            ("cut.cost.run", "5000", "cost = 50_000\n", "cost = { one = 50_000, run = 5_000 }\n"),
            ("crm.maturity.dk", "2", "maturity = 1\n", "maturity = { se = 1, dk = 2 }\n"),
        ] {
            assert_eq!(after(at, value).unwrap(), PLAN.replace(old, new), "{at}");
        }
    }

    #[test]
    fn what_could_mean_several_things_is_refused_with_the_way_out() {
        for (at, value, message, help) in [
            (
                "crm.cost.run",
                "7",
                "`capability.crm.cost` is one value, and has no `run`",
                "Make it a table: swell set capability.crm.cost '{ one = 2500, two = 2501, run = 7 }'",
            ),
            (
                "crm.effort.it",
                "2",
                "`capability.crm.effort` is one value, and has no `it`",
                "Make it a table: swell set capability.crm.effort '{ it = 2 }'",
            ),
            (
                "crm.needs.two",
                "data",
                "`capability.crm.needs` is a list, and has no `two`",
                "Make it a table: swell set capability.crm.needs '{ two = [\"data\"] }'",
            ),
        ] {
            let refused = after(at, value).unwrap_err();
            assert_eq!((&*refused.message, &*refused.help), (message, help));
        }
    }

    #[test]
    fn a_new_table_takes_dotted_keys() {
        let add = |pairs: &[&str]| {
            let mut draft = draft();
            let rest: Vec<String> = ["new"].iter().chain(pairs).map(|it| (*it).to_owned()).collect();
            draft.apply(&added(&draft, "driver", &rest)?)?;
            let text = draft.source().text(0).content.to_string();
            Ok::<_, Refused>(text.replacen(PLAN.split_at(PLAN.find("[capability.crm]").unwrap()).0, "", 1))
        };
        let text = add(&["wave=one", "value.likely=3", "ramp.months=6", "value.low=2000", "cost.run=5"]);
        let block = "[driver.new]\nwave = \"one\"\nvalue = { likely = 3, low = 2_000 }\ncost = { run = 5 }\nramp = { months = 6 }\n";
        assert!(text.as_ref().unwrap().contains(block), "{text:?}");
        let twice = add(&["value=3", "value.low=2"]).unwrap_err();
        assert_eq!(twice.message, "`value.low` is given twice");
        assert_eq!(add(&["wave"]).unwrap_err().message, "`wave` is no KEY=VALUE");
    }
}
