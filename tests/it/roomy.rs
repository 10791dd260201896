//! What a row has room for: the day and what is tried before names, names before blanks, and a curve's depth.

use std::path::PathBuf;

use groundswell::disk::{Disk, Memory};
use groundswell::draft::Draft;
use groundswell::source::{Limits, Source};
use groundswell::tui::screen;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

fn open(plan: &str, keys: &str, width: u16, height: u16) -> String {
    let store = Memory::default().with("plan.toml", plan);
    let draft = Draft::open(&store, &["plan.toml".into()], Limits::default()).unwrap();
    screen(Workspace::drafted(Box::new(draft), None), Look::default(), keys, width, height)
}

fn of(plan: &str, keys: &str, width: u16, height: u16) -> String {
    let root = Source::root(&Disk, &PathBuf::from(plan));
    let draft = Draft::open(&Disk, &[root], Limits::default()).unwrap();
    screen(Workspace::drafted(Box::new(draft), None), Look::default(), keys, width, height)
}

const NO_WAVES: &str = "format = 1\n[plan]\nname = \"One\"\nas-of = 2026-11-15\nhorizon = 2027-12-31\n";

/// Two waves, of which the first takes value away; all names are long.
const LONG: &str = "format = 1\n[plan]\nname = \"A plan whose name takes most of a row\"\ncurrency = \"EUR\"\n\
    as-of = 2026-01-05\nhorizon = 2028-12-31\n[wave]\n\
    one = { name = \"Pilotphase-mit-sehr-langem-Namen\", start = 2026-01-05, end = 2026-03-31 }\n\
    two = { name = \"Town\", start = 2026-04-01, end = 2026-12-31 }\n\
    [driver]\nless = { name = \"Field time is lost\", wave = \"one\", value = -600_000 }\n\
    more = { name = \"Nobody waits at the counter\", wave = \"two\", value = 2_500_000 }\n\
    [mandate]\nlead = { name = \"議会による資金の承認とその後の引き継ぎ\", wave = \"one\", leadership = \"executive\" }\n";

#[test]
fn the_first_row_tells_the_day_whatever_else_it_tells() {
    let first = |plan: &str, keys: &str, width| {
        let drawn = open(plan, keys, width, 24);
        let row = drawn.lines().next().unwrap_or_default().trim_end().to_owned();
        assert!(row.contains("as of 2026-"), "{keys}: {row}");
        row
    };
    for keys in ["", "2", "w", "f kind:wave <enter>"] {
        first(NO_WAVES, keys, 80);
        first(LONG, keys, 80);
    }
    let row = first(LONG, "c n Heard <f2> w ]", 80);
    assert!(row.contains("A · 1 tried · 1 unsaved"), "what is tried stands before letters of a name: {row}");
    let row = first(LONG, "f kind:wave !status:late !owner:nobody <enter>", 80);
    assert!(row.contains("only") && row.contains("!owner:nobody"), "{row}");
}

#[test]
fn names_go_on_below_where_a_bridge_or_a_path_leaves_rows_blank() {
    let below = |drawn: &str, first: &str, second: &str| {
        let at = drawn.lines().position(|line| line.contains(first));
        at.and_then(|at| drawn.lines().nth(at + 1)).is_some_and(|line| line.trim().starts_with(second))
    };
    let bridge = of("plans/zero-trust", "5 v v", 80, 24);
    assert!(below(&bridge, "A breach stays where it ", "starts"), "{bridge}");
    assert!(bridge.contains("Forecast  "), "the last row is the sum: {bridge}");
    let path = of("plans/zero-trust", "3 p", 140, 40);
    assert!(
        below(&path, "2.7.2 Implement Extended Detection & Response (XDR)", "Tools and Integrate"),
        "{path}"
    );
}

#[test]
fn rows_of_a_board_go_to_what_is_in_sight() {
    let board = of("plans/zero-trust", "v", 140, 40);
    let row = |name: &str| board.lines().position(|line| line.contains(name)).unwrap_or(0);
    let last = board.lines().collect::<Vec<_>>().iter().rposition(|line| line.starts_with("│ Gate "));
    // What no wave in sight has takes one row, and its line.
    assert_eq!(last.unwrap_or(0) - row("│ Not started"), 2, "{board}");
}

#[test]
fn the_reason_of_a_wave_is_a_sentence_about_its_step() {
    let board = of("plans/zero-trust", "h", 140, 40);
    let told =
        "Establish: at risk: “A stolen password opens nothing” is live, and nothing is realized yet (and";
    assert!(board.contains(told), "{board}");
}

#[test]
fn letters_of_two_columns_begin_where_others_do() {
    let ladder = open(LONG, "7", 80, 24);
    assert!(ladder.contains("● 議会"), "{ladder}");
}

#[test]
fn what_takes_value_away_is_no_benefit_and_its_depth_is_told() {
    let table = open(LONG, "w ] 9", 80, 30);
    let row = table.lines().find(|line| line.contains("Next benefit live")).unwrap_or_default();
    assert!(row.contains("31 Dec 2026") && !row.contains("31 Mar 2026"), "{table}");
    let curve = open(LONG, "5", 80, 24);
    assert!(curve.lines().any(|line| line.contains("k ┤") && line.trim().starts_with('−')), "{curve}");
}

#[test]
fn a_day_before_the_months_of_a_chart_says_that_it_draws_no_line() {
    let plan = std::fs::read_to_string("plans/first.toml")
        .unwrap()
        .replace("as-of = 2026-01-05", "as-of = 2025-06-01");
    let chart = open(&plan, "4", 80, 24);
    assert!(chart.contains("as of is outside of these months"), "{chart}");
    let chart = of("plans/first.toml", "4", 80, 24);
    assert!(!chart.contains("outside"), "{chart}");
}

/// The town hall has six items in waves, which fit a wide screen; zero trust has more than a picture holds.
#[test]
fn dependencies_open_on_a_picture_of_all_where_it_fits() {
    let is_picture = |plan: &str, keys: &str, width| {
        let drawn = of(plan, keys, width, 40);
        let all = ["Fewer wrong forms", "Programme lead"].iter().all(|name| drawn.contains(name));
        all && drawn.contains("→ needs")
    };
    assert!(is_picture("plans/first.toml", "3", 120), "{}", of("plans/first.toml", "3", 120, 40));
    assert!(!is_picture("plans/first.toml", "3", 119));
    // One item is a key away, the critical path comes back to what was there, and what was chosen stays.
    assert!(!is_picture("plans/first.toml", "3 <enter>", 140));
    assert!(is_picture("plans/first.toml", "3 p p", 140) && is_picture("plans/first.toml", "3 1 3", 140));
    assert!(!is_picture("plans/first.toml", "3 v v 1 3", 140));
    let large = of("plans/zero-trust", "3", 140, 40);
    assert_eq!(large, of("plans/zero-trust", "3 p p", 140, 40));
    assert_ne!(large, of("plans/zero-trust", "3 v", 140, 40));
}
