//! Forms in the terminal: the fields of the format, held to it before anything is written, as one step.

use crate::driven::{
    PLAN, content, difference, drawn, golden, message, model, omnichannel, open, plan_at, press, screen,
};
use groundswell::safe;
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

golden! {
    |keys, width, height| screen(&model(keys, width, height));
    form_80x24 "/ fees <enter> e <tab>" 80 24
    form_140x40 "z / fees <enter> e <tab> <tab> <tab> <tab> <tab> ctrl-u cou" 140 40
    form_40x10 "/ fees <enter> e <tab>" 40 10
    form_fault_80x24 "/ fees <enter> e <down> <down> <down> <down> <down> ctrl-u cuonty <tab>" 80 24
    form_value_80x24 "4 e" 80 24
}

#[test]
fn a_reading_is_corrected_where_kpis_are_shown() {
    let mut model = model("4 e", 80, 24);
    let before = content(&model);
    assert!(drawn(&model).contains("> value"), "{}", drawn(&model));
    press(&mut model, "ctrl-u 41.5 <enter>");
    let (new, gone) = difference(&model);
    assert_eq!((new.len(), gone.len()), (1, 1), "one value, one line: {new:?} {gone:?}");
    assert!(new[0].starts_with("value = 41.5"), "{new:?}");
    assert!(
        message(&model).starts_with("Set ") && message(&model).contains(" to 41.5 · "),
        "{}",
        message(&model)
    );
    assert!(message(&model).ends_with(" · u undo"), "{}", message(&model));
    press(&mut model, "u");
    assert_eq!(content(&model), before);
}

/// Nothing of it was read: what is typed is a reading of the day, and not a letter more of its name.
#[test]
fn of_a_kpi_that_was_never_read_the_first_reading_is_asked_for() {
    let mut model = after(plan_at("plans/first.toml"), Look::default(), "4 e", 80, 24);
    assert!(drawn(&model).contains("Record a reading"), "{}", drawn(&model));
    let before = content(&model);
    press(&mut model, "12 <f2>");
    let now = content(&model);
    assert!(before.lines().all(|line| now.lines().any(|it| it == line)), "{now}");
    for line in ["[[reading]]", "kpi = \"online\"", "date = 2026-01-05", "value = 12"] {
        assert!(now.lines().any(|it| it == line) && !before.lines().any(|it| it == line), "{line}\n{now}");
    }
}

#[test]
fn what_people_write_in_a_form_is_shown_as_the_plan_has_it() {
    // A decision, its words given; then its day, as people write one.
    let mut model = model("7 c d Agreed", 100, 40);
    while !drawn(&model).contains("> date") {
        press(&mut model, "<down>");
    }
    press(&mut model, "ctrl-u");
    "30 Sep 2026".chars().for_each(|letter| {
        update(
            &mut model,
            Msg::Key(groundswell::tui::msg::Key::plain(groundswell::tui::msg::Code::Char(letter))),
        );
    });
    press(&mut model, "<up>");
    assert!(drawn(&model).contains("2026-09-30"), "{}", drawn(&model));
    press(&mut model, "<down> ctrl-u 09/10/2026 <f2>");
    assert!(drawn(&model).contains("09/10/2026 may be 2026-10-09 or 2026-09-10"), "{}", drawn(&model));
    press(&mut model, "ctrl-u 29.9.2026 <f2>");
    let (new, _) = difference(&model);
    assert!(new.contains(&"date = 2026-09-29".to_owned()), "{new:?}");
    // Without words, there is no decision.
    press(&mut model, "c d <f2>");
    let shown = drawn(&model);
    let lines: Vec<&str> = shown.lines().collect();
    let fault = lines.iter().position(|line| line.contains("it is not said what was decided"));
    let field = lines.iter().position(|line| line.contains("> note"));
    // Below the field that would say it, and its meaning.
    assert!(field.zip(fault).is_some_and(|(field, fault)| fault == field + 2), "{shown}");
}

#[test]
fn a_reading_that_leaps_away_from_all_before_is_told_and_taken() {
    let mut model = model("4 e", 140, 30);
    press(&mut model, "ctrl-u 90000000 <enter>");
    let (new, _) = difference(&model);
    assert!(new.iter().any(|line| line.starts_with("value = 90")), "{new:?}");
    assert!(message(&model).contains("ten times or more of all that is known of it"), "{}", message(&model));
}

