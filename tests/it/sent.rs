//! What a terminal is sent, byte by byte: the sequences that a screen is drawn with, and nothing else that acts.

use std::collections::BTreeSet;

use groundswell::tui::buffer;
use groundswell::tui::theme::Look;
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::Buffer;

use crate::driven::PLAN;
use crate::everywhere::{everywhere, kind};
use crate::hostile::{acts, corpus, escaped, one_file};

/// What a terminal is sent for a screen that follows an empty one.
fn sent(screen: &Buffer) -> String {
    let mut bytes = Vec::new();
    let empty = Buffer::empty(screen.area);
    CrosstermBackend::new(&mut bytes).draw(empty.diff(screen).into_iter()).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The control sequences in a stream, each as its parameters and its last letter, and what stands between them.
/// What begins with the sign for a sequence and is none stays where it stands.
fn parted(stream: &str) -> (Vec<(&str, char)>, String) {
    let mut sequences = Vec::new();
    let mut parts = stream.split("\x1b[");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| !letter.is_ascii_digit() && !";?".contains(letter));
        let letter = end.and_then(|end| Some((end, part[end..].chars().next()?)));
        match letter {
            Some((end, letter)) if letter.is_ascii_alphabetic() => {
                sequences.push((&part[..end], letter));
                rest.push_str(&part[end + 1..]);
            }
            _ => rest.push_str(&format!("\x1b[{part}")),
        }
    }
    (sequences, rest)
}

/// What in a stream acts on a terminal and does not draw: colours and attributes (`m`), the cursor's place
/// (`H`), clearing (`J`, `K`) and the modes that are switched on at the beginning and off at the end.
fn acting(stream: &str) -> Option<String> {
    const MODES: [&str; 11] =
        ["?7", "?25", "?1000", "?1002", "?1003", "?1004", "?1006", "?1015", "?1049", "?2004", "?2026"];
    let (sequences, rest) = parted(stream);
    let draws = |(parameters, letter): &(&str, char)| match letter {
        'm' | 'H' | 'J' | 'K' => !parameters.contains('?'),
        'h' | 'l' => MODES.contains(parameters),
        _ => false,
    };
    if let Some((parameters, letter)) = sequences.iter().find(|it| !draws(it)) {
        return Some(format!("CSI {parameters} {letter}"));
    }
    let lines = |character: char| matches!(character, '\r' | '\n');
    let found = rest.chars().find(|it| !lines(*it) && acts(*it));
    found.map(|character| format!("U+{:04X}", character as u32))
}

/// What a terminal does beside its screen, counted.
#[derive(Default)]
struct Acted(usize);

impl vt100::Callbacks for Acted {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0 += 1;
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], _: &[u8]) {
        self.0 += 1;
    }
    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0 += 1;
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, _: &[&[u8]]) {
        self.0 += 1;
    }
}

/// How often a stream makes a terminal act beside its screen.
fn acted(stream: &str, width: u16, height: u16) -> usize {
    let size = |size: u16| std::num::NonZero::new(size).unwrap();
    let mut terminal = vt100::Parser::new_with_callbacks(size(height), size(width), 0, Acted::default());
    terminal.process(stream.as_bytes());
    terminal.callbacks().0
}

#[test]
fn what_acts_is_told_from_what_draws() {
    assert_eq!(acting("\x1b[?1049h\x1b[2J\x1b[1;1H\x1b[38;2;1;2;3mname\x1b[0m\r\n"), None);
    for (stream, named) in [
        ("\x1b]0;title\x07", "U+001B"),
        ("\x1b[6n", "CSI 6 n"),
        ("\x1b[?2m", "CSI ?2 m"),
        ("\x1b[?47h", "CSI ?47 h"),
        ("\x1b[", "U+001B"),
        ("a\u{9b}31m", "U+009B"),
        ("a\u{202e}b", "U+202E"),
        ("\x7f", "U+007F"),
    ] {
        assert_eq!(acting(stream).as_deref(), Some(named), "{stream:?}");
    }
    let acts = ["\x1b]2;title\x07", "\x1b]52;c;ZXZpbA==\x07", "\x07", "\x1b]8;;x\x1b\\"];
    assert_eq!(acts.map(|stream| acted(stream, 80, 24)), [1, 1, 1, 1]);
}

