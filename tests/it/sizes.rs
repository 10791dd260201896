//! Screens of any size, and with names in any writing.

use std::path::PathBuf;

use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::safe;
use groundswell::source::{Limits, Source};
use groundswell::tui::model::Model;
use groundswell::tui::msg::{Key, Msg};
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;
use ratatui::buffer::Buffer;

const PLAN: &str = include_str!("screens/plan.toml");

fn town(text: &str) -> Workspace {
    let store = Memory::default().with("plan.toml", text);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default());
    let Ok(read) = read else { unreachable!("the plan is in memory") };
    Workspace::of(check(read, None), "plan.toml")
}

fn press(model: &mut Model, keys: &str) {
    for key in Key::parse_all(keys) {
        update(model, Msg::Key(key));
    }
}

/// Every row is exactly as wide as the screen: what is wide ends inside it.
fn assert_rows_fit(buffer: &Buffer, what: &str) {
    let width = usize::from(buffer.area.width);
    for (y, row) in buffer.content.chunks(width.max(1)).enumerate() {
        let mut at = 0;
        while at < row.len() {
            let wide = safe::width(row[at].symbol());
            assert!(wide >= 1 && at + wide <= width, "{what}, row {y}, column {at}: {:?}", row[at].symbol());
            at += wide;
        }
    }
}

#[test]
fn every_view_overlay_and_slide_fills_every_size_exactly() {
    let widths = [0, 1, 2, 5, 10, 20, 39, 40, 59, 60, 79, 80, 100, 120, 140, 200, 300, 500];
    let heights = [0, 1, 2, 3, 5, 9, 10, 17, 18, 23, 24, 30, 40, 60, 200];
    let wide = PLAN.replace("Case handling", "客户同意 👩‍👩‍👧 e\u{301}").replace("Online forms", "نماذج");
    for keys in [
        "1", "2", "3", "3 v", "4", "5", "5 T", "6", "7", "8", "9", "?", ":", "y", "f o", "/ o", "=",
        "<enter>", "P", "P 3", "P 4", "P ?", "P r r",
    ] {
        let mut model = after(town(&wide), Look::default(), keys, 80, 24);
        for width in widths {
            // The largest are drawn by the plainest state of each view.
            for height in
                heights.into_iter().filter(|height| width <= 140 || *height <= 60 || keys.len() == 1)
            {
                update(&mut model, Msg::Resize(width, height));
                let drawn = buffer(&model);
                assert_eq!((drawn.area.width, drawn.area.height), (width, height));
                assert_rows_fit(&drawn, &format!("{keys} at {width}x{height}"));
            }
        }
    }
}

/// Names in wide, combining and right-to-left characters move no line between columns: a terminal
/// that counts for itself finds each where it is with plain names.
#[test]
fn lines_between_columns_stand_whatever_the_names_are_written_in() {
    let names = [
        "客户同意管理系统平台建设",
        "e\u{301}a\u{308}o\u{302}\u{323}u\u{30a}",
        "إدارة الموافقة",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 👍\u{1f3fd} ❤\u{fe0f} 🇩🇰 1\u{fe0f}\u{20e3}",
    ];
    let lines = |screen: &vt100::Screen| {
        let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
        let is_line = |y: u16, x: u16| screen.cell(y, x).is_some_and(|cell| cell.contents() == "│");
        (0..rows)
            .flat_map(|y| (0..columns).filter(move |x| is_line(y, *x)).map(move |x| (y, x)))
            .collect::<Vec<_>>()
    };
    for (view, width, height) in
        [("1", 80, 24), ("1", 140, 40), ("2", 80, 24), ("2", 140, 40), ("7", 80, 24), ("7", 140, 40)]
    {
        let shown = |name: &str| {
            let named = PLAN.replace("Case handling", name).replace("Fewer wrong forms", name);
            let mut model = after(town(&named), Look::default(), view, width, height);
            press(&mut model, "g");
            let drawn = text(&buffer(&model));
            let size = |size: u16| std::num::NonZero::new(size).unwrap();
            let mut terminal = vt100::Parser::new(size(height), size(width), 0);
            terminal.process(drawn.trim_end_matches('\n').replace('\n', "\r\n").as_bytes());
            lines(terminal.screen())
        };
        let plain = shown("Plain name of one thing");
        assert!(plain.len() > 20, "{plain:?}");
        for name in names {
            assert_eq!(shown(name), plain, "{name} in view {view} at {width}x{height}");
        }
    }
}

/// What is in sight follows from the size that the screen has, not from those that it had before.
#[test]
fn a_storm_of_sizes_leaves_what_a_fresh_screen_shows() {
    for keys in
        ["1", "1 v", "1 v v", "2", "3", "3 v", "4", "5", "5 T", "6", "7", "8", "9", "?", "=", "y", "P"]
    {
        for (width, height) in [(80, 24), (140, 40), (60, 18), (44, 12)] {
            let fresh = text(&buffer(&after(town(PLAN), Look::default(), keys, width, height)));
            let mut model = after(town(PLAN), Look::default(), keys, width, height);
            let mut random = fastrand::Rng::with_seed(7);
            for _ in 0..if width == 80 { 1000 } else { 100 } {
                update(&mut model, Msg::Resize(random.u16(0..300), random.u16(0..100)));
            }
            update(&mut model, Msg::Resize(width, height));
            assert_eq!(text(&buffer(&model)), fresh, "{keys} at {width}x{height}");
        }
    }
}

/// Where there are more rows on the board than a small screen has lines for, the board still ends above
/// the sentence and the keys, and each row shows at least one card with how many there are besides.
#[test]
fn a_board_of_many_rows_stays_inside_a_small_screen() {
    for keys in ["1", "1 v", "1 v v"] {
        let drawn = text(&buffer(&after(town(PLAN), Look::default(), keys, 60, 18)));
        let lines: Vec<&str> = drawn.lines().collect();
        let end = lines.iter().position(|line| line.starts_with('└')).unwrap();
        assert!(end <= 15 && lines[end].ends_with('┘') && lines[end - 1].contains("Gate"), "{drawn}");
        assert!(!lines[16].contains(['│', '─']) && lines[17].contains("? help"), "{drawn}");
    }
}
