//! How the selection came to be what it is: a page that is read from git beside the screen. What was read is
//! kept for as long as git stands where it did.

mod chart;
mod part;

use std::rc::Rc;

use ratatui::layout::Rect;

use super::copying::fitting;
use super::explain::{About, Explaining};
use crate::history::{Asked, Of, Per};
use crate::plan::address::Table;
use crate::tui::detail::{Text, name_of};
use crate::tui::effect::Effect;
use crate::tui::frame::Layout;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::past::LookedBack;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::wording::count;
use part::{Choice, Part, parts};

/// The most histories that are kept.
const KEPT: usize = 8;
/// Rows of a page that are left to the list below a chart.
const LIST: u16 = 8;

/// What was looked at in the plan's revisions, and how often.
#[derive(Default)]
pub struct Histories {
    nth: u64,
    known: Vec<Rc<Known>>,
}

/// A history, with what is shown of it.
struct Known {
    asked: Asked,
    of: Of,
    head: String,
    sum: String,
    /// The day of the newest revision, and that of each move.
    days: Vec<chrono::NaiveDate>,
    /// At least one.
    parts: Vec<Part>,
}

/// The page of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    nth: u64,
    title: String,
    asked: Asked,
    of: Of,
    /// The part that is shown, by its place.
    part: usize,
    cursor: usize,
    per: Per,
    /// The explanation that it was opened from.
    under: Option<Box<Explaining>>,
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
    let value = model.entry().name == "Value";
    let (title, asked, of) = match at {
        _ if value => ("History: what the plan is worth".to_owned(), Asked::Headline, Of::Figures),
        Some(at) => (format!("History: {}", name_of(plan, &at)), Asked::Value(at), Of::Dates),
        None => (format!("History: {}", plan.title()), Asked::Headline, Of::Dates),
    };
    begin(model, title, asked, of, None)
}

/// Opens the history of what is explained.
pub(in crate::tui) fn of_explained(model: &mut Model, explaining: Explaining) -> Vec<Effect> {
    if let Err(why) = readable(model) {
        model.overlay = Some(Overlay::Explain(explaining));
        return tell(model, format!("No history: {why}"));
    }
    let (title, asked) = match explaining.about() {
        About::Figure(name) => (format!("History: {name}"), Asked::Figure(name.clone())),
        About::Value(at) => (format!("History: {at}"), Asked::Value(at.clone())),
    };
    begin(model, title, asked, Of::Dates, Some(Box::new(explaining)))
}

fn begin(
    model: &mut Model,
    title: String,
    asked: Asked,
    of: Of,
    under: Option<Box<Explaining>>,
) -> Vec<Effect> {
    model.histories.nth += 1;
    let nth = model.histories.nth;
    let head = known(model, &asked, of).map(|known| known.head.clone());
    let (part, cursor, per) = (0, 0, Per::Year);
    let page = History { nth, title, asked: asked.clone(), of, part, cursor, per, under };
    model.overlay = Some(Overlay::History(page));
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
            (page.part, page.cursor) = (0, 0);
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
            model.overlay = page.under.take().map(|under| Overlay::Explain(*under));
            tell(model, format!("No history: {why}"))
        }
    }
}

