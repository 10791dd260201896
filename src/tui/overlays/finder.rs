//! The list of commands, and of everything in the plan that has a name: found by a few letters, run or gone
//! to with Enter. Each command shows its keys, so that the list is needed less.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::fuzzy;
use super::line::Line;
use crate::plan::address::{Address, Table};
use crate::tui::action::Action;
use crate::tui::detail;
use crate::tui::model::Model;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;
use crate::wording;
use crate::workspace::Workspace;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finder {
    /// What it looks through.
    pub among: Among,
    /// What was typed.
    pub typed: Line,
    /// The selected entry.
    pub cursor: usize,
    /// What was found, the best first.
    pub found: Vec<Found>,
}

/// Words that stand for one command, by the name of its action.
const TYPED: [(&str, &str); 4] = [("w", "save"), ("q", "quit"), ("diff", "diff"), ("as-of", "as-of")];

/// Something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A command, by its place among those of the view.
    Command(usize),
    /// A name, by its place in the list of names.
    Name(usize),
}

/// Everything in a plan that has a name, with what is looked through: name and id.
pub type Names = Rc<Vec<(Address, Box<str>)>>;

/// The names of a plan.
#[must_use]
pub fn names_of(work: &Workspace) -> Names {
    let plan = work.plan();
    let text = |name: &str, id: &str| if name == id { name.into() } else { format!("{name} ({id})").into() };
    let waves = plan.waves().map(|(ix, wave)| (plan.wave_address(ix), text(wave.title(), &wave.id)));
    let items = plan.items().map(|(ix, item)| (plan.item_address(ix), text(item.title(), &item.id)));
    let gates = plan.gates.iter().map(|gate| {
        let name = gate.about.name.as_deref().unwrap_or(&gate.id);
        (Address::new(Table::Gate, &gate.id), text(name, &gate.id))
    });
    let kpis = plan.kpis().map(|(_, kpi)| (Address::new(Table::Kpi, &kpi.id), text(kpi.title(), &kpi.id)));
    Rc::new(waves.chain(gates).chain(kpis).chain(items).collect())
}

impl Finder {
    /// The finder before anything is typed.
    #[must_use]
    pub fn new(model: &Model, among: Among) -> Self {
        let mut finder = Self { among, typed: Line::default(), cursor: 0, found: Vec::new() };
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
        let commands = || {
            let texts: Vec<String> = model
                .keys
                .actions(model.view)
                .map(|action| format!("{} {}", action.name, action.id))
                .collect();
            let ranked = fuzzy::rank(letters, texts.iter().map(String::as_str), MOST);
            // What an editor would be told in one word is what is meant by it.
            let typed = TYPED
                .iter()
                .find(|(word, _)| *word == letters)
                .and_then(|(_, id)| model.keys.actions(model.view).position(|action| action.id == *id));
            let others = ranked.into_iter().filter(|nth| Some(*nth) != typed);
            typed.into_iter().chain(others).map(Found::Command).collect::<Vec<_>>()
        };
        let names = || {
            let names = model.names.iter().flat_map(|names| names.iter().map(|(_, text)| &**text));
            fuzzy::rank(letters, names, MOST).into_iter().map(Found::Name)
        };
        self.found = match self.among {
            Among::Names => names().collect(),
            Among::Commands if letters.is_empty() => commands(),
            Among::Commands => commands().into_iter().chain(names()).take(MOST).collect(),
        };
        self.cursor = self.cursor.min(self.found.len().saturating_sub(1));
    }

    /// Draws the finder over the view.
    pub fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        let (width, height) = (area.width.min(76), area.height.min(24));
        let at = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - height) / 2,
            width,
            height,
        };
        pen.hits.clear();
        pen.clear(at);
        let title = if self.among == Among::Names { "Go to" } else { "Commands" };
        let inside = pen.frame(at, title);
        if inside.is_empty() {
            return;
        }
        pen.put_right(at.right().saturating_sub(2), at.y, at.width / 2, " ⏎ runs  Esc closes ", Tone::Plain);
        let typed = self.typed.shown(inside.width.saturating_sub(3));
        pen.row(inside.x + 1, inside.y, inside.width - 1, &[("> ", Tone::Plain), (&typed, Tone::Strong)]);
        let body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(3), ..inside };
        let scroll = (self.cursor + 1).saturating_sub(usize::from(body.height));
        for (y, (nth, found)) in (body.y..body.bottom()).zip(self.found.iter().enumerate().skip(scroll)) {
            let row = Rect { y, height: 1, ..body };
            match found {
                Found::Command(nth) => {
                    model
                        .keys
                        .actions(model.view)
                        .nth(*nth)
                        .into_iter()
                        .for_each(|it| command(model, it, row, pen));
                }
                Found::Name(nth) => name(model, *nth, row, pen),
            }
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
            count => wording::count(count, "entry").replace("entrys", "entries"),
        };
        let y = inside.bottom().saturating_sub(1);
        pen.put(inside.x + 1, y, inside.width.saturating_sub(1), &count, Tone::Faint);
    }
}

fn command(model: &Model, action: &Action, row: Rect, pen: &mut Pen<'_>) {
    let keys = model.keys.shown(model.view, action);
    let wide = columns(&keys);
    let left = row.width.saturating_sub(wide + 5);
    let (words, tone) = match (action.ready)(model) {
        Ok(()) => (action.name.to_owned(), Tone::Plain),
        Err(reason) => (format!("{}: {reason}", action.name), Tone::Faint),
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
