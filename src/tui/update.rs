//! What happens to the state when something comes in: pure, and so easy to test.

mod going;
mod moving;
mod ready;
mod returning;
mod setting;
mod simulated;

use super::action::Action;
use super::baseline;
use super::effect::Effect;
use super::model::{Model, tell};
use super::msg::{Code, Key, Msg};
use super::overlay::{self, Overlay};
use super::overlays::chooser;
use super::overlays::comparing;
use super::overlays::gone;
use super::overlays::history;
use super::overlays::outside;
use super::overlays::quitting;
use super::overlays::reading;
use super::past::Recall;
use super::present;
use super::scenario::keeping;
use super::shifting;
use super::view::Open;
use super::views::VIEWS;
use crate::finding::Place;

pub use going::{back, close, forward, go, open};
pub(super) use going::{seen_on, shown_at};
pub use moving::{across, first, last, mark_on, next_pane, page, step};
pub use ready::{has_table, most_pressing, searched, selected, several_lanes, several_variants};
pub use setting::{full, money_unit, mouse, set, shift_table, shows_table, table, variant};

/// Takes in what happened and says what the edge has to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.changed = true;
    let mut effects = match msg {
        // A terminal that goes on telling of the mouse is not heard.
        Msg::Click(_) | Msg::Drag(..) | Msg::Wheel(_) if !model.mouse => Vec::new(),
        Msg::Drag(..) if model.overlay.is_some() || model.present.is_some() => Vec::new(),
        Msg::Key(key) => on_key(model, key),
        // Before a room, keys alone do something.
        Msg::Click(_) | Msg::Wheel(_) if model.present.is_some() => Vec::new(),
        Msg::Paste(_) if model.present.is_some() && model.overlay.is_none() => Vec::new(),
        Msg::Click(target) => moving::click(model, target),
        Msg::Drag(target, cells) => shifting::drag(model, &target, cells),
        Msg::Wheel(lines) => moving::wheel(model, lines),
        Msg::Paste(text) => overlay::paste(model, &text),
        Msg::Resize(width, height) => {
            if model.size != (width, height) {
                model.size = (width, height);
                // What is in sight follows from the size alone, not from the sizes before it.
                for desk in &mut model.desks {
                    (desk.sheet.scroll, desk.sheet.first_lane) = (0, 0);
                }
            }
            Vec::new()
        }
        Msg::Reread(read) => returning::reread(model, read),
        Msg::Edited(path, text) => returning::edited(model, &path, &text),
        Msg::Outside(read) => outside::changed(model, read),
        Msg::Gone(files) => gone::ask(model, files),
        Msg::Saved(how) => returning::saved(model, how),
        Msg::Simulated(nth, simulation) => {
            simulated::take(model, nth, simulation);
            Vec::new()
        }
        Msg::Recalled(recall, read) => match recall {
            // Nobody waits for these.
            Recall::Findings => comparing::recalled(model, recall, read),
            _ => answered(model, |model| comparing::recalled(model, recall, read)),
        },
        Msg::Kept(path, how) => match keeping::kept(model, path, how) {
            effects if model.leaving && effects.is_empty() => quitting::go_on(model),
            effects => effects,
        },
        Msg::References(references) => chooser::listed(model, references),
        Msg::LookedBack(nth, answer) => history::take(model, nth, answer),
        Msg::Baseline(read) => answered(model, |model| baseline::chosen(model, read)),
        Msg::Scenarios(names) => keeping::listed(model, names),
        Msg::Fetched(path, text) => keeping::fetched(model, path, text),
        Msg::Theme(theme) => {
            model.look.theme = theme;
            Vec::new()
        }
        Msg::Tell(words) => tell(model, words),
    };
    reading::begin(model, &effects);
    setting::keep_unit(model);
    model.settle();
    if comparing::wants_past(model) {
        model.asked_past = true;
        effects.push(Effect::Recall(Recall::Findings));
    }
    effects.extend(simulated::ask(model));
    effects
}

/// What is told of a form that would be left with what was typed into it.
const STAYS: &str = "Esc leaves it without a change; F2 keeps what was typed";