/// Takes a key for the page.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut page: History) -> Vec<Effect> {
    let known = known(model, &page.asked, page.of);
    let parts = known.as_ref().map_or(0, |known| known.parts.len());
    let choices = match &known {
        Some(known) => known.laid_out(&page, History::list_width(model)).1,
        None => Vec::new(),
    };
    let last = choices.len().saturating_sub(1);
    let turned = |page: &mut History, part: usize| (page.part, page.cursor) = (part, 0);
    match key.code {
        Code::Esc | Code::Char('q' | 'B') => {
            model.overlay = page.under.map(|under| Overlay::Explain(*under));
            return vec![Effect::LookBackNoMore];
        }
        Code::Up | Code::Char('k') => page.cursor = page.cursor.saturating_sub(1),
        Code::Down | Code::Char('j') => page.cursor = (page.cursor + 1).min(last),
        Code::PageUp => page.cursor = page.cursor.saturating_sub(10),
        Code::PageDown => page.cursor = (page.cursor + 10).min(last),
        Code::Home | Code::Char('g') => page.cursor = 0,
        Code::End | Code::Char('G') => page.cursor = last,
        Code::Tab | Code::Right | Code::Char('l') if parts > 1 => {
            let next = (page.part + 1) % parts;
            turned(&mut page, next);
        }
        Code::BackTab | Code::Left | Code::Char('h') if parts > 1 => {
            let before = (page.part + parts - 1) % parts;
            turned(&mut page, before);
        }
        Code::Char('T') if parts > 1 => {
            let part = usize::from(page.part == 0);
            turned(&mut page, part);
        }
        Code::Char('p') => {
            page.per = match page.per {
                Per::Year => Per::Quarter,
                Per::Quarter => Per::Month,
                Per::Month => Per::Year,
            };
            page.cursor = 0;
        }
        Code::Char('y') => {
            if let Some(known) = known {
                let (text, _) = fitting(known.text(&page));
                tell(model, format!("Copied {}", count(text.len(), "byte")));
                model.overlay = Some(Overlay::History(page));
                return vec![Effect::Copy(text)];
            }
        }
        Code::Enter => {
            if let Some(commit) = choices.into_iter().nth(page.cursor).and_then(|it| it.commit) {
                return vec![Effect::LookBackNoMore, Effect::Baseline(commit)];
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
        let sum = if told.moves.is_empty() {
            let revisions = count(told.revisions, "revision");
            format!("In none of {revisions}; what is not committed yet has no history")
        } else {
            told.sum()
        };
        let moves = told.moves.iter().map(|it| it.commit.date);
        let days = std::iter::once(told.newest).chain(moves).collect();
        Self { asked, of, head, sum, days, parts: parts(&told, of) }
    }

    fn laid_out(&self, page: &History, width: u16) -> (Text, Vec<Choice>) {
        match self.parts.get(page.part) {
            Some(part) => part.laid_out(page.per, width),
            None => (Text::new(width), Vec::new()),
        }
    }

    fn text(&self, page: &History) -> String {
        let (text, _) = self.laid_out(page, 400);
        let line = |pieces: &Vec<(String, Tone)>| -> String {
            pieces.iter().map(|(text, _)| text.as_str()).collect::<String>() + "\n"
        };
        text.lines.iter().map(line).collect()
    }
}

impl History {
    /// Its keys, for the last line.
    #[must_use]
    pub fn keys(&self, model: &Model) -> &'static str {
        let known = known(model, &self.asked, self.of);
        let part = known.as_ref().and_then(|known| known.parts.get(self.part));
        match (part.is_some_and(Part::has_periods), self.per, known.is_some_and(|it| it.parts.len() > 1)) {
            (true, Per::Year, _) => {
                "↑↓ choose   Tab next part   p by quarter   ⏎ take as the baseline   y copy"
            }
            (true, Per::Quarter, _) => {
                "↑↓ choose   Tab next part   p by month   ⏎ take as the baseline   y copy"
            }
            (true, Per::Month, _) => {
                "↑↓ choose   Tab next part   p by year   ⏎ take as the baseline   y copy"
            }
            (_, _, true) => "↑↓ choose   Tab next part   ⏎ take as the baseline   y copy   Esc close",
            (_, _, false) => "↑↓ choose   ⏎ take as the baseline   y copy   Esc close",
        }
    }

    fn list_width(model: &Model) -> u16 {
        let screen = Rect::new(0, 0, model.size.0, model.size.1);
        Layout::of(model, screen).over().width.saturating_sub(6)
    }

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
        let mut x = inside.x;
        for (nth, part) in known.parts.iter().enumerate().filter(|_| known.parts.len() > 1) {
            let (words, tone) = match nth == self.part {
                true => (format!("[{}]", part.name), Tone::Strong),
                false => (format!(" {} ", part.name), Tone::Plain),
            };
            x += pen.put(x, inside.y, inside.right().saturating_sub(x), &words, tone) + 1;
        }
        // Where it does not fit beside the parts, it stands below them.
        let beside = x + u16::from(x > inside.x);
        let fits = beside + columns(&known.sum) <= inside.right();
        let (x, mut y) = if fits { (beside, inside.y) } else { (inside.x, inside.y + 1) };
        pen.put(x, y, inside.right().saturating_sub(x), &known.sum, Tone::Faint);
        y += 2;
        let part = known.parts.get(self.part);
        let list = Rect { x: inside.x + 2, width: inside.width.saturating_sub(2), ..inside };
        let (text, choices) = known.laid_out(self, list.width);
        let chosen = choices.get(self.cursor);
        if let Some(trend) = part.and_then(|part| part.trend.as_ref()) {
            let room = inside.height.saturating_sub(LIST + 3).min(12);
            let area = Rect { y, height: room, ..inside };
            let nth = chosen.and_then(|it| it.nth).unwrap_or(usize::MAX);
            if chart::draw(trend, &known.days, nth, area, pen) {
                y += room + 1;
            }
        }
        let list = Rect { y, height: inside.bottom().saturating_sub(y), ..list };
        let Some(start) = chosen.map(|it| it.line) else { return text.draw(0, list, pen) };
        let end = choices.get(self.cursor + 1).map_or(text.lines.len(), |next| next.line);
        // All of the chosen one is seen, or else its beginning; the heading stays where there is room.
        let height = usize::from(list.height).saturating_sub(1);
        let scroll = cells(end.saturating_sub(height).min(start));
        text.draw(scroll, list, pen);
        let row = list.y + cells(start).saturating_sub(scroll);
        pen.select(Rect { x: inside.x, y: row, width: inside.width, height: 1 });
    }
}
