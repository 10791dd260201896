//! What can be copied: the menu behind one key, and the text of each of its entries, made safe.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::json;

use crate::safe;
use crate::tui::clipboard::fitting;
use crate::tui::detail;
use crate::tui::effect::Effect;
use crate::tui::frame;
use crate::tui::layout::Room;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Hit, Pen, cells, columns};
use crate::tui::spots::Spot;
use crate::tui::theme::Tone;
use crate::tui::view::Scene;
use crate::wording::count;

/// What can be copied, each with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The id of the selection.
    Id,
    /// Its file and line.
    Line,
    /// Its row in the view.
    Row,
    /// All that is known about it, as Markdown.
    Markdown,
    /// Its address, name, state and place as JSON.
    Json,
    /// The screen as text.
    Screen,
}

/// The menu.
pub const MENU: [(char, What, &str); 6] = [
    ('i', What::Id, "id"),
    ('l', What::Line, "file and line"),
    ('r', What::Row, "row"),
    ('m', What::Markdown, "all that is known, as Markdown"),
    ('j', What::Json, "JSON"),
    ('s', What::Screen, "screen as text"),
];

/// The text to copy, made safe; `None` where nothing is selected or its place is not known.
#[must_use]
pub fn text(model: &Model, what: What) -> Option<String> {
    if what == What::Screen {
        return Some(safe_lines(&frame::text(&frame::buffer(model))));
    }
    if let (false, What::Id | What::Line | What::Row) = (model.marked.is_empty(), what) {
        return Some(safe_lines(&of_marked(model, what)));
    }
    let spot = model.desk().sheet.current()?;
    let (plan, at) = (model.work.plan(), &spot.at);
    let place = || model.work.place_of(at).map(|(file, line)| format!("{file}:{line}"));
    let said =
        || model.desk().content.as_ref().map(|content| content.sentence(model.scene())).unwrap_or_default();
    let text = match what {
        What::Id => at.key.to_string(),
        What::Line => place()?,
        What::Row => rows(model, &[spot]).pop()?,
        What::Markdown => {
            let content = model.desk().content.as_ref()?;
            let mut lines =
                content.detail(model.scene(), 100).lines.into_iter().map(|line| {
                    line.into_iter().map(|(text, _)| text).collect::<String>().trim_end().to_owned()
                });
            let head = lines.next().unwrap_or_default();
            let rest: Vec<String> = lines.collect();
            format!(
                "**{}**\n\n```text\n{}\n```\n",
                head.trim(),
                rest.join("\n").trim_matches('\n').replace("```", "'''")
            )
        }
        What::Json => {
            let name = detail::name_of(plan, at);
            json!({"at": at.to_string(), "name": name, "says": said(), "place": place()}).to_string()
        }
        What::Screen => return None,
    };
    Some(safe_lines(&text))
}

/// The ids, places or rows of all that is marked and stands in the view, a line each, in its order.
fn of_marked(model: &Model, what: What) -> String {
    let spots = model.desk().sheet.spots.iter().filter(|spot| model.marked.contains(&spot.at));
    if what == What::Row {
        return rows(model, &spots.collect::<Vec<_>>()).join("\n");
    }
    let line = |spot: &Spot| match what {
        What::Line => model.work.place_of(&spot.at).map(|(file, line)| format!("{file}:{line}")),
        _ => Some(spot.at.key.to_string()),
    };
    spots.filter_map(line).collect::<Vec<_>>().join("\n")
}

/// The columns that a row has when it is copied: so many that nothing of it is cut.
const WIDE: u16 = 240;

/// The most rows that are drawn for it.
const HIGH: usize = 1000;

/// The rows of spots as the view shows them where there is room for all of it, what stands apart in them by tabs; of what
/// is not drawn there, what a search looks through.
fn rows(model: &Model, spots: &[&Spot]) -> Vec<String> {
    let mut sheet = model.desk().sheet.clone();
    let high = (sheet.spots.len() * 2 + 20).clamp(usize::from(model.size.1), HIGH);
    if spots.len() > 1 {
        sheet.scroll = 0;
    }
    let area = Rect::new(0, 0, model.size.0.max(WIDE), cells(high));
    let mut buffer = Buffer::empty(area);
    let mut pen = Pen::new(&mut buffer, model.look.in_currency(model.work.plan().currency));
    let scene = Scene { sheet: &sheet, room: Room::Wide, alone: true, ..model.scene() };
    if let Some(content) = &model.desk().content {
        content.draw(scene, area, &mut pen);
    }
    let hits = pen.hits;
    let row = |spot: &&Spot| {
        let own = hits.iter().find(|it| matches!(&it.target, Target::Spot(at) if *at == spot.at));
        let of_cell = |it: &&Hit| matches!(&it.target, Target::Cell(at, _) if *at == spot.at);
        let areas = own.into_iter().chain(hits.iter().filter(of_cell)).map(|it| it.area);
        let drawn = areas.reduce(Rect::union).map(|area| drawn_in(&buffer, area));
        drawn.filter(|text| !text.is_empty()).unwrap_or_else(|| spot.text.to_string())
    };
    spots.iter().map(row).collect()
}

