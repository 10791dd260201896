//! Slides say what views say, and what is asked of a room is in its sight.

use groundswell::tui::theme::Look;
use groundswell::tui::{after, buffer, text};

use crate::driven::open;
use crate::program::{folder, swell, words, write};

fn drawn(plan: &str, keys: &str, (width, height): (u16, u16)) -> String {
    text(&buffer(&after(open(plan), Look::default(), keys, width, height)))
}

fn printed(plan: &str) -> String {
    let folder = folder(&[("plan.toml", plan)]);
    let ran = swell(folder.path(), &["present", "plan.toml", "--plain"]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    ran.out
}

/// Four waves whose names fill half of a wide screen, and two questions.
fn long_names() -> String {
    let names = [
        "Foundations in Denmark, Sweden and the Netherlands",
        "Engagement in Germany and the United Kingdom too",
        "Scale to France and the United States of America",
        "Embedding in the line, with China soon to follow",
    ];
    let wave = |(nth, name): (usize, &&str)| {
        format!(
            "[wave.w{nth}]\nname = \"{name}\"\nstart = 202{0}-01-01\nend = 202{0}-12-31\n\
             [capability.c{nth}]\nwave = \"w{nth}\"\nlayer = \"commercial\"\n",
            5 + nth
        )
    };
    let waves: String = names.iter().enumerate().map(wave).collect();
    format!(
        "format = 1\n[plan]\nname = \"Names\"\ncurrency = \"EUR\"\nhorizon = 2029-12-31\nas-of = 2026-06-30\n{waves}\
         [[present]]\nview = \"roadmap\"\n[[present]]\nview = \"decisions\"\nask = \"Hire the second team?\"\n\
         [[present]]\nview = \"late\"\nask = \"Keep the old counter?\"\n"
    )
}

#[test]
fn what_is_asked_today_is_in_sight_however_long_the_names_of_waves_are() {
    let plan = long_names();
    for size in [(60, 18), (80, 24), (100, 30), (140, 40)] {
        let screen = drawn(&plan, "P", size);
        for said in ["2 to decide today", "Hire the second team?", "Keep the old counter?", "of 1 live"] {
            assert!(screen.contains(said), "{size:?} {said}: {screen}");
        }
        // No wave is left out for it: of each name there is the beginning.
        for name in ["Foundations", "Engagement", "Scale to", "Embedding"] {
            assert!(screen.contains(name), "{size:?} {name}: {screen}");
        }
    }
}

/// First benefit, planned for June, needs what is overdue: it was seen at 1 and needed at 2.
const OVERDUE: &str = r#"format = 1
[plan]
name = "Hang"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-10-31
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
[capability.base]
name = "Base"
layer = "technological"
reaches = { one = 2 }
[driver.first]
name = "First benefit"
wave = "one"
needs = ["base >= 2"]
value = { low = 80_000, likely = 120_000, high = 140_000 }
[driver.second]
name = "Second benefit"
wave = "one"
value = { low = 80_000, likely = 120_000, high = 140_000 }
[[assessed]]
capability = "base"
date = 2026-09-15
level = 1
[[present]]
view = "value"
[[present]]
view = "value"
item = "first"
[[present]]
view = "late"
item = "first"
[[present]]
view = "value"
item = "second"
"#;

#[test]
fn the_slide_of_a_driver_that_waits_says_for_what_and_not_that_it_is_live() {
    let told = printed(OVERDUE);
    let late = told.split("What is late").nth(1).unwrap_or_default();
    let why =
        late.lines().find_map(|line| line.trim().strip_prefix("First benefit: late or blocked, ")).unwrap();
    assert!(told.contains(&format!("  First benefit: late or blocked · {why}\n")), "{told}");
    assert!(!told.contains("First benefit: late or blocked, live"), "{told}");
    for size in [(80, 24), (140, 40)] {
        let slide = words(&drawn(OVERDUE, "P 2", size));
        assert!(
            slide.contains("✗ First benefit late or blocked · ") && !slide.contains("live Jun"),
            "{slide}"
        );
        // One that nothing holds back says when it is live, with what its mark says.
        let slide = words(&drawn(OVERDUE, "P 4", size));
        assert!(slide.contains("Second benefit not assessed · live Jun 2026"), "{slide}");
    }
}

#[test]
fn a_chance_that_hangs_on_what_is_overdue_is_one_at_most_on_its_slide_too() {
    let told = printed(OVERDUE);
    assert!(told.contains("  At most a 9 in 10 chance of: at least "), "{told}");
    assert!(told.contains(" · the forecast: at most about "), "{told}");
    let there = printed(&OVERDUE.replace("level = 1", "level = 2"));
    assert!(there.contains("  9 in 10 chance of: at least ") && !there.contains("t most"), "{there}");
}

/// 62 in Norway and 14 in Finland, which joins at the end of Two: 38, as the gate is judged by then.
const JOINS: &str = r#"format = 1
[plan]
name = "Joins"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
as-of = 2026-10-31
[wave.one]
name = "One"
start = 2026-01-01
end = 2026-06-30
opens = { market = ["no"] }
[wave.two]
name = "Two"
start = 2026-07-01
end = 2026-12-31
opens = { market = ["fi"] }
[market.no]
name = "Norway"
share = 0.5
[market.fi]
name = "Finland"
share = 0.3
[driver.reach]
name = "Reach"
wave = "one"
value = 100_000
[kpi.contacts]
name = "Contacts"
measures = ["reach"]
better = "higher"
baseline = 0
rollup = "mean"
target = { one = 50, two = 100 }
[gate.go]
name = "Go on"
wave = "two"
criteria = ["kpi.contacts >= 40"]
[[reading]]
kpi = "contacts"
market = "no"
date = 2026-10-31
value = 62
[[reading]]
kpi = "contacts"
market = "fi"
date = 2026-10-31
value = 14
[[present]]
view = "kpis"
[[present]]
view = "gate"
item = "go"
"#;

#[test]
fn who_joins_until_a_gate_stands_beside_what_it_asks_of_a_kpi() {
    let told = printed(JOINS);
    assert!(told.contains("  Contacts: 62 of "), "today Norway alone is asked: {told}");
    let line = "  Contacts ≥ 40: does not hold, now 38 with Finland, which joins on 31 Dec 2026\n";
    assert!(told.contains(line), "{told}");
    for size in [(60, 18), (80, 24), (140, 40)] {
        let slide = words(&drawn(JOINS, "P 2", size));
        assert!(slide.contains("now 38 with Finland"), "{slide}");
        let view = words(&drawn(JOINS, "7", size));
        assert!(size.0 < 80 || view.contains("38 with Finland"), "{view}");
    }
}

/// On 10 November something was said at a gate that decides nothing; on 12 October it was put on hold.
#[test]
fn a_decision_at_a_gate_without_an_outcome_is_called_so_wherever_it_stands() {
    let plan = format!(
        "{}\n[[decision]]\nname = \"Go after all\"\ndate = 2026-10-12\ngate = \"town-exit\"\noutcome = \"hold\"\n\
         note = \"Only when helpers are trained\"\n[[decision]]\nname = \"Who pays?\"\ndate = 2026-11-10\n\
         gate = \"town-exit\"\nnote = \"Nobody knows\"\n",
        crate::driven::PLAN
    );
    let folder = folder(&[("plan.toml", &plan)]);
    let told = swell(folder.path(), &["present", "plan.toml", "--plain"]).out;
    assert!(told.contains(": decided 10 Nov 2026 without an outcome: Who pays? Nobody knows\n"), "{told}");
    assert!(!told.contains("Nothing is open"), "{told}");
    let minutes = swell(folder.path(), &["minutes", "plan.toml", "--since", "2026-10-01"]).out;
    assert!(minutes.contains("without an outcome"), "{minutes}");
    assert!(minutes.contains("Go after all. Only when helpers are trained"), "{minutes}");
    // With what was decided at the other gate that is two of three.
    let view = words(&drawn(&plan, "7 v v", (140, 40)));
    assert!(view.contains("without an outcome: Who pays? Nobody knows"), "{view}");
    assert!(view.contains(" 2 of 3 decided"), "{view}");
    // Once the gate has an outcome since, it is open no more.
    let settled = format!(
        "{plan}[[decision]]\ndate = 2026-11-12\ngate = \"town-exit\"\noutcome = \"go\"\nnote = \"All\"\n"
    );
    write(folder.path(), "plan.toml", &settled);
    let told = swell(folder.path(), &["present", "plan.toml", "--plain"]).out;
    assert!(!told.contains("without an outcome"), "{told}");
}
