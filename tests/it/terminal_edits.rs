//! Editing in the terminal: keys change the draft and never a file; saving is asked of the edge.

use std::path::Path;

use crate::driven::{PLAN, content, difference, drawn, golden, message, model, open, press, screen};
use groundswell::disk::{Saved, Unwritten};
use groundswell::draft::asked;
use groundswell::tui::editing::make;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;

fn first_row(model: &Model) -> String {
    text(&buffer(model)).lines().next().unwrap().to_owned()
}

golden! {
    |keys, width, height| screen(&model(keys, width, height));
    moved_80x24 "/ fees <enter> <" 80 24
    moved_140x40 "z / fees <enter> <" 140 40
    quit_80x24 "/ fees <enter> < < q" 80 24
    quit_140x40 "z / fees <enter> < < q" 140 40
}

#[test]
fn an_item_moves_between_waves_and_back() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let new = ["wave = \"town\"".to_owned()];
    assert_eq!(
        content(&model),
        PLAN.replacen(
            "category = \"revenue\"\nwave = \"county\"",
            "category = \"revenue\"\nwave = \"town\"",
            1
        )
    );
    let brought = "brings 4 findings: value-incomplete, need-after-use, one-sided-wave";
    assert_eq!(
        message(&model),
        format!("Moved Fees for running it for the county to Whole town · u undo · {brought}")
    );
    assert_eq!(difference(&model).0, [""; 0], "{new:?} stands elsewhere too");
    assert!(first_row(&model).contains("plan.toml* · 1 unsaved"), "{}", first_row(&model));
    press(&mut model, "<f7>");
    // What it found of the wave that it left is another finding of the one that it came to.
    assert_eq!(
        message(&model),
        "Moved Fees for running it for the county to Pilot · u undo · brings 2 findings: value-incomplete, item-overdue"
    );
    assert_eq!(model.desk().sheet.current().unwrap().at.to_string(), "driver.county-fees.reaches.pilot");
    press(&mut model, "<");
    assert!(message(&model).contains("is in Pilot, the first wave, already"), "{}", message(&model));
    press(&mut model, "> <f8>");
    assert_eq!(content(&model), PLAN);
    assert!(!first_row(&model).contains("unsaved"), "what says the same is not dirty");
}

#[test]
fn slides_say_that_the_plan_is_a_draft_or_a_scenario() {
    let mut model = model("P", 80, 24);
    assert!(first_row(&model).starts_with(" Town hall online "), "{}", first_row(&model));
    press(&mut model, "<esc> / fees <enter> < P");
    let row = first_row(&model);
    assert!(row.contains("DRAFT — not saved  as of 15 Nov 2026"), "{row}");
    press(&mut model, "<esc> w P");
    let row = first_row(&model);
    assert!(row.contains("SCENARIO — not the plan · A  as of 15 Nov 2026"), "{row}");
}

#[test]
fn the_step_that_is_selected_moves() {
    let mut model = model("/ handling <enter> l l", 100, 30);
    let at = "capability.cases.reaches.county";
    assert_eq!(model.desk().sheet.current().unwrap().at.to_string(), at);
    press(&mut model, "<");
    assert!(message(&model).contains("has its step to 3 in Whole town already"), "{}", message(&model));
    assert_eq!(content(&model), PLAN);
}

#[test]
fn undo_and_redo_name_what_they_do() {
    let mut model = model("/ fees <enter> < <", 100, 30);
    press(&mut model, "u");
    assert_eq!(message(&model), "Undone: move Fees for running it for the county to Pilot · U redo");
    press(&mut model, "u");
    assert_eq!(
        (message(&model), content(&model).as_str()),
        ("Undone: move Fees for running it for the county to Whole town · U redo", PLAN)
    );
    press(&mut model, "u");
    assert!(message(&model).contains("all changes are undone; U makes them again"), "{}", message(&model));
    press(&mut model, "U ctrl-r");
    assert_eq!(message(&model), "Moved Fees for running it for the county to Pilot again · u undo");
    assert!(content(&model).contains("category = \"revenue\"\nwave = \"pilot\""));
}

#[test]
fn saving_hands_the_files_over_and_keeps_the_steps() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let effects = press(&mut model, "ctrl-s");
    let [Effect::Save(files)] = &*effects else { panic!("{effects:?}") };
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].path, Path::new("plan.toml"));
    assert_eq!(
        (files[0].old.as_slice(), files[0].new.as_slice()),
        (PLAN.as_bytes(), content(&model).as_bytes())
    );
    assert_eq!(update(&mut model, Msg::Saved(Ok(Saved::default()))), []);
    assert_eq!(message(&model), "Saved 1 change in 1 file");
    assert!(!first_row(&model).contains("unsaved"));
    assert_eq!(press(&mut model, "ctrl-s"), []);
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
    // What was saved can be undone, and that is a change again.
    press(&mut model, "u");
    assert!(first_row(&model).contains("1 unsaved"));
    press(&mut model, "q");
    assert!(text(&buffer(&model)).contains("undo “move Fees for running it for the county"));
}

