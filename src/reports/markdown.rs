//! Findings as a comment on a pull request: the counts first, then a table by severity, errors on top.

use crate::check::since::Was;
use crate::check::{Checked, Reported};
use crate::finding::Severity;
use crate::order::Order as _;
use crate::report::markdown::{LIMIT, code, prose};
use crate::report::{Report, Style, repository_path, summary, totals};
use crate::wording::{count, date};

pub(super) const REPORT: Report =
    Report { name: "markdown", about: "a comment for a pull request, with a table", write };

/// The first line, by which a comment is found again that is to be replaced.
const MARK: &str = "<!-- swell -->";
/// Rows of a table that are shown without unfolding it.
const UNFOLDED: usize = 10;
/// Bytes that are kept for what stands below the tables.
const ENDING: usize = 500;

fn write(checked: &[Checked], _: Style) -> String {
    let summary = summary(checked);
    let plans = count(checked.len(), "plan");
    let mut text = format!("{MARK}\n### swell: {} in {plans}\n\n", totals(summary));
    compared(&mut text, checked);
    let mut left = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let mut found: Vec<&Reported> =
            checked.iter().flat_map(|plan| &plan.findings).filter(|it| it.severity == severity).collect();
        found.order_by(|one, other| one.spot.path.cmp(&other.spot.path));
        left += section(&mut text, severity, &found);
    }
    left += gone(&mut text, checked);
    if left > 0 {
        text.push_str(&format!("{left} more did not fit; `swell check` lists them all.\n\n"));
    }
    for (nth, plan) in checked.iter().enumerate() {
        let path = code(&repository_path(plan.source.paths().next().unwrap_or_default()));
        let as_of = plan.plan.known_to().map_or_else(String::new, |day| format!(" as of {}", date(day)));
        let line = format!("<sub>{path}{as_of}</sub>\n");
        if text.len() + line.len() + MORE > LIMIT {
            text.push_str(&format!("<sub>and {}</sub>\n", count(checked.len() - nth, "more plan")));
            break;
        }
        text.push_str(&line);
    }
    text
}

/// Bytes of the line that says how many plans are left out.
const MORE: usize = 60;

/// Writes rows below a head, as many as fit; gives how many did not. Without a row there is no head either.
fn table(text: &mut String, head: &str, foot: &str, rows: impl ExactSizeIterator<Item = String>) -> usize {
    let all = rows.len();
    let mut shown = 0;
    let room = LIMIT.saturating_sub(ENDING + foot.len());
    for row in rows {
        let head = if shown == 0 { head } else { "" };
        if text.len() + head.len() + row.len() > room {
            break;
        }
        text.push_str(head);
        text.push_str(&row);
        shown += 1;
    }
    if shown > 0 {
        text.push_str(foot);
    }
    all - shown
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
    let head = "| where | what | rule |\n|---|---|---|\n";
    let rows = found.iter().map(|reported| row(reported));
    if found.len() > UNFOLDED {
        let head = format!("<details><summary>{title}</summary>\n\n{head}");
        return table(text, &head, "\n</details>\n\n", rows);
    }
    table(text, &format!("**{title}**\n\n{head}"), "\n", rows)
}

/// What was compared with, and how much is left out for it.
fn compared(text: &mut String, checked: &[Checked]) {
    let since = || checked.iter().filter_map(|plan| plan.since.as_ref());
    if let Some(first) = since().next() {
        let known = count(since().map(|it| it.known).sum(), "known finding");
        text.push_str(&format!("New since {}; {known} left out.\n\n", code(&first.reference)));
    }
    for plan in checked {
        let path = || code(&repository_path(plan.source.paths().next().unwrap_or_default()));
        let line = match plan.since.as_ref().map(|since| &since.was) {
            Some(Was::There(then)) => format!("{} was {}.\n\n", path(), code(&repository_path(then))),
            Some(Was::Nowhere) => format!("{} was not there.\n\n", path()),
            Some(Was::Here) | None => continue,
        };
        if text.len() + line.len() < LIMIT / 4 {
            text.push_str(&line);
        }
    }
}

/// The findings that are gone; gives how many did not fit.
fn gone(text: &mut String, checked: &[Checked]) -> usize {
    let since = checked.iter().filter_map(|plan| plan.since.as_ref());
    let gone: Vec<&Reported> = since.flat_map(|it| &it.removed).collect();
    if gone.is_empty() {
        return 0;
    }
    let summary = format!("<details><summary>{} gone</summary>\n\n", count(gone.len(), "finding"));
    let head = format!("{summary}| where it was | what | rule |\n|---|---|---|\n");
    let rows = gone.iter().map(|reported| {
        let (finding, spot) = (&reported.finding, &reported.spot);
        let place = code(&format!("{}:{}", repository_path(&spot.path), spot.start.line));
        format!("| {place} | {} | {} |\n", prose(&finding.message), code(finding.rule))
    });
    table(text, &head, "\n</details>\n\n", rows)
}

fn row(reported: &Reported) -> String {
    let (finding, spot) = (&reported.finding, &reported.spot);
    let place = code(&format!("{}:{}", repository_path(&spot.path), spot.start.line));
    let help =
        if finding.help.is_empty() { String::new() } else { format!("<br><i>{}</i>", prose(&finding.help)) };
    format!("| {place} | {}{help} | {} |\n", prose(&finding.message), code(finding.rule))
}
