//! A question that is answered in one line, over a view: why, until when, by how much, a name, a file.

use ratatui::layout::Rect;

use super::as_of;
use super::elsewhere;
use super::ignoring;
use super::line::Line;
use super::slipping;
use crate::plan::address::Address;
use crate::plan::shift::Shift;
use crate::tui::detail::Text;
use crate::tui::editing::window;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Overlay, tell};
use crate::tui::msg::{Code, Key};
use crate::tui::pen::{Pen, cells};
use crate::tui::scenario::{self, keeping};
use crate::tui::theme::Tone;

/// A question, and the answer as far as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked about.
    pub title: String,
    /// What is asked, and what an answer looks like.
    pub asked: String,
    /// The answer so far.
    pub typed: Line,
    /// What was answered before, where this is the second question or a later one.
    pub before: Vec<String>,
    /// What the answer is for.
    pub purpose: Purpose,
}

/// What an answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Why a finding is ignored.
    Reason,
    /// Until when it is.
    Until,
    /// Whether it is for ever.
    ForEver,
    /// By how much something is late, to be told what that does.
    Impact,
    /// By how much the item or the wave at an address is later in the open scenario.
    Slip(Address),
    /// What a new scenario is called.
    NewScenario,
    /// What the open scenario is to be called.
    ScenarioName,
    /// Whether the open scenario is to be forgotten.
    Forget,
    /// The file to keep the open scenario in.
    Keep,
    /// The file of a scenario to open.
    OpenFile,
    /// The file, or the folder, for a copy of what is not saved.
    CopyTo,
    /// The day that the plan is looked at as of.
    AsOf,
}

impl Purpose {
    /// Takes an answer; the words say what is wrong with it, and the question stays.
    fn take(&self, model: &mut Model, question: &Question) -> Result<Vec<Effect>, String> {
        let words = question.typed.text().trim();
        let named = || {
            let hint = "Type a name, or Esc";
            if words.is_empty() { Err(hint.to_owned()) } else { Ok(words.to_owned()) }
        };
        match self {
            Self::Reason => ignoring::ask_until(model, question),
            Self::Until => ignoring::take_until(model, question),
            Self::ForEver => ignoring::confirm(model, question),
            Self::Impact => slipping::answer(model, question),
            Self::Slip(at) => {
                let by = Shift::parse(words);
                let by = by.ok_or_else(|| format!("“{words}” is not how much: write 3m, 45d, 6w, 1m 15d"))?;
                Ok(scenario::slip_by(model, at.clone(), by))
            }
            Self::NewScenario => Ok(scenario::begin(model, named()?)),
            Self::ScenarioName => Ok(scenario::name(model, named()?)),
            Self::Forget if matches!(words, "y" | "yes") => Ok(scenario::forget(model)),
            Self::Forget if matches!(words, "" | "n" | "no") => Ok(tell(model, "Kept")),
            Self::Forget => Err("Type yes to forget it, or Esc".into()),
            Self::Keep => Ok(keeping::keep_as(model, &named()?)),
            Self::OpenFile => Ok(keeping::open_as(model, &named()?)),
            Self::CopyTo => Ok(elsewhere::copy_to(model, &named()?)),
            Self::AsOf => as_of::answer(model, words),
        }
    }

    /// What an answer comes to, said while it is typed.
    fn means(&self, typed: &str) -> String {
        match (self, Shift::parse(typed)) {
            (Self::Slip(_), Some(by)) if by.is_none() => "as it is now".into(),
            (Self::Slip(_) | Self::Impact, Some(by)) => by.to_string(),
            _ => String::new(),
        }
    }
}

impl Question {
    /// A first question.
    #[must_use]
    pub fn new(purpose: Purpose, title: impl Into<String>, asked: impl Into<String>, typed: Line) -> Self {
        Self { title: title.into(), asked: asked.into(), typed, before: Vec::new(), purpose }
    }

    /// The keys, for the last line.
    pub const KEYS: &'static str = "type the answer   ⏎ take it   Esc cancel";

    /// Draws it over a view.
    pub fn draw(&self, area: Rect, pen: &mut Pen<'_>) {
        let width = area.width.min(76);
        let mut text = Text::new(width.saturating_sub(4));
        text.words(&self.asked, Tone::Plain);
        let inside = window(area, width, cells(text.lines.len()) + 4, &self.title, pen);
        text.draw(0, Rect { height: inside.height.saturating_sub(2), ..inside }, pen);
        let shown = self.typed.shown(inside.width.saturating_sub(2));
        let y = inside.bottom().saturating_sub(1);
        let means = self.purpose.means(self.typed.text());
        let pieces = [
            ("> ", Tone::Strong),
            (shown.as_str(), Tone::Strong),
            (if means.is_empty() { "" } else { "   = " }, Tone::Faint),
            (means.as_str(), Tone::Faint),
        ];
        pen.row(inside.x, y, inside.width, &pieces);
    }
}

/// Asks a question.
pub(in crate::tui) fn ask(model: &mut Model, question: Question) -> Vec<Effect> {
    model.overlay = Some(Overlay::Question(question));
    Vec::new()
}

/// Takes a key for the question.
pub(in crate::tui) fn on_key(model: &mut Model, key: Key, mut question: Question) -> Vec<Effect> {
    match key.code {
        Code::Esc => return tell(model, "Cancelled: nothing was changed"),
        Code::Enter => match question.purpose.clone().take(model, &question) {
            Ok(effects) => return effects,
            Err(why) => drop(tell(model, why)),
        },
        _ => drop(question.typed.on_key(key)),
    }
    model.overlay = Some(Overlay::Question(question));
    Vec::new()
}
