//! One fault is one message: what a plan lacks because of a fault in its text is not said again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use groundswell::finding::Severity;
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::theme::Look;
use groundswell::tui::views::VIEWS;

use crate::driven;
use crate::program::{folder, swell};

/// The faults that a change of the first plan brings, one a line: rule, message and help.
fn faults(was: &str, is: &str) -> Vec<String> {
    let plan = include_str!("../../plans/first.toml");
    assert!(plan.contains(was), "{was}");
    let here = folder(&[("plan.toml", &plan.replacen(was, is, 1))]);
    let ran = swell(here.path(), &["check", "plan.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let told = |it: &serde_json::Value| {
        format!("{}: {}: {}", text(it, "rule"), text(it, "message"), text(it, "help"))
    };
    json["findings"].as_array().unwrap().iter().map(told).collect()
}

#[test]
fn a_typo_in_an_inline_table_is_one_fault_that_says_what_to_write() {
    for (was, is, told) in [
        (
            "budget = 360_000",
            "budget = 360k",
            "syntax-error: a number is written in digits alone: Write 360 thousand as 360_000.",
        ),
        (
            "budget = 360_000",
            "budget = 360,000",
            "syntax-error: a number is written without commas: Write thousands as 500_000 and decimals as 0.5.",
        ),
        (
            "start = 2026-01-05, end",
            "start = 2026-02-30, end",
            "syntax-error: this is no date of the calendar: Write a date as 2026-11-15, without quotes.",
        ),
        (
            "name = \"Pilot\"",
            "name = \"Pilot",
            "syntax-error: this text has no closing \": Close the text on the line where it begins.",
        ),
        (
            "name = \"Pilot\"",
            "name = “Pilot”",
            "syntax-error: these are no quotes of TOML: Put a text in straight quotes: \"…\".",
        ),
        (
            "name = \"Pilot\",",
            "name = \"Pilot\"",
            "syntax-error: a comma is missing between two entries of this table: Write a comma between them.",
        ),
        (
            "[\"cases\", \"helpers\"]",
            "[\"cases\", \"helpers\"",
            "syntax-error: `value` stands where an entry of a list was expected: Close the list with `]` before `value`.",
        ),
    ] {
        assert_eq!(faults(was, is), [told], "{is}");
    }
}

#[test]
fn a_table_that_cannot_be_read_is_one_fault_wherever_it_is_named() {
    for (was, is, told) in [
        (
            "[driver] ",
            "[drvier] ",
            "unknown-key: `drvier` is no table of a plan: Did you mean `driver`? Your own fields go into `extra`.",
        ),
        (
            "[driver] ",
            "[[driver]] ",
            "wrong-type: `driver` is a list; expected tables by id: `[driver.some-id]`: Write tables by id: `[driver.some-id]`.",
        ),
        (
            "\npilot = ",
            "\nPilot = ",
            "wrong-type: `Pilot` is no id in kebab-case: Write ids in lower-case letters, digits and single hyphens: `low-access-2`.",
        ),
        (
            "wave = \"pilot\", needs",
            "wave = \"pilto\", needs",
            "unknown-id: there is no wave `pilto`: Did you mean the wave `pilot`?",
        ),
        (
            "[\"cases\", \"helpers\"]",
            "[\"cases\", \"helprs\"]",
            "unknown-id: there is no item `helprs`: Did you mean the item `helpers`?",
        ),
        (
            "horizon = 2028-12-31",
            "horizon = 2020-12-31",
            "out-of-range: the horizon 2020-12-31 lies before the start 2026-01-05: Give the plan a horizon after its start.",
        ),
        ("\"EUR\"", "\"eur\"", "unknown-value: `eur` is no value of `currency`: Did you mean `EUR`?"),
        (
            "run = 60_000",
            "runs = 60_000",
            "unknown-id: there is no wave `runs`: Did you mean `run`, the cost a year?",
        ),
    ] {
        assert_eq!(faults(was, is), [told], "{is}");
    }
}

#[test]
fn values_that_cannot_be_meant_are_faults() {
    for (was, is, told) in [
        (
            "\npilot = ",
            "\nrun = { start = 2027-07-01, end = 2027-12-31 }\npilot = ",
            "wrong-type: `run` is a word of the plan and no id of a wave: Give the wave another id: `run` in a cost is each year's, and \"unplanned\" is no wave.",
        ),
        (
            "helpers >= 2\"",
            "helpers >= 7\"",
            "out-of-range: `criteria` is out of range; expected a level from 0 to 5: Write a level from 0 to 5.",
        ),
        (
            "helpers >= 2\"",
            "helpers >= 2.5\"",
            "out-of-range: `criteria` is out of range; expected a level from 0 to 5: Write a level from 0 to 5.",
        ),
        (
            "currency = ",
            "discount-rate = 8\ncurrency = ",
            "out-of-range: `discount-rate` is out of range; expected a number from -0.99 to 1: Write a number from -0.99 to 1.",
        ),
        (
            "pilot = 25,",
            "pilot = [20, 25],",
            "wrong-type: `pilot` is a list; expected a number, since higher is better: Write a number, since higher is better.",
        ),
        (
            "leadership = \"executive\"",
            "leadership = \"executive\", theme = \"communication\"",
            "unknown-value: `communication` is no theme of executive leadership: Write one of: funding, steering, mandate, governance; or name the other leadership.",
        ),
        (
            "\"helpers >= 2\"",
            "\"npv >= 2\"",
            "unknown-id: there is no item `npv`: Write one of: errors, visits, cases, forms, helpers, council, lead. Or measure kpi.ID, realized.ID or spent.ID.",
        ),
    ] {
        assert_eq!(faults(was, is), [told], "{is}");
    }
    let record = "\n[[reading]]\nkpi = \"online\"\ndate = 2026-01-04\nvalue = true\n[kpi]";
    let told = "wrong-type: `value` is yes or no; expected a number, as its KPI counts: Write a number, as its KPI counts.";
    assert_eq!(faults("\n[kpi]", record), [told]);
}

#[test]
fn no_figures_are_told_of_a_plan_that_cannot_be_read_whole() {
    let plan = include_str!("../../plans/first.toml");
    let broken = plan
        .replace("value = 500_000", "value = \"much\"")
        .replace("wave = \"town\", needs", "wave = \"twn\", needs");
    let marked = format!("{plan}\n<<<<<<< ours\n[policy]\n=======\n[target-state]\n>>>>>>> theirs\n");
    let here = folder(&[("plan.toml", &broken), ("marked.toml", &marked)]);
    for words in [
        vec!["show", "plan.toml"],
        vec!["show", "plan.toml", "figures", "--format", "csv"],
        vec!["simulate", "plan.toml"],
        vec!["explain", "plan.toml", "npv"],
        vec!["slip", "plan.toml", "pilot", "3"],
        vec!["minutes", "plan.toml"],
    ] {
        let ran = swell(here.path(), &words);
        assert_eq!((ran.out.as_str(), ran.code), ("", 2), "{words:?}");
        let told = "error: not all of the plan can be read, so that its figures would be wrong: wrong-type at plan.toml:15, and 1 more";
        assert!(ran.err.starts_with(told), "{words:?}: {}", ran.err);
    }
    let ran = swell(here.path(), &["show", "plan.toml", "--partial"]);
    assert!(
        ran.code == 0 && ran.out.contains("Planned value 0 €"),
        "what can be read, where asked for: {}",
        ran.out
    );
    let ran = swell(here.path(), &["show", "marked.toml"]);
    assert_eq!((ran.out.as_str(), ran.code), ("", 3), "{}", ran.err);
    let ran = swell(here.path(), &["show", "plan.toml", "check"]);
    assert!(
        ran.code == 0 && ran.out.contains("wrong-type"),
        "what is wrong is told all the same: {}",
        ran.err
    );
}

#[test]
fn a_value_is_explained_by_the_short_address_that_edits_take() {
    let here = folder(&[("plan.toml", include_str!("../../plans/first.toml"))]);
    let short = swell(here.path(), &["explain", "plan.toml", "visits.value.likely"]);
    let long = swell(here.path(), &["explain", "plan.toml", "driver.visits.value.likely"]);
    assert!(short.code == 0 && short.out.contains("500_000"), "{}{}", short.out, short.err);
    assert_eq!(short.out, long.out);
}

/// What is no TOML stands below errors of what can be read, and is what to begin with: the rest may only follow from it.
#[test]
fn a_plan_that_cannot_be_read_whole_opens_on_what_is_wrong_with_it_the_cause_first() {
    let torn =
        driven::PLAN.replacen("[driver.visits]\n", "[driver.visits]\nramp = { shape = 1 months = 2 }\n", 1);
    assert_ne!(torn, driven::PLAN);
    for (width, height) in [(80, 24), (140, 40), (60, 18)] {
        let model = after(driven::open(&torn), Look::default(), "", width, height);
        assert_eq!(VIEWS[model.view].name, "Check");
        let errors = model.work.findings.iter().filter(|it| it.severity == Severity::Error).count();
        assert!(errors > 1, "others are there, in lines before it");
        assert_eq!(model.finding().unwrap().finding.rule, "syntax-error");
        let shown = driven::drawn(&model);
        let first =
            shown.lines().find(|line| line.starts_with("> E") || line.contains("│> E")).unwrap_or_default();
        assert!(first.contains("a comma is missing"), "{shown}");
        let told = model.message.as_deref().unwrap();
        assert!(told.ends_with("counts for nothing; begin with the first"), "{told}");
    }
    // A plan that can be read opens on its board, whatever is wrong with it.
    assert_eq!(VIEWS[driven::model("", 80, 24).view].name, "Board");
}

/// No form has a text that says nothing: both keys lead to its line, and the screen names the one that always does.
#[test]
fn a_line_that_cannot_be_read_is_mended_in_the_editor() {
    let torn = driven::PLAN.replace("name = \"Pilot\"", "name = \"Pilot");
    let line =
        u32::try_from(driven::PLAN.lines().position(|it| it == "name = \"Pilot\"").unwrap()).unwrap() + 1;
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = after(driven::open(&torn), Look::default(), "8", width, height);
        assert_eq!(model.finding().unwrap().finding.rule, "syntax-error");
        let screen = driven::drawn(&model);
        assert!(screen.contains("E opens this line in your editor"), "{screen}");
        assert!(screen.lines().last().unwrap().contains("E editor"), "{screen}");
        for key in ["e", "E"] {
            let effects = driven::press(&mut model, key);
            assert!(matches!(&effects[..], [Effect::Edit(_, at)] if *at == line), "{key}: {effects:?}");
        }
        driven::press(&mut model, "F");
        assert!(
            driven::message(&model).contains("E opens the line in your editor"),
            "{}",
            driven::message(&model)
        );
    }
}