/// What is open or set and can be closed with Esc.
fn closable(model: &Model) -> [bool; 5] {
    [
        model.overlay.is_some(),
        model.present.is_some(),
        !model.search.is_empty(),
        !model.marked.is_empty(),
        !model.filter.is_empty(),
    ]
}

fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let before = closable(model);
    let effects = take_key(model, key);
    let closed = before.iter().zip(closable(model)).any(|(was, is)| *was && !is);
    model.closing = key.code == Code::Esc && (closed || model.closing);
    if let Some(present) = &mut model.present {
        present.uncovered = key.code == Code::Esc && before[0] && model.overlay.is_none();
    }
    effects
}

fn take_key(model: &mut Model, key: Key) -> Vec<Effect> {
    model.message = None;
    let cancels = key == Key { code: Code::Char('c'), ctrl: true };
    model.interrupted &= cancels;
    if cancels {
        return interrupt(model);
    }
    // Whatever is open stays as it is until whoever suspended comes back.
    if key.ctrl && model.does(key) == "suspend" {
        return vec![Effect::Suspend];
    }
    if model.present.is_some() && !model.overlay.as_ref().is_some_and(|over| over.insists()) {
        return present::on_key(model, key);
    }
    match overlay::on_key(model, key) {
        Ok(effects) => effects,
        Err(key) => match model.keys.on_key(model.view, key) {
            Some(action) => action.run_in(model),
            None => tell_elsewhere(model, key),
        },
    }
}

/// Says of a key that does nothing here in which view it does something, since it is taken for broken otherwise.
fn tell_elsewhere(model: &mut Model, key: Key) -> Vec<Effect> {
    let view = |(view, action): (usize, &Action)| {
        format!("{} {}: {}", VIEWS[view].digit, VIEWS[view].name, action.name)
    };
    let views: Vec<String> = model.keys.anywhere(key).map(view).collect();
    if views.is_empty() {
        let help = model.keys.first(model.view, "help").map(|help| format!("; {help} lists the keys"));
        return tell(model, format!("{} does nothing here{}", key.shown(), help.unwrap_or_default()));
    }
    let words = format!("{} is for {}", key.shown(), views.join("; "));
    tell(model, words)
}

/// Takes the answer that was waited for, and then what was typed meanwhile; not where the answer hands the terminal
/// on, since nobody typed for that.
fn answered(model: &mut Model, take: impl FnOnce(&mut Model) -> Vec<Effect>) -> Vec<Effect> {
    let typed = reading::end(model);
    let mut effects = take(model);
    if effects.is_empty() {
        effects.extend(typed.into_iter().flat_map(|key| update(model, Msg::Key(key))));
    }
    effects
}

/// Opens the line of the selection in the user's editor.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    // In the plan's own files nothing of what is tried could be seen.
    if let Some(effects) = keeping::in_editor(model) {
        return effects;
    }
    // Of a list of findings: the place of the finding, which may be a text that is no value of the plan.
    let found = model.finding().filter(|_| model.entry().open == Open::Jump);
    let place = match (found, model.desk().sheet.current()) {
        (Some(located), _) => Some(located.finding.at.clone()),
        (None, spot) => spot.map(|spot| Place::Address(spot.at.clone())),
    };
    match place.and_then(|place| model.work.path_at(&place)) {
        Some((path, line)) => vec![Effect::Edit(path, line)],
        None => tell(model, "No file is known for this"),
    }
}

/// Cancels what runs; the second time in a row quits.
pub fn interrupt(model: &mut Model) -> Vec<Effect> {
    if model.interrupted {
        return quitting::quit(model);
    }
    model.interrupted = true;
    let reads = reading::is_open(model);
    model.overlay = model.overlay.take().and_then(Overlay::typed);
    if model.overlay.as_mut().is_some_and(|over| over.ask_to_leave()) {
        return tell(model, format!("{STAYS}; ctrl-c once more quits"));
    }
    model.overlay = None;
    model.present = None;
    tell(model, "Press ctrl-c once more to quit");
    if reads { vec![Effect::ReadNoMore] } else { Vec::new() }
}
