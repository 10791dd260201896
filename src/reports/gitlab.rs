//! Findings as GitLab's code quality report: GitLab tells in a merge request which came and which went.

use serde_json::{Value, json};

use crate::check::{Checked, Reported};
use crate::finding::Severity;
use crate::report::fingerprint::fingerprints;
use crate::report::{Report, Style, repository_path};
use crate::safe;

pub(super) const REPORT: Report =
    Report { name: "gitlab", about: "code quality of GitLab: what a merge request brings and mends", write };

fn write(checked: &[Checked], _: Style) -> String {
    let findings = checked.iter().flat_map(|checked| &checked.findings);
    let rows: Vec<Value> =
        findings.zip(fingerprints(checked)).map(|(found, print)| row(found, &print)).collect();
    safe::json(&serde_json::to_string_pretty(&rows).unwrap_or_default()) + "\n"
}

fn row(reported: &Reported, fingerprint: &str) -> Value {
    let (finding, spot) = (&reported.finding, &reported.spot);
    let severity = match reported.severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Advice => "info",
    };
    // The widget shows one line: what is wrong, then what to do.
    let help = if finding.help.is_empty() { String::new() } else { format!(". {}", &*finding.help) };
    json!({
        "description": safe::line(&format!("{}{help}", &*finding.message)),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": safe::line(&repository_path(&spot.path)),
            "lines": { "begin": spot.start.line, "end": spot.end.line },
        },
    })
}
