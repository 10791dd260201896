//! The history of the selection in the terminal: asked for beside the screen, shown where its page is still
//! open, and one of its revisions taken as the baseline.

use std::path::Path;

use groundswell::git::Commit;
use groundswell::history::{Asked, Told, state};
use groundswell::plan::address::Address;
use groundswell::tui::effect::Effect;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::LookedBack;
use groundswell::tui::update::update;

use crate::driven::{PLAN, drawn, message, model, press};
use crate::everywhere::kind;
use crate::marked::read;
use crate::pty::Terminal;

/// Three revisions: the last wave ended in December, then in January, then in March, with a smaller value.
pub(crate) fn looked_back(asked: &Asked) -> Box<LookedBack> {
    let texts = [
        PLAN.to_owned(),
        PLAN.replace("end = 2028-03-31", "end = 2028-01-31").replace("700_000", "500_000"),
        PLAN.replace("end = 2028-03-31", "end = 2027-12-31").replace("700_000", "500_000"),
    ];
    let said = [
        ("c3", "Bo Li", "2026-08-02", "Later, for more \u{1b}[31m\u{202e}"),
        ("b2", "\u{1b}]0;x\u{7}", "2026-03-12", "A month later"),
        ("a1", "Ann Ek", "2026-01-10", "The plan"),
    ];
    let commit = |(nth, it): (usize, (&str, &str, &str, &str))| Commit {
        name: it.0.repeat(20),
        author: it.1.to_owned(),
        date: it.2.parse().unwrap(),
        subject: it.3.to_owned(),
        parents: (nth + 1..3).take(1).collect(),
        cut: false,
        path: "plan.toml".into(),
    };
    let commits: Vec<Commit> = said.into_iter().enumerate().map(commit).collect();
    let states: Vec<_> =
        texts.iter().map(|text| Some(state(&read(&[("plan.toml", text.as_bytes())]), asked))).collect();
    Box::new(LookedBack { head: "c3c3c3c".to_owned(), told: Told::of(&commits, &states, asked.clone()) })
}

/// The question that `B` asks.
fn asks(model: &mut Model) -> (u64, Asked, Option<String>) {
    match press(model, "B").as_slice() {
        [Effect::LookBack(nth, asked, known)] => (*nth, asked.clone(), known.clone()),
        other => panic!("{other:?}"),
    }
}

fn opened(keys: &str, width: u16, height: u16) -> Model {
    let mut model = model(keys, width, height);
    let (nth, asked, _) = asks(&mut model);
    let back = looked_back(&asked);
    update(&mut model, Msg::LookedBack(nth, Ok(Some(back))));
    model
}

#[test]
fn a_page_waits_for_git_and_takes_its_answer() {
    let mut model = model("/ fees <enter>", 80, 24);
    let (nth, asked, known) = asks(&mut model);
    assert_eq!(asked, Asked::Value(Address::parse("driver.county-fees").unwrap()));
    assert_eq!(known, None);
    assert!(drawn(&model).contains("reading history…"));
    // While nothing is there, nothing can be chosen.
    assert_eq!(press(&mut model, "j <enter> T y"), []);
    let back = looked_back(&asked);
    update(&mut model, Msg::LookedBack(nth, Ok(Some(back))));
    let page = drawn(&model);
    assert!(page.contains("2 moves in 3 revisions, new on 10 Jan 2026"), "{page}");
    assert!(page.contains("value 500 k€ → 700 k€"), "{page}");
    assert!(page.contains("live 31 Jan 2028 → 31 Mar 2028 (60 days"), "{page}");
    assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
    // What is known is shown at once, and git is asked only whether it still holds.
    press(&mut model, "<esc>");
    let (nth, _, known) = asks(&mut model);
    assert_eq!(known.as_deref(), Some("c3c3c3c"));
    assert!(drawn(&model).contains("2 moves"));
    update(&mut model, Msg::LookedBack(nth, Ok(None)));
    assert!(drawn(&model).contains("2 moves"));
}

