//! Findings as a comment on a pull request: the counts first, then a table by severity, errors on top.

use crate::check::{Checked, Reported};
use crate::finding::Severity;
use crate::report::markdown::{code, prose};
use crate::report::{Report, Style, repository_path, summary, totals};
use crate::wording::{count, date};

pub(super) const REPORT: Report =
    Report { name: "markdown", about: "a comment for a pull request, with a table", write };

/// The first line, by which a comment is found again that is to be replaced.
const MARK: &str = "<!-- swell -->";
/// Rows of a table that are shown without unfolding it.
const UNFOLDED: usize = 10;
/// Bytes of a comment at most: GitHub takes 65,536 characters.
const LIMIT: usize = 60_000;
fn write(checked: &[Checked], _: Style) -> String {
    let summary = summary(checked);
    let plans = count(checked.len(), "plan");
    let mut text = format!("{MARK}\n### swell: {} in {plans}\n\n", totals(summary));
    compared(&mut text, checked);
    let mut left = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let mut found: Vec<&Reported> =
            checked.iter().flat_map(|plan| &plan.findings).filter(|it| it.severity == severity).collect();
        found.sort_by(|one, other| one.spot.path.cmp(&other.spot.path));
        left += section(&mut text, severity, &found);
    }
    left += gone(&mut text, checked);
    if left > 0 {
        text.push_str(&format!("{left} more did not fit; `swell check` lists them all.\n\n"));
    }
    for plan in checked {
        let path = plan.source.paths().next().unwrap_or_default();
        text.push_str(&format!(
            "<sub>{} as of {}</sub>\n",
            code(&repository_path(path)),
            date(plan.plan.as_of)
        ));
    }
    text
}

/// The table of a severity; gives how many findings did not fit.
fn section(text: &mut String, severity: Severity, found: &[&Reported]) -> usize {
    if found.is_empty() {
        return 0;
    }
    let title = match severity {
        Severity::Advice => format!("{} advice", found.len()),
        severity => count(found.len(), severity.as_str()),
    };
    let folded = found.len() > UNFOLDED;
    match folded {
        true => text.push_str(&format!("<details><summary>{title}</summary>\n\n")),
        false => text.push_str(&format!("**{title}**\n\n")),
    }
    text.push_str("| where | what | rule |\n|---|---|---|\n");
    let mut shown = 0;
    for reported in found {
        let row = row(reported);
        if text.len() + row.len() > LIMIT {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    text.push_str(if folded { "\n</details>\n\n" } else { "\n" });
    found.len() - shown
}

/// What was compared with, and how much is left out for it.
fn compared(text: &mut String, checked: &[Checked]) {
    let since = || checked.iter().filter_map(|plan| plan.since.as_ref());
    if let Some(first) = since().next() {
        let known = count(since().map(|it| it.known).sum(), "known finding");
        text.push_str(&format!("New since {}; {known} left out.\n\n", code(&first.reference)));
    }
}

/// The findings that are gone; gives how many did not fit.
fn gone(text: &mut String, checked: &[Checked]) -> usize {
    let since = checked.iter().filter_map(|plan| plan.since.as_ref());
    let gone: Vec<&Reported> = since.flat_map(|it| &it.removed).collect();
    if gone.is_empty() {
        return 0;
    }
    text.push_str(&format!("<details><summary>{} gone</summary>\n\n", count(gone.len(), "finding")));
    text.push_str("| where it was | what | rule |\n|---|---|---|\n");
    let mut shown = 0;
    for reported in &gone {
        let (finding, spot) = (&reported.finding, &reported.spot);
        let place = code(&format!("{}:{}", repository_path(&spot.path), spot.start.line));
        let row = format!("| {place} | {} | {} |\n", prose(&finding.message), code(finding.rule));
        if text.len() + row.len() > LIMIT {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    text.push_str("\n</details>\n\n");
    gone.len() - shown
}

fn row(reported: &Reported) -> String {
    let (finding, spot) = (&reported.finding, &reported.spot);
    let place = code(&format!("{}:{}", repository_path(&spot.path), spot.start.line));
    let help =
        if finding.help.is_empty() { String::new() } else { format!("<br><i>{}</i>", prose(&finding.help)) };
    format!("| {place} | {}{help} | {} |\n", prose(&finding.message), code(finding.rule))
}
