//! Every view of the real plans, as the two usual terminals show it.

use std::path::PathBuf;

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::source::{Limits, Source};
use groundswell::tui;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;

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
