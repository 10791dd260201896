//! Findings as a comment on a pull request: the counts first, then a table by severity, errors on top.
//!
//! A plan is written by whoever opens the pull request, and the comment by a robot: nothing in it may
//! become markup, mention people, link, or refer to issues. What Markdown reads as structure is written
//! as character references, which never are structure; what services look for in the finished text (`@`,
//! `#`, addresses of the web) is parted by a reference to a character of no width.

use crate::check::{Checked, Reported};
use crate::finding::Severity;
use crate::report::{Report, Style, repository_path, summary, totals};
use crate::safe;
use crate::wording::{count, date};

pub(super) const REPORT: Report =
    Report { name: "markdown", about: "a comment for a pull request, with a table", write };

/// The first line, by which a comment is found again that is to be replaced.
const MARK: &str = "<!-- swell -->";
/// Rows of a table that are shown without unfolding it.
const UNFOLDED: usize = 10;
/// Bytes of a comment at most: GitHub takes 65,536 characters.
const LIMIT: usize = 60_000;
/// A character of no width.
const PARTED: &str = "&#8203;";

fn write(checked: &[Checked], _: Style) -> String {
    let summary = summary(checked);
    let plans = count(checked.len(), "plan");
    let mut text = format!("{MARK}\n### swell: {} in {plans}\n\n", totals(summary));
    let mut left = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let mut found: Vec<&Reported> =
            checked.iter().flat_map(|plan| &plan.findings).filter(|it| it.severity == severity).collect();
        found.sort_by(|one, other| one.spot.path.cmp(&other.spot.path));
        left += section(&mut text, severity, &found);
    }
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

fn row(reported: &Reported) -> String {
    let (finding, spot) = (&reported.finding, &reported.spot);
    let place = code(&format!("{}:{}", repository_path(&spot.path), spot.start.line));
    let help =
        if finding.help.is_empty() { String::new() } else { format!("<br><i>{}</i>", prose(&finding.help)) };
    format!("| {place} | {}{help} | {} |\n", prose(&finding.message), code(finding.rule))
}

/// A sentence in which names stand between backticks: those become code. A stray backtick stays one.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut marked = String::new();
    for (nth, part) in parts.iter().enumerate() {
        let last = nth + 1 == parts.len();
        match nth % 2 {
            0 => marked.push_str(&escape(part)),
            _ if last => marked.extend(["&#96;", &escape(part)]),
            _ => marked.push_str(&code(part)),
        }
    }
    marked
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// Text as Markdown shows it, letter by letter, wherever it stands in a line.
fn escape(text: &str) -> String {
    let line = safe::line(text);
    let mut escaped = String::with_capacity(line.len() * 2);
    for (at, character) in line.char_indices() {
        // `://` and `www.` make links of their own accord.
        let before = &line.as_bytes()[at.saturating_sub(3)..at];
        let links = line[at..].starts_with("://") || character == '.' && before.eq_ignore_ascii_case(b"www");
        if links {
            escaped.push_str(PARTED);
        }
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => escaped.push(character),
            ',' | '.' | ';' | '(' | ')' | '?' | '/' | '%' | '-' | ':' | '\'' | '=' => escaped.push(character),
            '\0'..='\u{7f}' => escaped.push_str(&format!("&#{};", character as u32)),
            _ => escaped.push(character),
        }
        // People, issues, merge requests, labels, snippets: found in the text when all else is done.
        if matches!(character, '@' | '#' | '!' | '~' | '$' | '^' | '&' | '%') {
            escaped.push_str(PARTED);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_code_and_nothing_else_becomes_anything() {
        assert_eq!(prose("`crm` needs 3 > 2"), "<code>crm</code> needs 3 &#62; 2");
        assert_eq!(prose("a `b | *c*"), "a &#96;b &#124; &#42;c&#42;");
        assert_eq!(prose("`a`b` @team #1"), "<code>a</code>b&#96; &#64;&#8203;team &#35;&#8203;1");
        assert_eq!(escape("http://x WWW.y"), "http&#8203;://x WWW&#8203;.y");
        assert_eq!(escape("</details>\n::x"), "&#60;/details&#62; ::x");
    }
}
