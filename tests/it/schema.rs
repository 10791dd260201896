//! The schema and the reader know the same keys and the same values.

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::plan::address::{Holds, Table};
use groundswell::source::schema::{Field, Shape, Space, fields};
use groundswell::source::{Limits, Source};

/// One table of each kind that something can refer to, in a file of its own.
const OTHERS: &str = r#"
[wave.one]
start = 2026-01-01
end = 2026-06-30
[objective.grow]
[pool.core]
[market.dk]
share = 0.1
[brand.cardio]
share = 0.1
[customer-type.doctor]
share = 0.1
[driver.reach]
[capability.crm]
[mandate.chair]
[tradeoff.rollout]
[gate.exit]
[kpi.rate]
"#;

/// What a table needs besides the key that is looked at.
pub(crate) fn needed(table: Table, key: &str) -> Vec<(&'static str, &'static str)> {
    let all: &[(&str, &str)] = match table {
        Table::Top => &[("format", "1")],
        Table::Wave => &[("start", "2026-01-01"), ("end", "2026-06-30")],
        Table::Market | Table::Brand | Table::CustomerType => &[("share", "0.1")],
        Table::Reading => &[("kpi", "\"rate\""), ("date", "2026-01-01"), ("value", "1")],
        Table::Realized => &[("driver", "\"reach\""), ("period", "\"2026\""), ("value", "1")],
        Table::Spent if key == "wave" => &[("period", "\"2026\""), ("value", "1")],
        Table::Spent => &[("item", "\"reach\""), ("period", "\"2026\""), ("value", "1")],
        Table::Assessed if key == "mandate" => &[("date", "2026-01-01"), ("level", "1")],
        Table::Assessed => &[("capability", "\"crm\""), ("date", "2026-01-01"), ("level", "1")],
        Table::Decision | Table::Learning => &[("date", "2026-01-01")],
        Table::Action => &[("date", "2026-01-01"), ("what", "\"x\"")],
        Table::Waiver => &[("rule", "\"kpi-stale\"")],
        _ => &[],
    };
    all.iter().copied().filter(|(needed, _)| *needed != key).collect()
}

/// The rules that are broken by a table with this key.
fn broken(table: Table, key: &str, value: &str) -> Vec<String> {
    let lines: Vec<String> = needed(table, key)
        .into_iter()
        .chain([(key, value)])
        .map(|(key, value)| format!("{key} = {value}\n"))
        .collect();
    let lines = lines.concat();
    let head = match (table, table.holds()) {
        (Table::Top, _) => String::new(),
        (Table::Archetype, _) => "[archetype.adapted]\n".into(),
        (_, Holds::One) => format!("[{}]\n", table.key()),
        (_, Holds::ById) => format!("[{}.x]\n", table.key()),
        (_, Holds::Many) => format!("[[{}]]\n", table.key()),
    };
    let top = if table == Table::Top { "" } else { "format = 1\n" };
    let store = Memory::default()
        .with("plan.toml", format!("{top}{head}{lines}"))
        .with("others.toml", OTHERS)
        .with("record/q1.toml", "");
    let paths = [PathBuf::from("plan.toml"), PathBuf::from("others.toml")];
    let read = Source::read(&store, &paths, Limits::default()).unwrap_or_else(|it| panic!("{it:?}"));
    read.findings.iter().map(|finding| format!("{}: {}", finding.rule, &*finding.message)).collect()
}

