//! What a view says of what it names: of which level, of which day, and by which name.

use groundswell::disk::Memory;
use groundswell::draft::Draft;
use groundswell::source::Limits;
use groundswell::tui::screen;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

fn open(plan: &str, keys: &str, width: u16, height: u16) -> String {
    let store = Memory::default().with("plan.toml", plan);
    let draft = Draft::open(&store, &["plan.toml".into()], Limits::default()).unwrap();
    screen(Workspace::drafted(Box::new(draft), None), Look::default(), keys, width, height)
}

/// The words of a screen, without the lines that they are broken into.
fn words(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A platform whose first level is live and whose next is to come, what needs each of them, and what is in no wave.
const STEPS: &str = "format = 1\n[plan]\nname = \"Levels\"\nas-of = 2026-07-15\nhorizon = 2027-12-31\n[wave]\n\
    one = { name = \"One\", start = 2026-01-01, end = 2026-06-30 }\n\
    two = { name = \"Two\", start = 2026-07-01, end = 2026-12-31 }\n\
    three = { name = \"Three\", start = 2027-01-01, end = 2027-06-30 }\n\
    [capability]\n\
    crm = { name = \"Customer records\", reaches = { one = 3, three = 4 }, maturity = 3 }\n\
    idle = { name = \"Cell walls\", maturity = 1 }\n\
    [driver]\n\
    visits = { name = \"Fewer visits\", wave = \"two\", needs = [\"crm >= 3\"] }\n\
    calls = { name = \"Fewer calls\", wave = \"three\", needs = [\"crm >= 4\"] }\n\
    stay = { name = \"Customers stay\", needs = [\"idle >= 4\", \"crm >= 4\"] }\n";

#[test]
fn what_needs_a_level_that_is_there_is_not_itself_called_live() {
    let said = words(&open(STEPS, "/ records <enter> 3 p v", 140, 40));
    assert!(
        said.contains(
            "Enables Fewer calls (planned in time), Fewer visits (need met), Customers stay (in no wave)."
        ),
        "{said}"
    );
}

#[test]
fn the_box_in_focus_tells_the_step_that_the_item_stands_by() {
    for (width, live) in [(140, "level 4 · 30 Jun 2027"), (80, "4 · 30 Jun 27")] {
        let said = words(&open(STEPS, "/ records <enter> 3 p v", width, 24));
        // In the box with a double frame.
        assert!(said.contains(&format!("║ {live}")), "{said}");
    }
}

#[test]
fn what_is_in_no_wave_needs_nothing_by_any_day() {
    let said = words(&open(STEPS, "/ stay <enter> 3 p v", 140, 40));
    assert!(said.contains("Customers stay is in no wave: it needs nothing by any day."), "{said}");
    assert!(said.contains("Needs Cell walls (never), Customer records (to come)."), "{said}");
}

#[test]
fn the_zoom_of_the_timeline_is_named_after_what_its_axis_counts() {
    let said = words(&open(STEPS, "2 + + +", 140, 40));
    assert!(said.contains("zoom: ten days") && said.contains("11 21"), "{said}");
}

/// By hand: Two opens the north, which has the first level of the records already; so what is new to it there are the
/// walls alone, and to the south, where nothing is known, nothing yet: it is open from Three on.
const MARKETS: &str = "format = 1\n[plan]\nname = \"Markets\"\ncurrency = \"EUR\"\nas-of = 2026-07-15\n\
    horizon = 2027-12-31\n[archetype.customized]\ncost-factor = 2.2\nlag-months = 1\n[wave]\n\
    two = { name = \"Two\", start = 2026-07-01, end = 2026-12-31, opens = { market = [\"north\"] } }\n\
    three = { name = \"Three\", start = 2027-01-01, end = 2027-06-30, opens = { market = [\"south\"] } }\n\
    [market]\n\
    north = { name = \"Northern counties\", share = 0.6, archetype = \"customized\", cost = 40_000 }\n\
    south = { name = \"Southern counties\", share = 0.4, archetype = \"standardized\", cost = 30_000 }\n\
    [capability]\n\
    crm = { name = \"Customer records\", reaches = { two = 3 }, maturity = { north = 3, south = 1 } }\n\
    walls = { name = \"Cell walls\", reaches = { two = 2, three = 3 }, maturity = 1 }\n\
    desk = { name = \"Service desk\", reaches = { three = 2 }, maturity = 1 }\n";

#[test]
fn a_cell_of_the_board_by_market_opens_on_what_is_new_to_the_market() {
    let north = words(&open(MARKETS, "1 v v v <down> <enter>", 80, 24));
    for told in [
        "Market",
        "Share 60 % of the full-scope value",
        "Archetype customized",
        "Roll-out 40 k€ once × 2.2",
        "Opens with Two, live 31 Jan 2027",
        "New in Two: 1 step",
        "Cell walls at 2 · 31 Dec 2026",
    ] {
        assert!(north.contains(told), "{told}: {north}");
    }
    assert!(!north.contains("Customer records at"), "{north}");
    let later = words(&open(MARKETS, "1 v v v <down> <right> <enter>", 80, 24));
    assert!(later.contains("New in Three: 2 steps"), "{later}");
    assert!(
        later.contains("Cell walls at 3 · 30 Jun 2027") && later.contains("Service desk at 2 · 30 Jun 2027")
    );
}

/// By hand: 30 at the end of 2027 comes from 10 at the beginning of 2026; the first wave ends halfway, at 20.
const UNREAD: &str = "format = 1\n[plan]\nname = \"Unread\"\nas-of = 2026-07-15\nhorizon = 2027-12-31\n[wave]\n\
    one = { name = \"One\", start = 2026-01-01, end = 2026-12-31 }\n\
    two = { name = \"Two\", start = 2027-01-01, end = 2027-12-31 }\n\
    [kpi]\n\
    rate = { name = \"Rate\", unit = \"%\", better = \"higher\", baseline = 10, target = { two = 30 } }\n";

#[test]
fn the_table_of_a_kpi_that_was_never_read_has_its_targets_and_what_is_planned_on_the_way() {
    let shown = open(UNREAD, "4 T", 100, 30);
    let cells = |month: &str| {
        let row = shown.lines().rfind(|line| line.contains(&format!("│ {month}"))).unwrap_or_default();
        row.trim_matches(['│', ' ']).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        cells("Dec 2026").get(2..4).map(<[String]>::to_vec),
        Some(vec!["–".into(), "20".into()]),
        "{shown}"
    );
    assert_eq!(cells("Dec 2027").get(3).map(String::as_str), Some("30"), "{shown}");
    assert!(!cells("Jan 2026").is_empty(), "{shown}");
    assert!(cells("Aug 2026").is_empty(), "{shown}");
}

#[test]
fn what_was_recorded_for_a_market_is_told_by_its_name() {
    let said = open(MARKETS, "6 <down> <right> r 3 <f2>", 100, 30);
    assert!(
        said.contains("Recorded Customer records in Southern counties at level 3 on 2026-07-15"),
        "{said}"
    );
}

/// Two questions, of which the first is that of a gate whose day has come.
const ASKED: &str = "format = 1\n[plan]\nname = \"Asked\"\nas-of = 2026-07-15\nhorizon = 2027-12-31\n[wave]\n\
    one = { name = \"One\", start = 2026-01-01, end = 2026-07-15 }\n\
    two = { name = \"Two\", start = 2026-07-16, end = 2027-06-30 }\n\
    [gate]\none-exit = { name = \"Open all wards?\", wave = \"one\" }\n\
    [[present]]\nview = \"gate\"\nitem = \"one-exit\"\nask = \"Do we open all wards on 1 September?\"\n\
    [[present]]\nask = \"Who pays?\"\n";

#[test]
fn what_is_asked_of_a_gate_that_is_due_is_one_decision_with_it() {
    let said = words(&open(ASKED, "P", 100, 30));
    assert!(said.contains("2 to decide today"), "{said}");
}

#[test]
fn a_capture_that_is_left_on_a_slide_says_so() {
    let said = open(ASKED, "P c d <esc>", 100, 30);
    assert!(said.contains("Left: nothing was changed"), "{said}");
}
