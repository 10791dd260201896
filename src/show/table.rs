//! Plain tables, aligned by the columns that text takes on a terminal.

use std::fmt;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::plan::veil::PRIVATE;
use crate::safe;

/// How wide a block of a table may be.
pub const WIDTH: usize = 120;

/// How wide a cell of the columns that each block begins with may be.
const CELL: usize = 44;

/// How narrow the names at the left of a table may become.
const NAME: usize = 12;

/// A table of text. Whatever is put into it is made safe.
#[derive(Clone, Debug, Default)]
pub struct Table {
    right: Vec<bool>,
    /// The columns that are of something private.
    private: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings; one that starts with `>` stands above a column of figures, which is
    /// aligned to the right.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let right = headings.iter().map(|heading| heading.starts_with('>')).collect();
        let heading = |heading: &&str| safe::line(heading.trim_start_matches('>')).into_owned();
        let headings: Vec<String> = headings.iter().map(heading).collect();
        let private = headings.iter().map(|heading| heading.contains(PRIVATE)).collect();
        Self { right, private, rows: vec![headings] }
    }

    /// Adds a row; cells that are missing at its end stay empty, and so do those after one that is private, and those
    /// of a column that is: they would tell of it.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut private = false;
        let columns = self.private.iter().copied().chain(std::iter::repeat(false));
        let cell = |(cell, of_private): (T, bool)| {
            let hidden = private || of_private;
            let told = if hidden { String::new() } else { safe::line(cell.as_ref()).into_owned() };
            private |= told.contains(PRIVATE);
            told
        };
        let row = cells.into_iter().zip(columns).map(cell).collect();
        self.rows.push(row);
    }

    /// Whether it has no row below its headings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }

    /// The table in blocks of at most [`WIDTH`] columns: see [`blocks_within`](Self::blocks_within).
    #[must_use]
    pub fn blocks(&self, keep: usize) -> String {
        self.blocks_within(keep, WIDTH)
    }

    /// The table in as many blocks as it takes for each to be at most `most` columns wide; each begins with
    /// the first `keep` columns. Of those, cells of more than `CELL` columns go on in the lines below; of the others,
    /// those that would not fit beside them. Nothing is cut: what stands here may stand nowhere else.
    #[must_use]
    pub fn blocks_within(&self, keep: usize, most: usize) -> String {
        let own = self.widths();
        let kept: usize = own.iter().take(keep).map(|width| width.min(&CELL) + 2).sum();
        let limit = |column: usize| if column < keep { CELL } else { most.saturating_sub(kept).max(1) };
        let widths: Vec<usize> = own.iter().enumerate().map(|(nth, width)| *width.min(&limit(nth))).collect();
        let first: Vec<usize> = (0..keep.min(widths.len())).collect();
        let mut blocks = vec![first.clone()];
        let mut wide = kept;
        for (column, width) in widths.iter().enumerate().skip(keep) {
            if wide > kept && wide + width > most {
                blocks.push(first.clone());
                wide = kept;
            }
            wide += width + 2;
            if let Some(block) = blocks.last_mut() {
                block.push(column);
            }
        }
        let printed = blocks.iter().map(|block| {
            let limits: Vec<usize> = block.iter().map(|column| limit(*column)).collect();
            self.columns(block).wrapped(&limits).to_string()
        });
        printed.collect::<Vec<_>>().join("\n")
    }

    /// The table in at most `most` columns, as far as the cells behind the first one allow: that one goes on in the
    /// lines below.
    #[must_use]
    pub fn within(self, most: usize) -> Self {
        let mut limits = self.widths();
        let rest: usize = limits.iter().skip(1).map(|width| width + 2).sum();
        if let Some(first) = limits.first_mut() {
            *first = (*first).min(most.saturating_sub(rest).max(NAME));
        }
        self.wrapped(&limits)
    }

    /// The same with cells of at most so many columns each: what is longer goes on in the lines below.
    fn wrapped(self, limits: &[usize]) -> Self {
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            let cells: Vec<Vec<String>> =
                row.iter().zip(limits).map(|(cell, limit)| lines_of(cell, *limit)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(1);
            let line =
                |nth: usize| cells.iter().map(|cell| cell.get(nth).cloned().unwrap_or_default()).collect();
            rows.extend((0..height).map(line));
        }
        Self { rows, ..self }
    }

    /// Some of its columns.
    fn columns(&self, columns: &[usize]) -> Self {
        let row = |row: &Vec<String>| columns.iter().map_while(|column| row.get(*column).cloned()).collect();
        Self {
            right: columns.iter().map(|column| self.right[*column]).collect(),
            private: columns.iter().map(|column| self.private[*column]).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
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

/// A cell in lines of at most `width` columns, parted between words, and a word where it is longer than a line.
fn lines_of(cell: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line, mut wide) = (Vec::new(), String::new(), 0);
    if cell.width() <= width {
        return vec![cell.to_owned()];
    }
    for word in cell.split(' ').filter(|word| !word.is_empty()) {
        if wide > 0 && wide + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
            wide = 0;
        }
        if wide > 0 {
            line.push(' ');
            wide += 1;
        }
        for letter in word.chars() {
            let columns = letter.width().unwrap_or(0);
            if wide > 0 && wide + columns > width {
                lines.push(std::mem::take(&mut line));
                wide = 0;
            }
            line.push(letter);
            wide += columns;
        }
    }
    lines.push(line);
    lines
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

    #[test]
    fn a_row_says_nothing_after_what_is_private() {
        let mut table = Table::new(&["Gate", "Criterion", ">Now"]);
        table.row(["Exit", PRIVATE, "73"]);
        table.row([PRIVATE, "crm >= 2", "73"]);
        assert_eq!(
            table.to_string(),
            format!("Gate           Criterion      Now\nExit           {PRIVATE}\n{PRIVATE}\n")
        );
    }

    #[test]
    fn a_column_of_what_is_private_says_nothing_and_those_beside_it_keep_their_names() {
        let mut table = Table::new(&["Name", ">One", &format!(">{PRIVATE}"), ">Gap"]);
        table.row(["crm", "2", "4", "1"]);
        let bar = " ".repeat(PRIVATE.width());
        assert_eq!(table.to_string(), format!("Name  One  {PRIVATE}  Gap\ncrm     2  {bar}    1\n"));
    }

    #[test]
    fn a_wide_table_is_split_and_keeps_its_first_columns() {
        let mut table = Table::new(&["Name", ">One", ">Two"]);
        table.row(["a".repeat(50).as_str(), &"1".repeat(40), &"2".repeat(40)]);
        table.row(["short"]);
        let name = "a".repeat(44);
        let block = |head: &str, cell: &str| {
            let gap = " ".repeat(44 - 4 + 2 + 40 - 3);
            format!("Name{gap}{head}\n{name}  {}\naaaaaa\nshort\n", cell.repeat(40))
        };
        assert_eq!(table.blocks(1), format!("{}\n{}", block("One", "1"), block("Two", "2")));
        let mut narrow = Table::new(&["Name", "One"]);
        narrow.row(["a", "b"]);
        assert_eq!(narrow.blocks(1), narrow.to_string());
    }

    /// Two names that begin alike are told apart by their ends.
    #[test]
    fn what_is_long_goes_on_below_and_is_whole() {
        let mut table = Table::new(&["Mandate", ">Limit"]);
        table.row(["Steering committee with decision rights over budget 1", "5 k€"]);
        table.row(["Steering committee with decision rights over budget 2", "70 k€"]);
        let first = "Steering committee with decision rights over";
        let gap = " ".repeat(44 - 7 + 2);
        let expected = format!("Mandate{gap}Limit\n{first}   5 k€\nbudget 1\n{first}  70 k€\nbudget 2\n");
        assert_eq!(table.blocks(1), expected);
        assert_eq!(lines_of("one two three", 7), ["one two", "three"]);
        assert_eq!(lines_of("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
    }
}
