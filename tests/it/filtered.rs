//! What is told of a filter: where it leaves nothing, and in a scenario.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{PLAN, content, drawn, message, model, open, press};
use crate::program::words;

/// Of the KPIs nothing is green: the queue is red, what is filed online amber, and of the staff nothing was read.
#[test]
fn of_a_state_that_nothing_is_in_it_is_said_how_all_stands() {
    let told = words(&drawn(&model("4 f status:green <enter>", 80, 24)));
    assert!(told.contains("“status:green”: KPIs are amber, red and grey · Esc clears it"), "{told}");
}

/// By hand: the registry owns the three steps of case handling, of twenty entries.
#[test]
fn in_a_scenario_the_first_row_says_that_not_all_is_shown() {
    for width in [80, 100, 140] {
        let shown = drawn(&model("/ fees <enter> w < f owner:registry <enter>", width, 30));
        let first = shown.lines().next().unwrap();
        assert!(first.contains("SCENARIO — not the plan  A"), "{first}");
        assert!(first.contains(" · only 3 of 20") && first.contains("2026-11-15"), "{first}");
        let all = drawn(&model("/ fees <enter> w <", width, 30));
        assert!(!all.lines().next().unwrap().contains("only"), "{all}");
    }
}

#[test]
fn what_a_filter_hides_is_neither_removed_nor_edited_nor_told_of() {
    for view in ["1", "2", "3", "4", "5", "6", "7", "8", "0"] {
        let mut model = model(&format!("ctrl-g c a s e s <enter> {view} f zzzq <enter>"), 100, 30);
        let told = words(&drawn(&model));
        assert!(told.contains("Nothing here meets the filter “zzzq”"), "{view}: {told}");
        press(&mut model, "x x");
        assert_eq!(content(&model), PLAN, "{view}");
        assert!(message(&model).contains("nothing is selected"), "{view}: {}", message(&model));
        press(&mut model, "e");
        assert!(model.overlay.is_none() && message(&model).contains("nothing is selected"), "{view}");
        model.message = None;
        let told = words(&drawn(&model));
        assert!(!told.contains("Case handling") && !told.contains("Nothing is wrong"), "{view}: {told}");
        // Once the filter is gone there is something to select again.
        press(&mut model, "<esc>");
        assert!(model.filter.is_empty() && model.desk().sheet.current().is_some(), "{view}");
    }
}

/// Three figures have the county in their names or are its wave's; that nothing else is shown is said.
#[test]
fn the_filter_holds_in_the_figures_of_what_if_and_says_where_it_does_not() {
    let mut model = model("/ fees <enter> w > 9 f npv <enter>", 100, 30);
    let told = drawn(&model);
    let rows = |told: &str, name: &str| told.lines().filter(|row| row.contains(name)).count();
    assert!(told.lines().any(|row| row.contains("NPV")) && rows(&told, "Peak funding") == 0, "{told}");
    assert!(told.contains("only 1 of"), "{told}");
    press(&mut model, "f ctrl-u wave:county <enter>");
    let told = drawn(&model);
    assert!(
        told.contains("County ends") && !told.contains("NPV") && !told.contains("Whole town ends"),
        "{told}"
    );
    press(&mut model, "f ctrl-u zzzq <enter>");
    assert!(words(&drawn(&model)).contains("Nothing here meets the filter “zzzq”"), "{}", drawn(&model));
    press(&mut model, "v");
    press(&mut model, "f ctrl-u npv <enter>");
    assert_eq!(message(&model), "Filtered; this view shows all that it has");
}

/// Of all that the registrar has only the gate is in a wave.
#[test]
fn a_board_of_which_a_gate_alone_meets_the_filter_does_not_say_that_nothing_does() {
    let plan = PLAN.replace("[gate.town-exit]\n", "[gate.town-exit]\nowner = \"Registrar\"\n");
    let model = after(open(&plan), Look::default(), "f owner:registrar <space> wave:town <enter>", 140, 40);
    let told = words(&drawn(&model));
    assert!(told.contains("only 1 of") && told.contains("No item meets the filter"), "{told}");
    assert!(!told.contains("Nothing here"), "{told}");
}
