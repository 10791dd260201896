//! Every view of the real plans, as the two usual terminals show it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::draft::Draft;
use groundswell::plan::address::{Address, Table};
use groundswell::source::{Limits, Source};
use groundswell::status::Status;
use groundswell::tui;
use groundswell::tui::frame;
use groundswell::tui::msg::{Code, Key, Msg, Target};
use groundswell::tui::theme::{Look, Theme, mark};
use groundswell::tui::update::update;
use groundswell::wording;
use groundswell::workspace::Workspace;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::program::swell;

/// The views and the keys that lead to them.
const VIEWS: [(&str, &str); 9] = [
    ("board", "1"),
    ("timeline", "2"),
    ("dependencies", "3"),
    ("kpis", "4"),
    ("value", "5"),
    ("capabilities", "6"),
    ("leadership", "7"),
    ("check", "8"),
    ("register", "0"),
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

/// A plan that can be changed; its files are read and never written.
fn drafted(plan: &str) -> Workspace {
    let root = Source::root(&Disk, &PathBuf::from(plan));
    let Ok(draft) = Draft::open(&Disk, &[root], Limits::default()) else {
        unreachable!("{plan} is in the repository")
    };
    Workspace::drafted(Box::new(draft), None)
}

/// What-if after the wave of today slips by two months, in its variants.
fn tried(name: &str, plan: &str) {
    for (nth, variant) in ["whatif", "whatif_changes", "whatif_time"].into_iter().enumerate() {
        for (width, height) in [(80, 24), (140, 40)] {
            let keys = format!("w ] ] 9 {}", "v ".repeat(nth));
            let screen = tui::screen(drafted(plan), Look::default(), &keys, width, height);
            assert!(screen.starts_with(" SCENARIO"), "{screen}");
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "views" }, {
                insta::assert_snapshot!(format!("{name}_{variant}_{width}x{height}"), screen);
            });
        }
    }
}

/// Each slide of what is presented of a plan.
fn presented(name: &str, plan: &str) {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = tui::after(open(plan), Look::default(), "P", width, height);
        let slides = model.present.as_ref().map_or(0, |it| it.slides.len());
        assert!(slides > 3, "{slides}");
        for nth in 1..=slides {
            let screen = tui::text(&tui::buffer(&model));
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "views" }, {
                insta::assert_snapshot!(format!("{name}_slide_{nth}_{width}x{height}"), screen);
            });
            update(&mut model, Msg::Key(Key::plain(Code::Right)));
        }
    }
}

///
#[test]
fn what_if_and_slides_of_the_first_plan() {
    tried("first", "plans/first.toml");
    presented("first", "plans/first.toml");
}

///
#[test]
fn what_if_and_slides_of_the_omnichannel_plan() {
    tried("omnichannel", "plans/omnichannel");
    presented("omnichannel", "plans/omnichannel");
}

///
#[test]
fn what_if_and_slides_of_the_zero_trust_plan() {
    tried("zero-trust", "plans/zero-trust");
    presented("zero-trust", "plans/zero-trust");
}

