//! What a terminal is sent of a frame, so that it shows the frame whatever it takes for the width of a letter.
//!
//! Terminals agree on how wide a letter of one character and one column is, and not on what is joined of several,
//! or wide: some give each character a place of its own. What such a place holds we cannot know, so a row that
//! has one, or had, is sent whole: blanks where it will stand, then itself, then the next place by its number.

use std::io::{self, Write};
use std::iter::{once, repeat_n};

use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{DisableLineWrap, EnableLineWrap};
use unicode_width::UnicodeWidthStr as _;

/// Sends what makes a frame of another of the same size.
pub(super) fn send<W: Write>(
    backend: &mut CrosstermBackend<W>,
    shown: &Buffer,
    next: &Buffer,
) -> io::Result<()> {
    let is_doubtful = |row: &[Cell]| !row.iter().all(is_plain);
    let wide = usize::from(next.area.width).max(1);
    let rows = || next.content.chunks(wide);
    let whole: Vec<bool> = rows()
        .zip(shown.content.chunks(wide))
        .map(|(row, before)| row != before && (is_doubtful(row) || is_doubtful(before)))
        .collect();
    backend.draw(shown.diff(next).into_iter().filter(|(_, y, _)| !whole[usize::from(y - next.area.y)]))?;
    if !whole.contains(&true) {
        return Ok(());
    }
    // What is wider than we think must not go on in the row below.
    queue!(backend, DisableLineWrap)?;
    for (y, row) in (next.area.y..).zip(rows()).zip(&whole).filter_map(|(row, whole)| whole.then_some(row)) {
        send_whole(backend, next.area.x, y, row)?;
    }
    queue!(backend, EnableLineWrap)
}

/// Sends all of a row.
fn send_whole<W: Write>(
    backend: &mut CrosstermBackend<W>,
    left: u16,
    y: u16,
    row: &[Cell],
) -> io::Result<()> {
    // What is sent in one go, from a place that is told by its number.
    let mut run: Vec<(u16, Cell)> = Vec::new();
    let mut places = (left..).zip(row);
    while let Some((x, cell)) = places.next() {
        if is_plain(cell) {
            run.push((x, cell.clone()));
            continue;
        }
        let mut blank = cell.clone();
        blank.set_symbol(" ");
        // The places that it takes are its own: nothing else is there in the frame.
        let taken = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let behind = places.by_ref().take(usize::from(taken) - 1).count();
        run.extend((x..).zip(repeat_n(blank, behind + 1)));
        backend.draw(run.drain(..).as_slice().iter().map(|(x, cell)| (*x, y, cell)))?;
        backend.draw(once((x, y, cell)))?;
    }
    backend.draw(run.iter().map(|(x, cell)| (*x, y, cell)))
}

