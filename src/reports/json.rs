//! Findings as JSON, in a shape that does not change within one `format`.
//!
//! ```json
//! {"format": 1, "as_of": "2026-11-15",
//!  "findings": [{"rule": "", "severity": "error", "message": "", "help": "", "file": "", "line": 1,
//!                "column": 1, "end_line": 1, "end_column": 2, "address": "wave.scale.budget",
//!                "related": [{"file": "", "line": 1, "column": 1, "end_line": 1, "end_column": 2,
//!                             "address": "", "label": ""}],
//!                "fixes": [{"title": "", "applicability": "safe",
//!                           "edits": [{"file": "", "line": 1, "column": 1, "end_line": 1,
//!                                      "end_column": 2, "text": ""}]}]}],
//!  "summary": {"errors": 0, "warnings": 0, "advice": 0},
//!  "since": "main", "removed": []}
//! ```
//!
//! Lines and columns count from 1, columns in characters; the end is the character after the last.
//! An edit puts `text` over what stands from its line and column up to its end. `address` is null for a fault of the text itself. `as_of` is null where plans differ in it. `since`
//! and `removed` are there where only what a change did is reported: the commit as it was named, and the
//! findings that are gone, like those in `findings`, with their places as they were.

use serde::Serialize;

use crate::check::{Checked, Reported, address_of};
use crate::finding::{Fix, Place, Related};
use crate::report::{Report, Style, summary};
use crate::safe;
use crate::source::{Patch, Spot};

pub(super) const REPORT: Report = Report { name: "json", about: "one JSON document, for programs", write };

#[derive(Serialize)]
struct Document {
    format: u32,
    as_of: Option<String>,
    findings: Vec<Row>,
    summary: Totals,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<Vec<Row>>,
}

#[derive(Serialize)]
struct Row {
    rule: &'static str,
    severity: &'static str,
    message: String,
    help: String,
    #[serde(flatten)]
    at: At,
    related: Vec<Beside>,
    fixes: Vec<Mend>,
}

#[derive(Serialize)]
struct Mend {
    title: String,
    applicability: &'static str,
    edits: Vec<Stretch>,
}

#[derive(Serialize)]
struct Stretch {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: String,
}

#[derive(Serialize)]
struct At {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    address: Option<String>,
}

#[derive(Serialize)]
struct Beside {
    #[serde(flatten)]
    at: At,
    label: String,
}

#[derive(Serialize)]
struct Totals {
    errors: usize,
    warnings: usize,
    advice: usize,
}

fn write(checked: &[Checked], _: Style) -> String {
    let summary = summary(checked);
    let mut dates = checked.iter().map(|checked| checked.plan.known_to());
    let first = dates.next();
    let since = checked.iter().find_map(|checked| checked.since.as_ref());
    let removed = || checked.iter().filter_map(|checked| checked.since.as_ref()).flat_map(|it| &it.removed);
    let document = Document {
        format: 1,
        as_of: first.filter(|first| dates.all(|date| date == *first)).flatten().map(|date| date.to_string()),
        findings: checked
            .iter()
            .flat_map(|checked| checked.findings.iter().map(|it| row(it, fixes(checked, it))))
            .collect(),
        summary: Totals { errors: summary.errors, warnings: summary.warnings, advice: summary.advice },
        since: since.map(|since| since.reference.clone()),
        removed: since.map(|_| removed().map(|it| row(it, Vec::new())).collect()),
    };
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    safe::json(&text) + "\n"
}

fn row(reported: &Reported, fixes: Vec<Mend>) -> Row {
    let finding = &reported.finding;
    let beside = |(related, spot): (&Related, &Spot)| Beside {
        at: at(&related.at, spot),
        label: related.label.to_string(),
    };
    Row {
        rule: finding.rule,
        severity: reported.severity.as_str(),
        message: finding.message.to_string(),
        help: finding.help.to_string(),
        at: at(&finding.at, &reported.spot),
        related: finding.related.iter().zip(&reported.related).map(beside).collect(),
        fixes,
    }
}

/// The fixes of a finding, as far as the files allow them.
fn fixes(checked: &Checked, reported: &Reported) -> Vec<Mend> {
    let source = &checked.source;
    let stretch = |patch: Patch| {
        let [start, end] = [patch.range.start, patch.range.end]
            .map(|at| source.text(patch.file).position(u32::try_from(at).unwrap_or(u32::MAX)));
        Stretch {
            file: source.path(patch.file).to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: patch.text,
        }
    };
    let mend = |fix: &Fix| {
        let patches = source.patches(&checked.plan, &fix.edits)?;
        let edits = patches.into_iter().map(stretch).collect();
        Some(Mend { title: fix.title.to_string(), applicability: fix.applicability.as_str(), edits })
    };
    reported.finding.fixes.iter().filter_map(mend).collect()
}

fn at(place: &Place, spot: &Spot) -> At {
    At {
        file: spot.path.to_string(),
        line: spot.start.line,
        column: spot.start.column,
        end_line: spot.end.line,
        end_column: spot.end.column,
        address: address_of(place).map(ToString::to_string),
    }
}
