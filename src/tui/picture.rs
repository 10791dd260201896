//! A screen as an SVG picture: for documents, from the frame that a terminal shows.
//!
//! It holds text and rectangles alone: nothing that runs, nothing that is fetched.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::palette::Rgb;
use crate::safe;

/// The width and the height of a cell, in tenths of a pixel.
const CELL: (usize, usize) = (84, 180);

/// How a run of cells looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ink {
    text: Rgb,
    back: Rgb,
    bold: bool,
}

/// The picture of a screen: `ground` gives the colours of text and of what lies behind it where a cell has
/// none of its own, `title` says what is shown to whoever does not see it.
#[must_use]
pub fn svg(buffer: &Buffer, ground: (Rgb, Rgb), title: &str) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 200, rows * CELL.1 + 200);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" \
         role=\"img\" font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n<title>{2}</title>\n<rect width=\"{0}\" height=\"{1}\" rx=\"8\" fill=\"{3}\"/>\n",
        tenths(width),
        tenths(height),
        escape(title),
        hex(ground.1),
    );
    for (y, row) in buffer.content.chunks(columns.max(1)).enumerate() {
        let inks = inks(row, ground);
        let mut at = 0;
        while at < columns {
            let end = (at..columns).find(|next| inks[*next] != inks[at]).unwrap_or(columns);
            run(&mut svg, row, (at, end), y, inks[at], ground.1);
            at = end;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws a run of cells that look alike; blanks at its ends are left out.
fn run(svg: &mut String, row: &[Cell], (from, to): (usize, usize), y: usize, ink: Ink, behind: Rgb) {
    let place = |column: usize| column * CELL.0 + 100;
    if ink.back != behind {
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            tenths(place(from)),
            tenths(y * CELL.1 + 100),
            tenths((to - from) * CELL.0),
            tenths(CELL.1),
            hex(ink.back),
        );
    }
    let blank = |cell: &Cell| cell.symbol().trim().is_empty();
    let Some(first) = (from..to).find(|at| !blank(&row[*at])) else { return };
    let last = (from..to).rfind(|at| !blank(&row[*at])).unwrap_or(first);
    let mut text = String::new();
    let mut covered = 0;
    for cell in &row[first..=last] {
        if covered == 0 {
            text.push_str(cell.symbol());
            covered = safe::width(cell.symbol()).max(1);
        }
        covered -= 1;
    }
    let bold = if ink.bold { " font-weight=\"bold\"" } else { "" };
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{bold}>{}</text>",
        tenths(place(first)),
        tenths(y * CELL.1 + 235),
        tenths((last + 1 - first + covered) * CELL.0),
        hex(ink.text),
        escape(&text),
    );
}

/// How each cell of a row looks: one that a wide character covers, as that character.
fn inks(row: &[Cell], ground: (Rgb, Rgb)) -> Vec<Ink> {
    let mut inks: Vec<Ink> = Vec::with_capacity(row.len());
    let mut covered = 0;
    for cell in row {
        let before = inks.last().copied().filter(|_| covered > 0);
        if before.is_none() {
            covered = safe::width(cell.symbol()).max(1);
        }
        inks.push(before.unwrap_or_else(|| ink(cell, ground)));
        covered -= 1;
    }
    inks
}

fn ink(cell: &Cell, ground: (Rgb, Rgb)) -> Ink {
    let of = |colour: Color, otherwise: Rgb| match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        _ => otherwise,
    };
    let (text, back) = (of(cell.fg, ground.0), of(cell.bg, ground.1));
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let (text, back) = if reversed { (back, text) } else { (text, back) };
    let bold = cell.modifier.contains(Modifier::BOLD);
    // What is blank looks as what stands before it, but for what lies behind.
    Ink { text, back, bold }
}

/// Text as the text of an element.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars().filter(|character| !character.is_control()) {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Tenths of a pixel as pixels.
fn tenths(number: usize) -> String {
    match number % 10 {
        0 => (number / 10).to_string(),
        tenth => format!("{}.{tenth}", number / 10),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn text_is_escaped_and_stands_in_its_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(1, 0, "<script>&\"", Style::new());
        buffer.set_string(2, 1, "客x", Style::new().fg(Color::Rgb(1, 2, 3)).bold());
        let svg = svg(&buffer, ([255; 3], [0; 3]), "a < b");
        assert!(svg.contains(">&lt;script&gt;&amp;&quot;</text>"), "{svg}");
        assert!(svg.contains("<title>a &lt; b</title>"), "{svg}");
        // Two cells and one, from the third column on: 3 × 8.4 wide, at 10 + 2 × 8.4.
        let text = "<text x=\"26.8\" y=\"41.5\" textLength=\"25.2\" lengthAdjust=\"spacingAndGlyphs\" \
                    fill=\"#010203\" font-weight=\"bold\">客x</text>";
        assert!(svg.contains(text), "{svg}");
        assert!(svg.contains("viewBox=\"0 0 188 56\""), "{svg}");
    }

    #[test]
    fn a_selection_has_its_colours_reversed() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "ab", Style::new().add_modifier(Modifier::REVERSED));
        let svg = svg(&buffer, ([255; 3], [0; 3]), "");
        assert!(svg.contains("width=\"16.8\" height=\"18\" fill=\"#ffffff\"/>"), "{svg}");
        assert!(svg.contains("fill=\"#000000\">ab</text>"), "{svg}");
    }
}
