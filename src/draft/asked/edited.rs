//! Several values of one table, changed at once, as a form has them.

use super::removal::in_words;
use super::value::spelled;
use super::{held, meant, put};
use crate::draft::{Change, Draft, Refused, Title, Verb};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::edit::Edit;
use crate::source::schema::fields;
use crate::source::written::Value;
use crate::source::{key, literal};
use crate::wording::{list, nearest, yes_or_no};

/// Gives keys of a table other values, as people type them; one that is given nothing is taken out. What a
/// value has in common with the one before stays as it is written, entry by entry.
///
/// # Errors
/// [`Refused`], where the table has no such key, or a value cannot be put there.
pub fn edited(draft: &Draft, at: &Address, values: &[(&str, &str)]) -> Result<Change, Refused> {
    let mut edits = Vec::new();
    let mut added = Vec::new();
    let mut said = Vec::with_capacity(values.len());
    for (name, value) in values {
        said.push((*name, meant(draft, &at.clone().to(*name), value, None)?));
    }
    let values: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    held(draft, at, &values)?;
    for (name, value) in &values {
        if !fields(at.table).any(|field| field.key == *name) {
            let known: Vec<&str> = fields(at.table).map(|field| field.key).collect();
            let near = nearest(name, known.iter().copied());
            let help = near.map_or_else(
                || format!("Its keys are {}.", list(&known)),
                |near| format!("Did you mean `{near}`?"),
            );
            return Err(Refused::new(format!("there is no key `{name}`"), help));
        }
        let own = at.clone().to(*name);
        if value.trim().is_empty() {
            edits.extend(draft.has(&own).then_some(Edit::Remove(own)));
        } else if draft.has(at) {
            edits.extend(changed(draft, &own, &spelled(draft, &own, value))?);
        } else {
            added.push((key(name), spelled(draft, &own, value)));
        }
    }
    if !added.is_empty() {
        edits.push(Edit::Add(at.clone(), added));
    }
    Ok(Change { title: title(draft, at, &values), edits })
}

/// What a change of these values is called: of a record by what it is about.
fn title(draft: &Draft, at: &Address, values: &[(&str, &str)]) -> Title {
    let plan = draft.plan();
    // A decision or an action has no name but its day, of which there may be several.
    if let Some(own) = in_words(draft, at) {
        return match values {
            [(name, value)] if value.trim().is_empty() => {
                Title::new(Verb::Remove).words(format!("{name} of {own}"))
            }
            [(name, value)] => Title::new(Verb::Set).words(format!("{name} of {own} to {value}")),
            _ => {
                let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
                Title::new(Verb::Edit).words(format!("{own}: {}", names.join(", ")))
            }
        };
    }
    match values {
        [(name, value)] if value.trim().is_empty() => Title::new(Verb::Remove).at(at.clone().to(*name)),
        [("value" | "level", value)] if at.table.holds() == Holds::Many => {
            let number = value.trim().parse().ok();
            let answer = number.filter(|it| plan.answer(at, *it).is_some()).map(yes_or_no);
            on_record(Title::new(Verb::Set), plan, at).words(format!(" to {}", answer.unwrap_or(value)))
        }
        [(name, value)] => Title::new(Verb::Set).at(at.clone().to(*name)).words(format!(" to {value}")),
        _ => {
            let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
            Title::new(Verb::Edit).at(at.clone()).words(format!(": {}", names.join(", ")))
        }
    }
}

/// A title with what an entry of the record is about, which is what it is known by: a KPI or an item, and when.
fn on_record(title: Title, plan: &Plan, at: &Address) -> Title {
    let (id, rest) = at.key.split_once(' ').map_or((&*at.key, ""), |(id, rest)| (id, rest));
    let of = match at.table {
        Table::Reading => Some(Table::Kpi),
        Table::Realized => Some(Table::Driver),
        Table::Spent | Table::Assessed => match plan.item_by_id(id) {
            Some(ix) => Some(Plan::item_table(plan.item(ix))),
            None => plan.wave_by_id(id).map(|_| Table::Wave),
        },
        _ => None,
    };
    match of {
        Some(table) if rest.is_empty() => title.id(Address::new(table, id)),
        Some(table) => title.id(Address::new(table, id)).words(format!(" {rest}")),
        None => title.words(&at.key),
    }
}

