//! Plain tables, aligned by the columns that text takes on a terminal.

use std::fmt;

use unicode_width::UnicodeWidthStr as _;

use crate::safe;

/// A table of text. Whatever is put into it is made safe.
#[derive(Clone, Debug, Default)]
pub struct Table {
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings; one that starts with `>` stands above a column of figures, which is
    /// aligned to the right.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let right = headings.iter().map(|heading| heading.starts_with('>')).collect();
        let mut table = Self { right, rows: Vec::new() };
        table.row(headings.iter().map(|heading| heading.trim_start_matches('>')));
        table
    }

    /// Adds a row; cells that are missing at its end stay empty.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| safe::line(cell.as_ref()).into_owned()).collect());
    }

    /// Whether it has no row below its headings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.right.len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        widths
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, width), right) in row.iter().zip(&widths).zip(&self.right) {
                let padding = " ".repeat(width - cell.width());
                if !line.is_empty() {
                    line.push_str("  ");
                }
                match right {
                    true => line.extend([padding.as_str(), cell]),
                    false => line.extend([cell, padding.as_str()]),
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_what_a_terminal_shows() {
        let mut table = Table::new(&["Name", ">Share", "Note"]);
        table.row(["客户", "5 %", "first"]);
        table.row(["Cardio\u{1b}[2J", "100 %", ""]);
        let expected = "Name        Share  Note\n客户          5 %  first\nCardio␛[2J  100 %\n";
        assert_eq!(table.to_string(), expected);
    }
}
