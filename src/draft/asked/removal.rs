//! Taking things out of a plan, alone or with what refers to them.

use super::address;
use crate::draft::{Change, Draft, Refused, Title, Verb};
use crate::plan::Plan;
use crate::plan::address::{Address, Holds, Part, Table};
use crate::plan::edit::Edit;
use crate::plan::tell::tell;
use crate::plan::telling::{Part as Piece, Telling};
use crate::source::Reference;
use crate::source::written::Value;
use crate::wording::{count, list};

/// What goes together with a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Also {
    /// Nothing: a table that the plan refers to stays.
    #[default]
    Nothing,
    /// What refers to it, unless that is a record of what happened.
    References,
    /// What refers to it, also on record.
    Records,
}

/// Where the plan refers to the table at an address, and to those that go with it, in the order of its
/// files; `None` where some of that is written in a way that cannot be taken out. Nothing refers to a value
/// or an entry of a list.
#[must_use]
pub fn referring(draft: &Draft, at: &Address) -> Option<Vec<Reference>> {
    match (at.table.holds(), &*at.path) {
        (Holds::ById, []) => draft.source().references(draft.plan(), at),
        _ => Some(Vec::new()),
    }
}

/// What goes with a value: the table of values that would be empty without it, and so on.
fn with_what_is_empty(draft: &Draft, mut at: Address) -> Address {
    let written = draft.source().written();
    while let Some(Part::Key(_)) = at.path.last().filter(|_| at.path.len() > 1) {
        let mut around = at.clone();
        around.path.pop();
        match written.get(&around) {
            Some(Value::Table(values)) if values.len() == 1 => at = around,
            _ => break,
        }
    }
    at
}

/// Takes out a value, an entry of a list, or a table; with it what refers to it, as far as `also` allows.
///
/// An entry, a key or a criterion that names what goes is taken out alone. A table that would say something
/// else without it goes as a whole: a gate of its wave, a waiver of one finding, an exception in one market,
/// a slide about it, what was read, spent or seen of it.
///
/// # Errors
/// [`Refused`], where there is no such thing, or the plan refers to it in a way that `also` does not allow;
/// then every place is named.
pub fn removed(draft: &Draft, words: &str, also: Also) -> Result<Change, Refused> {
    let at = address(draft, words)?;
    if !draft.has(&at) {
        return Err(Refused::new(format!("there is no `{at}`"), no_entry(draft, &at)));
    }
    let Some(all) = referring(draft, &at) else {
        return Err(Refused::new(
            format!("`{at}`, or what refers to it, is not written in a way that this could take out"),
            "Edit its file by hand.",
        ));
    };
    let title = title(draft, &at);
    let at = with_what_is_empty(draft, at);
    if all.is_empty() {
        return Ok(Change { title, edits: vec![Edit::Remove(at)] });
    }
    let records: Vec<&Reference> = all.iter().filter(|it| it.is_record()).collect();
    match also {
        Also::Nothing => {
            let every: Vec<&Reference> = all.iter().collect();
            let help = match (records.len(), all.len()) {
                (0, _) => "Change those first, or add --references: then they go too.".to_owned(),
                (some, every) if some == every => {
                    "All of that is on record, and goes only with --records.".to_owned()
                }
                (some, _) => format!(
                    "Change those first, or add --references: then they go too. {} on record, and \
                     only with --records.",
                    if some == 1 { "One is".to_owned() } else { format!("{some} are") },
                ),
            };
            Err(Refused::new(tell!("the plan refers to {} in {}", at.by_id(), places(draft, &every)), help))
        }
        Also::References if !records.is_empty() => Err(Refused::new(
            tell!("the record speaks of {} in {}", at.by_id(), places(draft, &records)),
            "What happened stays on record. To take it out all the same, add --records.",
        )),
        Also::References | Also::Records => {
            let title = title.words(format!(" with {}", count(all.len(), "reference")));
            Ok(Change { title, edits: vec![Edit::Withdraw(at)] })
        }
    }
}

