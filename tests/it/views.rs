//! Every view of the real plans, as the two usual terminals show it.

use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::plan::address::{Address, Table};
use groundswell::plan::veil::PRIVATE;
use groundswell::shows;
use groundswell::source::{Limits, Source};
use groundswell::tui;
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::wording;
use groundswell::workspace::Workspace;

use crate::program::swell;

/// The views and the keys that lead to them.
const VIEWS: [(&str, &str); 8] = [
    ("board", "1"),
    ("timeline", "2"),
    ("dependencies", "3"),
    ("kpis", "4"),
    ("value", "5"),
    ("capabilities", "6"),
    ("leadership", "7"),
    ("check", "8"),
];

fn open(plan: &str) -> Workspace {
    let root = Source::root(&Disk, &PathBuf::from(plan));
    let read = Source::read(&Disk, &[root], Limits::default());
    let Ok(read) = read else { unreachable!("{plan} is in the repository") };
    Workspace::of(check(read, None), "plan.toml")
}

fn shown(name: &str, plan: &str) {
    for (view, keys) in VIEWS {
        for (width, height) in [(80, 24), (140, 40)] {
            let screen = tui::screen(open(plan), Look::default(), keys, width, height);
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "views" }, {
                insta::assert_snapshot!(format!("{name}_{view}_{width}x{height}"), screen);
            });
        }
    }
}

#[test]
fn the_views_of_the_first_plan() {
    shown("first", "plans/first.toml");
}

#[test]
fn the_views_of_the_omnichannel_plan() {
    shown("omnichannel", "plans/omnichannel");
}

#[test]
fn the_views_of_the_zero_trust_plan() {
    shown("zero-trust", "plans/zero-trust");
}

/// What is printed and what the screen says of the KPIs are the same figures.
#[test]
fn the_forecasts_on_the_screen_are_those_that_are_printed() {
    let printed = swell(
        Path::new(env!("CARGO_MANIFEST_DIR")),
        &["show", "plans/omnichannel", "kpis", "--format", "json", "--include-private"],
    );
    let printed: serde_json::Value = serde_json::from_str(&printed.out).unwrap();
    let mut forecasts = 0;
    for (id, kpi) in printed["kpis"].as_object().unwrap() {
        let mut model = tui::after(open("plans/omnichannel"), Look::default(), "4", 300, 60);
        update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Kpi, id))));
        let screen = tui::text(&tui::buffer(&model));
        let reason = kpi["forecast_reason"].as_str().unwrap();
        assert!(screen.contains(reason), "{id}: {reason}\n{screen}");
        if let Some(value) = kpi["forecast"]["value"].as_f64() {
            let value = wording::number(value, 2);
            assert!(screen.contains(&format!("goes on to {value}")), "{id}: {value}\n{screen}");
            assert!(screen.contains(&format!("Forecast  {value}")), "{id}: {value}\n{screen}");
            forecasts += 1;
        }
    }
    assert!(forecasts > 5, "{forecasts} forecasts");
}

