//! Screens as text, driven by keys as people write them.

use std::path::PathBuf;

use crate::driven::golden;
use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::source::{Limits, Source};
use groundswell::tui;
use groundswell::tui::theme::{Look, Theme};
use groundswell::workspace::Workspace;

const PLAN: &str = include_str!("screens/plan.toml");

/// The rules whose findings the screens show; fixed, so that a new rule changes no screen.
const SHOWN: [&str; 3] = ["need-after-use", "preference-out-of-order", "wave-without-gate"];

fn open(text: &str) -> Workspace {
    let store = Memory::default().with("plan.toml", text);
    let Ok(read) = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()) else {
        unreachable!("the plan is in memory");
    };
    let mut checked = check(read, None);
    checked.findings.retain(|reported| SHOWN.contains(&reported.finding.rule));
    Workspace::of(checked, "plan.toml")
}

fn screen(keys: &str, width: u16, height: u16) -> String {
    tui::screen(open(PLAN), Look::default(), keys, width, height)
}

golden! {
    screen;
    board_80x24 "j j" 80 24
    board_140x40 "j j" 140 40
    board_60x18 "j j" 60 18
    board_40x10 "j j" 40 10
    board_by_status_80x24 "v" 80 24
    board_by_market_80x24 "v v v l j" 80 24
    timeline_80x24 "2 j" 80 24
    timeline_140x40 "2 / wrong <enter> + " 140 40
    timeline_40x10 "2 j" 40 10
    timeline_table_80x24 "2 T" 80 24
    deps_80x24 "/ wrong <enter> 3" 80 24
    deps_140x40 "/ wrong <enter> 3 v v" 140 40
    deps_overview_80x24 "3 v j" 80 24
    deps_overview_100x30 "3 v j" 100 30
    deps_overview_140x40 "3 j" 140 40
    kpis_80x24 "4 j" 80 24
    kpis_140x40 "4 j" 140 40
    kpis_40x10 "4 j" 40 10
    value_80x24 "5" 80 24
    value_140x40 "5" 140 40
    value_40x10 "5" 40 10
    value_bridge_80x24 "5 v v" 80 24
    capabilities_80x24 "6 j l" 80 24
    capabilities_140x40 "6 j l" 140 40
    capabilities_gap_80x24 "6 v v v" 80 24
    capabilities_by_wave_80x24 "6 v v v v" 80 24
    capabilities_60x18 "6 j l" 60 18
    capabilities_40x10 "6 j" 40 10
    leadership_80x24 "7 j" 80 24
    leadership_140x40 "7 j j" 140 40
    leadership_gates_80x24 "7 v" 80 24
    leadership_decisions_80x24 "7 v v" 80 24
    leadership_ladder_140x40 "7 v v v" 140 40
    leadership_60x18 "7 <tab>" 60 18
    leadership_40x10 "7 <tab> <tab>" 40 10
    check_80x24 "8" 80 24
    check_140x40 "8" 140 40
    help_80x24 "?" 80 24
    help_filtered_80x24 "2 ? zoom" 80 24
    detail_80x24 "/ wrong <enter> <enter>" 80 24
    commands_80x24 ":" 80 24
    commands_typed_80x24 ": t a b l e" 80 24
    jump_140x40 "ctrl-g h e l p" 140 40
    copy_80x24 "y" 80 24
    explain_60x18 "/ wrong <enter> = j j j" 60 18
    filter_80x24 "f owner:it" 80 24
    filtered_140x40 "f owner:it <enter>" 140 40
    too_small_31x8 "" 31 8
}

/// A target that is a band is drawn as its two edges, each with its number, and never as one in the middle of them;
/// an axis without zero says so at each size; the newest reading is drawn once.
#[test]
fn the_chart_of_a_kpi_shows_both_edges_of_a_band_and_each_reading_once() {
    let target = "target = { pilot = 25, town = 12 }";
    let banded = PLAN.replace(
        &format!("better = \"lower\"\nbaseline = 34\n{target}"),
        "better = \"within\"\ntarget = { pilot = [20, 30], town = [26, 32] }",
    );
    assert_ne!(banded, PLAN);
    let not_from_zero = PLAN.replace("baseline = 6\n", "baseline = 13\n");
    for (width, height) in [(80, 24), (140, 40)] {
        let shown = tui::screen(open(&banded), Look::default(), "4", width, height);
        assert!(shown.contains("plan ≥ 26") && shown.contains("plan ≤ 32"), "{shown}");
        // The middle of 26 and 32.
        assert!(!shown.contains("plan 29"), "{shown}");
        // Two readings, and the last is named without a sign of its own: each sign is a reading.
        let chart = shown.split_once("no reading").map_or("", |(_, below)| below);
        assert!(shown.contains("actual 31") && chart.matches('●').count() == 2, "{shown}");
        // Nothing is below 13, and readings and plan reach 60.
        let shown = tui::screen(open(&not_from_zero), Look::default(), "4 j", width, height);
        assert_eq!(shown.matches("axis does not begin at 0").count(), 1, "{shown}");
    }
}

