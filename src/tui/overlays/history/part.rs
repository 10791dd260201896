//! The parts of a history: its moves in words, and the sheets that go with them.

use crate::diff::ROUNDED;
use crate::history::{Asked, Of, Per, Row, Sheet, Told, Trend, rows, who_moved};
use crate::show::table::Table;
use crate::tui::detail::Text;
use crate::tui::theme::Tone;

/// One part.
pub(super) struct Part {
    /// What it is called among the others.
    pub(super) name: &'static str,
    pub(super) body: Body,
    /// The lines that are drawn above it.
    pub(super) trend: Option<Trend>,
}

/// What a part holds.
pub(super) enum Body {
    /// Moves, with words above and below them.
    Rows { above: Option<String>, rows: Vec<Row>, below: Option<&'static str> },
    /// What stood in each revision.
    Sheet(Sheet),
    /// What was promised, by month, quarter and year.
    Promised(Box<[Sheet; 3]>),
}

/// A row that can be chosen.
pub(super) struct Choice {
    /// The line in which it begins.
    pub(super) line: usize,
    /// The move that it tells of, by its place.
    pub(super) nth: Option<usize>,
    /// The beginning of the name of its revision.
    pub(super) commit: Option<String>,
}

/// The parts of what revisions tell.
pub(super) fn parts(told: &Told, of: Of) -> Vec<Part> {
    let moves = &told.moves;
    let moved = Body::Rows {
        above: told.came_to(),
        rows: rows(moves, &told.asked),
        below: (!told.adds_up()).then_some(ROUNDED),
    };
    let trend = Trend::of(moves, of);
    let stood = (told.asked != Asked::Headline).then(|| told.through(&trend)).flatten();
    let mut parts = vec![Part { name: "Moves", body: moved, trend: Some(trend) }];
    let sheet =
        |name, sheet: Option<Sheet>, trend| sheet.map(|sheet| Part { name, body: Body::Sheet(sheet), trend });
    if told.asked == Asked::Headline {
        // Where it is narrow, what moves tells of value without confidence.
        parts.extend(sheet("Figures", Some(told.figures(false)), None));
    }
    parts.extend(sheet("Table", stood, None));
    let [month, quarter, year] = [Per::Month, Per::Quarter, Per::Year].map(|per| told.promised(per));
    if let (Some(month), Some(quarter), Some(year)) = (month, quarter, year) {
        let body = Body::Promised(Box::new([month, quarter, year]));
        parts.push(Part { name: "Promised", body, trend: None });
    }
    let dates = (of != Of::Dates).then(|| Trend::of(moves, Of::Dates));
    parts.extend(sheet("Dates", told.milestones(), dates));
    if !told.shifted.is_empty() {
        let body = Body::Rows { above: None, rows: who_moved(&told.shifted), below: None };
        parts.push(Part { name: "Who moved", body, trend: None });
    }
    parts
}

impl Part {
    /// Whether it is told by periods.
    pub(super) fn has_periods(&self) -> bool {
        matches!(self.body, Body::Promised(_))
    }

    /// Its words, and what can be chosen in them.
    pub(super) fn laid_out(&self, per: Per, width: u16) -> (Text, Vec<Choice>) {
        let mut text = Text::new(width);
        let choices = match &self.body {
            Body::Rows { above, rows, below } => {
                if let Some(above) = above {
                    text.words(above, Tone::Plain);
                    text.gap();
                }
                let rows = rows.iter().enumerate().map(|(nth, row)| self::row(&mut text, nth, row)).collect();
                if let Some(below) = below {
                    text.gap();
                    text.words(below, Tone::Faint);
                }
                rows
            }
            Body::Sheet(sheet) => self::sheet(&mut text, sheet, false),
            Body::Promised(sheets) => {
                let [month, quarter, year] = &**sheets;
                let sheet = match per {
                    Per::Month => month,
                    Per::Quarter => quarter,
                    Per::Year => year,
                };
                self::sheet(&mut text, sheet, true)
            }
        };
        (text, choices)
    }
}

fn row(text: &mut Text, nth: usize, row: &Row) -> Choice {
    let choice = Choice { line: text.lines.len(), nth: Some(nth), commit: Some(row.commit.clone()) };
    let mut moved = row.moved.iter();
    let first = moved.next().map_or("", String::as_str);
    let front = [
        (row.date.as_str(), Tone::Strong),
        ("  ", Tone::Plain),
        (&*row.commit, Tone::Faint),
        ("  ", Tone::Plain),
    ];
    text.put(&front, first, Tone::Plain, 12);
    for more in moved {
        text.put(&[("                      ", Tone::Plain)], more, Tone::Plain, 22);
    }
    let by = format!("by {}: {}", row.author, row.subject);
    text.put(&[("            ", Tone::Plain)], &by, Tone::Faint, 12);
    let nearest = row.nearest.iter().map(|it| format!("nearest decision {it}"));
    let all = row.decisions.iter().map(|it| format!("decision {it}"));
    for decision in all.chain(nearest) {
        text.put(&[("            ", Tone::Plain)], &decision, Tone::Plain, 12);
    }
    choice
}

/// A sheet in blocks, below each other, that are no wider than the text.
fn sheet(text: &mut Text, sheet: &Sheet, titled: bool) -> Vec<Choice> {
    let mut table = Table::new(&sheet.headings.iter().map(String::as_str).collect::<Vec<_>>());
    sheet.rows.iter().for_each(|row| table.row(&row.cells));
    let mut choices = Vec::new();
    if titled {
        text.words(&sheet.title, Tone::Strong);
    }
    // A block is its headings and the rows; an empty line parts it from the next one.
    for (nth, line) in table.blocks_within(2, usize::from(text.width())).lines().enumerate() {
        let nth = nth % (sheet.rows.len() + 2);
        let row = nth.checked_sub(1).and_then(|nth| sheet.rows.get(nth));
        if let Some(row) = row {
            let commit = row.nth.and_then(|_| row.cells.get(1).cloned());
            choices.push(Choice { line: text.lines.len(), nth: row.nth, commit });
        }
        let tone = if row.is_none() { Tone::Faint } else { Tone::Plain };
        text.line(vec![(line.to_owned(), tone)]);
    }
    choices
}
