//! What a plan opens, held against a baseline or a scenario's plan: marked, with what it was, wherever it is shown.

use groundswell::plan::address::{Address, Table};
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::update::update;

use crate::baseline::against_plan;
use crate::driven::{PLAN, drawn, model, open, press};

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
    let head =
        screen.lines().find(|line| line.contains("North side") && line.contains("South side")).unwrap();
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

/// One change has one wording, at whatever size and in the detail.
#[test]
fn what_a_wave_opened_in_the_baseline_is_told_in_the_same_words_everywhere() {
    let before =
        PLAN.replace("opens = { market = [\"south\"] }", "opens = { market = [\"north\", \"south\"] }");
    let words = "Δ opened North side, South side, now South side";
    for (width, height) in [(80, 24), (100, 30), (140, 40)] {
        let mut model = against_plan(&before, "1", width, height);
        update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Wave, "town"))));
        model.message = None;
        let screen = drawn(&model);
        assert!(told(&screen).contains(words), "{width}: {screen}");
        assert!(!screen.contains("− north"), "{width}: {screen}");
    }
}

/// By hand: the fees bring 700 k€ a year from April 2028 to December 2029, 21 months, at a confidence of 0.4: 490 k€, and
/// nothing else brings anything in that wave.
#[test]
fn what_a_wave_is_worth_otherwise_in_a_scenario_is_told_in_its_detail() {
    let mut model = model("1 / fees <enter> w x x", 140, 40);
    update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Wave, "county"))));
    let screen = drawn(&model);
    assert!(screen.contains("Otherwise than in the plan"), "{screen}");
    assert!(screen.contains("= value 490 k€ → 0 € (−490 k€)"), "{screen}");
}

/// By hand: in the town 120 k€ go into forms, 80 into cases and 60 into helpers; before these were 20.
#[test]
fn what_a_wave_costs_otherwise_than_in_the_baseline_is_told_in_its_detail() {
    let before = PLAN.replace("town = 60_000, run = 40_000", "town = 20_000, run = 40_000");
    let mut model = against_plan(&before, "1", 140, 60);
    update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Wave, "town"))));
    let screen = drawn(&model);
    let detail: String =
        screen.lines().skip(3).map(|line| line.chars().skip(100).collect::<String>()).collect();
    let detail = detail.split(|it: char| it == '│' || it.is_whitespace()).filter(|it| !it.is_empty());
    let detail = detail.collect::<Vec<_>>().join(" ");
    assert!(detail.contains("= planned one-off 220 k€ → 260 k€ (+40.0 k€)"), "{detail}\n{screen}");
}

/// By hand: 60 % less 20 % and less 21.5 %; what is realized and what helpers reach is what it was.
#[test]
fn a_criterion_that_comes_to_something_else_is_marked_by_itself() {
    let before = PLAN.replace("value = 21.5", "value = 20");
    let mut model = against_plan(&before, "7", 140, 40);
    let criterion = Address::new(Table::Gate, "town-exit").to("criteria").to(0_u32);
    update(&mut model, Msg::Click(Target::Spot(criterion)));
    model.message = None;
    let screen = drawn(&model);
    let row = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or_default();
    assert!(row("Cases filed online ≥ 60 %").contains('Δ'), "{screen}");
    for other in ["realized ≥", "Hand over to the line?", "Helpers in the hall ≥ 2"] {
        let row: String = row(other).chars().take(52).collect();
        assert!(!row.is_empty() && !row.contains('Δ'), "{other}: {screen}");
    }
    let words = "Δ was 20 %, 40 pt short, now 21.5 %, 38.5 pt short";
    assert!(told(&screen).contains(words), "{screen}");
    assert!(screen.contains("Δ was 20 %, 40 pt short, now"), "in the detail, too: {screen}");
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

/// At 80 columns the title has 43 for what stands before the state of the wave: the filter takes what it needs, and the
/// name of the plan gives way.
#[test]
fn what_is_filtered_and_which_scenario_is_open_can_be_read_at_80_columns_and_less() {
    let long = PLAN.replace("name = \"Whole town\"", "name = \"The whole of the town and its outskirts\"");
    for width in [80, 60] {
        let mut shown = model("f s t a t u s : l a t e <enter>", width, 24);
        let row = drawn(&shown).lines().next().unwrap().to_owned();
        assert!(row.contains(": status:late"), "{row}");
        shown =
            groundswell::tui::after(open(&long), groundswell::tui::theme::Look::default(), "w", width, 24);
        let row = drawn(&shown).lines().next().unwrap().to_owned();
        assert!(row.starts_with(" SCENARIO — not the plan  A "), "{row}");
    }
}

/// Where no scenario is open, all keys that open one are told, and nothing is drawn over the rule below.
#[test]
fn how_a_scenario_is_opened_is_told_at_any_size() {
    for (width, height) in [(40, 10), (45, 12), (80, 13), (200, 12), (80, 24)] {
        let screen = drawn(&model("9", width, height));
        for key in ["w opens ", "o opens one with a name", "O opens one "] {
            assert!(screen.contains(key), "{width}x{height} {key}: {screen}");
        }
        assert!(!screen.lines().any(|line| line.contains("opens") && line.contains("──")), "{screen}");
    }
}

/// The detail over a view covers what is in it, and not the row of views.
#[test]
fn another_view_can_be_clicked_on_while_the_detail_is_open() {
    let mut model = model("<enter>", 100, 30);
    let mut shown = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 100, 30));
    let hits = groundswell::tui::frame::draw(&model, &mut shown);
    assert!(hits.iter().all(|hit| matches!(hit.target, Target::View(_))), "what is covered is not there");
    let tab = hits.into_iter().find(|hit| hit.target == Target::View(4)).unwrap();
    update(&mut model, Msg::Click(tab.target));
    assert!(drawn(&model).contains("[5 Value]"), "{}", drawn(&model));
}