/// Each sign of a status and the others are in the help with a word and what they mean, and can all be read at
/// 80 columns; the legend of the board says each state in whole words there.
#[test]
fn what_the_marks_mean_is_in_the_help_and_the_legend_is_whole_at_80_columns() {
    use groundswell::status::Status;
    let mut seen = String::new();
    for down in 0..44 {
        let keys = format!("? m a r k s {}", "<down> ".repeat(down));
        seen.push_str(&tui::screen(open(PLAN), Look::default(), &keys, 80, 24));
    }
    for mark in tui::marks::all() {
        let line = seen.lines().find(|line| {
            line.contains(&format!(" {} ", mark.sign))
                && line.contains(mark.word)
                && line.contains(mark.means)
        });
        assert!(line.is_some(), "{} {}: {}", mark.sign, mark.word, mark.means);
    }
    let first = include_str!("../../plans/first.toml");
    let board = tui::screen(open(first), Look::default(), "", 80, 24);
    for status in Status::ALL {
        assert!(board.contains(&format!(" {}", status.as_str())), "{}\n{board}", status.as_str());
    }
    assert!(board.contains("◆ gate") && board.contains("X transformational"), "{board}");
}

// ------------------------------------------------------------ what keys do

mod keys {
    use groundswell::tui::effect::Effect;
    use groundswell::tui::model::Model;
    use groundswell::tui::msg::{Key, Msg, Target};
    use groundswell::tui::update::update;
    use groundswell::tui::view::Room;
    use groundswell::tui::views::VIEWS;
    use groundswell::tui::{actions, after, bindings, buffer, frame, text};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Color;

    use super::*;
    use crate::everywhere::kind;

    fn model(keys: &str) -> Model {
        after(open(PLAN), Look::default(), keys, 100, 30)
    }

    fn here(model: &Model) -> String {
        let at = model.desk().sheet.current().map(|spot| spot.at.root().to_string());
        format!("{} {}", VIEWS[model.view].name, at.unwrap_or_default())
    }

    #[test]
    fn a_selection_stays_from_view_to_view() {
        let steps = ["/ wrong <enter>", "2", "3", "5", "1"];
        let mut keys = String::new();
        for step in steps {
            keys = format!("{keys} {step}");
            assert!(here(&model(&keys)).ends_with("driver.errors"), "{keys}: {}", here(&model(&keys)));
        }
        assert_eq!(
            here(&model("/ counter <enter> 4")),
            "KPIs kpi.waiting",
            "a KPI stands for what it measures"
        );
        assert_eq!(here(&model("/ counter <enter> 4 1")), "Board driver.visits");
    }

    #[test]
    fn a_finding_jumps_to_its_item_and_back() {
        assert_eq!(here(&model("8 j <enter>")), "Board wave.county");
        for back in ["<esc>", "<bs>", "ctrl-o"] {
            let model = model(&format!("8 j <enter> {back}"));
            assert_eq!((here(&model).as_str(), model.desk().sheet.cursor), ("Check wave.county", 1));
        }
        assert_eq!(here(&model("8 j <enter> <esc> ctrl-n")), "Board wave.county");
    }

    #[test]
    fn links_are_followed_and_the_way_back_is_kept() {
        assert_eq!(here(&model("/ wrong <enter> 3 h <enter>")), "Deps capability.cases");
        assert_eq!(here(&model("/ wrong <enter> 3 h <enter> <bs>")), "Deps capability.cases");
        let model = model("/ wrong <enter> 3 h <enter> <bs>");
        assert_eq!(model.desk().settings.focus.as_ref().map(ToString::to_string).unwrap(), "driver.errors");
    }