/// Values that a key takes.
pub(crate) fn fitting(table: Table, field: &Field) -> Vec<String> {
    let quoted = |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    let id = |space: Space| match space {
        Space::Item | Space::Shown => "crm",
        Space::Unit | Space::Any => "dk",
        Space::Of(Table::Wave) => "one",
        Space::Of(Table::Objective) => "grow",
        Space::Of(Table::Pool) => "core",
        Space::Of(Table::Market) => "dk",
        Space::Of(Table::Driver) => "reach",
        Space::Of(Table::Capability) => "crm",
        Space::Of(Table::Mandate) => "chair",
        Space::Of(Table::Tradeoff) => "rollout",
        Space::Of(Table::Gate) => "exit",
        Space::Of(Table::Kpi) => "rate",
        Space::Of(other) => panic!("nothing refers to {other:?}"),
    };
    match field.shape {
        Shape::Text if field.key == "currency" => quoted(&["EUR", "JPY"]),
        Shape::Text if field.key == "period" => quoted(&["2026", "2026-Q3", "2026-09"]),
        Shape::Text => quoted(&["text", "客户"]),
        Shape::Texts if field.key == "include" => vec!["[]".into(), "[\"record/*.toml\"]".into()],
        Shape::Texts if field.key == "axis" => vec!["[\"one\", \"other\"]".into()],
        Shape::Texts => vec!["[]".into(), "[\"one\", \"other\"]".into()],
        Shape::Date => vec!["2026-03-01".into()],
        Shape::Flag => vec!["true".into(), "false".into()],
        Shape::Money => vec!["0".into(), "1_200.50".into()],
        Shape::SignedMoney => vec!["-3".into(), "1_200.50".into()],
        Shape::Number(low, high) => vec![low.to_string(), high.to_string()],
        Shape::Whole(low, high) => vec![low.to_string(), high.to_string()],
        Shape::Word(words) => quoted(words),
        Shape::Words(words) => vec!["[]".into(), format!("[{}]", quoted(words).join(", "))],
        Shape::Id(Space::Of(Table::Wave)) if field.key == "wave" && table_of_items(table) => {
            quoted(&["one", "unplanned"])
        }
        Shape::Id(space) => quoted(&[id(space)]),
        Shape::Ids(space) => vec!["[]".into(), format!("[\"{}\"]", id(space))],
        Shape::Needs => {
            vec!["[]".into(), "[\"crm >= 2\", \"reach\"]".into(), "{ one = [\"crm >= 2\"] }".into()]
        }
        Shape::Levels => vec!["{}".into(), "{ one = 1 }".into(), "{ one = 5 }".into()],
        Shape::Extra => vec!["{}".into(), "{ ticket = \"A-1\", deep = { er = [1, true] } }".into()],
        Shape::Special => special(table, field.key).iter().map(|value| (*value).to_owned()).collect(),
    }
}

fn table_of_items(table: Table) -> bool {
    matches!(table, Table::Driver | Table::Capability | Table::Mandate)
}

fn special(table: Table, key: &str) -> &'static [&'static str] {
    match (table, key) {
        (_, "live") => &["2026-06-30", "{}", "{ one = 2026-06-30 }"],
        (_, "cost") => &["60_000", "{ one = 10, run = 2 }"],
        (_, "effort" | "capacity") => &["3", "{ it = 9.5, change = 2 }"],
        (Table::Wave, "opens") | (Table::Mandate, "covers") => {
            &["{}", "{ market = [\"dk\"], brand = [\"cardio\"], customer-type = [\"doctor\"] }"]
        }
        (Table::Driver, "value") => &["2_400_000", "{ low = 1, likely = 2, high = 3 }"],
        (Table::Driver, "ramp") => &[
            "{ shape = \"step\" }",
            "{ months = 18 }",
            "{ months = 18, shape = \"s-curve\" }",
            "{ months = 18, shape = \"bass\", p = 0.03, q = 0.38 }",
            "{ months = 18, shape = \"logistic\", k = 1.5, t0 = 6 }",
        ],
        (Table::Capability, "maturity") => &["0", "5", "{ dk = 3 }"],
        (Table::Gate, "criteria") => &[
            "[]",
            "[\"crm >= 3\", \"kpi.rate >= 35\", \"realized.reach >= 100_000\", \"spent.one <= 1_900_000\"]",
        ],
        (Table::Risk, "delays") => &["{ crm = 3 }"],
        (Table::Kpi, "predicts") => &["{ kpi = \"rate\", after = 6 }"],
        (Table::Kpi, "baseline") | (Table::Reading, "value") => &["18", "-0.5", "true"],
        (Table::Kpi, "target") => &["{ one = 35 }", "{ one = [40, 60] }", "{ one = true }"],
        (Table::Kpi, "tolerance") => &["{ green = 0.9, amber = 0.75 }"],
        (Table::Kpi, "local") => &["{ dk = { one = 45 } }"],
        (table, key) => panic!("say what `{key}` of {table:?} may hold"),
    }
}