/// on screens without colours, what stands for an item has the mark of one of its own statuses, and no row has
/// that of another: whoever sees no colour tells each status from each other.
#[test]
fn a_status_is_told_on_every_view_without_colour() {
    let look = Look { theme: Theme::Mono, ..Look::default() };
    let marks = Status::ALL.map(mark);
    let mut told: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for plan in ["plans/first.toml", "plans/omnichannel", "plans/zero-trust"] {
        for (view, keys) in
            [("board", "1"), ("timeline", "2"), ("dependencies", "3"), ("value", "5"), ("mandates", "7")]
        {
            for (width, height) in [(80, 24), (140, 40)] {
                let model = tui::after(open(plan), look, keys, width, height);
                let mut drawn = Buffer::empty(Rect::new(0, 0, width, height));
                let hits = frame::draw(&model, &mut drawn);
                for hit in hits {
                    let (Target::Spot(at) | Target::Cell(at, _)) = &hit.target else { continue };
                    let Some(ix) = model.work.item_at(at) else { continue };
                    let row = (hit.area.x..hit.area.right())
                        .map(|x| drawn[(x, hit.area.y)].symbol())
                        .collect::<String>();
                    let own = model.work.status(ix, None);
                    let steps = (0..model.work.plan().item(ix).steps.len())
                        .map(|step| model.work.status(ix, Some(step)));
                    let own: BTreeSet<&str> = steps.chain([own]).map(mark).collect();
                    let Some(shown) = marks.iter().find(|mark| row.contains(**mark)) else { continue };
                    assert!(own.contains(shown), "{plan} {view} {width}: {row:?} is {own:?}");
                    *told.entry((view, shown)).or_default() += 1;
                }
            }
        }
    }
    for view in ["board", "timeline", "dependencies", "mandates"] {
        let of: Vec<_> = told.keys().filter(|(in_view, _)| *in_view == view).map(|(_, mark)| *mark).collect();
        let least = if view == "dependencies" { 2 } else { 3 };
        assert!(of.len() >= least, "{view} shows rows of several statuses: {of:?}");
    }
}

/// A-11, of KPIs: each row has the mark of the status that is printed of it, at plan or better within green another one
/// than below it, and the selection has its own.
#[test]
fn the_status_of_a_kpi_is_told_without_colour() {
    let look = Look { theme: Theme::Mono, ..Look::default() };
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for plan in ["plans/first.toml", "plans/omnichannel", "plans/zero-trust"] {
        let args = ["show", plan, "kpis", "--format", "json", "--include-private"];
        let printed = swell(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
        let printed: serde_json::Value = serde_json::from_str(&printed.out).unwrap();
        for (width, height) in [(60, 18), (80, 24), (140, 60)] {
            for (id, kpi) in printed["kpis"].as_object().unwrap() {
                let mut model = tui::after(open(plan), look, "4", width, height);
                let at = Address::new(Table::Kpi, id);
                if model.desk().sheet.current().is_none_or(|spot| spot.at != at) {
                    update(&mut model, Msg::Click(Target::Spot(at)));
                }
                let mut drawn = Buffer::empty(Rect::new(0, 0, width, height));
                let hits = frame::draw(&model, &mut drawn);
                let is_row = |at: &Address| at.table == Table::Kpi && *at.key == **id;
                let hit = hits.iter().find(|hit| matches!(&hit.target, Target::Spot(at) if is_row(at)));
                let hit = hit.unwrap_or_else(|| panic!("{plan} {id} at {width}"));
                let row = (hit.area.x..hit.area.right()).map(|x| drawn[(x, hit.area.y)].symbol());
                let row = row.collect::<String>();
                let (status, at_plan) = (kpi["status"].as_str().unwrap(), kpi["attainment"].as_f64());
                let mark = match (status, at_plan) {
                    ("grey", _) => "○",
                    ("green", Some(attained)) if attained < 1.0 => "●",
                    ("green", _) => "✓",
                    ("amber", _) => "▲",
                    _ => "✗",
                };
                // The first is that of the row, another one may be that of the forecast.
                let shown = row.chars().find(|it| "✓●▲✗○".contains(*it)).map(String::from);
                assert_eq!(
                    shown.as_deref(),
                    Some(mark),
                    "{plan} {id} at {width}, {status} {at_plan:?}: {row}"
                );
                assert!(row.starts_with('>'), "the selection: {row}");
                *told.entry(mark.to_owned()).or_default() += 1;
            }
        }
    }
    assert_eq!(told.len(), 5, "rows of all statuses: {told:?}");
}

/// a mark means one thing on a screen: wherever it stands there, it has one colour or that of the text.
#[test]
fn a_mark_has_one_colour_on_a_screen() {
    let look = Look { theme: Theme::Dark, ..Look::default() };
    for plan in ["plans/first.toml", "plans/omnichannel", "plans/zero-trust"] {
        for (view, keys) in VIEWS {
            let model = tui::after(open(plan), look, keys, 140, 40);
            let drawn = tui::buffer(&model);
            let mut colours: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            // The row of tabs says what the check found, in its own tone.
            for cell in
                drawn.content.iter().enumerate().filter(|(nth, _)| nth / 140 != 1).map(|(_, cell)| cell)
            {
                if ["✓", "▲", "✗", "◐", "◇"].contains(&cell.symbol()) {
                    colours.entry(cell.symbol()).or_default().insert(format!("{:?}", cell.fg));
                }
            }
            let mut inks: BTreeMap<String, usize> = BTreeMap::new();
            for cell in drawn.content.iter().filter(|cell| cell.symbol().chars().all(char::is_alphabetic)) {
                *inks.entry(format!("{:?}", cell.fg)).or_default() += 1;
            }
            let ink = inks.into_iter().max_by_key(|(_, many)| *many).map(|(ink, _)| ink).unwrap_or_default();
            for (mark, mut colours) in colours {
                colours.remove(&ink);
                assert!(colours.len() <= 1, "{plan} {view}: {mark} in {colours:?}");
            }
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

/// A name is what a KPI is known by: figures that tell less give way to it.
#[test]
fn names_of_kpis_are_whole_on_a_large_screen() {
    for (plan, count) in [("plans/zero-trust", 7), ("plans/omnichannel", 27)] {
        let work = open(plan);
        let kpis: Vec<(String, String)> =
            work.plan().kpis().map(|(_, kpi)| (kpi.id.to_string(), kpi.title().to_owned())).collect();
        assert_eq!(kpis.len(), count);
        for (width, height) in [(140, 40), (200, 50)] {
            let mut model = tui::after(open(plan), Look::default(), "4", width, height);
            for (id, title) in &kpis {
                update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Kpi, id))));
                let screen = tui::text(&tui::buffer(&model));
                let row = screen.lines().find(|line| line.starts_with('>')).unwrap_or_default();
                assert!(row.contains(title.as_str()), "{width}: {title}\n{screen}");
                // What is known of it stands below, beside its chart.
                let frame = screen.lines().find(|line| line.contains("─ Detail ─")).unwrap();
                assert!(frame.starts_with('┌') && frame.contains(title.as_str()), "{screen}");
            }
        }
    }
    let screen =
        tui::text(&tui::buffer(&tui::after(open("plans/omnichannel"), Look::default(), "4", 140, 40)));
    let row = screen.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(row.contains("Commercial controller"), "{screen}");
}

