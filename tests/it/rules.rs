//! Each rule's own examples: the bad one breaks that rule, at the marked value, and nothing else; the
//! good one breaks none.

use std::path::PathBuf;

use groundswell::check::findings_of;
use groundswell::check::settings::Settings;
use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::finding::Finding;
use groundswell::graph::Graph;
use groundswell::plan::id::is_kebab_case;
use groundswell::rule::{Context, Found, Rule};
use groundswell::rules::{RULES, by_name};
use groundswell::source::{Limits, Read, Source};

fn read(text: &str) -> Read {
    let store = Memory::default().with("plan.toml", text);
    match Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) {
        Ok(read) => read,
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// What all rules find in a plan: the rule, the text at fault, and the message.
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    found_since(text, None)
}

/// The same, against the text of the plan as it was before.
fn found_since(text: &str, before: Option<&str>) -> Vec<(&'static str, String, String)> {
    let before = before.map(read);
    let read = read(text);
    let graph = Graph::new(&read.plan);
    let figures = Figures::new(&read.plan);
    let before = before.as_ref().map(|before| &before.plan);
    let cx = Context { plan: &read.plan, graph: &graph, figures: &figures, before };
    let findings = findings_of(&cx, read.findings, &Settings::default());
    let quoted = |finding: &Finding| {
        for related in &finding.related {
            assert!(!read.source.locate(&read.plan, &related.at).bytes.is_empty(), "{}", finding.rule);
            assert!(!related.label.is_empty(), "{}", finding.rule);
        }
        let at = read.source.locate(&read.plan, &finding.at);
        text[at.bytes].to_owned()
    };
    findings.iter().map(|(finding, _)| (finding.rule, quoted(finding), finding.message.clone())).collect()
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
        let found = found_since(&format!("{before}{marked}{after}"), self::before(rule));
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
        .map(|rule| (rule.name, found_since(rule.good, before(rule))))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn messages_are_lines_without_a_full_stop() {
    for rule in RULES {
        for (name, _, message) in found(&rule.bad.replace(['«', '»'], "")) {
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
fn says(rule: &str, text: &str) -> Vec<String> {
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

#[test]
fn levels_that_build_on_each_other_in_turn_are_no_cycle() {
    let plan = |crm: &str| {
        format!(
            r#"[capability]
consent = {{ reaches = {{ one = 3, two = 4 }}, needs = {{ two = ["crm >= 2"] }} }}
crm = {{ reaches = {{ two = 2 }}, needs = ["consent >= {crm}"] }}"#
        )
    };
    assert_eq!(says("dependency-cycle", &plan("3")), [""; 0]);
    assert_eq!(says("dependency-cycle", &plan("4")), ["`consent` and `crm` need each other"]);
    let alone = "[capability]\ncrm = { wave = \"one\", needs = [\"crm\"] }";
    assert_eq!(says("dependency-cycle", alone), ["`crm` needs itself"]);
    let three = r#"[capability]
a = { wave = "one", needs = ["b"] }
b = { wave = "one", needs = ["c"] }
c = { wave = "one", needs = ["a"] }"#;
    let message = "`a` → `b` → `c` → `a`: 3 items need each other in a circle";
    assert_eq!(says("dependency-cycle", three), [message]);
}

#[test]
fn a_need_is_met_by_what_stands_today_or_goes_live_early() {
    let plan = |more: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", needs = ["crm >= 2"] }}
[capability]
crm = {{ reaches = {{ two = 3 }}{more} }}"#
        )
    };
    assert_eq!(says("need-after-use", &plan("")).len(), 1);
    assert_eq!(says("need-after-use", &plan(", maturity = 2")), [""; 0]);
    assert_eq!(says("need-after-use", &plan(", live = 2026-06-30")), [""; 0]);
    assert_eq!(says("need-after-use", &plan(", live = 2026-07-01")).len(), 1);
}

#[test]
fn what_is_never_built_is_told_from_what_is_a_group() {
    let plan = r#"[driver]
reach = { wave = "one", needs = ["data", "crm"] }
later = { wave = "unplanned", needs = ["crm"] }
[capability]
data = {}
consent = { part-of = "data", wave = "one" }
crm = { wave = "unplanned" }"#;
    let group = "`reach` needs `data`, a group that never goes live itself";
    let never = "`reach` needs `crm`, but no wave builds `crm`";
    assert_eq!(says("need-never-met", plan), [group, never]);
    assert_eq!(says("item-without-wave", plan), [""; 0]);
}

#[test]
fn a_bundle_that_is_named_from_both_ends_is_one_fault() {
    let plan = |second: &str| {
        format!(
            r#"[driver]
a = {{ wave = "one", together = ["b"] }}
b = {{ wave = "{second}", together = ["a"] }}"#
        )
    };
    assert_eq!(says("split-group", &plan("one")), [""; 0]);
    assert_eq!(says("split-group", &plan("two")).len(), 1);
    assert_eq!(
        says("split-group", &plan("unplanned")),
        ["`a` and `b` belong together, but `b` is unplanned"]
    );
}

#[test]
fn mandates_that_follow_on_each_other_leave_no_day_out() {
    let plan = |granted: &str, until: &str| {
        format!(
            r#"[mandate]
chair = {{ leadership = "executive", wave = "one", until = 2026-03-31 }}
successor = {{ leadership = "executive", wave = "one", granted = {granted}, until = {until} }}
office = {{ leadership = "transformation", wave = "one" }}"#
        )
    };
    assert_eq!(says("leadership-missing", &plan("2026-04-01", "2026-12-31")), [""; 0]);
    let gap = ["no executive leadership stands in `one` from 01 Apr 2026"];
    assert_eq!(says("leadership-missing", &plan("2026-05-01", "2026-12-31")), gap);
    let end = ["no executive leadership stands in `two` from 01 Nov 2026"];
    assert_eq!(says("leadership-missing", &plan("2026-04-01", "2026-10-31")), end);
    assert_eq!(says("wave-without-mandate", &plan("2026-05-01", "2026-10-31")), [""; 0]);
}

#[test]
fn a_wave_without_any_mandate_is_not_also_short_of_leadership() {
    let plan = r#"[mandate]
chair = { leadership = "executive", wave = "one", until = 2026-06-30 }
office = { leadership = "transformation", wave = "one", until = 2026-06-30 }"#;
    assert_eq!(says("leadership-missing", plan), [""; 0]);
    assert_eq!(says("wave-without-mandate", plan).len(), 1);
}

#[test]
fn a_mandate_that_is_reached_later_does_not_stand_yet() {
    let plan = r#"[mandate]
chair = { leadership = "executive", wave = "one" }
office = { theme = "change", wave = "two", granted = 2025-12-01 }"#;
    assert_eq!(says("leadership-missing", plan), ["no transformation leadership stands in `one`"]);
}

#[test]
fn thirds_of_a_month_fill_a_capacity_exactly() {
    let plan = |has: &str| {
        format!(
            r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
capacity = {has}
[capability]
a = {{ reaches = {{ one = 1, two = 2, three = 3 }}, effort = 1 }}
b = {{ reaches = {{ one = 1, two = 2, three = 3 }}, effort = 1 }}
c = {{ reaches = {{ one = 1, two = 2, three = 3 }}, effort = 1 }}"#
        )
    };
    assert_eq!(says("over-capacity", &plan("1")), [""; 0]);
    assert_eq!(says("over-capacity", &plan("0.9")), ["`three` takes 1 person-months and has 0.9"]);
}

#[test]
fn layers_are_inherited_and_stand_below_through_others() {
    let plan = |layer: &str| {
        format!(
            r#"[driver]
reach = {{ wave = "one", needs = ["journeys"] }}
[capability]
tools = {{ layer = "technological" }}
crm = {{ part-of = "tools", wave = "one", needs = ["training"] }}
journeys = {{ {layer}wave = "one", needs = ["crm"] }}
training = {{ layer = "transformational", wave = "one" }}"#
        )
    };
    assert_eq!(says("technology-alone", &plan("layer = \"commercial\", ")), [""; 0]);
    let both = "technological and transformational capabilities alone";
    let found = says("technology-alone", &plan("layer = \"technological\", "));
    assert_eq!(found, [format!("`reach` stands on {both}"), format!("`one` builds {both}")]);
    assert_eq!(says("technology-alone", &plan("")), [""; 0], "what has no layer cannot be judged");
}

#[test]
fn what_is_measured_as_done_needs_no_unit() {
    let plan = r#"[plan]
as-of = 2026-03-01
[capability]
crm = { wave = "one" }
later = { wave = "two" }
[kpi]
trained = { measures = ["crm"], better = "done" }
used = { measures = ["later"] }"#;
    let message =
        "`trained` lacks `target` and `owner`, though `one`, which moves `crm`, started on 01 Jan 2026";
    assert_eq!(says("kpi-incomplete", plan), [message]);
}

#[test]
fn value_that_comes_once_needs_no_ramp() {
    let plan = r#"[plan]
as-of = 2026-03-01
[driver]
a = { wave = "one", once = 1000, owner = "CFO" }
b = { wave = "one", value = 1000, owner = "CFO" }
c = { wave = "two" }"#;
    let message = "`b` lacks `ramp`, though its wave `one` started on 01 Jan 2026";
    assert_eq!(says("value-incomplete", plan), [message]);
}

#[test]
fn scope_that_opens_counts_as_strategy_and_as_return() {
    let plan = r#"[wave.three]
name = "Three"
start = 2027-01-01
end = 2027-06-30
budget = 100
opens = { market = ["se"] }
[market]
dk = { share = 0.5, wave = "unplanned" }
se = { share = 0.5 }
[driver]
reach = { wave = "one" }
[capability]
crm = { reaches = { one = 1, three = 2 } }
[mandate]
chair = { reaches = { one = 1, three = 2 } }"#;
    assert_eq!(says("one-sided-wave", plan), [""; 0]);
    assert_eq!(says("empty-wave", plan), ["nothing goes live in `two`"]);
    assert_eq!(says("wave-without-return", plan), [""; 0]);
    assert_eq!(says("scope-never-opened", plan), [""; 0]);
}
