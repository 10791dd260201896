//! How the selection came to be what it is: a page that is read from git beside the screen. What was read is
//! kept for as long as git stands where it did.

mod chart;

use std::rc::Rc;

use ratatui::layout::Rect;

use super::copying::fitting;
use crate::history::{Asked, Drawn as Of, Row, Told, Trend, decay, figures, lines, rows, trend_table};
use crate::plan::address::Table;
use crate::tui::detail::{Text, name_of};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::update::tell;
use crate::tui::views::VIEWS;
use crate::wording::count;

/// The most histories that are kept.
const KEPT: usize = 8;
/// Rows of a page that are left to the list below a chart.
const LIST: u16 = 8;

/// What git said.
#[derive(Clone, Debug, PartialEq)]
pub struct LookedBack {
    /// Where it stood.
    pub head: String,
    /// What moved.
    pub told: Told,
}

/// What was looked at in the plan's revisions, and how often.
#[derive(Default)]
pub struct Histories {
    nth: u64,
    known: Vec<Rc<Known>>,
}

/// A history, laid out in words.
struct Known {
    asked: Asked,
    of: Of,
    head: String,
    sum: String,
    rows: Vec<Row>,
    trend: Trend,
    days: Vec<chrono::NaiveDate>,
    table: Vec<String>,
    decay: Vec<String>,
}

/// The page of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    nth: u64,
    title: String,
    asked: Asked,
    of: Of,
    cursor: usize,
    table: bool,
}

/// There are files that git may know.
pub fn readable(model: &Model) -> Result<(), &'static str> {
    if model.work.draft.is_some() {
        Ok(())
    } else {
        Err("this plan is only looked at; git knows no file of it")
    }
}

/// Opens the history of the selection, or of the whole plan where nothing is selected.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let plan = model.work.plan();
    let at = model.desk().sheet.current().map(|spot| spot.at.root());
    let at = at.filter(|at| !matches!(at.table, Table::Top | Table::Plan));
    let value = VIEWS.get(model.view).is_some_and(|entry| entry.name == "Value");
    let (title, asked, of) = match at {
        _ if value => ("History: what the plan is worth".to_owned(), Asked::Headline, Of::Figures),
        Some(at) => (format!("History: {}", name_of(plan, &at)), Asked::Value(at), Of::Dates),
        None => (format!("History: {}", plan.title()), Asked::Headline, Of::Dates),
    };
    model.histories.nth += 1;
    let nth = model.histories.nth;
    let head = known(model, &asked, of).map(|known| known.head.clone());
    model.overlay =
        Some(Overlay::History(History { nth, title, asked: asked.clone(), of, cursor: 0, table: false }));
    vec![Effect::LookBack(nth, asked, head)]
}

fn known(model: &Model, asked: &Asked, of: Of) -> Option<Rc<Known>> {
    model.histories.known.iter().find(|known| known.asked == *asked && known.of == of).cloned()
}

/// Takes what git said, where its page is still open.
pub(in crate::tui) fn take(
    model: &mut Model,
    nth: u64,
    answer: Result<Option<Box<LookedBack>>, String>,
) -> Vec<Effect> {
    let Some(Overlay::History(page)) = &mut model.overlay else { return Vec::new() };
    if page.nth != nth {
        return Vec::new();
    }
    match answer {
        Ok(None) => Vec::new(),
        Ok(Some(back)) => {
            page.cursor = 0;
            let new = Known::of(page.asked.clone(), page.of, *back);
            let list = &mut model.histories.known;
            list.retain(|known| known.head == new.head && (&known.asked, known.of) != (&new.asked, new.of));
            if list.len() >= KEPT {
                list.remove(0);
            }
            list.push(Rc::new(new));
            Vec::new()
        }
        Err(why) => {
            model.overlay = None;
            tell(model, format!("No history: {why}"))
        }
    }
}

/// Takes a key for the page.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut page: History) -> Vec<Effect> {
    let known = known(model, &page.asked, page.of);
    let last = known.as_ref().map_or(0, |known| known.rows.len()).saturating_sub(1);
    match key.code {
        Code::Esc | Code::Char('q' | 'B') => return vec![Effect::LookBackNoMore],
        Code::Up | Code::Char('k') => page.cursor = page.cursor.saturating_sub(1),
        Code::Down | Code::Char('j') => page.cursor = (page.cursor + 1).min(last),
        Code::PageUp => page.cursor = page.cursor.saturating_sub(10),
        Code::PageDown => page.cursor = (page.cursor + 10).min(last),
        Code::Home | Code::Char('g') => page.cursor = 0,
        Code::End | Code::Char('G') => page.cursor = last,
        Code::Char('T') => page.table = !page.table,
        Code::Char('y') => {
            if let Some(known) = known {
                let (text, _) = fitting(known.text(page.table));
                tell(model, format!("Copied {}", count(text.len(), "byte")));
                model.overlay = Some(Overlay::History(page));
                return vec![Effect::Copy(text)];
            }
        }
        Code::Enter => {
            if let Some(row) = known.as_ref().and_then(|known| known.rows.get(page.cursor)) {
                return vec![Effect::LookBackNoMore, Effect::Baseline(row.commit.clone())];
            }
        }
        _ => {}
    }
    model.overlay = Some(Overlay::History(page));
    Vec::new()
}

