//! The help: every action with its keys, filtered by typing; Enter runs one.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::finder;
use super::line::{Line, choose};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::marks::{self, Mark};
use crate::tui::model::Model;
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay, Then, nothing};
use crate::tui::pen::{Pen, cells};
use crate::tui::theme::Tone;

/// The help, with what was typed.
struct Help {
    filter: Line,
    /// The selected entry.
    cursor: usize,
}

/// Shows all actions.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Box::new(Help { filter: Line::default(), cursor: 0 }));
    Vec::new()
}

/// The actions that the help lists for what was typed: those of the view, those of every view, those that cannot be
/// done now, and at the end what only other views have.
#[must_use]
pub fn listed(model: &Model, filter: &str) -> Vec<&'static Action> {
    entries(model, filter).into_iter().map(|(_, action)| action).collect()
}

fn entries(model: &Model, filter: &str) -> Vec<Listed> {
    sections(model, filter).into_iter().flat_map(|(_, actions)| actions).collect()
}

/// An action with the view that has it.
type Listed = (usize, &'static Action);

/// A text as it is compared with what is typed: without hyphens and blanks, so that "what if" finds What-if.
fn folded(text: &str) -> String {
    text.to_lowercase().replace(['-', ' '], "")
}

fn sections(model: &Model, filter: &str) -> Vec<(String, Vec<Listed>)> {
    let entry = model.entry();
    let filter = filter.to_lowercase();
    let wanted = folded(&filter);
    let meets = |(view, action): &Listed| {
        let by_name = folded(action.name).contains(&wanted);
        let by_word = action.hint.is_some_and(|(word, _)| folded(word).contains(&wanted));
        let also = action.also.split(' ').any(|word| !filter.is_empty() && word.starts_with(&filter));
        // As it is shown, or as it is written in the preferences.
        let by_key = || {
            let keys = model.keys.of_action(*view, action);
            let typed = [Key::parse(&filter), Key::parse(&format!("<{filter}>"))];
            let written = typed.iter().flatten().any(|typed| keys.contains(typed));
            written || keys.iter().any(|key| key.shown().to_lowercase() == filter)
        };
        by_name || by_word || also || by_key()
    };
    let all: Vec<Listed> = model.keys.everything(model.view).into_iter().filter(meets).collect();
    let (those, elsewhere): (Vec<Listed>, Vec<Listed>) =
        all.into_iter().partition(|(view, _)| *view == model.view);
    let (ready, not_now): (Vec<Listed>, Vec<Listed>) =
        those.into_iter().partition(|(_, action)| (action.ready)(model).is_ok());
    let own = |(_, action): &Listed| entry.actions.iter().any(|it| it.id == action.id);
    let (here, others): (Vec<Listed>, Vec<Listed>) = ready.into_iter().partition(own);
    // What everybody tries unasked, going to a view and moving in it, comes after all else.
    let (to_view, others): (Vec<Listed>, Vec<Listed>) =
        others.into_iter().partition(|(_, action)| action.is_to_view());
    let moves = |(_, action): &Listed| action.id.starts_with("move.") || action.id.starts_with("pane.");
    let (moving, others): (Vec<Listed>, Vec<Listed>) = others.into_iter().partition(moves);
    // What the footer of the view offers can be done in it as well as what is its alone, and stands below that.
    let offered = |(_, action): &Listed| action.hint.is_some() && (action.worth)(model);
    let (common, others): (Vec<Listed>, Vec<Listed>) = others.into_iter().partition(offered);
    let everywhere = [others, to_view, moving].concat();
    let here = (format!("Here: {}", entry.name), here);
    let common = ("Here, as in other views".to_owned(), common);
    let not_now = ("Not available now".into(), not_now);
    let elsewhere = ("In other views: ⏎ goes there and does it".into(), elsewhere);
    [here, common, ("Everywhere".into(), everywhere), not_now, elsewhere].into()
}

impl Overlay for Help {
    fn name(&self) -> &'static str {
        "help"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        let listed = entries(model, self.filter.text());
        match key.code {
            Code::Esc | Code::Function(1) => return Answer::close(),
            _ if self.filter.text().is_empty() && model.does(key) == "help" => return Answer::close(),
            // A mark does nothing.
            Code::Enter if self.cursor >= listed.len() && !listed.is_empty() => {}
            Code::Enter => {
                let action = listed.get(self.cursor).copied();
                return Answer::close()
                    .then(move |model| action.map_or_else(Vec::new, |(view, it)| it.run_at(model, view)));
            }
            _ => {
                let many = listed.len() + meanings(self.filter.text()).len();
                if !choose(&mut self.cursor, many, key) && self.filter.on_key(key) {
                    self.cursor = 0;
                }
            }
        }
        Answer::stay(self)
    }

    fn paste(&mut self, _: &Model, text: &str) -> Option<Then> {
        self.filter.insert(text);
        self.cursor = 0;
        Some(nothing())
    }

    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        draw(model, &self.filter, self.cursor, area, pen);
    }

    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        self.cursor = nth;
        Some(Key::plain(Code::Enter))
    }

    fn rolls(&self) -> bool {
        true
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "type to filter   ↑↓ choose   ⏎ run   Esc close".into()
    }
}

