//! What a report of findings is. A report knows findings and their places; findings know no report.

pub mod fingerprint;
pub(crate) mod markdown;
pub mod xml;

use crate::check::{Checked, Summary};
use crate::wording::count;

/// How a report looks, where that is not its own affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Only ASCII for lines and marks.
    pub ascii: bool,
    /// In words alone, without excerpts and what points into them: for screen readers.
    pub plain: bool,
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

/// A summary in words: `2 errors, 1 warning`.
#[must_use]
pub fn totals(summary: Summary) -> String {
    let Summary { errors, warnings, advice } = summary;
    if errors + warnings + advice == 0 {
        return "no findings".into();
    }
    let advice = (advice > 0).then(|| format!("{advice} advice"));
    let parts = [(errors, "error"), (warnings, "warning")];
    let parts = parts.into_iter().filter(|(many, _)| *many > 0).map(|(many, noun)| count(many, noun));
    parts.chain(advice).collect::<Vec<_>>().join(", ")
}

/// A path as services know it that look files up in a repository: with slashes, and without `./`.
#[must_use]
pub fn repository_path(path: &str) -> String {
    let path = if std::path::MAIN_SEPARATOR == '\\' { path.replace('\\', "/") } else { path.to_owned() };
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}
