//! `swell explain`: each rule has a whole page, in each form.

use groundswell::explain::{self, Page};
use groundswell::plan::policy::THRESHOLDS;
use groundswell::rules::RULES;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::program::{Ran, swell};

fn explained(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    swell(folder.path(), &[&["explain"], arguments].concat())
}

#[test]
fn each_page_says_what_why_how_and_shows_both_plans() {
    for rule in RULES {
        let page = Page::of(rule);
        let text = explain::text(&page);
        // What compares with a revision takes more than one plan to show.
        let shown = rule.name == "history-changed" || !page.message.is_empty() && !page.fix.is_empty();
        assert!(shown, "{}: {page:#?}", rule.name);
        assert_eq!(page.bad[page.marked.clone()], *rule.bad.split(['«', '»']).nth(1).unwrap());
        for heading in ["Why it hurts the programme", "A plan that breaks it", "The plan mended", "Settings"]
        {
            assert!(text.contains(&format!("\n{heading}")), "{}: {heading}", rule.name);
        }
        assert!(text.contains('^'), "{}: the fault is marked", rule.name);
        let wide: Vec<&str> = text.lines().filter(|line| line.width() > 80).collect();
        assert!(wide.is_empty(), "{}: {wide:#?}", rule.name);
        assert!(text.lines().all(|line| line == line.trim_end()), "{}", rule.name);
        let threshold = THRESHOLDS.iter().find(|(name, _)| *name == rule.name);
        assert_eq!(page.threshold.map(|threshold| threshold.default), threshold.map(|(_, default)| *default));
        if let Some((name, default)) = threshold {
            assert!(text.contains(&format!("\n  {name} = {default}\n")), "{text}");
        }
    }
}

#[test]
fn settings_of_a_page_are_sound_toml() {
    for rule in RULES {
        let settings: toml::Table = Page::of(rule).settings().parse().unwrap();
        assert_eq!(settings["waiver"][0]["rule"].as_str(), Some(rule.name));
    }
}

#[test]
fn a_page_reads_so() {
    let ran = explained(&["wave-without-gate"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("data");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("explain_wave_without_gate", ran.out));
}

#[test]
fn a_family_lists_its_rules_and_all_lists_all() {
    let waves = explained(&["waves"]).out;
    assert!(waves.starts_with("waves\n  dependency-cycle (error)\n      no item needs itself"), "{waves}");
    assert!(!waves.contains("syntax-error"));
    let all = explained(&["--all"]).out;
    for rule in RULES {
        assert!(all.contains(&format!("\n  {} ({})\n", rule.name, rule.severity.as_str())), "{}", rule.name);
    }
    assert!(all.contains(&waves) && all.lines().all(|line| line.width() <= 80));
}

#[test]
fn the_reference_holds_every_rule_under_its_heading() {
    let reference = explained(&["--all", "--format", "markdown"]).out;
    let mut headings = 0;
    for event in Parser::new_ext(&reference, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
            _ => {}
        }
    }
    let families: std::collections::BTreeSet<&str> = RULES.iter().map(|rule| rule.family.as_str()).collect();
    assert_eq!(headings, 1 + families.len() + RULES.len());
    let one = explained(&["syntax-error", "--format", "markdown"]).out;
    assert!(one.starts_with("# `syntax-error`\n") && reference.contains(one.split_once('\n').unwrap().1));
}

