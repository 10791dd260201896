//! What the keys and values of a plan name: ids that stand in paths, lists, criteria and the names of records.

use crate::plan::Plan;
use crate::plan::address::{Address, Part, Table};
use crate::plan::telling::Telling;
use crate::source::schema::{Shape, Space, fields};

/// Whatever may have an id, in the order in which it is looked for.
const ANY: [Table; 13] = [
    Table::Driver,
    Table::Wave,
    Table::Kpi,
    Table::Gate,
    Table::Risk,
    Table::Market,
    Table::Brand,
    Table::CustomerType,
    Table::Objective,
    Table::Pool,
    Table::Tradeoff,
    Table::Exception,
    Table::Archetype,
];

/// Drivers, capabilities and mandates, whose ids are one space.
const ITEMS: &[Table] = &[Table::Driver];

/// What a plan has under an id, in the first of some tables that knows it; one of items stands for all of them.
pub(super) fn known(id: &str, tables: &[Table], plan: &Plan) -> Option<Address> {
    tables.iter().find_map(|table| match table {
        Table::Driver | Table::Capability | Table::Mandate => {
            plan.item_by_id(id).map(|ix| plan.item_address(ix))
        }
        table => plan.about_of(*table, id).map(|_| Address::new(*table, id)),
    })
}

/// Words that name something where the plan knows an id that they are.
fn word(words: &str, tables: &[Table], plan: &Plan) -> Telling {
    match known(words, tables, plan) {
        Some(at) => Telling::default().naming(words, at),
        None => Telling::from(words),
    }
}

/// The tables that the id at an address may be of; none where it holds none.
fn referred(at: &Address) -> Option<&'static [Table]> {
    let mut keys = at.path.iter().filter_map(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    });
    let first = keys.next()?;
    // What opens with a wave and what a risk covers is listed by kind.
    if let Some(kind) = keys.next().and_then(Table::of) {
        return match kind {
            Table::Market => Some(&[Table::Market]),
            Table::Brand => Some(&[Table::Brand]),
            Table::CustomerType => Some(&[Table::CustomerType]),
            _ => None,
        };
    }
    let space = match fields(at.table).find(|field| field.key == first)?.shape {
        Shape::Id(space) | Shape::Ids(space) => space,
        Shape::Needs => Space::Item,
        _ => return None,
    };
    Some(match space {
        Space::Item => ITEMS,
        Space::Unit => &[Table::Market],
        // The first four of all.
        Space::Shown => &ANY[..4],
        Space::Any => &ANY,
        Space::Of(table) => {
            let nth = ANY.iter().position(|it| *it == table);
            nth.map_or(ITEMS, |nth| &ANY[nth..=nth])
        }
    })
}

/// An entry of a list in words: the id of a need with what is asked of it, a criterion, an id.
pub(super) fn entry(at: &Address, words: &str, plan: &Plan) -> Telling {
    let criteria = at.table == Table::Gate && at.path.first() == Some(&Part::from("criteria"));
    if criteria {
        return criterion(words, plan);
    }
    let Some(tables) = referred(at) else { return Telling::from(words) };
    let (id, rest) = words.split_at(words.find(' ').unwrap_or(words.len()));
    word(id, tables, plan).words(rest)
}

/// A text of the plan by the names of what it names: an id, a need with what is asked of it, a criterion.
pub(crate) fn by_name(at: &Address, text: &str, plan: &Plan) -> String {
    let told = entry(at, text, plan);
    if !told.names_any() {
        return text.to_owned();
    }
    let told = told.said(|words, of| match (plan.name_of(of.table, &of.key), of.path.first()) {
        // What of it is asked stays before its name.
        (Some(name), Some(Part::Key(key))) => format!("{key} of {name}"),
        (Some(name), _) => name.to_owned(),
        (None, _) => words.to_owned(),
    });
    told.replace(">=", "≥").replace("<=", "≤")
}

/// What an id names that is the value of a key by itself.
pub(super) fn named(at: &Address, id: &str, plan: &Plan) -> Option<Address> {
    known(id, referred(at)?, plan)
}

/// What a gate asks for, as the plan writes it.
pub(super) fn criterion(words: &str, plan: &Plan) -> Telling {
    let (subject, rest) = words.split_at(words.find(' ').unwrap_or(words.len()));
    let named = match subject.split_once('.') {
        Some(("kpi", id)) => known(id, &[Table::Kpi], plan),
        Some((of @ ("realized" | "spent"), id)) => {
            // What is spent of a wave is asked for before that of an item of the same id.
            let wave = known(id, &[Table::Wave], plan).filter(|_| of == "spent");
            wave.or_else(|| known(id, ITEMS, plan)).map(|at| at.to(of))
        }
        _ => known(subject, ITEMS, plan),
    };
    match named {
        Some(at) => Telling::default().naming(subject, at).words(rest),
        None => Telling::from(words),
    }
}

/// A key on the way to a value, where it is the id of something.
pub(super) fn key(at: &Address, key: &str, plan: &Plan) -> Telling {
    let first = at.path.first().and_then(|part| match part {
        Part::Key(key) => Some(&**key),
        Part::Nth(_) => None,
    });
    match first {
        Some(own) if own == key => Telling::from(key),
        Some("delays") => word(key, ITEMS, plan),
        Some("local" | "maturity") => word(key, &[Table::Market], plan),
        _ => Telling::from(key),
    }
}

/// A word that says what a record is about.
pub(super) fn of_record(table: Table, words: &str, plan: &Plan) -> Telling {
    let tables: &[Table] = match table {
        Table::Reading => &[Table::Kpi, Table::Market],
        Table::Realized => ITEMS,
        Table::Spent => &[Table::Driver, Table::Wave],
        Table::Assessed => &[Table::Driver, Table::Market],
        Table::Decision => &[Table::Gate],
        Table::Learning => &[Table::Wave],
        Table::Waiver => &ANY,
        _ => &[],
    };
    let told = format!("`{words}`");
    // Each kind has its ids for itself: what several of them have names nothing alone.
    let mut all = tables.iter().filter_map(|table| known(words, &[*table], plan));
    match (all.next(), all.next()) {
        (Some(at), None) => Telling::default().naming(told, at),
        _ => Telling::from(told),
    }
}
