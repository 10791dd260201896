//! The format of the preferences as a JSON Schema, from the list of actions, the views and the themes.

use serde_json::{Map, Value, json};

use super::super::action::Action;
use super::super::actions;
use super::super::bindings::{EVERYWHERE, SLIDES, context_of, is_fixed};
use super::super::theme::{Slides, Theme};
use super::super::views::VIEWS;

/// A key as the user writes it: a character, or a name, each with control or without; none that is
/// reserved.
const KEY: &str = "^(?!ctrl-[czsqijmh]$|<?esc>?$)(ctrl-)?(\\S|<?(up|down|left|right|home|end|pgup|pgdn|enter|tab\
                   |s-tab|bs|del|ins|space|s-left|s-right|s-up|s-down|f[0-9]{1,2})>?)$";

/// The JSON Schema of the user's preferences.
#[must_use]
pub fn schema() -> Value {
    let themes = Theme::ALL.map(Theme::as_str);
    let mut contexts = Map::new();
    let everywhere = actions::TO_VIEW.iter().chain(actions::EVERYWHERE);
    contexts.insert(EVERYWHERE.into(), bindings(everywhere, "Keys in every view."));
    for (view, entry) in VIEWS.iter().enumerate() {
        let words = format!("Keys in this view alone: {}", entry.question);
        contexts.insert(context_of(view).into(), bindings(actions::in_view(view), &words));
    }
    let words = "Keys while slides are shown.";
    contexts.insert(SLIDES.into(), bindings(actions::on_slides(), words));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Groundswell preferences",
        "description": "Keys, theme and mouse of the terminal interface, in groundswell/config.toml.",
        "type": "object",
        "properties": {
            "theme": { "enum": themes, "default": Theme::default().as_str(), "description": "How things look." },
            "slides": {
                "enum": Slides::ALL.map(|(name, _)| name),
                "description": "What slides stand on; by the theme where nothing is said."
            },
            "mouse": {
                "type": "boolean",
                "default": true,
                "description": "Whether clicks and the wheel come to the program; false lets the terminal select text."
            },
            "ascii": {
                "type": "boolean",
                "default": false,
                "description": "Only ASCII for what the program itself draws."
            },
            "keys": {
                "type": "object",
                "description": "Which key does what, by view.",
                "properties": contexts,
                "additionalProperties": false
            }
        },
        "additionalProperties": false,
        "definitions": {
            "key": { "type": "string", "pattern": KEY },
            "keys": {
                "anyOf": [
                    { "const": "disabled" },
                    { "$ref": "#/definitions/key" },
                    { "type": "array", "items": { "$ref": "#/definitions/key" } }
                ]
            }
        }
    })
}

/// A name with dots is written in quotes, or as tables: `"move.up"`, or `up` below `move`.
fn bindings<'a>(actions: impl Iterator<Item = &'a Action>, words: &str) -> Value {
    let mut properties = Map::new();
    // What users rely on to get out keeps its keys.
    for action in actions.filter(|action| !is_fixed(action)) {
        let keys = json!({
            "description": format!("{}.", action.name),
            "default": action.keys,
            "allOf": [{ "$ref": "#/definitions/keys" }]
        });
        insert(&mut properties, action.id, keys.clone());
        if action.id.contains('.') {
            properties.insert(action.id.into(), keys);
        }
    }
    json!({
        "type": "object",
        "description": words,
        "properties": properties,
        "additionalProperties": false
    })
}

/// Puts keys below a name with dots. A name may also be the beginning of others: `search`, `search.next`.
fn insert(into: &mut Map<String, Value>, name: &str, keys: Value) {
    let Some((first, rest)) = name.split_once('.') else {
        let other = into.remove(name);
        into.insert(name.into(), other.map_or(keys.clone(), |table| json!({ "anyOf": [keys, table] })));
        return;
    };
    let table = || json!({ "type": "object", "properties": {}, "additionalProperties": false });
    let holder = into.entry(first).or_insert_with(table);
    if holder.get("properties").is_none() {
        let choices = holder.get("anyOf").and_then(Value::as_array).cloned();
        let choices = choices.unwrap_or_else(|| vec![holder.clone(), table()]);
        *holder = json!({ "anyOf": choices });
    }
    let choice = match holder.get_mut("anyOf").and_then(Value::as_array_mut) {
        Some(choices) => choices.iter_mut().find(|choice| choice.get("properties").is_some()),
        None => Some(holder),
    };
    if let Some(Value::Object(properties)) = choice.and_then(|table| table.get_mut("properties")) {
        insert(properties, rest, keys);
    }
}
