//! What the open scenario makes otherwise is marked where it stands, with what it is in the plan, whatever kind of thing
//! it is; and against a baseline what stands worse than it did.

use groundswell::draft::asked;
use groundswell::plan::address::{Address, Table};
use groundswell::tui::after;
use groundswell::tui::editing::make;
use groundswell::tui::model::Model;
use groundswell::tui::theme::Look;

use crate::baseline::against_plan;
use crate::driven::{PLAN, drawn, open, press};

const MORE: &str = "\n[risk.strike]\nname = \"The registry strikes\"\nprobability = 0.3\n\
                    affects = [\"cases\"]\ndelay-months = 2\nowner = \"Registry\"\n";

/// A scenario of the plan in which some values are otherwise.
fn tried(values: &[(&str, &str)]) -> Model {
    let mut model = after(open(&format!("{PLAN}{MORE}")), Look::default(), "w", 140, 40);
    for (at, value) in values {
        assert!(make(&mut model, |draft| asked::set(draft, at, value)), "{at}");
    }
    model
}

/// The line below a view with the thing of an address selected in it, and its detail.
fn told(model: &mut Model, view: &str, at: Address) -> (String, String) {
    press(model, view);
    model.selection = Some(at);
    model.rebuild();
    press(model, "<esc>");
    model.message = None;
    let screen = drawn(model);
    let rows: Vec<&str> = screen.lines().collect();
    let line = rows.iter().rev().map(|row| row.trim()).filter(|row| !row.is_empty()).nth(1).unwrap_or("");
    (line.to_owned(), screen)
}

#[test]
fn values_of_waves_risks_and_mandates_are_told_with_what_they_are_in_the_plan() {
    let mut model = tried(&[
        ("wave.county.budget", "650_000"),
        ("risk.strike.probability", "0.9"),
        ("mandate.mayor.limit", "700_000"),
    ]);
    for (view, at, words) in [
        ("1", Address::new(Table::Wave, "county"), "budget 500 k€ → 650 k€"),
        ("0", Address::new(Table::Risk, "strike"), "probability 0.3 → 0.9"),
        ("7", Address::new(Table::Mandate, "mayor"), "limit 660 k€ → 700 k€"),
    ] {
        let (line, screen) = told(&mut model, view, at);
        assert!(line.contains(&format!("Δ {words}")), "{words}: {screen}");
        assert!(screen.contains("Otherwise than in the plan: changed"), "{words}: {screen}");
    }
    // What is as it is in the plan is not marked.
    let (line, screen) = told(&mut model, "7", Address::new(Table::Mandate, "charter"));
    assert!(!line.contains('Δ') && !screen.contains("Otherwise than in the plan"), "{screen}");
}

/// By hand: of the wave the budget, the end and what it is called, of the risk its three values, each with what it was.
#[test]
fn the_detail_lists_every_value_that_is_otherwise() {
    let mut model = tried(&[
        ("wave.county.budget", "650_000"),
        ("wave.county.name", "\"Whole county\""),
        ("risk.strike.probability", "0.9"),
        ("risk.strike.delay-months", "4"),
        ("risk.strike.owner", "\"Mayor\""),
    ]);
    for (view, at, all) in [
        (
            "1",
            Address::new(Table::Wave, "county"),
            &["name County → Whole county", "budget 500 k€ → 650 k€"][..],
        ),
        (
            "0",
            Address::new(Table::Risk, "strike"),
            &["probability 0.3 → 0.9", "delay-months 2 → 4", "owner Registry → Mayor"],
        ),
    ] {
        let (_, screen) = told(&mut model, view, at);
        let (_, told) = screen.split_once("Otherwise than in the plan").unwrap_or_else(|| panic!("{screen}"));
        // The line below the view says the first of them, too.
        let told = told.rsplit_once('└').map_or(told, |(told, _)| told);
        let told: String = told.chars().map(|it| if it == '│' { ' ' } else { it }).collect();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in all {
            assert_eq!(told.matches(&format!("Δ {words}")).count(), 1, "{words}: {screen}");
        }
    }
}

