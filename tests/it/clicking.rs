//! The mouse in what lies over a view: a click on an entry chooses it, the wheel moves, and a click beside it closes.

use groundswell::tui::frame;
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::update::update;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::driven::{difference, drawn, message, model, press};

/// Clicks on a cell as the terminal does: on what was drawn there last.
fn click_at(model: &mut Model, (x, y): (u16, u16)) -> Option<Target> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
    let hits = frame::draw(model, &mut buffer);
    let target = hits.iter().rev().find(|hit| hit.area.contains(Position { x, y }))?.target.clone();
    update(model, Msg::Click(target.clone()));
    Some(target)
}

/// Where some words stand on the screen.
fn place_of(model: &Model, words: &str) -> (u16, u16) {
    let screen = drawn(model);
    let found = screen.lines().enumerate().find_map(|(y, line)| Some((line.find(words)?, y, line)));
    let Some((at, y, line)) = found else { unreachable!("{words} is not on\n{screen}") };
    let x = line[..at].chars().count();
    (x.try_into().unwrap(), y.try_into().unwrap())
}

fn click(model: &mut Model, words: &str) {
    let place = place_of(model, words);
    click_at(model, place);
}

fn over(model: &Model) -> &str {
    model.overlay.as_ref().map_or("", |over| over.name())
}

#[test]
fn an_entry_that_is_clicked_on_is_chosen_as_by_enter() {
    // The menu of what is captured: its form.
    let mut chosen = model("c", 80, 24);
    assert_eq!(over(&chosen), "menu");
    click(&mut chosen, "risk");
    assert_eq!(over(&chosen), "form");
    assert!(drawn(&chosen).contains("risk"), "{}", drawn(&chosen));
    // The list of commands, and the help: the view that the entry goes to.
    for open in [": v a l u e", "? v a l u e"] {
        let mut chosen = model(open, 80, 24);
        click(&mut chosen, "Value");
        assert_eq!((over(&chosen), chosen.entry().name), ("", "Value"), "{open}");
    }
    // What is copied.
    let mut copied = model("y", 80, 24);
    let place = place_of(&copied, "id");
    click_at(&mut copied, place);
    assert_eq!(over(&copied), "");
    assert!(message(&copied).starts_with("Copied"), "{}", message(&copied));
    // A field of a form takes the keys.
    let mut form = model("e", 80, 24);
    click(&mut form, "name");
    press(&mut form, "ctrl-u Other <f2>");
    let new = difference(&form).0;
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].contains("Other"), "{new:?}");
}

#[test]
fn keys_that_are_written_are_clicked_on() {
    let mut quits = model("/ fees <enter> < q", 80, 24);
    assert_eq!(over(&quits), "quit");
    // In the window, and in the last line: the first is found first.
    click(&mut quits, "Esc stay");
    assert_eq!((over(&quits), message(&quits)), ("", "Stayed: nothing was saved and nothing lost"));
    let mut removing = model("x", 80, 24);
    assert_eq!(over(&removing), "remove");
    let last = place_of(&removing, "Esc").0;
    click_at(&mut removing, (last, 23));
    assert_eq!(over(&removing), "", "the last line is clicked on");
}

#[test]
fn a_click_beside_it_closes_it_and_one_within_does_not() {
    for (keys, name) in
        [("c", "menu"), (":", "find"), ("?", "help"), ("x", "remove"), ("y", "copy"), ("e", "form")]
    {
        let mut model = model(keys, 140, 40);
        assert_eq!(over(&model), name);
        let before = drawn(&model);
        // The corner of the window is nothing to choose.
        let mut buffer = Buffer::empty(Rect::new(0, 0, 140, 40));
        let within =
            frame::draw(&model, &mut buffer).into_iter().find(|hit| hit.target == Target::Within).unwrap();
        click_at(&mut model, (within.area.x, within.area.y));
        assert_eq!(drawn(&model), before, "{name}");
        assert_eq!(click_at(&mut model, (0, 0)), Some(Target::Outside));
        assert_eq!(over(&model), "", "{name}");
    }
    // What was typed into a form stays.
    let mut form = model("e X", 140, 40);
    for _ in 0..3 {
        click_at(&mut form, (0, 0));
        assert_eq!(over(&form), "form");
        assert_eq!(message(&form), "Esc leaves it without a change; F2 keeps what was typed");
    }
    press(&mut form, "<esc>");
    assert_eq!(over(&form), "");
}

