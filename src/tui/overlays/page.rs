//! A page of text over a view: scrolled, copied, and closed.

use ratatui::layout::Rect;

use super::copying::fitting;
use super::minuting;
use super::splitting;
use crate::figures::split::Axis;
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::update::tell;
use crate::wording::count;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    title: String,
    rows: Vec<Row>,
    scroll: u16,
    more: Option<More>,
}

/// What a page can do besides being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// Value by another axis than this one.
    Split(Axis),
    /// The minutes as a file.
    Minutes,
}

impl More {
    /// Its key.
    fn key(self) -> char {
        match self {
            Self::Split(_) => 'd',
            Self::Minutes => 'w',
        }
    }

    fn run(self, model: &mut Model) -> Vec<Effect> {
        match self {
            Self::Split(axis) => splitting::after(model, axis),
            Self::Minutes => minuting::export(model),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Row {
    Gap,
    Head(String),
    /// A sentence, broken to the width.
    Words(String),
    /// A line that keeps its blanks.
    Line(String, Tone),
}

impl Page {
    /// A page without text.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new(), scroll: 0, more: None }
    }

    /// With something that it can do.
    #[must_use]
    pub fn more(mut self, more: More) -> Self {
        self.more = Some(more);
        self
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

    /// Its keys, for the last line.
    #[must_use]
    pub fn keys(&self) -> &'static str {
        match self.more {
            None => "↑↓ PgUp PgDn scroll   y copy   Esc close",
            Some(More::Split(_)) => "d by the next axis   ↑↓ PgUp PgDn scroll   y copy   Esc close",
            Some(More::Minutes) => "↑↓ PgUp PgDn scroll   y copy   w write beside the plan   Esc close",
        }
    }

    fn laid_out(&self, width: u16) -> Text {
        let mut text = Text::new(width);
        for row in &self.rows {
            match row {
                Row::Gap => text.line(Vec::new()),
                Row::Head(words) => text.words(words, Tone::Strong),
                Row::Words(words) => text.words(words, Tone::Plain),
                Row::Line(line, tone) => text.line(vec![(safe::line(line).into_owned(), *tone)]),
            }
        }
        text
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

    /// Draws it over all of a screen but its edges.
    pub fn draw(&self, screen: Rect, pen: &mut Pen<'_>) {
        pen.hits.clear();
        pen.clear(screen);
        pen.frame(screen, &self.title);
        let inside = Self::inside(screen);
        self.laid_out(inside.width).draw(self.scroll, inside, pen);
    }
}

/// Takes a key for the page.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut page: Page) -> Vec<Effect> {
    let screen = crate::tui::frame::Layout::of(model, Rect::new(0, 0, model.size.0, model.size.1)).over();
    let step = screen.height.saturating_sub(4).max(1);
    let last = page.last(screen);
    page.scroll = match key.code {
        Code::Esc | Code::Enter | Code::Char('q') => return Vec::new(),
        Code::Up | Code::Char('k') => page.scroll.saturating_sub(1),
        Code::Down | Code::Char('j') => page.scroll.saturating_add(1),
        Code::PageUp => page.scroll.saturating_sub(step),
        Code::PageDown | Code::Char(' ') => page.scroll.saturating_add(step),
        Code::Home | Code::Char('g') => 0,
        Code::End | Code::Char('G') => last,
        Code::Char('y') => {
            let (text, cut) = fitting(page.text());
            let first = if cut { "the first " } else { "" };
            tell(model, format!("Copied {first}{}", count(text.len(), "byte")));
            model.overlay = Some(Overlay::Page(page));
            return vec![Effect::Copy(text)];
        }
        Code::Char(typed) => match page.more.filter(|more| more.key() == typed && !key.ctrl) {
            Some(more) => {
                model.overlay = Some(Overlay::Page(page));
                return more.run(model);
            }
            None => page.scroll,
        },
        _ => page.scroll,
    }
    .min(last);
    model.overlay = Some(Overlay::Page(page));
    Vec::new()
}
