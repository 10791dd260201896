//! What is asked about a figure, and the way from what it is made of to the lines of the plan.

use ratatui::layout::Rect;

use super::tell;
use crate::trace::name::Name;
use crate::tui::effect::Effect;
use crate::tui::frame::Layout;
use crate::tui::model::{Model, Overlay};
use crate::tui::msg::{Code, Key};
use crate::tui::overlays::explain::{About, Explaining, about};
use crate::tui::overlays::history;
use crate::tui::overlays::shown;
use crate::tui::simulating;

/// Explains the main figure of the selection, and offers the others that the view shows.
pub fn explain(model: &mut Model) -> Vec<Effect> {
    let Some(about) = about(model) else {
        return tell(model, "Findings are counted: 8 lists them; what is tried is dropped by x");
    };
    let offered = shown::on_view(model.work.figures(), simulating::known(&model.work), model.entry());
    open(model, about, offered)
}

/// Explains a figure, and offers others.
pub fn explain_figure(model: &mut Model, name: Name, offered: Vec<Name>) -> Vec<Effect> {
    open(model, About::Figure(name), offered)
}

fn open(model: &mut Model, about: About, offered: Vec<Name>) -> Vec<Effect> {
    match Explaining::of(&model.work, about, offered) {
        Ok(explaining) => model.overlay = Some(Overlay::Explain(explaining)),
        Err(unknown) => return tell(model, unknown.to_string()),
    }
    Vec::new()
}

pub(super) fn on_key(model: &mut Model, key: Key, mut explaining: Explaining) -> Vec<Effect> {
    let mut effects = Vec::new();
    match key.code {
        Code::Char('q' | '=') if !key.ctrl => return effects,
        Code::Esc | Code::Backspace | Code::Left | Code::Char('h') => {
            if !explaining.back() {
                return effects;
            }
        }
        Code::Enter | Code::Right | Code::Char('l') => {
            if let Err(unknown) = explaining.open(&model.work) {
                effects = tell(model, unknown.to_string());
            }
        }
        Code::Char('B') => return history::of_explained(model, explaining),
        Code::Char('E') => match explaining.address().and_then(|at| model.work.path_of(at)) {
            Some((path, line)) => effects.push(Effect::Edit(path, line)),
            None => effects = tell(model, "No line is known for this; open it to come closer to the plan"),
        },
        _ => {
            let (times, down) = match key.code {
                Code::Down | Code::Char('j' | 'n') => (1, true),
                Code::Up | Code::Char('k' | 'p') => (1, false),
                Code::PageDown | Code::Char('d') => (10, true),
                Code::PageUp | Code::Char('u') => (10, false),
                Code::End | Code::Char('G') => (usize::MAX, true),
                Code::Home | Code::Char('g') => (usize::MAX, false),
                _ => (0, true),
            };
            let screen = Rect::new(0, 0, model.size.0, model.size.1);
            let screen = Layout::of(model, screen).over();
            let _ = (0..times).all(|_| explaining.step(down, screen));
        }
    }
    model.overlay = Some(Overlay::Explain(explaining));
    effects
}