    #[test]
    fn escape_never_quits_and_control_c_does_so_twice() {
        let mut model = model("");
        let mut press = |key: &str| update(&mut model, Msg::Key(Key::parse(key).unwrap()));
        for _ in 0..9 {
            assert_eq!(press("<esc>"), []);
        }
        assert_eq!(press("ctrl-c"), []);
        assert_eq!(press("j"), []);
        assert_eq!(press("ctrl-c"), []);
        assert_eq!(press("ctrl-c"), [Effect::Quit]);
        assert_eq!(press("q"), [Effect::Quit]);
        assert_eq!(press("ctrl-z"), [Effect::Suspend]);
        assert_eq!(press("R"), [Effect::Reread]);
    }

    #[test]
    fn every_key_does_the_same_whatever_stands_below_the_help() {
        let model = model("2 ? closer <enter>");
        assert_eq!(model.desk().settings.zoom, 1, "the help runs what it lists");
        assert!(model.overlay.is_none());
        assert_eq!(kind(&self::model("? q")), "help", "letters filter");
    }

    #[test]
    fn a_paste_outside_of_a_field_does_nothing() {
        let mut model = model("");
        let before = here(&model);
        assert_eq!(update(&mut model, Msg::Paste("q\nR\n".into())), []);
        assert_eq!(here(&model), before);
        assert!(model.message.is_some());
        update(&mut model, Msg::Key(Key::parse("/").unwrap()));
        update(&mut model, Msg::Paste("wrong\nq".into()));
        assert_eq!(kind(&model), "search");
        assert!(text(&buffer(&model)).contains("/wrong q▏"));
    }

    #[test]
    fn a_plan_read_again_keeps_the_place() {
        let mut model = model("/ wrong <enter> 2");
        let changed =
            PLAN.replace("[driver.errors]", "[driver.another]\nvalue = 1\nwave = \"town\"\n[driver.errors]");
        update(&mut model, Msg::Reread(Ok(Box::new(open(&changed)))));
        assert_eq!(here(&model), "Timeline driver.errors");
        update(&mut model, Msg::Reread(Err("plan.toml is gone".into())));
        assert!(text(&buffer(&model)).contains("plan.toml is gone"));
        update(&mut model, Msg::Reread(Ok(Box::new(open("format = 1\n")))));
        for view in 0..VIEWS.len() {
            update(&mut model, Msg::Click(Target::View(view)));
        }
    }

    #[test]
    fn what_is_clicked_is_selected() {
        for (view, entry) in VIEWS.iter().enumerate() {
            let mut model = model("");
            update(&mut model, Msg::Click(Target::View(view)));
            let mut drawn = Buffer::empty(Rect::new(0, 0, 100, 30));
            let hits = frame::draw(&model, &mut drawn);
            for hit in hits.into_iter().filter(|hit| matches!(hit.target, Target::Spot(_))) {
                let Target::Spot(at) = hit.target.clone() else { continue };
                model.overlay = None;
                update(&mut model, Msg::Click(hit.target));
                if model.view == view && entry.name != "Deps" {
                    assert_eq!(
                        model.desk().sheet.current().map(|spot| &spot.at),
                        Some(&at),
                        "{}",
                        entry.name
                    );
                }
            }
        }
    }

    #[test]
    fn footer_and_help_are_the_list_of_actions() {
        let keymap = bindings::usual();
        for (view, entry) in VIEWS.iter().enumerate() {
            let mut keys = std::collections::BTreeSet::new();
            let mut ids = std::collections::BTreeSet::new();
            for action in actions::in_view(view) {
                assert!(ids.insert(action.id), "{} is there twice", action.id);
                for key in action.keys {
                    let parsed = Key::parse(key).unwrap_or_else(|| panic!("{key} is no key"));
                    assert!(keys.insert(parsed.shown()), "{key} has two actions in {}", entry.name);
                    let found = keymap.on_key(view, parsed).unwrap();
                    assert_eq!(found.id, action.id, "{key}");
                }
            }
        }
        for (action, entry) in actions::TO_VIEW.iter().zip(VIEWS) {
            assert_eq!(action.keys, [entry.digit.to_string()], "{}", entry.name);
        }
        assert_eq!(actions::TO_VIEW.len(), VIEWS.len());
        for width in [40, 60, 80, 140] {
            let drawn = tui::screen(open(PLAN), Look::default(), "", width, 24);
            assert!(drawn.lines().last().unwrap().ends_with("? help"), "{width}: {drawn}");
        }
    }