/// Before a room it is the first slide that not all could be read, and no slide tells an amount of money.
#[test]
fn the_slides_of_a_plan_that_cannot_be_read_whole_say_so_first_and_tell_no_money() {
    let torn =
        driven::PLAN.replacen("[driver.visits]\n", "[driver.visits]\nramp = { shape = 1 months = 2 }\n", 1);
    let mut model = after(driven::open(&torn), Look::default(), "P", 80, 24);
    let slides = model.present.as_ref().unwrap().slides.len();
    let whole = after(driven::open(driven::PLAN), Look::default(), "P", 80, 24);
    assert_eq!(slides, whole.present.as_ref().unwrap().slides.len() + 1);
    let shown = driven::drawn(&model);
    for words in [
        "Not all of the plan could be read",
        "cannot be read",
        "What stands there is left out",
        "NOT ALL READ",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for nth in 0..slides {
        let shown = driven::drawn(&model);
        assert!(shown.contains("NOT ALL READ"), "slide {nth}: {shown}");
        for figure in ["Planned value", "Forecast value", "Payback", "M€"] {
            assert!(!shown.contains(figure), "slide {nth}: {shown}");
        }
        driven::press(&mut model, "<right>");
    }
}

/// Three headers lack a bracket, the first two of which stand in a row; what is below each of them is of no other table.
#[test]
fn what_stands_below_a_header_that_lacks_a_bracket_is_passed_over() {
    let plan = "format = 1\n[plan]\ncurrency = \"EUR\"\nas-of = 2026-01-01\nhorizon = 2027-12-31\n\
        [wave.one\nstart = 2026-01-01\nend = 2026-06-30\nnme = \"x\"\n\
        [wave.two\nstart = 2026-07-01\nend = 2026-12-31\n\
        [wave.three]\nstart = 2027-01-01\nend = 2027-06-30\nbudgett = 3\n\
        [kpi.rate]\nbetter = \"higher\"\nbaseline = 0\ntarget = { three = 9 }\n\
        [[reading]\nkpi = \"rate\"\ndate = 2026-01-01\nvalue = 3\n";
    let here = folder(&[("plan.toml", plan)]);
    let ran = swell(here.path(), &["check", "plan.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let errors = json["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == "error");
    let told: Vec<String> =
        errors.map(|it| format!("{} {}", it["rule"].as_str().unwrap(), it["line"])).collect();
    // The line of each header, and of the one key that no wave has.
    assert_eq!(told, ["syntax-error 6", "syntax-error 10", "unknown-key 16", "syntax-error 21"], "{json}");
}
