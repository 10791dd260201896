//! What can be copied: the menu behind one key, and the text of each of its entries, made safe.

use std::borrow::Cow;

use ratatui::layout::Rect;
use serde_json::json;

use crate::safe;
use crate::tui::clipboard::fitting;
use crate::tui::detail;
use crate::tui::effect::Effect;
use crate::tui::frame;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key, Target};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::pen::{Pen, cells};
use crate::tui::spots::Spot;
use crate::tui::theme::Tone;
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
        What::Row => spot.text.to_string(),
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
    let line = |spot: &Spot| match what {
        What::Line => model.work.place_of(&spot.at).map(|(file, line)| format!("{file}:{line}")),
        What::Row => Some(spot.text.to_string()),
        _ => Some(spot.at.key.to_string()),
    };
    spots.filter_map(line).collect::<Vec<_>>().join("\n")
}

fn safe_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(safe::line).collect();
    lines.join("\n")
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
            Some((_, what, name)) => Answer::close().then(move |model| copy(model, what, name)),
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

fn copy(model: &mut Model, what: What, name: &str) -> Vec<Effect> {
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