#[test]
fn an_answer_to_a_page_that_is_closed_is_dropped() {
    let mut model = model("/ fees <enter>", 80, 24);
    let (nth, asked, _) = asks(&mut model);
    assert_eq!(press(&mut model, "<esc>"), [Effect::LookBackNoMore]);
    assert!(model.overlay.is_none());
    update(&mut model, Msg::LookedBack(nth, Ok(Some(looked_back(&asked)))));
    update(&mut model, Msg::LookedBack(nth, Err("late".into())));
    assert!(model.overlay.is_none() && model.message.is_none());
    // A page that was opened since is not given the answer of another one.
    let (later, _, known) = asks(&mut model);
    assert_eq!(known, None);
    update(&mut model, Msg::LookedBack(nth, Ok(Some(looked_back(&asked)))));
    assert!(drawn(&model).contains("reading history…"));
    update(&mut model, Msg::LookedBack(later, Err("the plan lies in no git repository".into())));
    assert_eq!(message(&model), "No history: the plan lies in no git repository");
    assert!(model.overlay.is_none());
}

#[test]
fn a_revision_is_taken_as_the_baseline() {
    let mut model = opened("/ fees <enter>", 100, 30);
    assert_eq!(
        press(&mut model, "j <enter>"),
        [Effect::LookBackNoMore, Effect::Baseline("b2b2b2b2".to_owned())]
    );
    assert_ne!(kind(&model), "history");
}

#[test]
fn each_selection_has_its_history() {
    for (keys, expected) in [
        ("4 / online <enter>", Asked::Value(Address::parse("kpi.online").unwrap())),
        ("2", Asked::Value(Address::parse("wave.town").unwrap())),
        ("5", Asked::Headline),
    ] {
        let (_, asked, _) = asks(&mut model(keys, 100, 30));
        assert_eq!(asked, expected, "{keys}");
    }
    let mut nothing = model("", 100, 30);
    nothing.desk_mut().sheet.spots = Default::default();
    assert_eq!(asks(&mut nothing).1, Asked::Headline);
}

macro_rules! screens {
    ($($name:ident $keys:literal $then:literal $width:literal $height:literal)+) => {
        $(
            #[test]
            fn $name() {
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "screens" }, {
                    let mut model = opened($keys, $width, $height);
                    press(&mut model, $then);
                    insta::assert_snapshot!(stringify!($name), drawn(&model));
                });
            }
        )+
    };
}

screens! {
    history_80x24 "/ fees <enter>" "j" 80 24
    history_140x40 "/ fees <enter>" "" 140 40
    history_table_80x24 "2 / county <enter>" "T" 80 24
    history_of_value_80x24 "5" "" 80 24
    history_of_value_table_140x40 "5" "T j" 140 40
    history_of_value_figures_80x24 "5" "<tab>" 80 24
    history_of_value_promised_80x24 "5" "<tab> <tab> p" 80 24
    history_of_value_dates_80x24 "5" "<tab> <tab> <tab>" 80 24
    history_of_figure_80x24 "/ fees <enter> =" "" 80 24
}

/// A repository of three commits; the plan of the last stands in the folder.
fn repository(texts: &[(&str, &str, String)]) -> tempfile::TempDir {
    let folder = crate::program::folder(&[]);
    let git = |day: &str, arguments: &[&str]| {
        let date = format!("{day}T12:00:00Z");
        let mut git = std::process::Command::new("git");
        git.current_dir(folder.path())
            .args(["-c", "user.name=Ann", "-c", "user.email=a@b.c"])
            .args(arguments);
        git.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).env("GIT_CONFIG_NOSYSTEM", "1");
        assert!(git.output().unwrap().status.success(), "{arguments:?}");
    };
    git("2026-01-01", &["init", "-q", "-b", "main"]);
    for (day, subject, text) in texts {
        crate::program::write(folder.path(), "plan.toml", text);
        git(day, &["add", "."]);
        git(day, &["commit", "-qm", subject]);
    }
    folder
}

fn in_terminal(folder: &Path) -> Terminal {
    let mut terminal = Terminal::start_in(folder, &[]);
    terminal.until("1 Board");
    terminal
}

