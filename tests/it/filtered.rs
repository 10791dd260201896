//! What is told of a filter: where it leaves nothing, and in a scenario.

use crate::driven::{drawn, model};
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
