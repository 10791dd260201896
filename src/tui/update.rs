//! What happens to the state when something comes in: pure, and so easy to test.

mod explaining;
mod going;
mod moving;
mod ready;
mod setting;
mod typing;

use super::baseline;
use super::editing;
use super::effect::Effect;
use super::model::{Model, Overlay, tell};
use super::msg::{Code, Key, Msg, Target};
use super::overlays::comparing;
use super::overlays::history;
use super::overlays::outside;
use super::overlays::quitting;
use super::overlays::reading;
use super::past::Recall;
use super::present;
use super::scenario;
use super::shifting;
use super::simulating;
use super::view::Open;
use crate::finding::Place;

pub use explaining::{explain, explain_figure};
pub use going::{back, close, forward, go, open};
pub use moving::{across, first, last, next_pane, page, step};
pub use ready::{has_table, most_linked, searched, selected, several_lanes, several_variants};
pub use setting::{full, money_unit, mouse, set, table, variant};
pub use typing::{again, copy, filter, find, help, search};

/// Takes in what happened and says what the edge has to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.changed = true;
    let mut effects = match msg {
        // What is being asked or typed stays until it is answered.
        Msg::Click(_) | Msg::Wheel(_) if matches!(model.overlay, Some(Overlay::Editing(_))) => Vec::new(),
        Msg::Drag(..) if model.overlay.is_some() || model.present.is_some() => Vec::new(),
        Msg::Key(key) => on_key(model, key),
        // Before a room, keys alone do something.
        Msg::Click(_) | Msg::Wheel(_) if model.present.is_some() => Vec::new(),
        Msg::Paste(_) if model.present.is_some() && model.overlay.is_none() => Vec::new(),
        Msg::Click(Target::View(view)) => go(model, view),
        Msg::Click(Target::Spot(at)) => moving::click(model, &at, None),
        Msg::Click(Target::Cell(at, column)) => moving::click(model, &at, Some(column)),
        Msg::Drag(target, cells) => shifting::drag(model, &target, cells),
        Msg::Wheel(lines) => step(model, lines),
        Msg::Paste(text) => typing::paste(model, &text),
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
        Msg::Reread(read) => editing::reread(model, read),
        Msg::Outside(read) => outside::changed(model, read),
        Msg::Gone(files) => outside::gone(model, files),
        Msg::Saved(how) => editing::saved(model, how),
        Msg::Simulated(nth, simulation) => {
            simulating::take(model, nth, simulation);
            Vec::new()
        }
        Msg::Recalled(recall, read) => match recall {
            // Nobody waits for these.
            Recall::Findings => comparing::recalled(model, recall, read),
            _ => reading::answered(model, |model| comparing::recalled(model, recall, read)),
        },
        Msg::Kept(path, how) => scenario::keeping::kept(model, path, how),
        Msg::References(references) => baseline::listed(model, references),
        Msg::LookedBack(nth, answer) => history::take(model, nth, answer),
        Msg::Baseline(read) => reading::answered(model, |model| baseline::chosen(model, read)),
        Msg::Fetched(path, text) => scenario::keeping::fetched(model, path, text),
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
    effects.extend(simulating::ask(model));
    effects
}

fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    model.message = None;
    let cancels = key == Key { code: Code::Char('c'), ctrl: true };
    model.interrupted &= cancels;
    if cancels {
        return interrupt(model);
    }
    if model.present.is_some() && !matches!(model.overlay, Some(Overlay::Editing(_))) {
        return present::on_key(model, key);
    }
    match typing::on_key(model, key) {
        Ok(effects) => effects,
        Err(key) => match model.keys.on_key(model.view, key) {
            Some(action) => action.run_in(model),
            None => Vec::new(),
        },
    }
}

/// Shows what there is to tell, all of it.
pub fn messages(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Messages(0));
    Vec::new()
}

/// Opens the line of the selection in the user's editor.
pub fn edit(model: &mut Model) -> Vec<Effect> {
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
    if editing::keep_typed(model) {
        return tell(
            model,
            "Esc leaves it without a change; F2 keeps what was typed; ctrl-c once more quits",
        );
    }
    let reads = matches!(model.overlay, Some(Overlay::Reading(_)));
    model.overlay = None;
    model.present = None;
    tell(model, "Press ctrl-c once more to quit");
    if reads { vec![Effect::ReadNoMore] } else { Vec::new() }
}
