//! What is printed, what a screen says in words and what it draws are the same figures, view by view, and for all
//! plans here. What is drawn is read back from the screen: a bar by the months above it, a point by its axes.

mod drawn;
mod judged;
mod levels;
mod money;
mod steps;

use std::path::{Path, PathBuf};

use groundswell::check::check;
use groundswell::disk::Disk;
use groundswell::plan::veil::PRIVATE;
use groundswell::shows;
use groundswell::source::{Limits, Source};
use groundswell::tui;
use groundswell::tui::theme::Look;
use groundswell::workspace::Workspace;
use serde_json::Value as Json;

use crate::program::swell;

pub(crate) const PLANS: [&str; 3] = ["plans/omnichannel", "plans/zero-trust", "plans/first.toml"];

/// So large that nothing is cut and nothing is further down.
const WIDE: u16 = 300;
const HIGH: u16 = 260;

fn open(plan: &str) -> Workspace {
    let root = Source::root(&Disk, &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(plan));
    let read = Source::read(&Disk, &[root], Limits::default()).ok().unwrap();
    Workspace::of(check(read, None), "plan.toml")
}

fn screen(plan: &str, keys: &str) -> String {
    tui::screen(open(plan), Look::default(), keys, WIDE, HIGH)
}

fn printed(plan: &str, view: &str) -> String {
    swell(Path::new(env!("CARGO_MANIFEST_DIR")), &["show", plan, view, "--plain", "--include-private"]).out
}

fn json(plan: &str, view: &str) -> Json {
    let arguments = ["show", plan, view, "--format", "json", "--include-private"];
    swell(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments).json()
}

/// What stands between frames and wide gaps.
fn cells(line: &str) -> Vec<&str> {
    let cells = line.split(['│', '║']).flat_map(|part| part.split("  "));
    cells.map(|cell| cell.trim_matches([' ', '>'])).filter(|cell| !cell.is_empty()).collect()
}

/// Whether a cell says a name, as far as there is room, behind its sign and with a level behind it.
fn says(cell: &str, name: &str) -> bool {
    let bare = cell.trim_start_matches(['✓', '◐', '●', '▲', '✗', '○', '·', '▼', '◇', '◆', ' ']);
    let [one, other] = [bare, name].map(|it| it.trim_end_matches('…'));
    let cut = |text: &str| text.ends_with('…');
    one == other || (cut(bare) && other.starts_with(one)) || (cut(name) && one.starts_with(other))
}

/// The rows of the printed table whose head begins so: blank columns part its cells, and those that are empty
/// are there. What goes on in the lines below, in the first two columns alone, is one cell.
fn table<'t>(text: &'t str, head: &str) -> Vec<Vec<&'t str>> {
    let is_head = |line: &&str| {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        words(line).starts_with(&words(head))
    };
    let lines: Vec<&str> =
        text.lines().skip_while(|line| !is_head(line)).take_while(|line| !line.is_empty()).collect();
    assert!(lines.len() > 1, "{head} in\n{text}");
    let wide = lines.iter().map(|line| line.chars().count()).max().unwrap();
    let letters: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
    let blank = |at: usize| letters.iter().all(|line| line.get(at).is_none_or(|letter| *letter == ' '));
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut blanks = 2;
    for at in 0..wide {
        match (blank(at), spans.last_mut()) {
            (true, _) => blanks += 1,
            (false, Some(span)) if blanks < 2 => (span.1, blanks) = (at + 1, 0),
            (false, _) => {
                spans.push((at, at + 1));
                blanks = 0;
            }
        }
    }
    let byte = |line: &str, at: usize| line.char_indices().nth(at).map_or(line.len(), |(byte, _)| byte);
    let row = |line: &&'t str| {
        spans.iter().map(|(from, to)| line[byte(line, *from)..byte(line, *to)].trim()).collect()
    };
    // A cell of more than 44 columns goes on below: with the first word of the next line it would have been longer.
    let wide = |above: &str, below: &str| {
        let next = below.split(' ').next().unwrap_or_default();
        !next.is_empty() && above.chars().count() + 1 + next.chars().count() > 44
    };
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    for line in lines[1..].iter().map(row) {
        let line: Vec<&str> = line;
        let goes_on = line.len() > 2 && line[2..].iter().all(|cell| cell.is_empty());
        let goes_on = goes_on && above.iter().zip(&line).take(2).any(|(above, below)| wide(above, below));
        match rows.last_mut().filter(|_| goes_on) {
            Some(all) => {
                for (cell, more) in all.iter_mut().zip(&line).filter(|(_, more)| !more.is_empty()) {
                    // Lives as long as the test does.
                    *cell = format!("{cell} {more}").leak();
                }
            }
            None => rows.push(line.clone()),
        }
        above = line;
    }
    rows
}

