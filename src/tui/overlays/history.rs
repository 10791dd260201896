//! How the selection came to be what it is: a page that is read from git beside the screen. What was read is
//! kept for as long as git stands where it did.

mod chart;
pub mod known;
mod part;

use std::borrow::Cow;
use std::rc::Rc;

use ratatui::layout::Rect;

use super::explain::{self, Asks};
use crate::history::{Asked, Of, Per};
use crate::plan::address::Table;
use crate::trace::name::Name;
use crate::tui::clipboard::fitting;
use crate::tui::detail::name_of;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay, as_one_mut};
use crate::tui::past::LookedBack;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::wording::count;
use known::Known;
use part::Part;

/// The words of the figures whose history is told of the whole plan, besides NPV.
const OF_HEADLINE: [&str; 4] = ["planned", "forecast", "cost", "payback"];

/// Rows of a page that are left to the list below a chart.
const LIST: u16 = 8;

/// The page of a history.
struct History {
    nth: u64,
    title: String,
    asked: Asked,
    of: Of,
    /// The part that is shown, by its place.
    part: usize,
    cursor: usize,
    per: Per,
    /// What it was opened from.
    under: Option<Box<dyn Overlay>>,
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

/// Opens a history over something else, which is there again when it is closed.
pub(super) fn open_over(
    model: &mut Model,
    title: String,
    asked: Asked,
    under: Box<dyn Overlay>,
) -> Vec<Effect> {
    begin(model, title, asked, Of::Dates, Some(under))
}

fn begin(
    model: &mut Model,
    title: String,
    asked: Asked,
    of: Of,
    under: Option<Box<dyn Overlay>>,
) -> Vec<Effect> {
    let nth = model.histories.next();
    let head = model.histories.known(&asked, of).map(|known| known.head.clone());
    let (part, cursor, per) = (0, 0, Per::Year);
    let page = History { nth, title, asked: asked.clone(), of, part, cursor, per, under };
    model.overlay = Some(Box::new(page));
    vec![Effect::LookBack(nth, asked, head)]
}

/// Takes what git said, where its page is still open.
pub(in crate::tui) fn take(
    model: &mut Model,
    nth: u64,
    answer: Result<Option<Box<LookedBack>>, String>,
) -> Vec<Effect> {
    let Some(page) = as_one_mut::<History>(&mut model.overlay).filter(|page| page.nth == nth) else {
        return Vec::new();
    };
    match answer {
        Ok(None) => Vec::new(),
        Ok(Some(back)) => {
            (page.part, page.cursor) = (0, 0);
            model.histories.keep(Known::of(page.asked.clone(), page.of, *back));
            Vec::new()
        }
        Err(why) => {
            model.overlay = page.under.take();
            tell(model, format!("No history: {why}"))
        }
    }
}

impl Overlay for History {
    fn name(&self) -> &'static str {
        "history"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let known = self.known(model);
        let parts = known.as_ref().map_or(0, |known| known.parts.len());
        let choices = match &known {
            Some(known) => known.laid_out(self.part, self.per, list_width(model)).1,
            None => Vec::new(),
        };
        let last = choices.len().saturating_sub(1);
        match (model.does(key), key.code) {
            ("quit" | "history", _) | (_, Code::Esc) => {
                let back = self.under.map_or_else(Answer::close, Answer::stay);
                return back.ask(vec![Effect::LookBackNoMore]);
            }
            ("explain", _) => {
                let commit = choices.into_iter().nth(self.cursor).and_then(|it| it.commit);
                let asks = self.asks(model, commit.as_deref());
                return Answer::stay(self).then(move |model| explain::asked(model, Some(asks)));
            }
            ("copy", _) => {
                if let Some(known) = known {
                    let (text, _) = fitting(known.text(self.part, self.per));
                    return Answer::stay(self).then(|model| {
                        tell(model, format!("Copied {}", count(text.len(), "byte")));
                        vec![Effect::Copy(text)]
                    });
                }
            }
            ("move.up", _) | (_, Code::Up) => self.cursor = self.cursor.saturating_sub(1),
            ("move.down", _) | (_, Code::Down) => self.cursor = (self.cursor + 1).min(last),
            ("move.page-up", _) | (_, Code::PageUp) => self.cursor = self.cursor.saturating_sub(10),
            ("move.page-down", _) | (_, Code::PageDown) => self.cursor = (self.cursor + 10).min(last),
            ("move.first", _) | (_, Code::Home) => self.cursor = 0,
            ("move.last", _) | (_, Code::End) => self.cursor = last,
            ("move.right", _) | (_, Code::Tab | Code::Right) if parts > 1 => {
                self.turn((self.part + 1) % parts);
            }
            ("move.left", _) | (_, Code::BackTab | Code::Left) if parts > 1 => {
                self.turn((self.part + parts - 1) % parts);
            }
            ("table", _) if parts > 1 => self.turn(usize::from(self.part == 0)),
            (_, Code::Char('p')) => {
                self.per = match self.per {
                    Per::Year => Per::Quarter,
                    Per::Quarter => Per::Month,
                    Per::Month => Per::Year,
                };
                self.cursor = 0;
            }
            (_, Code::Enter) => {
                if let Some(commit) = choices.into_iter().nth(self.cursor).and_then(|it| it.commit) {
                    return Answer::close().ask(vec![Effect::LookBackNoMore, Effect::Baseline(commit)]);
                }
            }
            _ => {}
        }
        Answer::stay(self)
    }

