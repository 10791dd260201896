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
    let why = "late or blocked: Fewer wrong forms needs Case handling at 4, 275 days too late";
    assert!(line("").starts_with(&format!(" Whole town: {why}")), "{}", line(""));
    assert!(drawn(&model("", 160, 40)).contains("Fewer wrong forms needs"), "the detail says it as well");
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