/// The fees are all that the county is to bring; of its four steps three are left.
#[test]
fn what_is_left_out_is_told_by_its_wave_by_value_and_on_the_first_slide() {
    let mut model = after(open(PLAN), Look::default(), "w / fees <enter> x x", 140, 40);
    assert!(model.work.plan().item_by_id("county-fees").is_none(), "{:?}", model.message);
    let (line, _) = told(&mut model, "1", Address::new(Table::Wave, "county"));
    assert!(line.starts_with("Δ was 0/4 live, now 0/3 live"), "{line}");
    press(&mut model, "5");
    assert!(drawn(&model).contains("Δ to the plan  plan −"), "{}", drawn(&model));
    press(&mut model, "P");
    assert!(
        drawn(&model).contains("Left out") && drawn(&model).contains("Fees for running it for the county")
    );
}

/// Wrong forms need case handling at 4, which comes with a later wave, only now.
#[test]
fn what_stands_worse_than_in_the_baseline_is_marked_with_how_it_stood() {
    let then = PLAN.replace("needs = [\"forms >= 3\", \"cases >= 4\"]", "needs = [\"forms >= 3\"]");
    let mut model = against_plan(&then, "1", 140, 40);
    let (_, screen) = told(&mut model, "1", Address::new(Table::Wave, "town"));
    let was = open(&then).progress[1].status;
    let now = model.work.progress[1].status;
    assert_ne!(was, now);
    assert!(screen.contains(&format!("was {}, now {}", was.as_str(), now.as_str())), "{screen}");
}

/// Fees are 650 k a year in the baseline, 700 k in the plan, and 600 k in the scenario; the county ended on 31 Jan 2028,
/// ends on 31 Mar in the plan, and on 31 May in the scenario.
fn both(keys: &str, width: u16, height: u16) -> Model {
    let then = PLAN.replace("end = 2028-03-31", "end = 2028-01-31").replace("700_000", "650_000");
    let mut model = against_plan(&then, "w", width, height);
    for (at, value) in [("driver.county-fees.value", "600_000"), ("wave.county.end", "2028-05-31")] {
        assert!(make(&mut model, |draft| asked::set(draft, at, value)), "{at}");
    }
    // What moved is found after a key.
    press(&mut model, &format!("1 {keys}"));
    model.message = None;
    model
}

#[test]
fn in_a_scenario_a_mark_says_what_it_was_in_the_baseline_and_what_it_is_in_the_plan() {
    for width in [80, 140] {
        let mut model = both("1", width, 24);
        model.selection = Some(Address::new(Table::Wave, "county"));
        let (_, screen) = told(&mut model, "1", Address::new(Table::Wave, "county"));
        let words = "» was 31 Jan 2028 in v1.2, 31 Mar 2028 in the plan, now 31 May 2028";
        assert!(screen.contains(words), "{width}: {screen}");
    }
    // Value is told with both, too, in its line and below its curves.
    let mut model = both("1", 140, 40);
    let (line, screen) = told(&mut model, "5", Address::new(Table::Driver, "county-fees"));
    assert!(
        line.contains("Δ planned value ") && line.contains(" in v1.2, ") && line.contains(" in the plan → "),
        "{line}"
    );
    assert!(screen.contains("Δ to the plan  plan −"), "{screen}");
    assert!(screen.contains("Δ since v1.2, with the scenario  plan −"), "{screen}");
    // What the scenario took back is told as that it makes otherwise.
    let then = PLAN.replace("700_000", "650_000");
    let mut model = against_plan(&then, "w", 80, 24);
    assert!(make(&mut model, |draft| asked::set(draft, "driver.county-fees.value", "650_000")));
    let (line, _) = told(&mut model, "5", Address::new(Table::Driver, "county-fees"));
    assert!(line.starts_with("Δ planned value ") && line.contains(" in the plan → "), "{line}");
    // What the plan moved and the scenario did not is told of the baseline alone.
    let mut model = against_plan(&then, "w", 80, 24);
    let (_, screen) = told(&mut model, "1", Address::new(Table::Driver, "county-fees"));
    assert!(screen.contains(" Δ value 650 k€ in v1.2 → 700 k€ · "), "{screen}");
}