/// The cells of the line that begins with a name, cut where a screen may cut it.
fn row<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let begins: String = name.chars().take(17).collect();
    // A screen has its marks in front: of the selection, and of the state.
    let named = |line: &str| {
        let line = line.trim_start_matches([' ', '>', '│']);
        let marked = line.split_once(' ').filter(|(mark, _)| mark.chars().all(|it| !it.is_alphanumeric()));
        marked.map_or(line, |(_, rest)| rest).starts_with(&begins)
    };
    let line = text.lines().find(|line| named(line));
    let line = line.unwrap_or_else(|| panic!("{name} in\n{text}"));
    let cells = line.split("  ").map(|cell| cell.trim_matches([' ', '>', '│']));
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// What is printed is plain: no lines, blocks or braille, which a screen reader spells out; and the screen and
/// its tables say the same numbers.
#[test]
fn what_is_printed_is_plain_and_says_the_numbers_of_the_screen() {
    let printed =
        |view: &str| swell(Path::new(env!("CARGO_MANIFEST_DIR")), &["show", "plans/omnichannel", view]).out;
    let shown = |keys: &str| tui::screen(open("plans/omnichannel"), Look::default(), keys, 300, 70);
    for show in shows::ALL.iter().map(|show| show.id).chain(["check"]) {
        let text = printed(show);
        let drawn = |it: &char| matches!(it, '\u{2500}'..='\u{25ff}' | '\u{2800}'..='\u{28ff}');
        // What is withheld is so on purpose, whoever reads.
        let found: String = text.replace(PRIVATE, "").chars().filter(drawn).collect();
        assert!(!text.is_empty() && found.is_empty(), "{show}: {found}");
    }
    let work = open("plans/omnichannel");
    let plan = work.plan();

    let (value, table, chart) = (printed("value"), shown("5 T"), shown("5"));
    let drivers = plan.items().filter(|(_, item)| item.driver().is_some());
    let mut compared = 0;
    for name in drivers.map(|(_, item)| item.title()) {
        let (printed, table, chart) = (row(&value, name), row(&table, name), row(&chart, name));
        // Planned, and forecast behind unweighted, realized and of plan.
        let expected = [printed[1], printed[5]];
        assert_eq!(([table[1], table[2]], [chart[1], chart[2]]), (expected, expected), "{name}");
        compared += 1;
    }
    for year in ["2026", "2027", "2028", "2029"] {
        let printed = row(&value, year);
        let said = chart.lines().find_map(|line| Some(line.split_once(&format!("in {year} "))?.1));
        let said: Vec<&str> = said.unwrap().split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
        assert_eq!([said[0], said[1]], [printed[1], printed[3]], "{year}");
    }

    let (kpis, screen) = (printed("kpis"), shown("4"));
    for (_, kpi) in plan.kpis().filter(|(_, kpi)| kpis.contains(kpi.title())) {
        let reading = row(&kpis, kpi.title())[3];
        // A narrow column shows fewer places.
        let is_it = |cell: &str| match (cell.parse::<f64>(), reading.parse::<f64>()) {
            (Ok(_), Ok(reading)) => {
                let places = cell.split_once('.').map_or(0, |(_, places)| places.len());
                format!("{reading:.places$}") == cell
            }
            _ => matches!((cell, reading), ("–", "none") | ("yes", "1") | ("no", "0")) || cell == reading,
        };
        let cells = row(&screen, kpi.title()).join(" ");
        assert!(cells.split(' ').any(is_it), "{}: {reading} in {cells}", kpi.title());
        compared += 1;
    }

    let (levels, screen) = (printed("capabilities"), shown("6"));
    let markets = plan.markets.len();
    // A level that is not known is said in two ways: "-?" and "?".
    let level = |cell: &str| {
        let now = cell.trim_start_matches(['░', '▒', '▓', '█', ' ']).split('→').next().unwrap_or_default();
        format!("{}{}", now.trim_matches(['*', '?', '-']), if cell.ends_with('*') { "*" } else { "" })
    };
    for name in ["Analytics platform", "Consent management", "HCP portal", "Content approval", "Segments"] {
        let [printed, screen] = [row(&levels, name).split_off(2), row(&screen, name).split_off(1)]
            .map(|cells| cells.into_iter().take(markets).map(level).collect::<Vec<_>>());
        assert_eq!(screen, printed, "{name}");
        compared += printed.len();
    }
    assert!(compared > 50, "{compared} figures");
}

/// Where the figure of a selection comes from, as far down as the keys lead.
#[test]
fn figures_of_the_omnichannel_plan_explain_themselves() {
    for (of, keys) in [
        ("driver", "5 ="),
        ("month", "5 = <enter> <enter> <enter> <enter>"),
        ("wave", "1 ="),
        ("kpi", "4 j ="),
        ("level", "6 j j l ="),
        ("gate", "7 ="),
        ("finding", "8 ="),
    ] {
        for (width, height) in [(80, 24), (140, 40)] {
            let screen = tui::screen(open("plans/omnichannel"), Look::default(), keys, width, height);
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "views" }, {
                insta::assert_snapshot!(format!("omnichannel_explained_{of}_{width}x{height}"), screen);
            });
        }
    }
}