#[test]
fn every_key_of_the_schema_is_read_with_each_value_that_fits() {
    for table in Table::ALL {
        for field in fields(table) {
            for value in fitting(table, field) {
                let broken = broken(table, field.key, &value);
                assert_eq!(broken, [""; 0], "[{}] {} = {value}", table.key(), field.key);
            }
        }
    }
}

#[test]
fn every_key_of_the_schema_refuses_a_value_of_a_wrong_type() {
    for table in Table::ALL {
        for field in fields(table) {
            let broken = broken(table, field.key, "12:00:00");
            let rule = if field.key == "format" { "unsupported-format" } else { "wrong-type" };
            assert_eq!(broken.len(), 1, "[{}] {}: {broken:?}", table.key(), field.key);
            assert!(broken[0].starts_with(rule), "[{}] {}: {broken:?}", table.key(), field.key);
        }
    }
}

#[test]
fn every_range_of_the_schema_ends_where_it_says() {
    for table in Table::ALL {
        for field in fields(table).filter(|field| field.key != "format") {
            let beyond: Vec<String> = match field.shape {
                Shape::Number(low, high) => vec![(low - 0.5).to_string(), (high + 0.5).to_string()],
                Shape::Whole(low, high) => vec![(low - 1).to_string(), (high + 1).to_string()],
                Shape::Money => vec!["-1".into()],
                _ => continue,
            };
            for value in beyond {
                let broken = broken(table, field.key, &value);
                assert_eq!(broken.len(), 1, "[{}] {} = {value}: {broken:?}", table.key(), field.key);
                assert!(broken[0].starts_with("out-of-range"), "{broken:?}");
            }
        }
    }
}

#[test]
fn every_word_and_every_id_is_held_to_those_there_are() {
    for table in Table::ALL {
        for field in fields(table) {
            let (value, rule) = match field.shape {
                Shape::Word(_) => ("\"nonsense\"", "unknown-value"),
                Shape::Words(_) => ("[\"nonsense\"]", "unknown-value"),
                Shape::Id(_) => ("\"nonsense\"", "unknown-id"),
                Shape::Ids(_) | Shape::Needs => ("[\"nonsense\"]", "unknown-id"),
                Shape::Levels => ("{ nonsense = 3 }", "unknown-id"),
                _ => continue,
            };
            let broken = broken(table, field.key, value);
            assert_eq!(broken.len(), 1, "[{}] {}: {broken:?}", table.key(), field.key);
            assert!(broken[0].starts_with(rule), "[{}] {}: {broken:?}", table.key(), field.key);
        }
    }
}

#[test]
fn no_table_takes_a_key_that_the_schema_does_not_know() {
    for table in Table::ALL {
        let known: Vec<&str> = fields(table).map(|field| field.key).collect();
        for key in Table::ALL.into_iter().flat_map(fields).map(|field| field.key) {
            if !known.contains(&key) && (table != Table::Top || Table::of(key).is_none()) {
                let broken = broken(table, key, "12:00:00");
                assert_eq!(broken.len(), 1, "[{}] {key}: {broken:?}", table.key());
                assert!(broken[0].starts_with("unknown-key"), "[{}] {key}: {broken:?}", table.key());
            }
        }
    }
}