#[test]
fn ctrl_c_keeps_what_was_typed_into_a_form_and_quits_when_pressed_again() {
    let mut model = model("7 c d Two", 100, 30);
    let typed = "“Two”";
    assert_eq!(press(&mut model, "ctrl-c"), []);
    assert!(drawn(&model).contains(typed), "{}", drawn(&model));
    assert_eq!(
        message(&model),
        "Esc leaves it without a change; F2 keeps what was typed; ctrl-c once more quits"
    );
    // Whoever types on has not left.
    press(&mut model, "more");
    assert!(drawn(&model).contains("“Twomore”"), "{}", drawn(&model));
    press(&mut model, "ctrl-c <esc>");
    assert!(model.overlay.is_none() && message(&model) == "Left: nothing was changed", "{}", message(&model));
    assert_eq!(press(&mut model, "c d Two ctrl-c ctrl-c"), [Effect::Quit]);
    // What is asked before quitting gives the form back to whoever stays.
    press(&mut model, "<esc> <esc> 1 / fees <enter> < c d Three ctrl-c ctrl-c");
    assert!(drawn(&model).contains("1 change is not saved"), "{}", drawn(&model));
    press(&mut model, "<esc>");
    assert!(drawn(&model).contains("“Three”"), "{}", drawn(&model));
    // Nothing typed is nothing to keep.
    press(&mut model, "<esc> <esc> c d ctrl-c");
    assert!(model.overlay.is_none());
}

#[test]
fn what_is_pasted_keeps_its_words_apart_wherever_it_is_typed() {
    for keys in ["7 c d", "/", "f", "?", ":", "b", "4 w 9 o"] {
        let mut model = model(keys, 100, 30);
        if keys == "b" {
            update(&mut model, Msg::References(Ok(Vec::new())));
        }
        update(&mut model, Msg::Paste("Budget frei\rgegeben\nUK\r\n".into()));
        assert!(screen(&model).contains("Budget frei gegeben UK"), "{keys}: {}", screen(&model));
    }
}

#[test]
fn wherever_something_is_typed_the_keys_are_those_of_readline() {
    for keys in ["7 c d", "/", "f", "?", ":", "ctrl-g", "b", "4 w 9 o"] {
        let mut model = model(keys, 100, 30);
        if keys == "b" {
            update(&mut model, Msg::References(Ok(Vec::new())));
        }
        let mut typed = |keys: &str, shown: &str| {
            press(&mut model, keys);
            assert!(screen(&model).contains(shown), "{keys}, {shown}: {}", screen(&model));
        };
        typed("ctrl-u one <space> two", "one two▏");
        typed("<left> <bs> x", "one tx▏o");
        typed("ctrl-w", "one ▏o");
        typed("<home> <del>", "▏ne o");
        typed("<end> y", "ne oy▏");
        typed("ctrl-a ctrl-f z", "nz▏e oy");
        typed("ctrl-k ctrl-b", "n▏z");
        typed("ctrl-e q", "nzq▏");
    }
}

#[test]
fn a_list_below_what_is_typed_follows_every_change_of_it() {
    // What was typed wrongly is mended in place, and what is pasted is looked for at once.
    let model = |keys: &str| model(keys, 100, 30);
    let at = |model: &Model| model.desk().sheet.current().map(|spot| spot.at.key.to_string());
    assert_eq!(at(&model("/ ees <home> f <enter>")).as_deref(), Some("county-fees"));
    let mut pasted = model("/");
    update(&mut pasted, Msg::Paste("fees".into()));
    assert_eq!(at(&pasted).as_deref(), Some("county-fees"));
    assert_eq!(at(&model("/ feesx <bs> <enter>")).as_deref(), Some("county-fees"));
    let shown = |keys: &str| model(keys).desk().sheet.spots.len();
    assert_eq!(shown("f wner:registry <home> o <enter>"), shown("f owner:registry <enter>"));
    assert!(drawn(&model("? quitt <left> <bs>")).contains("q            Quit"));
}

#[test]
fn a_form_is_one_step_and_touches_nothing_else() {
    let mut model = model("/ fees <enter> e", 100, 30);
    let before = content(&model);
    press(&mut model, "ctrl-u Fees <f2>");
    let (new, gone) = difference(&model);
    assert_eq!((&*new, gone.len()), (&["name = \"Fees\"".to_owned()][..], 1));
    assert_eq!(message(&model), "Set name of Fees for running it for the county to Fees · u undo");
    press(&mut model, "e ctrl-u Dues <tab> <tab> <tab> <tab> <tab> ctrl-u town <f2>");
    assert!(message(&model).starts_with("Edited Dues: name, "), "{}", message(&model));
    press(&mut model, "u u");
    assert_eq!(content(&model), before);
    assert_eq!(message(&model), "Undone: set name of Fees for running it for the county to Fees · U redo");
}

