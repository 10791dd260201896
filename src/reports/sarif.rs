//! Findings as SARIF 2.1.0, for code scanning, editors and whatever else reads it.
//!
//! Columns are counted in UTF-16 code units, as most readers of SARIF do, and the end is the column after
//! the last. A result's fingerprint holds no line, so that it stays the same finding when lines move. It
//! is not called `primaryLocationLineHash`: GitHub computes that one itself and complains of any other.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::check::{Checked, Reported, address_of};
use crate::explain::{self, Page};
use crate::finding::{Applicability, Fix, Place, Severity};
use crate::plan::address::Address;
use crate::report::fingerprint::fingerprints;
use crate::report::{Report, Style, repository_path};
use crate::rule::Rule;
use crate::rules::RULES;
use crate::safe;
use crate::source::{Patch, Source, Spot};

pub(super) const REPORT: Report =
    Report { name: "sarif", about: "SARIF 2.1.0, for code scanning and editors", write };

fn write(checked: &[Checked], _: Style) -> String {
    let findings = checked.iter().flat_map(|plan| plan.findings.iter().map(move |found| (plan, found)));
    let results: Vec<Value> = findings
        .zip(fingerprints(checked))
        .map(|((plan, found), print)| result(plan, found, &print))
        .collect();
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "swell",
                "fullName": concat!("Groundswell ", env!("CARGO_PKG_VERSION")),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": "Holds transformation roadmaps to the rules of their method." },
                "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": true }],
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    safe::json(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

fn descriptor(rule: &Rule) -> Value {
    let page = Page::of(rule);
    let problem = match rule.severity {
        Severity::Advice => "recommendation",
        severity => severity.as_str(),
    };
    json!({
        "id": rule.name,
        "name": rule.name,
        "shortDescription": { "text": page.holds },
        "fullDescription": { "text": format!("{} {}", page.holds, page.why) },
        "help": { "text": explain::text(&page), "markdown": explain::markdown(&page, 1) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.family.as_str()], "precision": "high", "problem.severity": problem },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(checked: &Checked, reported: &Reported, fingerprint: &str) -> Value {
    let (source, finding) = (&checked.source, &reported.finding);
    let help = if finding.help.is_empty() { String::new() } else { format!(". {}", &*finding.help) };
    let index = RULES.iter().position(|rule| rule.name == finding.rule);
    let related = (1..).zip(finding.related.iter().zip(&reported.related));
    let related: Vec<Value> = related
        .map(|(id, (related, spot))| location(source, &related.at, spot, Some((id, &related.label))))
        .collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(reported.severity),
        "message": { "text": message(&format!("{}{help}", &*finding.message)) },
        "locations": [location(source, &finding.at, &reported.spot, None)],
        "partialFingerprints": { "ruleAndAddress/v1": fingerprint },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(|it| fix(checked, it)).collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

/// What a machine may do to mend a finding, file by file; `None` where the files do not allow it.
fn fix(checked: &Checked, fix: &Fix) -> Option<Value> {
    let source = &checked.source;
    let mut files: BTreeMap<u32, Vec<Value>> = BTreeMap::new();
    for Patch { file, range, text } in source.patches(&checked.plan, &fix.edits)? {
        let line = |at: usize| source.text(file).position(u32::try_from(at).unwrap_or(u32::MAX)).line;
        files.entry(file).or_default().push(json!({
            "deletedRegion": {
                "startLine": line(range.start),
                "startColumn": column(source, file, range.start),
                "endLine": line(range.end),
                "endColumn": column(source, file, range.end),
            },
            "insertedContent": { "text": text },
        }));
    }
    let changes = files.into_iter().map(|(file, replacements)| {
        let uri = uri(&repository_path(source.path(file)));
        json!({ "artifactLocation": { "uri": uri }, "replacements": replacements })
    });
    let title = match fix.applicability {
        Applicability::Safe => fix.title.to_string(),
        Applicability::Unsafe => format!("{} (to be looked at)", &*fix.title),
    };
    let changes: Vec<Value> = changes.collect();
    (!changes.is_empty())
        .then(|| json!({ "description": { "text": message(&title) }, "artifactChanges": changes }))
}

/// A place: one of its own, or one that is related, with a number and a label.
fn location(source: &Source, at: &Place, spot: &Spot, related: Option<(u32, &str)>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&repository_path(&spot.path)) },
            "region": {
                "startLine": spot.start.line,
                "startColumn": column(source, spot.file, spot.bytes.start),
                "endLine": spot.end.line,
                "endColumn": column(source, spot.file, spot.bytes.end),
            },
        },
    });
    if let Some(address) = address_of(at) {
        location["logicalLocations"] = json!([logical(address)]);
    }
    if let Some((id, label)) = related {
        location["id"] = json!(id);
        location["message"] = json!({ "text": message(label) });
    }
    location
}

fn logical(address: &Address) -> Value {
    let kind = if address.path.is_empty() { "object" } else { "property" };
    json!({ "fullyQualifiedName": safe::line(&address.to_string()), "kind": kind })
}

/// The column of a byte in UTF-16 code units.
fn column(source: &Source, file: u32, at: usize) -> u32 {
    source.text(file).utf16_column(u32::try_from(at).unwrap_or(u32::MAX))
}

/// Plan text in a message. There, braces are places for arguments unless they are doubled, and `[text](place)`
/// is a link.
fn message(text: &str) -> String {
    safe::line(text).replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte as char)
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    // What begins with two slashes would name a host.
    if uri.starts_with("//") { format!("/{}", uri.trim_start_matches('/')) } else { uri }
}
