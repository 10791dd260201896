//! What a screen tells, the printed view tells in the same figures.

use groundswell::tui;
use groundswell::tui::theme::Look;

use crate::driven::{PLAN, plan_at};
use crate::program::{folder, swell, words};

/// A view of the plan of the screens, printed.
fn printed(view: &str, more: &[&str]) -> String {
    let folder = folder(&[("plan.toml", PLAN)]);
    let ran = swell(folder.path(), &[&["show", "plan.toml", view], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// A view of a plan of the repository, printed, and the screen of it.
fn both(plan: &str, view: &str, keys: &str, size: (u16, u16)) -> (String, String) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = swell(root, &["show", plan, view, "--plain"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    (words(&ran.out), tui::screen(plan_at(plan), Look::default(), keys, size.0, size.1))
}

/// By hand from the plan of the screens: the pilot spent 130 k of 360 k€ by November, the other waves nothing yet; its gate
/// was decided on 05 Oct, and that of the whole town is to come.
#[test]
fn the_printed_board_tells_what_waves_spent_and_their_gates() {
    let board = printed("board", &["--plain"]);
    let waves: Vec<&str> = board.split("\n\n").skip(1).collect();
    for (wave, spent) in waves.iter().zip(["130 k of 360 k€ spent", "0 of 300 k€ spent", "0 of 500 k€ spent"])
    {
        assert_eq!(wave.lines().nth(1), Some(&*format!("  {spent}")), "{board}");
    }
    assert!(
        waves[0].contains("  Gates\n    ") && waves[0].contains(", conditions on 05 Oct 2026, met then: ")
    );
    assert!(waves[1].ends_with(", 30 Jun 2027, met: 0 of 2"), "{board}");
    assert!(!waves[2].contains("Gates"), "{board}");

    let json: serde_json::Value = serde_json::from_str(&printed("board", &["--format", "json"])).unwrap();
    let [pilot, town] = [&json["waves"][0], &json["waves"][1]];
    assert_eq!((&pilot["spent"], &pilot["budget"]), (&130_000.into(), &360_000.into()));
    let gate = &pilot["gates"][0];
    assert_eq!((&gate["outcome"], &gate["decided"]), (&"conditions".into(), &"2026-10-05".into()));
    assert_eq!((&town["gates"][0]["date"], &town["gates"][0]["outcome"]), (&"2027-06-30".into(), &().into()));
    // Without a budget nothing is held against it.
    let bare = PLAN.lines().filter(|line| !line.starts_with("budget")).collect::<Vec<_>>().join("\n");
    assert_ne!(bare, PLAN.trim_end());
    let folder = folder(&[("plan.toml", &bare)]);
    assert!(!swell(folder.path(), &["show", ".", "board"]).out.contains("spent"));
}

#[test]
fn the_budgets_of_a_wide_board_are_printed() {
    let (printed, screen) = both("plans/omnichannel", "board", "1", (200, 50));
    let row = screen.lines().find(|line| line.starts_with("│ Budget")).unwrap_or_default();
    let told: Vec<&str> = row.split('│').map(str::trim).filter(|cell| cell.ends_with("spent")).collect();
    assert_eq!((told.len(), told.first()), (4, Some(&"1.78 M of 1.85 M€ spent")), "{screen}");
    assert!(told.iter().all(|told| printed.contains(told)), "{told:?}\n{printed}");
}