/// A-35: each hostile text, in every field of a plan and in what git says, over every view, overlay and slide.
#[test]
fn whatever_a_plan_says_a_terminal_is_sent_nothing_that_acts() {
    for text in corpus() {
        let plan = one_file(&escaped(&text));
        let mut kinds = BTreeSet::new();
        everywhere(&plan, &text, Look::default(), (140, 40), |keys, _, model| {
            kinds.insert(kind(model));
            let stream = sent(&buffer(model));
            assert_eq!(acting(&stream), None, "{text:?} after {keys}");
            assert_eq!(acted(&stream, 140, 40), 0, "{text:?} after {keys}");
            model.size = (80, 24);
            let narrow = buffer(model);
            let symbols = narrow.content.iter().map(|cell| cell.symbol()).filter(|symbol| !symbol.is_empty());
            let odd = symbols.filter(|symbol| !matches!(symbol.as_bytes(), [b' '..=b'~']));
            let found = odd.flat_map(str::chars).find(|character| acts(*character));
            assert_eq!(found, None, "{text:?} after {keys} at 80x24");
            model.size = (140, 40);
        });
        assert!(kinds.len() > 16, "{text:?} is hardly looked at: {kinds:?}");
    }
}

/// A-16.
#[test]
fn in_plain_signs_every_byte_of_every_screen_is_ascii() {
    let odd = PLAN
        .replace("Case handling", "Sagsbehandling på 日本 e\u{301} 👩\u{200d}👧")
        .replace("\"EUR\"", "\"GBP\"")
        .replace("Fewer counter visits", "Færre ≥ ≤ € £ ¥ “besøg” …");
    for plan in [PLAN, &odd] {
        let look = Look { ascii: true, ..Look::default() };
        everywhere(plan, "føør £", look, (80, 24), |keys, _, model| {
            for size in [(80, 24), (140, 40), (60, 18)] {
                model.size = size;
                let stream = sent(&buffer(model));
                let first = stream.char_indices().find(|(_, it)| !it.is_ascii());
                let around = first.map(|(at, it)| (it, &stream[..at]));
                assert_eq!(around, None, "after {keys} at {size:?}");
            }
            model.size = (80, 24);
        });
    }
}

/// In a terminal itself: colours, the clipboard, and what hostile names do there.
#[cfg(unix)]
mod in_a_terminal {
    use super::{acted, acting, corpus, escaped, one_file, parted};
    use crate::pty::{PATIENCE, Terminal};

    /// What lies over a view: the keys to it, and what the program itself says there.
    const OVER: [(&str, &str); 20] = [
        ("1?", "type to filter"),
        (":", "type a few letters"),
        // To a name of the plan: ctrl-g.
        ("\x07", "Go to ─"),
        ("/", "type to search"),
        ("f", "Esc show all"),
        ("y", "Copy ─"),
        ("\r", "Detail ·"),
        ("=", "Explained ─"),
        // What goes in, opened there; then again what it goes into.
        ("5=\r", "Explained, from"),
        ("", "Explained ─"),
        ("7m", "Minutes"),
        ("1e", "F2 keep all"),
        ("a", "Add"),
        ("c", "Capture ─"),
        ("cd", "Record decision ─"),
        ("ca", "Record action ─"),
        ("cr", "Record risk ─"),
        ("cn", "Record note"),
        ("i", "By how much"),
        ("x", "Remove? ─"),
    ];

