//! A history for people.

use super::Told;
use crate::diff::ROUNDED;
use crate::history::{Asked, Row, Sheet, rows, who_moved};
use crate::safe;
use crate::show::table::Table;

pub(super) fn write(told: &Told) -> String {
    let history = &told.history;
    let name = told.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    let mut text = format!("{}{}: {}\n\n", safe::line(&told.plan), safe::line(&name), history.sum());
    if let Some(torn) = history.passed_over() {
        text.push_str(&format!("{torn}; --partial tells what can be\n\n"));
    }
    if let Some(cut) = history.is_cut_at() {
        text.push_str(&format!("{cut}\n\n"));
    }
    let promised = told.by.and_then(|per| history.promised(per));
    if history.asked == Asked::Headline {
        text.push_str(&laid_out(&history.figures(true)));
        for sheet in promised.into_iter().chain(history.milestones()) {
            text.push_str(&format!("\n{}\n\n{}", sheet.title, laid_out(&sheet)));
        }
        let moved = who_moved(&history.shifted);
        if !moved.is_empty() {
            text.push_str("\nWho moved a target or a date\n\n");
        }
        moved.iter().for_each(|row| line(&mut text, row));
        return text;
    }
    rows(&history.moves, &history.asked).iter().for_each(|row| line(&mut text, row));
    if !history.adds_up() {
        text.push_str(&format!("\n{ROUNDED}\n"));
    }
    if let Some(came_to) = history.came_to() {
        text.push_str(&format!("\n{}\n", safe::line(&came_to)));
    }
    if let Some(sheet) = promised {
        text.push_str(&format!("\n{}\n\n{}", sheet.title, laid_out(&sheet)));
    }
    text
}

/// A sheet as a table, as wide as the terminal.
fn laid_out(sheet: &Sheet) -> String {
    let mut table = Table::new(&sheet.headings.iter().map(String::as_str).collect::<Vec<_>>());
    sheet.rows.iter().for_each(|row| table.row(&row.cells));
    table.blocks_within(2, crate::cli::width())
}

/// A move, who made it and what was decided.
fn line(text: &mut String, row: &Row) {
    text.push_str(&format!("{}  {}  {}\n", row.date, row.commit, row.moved.join("; ")));
    text.push_str(&format!("            by {}: {}\n", row.author, row.subject));
    for decision in &row.decisions {
        text.push_str(&format!("            decision {decision}\n"));
    }
    if let Some(nearest) = &row.nearest {
        text.push_str(&format!("            nearest decision {nearest}\n"));
    }
}
