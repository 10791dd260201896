//! Screens of any size, and with names in any writing.

use std::path::PathBuf;

use groundswell::check::check;
use groundswell::disk::Memory;
use groundswell::source::{Limits, Source};
use groundswell::tui::msg::Msg;
use groundswell::tui::theme::Look;
use groundswell::tui::update::update;
use groundswell::tui::{after, buffer, text};
use groundswell::workspace::Workspace;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr as _;

use crate::everywhere::everywhere;

const PLAN: &str = include_str!("screens/plan.toml");

fn town(text: &str) -> Workspace {
    let store = Memory::default().with("plan.toml", text);
    let read = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default());
    let Ok(read) = read else { unreachable!("the plan is in memory") };
    Workspace::of(check(read, None), "plan.toml")
}

/// Every row is exactly as wide as the screen: what is wide ends inside it.
fn assert_rows_fit(buffer: &Buffer, what: &str) {
    let width = usize::from(buffer.area.width);
    for (y, row) in buffer.content.chunks(width.max(1)).enumerate() {
        let mut at = 0;
        while at < row.len() {
            // Most of it.
            if row[at].symbol() == " " {
                at += 1;
                continue;
            }
            let wide = row[at].symbol().width();
            assert!(!row[at].symbol().contains(char::is_control), "{what}, row {y}, column {at}");
            assert!(wide >= 1 && at + wide <= width, "{what}, row {y}, column {at}: {:?}", row[at].symbol());
            at += wide;
        }
    }
}

const WIDTHS: [u16; 18] = [0, 1, 2, 5, 10, 20, 39, 40, 59, 60, 79, 80, 100, 120, 140, 200, 300, 500];
const HEIGHTS: [u16; 15] = [0, 1, 2, 3, 5, 9, 10, 17, 18, 23, 24, 30, 40, 60, 200];

///
#[test]
fn every_view_overlay_and_slide_fills_every_size_exactly() {
    let wide = PLAN
        .replace("Case handling", "客户同意 \\u202e👩‍👩‍👧 \\u0000e\u{301} \\u001b[2J")
        .replace("Online forms", "نماذج");
    everywhere(&wide, "客户同意", Look::default(), (80, 24), |keys, _, model| {
        for width in WIDTHS {
            for height in HEIGHTS {
                update(model, Msg::Resize(width, height));
                let drawn = buffer(model);
                assert_eq!((drawn.area.width, drawn.area.height), (width, height));
                assert_rows_fit(&drawn, &format!("{keys} at {width}x{height}"));
            }
        }
        update(model, Msg::Resize(80, 24));
    });
}

///
#[test]
fn a_plan_without_anything_fills_every_size_too() {
    everywhere("format = 1\n", "", Look::default(), (80, 24), |keys, _, model| {
        for (width, height) in
            WIDTHS.into_iter().zip(HEIGHTS.into_iter().cycle()).chain([(80, 24), (140, 40)])
        {
            update(model, Msg::Resize(width, height));
            assert_rows_fit(&buffer(model), &format!("{keys} at {width}x{height}"));
        }
        update(model, Msg::Resize(80, 24));
    });
}

/// What a terminal that counts columns for itself shows of a screen.
fn shown(screen: &Buffer) -> vt100::Parser {
    let size = |size: u16| std::num::NonZero::new(size).unwrap();
    let mut terminal = vt100::Parser::new(size(screen.area.height), size(screen.area.width), 0);
    terminal.process(text(screen).trim_end_matches('\n').replace('\n', "\r\n").as_bytes());
    terminal
}

/// The first cell where a terminal shows something else than what was drawn.
fn first_moved(screen: &Buffer) -> Option<String> {
    let terminal = shown(screen);
    let width = usize::from(screen.area.width);
    for (y, row) in (0..).zip(screen.content.chunks(width)) {
        let mut x = 0;
        while x < width {
            let drawn = row[x].symbol();
            let wide = drawn.width().max(1);
            let cells = (x..x + wide).map(|x| u16::try_from(x).unwrap());
            let seen: String =
                cells.filter_map(|x| terminal.screen().cell(y, x)).map(vt100::Cell::contents).collect();
            let same = if drawn == " " { seen.trim().is_empty() } else { seen == drawn };
            if !same {
                let line: String = row[..=x].iter().map(|cell| cell.symbol()).collect();
                return Some(format!("row {y}, column {x}: {drawn:?} is {seen:?} after {line:?}"));
            }
            x += wide;
        }
    }
    None
}