    /// The plan of the screens has the value of its drivers in lines of their own.
    #[test]
    fn a_figure_leads_down_to_the_line_that_says_it_and_back() {
        let mut model = after(open(PLAN), Look::default(), "/ wrong <enter> =", 100, 40);
        let press = |model: &mut Model, keys: &str| {
            let effects = Key::parse_all(keys).into_iter().flat_map(|key| update(model, Msg::Key(key)));
            (effects.collect::<Vec<_>>(), text(&buffer(model)))
        };
        assert!(press(&mut model, "").1.contains("forecast.errors"));
        let first = press(&mut model, "j").1;
        // The forecast of 2028, of July, what is planned in it, and of that the value of a year.
        assert!(press(&mut model, "<enter> G k <enter>").1.contains("forecast.errors@2028-"));
        let said = press(&mut model, "<enter> <enter>").1;
        let line = PLAN.lines().position(|line| line == "[driver.errors]").unwrap();
        let (nth, written) =
            PLAN.lines().enumerate().skip(line).find(|(_, line)| line.starts_with("value")).unwrap();
        let written = written.split_once('=').unwrap().1.trim();
        assert!(said.contains(&format!("The plan says {written}")), "{said}");
        assert!(said.contains(&format!("plan.toml:{}", nth + 1)), "{said}");
        let (effects, _) = press(&mut model, "E");
        assert!(
            matches!(&effects[..], [Effect::Edit(_, at)] if *at as usize == nth + 1),
            "the editor opens the line: {effects:?}"
        );
        assert_eq!(press(&mut model, "<bs> <esc> h <bs>").1, first);
        for closed in ["=", "q", "<esc>", "<bs>"] {
            assert!(model.overlay.is_some());
            press(&mut model, closed);
            assert!(model.overlay.is_none(), "{closed}");
            press(&mut model, "=");
        }
    }

    #[test]
    fn an_explanation_follows_the_plan_and_goes_with_what_it_explains() {
        let mut model = model("/ wrong <enter> = j");
        let doubled = PLAN.replace("[driver.errors]", "[driver.errors]\nconfidence = 0.5");
        let before = text(&buffer(&model));
        update(&mut model, Msg::Reread(Ok(Box::new(open(&doubled)))));
        let after = text(&buffer(&model));
        assert!(after.contains("forecast.errors") && after != before, "{after}");
        update(&mut model, Msg::Reread(Ok(Box::new(open("format = 1\n")))));
        assert!(model.overlay.is_none());
    }

    ///
    #[test]
    fn nothing_is_told_by_colour_alone() {
        for keys in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            let coloured = after(open(PLAN), Look::default(), keys, 140, 40);
            let plain = after(open(PLAN), Look { theme: Theme::Mono, ..Look::default() }, keys, 140, 40);
            let (coloured, plain) = (buffer(&coloured), buffer(&plain));
            assert_eq!(text(&coloured), text(&plain));
            let colour = |cell: &ratatui::buffer::Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
            assert!(!plain.content.iter().any(colour), "mono has no colour");
            assert!(coloured.content.iter().all(|cell| cell.bg == Color::Reset), "no background is painted");
            assert!(text(&plain).contains('>'), "the selection has a marker");
        }
    }

    #[test]
    fn the_room_decides_the_layout() {
        let rooms = [(140, 40), (139, 40), (80, 23), (59, 17), (39, 50)].map(|(w, h)| Room::of(w, h));
        assert_eq!(rooms, [Room::Wide, Room::Full, Room::Pane, Room::List, Room::None]);
    }

    #[test]
    fn a_large_plan_draws_what_is_seen() {
        let mut plan = String::from("format = 1\n[plan]\nstart = 2026-01-01\n");
        for wave in 0..4 {
            let year = 2026 + wave;
            plan += &format!("[wave.w{wave}]\nstart = {year}-01-01\nend = {year}-12-31\n");
        }
        for item in 0..20_000 {
            plan +=
                &format!("[capability.c{item}]\nname = \"Capability {item}\"\nwave = \"w{}\"\n", item % 4);
            if item > 0 {
                plan += &format!("needs = [\"c{}\"]\n", item / 2);
            }
        }
        let mut model = after(open(&plan), Look::default(), "", 200, 60);
        for keys in ["1", "2", "3 v", "1 v", "6", "7"] {
            Key::parse_all(keys).into_iter().for_each(|key| drop(update(&mut model, Msg::Key(key))));
            let start = std::time::Instant::now();
            for _ in 0..10 {
                update(&mut model, Msg::Key(Key::parse("j").unwrap()));
                drop(buffer(&model));
            }
            let each = start.elapsed() / 10;
            // Unoptimized and on a busy machine; an optimized build takes a tenth.
            assert!(each.as_millis() < 160, "{keys}: {each:?}");
            println!("{keys}: {each:?}");
        }
    }
}
