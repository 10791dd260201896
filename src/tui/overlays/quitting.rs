//! Whether to leave where something would be lost: what is not saved, and scenarios that no file has yet. Each
//! is dealt with by its own key, and whoever has dealt with all leaves.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::safe;
use crate::tui::editing;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay};
use crate::tui::overlays::outside;
use crate::tui::pen::{Pen, cells};
use crate::tui::scenario::{self, keeping};
use crate::tui::theme::Tone;
use crate::wording::aloud::Aloud;
use crate::wording::count;

/// Leaves, or asks first where something would be lost. A scenario that is open is left for that, and open again for
/// whoever stays.
pub fn quit(model: &mut Model) -> Vec<Effect> {
    let reopens = model.work.beside.is_some();
    if reopens {
        scenario::toggle(model);
        model.message = None;
    }
    leave(model, reopens)
}

/// Leaves where nothing would be lost any more, else asks what is to come of the rest.
pub(in crate::tui) fn go_on(model: &mut Model) -> Vec<Effect> {
    leave(model, false)
}

fn leave(model: &mut Model, reopens: bool) -> Vec<Effect> {
    model.leaving = false;
    if model.work.unsaved.is_empty() && !editing::is_lost(model) && model.scenarios.unkept().next().is_none()
    {
        return vec![Effect::Quit];
    }
    let under = model.overlay.take().and_then(|over| over.typed());
    model.overlay = Some(Box::new(Quitting { under, reopens }));
    Vec::new()
}

/// The question; what was typed is there again for whoever stays.
struct Quitting {
    under: Option<Box<dyn Overlay>>,
    /// A scenario was open, and is so again for whoever stays.
    reopens: bool,
}

impl Quitting {
    /// Leaves as soon as something is done.
    fn once(self, done: fn(&mut Model) -> Vec<Effect>) -> Answer {
        self.back().then(move |model| {
            model.leaving = true;
            done(model)
        })
    }

    fn back(self) -> Answer {
        self.under.map_or_else(Answer::close, Answer::stay)
    }
}

impl Overlay for Quitting {
    fn name(&self) -> &'static str {
        "quit"
    }

    fn on_key(self: Box<Self>, model: &Model, key: Key) -> Answer {
        let saves = editing::unsaved(model).is_ok();
        let keeps = model.scenarios.unkept().next().is_some();
        match key {
            Key { code: Code::Char('s'), .. } if saves => self.once(outside::save),
            Key { code: Code::Char('k'), ctrl: false } if keeps => self.once(keeping::keep_next),
            Key { code: Code::Char('d'), ctrl: false } => Answer::close().ask(vec![Effect::Quit]),
            Key { code: Code::Esc, .. } => {
                let reopens = self.reopens;
                self.back().then(move |model| {
                    if reopens && model.work.beside.is_none() {
                        scenario::toggle(model);
                    }
                    tell(model, "Stayed: nothing was saved and nothing lost")
                })
            }
            _ => Answer::stay(self),
        }
    }

    /// The titles of what is not saved, and what the scenarios try.
    fn draw(&self, model: &Model, area: Rect, pen: &mut Pen<'_>) {
        let aloud = Aloud { plans: &[model.work.plan()], room: model.present.is_some() };
        let tried: Vec<String> = model
            .scenarios
            .unkept()
            .map(|it| {
                // More than a line could hold is not said.
                let titles = it.tries.iter().take(usize::from(area.width));
                let titles: Vec<String> = titles.map(|it| aloud.said(&it.title)).collect();
                format!("scenario {}, in no file: {}", it.name, titles.join("; "))
            })
            .collect();
        let unsaved = &model.work.unsaved;
        let most = usize::from(area.height.saturating_sub(7)).clamp(1, 12);
        let scenarios = tried.len().min(most.div_ceil(2).max(most.saturating_sub(unsaved.len())));
        let titles = unsaved.len().min(most.saturating_sub(scenarios).max(1));
        let width = if tried.is_empty() { 64 } else { 76 };
        let inside = pen.window(area, width, cells(titles + scenarios) + 6, "Quit?");
        let head = match editing::is_lost(model) {
            true => "Gone from disk: what is open here is all there is".to_owned(),
            false => head(unsaved.len(), tried.len()),
        };
        pen.put(inside.x, inside.y, inside.width, &head, Tone::Strong);
        let mut y = inside.y + 2;
        let mut list = |all: &[String], shown: usize| {
            let hidden = all.len() - shown;
            for (nth, title) in all.iter().skip(hidden).enumerate() {
                let earlier =
                    if nth == 0 && hidden > 0 { format!(" (and {hidden} before it)") } else { String::new() };
                pen.put(inside.x, y, inside.width, &format!("{}{earlier}", safe::line(title)), Tone::Plain);
                y += 1;
            }
        };
        let unsaved: Vec<String> = unsaved.iter().map(|title| aloud.said(title)).collect();
        list(&unsaved, titles);
        list(&tried, scenarios);
        pen.put(inside.x, y + 1, inside.width, keys(model), Tone::Strong);
        pen.offer(inside, keys(model));
    }

    fn keys(&self, model: &Model, _: u16) -> Cow<'static, str> {
        keys(model).into()
    }

    fn insists(&self) -> bool {
        true
    }
}

/// The keys of the question: only what can be done is offered.
fn keys(model: &Model) -> &'static str {
    let scenarios = model.scenarios.unkept().count();
    match (editing::unsaved(model).is_err(), scenarios) {
        (_, 0) if editing::is_lost(model) => "s write it again and quit   d discard and quit   Esc stay",
        (_, 0) => "s save and quit   d discard and quit   Esc stay",
        (true, 1) => "k keep as a file and quit   d discard and quit   Esc stay",
        (true, _) => "k keep as files and quit   d discard and quit   Esc stay",
        (false, 1) => "s save   k keep the scenario as a file   d discard and quit   Esc stay",
        (false, _) => "s save   k keep scenarios as files   d discard and quit   Esc stay",
    }
}

/// What would be lost, counted.
fn head(changes: usize, scenarios: usize) -> String {
    let are = |many: usize| if many == 1 { "is" } else { "are" };
    let saved = || format!("{} {} not saved", count(changes, "change"), are(changes));
    let kept = || format!("{} {} in no file", count(scenarios, "scenario"), are(scenarios));
    match (changes, scenarios) {
        (_, 0) => saved(),
        (0, _) => kept(),
        _ => format!("{}, {}", saved(), kept()),
    }
}
