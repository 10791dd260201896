//! A page of text over a view: scrolled, copied, and closed.

use ratatui::layout::Rect;

use super::comparing::{self, Compared};
use super::copying::fitting;
use super::minuting;
use super::slipping;
use super::splitting;
use crate::figures::split::Axis;
use crate::plan::address::Address;
use crate::plan::shift::Shift;
use crate::safe;
use crate::trace::name::Name;
use crate::tui::baseline;
use crate::tui::detail::Text;
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;
use crate::tui::update::explain_figure;
use crate::wording::count;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    title: String,
    rows: Vec<Row>,
    scroll: u16,
    of: Of,
}

/// What a page tells: it is made from this, and made anew when the plan changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Value cut up by an axis.
    Split(Axis),
    /// The minutes of the last meeting.
    Minutes,
    /// What it does when the item or the wave at an address is so much later.
    Impact(Address, Shift),
    /// What changed since it was saved, and since the last commit.
    Changes(Compared),
    /// All that moved against the baseline.
    Baseline,
}

impl Of {
    /// The page about it, in the plan as it stands; none where the plan has no such thing.
    fn page(&self, model: &mut Model) -> Option<Page> {
        match self {
            Self::Split(axis) => Some(splitting::page(model, *axis)),
            Self::Minutes => Some(minuting::page(model)),
            Self::Impact(at, by) => slipping::page(model, at, *by),
            Self::Changes(compared) => comparing::page(model, compared),
            Self::Baseline => baseline::page(model),
        }
    }

    /// What it can do besides being read, by its key.
    fn run(&self, model: &mut Model, key: Key) -> Option<Vec<Effect>> {
        match (self, key) {
            (Self::Split(axis), Key { code: Code::Char('d'), ctrl: false }) => {
                Some(splitting::after(model, *axis))
            }
            (Self::Split(axis), Key { code: Code::Char('='), ctrl: false }) => {
                let shown = splitting::names(model, *axis);
                Some(explain_figure(
                    model,
                    Name { word: "planned".into(), of: Vec::new(), when: None },
                    shown,
                ))
            }
            (Self::Impact(at, by), Key { code: Code::Char('='), ctrl: false }) => {
                let ids = [at.table.key().into(), at.key.clone(), by.in_short().into()];
                Some(explain_figure(
                    model,
                    Name { word: "slip".into(), of: ids.into(), when: None },
                    Vec::new(),
                ))
            }
            (Self::Minutes, Key { code: Code::Char('w'), ctrl: false }) => Some(minuting::export(model)),
            (Self::Impact(at, by), Key { code: Code::Char('w'), ctrl: false }) => {
                Some(slipping::attempt(model, at, *by))
            }
            _ => None,
        }
    }
}

/// Opens a page, or says that there is nothing to tell.
pub(in crate::tui) fn open(model: &mut Model, of: &Of) -> Vec<Effect> {
    match of.page(model) {
        Some(page) => model.overlay = Some(Overlay::Page(page)),
        None => return tell(model, "The plan has no such thing any more"),
    }
    Vec::new()
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
    pub fn new(of: Of, title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new(), scroll: 0, of }
    }

    /// The page of the same thing, in a plan that has changed; none where that is gone.
    pub(in crate::tui) fn renewed(self, model: &mut Model) -> Option<Self> {
        Some(Self { scroll: self.scroll, ..self.of.page(model)? })
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
        match self.of {
            Of::Split(_) => "d by the next axis   = explain   ↑↓ PgUp PgDn scroll   y copy   Esc close",
            Of::Minutes => "↑↓ PgUp PgDn scroll   y copy   w write Markdown beside the plan   Esc close",
            Of::Changes(_) => "↑↓ PgUp PgDn scroll   y copy   u undo   U redo   Esc close",
            Of::Impact(..) => "w try it in a scenario   ↑↓ PgUp PgDn scroll   y copy   Esc close",
            Of::Baseline => "↑↓ PgUp PgDn scroll   y copy   Esc close",
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

    /// Draws it over all of a screen but its edges.
    pub fn draw(&self, screen: Rect, pen: &mut Pen<'_>) {
        pen.hits.clear();
        pen.clear(screen);
        pen.frame(screen, &self.title);
        let inside = Self::inside(screen);
        let text = self.laid_out(inside.width);
        // A page that was made anew may have become shorter.
        let last = cells(text.lines.len()).saturating_sub(inside.height);
        text.draw(self.scroll.min(last), inside, pen);
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
        Code::Char(typed @ ('u' | 'U')) if !key.ctrl => {
            model.overlay = Some(Overlay::Page(page));
            return editing::undo(model, typed == 'u');
        }
        _ => {
            let of = page.of.clone();
            model.overlay = Some(Overlay::Page(page));
            return of.run(model, key).unwrap_or_default();
        }
    }
    .min(last);
    model.overlay = Some(Overlay::Page(page));
    Vec::new()
}
