//! A page of text over a view: scrolled, copied, and closed.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::safe;
use crate::tui::action::Action;
use crate::tui::clipboard::copied;
use crate::tui::detail::Text;
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay, Then};
use crate::tui::pen::{Pen, as_written, cells};
use crate::tui::theme::Tone;

/// What a page tells: it is made from this, and made anew when the plan changes.
pub trait Of {
    /// The page about it, in the plan as it stands; none where the plan has no such thing.
    fn page(&self, model: &Model) -> Option<Page>;

    /// The keys of the page, for the last line: hints in which actions stand between braces.
    fn keys(&self) -> &'static str;

    /// What it can do besides being read, by its key.
    fn on_key(&self, _model: &Model, _key: Key) -> Option<Then> {
        None
    }
}

/// Opens a page, or says that there is nothing to tell.
pub(in crate::tui) fn open(model: &mut Model, of: impl Of + 'static) -> Vec<Effect> {
    match of.page(model) {
        Some(page) => model.overlay = Some(Box::new(Opened { page, scroll: 0, of: Box::new(of) })),
        None => return tell(model, "The plan has no such thing any more"),
    }
    Vec::new()
}

/// The columns that the later rows of a line are set in by.
const SET_IN: u16 = 6;

/// A page that lies over a view.
struct Opened {
    page: Page,
    scroll: u16,
    of: Box<dyn Of>,
}

/// A page.
#[derive(Default)]
pub struct Page {
    title: String,
    rows: Vec<Row>,
}

enum Row {
    Gap,
    Head(String),
    /// A sentence, broken to the width.
    Words(String),
    /// A line that keeps its blanks, broken where it is wider than the page.
    Line(String, Tone),
}

impl Page {
    /// A page without text.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new() }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.rows.push(Row::Gap);
    }

    /// A heading, with a gap above.
    pub fn head(&mut self, text: impl Into<String>) {
        if !self.rows.is_empty() {
            self.gap();
        }
        self.rows.push(Row::Head(text.into()));
    }

    /// A sentence.
    pub fn words(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Words(text.into()));
    }

    /// A line as it is.
    pub fn line(&mut self, text: impl Into<String>, tone: Tone) {
        self.rows.push(Row::Line(text.into(), tone));
    }

    /// Whether nothing stands on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Its text, made safe line by line.
    #[must_use]
    pub fn text(&self) -> String {
        let line = |row: &Row| match row {
            Row::Gap => "\n".to_owned(),
            Row::Head(text) | Row::Words(text) | Row::Line(text, _) => format!("{}\n", safe::line(text)),
        };
        self.rows.iter().map(line).collect()
    }

    fn laid_out(&self, width: u16) -> Text {
        let mut text = Text::new(width);
        for row in &self.rows {
            match row {
                Row::Gap => text.line(Vec::new()),
                Row::Head(words) => text.words(words, Tone::Strong),
                Row::Words(words) => text.words(words, Tone::Plain),
                Row::Line(line, tone) => {
                    as_written(line, width, SET_IN).into_iter().for_each(|row| text.line(vec![(row, *tone)]));
                }
            }
        }
        text
    }

    /// The columns that its lines have.
    pub(super) fn width(model: &Model) -> usize {
        Self::inside(Rect { width: model.size.0, ..Rect::default() }).width.into()
    }

    fn inside(screen: Rect) -> Rect {
        Rect {
            x: screen.x + 2,
            y: screen.y + 1,
            width: screen.width.saturating_sub(4),
            height: screen.height.saturating_sub(2),
        }
    }

    fn last(&self, screen: Rect) -> u16 {
        let inside = Self::inside(screen);
        cells(self.laid_out(inside.width).lines.len()).saturating_sub(inside.height)
    }
}

/// Why an action is not done on a page.
fn not_here(action: &Action) -> String {
    format!("Not on this page; Esc closes it · {}", action.name)
}

impl Overlay for Opened {
    fn name(&self) -> &'static str {
        "page"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let screen = model.layout().over();
        let step = screen.height.saturating_sub(4).max(1);
        let last = self.page.last(screen);
        self.scroll = match (model.does(key), key.code) {
            ("quit", _) | (_, Code::Esc | Code::Enter) => return Answer::close(),
            ("copy", _) => {
                let text = self.page.text();
                return Answer::stay(self).then(|model| copied(model, text));
            }
            (does @ ("undo" | "redo"), _) => {
                return Answer::stay(self).then(move |model| editing::undo(model, does == "undo"));
            }
            ("move.up", _) | (_, Code::Up) => self.scroll.saturating_sub(1),
            ("move.down", _) | (_, Code::Down) => self.scroll.saturating_add(1),
            ("move.page-up", _) | (_, Code::PageUp) => self.scroll.saturating_sub(step),
            ("move.page-down", _) | (_, Code::PageDown | Code::Char(' ')) => self.scroll.saturating_add(step),
            ("move.first", _) | (_, Code::Home) => 0,
            ("move.last", _) | (_, Code::End) => last,
            _ => {
                let then = self.of.on_key(model, key);
                let stays = Answer::stay(self);
                return match (then, model.keys.on_key(model.view, key)) {
                    (Some(then), _) => stays.then(then),
                    (None, Some(action)) => stays.tell(not_here(action)),
                    (None, None) => stays,
                };
            }
        }
        .min(last);
        Answer::stay(self)
    }

    fn draw(&self, _: &Model, screen: Rect, pen: &mut Pen<'_>) {
        pen.cover(screen);
        pen.frame(screen, &self.page.title);
        let inside = Page::inside(screen);
        let text = self.page.laid_out(inside.width);
        // A page that was made anew may have become shorter.
        let last = cells(text.lines.len()).saturating_sub(inside.height);
        text.draw(self.scroll.min(last), inside, pen);
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        model.offered(self.of.keys()).into()
    }

    fn rolls(&self) -> bool {
        true
    }

    fn renew(&mut self, model: &Model) -> bool {
        let page = self.of.page(model);
        let is_there = page.is_some();
        self.page = page.unwrap_or_default();
        is_there
    }
}
