//! What a plan opens, held against a baseline or a scenario's plan: marked, with what it was, wherever it is shown.

use crate::baseline::against_plan;
use crate::driven::{PLAN, drawn, model, press};

/// The last lines of a screen, where the selection is told of.
fn told(screen: &str) -> String {
    let lines: Vec<&str> = screen.lines().collect();
    lines[lines.len() - 3..].join(" ")
}

/// By hand: before, the south was to open with the wave of the county, until 31 Mar 2028; by now it opens with that of
/// the town, until 30 Jun 2027.
#[test]
fn a_market_that_opens_in_another_wave_than_in_the_baseline_is_told_where_it_opens_and_where_it_is_asked() {
    let before = PLAN
        .replace("budget = 300_000\nopens = { market = [\"south\"] }", "budget = 300_000")
        .replace("budget = 500_000", "budget = 500_000\nopens = { market = [\"south\"] }");
    let mut model = against_plan(&before, "1 / town <enter>", 80, 24);
    model.message = None;
    let screen = drawn(&model);
    assert!(told(&screen).contains("Δ opened nothing, now South side"), "{screen}");
    press(&mut model, "<right>");
    model.message = None;
    let screen = drawn(&model);
    assert!(told(&screen).contains("Δ opened South side, now nothing"), "{screen}");
    let mut wide = against_plan(&before, "1", 140, 40);
    let screen = drawn(&wide);
    let opens = screen.lines().find(|line| line.contains("Opens ")).unwrap();
    assert_eq!(opens.matches('Δ').count(), 2, "{screen}");
    press(&mut wide, "6 <right>");
    wide.message = None;
    let screen = drawn(&wide);
    let was = screen.lines().find(|line| line.contains("was in v1.2")).unwrap_or_default();
    assert!(was.contains(" 03/28"), "{screen}");
    assert!(told(&screen).contains("(was asked from 31 Mar 2028)"), "{screen}");
    let head = screen.lines().find(|line| line.contains("south")).unwrap();
    assert_eq!(head.matches('«').count(), 1, "{screen}");
    // From when on levels are asked for is told above: no cell says another level.
    let forms = screen.lines().find(|line| line.contains("Online forms")).unwrap();
    assert!(!forms.contains(['Δ', '«', '»']), "{screen}");
}

#[test]
fn a_market_that_no_wave_opened_before_had_no_level_to_reach() {
    let before = PLAN.replace("budget = 300_000\nopens = { market = [\"south\"] }", "budget = 300_000");
    let mut model = against_plan(&before, "6 / forms <enter> <right>", 140, 40);
    model.message = None;
    let screen = drawn(&model);
    let was = screen.lines().find(|line| line.contains("was in v1.2")).unwrap_or_default();
    assert!(was.contains(" none"), "{screen}");
    let forms = screen.lines().find(|line| line.contains("Online forms")).unwrap();
    assert_eq!(forms.matches('Δ').count(), 1, "only the cell of the south: {screen}");
    press(&mut model, "1");
}

/// A scenario is held against the plan that it was tried on.
#[test]
fn what_a_scenario_opens_is_told_beside_what_the_plan_does() {
    let mut model = model("1 / town <enter> w W <space> <enter>", 80, 24);
    model.message = None;
    let screen = drawn(&model);
    assert!(told(&screen).contains("Δ opened South side, now North side, South side"), "{screen}");
}

/// By hand: of the five columns only that of the wave which ends a month later moved; the row says it once.
#[test]
fn of_a_row_only_the_cells_that_moved_are_marked() {
    let before = PLAN.replace("end = 2027-06-30", "end = 2027-05-31");
    let mut model = against_plan(&before, "6", 140, 40);
    press(&mut model, "v v v v");
    model.message = None;
    let screen = drawn(&model);
    let forms = screen.lines().find(|line| line.contains("Online forms")).unwrap();
    assert_eq!(forms.matches('»').count(), 2, "{screen}");
    let payments = screen.lines().find(|line| line.contains("Payments")).unwrap();
    assert!(!payments.contains('»'), "{screen}");
}

/// By hand: of online forms, level 2 was to be there by the end of the pilot, and nobody says so; level 3 is worked on
/// and comes with the town, on 30 Jun 2027.
#[test]
fn a_status_stands_beside_the_reason_of_the_step_that_has_it() {
    let screen = drawn(&model("6 / forms <enter>", 140, 40));
    let detail: Vec<&str> = screen.lines().skip_while(|line| !line.contains("Status ")).collect();
    assert!(detail[0].contains("on track"), "{screen}");
    assert!(detail[1].contains("at 2, not assessed: "), "{screen}");
    let screen = drawn(&model("/ online <enter> 3", 80, 24));
    assert!(screen.contains("Online forms: on track · live 30 Jun 2027"), "{screen}");
}
