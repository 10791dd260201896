//! What is gone since a baseline is told at any width, in the first row and by the wave that had it; and what a wave
//! opened is told by names.

use groundswell::tui::after;
use groundswell::tui::model::Model;
use groundswell::tui::msg::Msg;
use groundswell::tui::past::Recalled;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;

use crate::baseline::against_plan;
use crate::driven::{PLAN, drawn, open, press};
use crate::marked::read;

/// The plan with two items more: a driver in County, and a mandate in no wave.
fn with_more() -> String {
    format!(
        "{PLAN}\n[driver.stamps]\nname = \"No more stamps\"\nwave = \"county\"\nvalue = 5_000\n\
         [mandate.clerk]\nname = \"The clerk signs\"\nunplanned = true\n"
    )
}

fn first_row(model: &mut Model) -> String {
    model.message = None;
    drawn(model).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn how_much_is_gone_is_told_in_the_first_row_at_any_width_from_eighty_columns_on() {
    for width in [80, 100, 110, 140] {
        let mut model = against_plan(&with_more(), "1", width, 24);
        for view in ["1", "2", "4", "5", "7"] {
            press(&mut model, view);
            let row = first_row(&mut model);
            assert!(row.contains("against v1.2") && row.contains(" · − 2 items"), "{width} {view}: {row}");
        }
    }
}

/// The words of the filter are 66 columns alone.
#[test]
fn a_long_filter_gives_way_to_what_marks_are_against_and_to_what_is_gone() {
    for width in [80, 100] {
        let mut model = against_plan(
            &with_more(),
            "1 f owner:\" h e a d <space> o f <space> s e r v i c e s \" <space> ! d o n e <space> k i n d : d r i v e r <space> w a v e : p i l o t <enter>",
            width,
            24,
        );
        let row = first_row(&mut model);
        assert!(row.contains("… · against v1.2") && row.contains("only"), "{width}: {row}");
        assert!(row.contains(" · − 2 "), "{width}: {row}");
    }
}

/// By hand: the fees, Payments, the last step of case handling and that of the charter are in County, and one driver
/// more was.
#[test]
fn the_head_of_a_wave_that_lost_an_item_is_marked_with_how_many_steps_it_had() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut model = against_plan(&with_more(), "1", width, height);
        let plan = model.work.plan();
        model.selection = plan.wave_by_id("county").map(|ix| plan.wave_address(ix));
        press(&mut model, "2 1");
        model.message = None;
        let screen = drawn(&model);
        let head = screen.lines().find(|line| line.contains(">County")).unwrap_or_default();
        assert!(head.contains('Δ'), "{width}: {screen}");
        assert!(screen.contains("was 5 steps, now 4 steps"), "{width}: {screen}");
        // No other wave lost one.
        assert!(!screen.lines().any(|line| line.contains("ΔPilot") || line.contains("ΔWhole")), "{screen}");
    }
    // What marks mean is told where a wide screen has its legend, also where that takes a line more.
    let screen = drawn(&against_plan(&with_more(), "1", 140, 40));
    assert!(screen.contains("Moved   » later") && screen.contains("− gone: "), "{screen}");
}

/// The ids are short, and the names are what a room knows.
#[test]
fn what_a_wave_opened_is_told_by_names_and_shortened_only_where_they_do_not_fit() {
    let short = |plan: &str| {
        plan.replace("market.north", "market.no")
            .replace("market.south", "market.so")
            .replace("\"north\"", "\"no\"")
            .replace("\"south\"", "\"so\"")
    };
    let before = short(PLAN).replace("market = [\"so\"]", "market = [\"no\", \"so\"]");
    let now = short(PLAN);
    for (width, height) in [(80, 24), (140, 40), (240, 40)] {
        let mut model = after(open(&now), Look::default(), "1", width, height);
        let read = read(&[("plan.toml", before.as_bytes())]);
        let recalled = Recalled::of("v1.2".to_owned(), read, model.work.as_of);
        update(&mut model, Msg::Baseline(Ok(Box::new(recalled))));
        let plan = model.work.plan();
        model.selection = plan.wave_by_id("town").map(|ix| plan.wave_address(ix));
        press(&mut model, "2 1");
        model.message = None;
        let screen = drawn(&model);
        assert!(screen.contains("opened North side, South side, now South side"), "{width}: {screen}");
        let head = screen.lines().find(|line| line.contains("│ Opens")).unwrap_or_default();
        match width {
            80 => assert!(head.is_empty(), "{screen}"),
            140 => assert!(head.contains("South side") && head.contains("Δ was NO SO"), "{screen}"),
            _ => assert!(head.contains("Δ was North side, South side"), "{screen}"),
        }
    }
}