/// Whether all terminals agree on how wide a cell is: one character, one column.
fn is_plain(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() == 1 || symbol.chars().nth(1).is_none() && symbol.width() == 1
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};
    use unicode_width::UnicodeWidthChar as _;

    use super::*;

    /// A terminal that gives each character places of its own, `wide` of them for one that takes any.
    struct Terminal {
        rows: Vec<Vec<String>>,
        wide: fn(char) -> usize,
    }

    impl Terminal {
        fn takes(&mut self, stream: &str) {
            let (mut x, mut y, mut wraps) = (0, 0, true);
            let mut characters = stream.chars();
            while let Some(character) = characters.next() {
                if character == '\u{1b}' {
                    assert_eq!(characters.next(), Some('['));
                    let parameters: String =
                        characters.by_ref().take_while(|it| !it.is_ascii_alphabetic()).collect();
                    // The letter is taken with them: what it is the parameters tell.
                    match parameters.as_str() {
                        "?7" => wraps = !wraps,
                        place => {
                            if let Some((row, column)) = place.split_once(';')
                                && stream.contains(&format!("\u{1b}[{place}H"))
                            {
                                (x, y) =
                                    (column.parse::<usize>().unwrap() - 1, row.parse::<usize>().unwrap() - 1);
                            }
                        }
                    }
                    continue;
                }
                let wide = (self.wide)(character);
                let last = self.rows[y].len();
                if wide == 0 {
                    self.rows[y][x - 1].push(character);
                    continue;
                }
                if x + wide > last {
                    if wraps {
                        (x, y) = (0, y + 1);
                    } else {
                        x = last - wide;
                    }
                }
                // Of what was wide the other half goes as well.
                if self.rows[y][x].is_empty() {
                    self.rows[y][x - 1] = " ".into();
                }
                if self.rows[y].get(x + wide).is_some_and(String::is_empty) {
                    self.rows[y][x + wide] = " ".into();
                }
                self.rows[y][x] = character.into();
                (x + 1..x + wide).for_each(|behind| self.rows[y][behind].clear());
                x += wide;
            }
            assert!(wraps, "as it was found");
        }

        fn row(&self, y: usize) -> String {
            self.rows[y].concat()
        }
    }

    const CELLS: Rect = Rect { x: 0, y: 0, width: 16, height: 2 };

    fn frame(rows: [&str; 2]) -> Buffer {
        let mut frame = Buffer::empty(CELLS);
        (0..).zip(rows).for_each(|(y, row)| frame.set_string(0, y, row, Style::new()));
        frame
    }

    fn sent(shown: &Buffer, next: &Buffer) -> String {
        let mut bytes = Vec::new();
        send(&mut CrosstermBackend::new(&mut bytes), shown, next).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Without colours and attributes.
    fn unpainted(stream: &str) -> String {
        let mut parts = stream.split("\u{1b}[");
        let mut rest = parts.next().unwrap().to_owned();
        for part in parts {
            let end = part.find(|letter: char| letter.is_ascii_alphabetic()).unwrap();
            match &part[end..=end] {
                "m" => rest.push_str(&part[end + 1..]),
                _ => rest.extend(["\u{1b}[", part]),
            }
        }
        rest
    }

    /// The rows of a terminal after each of some frames.
    fn shows<const MANY: usize>(frames: [[&str; 2]; MANY], wide: fn(char) -> usize) -> [[String; 2]; MANY] {
        let mut terminal = Terminal { rows: vec![vec![" ".into(); 16]; 2], wide };
        let mut shown = Buffer::empty(CELLS);
        frames.map(|rows| {
            let next = frame(rows);
            terminal.takes(&sent(&shown, &next));
            shown = next;
            [terminal.row(0), terminal.row(1)]
        })
    }

    #[test]
    fn nothing_is_left_of_a_letter_that_a_terminal_takes_apart() {
        // Each half of a flag two columns wide, signs of vowels one: as tables of other years have them.
        let wide = |letter: char| match letter {
            '\u{1f1e6}'..='\u{1f1ff}' => 2,
            '\u{93e}'..='\u{94c}' => 1,
            _ => letter.width().unwrap_or(0),
        };
        let plain = ["Widest  gap     ", "in the plan     "];
        for name in ["🇩🇰 Denmark", "मार्केटिंग है", "Ship 📦 it", "客户同意", "at the edge   🇩🇰"]
        {
            let [_, after, again] = shows([[name, "in the plan"], plain, [name, "in the plan"]], wide);
            assert_eq!(after, plain, "{name}");
            assert_eq!(again[1], plain[1], "{name} goes on in the row below");
            let [after] = shows([plain], wide);
            assert_eq!(after, plain);
        }
        let [_, after] = shows([["🇩🇰 Denmark", "x"], ["🇩🇰 Danmark", "x"]], wide);
        assert!(after[0].ends_with(" Danmark      "), "{after:?}");
    }

    #[test]
    fn what_comes_behind_such_a_letter_is_placed_by_its_number() {
        // One character too narrow, in a row of which but one letter changes.
        let bytes = unpainted(&sent(&frame(["a客b", "same"]), &frame(["a客c", "same"])));
        let row = ["\u{1b}[1;1Ha  ", "\u{1b}[1;2H客", "\u{1b}[1;4Hc            "].concat();
        assert_eq!(bytes, format!("\u{1b}[?7l{row}\u{1b}[?7h"));
        // Joined of several, of one column: what follows is not where the terminal happens to be.
        let bytes = unpainted(&sent(&frame(["", ""]), &frame(["n\u{303}o", ""])));
        assert!(bytes.contains("\u{1b}[1;1Hn\u{303}"), "{bytes:?}");
        assert!(bytes.contains("\u{1b}[1;2Ho"), "{bytes:?}");
    }

    #[test]
    fn what_terminals_agree_on_is_sent_as_it_differs() {
        let shown = frame(["Ærø ▲ 3", "客户"]);
        let next = frame(["Ærø ▲ 4", "客户"]);
        let bytes = unpainted(&sent(&shown, &next));
        assert_eq!(bytes, "\u{1b}[1;7H4", "one letter, and not the row below");
        assert_eq!(unpainted(&sent(&next, &next)), "");
    }

    #[test]
    fn the_blanks_under_a_wide_letter_have_its_colour() {
        let mut next = frame(["", ""]);
        next.set_string(0, 0, "客", Style::new().bg(Color::Blue));
        let bytes = sent(&frame(["", ""]), &next);
        assert!(bytes.contains("\u{1b}[1;1H\u{1b}[39;48;5;4m  "), "{bytes:?}");
    }
}