/// By hand: at 60 columns a lane has (60 − 2 × 5 − 2) / 3 = 16, and a name in it 12, in two lines; at 70 they are 19 and 15.
#[test]
fn names_go_on_in_a_second_line_where_columns_are_narrow_and_lines_are_free() {
    for (width, height) in [(60, 18), (70, 22)] {
        let mut model = tui::after(open("plans/omnichannel"), Look::default(), "", width, height);
        update(&mut model, Msg::Click(Target::Spot(Address::new(Table::Capability, "incentives"))));
        for key in Key::parse_all("3") {
            update(&mut model, Msg::Key(key));
        }
        let screen = tui::text(&tui::buffer(&model));
        for (first, second) in [
            ("Say over", "affiliate"),
            ("Value office", "finance"),
            ("Channel", "preferences"),
            ("Field-force", "productivity"),
            ("Next best", "action"),
            ("Field", "incentives"),
        ] {
            let lines: Vec<&str> = screen.lines().collect();
            let at = lines
                .iter()
                .position(|line| line.contains(first))
                .unwrap_or_else(|| panic!("{first}: {screen}"));
            let whole = lines[at..=at + 1].iter().any(|line| line.contains(second));
            assert!(whole, "{first} {second}: {screen}");
        }
        assert!(screen.contains("from 2") && screen.contains("≥ 3"), "{screen}");
    }
}

