//! The keys of a kind of table: what each may hold, what it means, and which of them are needed.

use std::fmt::Write as _;

use super::text::{WIDTH, wrapped};
use crate::plan::address::{Holds, Table};
use crate::safe;
use crate::source::schema::json::required;
use crate::source::schema::{Field, Shape, Space, fields};
use crate::wording::with_article;

/// The keys of a kind of table, for people, those first without which there is no such table.
#[must_use]
pub fn text(table: Table) -> String {
    let (kind, noun) = (table.key(), with_article(table.noun()));
    let mut text = match table.holds() {
        Holds::ById => {
            format!("The keys of {noun}, each written as {kind}.ID.KEY\n\n  swell add {kind} ID KEY=VALUE…\n")
        }
        Holds::Many => format!("The keys of {noun}\n\n  swell add {kind} KEY=VALUE…\n"),
        Holds::One => format!("The keys of `{kind}`\n\n  swell set {kind}.KEY VALUE\n"),
    };
    let needed = required(table);
    let (first, rest): (Vec<&Field>, Vec<&Field>) =
        fields(table).partition(|field| needed.contains(&field.key));
    for (fields, word) in [(first, "needed: "), (rest, "")] {
        for field in fields {
            let holds = holds(field.shape);
            let line = format!("{}  {word}{holds}", field.key);
            if safe::width(&line) <= WIDTH {
                let _ = writeln!(text, "\n{line}");
            } else {
                let _ = writeln!(text, "\n{}  {word}one of", field.key);
                text.push_str(&wrapped(&holds, 4));
            }
            text.push_str(&wrapped(field.doc, 4));
        }
    }
    text
}

/// What a key may hold, in a few words.
fn holds(shape: Shape) -> String {
    match shape {
        Shape::Text => "a text".into(),
        Shape::Texts => "texts in a list".into(),
        Shape::Date => "a day, 2026-09-30".into(),
        Shape::Flag => "true or false".into(),
        Shape::Money => "an amount of money".into(),
        Shape::SignedMoney => "an amount of money, also below 0".into(),
        Shape::Number(low, high) => format!("a number{}", between(low, high)),
        Shape::Whole(low, high) if low == high => low.to_string(),
        Shape::Whole(low, i64::MAX) => format!("a whole number from {low} on"),
        Shape::Whole(low, high) => format!("a whole number from {low} to {high}"),
        Shape::Word(words) => words.join(" | "),
        Shape::Words(words) => format!("a list of {}", words.join(" | ")),
        Shape::Id(space) => format!("the id of {}", one_of(space)),
        Shape::Ids(space) => format!("a list of ids, each of {}", one_of(space)),
        Shape::Needs => "a list of ids with their levels, \"consent >= 3\"; or such lists by wave".into(),
        Shape::Levels => "levels by wave, { WAVE = 2 }".into(),
        Shape::Extra => "a table of your own".into(),
        Shape::Special => "as follows".into(),
    }
}

fn between(low: f64, high: f64) -> String {
    // What lies beyond is there for what cannot be meant, and says nothing.
    const FAR: f64 = 1e9;
    match (low > -FAR, high < FAR) {
        (true, true) => format!(" from {low} to {high}"),
        (true, false) => format!(" from {low} on"),
        (false, true) => format!(" up to {high}"),
        (false, false) => String::new(),
    }
}

fn one_of(space: Space) -> String {
    match space {
        Space::Item => "a driver, capability or mandate".into(),
        Space::Of(table) => with_article(table.noun()),
        Space::Unit => "a business unit".into(),
        Space::Shown => "a wave, an item, a gate or a KPI".into(),
        Space::Any => "anything".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_kind_is_told_and_those_that_are_needed_come_first() {
        for table in Table::ALL {
            let text = text(table);
            for field in fields(table) {
                assert!(text.contains(&format!("\n{}  ", field.key)), "{table:?} {}", field.key);
            }
            assert!(text.lines().all(|line| safe::width(line) <= WIDTH), "{text}");
        }
        let wave = text(Table::Wave);
        assert!(wave.contains("\nstart  needed: a day, 2026-09-30\n"), "{wave}");
        assert!(wave.find("\nend  needed").unwrap() < wave.find("\nname  a text").unwrap());
        assert!(
            text(Table::Reading).starts_with("The keys of a reading\n\n  swell add reading KEY=VALUE…\n")
        );
    }
}
