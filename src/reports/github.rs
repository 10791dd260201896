//! Findings as workflow commands: GitHub shows each on its line of the pull request.
//!
//! GitHub shows at most ten errors, ten warnings and ten notices of a step so; all of them stand in the
//! log, and in code scanning by way of `sarif`.

use crate::check::{Checked, Reported};
use crate::finding::Severity;
use crate::report::{Report, Style, repository_path, summary, totals};
use crate::safe;
use crate::wording::count;

pub(super) const REPORT: Report =
    Report { name: "github", about: "workflow commands: findings on the lines of a pull request", write };

fn write(checked: &[Checked], _: Style) -> String {
    let mut text = String::new();
    for reported in checked.iter().flat_map(|checked| &checked.findings) {
        text.push(safe::COMMAND);
        text.push_str(&command(reported));
        text.push('\n');
    }
    text + &format!("swell: {} in {}\n", totals(summary(checked)), count(checked.len(), "plan"))
}

fn command(reported: &Reported) -> String {
    let name = match reported.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let (start, end) = (reported.spot.start, reported.spot.end);
    let file = property(&repository_path(&reported.spot.path));
    let mut place = format!("file={file},line={},endLine={}", start.line, end.line);
    // GitHub refuses columns of a stretch over several lines.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    let finding = &reported.finding;
    let mut message = data(&finding.message);
    if !finding.help.is_empty() {
        message.push_str("%0A");
        message.push_str(&data(&finding.help));
    }
    format!("::{name} {place},title={}::{message}", property(finding.rule))
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    safe::inert(&safe::line(text)).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
