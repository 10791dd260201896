//! A filter, as it is typed: every view shows at once what it lets see.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::line::Line;
use crate::safe;
use crate::tui::effect::Effect;
use crate::tui::filter::Filter;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay, Then};
use crate::tui::pen::{Pen, columns};
use crate::wording;

/// The filter so far, and the one before.
struct Filtering {
    words: Line,
    before: String,
}

/// Begins to type a filter; the one that is set can be changed.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let before = model.filter.typed.clone();
    // What is typed next takes its place; → or End keeps it to go on from there.
    model.overlay = Some(Box::new(Filtering { words: Line::offered(&*before), before }));
    Vec::new()
}

fn set(model: &mut Model, words: &str) -> Vec<Effect> {
    let filter = Filter::parse(words);
    if filter == model.filter {
        return Vec::new();
    }
    model.filter = filter;
    for desk in &mut model.desks {
        desk.settings.filter = model.filter.clone();
        desk.content = None;
    }
    model.settle();
    show_some(model);
    Vec::new()
}

/// Goes to the first entry that the filter leaves, where all of them stand in lanes out of sight: the wave that was
/// selected is shown whatever the filter, and what that holds of may be elsewhere.
fn show_some(model: &mut Model) {
    let Some((_, lanes)) = model.window().filter(|_| model.desk().held.is_some_and(|held| held > 0)) else {
        return;
    };
    let desk = model.desk();
    if desk.content.as_ref().is_none_or(|content| content.lanes().len() <= usize::from(lanes)) {
        return;
    }
    let sheet = &desk.sheet;
    let in_sight = sheet.first_lane..sheet.first_lane.saturating_add(lanes);
    let mut held = (0..sheet.spots.len())
        .filter(|at| sheet.spots.get(*at).is_some_and(|spot| model.filter.shows(&model.work, &spot.at)));
    let Some(first) = held.next() else { return };
    let is_in_sight = |at| sheet.spots.lies(at).is_some_and(|(lane, _)| in_sight.contains(&lane));
    if !is_in_sight(first) && !held.any(is_in_sight) {
        model.desk_mut().sheet.cursor = first;
        model.settle();
    }
}

/// How much of the view meets the filter, or what in the filter nothing can meet.
fn left(model: &Model) -> String {
    if let Some(fault) = model.filter.fault(&model.work, model.entry().digit) {
        return fault;
    }
    let desk = model.desk();
    let held = desk.held.unwrap_or(desk.sheet.spots.len());
    match desk.all {
        Some(all) => format!("{held} of {}", wording::count(all, "entry")),
        None => wording::count(held, "entry"),
    }
}

/// What a filter leaves, once it is set.
fn told(model: &Model) -> String {
    match model.desk().held {
        Some(0) => format!("{} · Esc clears it", model.filter.nothing(&model.work, model.entry().digit)),
        Some(_) => format!("Filtered: {} left here", left(model)),
        None => "Filtered; this view shows all that it has".into(),
    }
}

/// Clears a filter that leaves nothing of the view; says whether it did.
pub fn clear_empty(model: &mut Model) -> bool {
    let empty = model.desk().held == Some(0);
    if empty {
        set(model, "");
        tell(model, "The filter is cleared");
    }
    empty
}

/// Does something without the filter that is set. Where that could be done the filter is gone, and that is told;
/// else it stays.
pub(super) fn lifted(
    model: &mut Model,
    does: impl FnOnce(&mut Model) -> Option<Vec<Effect>>,
) -> Option<Vec<Effect>> {
    if model.filter.is_empty() {
        return None;
    }
    let words = model.filter.typed.clone();
    set(model, "");
    model.settle();
    let done = does(model);
    match &done {
        Some(_) => drop(tell(model, format!("The filter “{words}” is lifted: it hides this"))),
        None => drop(set(model, &words)),
    }
    done
}

/// So many columns of what is typed are seen, whatever there is to say of it.
const LEAST: u16 = 16;

impl Filtering {
    /// Sets what is typed by now.
    fn setting(&self) -> Then {
        let words = self.words.text().to_owned();
        Box::new(move |model| set(model, &words))
    }
}

impl Overlay for Filtering {
    fn name(&self) -> &'static str {
        "filter"
    }

    fn on_key(mut self: Box<Self>, model: &Model, key: Key) -> Answer {
        match key.code {
            Code::Enter if self.words.text().trim().is_empty() => Answer::close(),
            Code::Enter => Answer::close().tell(told(model)),
            Code::Esc => Answer::close().then(move |model| {
                set(model, "");
                if self.before.is_empty() { Vec::new() } else { tell(model, "The filter is cleared") }
            }),
            _ if self.words.on_key(key) => {
                let then = self.setting();
                Answer::stay(self).then(then)
            }
            _ => Answer::stay(self),
        }
    }

    fn paste(&mut self, _: &Model, text: &str) -> Option<Then> {
        self.words.insert(text);
        Some(self.setting())
    }

    fn draw(&self, _: &Model, _: Rect, _: &mut Pen<'_>) {}

    fn keys(&self, _: &Model, width: u16) -> Cow<'static, str> {
        let brief = "⏎ keep   Esc show all   owner: wave: status: !not";
        let whole = "owner: wave: status: kind: layer: id: text, !not   ⏎ keep   Esc show all";
        if columns(whole) + 2 > width { brief.into() } else { whole.into() }
    }

    fn sentence(&self, model: &Model, width: u16) -> Option<String> {
        let left = left(model);
        let left = safe::cut(&left, usize::from(width.saturating_sub(9 + LEAST)));
        let words = self.words.shown(width.saturating_sub(columns(&left) + 9));
        Some(format!("Only: {words}   {left}"))
    }
}
