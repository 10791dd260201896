//! What lies over a view while the plan changes: it is told of the plan as it stands.

use crate::comparing::at_commit;
use crate::driven::{PLAN, content, drawn, message, model, open, press};
use crate::everywhere::kind;
use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::Recall;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

/// The plan as somebody else has it now.
fn theirs(from: &str, to: &str) -> Msg {
    assert!(PLAN.contains(from));
    Msg::Outside(Ok(Box::new(open(&PLAN.replacen(from, to, 1)))))
}

#[test]
fn what_changed_follows_each_undo_and_redo_on_its_page() {
    let mut model = model("/ fees <enter> <", 100, 40);
    let moved = content(&model);
    press(&mut model, ": diff <enter>");
    update(&mut model, Msg::Recalled(Recall::Compare, at_commit(PLAN)));
    assert!(drawn(&model).contains("+ wave = \"town\""), "{}", drawn(&model));
    press(&mut model, "u");
    assert_eq!(content(&model), PLAN);
    let shown = drawn(&model);
    assert!(shown.contains("Nothing: the files say the same.") && !shown.contains("+ wave"), "{shown}");
    assert!(message(&model).starts_with("Undone: move"), "{}", message(&model));
    press(&mut model, "U");
    assert_eq!(content(&model), moved);
    assert!(drawn(&model).contains("+ wave = \"town\""), "{}", drawn(&model));
}

#[test]
fn a_page_follows_what_others_change_and_goes_with_what_it_is_about() {
    // Value by driver names its drivers.
    let mut value = model("5 d", 100, 40);
    assert!(drawn(&value).contains("Fewer wrong forms"), "{}", drawn(&value));
    update(&mut value, theirs("name = \"Fewer wrong forms\"", "name = \"Fewer false forms\""));
    let shown = drawn(&value);
    assert!(shown.contains("Value by driver") && shown.contains("Fewer false forms"), "{shown}");

    // What a slip would do names what is slipped; what is gone cannot slip.
    let mut slipped = model("/ online <enter> i <enter>", 100, 40);
    assert!(drawn(&slipped).contains("Online forms, 1 month late"), "{}", drawn(&slipped));
    update(&mut slipped, theirs("name = \"Online forms\"", "name = \"Forms online\""));
    assert!(drawn(&slipped).contains("Forms online, 1 month late"), "{}", drawn(&slipped));
    update(&mut slipped, theirs("[capability.forms]", "[capability.other]"));
    assert!(kind(&slipped) != "page", "{}", drawn(&slipped));
}

#[test]
fn what_a_slip_would_do_is_tried_from_its_page() {
    let mut model = model("/ online <enter> i 2 m <enter> w", 100, 40);
    assert!(drawn(&model).contains("SCENARIO"), "{}", drawn(&model));
    assert_eq!(model.scenarios.titles().collect::<Vec<_>>(), ["slip forms by 2 months"]);
    assert!(model.overlay.is_none());
    press(&mut model, "w");
    assert_eq!(content(&model), PLAN);
}

/// What a scenario that was left comes to is told of the plan as it stands now, however it came to stand so: beside a
/// plan that was read again or is looked at as of another day, it says what it says where both are begun anew.
#[test]
fn a_scenario_that_is_not_open_is_compared_with_the_plan_as_it_stands_now() {
    // The table, without the row of messages.
    let told = |model: &Model| drawn(model).lines().skip(2).take(20).collect::<Vec<_>>().join("\n");
    let tried = "/ fees <enter> w s ctrl-u 3m <enter> w 9";
    let day = ": as-of <space> 2027-01-31 <enter>";
    let changed = PLAN.replace("value = 150_000", "value = 250_000");
    assert_ne!(changed, PLAN);

    let mut read_again = model(tried, 100, 30);
    let before = told(&read_again);
    update(&mut read_again, Msg::Outside(Ok(Box::new(open(&changed)))));
    assert_eq!(told(&read_again), told(&after(open(&changed), Look::default(), tried, 100, 30)));
    assert_ne!(told(&read_again), before);

    let other_day = told(&model(&format!("{tried} {day}"), 100, 30));
    assert_eq!(other_day, told(&model(&format!("{day} {tried}"), 100, 30)));
    assert_ne!(other_day, before);
}

/// A scenario of an item that is gone says by its name why it cannot be made, and does not seem to open.
#[test]
fn a_scenario_that_cannot_be_made_any_more_does_not_seem_to_open() {
    let mut model = model("/ fees <enter> w s ctrl-u 3m <enter> w x x", 100, 30);
    assert!(!content(&model).contains("[driver.county-fees]"));
    press(&mut model, "9 t");
    assert!(
        message(&model).starts_with("A cannot be made on the plan as it is now; v lists its changes: "),
        "{}",
        message(&model)
    );
    assert!(model.work.beside.is_none());
    press(&mut model, "v");
    let shown = drawn(&model);
    assert!(shown.contains("A · 1 change, 1 of which cannot be made on the plan as it is now"), "{shown}");
}
