//! Every view of the real plans, as the two usual terminals show it.

use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::plan::address::{Address, Table};
use groundswell::source::{Limits, Source};
use groundswell::tui;
use groundswell::tui::msg::{Msg, Target};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::wording;
use groundswell::workspace::Workspace;

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
