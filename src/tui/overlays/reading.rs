//! A revision that is being read beside the screen: what is typed meanwhile waits, and `Esc` gives it up.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::tui::effect::Effect;
use crate::tui::model::{Model, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::overlay::{Answer, Overlay, as_one, as_one_mut};
use crate::tui::past::Recall;
use crate::tui::pen::Pen;

/// So many keys wait at most.
const WAITING: usize = 64;

/// What is being read.
struct Reading {
    what: String,
    typed: Vec<Key>,
}

/// Waits, where the edge is asked to read something that somebody waits for.
pub(in crate::tui) fn begin(model: &mut Model, effects: &[Effect]) {
    let awaited = effects.iter().find_map(|effect| match effect {
        Effect::Baseline(words) => Some(crate::safe::cut(words, 40).into_owned()),
        Effect::Recall(Recall::Compare | Recall::Commit) => Some("the last commit".to_owned()),
        _ => None,
    });
    if let Some(what) = awaited {
        model.overlay = Some(Box::new(Reading { what, typed: Vec::new() }));
    }
}

/// Whether something is being read.
pub(in crate::tui) fn is_open(model: &Model) -> bool {
    as_one::<Reading>(&model.overlay).is_some()
}

/// What was typed meanwhile, where the answer is there that was waited for.
pub(in crate::tui) fn end(model: &mut Model) -> Vec<Key> {
    let Some(reading) = as_one_mut::<Reading>(&mut model.overlay) else { return Vec::new() };
    let typed = std::mem::take(&mut reading.typed);
    model.overlay = None;
    typed
}

impl Overlay for Reading {
    fn name(&self) -> &'static str {
        "reading"
    }

    fn on_key(mut self: Box<Self>, _: &Model, key: Key) -> Answer {
        if key.code == Code::Esc {
            return Answer::close().then(move |model| {
                tell(model, format!("Given up: {} is not read", self.what));
                vec![Effect::ReadNoMore]
            });
        }
        if self.typed.len() < WAITING {
            self.typed.push(key);
        }
        Answer::stay(self)
    }

    fn draw(&self, _: &Model, _: Rect, _: &mut Pen<'_>) {}

    fn keys(&self, _: &Model, _: u16) -> Cow<'static, str> {
        format!("reading {} …   Esc gives it up", self.what).into()
    }
}
