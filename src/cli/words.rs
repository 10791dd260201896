//! Figures and findings in words and digits, as commands print them.

use crate::check::Reported;
pub(in crate::cli) use crate::diff::{amount, difference};
use crate::safe;

/// A finding in one line, with its place and in these words.
pub(in crate::cli) fn finding(found: &Reported, said: &str) -> String {
    let (finding, spot) = (&found.finding, &found.spot);
    let severity = found.severity.as_str();
    format!("{severity}[{}]: {said} ({}:{})", finding.rule, spot.path, spot.start.line)
}

/// A figure's name, what it was, what it is, and the difference or what there is to say of it.
pub(in crate::cli) type Row = [String; 4];

/// Rows under each other, amounts to the right.
pub(in crate::cli) fn table(rows: &[Row]) -> String {
    let wide = |column: usize| rows.iter().map(|row| safe::width(&row[column])).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(wide);
    let row = |row: &Row| {
        let gap = |column: usize| " ".repeat(widths[column] - safe::width(&row[column]));
        let [name, before, after, by] = row;
        let said = format!("  {name}{}  {}{before} → {}{after}  {}{by}", gap(0), gap(1), gap(2), gap(3));
        safe::line(said.trim_end()).into_owned() + "\n"
    };
    rows.iter().map(row).collect()
}
