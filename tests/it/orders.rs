//! The order of files, of tables in a file and of patterns in `include` never changes what is said.

use std::path::Path;

use fastrand::Rng;
use groundswell::check::{Checked, check};
use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::plan::Plan;
use groundswell::show::Context;
use groundswell::source::{Limits, Source};
use groundswell::{reports, shows};
use serde_json::Value;

use crate::plans::{PLAIN, files};

type Files = Vec<(String, String)>;

fn omnichannel() -> Files {
    files("omnichannel").into_iter().map(|(path, text)| (path.to_str().unwrap().to_owned(), text)).collect()
}

fn checked(files: &Files) -> Checked {
    let store = files.iter().fold(Memory::default(), |store, (path, text)| store.with(path, text.as_str()));
    let own = Path::new("omnichannel/plan.toml").to_path_buf();
    match Source::read(&store, &[own], Limits::default()) {
        Ok(read) => check(read, None),
        Err(unreadable) => panic!("{unreadable:?}"),
    }
}

/// What every view says of a plan.
fn views(plan: &Plan) -> Vec<(&'static str, Value, String)> {
    let figures = Figures::new(plan);
    let context = Context::new(plan, &figures);
    shows::ALL.map(|show| (show.id, (show.json)(&context), (show.text)(&context))).to_vec()
}

/// All that a plan says but the slides of its agenda, which are in the order in which they are written.
fn said(plan: &Plan) -> String {
    let mut plan = plan.clone();
    plan.slides.clear();
    format!("{plan:#?}")
}

fn report(checked: Checked) -> Value {
    serde_json::from_str(&(reports::by_name("json").unwrap().write)(&[checked], PLAIN)).unwrap()
}

/// What a check finds, without the places, in an order that does not come from the places.
fn findings(checked: Checked) -> Vec<String> {
    let mut document = report(checked);
    let findings = document["findings"].as_array_mut().unwrap();
    let placeless = |row: &mut Value| {
        for key in ["file", "line", "column", "end_line", "end_column"] {
            row.as_object_mut().unwrap().remove(key);
        }
    };
    let mut rows: Vec<String> = findings
        .iter_mut()
        .map(|row| {
            placeless(row);
            row["related"].as_array_mut().unwrap().iter_mut().for_each(placeless);
            row.to_string()
        })
        .collect();
    rows.sort();
    rows
}

/// The file with its tables in another order; what stands before the first stays there.
fn tables_shuffled(text: &str, rng: &mut Rng) -> String {
    let mut tables = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            tables.push(String::new());
        }
        tables.last_mut().unwrap().push_str(line);
    }
    rng.shuffle(&mut tables[1..]);
    tables.concat()
}

/// Faults of many kinds, so that there is something to find.
const FAULTS: &str = r#"
[driver.second-thought]
wave = "never"
needs = ["consnet >= 2", "crm >= 9"]
colour = 1

[[learning]]
date = 2026-09-20
note = "the same note"

[[learning]]
date = 2026-09-20
note = "the same note"
leads-to = ["nothing"]

[[action]]
date = 2026-09-20
what = "the same action"
owner = "One"

[[action]]
date = 2026-09-20
what = "the same action"
owner = "Other"

[[decision]]
date = 2026-09-20
outcome = "go"

[[decision]]
date = 2026-09-20
outcome = "stop"
by = "Other"
"#;

#[test]
fn the_order_of_tables_changes_nothing_but_places() {
    for faulty in [false, true] {
        let mut files = omnichannel();
        if faulty {
            for (path, text) in &mut files {
                if path.ends_with("strategy.toml") {
                    text.push_str(FAULTS);
                }
            }
        }
        let plain = checked(&files);
        assert!(!plain.findings.is_empty());
        let plan = said(&plain.plan);
        let (expected_views, expected) = (views(&plain.plan), findings(plain));
        for seed in 0..8 {
            let mut rng = Rng::with_seed(seed);
            let shuffled: Files =
                files.iter().map(|(path, text)| (path.clone(), tables_shuffled(text, &mut rng))).collect();
            assert_ne!(shuffled, files);
            let shuffled = checked(&shuffled);
            assert_eq!(said(&shuffled.plan), plan, "seed {seed}, faulty: {faulty}");
            for (one, other) in views(&shuffled.plan).iter().zip(&expected_views) {
                assert_eq!(one, other, "seed {seed}, faulty: {faulty}");
            }
            assert_eq!(findings(shuffled), expected, "seed {seed}, faulty: {faulty}");
        }
    }
}