#[test]
fn the_wheel_moves_in_what_lies_over_the_view_and_not_below_it() {
    let mut chosen = model("c", 80, 24);
    let selected = |model: &Model| {
        drawn(model).lines().find(|line| line.contains("│ > ")).map(str::to_owned).unwrap_or_default()
    };
    let (first, below) = (selected(&chosen), chosen.selection.clone());
    update(&mut chosen, Msg::Wheel(1));
    assert!(!selected(&chosen).is_empty() && selected(&chosen) != first);
    update(&mut chosen, Msg::Wheel(-1));
    assert_eq!(selected(&chosen), first);
    for keys in ["y", "x", "/", "f"] {
        let mut still = model(keys, 80, 24);
        let before = drawn(&still);
        update(&mut still, Msg::Wheel(3));
        assert_eq!((drawn(&still), &still.selection), (before, &below), "{keys}");
    }
}

#[test]
fn without_a_mouse_no_click_does_anything() {
    let mut without = model("?", 80, 24);
    without.mouse = false;
    let before = drawn(&without);
    for at in [(0, 0), (40, 12), (40, 23)] {
        click_at(&mut without, at);
    }
    update(&mut without, Msg::Wheel(1));
    assert_eq!(drawn(&without), before);
    press(&mut without, "<esc>");
    click(&mut without, "Value");
    assert_eq!(without.entry().name, "Board");
}

/// What a terminal sends: button, column and row from one, pressed and let go.
#[cfg(unix)]
#[test]
fn a_terminal_clicks_on_a_command_and_beside_the_help() {
    let mut terminal = crate::pty::Terminal::start(&[]);
    terminal.until("[1 Board]");
    terminal.type_in(":value");
    terminal.until("> value");
    let row = terminal.contents().lines().position(|line| line.contains("Value") && line.contains('5'));
    let row = row.unwrap_or_default() + 1;
    terminal.type_in(&format!("\x1b[<0;20;{row}M\x1b[<0;20;{row}m"));
    terminal.until("[5 Value]");
    terminal.type_in("?");
    terminal.until("type to filter");
    terminal.type_in("\x1b[<65;20;12M");
    terminal.until("▸");
    terminal.type_in("\x1b[<0;1;1M\x1b[<0;1;1m");
    terminal.until_gone("type to filter");
    terminal.leave();
}

#[test]
fn a_page_is_followed_and_a_list_of_boxes_ticked_by_a_click() {
    let mut page = model("5 =", 100, 30);
    assert_eq!(over(&page), "explain");
    assert!(drawn(&page).contains("│ forecast.visits"), "{}", drawn(&page));
    click(&mut page, "  planned.visits");
    assert!(drawn(&page).contains("│ planned.visits"), "{}", drawn(&page));
    // The town opens the south: a click closes it, and another opens it again.
    let mut scope = model("w W", 80, 24);
    assert_eq!(over(&scope), "scope");
    for ticked in ["[x] market    South side", "[ ] market    South side", "[x] market    South side"] {
        assert!(drawn(&scope).contains(ticked), "{}", drawn(&scope));
        click(&mut scope, "market    South side");
    }
}

#[test]
fn the_head_of_the_kpis_orders_them() {
    let mut kpis = model("4", 100, 30);
    click(&mut kpis, "to plan");
    assert_eq!(message(&kpis), "Ordered by distance to plan");
}
