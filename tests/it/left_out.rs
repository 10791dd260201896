//! What a scenario leaves out: named before it goes, told wherever it would have stood, and never by a line of a file.

use groundswell::draft::asked::{self, Also};
use groundswell::plan::address::{Address, Table};
use groundswell::tui::after;
use groundswell::tui::editing::make;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, message, open, press};

const FIRST: &str = include_str!("../../plans/first.toml");

fn first(width: u16, height: u16) -> Model {
    after(open(FIRST), Look::default(), "w", width, height)
}

/// Without its second wave, and what refers to that. One driver, three capabilities and two mandates have a step in it.
fn without_town(width: u16, height: u16) -> Model {
    let mut model = first(width, height);
    assert!(make(&mut model, |draft| asked::removed(draft, "wave.town", Also::References)));
    model
}

/// Selects what an address names in a view.
fn select(model: &mut Model, view: &str, at: Address) {
    press(model, view);
    model.selection = Some(at);
    model.rebuild();
    press(model, "<esc>");
}

const GONE: &str = "wave “Whole town” (6 steps) and gate “Hand over to the line?”";

#[test]
fn a_wave_that_is_left_out_is_told_in_the_first_row_of_every_view() {
    for (width, words) in [(80, " · − 2 gone"), (100, " · − 1 wave, 1 gate"), (200, GONE)] {
        let mut model = without_town(width, 30);
        for view in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] {
            press(&mut model, view);
            let screen = drawn(&model);
            assert!(screen.lines().next().unwrap().contains(words), "{width} {view}: {screen}");
        }
        press(&mut model, "u");
        assert!(!drawn(&model).contains(words), "{width}: {}", drawn(&model));
    }
}

#[test]
fn it_is_named_by_the_board_in_what_if_and_on_the_first_slide() {
    let mut model = without_town(120, 40);
    press(&mut model, "1");
    assert!(drawn(&model).contains(&format!("− gone: {GONE}")), "{}", drawn(&model));
    // What is left of an item is told by the names of its waves.
    let mut wide = without_town(200, 40);
    press(&mut wide, "1");
    let wide = drawn(&wide);
    assert!(wide.contains("Δ was 2 in Pilot, 3 in Whole town"), "{wide}");
    press(&mut model, "9");
    let screen = drawn(&model);
    for of in ["Whole town ends", "Hand over to the line?: criteria"] {
        let row = screen.lines().find(|line| line.contains(of)).unwrap_or("");
        assert!(row.contains("left out"), "{of}: {screen}");
    }
    assert!(screen.contains(&format!("Left out: {GONE}")), "{screen}");
    press(&mut model, "P");
    let screen = drawn(&model);
    let row = screen.lines().find(|line| line.contains("Left out")).unwrap_or("");
    assert!(row.contains('−') && row.contains(GONE), "{screen}");
}

#[test]
fn what_goes_is_asked_for_by_the_names_of_things() {
    let mut model = first(100, 40);
    select(&mut model, "1", Address::new(Table::Wave, "town"));
    press(&mut model, "x");
    let screen = drawn(&model);
    for words in [
        "wave Whole town",
        "These would go with it:",
        "· gate “Hand over to the line?”",
        "· driver “Fewer wrong forms”: wave",
        "· capability “Online forms”: reaches and cost",
        "· KPI “Cases filed online”: target",
    ] {
        assert_eq!(screen.matches(words).count(), 1, "{words}: {screen}");
    }
    assert!(!screen.contains(".toml:"), "{screen}");
}

#[test]
fn a_criterion_is_told_by_what_it_asks_before_it_goes_and_after() {
    let mut model = first(120, 40);
    let of = Address::new(Table::Gate, "pilot-exit").to("criteria").to(0);
    select(&mut model, "7", of);
    press(&mut model, "x");
    let words = "criterion “Helpers in the hall ≥ 2” of gate Go to the whole town?";
    assert!(drawn(&model).contains(words), "{}", drawn(&model));
    press(&mut model, "x");
    let words = "Removed “Helpers in the hall >= 2” from criteria of Go to the whole town? · u undo";
    assert!(message(&model).starts_with(words), "{}", message(&model));
}

/// Its day was 30 Sep 2026, and nobody decided: of three criteria the budget alone holds, as nothing is on record.
#[test]
fn a_gate_that_waits_for_a_decision_is_compared_as_well() {
    let due = FIRST.replace("as-of = 2026-01-05", "as-of = 2026-11-15");
    let dropped = |nth: u32| {
        let mut model = after(open(&due), Look::default(), "w", 120, 40);
        let at = format!("gate.pilot-exit.criteria[{nth}]");
        assert!(make(&mut model, |draft| asked::removed(draft, &at, Also::Nothing)));
        press(&mut model, "9");
        drawn(&model)
    };
    let screen = dropped(2);
    let row = screen.lines().find(|line| line.contains("Go to the whole town?: criteria")).unwrap_or("");
    let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    assert_eq!(cells[1..], ["1 of 3", "0 of 2", "−1", "worse"], "{screen}");
    assert!(screen.contains("Worse: Go to the whole town?: criteria."), "{screen}");
    // With less to be met as much is met.
    let screen = dropped(0);
    assert!(
        screen.contains("Go to the whole town?: criteria looks better only since what is asked moved"),
        "{screen}"
    );
}