    fn draw(&self, model: &Model, screen: Rect, pen: &mut Pen<'_>) {
        pen.cover(screen);
        let inside = pen.frame(screen, &self.title);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let Some(known) = self.known(model) else {
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
        let (text, choices) = known.laid_out(self.part, self.per, list.width);
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
        let begins: Vec<u16> = choices.iter().map(|it| cells(it.line)).collect();
        pen.choices(
            &begins,
            cells(text.lines.len()),
            scroll,
            Rect { x: inside.x, width: inside.width, ..list },
        );
    }

    /// The first click on a commit looks at it; another makes it the baseline.
    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        let again = self.cursor == nth;
        self.cursor = nth;
        again.then_some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        let known = self.known(model);
        let part = known.as_ref().and_then(|known| known.parts.get(self.part));
        let keys = match (
            part.is_some_and(Part::has_periods),
            self.per,
            known.is_some_and(|it| it.parts.len() > 1),
        ) {
            (true, Per::Year, _) => {
                "↑↓ choose   Tab part   p by quarter   ⏎ as the baseline   {explain} explain   {copy} copy"
            }
            (true, Per::Quarter, _) => {
                "↑↓ choose   Tab part   p by month   ⏎ as the baseline   {explain} explain   {copy} copy"
            }
            (true, Per::Month, _) => {
                "↑↓ choose   Tab part   p by year   ⏎ as the baseline   {explain} explain   {copy} copy"
            }
            (_, _, true) => {
                "↑↓ choose   Tab part   ⏎ take as the baseline   {explain} explain   {copy} copy   Esc close"
            }
            (_, _, false) => {
                "↑↓ choose   ⏎ take as the baseline   {explain} explain   {copy} copy   Esc close"
            }
        };
        model.offered(keys).into()
    }

    fn renew(&mut self, model: &Model) -> bool {
        self.under.take_if(|under| !under.renew(model));
        true
    }
}

/// The columns that the rows of a list have.
fn list_width(model: &Model) -> u16 {
    model.layout().over().width.saturating_sub(6)
}

impl History {
    /// What is known of it.
    fn known(&self, model: &Model) -> Option<Rc<Known>> {
        model.histories.known(&self.asked, self.of)
    }

    /// What `=` asks: what is looked at, as it is now.
    fn asks(&self, model: &Model, commit: Option<&str>) -> Asks {
        let plan = model.work.plan();
        let of_plan = |word: &str| Name { word: word.into(), of: Vec::new(), when: None };
        let asks = match &self.asked {
            Asked::Figure(name) | Asked::Either(name, _) => Asks::figure(name.clone()),
            Asked::Value(at) => Asks::at(plan, at),
            Asked::Headline => Asks::figure(of_plan("npv")).and(OF_HEADLINE.map(of_plan)),
        };
        match commit {
            Some(commit) => asks.noted(format!(
                "Told of the plan as it is now. What is chosen in the history is of revision {commit}: Enter there takes that as the baseline, and each view says what was otherwise then."
            )),
            None => asks,
        }
    }

    /// Shows another part.
    fn turn(&mut self, part: usize) {
        (self.part, self.cursor) = (part, 0);
    }
}