#[test]
fn slides_of_a_scenario_say_which_mark_is_of_the_baseline_and_name_that_once_in_the_first_row() {
    let model = both("P", 140, 40);
    let screen = drawn(&model);
    assert!(screen.contains("was until 31 Jan 2028 in v1.2, 31 Mar 2028 in"), "{screen}");
    assert!(screen.contains("Since v1.2, with the scenario"), "{screen}");
    let first = screen.lines().next().unwrap();
    assert_eq!(first.matches("against v1.2").count(), 1, "{first}");
}

/// What-if has plan and scenario side by side: what moved since the baseline is the plan's, and is marked there.
#[test]
fn what_if_marks_at_the_figures_of_the_plan_what_moved_of_these_since_the_baseline() {
    for (width, height) in [(80, 24), (140, 40)] {
        let screen = drawn(&both("9", width, height));
        let row = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or("").to_owned();
        let ends = row("County ends");
        assert!(ends.contains('»') && ends.contains("31 Mar 2028") && !ends.contains("now"), "{screen}");
        assert!(row("Planned value").contains('Δ') && row("NPV").contains('Δ'), "{screen}");
        // As in the plan of the baseline.
        assert!(!row("Whole town ends").contains(['Δ', '»']), "{screen}");
        if width == 140 {
            assert!(ends.contains("» was 31 Jan 2028"), "{screen}");
        }
    }
    let mut model = both("9", 140, 40);
    press(&mut model, "/ County <space> ends <enter>");
    let screen = drawn(&model);
    assert!(screen.contains(" » was 31 Jan 2028 in v1.2 · County ends: 31 Mar 2028 in the plan"), "{screen}");
}

/// What moved since the baseline stands beside what the scenario moves, each by its name; and alone, where that moves
/// no money.
#[test]
fn the_slide_of_value_tells_what_moved_since_the_baseline_and_what_the_scenario_does() {
    let screen = drawn(&both("P 4", 140, 40));
    let row =
        |screen: &str, name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or("").to_owned();
    let planned = row(&screen, "Planned value");
    assert!(planned.contains("worse) since v1.2 · in the plan ") && planned.ends_with("worse)"), "{screen}");
    let then = PLAN.replace("700_000", "650_000");
    let mut model = against_plan(&then, "w", 140, 40);
    assert!(make(&mut model, |draft| asked::set(draft, "driver.county-fees.owner", "\"Mayor\"")));
    press(&mut model, "P 4");
    let screen = drawn(&model);
    assert!(screen.contains("As in the plan"), "{screen}");
    assert!(row(&screen, "Planned value").ends_with("better) since v1.2"), "{screen}");
}

/// A range is told from its low end on, and a wave that moves once.
#[test]
fn ranges_are_told_in_their_order_and_the_end_of_a_wave_once() {
    let mut model = tried(&[("driver.visits.value.high", "600_000"), ("wave.county.end", "2028-05-31")]);
    let (line, _) = told(&mut model, "1", Address::new(Table::Driver, "visits"));
    assert!(line.starts_with("Δ value low 400 k€, likely 500 k€, high 560 k€ → low 400 k€, "), "{line}");
    let (_, screen) = told(&mut model, "1", Address::new(Table::Wave, "county"));
    let (_, pane) = screen.split_once("Otherwise than in the plan").unwrap_or_default();
    let (pane, _) = pane.rsplit_once('└').unwrap_or_default();
    assert_eq!(pane.matches("31 Mar 2028").count(), 1, "{screen}");
}

/// The bridge shows differences: what was otherwise of a driver's value is told as that, and not as the amount beside it.
#[test]
fn marks_of_the_bridge_say_of_which_amount_they_are() {
    for width in [80, 200] {
        let mut model = after(open(PLAN), Look::default(), "w", width, 40);
        assert!(make(&mut model, |draft| asked::set(draft, "driver.errors.value", "300_000")));
        press(&mut model, "5");
        let row = |model: &Model| {
            let screen = drawn(model);
            let row = screen.lines().find(|line| line.contains("Fewer wrong forms") && line.contains('Δ'));
            row.unwrap_or_else(|| panic!("{screen}")).to_owned()
        };
        press(&mut model, "v v");
        let row = row(&model);
        assert!(row.contains("Δ planned value ") || width == 80 && !row.contains("was"), "{row}");
    }
}
