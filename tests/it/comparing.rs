//! What changed since the last commit, how it is committed, and what a meeting takes away: minutes, value cut
//! up, KPIs in another order.

use std::path::PathBuf;

use crate::driven::{PLAN, drawn, open, press};
use groundswell::disk::Memory;
use groundswell::source::{Limits, Source};
use groundswell::tui::after;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::{Recall, Recalled};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

fn model(keys: &str, width: u16, height: u16) -> Model {
    after(open(PLAN), Look::default(), keys, width, height)
}

/// The plan as it was at a commit.
pub(crate) fn at_commit(text: &str) -> Result<Box<Recalled>, String> {
    let store = Memory::default().with("plan.toml", text);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default());
    let read = read.map_err(|unreadable| unreadable.fault.message)?;
    Ok(Box::new(Recalled::of("a41f9c2".into(), read, None)))
}

#[test]
fn a_diff_is_in_the_words_of_the_plan_and_in_its_text() {
    let before = PLAN.replacen("wave = \"county\"", "wave = \"pilot\"", 1);
    assert_ne!(before, PLAN);
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = model("", width, height);
        assert_eq!(press(&mut model, ": diff <enter>"), [Effect::Recall(Recall::Compare)]);
        update(&mut model, Msg::Recalled(Recall::Compare, at_commit(&before)));
        let shown = drawn(&model);
        for words in [
            "Since it was saved",
            "Nothing: the files say the same.",
            "Since the last commit, a41f9c2",
            "- wave = \"pilot\"",
            "+ wave = \"county\"",
        ] {
            assert!(shown.contains(words), "{words}:\n{shown}");
        }
    }
}

/// A thing on one line: what of it changed stands behind the edge of a small screen.
#[test]
fn a_line_that_is_wider_than_the_page_is_broken_so_that_what_changed_is_seen() {
    let town = include_str!("../../plans/first.toml");
    let before = town.replacen("ramp = { months = 9 }", "ramp = { months = 6 }", 1);
    assert_ne!(before, town);
    let mut model = after(open(town), Look::default(), ": diff <enter>", 80, 24);
    update(&mut model, Msg::Recalled(Recall::Compare, at_commit(&before)));
    let shown = drawn(&model);
    for line in ["│  - errors = {", "│       6 } }", "│  + errors = {", "│       9 } }"] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
}

#[test]
fn a_renamed_id_is_one_sentence_of_the_diff_and_of_the_commit() {
    let before = PLAN.replace("county-fees", "fees");
    let mut model = model("", 140, 40);
    press(&mut model, ": diff <enter>");
    update(&mut model, Msg::Recalled(Recall::Compare, at_commit(&before)));
    let shown = drawn(&model);
    assert!(shown.contains("is called `county-fees`") && !shown.contains("is gone"), "{shown}");
    press(&mut model, "<esc> : commit <enter>");
    let effects = update(&mut model, Msg::Recalled(Recall::Commit, at_commit(&before)));
    let [Effect::Commit(_, message)] = &*effects else { panic!("one commit: {effects:?}") };
    assert!(message.contains("`fees`") && message.contains("is called `county-fees`"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn what_is_not_saved_is_told_where_there_is_no_repository() {
    let mut model = model("/ fees <enter> <", 100, 40);
    press(&mut model, ": diff <enter>");
    update(&mut model, Msg::Recalled(Recall::Compare, Err("there is no repository".into())));
    let shown = drawn(&model);
    for words in ["- wave = \"county\"", "+ wave = \"town\"", "Cannot be told: there is no repository."] {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
}

#[test]
fn a_commit_is_of_the_plans_files_and_only_of_what_is_saved() {
    let mut edited = model("/ fees <enter> <", 100, 30);
    assert_eq!(press(&mut edited, ": commit <enter>"), []);
    let told = edited.message.clone().unwrap_or_default();
    assert!(told.contains("there are changes that are not saved; ^S saves"), "{told}");

    let mut model = model("", 100, 30);
    assert_eq!(press(&mut model, ": commit <enter>"), [Effect::Recall(Recall::Commit)]);
    let before = PLAN.replacen("wave = \"county\"", "wave = \"pilot\"", 1);
    let effects = update(&mut model, Msg::Recalled(Recall::Commit, at_commit(&before)));
    let [Effect::Commit(files, message)] = &*effects else { panic!("one commit: {effects:?}") };
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(message.starts_with("Town hall online: "), "{message}");
    let same = update(&mut model, Msg::Recalled(Recall::Commit, at_commit(PLAN)));
    assert_eq!(same, []);
    assert!(model.message.as_deref().unwrap_or_default().starts_with("Nothing to commit"));
}

#[test]
fn the_findings_say_what_is_new_since_the_last_commit() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = model("", width, height);
        assert_eq!(press(&mut model, "8"), [Effect::Recall(Recall::Findings)]);
        assert_eq!(press(&mut model, "1 8"), [], "asked once");
        update(&mut model, Msg::Recalled(Recall::Findings, at_commit(PLAN)));
        assert!(drawn(&model).contains("Since the last commit (a41f9c2): the same"), "{}", drawn(&model));
        let unknown = format!("{PLAN}\n[capability.brandnew]\nname = \"Brand new\"\n");
        let mut model = after(open(&unknown), Look::default(), "8", width, height);
        update(&mut model, Msg::Recalled(Recall::Findings, at_commit(PLAN)));
        assert!(model.since.starts_with("Since the last commit (a41f9c2): + "), "{}", model.since);
    }
}

#[test]
fn minutes_are_shown_and_written_only_where_that_is_asked_for() {
    let mut model = model("7 m", 100, 40);
    let shown = drawn(&model);
    assert!(shown.contains("│ Minutes of Town hall online"), "{shown}");
    assert!(!shown.contains("|---|") && !shown.contains("&#"), "{shown}");
    let effects = press(&mut model, "w");
    let [Effect::Write(path, text)] = &*effects else { panic!("one file: {effects:?}") };
    assert!(path.to_string_lossy().starts_with("minutes-20"), "{path:?}");
    assert!(text.starts_with("# Minutes of Town hall online"), "{text}");
}

#[test]
fn value_is_cut_up_by_one_axis_after_the_other() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = model("5 d", width, height);
        assert!(drawn(&model).contains("Value by driver"), "{}", drawn(&model));
        press(&mut model, "d");
        let shown = drawn(&model);
        assert!(shown.contains("Value by wave") && shown.contains("All "), "{shown}");
    }
}