/// The edits that make a value say what these words of TOML say.
pub(super) fn changed(draft: &Draft, at: &Address, words: &str) -> Result<Vec<Edit>, Refused> {
    let (source, plan) = (draft.source(), draft.plan());
    let (Some(old), Some(before)) = (source.value(plan, at), source.words(plan, at)) else {
        return put(draft, at, words).map(|edit| vec![edit]);
    };
    let set = || vec![Edit::Set(at.clone(), words.to_owned())];
    let Some(new) = literal(words) else { return Ok(set()) };
    // What stands on one line is one line of a difference in any case, and keeps the user's spelling.
    let one_line = !before.contains('\n') && literal(before).as_ref() == Some(&old);
    match (&old, &new) {
        _ if old == new => Ok(Vec::new()),
        _ if one_line => Ok(set()),
        (Value::Table(old), Value::Table(new)) => {
            let mut edits = Vec::new();
            for (name, value) in old {
                match new.iter().find(|(other, _)| other == name) {
                    None => edits.push(Edit::Remove(at.clone().to(&**name))),
                    Some((_, other)) if other != value => {
                        edits.extend(changed(draft, &at.clone().to(&**name), &other.toml())?);
                    }
                    Some(_) => {}
                }
            }
            let is_new = |(name, _): &&(Box<str>, Value)| !old.iter().any(|(other, _)| other == name);
            let insert =
                |(name, value): &(Box<str>, Value)| Edit::Insert(at.clone(), key(name), value.toml());
            edits.extend(new.iter().filter(is_new).map(insert));
            Ok(edits)
        }
        // A table in lines of its own gives way to a value on one.
        (Value::Table(_), _) => match at.path.split_last() {
            Some((Part::Key(name), rest)) => {
                let holder = Address { path: rest.to_vec(), ..at.root() };
                Ok(vec![Edit::Remove(at.clone()), Edit::Insert(holder, key(name), words.to_owned())])
            }
            _ => Ok(set()),
        },
        // The entries of a list that stay, stay as they are written.
        _ => Ok(set()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::sample;

    const PLAN: &str = r#"format = 1
[wave.one]
start = 2026-01-01
end = 2026-06-30
[wave.two]
start = 2026-07-01
end = 2026-12-31
[capability.data]
wave = "one"
[capability.crm]
wave = "one" # early
needs = [
  "data", # all of it
]
note = "old"
[capability.crm.cost]
one = 3 # first
run = 1
[kpi.rate]
baseline = 1
[[reading]]
kpi = "rate"
date = 2026-02-28
value = 5 # said by phone
"#;

    fn draft() -> Draft {
        sample::draft(PLAN)
    }

    #[track_caller]
    fn after(at: &str, values: &[(&str, &str)]) -> (String, String) {
        let mut draft = draft();
        let change = edited(&draft, &Address::parse(at).unwrap(), values).unwrap();
        draft.apply(&change).unwrap();
        (change.title.to_string(), draft.source().text(0).content.to_string())
    }

    #[test]
    fn what_stays_keeps_its_line_its_comment_and_its_place() {
        let (title, text) = after("capability.crm", &[("cost", "{ one = 4, run = 1, two = 2 }")]);
        assert_eq!(title, "set capability.crm.cost to { one = 4, run = 1, two = 2 }");
        let expected =
            PLAN.replace("one = 3 # first", "one = 4 # first").replace("run = 1\n", "run = 1\ntwo = 2\n");
        assert_eq!(text, expected);
        let (_, text) = after("capability.crm", &[("cost", "{ run = 1 }")]);
        assert_eq!(text, PLAN.replace("one = 3 # first\n", ""), "its comment goes along");
        let (_, text) = after("reading[rate 2026-02-28]", &[("value", "6")]);
        assert_eq!(text, PLAN.replace("value = 5", "value = 6"));
    }

    #[test]
    fn a_table_in_lines_of_its_own_gives_way_to_a_value_on_one() {
        let (_, text) = after("capability.crm", &[("cost", "7")]);
        let expected = PLAN
            .replace("[capability.crm.cost]\none = 3 # first\nrun = 1\n", "")
            .replace("note = \"old\"\n", "note = \"old\"\ncost = 7\n");
        assert_eq!(text, expected);
        let dotted = "format = 1\n[capability.crm]\ncost.one = 3 # first\nname = \"C\" # c\ncost.run = 1\n";
        let mut draft = sample::draft(dotted);
        let at = Address::parse("capability.crm").unwrap();
        draft.apply(&edited(&draft, &at, &[("cost", "7")]).unwrap()).unwrap();
        assert_eq!(
            &*draft.source().text(0).content,
            "format = 1\n[capability.crm]\nname = \"C\" # c\ncost = 7\n"
        );
    }

    #[test]
    fn several_values_are_one_change_and_nothing_takes_one_out() {
        let (title, text) = after(
            "capability.crm",
            &[("wave", "two"), ("note", " "), ("owner", "IT"), ("layer", "commercial")],
        );
        assert_eq!(title, "edit capability.crm: wave, note, owner, layer");
        let expected = PLAN
            .replace("wave = \"one\" # early", "wave = \"two\" # early")
            .replace("note = \"old\"\n", "owner = \"IT\"\nlayer = \"commercial\"\n");
        assert_eq!(text, expected);
        let (title, text) = after("plan", &[("name", "New"), ("currency", "EUR")]);
        assert_eq!(title, "edit plan: name, currency");
        assert!(text.ends_with("\n[plan]\nname = \"New\"\ncurrency = \"EUR\"\n"), "{text}");
    }

    #[test]
    fn an_entry_of_a_list_on_several_lines_is_changed_by_itself() {
        let mut draft = draft();
        for (value, expected) in [
            ("data, data >= 1", "  \"data\", # all of it\n  \"data >= 1\",\n"),
            ("data", "  \"data\", # all of it\n"),
            ("data >= 1", "  \"data >= 1\", # all of it\n"),
        ] {
            let change = edited(&draft, &Address::parse("capability.crm").unwrap(), &[("needs", value)]);
            draft.apply(&change.unwrap()).unwrap();
            let text = draft.source().text(0).content.to_string();
            assert_eq!(text, PLAN.replace("  \"data\", # all of it\n", expected), "{value}");
        }
    }

    #[test]
    fn a_key_that_the_format_has_not_is_refused() {
        let refused = edited(&draft(), &Address::parse("wave.one").unwrap(), &[("bugdet", "1")]);
        assert_eq!(refused.unwrap_err().message, "there is no key `bugdet`");
    }
}