/// Text of every kind that terminals have trouble with, put together by chance.
fn some_name(random: &mut fastrand::Rng) -> String {
    const PARTS: [&str; 28] = [
        "客户",
        "管理系统",
        "ｆｕｌｌ",
        "e\u{301}",
        "o\u{302}\u{323}",
        "\u{301}",
        "\u{20dd}",
        "إدارة",
        "שלום",
        "नि",
        "க்ஷி",
        "กำ",
        "각",
        "\u{1100}\u{1161}",
        "👍\u{1f3fd}",
        "👩\u{200d}👩\u{200d}👧",
        "\u{200d}",
        "❤\u{fe0f}",
        "🇩🇰",
        "🇩",
        "1\u{fe0f}\u{20e3}",
        "\u{fe0f}",
        "\u{1f3fb}",
        "\u{e0067}",
        "\u{202e}",
        "name",
        " ",
        "…",
    ];
    (0..random.usize(1..14)).map(|_| PARTS[random.usize(..PARTS.len())]).collect()
}

/// names in wide, combining and right-to-left characters, in pictures, and in what is no whole character,
/// move nothing that stands beside them, wherever they are shown.
#[test]
fn a_terminal_shows_every_cell_where_it_was_drawn_whatever_the_names_are_written_in() {
    let mut random = fastrand::Rng::with_seed(17);
    for round in 0..8 {
        let named: String = PLAN
            .lines()
            .map(|line| match line.split_once(" = \"") {
                Some(("name" | "owner" | "note" | "holder" | "unit", _)) => {
                    format!("{} = \"{}\"\n", line.split_once(" = ").unwrap().0, some_name(&mut random))
                }
                _ => format!("{line}\n"),
            })
            .collect();
        let said = some_name(&mut random);
        everywhere(&named, &said, Look::default(), (140, 40), |keys, _, model| {
            for size in [(140, 40), (80, 24)] {
                model.size = size;
                assert_eq!(first_moved(&buffer(model)), None, "round {round}, {keys} at {size:?}");
            }
            model.size = (140, 40);
        });
    }
}

/// so the lines between columns stand where they stand with plain names whose words are as wide.
#[test]
fn lines_between_columns_stand_whatever_the_names_are_written_in() {
    let names = [
        "客户同意管理系统平台建设",
        "e\u{301}a\u{308}o\u{302}\u{323}u\u{30a}",
        "إدارة الموافقة",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 👍\u{1f3fd} ❤\u{fe0f} 🇩🇰 1\u{fe0f}\u{20e3}",
    ];
    let lines = |name: &str| {
        let named = PLAN.replace("Case handling", name).replace("Fewer wrong forms", name);
        let mut found = Vec::new();
        everywhere(&named, "v1", Look::default(), (80, 24), |keys, kind, model| {
            // What is searched for or listed by its name is another thing in another language.
            if !kind.is_empty() || keys.contains('/') {
                return;
            }
            for size in [(80, 24), (140, 40)] {
                model.size = size;
                let terminal = shown(&buffer(model));
                let is_line = |y: u16, x: u16| {
                    terminal.screen().cell(y, x).is_some_and(|cell| {
                        "│├┤┼┌┐└┘".contains(cell.contents()) && !cell.contents().is_empty()
                    })
                };
                let all = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (y, x)));
                let at: Vec<_> = all.filter(|(y, x)| is_line(*y, *x)).collect();
                found.push((format!("{keys} at {size:?}"), at));
            }
            model.size = (80, 24);
        });
        found
    };
    for name in names {
        // A name in as many lines: where it goes on in a second one, so does its like.
        let shown = groundswell::safe::line(name);
        let plain: Vec<String> = shown.split(' ').map(|word| "x".repeat(word.width())).collect();
        let plain = lines(&plain.join(" "));
        assert!(plain.iter().filter(|(_, at)| at.len() > 20).count() > 20, "there are columns to be moved");
        for ((keys, at), (_, expected)) in lines(name).into_iter().zip(&plain) {
            assert_eq!(&at, expected, "{name} in {keys}");
        }
    }
}

/// what is in sight follows from the size that the screen has, not from those that it had before.
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
