//! The plan looked at as of another day, and why something stands where it stands.

use crate::driven::{PLAN, drawn, message, model, open, press};

#[test]
fn the_plan_is_looked_at_as_of_another_day_and_back_and_nothing_is_written() {
    let mut model = model("", 100, 30);
    let before = drawn(&model);
    assert!(before.contains("as of 2026-11-15"), "{before}");
    assert_eq!(press(&mut model, ": as-of <space> 2027-01-31 <enter>"), []);
    assert!(drawn(&model).contains("AS OF 2027-01-31"), "{}", drawn(&model));
    assert_eq!(message(&model), "Looked at as of 31 Jan 2027; :as-of alone goes back, nothing is written");
    assert!(model.work.unsaved.is_empty());
    // An edit stays within what is looked at.
    press(&mut model, "/ fees <enter> <");
    assert!(drawn(&model).contains("AS OF 2027-01-31") && model.work.unsaved.len() == 1);
    press(&mut model, "u : as-of <enter>");
    assert_eq!(message(&model), "As of the plan's own day again: 15 Nov 2026");
    assert!(drawn(&model).contains("as of 2026-11-15") && model.work.unsaved.is_empty());
    // Alone it asks, where there is nothing to go back from.
    press(&mut model, ": as-of <enter> 2026-13-01 <enter>");
    assert!(drawn(&model).contains("“2026-13-01” is no day: write 2026-12-31"), "{}", drawn(&model));
    press(&mut model, "ctrl-u 2026-12-01 <enter>");
    assert!(drawn(&model).contains("AS OF 2026-12-01"), "{}", drawn(&model));
}

#[test]
fn a_scenario_and_another_day_are_not_looked_at_at_once() {
    let mut model = model("w : as-of <space> 2027-01-31 <enter>", 100, 30);
    assert_eq!(message(&model), "Look at another day: a scenario is open; w leaves it");
    press(&mut model, "w");
    assert!(drawn(&model).contains("as of 2026-11-15"), "{}", drawn(&model));
}

#[test]
fn t_on_the_timeline_says_where_the_as_of_date_is() {
    for keys in ["2 t", "2 + + L t"] {
        let words = "▼ and ┊ stand at the as-of date, 15 Nov 2026; :as-of looks at another";
        assert_eq!(message(&model(keys, 100, 30)), words, "{keys}");
    }
}

#[test]
fn what_is_late_or_at_risk_says_why_in_the_line_below() {
    let line = |keys: &str| {
        let screen = drawn(&model(keys, 160, 40));
        let lines: Vec<&str> = screen.lines().collect();
        lines[lines.len() - 2].to_owned()
    };
    // It goes live with the town on 30 June 2027, what it needs with the county on 31 March 2028: 184 days to the
    // end of the year and 91 of the next, a leap year.
    let why = "late or blocked: “Fewer wrong forms” needs “Case handling” at 4, too late by 275 days";
    assert!(line("").starts_with(&format!(" Whole town: {why}")), "{}", line(""));
    assert!(drawn(&model("", 160, 40)).contains("“Fewer wrong forms” needs"), "the detail says it as well");
    // Of its two criteria none holds; the last reading is 21.5.
    let open = "to come, 2 criteria · 30 Jun 2027 · 0 of 2 hold; not Cases filed online ≥ 60 %, now 21.5 %";
    assert!(line("/ town-exit <enter>").contains(open), "{}", line("/ town-exit <enter>"));
}

#[test]
fn reading_again_stays_on_the_day_that_is_looked_at() {
    let mut model = model("1", 80, 24);
    press(&mut model, ": as-of <space> 2027-01-31 <enter>");
    let read = Box::new(open(PLAN));
    groundswell::tui::update::update(&mut model, groundswell::tui::msg::Msg::Reread(Ok(read)));
    assert_eq!(model.work.plan().as_of.to_string(), "2027-01-31");
    assert!(message(&model).starts_with("Read again"), "{}", message(&model));
}

