//! How figures are put into rows for a spreadsheet: RFC 4180, a heading, `\n` between rows. Numbers are
//! numbers with a point; text that a spreadsheet would take for a formula is made safe.

use std::borrow::Cow;

use crate::safe;

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A number, written as a program reads it.
    Number(String),
    /// A text of any kind.
    Text(String),
}

/// A row with its line break.
#[must_use]
pub fn row<const N: usize>(row: [Cell; N]) -> String {
    cells(&row)
}

/// As many cells as there are, as a row with its line break.
#[must_use]
pub fn cells(cells: &[Cell]) -> String {
    line(cells.iter().map(|cell| match cell {
        Cell::Number(number) => number.as_str().into(),
        Cell::Text(text) => safe::cell(text),
    }))
}

/// The headings as a row.
#[must_use]
pub fn head<const N: usize>(head: [&str; N]) -> String {
    headings(&head)
}

/// As many headings as there are, as a row.
#[must_use]
pub fn headings(headings: &[&str]) -> String {
    line(headings.iter().copied().map(Cow::Borrowed))
}

fn line<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> String {
    let cells: Vec<Cow<'_, str>> = cells.collect();
    let bytes = cells.iter().map(|cell| cell.len() + 3).sum();
    let mut writer = csv::WriterBuilder::new().buffer_capacity(bytes).from_writer(Vec::with_capacity(bytes));
    // Writing into memory does not fail.
    let written = writer.write_record(cells.iter().map(|cell| cell.as_bytes())).is_ok();
    debug_assert!(written);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_numbers_and_formulas_become_text() {
        let text = |text: &str| Cell::Text(text.into());
        let rows = [
            [text("=cmd|' /C calc'!A0"), Cell::Number("-3.6".into())],
            [text("a, \"b\"\nc"), Cell::Number("2400000".into())],
        ];
        let written = head(["name", "value"]) + &rows.map(row).concat();
        assert_eq!(written, "name,value\n'=cmd|' /C calc'!A0,-3.6\n\"a, \"\"b\"\" c\",2400000\n");
    }
}
