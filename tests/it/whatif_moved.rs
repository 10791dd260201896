//! What-if: what a scenario moves in time, and what applying it would write.

use crate::driven::{content, drawn, golden, message, model, press, screen};
use groundswell::tui::effect::Effect;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::{Look, Theme};
use groundswell::tui::update::update;
use groundswell::tui::{buffer, text};
use ratatui::style::Modifier;

/// The screen without its tabs: a new rule changes no screen here.
fn tried(keys: &str, width: u16, height: u16) -> String {
    let drawn = screen(&model(keys, width, height));
    drawn.lines().filter(|line| !line.contains("8 Check")).map(|line| format!("{line}\n")).collect()
}

golden! {
    tried;
    whatif_changes_80x24 "/ fees <enter> w < / online <enter> s 1 m <enter> 9 v j j" 80 24
    whatif_time_80x24 "/ fees <enter> w < / online <enter> s 1 m <enter> 9 v v j" 80 24
    whatif_time_140x40 "/ fees <enter> w < / online <enter> s 1 m <enter> 9 v v" 140 40
}

/// By hand: the wave `town` ends on 30 Jun 2027; three months later it is 30 Sep, 31 + 31 + 30 days.
#[test]
fn what_a_scenario_moves_is_told_and_what_it_writes_is_listed() {
    let mut model = model("w s 3 m <enter> 9 v v", 140, 30);
    let shown = text(&buffer(&model));
    let town = shown.lines().find(|line| line.contains(" Whole town") && line.contains(" d plan ")).unwrap();
    assert!(town.contains("+92 d"), "{shown}");
    press(&mut model, "j k");
    let said = "Whole town: 01 Oct 2026 – 30 Jun 2027 in the plan, 01 Oct 2026 – 30 Sep 2027 in A (+92 d)";
    assert!(text(&buffer(&model)).contains(said), "{}", text(&buffer(&model)));
    // A date is no change: there is nothing to drop.
    press(&mut model, "x");
    assert!(message(&model).starts_with("Select one of the changes"), "{}", message(&model));
    assert_eq!(model.scenarios.titles().count(), 1);
    press(&mut model, "v v");
    let shown = text(&buffer(&model));
    for line in [
        "As TOML: what applying it would write",
        " [wave.town]",
        " - end = 2027-06-30",
        " + end = 2027-09-30",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    // Of the lines that would be written none is a change; the first of the list is.
    press(&mut model, "G x");
    assert_eq!(model.scenarios.titles().count(), 1, "{}", message(&model));
    press(&mut model, "g x");
    assert_eq!(model.scenarios.titles().count(), 0, "{}", message(&model));
    assert!(text(&buffer(&model)).contains("0 changes · no date moves"), "{}", text(&buffer(&model)));
}

/// By hand: at 80 columns the ten tabs take 79 where two of them have fewer letters; at 60 the banner, 23 columns wide,
/// leaves none to the day beside the state of the wave.
#[test]
fn in_a_scenario_tabs_keep_their_names_and_the_banner_stands_apart() {
    let shown = text(&buffer(&model("w 9", 80, 24)));
    for name in ["1 Board", "2 Time", "3 Deps", "7 Lead", "[9 What-if]", "0 Reg"] {
        assert!(shown.lines().nth(1).unwrap().contains(name), "{name}: {shown}");
    }
    let shown = text(&buffer(&model("w", 60, 20)));
    assert!(shown.starts_with(" SCENARIO — not the plan "), "{shown}");
}

/// By hand: the banner with a blank before it and two behind takes 26 columns, the name 11, ` · 0 tried` 10 and the edge
/// 3: from 50 columns on both are whole. Below that how many are tried gives way, at 40 with nothing else beside it the
/// name has 40 − 26 − 3 = 11.
#[test]
fn which_scenario_is_open_is_told_at_any_width() {
    let mut model = model("9 o L a t e <space> v e n d o r <enter>", 80, 24);
    model.message = None;
    for (width, row) in [
        (140, " SCENARIO — not the plan  Late vendor · 0 tried"),
        (80, " SCENARIO — not the plan  Late vendor · 0 tried"),
        (72, " SCENARIO — not the plan  Late vendor · 0 tried"),
        (64, " SCENARIO — not the plan  Late vendor · 0 tried"),
        (60, " SCENARIO — not the plan  Late vendor · 0 tried"),
        (50, " SCENARIO — not the plan  Late vendor · 0 tried"),
        (49, " SCENARIO — not the plan  Late vendor"),
        (40, " SCENARIO — not the plan  Late vendor"),
    ] {
        model.size = (width, 24);
        let shown = text(&buffer(&model));
        assert!(shown.starts_with(row), "{width}: {shown}");
        assert_eq!(shown.lines().next().unwrap().contains("tried"), width >= 50, "{width}: {shown}");
    }
}

#[test]
fn what_a_bar_goes_on_beyond_the_edge_is_marked_there_and_days_are_told_close_by() {
    let shown = text(&buffer(&model("2 + + + +", 100, 30)));
    let row = shown.lines().find(|line| line.contains("│>✗ Whole town")).unwrap();
    assert!(row.contains("│◀") && row.contains("▶│"), "{shown}");
    let days = shown.lines().nth(4).unwrap();
    assert!(["8", "15", "22"].iter().all(|day| days.contains(day)), "{shown}");
}

/// By hand: the banner, the scenario and what is not saved take 39 columns, the wave with its name and the day 35, and the
/// edge one: five are left between them, and ` · 0 tried` would take ten.
#[test]
fn which_wave_is_told_of_before_it_is_said_that_nothing_is_tried() {
    let mut model = model("1 j > w 9", 80, 24);
    model.message = None;
    let shown = text(&buffer(&model));
    assert!(shown.starts_with(" SCENARIO — not the plan  A · 1 unsaved     Whole town "), "{shown}");
}

/// As on slides: what says that this is not the plan is not told by colour alone.
#[test]
fn without_colours_the_row_of_a_scenario_stands_out_reversed() {
    let mut model = model("w", 80, 24);
    let begin = |model: &groundswell::tui::model::Model| buffer(model)[(1, 0)].clone();
    assert!(!begin(&model).modifier.contains(Modifier::REVERSED));
    model.look = Look { theme: Theme::Mono, ..model.look };
    let begin = begin(&model);
    assert!(begin.symbol() == "S" && begin.modifier.contains(Modifier::REVERSED), "{begin:?}");
}

/// A scenario that its user gave a name is one of several, whether or not it tries anything yet.
#[test]
fn a_scenario_that_was_named_is_there_while_it_is_empty() {
    let mut model = model("9 o L a t e <enter> w", 100, 30);
    let names = |model: &groundswell::tui::model::Model| -> Vec<String> {
        model.scenarios.all.iter().map(|it| it.scenario.name.clone()).collect()
    };
    assert_eq!(names(&model), ["Late"]);
    press(&mut model, "w");
    assert_eq!((names(&model).len(), model.scenarios.name()), (1, "Late"));
    assert!(model.work.beside.is_some());
    // One that nobody named and that tries nothing is gone when it is left.
    press(&mut model, "w x");
    let mut other = self::model("w w", 100, 30);
    assert_eq!(names(&other), [""; 0]);
    press(&mut other, "q");
}

/// What the editor shows is what the screen shows: the scenario's own file, once there is one that has it; until then
/// it is the plan.
#[test]
fn with_a_scenario_open_the_editor_opens_its_file_once_there_is_one() {
    let mut model = model("/ fees <enter> w <", 100, 30);
    let plan = press(&mut model, "E");
    assert!(matches!(&plan[..], [Effect::Edit(path, _)] if path.ends_with("plan.toml")), "{plan:?}");
    let kept = press(&mut model, "9 S <enter>");
    let [Effect::Keep(path, file, _)] = &kept[..] else { panic!("{kept:?}") };
    let path = path.clone();
    update(&mut model, Msg::Kept(path.clone(), Ok(())));
    assert_eq!(
        press(&mut model, "1 / fees <enter> E"),
        [Effect::Edit(path.clone(), 1), Effect::Fetch(path.clone())]
    );
    // What was written there is what is tried by then, and there is no second scenario of that file.
    let later = file.replace("\"\\\"town\\\"\"", "\"\\\"pilot\\\"\"");
    assert_ne!(later, *file);
    update(&mut model, Msg::Fetched(path, Ok(later)));
    assert!(content(&model).contains("category = \"revenue\"\nwave = \"pilot\""), "{}", content(&model));
    assert_eq!(model.scenarios.all.len(), 1);
}

/// What a file has as it is comes back from there, and is not lost; what was tried since is.
#[test]
fn forgetting_a_scenario_says_what_is_lost_by_it() {
    let mut model = model("/ fees <enter> w < 9 S <enter>", 100, 30);
    let asked = |model: &mut groundswell::tui::model::Model| {
        press(model, "9 X");
        let screen = drawn(model).split_whitespace().collect::<Vec<_>>().join(" ");
        press(model, "<esc>");
        screen
    };
    assert!(asked(&mut model).contains("cannot be undone"), "it is written by then");
    update(&mut model, Msg::Kept("scenarios/a.toml".into(), Ok(())));
    let screen = asked(&mut model);
    assert!(
        screen.contains("It stays in a.toml, to be opened again.") && !screen.contains("undone"),
        "{screen}"
    );
    press(&mut model, "1 / errors <enter> >");
    assert!(asked(&mut model).contains("cannot be undone"));
}

/// One that tries nothing closes at once; one whose only change was dropped could have it back, and asks.
#[test]
fn forgetting_a_scenario_that_tries_nothing_loses_nothing_and_asks_nothing() {
    let mut empty = model("w 9 X", 100, 30);
    assert!(empty.overlay.is_none() && empty.work.beside.is_none(), "{}", drawn(&empty));
    assert!(empty.scenarios.all.is_empty());
    press(&mut empty, "u");
    assert_eq!(content(&empty), crate::driven::PLAN);
    let mut dropped = model("/ fees <enter> w < 9 v", 100, 30);
    press(&mut dropped, "x X");
    assert!(drawn(&dropped).contains("cannot be undone"), "{}", drawn(&dropped));
}