/// By hand, of the plan of the screens: `visits` is live on 30 Sep 2026, and North opens with it, so that value begins
/// in October. South opens with the wave that ends on 30 Jun 2027, and being adapted is live three months later, on
/// 30 Sep 2027: its first month is October 2027, and of a ramp of 12 months the 13th is full: October 2028. `errors` is
/// live on 30 Jun 2027 and begins in July; of South's ramp of 9 months the 10th is full: July 2028.
#[test]
fn a_driver_shows_on_the_timeline_when_its_benefit_begins_and_when_it_is_full() {
    let row = |drawn: &str, name: &str| {
        // Left of the detail.
        let mut left = drawn.lines().skip(2).map(|line| line.chars().take(100).collect::<String>());
        left.find(|line| line.contains(name)).unwrap_or_default()
    };
    let drivers = [
        ("counter", "Fewer counter", "Oct 2026 – Oct 2028"),
        ("wrong", "Fewer wrong", "Jul 2027 – Jul 2028"),
    ];
    for (word, name, days) in drivers {
        for (width, height) in [(80, 24), (140, 40)] {
            let drawn = drawn(&model(&format!("2 T / {word} <enter>"), width, height));
            assert!(row(&drawn, name).contains(days), "{width}: {drawn}");
        }
    }
    let shown = drawn(&model("2", 140, 40));
    let row = row(&shown, "Fewer counter");
    // Worked on, then growing, then full, in this order; it begins the day after it is live.
    let at = |sign: char| row.find(sign).unwrap_or_else(|| panic!("{sign}: {shown}"));
    assert!(at('█') < at('▂') && at('▂') < at('▄') && at('▄') < at('▆') && !row.contains('·'), "{row}");
    let mut model = model("2 / wrong <enter>", 140, 40);
    model.message = None;
    let drawn = drawn(&model);
    assert!(drawn.contains("value from Jul 2027, all of it from Jul 2028"), "{drawn}");
}

/// A plan of eight waves: heads and amounts of the ladder are never cut to a sign alone, waves that have no column are
/// counted beside those that have one, and that of today has one at any width.
#[test]
fn a_ladder_of_eight_waves_shows_those_around_today_and_counts_the_others() {
    use std::fmt::Write as _;
    let mut plan = "format = 1\n[plan]\nname = \"Wide\"\ncurrency = \"EUR\"\nstart = 2026-01-01\n\
                    horizon = 2034-12-31\nas-of = 2029-06-30\n"
        .to_owned();
    for year in 2026..2034 {
        let _ = write!(plan, "[wave.w{year}]\nname = \"Year {year}\"\nstart = {year}-01-01\n");
        let _ = write!(plan, "end = {year}-12-31\nbudget = 1_250_000\n");
    }
    plan += "[mandate.lead]\nname = \"Lead\"\nleadership = \"executive\"\n\
             reaches = { w2026 = 1, w2029 = 2, w2033 = 3 }\nuntil = 2033-06-30\n";
    // Where the ladder has no room for how long a mandate holds, the detail says it.
    let model = groundswell::tui::after(open(&plan), Default::default(), "7 v v v <enter>", 80, 30);
    assert!(drawn(&model).contains("Until     30 Jun 2033"), "{}", drawn(&model));
    // Whole names, so that years can be told apart: as many as have room beside the mandate.
    for (width, shown, hidden) in
        [(80, 5, "◀ 2  1 ▶ waves"), (100, 7, "◀ 1  0 ▶ waves"), (140, 7, "◀ 1  0 ▶ waves")]
    {
        let model = groundswell::tui::after(open(&plan), Default::default(), "7 v v v", width, 30);
        let drawn = drawn(&model);
        let head = drawn.lines().find(|line| line.contains("now")).unwrap_or_default();
        assert_eq!(head.matches("Year").count(), shown, "{width}: {drawn}");
        assert!(head.contains('▶'), "{width}: {drawn}");
        // From the wave before that of today: two are hidden before it, or as many as let all columns be used.
        assert!(head.contains(hidden), "{width}: {drawn}");
        assert!(head.contains("Year 2029") && !head.contains('…'), "{width}: {drawn}");
        let budgets = drawn.lines().find(|line| line.contains("Budgets so far, €")).unwrap_or_default();
        // By hand, up to the end of 2029: 4 × 1.25, and of all eight: 8 × 1.25.
        assert!(budgets.contains("5.00 M"), "{width}: {drawn}");
        assert_eq!(budgets.contains("10.0 M"), shown > 5, "{width}: {drawn}");
        assert!(!budgets.contains('…'), "{width}: {drawn}");
    }
}

/// Whoever opens something means it: it stays selected in the view gone to next, also where the cursor never moved.
#[test]
fn what_is_opened_is_selected_in_every_view() {
    use groundswell::plan::address::Table;
    let mut model = model("4", 100, 30);
    let table = |model: &groundswell::tui::model::Model| model.selection.as_ref().map(|at| at.table);
    assert_eq!(table(&model), Some(Table::Wave), "passing through a view selects nothing");
    press(&mut model, "<enter> <esc>");
    assert_eq!(table(&model), Some(Table::Kpi));
}

/// What the footer offers is told first in the help, of every view: one without keys of its own has it, too. The row
/// chosen has another sign than a cursor, which beside keys would read as one of them.
#[test]
fn the_help_begins_with_what_can_be_done_here() {
    let shown = drawn(&model("0 ?", 100, 40));
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    assert!(at("Here, as in other views") < at("Open the selection"), "{shown}");
    assert!(at("Copy the selection") < at("Everywhere"), "{shown}");
    assert!(shown.contains("▸ ⏎") && !shown.contains("> ⏎"), "{shown}");
}
