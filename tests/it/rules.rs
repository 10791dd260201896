//! Each rule's own examples: the bad one breaks that rule, at the marked value, and nothing else; the
//! good one breaks none.

use std::path::PathBuf;

use crate::named_things::named_by_address;
use groundswell::check::findings_of;
use groundswell::check::settings::Settings;
use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::finding::Finding;
use groundswell::graph::Graph;
use groundswell::plan::Plan;
use groundswell::plan::id::is_kebab_case;
use groundswell::rule::{Context, Found, Rule};
use groundswell::rules::{RULES, by_name};
use groundswell::source::{Limits, Read, Source};

fn read(text: &str, rule: Option<&Rule>) -> Read {
    let store = Memory::default().with("plan.toml", text);
    let store = match rule.map(|rule| rule.found) {
        Some(Found::Beside { file, text }) => store.with(file, text),
        _ => store,
    };
    match Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) {
        Ok(read) => read,
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// What all rules find in a plan: the rule, the text at fault, and the message.
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    found_in(text, None)
}

/// The same in an example of a rule, with what that is compared with and what stands beside it.
fn found_in(text: &str, rule: Option<&Rule>) -> Vec<(&'static str, String, String)> {
    let before = rule.and_then(before).map(|text| read(text, None));
    let read = read(text, rule);
    let graph = Graph::new(&read.plan);
    let figures = Figures::new(&read.plan);
    let before = before.as_ref().map(|before| &before.plan);
    let cx = Context { plan: &read.plan, graph: &graph, figures: &figures, before };
    let findings = findings_of(&cx, read.findings, &Settings::default());
    let plans: Vec<&Plan> = std::iter::once(&read.plan).chain(before).collect();
    let quoted = |finding: &Finding| {
        named_by_address(finding, &plans);
        for related in &finding.related {
            assert!(!read.source.locate(&read.plan, &related.at).bytes.is_empty(), "{}", finding.rule);
            assert!(!related.label.is_empty(), "{}", finding.rule);
        }
        let at = read.source.locate(&read.plan, &finding.at);
        text[at.bytes].to_owned()
    };
    findings.iter().map(|(finding, _)| (finding.rule, quoted(finding), finding.message.to_string())).collect()
}

/// The plan that the examples of a rule are compared with, where it compares.
fn before(rule: &Rule) -> Option<&'static str> {
    match rule.found {
        Found::Comparing { before, .. } => Some(before),
        _ => None,
    }
}

#[test]
fn the_bad_example_of_each_rule_breaks_it_where_it_is_marked_and_no_other() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let (before, rest) = rule.bad.split_once('«').unwrap();
        let (marked, after) = rest.split_once('»').unwrap();
        let found = found_in(&format!("{before}{marked}{after}"), Some(rule));
        match found.as_slice() {
            [(name, at, _)] if *name == rule.name && at == marked => {}
            _ => wrong.push(format!("{} at {marked}: {found:#?}", rule.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_good_example_of_each_rule_breaks_none() {
    let wrong: Vec<_> = RULES
        .iter()
        .map(|rule| (rule.name, found_in(rule.good, Some(rule))))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn messages_are_lines_without_a_full_stop() {
    for rule in RULES {
        for (name, _, message) in found_in(&rule.bad.replace(['«', '»'], ""), Some(rule)) {
            assert!(
                !message.is_empty() && !message.contains('\n') && !message.ends_with('.'),
                "{name}: {message}"
            );
        }
        assert!(!rule.holds.is_empty() && !rule.holds.ends_with('.'), "{}", rule.name);
        assert!(!rule.why.is_empty() && !rule.why.ends_with('.'), "{}", rule.name);
    }
}

#[test]
fn every_file_of_a_rule_is_registered_under_its_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap().replace(".rs", "").replace('_', "-"))
        .collect();
    files.sort_unstable();
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    assert_eq!(files, names);
    assert!(RULES.iter().all(|rule| is_kebab_case(rule.name)));
    assert!(RULES.iter().all(|rule| by_name(rule.name).is_some_and(|found| found.name == rule.name)));
}

#[test]
fn the_registry_is_ordered_by_family() {
    assert!(RULES.is_sorted_by_key(|rule| rule.family));
}

/// What one rule says about a plan of two half-years, beside what is given here.
pub(crate) fn says(rule: &str, text: &str) -> Vec<String> {
    const WAVES: &str = r#"
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30

[wave.two]
name = "Two"
start = 2026-07-01
end = 2026-12-31
"#;
    let found = found(&format!("format = 1\n{WAVES}\n{text}"));
    let reading = |name: &str| by_name(name).is_some_and(|rule| matches!(rule.found, Found::Reading));
    let faults: Vec<_> = found.iter().filter(|(name, ..)| reading(name)).collect();
    assert!(faults.is_empty(), "{faults:?}");
    found.into_iter().filter(|(name, ..)| *name == rule).map(|(.., message)| message).collect()
}
