//! What a report of findings is. A report knows findings and their places; findings know no report.

use crate::check::{Checked, Summary};

/// How a report looks, where that is not its own affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Only ASCII for lines and marks.
    pub ascii: bool,
}

/// A way to write findings.
pub struct Report {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Writes the findings of some plans.
    pub write: fn(&[Checked], Style) -> String,
}

/// How many findings there are of each severity, over all plans.
#[must_use]
pub fn summary(checked: &[Checked]) -> Summary {
    Summary::of(checked.iter().flat_map(|checked| &checked.findings))
}