#[test]
fn git_is_read_beside_the_screen() {
    let folder = repository(&[
        ("2026-01-10", "The plan", PLAN.replace("700_000", "500_000")),
        ("2026-03-12", "More of it", PLAN.to_owned()),
    ]);
    let mut terminal = in_terminal(folder.path());
    terminal.type_in("/fees\rB");
    terminal.until("value 500 k€ → 700 k€");
    terminal.until("by Ann: More of it");
    terminal.type_in("j\r");
    // The revision that was chosen is the first one.
    terminal.until("(10 Jan 2026): 1 change");
    terminal.type_in("q");
    assert_eq!(terminal.end(std::time::Duration::from_secs(10)), 0);
}

#[test]
fn a_plan_is_a_baseline_from_before_it_was_moved() {
    let folder = repository(&[
        ("2026-01-10", "The plan", PLAN.replace("700_000", "500_000")),
        ("2026-03-12", "More of it", PLAN.to_owned()),
    ]);
    std::fs::create_dir(folder.path().join("town")).unwrap();
    crate::baseline::git(folder.path(), "2026-04-01", &["mv", "plan.toml", "town/plan.toml"]);
    crate::baseline::git(folder.path(), "2026-04-01", &["commit", "-qm", "Elsewhere"]);
    let mut terminal = in_terminal(&folder.path().join("town"));
    terminal.type_in("/fees\rB");
    terminal.until("by Ann: More of it");
    terminal.type_in("j\r");
    terminal.until("(10 Jan 2026): 1 change");
    terminal.type_in("q");
    assert_eq!(terminal.end(std::time::Duration::from_secs(10)), 0);
}

#[test]
fn outside_of_git_it_is_said_why_there_is_no_history() {
    let folder = crate::program::folder(&[("plan.toml", PLAN)]);
    let mut terminal = in_terminal(folder.path());
    terminal.type_in("B");
    terminal.until("No history: the plan lies in no git repository");
    terminal.type_in("q");
    assert_eq!(terminal.end(std::time::Duration::from_secs(10)), 0);
}

/// By hand: Tab goes from part to part; a year that is over and recorded came to something, and who moved the
/// end of the last wave is told.
#[test]
fn the_whole_plan_tells_its_figures_what_was_promised_its_dates_and_who_moved_them() {
    let mut model = opened("5", 140, 40);
    let all = "[Moves]  Figures   Promised   Dates   Who moved   2 moves in 3 revisions, new on 10 Jan 2026";
    assert!(drawn(&model).contains(all), "{}", drawn(&model));
    press(&mut model, "<tab>");
    assert!(drawn(&model).contains("Planned  Forecast    Cost     NPV"), "{}", drawn(&model));
    press(&mut model, "<tab>");
    assert!(drawn(&model).contains("What was forecast for each year"), "{}", drawn(&model));
    press(&mut model, "p");
    assert!(drawn(&model).contains("What was forecast for each quarter"), "{}", drawn(&model));
    press(&mut model, "<tab>");
    let dates = drawn(&model);
    assert!(dates.contains("wave County") && dates.contains("31 Mar 2028"), "{dates}");
    press(&mut model, "<tab>");
    let moved = drawn(&model);
    assert!(moved.contains("end of County: 31 Jan 2028 → 31 Mar 2028"), "{moved}");
    assert!(moved.contains("by Bo Li: Later, for more"), "{moved}");
    // The second of those who moved something.
    assert_eq!(
        press(&mut model, "j <enter>"),
        [Effect::LookBackNoMore, Effect::Baseline("b2b2b2b2".to_owned())]
    );
}

#[test]
fn a_figure_that_is_explained_has_its_history_and_its_page_comes_back() {
    let mut model = model("/ fees <enter> =", 100, 30);
    let explained = drawn(&model);
    let (nth, asked, _) = asks(&mut model);
    let Asked::Figure(name) = &asked else { panic!("{asked:?}") };
    assert_eq!(name.to_string(), "forecast.county-fees");
    let back = looked_back(&asked);
    update(&mut model, Msg::LookedBack(nth, Ok(Some(back))));
    let page = drawn(&model);
    assert!(page.contains("History: forecast.county-fees"), "{page}");
    assert!(page.contains("[Moves]  Table   Promised   2 moves in 3 revisions"), "{page}");
    assert_eq!(press(&mut model, "<esc>"), [Effect::LookBackNoMore]);
    assert_eq!(drawn(&model), explained);
}
