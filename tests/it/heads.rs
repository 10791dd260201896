//! What stands below a heading is what the heading says, whole and in its order.

use groundswell::tui::after;
use groundswell::tui::theme::Look;

use crate::driven::{drawn, plan_at};

fn shown(plan: &str, keys: &str, width: u16, height: u16) -> String {
    drawn(&after(plan_at(plan), Look::default(), keys, width, height))
}

/// The line that holds some words, without the words before them.
fn line_of<'s>(screen: &'s str, words: &str) -> &'s str {
    let line = screen.lines().find(|line| line.contains(words));
    let Some(line) = line else { panic!("{words}\n{screen}") };
    line.split_once(words).map_or("", |(_, rest)| rest)
}

fn numbers(line: &str) -> Vec<&str> {
    line.split(|it: char| it.is_whitespace() || "░▒▓█>│".contains(it)).filter(|it| !it.is_empty()).collect()
}

/// Level 2 by the end of the pilot and 3 by the end of the next wave, never assessed: to go are 3 now, 1 and none.
#[test]
fn levels_to_go_are_what_is_left_at_the_end_of_each_wave() {
    let to_go = shown("plans/first.toml", "6 v v v", 100, 20);
    assert!(to_go.contains("Levels to go"), "{to_go}");
    assert_eq!(numbers(line_of(&to_go, "Online forms"))[..3], ["3", "1", "·"], "{to_go}");
    let to_reach = shown("plans/first.toml", "6 v v", 100, 20);
    assert!(line_of(&to_reach, "Level to reach").trim().starts_with("Last "), "{to_reach}");
    assert!(!to_reach.contains("05 Jan  "), "what is to be reached is of no day: {to_reach}");
    assert_eq!(numbers(line_of(&to_reach, "Online forms"))[..3], ["3", "2", "3"], "{to_reach}");
    let now = shown("plans/first.toml", "6 v", 100, 20);
    assert!(line_of(&now, "Level now").trim().starts_with("Now "), "{now}");
}

/// Nine tenths of a million on either side: the amounts stand whole, and names give way to them in further lines.
#[test]
fn a_table_of_value_has_all_its_amounts_and_whole_names_on_a_small_screen() {
    for keys in ["5 d", "5 d d d d d d d"] {
        for plan in ["plans/zero-trust", "plans/omnichannel"] {
            let page = shown(plan, keys, 80, 24);
            let heads = page.lines().find(|line| line.contains("Planned") && line.contains("Realized"));
            assert!(heads.is_some_and(|it| it.contains("Forecast")), "{plan} {keys}\n{page}");
            let table: Vec<&str> = page.lines().filter(|line| line.starts_with('│')).collect();
            assert!(!table.iter().any(|line| line.contains('…')), "{plan} {keys}\n{page}");
        }
    }
    let page = shown("plans/zero-trust", "5 d", 80, 24);
    let (first, rest) = page.split_once("Access follows the risk of the ").unwrap_or_default();
    assert!(
        !first.is_empty() && rest.lines().nth(1).is_some_and(|line| line.starts_with("│ moment ")),
        "{page}"
    );
}

/// Two actions of omnichannel are past their day; the gates of zero trust are due in 2024, 2026 and so on.
#[test]
fn what_is_late_is_found_by_its_status_and_what_is_due_comes_by_its_day() {
    let late = shown("plans/omnichannel", "7 f status:late <enter>", 100, 30);
    assert!(late.contains("2 late") && late.contains("Name a local champion"), "{late}");
    assert!(!late.contains("Decided"), "{late}");
    let open = shown("plans/zero-trust", "7 f status:open <enter>", 100, 30);
    assert!(open.contains("2 due") && open.contains("The foundation holds"), "{open}");
    let all = shown("plans/zero-trust", ": as-of <enter> 2033-12-31 <enter> 7", 140, 40);
    let days = ["15 Oct 24", "15 Oct 26", "15 Oct 27", "15 Oct 30", "15 Oct 32"];
    let below = all.split_once("To be decided").map_or("", |(_, rest)| rest);
    let at: Vec<Option<usize>> = days.iter().map(|day| below.find(&format!("◇ {day}"))).collect();
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}\n{all}");
}