#[test]
fn a_plan_that_changed_on_disk_is_not_written_over_and_nothing_is_lost() {
    let mut model = model("/ fees <enter> <", 100, 30);
    let mine = content(&model);
    press(&mut model, "ctrl-s");
    let changed =
        Unwritten { path: "plan.toml".into(), message: "it changed since it was read".into(), changed: true };
    assert_eq!(update(&mut model, Msg::Saved(Err(changed))), []);
    assert!(message(&model).contains("plan.toml changed on disk. 1 change kept"), "{}", message(&model));
    assert_eq!((content(&model), model.work.unsaved.len()), (mine, 1));

    // Read again, both changes are there, and ours is still to be saved.
    assert_eq!(press(&mut model, "R"), [Effect::Reread]);
    let theirs = PLAN.replace("budget = 300_000", "budget = 310_000");
    update(&mut model, Msg::Reread(Ok(Box::new(open(&theirs)))));
    let both = theirs.replacen(
        "category = \"revenue\"\nwave = \"county\"",
        "category = \"revenue\"\nwave = \"town\"",
        1,
    );
    assert_eq!(content(&model), both);
    assert_eq!(model.work.unsaved, ["move county-fees to town"]);
    let effects = press(&mut model, "ctrl-s");
    let [Effect::Save(files)] = &*effects else { panic!("{effects:?}") };
    assert_eq!((files[0].old.as_slice(), files[0].new.as_slice()), (theirs.as_bytes(), both.as_bytes()));

    // Where both changed the same thing, nothing is taken, and it is asked.
    let against = PLAN.replacen(
        "category = \"revenue\"\nwave = \"county\"",
        "category = \"revenue\"\nwave = \"pilot\"",
        1,
    );
    update(&mut model, Msg::Reread(Ok(Box::new(open(&against)))));
    assert!(screen(&model).contains("1 value was changed on both sides"), "{}", screen(&model));
    assert_eq!(content(&model), both);
}

#[test]
fn leaving_asks_where_something_would_be_lost() {
    let mut model = model("/ fees <enter> <", 100, 30);
    assert_eq!(press(&mut model, "q"), []);
    assert!(text(&buffer(&model)).contains("1 change is not saved"));
    assert_eq!(press(&mut model, "j q x <enter>"), [], "only its own keys answer it");
    assert_eq!(press(&mut model, "<esc>"), []);
    assert!(model.overlay.is_none());
    assert_eq!(press(&mut model, "ctrl-c ctrl-c"), [], "nor does it go with ctrl-c");
    assert_eq!(press(&mut model, "d"), [Effect::Quit]);
    model.overlay = None;
    let effects = press(&mut model, "q s");
    assert!(matches!(&*effects, [Effect::Save(_)]), "{effects:?}");
    let full =
        Unwritten { path: "plan.toml".into(), message: "no space left on device".into(), changed: false };
    assert_eq!(update(&mut model, Msg::Saved(Err(full))), [], "what could not be saved is not left");
    assert!(message(&model).contains("no space left on device. 1 change kept"), "{}", message(&model));
    press(&mut model, "q s");
    assert_eq!(update(&mut model, Msg::Saved(Ok(Saved::default()))), [Effect::Quit]);
}

#[test]
fn moving_about_changes_nothing() {
    let mut model = model("", 100, 30);
    for view in 1..=8 {
        press(&mut model, &view.to_string());
        press(
            &mut model,
            "j k h l <up> <down> <left> <right> g G <home> <end> ctrl-d ctrl-u <pgdn> <pgup> <tab> <esc> <enter> <esc>",
        );
        assert_eq!((content(&model).as_str(), model.work.unsaved.len()), (PLAN, 0), "view {view}");
    }
}

#[test]
fn whatever_is_typed_no_file_is_written_and_undoing_all_gives_the_first_bytes() {
    let keys = [
        "j", "k", "h", "l", "<", ">", "<f7>", "<f8>", "u", "U", "ctrl-r", "w", "s", "A", "1", "2", "4", "7",
        "9", "v", "<enter>", "<esc>", "<tab>", "x", "e", "c", "d", "g", "G", "<bs>", "T", "n", "z",
    ];
    for seed in 1..=6_u64 {
        let mut model = model("", 100, 30);
        let mut state = seed;
        for _ in 0..60 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = keys[(state >> 33) as usize % keys.len()];
            let effects = press(&mut model, key);
            assert!(!effects.iter().any(|it| matches!(it, Effect::Save(_))), "seed {seed}: {key}");
        }
        press(&mut model, "<esc> <esc>");
        if model.work.beside.is_some() {
            press(&mut model, "w");
        }
        for _ in 0..60 {
            press(&mut model, "u");
        }
        assert_eq!((content(&model).as_str(), model.work.unsaved.len()), (PLAN, 0), "seed {seed}");
    }
}