    /// Goes to every view, to what lies over one, and to every slide; gives how many slides there are.
    fn tour(terminal: &mut Terminal) -> usize {
        let views =
            ["Board", "Timeline", "Deps", "KPIs", "Value", "Caps", "Lead", "Check", "What-if", "Register"];
        for (digit, name) in "1234567890".chars().zip(views) {
            terminal.type_in(&digit.to_string());
            // Names are cut where there is no room for all.
            terminal.until(&format!("[{digit} {}", &name[..3]));
        }
        for (keys, shown) in OVER {
            terminal.type_in(keys);
            terminal.until(shown);
            terminal.type_in("\x1b");
            terminal.until_gone(shown);
        }
        terminal.type_in("P");
        terminal.until("1 / ");
        let contents = terminal.contents();
        let count = contents.rsplit_once("1 / ").and_then(|(_, rest)| rest.split_whitespace().next());
        let count: usize = count.and_then(|it| it.parse().ok()).unwrap();
        for nth in 2..=count {
            terminal.type_in(" ");
            terminal.until(&format!("{nth} / {count}"));
        }
        // Back again, with more detail.
        terminal.type_in("++");
        for nth in (1..count).rev() {
            terminal.type_in("\x1b[D");
            terminal.until(&format!("{nth} / {count}"));
        }
        for (keys, shown) in [("?", "show what is private"), ("r", "reveal"), ("c", "Capture ─")] {
            terminal.type_in(keys);
            terminal.until(shown);
            terminal.type_in("\x1b");
            terminal.until_gone(shown);
        }
        terminal.type_in("\x1b");
        terminal.until("once more");
        terminal.type_in("\x1b");
        terminal.until("[1 Board]");
        count
    }

    fn leave(mut terminal: Terminal) -> String {
        terminal.type_in("q");
        assert_eq!(terminal.end(PATIENCE), 0);
        terminal.assert_restored();
        String::from_utf8_lossy(&terminal.raw).into_owned()
    }

    /// A-13.
    #[test]
    fn without_colours_none_is_sent_and_the_selection_stays_reversed() {
        let mut terminal = Terminal::start(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
        terminal.until("? help");
        let screen = terminal.screen();
        let cell = |row, column| screen.cell(row, column);
        let reversed: Vec<u16> = (0..24)
            .filter(|row| (0..80).any(|column| cell(*row, column).is_some_and(vt100::Cell::inverse)))
            .collect();
        assert!(!reversed.is_empty(), "the selection is reversed");
        let marked =
            |row: &u16| (0..80).any(|column| cell(*row, column).is_some_and(|it| it.contents() == ">"));
        assert!(reversed.iter().any(marked), "and marked\n{}", screen.contents());
        tour(&mut terminal);
        let raw = leave(terminal);
        let (sequences, _) = parted(&raw);
        for (parameters, _) in sequences.into_iter().filter(|(_, letter)| *letter == 'm') {
            for parameter in parameters.split(';').filter_map(|it| it.parse::<u16>().ok()) {
                let colour = matches!(parameter, 30..=38 | 40..=48 | 90..=107);
                assert!(!colour, "CSI {parameters} m");
            }
        }
    }

    /// A plan of some parts, with the texts between them in turn.
    fn planted<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
        let corpus = corpus();
        let mut parts = parts.into_iter();
        let mut plan = parts.next().unwrap_or_default().to_owned();
        for (part, text) in parts.zip(corpus.iter().cycle()) {
            plan.push_str(&escaped(text));
            plan.push_str(part);
        }
        plan
    }

    /// A-35: each text stands in some of the fields; and as names in a plan that can be read whole, since one that
    /// cannot has hardly a slide.
    #[test]
    fn hostile_names_do_nothing_in_a_terminal() {
        let mut named = String::new();
        for line in crate::driven::PLAN.split_inclusive('\n') {
            match line.strip_prefix("name = \"") {
                Some(_) => named.push_str("name = \"§\"\n"),
                None => named.push_str(line),
            }
        }
        for (plan, slides) in [(one_file("§"), 2), (named, 5)] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("plan.toml"), planted(plan.split('§'))).unwrap();
            let mut terminal = Terminal::start_in(folder.path(), &[]);
            terminal.until("? help");
            assert_eq!(tour(&mut terminal), slides);
            let raw = leave(terminal);
            assert_eq!(acting(&raw), None);
            assert_eq!(acted(&raw, 80, 24), 0);
        }
    }
}
