//! All reports, one line each. A report is a file of its own under `reports/`.

mod json;
mod text;

pub use json::escaped;
pub use text::{closings, render, statistics};

use crate::report::Report;

/// All reports, the first being what is written where none is asked for.
pub static REPORTS: &[&Report] = &[&text::REPORT, &json::REPORT];

/// The report with a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Report> {
    REPORTS.iter().copied().find(|report| report.name == name)
}
