//! The list of commands, and of everything in the plan that has a name: found by a few letters, run or gone
//! to with Enter. Each command shows its keys, so that the list is needed less.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::as_of;
use super::capture;
use super::filtering;
use super::form;
use super::fuzzy;
use super::ground;
use super::line::{Line, choose};
use crate::order::Order as _;
use crate::plan::address::Table;
use crate::safe;
use crate::tui::action::Action;
use crate::tui::detail;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay, Then, nothing};
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::present::{self, Present, Slide};
use crate::tui::theme::Tone;
use crate::tui::update::shown_at;
use crate::wording;

/// At most so many are listed.
const MOST: usize = 200;

/// What the finder looks through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Commands, and names once something is typed.
    Commands,
    /// Everything in the plan that has a name.
    Names,
}

/// The finder with what was typed.
pub struct Finder {
    /// What it looks through.
    pub among: Among,
    /// What was typed.
    pub typed: Line,
    /// The selected entry.
    pub cursor: usize,
    /// What the slides are called.
    slides: Vec<String>,
    /// What was found, the best first.
    pub found: Vec<Found>,
}

/// Something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A command, by its place among those of the view and, after them, of all others.
    Command(usize),
    /// A slide to present, by its place.
    Slide(usize),
    /// A name, by its place in the list of names.
    Name(usize),
}

impl Finder {
    /// The finder before anything is typed.
    #[must_use]
    pub fn new(model: &Model, among: Among) -> Self {
        let slides = match among {
            Among::Commands => Present::of(&model.work, model.baseline.as_ref()).slides,
            Among::Names => Vec::new(),
        };
        let called = |(nth, slide): (usize, &Slide)| format!("Present: slide {} {}", nth + 1, slide.title);
        let slides = slides.iter().enumerate().map(called).collect();
        let mut finder = Self { among, typed: Line::default(), cursor: 0, slides, found: Vec::new() };
        finder.find(model);
        finder
    }

    /// The day of `as-of 2026-12-31`, as it was typed.
    #[must_use]
    pub fn day(&self) -> Option<&str> {
        self.typed.text().trim().strip_prefix("as-of ").map(str::trim).filter(|day| !day.is_empty())
    }

    /// Finds what holds the letters typed.
    pub fn find(&mut self, model: &Model) {
        // Behind the command stands its day.
        let letters = if self.day().is_some() { "as-of" } else { self.typed.text() };
        let actions = model.keys.everything(model.view);
        let text = |(_, it): &(usize, &Action)| {
            // A word that is written with a hyphen is looked for without, too.
            let apart = if it.name.contains('-') { it.name.replace('-', " ") } else { String::new() };
            format!("{} {apart} {} {}", it.name, it.also, it.id)
        };
        let texts: Vec<String> = actions.iter().map(text).collect();
        let commands = || fuzzy::rank(letters, texts.iter().map(String::as_str), MOST).into_iter();
        let names = || {
            let names = model.names.iter().flat_map(|names| names.iter().map(|(_, text)| &**text));
            fuzzy::rank(letters, names, MOST).into_iter()
        };
        self.found = match self.among {
            Among::Names => names().map(Found::Name).collect(),
            Among::Commands if letters.is_empty() => commands().map(Found::Command).collect(),
            Among::Commands => {
                let close = |nth: usize| {
                    let (_, action) = actions[nth];
                    match meant(letters, action) {
                        // Of two that are meant, the view's own stands first.
                        true => (0, nth, Found::Command(nth)),
                        false => {
                            // What cannot be done now comes after what can.
                            let later = usize::from((action.ready)(model).is_err());
                            (1 + apart(letters, action.name) + later, 0, Found::Command(nth))
                        }
                    }
                };
                let slides = fuzzy::rank(letters, self.slides.iter().map(String::as_str), MOST).into_iter();
                let slide = |nth: usize| (1 + apart(letters, &self.slides[nth]), 0, Found::Slide(nth));
                // A word for a kind of thing finds all of them.
                let kind = letters.trim().to_lowercase();
                let of_kind = model.names.iter().flat_map(|names| names.iter().enumerate());
                let of_kind =
                    of_kind.filter(|(_, (at, _))| at.table.noun().to_lowercase() == kind).take(MOST);
                let of_kind: Vec<usize> = of_kind.map(|(nth, _)| nth).collect();
                let others = names().filter(|nth| !of_kind.contains(nth));
                let text = |nth: usize| model.names.as_ref().and_then(|names| names.get(nth));
                let named = |nth: usize| {
                    let apart = text(nth).map_or(SCATTERED, |(_, text)| apart(letters, text).max(1));
                    (1 + apart, 0, Found::Name(nth))
                };
                let of_kind = of_kind.iter().map(|nth| (2, 0, Found::Name(*nth)));
                let found = commands().map(close).chain(slides.map(slide)).chain(of_kind);
                let mut found: Vec<_> = found.chain(others.map(named)).collect();
                found.order_by_key(|(apart, nth, _)| (*apart, *nth));
                found.into_iter().map(|(.., found)| found).take(MOST).collect()
            }
        };
        self.cursor = self.cursor.min(self.found.len().saturating_sub(1));
    }
}