#[test]
fn a_plan_without_files_says_that_it_is_only_looked_at() {
    let plan = groundswell::plan::Plan::empty(chrono::NaiveDate::default());
    let mut model = after(Workspace::new(plan, "plan.toml", Vec::new()), Look::default(), "", 80, 24);
    press(&mut model, ">");
    assert!(message(&model).contains("only looked at"), "{}", message(&model));
    assert_eq!(press(&mut model, "u U ctrl-s"), []);
}

#[test]
fn a_plan_of_which_a_part_cannot_be_read_says_so_at_once() {
    let broken = format!("{PLAN}\nwave =\n");
    let shown = text(&buffer(&after(open(&broken), Look::default(), "", 80, 24)));
    assert!(
        shown.contains("[8 Check")
            && shown.contains("1 format error: what cannot be read counts for nothing; begin"),
        "{shown}"
    );
    let sound = text(&buffer(&after(open(PLAN), Look::default(), "", 80, 24)));
    assert!(!sound.contains("cannot be read"), "{sound}");
}

/// By hand: what is refused is longer than 80 columns, and what is to be done stands at its end.
#[test]
fn a_refusal_longer_than_the_line_keeps_what_is_to_be_done() {
    let mut model = model("/ Online <enter> <", 80, 24);
    let told = model.message.clone().unwrap_or_default();
    assert!(told.ends_with("or give this one a live date of its own (e)"), "{told}");
    let shown = drawn(&model);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        lines[21], " Online forms has its step to 2 in Pilot already, and a wave holds one of",
        "{shown}"
    );
    assert!(
        lines[22].starts_with(" them. Move that one first, or give this one a live date of its own (e)  "),
        "{shown}"
    );
    // It is gone with the next key, and the view has its line again.
    press(&mut model, "<esc>");
    assert!(!drawn(&model).contains("Move that one first"), "{}", drawn(&model));
}

/// What is found of something is found of it under any id: nothing of that is brought.
#[test]
fn another_id_brings_no_findings() {
    let mut ids = 0;
    for id in [
        "visits",
        "errors",
        "county-fees",
        "helpers",
        "cases",
        "payments",
        "waiting",
        "pilot",
        "town",
        "county",
    ] {
        let mut model = model("", 100, 30);
        let mentioned =
            model.work.findings.iter().filter(|it| it.finding.message.contains(&format!("`{id}`")));
        ids += usize::from(mentioned.count() > 0);
        assert!(make(&mut model, |draft| asked::renamed(draft, id, "another-one")), "{id}");
        assert!(!message(&model).contains("brings"), "{id}: {}", message(&model));
    }
    assert!(ids > 5, "{ids} are named by findings");
}

/// Two changes that were brought to what others did are one step to undo, and two to whoever is asked what is lost.
#[test]
fn the_question_at_the_end_names_each_change_that_was_brought_to_what_was_read() {
    let mut model = model("/ fees <enter> < / payments <enter> <", 100, 30);
    assert_eq!(model.work.unsaved.len(), 2);
    let theirs = PLAN.replace("budget = 300_000", "budget = 310_000");
    update(&mut model, Msg::Reread(Ok(Box::new(open(&theirs)))));
    model.message = None;
    assert!(screen(&model).lines().next().unwrap().contains(" · 2 unsaved"), "{}", screen(&model));
    press(&mut model, "q");
    let asked = screen(&model);
    assert!(asked.contains("2 changes are not saved"), "{asked}");
    for said in ["move Fees for running it for the county to Whole town", "move Payments to Whole town"] {
        assert!(asked.contains(said), "{said}: {asked}");
    }
}

/// What was edited outside is the plan, also while a scenario is open, which is there again on top of it.
#[test]
fn what_an_editor_wrote_with_a_scenario_open_goes_to_the_plan() {
    let mut model = model("/ fees <enter> < w / online <enter> s 1 m <enter>", 100, 30);
    let plan = |model: &Model| {
        let draft = model.work.beside.as_ref().unwrap().draft.as_ref().unwrap();
        draft.source().text(0).content.to_string()
    };
    let edited = plan(&model).replace("budget = 300_000", "budget = 310_000");
    update(&mut model, Msg::Edited("plan.toml".into(), edited.clone()));
    assert_eq!(plan(&model), edited, "{}", message(&model));
    assert!(message(&model).contains("Edited plan.toml in the editor"), "{}", message(&model));
    assert!(message(&model).ends_with("in the plan; A is open again"), "{}", message(&model));
    assert_eq!(model.scenarios.titles().collect::<Vec<_>>(), ["slip forms by 1 month"]);
    assert_eq!(model.work.beside.as_ref().unwrap().unsaved.len(), 2);
}
