//! The format as a JSON Schema (draft 7, which the editors of TOML files read), so that an editor completes
//! keys and words, shows what a key means, and underlines what does not fit while one types.
//!
//! It holds what one value may be. What runs between values (that an id exists, that a date lies in its wave)
//! is for the checker. Dates of TOML reach a JSON Schema as texts of the form `2026-11-15`.

use serde_json::{Map, Value, json};

use super::{Field, Shape, fields};
use crate::plan::address::{Holds, Table};
use crate::plan::operating_model::ArchetypeName;

/// An id: what the tables of a plan are keyed by.
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The JSON Schema of a file of a plan.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let mut properties = properties(Table::Top);
    for table in Table::ALL.into_iter().filter(|table| *table != Table::Top) {
        definitions.insert(table.key().into(), definition(table));
        properties.insert(table.key().into(), holding(table));
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Groundswell plan, format 1",
        "description": "A transformation roadmap, or a part of one that it includes.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "definitions": definitions,
    })
}

/// What a file holds under the key of a table.
fn holding(table: Table) -> Value {
    let one = json!({ "$ref": format!("#/definitions/{}", table.key()) });
    let by_id = |ids: Value| json!({ "type": "object", "propertyNames": ids, "additionalProperties": one });
    match table.holds() {
        Holds::One => one,
        Holds::ById if table == Table::Archetype => by_id(json!({ "enum": ArchetypeName::WORDS })),
        Holds::ById => by_id(json!({ "pattern": ID })),
        Holds::Many => json!({ "type": "array", "items": one }),
    }
}

fn definition(table: Table) -> Value {
    let mut definition = json!({
        "type": "object",
        "description": format!("{}{}.", table.noun()[..1].to_uppercase(), &table.noun()[1..]),
        "properties": properties(table),
        "additionalProperties": false,
    });
    let required = required(table);
    if !required.is_empty() {
        definition["required"] = json!(required);
    }
    match table {
        Table::Spent => definition["oneOf"] = json!([{ "required": ["item"] }, { "required": ["wave"] }]),
        Table::Assessed => {
            definition["oneOf"] = json!([{ "required": ["capability"] }, { "required": ["mandate"] }]);
        }
        _ => {}
    }
    definition
}

/// The keys that a table cannot do without.
#[must_use]
pub fn required(table: Table) -> &'static [&'static str] {
    match table {
        Table::Wave => &["start", "end"],
        Table::Market | Table::Brand | Table::CustomerType => &["share"],
        Table::Reading => &["kpi", "date", "value"],
        Table::Realized => &["driver", "period", "value"],
        Table::Spent => &["period", "value"],
        Table::Assessed => &["date", "level"],
        Table::Decision | Table::Learning => &["date"],
        Table::Action => &["date", "what"],
        Table::Waiver => &["rule"],
        _ => &[],
    }
}

fn properties(table: Table) -> Map<String, Value> {
    let property = |field: &Field| {
        let mut property = of_shape(table, field);
        property["description"] = json!(field.doc);
        (field.key.to_owned(), property)
    };
    fields(table).map(property).collect()
}

fn of_shape(table: Table, field: &Field) -> Value {
    match field.shape {
        Shape::Text if field.key == "period" => {
            json!({ "type": "string", "pattern": "^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$" })
        }
        Shape::Text if field.key == "currency" => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        Shape::Text | Shape::Id(_) => json!({ "type": "string" }),
        Shape::Texts if field.key == "axis" => list(json!({ "type": "string" }), Some(2)),
        Shape::Texts | Shape::Ids(_) => list(json!({ "type": "string" }), None),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Money => money(),
        Shape::SignedMoney => number(),
        Shape::Number(low, high) => between(low, high),
        Shape::Whole(low, high) => whole(low, high),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Words(words) => list(json!({ "enum": words }), None),
        Shape::Needs => {
            let needs = list(json!({ "type": "string" }), None);
            json!({ "anyOf": [needs, by_key(needs.clone())] })
        }
        Shape::Levels => by_key(whole(0, 5)),
        Shape::Extra => json!({ "type": "object" }),
        // A key of this shape that is not told here takes anything; a test finds it.
        Shape::Special => special(table, field.key).unwrap_or_else(|| json!({})),
    }
}

/// What a key may hold whose shape is its own.
fn special(table: Table, key: &str) -> Option<Value> {
    let either = |one: Value, other: Value| json!({ "anyOf": [one, other] });
    let measured = || json!({ "type": ["number", "boolean"] });
    let targets = || {
        let band = list(number(), Some(2));
        by_key(either(measured(), band))
    };
    Some(match (table, key) {
        (_, "cost") => either(money(), by_key(money())),
        (_, "live") => {
            let date = || json!({ "type": "string", "format": "date" });
            either(date(), by_key(date()))
        }
        (_, "effort" | "capacity") => either(months(), by_key(months())),
        (Table::Wave, "opens") | (Table::Mandate, "covers") => {
            let ids = || list(json!({ "type": "string" }), None);
            keyed(json!({ "market": ids(), "brand": ids(), "customer-type": ids() }), &[])
        }
        (Table::Driver, "value") => {
            let estimate = json!({ "low": number(), "likely": number(), "high": number() });
            either(number(), keyed(estimate, &["likely"]))
        }
        (Table::Driver, "ramp") => keyed(
            json!({
                "months": between(0.0, 1200.0),
                "shape": { "enum": ["step", "linear", "s-curve", "bass", "logistic"] },
                "p": between(1e-6, 1.0),
                "q": between(0.0, 10.0),
                "k": between(0.01, 10.0),
                "t0": between(0.0, 8.0),
            }),
            &[],
        ),
        (Table::Capability, "maturity") => either(whole(0, 5), by_key(whole(0, 5))),
        (Table::Gate, "criteria") => list(json!({ "type": "string" }), None),
        (Table::Risk, "delays") => by_key(between(0.0, 1200.0)),
        (Table::Kpi, "predicts") => {
            keyed(json!({ "kpi": { "type": "string" }, "after": whole(0, 1200) }), &["kpi"])
        }
        (Table::Kpi, "baseline") | (Table::Reading, "value") => measured(),
        (Table::Kpi, "target") => targets(),
        (Table::Kpi, "tolerance") => {
            keyed(json!({ "green": between(0.0, 10.0), "amber": between(0.0, 10.0) }), &[])
        }
        (Table::Kpi, "local") => by_key(targets()),
        _ => return None,
    })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn money() -> Value {
    json!({ "type": "number", "minimum": 0 })
}

/// Person-months.
fn months() -> Value {
    between(0.0, 1e9)
}

fn between(low: f64, high: f64) -> Value {
    json!({ "type": "number", "minimum": low, "maximum": high })
}

fn whole(low: i64, high: i64) -> Value {
    json!({ "type": "integer", "minimum": low, "maximum": high })
}

/// A list of values of one shape, `exactly` so many where that is given.
fn list(items: Value, exactly: Option<usize>) -> Value {
    let mut list = json!({ "type": "array", "items": items });
    if let Some(count) = exactly {
        list["minItems"] = json!(count);
        list["maxItems"] = json!(count);
    }
    list
}

/// A table from any key to values of one shape.
fn by_key(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

/// A table of these keys alone.
fn keyed(properties: Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_shape_of_its_own_is_told() {
        for table in Table::ALL {
            for field in fields(table).filter(|field| field.shape == Shape::Special) {
                assert!(
                    special(table, field.key).is_some(),
                    "say what `{}` of {table:?} may hold",
                    field.key
                );
            }
        }
    }
}