/// Whether what is typed is one of the words for an action, as an editor would be told.
fn meant(typed: &str, action: &Action) -> bool {
    let typed = typed.trim();
    action.id == typed
        || action.also.split(' ').any(|word| !word.is_empty() && word.eq_ignore_ascii_case(typed))
}

/// Where the letters typed stand apart in a text.
const SCATTERED: usize = 3;

/// How far what is typed is from the words of a text: 0 where the text begins with it, 1 where it stands there as
/// whole words, 2 where words begin with it, else [`SCATTERED`].
fn apart(typed: &str, text: &str) -> usize {
    let plain = |text: &str| text.trim().to_lowercase().replace('-', " ");
    let (typed, text) = (plain(typed), plain(text));
    let in_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let places = text.match_indices(&*typed).filter(|(at, _)| !in_word(text[..*at].chars().next_back()));
    let ends = places.map(|(at, _)| usize::from(in_word(text[at + typed.len()..].chars().next())));
    match ends.min() {
        Some(_) if text.starts_with(&*typed) => 0,
        Some(end) => 1 + end,
        None => SCATTERED,
    }
}

/// Shows the list of commands or of names.
pub fn open(model: &mut Model, among: Among) -> Vec<Effect> {
    model.named();
    model.overlay = Some(Box::new(Finder::new(model, among)));
    Vec::new()
}

impl Finder {
    /// Runs the command, or goes to the name, that is chosen.
    fn take(&self, model: &Model) -> Then {
        if let Some(day) = self.day().filter(|_| self.among == Among::Commands) {
            let day = day.to_owned();
            return Box::new(move |model| as_of::answer(model, &day).unwrap_or_else(|why| tell(model, why)));
        }
        match self.found.get(self.cursor) {
            Some(Found::Command(nth)) => match model.keys.everything(model.view).get(*nth) {
                Some(&(view, action)) => Box::new(move |model| action.run_at(model, view)),
                None => nothing(),
            },
            Some(Found::Slide(nth)) => {
                let nth = *nth;
                Box::new(move |model| present::at_slide(model, nth))
            }
            Some(Found::Name(nth)) => match model.names.as_ref().and_then(|names| names.get(*nth)) {
                Some((at, _)) => {
                    let at = at.clone();
                    Box::new(move |model| {
                        // Of what the plan is set in a view shows at most what it is part of.
                        match at.table {
                            Table::Plan => return form::edit_at(model, &at),
                            table if is_ground(table) => return ground::open(model, at),
                            _ => {}
                        }
                        // Whoever asks for it by name is to see it, whatever the filter leaves.
                        let shown = shown_at(model, &at, true);
                        let shown =
                            shown.or_else(|| filtering::lifted(model, |model| shown_at(model, &at, true)));
                        shown.unwrap_or_else(|| form::edit_at(model, &at))
                    })
                }
                None => nothing(),
            },
            None => nothing(),
        }
    }

    /// Looks for what is typed by now.
    fn look(&mut self, model: &Model) {
        self.cursor = 0;
        self.find(model);
    }
}