#[test]
fn the_order_of_patterns_changes_nothing_at_all() {
    const PATTERNS: [&str; 5] =
        ["strategy.toml", "operating-model.toml", "leadership.toml", "kpis.toml", "record/*.toml"];
    let files = omnichannel();
    let with = |patterns: &[&str]| -> Files {
        let replaced = files.iter().map(|(path, text)| {
            if !path.ends_with("plan.toml") {
                return (
                    path.clone(),
                    format!("{text}\n[plan]\n[objective.same]\nname = 1\n[[present]]\ntitle = \"{path}\"\n"),
                );
            }
            let start = text.find("include = [").unwrap();
            let end = start + text[start..].find("]\n").unwrap();
            let list: Vec<String> =
                patterns.iter().map(|pattern| format!("\"{pattern:<40}\"").replace(' ', "")).collect();
            (path.clone(), format!("{}include = [{}{}", &text[..start], list.join(","), &text[end..]))
        });
        replaced.collect()
    };
    let plain = checked(&with(&PATTERNS));
    let plan = plain.plan.clone();
    let (expected_views, expected) = (views(&plain.plan), report(plain));
    let mut rng = Rng::with_seed(1);
    for _ in 0..8 {
        let mut patterns = PATTERNS;
        rng.shuffle(&mut patterns);
        let shuffled = checked(&with(&patterns));
        assert!(shuffled.plan == plan, "{patterns:?}");
        assert_eq!(views(&shuffled.plan), expected_views, "{patterns:?}");
        assert_eq!(report(shuffled), expected, "{patterns:?}");
    }
}

/// What people read is in the order of what they see: names on the board, dates of gates, never ids.
#[test]
fn cards_go_by_name_and_gates_by_date_and_print_says_what_the_screen_says() {
    const PLAN: &str = r#"format = 1
[plan]
as-of = 2026-02-01
start = 2026-01-01
[wave.first]
start = 2026-01-01
end = 2026-06-30
[wave.second]
start = 2026-07-01
end = 2026-12-31
[capability]
a = { name = "3 Third", layer = "commercial", wave = "first" }
b = { name = "1 First", layer = "commercial", wave = "first" }
c = { name = "2 Second", layer = "commercial", wave = "first" }
[gate.a-late]
name = "Late gate"
wave = "second"
[gate.b-early]
name = "Early gate"
wave = "first"
"#;
    let store = Memory::default().with("plan.toml", PLAN);
    let read = Source::read(&store, &["plan.toml".into()], Default::default());
    let work = groundswell::workspace::Workspace::of(check(read.ok().unwrap(), None), "plan.toml");
    let context = Context::new(work.plan(), work.figures());
    let printed = |id: &str| (shows::by_id(id).unwrap().text)(&context);
    let in_order = |text: &str, words: &[&str]| {
        let places: Vec<usize> =
            words.iter().map(|word| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"))).collect();
        assert!(places.is_sorted(), "{words:?} in {text}");
    };
    let (board, leadership, timeline) = (printed("board"), printed("leadership"), printed("timeline"));
    in_order(&board, &["1 First", "2 Second", "3 Third"]);
    in_order(&leadership, &["Early gate", "Late gate"]);
    assert!(
        board.contains("1 First (b) to 1, on track") && timeline.contains("on track"),
        "{board}{timeline}"
    );
    let screen = groundswell::tui::screen(work, Default::default(), "", 80, 24);
    in_order(&screen, &["▲ 1 First", "▲ 2 Second", "▲ 3 Third"]);
}