impl Known {
    fn of(asked: Asked, of: Of, back: LookedBack) -> Self {
        let LookedBack { head, told } = back;
        let moves = &told.moves;
        let trend = Trend::of(moves, of);
        let (table, decay) = match asked {
            Asked::Headline => (lines(&figures(moves)), lines(&decay(moves))),
            Asked::Value(_) | Asked::Figure(_) | Asked::Either(..) => {
                (lines(&trend_table(moves, &trend)), Vec::new())
            }
        };
        let many = count(moves.len(), "move");
        let sum = match moves.len() {
            0 => format!(
                "In none of {}; what is not committed yet has no history",
                count(told.revisions, "revision")
            ),
            _ => format!("{many} in {}, the newest first", count(told.revisions, "revision")),
        };
        let days = std::iter::once(told.newest).chain(moves.iter().map(|it| it.commit.date)).collect();
        Self { rows: rows(moves, &asked), asked, of, head, sum, trend, days, table, decay }
    }

    /// Its words, and in which line each move begins.
    fn laid_out(&self, table: bool, width: u16) -> (Text, Vec<usize>) {
        let mut text = Text::new(width);
        let mut starts = Vec::with_capacity(self.rows.len());
        let tail = |text: &mut Text| {
            if !self.decay.is_empty() {
                text.head("What was forecast for each year");
            }
            for (nth, line) in self.decay.iter().enumerate() {
                text.line(vec![(line.clone(), if nth == 0 { Tone::Faint } else { Tone::Plain })]);
            }
        };
        if table {
            for (nth, line) in self.table.iter().enumerate() {
                if nth > 0 {
                    starts.push(text.lines.len());
                }
                text.line(vec![(line.clone(), if nth == 0 { Tone::Faint } else { Tone::Plain })]);
            }
            tail(&mut text);
            return (text, starts);
        }
        for row in &self.rows {
            starts.push(text.lines.len());
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
            text.put(
                &[("            ", Tone::Plain)],
                &format!("by {}: {}", row.author, row.subject),
                Tone::Faint,
                12,
            );
            let nearest = row.nearest.iter().map(|it| format!("nearest decision {it}"));
            let all = row.decisions.iter().map(|it| format!("decision {it}"));
            for decision in all.chain(nearest) {
                text.put(&[("            ", Tone::Plain)], &decision, Tone::Plain, 12);
            }
        }
        if self.of == Of::Figures {
            tail(&mut text);
        }
        (text, starts)
    }

    fn text(&self, table: bool) -> String {
        let (text, _) = self.laid_out(table, 400);
        let line = |pieces: &Vec<(String, Tone)>| -> String {
            pieces.iter().map(|(text, _)| text.as_str()).collect::<String>() + "\n"
        };
        text.lines.iter().map(line).collect()
    }
}

impl History {
    /// Its keys, for the last line.
    pub const KEYS: &str = "↑↓ choose   ⏎ take as the baseline   T table   y copy   Esc close";

    /// Draws it over all of a screen but its edges.
    pub(in crate::tui) fn draw(&self, model: &Model, screen: Rect, pen: &mut Pen<'_>) {
        pen.hits.clear();
        pen.clear(screen);
        let inside = pen.frame(screen, &self.title);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let Some(known) = known(model, &self.asked, self.of) else {
            pen.put(inside.x, inside.y, inside.width, "reading history…", Tone::Faint);
            return;
        };
        pen.put(inside.x, inside.y, inside.width, &known.sum, Tone::Faint);
        let mut y = inside.y + 2;
        if !self.table {
            let room = inside.height.saturating_sub(LIST + 3).min(12);
            let area = Rect { y, height: room, ..inside };
            if chart::draw(&known.trend, &known.days, self.cursor, area, pen) {
                y += room + 1;
            }
        }
        let list = Rect {
            y,
            height: inside.bottom().saturating_sub(y),
            x: inside.x + 2,
            width: inside.width.saturating_sub(2),
        };
        let (text, starts) = known.laid_out(self.table, list.width);
        let Some(start) = starts.get(self.cursor).copied() else { return };
        let end = starts.get(self.cursor + 1).copied().unwrap_or(text.lines.len());
        // All of the chosen one is seen, or else its beginning; the heading stays where there is room.
        let height = usize::from(list.height).saturating_sub(1);
        let scroll = cells(end.saturating_sub(height).min(start));
        text.draw(scroll, list, pen);
        let row = list.y + cells(start).saturating_sub(scroll);
        pen.select(Rect { x: inside.x, y: row, width: inside.width, height: 1 });
    }
}