impl Overlay for Finder {
    fn name(&self) -> &'static str {
        "find"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        match key.code {
            Code::Esc => return Answer::close(),
            Code::Backspace if self.typed.text().is_empty() => return Answer::close(),
            Code::Enter => return Answer::close().then(self.take(model)),
            _ => {
                if !choose(&mut self.cursor, self.found.len(), key) && self.typed.on_key(key) {
                    self.look(model);
                }
            }
        }
        Answer::stay(self)
    }

    fn paste(&mut self, model: &Model, text: &str) -> Option<Then> {
        self.typed.insert(text);
        self.look(model);
        Some(nothing())
    }

    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        self.cursor = nth;
        Some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "type a few letters   ↑↓ choose   ⏎ run or go there   Esc close".into()
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        let title = if self.among == Among::Names { "Go to" } else { "Commands" };
        let inside = pen.boxed(area, 76, 24, title);
        if inside.is_empty() {
            return;
        }
        let (right, edge) = (inside.right() - 1, inside.y - 1);
        pen.put_right(right, edge, inside.width / 2 + 1, " ⏎ runs  Esc closes ", Tone::Plain);
        let typed = self.typed.shown(inside.width.saturating_sub(3));
        pen.row(inside.x + 1, inside.y, inside.width - 1, &[("> ", Tone::Plain), (&typed, Tone::Strong)]);
        let body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(3), ..inside };
        let scroll = (self.cursor + 1).saturating_sub(usize::from(body.height));
        let commands = model.keys.everything(model.view);
        for (y, (nth, found)) in (body.y..body.bottom()).zip(self.found.iter().enumerate().skip(scroll)) {
            let row = Rect { y, height: 1, ..body };
            match found {
                Found::Command(nth) => {
                    commands.get(*nth).into_iter().for_each(|it| command(model, *it, row, pen));
                }
                Found::Slide(nth) => {
                    let title = safe::line(self.slides.get(*nth).map_or("", String::as_str));
                    pen.put(row.x + 2, row.y, row.width.saturating_sub(3), &title, Tone::Plain);
                }
                Found::Name(nth) => name(model, *nth, row, pen),
            }
            pen.hit(row, Target::Choice(nth));
            if nth == self.cursor {
                pen.select(row);
            }
        }
        if self.found.is_empty() {
            pen.put(
                body.x + 2,
                body.y,
                body.width.saturating_sub(2),
                "Nothing holds these letters",
                Tone::Faint,
            );
        }
        let count = match self.found.len() {
            MOST => format!("{MOST} and more"),
            count => wording::count(count, "entry"),
        };
        let y = inside.bottom().saturating_sub(1);
        pen.put(inside.x + 1, y, inside.width.saturating_sub(1), &count, Tone::Faint);
    }
}

/// Whether a table is of what the plan is set in, and not of what it does.
fn is_ground(table: Table) -> bool {
    matches!(table, Table::Market | Table::Brand | Table::CustomerType)
}

/// The name of an action with the view that has it.
pub(super) fn in_view(model: &Model, view: usize, action: &Action) -> String {
    format!("{} · in {}", action.name, model.views.get(view).map_or("", |entry| entry.name))
}

fn command(model: &Model, (view, action): (usize, &Action), row: Rect, pen: &mut Pen<'_>) {
    let mut keys = model.keys.reached(model.view, view, action);
    // What the menu of captures has goes by its key and a letter.
    if let (true, Some(letter)) = (keys.is_empty(), capture::letter(action.id)) {
        keys =
            model.keys.first(model.view, "capture").map_or_else(String::new, |key| format!("{key} {letter}"));
    }
    let wide = columns(&keys);
    let left = row.width.saturating_sub(wide + 5);
    let (words, tone) = match (action.ready)(model) {
        // Whether it can be done in another view is known there.
        _ if view != model.view => (in_view(model, view, action), Tone::Plain),
        Ok(()) => (action.name.to_owned(), Tone::Plain),
        Err(reason) => (format!("{}: {}", action.name, model.keys.filled(model.view, reason)), Tone::Faint),
    };
    pen.put(row.x + 2, row.y, left, &words, tone);
    pen.put_right(row.right().saturating_sub(2), row.y, wide, &keys, Tone::Strong);
}

fn name(model: &Model, nth: usize, row: Rect, pen: &mut Pen<'_>) {
    let Some((at, text)) = model.names.as_ref().and_then(|names| names.get(nth)) else { return };
    let (mark, tone) = detail::mark_of(&model.work, at);
    let noun = at.table.noun();
    let wide = cells(noun.len());
    let left = row.width.saturating_sub(wide + 7);
    pen.row(row.x + 2, row.y, left + 2, &[(mark, tone), (" ", tone), (text, Tone::Plain)]);
    pen.put_right(row.right().saturating_sub(2), row.y, wide, noun, Tone::Faint);
}
