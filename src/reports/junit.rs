//! Findings as JUnit's XML: a suite a plan, in it a test a rule that holds and a test a finding.
//!
//! CI servers list tests that fail, by name, and of a test they show one failure only. So each error and
//! warning is a failed test of its own, named after its rule and what it is about: it stays the same test
//! when lines move, and counts as mended when it is gone. A rule that finds nothing, or gives advice
//! alone, is a test that passed; one that the plan allows was skipped.

use rustc_hash::FxHashMap;

use crate::check::{Checked, Reported};
use crate::finding::Severity;
use crate::report::xml::Xml;
use crate::report::{Report, Style, repository_path};
use crate::rule::Rule;
use crate::rules::RULES;

pub(super) const REPORT: Report =
    Report { name: "junit", about: "XML of JUnit: each rule that holds is a test that passed", write };

fn write(checked: &[Checked], _: Style) -> String {
    let suites: Vec<Suite<'_>> = checked.iter().map(Suite::of).collect();
    let tests: usize = suites.iter().map(Suite::tests).sum();
    let failures: usize = suites.iter().map(Suite::failures).sum();
    let mut xml = Xml::default();
    let (tests, failures) = (tests.to_string(), failures.to_string());
    xml.open("testsuites", &[("name", "swell"), ("tests", &tests), ("failures", &failures), ("errors", "0")]);
    for suite in suites {
        suite.write(&mut xml);
    }
    xml.finish()
}

/// The tests of a plan.
struct Suite<'a> {
    plan: &'a Checked,
    name: String,
    /// Each rule with what it found.
    rules: Vec<(&'static Rule, Vec<&'a Reported>)>,
}

fn fails(reported: &Reported) -> bool {
    reported.severity != Severity::Advice
}

impl<'a> Suite<'a> {
    fn of(plan: &'a Checked) -> Self {
        let mut found: FxHashMap<&str, Vec<&Reported>> = FxHashMap::default();
        for reported in &plan.findings {
            found.entry(reported.finding.rule).or_default().push(reported);
        }
        let rules = RULES.iter().map(|rule| (*rule, found.remove(rule.name).unwrap_or_default())).collect();
        Self { plan, name: repository_path(plan.source.paths().next().unwrap_or_default()), rules }
    }

    fn failures(&self) -> usize {
        self.plan.findings.iter().filter(|it| fails(it)).count()
    }

    fn tests(&self) -> usize {
        let passed = self.rules.iter().filter(|(_, found)| !found.iter().any(|it| fails(it)));
        self.failures() + passed.count()
    }

    fn allowed(&self, rule: &Rule) -> bool {
        self.plan.plan.policy.allow.iter().any(|name| **name == *rule.name || **name == *rule.family.as_str())
    }

    fn write(&self, xml: &mut Xml) {
        let skipped =
            self.rules.iter().filter(|(rule, found)| found.is_empty() && self.allowed(rule)).count();
        xml.open(
            "testsuite",
            &[
                ("name", &self.name),
                ("tests", &self.tests().to_string()),
                ("failures", &self.failures().to_string()),
                ("errors", "0"),
                ("skipped", &skipped.to_string()),
            ],
        );
        for (rule, found) in &self.rules {
            let class = format!("{}.{}", self.name, rule.family.as_str());
            let failed: Vec<&Reported> = found.iter().copied().filter(|it| fails(it)).collect();
            for reported in &failed {
                failure(xml, &class, reported);
            }
            if !failed.is_empty() {
                continue;
            }
            let test = [("classname", &*class), ("name", rule.name)];
            if !found.is_empty() {
                xml.open("testcase", &test);
                let advice: Vec<String> = found.iter().map(|it| place_and_message(it)).collect();
                xml.lines("system-out", &[], &advice);
                xml.close();
            } else if self.allowed(rule) {
                xml.open("testcase", &test);
                xml.empty("skipped", &[("message", "the plan allows it")]);
                xml.close();
            } else {
                xml.empty("testcase", &test);
            }
        }
        xml.close();
    }
}

fn failure(xml: &mut Xml, class: &str, reported: &Reported) {
    let finding = &reported.finding;
    let about = reported.address().map_or_else(|| finding.message.to_string(), ToString::to_string);
    let (file, line) = (repository_path(&reported.spot.path), reported.spot.start.line.to_string());
    xml.open(
        "testcase",
        &[
            ("classname", class),
            ("name", &format!("{}: {about}", finding.rule)),
            ("file", &file),
            ("line", &line),
        ],
    );
    let mut lines = vec![place_and_message(reported)];
    for (related, spot) in finding.related.iter().zip(&reported.related) {
        lines.push(format!("{}:{}: {}", repository_path(&spot.path), spot.start.line, &*related.label));
    }
    lines.extend((!finding.help.is_empty()).then(|| format!("help: {}", &*finding.help)));
    let kind = reported.severity.as_str();
    xml.lines("failure", &[("message", &finding.message), ("type", kind)], &lines);
    xml.close();
}

fn place_and_message(reported: &Reported) -> String {
    let (spot, finding) = (&reported.spot, &reported.finding);
    let (line, column) = (spot.start.line, spot.start.column);
    format!("{}:{line}:{column}: {}", repository_path(&spot.path), &*finding.message)
}