/// A number of a text: `26.2 M€`, `−45 k`, `49 %`, `6400`.
fn number(text: &str) -> Option<f64> {
    let text = text.replace('−', "-").replace(',', "");
    // What lies between two targets is marked.
    let text = text.trim().trim_start_matches(['+', '~']);
    let end = text.find(|it: char| !(it.is_ascii_digit() || ".-".contains(it))).unwrap_or(text.len());
    let size = match text[end..].trim().trim_end_matches(['€', '$']).trim() {
        "k" => 1e3,
        "M" => 1e6,
        "bn" => 1e9,
        _ => 1.0,
    };
    text[..end].parse::<f64>().ok().map(|number| number * size)
}

/// Whether a text is a number, as far as the text has places.
fn rounds(text: &str, of: f64) -> bool {
    let Some((shown, place)) = shown(text) else { return false };
    (shown - of).abs() <= 0.5 * place * (1.0 + 1e-9) + 1e-9
}

/// Whether a text is a number told down, in steps of at most five in its last place.
fn least(text: &str, of: f64) -> bool {
    let Some((shown, place)) = shown(text) else { return false };
    shown <= of + 1e-9 && of < shown + 5.0 * place
}

/// The number that a text shows, and what one in its last place is worth.
fn shown(text: &str) -> Option<(f64, f64)> {
    let shown = number(text)?;
    let digits = text
        .split_once('.')
        .map_or(0, |(_, places)| places.find(|it: char| !it.is_ascii_digit()).unwrap_or(places.len()));
    let size = if text.contains("bn") {
        1e9
    } else if text.contains('M') {
        1e6
    } else if text.contains('k') {
        1e3
    } else {
        1.0
    };
    Some((shown, size * 10_f64.powi(-i32::try_from(digits).unwrap())))
}

/// what is printed is plain: no lines, blocks or braille, which a screen reader spells out.
#[test]
fn what_is_printed_for_a_screen_reader_has_no_lines_blocks_or_braille() {
    let drawn = |it: &char| matches!(it, '\u{2500}'..='\u{25ff}' | '\u{2800}'..='\u{28ff}');
    for plan in PLANS {
        for show in shows::ALL.iter().map(|show| show.id).chain(["check"]) {
            let arguments = ["show", plan, show, "--plain"];
            let text = swell(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments).out;
            // What is withheld is so on purpose, whoever reads.
            let found: String = text.replace(PRIVATE, "").chars().filter(drawn).collect();
            assert!(!text.is_empty() && found.is_empty(), "{plan} {show}: {found}");
        }
    }
}

#[test]
fn a_printed_table_is_cut_into_its_cells() {
    let text =
        "About\n\nWave     Planned  Sure to\nOne        8.6 M     70 %\nTwo two              60 %\n\nMore";
    assert_eq!(table(text, "Wave Planned"), [["One", "8.6 M", "70 %"], ["Two two", "", "60 %"]]);
}

#[test]
fn a_number_rounds_to_a_text_by_the_places_that_stand_there() {
    assert!(rounds("26.2 M€", 26_195_295.93) && !rounds("26.2 M€", 26_260_000.0));
    assert!(rounds("−45 k", -45_400.0) && !rounds("45 k", -45_400.0) && rounds("0", 0.2));
    assert!(!rounds("–", 0.0));
}