/// What it is called to take something out: of an entry of a list what it says, as its place among the others says
/// nothing, and of what was recorded in words those, unless that is private.
fn title(draft: &Draft, at: &Address) -> Title {
    let title = Title::new(Verb::Remove);
    if let Some(own) = in_words(draft, at) {
        return title.words(own);
    }
    let mut list = at.clone();
    let entry = matches!(list.path.pop(), Some(Part::Nth(_))).then(|| draft.source().value(draft.plan(), at));
    let Some(Some(Value::Text(words))) = entry else { return title.at(at.clone()) };
    let told = entry_words(draft.plan(), &words);
    let of = |part: Piece<'_>| match part {
        Piece::Of(_, at) => draft.plan().is_private_id(&at.key),
        Piece::Words(_) => false,
    };
    if told.parts().any(of) {
        return title.at(at.clone());
    }
    title.words("“").title(&Title::from(told)).words("” from ").at(list)
}

/// A decision, an action or a note by what it says; `None` of all else, and of one that is private.
pub(super) fn in_words(draft: &Draft, at: &Address) -> Option<String> {
    if !at.path.is_empty() || !matches!(at.table, Table::Decision | Table::Action | Table::Learning) {
        return None;
    }
    let value = |key: &str| draft.source().value(draft.plan(), &at.clone().to(key));
    let said = ["what", "name", "note"].into_iter().find_map(|key| match value(key) {
        Some(Value::Text(words)) => Some(words),
        _ => None,
    });
    let told = said.filter(|_| !matches!(value("private"), Some(Value::Flag(true))))?;
    Some(format!("{} “{}”", at.table.noun(), crate::safe::cut(&told, 60)))
}

/// An entry of a list, with what it names by address: the subject of a need or a criterion, or an id.
fn entry_words(plan: &Plan, words: &str) -> Telling {
    let (subject, rest) = words.split_at(words.find(' ').unwrap_or(words.len()));
    let item = |id: &str| plan.item_by_id(id).map(|ix| plan.item_address(ix));
    let wave = |id: &str| plan.wave_by_id(id).map(|ix| plan.wave_address(ix));
    let of = match subject.split_once('.') {
        Some(("kpi", id)) => plan.kpi_by_id(id).map(|_| Address::new(Table::Kpi, id)),
        Some(("realized", id)) => item(id).map(|at| at.to("realized")),
        // What is spent of a wave is asked for before that of an item of the same id.
        Some(("spent", id)) => wave(id).or_else(|| item(id)).map(|at| at.to("spent")),
        _ => item(subject),
    };
    match of {
        Some(of) => Telling::default().naming(subject, of).words(rest),
        None => Telling::from(words),
    }
}

/// What to do where there is no such value: how the entries of a list are counted, where one is named.
fn no_entry(draft: &Draft, at: &Address) -> String {
    let mut list = at.clone();
    let nothing = || "Nothing is to be removed.".to_owned();
    let Some(Part::Nth(_)) = list.path.pop() else { return nothing() };
    match draft.source().entries(draft.plan(), &list) {
        None => nothing(),
        Some(0) => format!("{list} has no entries."),
        Some(1) => format!("{list} has one entry, {list}[0]: they are counted from 0."),
        Some(all) => format!("{list} has {all} entries, counted from 0: the last is {list}[{}].", all - 1),
    }
}

/// The places of references: the lines of each file.
fn places(draft: &Draft, references: &[&Reference]) -> String {
    let mut files: Vec<(u32, Vec<String>)> = Vec::new();
    for Reference { span, .. } in references {
        let line = draft.source().text(span.file).position(span.start).line.to_string();
        match files.last_mut() {
            Some((file, lines)) if *file == span.file => lines.push(line),
            _ => files.push((span.file, vec![line])),
        }
    }
    let place = |(file, lines): &mut (u32, Vec<String>)| {
        lines.dedup();
        format!("{}:{}", draft.source().path(*file), list(lines))
    };
    let places: Vec<String> = files.iter_mut().map(place).collect();
    places.join("; ")
}
