//! Drawing a form: a field a line; below the one that takes the keys what it means, what it may hold and
//! what is wrong with it.

use ratatui::layout::Rect;

use super::{Form, Row, aloud, choices, written};
use crate::safe;
use crate::tui::detail::Text;
use crate::tui::model::Model;
use crate::tui::pen::{Pen, cells, columns};
use crate::tui::theme::Tone;

/// The widest that keys are shown.
const KEYS: u16 = 18;

/// Draws a form over a view.
pub(super) fn draw(model: &Model, form: &Form, area: Rect, pen: &mut Pen<'_>) {
    let most = if form.rows.len() == 1 { 72 } else { 100 };
    let width = area.width.min(most).saturating_sub(4);
    let Lines { text, begins, here: (from, to) } = lines(model, form, width);
    let said = form.aloud.then(|| aloud::text(form.work(model), model.scenarios.name(), form, width));
    let above = said.as_ref().map_or(0, |said| cells(said.lines.len()));
    let height = cells(text.lines.len()).saturating_add(above).saturating_add(2);
    // Before a room it stands at the bottom, so that what is decided on can still be read.
    let low = if form.room { area.height.saturating_sub(height) } else { 0 };
    let area = Rect { y: area.y + low, height: area.height - low, ..area };
    let inside = pen.window(area, most, height, &form.title);
    let edge = inside.y.saturating_sub(1);
    let (above, inside) = aloud::split(inside, above);
    if let Some(said) = said {
        said.draw(0, above, pen);
    }
    let (all, room) = (cells(text.lines.len()), inside.height);
    // The field stands in the middle where not all fit.
    let middle = (from + to) / 2;
    let scroll = middle.saturating_sub(room / 2).min(all.saturating_sub(room)).min(from);
    pen.choices(&begins, all, scroll, inside);
    for (y, line) in (inside.y..inside.bottom()).zip(text.lines.iter().skip(usize::from(scroll))) {
        let mut used = 0;
        for (text, tone) in line {
            used += pen.put(inside.x + used, y, inside.width - used, text, *tone);
        }
    }
    let more = |left: bool, sign| if left { sign } else { "" };
    let sign = format!("{}{}", more(scroll > 0, "↑"), more(scroll + room < all, "↓"));
    pen.put_right(inside.right(), edge, 4, &sign, Tone::Strong);
}

/// The lines of a form.
struct Lines {
    text: Text,
    /// The line that each field begins on.
    begins: Vec<u16>,
    /// From where to where the field with the keys stands.
    here: (u16, u16),
}

fn lines(model: &Model, form: &Form, width: u16) -> Lines {
    let keys = form.rows.iter().map(|row| columns(row.key)).max().unwrap_or(0).min(KEYS);
    let keys = keys.min(width / 3);
    let indent = keys + 4;
    let mut text = Text::new(width);
    let mut begins = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (nth, row) in form.rows.iter().enumerate() {
        let here = nth == form.at;
        if nth == form.head && nth > 0 {
            text.gap();
        }
        begins.push(cells(text.lines.len()));
        if here {
            from = cells(text.lines.len());
        }
        text.line(line(row, here, form.needs(row), keys, width));
        if here {
            below(model, form, row, indent, &mut text);
            to = cells(text.lines.len());
        } else if let Some(fault) = &row.fault {
            below_line(&mut text, indent, fault, Tone::Error);
        }
    }
    if let Some(fault) = &form.fault {
        text.gap();
        from = cells(text.lines.len());
        below_line(&mut text, 0, fault, Tone::Error);
        to = cells(text.lines.len());
    }
    Lines { text, begins, here: (from, to) }
}

fn line(row: &Row, here: bool, needed: bool, keys: u16, width: u16) -> Vec<(String, Tone)> {
    let mark = match (here, row.fault.is_some(), row.is_changed()) {
        (true, ..) => ">",
        (_, true, _) => "!",
        (_, _, true) => "~",
        _ => " ",
    };
    let key = safe::cut(row.key, usize::from(keys)).into_owned();
    let pad = " ".repeat(usize::from(keys.saturating_sub(columns(&key))) + 2);
    let room = width.saturating_sub(keys + 4);
    let (value, tone) = match (here, row.line.text()) {
        (true, _) => (row.line.shown(room), Tone::Strong),
        (_, "") if needed => ("needed".into(), Tone::Warning),
        (_, "") => ("–".into(), Tone::Faint),
        (_, text) if row.is_changed() => (text.to_owned(), Tone::Strong),
        (_, text) => (text.to_owned(), Tone::Plain),
    };
    let value = safe::cut(&value, usize::from(room)).into_owned();
    let tone_of_key = if here { Tone::Strong } else { Tone::Plain };
    vec![(format!("{mark} "), Tone::Strong), (format!("{key}{pad}"), tone_of_key), (value, tone)]
}

/// What is told of the field that takes the keys.
fn below(model: &Model, form: &Form, row: &Row, indent: u16, text: &mut Text) {
    let plan = form.work(model).plan();
    let meaning = written::meaning(plan, form, row.key).unwrap_or_else(|| row.doc.clone());
    if !meaning.is_empty() {
        below_line(text, indent, &meaning, Tone::Faint);
    }
    if let Some(example) = written::example(plan, form, row.key).filter(|_| !form.room) {
        below_line(text, indent, &format!("as in {example}"), Tone::Faint);
    }
    if let Some(fault) = &row.fault {
        below_line(text, indent, fault, Tone::Error);
    }
    let found = &form.choices;
    if found.words.is_empty() {
        return;
    }
    // Those around the chosen one, as many as two lines hold.
    let room = usize::from(text.width().saturating_sub(indent)) * 2;
    let first = found.at.unwrap_or(0).saturating_sub(4);
    let mut used = 0;
    let mut words = Vec::new();
    for (nth, word) in found.words.iter().enumerate().skip(first) {
        let shown = if found.at == Some(nth) { format!("[{word}]") } else { word.clone() };
        used += safe::width(&shown) + 3;
        if used + 4 > room && !words.is_empty() {
            words.push("…".to_owned());
            break;
        }
        words.push(shown);
    }
    below_line(text, indent, &words.join(" · "), Tone::Plain);
    let field = form.field();
    let held = found.at.and_then(|at| found.words.get(at));
    if let (Some(field), Some(word)) = (field, held)
        && let Some(name) = choices::name_of(form.work(model), field, word)
    {
        below_line(text, indent, &format!("{word}: {name}"), Tone::Faint);
    }
    let how = match (form.is_closed(), found.is_begun()) {
        (_, true) => "→ takes the first · ctrl-n, ctrl-p another",
        (true, _) => "Space takes the next · ctrl-p the one before",
        _ => "ctrl-n, ctrl-p take one · a comma begins the next",
    };
    below_line(text, indent, how, Tone::Faint);
}

fn below_line(text: &mut Text, indent: u16, words: &str, tone: Tone) {
    let indent = indent.min(text.width() / 2);
    text.put(&[(&" ".repeat(usize::from(indent)), Tone::Plain)], words, tone, indent);
}