#[test]
fn a_fault_stands_below_its_field_and_nothing_is_written() {
    let mut model = model("/ fees <enter> e <down> <down> <down> <down> <down> ctrl-u cuonty <tab>", 100, 30);
    let before = content(&model);
    assert!(drawn(&model).contains("Did you mean the wave `county`?"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    assert_eq!(content(&model), before, "what is at fault is not written");
    assert!(drawn(&model).contains("Did you mean the wave `county`?"), "{}", drawn(&model));
    assert!(model.overlay.is_some());
}

#[test]
fn leaving_asks_once_where_more_was_typed_than_is_typed_again_at_once() {
    let mut model = model("/ fees <enter> e <esc>", 100, 30);
    assert!(model.overlay.is_none());
    press(&mut model, "e x y <esc>");
    assert!(model.overlay.is_none(), "two letters are typed again at once");
    assert!(message(&model).starts_with("Left: nothing was changed"), "{}", message(&model));
    // Twenty letters, and one more in another field.
    press(&mut model, "e abcdefghijklmnopqrst <esc>");
    assert!(model.overlay.is_none());
    press(&mut model, "e abcdefghijklmnopqrst <tab> u <esc>");
    assert!(model.overlay.is_some());
    assert!(message(&model).starts_with("Esc once more"), "{}", message(&model));
    press(&mut model, "y <esc> <esc>");
    assert!(model.overlay.is_none());
    assert!(!content(&model).contains("xy") && !content(&model).contains("abc"));
}

#[test]
fn words_of_the_format_and_ids_of_the_plan_are_offered() {
    let mut model = model("/ fees <enter> e <down>", 100, 30);
    assert!(drawn(&model).contains("[revenue]"), "{}", drawn(&model));
    press(&mut model, "<space>");
    assert!(drawn(&model).contains("> category     cost▏"), "{}", drawn(&model));
    press(&mut model, "<down> <down> <down> <down> ctrl-u tw <right>");
    assert!(drawn(&model).contains("> wave         town▏"), "{}", drawn(&model));
    press(&mut model, "<f2>");
    assert!(content(&model).contains("category = \"cost\"\nwave = \"town\""), "{}", content(&model));
}

/// More than a field takes is left out, and that is said: of a longer text nobody would see which part is missing.
#[test]
fn a_paste_that_no_field_holds_is_left_out_with_a_word() {
    let mut model = model("/ fees <enter> e", 100, 30);
    let before = drawn(&model);
    update(&mut model, Msg::Paste("x".repeat(70_000)));
    assert_eq!(message(&model), "69 KiB were pasted and left out: a field takes no more than 64");
    model.message = None;
    assert_eq!(drawn(&model), before);
    update(&mut model, Msg::Paste("x".repeat(60_000)));
    assert_ne!(drawn(&model), before);
}

#[test]
fn what_is_pasted_stays_in_its_field_and_acts_nowhere() {
    let mut model = model("/ fees <enter> e ctrl-u", 80, 24);
    update(&mut model, Msg::Paste("q\r\nd\u{1b}]52;c;x\u{7}東京\u{202e}".into()));
    let screen = drawn(&model);
    assert!(screen.contains("> name         q d]52;c;x東京<U+202E>▏"), "{screen}");
    assert!(!screen.contains('\u{202e}') && !screen.contains('\u{1b}'));
    press(&mut model, "<bs> <f2>");
    assert!(content(&model).contains("name = \"q d]52;c;x東京\""), "{}", content(&model));
}

#[test]
fn every_size_shows_the_field_that_is_typed_in() {
    for (width, height) in [(0, 0), (1, 1), (5, 3), (20, 5), (40, 10), (60, 18), (80, 24), (300, 60)] {
        let mut model = model("/ fees <enter> e", width, height);
        for _ in 0..30 {
            let screen = drawn(&model);
            assert_eq!(screen.lines().count(), usize::from(height));
            assert!(screen.lines().all(|line| safe::width(line) <= usize::from(width)), "{screen}");
            if width >= 40 {
                assert!(screen.contains('▏'), "{screen}");
            }
            press(&mut model, "<down>");
        }
    }
}

#[test]
fn a_plan_that_is_only_looked_at_says_so() {
    let mut work = open("format = 1\n[wave.a]\nstart = 2026-01-01\nend = 2026-06-30\n");
    work.draft = None;
    let mut model = after(work, Look::default(), "", 100, 30);
    press(&mut model, "e");
    assert_eq!(message(&model), "Edit what is selected: this plan is only looked at");
}

#[test]
fn a_field_that_is_said_anew_gives_way_to_what_is_typed_and_a_text_is_gone_on_with() {
    let mut model = model("/ fees <enter> e", 100, 40);
    press(&mut model, "<end> ! <tab>");
    while !drawn(&model).contains("> wave") {
        press(&mut model, "<tab>");
    }
    press(&mut model, "town");
    let screen = drawn(&model);
    let field = screen.lines().find(|line| line.contains("> wave")).unwrap();
    assert!(field.contains("town") && !field.contains("county"), "{screen}");
    press(&mut model, "<f2>");
    let (new, _) = difference(&model);
    assert!(new.iter().any(|line| line.starts_with("name = ") && line.ends_with("!\"")), "{new:?}");
}

#[test]
fn what_a_menu_hides_is_said_at_its_edge() {
    let mut model = model("1 a", 80, 14);
    let edge = |model: &Model| drawn(model).lines().find(|line| line.contains("Add")).unwrap().to_owned();
    assert!(edge(&model).contains('↓') && !edge(&model).contains('↑'), "{}", drawn(&model));
    press(&mut model, "<end>");
    assert!(edge(&model).contains('↑') && !edge(&model).contains('↓'), "{}", drawn(&model));
}

/// The id is a field like any other: with another one all that refers to it changes, as one step of that name.
#[test]
fn another_id_is_given_in_the_form_with_all_that_refers_to_it() {
    let mut model = model("/ hall <enter> e", 100, 40);
    let before = content(&model);
    let to_id = |model: &mut Model| {
        while !drawn(model).contains("> id") {
            press(model, "<down>");
        }
    };
    to_id(&mut model);
    assert!(drawn(&model).contains("wherever it is named"), "{}", drawn(&model));
    press(&mut model, "ctrl-u");
    groundswell::tui::overlay::paste(&mut model, "The Aides");
    press(&mut model, "<f2>");
    assert!(drawn(&model).contains("`The Aides` is no id in kebab-case"), "{}", drawn(&model));
    assert_eq!(content(&model), before);
    press(&mut model, "ctrl-u");
    groundswell::tui::overlay::paste(&mut model, "aides");
    press(&mut model, "<f2>");
    assert!(message(&model).starts_with("Renamed helpers to aides · u undo"), "{}", message(&model));
    // The id stands in no other word of this plan.
    assert_eq!(content(&model), before.replace("helpers", "aides"));
    assert!(before.matches("helpers").count() > 1, "something refers to it");
    assert_eq!(model.selection.as_ref().map(|at| &*at.key), Some("aides"));
    press(&mut model, "u");
    assert!(message(&model).starts_with("Undone: rename helpers to aides"), "{}", message(&model));
    assert_eq!(content(&model), before);
    // With another value, it is still one step.
    press(&mut model, "/ hall <enter> e");
    to_id(&mut model);
    press(&mut model, "ctrl-u");
    groundswell::tui::overlay::paste(&mut model, "aides");
    while !drawn(&model).contains("> name") {
        press(&mut model, "<up>");
    }
    press(&mut model, "ctrl-u");
    groundswell::tui::overlay::paste(&mut model, "Aides in the hall");
    press(&mut model, "<f2>");
    assert!(message(&model).starts_with("Renamed helpers to aides and edit its name"), "{}", message(&model));
    assert!(content(&model).contains("name = \"Aides in the hall\""));
    press(&mut model, "u");
    assert_eq!(content(&model), before);
}

#[test]
fn what_is_a_table_has_an_example_in_the_plans_own_ids() {
    let mut form = model("/ fees <enter> e", 100, 60);
    while !drawn(&form).contains("> cost") {
        press(&mut form, "<down>");
    }
    assert!(drawn(&form).contains("as in 150k, or { pilot = 150k, run = 40k }"), "{}", drawn(&form));
    // Of a reading it is said what its KPI counts.
    let shown = drawn(&model("4 e", 100, 40));
    assert!(shown.contains("a number, in min"), "{shown}");
    let of_done = PLAN.replacen("unit = \"min\"\nbetter = \"lower\"", "better = \"done\"", 1);
    assert_ne!(of_done, PLAN);
    let shown = drawn(&after(open(&of_done), Look::default(), "4 e", 100, 40));
    assert!(shown.contains("yes or no: whether it is done"), "{shown}");
}

/// Neither value is one of the format: both are marked where either keeps the change from being made.
#[test]
fn each_field_that_was_found_wrong_stays_marked() {
    let keys = "ctrl-g n o r t h <enter> e <tab> ctrl-u 5 <tab> ctrl-u odd <tab> <f2>";
    let shown = drawn(&model(keys, 80, 24));
    let marked = |key: &str| shown.lines().any(|line| line.contains(&format!("! {key} ")));
    assert!(shown.contains("is out of range") && shown.contains("is no value of `archetype`"), "{shown}");
    assert!(marked("archetype"), "{shown}");
}

#[test]
fn a_record_is_edited_by_its_words() {
    let form = drawn(&after(omnichannel(), Look::default(), "7 <tab> e", 80, 24));
    assert!(form.contains("Edit action “Name a local champion in each open market” · 2026-05-12"), "{form}");
    let model =
        after(omnichannel(), Look::default(), "7 <tab> e <tab> <tab> <tab> <tab> ctrl-u Ann <f2>", 80, 24);
    let told = message(&model);
    assert!(
        told.starts_with("Set owner of action “Name a local champion in each open market” to Ann"),
        "{told}"
    );
}
