//! Findings as Checkstyle's XML, which most CI servers and review tools can read.

use crate::check::Checked;
use crate::finding::Severity;
use crate::report::xml::Xml;
use crate::report::{Report, Style, repository_path};

pub(super) const REPORT: Report =
    Report { name: "checkstyle", about: "XML of Checkstyle, which most CI servers can read", write };

fn write(checked: &[Checked], _: Style) -> String {
    let mut xml = Xml::default();
    xml.open("checkstyle", &[("version", "4.3")]);
    let findings: Vec<_> = checked.iter().flat_map(|checked| &checked.findings).collect();
    for file in findings.chunk_by(|one, other| one.spot.path == other.spot.path) {
        xml.open(
            "file",
            &[("name", &file.first().map_or_else(String::new, |it| repository_path(&it.spot.path)))],
        );
        for reported in file {
            let finding = &reported.finding;
            let severity = match reported.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "info",
            };
            let help = if finding.help.is_empty() { String::new() } else { format!(". {}", &*finding.help) };
            xml.empty(
                "error",
                &[
                    ("line", &reported.spot.start.line.to_string()),
                    ("column", &reported.spot.start.column.to_string()),
                    ("severity", severity),
                    ("message", &format!("{}{help}", &*finding.message)),
                    ("source", &format!("swell.{}", finding.rule)),
                ],
            );
        }
        xml.close();
    }
    xml.finish()
}