#[test]
fn programs_read_the_same_page() {
    let all: Value = serde_json::from_str(&explained(&["--all", "--format", "json"]).out).unwrap();
    let one: Value = serde_json::from_str(&explained(&["too-many-drivers", "--format", "json"]).out).unwrap();
    let pages = all["rules"].as_array().unwrap();
    assert_eq!(pages.len(), RULES.len());
    assert!(pages.contains(&one["rules"][0]));
    assert_eq!(one["rules"][0]["threshold"]["default"], 4.0);
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    let ran = explained(&["wave-without-gates"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: there is no rule `wave-without-gates`\n  help: Did you mean `wave-without-gate`?\n"
    );
    assert!(explained(&["qqqqqqqq"]).err.contains("swell explain --all"));
    assert_eq!(explained(&[]).code, 2);
}

#[test]
fn a_line_of_the_plan_is_cited_as_it_is_written() {
    let folder = crate::program::folder(&[("plan.toml", include_str!("../../plans/first.toml"))]);
    let ran = swell(folder.path(), &["explain", "plan.toml", "slip.cases"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("driver.visits.wave = \"pilot\"  plan.toml:15"), "{}", ran.out);
    assert!(ran.out.contains("capability.cases.reaches.pilot = 2  plan.toml:20"), "{}", ran.out);
    assert!(!ran.out.contains("driver.visits.reaches"), "{}", ran.out);
    let json = swell(folder.path(), &["explain", "plan.toml", "slip.cases", "--format", "json"]);
    assert!(json.out.contains("\"driver.visits.wave\"") && !json.out.contains("driver.visits.reaches"));
}

#[test]
fn when_a_wave_ends_is_not_put_down_to_what_swings_money() {
    let folder = crate::program::folder(&[("plan.toml", include_str!("../../plans/first.toml"))]);
    let told = |name: &str| swell(folder.path(), &["explain", "plan.toml", name]).out;
    assert!(told("npv-even").contains("NPV if"), "{}", told("npv-even"));
    for name in ["end-even.pilot", "chance-of-late.pilot", "chance-of-budget.pilot"] {
        let told = told(name);
        assert!(told.contains(name) && !told.contains("NPV"), "{told}");
    }
}

/// What an input is by the plan stands beside what it swings; how a KPI is drawn beside the chance of its criterion.
#[test]
fn chances_and_swings_say_what_they_are_made_of() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = |name: &str| {
        let ran = swell(root, &["explain", "plans/omnichannel", name]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let swing = told("npv-swing.value.reach");
    assert!(swing.contains("driver.reach.value.likely = 4_200_000") && !swing.contains("n/a"), "{swing}");
    let ramp = told("npv-swing.ramp.launch");
    let words = ramp.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("months of the ramp 24 months"), "{ramp}");
    assert!(words.contains("ramp at its shortest 0.8 policy.ramp-low"), "{ramp}");
    let even = told("npv-even").replace('\n', " ");
    assert!(even.contains("the result that every other run stays at or below"), "{even}");
    let kpi = told("chance-of-gate.embed-exit.3");
    let words: Vec<&str> = kpi.split_whitespace().collect();
    let words = words.join(" ");
    for told in [
        "readings of Customer experience (CXQ) 3",
        "slope.cxq",
        "line of Customer experience (CXQ) on that day 8.12 points",
        "spread of Customer experience (CXQ) on that day",
    ] {
        assert!(words.contains(told), "{told}: {kpi}");
    }
    let untold = told("chance-of-gate.scale-exit.4");
    assert!(untold.contains("= n/a") && untold.contains("Nobody can tell: "), "{untold}");
}

/// Read three times: by hand 12 in 61 days from 10 on, and so 10 + 12 × 247 ÷ 61 = 58.59 at the gate.
#[test]
fn how_a_private_kpi_is_drawn_is_told_to_nobody_else() {
    let plan = "format = 1\n[plan]\nstart = 2026-01-01\nhorizon = 2027-12-31\nas-of = 2026-06-30\ncurrency = \"EUR\"\n\
        [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
        [kpi.secret]\nprivate = true\nbaseline = 10\nbetter = \"higher\"\n\
        [gate.exit]\nwave = \"one\"\ncriteria = [\"kpi.secret >= 40\"]\n";
    let reading = |(month, value): (u8, u8)| {
        format!("[[reading]]\nkpi = \"secret\"\ndate = 2026-0{month}-28\nvalue = {value}\n")
    };
    let readings: String = [(4, 10), (5, 15), (6, 22)].map(reading).concat();
    let folder = crate::program::folder(&[("plan.toml", &*format!("{plan}{readings}"))]);
    let run = |arguments: &[&str]| swell(folder.path(), arguments).out;
    for arguments in
        [["explain", "plan.toml", "chance-of-gate.exit.1"], ["simulate", "plan.toml", "--runs=100"]]
    {
        let (shut, open) = (run(&arguments), run(&[&arguments[..], &["--include-private"]].concat()));
        let told = |text: &str| ["secret", "58.59", "58.6"].iter().filter(|it| text.contains(**it)).count();
        assert_eq!((told(&open), told(&shut)), (2, 0), "{open}\n{shut}");
        match arguments[0] {
            // A figure that is of nothing else is refused.
            "explain" => assert_eq!(shut, ""),
            _ => assert!(shut.contains("█████ private"), "{shut}"),
        }
    }
}