/// Draws the help over the view.
pub fn draw(model: &Model, filter: &Line, cursor: usize, area: Rect, pen: &mut Pen<'_>) {
    let inside = pen.boxed(area, 72, 36, "Help");
    if inside.is_empty() {
        return;
    }
    let (right, edge) = (inside.right() - 1, inside.y - 1);
    pen.put_right(right, edge, inside.width / 2 + 1, " ⏎ runs  Esc closes ", Tone::Plain);
    let (typed, tone) = match filter.text() {
        "" => ("type to filter by name or by key".into(), Tone::Faint),
        _ => (filter.shown(inside.width.saturating_sub(8)), Tone::Strong),
    };
    pen.row(inside.x + 1, inside.y, inside.width - 1, &[("Find: ", Tone::Plain), (&typed, tone)]);
    let rows = rows(model, filter.text());
    let selected = rows
        .iter()
        .position(|row| matches!(row, Row::Action(nth, ..) | Row::Mark(nth, _) if *nth == cursor))
        .unwrap_or(0);
    let body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
    let shown = usize::from(body.height);
    let scroll = if selected < shown { 0 } else { selected + 1 - shown };
    if rows.is_empty() {
        pen.put(body.x + 1, body.y, body.width, "No action has this name or key", Tone::Faint);
    }
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(scroll)) {
        match row {
            Row::Head(head) => drop(pen.put(body.x + 1, y, body.width - 1, head, Tone::Strong)),
            Row::Gap => {}
            Row::Action(nth, (view, action)) => {
                let keys = model.keys.reached(model.view, *view, action);
                let keys_wide = 12.min(body.width / 3);
                pen.put(body.x + 2, y, keys_wide, &keys, Tone::Plain);
                let name = match (action.ready)(model) {
                    _ if *view != model.view => finder::in_view(model, *view, action),
                    Ok(()) => action.name.to_owned(),
                    Err(why) => format!("{}: {}", action.name, model.keys.filled(model.view, why)),
                };
                let left = cells(usize::from(keys_wide) + 3);
                pen.put(body.x + left, y, body.width.saturating_sub(left), &name, Tone::Plain);
                entry(*nth, cursor, Rect { y, height: 1, ..body }, pen);
            }
            Row::Mark(nth, Mark { sign, tone, word, means }) => {
                let words_wide = 15.min(body.width / 4);
                pen.put(body.x + 2, y, 8, sign, *tone);
                pen.put(body.x + 10, y, words_wide, word, Tone::Plain);
                let left = cells(usize::from(words_wide) + 11);
                pen.put(body.x + left, y, body.width.saturating_sub(left), means, Tone::Faint);
                entry(*nth, cursor, Rect { y, height: 1, ..body }, pen);
            }
        }
    }
}

/// Has a row stand for an entry, and marks the one chosen. It is not the sign of a view's cursor: beside keys that
/// would read as one of them.
fn entry(nth: usize, cursor: usize, row: Rect, pen: &mut Pen<'_>) {
    pen.hit(row, Target::Choice(nth));
    if nth == cursor {
        pen.put(row.x, row.y, 1, "▸", Tone::Strong);
        pen.tint(row, Tone::Selected);
    }
}

enum Row {
    Head(String),
    Gap,
    Action(usize, Listed),
    /// A sign, with its place after the actions: the cursor goes on to it, so that all of them can be read.
    Mark(usize, Mark),
}

/// The heading of what the signs mean.
const MARKS: &str = "Marks";

/// What the signs mean, as far as it was typed: all of them for their heading.
fn meanings(filter: &str) -> Vec<Mark> {
    let filter = filter.to_lowercase();
    let of_all = MARKS.to_lowercase().contains(&filter);
    let meets =
        |mark: &Mark| of_all || mark.word.contains(&filter) || mark.sign.split(' ').any(|it| it == filter);
    marks::all().filter(meets).collect()
}

fn rows(model: &Model, filter: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut nth = 0;
    for (head, actions) in sections(model, filter) {
        if actions.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::Gap);
        }
        rows.push(Row::Head(head));
        for action in actions {
            rows.push(Row::Action(nth, action));
            nth += 1;
        }
    }
    let meanings = meanings(filter);
    if !meanings.is_empty() {
        if !rows.is_empty() {
            rows.push(Row::Gap);
        }
        rows.push(Row::Head(MARKS.into()));
        rows.extend((nth..).zip(meanings).map(|(nth, mark)| Row::Mark(nth, mark)));
    }
    rows
}