#[test]
fn kpis_are_ordered_by_name_where_that_is_asked_for() {
    let mut model = model("4 v o o", 100, 30);
    assert_eq!(model.message.as_deref(), Some("Ordered by name"));
    let plan = model.work.plan();
    let names = |model: &Model| -> Vec<String> {
        let spots = model.desk().sheet.spots.iter();
        spots
            .filter_map(|spot| plan.kpi_by_id(&spot.at.key))
            .map(|ix| plan.kpi(ix).title().to_lowercase())
            .collect()
    };
    let names = names(&model);
    assert!(names.len() > 1 && names.is_sorted(), "{names:?}");
    press(&mut model, "o");
    assert_eq!(model.message.as_deref(), Some("Ordered by wave of the next target"));
}

#[test]
fn money_is_told_in_one_unit_in_every_view_until_another_is_chosen() {
    let mut model = model("5 m", 140, 40);
    assert_eq!(model.message.as_deref(), Some("Money in millions"));
    let shown = drawn(&model);
    assert!(shown.contains(" M€") && !shown.contains(" k€"), "{shown}");
    press(&mut model, "m 7");
    let shown = drawn(&model);
    assert!(shown.contains(" k€") && !shown.contains(" M€"), "it holds in the next view:\n{shown}");
    press(&mut model, "1 / fees <enter> <");
    press(&mut model, "5");
    assert!(!drawn(&model).contains(" M€"), "and after an edit:\n{}", drawn(&model));
    press(&mut model, "m m");
    assert_eq!(model.message.as_deref(), Some("Money each in the unit that fits it"));
}

#[test]
fn w_and_q_mean_what_an_editor_means_by_them() {
    let mut edited = model("/ fees <enter> <", 100, 30);
    assert!(matches!(&*press(&mut edited, ": w <enter>"), [Effect::Save(_)]));
    let mut unchanged = model("", 100, 30);
    assert_eq!(press(&mut unchanged, ": q <enter>"), [Effect::Quit]);
}

#[test]
fn what_is_typed_while_a_revision_is_read_waits_and_esc_gives_it_up() {
    let mut model = model("", 80, 24);
    press(&mut model, ": diff <enter>");
    assert!(drawn(&model).contains("reading the last commit …   Esc gives it up"), "{}", drawn(&model));
    assert_eq!(press(&mut model, "q 2"), []);
    // The page takes q, and the view 2.
    update(&mut model, Msg::Recalled(Recall::Compare, at_commit(PLAN)));
    assert!(model.overlay.is_none() && model.view == 1, "{}", drawn(&model));

    press(&mut model, ": diff <enter>");
    assert_eq!(press(&mut model, "<esc>"), [Effect::ReadNoMore]);
    assert!(model.overlay.is_none());
    press(&mut model, ": diff <enter>");
    assert_eq!(press(&mut model, "ctrl-c"), [Effect::ReadNoMore]);
    assert!(model.overlay.is_none());
}