/// Lists that leave rows blank give them to names and messages that one row cuts.
#[test]
fn names_and_messages_are_whole_where_a_list_leaves_rows_blank() {
    let shown = |plan: &str, keys: &str, width, height| {
        let screen = tui::text(&tui::buffer(&tui::after(open(plan), Look::default(), keys, width, height)));
        screen.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let below = |lines: &[String], first: &str, second: &str| {
        let at = lines.iter().position(|line| line.contains(first));
        at.and_then(|at| lines.get(at + 1)).is_some_and(|line| line.contains(second))
    };
    let register = shown("plans/zero-trust", "0", 80, 24);
    assert!(below(&register, "Legacy systems cannot take", "the gateways in time"), "{register:#?}");
    assert!(below(&register, "DoD Chief", "Information"), "{register:#?}");
    let check = shown("plans/omnichannel", "8", 140, 40);
    assert!(below(&check, "was to reach level 2 by 30 Jun 2026", "in “Sweden” on 12 Oct 2026"), "{check:#?}");
    assert!(check.iter().any(|line| line.contains("By family of rules")), "{check:#?}");
    // A register that scrolls in any case has names on two rows.
    let full = shown("plans/omnichannel", "0", 80, 24);
    assert!(below(&full, "● Affiliates keep their  ", "    budgets  "), "{full:#?}");
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

/// A status says the same on every screen: a driver that brings half of what was planned is not done, and a gate that
/// was let go though a criterion was not met says so. By hand: of 10,000 a month planned from February on, 20,000 of
/// 40,000 came in four months; the gate asked for 90,000.
#[test]
fn a_status_tells_what_the_record_says_against_it() {
    const PLAN: &str = "\
format = 1
[plan]
name = \"Half\"
currency = \"EUR\"
start = 2026-01-01
horizon = 2027-12-31
as-of = 2026-05-31
[wave.one]
start = 2026-01-01
end = 2026-01-31
[driver.reach]
name = \"Reach\"
wave = \"one\"
stage = \"implemented\"
value = 120_000
[gate.exit]
name = \"Exit\"
wave = \"one\"
criteria = [\"realized.reach >= 90_000\", \"spent.one <= 1\"]
[[realized]]
driver = \"reach\"
period = \"2026-02\"
value = 5_000
[[realized]]
driver = \"reach\"
period = \"2026-03\"
value = 5_000
[[realized]]
driver = \"reach\"
period = \"2026-04\"
value = 5_000
[[realized]]
driver = \"reach\"
period = \"2026-05\"
value = 5_000
[[decision]]
date = 2026-05-31
gate = \"exit\"
outcome = \"go\"
";
    let shown =
        |plan: &str, keys: &str| tui::screen(crate::driven::open(plan), Look::default(), keys, 140, 40);
    for keys in ["1", "2", "5"] {
        let screen = shown(PLAN, keys);
        assert!(screen.contains("▲ Reach"), "{keys}: {screen}");
    }
    let told = shown(PLAN, "5");
    assert!(told.contains("brings 50 % of its plan"), "{told}");
    for keys in ["1", "2", "7"] {
        let screen = shown(PLAN, keys);
        assert!(screen.contains('▲') && screen.contains("go"), "{keys}: {screen}");
    }
    let gate = shown(PLAN, "7");
    assert!(gate.contains("▲ Exit") && gate.contains("decided: go, 1 of 2"), "{gate}");
    assert!(gate.contains("▲ 31 May 26 Exit"), "the decision too: {gate}");
    // With all that was planned, and a criterion that held, both are done.
    let good = PLAN.replace("value = 5_000", "value = 10_000").replace(">= 90_000", ">= 40_000");
    let (board, gate) = (shown(&good, "1"), shown(&good, "7"));
    assert!(
        board.contains("✓ Reach") && gate.contains("✓ Exit") && !gate.contains("not met"),
        "{board}{gate}"
    );
}