/// What stands in an area, in a line: tabs between what stands apart, and what goes on below it with it; without frames,
/// bars and the sign of the selection.
fn drawn_in(buffer: &Buffer, area: Rect) -> String {
    // Each with the column that it begins in.
    let mut fields: Vec<(u16, String)> = Vec::new();
    for y in area.top()..area.bottom() {
        let known = fields.len();
        for (x, field) in fields_of(buffer, Rect { y, height: 1, ..area }) {
            match fields[..known].iter_mut().rfind(|(from, _)| *from <= x) {
                Some((_, text)) => text.extend([" ", &field]),
                None => fields.push((x, field)),
            }
        }
    }
    let fields: Vec<String> = fields.into_iter().map(|(_, text)| text).collect();
    fields.join("\t")
}

/// What stands apart in a row by two blanks or a line, each with the column that it begins in.
fn fields_of(buffer: &Buffer, row: Rect) -> Vec<(u16, String)> {
    let (mut fields, mut field, mut from, mut covered) = (Vec::new(), String::new(), row.x, 0_u16);
    let mut end = |field: &mut String, from: u16| {
        let is_drawn = |word: &&str| {
            let bars = word.chars().all(|sign| matches!(sign, '▀'..='▟' | '·' | '┊'));
            !word.is_empty() && (!bars || *word == "·")
        };
        let words = field.strip_prefix('>').unwrap_or(field).split(' ').filter(is_drawn);
        let words = words.collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            fields.push((from, words));
        }
        field.clear();
    };
    for x in row.left()..row.right() {
        let Some(sign) = buffer.cell((x, row.y)).map(|cell| cell.symbol()).filter(|_| covered == 0) else {
            covered = covered.saturating_sub(1);
            continue;
        };
        covered = columns(sign).saturating_sub(1);
        let is_line = sign.chars().all(|sign| ('─'..='╿').contains(&sign) && sign != '┊');
        if is_line || sign == " " && field.ends_with(' ') {
            end(&mut field, from);
            continue;
        }
        if field.is_empty() {
            from = x;
        }
        if sign != " " || !field.is_empty() {
            field.push_str(sign);
        }
    }
    end(&mut field, from);
    fields
}

/// Made safe line by line; tabs stay between what stands apart.
fn safe_lines(text: &str) -> String {
    let safe = |line: &str| line.split('\t').map(safe::line).collect::<Vec<_>>().join("\t");
    text.lines().map(safe).collect::<Vec<_>>().join("\n")
}

/// Shows what can be copied.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Box::new(Copying));
    Vec::new()
}

/// The menu, open.
struct Copying;

impl Overlay for Copying {
    fn name(&self) -> &'static str {
        "copy"
    }

    fn on_key(self: Box<Self>, _: &Model, key: Key) -> Answer {
        let chosen = |entry: &(char, What, &str)| key == Key::plain(Code::Char(entry.0));
        match MENU.into_iter().find(chosen) {
            Some((_, what, _)) => Answer::close().then(move |model| copy(model, what)),
            None => Answer::close(),
        }
    }

    fn draw(&self, _: &Model, area: Rect, pen: &mut Pen<'_>) {
        let inside = pen.boxed(area, 44, cells(MENU.len()) + 2, "Copy");
        for (y, (nth, (key, _, words))) in (inside.y..inside.bottom()).zip(MENU.into_iter().enumerate()) {
            pen.hit(Rect { y, height: 1, ..inside }, Target::Choice(nth));
            let key = key.to_string();
            pen.row(
                inside.x + 1,
                y,
                inside.width.saturating_sub(1),
                &[(&key, Tone::Strong), ("  ", Tone::Plain), (words, Tone::Plain)],
            );
        }
    }

    fn go_to(&mut self, _: &Model, nth: usize) -> Option<Key> {
        MENU.get(nth).map(|(letter, ..)| Key::plain(Code::Char(*letter)))
    }

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        "choose by its letter   Esc close".into()
    }
}

/// Copies it to the clipboard, and says how much that was.
pub fn copy(model: &mut Model, what: What) -> Vec<Effect> {
    let name = MENU.iter().find(|(_, it, _)| *it == what).map_or("", |(.., name)| name);
    let Some(text) = text(model, what) else {
        return tell(model, format!("Nothing to copy: there is no {name} here"));
    };
    let (text, cut) = fitting(text);
    let size = count(text.len(), "byte");
    let words = if cut {
        format!("Copied the first {size}: the terminal takes no more than 100 KB")
    } else {
        format!("Copied {name}: {size}")
    };
    model.message = Some(words);
    vec![Effect::Copy(text)]
}
