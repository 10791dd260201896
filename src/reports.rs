//! All reports, one line each. A report is a file of its own under `reports/`.

mod checkstyle;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

pub use text::{closings, render, statistics};

use crate::report::Report;

/// All reports, the first being what is written where none is asked for.
pub static REPORTS: &[&Report] = &[
    &text::REPORT,
    &json::REPORT,
    &sarif::REPORT,
    &markdown::REPORT,
    &github::REPORT,
    &gitlab::REPORT,
    &junit::REPORT,
    &checkstyle::REPORT,
];

/// The report with a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Report> {
    REPORTS.iter().copied().find(|report| report.name == name)
}
